//! Whether a function can come to its end without a `return`.

use tree_sitter::Node;

use super::places::Places;
use lang::walk::{children, text};

/// Whether the end of a block can be reached. Yes, where that is not certain.
pub(super) fn falls_through(block: Node<'_>, places: &Places<'_>, source: &str) -> bool {
    let statements = children(block);
    let Some(last) = statements.iter().rev().find(|n| n.kind() != "comment") else {
        return true;
    };
    let branch = |node: Node<'_>| {
        let body = node
            .child_by_field_name("body")
            .or(node.child_by_field_name("consequence"));
        let body = body.or_else(|| children(node).into_iter().find(|c| c.kind() == "block"));
        body.is_none_or(|b| falls_through(b, places, source))
    };
    match last.kind() {
        "return_statement" | "raise_statement" => false,
        "if_statement" => {
            let rest: Vec<Node<'_>> = children(*last)
                .into_iter()
                .filter(|n| matches!(n.kind(), "elif_clause" | "else_clause"))
                .collect();
            let has_else = rest.iter().any(|n| n.kind() == "else_clause");
            !has_else || branch(*last) || rest.into_iter().any(branch)
        }
        "with_statement" => branch(*last) || places.suppresses(*last),
        "try_statement" => {
            let clauses = children(*last);
            let finally = clauses.iter().find(|c| c.kind() == "finally_clause");
            if finally.is_some_and(|f| !branch(*f)) {
                return false;
            }
            let body = match clauses.iter().find(|c| c.kind() == "else_clause") {
                Some(otherwise) => branch(*last) && branch(*otherwise),
                None => branch(*last),
            };
            let caught =
                |c: &&Node<'_>| matches!(c.kind(), "except_clause" | "except_group_clause");
            body || clauses.iter().filter(caught).any(|c| branch(*c))
        }
        "match_statement" => {
            let body = last.child_by_field_name("body");
            let clauses = body.map_or(Vec::new(), children);
            let any = |c: &Node<'_>| {
                let pattern = c.named_child(0).map_or("", |p| text(p, source));
                pattern == "_" && c.child_by_field_name("guard").is_none()
            };
            let ends = |c: &Node<'_>| {
                let block = c.child_by_field_name("consequence");
                block.is_some_and(|b| !falls_through(b, places, source))
            };
            let mut cases = clauses.iter().filter(|c| c.kind() == "case_clause");
            !clauses.last().is_some_and(any) || !cases.all(ends)
        }
        "while_statement" => {
            let condition = last.child_by_field_name("condition");
            let always = condition.is_some_and(|c| matches!(text(c, source), "True" | "1"));
            !always || text(*last, source).contains("break")
        }
        _ => true,
    }
}
