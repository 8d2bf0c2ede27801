//! Where a script names the SDK: `wmill.x`, an alias of it, or a name imported from it.

use rustc_hash::FxHashSet;
use syntax::{Span, Spanned};

use super::Sdk;
use lang::Program;
use lang::python::names::Meaning;
use lang::python::tree::{Kind, NodeId, Symbol};
use lang::python::{Import, Imported, Python};

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
    let python = script.python()?;
    if let Some(found) = import_refs(script)
        .into_iter()
        .find(|r| r.span().touches(offset))
    {
        return Some(found);
    }
    // Right after a name still counts as on it.
    let node = python.tree.identifier_at(offset)?;
    reference(python, node, has_star(script))
}

/// Every name in the script that means the SDK or something in it, in reading order.
pub fn sdk_uses(script: &Program) -> Vec<SdkRef> {
    let python = script.python();
    python.map_or_else(Vec::new, |python| uses_in(script, python))
}

/// The same, with what is read of the whole text at hand.
pub(super) fn uses_in(script: &Program, python: &Python) -> Vec<SdkRef> {
    let mut found = import_refs(script);
    let star = has_star(script);
    let tree = &python.tree;
    let own = script.imports().iter().filter_map(own_name);
    let names: FxHashSet<Symbol> = own.filter_map(|n| tree.symbol(n)).collect();
    if names.is_empty() && !star {
        return found;
    }
    for node in tree.all() {
        // Of `object.attribute`, the object decides.
        let decides = match tree.kind(node) {
            Kind::Attribute(_) => tree.child(node, 0).and_then(|o| tree.symbol_of(o)),
            Kind::Name(symbol) | Kind::Ident(symbol) => Some(symbol),
            _ => None,
        };
        let is_attribute = matches!(tree.kind(node), Kind::Attribute(_));
        if decides.is_some_and(|name| star && !is_attribute || names.contains(&name)) {
            found.extend(reference(python, node, star));
        }
    }
    found.sort_by_key(SdkRef::span);
    found
}

fn has_star(script: &Program) -> bool {
    let mut imports = script.imports().iter();
    imports.any(|i| i.module.value == PACKAGE && i.is_star())
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

/// What an identifier outside of import statements means.
fn reference(python: &Python, node: NodeId, star: bool) -> Option<SdkRef> {
    let tree = &python.tree;
    let meaning = |node| {
        let symbol = tree.symbol_of(node)?;
        Some(python.names().meaning(symbol, python.names().inside(node)))
    };
    let written = tree.name_span(node).slice(tree.text());
    let member = |name: &str| SdkRef::Member {
        name: Spanned::new(name.to_owned(), tree.name_span(node)),
        in_import: false,
    };
    match tree.kind(node) {
        Kind::Attribute(_) => {
            let object = tree.child(node, 0)?;
            let is_name = matches!(tree.kind(object), Kind::Name(_));
            let meaning = meaning(object).filter(|_| is_name)?;
            return is_module(python, meaning).then(|| member(written));
        }
        Kind::Name(_) => {}
        Kind::Ident(_) => {
            let parent = tree.parent(node).map(|p| tree.kind(p));
            if !matches!(parent, Some(Kind::Global | Kind::Nonlocal)) {
                return None;
            }
        }
        _ => return None,
    }
    match meaning(node)? {
        Meaning::Free => (star && Sdk::wmill().member(written).is_some()).then(|| member(written)),
        meaning if is_module(python, meaning) => Some(SdkRef::Module {
            span: tree.span(node),
        }),
        meaning => imported_name(python, meaning).map(member),
    }
}

/// Whether all that gives a name its value are imports of the package.
pub(super) fn is_module(python: &Python, meaning: Meaning<'_>) -> bool {
    let imports = python.all_imported(meaning.bindings());
    imports.is_some_and(|all| all.iter().all(|i| i.name.is_none() && is_package(i)))
}

/// Whether an import binds the package, be it on the way to a module of it.
fn is_package(import: &Imported<'_>) -> bool {
    import.module == PACKAGE || import.module.starts_with("wmill.") && !import.aliased
}

/// The one member of the package that all declarations import.
fn imported_name<'t>(python: &'t Python, meaning: Meaning<'_>) -> Option<&'t str> {
    let imports = python.all_imported(meaning.bindings())?;
    let name = |i: &Imported<'t>| i.name.filter(|_| i.module == PACKAGE);
    let first = name(imports.first()?)?;
    imports
        .iter()
        .all(|i| name(i) == Some(first))
        .then_some(first)
}
