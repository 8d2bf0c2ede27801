//! What is told of a whole file: it lies in the file, in each other and beside each other, whatever the text.

use std::fmt::Write;

use ide::{DeclaredKind, LinkTarget, OutlineItem, OutlineKind, Snapshot, Token};
use syntax::{FileId, LineIndex, Span};

use crate::answers::boundary;
use crate::samples::{SAMPLES, is_flow, read_files, snapshot, texts, workspace};

/// All that is told of a file, a line for each part.
pub(crate) fn whole(snapshot: &Snapshot, id: FileId) -> String {
    let parts = [outline, folds, links, tokens];
    parts.iter().map(|part| part(snapshot, id)).collect()
}

fn tokens(snapshot: &Snapshot, id: FileId) -> String {
    let text = snapshot.workspace.get(id).unwrap().text();
    let all = snapshot.tokens(id, Span::new(0, text.len()));
    let mut free = 0;
    for token in &all {
        let place = format!("{token:?} in {text}");
        let shown = text.get(token.span.range()).expect(&place);
        assert!(
            !shown.is_empty() && !shown.contains(['\n', '\r']),
            "{place}"
        );
        assert!(free <= token.span.start, "over another: {place}");
        free = token.span.end;
    }
    // Those of a part are those of the whole that touch it.
    let third = text.len() / 3;
    let part = Span::new(boundary(text, third), boundary(text, 2 * third));
    let is_near = |t: &&Token| t.span.start <= part.end && part.start <= t.span.end;
    let near: Vec<Token> = all.iter().filter(is_near).copied().collect();
    assert_eq!(snapshot.tokens(id, part), near, "{part:?} in {text}");
    format!("{all:?}\n")
}

/// What a selection at a place grows to, on one line.
pub(crate) fn selections(snapshot: &Snapshot, id: FileId, offset: usize) -> String {
    let text = snapshot.workspace.get(id).unwrap().text();
    let cursor = boundary(text, offset);
    let grown = snapshot.selections(id, offset);
    assert_eq!(grown.last().map(|s| s.range()), Some(0..text.len()));
    for pair in grown.windows(2) {
        assert!(pair[1].contains(pair[0]) && pair[0] != pair[1], "{grown:?}");
    }
    for span in &grown {
        assert!(span.touches(cursor), "{span:?} at {cursor} in {text}");
        assert!(text.get(span.range()).is_some(), "{span:?} in {text}");
    }
    format!("{grown:?}")
}

fn folds(snapshot: &Snapshot, id: FileId) -> String {
    let file = snapshot.workspace.get(id).unwrap();
    let text = file.text();
    let mut before = None;
    let mut out = String::new();
    for fold in snapshot.folds(id, usize::MAX) {
        let place = format!("{fold:?} in {}:\n{text}", file.path);
        assert!(text.get(fold.span.range()).is_some(), "{place}");
        let line = |at: u32| file.lines().line_of(at as usize);
        let first = line(fold.span.start);
        assert!(before < Some(first), "on one line with another: {place}");
        assert!(first < line(fold.span.end), "one line: {place}");
        before = Some(first);
        writeln!(out, "{fold:?}").unwrap();
    }
    out
}

fn links(snapshot: &Snapshot, id: FileId) -> String {
    let text = snapshot.workspace.get(id).unwrap().text();
    let mut out = String::new();
    for link in snapshot.links(id) {
        let shown = text.get(link.span.range()).unwrap();
        assert!(
            !shown.is_empty() && !shown.contains(['\n', '\r']),
            "{link:?}"
        );
        let target = match link.target {
            LinkTarget::File(file) => snapshot.workspace.get(file).unwrap().path.to_string(),
            LinkTarget::Url(url) => url,
        };
        writeln!(out, "{:?} {target}", link.span).unwrap();
    }
    out
}

fn outline(snapshot: &Snapshot, id: FileId) -> String {
    let file = snapshot.workspace.get(id).unwrap();
    let text = file.text();
    let mut out = String::new();
    // What the item lies in, outermost first, each with where the next one in it may start.
    let mut around: Vec<(Span, u32)> = vec![(Span::new(0, text.len()), 0)];
    for item in snapshot.outline(id) {
        let place = format!("{item:?} in {}:\n{text}", file.path);
        assert!(item.depth < around.len(), "nothing holds it: {place}");
        around.truncate(item.depth + 1);
        let (outer, free) = around.last_mut().unwrap();
        assert!(outer.contains(item.span), "{outer:?} does not hold {place}");
        assert!(*free <= item.span.start, "over another: {place}");
        assert!(item.span.contains(item.name_span), "{place}");
        for span in [item.span, item.name_span] {
            assert!(text.get(span.range()).is_some(), "{place}");
        }
        let is_name = !item.name.trim().is_empty() && !item.name.contains(['\n', '\r']);
        assert!(is_name, "{place}");
        *free = item.span.end;
        around.push((item.span, item.span.start));
        writeln!(out, "{item:?}").unwrap();
    }
    out
}

/// The innermost item of some sort at an offset.
fn at(items: &[OutlineItem], offset: usize, is: impl Fn(OutlineKind) -> bool) -> Option<&str> {
    let inside = |i: &&OutlineItem| i.span.range().contains(&offset) && is(i.kind);
    let found = items.iter().rev().find(inside);
    found.map(|i| i.name.as_str())
}

/// What begins on the first line of a text: its name. `None`: nothing does.
type Opens = fn(&str) -> Option<&str>;

fn step(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim_start);
    let first = lines.next()?;
    match first {
        // Outside of `value` it is none.
        "failure_module:" | "preprocessor_module:" if text.starts_with(' ') => {
            lines.find_map(|l| l.strip_prefix("id: "))
        }
        _ => first.strip_prefix("- id: "),
    }
}

fn definition(text: &str) -> Option<&str> {
    let line = text.lines().next()?.trim_start();
    let line = line.strip_prefix("async ").unwrap_or(line);
    let name = line.strip_prefix("def ").or(line.strip_prefix("class "))?;
    name.split(['(', ':']).next().map(str::trim)
}

/// At every line of the samples' flows and Python files, the innermost step or definition is the one that its
/// indentation says.
#[test]
fn each_line_belongs_to_what_it_is_indented_below() {
    let mut inside = [0; 2];
    for name in SAMPLES {
        let workspace = workspace(&texts(name));
        let snapshot = snapshot(&workspace);
        for id in read_files(&workspace) {
            let file = workspace.get(id).unwrap();
            let in_flow = is_flow(&workspace, id);
            // A mistake in the columns is what some of the broken ones are about.
            let is_whole = match file.script() {
                Some(script) => script.is_python() && script.problems().is_empty(),
                None => in_flow && file.yaml().is_clean(),
            };
            if !is_whole || file.path.ends_with(".json") {
                continue;
            }
            let opens: Opens = if in_flow { step } else { definition };
            let is = |kind| match kind {
                OutlineKind::Code(kind) => !in_flow && kind != DeclaredKind::Field,
                OutlineKind::Input | OutlineKind::Inputs | OutlineKind::Branch => false,
                _ => true,
            };
            let items = snapshot.outline(id);
            let text = file.text();
            let lines = LineIndex::new(text);
            let mut open: Vec<(usize, &str)> = Vec::new();
            // Notes and groups have ids as well.
            let mut aside: Option<usize> = None;
            for line in 0..lines.lines() {
                let range = lines.line_range(text, line);
                let line = &text[range.clone()];
                let indent = line.len() - line.trim_start().len();
                // What continues a text or closes a bracket says nothing of where it stands.
                let is_told = line
                    .trim_start()
                    .starts_with(|c: char| c.is_alphabetic() || c == '-');
                if !is_told {
                    continue;
                }
                open.retain(|(column, _)| *column < indent);
                aside = aside.filter(|a| indent > *a || line.trim_start().starts_with('-'));
                if matches!(line.trim(), "notes:" | "groups:") {
                    aside = Some(indent);
                }
                if let Some(name) = opens(&text[range.start..]).filter(|_| aside.is_none()) {
                    open.push((indent, name.trim_matches(['"', '\''])));
                }
                let wanted = open.last().map(|(_, name)| *name);
                let found = at(&items, range.start + indent, is);
                assert_eq!(found, wanted, "{}: {line:?}", file.path);
                inside[usize::from(in_flow)] += usize::from(wanted.is_some());
            }
        }
    }
    assert!(inside.iter().all(|n| *n > 500), "{inside:?} lines");
}
