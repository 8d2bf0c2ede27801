//! The imports of a Python module, wherever they stand.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned};

use super::Tree;
use super::tree::{Kind, NodeId};

/// Where an import stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ImportPlace {
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
    pub place: ImportPlace,
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

/// Every import of a module.
pub(crate) fn imports(tree: &Tree) -> Vec<Import> {
    let mut found = Vec::new();
    // Up to where the outermost function goes that is open, and the outermost body.
    let (mut function, mut block) = (NodeId::ROOT, NodeId::ROOT);
    let mut known = FxHashMap::default();
    for node in tree.all() {
        match tree.kind(node) {
            Kind::Function { .. } => function = function.max(tree.end(node)),
            Kind::Block => block = block.max(tree.end(node)),
            Kind::Import | Kind::ImportFrom => {
                let place = match (node < function, node < block) {
                    (true, _) => ImportPlace::Function,
                    (false, true) => ImportPlace::Block,
                    (false, false) => ImportPlace::Top,
                };
                let before = found.len();
                let items = tree.children(node);
                found.extend(items.filter_map(|item| import(tree, item, place)));
                if found.len() > before
                    && place != ImportPlace::Top
                    && is_optional(tree, node, &mut known)
                {
                    found[before..].iter_mut().for_each(|i| i.optional = true);
                }
            }
            _ => {}
        }
    }
    found
}

/// What a [`Kind::Alias`] or [`Kind::Star`] imports; `None` for other nodes.
pub(super) fn import(tree: &Tree, item: NodeId, place: ImportPlace) -> Option<Import> {
    let spanned = |n: NodeId| tree.spanned(n);
    let statement = tree.parent(item)?;
    let is_from = tree.kind(statement) == Kind::ImportFrom;
    let module = tree.child(statement, 0).filter(|_| is_from);
    let is_path = |n: &NodeId| tree.kind(*n) == Kind::Path;
    let (module, name, bound, aliased) = match tree.alias(item) {
        Some(parts) => {
            let (module, name) = match is_from {
                true => (module.filter(is_path)?, Some(spanned(parts.name))),
                false => (parts.name, None),
            };
            let bound = parts.bound.unwrap_or(parts.name);
            (module, name, Some(spanned(bound)), parts.alias.is_some())
        }
        None if tree.kind(item) == Kind::Star => {
            (module.filter(is_path)?, Some(spanned(item)), None, false)
        }
        None => return None,
    };
    Some(Import {
        module: spanned(module),
        name,
        bound,
        aliased,
        place,
        optional: false,
        span: tree.span(statement),
    })
}

/// Whether what is round a statement makes it optional: a `try` that goes on without it, the way out
/// of such a `try`, or a condition on the version or the kind of run. `known` keeps what was found out of
/// nodes, by whether the body of a `try` is meant.
fn is_optional(
    tree: &Tree,
    statement: NodeId,
    known: &mut FxHashMap<(NodeId, bool), bool>,
) -> bool {
    let mut below = statement;
    for node in tree.above(statement) {
        let kind = tree.kind(node);
        let is_try = kind == Kind::Try && tree.is_first(below);
        let optional = known
            .entry((node, is_try))
            .or_insert_with(|| match tree.kind(node) {
                Kind::If => {
                    let condition = tree.child(node, 0);
                    let condition = condition.map_or("", |c| tree.text_of(c));
                    let words = ["TYPE_CHECKING", "version_info", "platform", "__name__"];
                    words.iter().any(|w| condition.contains(w))
                }
                Kind::Try if is_try => tree
                    .excepts(node)
                    .any(|clause| catches(tree, clause, node) && goes_on(tree, clause)),
                Kind::Except => tree.parent(node).is_some_and(|t| catches(tree, node, t)),
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
fn catches(tree: &Tree, clause: NodeId, whole: NodeId) -> bool {
    let caught = tree.caught(clause);
    let is_plain = |n: NodeId| {
        matches!(
            tree.kind(n),
            Kind::Assign { .. } | Kind::Import | Kind::ImportFrom
        )
    };
    let body = tree.child(whole, 0);
    ["ImportError", "ModuleNotFoundError"]
        .iter()
        .any(|e| caught.contains(e))
        || (caught.is_empty() || caught.contains("Exception"))
            && body.is_none_or(|b| tree.children(b).all(is_plain))
}

fn goes_on(tree: &Tree, clause: NodeId) -> bool {
    let ends = ["raise", "exit("];
    !ends.iter().any(|w| tree.text_of(clause).contains(w))
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
