//! Words about code, and about steps by the code that they run.

use super::{of_flow, said, step, steps};

#[test]
fn lists_of_packages() {
    let path = "f/a/b.py";
    let code = "import wmill\ndef main():\n    return wmill.get_variable(\"u/a/b\")\n";
    let block = format!("# /// script\n# dependencies = [\n#   \"requests\",\n# ]\n# ///\n{code}");
    assert_eq!(
        said("unlisted-requirement", &[(path, &block)]),
        [
            "`wmill` is not in the list of packages: it is not installed | add `\"wmill\",` to `dependencies`: a list takes the \
          place of all imports"
        ]
    );
    let list = format!("# requirements:\n# requests\n{code}");
    assert_eq!(
        said("unlisted-requirement", &[(path, &list)]),
        [
            "`wmill` is not in the list of packages: it is not installed | add a line `# wmill` to the list: a list takes the \
          place of all imports"
        ]
    );
}

#[test]
fn what_is_added_is_of_the_language() {
    let flow = |language: &str, code: &str| {
        format!(
            "summary: A\nvalue:\n  modules: []\n  preprocessor_module:\n    id: preprocessor\n    value:\n      type: \
             rawscript\n      language: {language}\n      input_transforms: {{}}\n      content: |\n        {code}\n"
        )
    };
    assert_eq!(
        of_flow(
            "missing-preprocessor",
            &flow("bun", "export function other() {}")
        ),
        [
            "This script has no `preprocessor` function | add `export async function preprocessor(event) { … }`"
        ]
    );
    assert_eq!(
        of_flow("missing-preprocessor", &flow("python3", "x = 1")),
        ["This script has no `preprocessor` function | add `def preprocessor(event):`"]
    );
}

#[test]
fn types_of_parameters() {
    let script = |param: &str| {
        format!(
            "from typing import Optional\nfrom uuid import UUID\n\ndef main({param}):\n    return 1\n"
        )
    };
    let path = "f/a/b.py";
    let meta = ("f/a/b.script.yaml", "summary: A\n");
    for (param, help) in [
        ("a: Optional[dict[str, int]]", "write `Optional[dict]`"),
        ("a: dict[str, int] | None", "write `dict | None`"),
        ("a: dict[str, int]", "write `dict`"),
        (
            "a: Optional[\"str\"]",
            "write `Optional[str]` without the quotes",
        ),
        (
            "a: Optional[set[str]]",
            "write `Optional[list]`: JSON has lists only",
        ),
        ("a: UUID | None", "write `str | None`"),
        ("a: Optional[UUID]", "write `Optional[str]`"),
    ] {
        let said = said("unsupported-annotation", &[(path, &script(param)), meta]);
        assert_eq!(said.len(), 1, "{param}");
        assert!(
            said[0].ends_with(&format!(" | {help}")),
            "{param}: {said:?}"
        );
    }
    for (params, help) in [
        (
            "a: int, *args, limit: int = 5",
            "move `limit` before `*args`",
        ),
        (
            "a: int, *, limit: int = 5",
            "remove the `*` from the parameters",
        ),
    ] {
        assert_eq!(
            said("unpassed-parameter", &[(path, &script(params)), meta]),
            [format!(
                "`limit` always has its default: Windmill never passes it | {help}"
            )]
        );
    }
}

#[test]
fn values_that_code_does_not_take() {
    let flow = |value: &str| {
        steps(
            &step("a", &format!("type: static\n            value: {value}"))
                .replace("hub/1/x", "f/a/code"),
        )
    };
    let code = "from typing import Literal\n\ndef main(x: Literal[\"a\", \"b\"]):\n    return x\n";
    let judged = |value: &str, code: &str| {
        said(
            "static-type-mismatch",
            &[
                ("f/a/b.flow/flow.yaml", &flow(value)),
                ("f/a/code.py", code),
            ],
        )
    };
    assert_eq!(
        judged("c", code),
        ["`c` is not one of the values that `x` takes | it takes: a, b"]
    );
    assert_eq!(
        judged(&"long ".repeat(20), code),
        ["This is not one of the values that `x` takes | it takes: a, b"]
    );
    for (ty, value, found) in [
        (
            "int",
            "many",
            "text, but the code takes a number | write a number, without quotes",
        ),
        (
            "str",
            "3",
            "a number, but the code takes text | put the value in quotes",
        ),
        (
            "list",
            "3",
            "a number, but the code takes a list | write a list, each item with `- ` before it",
        ),
        (
            "bool",
            "maybe",
            "text, but the code takes true or false | write `true` or `false`, without quotes",
        ),
    ] {
        let code = format!("def main(x: {ty}):\n    return x\n");
        assert_eq!(judged(value, &code), [format!("Input `x` gets {found}")]);
    }
    let text = flow("many")
        .replace("type: script", "type: flow")
        .replace("f/a/code", "f/a/sub");
    let sub = "summary: A\nvalue:\n  modules: []\nschema:\n  type: object\n  properties:\n    x:\n      type: number\n";
    assert_eq!(
        said(
            "static-type-mismatch",
            &[
                ("f/a/b.flow/flow.yaml", &text),
                ("f/a/sub.flow/flow.yaml", sub)
            ]
        ),
        ["Input `x` gets text, but the sub-flow takes a number | write a number, without quotes"]
    );
}

#[test]
fn types_are_told_in_words() {
    for (ty, told) in [
        (": str", " (string)"),
        (": postgresql", " (a `postgresql` resource)"),
        (": bytes", " (bytes)"),
        ("", ""),
    ] {
        let code = format!(
            "class postgresql(TypedDict):\n    host: str\n\n\ndef main(y{ty}):\n    return y\n"
        );
        let text =
            steps(&step("a", "type: static\n            value: 1").replace("hub/1/x", "f/a/code"));
        assert_eq!(
            said(
                "missing-input",
                &[("f/a/b.flow/flow.yaml", &text), ("f/a/code.py", &code)]
            ),
            [format!(
                "Input `y`{told} of `f/a/code` is missing: it will be null | add `y` under `input_transforms`, or give it \
                      a default"
            )],
        );
    }
}

#[test]
fn words_that_code_is_told_by() {
    let other = "def main():\n    return 1\n";
    let said =
        |rule: &str, code: &str| said(rule, &[("f/a/code.py", code), ("f/demo/other.py", other)]);
    assert_eq!(
        said(
            "python-syntax",
            "def main():\n    if a:\n        pass\n    else if b:\n        pass\n"
        ),
        ["`else if` is not Python | write `elif`"]
    );
    assert_eq!(
        said("python-syntax", "def main():\n    x = foo \"a; b\"\n"),
        [
            "Not valid Python: something is missing between `foo` and `\"a; b\"` | an operator, a comma or a new line, perhaps"
        ]
    );
    assert_eq!(
        said(
            "unknown-import",
            "from f.demo.nope import x\n\ndef main():\n    return x\n"
        ),
        [
            "`f/demo/nope` is not in the workspace: this import fails | create the script, or correct the path"
        ]
    );
    assert_eq!(
        said(
            "unused-ignore",
            "# windmill-ls: ignore[no-such-rule]\ndef main():\n    return 1\n"
        ),
        ["There is no rule `no-such-rule` | remove it from the comment"]
    );
    assert_eq!(
        said(
            "invalid-ignore",
            "# windmill-ls: ignores[unknown-step]\ndef main():\n    return 1\n"
        ),
        [
            "`ignores` is not known: only `ignore` and `ignore-file` are | write `windmill-ls: ignore[rule-name] reason`"
        ]
    );
}
