//! Whether a function can come to its end without a `return`.

use lang::python::tree::{Constant, Kind, NodeId, PatternKind};

use super::places::Places;

/// Whether the end of a block can be reached. Yes, where that is not certain.
pub(super) fn falls_through(block: NodeId, places: &Places<'_>) -> bool {
    let tree = places.tree;
    let Some(last) = tree.children(block).last() else {
        return true;
    };
    let branch = |node: NodeId| {
        let body = tree.body(node);
        body.is_none_or(|b| falls_through(b, places))
    };
    let find = |kind: Kind| tree.find(last, |k| k == kind);
    match tree.kind(last) {
        Kind::Return | Kind::Raise => false,
        Kind::If => {
            let mut clauses = tree.children(last);
            let is_clause = |n: &NodeId| matches!(tree.kind(*n), Kind::Elif | Kind::Else);
            find(Kind::Else).is_none()
                || branch(last)
                || clauses.any(|c| is_clause(&c) && branch(c))
        }
        Kind::With { .. } => branch(last) || places.suppresses(last),
        Kind::Try => {
            if find(Kind::Finally).is_some_and(|f| !branch(f)) {
                return false;
            }
            let body = match find(Kind::Else) {
                Some(otherwise) => branch(last) && branch(otherwise),
                None => branch(last),
            };
            body || tree.excepts(last).any(branch)
        }
        Kind::Match => {
            let cases = tree.children(last);
            let mut cases = cases.filter(|c| tree.kind(*c) == Kind::Case).peekable();
            let mut is_any = cases.peek().is_some();
            let ends = cases.all(|case| {
                let mut parts = tree.children(case).map(|p| tree.kind(p));
                // The last one counts.
                is_any = parts.next() == Some(Kind::Pattern(PatternKind::Wildcard))
                    && parts.next() == Some(Kind::Block);
                !branch(case)
            });
            !is_any || !ends
        }
        Kind::While => {
            let test = tree.child(last, 0);
            let always = test.is_some_and(|t| match tree.kind(t) {
                Kind::Constant(Constant::True) => true,
                Kind::Constant(Constant::Integer) => tree.text_of(t) == "1",
                _ => false,
            });
            !always || tree.below(last).any(|n| tree.kind(n) == Kind::Break)
        }
        _ => true,
    }
}
