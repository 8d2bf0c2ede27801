//! `{$res: f/a/b}` or `{$var: f/a/b}`: an object where Windmill looks a text up.

use model::file::{FileKind, ItemKind};
use syntax::yaml::Node;

use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

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
                found.push((node.span(), format!("{mark}:{path}")));
                continue;
            }
        }
        rest.extend(node.pairs().filter_map(|p| p.value));
        rest.extend(node.items());
    }
    found.sort_by_key(|(span, _)| span.start);
    // What an alias repeats is written once.
    found.dedup_by_key(|(span, _)| *span);
    for (span, text) in found {
        let written = span.slice(cx.file.text());
        let is_line = written.starts_with('{') && !written.contains('\n');
        let finding = cx
            .report(
                span,
                "Windmill does not look this up: it is an object, not text",
            )
            .help(format!("write `{text}`"));
        if is_line {
            finding.fix(Fix::meant(span, format!("'{text}'")));
        }
    }
}
