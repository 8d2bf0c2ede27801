//! A change as a unified diff, for people on a terminal as well as for `patch`.

use similar::{ChangeTag, TextDiff};

use crate::escape;

/// A diff, and whether it is no longer what `patch` could apply, because it has characters that could
/// steer a terminal and are shown as escapes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::cli) struct Diff {
    /// The text.
    pub(in crate::cli) text: String,
    /// Whether something in it is shown as an escape.
    pub(in crate::cli) is_altered: bool,
}

/// What changes between two texts of the file at `path`.
pub(in crate::cli) fn unified(path: &str, old: &str, new: &str) -> Diff {
    let mut diff = Diff {
        text: names(path, path),
        is_altered: false,
    };
    diff.hunks(old, new);
    diff
}

/// A file that moves, as `git apply` takes it, with what changes in it.
pub(in crate::cli) fn moved(from: &str, to: &str, old: &str, new: &str) -> Diff {
    let (a, b) = (format!("a/{from}"), format!("b/{to}"));
    let shown = escape::diff_path;
    let mut diff = Diff {
        text: format!(
            "diff --git {} {}\nrename from {}\nrename to {}\n",
            shown(&a),
            shown(&b),
            shown(from),
            shown(to)
        ),
        is_altered: false,
    };
    if old != new {
        diff.text += &names(from, to);
        diff.hunks(old, new);
    }
    diff
}

fn names(from: &str, to: &str) -> String {
    let (from, to) = (format!("a/{from}"), format!("b/{to}"));
    format!(
        "--- {}\n+++ {}\n",
        escape::diff_path(&from),
        escape::diff_path(&to)
    )
}

impl Diff {
    fn hunks(&mut self, old: &str, new: &str) {
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
        let (old, new) = (lines(old), lines(new));
        let diff = TextDiff::from_slices(&old, &new);
        for hunk in diff.unified_diff().iter_hunks() {
            self.text += &format!("{}\n", hunk.header());
            for change in hunk.iter_changes() {
                let sign = match change.tag() {
                    ChangeTag::Equal => ' ',
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                let line = change.value();
                let bare = line.strip_suffix('\n').unwrap_or(line);
                let shown = escape::diff(bare);
                self.is_altered |= shown != bare;
                self.text.push(sign);
                self.text.push_str(&shown);
                self.text.push('\n');
                if bare.len() == line.len() {
                    self.text.push_str("\\ No newline at end of file\n");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_diff_is_read_by_patch_and_shown_by_terminals() {
        let diff = unified("f/a.py", "a\nb\r\nc", "a\nB\r\nc");
        let want = "--- a/f/a.py\n+++ b/f/a.py\n@@ -1,3 +1,3 @@\n a\n-b\r\n+B\r\n c\n\
                    \\ No newline at end of file\n";
        assert_eq!((diff.text.as_str(), diff.is_altered), (want, false));
        let diff = unified("n\n.py", "", "\u{1b}[2J\n");
        let want = "--- \"a/n\\n.py\"\n+++ \"b/n\\n.py\"\n@@ -0,0 +1 @@\n+\\u{1b}[2J\n";
        assert_eq!((diff.text.as_str(), diff.is_altered), (want, true));
    }
}
