//! A condition that sets a value where it should compare, or that is a text.

use lang::javascript::tree::{Kind, NodeId, Operator, Role, Tree, Unary};
use model::flow::{Expression, Flow};
use syntax::Span;
use syntax::text::is_word;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "constant-condition",
        Level::Warning,
        include_str!("constant_condition.md"),
    )
    .fix(FixKind::Unsafe),
    check,
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
        let Some(tree) = expression.tree() else {
            continue;
        };
        for constant in constants(tree) {
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
fn constants(tree: &Tree) -> Vec<Constant> {
    let mut found = Vec::new();
    let mut statements = tree.children(NodeId::ROOT);
    let (Some(only), None) = (statements.next(), statements.next()) else {
        return found;
    };
    let mut open = vec![only];
    while let Some(node) = open.pop() {
        match tree.kind(node) {
            Kind::Expression | Kind::Paren => open.extend(tree.child(node, 0)),
            Kind::Unary(Unary::Not) => open.extend(tree.part(node, Role::Argument)),
            Kind::Binary(Operator::And | Operator::Or) => {
                // The left one comes first.
                open.extend(tree.part(node, Role::Right));
                open.extend(tree.part(node, Role::Left));
            }
            Kind::Assign => {
                let left = tree.part(node, Role::Left);
                let right = tree.part(node, Role::Right);
                if let Some((left, right)) = left.zip(right).filter(|(l, _)| is_given(tree, *l)) {
                    let (left, right) = (tree.span(left), tree.span(right));
                    let sign = sign_between(tree, left.end as usize, right.start as usize);
                    found.extend(sign.map(|sign| Constant::Set(sign, left)));
                }
            }
            Kind::Str => found.push(Constant::Text(tree.span(node))),
            Kind::Template => {
                let has_code = tree.child(node, 0).is_some();
                if !has_code && !tree.text_of(node).contains('\\') {
                    found.push(Constant::Text(tree.span(node)));
                }
            }
            _ => {}
        }
    }
    let text = tree.text();
    found.retain(|constant| match constant {
        Constant::Set(..) => true,
        Constant::Text(quoted) => {
            let inner = unquoted(quoted.slice(text));
            inner == "false" || reads(inner)
        }
    });
    found
}

/// The `=` between two places, outside of comments.
fn sign_between(tree: &Tree, start: usize, end: usize) -> Option<Span> {
    let between = tree.text().get(start..end)?;
    let signs = between.match_indices('=').map(|(at, _)| start + at);
    let mut signs = signs.map(|at| Span::new(at, at + 1));
    signs.find(|sign| !tree.comments().iter().any(|c| c.contains(*sign)))
}

/// Whether this is one of the names that are given, or a property of it.
fn is_given(tree: &Tree, left: NodeId) -> bool {
    let is_place = matches!(
        tree.kind(left),
        Kind::Identifier | Kind::Member | Kind::Subscript
    );
    let root = tree.text_of(left).split(|c| !is_word(c)).next();
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
                "Change to `===`",
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
