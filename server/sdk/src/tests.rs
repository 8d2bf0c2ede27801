//! Scripts with a cursor, and what of the SDK is under it.

use proptest::prelude::*;

use super::*;
use lang::Program;
use lang::python::ParamKind;
use syntax::Language;

/// The script without its `<|>`, and where that stood.
fn at(marked: &str) -> (Program, usize) {
    let offset = marked.find("<|>").expect("a cursor");
    (
        Program::new(Some(Language::Python), marked.replace("<|>", "").into()),
        offset,
    )
}

/// `module`, the member's name, or nothing.
fn meant(marked: &str) -> Option<String> {
    let (script, offset) = at(marked);
    let found = sdk_ref_at(&script, offset)?;
    assert!(found.span().touches(offset), "{marked}");
    Some(found.member().unwrap_or("module").to_owned())
}

fn typed(marked: &str) -> Option<String> {
    let (script, offset) = at(marked);
    let found = sdk_member_at(&script, offset)?;
    assert_eq!(found.span.slice(&script.text), found.value);
    Some(found.value)
}

#[test]
fn the_stub_is_read_in_full() {
    let sdk = Sdk::wmill();
    assert_eq!(sdk.version, "1.850.0");
    let stub = include_str!("../../../grammars/python/sdk/wmill.pyi");
    let count = |starts: &[&str]| {
        stub.lines()
            .filter(|l| starts.iter().any(|s| l.starts_with(s)))
            .count()
    };
    assert_eq!(sdk.functions.len(), count(&["def ", "async def "]));
    assert_eq!(sdk.classes.len(), count(&["class "]));
    let methods: usize = sdk.classes.iter().map(|c| c.methods.len()).sum();
    assert_eq!(methods, count(&["    def ", "    async def "]));
    assert_eq!(
        sdk.variables
            .iter()
            .map(|v| v.name.as_str())
            .collect::<Vec<_>>(),
        ["JobStatus", "logger"]
    );
    let names: Vec<&str> = sdk.members().map(Member::name).collect();
    assert!(names.is_sorted() && names.contains(&"get_variable") && !names.contains(&"wait_job"));
    for member in sdk.members() {
        assert!(
            member.doc().is_some(),
            "{} has no description",
            member.name()
        );
        assert_eq!(
            sdk.member(member.name()).map(Member::name),
            Some(member.name())
        );
    }
}

#[test]
fn pieces_of_functions_are_kept() {
    let sdk = Sdk::wmill();
    let old = sdk.function("run_script").expect("a function");
    assert!(
        old.deprecated
            .as_deref()
            .is_some_and(|d| d.contains("run_script_by_path"))
    );
    assert!(old.decorators.is_empty());
    let sleep = sdk.function("sleep").expect("a function");
    assert!(sleep.is_async && sleep.deprecated.is_none());
    let parallel = sdk.function("parallel").expect("a function");
    let last = parallel.params.last().expect("parameters");
    assert_eq!(
        (last.name.as_str(), last.kind),
        ("concurrency", ParamKind::KeywordOnly)
    );
    let windmill = sdk.class("Windmill").expect("a class");
    assert!(windmill.method("wait_job").is_some() && windmill.method("no").is_none());
    let s3 = sdk
        .class("S3Object")
        .and_then(|c| c.field("s3"))
        .expect("a field");
    assert_eq!(s3.annotation.as_ref().and_then(|a| a.name()), Some("str"));
}

#[test]
fn odd_stubs_are_read_as_far_as_they_go() {
    let sdk = Sdk::parse("# wmill 2.0é\ndef f(x: int = 'é', *, y): ...\nclass (\n");
    assert_eq!((sdk.version.as_str(), sdk.functions.len()), ("2.0é", 1));
    assert_eq!(Sdk::parse(""), Sdk::default());
}

#[test]
fn names_that_mean_the_sdk() {
    let rows = [
        (
            "import wmill\nwmill.get_<|>variable('é')",
            Some("get_variable"),
        ),
        (
            "import wmill\nwmill.get_variable<|>('é')",
            Some("get_variable"),
        ),
        ("import wmill\nwm<|>ill.get_variable", Some("module")),
        ("import wm<|>ill", Some("module")),
        (
            "import wmill as w\nx = f'é{w.<|>get_resource(1)}'",
            Some("get_resource"),
        ),
        ("import os, wmill as w<|>", Some("module")),
        ("import wmill as w\nwmill.g<|>et_variable", None),
        ("from wmill import get_va<|>riable", Some("get_variable")),
        (
            "from wmill import get_variable as g\ng<|>('x')",
            Some("get_variable"),
        ),
        (
            "from wmill import get_variable as g<|>",
            Some("get_variable"),
        ),
        (
            "from wmill import get_variable as g\nget_v<|>ariable('x')",
            None,
        ),
        (
            "from wmill import *\ndef main():\n  get_va<|>riable('x')",
            Some("get_variable"),
        ),
        ("from wmill import *\nno_such<|>()", None),
        ("from other import get_variable\nget_va<|>riable()", None),
        (
            "def main():\n  import wmill\n  return wmill.ge<|>t_variable",
            Some("get_variable"),
        ),
        (
            "def f():\n  import wmill\ndef main():\n  return wmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main(x: wmill.S3O<|>bject): pass",
            Some("S3Object"),
        ),
        (
            "import wmill\ndef main(x=wmill.get_va<|>riable('a')): pass",
            Some("get_variable"),
        ),
        ("import wmill\nwmill.no_su<|>ch", Some("no_such")),
        ("import wmill\nx.wmill.get<|>_variable", None),
        ("import wmill\nx.wm<|>ill", None),
        ("import wmill\nwmill.Windmill().get_j<|>ob", None),
        ("import wmill\nf(wm<|>ill=1)", None),
        ("import wmill\n'wm<|>ill'", None),
        ("import wmill # wm<|>ill", None),
        ("wmill.get<|>_variable", None),
        (
            "import wmill\ndef main(wmill):\n  wmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main(*, wmill: int = 1):\n  wmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main():\n  wmill = 1\n  wmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main():\n  with x as wmill:\n    wmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main():\n  for a, (wmill, b) in x:\n    wmill.ge<|>t_variable",
            None,
        ),
        ("import wmill\nx = [wmill.ge<|>t for wmill in y]", None),
        ("import wmill\nx = lambda wmill: wmill.ge<|>t", None),
        ("import wmill\nwmill = fake()\nwmill.ge<|>t_variable", None),
        (
            "import wmill\ndef wmill(): pass\nwmill.ge<|>t_variable",
            None,
        ),
        (
            "import wmill\ndef main():\n  global wmill\n  wmill = 1\n  wmill.get<|>_x",
            None,
        ),
        (
            "import wmill\ndef main():\n  global wmill\n  wmill.get<|>_x",
            Some("get_x"),
        ),
        (
            "import wmill\ndef f():\n  global wmill\n  wmill = 1\nwmill.get<|>_x",
            None,
        ),
        (
            "import wmill\nclass A:\n  wmill = 1\n  def f(self):\n    wmill.get<|>_x",
            Some("get_x"),
        ),
        (
            "import wmill\nclass A:\n  wmill = 1\n  y = wmill.get<|>_x",
            None,
        ),
        (
            "import wmill\ndef f():\n  wmill = 1\ndef main():\n  wmill.get<|>_x",
            Some("get_x"),
        ),
        (
            "import wmill\ndef main(\n  x = wmill.get_va<|>riable(",
            Some("get_variable"),
        ),
    ];
    for (marked, want) in rows {
        assert_eq!(meant(marked).as_deref(), want, "{marked}");
    }
}

#[test]
fn names_being_typed() {
    let rows = [
        ("import wmill\nwmill.<|>", Some("")),
        ("import wmill\nwmill.get_v<|>ar", Some("get_v")),
        (
            "import wmill as w\ndef main():\n    x = w.<|>\n    y = (",
            Some(""),
        ),
        ("import wmill\ndef main(x:\n    if wmill.ge<|>", Some("ge")),
        ("import wmill\nx = f'é{wmill.<|>}'", Some("")),
        ("from wmill import <|>", Some("")),
        ("from wmill import get_<|>", Some("get_")),
        ("from wmill import a as b, get_<|>, c", Some("get_")),
        (
            "from wmill import (\n    a,  # é\n    get_<|>\n",
            Some("get_"),
        ),
        ("from wmill import a, \\\n  b<|>", Some("b")),
        ("def f():\n    from wmill import <|>\n", Some("")),
        ("from wmill import a as b<|>", None),
        ("from wmill import a b<|>", None),
        ("from wmill import a\nb<|>", None),
        ("from wmill import (a)\nb, <|>", None),
        ("from other import <|>", None),
        ("from wmill.x import <|>", None),
        ("import wmill<|>", None),
        ("wmill.<|>", None),
        ("import wmill\nx.wmill.<|>", None),
        ("import wmill\nwmill = 1\nwmill.<|>", None),
        ("import wmill\ndef main(wmill):\n    wmill.<|>", None),
        ("import wmill\n# wmill.<|>", None),
        ("import wmill\nx = 'wmill.<|>'", None),
        ("import wmill\n1.<|>", None),
        ("<|>", None),
    ];
    for (marked, want) in rows {
        assert_eq!(typed(marked).as_deref(), want, "{marked}");
    }
}

#[test]
fn all_uses_in_order() {
    let text = "import wmill\nfrom wmill import get_resource as g\n\
        def main(x=wmill.get_variable('é')):\n    g('a')\n    return [wmill.run_flow() for g in x if g()]\n\
        def g2(wmill, *, g=g): pass\n";
    let script = Program::new(Some(Language::Python), text.into());
    let shown: Vec<String> = sdk_uses(&script)
        .iter()
        .map(|r| {
            format!(
                "{} {}",
                r.span().slice(text),
                r.member().unwrap_or("module")
            )
        })
        .collect();
    let want = [
        "wmill module",
        "wmill module",
        "get_resource get_resource",
        "g get_resource",
        "wmill module",
        "get_variable get_variable",
        "g get_resource",
        "wmill module",
        "run_flow run_flow",
        "g get_resource",
    ];
    assert_eq!(shown, want);
    let bash = Program::new(None, text.into());
    assert!(sdk_uses(&bash).is_empty());
}

#[test]
fn depth_does_no_harm() {
    let deep = "(".repeat(100_000);
    let (script, offset) = at(&format!("import wmill\nx = {deep}wmill.get<|>"));
    sdk_ref_at(&script, offset);
    assert!(sdk_member_at(&script, offset).is_some());
    sdk_uses(&script);
}

proptest! {
    #[test]
    fn any_text_and_place(text in "(import wmill|from wmill import |wmill|\\.|,|\\(|def |:|=|'|#|\n|  |é|as |\\PC){0,30}") {
        let script = Program::new(Some(Language::Python), text.as_str().into());
        for offset in 0..=text.len() + 1 {
            if let Some(found) = sdk_ref_at(&script, offset) {
                prop_assert!(found.span().touches(offset));
            }
            if let Some(found) = sdk_member_at(&script, offset) {
                prop_assert_eq!(found.span.slice(&text), &found.value);
            }
        }
        for found in sdk_uses(&script) {
            prop_assert!(text.get(found.span().range()).is_some());
        }
        Sdk::parse(&text);
    }
}
