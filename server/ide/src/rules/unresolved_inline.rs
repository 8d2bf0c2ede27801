//! A script whose whole text is `!inline …`.

use syntax::Span;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unresolved-inline",
        Level::Error,
        include_str!("unresolved_inline.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.script().is_none() {
        return;
    }
    let text = cx.file.text();
    if is_unresolved(text) {
        let start = text.len() - text.trim_start().len();
        let end = start + text[start..].lines().next().map_or(0, |l| code_of(l).len());
        cx.report(
            Span::new(start, end),
            "`!inline` stands here in place of the code",
        )
        .help("only `flow.yaml` can inline a file: put the code here");
    }
}

/// Whether a text is nothing but `!inline NAME`.
pub(super) fn is_unresolved(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("!inline ") && text.lines().count() == 1
}

/// A line without a comment behind it.
fn code_of(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line).trim_end()
}
