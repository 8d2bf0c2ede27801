//! The tokens of code, by the tree of its language.

use lang::walk::{Field, Visit, span, walk_fields};
use syntax::{Language, Span, Tree};
use tree_sitter::Node;

use super::{Token, TokenKind, python, typescript};

/// What a node says of itself and of what is in it.
pub(super) enum Says {
    /// It is a token.
    Is(TokenKind),
    /// It is the name of what is declared there.
    Declares(TokenKind),
    /// It is none, but what is in it may be.
    Nothing,
}

/// A node with what it is to the nodes around it.
pub(super) struct At<'a, 't> {
    pub(super) node: Node<'t>,
    pub(super) field: Field,
    /// The nodes around it, innermost last, each with its field.
    pub(super) around: &'a [(Node<'t>, Field)],
}

impl<'t> At<'_, 't> {
    /// The kind of the node around it, `above` levels up from the nearest.
    pub(super) fn outer(&self, above: usize) -> &'t str {
        let at = self.around.len().checked_sub(above + 1);
        at.map_or("", |i| self.around[i].0.kind())
    }

    /// What the nearest node around it is to the next one.
    pub(super) fn outer_field(&self) -> Field {
        self.around.last().and_then(|(_, field)| *field)
    }
}

/// The tokens of a text, in its order and in bytes of it.
pub(super) fn tokens(grammar: Language, tree: &Tree, text: &str) -> Vec<Token> {
    let says: fn(&At<'_, '_>) -> Says = match grammar {
        Language::Python => python::says,
        Language::TypeScript | Language::Tsx | Language::JavaScript => typescript::says,
        Language::Yaml => return Vec::new(),
    };
    let mut tokens = Vec::new();
    let mut around: Vec<(Node<'_>, Field)> = Vec::new();
    walk_fields(tree.root_node(), |visit| {
        let (node, field) = match visit {
            Visit::Enter(node, field) => (node, field),
            Visit::Leave(_) => {
                around.pop();
                return true;
            }
        };
        let at = At {
            node,
            field,
            around: &around,
        };
        let (kind, declares) = match says(&at) {
            Says::Is(kind) => (kind, false),
            Says::Declares(kind) => (kind, true),
            Says::Nothing if is_word(node, text) => (TokenKind::Keyword, false),
            Says::Nothing => {
                around.push((node, field));
                return true;
            }
        };
        tokens.push(Token {
            span: span(node),
            kind,
            declares,
            unresolved: false,
        });
        false
    });
    tokens.retain(|t| !t.span.is_empty());
    tokens
}

/// Whether a node is a word of the language, with no other name than what is written.
fn is_word(node: Node<'_>, text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_alphabetic();
    let written = Span::from(node.byte_range()).slice(text);
    !node.is_named() && !written.is_empty() && written.bytes().all(is_letter)
}
