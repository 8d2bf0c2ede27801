//! `$var:…` or `$res:…` inside a longer text, where Windmill does not look it up.

use model::file::{FileKind, ItemKind};
use model::flow::ModuleKind;
use syntax::Span;
use syntax::text::is_word;
use syntax::yaml::Node;

use super::expression_as_static::{static_values, texts};
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "reference-in-text",
        Level::Warning,
        include_str!("reference_in_text.md"),
    ),
    check,
};

/// More words than this are prose.
const MAX_WORDS: usize = 6;

fn check(cx: &mut Context<'_>) {
    let mut found = Vec::new();
    if let Some(flow) = cx.flow() {
        // What an agent is told is for a model to read.
        let steps = flow.modules().filter(|(_, m)| m.kind != ModuleKind::Agent);
        found.extend(
            steps
                .flat_map(|(_, m)| static_values(flow, m))
                .flat_map(texts),
        );
    }
    if cx.file.kind == FileKind::Item(ItemKind::Resource) {
        let value = cx.file.yaml().root().and_then(|r| r.get("value"));
        found.extend(value.into_iter().flat_map(texts));
    }
    for node in found.into_iter().filter(|n| n.is_string()) {
        let Some((span, form)) = reference(node) else {
            continue;
        };
        let function = if form == "$var:" {
            "variable"
        } else {
            "resource"
        };
        cx.report(
            span,
            format!("`{form}` inside a longer text stays as it is: Windmill does not look it up"),
        )
        .help(format!(
            "make it an expression, as in `` `Bearer ${{{function}(\"f/folder/name\")}}` ``"
        ));
    }
}

/// The reference in a text that goes on around it, in the file.
fn reference(node: Node<'_>) -> Option<(Span, &'static str)> {
    let written = node.span().slice(node.yaml().text());
    if !written.contains("$var:") && !written.contains("$res:") {
        return None;
    }
    let decoded = node.decode()?;
    let text = &decoded.text;
    if text.trim().contains('\n') || text.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let found = ["$var:", "$res:"].into_iter().find_map(|form| {
        let at = text.find(form).filter(|at| *at > 0)?;
        let path = &text[at + form.len()..];
        let part = |c: char| is_word(c) || matches!(c, '-' | '/');
        let len = path.find(|c| !part(c)).unwrap_or(path.len());
        let path = &path[..len];
        let is_path = ["f/", "u/", "g/"].iter().any(|r| path.starts_with(r));
        let long = path.split('/').filter(|p| !p.is_empty()).count() >= 3;
        (is_path && long).then(|| (Span::new(at, at + form.len() + len), form))
    });
    let (span, form) = found?;
    // Newer forms begin with the name of what they hold.
    let begins = text.starts_with('$');
    (!begins).then(|| (decoded.map.outer_span(span), form))
}
