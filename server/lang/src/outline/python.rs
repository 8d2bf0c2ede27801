//! What a Python program declares.

use super::{Declared, DeclaredKind, MAX_DEPTH};
use crate::python::Tree;
use crate::python::tree::{Kind, NodeId};

/// Functions, classes and what a class gives a type or a value, wherever they stand.
pub(super) fn outline(tree: &Tree) -> Vec<Declared> {
    let mut outline = Vec::new();
    // The definitions around, outermost first.
    let mut around: Vec<NodeId> = Vec::new();
    for node in tree.all() {
        while around.last().is_some_and(|d| !tree.holds(*d, node)) {
            around.pop();
        }
        let in_class = around.last().filter(|d| is_class(tree.kind(**d)));
        let (kind, name) = match tree.kind(node) {
            Kind::Function { .. } => (
                match in_class {
                    Some(_) => DeclaredKind::Method,
                    None => DeclaredKind::Function,
                },
                tree.find(node, |k| matches!(k, Kind::Ident(_))),
            ),
            Kind::Class { .. } => (
                DeclaredKind::Class,
                tree.find(node, |k| matches!(k, Kind::Ident(_))),
            ),
            Kind::Assign { .. } => {
                let block = tree.parent(node);
                let is_own = block.and_then(|b| tree.parent(b)) == in_class.copied();
                let target = tree.child(node, 0).filter(|_| in_class.is_some() && is_own);
                let name = target.filter(|t| matches!(tree.kind(*t), Kind::Name(_)));
                (DeclaredKind::Field, name)
            }
            _ => continue,
        };
        let Some(name) = name.filter(|n| !tree.span(*n).is_empty()) else {
            continue;
        };
        if around.len() > MAX_DEPTH {
            continue;
        }
        outline.push(Declared {
            name: tree.text_of(name).to_owned(),
            kind,
            span: tree.span(node),
            name_span: tree.span(name),
            depth: around.len(),
        });
        if kind != DeclaredKind::Field {
            around.push(node);
        }
    }
    outline
}

fn is_class(kind: Kind) -> bool {
    matches!(kind, Kind::Class { .. })
}
