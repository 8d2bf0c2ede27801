//! On a line that stands one column off, or begins with a tab: the proposals of the right column. Who takes one gets
//! the line put right along with it.
//!
//! The columns that a line can have are those of the blocks that are open there. Where it has none of them, the
//! questions are asked of a copy of the text with the right blanks, and the answers are brought back.

use model::file::{File, FileKind};
use syntax::text::{is_blank, leading, line_start};
use syntax::yaml::Style;
use syntax::{Edit, FileId, Span};

use super::{Completion, proposals};
use crate::Snapshot;
use crate::cursor::{Line, key_node, take_apart};

/// How much deeper what belongs to a key stands, and what one tab is taken for.
const STEP: usize = 2;

/// The proposals of the columns beside the line's own, the deeper one's first. `None`: the line stands well, or it is
/// not known where it belongs.
pub(super) fn completions(
    snapshot: &Snapshot,
    id: FileId,
    file: &File,
    offset: usize,
) -> Option<Vec<Completion>> {
    let line = misplaced(file, offset)?;
    let mut found: Vec<Completion> = Vec::new();
    for column in &line.columns {
        let (copy, at) = line.put_right(snapshot, id, file, *column, offset);
        for item in proposals(&copy, id, at) {
            let copied = copy.workspace.get(id)?.text();
            let Some(mut item) = line.brought_back(item, copied, file.text(), *column) else {
                continue;
            };
            let is_there = |f: &Completion| f.label == item.label && f.insert == item.insert;
            if !found.iter().any(is_there) {
                item.is_meant &= *column == line.columns[0];
                found.push(item);
            }
        }
    }
    Some(found)
}

/// A line whose blanks are wrong.
struct Misplaced {
    /// Where the line starts.
    start: usize,
    /// Where its blanks end.
    end: usize,
    /// The columns that are meant instead.
    columns: Vec<usize>,
}

impl Misplaced {
    /// The snapshot with the line at `column`, and the cursor there.
    fn put_right(
        &self,
        snapshot: &Snapshot,
        id: FileId,
        file: &File,
        column: usize,
        offset: usize,
    ) -> (Snapshot, usize) {
        let mut text = file.text().to_owned();
        text.replace_range(self.start..self.end, &" ".repeat(column));
        let edit = Edit {
            span: Span::new(self.start, self.end),
            new_len: column,
        };
        let mut copy = snapshot.clone();
        copy.workspace.edit(id, edit, text.into());
        (copy, self.start + column + (offset - self.end))
    }

    /// A proposal of the copy, for the text as it is. `None`: it also changes what cannot be brought back.
    fn brought_back(
        &self,
        mut item: Completion,
        copied: &str,
        text: &str,
        column: usize,
    ) -> Option<Completion> {
        let behind = self.start + column;
        let back = |at: u32| (at as usize + self.end).checked_sub(behind);
        for edit in &mut item.also {
            let span = edit.span;
            if span.start as usize >= behind {
                edit.span = Span::new(back(span.start)?, back(span.end)?);
            } else if span.end as usize > self.start {
                return None;
            }
        }
        let replaced = item.replace;
        let end = back(replaced.end).filter(|end| *end >= self.end)?;
        let before = copied.get(self.start..replaced.start as usize)?;
        // Clients look for all that is replaced up to the cursor.
        let typed = before.get(column..).unwrap_or_default();
        let by = item.filter.as_deref().unwrap_or(&item.label);
        item.filter = Some(format!("{}{typed}{by}", &text[self.start..self.end]));
        item.prefix(before);
        item.replace = Span::new(self.start, end);
        Some(item)
    }
}

/// The line of the cursor, which is in or behind its first word, where it has none of the columns that it can have but
/// one beside it, or a tab.
fn misplaced(file: &File, offset: usize) -> Option<Misplaced> {
    if file.kind != FileKind::Flow || file.path.ends_with(".json") {
        return None;
    }
    let text = file.text();
    let start = line_start(text, offset);
    let line = file.lines().line_of(offset);
    let whole = &text[file.lines().line_range(text, line)];
    let blanks = leading(whole, is_blank).len();
    // Of a line without anything else, only what is before the cursor counts.
    let is_empty = whole.trim().is_empty();
    let end = match is_empty {
        true => offset,
        false => start + blanks,
    };
    let typed = text.get(end..offset)?;
    let word = typed.strip_prefix('-').unwrap_or(typed).trim_start();
    let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_word || text[end..].starts_with(['{', '[', '#']) {
        return None;
    }
    let dash = text[end..].starts_with("- ") || text[end..].trim_end() == "-" || typed == "-";
    if is_text(file, offset, line) {
        return None;
    }
    let blanks = &text[start..end];
    let has_tab = blanks.contains('\t');
    let own = width(blanks);
    let open = Open::at(file, line, dash, (!has_tab).then_some(own))?;
    if open.takes(own) && !has_tab {
        return None;
    }
    let mut columns = match has_tab {
        true if open.takes(own) => vec![own],
        true => open.nearest(own).into_iter().collect(),
        false => open.beside(own),
    };
    columns.sort_unstable_by_key(|c| std::cmp::Reverse(*c));
    columns.dedup();
    (!columns.is_empty()).then_some(Misplaced {
        start,
        end,
        columns,
    })
}

/// How wide blanks are.
fn width(blanks: &str) -> usize {
    blanks.chars().fold(0, |at, c| match c {
        '\t' => (at / STEP + 1) * STEP,
        _ => at + 1,
    })
}

/// Whether the cursor is in text that began on a line above, or between brackets that did.
fn is_text(file: &File, offset: usize, line: usize) -> bool {
    let mut node = file.yaml().at(offset);
    while let Some(n) = node {
        let from = n.span().start as usize;
        if file.lines().line_of(from) < line {
            let is_scalar = n.style().is_some_and(|s| s != Style::Plain);
            if is_scalar || file.text()[from..].starts_with(['{', '[']) {
                return true;
            }
        }
        node = n.parent();
    }
    false
}

/// The blocks that are open at a line.
struct Open {
    /// Their columns: of keys, and of the dashes of lists; the deepest first.
    columns: Vec<usize>,
    /// The line above holds what is deeper than this, in whatever column.
    deeper: Option<usize>,
}

impl Open {
    /// Those above `line`; `dash`: lists alone; `well`: a column that nothing need be known of where a line can have it.
    /// `None`: nothing is above, or text that goes on, or it can have that column.
    fn at(file: &File, line: usize, dash: bool, well: Option<usize>) -> Option<Open> {
        let (text, yaml) = (file.text(), file.yaml());
        let part = |n: usize| take_apart(text, file.lines().line_range(text, n));
        let is_there = |l: &Line<'_>| !l.body.trim().is_empty() && !l.body.starts_with('#');
        let mut open = Open {
            columns: Vec::new(),
            deeper: None,
        };
        let (mut least, mut is_first) = (usize::MAX, true);
        for above in (0..line).rev().map(part) {
            // A dash without anything holds what is deeper.
            let is_dash = above.dash.is_some() && above.body.trim().is_empty();
            if !is_there(&above) && !is_dash {
                continue;
            }
            if above.body == "---" || above.body.starts_with("--- ") {
                break;
            }
            let is_key = key_node(yaml, above.start + above.column).is_some();
            if !is_key && !is_dash {
                // An item that is no mapping, or text of several lines, whose key comes further up.
                let is_item = !is_text(
                    file,
                    above.start + above.column,
                    file.lines().line_of(above.start),
                );
                if let Some(dash) = above.dash.filter(|d| *d < least && is_item) {
                    least = dash;
                    open.columns.push(dash);
                    is_first = false;
                }
                continue;
            }
            let body = above.body.trim_end();
            let own = match is_dash {
                true => above.dash.unwrap_or(above.column),
                false => above.column,
            };
            let bare = body.split(" #").next().unwrap_or(body).trim_end();
            if is_first && (is_dash || bare.ends_with(':')) {
                open.deeper = Some(own);
            } else if is_first && bare.ends_with(['{', '[', ',']) {
                return None;
            }
            // Behind a key of text of several lines comes its text.
            let indicator = bare.rsplit(' ').next().unwrap_or_default();
            if is_first && indicator.starts_with(['|', '>']) {
                open.deeper = None;
                if own_width(file, line) > above.column {
                    return None;
                }
            }
            let holds = open.deeper == Some(own);
            if is_first {
                open.below(file, line);
            }
            is_first = false;
            if own < least && !is_dash {
                let is_listed = !dash || holds;
                if is_listed {
                    open.columns.push(own);
                }
                least = own;
            }
            if let Some(d) = above.dash.filter(|d| *d < least) {
                open.columns.push(d);
                least = d;
            }
            // Most lines stand well, below one of the last few.
            if well.is_some_and(|w| open.takes(w)) {
                return None;
            }
            if least == 0 {
                break;
            }
        }
        (!open.columns.is_empty() || open.deeper.is_some()).then_some(open)
    }

    /// What follows already says in which column what the line above holds stands.
    fn below(&mut self, file: &File, line: usize) {
        let Some(holder) = self.deeper else {
            return;
        };
        let text = file.text();
        let mut below = (line + 1..file.lines().lines())
            .map(|n| take_apart(text, file.lines().line_range(text, n)))
            .filter(|l| !l.body.trim().is_empty() && !l.body.starts_with('#'));
        let Some(next) = below.next() else {
            return;
        };
        let column = next.dash.unwrap_or(next.column);
        if column > holder {
            self.columns.insert(0, column);
            self.deeper = None;
        } else if next.dash == Some(holder) {
            self.deeper = None;
        }
    }

    /// Whether a line can have this column.
    fn takes(&self, column: usize) -> bool {
        self.columns.contains(&column) || self.deeper.is_some_and(|d| column > d)
    }

    /// The columns one to the left and one to the right of it that a line can have.
    fn beside(&self, column: usize) -> Vec<usize> {
        let beside = [Some(column + 1), column.checked_sub(1)];
        let beside = beside.into_iter().flatten();
        beside.filter(|c| self.takes(*c)).collect()
    }

    /// The nearest column that a line can have, the deeper one of two.
    fn nearest(&self, column: usize) -> Option<usize> {
        let deeper = self.deeper.map(|d| d + STEP);
        let all = self.columns.iter().copied().chain(deeper);
        all.min_by_key(|c| (c.abs_diff(column), std::cmp::Reverse(*c)))
    }
}

/// How wide the blanks of a line are.
fn own_width(file: &File, line: usize) -> usize {
    let whole = &file.text()[file.lines().line_range(file.text(), line)];
    width(leading(whole, is_blank))
}
