//! Chains, guards, names.

use super::super::{ChainUse, analyze, chain_at};
use super::{chains, show};

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        let analysis = analyze(text);
        assert_eq!(chains(&analysis), *expected, "{text}");
        assert!(!analysis.has_error, "{text}");
    }
}

#[test]
fn chains_of_plain_and_other_expressions() {
    check(&[
        ("", ""),
        ("results", "results"),
        ("results.a.b", "results.a.b"),
        (" results.a\n", "results.a"),
        ("results?.a?.[0]?.['x y']", "results?.a?.[0]?.[x y]"),
        ("results[\"a-b\"][12].c", "results[a-b][12].c"),
        ("results['a'][`b`]", "results[a][b]"),
        ("results[\"a\\u0062\\x63\\n\"]", "results[abc\n]"),
        ("results[01]", "results[*]"),
        ("results[1.5]", "results[*]"),
        ("results[k].x", "results[*].x | k"),
        ("results[`a${k}`]", "results[*] | k"),
        ("a\n  .b", "a.b"),
        ("a.class.of", "a.class.of"),
        ("é.ü", "é.ü"),
        ("true", ""),
        ("undefined", ""),
        ("null", ""),
        ("this.x", ""),
        ("new.target", ""),
        ("'results.a'", ""),
        ("`x ${results.a.b} y ${c}`", "results.a.b | c"),
        ("results.a // results.b", "results.a"),
        ("/results.a/.test(x)", "x"),
        (
            "{ a: results.a, results, 'x': y.z }",
            "results.a | results | y.z",
        ),
        ("{ [k]: 1, m() { return n } }", "k | n sync"),
        ("{ ...results.a }", "results.a spread"),
        ("(results.a).b", "results.a"),
        ("(await results.a).b", "results.a"),
        ("await (results.a)", "results.a"),
        ("await [results.a][0]", "results.a"),
        ("x => await (results.a)", "results.a sync"),
        ("f(results.a)(b)", "f called | results.a | b"),
        ("new Date(results.a)", "Date called | results.a"),
        ("a.b`x`", "a.b called"),
        ("variable('u/x')", "variable called"),
        ("results.a.map(f).b", "results.a.map called | f"),
        ("results.a.b + flow_input.c", "results.a.b | flow_input.c"),
        ("a;", "a"),
    ]);
}

#[test]
fn declared_names_are_not_free() {
    check(&[
        ("results.a.map(x => x.b)", "results.a.map called"),
        (
            "results.a.map(x => x.b + y)",
            "results.a.map called | y sync",
        ),
        ("results.a.map(async x => y)", "results.a.map called | y"),
        (
            "a.map(({ b, c: [d, ...e], f = g }, h = b) => b + c + d + e + f + h)",
            "a.map called | g sync | c sync",
        ),
        (
            "a.map(function f(x) { return f(x, arguments) })",
            "a.map called",
        ),
        ("x => (x => x)(x)", ""),
        ("(x => x.a) + x.b", "x.b"),
        ("const x = results.a; return x.b", "results.a"),
        (
            "const { a, b: { c } } = results; return a + b + c",
            "results | b",
        ),
        ("let [a, , b = d] = c; return a + b", "d | c"),
        ("{ const q = 1; q }", ""),
        (
            "for (const i of a) { b.push(i) } return i",
            "a | b.push called | i",
        ),
        ("for (var i = 0; i < n; i++) {} return i", "n guarded"),
        (
            "try { f() } catch (e) { return e.message }",
            "f called guarded",
        ),
        ("try { f() } catch { g }", "f called guarded | g"),
        ("function f(a) { return a + b } return f(c)", "b sync | c"),
        ("class A extends B {} return new A()", "B"),
        ("x = 1; return x", ""),
        ("(() => { let y = 1; return y })() + y", "y"),
    ]);
}

#[test]
fn guards() {
    check(&[
        ("a.b ?? 1", "a.b guarded"),
        ("1 ?? a.b", "a.b"),
        ("(a.b || {}).c", "a.b guarded"),
        ("f(a.b) || 1", "f called guarded | a.b guarded"),
        ("a.map(x => y) || []", "a.map called guarded | y sync"),
        ("x.y ??= 1", "x.y guarded"),
        ("typeof a.b === 'string'", "a.b guarded typeof"),
        ("typeof (a)", "a guarded typeof"),
        ("'x' in a.b", "a.b guarded in"),
        ("a.b instanceof Date", "a.b guarded | Date guarded"),
        ("!a.b", "a.b guarded"),
        ("!!a.b", "a.b guarded"),
        ("-a.b", "a.b"),
        ("a.b == null", "a.b guarded"),
        ("undefined !== a.b", "a.b guarded"),
        ("a.b === void 0", "a.b guarded"),
        ("a.b === 1", "a.b"),
        ("a.b ? 1 : c", "a.b guarded | c"),
        ("a.b > 1 ? a.b.c : a.d", "a.b guarded | a.b.c guarded | a.d"),
        ("a.b && a.b.c", "a.b guarded | a.b.c guarded"),
        ("!a.b || a.b.c", "a.b guarded | a.b.c guarded"),
        (
            "a && a.b && a.b.c",
            "a guarded | a.b guarded | a.b.c guarded",
        ),
        ("[a.b ? 1 : 2, a.b]", "a.b guarded | a.b"),
        ("'x' in a ? a.x : 1", "a guarded in | a.x guarded"),
        (
            "a.hasOwnProperty('x') ? a.x : 1",
            "a.hasOwnProperty called guarded | a.x guarded",
        ),
        ("Boolean(a.b)", "Boolean called | a.b guarded"),
        ("Array.isArray(a.b)", "Array.isArray called | a.b guarded"),
        ("String(a.b)", "String called | a.b"),
        ("a.b?.()", "a.b called guarded"),
        ("(a.b)?.c", "a.b guarded"),
        ("a?.b", "a?.b"),
        (
            "if (!a.b) return 1; return a.b.c + a.d",
            "a.b guarded | a.b.c guarded | a.d",
        ),
        ("try { return a.b } finally { c }", "a.b | c"),
        (
            "a.b ? x.map(y => a.b.c + a.d) : 1",
            "a.b guarded | x.map called | a.b.c guarded sync | a.d sync",
        ),
        (
            "switch (a.b) { case 1: return a.b.c } return a.d",
            "a.b guarded | a.b.c guarded | a.d",
        ),
    ]);
}

#[test]
fn spans_are_those_of_the_names() {
    let text = "ü + results?.aé[\"b-c\"]['d'][0](x)";
    let analysis = analyze(text);
    let chain = &analysis.chains[1];
    assert_eq!(chain.root.span.slice(text), "results");
    assert_eq!(chain.span.slice(text), "results?.aé[\"b-c\"]['d'][0]");
    let names: Vec<_> = chain.path.iter().map(|s| s.span.slice(text)).collect();
    assert_eq!(names, ["aé", "b-c", "d", "0"]);
    // An object is read in brackets; that must not move anything.
    let text = "{ a: results.b }";
    assert_eq!(analyze(text).chains[0].span.slice(text), "results.b");
}

#[test]
fn the_short_way_reads_like_the_long_one() {
    for text in [
        "a",
        "a.b",
        "a?.b.c",
        "a[\"b\"][0]?.['c']?.[1].d",
        "a['']",
        " a.b\t",
        "$._x9",
        "a[0]",
    ] {
        let quick = analyze(text);
        let mut long = analyze(&format!("{text}\n/**/"));
        long.chains.truncate(1);
        assert_eq!(quick.chains, long.chains, "{text}");
    }
}

#[test]
fn calls_and_places() {
    let text = "f(resource(\"u/a\\x62\"), Object.keys(results), g(k))";
    let analysis = analyze(text);
    let calls: Vec<_> = analysis
        .calls
        .iter()
        .map(|c| {
            (
                show(&analysis.chains[c.chain]),
                c.text.as_ref().map(|t| t.value.as_str()),
            )
        })
        .collect();
    let names: Vec<_> = calls
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    let expected = [
        ("f called", None),
        ("resource called", Some("u/ab")),
        ("Object.keys called", None),
        ("g called", None),
    ];
    assert_eq!(names, expected);
    assert_eq!(
        analysis.calls[1].text.as_ref().unwrap().span.slice(text),
        "u/a\\x62"
    );
    assert_eq!(analysis.calls[1].span.slice(text), "resource(\"u/a\\x62\")");
    let results = analysis
        .chains
        .iter()
        .find(|c| c.root.value == "results")
        .unwrap();
    assert_eq!(results.place, ChainUse::Argument("Object.keys".to_owned()));
}

#[test]
fn what_the_text_gives() {
    for (text, given) in [
        ("a.b", "a"),
        ("(a)", "a"),
        ("a['b']", "a"),
        ("return a", "a"),
        ("return (a ?? b);", "b"),
        ("a ? b : (c || d)", "b d"),
        ("a // all", "a"),
        ("{ a: b }", ""),
        ("[a]", ""),
        ("a + b", ""),
        ("`${a}`", ""),
        ("a(b)", ""),
        ("x => { return a }", ""),
        ("() => a", ""),
        ("if (a) { return b } return c", "b c"),
        ("a; b", ""),
    ] {
        let analysis = analyze(text);
        let chains = analysis
            .chains
            .iter()
            .filter(|c| c.place == ChainUse::Given);
        let names: Vec<_> = chains.map(|c| c.root.value.as_str()).collect();
        assert_eq!(names.join(" "), given, "{text}");
    }
}

#[test]
fn what_the_text_is_made_of() {
    for (text, statements, returns) in [
        ("a", false, false),
        ("{ a: 1 }", false, false),
        ("a;", true, false),
        ("return a", true, true),
        ("const x = 1; return x", true, true),
        ("(() => { return 1; })()", false, false),
        ("f(';')", false, false),
        ("if (a) { return 1 }", true, true),
    ] {
        let got = analyze(text);
        let got = (got.statements, got.returns);
        assert_eq!(got, (statements, returns), "{text}");
    }
}

#[test]
fn broken_text_keeps_what_can_be_read() {
    for (text, expected) in [
        ("results.a +", "results.a"),
        ("f(results.a.b", "f | results.a.b"),
        ("results.", "results"),
    ] {
        let analysis = analyze(text);
        assert!(analysis.has_error, "{text}");
        let found = chains(&analysis);
        assert!(
            found.contains(expected) || found.contains("results.a.b"),
            "{text}: {found}"
        );
    }
}

#[test]
fn the_part_under_the_cursor() {
    let text = "results.a[flow_input.x].b";
    let analysis = analyze(text);
    for (offset, root, part) in [
        (0, "results", 0),
        (7, "results", 0),
        (8, "results", 1),
        (9, "results", 1),
        (12, "flow_input", 0),
        (21, "flow_input", 1),
        (25, "results", 3),
    ] {
        let (chain, at) = chain_at(&analysis, offset).unwrap();
        assert_eq!((chain.root.value.as_str(), at), (root, part), "{offset}");
    }
    assert!(chain_at(&analyze("  1 + a"), 1).is_none());
}
