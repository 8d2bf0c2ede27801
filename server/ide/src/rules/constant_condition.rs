//! A condition that sets a value where it should compare, or that is a text.

use model::flow::{Expression, Flow};
use syntax::Span;
use tree_sitter::Node;

use super::support::code_edit;
use super::{FixKind, Level, Rule};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "constant-condition",
        Level::Warning,
        include_str!("constant_condition.md"),
        check,
    )
};

/// The names that Windmill gives a condition.
const ROOTS: &[&str] = &[
    "result",
    "results",
    "previous_result",
    "flow_input",
    "flow_env",
    "error",
    "resume",
    "resumes",
];

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    let conditions = flow.expressions().iter();
    for expression in conditions.filter(|e| e.position.is_predicate()) {
        let may_be = |sign: char| expression.text.contains(sign);
        if !['=', '"', '\'', '`'].into_iter().any(may_be) || expression.problem().is_some() {
            continue;
        }
        for constant in constants(&expression.text) {
            report(cx, flow, expression, &constant);
        }
    }
}

enum Constant {
    /// `a.b = c`: the sign, and what is set.
    Set(Span, Span),
    /// A text in quotes that reads something, or says `false`.
    Text(Span),
}

/// What decides the condition: all of it, and what `&&`, `||` and `!` join.
fn constants(text: &str) -> Vec<Constant> {
    let tree = syntax::parse(syntax::Language::JavaScript, text);
    let root = tree.root_node();
    let mut found = Vec::new();
    if root.named_child_count() != 1 {
        return found;
    }
    let mut open: Vec<Node<'_>> = root.named_child(0).into_iter().collect();
    while let Some(node) = open.pop() {
        match node.kind() {
            "expression_statement" | "parenthesized_expression" => open.extend(node.named_child(0)),
            "unary_expression" => {
                let is_not = node.child(0).is_some_and(|sign| sign.kind() == "!");
                open.extend(node.child_by_field_name("argument").filter(|_| is_not));
            }
            "binary_expression" => {
                let sign = node.child_by_field_name("operator");
                if sign.is_some_and(|s| matches!(s.kind(), "&&" | "||")) {
                    // The left one comes first.
                    open.extend(node.child_by_field_name("right"));
                    open.extend(node.child_by_field_name("left"));
                }
            }
            "assignment_expression" => {
                let left = node.child_by_field_name("left");
                let sign = node.child(1).filter(|sign| sign.kind() == "=");
                if let Some((left, sign)) = left.zip(sign).filter(|(l, _)| is_given(*l, text)) {
                    found.push(Constant::Set(span(sign), span(left)));
                }
            }
            "string" => found.push(Constant::Text(span(node))),
            "template_string" => {
                let children = 0..node.named_child_count();
                let mut children = children.filter_map(|i| node.named_child(i as u32));
                if children.all(|n| n.kind() == "string_fragment") {
                    found.push(Constant::Text(span(node)));
                }
            }
            _ => {}
        }
    }
    found.retain(|constant| match constant {
        Constant::Set(..) => true,
        Constant::Text(quoted) => {
            let inner = unquoted(quoted.slice(text));
            inner == "false" || reads(inner)
        }
    });
    found
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// Whether this is one of the names that are given, or a property of it.
fn is_given(left: Node<'_>, text: &str) -> bool {
    let is_place = matches!(
        left.kind(),
        "identifier" | "member_expression" | "subscript_expression"
    );
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let root = text[left.start_byte()..].split(|c| !is_word(c)).next();
    is_place && root.is_some_and(|root| ROOTS.contains(&root))
}

/// The text between quotes.
fn unquoted(quoted: &str) -> &str {
    quoted.get(1..quoted.len() - 1).unwrap_or_default().trim()
}

/// Whether a text starts as a read of what a condition is given.
fn reads(text: &str) -> bool {
    let rest = |root: &&str| {
        text.strip_prefix(*root).is_some_and(|r| {
            let name = r.strip_prefix("?.").or_else(|| r.strip_prefix('.'));
            let is_name = |c: char| c.is_alphabetic() || c == '_';
            name.is_some_and(|n| n.starts_with(is_name))
                || r.starts_with("[\"")
                || r.starts_with("['")
        })
    };
    ROOTS.iter().any(rest)
}

fn report(cx: &mut Context<'_>, flow: &Flow, expression: &Expression, constant: &Constant) {
    let text = &expression.text;
    let (at, message, help, title, edit) = match constant {
        Constant::Set(sign, left) => {
            let name = left.slice(text);
            let is_short = name.len() <= 40 && !name.contains(['\n', '\r']);
            let what = if is_short {
                format!("`{name}`")
            } else {
                "a value".to_owned()
            };
            let message = format!("`=` sets {what} here, and compares nothing");
            (
                *sign,
                message,
                "write `===` to compare",
                "Write `===`",
                Some((*sign, "===")),
            )
        }
        Constant::Text(quoted) => {
            let inner = unquoted(quoted.slice(text));
            let message = match inner == "false" {
                true => "This is the text `false`, not the value: as a condition it is always true",
                false => "This is text, because of its quotes: as a condition it is always true",
            };
            let is_plain = !inner.contains(['\\', '\n', '\r']);
            (
                *quoted,
                message.to_owned(),
                "remove the quotes",
                "Remove the quotes",
                is_plain.then_some((*quoted, inner)),
            )
        }
    };
    let edit = edit.map(|(span, new)| code_edit::in_expression(cx, flow, expression, span, new));
    let fix = edit.and_then(|edit| code_edit::fix(title, true, vec![edit]));
    let fix = fix.map(|fix| Fix {
        applicability: Applicability::Unsafe,
        ..fix
    });
    cx.report(expression.outer(at), message).help(help).fix = fix;
}
