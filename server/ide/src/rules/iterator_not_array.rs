//! A for loop over what is known to be no list.

use model::flow::{ModuleKind, Position};
use shape::Shape;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "iterator-not-array",
        Level::Warning,
        include_str!("iterator_not_array.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(shapes)) = (cx.flow(), cx.shapes()) else {
        return;
    };
    for (idx, module) in flow
        .modules()
        .filter(|(_, m)| m.kind == ModuleKind::ForLoop)
    {
        let shape = shapes.iterator(idx);
        let is_certain = || cx.shapes_of_code().map(|v| v.iterator(idx).is_no_list());
        if !shape.is_no_list() || is_certain() != Some(true) {
            continue;
        }
        let mut expressions = flow.expressions_of(idx);
        let own = expressions.find(|e| e.position == Position::Iterator);
        let place = match own {
            Some(expression) => {
                let text = &expression.text;
                let start = text.len() - text.trim_start().len();
                expression.outer(syntax::Span::new(start, text.trim_end().len()))
            }
            None => {
                let value = module
                    .value
                    .and_then(|v| flow.node(v).get("iterator")?.get("value"));
                let Some(value) = value else { continue };
                // A text that names a result or a variable is another rule's business.
                let text = value.as_str().unwrap_or_default();
                if ["results", "flow_input", "$"]
                    .iter()
                    .any(|p| text.starts_with(p))
                {
                    continue;
                }
                value.span()
            }
        };
        let whose = match module.id_text() {
            "" => "this loop".to_owned(),
            id => format!("`{id}`"),
        };
        let message = format!("The iterator of {whose} is not a list, so the loop fails");
        let has_parts = |s: &Shape| matches!(s, Shape::Object(_));
        let help = match shape.known() {
            Some(known) if shape.members().iter().any(has_parts) => {
                format!("it is `{known}`: read the list inside it")
            }
            Some(known) => format!("it is {}: give a list, such as `[…]`", kind(&shape, &known)),
            None => "read the list inside it, or make a list of it".to_owned(),
        };
        cx.report(place, message).help(help);
    }
}

/// A value without parts, in words.
fn kind(shape: &Shape, known: &str) -> String {
    match shape {
        Shape::Number => "a number".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::String | Shape::Text(_) => "text".to_owned(),
        Shape::Null => "null".to_owned(),
        _ => format!("`{known}`"),
    }
}
