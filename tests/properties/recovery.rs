//! A broken line costs little: what is offered two steps below still holds the steps of all other
//! lines.

use std::collections::BTreeSet;
use std::sync::Arc;

use ide::{CompletionKind, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Edit, FileId, Span};

use crate::samples::{snapshot, texts, workspace};

/// What stands before the cursor.
const TYPED: &str = "results.";

/// Every so manieth of all lines and alterations is looked at; shares no factor with the count of
/// alterations, so that each meets many lines.
const EVERY: usize = 3;

/// What can happen to a line.
#[derive(Clone, Copy, Debug)]
enum Alteration {
    Deleted,
    CutShort,
    ShiftedRight,
    ShiftedLeft,
    TabIndented,
    /// What is behind the colon becomes a half-typed expression.
    ValueCut,
    /// A new line above, at the same column.
    Above(&'static str),
}

const ALTERATIONS: [Alteration; 17] = [
    Alteration::Deleted,
    Alteration::CutShort,
    Alteration::ShiftedRight,
    Alteration::ShiftedLeft,
    Alteration::TabIndented,
    Alteration::Above("word"),
    Alteration::Above("key:"),
    Alteration::Above("- "),
    Alteration::Above("`x`"),
    Alteration::Above("@x"),
    Alteration::Above("["),
    Alteration::Above("{"),
    Alteration::Above("\""),
    Alteration::Above("key"),
    Alteration::Above("expr: a ? 1 : 2"),
    Alteration::Above("<<<<<<< HEAD"),
    Alteration::ValueCut,
];

impl Alteration {
    /// The line afterwards, with its breaks.
    fn of(self, line: &str) -> String {
        let body = line.trim_start();
        let indent = &line[..line.len() - body.len()];
        match self {
            Alteration::Deleted => String::new(),
            Alteration::CutShort => {
                let kept = body.trim_end().chars().count() / 2;
                let kept: String = body.chars().take(kept).collect();
                format!("{indent}{kept}\n")
            }
            Alteration::ShiftedRight => format!(" {line}"),
            Alteration::ShiftedLeft => line.strip_prefix(' ').unwrap_or(line).to_owned(),
            Alteration::ValueCut => match body.split_once(": ") {
                Some((key, _)) => format!("{indent}{key}: results.\n"),
                None => line.to_owned(),
            },
            Alteration::TabIndented => format!("\t{body}"),
            Alteration::Above(text) => format!("{indent}{text}\n{line}"),
        }
    }

    /// Whether the line itself is another one afterwards.
    fn touches_the_line(self) -> bool {
        !matches!(self, Alteration::Above(_))
    }
}

/// A flow with one altered line, and where to ask.
struct State {
    text: String,
    /// The altered line, from 0.
    line: usize,
    what: Alteration,
    /// Behind `results.`, two steps below.
    cursor: usize,
    /// The steps that must still be offered.
    wanted: BTreeSet<String>,
}

/// The steps that are offered at `cursor`.
fn steps(snapshot: &Snapshot, id: FileId, cursor: usize) -> BTreeSet<String> {
    let items = snapshot.completions(id, cursor).into_iter();
    items
        .filter(|i| i.kind == CompletionKind::Step)
        .map(|i| i.label)
        .collect()
}

/// The place behind the first `results.` at least two steps below a line.
fn below(text: &str, line_end: usize) -> Option<usize> {
    let rest = &text[line_end..];
    let second = rest.match_indices("- id: ").nth(1)?.0;
    let at = rest[second..].find(TYPED)?;
    Some(line_end + second + at + TYPED.len())
}

fn states(workspace: &Workspace, id: FileId) -> Vec<State> {
    let text = workspace.get(id).unwrap().text().to_owned();
    let whole = snapshot(workspace);
    let mut states = Vec::new();
    let mut start = 0;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let Some(probe) = below(&text, end) else {
            break;
        };
        let offered = steps(&whole, id, probe);
        for (j, &what) in ALTERATIONS.iter().enumerate() {
            if !(i * ALTERATIONS.len() + j).is_multiple_of(EVERY) {
                continue;
            }
            let altered = what.of(line);
            if altered == line {
                continue;
            }
            let own = line.trim().strip_prefix("- id: ");
            let lost = own.filter(|_| what.touches_the_line());
            states.push(State {
                text: format!("{}{altered}{}", &text[..start], &text[end..]),
                line: i,
                what,
                cursor: probe - line.len() + altered.len(),
                wanted: offered
                    .iter()
                    .filter(|s| Some(s.as_str()) != lost)
                    .cloned()
                    .collect(),
            });
        }
        start = end;
    }
    states
}

/// The share of states, in per mille, that still offer all they must. `type_there` makes the last
/// edit at the cursor, as one who types there; else nothing is known of the last edit.
fn kept(type_there: bool) -> (usize, usize, Vec<String>) {
    let (mut kept, mut count, mut lost) = (0, 0, Vec::new());
    let files = texts("clean");
    let mut workspace = workspace(&files);
    let paths = [
        "/w/f/billing/collect_overdue.flow/flow.yaml",
        "/w/f/crm/lead_intake.flow/flow.yaml",
        "/w/f/billing/month_close.flow/flow.yaml",
    ];
    for path in paths {
        let id = workspace.id(path).unwrap();
        let whole = workspace.get(id).unwrap().text().to_owned();
        for state in states(&workspace, id) {
            if type_there {
                // One character before the cursor is typed last.
                let mut before = state.text.clone();
                before.remove(state.cursor - 1);
                workspace.set(path, Source::Text(before.into()));
                let edit = Edit {
                    span: Span::at(state.cursor - 1),
                    new_len: 1,
                };
                workspace.edit(id, edit, Arc::from(state.text.as_str()));
            } else {
                workspace.set(path, Source::Text(state.text.as_str().into()));
            }
            let offered = steps(&snapshot(&workspace), id, state.cursor);
            count += 1;
            if !state.wanted.is_empty() && state.wanted.is_subset(&offered) {
                kept += 1;
            } else {
                let missing: Vec<_> = state.wanted.difference(&offered).collect();
                let (line, what) = (state.line + 1, state.what);
                let clean = workspace.get(id).unwrap().yaml().is_clean();
                lost.push(format!("{clean} {path}:{line} {what:?}: {missing:?}"));
            }
        }
        workspace.set(path, Source::Text(whole.into()));
    }
    (kept, count, lost)
}

#[test]
fn other_steps_are_still_offered() {
    for type_there in [false, true] {
        let (kept, count, lost) = kept(type_there);
        assert!(count > 300, "{count}");
        assert!(
            kept * 1000 >= count * 990,
            "{kept} of {count}\n{}",
            lost.join("\n")
        );
    }
}
