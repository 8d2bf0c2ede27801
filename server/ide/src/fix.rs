//! Applying fixes: those of all findings of a file at once, again and again until none is left.

use std::sync::Arc;

use model::file::{FileId, Source};

use crate::Snapshot;
use crate::finding::{Fix, NewFile, TextEdit};

/// Most rounds: a fix may make room for another one, but not without end.
const MAX_ROUNDS: usize = 10;

/// The edits of as many of `fixes` as go together, in the order of the text. A fix whose edits touch
/// those of an earlier one is left for the next round.
pub fn together<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = Vec::new();
    for fix in fixes {
        let clashes = |e: &TextEdit| {
            let apart = |o: &TextEdit| o.span.end < e.span.start || e.span.end < o.span.start;
            !edits.iter().all(apart)
        };
        if !fix.edits.iter().any(clashes) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort_by_key(|e| e.span.start);
    edits
}

/// A text with edits made, which are in its order and do not overlap.
pub fn edited(text: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

impl Snapshot {
    /// The files that mend findings of a file by being there, each once.
    pub fn created(&self, file: FileId) -> Vec<NewFile> {
        let mut created: Vec<NewFile> = Vec::new();
        for fix in self.check(file).into_iter().filter_map(|f| f.fix) {
            let Some(new) = fix.creates else { continue };
            if created.iter().all(|c| c.path != new.path) {
                created.push(new);
            }
        }
        created
    }

    /// The text of a file with its findings mended, and how many fixes that took; `None` where
    /// there is nothing to mend. `also_unsafe`: with fixes that may change the meaning.
    pub fn fixed(&self, file: FileId, also_unsafe: bool) -> Option<(Arc<str>, usize)> {
        let mut snapshot = self.clone();
        let path = snapshot.workspace.get(file)?.path.to_string();
        let mut count = 0;
        for _ in 0..MAX_ROUNDS {
            let findings = snapshot.check(file);
            let fixes = findings.iter().filter_map(|f| f.fix.as_ref());
            let here = |f: &&Fix| (f.safe || also_unsafe) && f.creates.is_none();
            let fixes: Vec<&Fix> = fixes.filter(here).collect();
            let edits = together(fixes.iter().copied());
            if edits.is_empty() {
                break;
            }
            count += fixes.len();
            let text = edited(snapshot.workspace.get(file)?.text(), &edits);
            snapshot.workspace.set(&path, Source::Text(text.into()));
        }
        let text = snapshot.workspace.get(file)?.text();
        (count > 0).then(|| (Arc::from(text), count))
    }
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    use super::*;

    #[test]
    fn fixes_that_clash_wait() {
        let a = Fix::replace("", Span::new(2, 4), "xx");
        let b = Fix::replace("", Span::new(3, 5), "y");
        let c = Fix::replace("", Span::at(0), "-");
        let edits = together([&a, &b, &c]);
        assert_eq!(edited("abcdef", &edits), "-abxxef");
    }
}
