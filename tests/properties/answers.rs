//! Every answer as text, and what is true of each of them.

use std::fmt::Write;

use ide::Snapshot;
use syntax::{FileId, Span};

use crate::map::selections;

/// The start of the character that `offset` lies in, or the end of the text.
pub(crate) fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The findings of a file, one a line, other files named by their paths.
pub(crate) fn findings(snapshot: &Snapshot, id: FileId) -> String {
    let mut out = String::new();
    for f in snapshot.check(id) {
        lies_in(snapshot, id, f.span, "finding");
        let (rule, level, span) = (f.rule.name, f.level.name(), f.span);
        writeln!(out, "{rule} {level} {span:?} {} {:?}", f.message, f.help).unwrap();
        for r in f.related {
            lies_in(snapshot, r.file, r.span, "related place");
            writeln!(
                out,
                "  {} {:?} {}",
                path(snapshot, r.file),
                r.span,
                r.message
            )
            .unwrap();
        }
    }
    out
}

/// What is offered, shown and gone to at `offset`, one answer a line.
pub(crate) fn at(snapshot: &Snapshot, id: FileId, offset: usize) -> String {
    let text = snapshot.workspace.get(id).unwrap().text();
    // Offsets past the end or inside a character mean the nearest place before.
    let cursor = boundary(text, offset);
    let mut out = String::new();
    for item in snapshot.completions(id, offset) {
        lies_in(snapshot, id, item.replace, "completion");
        let place = format!("{} at {offset}: {item:?}", path(snapshot, id));
        assert!(item.replace.touches(cursor), "{place}");
        assert!(
            !item.replace.slice(text).contains(['\n', '\r']),
            "more than one line: {place}"
        );
        assert!(!item.label.is_empty(), "{place}");
        writeln!(out, "{item:?}").unwrap();
    }
    if let Some(hover) = snapshot.hover(id, offset) {
        lies_in(snapshot, id, hover.span, "hover");
        assert!(
            hover.span.touches(cursor),
            "{} at {offset}: {hover:?}",
            path(snapshot, id)
        );
        writeln!(out, "{hover:?}").unwrap();
    }
    writeln!(out, "{}", selections(snapshot, id, offset)).unwrap();
    for target in snapshot.definition(id, offset) {
        lies_in(snapshot, id, target.origin, "origin");
        lies_in(snapshot, target.file, target.full, "target");
        lies_in(snapshot, target.file, target.name, "target's name");
        assert!(target.full.contains(target.name), "{target:?}");
        let (origin, full, name) = (target.origin, target.full, target.name);
        writeln!(
            out,
            "{origin:?} {} {full:?} {name:?}",
            path(snapshot, target.file)
        )
        .unwrap();
    }
    out
}

fn path(snapshot: &Snapshot, id: FileId) -> &str {
    snapshot.workspace.get(id).map_or("gone", |f| &f.path)
}

/// A span must cut the text of its file between characters.
#[track_caller]
fn lies_in(snapshot: &Snapshot, id: FileId, span: Span, what: &str) {
    let text = snapshot.workspace.get(id).map_or("", |f| f.text());
    assert!(
        text.get(span.range()).is_some(),
        "{what} outside of {} ({} bytes): {span:?}",
        path(snapshot, id),
        text.len()
    );
}
