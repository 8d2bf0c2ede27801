//! The imports of a Python module, wherever they stand.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned};
use tree_sitter::Node;

use super::module::spanned;
use crate::walk::{Visit, children, fields, span, text, walk};

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
    /// Whether the script gets on where it fails, or it does not count when Windmill runs the script.
    pub optional: bool,
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
    let mut above: Vec<Node<'_>> = Vec::new();
    let mut known = FxHashMap::default();
    walk(root, |visit| {
        let (node, enters) = match visit {
            Visit::Enter(node, _) => (node, true),
            Visit::Leave(node) => (node, false),
        };
        if !enters {
            above.pop();
        }
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
                if holds_no_statement(node) {
                    return false;
                }
                let before = found.len();
                let is_import = import(node, source, place, &mut found);
                if found.len() > before
                    && place != Place::Top
                    && is_optional(&above, node, source, &mut known)
                {
                    found[before..].iter_mut().for_each(|i| i.optional = true);
                }
                if is_import {
                    return false;
                }
            }
        }
        if enters {
            above.push(node);
        }
        true
    });
    found
}

/// Whether no statement can stand in a node: most of a script lies in such nodes. What is broken may
/// hold anything.
fn holds_no_statement(node: Node<'_>) -> bool {
    const SIMPLE: &[&str] = &[
        "expression_statement",
        "return_statement",
        "raise_statement",
        "assert_statement",
        "delete_statement",
        "parameters",
        "comment",
    ];
    SIMPLE.contains(&node.kind()) && !node.has_error()
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
                    optional: false,
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
            optional: false,
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
            optional: false,
            span: whole,
        });
    }
    true
}

/// Whether what is round a statement makes it optional: a `try` that goes on without it, the way out
/// of such a `try`, or a condition on the version or the kind of run. `above` leads down to the
/// statement; `known` keeps what was found out of nodes, by whether the body of a `try` is meant.
fn is_optional<'t>(
    above: &[Node<'t>],
    statement: Node<'t>,
    source: &str,
    known: &mut FxHashMap<(usize, bool), bool>,
) -> bool {
    let mut below = statement;
    for (i, &node) in above.iter().enumerate().rev() {
        let is_body = node.child_by_field_name("body") == Some(below);
        let is_try = node.kind() == "try_statement" && is_body;
        let holder = i.checked_sub(1).map(|i| above[i]);
        let optional = known
            .entry((node.id(), is_try))
            .or_insert_with(|| match node.kind() {
                "if_statement" => {
                    let condition = node.child_by_field_name("condition");
                    let condition = condition.map_or("", |c| text(c, source));
                    let words = ["TYPE_CHECKING", "version_info", "platform", "__name__"];
                    words.iter().any(|w| condition.contains(w))
                }
                "try_statement" if is_body => {
                    let clauses = children(node).into_iter();
                    let mut clauses = clauses.filter(|n| n.kind() == "except_clause");
                    clauses.any(|c| catches(c, node, source) && goes_on(c, source))
                }
                "except_clause" => holder.is_some_and(|t| catches(node, t, source)),
                _ => false,
            });
        if *optional {
            return true;
        }
        below = node;
    }
    false
}

/// Whether an `except` clause is there for imports that fail. One that catches everything counts only
/// where the `try` does little but import.
fn catches(clause: Node<'_>, whole: Node<'_>, source: &str) -> bool {
    let caught = caught(clause, source);
    let is_plain = |n: &Node<'_>| match n.kind() {
        "expression_statement" => n.named_child(0).is_some_and(|n| n.kind() == "assignment"),
        kind => kind.starts_with("import_") || kind == "comment",
    };
    let body = whole
        .child_by_field_name("body")
        .map_or(Vec::new(), children);
    ["ImportError", "ModuleNotFoundError"]
        .iter()
        .any(|e| caught.contains(e))
        || (caught.is_empty() || caught.contains("Exception")) && body.iter().all(is_plain)
}

fn goes_on(clause: Node<'_>, source: &str) -> bool {
    let ends = ["raise", "exit("];
    !ends.iter().any(|w| text(clause, source).contains(w))
}

/// What an `except` clause catches, as written; empty where it catches everything.
fn caught(clause: Node<'_>, source: &str) -> String {
    let caught = children(clause).into_iter();
    let caught = caught.filter(|n| n.kind() != "block" && n.kind() != "comment");
    caught.map(|n| text(n, source)).collect()
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

#[cfg(test)]
mod tests {
    use syntax::Language;

    use crate::Program;

    #[test]
    fn imports_that_a_script_can_do_without() {
        let rows = [
            ("import a", false),
            ("def f():\n  import a", false),
            ("try:\n  import a\nexcept ImportError:\n  a = None", true),
            (
                "try:\n  import a\nexcept (KeyError, ModuleNotFoundError) as é:\n  pass",
                true,
            ),
            ("try:\n  import a\nexcept ImportError:\n  raise X", false),
            ("try:\n  import a\n  B = 1\nexcept:\n  B = 0", true),
            (
                "try:\n  import a\n  a.b()\nexcept Exception as e:\n  print(e)",
                false,
            ),
            ("try:\n  x = f()\nexcept ImportError:\n  import a", true),
            ("try:\n  x = f()\nexcept KeyError:\n  import a", false),
            ("try:\n  x = 1\nfinally:\n  import a", false),
            ("if sys.version_info < (3, 11):\n  import a", true),
            ("if __name__ == '__main__':\n  import a", true),
            ("if x:\n  import a", false),
        ];
        for (text, want) in rows {
            let script = Program::new(Some(Language::Python), format!("{text}\n").into());
            let found: Vec<bool> = script.imports().iter().map(|i| i.optional).collect();
            assert_eq!(found, [want], "{text}");
        }
    }
}
