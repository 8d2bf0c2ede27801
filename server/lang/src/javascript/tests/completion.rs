//! What is being typed; `¦` is the cursor.

use super::super::{Access, At, Key, Quote, at};

/// `root.path → partial [what is replaced] how`, or what else it is.
fn show(marked: &str) -> String {
    let offset = marked.find('¦').unwrap();
    let text = marked.replace('¦', "");
    let quote = |quote: Quote| match quote {
        Quote::None => "",
        Quote::Single => "'",
        Quote::Double => "\"",
        Quote::Template => "`",
    };
    match at(&text, offset) {
        At::Member(member) => {
            let mut path = member.root.clone();
            for key in &member.path {
                path += &match key {
                    Key::Name(name) => format!(".{name}"),
                    Key::Index(index) => format!(".{index}"),
                    Key::Dynamic => ".*".to_owned(),
                };
            }
            let access = match member.access {
                Access::Dot => ".".to_owned(),
                Access::OptionalDot => "?.".to_owned(),
                Access::Bracket(q) => format!("[{}", quote(q)),
                Access::OptionalBracket(q) => format!("?.[{}", quote(q)),
            };
            let partial = member.partial;
            format!(
                "{path} {access} {}|{}",
                partial.value,
                partial.span.slice(&text)
            )
        }
        At::Name(name) => format!("name {}|{}", name.value, name.span.slice(&text)),
        At::CallArg(arg) => {
            let partial = arg.partial;
            let q = quote(arg.quote);
            let (function, index) = (arg.function, arg.index);
            format!(
                "{function}({index} {q} {}|{}",
                partial.value,
                partial.span.slice(&text)
            )
        }
        At::None => "none".to_owned(),
    }
}

fn check(table: &[(&str, &str)]) {
    for (marked, expected) in table {
        assert_eq!(show(marked), *expected, "{marked}");
    }
}

#[test]
fn members() {
    check(&[
        ("results.¦", "results . |"),
        ("results.a.¦", "results.a . |"),
        ("results.a.fo¦o", "results.a . fo|foo"),
        ("results.¦foo.b", "results . |foo"),
        ("results?.¦", "results ?. |"),
        ("results\n  .a¦", "results . a|a"),
        ("results[\"¦", "results [\" |"),
        ("results[\"a¦-b\"].c", "results [\" a|a-b"),
        ("results['a¦", "results [' a|a"),
        ("results[`a¦`]", "results [` a|a"),
        ("results?.['¦']", "results ?.[' |"),
        ("results[¦]", "results [ |"),
        ("results?.[¦", "results ?.[ |"),
        ("results[\"a\"].b¦", "results.a . b|b"),
        ("results[\"a\\x62\"].¦", "results.ab . |"),
        ("results.a[0].¦", "results.a.0 . |"),
        ("results.a[i + 1].¦", "results.a.* . |"),
        ("results.a[b[0]].¦", "results.a.* . |"),
        ("results.a?.[0]?.na¦", "results.a.0 ?. na|na"),
        ("foo(results.¦", "results . |"),
        ("`x ${results.¦", "results . |"),
        ("`x ${a} y ${ {b: 1}.c + results.¦} z`", "results . |"),
        ("a ? results.b : results.¦", "results . |"),
        ("a ? b : results.¦ + 1", "results . |"),
        ("{...results.¦", "results . |"),
        ("[...results.a.¦]", "results.a . |"),
        ("{ a: results.¦ }", "results . |"),
        ("results.a.filter(x => x.¦", "x . |"),
        ("'it' + results.¦", "results . |"),
        ("/a'\"[/]/.test(results.¦", "results . |"),
        ("a / b / results.¦", "results . |"),
        ("/* results. */ x.¦", "x . |"),
        ("// it's\nx.¦", "x . |"),
        ("'never closed\nx.¦", "x . |"),
        ("a ?.5 : x.¦", "x . |"),
        ("ü + é.ö¦", "é . ö|ö"),
        ("!x.¦", "x . |"),
        ("await results.¦", "results . |"),
        ("results.class.¦", "results.class . |"),
    ]);
}

#[test]
fn names_and_arguments() {
    check(&[
        ("¦", "name |"),
        ("re¦sults.a", "name re|results"),
        ("a + ¦", "name |"),
        ("f(¦)", "name |"),
        ("`${¦}`", "name |"),
        ("return ¦", "name |"),
        ("{ ¦", "name |"),
        ("[¦", "name |"),
        ("results[flow¦", "name flow|flow"),
        ("a ? ¦", "name |"),
        ("a\n¦", "name |"),
        ("variable(\"¦", "variable(0 \" |"),
        (
            "variable('u/a¦lice/x.y') + 1",
            "variable(0 ' u/a|u/alice/x.y",
        ),
        ("resource(`f/¦`)", "resource(0 ` f/|f/"),
        (
            "wmill.getVariable(a(1, 2), \"f¦\")",
            "wmill.getVariable(1 \" f|f",
        ),
        ("f?.('¦", "f(0 ' |"),
    ]);
}

#[test]
fn nothing() {
    check(&[
        ("(await results.a).¦", "none"),
        ("f(x).¦", "none"),
        ("'abc'.¦", "none"),
        ("[1].¦", "none"),
        ("return [1].¦", "none"),
        ("this.¦", "none"),
        ("'results.¦'", "none"),
        ("a === \"¦\"", "none"),
        ("[\"¦\"]", "none"),
        ("`results.¦`", "none"),
        ("`${a} results.¦`", "none"),
        ("// results.¦", "none"),
        ("/* results.¦ */", "none"),
        ("/results.¦/", "none"),
        ("12¦", "none"),
        ("1.¦", "none"),
        ("results.a ¦", "none"),
        ("f() ¦", "none"),
        ("const ¦", "none"),
        ("if ('¦", "none"),
        ("results[\"a\"¦", "none"),
    ]);
}

#[test]
fn an_offset_outside_the_text_or_inside_a_character() {
    assert!(matches!(at("a.", 99), At::Member(_)));
    assert!(matches!(at("é", 1), At::Name(_)));
}
