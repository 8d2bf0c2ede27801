//! A parameter with a default whose input can be `null`.

use model::flow::{Flow, Reach, TransformKind};
use syntax::Span;

use super::shared_inline_file::has_wrong_code;
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new("null-default", Level::Hint, include_str!("null_default.md"))
        .category(Category::Suspicious)
        .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        let expressions = module.transforms.iter().filter_map(|t| match t.kind {
            TransformKind::JavaScript(Some(index)) => Some((t, &flow.expressions()[index])),
            _ => None,
        });
        let expressions: Vec<_> = expressions.collect();
        if expressions.is_empty() || has_wrong_code(cx, idx) {
            continue;
        }
        let callee = cx.callee(idx);
        // Python's wrapper leaves out what is null.
        let script = callee.script().filter(|s| s.language.is_typescript());
        let Some(signature) = script.and_then(|_| callee.signature(module)) else {
            continue;
        };
        for (transform, expression) in expressions {
            let param = signature.param(&transform.name);
            let Some(default) = param.and_then(|p| p.default.as_ref()) else {
                continue;
            };
            // Only an expression that is nothing but the read.
            let [chain] = expression.analysis().chains.as_slice() else {
                continue;
            };
            let text = expression.text.trim();
            let whole = chain.span.slice(&expression.text) == text;
            let Some(first) = chain
                .path
                .first()
                .and_then(|s| s.key.name())
                .filter(|_| whole)
            else {
                continue;
            };
            let why = match chain.root.value.as_str() {
                "flow_input" if chain.path.len() == 1 => optional_input(flow, first),
                "results" if chain.path.len() == 1 => match flow.by_id(first) {
                    [target] => match flow.reach(idx, expression.position, *target) {
                        Reach::InBranch(_) => Some("is null where another branch runs"),
                        _ => None,
                    },
                    _ => None,
                },
                _ => None,
            };
            let Some(why) = why else { continue };
            let name = &transform.name.value;
            let start = expression.text.len() - expression.text.trim_start().len();
            let place = expression.outer(Span::new(start, start + text.len()));
            let is_long = default.value.len() > 40 || default.value.contains('\n');
            let help = match is_long {
                true => format!("it {why}: put `??` and the default behind it"),
                false => format!("it {why}: write `{text} ?? {}`", default.value),
            };
            let new = format!("{text} ?? {}", default.value);
            let inner = Span::new(start, start + text.len());
            let edit = code_edit::in_expression(cx, flow, expression, inner, &new);
            let fix = code_edit::fix(scalar::changed_to(&new), false, vec![edit]);
            cx.report(
                place,
                format!("`{text}` may be null: then `{name}` is null, not its default"),
            )
            .help(help)
            .fix = fix.filter(|_| !is_long && !expression.position.is_predicate());
        }
    }
}

/// Why an input can be null: it is neither required nor has it a default.
fn optional_input(flow: &Flow, name: &str) -> Option<&'static str> {
    let schema = flow.schema()?;
    let property = schema.property(name)?;
    let node = flow.node(property.node?);
    let required = schema.required.iter().any(|r| r.value == name);
    let default = node.get("default").is_some_and(|d| !d.is_null());
    (!required && !default && !node.is_unknown()).then_some("is null where it is not given")
}
