//! Where a script names the SDK: `wmill.x`, an alias of it, or a name imported from it.

use rustc_hash::FxHashSet;
use syntax::{Span, Spanned, Tree};
use tree_sitter::Node;

use super::Sdk;
use lang::Program;
use lang::python::Import;
use lang::python::scope::{Above, Declaration, Meaning, Resolver, is_parameter, scopes};
use lang::walk::{Visit, path, span, text, walk_fields};

/// The package's name.
pub(super) const PACKAGE: &str = "wmill";

/// A name in a script that means the SDK or something in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SdkRef {
    /// The package itself.
    Module {
        /// Where the name stands.
        span: Span,
    },
    /// Something in it, whether the SDK has it or not.
    Member {
        /// Its name in the SDK, and where it stands in the script (there perhaps under an alias).
        name: Spanned<String>,
        /// Whether this is in an import statement, not a use.
        in_import: bool,
    },
}

impl SdkRef {
    /// The member's name in the SDK.
    pub fn member(&self) -> Option<&str> {
        match self {
            SdkRef::Module { .. } => None,
            SdkRef::Member { name, .. } => Some(&name.value),
        }
    }

    /// Where it stands in the script.
    pub fn span(&self) -> Span {
        match self {
            SdkRef::Module { span } => *span,
            SdkRef::Member { name, .. } => name.span,
        }
    }
}

/// What of the SDK the name under `offset` means. `None` in other languages, on anything else, and
/// where a local name hides the SDK's.
pub fn sdk_ref_at(script: &Program, offset: usize) -> Option<SdkRef> {
    let tree = script.python_tree()?;
    if let Some(found) = import_refs(script)
        .into_iter()
        .find(|r| r.span().touches(offset))
    {
        return Some(found);
    }
    let at = |offset: usize| {
        let mut nodes = path(tree.root_node(), offset);
        let node = nodes.pop().filter(|n| n.kind() == "identifier")?;
        Some((node, nodes))
    };
    // Right after a name still counts as on it.
    let (node, above) = at(offset).or_else(|| at(offset.checked_sub(1)?))?;
    if is_parameter(&above, node) {
        return None;
    }
    let scopes = scopes(&[&above[..], &[node]].concat());
    let mut resolver = Resolver::new(tree, &script.text);
    reference(script, &mut resolver, node, above.last().copied(), &scopes)
}

/// Every name in the script that means the SDK or something in it, in reading order.
pub fn sdk_uses(script: &Program) -> Vec<SdkRef> {
    script
        .python_tree()
        .map_or_else(Vec::new, |tree| uses_in(script, tree))
}

/// The same, with the tree of the whole text at hand.
pub(super) fn uses_in(script: &Program, tree: &Tree) -> Vec<SdkRef> {
    let mut found = import_refs(script);
    let star = script
        .imports()
        .iter()
        .any(|i| i.module.value == PACKAGE && i.is_star());
    let names: FxHashSet<&str> = script.imports().iter().filter_map(own_name).collect();
    if names.is_empty() && !star {
        return found;
    }
    let mut resolver = Resolver::new(tree, &script.text);
    let mut above = Above::new(vec![tree.root_node()]);
    walk_fields(tree.root_node(), |visit| {
        let (node, field) = match visit {
            Visit::Enter(node, field) => (node, field),
            Visit::Leave(_) => {
                above.leave();
                return true;
            }
        };
        above.enter(node, field);
        if node.kind() == "identifier" {
            let parent = above.parent();
            // Of `object.attribute`, the object decides.
            let known = match object_of(node, parent) {
                Some(object) => names.contains(text(object, &script.text)),
                None => star || names.contains(text(node, &script.text)),
            };
            if known && !above.is_parameter() {
                found.extend(reference(
                    script,
                    &mut resolver,
                    node,
                    parent,
                    &above.scopes,
                ));
            }
        }
        let import = matches!(node.kind(), "import_statement" | "import_from_statement");
        if import {
            above.leave();
        }
        !import
    });
    found.sort_by_key(SdkRef::span);
    found
}

/// The name that an import of the SDK binds.
fn own_name(import: &Import) -> Option<&str> {
    let own = import.module.value == PACKAGE || import.module.starts_with("wmill.");
    import.bound.as_ref().filter(|_| own).map(|b| b.as_str())
}

/// What import statements themselves name.
fn import_refs(script: &Program) -> Vec<SdkRef> {
    let mut found = Vec::new();
    let mut statement = None;
    for import in script
        .imports()
        .iter()
        .filter(|i| i.module.value == PACKAGE)
    {
        let module = SdkRef::Module {
            span: import.module.span,
        };
        // The names of one statement follow one another.
        if statement != Some(import.module.span) {
            found.push(module);
        }
        statement = Some(import.module.span);
        match (&import.name, &import.bound) {
            (Some(name), Some(bound)) => {
                let member = |span| SdkRef::Member {
                    name: Spanned::new(name.value.clone(), span),
                    in_import: true,
                };
                found.push(member(name.span));
                if import.aliased {
                    found.push(member(bound.span));
                }
            }
            (None, Some(bound)) if import.aliased => {
                found.push(SdkRef::Module { span: bound.span });
            }
            _ => {}
        }
    }
    found
}

/// The name before the dot, where `node` is the attribute after it.
fn object_of<'t>(node: Node<'t>, parent: Option<Node<'t>>) -> Option<Node<'t>> {
    let parent = parent.filter(|p| matches!(p.kind(), "attribute" | "member_type"))?;
    let object = parent.named_child(0)?;
    // In an annotation the object may be wrapped.
    let object = if object.kind() == "type" {
        object.named_child(0)?
    } else {
        object
    };
    (object != node).then_some(object)
}

fn reference<'t>(
    script: &Program,
    resolver: &mut Resolver<'t>,
    node: Node<'t>,
    parent: Option<Node<'t>>,
    scopes: &[Node<'t>],
) -> Option<SdkRef> {
    let written = text(node, &script.text);
    if parent.is_some_and(|p| p.kind() == "keyword_argument" && p.named_child(0) == Some(node)) {
        return None;
    }
    let member = |name: &str| SdkRef::Member {
        name: Spanned::new(name.to_owned(), span(node)),
        in_import: false,
    };
    if let Some(object) = object_of(node, parent) {
        if object.kind() != "identifier" {
            return None;
        }
        let meaning = resolver.meaning_in(text(object, &script.text), scopes);
        return is_module(&meaning).then(|| member(written));
    }
    match resolver.meaning_in(written, scopes) {
        meaning if is_module(&meaning) => Some(SdkRef::Module { span: span(node) }),
        Meaning::Declared(bindings) => {
            imported_name(&bindings.declarations).map(|name| member(&name))
        }
        Meaning::Free => {
            let mut imports = script.imports().iter();
            let star = imports.any(|i| i.module.value == PACKAGE && i.is_star());
            (star && Sdk::wmill().member(written).is_some()).then(|| member(written))
        }
    }
}

/// Whether all declarations are imports of the package.
pub(super) fn is_module(meaning: &Meaning) -> bool {
    let Meaning::Declared(bindings) = meaning else {
        return false;
    };
    bindings.declarations.iter().all(|d| {
        d.import
            .as_ref()
            .is_some_and(|i| i.name.is_none() && is_package(i))
    })
}

/// Whether an import binds the package, be it on the way to a module of it.
fn is_package(import: &Import) -> bool {
    let module = &*import.module.value;
    module == PACKAGE || module.starts_with("wmill.") && !import.aliased
}

/// The one member of the package that all declarations import.
fn imported_name(declarations: &[Declaration]) -> Option<String> {
    let name = |d: &Declaration| {
        let import = d.import.as_ref().filter(|i| i.module.value == PACKAGE)?;
        import.name.as_ref().map(|n| n.value.clone())
    };
    let first = name(declarations.first()?)?;
    declarations
        .iter()
        .all(|d| name(d).as_ref() == Some(&first))
        .then_some(first)
}
