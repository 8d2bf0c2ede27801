//! Signature help while calls are typed, one character at a time: in a file, in a flow's YAML, and with
//! other code above and below. What is expected is written by hand: the index of the active parameter, `-`
//! where no parameter takes the argument, `.` where there is no signature.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Signature, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const ABOVE: &str = "import wmill
import wmill as w
from wmill import run_flow_async, task as job, S3Object
from dataclasses import dataclass
from f.lib.tools import shout

@dataclass
class Point:
    x: int
    y: int = 0

class Box:
    \"\"\"Holds things.\"\"\"
    def __init__(self, size, *, label=\"(\"):
        self.size = size

def helper(first, second=2, *rest, flag=False, **more):
    \"\"\"Help.

    Args:
        first: The first one.
    \"\"\"
    return first

async def fetch(
    url: str,  # where from (all of it
    limit: int = 10,
) -> dict:
    return {}

def main(name: str):
    wmill.set_state(
        {\"seen\": [1, 2]},
    )
";

const BELOW: &str = "
    other = wmill.get_variable(path=\"f/shop/key\")
    return helper(other, flag=True)

def last(a):
    return a
";

/// Each call, cut where the answer changes: what is typed behind `‹x›` leads to `x`. `↵` is a line break
/// with the indentation of the next line.
const CALLS: &[&str] = &[
    "wmill.get_variable‹0›('f/a'‹.›)",
    "wmill.get_variable ‹0›( 'f/a' ‹.›)",
    "x = w.set_variable‹0›(path='a'‹-›, value‹1›='b'‹-›, is_secret‹2›=not y‹.›)",
    "run_flow_async‹0›('f/a'‹1›, {'a': [1, (2, 3)], \"b\": \"),(\"}‹2›, None‹3›, tag‹4›='x'‹-›, ‹.›)",
    "helper‹0›(1‹1›, 2‹2›, 3, 4, flag‹3›=True‹-›, other‹4›=1‹-›, *‹4›*more‹.›)",
    "helper‹0›(*names‹-›, 2, first‹0›=1‹.›)",
    "helper‹0›(first == 1‹1›, second ‹1›= 2‹.›)",
    "helper‹0›(helper‹0›(1‹1›, helper‹0›(2‹1›)‹2›, 4‹0›)‹1›, 3‹.›)",
    "helper‹0›(str‹.›(name‹0›)‹1›, 2‹.›)",
    "print‹.›(helper‹0›([1, 2]‹1›, {3: 4}‹.›))",
    "wmill.datatable‹0›('main'‹-›, role‹1›='a'‹.›).query‹0›('x'‹.›)",
    "await wmill.wait_for_approval‹0›(60‹1›, skin‹4›=\"minimal\"‹-›, key‹3›='k'‹.›)",
    "@job‹0›(tag‹2›='gpu'‹-›, retry‹9›={'attempts': 3}‹.›)",
    "S3Object‹-›(s3‹0›='a/b'‹-›, storage‹1›='x'‹.›)",
    "raise wmill.TaskError‹0›(f\"{name}, failed\"‹-›, step_key‹1›='a'‹.›)",
    "client = wmill.Windmill‹0›(token‹1›='t'‹-›, verify‹3›=False‹.›)",
    "Point‹0›(1‹1›, y‹1›=2‹.›)",
    "Box‹0›(3‹-›, label‹1›=')'‹.›)",
    "fetch‹0›('http://a#b'‹1›, 20‹-›, 30‹.›)",
    "await fetch‹0›(↵url=‹0›'a'‹-›,  ‹.›# the (first, one‹-›↵limit‹1›=3‹-›,↵‹.›)",
    "shout‹0›('a'‹1›, times=2‹.›)",
    "wmill.run_script_async‹0›(↵'f/a/b'‹1›,↵args={↵'a': [1],↵'b': (2, 3),↵}‹-›,↵tag‹3›=None‹.›)",
    "f\"{wmill.get_variable‹0›('f/a'‹.›)} and {helper‹0›(1‹1›, 2‹.›)}, done\"",
    "helper‹0›(f'{name}, ({name})'‹1›, f'{{,'‹2›, r'\\,'‹.›)",
    "helper‹0›('''a, (↵b''' 'c, d'‹1›, \"it's\"‹.›)",
    "helper‹0›(lambda a: a‹1›, [x for x in y if x > (1)]‹2›, a[1:2, 3]‹.›)",
    "helper‹0›(1 if name != 'a' else 2‹1›, not name‹2›, name <= 3‹.›)",
    "[helper‹0›(x‹.›) for x in helper‹0›(1‹1›, 2‹.›)]",
    "x = {'a': helper‹0›('ä😀'‹1›, 'é'‹.›), 'b': unknown‹.›(1, 2)}",
    "print(‹.›'helper(1, 2') # helper(1, ",
    "wmill.no_such_name‹.›(1, 2).helper(3)",
    "def inner‹.›(a, b=helper‹0›(1‹1›, 2‹.›)): pass",
    "if wmill.get_resource‹0›('f/a'‹1›, True‹2›, interpolated‹2›=False‹.›) == helper‹0›(1‹.›): pass",
];

fn snapshot(text: &str, path: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/lib/tools.py",
        "def shout(text, times=1):\n    \"\"\"Say it loud.\"\"\"\n    return text\n",
    );
    let id = set(path, text);
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}

/// The call with its marks taken out, and what each of its characters leads to.
fn typed(call: &str) -> (String, String) {
    let (mut text, mut wanted) = (String::new(), String::new());
    for (i, piece) in call.split('‹').enumerate() {
        let (mark, piece) = piece
            .split_once('›')
            .filter(|_| i > 0)
            .unwrap_or((".", piece));
        text += piece;
        wanted += &mark.repeat(piece.chars().count());
    }
    (text, wanted)
}

fn show(signature: Option<&Signature>) -> char {
    match signature.map(|s| s.active) {
        None => '.',
        Some(None) => '-',
        Some(Some(index)) => char::from_digit(index as u32, 36).unwrap(),
    }
}

/// Types a call behind `above`, before `below`, and compares at each character.
fn types(call: &str, path: &str, above: &str, below: &str, indent: &str) -> Option<String> {
    let (text, wanted) = typed(call);
    let mut so_far = String::new();
    let mut got = String::new();
    for c in text.chars() {
        match c {
            '↵' => so_far += &format!("\n{indent}    "),
            c => so_far.push(c),
        }
        let whole = format!("{above}{indent}{so_far}{below}");
        let offset = above.len() + indent.len() + so_far.len();
        let (snapshot, id) = snapshot(&whole, path);
        got.push(show(snapshot.signature(id, offset).as_ref()));
    }
    let differs = format!("\n{text}\n{wanted}\n{got}\nin {path}, below: {below:?}\n");
    (got != wanted).then_some(differs)
}

#[test]
fn at_every_character_in_a_file() {
    assert!(CALLS.len() >= 30);
    let mut wrong = Vec::new();
    for call in CALLS {
        for below in ["", BELOW, ")\n\ndef g(): pass\n"] {
            wrong.extend(types(call, "f/shop/run.py", ABOVE, below, "    "));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn at_every_character_in_a_flow() {
    let head = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
        language: python3\n        content: |\n";
    let shift = |text: &str| -> String {
        let shifted = text.lines().map(|l| match l.is_empty() {
            true => "\n".to_owned(),
            false => format!("          {l}\n"),
        });
        shifted.collect()
    };
    let above = format!("{head}{}", shift(ABOVE));
    let tail = "        input_transforms: {}\n    - id: b\n      value: {type: identity}\n";
    let mut wrong = Vec::new();
    for call in CALLS {
        let path = "f/shop/all.flow/flow.yaml";
        let indent = "              ";
        wrong.extend(types(call, path, &above, &format!("\n{tail}"), indent));
        let below = format!("\n{}{tail}", shift(BELOW.trim_start_matches('\n')));
        wrong.extend(types(call, path, &above, &below, indent));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

fn at(code: &str) -> Option<Signature> {
    let (text, offset) = fixture::cursor(code);
    let (snapshot, id) = snapshot(&text, "f/shop/run.py");
    snapshot.signature(id, offset)
}

#[test]
fn what_a_signature_says() {
    let found = at("import wmill\nwmill.get_resource('a', <|>)\n").unwrap();
    assert_eq!(
        found.label,
        "get_resource(path: str, none_if_undefined: bool = False, interpolated: bool = True) -> dict | None"
    );
    let spans = found.parameters.iter().map(|p| p.span.slice(&found.label));
    assert_eq!(
        spans.collect::<Vec<_>>(),
        [
            "path: str",
            "none_if_undefined: bool = False",
            "interpolated: bool = True"
        ]
    );
    assert!(
        found.parameters[1]
            .documentation
            .to_markdown()
            .starts_with("Return None when")
    );
    assert!(
        found
            .documentation
            .to_markdown()
            .contains("Read the value of a resource.")
    );
    assert!(
        found.documentation.to_markdown().contains("wmill 1.8"),
        "{}",
        found.documentation.to_markdown()
    );
    let old = at("import wmill\nwmill.run_script(<|>").unwrap();
    assert!(
        old.documentation.to_markdown().contains("Deprecated")
            && old
                .documentation
                .to_markdown()
                .contains("run_script_by_path")
    );
    let own = at(&format!("{ABOVE}    helper(<|>")).unwrap();
    assert_eq!(
        own.label,
        "helper(first, second=2, *rest, flag=False, **more)"
    );
    assert_eq!(own.documentation.to_markdown(), "Help.");
    let about = own.parameters[0].documentation.to_markdown();
    assert_eq!(about, "The first one.");
    let other = at(&format!("{ABOVE}    shout(<|>")).unwrap();
    assert_eq!(other.label, "shout(text, times=1)");
    assert!(
        other.documentation.to_markdown().contains("f/lib/tools"),
        "{}",
        other.documentation.to_markdown()
    );
    let many = at(&format!("{ABOVE}    fetch(<|>")).unwrap();
    assert_eq!(many.label, "fetch(url: str, limit: int = 10) -> dict");
    let class = at(&format!("{ABOVE}    Box(<|>")).unwrap();
    assert_eq!(
        (
            class.label.as_str(),
            class.documentation.to_markdown().as_str()
        ),
        ("Box(size, *, label=\"(\")", "Holds things.")
    );
    assert_eq!(class.parameters.len(), 2);
}

#[test]
fn the_last_definition_and_the_innermost_scope_count() {
    let label = |code: &str| at(code).map(|s| s.label);
    assert_eq!(
        label("def f(a): pass\ndef f(b): pass\nf(<|>)").as_deref(),
        Some("f(b)")
    );
    assert_eq!(
        label("def f(a): pass\ndef g():\n    def f(c):\n        pass\n    f(<|>").as_deref(),
        Some("f(c)")
    );
    for hidden in [
        "def f(a): pass\ndef g(f):\n    f(<|>",
        "def f(a): pass\ndef g():\n    f = print\n    f(<|>)\n",
        "import wmill\ndef g(wmill):\n    wmill.get_variable(<|>)\n",
        "import wmill\nfor wmill in x:\n    wmill.get_variable(<|>)\n",
        "def f(a): pass\nx.f(<|>",
        "import other as wmill\nwmill.get_variable(<|>",
        "x = 'wmill.get_variable('<|>",
        "# import wmill\nwmill.get_variable(<|>",
        "def f(<|>a): pass",
        "class f(<|>a): pass",
        "return (<|>a)",
        "",
    ] {
        let code = if hidden.is_empty() { "<|>" } else { hidden };
        assert_eq!(label(code), None, "{code}");
    }
}

#[test]
fn code_that_was_left_unfinished_above() {
    let label = |code: &str| at(code).map(|s| s.label);
    for above in [
        "    helper(1,\n",
        "    x = [helper(\n    y = 2\n",
        "    helper('a\n",
        "    foo(bar(1)\n    print(x)\n",
        "    if helper(:\n        pass\n",
        "    f\"{helper(\n",
    ] {
        let code = format!("{ABOVE}{above}    return wmill.get_variable(<|>)\n");
        let found = label(&code);
        assert!(
            found.is_some_and(|l| l.starts_with("get_variable(")),
            "{above}"
        );
        let code = format!("{ABOVE}{above}    return other(<|>)\n");
        assert_eq!(label(&code), None, "{above}");
    }
}
