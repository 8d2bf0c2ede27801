//! The tables of what Windmill does with scripts, row by row.

use proptest::prelude::*;
use syntax::Span;

use super::*;
use crate::signature::DefaultKind;
use lang::python::{ClassKind, DeclarationKind, Field, Import};

fn python(text: &str) -> Script {
    Script::new(ScriptLanguage::Python3, text.into())
}

fn main_of(text: &str) -> Entry {
    python(text).entry(EntryName::Main).clone()
}

/// Parameters as `name: type` with `?` for optional, `=` for a default, `!` for one never passed.
pub(super) fn shown(entry: &Entry) -> String {
    let Entry::Found(signature) = entry else {
        return format!("{entry:?}");
    };
    let param = |p: &Param| {
        let default = match p.default_kind {
            None => "",
            Some(DefaultKind::Read) => " =",
            Some(DefaultKind::Call) => " =()",
            Some(DefaultKind::Lost) => " =lost",
        };
        let (optional, passed) = (
            if p.optional { "?" } else { "" },
            if p.passed { "" } else { "!" },
        );
        format!("{}{optional}{passed}: {}{default}", p.name.value, p.ty)
    };
    let mut params: Vec<String> = signature.params.iter().map(param).collect();
    if signature.takes_any {
        params.push("…".to_owned());
    }
    params.join(", ")
}

#[test]
fn main_is_found_by_text() {
    let rows = [
        ("def main(a): pass", "a: any"),
        ("async def main(a): pass", "a: any"),
        ("\r\ndef main(a):\r\n  pass", "a: any"),
        ("\u{feff}def main(a): pass", "a: any"),
        ("def main(a)\n broken (", "a: any"),
        ("x = (\ndef main(a, b=1):\n  return", "a: any, b: integer ="),
        (
            "def main(\n  a: int,  # é\n  b: str = 'ü',\n) -> dict:\n  pass",
            "a: integer, b: string =",
        ),
        ("def main(): pass", ""),
        ("def  main(a): pass", "Missing"),
        ("def main (a): pass", "Missing"),
        ("async  def main(a): pass", "Missing"),
        ("def main[T](a: T): pass", "Missing"),
        ("if x:\n  def main(a): pass", "Missing"),
        ("from x import main", "Missing"),
        ("main = lambda x: x", "Missing"),
        ("x\rdef main(a): pass", "Missing"),
        ("", "Missing"),
        ("'''\ndef main(a):\n'''\ndef main(b): pass", "Unknown"),
        ("def main(x='('): pass", "Unknown"),
        ("def main(x, # )\n y): pass", "Unknown"),
        ("def main(x: int\ny", "Unknown"),
        ("def main(x: = ): pass", "Unknown"),
        ("def main(", "Unknown"),
        ("def main(a=1, b): pass", "a: integer =, b: any"),
        (
            "def main(a, *, b, c=1): pass",
            "a: any, b!: any, c!: integer =",
        ),
        ("def main(a, /, b): pass", "a!: any, b: any"),
        ("def main(*args, b): pass", "b!: any"),
        ("def main(a, *, b, **kw): pass", "a: any, b: any, …"),
        (
            "from wmill import task, workflow\n@workflow\nasync def f(x): pass",
            "Workflow",
        ),
        (
            "import wmill\n@wmill.workflow\nasync def f(x): pass",
            "Missing",
        ),
        ("@workflow\nasync def f(x): pass", "Missing"),
        (
            "from wmill import workflow as wf\n@wf\ndef f(x): pass",
            "Missing",
        ),
    ];
    for (text, want) in rows {
        assert_eq!(shown(&main_of(text)), want, "{text:?}");
    }
}

#[test]
fn preprocessor_is_an_entry_too() {
    let script = python("def preprocessor(event): pass\n");
    assert_eq!(shown(script.entry(EntryName::Preprocessor)), "event: any");
    assert_eq!(*script.entry(EntryName::Main), Entry::Missing);
    let workflow = python("from wmill import workflow\n@workflow\ndef f(): pass");
    assert_eq!(*workflow.entry(EntryName::Preprocessor), Entry::Missing);
}

#[test]
fn annotations() {
    let rows = [
        ("str", ": string"),
        ("int", ": integer"),
        ("float", ": number"),
        ("bool", ": boolean"),
        ("dict", ": object"),
        ("list", ": list"),
        ("list[str]", ": list[string]"),
        ("List[int]", ": list[integer]"),
        ("list[list[str]]", ": list[list[string]]"),
        ("list['str']", ": list"),
        ("list[int | None]", ": list[integer]"),
        ("list[Literal['a','b']]", ": list[\"a\" | \"b\"]"),
        ("list[str, int]", ": any"),
        ("bytes", ": bytes (base64)"),
        ("datetime", ": date-time"),
        ("datetime.datetime", ": date-time"),
        ("date", ": date"),
        ("datetime.date", ": date"),
        ("Literal['a', 'b']", ": \"a\" | \"b\""),
        ("Literal['a']", ": string"),
        ("Literal[1, 2]", ": string"),
        ("Literal['a', None]", ": \"a\""),
        ("typing.Literal['a', 'b']", ": any"),
        ("Optional[str]", "?: string"),
        ("Optional[Optional[list[str]]]", "?: list[string]"),
        ("Optional['str']", "?: any"),
        ("str | None", "?: string"),
        ("str | None | None", "?: string"),
        ("str | int | None", "?: any"),
        ("str | None | int", ": any"),
        ("None | str", ": any"),
        ("int | str", ": any"),
        ("Union[int, str]", ": any"),
        ("Dict[str, int]", ": any"),
        ("dict[str, int]", ": any"),
        ("tuple[int]", ": any"),
        ("'str'", ": any"),
        ("typing.Optional[str]", ": any"),
        ("Annotated[str, 1]", ": any"),
        ("dt.datetime", ": any"),
        ("models.Foo", ": any"),
        ("None", ": any"),
        ("Foo()", ": any"),
        ("(str)", ": string"),
        ("((str))", ": string"),
        ("str | (None)", "?: string"),
        ("(str | None) | None", "?: string"),
        ("str | (int | None)", ": any"),
        ("(list)[(str)]", ": list[string]"),
        ("Literal[('a', 'b')]", ": \"a\" | \"b\""),
        ("S3Object", ": s3 object"),
        ("wmill.S3Object", ": s3 object"),
        ("Sql", ": sql"),
        ("sql", ": sql"),
        ("DynSelect_x", ": select from x()"),
        ("DynMultiselect_x", ": several from x()"),
        ("tuple", ": resource-tuple"),
        ("Any", ": resource-Any"),
        ("object", ": resource-object"),
        ("postgresql", ": resource-postgresql"),
        ("Postgresql | None", "?: resource-Postgresql"),
        ("list[postgresql]", ": list[resource-postgresql]"),
    ];
    for (annotation, want) in rows {
        let entry = main_of(&format!("def main(x: {annotation}): pass"));
        assert_eq!(shown(&entry), format!("x{want}"), "{annotation}");
    }
}

#[test]
fn classes_of_the_file_are_types() {
    let rows = [
        ("class C(Enum):\n  A='a'\n  B='b'\n", "\"a\" | \"b\""),
        ("class C(str, Enum):\n  A='a'\n", "\"a\""),
        ("class C(StrEnum):\n  A='a'\n", "\"a\""),
        ("class C(IntEnum):\n  A=1\n", "resource-C"),
        ("class C(enum.Enum):\n  A='a'\n", "resource-C"),
        ("@dataclass\nclass C:\n  a: int\n", "C"),
        (
            "@dataclasses.dataclass(frozen=True)\nclass C:\n  a: int\n",
            "C",
        ),
        ("class C(BaseModel):\n  a: int\n", "C"),
        ("class C(pydantic.BaseModel):\n  a: int\n", "C"),
        (
            "class B(BaseModel): pass\nclass C(B):\n  a: int\n",
            "resource-C",
        ),
        ("class C(TypedDict):\n  a: int\n", "resource-C"),
    ];
    for (class, want) in rows {
        for text in [
            format!("{class}def main(x: C): pass"),
            format!("def main(x: C): pass\n{class}"),
        ] {
            assert_eq!(shown(&main_of(&text)), format!("x: {want}"), "{text}");
        }
    }
    assert_eq!(
        shown(&main_of(
            "class str(TypedDict): pass\ndef main(x: str): pass"
        )),
        "x: string"
    );
}

#[test]
fn defaults() {
    let rows = [
        ("1", "integer ="),
        ("1.5", "number ="),
        ("'a'", "string ="),
        ("'a' 'b'", "string ="),
        ("True", "boolean ="),
        ("None", "any ="),
        ("[1, -1]", "list ="),
        ("{}", "object ="),
        ("A.B", "any ="),
        ("b'x'", "any ="),
        ("...", "any ="),
        ("1j", "any ="),
        ("((2))", "integer ="),
        ("((-1))", "any =lost"),
        ("g()", "any =()"),
        ("os.environ.get('x')", "any =()"),
        ("-1", "any =lost"),
        ("(1,)", "any =lost"),
        ("f'a'", "any =lost"),
        ("1 + 1", "any =lost"),
        ("A", "any =lost"),
        ("not True", "any =lost"),
        ("lambda: 1", "any =lost"),
    ];
    for (default, want) in rows {
        let entry = main_of(&format!("def main(x={default}): pass"));
        assert_eq!(shown(&entry), format!("x: {want}"), "{default}");
        let signature = entry.signature().unwrap();
        assert_eq!(signature.params[0].loses_default(), want.ends_with("lost"));
        assert!(!signature.params[0].is_required());
        assert_eq!(
            signature.params[0].default.as_deref().map(|d| d.as_str()),
            Some(default)
        );
    }
    let typed = main_of("def main(x: str = -1, y: int | None = A): pass");
    assert_eq!(shown(&typed), "x: string =lost, y?: integer =lost");
}

#[test]
fn places_are_those_of_the_file() {
    let text =
        "# é\nasync def main(a: int = 1, b) -> str:\n    \"\"\"Does.\n\n    Args: ü\n    \"\"\"\n";
    let Entry::Found(signature) = main_of(text) else {
        panic!("not found")
    };
    assert_eq!(
        signature.span.slice(text),
        "async def main(a: int = 1, b) -> str"
    );
    assert_eq!(signature.name.span.slice(text), "main");
    assert!(signature.is_async);
    let returns = signature.returns.as_ref().unwrap();
    assert_eq!((returns.as_str(), returns.span.slice(text)), ("str", "str"));
    assert_eq!(signature.doc.as_deref(), Some("Does.\n\nArgs: ü"));
    let a = signature.param("a").unwrap();
    assert_eq!(a.span.slice(text), "a: int = 1");
    assert_eq!(a.annotation.as_ref().unwrap().span.slice(text), "int");
    assert_eq!(a.default.as_ref().unwrap().span.slice(text), "1");
    assert!(signature.param("b").unwrap().is_required());
}

#[test]
fn other_languages_are_not_read() {
    let script = Script::new(ScriptLanguage::Java, "def main(x):".into());
    assert_eq!(*script.entry(EntryName::Main), Entry::Unknown);
    assert!(script.tree().is_none() && script.problems().is_empty() && script.classes().is_empty());
}

#[test]
fn problems_are_the_strict_parsers() {
    assert!(python("def main(:\n").problems()[0].span.end > 0);
    // The tolerant grammar takes these.
    for text in [
        "print 'é'\n",
        "if x:\n    y\n  z\n",
        "def f(a=1, b): pass\n",
    ] {
        let script = python(text);
        assert!(!script.tree().unwrap().root_node().has_error(), "{text}");
        assert_eq!(script.problems().len(), 1, "{text}");
    }
    assert!(python("x = 1\n").problems().is_empty());
    let far = format!("x = [{}]\n", "'(', ".repeat(300));
    assert!(python(&far).problems().is_empty());
    let deep = format!("é = {}", "(".repeat(100_000));
    let script = python(&deep);
    assert_eq!(script.problems().len(), 1);
    assert!(deep.get(script.problems()[0].span.range()).is_some());
}

#[test]
fn classes_imports_and_declarations() {
    let text = "import os, a.b as c\nfrom wmill import get_variable as g, S3Object\nfrom .x import *\n\
        try:\n    import late\nexcept ImportError:\n    late = None\n\
        class postgresql(TypedDict, total=False):\n    \"\"\"A é.\"\"\"\n    host: str\n    port: int = 1\n\
        def main(db: postgresql):\n    import inner\n";
    let script = python(text);
    let [class] = script.classes() else {
        panic!("{:?}", script.classes())
    };
    assert_eq!(
        (class.name.as_str(), class.kind),
        ("postgresql", ClassKind::TypedDict)
    );
    assert_eq!(class.name.span.slice(text), "postgresql");
    assert_eq!(class.doc.as_deref(), Some("A é."));
    let bases: Vec<&str> = class.bases.iter().map(|b| b.as_str()).collect();
    assert_eq!(bases, ["TypedDict", "total=False"]);
    let field = |f: &Field| {
        (
            f.name.value.clone(),
            f.annotation.clone().unwrap().to_string(),
        )
    };
    let fields: Vec<_> = class.fields.iter().map(field).collect();
    assert_eq!(
        fields,
        [("host".into(), "str".into()), ("port".into(), "int".into())]
    );
    let row = |i: &Import| {
        let name = i.name.as_ref().map_or("", |n| n.as_str());
        let bound = i.bound.as_ref().map_or("", |n| n.as_str());
        format!("{} {name} {bound} {:?}", i.module.value, i.place)
    };
    let rows: Vec<String> = script.imports().iter().map(row).collect();
    let want = [
        "os  os Top",
        "a.b  c Top",
        "wmill get_variable g Top",
        "wmill S3Object S3Object Top",
        ".x *  Top",
        "late  late Block",
        "inner  inner Function",
    ];
    assert_eq!(rows, want);
    let kind = |name| script.find_declaration(name).map(|d| d.kind);
    assert_eq!(kind("postgresql"), Some(DeclarationKind::Class));
    assert_eq!(kind("main"), Some(DeclarationKind::Function));
    assert_eq!(kind("late"), Some(DeclarationKind::Import));
    assert_eq!((kind("inner"), kind("db")), (None, None));
}

#[test]
fn classes_of_parameters_and_their_uses() {
    let text = "class Pg(TypedDict):\n    host: str\nclass Un(TypedDict): pass\n\
        def main(é: list[Pg], x: Other, Pg=1) -> Pg:\n    return Pg\n\
        def preprocessor(event: Pg | None):\n    y: Pg = f(Pg=event.Pg)\n    return [Pg for Pg in y]\n\
        def g():\n    def Pg(): pass\n    return Pg\n";
    let script = python(text);
    let row = |(entry, param, class): &(EntryName, &Param, &Class)| {
        format!(
            "{} {} {}",
            entry.as_str(),
            param.name.value,
            class.name.value
        )
    };
    let rows: Vec<String> = script.parameter_classes().iter().map(row).collect();
    assert_eq!(rows, ["main é Pg", "preprocessor event Pg"]);
    let line = |s: &Span| text[..s.start as usize].matches('\n').count();
    let uses = script.uses_of("Pg");
    assert!(uses.iter().all(|s| s.slice(text) == "Pg"));
    assert_eq!(uses.iter().map(line).collect::<Vec<_>>(), [0, 3, 3, 5, 6]);
}

#[test]
fn an_edit_reads_as_a_fresh_start() {
    let old = python("def main(a):\n    pass\n");
    assert!(old.tree().is_some());
    let text = "def main(aé, b):\n    pass\n";
    let edit = syntax::Edit {
        span: Span::new(9, 10),
        new_len: "aé, b".len(),
    };
    let new = old.edited(&[edit], text.into());
    assert_eq!(
        new.entry(EntryName::Main),
        python(text).entry(EntryName::Main)
    );
    assert_eq!(shown(new.entry(EntryName::Main)), "aé: any, b: any");
    let sexp = |s: &Script| s.tree().map(|t| t.root_node().to_sexp());
    assert_eq!(sexp(&new), sexp(&python(text)));
}

#[test]
fn depth_does_no_harm() {
    let deep = 100_000;
    for (open, close) in [("(", ")"), ("list[", "]")] {
        let nested = format!("{}{}", open.repeat(deep), close.repeat(deep));
        let text = format!("def main(x: {nested} = {nested}): pass");
        main_of(&text);
        let text = text.replace("def main", "export function main");
        Script::new(ScriptLanguage::Bun, text.into()).entry(EntryName::Main);
        python(&format!("def f():\n  x = {nested}\n")).find_declaration("x");
    }
    let open = "def main(x=".to_owned() + &"(".repeat(deep);
    assert_eq!(main_of(&open), Entry::Unknown);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(def main\\(|async |x: |Optional\\[|list\\[|'|\"|#|\\)|\\]|=|,| \\| None|é|\n|class C\\(Enum\\):\n |import wmill|from wmill import |wmill\\.nope|get_variable\\(|main|\\PC){0,40}") {
        for language in [ScriptLanguage::Python3, ScriptLanguage::Bun] {
            let script = Script::new(language, text.as_str().into());
            for name in [EntryName::Main, EntryName::Preprocessor] {
                if let Entry::Found(signature) = script.entry(name) {
                    for param in &signature.params {
                        prop_assert_eq!(param.name.span.slice(&text), param.name.value.as_str());
                    }
                }
            }
            for problem in script.problems() {
                prop_assert!(text.get(problem.span.range()).is_some());
            }
            prop_assert!(script.imports().iter().all(|i| text.get(i.span.range()).is_some()));
            script.find_declaration("x");
            prop_assert!(script.sdk_misuses().iter().all(|m| text.get(m.span.range()).is_some()));
            prop_assert!(script.main_calls().iter().all(|c| text.get(c.range()).is_some()));
        }
    }
}

#[test]
fn brackets_and_quotes_in_comments_of_a_signature_are_text() {
    for text in [
        "def main(\n    a: str,  # first ( one\n    b: int = 3,  # ) ] }\n):\n    return a\n",
        "def main(a: str,  # it's ` quoted\n    b: int = 3  # [\n):\n    return a\n",
    ] {
        let script = python(text);
        assert!(script.problems().is_empty(), "{text}");
        let signature = script
            .entry(EntryName::Main)
            .signature()
            .expect("it is there");
        let names: Vec<&str> = signature
            .params
            .iter()
            .map(|p| p.name.value.as_str())
            .collect();
        assert_eq!(names, ["a", "b"], "{text}");
        assert!(!signature.params[1].is_required(), "{text}");
    }
    // There Windmill itself counts the bracket, and reads no signature.
    let script = python("def main(  # (\n    a: str, b: int = 3):  # )\n    return a\n");
    assert!(script.problems().is_empty());
    assert_eq!(*script.entry(EntryName::Main), Entry::Unknown);
}

#[test]
fn compacted_scripts_know_what_others_know() {
    let head = "import wmill as w\nfrom wmill import workflow, task\n@task\nasync def a(x): ...\n";
    let rows = [
        "import wmill\ndef main():\n  é = wmill.get_varible('x')\n".to_owned(),
        "import wmill as w\nw.no()\nw.no\n".to_owned(),
        "from wmill import get_variable\nget_variable('é')\n".to_owned(),
        format!("{head}@workflow\nasync def main(y):\n  a(1)\n  w.sleep(1)\n"),
        format!(
            "{head}@workflow\nasync def main(y):\n  try:\n    await a(1)\n  except:\n    pass\n"
        ),
        "def main (): pass\nmain()\n".to_owned(),
    ];
    for text in rows {
        let (lazy, compacted) = (python(&text), python(&text).compacted());
        assert_eq!(lazy.sdk_misuses(), compacted.sdk_misuses(), "{text}");
        let mistakes = lazy.workflow_mistakes();
        assert_eq!(mistakes, compacted.workflow_mistakes(), "{text}");
        assert_eq!(lazy.is_workflow(), compacted.is_workflow(), "{text}");
        assert_eq!(lazy.hidden_main(), compacted.hidden_main(), "{text}");
        assert_eq!(lazy.main_calls(), compacted.main_calls(), "{text}");
    }
}
