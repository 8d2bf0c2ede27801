//! Hover on the SDK: every function, class and variable of the stub through every form of import, and
//! the arguments of calls.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use sdk::{Member, Sdk};

/// What is said at an offset, and what it covers.
fn hover(text: &str, offset: usize) -> Option<(String, String)> {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let id = workspace.set("/w/f/a/run.py", Source::Text(text.into()));
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    let hover = snapshot.hover(id, offset)?;
    Some((hover.text.to_markdown(), hover.span.slice(text).to_owned()))
}

fn at(code: &str) -> Option<(String, String)> {
    let (text, offset) = fixture::cursor(code);
    hover(&text, offset)
}

#[test]
fn every_member_through_every_import() {
    let sdk = Sdk::wmill();
    let mut hovered = 0;
    for member in sdk.members() {
        let name = member.name();
        for (import, written) in [
            ("import wmill".to_owned(), format!("wmill.{name}")),
            ("import wmill as w".to_owned(), format!("w.{name}")),
            (format!("from wmill import {name}"), name.to_owned()),
            (
                format!("from wmill import {name} as other"),
                "other".to_owned(),
            ),
        ] {
            let text = format!("{import}\n\ndef main():\n    return {written}\n");
            let word = written.rsplit('.').next().unwrap();
            for offset in [text.rfind(word).unwrap(), text.len() - 1] {
                let (says, covers) = hover(&text, offset).unwrap_or_else(|| panic!("{text}"));
                assert_eq!(covers, word, "{text}");
                check(sdk, member, &says);
                hovered += 1;
            }
        }
        // The name in the import itself.
        let text = format!("from wmill import {name} as other\n");
        let (says, covers) = hover(&text, text.find(name).unwrap()).unwrap();
        assert_eq!(covers, name);
        check(sdk, member, &says);
    }
    assert!(hovered > 8 * 80, "{hovered}");
}

/// Whether a hover says all there is to say of a member.
fn check(sdk: &Sdk, member: Member<'_>, says: &str) {
    let name = member.name();
    assert!(says.contains(name), "{says}");
    assert!(says.contains(&format!("wmill {}", sdk.version)), "{says}");
    let params = match member {
        Member::Function(function) => {
            if let Some(instead) = &function.deprecated {
                assert!(
                    says.contains("**Deprecated.**") && says.contains(instead),
                    "{says}"
                );
            }
            &function.params[..]
        }
        Member::Class(class) => class.method("__init__").map_or(&[][..], |m| &m.params[1..]),
        Member::Variable(_) => &[],
    };
    let code = says.split("```").nth(1).unwrap();
    for param in params {
        assert!(
            code.contains(&param.render()),
            "{name} {}: {says}",
            param.name
        );
    }
    if matches!(member, Member::Function(_)) {
        // Only one parameter alone may be wider.
        let fits = |l: &str| l.chars().count() <= 80 || l.starts_with("    ");
        assert!(code.lines().all(fits), "{says}");
    }
    let first = member.doc().and_then(|d| d.lines().next()).unwrap_or("");
    assert!(says.contains(first), "{says}");
    // Sections are lists, not code.
    assert!(!says.contains("Args:\n"), "{says}");
}

#[test]
fn signatures_are_wrapped_as_formatters_do() {
    let (says, _) = at("import wmill\nwmill.get_varia<|>ble\n").unwrap();
    assert!(
        says.starts_with("```python\ndef get_variable(path: str) -> str\n```\n"),
        "{says}"
    );
    let (says, _) = at("import wmill\nwmill.get_resou<|>rce\n").unwrap();
    let wanted = "```python\ndef get_resource(\n    path: str,\n    none_if_undefined: bool = False,\n    \
        interpolated: bool = True,\n) -> dict | None\n```\n";
    assert!(says.starts_with(wanted), "{says}");
    assert!(says.contains("- `path`: Path of the resource"), "{says}");
    let (says, _) = at("import wmill\nwmill.data<|>table()\n").unwrap();
    let wanted = "def datatable(\n    name: str = \"main\",\n    *,\n    role: Optional[str] = None,\n) -> DataTableClient\n";
    assert!(
        says.contains(wanted) || says.contains("def datatable(name"),
        "{says}"
    );
}

#[test]
fn arguments_by_name() {
    let (says, covers) =
        at("import wmill as w\nw.get_resource('a', none_if_<|>undefined=True)\n").unwrap();
    assert_eq!(covers, "none_if_undefined");
    assert!(says.contains("none_if_undefined: bool = False"), "{says}");
    assert!(
        says.contains("Return None when") && says.contains("`get_resource`"),
        "{says}"
    );
    let (says, covers) =
        at("from wmill import get_variable as g\nx = [g(path<|>=name)]\n").unwrap();
    assert_eq!(covers, "path");
    assert!(
        says.contains("Required parameter of `get_variable`"),
        "{says}"
    );
    let (_, covers) =
        at("from wmill import task\n@task(<|>tag='gpu', timeout=3)\ndef f(): pass\n").unwrap();
    assert_eq!(covers, "tag");
    for code in [
        "import wmill\nwmill.get_variable(no_such<|>=1)\n",
        "import wmill\nwmill.get_variable(pa<|>th)\n",
        "import wmill\nwmill.get_variable({'path': pa<|>th == 1})\n",
        "import wmill\nwmill.get_variable(path=na<|>me)\n",
        "import wmill\nwmill.get_variable(other(path<|>=1))\n",
        "def f(path): pass\nf(path<|>=1)\n",
        "import wmill\n'wmill.get_variable(path<|>=1)'\n",
    ] {
        assert_eq!(at(code), None, "{code}");
    }
}

#[test]
fn the_package_and_its_aliases() {
    for code in [
        "import wm<|>ill\n",
        "import wmill as <|>w\n",
        "import wmill as w\nw<|>.x\n",
        "from wmi<|>ll import task\n",
    ] {
        let (says, _) = at(code).unwrap_or_else(|| panic!("{code}"));
        assert!(
            says.contains(&format!("wmill {}", Sdk::wmill().version)),
            "{says}"
        );
    }
}
