//! The coloured parts of a flow.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot, Token};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{FileId, Span};

fn open(path: &str, text: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let id = workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    (snapshot, id)
}

/// The tokens of a flow with this step's value, each as `Kind text`, with `!` where it declares; those before `from` left
/// out.
fn tokens(text: &str, from: usize) -> Vec<String> {
    let (snapshot, id) = open("f/a/b.flow/flow.yaml", text);
    let all = snapshot.tokens(id, Span::new(0, text.len()));
    let line = |t: Token| {
        let mark = if t.declares { "!" } else { "" };
        format!("{:?}{mark} {}", t.kind, t.span.slice(text))
    };
    let all = all.into_iter().filter(|t| t.span.start as usize >= from);
    all.map(line).collect()
}

#[test]
fn what_is_not_there_is_unresolved() {
    let flow = |schema: &str| {
        format!(
            "value:\n  modules:\n    - id: a\n      value: {{type: identity}}\n    - id: my-id\n      value:\n        type: script\n        \
             path: f/lib/x\n        input_transforms:\n          one:\n            type: javascript\n            \
             expr: '[results.a, results.gone, results.my-id, results.x?.y, flow_input.d, flow_input.e, flow_input.iter]'\n{schema}"
        )
    };
    let unresolved = |text: &str| {
        let (snapshot, id) = open("f/a/b.flow/flow.yaml", text);
        let all = snapshot.tokens(id, Span::new(0, text.len()));
        let all = all.into_iter().filter(|t| t.unresolved);
        all.map(|t| format!("{:?} {}", t.kind, t.span.slice(text)))
            .collect::<Vec<_>>()
    };
    let closed = flow("schema:\n  properties:\n    d: {}\n");
    let steps = ["Step gone", "Step x"];
    assert_eq!(
        unresolved(&closed),
        [steps[0], steps[1], "Parameter e"].map(str::to_owned)
    );
    // Without a schema, or with one that lets others in, inputs are not known.
    assert_eq!(unresolved(&flow("")), steps);
    let open = "schema:\n  additionalProperties: true\n  properties:\n    d: {}\n";
    assert_eq!(unresolved(&flow(open)), steps);
}

#[test]
fn names_and_expressions() {
    let text = "\
value:
  modules:
    - id: 'a'
      value:
        type: script
        path: f/lib/x
        input_transforms:
          one: {type: javascript, expr: \"results['b'].c.map(x => x + 1) ?? flow_input.d\"}
          two:
            type: javascript
            expr: |
              // Says so.
              const {y} = `a
                ${results.e}b`
schema:
  properties:
    d: {}
";
    let wanted = [
        "Step! a",
        "Parameter one",
        "Step b",
        "Property c",
        "Method map",
        "Parameter! x",
        "Number 1",
        "Parameter d",
        "Parameter two",
        "Comment // Says so.",
        "Keyword const",
        "String `",
        "String a",
        "Step e",
        "String b",
        "String `",
        "Parameter! d",
    ];
    assert_eq!(tokens(text, 0), wanted);
}

fn embedded(language: &str, code: &[&str]) -> Vec<String> {
    let head = format!(
        "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: {language}\n        content: |\n"
    );
    let lines: String = code.iter().map(|l| format!("          {l}\n")).collect();
    tokens(&format!("{head}{lines}"), head.len())
}

#[test]
fn python_in_a_flow() {
    let code = [
        "import a.b",
        "from c import d",
        "@e.f",
        "def main(g, h: str = 1, *i):",
        "    # Why",
        "    j = k(l=None).m(f'n{o.p}')",
        "    return '''q",
        "    r''' if not j else True",
        "class S(T):",
        "    def u(self): pass",
    ];
    let wanted = [
        "Keyword import",
        "Namespace a",
        "Namespace b",
        "Keyword from",
        "Namespace c",
        "Keyword import",
        "Decorator f",
        "Keyword def",
        "Function! main",
        "Parameter! g",
        "Parameter! h",
        "Type str",
        "Number 1",
        "Parameter! i",
        "Comment # Why",
        "Function k",
        "Parameter l",
        "Keyword None",
        "Method m",
        "String f'",
        "String n",
        "Property p",
        "String '",
        "Keyword return",
        "String '''",
        "String q",
        "String r",
        "String '''",
        "Keyword if",
        "Keyword not",
        "Keyword else",
        "Keyword True",
        "Keyword class",
        "Class! S",
        "Keyword def",
        "Method! u",
        "Parameter! self",
        "Keyword pass",
    ];
    assert_eq!(embedded("python3", &code), wanted);
}

#[test]
fn typescript_in_a_flow() {
    let code = [
        "import { a } from \"b\"",
        "type C = { d: string }",
        "export async function main(e: C, ...f: any[]) {",
        "  /* Why",
        "     so. */",
        "  return await g(new H().i.j(/k/g, `l${null}\\n`))",
        "}",
        "class M extends N { o = 1; #p() { return this } }",
    ];
    let wanted = [
        "Keyword import",
        "Keyword from",
        "String \"b\"",
        "Keyword type",
        "Type! C",
        "Property d",
        "Type string",
        "Keyword export",
        "Keyword async",
        "Keyword function",
        "Function! main",
        "Parameter! e",
        "Type C",
        "Parameter! f",
        "Type any",
        "Comment /* Why",
        "Comment so. */",
        "Keyword return",
        "Keyword await",
        "Function g",
        "Keyword new",
        "Class H",
        "Property i",
        "Method j",
        "Regexp /k/g",
        "String `",
        "String l",
        "Keyword null",
        "String \\n",
        "String `",
        "Keyword class",
        "Class! M",
        "Keyword extends",
        "Property o",
        "Number 1",
        "Method! #p",
        "Keyword return",
        "Keyword this",
    ];
    assert_eq!(embedded("bun", &code), wanted);
}

#[test]
fn code_that_every_editor_colours_has_none() {
    for (path, text) in [
        ("f/a/b.py", "def main(): pass\n"),
        ("f/a/b.ts", "export function main() {}\n"),
        ("f/a/b.schedule.yaml", "args: {}\n"),
    ] {
        let (snapshot, id) = open(path, text);
        assert_eq!(snapshot.tokens(id, Span::new(0, text.len())), []);
    }
    assert_eq!(embedded("bash", &["echo 'a' # b"]), [] as [&str; 0]);
}
