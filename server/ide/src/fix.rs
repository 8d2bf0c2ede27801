//! Applying fixes: those of all findings of a file at once, again and again until none is left.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::file::Source;
use syntax::FileId;

use crate::Snapshot;
use crate::finding::{Finding, Fix, TextEdit};
use crate::rule::Level;

/// Most rounds: a fix may make room for another one, but not without end.
pub const MAX_ROUNDS: usize = 10;

/// The edits of as many of `fixes` as go together, in the order of the text. A fix whose edits touch
/// those of an earlier one is left for the next round.
pub fn together<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<TextEdit> {
    counted(fixes).0
}

/// [`together`], and how many fixes that are.
fn counted<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> (Vec<TextEdit>, usize) {
    // By start; none touches one of another fix, so they lie in the order of their ends as well.
    let mut edits: BTreeMap<(u32, usize), &TextEdit> = BTreeMap::new();
    let mut count = 0;
    for fix in fixes {
        let clashes = |e: &TextEdit| {
            let before = edits.range(..=(e.span.end, usize::MAX)).next_back();
            before.is_some_and(|(_, o)| o.span.end >= e.span.start)
        };
        if !fix.edits.is_empty() && !fix.edits.iter().any(clashes) {
            count += 1;
            for edit in &fix.edits {
                edits.insert((edit.span.start, edits.len()), edit);
            }
        }
    }
    (edits.into_values().cloned().collect(), count)
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

/// Whether `--fix` and `source.fixAll` may fix a finding: errors and warnings only, as a hint is a matter
/// of taste or of reading, and nothing that leaves a part for a person to write. `also_unsafe`: with fixes
/// that put in what was most likely meant.
pub fn applied(finding: &Finding, also_unsafe: bool) -> Option<&Fix> {
    let fix = finding.fix.as_ref()?;
    let allowed = fix.is_safe() || also_unsafe && fix.is_whole();
    (allowed && finding.level != Level::Hint && fix.creates.is_none()).then_some(fix)
}

impl Snapshot {
    /// One round of fixing a file: its text, fixed as far as the fixes go together, and how many fixes
    /// that took; `None` where there is nothing to fix. What it says afterwards may call for another
    /// round, here or elsewhere. `also_unsafe`: with fixes that may change the meaning.
    pub fn fix_once(&self, file: FileId, also_unsafe: bool) -> Option<(Arc<str>, usize)> {
        let findings = self.check_all(file);
        let fixes = findings.iter().filter_map(|f| applied(f, also_unsafe));
        let (edits, count) = counted(fixes);
        let file = self.workspace.get(file).filter(|_| count > 0)?;
        Some((edited(file.text(), &edits).into(), count))
    }

    /// The text of a file with its findings fixed, and how many fixes that took; `None` where
    /// there is nothing to fix. `also_unsafe`: with fixes that may change the meaning.
    pub fn fixed(&self, file: FileId, also_unsafe: bool) -> Option<(Arc<str>, usize)> {
        let mut snapshot = self.clone();
        let path = Arc::clone(&snapshot.workspace.get(file)?.path);
        let mut count = 0;
        let mut fixed = None;
        for _ in 0..MAX_ROUNDS {
            let Some((text, fixes)) = snapshot.fix_once(file, also_unsafe) else {
                break;
            };
            count += fixes;
            fixed = Some(Arc::clone(&text));
            snapshot.workspace.set(&path, Source::Text(text));
        }
        Some((fixed?, count))
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
        let d = Fix {
            edits: vec![
                a.edits[0].clone(),
                TextEdit {
                    span: Span::at(4),
                    text: "!".to_owned(),
                },
            ],
            ..a
        };
        assert_eq!(edited("abcdef", &together([&d, &b, &c])), "-abxx!ef");
    }
}
