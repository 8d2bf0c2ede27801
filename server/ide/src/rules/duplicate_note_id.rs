//! A note whose id another note of the flow has.

use rustc_hash::FxHashMap;
use syntax::Span;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "duplicate-note-id",
        Level::Warning,
        include_str!("duplicate_note_id.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let value = flow.yaml().root().and_then(|r| r.get("value"));
    let notes = value.and_then(|v| v.get("notes"));
    let mut seen: FxHashMap<String, Span> = FxHashMap::default();
    for note in notes.into_iter().flat_map(|n| n.items()) {
        let id = note.get("id").filter(|n| n.is_string() && !n.is_broken());
        let Some((id, name)) = id.and_then(|id| Some((id, id.as_str()?))) else {
            continue;
        };
        let first = *seen.entry(name.to_string()).or_insert(id.span());
        if first == id.span() || name.trim().is_empty() {
            continue;
        }
        let file = cx.id;
        cx.report(
            id.span(),
            format!("Another note has the id `{name}` already"),
        )
        .help("give this note an id of its own")
        .related(file, first, "the other one");
    }
}
