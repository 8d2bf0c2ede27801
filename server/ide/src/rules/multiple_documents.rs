//! A second YAML document: only the first one is read.

use model::file::{FileKind, Source};

use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "multiple-documents",
        Level::Error,
        include_str!("multiple_documents.md"),
    )
    .category(Category::Syntax),
    check,
};

fn check(cx: &mut Context<'_>) {
    let reads = matches!(
        cx.file.kind,
        FileKind::Flow | FileKind::App | FileKind::Metadata | FileKind::Item(_)
    );
    if !reads || !matches!(cx.file.source, Source::Text(_)) {
        return;
    }
    let yaml = cx.file.yaml();
    let Some(second) = yaml.roots().nth(1) else {
        return;
    };
    // At the marker that starts it, if it has one.
    let start = second.span().start;
    let mut marks = yaml.document_marks().iter();
    let mark = marks.rfind(|m| m.end <= start);
    let span = mark.copied().unwrap_or(second.span());
    cx.report(
        span,
        "A second document starts here: only the first one is read",
    )
    .help("put it into a file of its own, or remove it");
}
