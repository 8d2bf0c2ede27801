//! A mapping that has a key twice.

use std::borrow::Cow;

use model::file::FileKind;
use rustc_hash::FxHashMap;
use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::{Node, Pair};

use super::support::code_edit::pair_lines;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "duplicate-key",
        Level::Error,
        include_str!("duplicate_key.md"),
    )
    .category(Category::Syntax)
    .on_broken_yaml()
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if matches!(
        cx.file.kind,
        FileKind::Script(_)
            | FileKind::Frontend
            | FileKind::LooseFlow
            | FileKind::Lock
            | FileKind::Other
    ) {
        return;
    }
    // Where the text is no YAML, what is one mapping is a guess.
    if matches!(cx.file.kind, FileKind::Flow | FileKind::App) && !cx.file.yaml().is_clean() {
        return;
    }
    let mut open: Vec<_> = cx.file.yaml().roots().collect();
    let mut seen: FxHashMap<Cow<'_, str>, Pair<'_>> = FxHashMap::default();
    while let Some(node) = open.pop() {
        seen.clear();
        for pair in node.pairs() {
            open.extend(pair.value.filter(|v| node.span().contains(v.span())));
            let Some(key) = pair.key.as_str().filter(|k| k != "<<") else {
                continue;
            };
            let span = pair.key.span();
            match seen.get(&*key) {
                Some(&first) => {
                    let text = cx.file.text();
                    if let Some(dash) = missing_dash(text, node, pair) {
                        let message = format!("`- ` is missing before this `{key}`");
                        let id = cx.id;
                        cx.report(span, message)
                            .help(format!(
                                "write `- {key}`: as it stands, it is a second `{key}` of the item above, \
                                 and Windmill refuses the file"
                            ))
                            .related(id, first.key.span(), "the first one")
                            .fix(Fix {
                                applicability: Applicability::Unsafe,
                                ..Fix::replace("Add the `- `", dash, "-")
                            });
                        // What follows belongs to the item that starts here.
                        seen.clear();
                        seen.insert(key, pair);
                        continue;
                    }
                    // With a list or a mapping more goes than a value: a whole step, it may be.
                    let is_small = first
                        .value
                        .is_none_or(|v| !v.is_mapping() && !v.is_sequence());
                    let lines = pair_lines(text, &first).filter(|l| {
                        is_small
                            && !l.slice(text).contains(" #")
                            && first.span.end < pair.span.start
                    });
                    let fix = lines.map(|span| Fix {
                        applicability: Applicability::Unsafe,
                        ..Fix::replace(format!("Remove the first `{key}`"), span, "")
                    });
                    let id = cx.id;
                    let message = format!("`{key}` is written twice in this mapping");
                    cx.report(span, message)
                        .help("keep one: Windmill refuses the file, or uses the last one only")
                        .related(id, first.key.span(), "the first one")
                        .fix = fix;
                }
                None => {
                    seen.insert(key, pair);
                }
            }
        }
        open.extend(node.items().filter(|i| node.span().contains(i.span())));
    }
}

/// Where a `-` belongs, if a key that comes again starts an item whose `- ` was forgotten: it is the first key of
/// an item of a list, or the `id` of a step, and more keys follow. It is the blank in the column of the item's own `-`.
fn missing_dash(text: &str, item: Node<'_>, again: Pair<'_>) -> Option<Span> {
    item.parent().filter(|p| p.is_sequence())?;
    let first = item.pairs().next()?;
    let key = again.key.as_str()?;
    let starts_item = key == "id" || first.key.as_str().is_some_and(|k| k == key);
    let is_last = item.pairs().next_back()?.span.start <= again.span.start;
    if !starts_item || is_last {
        return None;
    }
    let line_of = |at: u32| line_start(text, at as usize);
    let (first_line, line) = (line_of(first.span.start), line_of(again.span.start));
    let before = &text[first_line..first.span.start as usize];
    let indent = &text[line..again.span.start as usize];
    let column = before.rfind('-')?;
    let is_item = before.chars().all(|c| matches!(c, ' ' | '-'));
    let is_beside = indent.len() == before.len() && indent.chars().all(|c| c == ' ');
    (is_item && is_beside).then(|| Span::new(line + column, line + column + 1))
}
