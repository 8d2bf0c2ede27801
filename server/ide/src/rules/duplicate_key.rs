//! A mapping that has a key twice.

use std::borrow::Cow;

use model::file::FileKind;
use rustc_hash::FxHashMap;
use syntax::yaml::Pair;

use super::code_edit::pair_lines;
use super::{FixKind, Level, Rule};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "duplicate-key",
        Level::Error,
        include_str!("duplicate_key.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    if matches!(
        cx.file.kind,
        FileKind::Script(_) | FileKind::LooseFlow | FileKind::Lock | FileKind::Other
    ) {
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
                    let lines = pair_lines(text, &first).filter(|l| {
                        !l.slice(text).contains(" #") && first.span.end < pair.span.start
                    });
                    let fix = lines.map(|span| Fix {
                        applicability: Applicability::Unsafe,
                        ..Fix::replace("Remove the first one", span, "")
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
