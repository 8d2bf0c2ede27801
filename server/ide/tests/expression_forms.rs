//! Every form of an expression that two rules tell apart, one a row: what gives `null` without a word,
//! and what reads `results` in a way that finds nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ide::{Finding, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

/// Findings of one rule in a flow; steps `a` and `a-b` run before `reader`, and `x` is its transform.
fn check(rule: &str, reader: &str) -> (Vec<Finding>, String) {
    let text = format!(
        "summary: s
value:
  modules:
    - id: a
      value: {{type: identity}}
    - id: a-b
      value: {{type: identity}}
    - id: reader
{reader}"
    );
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let source = Source::Text(text.as_str().into());
    let id = workspace.set("/w/f/t/o.flow/flow.yaml", source);
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let mut findings = snapshot.check(id);
    findings.retain(|f| f.rule.name == rule);
    (findings, text)
}

/// What a rule marks in an input's expression: the level's first letter and the text, or nothing.
fn transform(rule: &str, expression: &str) -> String {
    let expression = quoted(expression);
    let (findings, text) = check(
        rule,
        &format!(
            "      value:
        type: script
        path: hub/1/reader
        input_transforms:
          x: {{type: javascript, expr: {expression}}}
"
        ),
    );
    marks(&findings, &text)
}

/// The same in a condition.
fn condition(rule: &str, expression: &str) -> String {
    let expression = quoted(expression);
    let (findings, text) = check(
        rule,
        &format!(
            "      skip_if: {{expr: {expression}}}
      value: {{type: identity}}
"
        ),
    );
    marks(&findings, &text)
}

fn quoted(expression: &str) -> String {
    let inner = expression.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", inner.replace('\n', "\\n"))
}

fn marks(findings: &[Finding], text: &str) -> String {
    let mark = |f: &Finding| {
        let marked = f
            .span
            .slice(text)
            .replace("\\n", "\n")
            .replace("\\\"", "\"");
        format!("{} {marked}", f.level.name())
    };
    findings.iter().map(mark).collect::<Vec<_>>().join(", ")
}

#[test]
fn null_expressions() {
    for (expression, marked) in [
        // One expression.
        ("results.a", ""),
        ("results.a + 1", ""),
        ("{a: 1}", ""),
        ("({a: 1})", ""),
        ("`a;${results.a};`", ""),
        ("'a;b' + \";\"", ""),
        ("'it\\'s;' + results.a", ""),
        ("results.a?.b ?? 1", ""),
        ("results.a.map(x => x.b)", ""),
        ("results.a.map(x => { return x.b })", ""),
        ("(() => { return results.a })()", ""),
        ("variable('f/a/b')", ""),
        ("lettuce", ""),
        ("constant.a", ""),
        ("awaited", ""),
        ("null", ""),
        // A `;`.
        ("results.a;", "error ;"),
        ("results.a ;  \n", "error ;"),
        ("{a: 1};", "error ;"),
        ("'a;b';", "error ;"),
        ("results.a;;", "error ;"),
        ("results.a; results.a", "error ;"),
        ("results.a.map(x => { return x.b; })", "error ;"),
        ("(() => { const b = results.a; return b })()", "error ;"),
        ("(function () { return results.a; })();", "error ;"),
        ("results.a // rows; all", "error ;"),
        // Windmill takes the `;` in the regular expression for one that counts.
        ("results.a.split(/;/)", "error ;"),
        // Statements.
        ("const b = 1\nb", "error const"),
        ("let b = results.a; b", "error let"),
        ("var b = 1", "error var"),
        ("if (results.a) { 1 } else { 2 }", "error if"),
        ("if(results.a) { 1 }", "error if"),
        ("for (const b of results.a) { b }", "error for"),
        ("while(false) { 1 }", "error while"),
        ("switch (results.a) { case 1: 2 }", "error switch"),
        ("try { results.a } catch (e) { 1 }", "error try"),
        ("try{ results.a } catch (e) { 1 }", "error try"),
        ("function f() { return 1 }", "error function"),
        ("class B {}", "error class"),
        ("async () => 1", "error async"),
        ("const f = () => { return 1 }\nf()", "error const"),
        // With a `return` that counts.
        ("return results.a", ""),
        ("return results.a;", ""),
        ("return (() => { const b = 1; return b; })()", ""),
        ("const b = 1; return b", ""),
        ("const b = 1\nreturn b", ""),
        ("if (results.a) { return 1 }", ""),
        ("for (const b of results.a) { if (b) { return b } }", ""),
        ("try { return results.a.b } catch { return 1 }", ""),
        ("results.a; return 1", ""),
        // Exceptions.
        ("throw new Error('no')", ""),
        ("if (!results.a) { throw new Error('no'); }", ""),
        (
            "results.a.map(x => { if (!x) throw 1; return x })",
            "error ;",
        ),
        // `await`.
        ("await variable('f/a/b')", "error await"),
        ("await results.a", "error await"),
        ("return await variable('f/a/b')", ""),
        ("(await variable('f/a/b')).c", ""),
        ("await(variable('f/a/b'))", ""),
        // Comments.
        ("// all\nresults.a", "error // all"),
        ("  \n// all\n\nresults.a", "error // all"),
        ("/* all */\nresults.a", "error /* all */"),
        ("/* all\n */ results.a", "error /* all\n */"),
        ("// all\nreturn results.a", "error // all"),
        ("// all\nconst b = 1\nreturn b", "error // all"),
        ("// all\nconst b = 1;\nreturn b", ""),
        ("// all; of them\nreturn results.a", ""),
        ("/* all */ results.a", ""),
        ("results.a /* all */", ""),
        ("results.a // all", ""),
        ("results.a\n// all", ""),
        // Said elsewhere.
        ("", ""),
        ("  ", ""),
        ("// all", ""),
        ("results.a +;", ""),
        ("results.", ""),
    ] {
        assert_eq!(
            transform("null-expression", expression),
            marked,
            "{expression}"
        );
    }
    // Conditions are put in brackets: they are values, or do not parse.
    for expression in ["results.a;", "await results.a", "// all\nresults.a"] {
        assert_eq!(condition("null-expression", expression), "", "{expression}");
    }
}

#[test]
fn results_accesses() {
    let rule = "unresolvable-results-access";
    for (expression, marked) in [
        // What Windmill finds.
        ("results.a", ""),
        ("results?.a.b", ""),
        ("results.a?.b ?? 1", ""),
        ("results[\"a\"].b", ""),
        ("results[\"a-b\"].b[0]", ""),
        ("flow_input.ids.map(id => results.a[id])", ""),
        ("results.a\n  .b", ""),
        ("`${results.a} ${results[\"a-b\"]}`", ""),
        ("flow_input.results['a']", ""),
        ("'results' + \"['a']\".b", ""),
        ("(results => results['a'].b)({})", ""),
        // Quotes.
        ("results['a'].b", "error results['a']"),
        ("results['a-b'].b", "error results['a-b']"),
        ("results[`a`].b", "error results[`a`]"),
        ("results['a']?.b", "error results['a']"),
        ("results['a'] + 1", "error results['a']"),
        ("`${results['a']}`", "error results['a']"),
        ("[results['a']]", "error results['a']"),
        ("{a: results['a']}", "error results['a']"),
        ("f(results['a'])", "error results['a']"),
        ("results['a'] ?? 1", "error results['a']"),
        ("results['a'] ? 1 : 2", "error results['a']"),
        ("() => results['a']", "error results['a']"),
        // `?.` before brackets.
        ("results?.[\"a\"].b", "error results?.[\"a\"]"),
        ("results?.['a'].b", "error results?.['a']"),
        // Keys that are worked out, or places in a list.
        ("results[flow_input.id].b", "error results[flow_input.id]"),
        (
            "results[`a${flow_input.n}`].b",
            "error results[`a${flow_input.n}`]",
        ),
        ("flow_input.ids.map(id => results[id])", "error results[id]"),
        ("results[0].b", "error results[0]"),
        // Blanks in between.
        ("results\n.a.b", "error results"),
        ("results\n  ?.a.b", "error results"),
        ("results .a.b", "error results .a"),
        ("results. a.b", "error results. a"),
        ("results[ \"a\" ].b", "error results[ \"a\" ]"),
        ("results [\"a\"].b", "error results [\"a\"]"),
        // Ids with a hyphen.
        ("results.a-b", "error results.a-b"),
        ("results.a-b + 1", "error results.a-b"),
        ("f(results.a-b)", "error results.a-b"),
        ("flow_input.list.map(b => results.a-b)", ""),
        ("results.a - b", ""),
        ("results.a-flow_input.b", ""),
        // Waited for.
        ("results['a']", "warning results['a']"),
        ("(results['a'])", "warning results['a']"),
        ("results?.[\"a\"]", "warning results?.[\"a\"]"),
        ("results\n.a", "warning results"),
        ("return results['a']", "warning results['a']"),
        ("flow_input.x ? results['a'] : 1", "warning results['a']"),
        ("results[flow_input.id]", ""),
        ("flow_input.x ? results[flow_input.id] : 1", ""),
        ("(await results['a']).b", ""),
        ("return (await results[flow_input.id]).b", ""),
        (
            "(await Promise.all(flow_input.ids.map(id => results[id]))).length",
            "",
        ),
        ("results['a'].then(a => a.b)", ""),
        // Fetched because of another mention.
        ("results.a && results['a'].b", ""),
        ("results[\"a\"] && results['a'].b", ""),
        ("results[\"a-b\"] && results['a'].b", "error results['a']"),
        ("[results.a] && results[flow_input.id].b", ""),
        // What is not there at all.
        ("Object.keys(results)", "error results"),
        ("Object.values(results).length", "error results"),
        (
            "Object.entries(results).map(([id, r]) => r.b)",
            "error results",
        ),
        ("JSON.stringify(results)", "error results"),
        ("{...results}", "error results"),
        ("\"a\" in results", "error results"),
        ("'a' in results ? results.a : 1", "error results"),
        ("results", "error results"),
        ("results ?? results.a", ""),
        ("typeof results", ""),
        // Said elsewhere.
        ("results['nobody'].b", ""),
        ("results['a'].", ""),
    ] {
        assert_eq!(transform(rule, expression), marked, "{expression}");
    }
    // What a condition gives is not waited for.
    for (expression, marked) in [
        ("results['a']", "error results['a']"),
        ("results[flow_input.id]", "error results[flow_input.id]"),
        ("results", "error results"),
        ("results.a", ""),
    ] {
        assert_eq!(condition(rule, expression), marked, "{expression}");
    }
}

/// Expressions, and whether they may give a value when they are returned.
const VALUES: &[(&str, bool)] = &[
    ("flow_input.x", true),
    ("results.a.rows.map(r => r.n)", true),
    ("results.a.rows.map(r => { const n = r.n; return n })", true),
    ("results.a.rows.forEach(r => r.n)", false),
    ("(results.a.rows.forEach(r => r.n))", false),
    ("results.a?.rows?.forEach(r => { r.n = 1; })", false),
    ("console.log(flow_input.x)", false),
    ("() => flow_input.x", false),
    ("x => { return x; }", false),
    ("(function () { return 1; })", false),
    ("(() => flow_input.x)()", true),
    ("(() => { return flow_input.x; })()", true),
    ("(async () => { return flow_input.x; })()", true),
    ("(() => { flow_input.x; })()", false),
    ("(() => { const f = () => { return 1; }; })()", false),
    ("(function () { console.log(1); })()", false),
    ("(() => { throw new Error('no'); })()", true),
    ("(flow_input.x, () => 1)", false),
    ("(console.log(1), flow_input.x)", true),
    ("flow_input.x ? () => 1 : () => 2", false),
    ("flow_input.x ?? console.log(1)", false),
    ("flow_input.x && flow_input.y", true),
    ("{a: 1}.a", true),
    ("[() => 1]", true),
    ("new Date()", true),
    ("(class {})", false),
    ("`${flow_input.x}`", true),
];

/// A safe fix makes a value of what was null: it is offered for nothing that gives none.
#[test]
fn a_safe_fix_gives_a_value() {
    let wraps: &[fn(&str) -> String] = &[
        |v| format!("{v};"),
        |v| format!("const k = 1; {v}"),
        |v| format!("const k = 1; {v};"),
        |v| format!("await {v}"),
        |v| format!("let k = 1;\nk = {v}"),
        |v| format!("const k = () => {{ return 1; }}; ({v}) // at the end\n;"),
    ];
    let (mut fixed, mut left) = (0, 0);
    for ((value, gives), wrap) in VALUES
        .iter()
        .flat_map(|v| wraps.iter().map(move |w| (v, w)))
    {
        let expression = wrap(value);
        let (findings, _) = check(
            "null-expression",
            &format!(
                "      value:
        type: script
        path: hub/1/reader
        input_transforms:
          x: {{type: javascript, expr: {}}}
",
                quoted(&expression)
            ),
        );
        let is_fixed = findings
            .iter()
            .any(|f| f.fix.as_ref().is_some_and(|f| f.is_safe()));
        assert!(!is_fixed || *gives, "{expression}");
        fixed += usize::from(is_fixed);
        left += usize::from(!findings.is_empty() && !is_fixed);
    }
    assert!(fixed > 40 && left > 40, "{fixed} {left}");
}
