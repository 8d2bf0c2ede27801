//! Ways over a tree-sitter tree that do not recurse: a text can nest as deep as it is long.

use syntax::Span;
use tree_sitter::{Node, TreeCursor};

/// A step of [`walk`], where `F` is `()`, or of [`walk_fields`].
pub enum Visit<'t, F> {
    /// A node, before its children, with the field it fills in its parent.
    Enter(Node<'t>, F),
    /// The same node after its children; only for nodes whose children were visited.
    Leave(Node<'t>),
}

/// The name of a field, for the nodes that fill one.
pub type Field = Option<&'static str>;

/// Visits `root` and what is below it in reading order. On `Enter`, the answer says whether to go on
/// to the children.
pub fn walk<'t>(root: Node<'t>, visit: impl FnMut(Visit<'t, ()>) -> bool) {
    walk_with(root, |_| (), visit);
}

/// The same, with fields: looking them up takes as long as the rest of the way.
pub fn walk_fields<'t>(root: Node<'t>, visit: impl FnMut(Visit<'t, Field>) -> bool) {
    walk_with(root, TreeCursor::field_name, visit);
}

fn walk_with<'t, F>(
    root: Node<'t>,
    field: impl Fn(&TreeCursor<'t>) -> F,
    mut visit: impl FnMut(Visit<'t, F>) -> bool,
) {
    let mut cursor = root.walk();
    let mut depth = 0usize;
    loop {
        let node = cursor.node();
        if visit(Visit::Enter(node, field(&cursor))) {
            if cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            visit(Visit::Leave(node));
        }
        while !(depth > 0 && cursor.goto_next_sibling()) {
            if depth == 0 {
                return;
            }
            cursor.goto_parent();
            depth -= 1;
            visit(Visit::Leave(cursor.node()));
        }
    }
}

/// The nodes from `root` down to the smallest one that holds the byte at `offset`.
pub fn path(root: Node<'_>, offset: usize) -> Vec<Node<'_>> {
    let mut cursor = root.walk();
    let mut path = vec![root];
    while cursor.goto_first_child_for_byte(offset).is_some() {
        let node = cursor.node();
        if node.start_byte() > offset {
            break;
        }
        path.push(node);
    }
    path
}

/// Where a node stands.
pub fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}
