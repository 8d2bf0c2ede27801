//! A for loop over what is known to be no list.

use model::flow::{Kind, Position};

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule::new(
    "iterator-not-array",
    Level::Warning,
    include_str!("iterator_not_array.md"),
    check,
);

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(values)) = (cx.flow(), cx.values()) else {
        return;
    };
    for (idx, module) in flow.modules().filter(|(_, m)| m.kind == Kind::ForLoop) {
        let shape = values.iterator(idx);
        let is_certain = || cx.values_of_code().map(|v| v.iterator(idx).is_no_list());
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
        let id = module.id_text();
        let message = format!("The iterator of `{id}` is not a list, so the loop fails");
        let it_is = shape
            .known()
            .map_or(String::new(), |s| format!("it is {s}: "));
        cx.report(place, message).help(format!(
            "{it_is}read the list inside it, or make a list of it"
        ));
    }
}
