//! After any edits the answers equal those of a fresh start on the same text, whoever asked before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use ide::{Settings, Snapshot};
use model::file::{FileId, Source};
use model::workspace::Workspace;
use proptest::prelude::*;
use syntax::{Edit, Span};

const FLOW: &str = include_str!("workspaces/clean/f/billing/collect_overdue.flow/flow.yaml");
const SCRIPT: &str =
    "import wmill\n\ndef main(a: int, b: str = \"x\"):\n    return wmill.get_variable(b)\n";

fn workspace(flow: &str, script: &str) -> (Snapshot, [FileId; 2]) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    let flow = workspace.set("/w/f/a/b.flow/flow.yaml", Source::Text(flow.into()));
    let script = workspace.set(
        "/w/f/a/b.flow/list_invoices.inline_script.py",
        Source::Text(script.into()),
    );
    (
        Snapshot {
            workspace,
            settings: Settings::default(),
        },
        [flow, script],
    )
}

/// Everything that can be asked, as text.
fn answers(snapshot: &Snapshot, id: FileId) -> String {
    let mut answers = format!("{:?}\n", snapshot.check(id));
    let file = snapshot.workspace.get(id).unwrap();
    // Recovery starts from the line edited last, which a fresh start does not know.
    if file.script().is_none() && !file.yaml().is_clean() {
        return answers;
    }
    let text = file.text();
    for offset in (0..=text.len())
        .step_by(211)
        .filter(|&o| text.is_char_boundary(o))
    {
        answers += &format!("{:?}\n", snapshot.completions(id, offset));
        answers += &format!("{:?}\n", snapshot.hover(id, offset));
        answers += &format!("{:?}\n", snapshot.definition(id, offset));
    }
    answers
}

/// Where (a share of the text), how many bytes go, what comes.
fn edits() -> impl Strategy<Value = Vec<(f64, usize, &'static str)>> {
    let pieces = prop::sample::select(vec![
        "",
        "a",
        ".",
        "results.",
        ": ",
        "- ",
        "\n",
        "\r\n",
        "\r",
        "\u{2028}",
        "\u{85}",
        "  ",
        "\t",
        "\"",
        "'",
        "{",
        "}",
        "[",
        "|",
        "😀",
        "e\u{301}",
        "#",
        "x: 1\n",
        "      - id: z\n",
        "def main(",
        "):\n",
        "flow_input.iter",
        "!inline ",
    ]);
    prop::collection::vec((0.0..1.0, 0usize..12, pieces), 1..12)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn edited_equals_fresh(edits in edits(), asked in prop::collection::vec(any::<bool>(), 12), which in 0usize..2) {
        let (mut snapshot, ids) = workspace(FLOW, SCRIPT);
        let mut texts = [FLOW.to_owned(), SCRIPT.to_owned()];
        for ((share, removed, inserted), ask) in edits.into_iter().zip(asked) {
            let text = &mut texts[which];
            let start = floor(text, (text.len() as f64 * share) as usize);
            let end = floor(text, (start + removed).min(text.len())).max(start);
            text.replace_range(start..end, inserted);
            let edit = Edit { span: Span::new(start, end), new_len: inserted.len() };
            snapshot.workspace.edit(ids[which], edit, Arc::from(text.as_str()));
            // Whether something was worked out between two edits must not matter.
            if ask {
                snapshot.check(ids[which]);
            }
        }
        let (fresh, fresh_ids) = workspace(&texts[0], &texts[1]);
        for (id, fresh_id) in ids.into_iter().zip(fresh_ids) {
            // `missing-field` spares what is being typed on the line edited last.
            let without = |text: String| text.lines().filter(|l| !l.contains("missing-field")).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(without(answers(&snapshot, id)), without(answers(&fresh, fresh_id)));
        }
    }

    #[test]
    fn order_of_files_does_not_matter(turn in 0usize..3) {
        let files = [
            ("/w/f/a/b.flow/flow.yaml", FLOW),
            ("/w/f/a/b.flow/list_invoices.inline_script.py", SCRIPT),
            ("/w/wmill.yaml", "includes: ['**']\n"),
        ];
        let build = |turn: usize| {
            let mut workspace = Workspace::new(vec!["/w".into()]);
            for i in 0..files.len() {
                let (path, text) = files[(i + turn) % files.len()];
                workspace.set(path, Source::Text(text.into()));
            }
            let snapshot = Snapshot { workspace, settings: Settings::default() };
            let id = snapshot.workspace.id(files[0].0).unwrap();
            let findings = snapshot.check(id);
            findings.iter().map(|f| format!("{} {:?} {}", f.rule.name, f.span, f.message)).collect::<Vec<_>>()
        };
        prop_assert_eq!(build(0), build(turn));
    }
}
