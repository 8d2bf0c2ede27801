//! The tree as a flat list in reading order: walks are loops, parents are indices, and depth costs
//! nothing.

use syntax::{Language, Span, Tree};

/// A node that is its own parent: the first one.
pub const ROOT: usize = 0;

/// Deepest nesting that is parsed: error recovery slows down with depth.
const MAX_NESTING: usize = 2_000;

/// Longest text in bytes that is parsed.
const MAX_LEN: usize = 256 * 1024;

/// One node.
pub struct Node {
    /// What the grammar calls it.
    pub kind: &'static str,
    /// The field it fills in its parent; empty where none.
    pub field: &'static str,
    /// Where it stands in the text.
    pub span: Span,
    /// The index of its parent; the root is its own.
    pub parent: usize,
    /// The index after its last descendant.
    pub end: usize,
    /// Whether it is more than a word or a sign.
    pub named: bool,
    /// Stands for something that is not in the text.
    pub missing: bool,
}

/// All nodes of an expression; never empty.
pub struct Flat<'t> {
    /// What was parsed.
    pub text: &'t str,
    /// In reading order.
    pub nodes: Vec<Node>,
    /// Whether the tree shows an error.
    pub has_error: bool,
}

/// Parses an expression. `None` where it is too long or too deep.
pub fn parse(text: &str) -> Option<Flat<'_>> {
    if text.len() > MAX_LEN || syntax::nesting(text) > MAX_NESTING {
        return None;
    }
    if !text.trim_start().starts_with('{') {
        return Some(flatten(text, &syntax::parse(Language::JavaScript, text), 0));
    }
    // Windmill returns it, so it is an object; as a statement it would be a block.
    let wrapped = syntax::parse(Language::JavaScript, &format!("({text}\n)"));
    if wrapped.root_node().has_error() {
        let plain = syntax::parse(Language::JavaScript, text);
        if !plain.root_node().has_error() {
            return Some(flatten(text, &plain, 0));
        }
    }
    Some(flatten(text, &wrapped, 1))
}

/// The nodes of a tree of `text`, or of one that begins `shift` bytes before it.
pub(super) fn flatten<'t>(text: &'t str, tree: &Tree, shift: usize) -> Flat<'t> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut foreign = false;
    let mut cursor = tree.walk();
    let inner = |offset: usize| {
        let mut offset = offset.saturating_sub(shift).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    loop {
        let node = cursor.node();
        // An engine refuses JSX, the grammar does not.
        foreign |= node.kind().starts_with("jsx_");
        nodes.push(Node {
            kind: node.kind(),
            field: cursor.field_name().unwrap_or(""),
            span: Span::new(inner(node.start_byte()), inner(node.end_byte())),
            parent: open.last().copied().unwrap_or(ROOT),
            end: 0,
            named: node.is_named(),
            missing: node.is_missing(),
        });
        open.push(nodes.len() - 1);
        if cursor.goto_first_child() {
            continue;
        }
        loop {
            let end = nodes.len();
            if let Some(done) = open.pop() {
                nodes[done].end = end;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                let has_error = foreign || tree.root_node().has_error();
                return Flat {
                    text,
                    nodes,
                    has_error,
                };
            }
        }
    }
}

impl Flat<'_> {
    /// What the grammar calls a node.
    pub fn kind(&self, node: usize) -> &'static str {
        self.nodes[node].kind
    }

    /// The text a node covers.
    pub fn slice(&self, node: usize) -> &str {
        self.nodes[node].span.slice(self.text)
    }

    /// The children, commas and brackets included.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end;
        let first = node + 1;
        std::iter::successors((first < end).then_some(first), move |&child| {
            let next = self.nodes[child].end;
            (next < end).then_some(next)
        })
    }

    /// The child in a field.
    pub fn child(&self, node: usize, field: &str) -> Option<usize> {
        self.children(node)
            .find(|&child| self.nodes[child].field == field)
    }

    /// The first real child: no punctuation, no comment.
    pub fn first(&self, node: usize) -> Option<usize> {
        self.children(node)
            .find(|&c| self.nodes[c].named && self.kind(c) != "comment")
    }

    /// Whether this node is a function.
    pub fn is_function(&self, node: usize) -> bool {
        matches!(
            self.kind(node),
            "arrow_function"
                | "function_expression"
                | "function_declaration"
                | "generator_function"
                | "generator_function_declaration"
                | "method_definition"
        )
    }
}
