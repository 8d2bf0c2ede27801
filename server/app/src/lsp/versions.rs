//! A document with the order of its versions.
//!
//! Changes come in the order in which the client made them, says the protocol. Of a quick burst, Helix 25.01
//! has been seen to send version 200 before 199. Their places count in different texts, so that the server's text would never again be the editor's.
//! What came last is therefore remembered: a version that was passed over is put where it belongs, and what
//! came before it is done again on top.

use std::collections::VecDeque;

use syntax::{Document, Edit, Encoding, LineCol, Span};
use tower_lsp::ls_types::{Position, TextDocumentContentChangeEvent as Change};

/// How many versions are remembered.
const REMEMBERED: usize = 32;

/// How many bytes they may have replaced and brought in all: a copy of a rope costs nothing, but for what is
/// no longer in the text.
const MOST_BYTES: usize = 1 << 20;

/// A document, and how it came to be.
#[derive(Debug)]
pub(super) struct Versions {
    document: Document,
    /// The newest version so far, as the client counts.
    version: i32,
    /// The last changes, oldest first, their versions rising.
    recent: VecDeque<Recent>,
}

#[derive(Debug)]
struct Recent {
    version: i32,
    /// The version that it changed, as far as we knew.
    after: i32,
    before: Document,
    changes: Vec<Change>,
    /// How many bytes it replaced and brought.
    bytes: usize,
}

impl Versions {
    /// A document that was opened.
    pub(super) fn new(text: &str, version: i32) -> Versions {
        Versions {
            document: Document::new(text),
            version,
            recent: VecDeque::new(),
        }
    }

    /// The document with all changes so far.
    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    /// The newest version that came.
    pub(super) fn version(&self) -> i32 {
        self.version
    }

    /// Makes the changes of a version and says what became different, in bytes; `None` without any.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> Option<Edit> {
        let Some(place) = self.passed_over(version) else {
            if version <= self.version {
                // The client counts otherwise: it is believed that this comes last.
                self.recent.clear();
            }
            return self.add(version, changes, encoding);
        };
        let old_len = self.document.size();
        let later = self.recent.split_off(place);
        self.document = later[0].before.clone();
        self.version = later[0].after;
        self.add(version, changes, encoding);
        for Recent {
            version, changes, ..
        } in later
        {
            self.add(version, changes, encoding);
        }
        Some(Edit {
            span: Span::new(0, old_len),
            new_len: self.document.size(),
        })
    }

    /// Which of the recent changes came too early, if this version was passed over.
    fn passed_over(&self, version: i32) -> Option<usize> {
        let place = self.recent.iter().position(|r| r.version > version)?;
        (self.recent[place].after < version).then_some(place)
    }

    fn add(&mut self, version: i32, changes: Vec<Change>, encoding: Encoding) -> Option<Edit> {
        let before = self.document.clone();
        let mut edit: Option<Edit> = None;
        for change in &changes {
            let place = |p: Position| LineCol {
                line: p.line,
                col: p.character,
            };
            let range = change.range.map(|r| (place(r.start), place(r.end)));
            let next = self.document.replace(range, encoding, &change.text);
            edit = Some(edit.map_or(next, |e| e.then(next)));
        }
        self.recent.push_back(Recent {
            version,
            after: self.version,
            before,
            changes,
            bytes: edit.map_or(0, |e| e.span.len() + e.new_len),
        });
        let mut bytes: usize = self.recent.iter().map(|r| r.bytes).sum();
        while self.recent.len() > REMEMBERED || bytes > MOST_BYTES {
            bytes -= self.recent.pop_front().map_or(bytes, |r| r.bytes);
        }
        self.version = version;
        edit
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tower_lsp::ls_types::Range;

    use super::*;

    fn change(at: u32, until: u32, text: &str) -> Vec<Change> {
        let place = |character| Position { line: 0, character };
        vec![Change {
            range: Some(Range {
                start: place(at),
                end: place(until),
            }),
            range_length: None,
            text: text.to_owned(),
        }]
    }

    fn after(text: &str, changes: &[(i32, Vec<Change>)]) -> (String, i32) {
        let mut versions = Versions::new(text, 0);
        for (version, changes) in changes {
            let old = versions.document.text();
            let edit = versions.change(*version, changes.clone(), Encoding::Utf16);
            let new = versions.document.text();
            if let Some(edit) = edit {
                // What is said to have changed is all that did.
                let (start, end) = (edit.span.start as usize, edit.span.end as usize);
                assert_eq!(old[..start], new[..start]);
                assert_eq!(old[end..], new[start + edit.new_len..]);
            } else {
                assert_eq!(old, new);
            }
        }
        (versions.document.text().to_string(), versions.version)
    }

    #[test]
    fn a_version_that_was_overtaken() {
        let typed = [
            (1, change(0, 0, "a")),
            (3, change(2, 2, "c")),
            (2, change(1, 1, "b")),
            (4, change(3, 3, "d")),
        ];
        assert_eq!(after("", &typed), ("abcd".to_owned(), 4));
    }

    #[test]
    fn clients_that_count_otherwise_are_believed() {
        let typed = |versions: [i32; 4]| {
            let text = ["a", "b", "c", "d"];
            let changes = (0..4).map(|i| (versions[i], change(i as u32, i as u32, text[i])));
            after("", &changes.collect::<Vec<_>>()).0
        };
        for versions in [
            [0; 4],
            [7; 4],
            [0, -1, -2, -3],
            [10, 20, 30, 40],
            [3, 5, 0, 1],
        ] {
            assert_eq!(typed(versions), "abcd", "{versions:?}");
        }
    }

    #[test]
    fn large_texts_are_not_kept() {
        let mut versions = Versions::new("", 0);
        let text = "x".repeat(MOST_BYTES / 4);
        for version in 1..40 {
            let all = Change {
                range: None,
                range_length: None,
                text: text.clone(),
            };
            versions.change(version, vec![all], Encoding::Utf16);
            assert!(versions.recent.len() <= 3, "{}", versions.recent.len());
        }
    }

    proptest! {
        #[test]
        fn the_order_in_which_versions_come_does_not_matter(
            edits in prop::collection::vec((0..12u32, 0..3u32, "[a-z😀]{0,3}"), 1..20),
            swaps in prop::collection::vec(0..19usize, 0..12),
            step in 1..3i32,
        ) {
            let numbered = edits.iter().enumerate().map(|(i, (at, len, text))| {
                ((i as i32 + 1) * step, change(*at, at + len, text))
            });
            let mut changes: Vec<_> = numbered.collect();
            let wanted = after("some text", &changes);
            // The first one says where the client's count begins.
            for swap in swaps {
                if swap > 0 && swap + 1 < changes.len() {
                    changes.swap(swap, swap + 1);
                }
            }
            prop_assert_eq!(after("some text", &changes), wanted);
        }
    }
}
