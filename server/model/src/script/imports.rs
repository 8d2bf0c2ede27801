//! The imports of a Python module, wherever they stand.

use syntax::{Span, Spanned};
use tree_sitter::Node;

use super::module::spanned;
use super::walk::{Visit, children, fields, span, walk};

/// Where an import stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// At the top level of the module.
    Top,
    /// Inside `try`, `if`, `with`, a loop or a class.
    Block,
    /// Inside a function.
    Function,
}

/// One name that an import statement brings, or one star.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The module as written, with its leading dots.
    pub module: Spanned<String>,
    /// What is taken from it: `None` where the module itself is imported, `*` for a star.
    pub name: Option<Spanned<String>>,
    /// The name it is bound to here; `None` for a star.
    pub bound: Option<Spanned<String>>,
    /// Whether `as` gives the bound name.
    pub aliased: bool,
    /// Where it stands.
    pub place: Place,
    /// The whole statement.
    pub span: Span,
}

impl Import {
    /// Whether it takes everything from its module.
    pub fn is_star(&self) -> bool {
        self.bound.is_none()
    }
}

/// Every import below `root`.
pub(crate) fn imports(root: Node<'_>, source: &str) -> Vec<Import> {
    let mut found = Vec::new();
    let (mut functions, mut blocks) = (0usize, 0usize);
    walk(root, |visit| {
        let (node, enters) = match visit {
            Visit::Enter(node, _) => (node, true),
            Visit::Leave(node) => (node, false),
        };
        let counter = match node.kind() {
            "function_definition" => Some(&mut functions),
            "block" => Some(&mut blocks),
            _ => None,
        };
        match counter {
            Some(counter) if enters => *counter += 1,
            Some(counter) => *counter -= 1,
            None if !enters => {}
            None => {
                let place = match (functions, blocks) {
                    (0, 0) => Place::Top,
                    (0, _) => Place::Block,
                    _ => Place::Function,
                };
                return !import(node, source, place, &mut found);
            }
        }
        true
    });
    found
}

/// Reads an import statement; `false` where the node is none.
pub(crate) fn import(node: Node<'_>, source: &str, place: Place, into: &mut Vec<Import>) -> bool {
    let whole = span(node);
    let module = match node.kind() {
        "import_statement" => {
            for part in fields(node, "name") {
                let (name, alias) = parts(part);
                let module = spanned(name, source);
                let bound = alias.or_else(|| name.named_child(0)).unwrap_or(name);
                into.push(Import {
                    bound: Some(spanned(bound, source)),
                    name: None,
                    aliased: alias.is_some(),
                    place,
                    span: whole,
                    module,
                });
            }
            return true;
        }
        "import_from_statement" => match node.child_by_field_name("module_name") {
            Some(module) => spanned(module, source),
            None => return true,
        },
        "future_import_statement" => {
            Spanned::new("__future__".to_owned(), Span::at(node.start_byte()))
        }
        _ => return false,
    };
    for part in fields(node, "name") {
        let (name, alias) = parts(part);
        into.push(Import {
            module: module.clone(),
            name: Some(spanned(name, source)),
            bound: Some(spanned(alias.unwrap_or(name), source)),
            aliased: alias.is_some(),
            place,
            span: whole,
        });
    }
    if let Some(star) = children(node)
        .into_iter()
        .find(|n| n.kind() == "wildcard_import")
    {
        let name = Some(spanned(star, source));
        into.push(Import {
            module,
            name,
            bound: None,
            aliased: false,
            place,
            span: whole,
        });
    }
    true
}

fn parts(node: Node<'_>) -> (Node<'_>, Option<Node<'_>>) {
    match node.kind() {
        "aliased_import" => (
            node.child_by_field_name("name").unwrap_or(node),
            node.child_by_field_name("alias"),
        ),
        _ => (node, None),
    }
}
