//! What a TypeScript program declares.

use syntax::Span;

use super::{Declared, DeclaredKind, MAX_DEPTH};
use crate::javascript::tree::{Kind, NodeId, Role, Tree};

/// Functions, classes, types and what they have, wherever they stand.
pub(super) fn outline(tree: &Tree) -> Vec<Declared> {
    let mut outline: Vec<Declared> = Vec::new();
    // What is listed around the node, outermost first.
    let mut owners: Vec<(NodeId, DeclaredKind)> = Vec::new();
    let mut all = tree.all();
    while let Some(node) = all.next() {
        while owners.pop_if(|(o, _)| tree.end(*o) <= node).is_some() {}
        // The types of parameters have names that are nobody's.
        if tree.kind(node) == Kind::Parameters {
            all.leave_out();
            continue;
        }
        let owner = owners.last().map(|(_, kind)| *kind);
        let found = declared(tree, node, owner);
        let found = found.filter(|(_, name)| !name.is_empty() && owners.len() <= MAX_DEPTH);
        if let Some((kind, name_span)) = found {
            outline.push(Declared {
                name: name_span.slice(tree.text()).to_owned(),
                kind,
                span: statement(tree, node).cover(name_span),
                name_span,
                depth: owners.len(),
            });
            owners.push((node, kind));
        }
    }
    outline
}

/// What a node declares, and where its name stands.
fn declared(
    tree: &Tree,
    node: NodeId,
    owner: Option<DeclaredKind>,
) -> Option<(DeclaredKind, Span)> {
    let name = || tree.part(node, Role::Name).map(|n| tree.span(n));
    let value = || tree.part(node, Role::Value);
    let is_member = owner == Some(DeclaredKind::Class);
    let is_typed = matches!(
        owner,
        Some(DeclaredKind::Interface | DeclaredKind::Field | DeclaredKind::Class)
    );
    let (kind, name) = match tree.kind(node) {
        Kind::Function | Kind::FunctionSignature => (DeclaredKind::Function, name()),
        Kind::Class => (DeclaredKind::Class, name()),
        Kind::Interface | Kind::TypeAlias => (DeclaredKind::Interface, name()),
        Kind::Enum => (DeclaredKind::Enum, name()),
        Kind::Namespace => (DeclaredKind::Namespace, name()),
        Kind::Method | Kind::AbstractMethod if is_member => (DeclaredKind::Method, name()),
        Kind::MethodSignature if is_typed => (DeclaredKind::Method, name()),
        Kind::PropertySignature if is_typed && !is_member => (DeclaredKind::Field, name()),
        Kind::Field if is_member => {
            let kind = match value().and_then(|v| held(tree, v)) {
                Some(DeclaredKind::Function) => DeclaredKind::Method,
                _ => DeclaredKind::Field,
            };
            (kind, name())
        }
        Kind::EnumMember => (DeclaredKind::EnumMember, name()),
        Kind::Declarator => {
            let name = tree.part(node, Role::Name);
            let name = name.filter(|n| tree.kind(*n) == Kind::Identifier);
            (held(tree, value()?)?, name.map(|n| tree.span(n)))
        }
        // Without a name of its own.
        _ if tree.role(node) == Role::Value => {
            let export = tree.parent(node)?;
            if tree.kind(export) != Kind::Export {
                return None;
            }
            let word = "default";
            let at = tree.text_of(export).find(word)? + tree.span(export).start as usize;
            (held(tree, node)?, Some(Span::new(at, at + word.len())))
        }
        _ => return None,
    };
    Some((kind, name?))
}

/// What an expression is, where it is a function or a class.
fn held(tree: &Tree, value: NodeId) -> Option<DeclaredKind> {
    match tree.kind(value) {
        Kind::Arrow | Kind::FunctionExpression => Some(DeclaredKind::Function),
        Kind::ClassExpression => Some(DeclaredKind::Class),
        _ => None,
    }
}

/// All of the statement that a node stands in, where it is the only one in it.
fn statement(tree: &Tree, node: NodeId) -> Span {
    let is_alone = |outer: &NodeId| match tree.kind(*outer) {
        Kind::Variable(_) => tree.children(*outer).count() == 1,
        kind => matches!(kind, Kind::Export | Kind::Ambient | Kind::Expression),
    };
    let whole = tree.above(node).take_while(is_alone).last();
    tree.span(whole.unwrap_or(node))
}
