//! Ways over a tree-sitter tree that do not recurse: a text can nest as deep as it is long.

use rustc_hash::FxHashMap;
use syntax::Span;
use tree_sitter::{Node, TreeCursor};

/// A step of [`walk`], where `F` is `()`, or of [`walk_fields`].
pub(crate) enum Visit<'t, F> {
    /// A node, before its children, with the field it fills in its parent.
    Enter(Node<'t>, F),
    /// The same node after its children; only for nodes whose children were visited.
    Leave(Node<'t>),
}

/// The name of a field, for the nodes that fill one.
pub(crate) type Field = Option<&'static str>;

/// Visits `root` and what is below it in reading order. On `Enter`, the answer says whether to go on
/// to the children.
pub(crate) fn walk<'t>(root: Node<'t>, visit: impl FnMut(Visit<'t, ()>) -> bool) {
    walk_with(root, |_| (), visit);
}

/// The same, with fields: looking them up takes as long as the rest of the way.
pub(crate) fn walk_fields<'t>(root: Node<'t>, visit: impl FnMut(Visit<'t, Field>) -> bool) {
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

/// Who holds whom: tree-sitter finds a node's parent from the root down, each time anew.
#[derive(Default)]
pub(crate) struct Parents<'t>(FxHashMap<usize, Node<'t>>);

impl<'t> Parents<'t> {
    /// The parents of all named nodes below `root`, and what each of those nodes is told to `visit` in
    /// reading order.
    pub(crate) fn below(root: Node<'t>, mut visit: impl FnMut(&Parents<'t>, Node<'t>)) -> Self {
        let mut parents = Parents::default();
        let mut above: Vec<Node<'t>> = Vec::new();
        walk(root, |step| match step {
            Visit::Enter(node, ()) => {
                if !node.is_named() {
                    return false;
                }
                if let Some(parent) = above.last() {
                    parents.0.insert(node.id(), *parent);
                }
                visit(&parents, node);
                above.push(node);
                true
            }
            Visit::Leave(_) => {
                above.pop();
                true
            }
        });
        parents
    }

    /// The parent of a node, whether it is one of those or not.
    pub(crate) fn of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let known = self.0.get(&node.id()).copied();
        known.or_else(|| node.parent())
    }
}

/// The nodes from `root` down to the smallest one that holds the byte at `offset`.
pub(crate) fn path(root: Node<'_>, offset: usize) -> Vec<Node<'_>> {
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

/// The named children.
pub(crate) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.named_children(&mut node.walk()).collect()
}

/// The children that fill the field.
pub(crate) fn fields<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    node.children_by_field_name(field, &mut node.walk())
        .collect()
}

/// Where a node stands.
pub(crate) fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

/// What a node was written as.
pub(crate) fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    source.get(node.byte_range()).unwrap_or("")
}
