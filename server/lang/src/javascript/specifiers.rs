//! What a TypeScript module imports from others.

use syntax::{Span, Spanned};

use super::tree::{Kind, NodeId, Role, Tree};

/// One import: `import … from "…"`, `export … from "…"` or `import("…")`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Specifier {
    /// The module, without quotes.
    pub module: Spanned<String>,
    /// The names that are taken from it, as the module calls them; `default` too.
    pub names: Vec<Spanned<String>>,
}

/// All imports of a text, in reading order.
pub(crate) fn specifiers(tree: &Tree) -> Vec<Specifier> {
    let mut found = Vec::new();
    for node in tree.all() {
        if let Some((module, names)) = destructured(tree, node) {
            found.push(Specifier { module, names });
        }
        let text = match tree.kind(node) {
            Kind::Import | Kind::Export => tree.part(node, Role::Source),
            Kind::Call => called(tree, node),
            _ => None,
        };
        if let Some(module) = text.and_then(|t| inner(tree, t)) {
            let names = names(tree, node);
            found.push(Specifier { module, names });
        }
    }
    found
}

/// `const { a, b: c } = await import("…")`: the module, and the names of it.
fn destructured(tree: &Tree, node: NodeId) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
    if tree.kind(node) != Kind::Declarator {
        return None;
    }
    let pattern = tree.part(node, Role::Name)?;
    let value = tree.part(node, Role::Value)?;
    if tree.kind(pattern) != Kind::ObjectPattern || tree.kind(value) != Kind::Await {
        return None;
    }
    let call = tree.child(value, 0)?;
    let text = called(tree, call)?;
    let names = tree
        .children(pattern)
        .filter_map(|part| match tree.kind(part) {
            Kind::ShorthandPattern => Some(part),
            Kind::PairPattern => {
                let key = tree.part(part, Role::Key);
                key.filter(|k| tree.kind(*k) == Kind::PropertyName)
            }
            _ => None,
        });
    let names = names.map(|n| tree.spanned(n)).collect();
    Some((inner(tree, text)?, names))
}

/// The text of `import("…")`.
fn called(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let function = tree.part(node, Role::Function)?;
    let arguments = tree.part(node, Role::Arguments)?;
    let mut arguments = tree.children(arguments);
    let (text, more) = (arguments.next()?, arguments.next());
    let is_plain = more.is_none() && tree.kind(text) == Kind::Str;
    (tree.kind(function) == Kind::ImportWord && is_plain).then_some(text)
}

/// A plain text, without its quotes.
pub(super) fn inner(tree: &Tree, text: NodeId) -> Option<Spanned<String>> {
    let whole = tree.span(text);
    let span = Span::new(
        whole.start as usize + 1,
        (whole.end as usize).checked_sub(1)?,
    );
    let value = tree.text().get(span.range())?;
    let is_plain = tree.kind(text) == Kind::Str && !value.contains('\\');
    is_plain.then(|| Spanned::new(value.to_owned(), span))
}

fn names(tree: &Tree, statement: NodeId) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    for part in tree.children(statement) {
        match (tree.kind(part), tree.role(part)) {
            (_, Role::Default) => {
                found.push(Spanned::new("default".to_owned(), tree.span(part)));
            }
            (Kind::ImportSpecifier, _) => found.extend(named(tree, part)),
            (Kind::ExportClause, _) => {
                found.extend(tree.children(part).filter_map(|s| named(tree, s)));
            }
            _ => {}
        }
    }
    found
}

fn named(tree: &Tree, specifier: NodeId) -> Option<Spanned<String>> {
    let name = tree.part(specifier, Role::Name)?;
    (tree.kind(name) == Kind::Identifier).then(|| tree.spanned(name))
}
