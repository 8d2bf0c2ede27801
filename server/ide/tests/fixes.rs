//! Every fix that a rule's page brings about: the finding goes away, nothing new comes, a second run
//! changes nothing, comments and line breaks stay.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use fixture::{Block, blocks, marked};
use ide::fix::edited;
use ide::rules::RULES;
use ide::{Applicability, Finding, FixKind, Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const ROOT: &str = "/workspace";

fn snapshot(group: &[Block], crlf: bool) -> Snapshot {
    let mut workspace = Workspace::new(vec![ROOT.into()]);
    if !group.iter().any(|b| b.path == "wmill.yaml") {
        let text = "includes: ['**']\n";
        workspace.set(&format!("{ROOT}/wmill.yaml"), Source::Text(text.into()));
    }
    for block in group {
        let text = marked(&block.text).text;
        let text = if crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        };
        workspace.set(&format!("{ROOT}/{}", block.path), Source::Text(text.into()));
    }
    let mut settings = Settings::default();
    // What a `wmill.yaml` has to ask for, other rules' pages do not have.
    for rule in RULES.iter().filter(|r| r.pedantic && r.asked_by.is_none()) {
        settings.set(rule, Some(rule.level));
    }
    Snapshot {
        workspace,
        settings,
    }
}

fn with(snapshot: &Snapshot, id: FileId, text: &str) -> Snapshot {
    let mut snapshot = snapshot.clone();
    let path = snapshot.workspace.get(id).unwrap().path.to_string();
    snapshot.workspace.set(&path, Source::Text(text.into()));
    snapshot
}

/// Blocks under one heading, split where a path comes again.
fn groups(page: &str) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks(page) {
        match groups.last_mut() {
            Some(g) if g[0].heading == block.heading && g.iter().all(|b| b.path != block.path) => {
                g.push(block);
            }
            _ => groups.push(vec![block]),
        }
    }
    groups
}

fn count(findings: &[Finding], rule: &str) -> usize {
    findings.iter().filter(|f| f.rule.name == rule).count()
}

#[test]
fn fixes_do_no_harm() {
    let (mut fixing, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for (rule, crlf) in RULES.iter().flat_map(|r| [(r, false), (r, true)]) {
        for group in groups(rule.page) {
            let before = snapshot(&group, crlf);
            for block in &group {
                let id = before
                    .workspace
                    .id(&format!("{ROOT}/{}", block.path))
                    .unwrap();
                let text = before.workspace.get(id).unwrap().text().to_owned();
                let found = before.check(id);
                let place = format!("{} of {}.md", block.path, rule.name);
                for finding in &found {
                    let Some(fix) = &finding.fix else { continue };
                    let name = finding.rule.name;
                    fixing.insert(name);
                    let (said, kind) = (finding.rule.fix, fix.kind());
                    assert!(said <= kind, "{name}: a fix needs more care than it says");
                    kinds.insert((name, kind));
                    assert!(!fix.title.is_empty());
                    if let Some(new) = &fix.creates {
                        let mut after = before.clone();
                        let none = after.workspace.id(&new.path).is_none();
                        assert!(none && fix.edits.is_empty(), "{place}: {new:?}");
                        let text = Source::Text(new.text.as_str().into());
                        let created = after.workspace.set(&new.path, text);
                        let left = after.check(id);
                        assert!(left.len() < found.len(), "{place}: {left:#?}");
                        assert_eq!(after.check(created).len(), 0, "{place}: {}", new.text);
                        continue;
                    }
                    let fixed = edited(&text, &fix.edits);
                    assert_ne!(fixed, text, "{place}: {finding:?}");
                    assert!(
                        !crlf || !fixed.replace("\r\n", "").contains('\n'),
                        "{place}"
                    );
                    let comments = |t: &str| t.matches(" # ").count();
                    let gone = usize::from(name == "unused-ignore") * comments(&text);
                    let kept = comments(&fixed);
                    assert!(kept + gone >= comments(&text), "{place}\n{fixed}");
                    let left = with(&before, id, &fixed).check(id);
                    // With its YAML fixed, a flow's other mistakes show for the first time.
                    let fewer = name == "yaml-syntax" || left.len() < found.len();
                    assert!(
                        fewer && count(&left, name) < count(&found, name),
                        "{place}: {finding:?}\n{fixed}\n{left:#?}"
                    );
                }
                if let Some((fixed, _)) = before.fixed(id, true) {
                    let after = with(&before, id, &fixed);
                    assert!(after.fixed(id, true).is_none(), "{place}: again\n{fixed}");
                }
            }
        }
    }
    for name in [
        "invalid-value",
        "missing-field",
        "missing-inline-file",
        "missing-input",
        "null-expression",
        "special-module-id",
        "unknown-flow-input",
        "unknown-input",
        "unknown-step",
        "deprecated-sdk",
        "duplicate-key",
        "expression-as-static",
        "inner-step-reference",
        "invalid-flow-schema",
        "invalid-step-id",
        "language-mismatch",
        "main-called",
        "misplaced-field",
        "missing-main",
        "missing-preprocessor",
        "missing-typed-dict-import",
        "preprocessor-event",
        "reference-as-expression",
        "resource-format",
        "schedule-target",
        "trigger-target",
        "unawaited-task",
        "unknown-name",
        "unknown-property",
        "unknown-sdk-name",
        "unrecognized-main",
        "unresolvable-results-access",
        "unsupported-annotation",
        "unused-ignore",
        "unused-resource-type",
        "uppercase-resource-type",
        "yaml-syntax",
    ] {
        assert!(fixing.contains(name), "{name} fixes nothing on its page");
    }
    // What a rule says is what the safest of its fixes is.
    for rule in RULES.iter().filter(|r| fixing.contains(r.name)) {
        let said = kinds.contains(&(rule.name, rule.fix));
        assert!(
            said,
            "{} has no {} fix on a page",
            rule.name,
            rule.fix.name()
        );
    }
}

#[test]
fn no_fix_is_promised_that_is_not_there() {
    let mut fixing = BTreeSet::new();
    for group in RULES.iter().flat_map(|r| groups(r.page)) {
        let snapshot = snapshot(&group, false);
        for block in &group {
            let id = snapshot
                .workspace
                .id(&format!("{ROOT}/{}", block.path))
                .unwrap();
            let found = snapshot.check(id);
            fixing.extend(
                found
                    .iter()
                    .filter(|f| f.fix.is_some())
                    .map(|f| f.rule.name),
            );
        }
    }
    for rule in RULES {
        let promised = rule.fix != FixKind::None;
        assert_eq!(promised, fixing.contains(rule.name), "{}", rule.name);
    }
}

/// A step with one input, which is this.
fn step(input: &str) -> String {
    format!(
        "summary: S\nschema:\n  type: object\n  properties:\n    n: {{type: number}}\nvalue:\n  modules:\n    \
         - id: a\n      value:\n        type: rawscript\n        language: python3\n        content: |\n          \
         def main(x):\n              return x\n        input_transforms:\n          x:\n{input}"
    )
}

fn expr(text: &str) -> String {
    step(&format!(
        "            type: javascript\n            expr: {text}\n"
    ))
}

/// Safe fixes, word by word: what comes out is what was meant, and nothing else changes.
#[test]
fn safe_fixes_word_by_word() {
    let flow = "f/demo/example.flow/flow.yaml";
    let script = "f/demo/example.py";
    let head = "from typing import TypedDict\n\n\n";
    let class = |name: &str| format!("class {name}(TypedDict):\n    host: str\n");
    let main = |ty: &str| format!("def main(db: {ty}):\n    return db[\"host\"]\n");
    let cases = [
        (flow, expr("flow_input.n;"), expr("flow_input.n")),
        (
            flow,
            expr("'const n = flow_input.n; n + 1'"),
            expr("'const n = flow_input.n; return n + 1'"),
        ),
        (
            flow,
            expr("$var:u/me/key"),
            step("            type: static\n            value: $var:u/me/key\n"),
        ),
        (
            flow,
            expr("1").replace(
                "        type: raw",
                "        continue_on_error: true\n        type: raw",
            ),
            expr("1").replace(
                "      value:\n        type: raw",
                "      continue_on_error: true\n      value:\n        type: raw",
            ),
        ),
        (
            script,
            format!("{head}{}\n\n{}", class("Postgresql"), main("Postgresql")),
            format!("{head}{}\n\n{}", class("postgresql"), main("postgresql")),
        ),
        (
            script,
            format!(
                "import os\n\n\n{}\n\n{}",
                class("postgresql"),
                main("postgresql")
            ),
            format!(
                "from typing import TypedDict\nimport os\n\n\n{}\n\n{}",
                class("postgresql"),
                main("postgresql")
            ),
        ),
        (
            script,
            format!(
                "import stripe\n{head}{}\n\ndef main(key: stripe):\n    return key[\"host\"]\n",
                class("stripe")
            ),
            format!(
                "import stripe as stripe_sdk\n{head}{}\n\ndef main(key: stripe):\n    return key[\"host\"]\n",
                class("stripe")
            ),
        ),
        (
            script,
            format!("{head}{}\n\n{}", main("postgresql"), class("postgresql")),
            format!("{head}{}\n\n{}", class("postgresql"), main("postgresql")),
        ),
    ];
    let loops = |more: &str| {
        format!(
            "summary: S\nvalue:\n  modules:\n    - id: a\n      value:\n        type: forloopflow\n{more}        \
             iterator: {{type: javascript, expr: '[1]'}}\n        modules: []\n"
        )
    };
    let ordered = |order: &str| {
        format!(
            "summary: S\nschema:\n  type: object\n  order: {order}\n  properties:\n    total: {{type: number}}\nvalue:\n  \
             modules: []\n"
        )
    };
    let preprocessor = |event: &str| {
        format!(
            "def preprocessor({event}):\n    return {{\"n\": 1}}\n\n\ndef main(n: int):\n    return n\n"
        )
    };
    let workflow = |call: &str| {
        format!(
            "from wmill import task, workflow\n\n\n@task\nasync def fetch(n: int):\n    return n\n\n\n@workflow\n\
             async def main(n: int):\n    found = {call}\n    return found + 1\n"
        )
    };
    let more = [
        (flow, loops(""), loops("        skip_failures: true\n")),
        (flow, ordered("[total, gone]"), ordered("[total]")),
        (flow, ordered("[totl]"), ordered("[total]")),
        (script, preprocessor(""), preprocessor("event: dict")),
        (script, workflow("fetch(n)"), workflow("await fetch(n)")),
    ];
    let cases = cases.into_iter().chain(more);
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (path, before, after) in cases {
        let mut snapshot = Snapshot::default();
        let id = snapshot.workspace.set(
            &format!("{ROOT}/{path}"),
            Source::Text(before.as_str().into()),
        );
        let fixed = snapshot.fixed(id, false);
        let fixed = fixed.unwrap_or_else(|| panic!("nothing to fix in\n{before}"));
        assert_eq!(squeeze(&fixed.0), squeeze(&after), "of\n{before}");
    }
}

/// What a person has yet to write is a part of the new text, and never made by `--fix`.
#[test]
fn placeholders_lie_in_the_new_text() {
    let mut seen = BTreeSet::new();
    for (rule, crlf) in RULES.iter().flat_map(|r| [(r, false), (r, true)]) {
        for group in groups(rule.page) {
            let snapshot = snapshot(&group, crlf);
            for block in &group {
                let path = format!("{ROOT}/{}", block.path);
                let id = snapshot.workspace.id(&path).unwrap();
                for finding in snapshot.check(id) {
                    let Some(fix) = &finding.fix else { continue };
                    let Applicability::Placeholder(yet) = fix.applicability else {
                        assert!(fix.creates.is_none(), "{}: a file", finding.rule.name);
                        continue;
                    };
                    let text = match (&fix.creates, &fix.edits[..]) {
                        (Some(new), []) => &new.text,
                        (None, [edit]) => &edit.text,
                        other => panic!("{}: {other:?}", finding.rule.name),
                    };
                    let left = yet.slice(text);
                    let known = ["null", "return None", "return null", ""];
                    assert!(known.contains(&left), "{}: {left:?}", finding.rule.name);
                    assert!(ide::fix::applied(&finding, true).is_none());
                    seen.insert(finding.rule.name);
                }
            }
        }
    }
    let all = [
        "missing-inline-file",
        "missing-input",
        "missing-main",
        "missing-preprocessor",
    ];
    assert_eq!(seen, BTreeSet::from(all));
}

/// What a fix writes is laid out as a person would: letter by letter.
#[test]
fn fixes_write_good_text() {
    let script = "f/demo/example.py";
    let class = "class postgresql(TypedDict):\n    host: str\n";
    let main = "def main(db: postgresql):\n    return db\n";
    let typed = |imports: &str| format!("{imports}{class}\n\n{main}");
    let plain = "def main(n: int):\n    return n\n";
    let cases = [
        // A name joins the import of its module.
        (
            typed("from typing import Any\nimport os\n\n\n"),
            typed("from typing import Any, TypedDict\nimport os\n\n\n"),
        ),
        (
            typed("from typing import (\n    Any as A,  # any\n)\n\n\n"),
            typed("from typing import (\n    Any as A, TypedDict,  # any\n)\n\n\n"),
        ),
        (
            typed("import typing\n\n\n"),
            typed("from typing import TypedDict\nimport typing\n\n\n"),
        ),
        (typed(""), typed("from typing import TypedDict\n\n\n")),
        (
            typed("# requirements:\n# wmill\n\n"),
            typed("# requirements:\n# wmill\n\nfrom typing import TypedDict\n\n\n"),
        ),
        (
            typed("\"\"\"What it does.\"\"\"\n\n# The database.\n"),
            typed("\"\"\"What it does.\"\"\"\n\nfrom typing import TypedDict\n\n\n# The database.\n"),
        ),
        (
            typed("from __future__ import annotations\n\n\n"),
            typed("from __future__ import annotations\nfrom typing import TypedDict\n\n\n"),
        ),
        (
            "def main(n: Optional[List[int]]):\n    return n\n".to_owned(),
            "from typing import Optional, List\n\n\ndef main(n: Optional[List[int]]):\n    return n\n".to_owned(),
        ),
        // What goes leaves no hole.
        (
            format!("from typing import TypedDict\n\n\n{plain}\n\n{class}\n\n"),
            format!("from typing import TypedDict\n\n\n{plain}"),
        ),
        (
            format!("from typing import TypedDict\n\n\n{class}\n\n{plain}"),
            format!("from typing import TypedDict\n\n\n{plain}"),
        ),
        (
            format!("{plain}\n\nmain(1)\n"),
            plain.to_owned(),
        ),
        (
            format!("{plain}\n\nmain(1)\n\n\ndef other():\n    pass\n"),
            format!("{plain}\n\ndef other():\n    pass\n"),
        ),
        (
            format!("{plain}\n\nprint(1)\nmain(1)\nprint(2)\n"),
            format!("{plain}\n\nprint(1)\nprint(2)\n"),
        ),
        (
            format!("from typing import TypedDict\n\n\n{main}\n\n{class}"),
            format!("from typing import TypedDict\n\n\n{class}\n\n{main}"),
        ),
    ];
    let embedded = |code: &str| {
        let lines = code.lines().map(|l| match l {
            "" => "\n".to_owned(),
            l => format!("          {l}\n"),
        });
        format!(
            "summary: S\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: \
             python3\n        content: |\n{}        input_transforms:\n          db: {{type: static, value: null}}\n          \
             n: {{type: static, value: null}}\n",
            lines.collect::<String>()
        )
    };
    for (before, after) in cases {
        let flow = "f/demo/example.flow/flow.yaml";
        for (path, before, after) in [
            (script, before.clone(), after.clone()),
            (flow, embedded(&before), embedded(&after)),
        ] {
            for crlf in [false, true] {
                let lines = |text: &str| match crlf {
                    true => text.replace('\n', "\r\n"),
                    false => text.to_owned(),
                };
                let mut snapshot = Snapshot::default();
                let text = lines(&before);
                let full = format!("{ROOT}/{path}");
                let id = snapshot
                    .workspace
                    .set(&full, Source::Text(text.as_str().into()));
                let mut fixed = text.clone();
                // Hints too, one after the other.
                for _ in 0..4 {
                    let found = snapshot.check_all(id).into_iter();
                    let of_code =
                        |f: &Finding| !["unknown-input", "missing-input"].contains(&f.rule.name);
                    let fix = found.filter(of_code).find_map(|f| f.fix);
                    let Some(fix) = fix else { break };
                    fixed = edited(&fixed, &fix.edits);
                    snapshot
                        .workspace
                        .set(&full, Source::Text(fixed.as_str().into()));
                }
                assert_eq!(fixed, lines(&after), "of {path}\n{before}");
            }
        }
    }
}
