//! Ways over a tree-sitter tree that do not recurse: a text can nest as deep as it is long.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned};
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

/// All nodes of a tree, with what holds them. tree-sitter finds a node's parent, and the node at a
/// place, from the root down through all that stands before it, each time anew.
pub struct Nodes<'t> {
    /// In reading order, each with the place of its parent; the root is its own.
    list: Vec<(Node<'t>, u32)>,
    places: FxHashMap<usize, u32>,
}

impl<'t> Nodes<'t> {
    /// Looks at all nodes below `root` once.
    pub fn new(root: Node<'t>) -> Nodes<'t> {
        let mut nodes = Nodes {
            list: Vec::new(),
            places: FxHashMap::default(),
        };
        let mut above: Vec<u32> = Vec::new();
        walk(root, |step| {
            match step {
                Visit::Enter(node, ()) => {
                    let place = nodes.list.len() as u32;
                    nodes.places.insert(node.id(), place);
                    let parent = above.last().copied().unwrap_or(place);
                    nodes.list.push((node, parent));
                    above.push(place);
                }
                Visit::Leave(_) => {
                    above.pop();
                }
            }
            true
        });
        nodes
    }

    /// The parent of a node of the tree.
    pub fn parent(&self, node: Node<'t>) -> Option<Node<'t>> {
        let place = *self.places.get(&node.id())?;
        let (_, parent) = self.list[place as usize];
        (parent != place).then(|| self.list[parent as usize].0)
    }

    /// The nodes from the root down to the smallest one that holds the byte at `offset`; see [`path`].
    pub fn path(&self, offset: usize) -> Vec<Node<'t>> {
        // The last one that begins before the byte lies in the smallest one that holds it.
        let behind = self.list.partition_point(|(n, _)| n.start_byte() <= offset);
        let mut path = Vec::new();
        let mut at = behind.saturating_sub(1);
        loop {
            let (node, parent) = self.list[at];
            if node.end_byte() > offset || parent as usize == at {
                path.push(node);
            }
            if parent as usize == at {
                break;
            }
            at = parent as usize;
        }
        path.reverse();
        path
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

/// The named children.
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.named_children(&mut node.walk()).collect()
}

/// The children that fill the field.
pub fn fields<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    node.children_by_field_name(field, &mut node.walk())
        .collect()
}

/// Where a node stands.
pub fn span(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

/// What a node was written as.
pub fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    source.get(node.byte_range()).unwrap_or("")
}

/// What a node was written as, and where.
pub fn spanned(node: Node<'_>, source: &str) -> Spanned<String> {
    Spanned::new(text(node, source).to_owned(), span(node))
}

/// Whether this word or sign is one of the node's own.
pub fn has_token(node: Node<'_>, token: &str) -> bool {
    node.children(&mut node.walk()).any(|n| n.kind() == token)
}
