//! `$res:…` and `$var:…` as an expression's text, though they are forms of static values.

use model::flow::{Expression, Flow};
use syntax::Span;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "reference-as-expression",
        Level::Error,
        include_str!("reference_as_expression.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        let Some(reference) = reference(expression) else {
            continue;
        };
        let call = format!("{}(\"{}\")", reference.function, reference.path);
        let message = format!("`${}:` is not JavaScript", reference.form);
        let help =
            format!("make the input `type: static` with this as its `value`, or write `{call}`");
        let fix = as_static(cx, flow, expression);
        cx.report(expression.outer(reference.span), message)
            .help(help)
            .fix = fix;
    }
}

/// The transform as a static one.
fn as_static(cx: &Context<'_>, flow: &Flow, expression: &Expression) -> Option<Fix> {
    let mapping = flow.node(expression.node).parent()?;
    let (kind, key) = (mapping.get("type")?, mapping.pair("expr")?.key);
    let text = cx.file.text();
    let whole = expression.text.trim() == &*expression.text && mapping.get("value").is_none();
    let written = kind.span().slice(text) == "javascript" && key.span().slice(text) == "expr";
    let edit = |span, text: &str| {
        Some(TextEdit {
            span,
            text: text.to_owned(),
        })
    };
    let edits = vec![edit(kind.span(), "static"), edit(key.span(), "value")];
    code_edit::fix("Change to a static value", true, edits).filter(|_| whole && written)
}

/// A reference that stands for the whole text of an expression.
struct Reference<'e> {
    /// `res` or `var`.
    form: &'static str,
    /// What reads the same item in JavaScript.
    function: &'static str,
    path: &'e str,
    /// The text without blanks around it, in the expression.
    span: Span,
}

/// The reference that an expression's text is. Conditions take no references in any form.
fn reference(expression: &Expression) -> Option<Reference<'_>> {
    if expression.position.is_predicate() {
        return None;
    }
    let text = expression.text.trim();
    let forms = [("res", "resource"), ("var", "variable")];
    let (form, function, path) = forms.iter().find_map(|&(form, function)| {
        let path = text.strip_prefix('$')?.strip_prefix(form)?;
        Some((form, function, path.strip_prefix(':')?))
    })?;
    let start = expression.text.len() - expression.text.trim_start().len();
    Some(Reference {
        form,
        function,
        path: path.trim(),
        span: Span::new(start, start + text.len()),
    })
}

/// Whether this rule speaks of the expression, so that others need not say that it is no JavaScript.
pub(super) fn is_reference(expression: &Expression) -> bool {
    reference(expression).is_some()
}
