//! `{$res: f/a/b}` or `{$var: f/a/b}`: an object where Windmill looks a text up.

use model::file::{FileKind, ItemKind};
use syntax::Span;
use syntax::yaml::Node;

use super::support::schema_node::is_own;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "wrapped-reference",
        Level::Warning,
        include_str!("wrapped_reference.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let mut rest: Vec<Node<'_>> = match cx.file.kind {
        FileKind::Flow => cx
            .flow()
            .map(|f| {
                let values = f
                    .modules()
                    .flat_map(|(_, m)| super::expression_as_static::static_values(f, m));
                values.collect()
            })
            .unwrap_or_default(),
        FileKind::Item(ItemKind::Schedule | ItemKind::Trigger | ItemKind::Resource) => {
            cx.file.yaml().root().into_iter().collect()
        }
        _ => return,
    };
    let mut found = Vec::new();
    while let Some(node) = rest.pop() {
        let mut pairs = node.pairs();
        if let (Some(pair), None) = (pairs.next(), pairs.next()) {
            let mark = ["$res", "$var"].into_iter().find(|m| pair.key.says(m));
            let path = pair.value.and_then(|v| v.as_str());
            if let (Some(mark), Some(path)) = (mark, path) {
                let edit = replacement(cx.file.text(), node);
                found.push((node.span(), format!("{mark}:{path}"), edit));
                continue;
            }
        }
        // What an alias stands for is looked at where it is written.
        let inner = node.pairs().filter_map(|p| p.value).chain(node.items());
        rest.extend(inner.filter(|n| is_own(node, *n)));
    }
    found.sort_by_key(|(span, ..)| span.start);
    for (span, text, edit) in found {
        let finding = cx
            .report(
                span,
                "Windmill does not look this up: it is an object, not text",
            )
            .help(format!("write `{text}`"));
        let is_plain = !text.contains('\'');
        if let Some((span, before)) = edit.filter(|_| is_plain) {
            let fix = Fix::replace(
                format!("Change to `{text}`"),
                span,
                format!("{before}'{text}'"),
            );
            finding.fix(Fix {
                applicability: Applicability::Unsafe,
                ..fix
            });
        }
    }
}

/// What a text takes the place of, and what stands before it: the object in its braces, or from the colon above its line on.
/// `None` where something else stands between.
fn replacement(text: &str, node: Node<'_>) -> Option<(Span, &'static str)> {
    let span = node.span();
    let written = span.slice(text);
    if written.contains('\n') {
        return None;
    }
    if written.starts_with('{') || node.parent().is_some_and(Node::is_sequence) {
        return Some((span, ""));
    }
    let key = node.pair_above()?.key.span();
    let between = text.get(key.end as usize..span.start as usize)?;
    let is_free = between.strip_prefix(':')?.trim().is_empty();
    is_free.then_some((Span::new(key.end as usize, span.end as usize), ": "))
}
