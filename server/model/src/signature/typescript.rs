//! Reads the entry point of a TypeScript script.
//!
//! Windmill wants a function declaration named `main`. JavaScript has many more ways to export one;
//! all of them count as unknown, so that nothing is said of a script that runs.
//!
//! Source: <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-ts/src/lib.rs>.

use syntax::Span;
use syntax::text::is_js_word;

use super::python_types::DefaultKind;
use super::types::Type;
use super::typescript_types::{Names, read};
use super::{Entry, Param, Signature};
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree};
use lang::python::ParamKind;

/// What Windmill would find under `name`.
pub(crate) fn entry(tree: &Tree, name: &str) -> Entry {
    let source = tree.text();
    let mut found: Option<(NodeId, NodeId)> = None;
    let mut exported = false;
    let mut unclear = false;
    for statement in tree.children(NodeId::ROOT) {
        let is_export = tree.kind(statement) == Kind::Export;
        let is_default = is_export && tree.has(statement, Mark::Default);
        let declaration = tree.part(statement, Role::Declaration);
        let declaration = declaration.unwrap_or(statement);
        match tree.kind(declaration) {
            Kind::Function if declares(tree, declaration, name) => {
                unclear |= found.is_some();
                // Windmill's own parser takes a default export for no `main`, and runs `Main.main`.
                exported |= is_export && !is_default;
                found = Some((statement, declaration));
            }
            Kind::FunctionSignature => {}
            Kind::Export => match clause(tree, declaration, name) {
                Clause::Local => exported = true,
                Clause::Unclear => unclear = true,
                Clause::Other => {}
            },
            _ => unclear |= mentions(tree, declaration, name),
        }
    }
    let broken = tree.is_broken(NodeId::ROOT) && has_word(source, name);
    match found {
        _ if unclear => Entry::Unknown,
        Some((statement, function)) if exported => {
            signature(tree, statement, function).map_or(Entry::Unknown, Entry::Found)
        }
        _ if broken || exported => Entry::Unknown,
        _ if source.contains("module.exports") || source.contains("workflow(") => Entry::Unknown,
        // A `main` that is not exported cannot be imported by what Windmill runs around it.
        _ => Entry::Missing,
    }
}

/// The name of the function at the top that would be found if it were exported; the last one.
pub(crate) fn unexported(tree: &Tree, name: &str) -> Option<Span> {
    let top = tree.children(NodeId::ROOT);
    let functions = top.filter(|n| {
        let is_function = tree.kind(*n) == Kind::Function && !tree.has(*n, Mark::Generator);
        is_function && declares(tree, *n, name)
    });
    Some(tree.span(tree.part(functions.last()?, Role::Name)?))
}

fn declares(tree: &Tree, node: NodeId, name: &str) -> bool {
    tree.written(tree.part(node, Role::Name)) == name
}

enum Clause {
    /// It exports the local of this name as itself.
    Local,
    /// It may export something under this name.
    Unclear,
    /// It does not.
    Other,
}

/// What `export { … }`, `export * …` and `export default …` do for `name`.
fn clause(tree: &Tree, node: NodeId, name: &str) -> Clause {
    let Some(list) = tree.find(node, |k| k == Kind::ExportClause) else {
        // `export * from`, `export =`; a default export has another name.
        return if tree.has(node, Mark::Default) && !mentions(tree, node, name) {
            Clause::Other
        } else {
            Clause::Unclear
        };
    };
    for item in tree.children(list) {
        let local = tree.part(item, Role::Name).map(|n| tree.text_of(n));
        let outer = tree.part(item, Role::Alias).map(|n| tree.text_of(n));
        let outer = outer.or(local);
        if outer == Some(name) {
            let elsewhere = tree.part(node, Role::Source).is_some();
            return if local == outer && !elsewhere {
                Clause::Local
            } else {
                Clause::Unclear
            };
        }
    }
    Clause::Other
}

/// Whether a statement that is no function may declare or import `name`; its own text decides.
fn mentions(tree: &Tree, node: NodeId, name: &str) -> bool {
    // An abstract class is not looked at.
    let declares = match tree.kind(node) {
        Kind::Class => !tree.has(node, Mark::Abstract),
        kind => matches!(
            kind,
            Kind::Variable(_)
                | Kind::Import
                | Kind::Ambient
                | Kind::Export
                | Kind::Namespace
                | Kind::Broken
        ),
    };
    declares && has_word(tree.text_of(node), name)
}

fn has_word(source: &str, word: &str) -> bool {
    source.split(|c: char| !is_js_word(c)).any(|w| w == word)
}

fn signature(tree: &Tree, statement: NodeId, function: NodeId) -> Option<Signature> {
    let list = tree.part(function, Role::Parameters)?;
    if tree.is_broken(list) {
        return None;
    }
    let names = Names::new(tree, function);
    let mut params = Vec::new();
    let mut patterns = 0;
    for node in tree.children(list) {
        if tree.kind(node) != Kind::Parameter {
            return None;
        }
        let pattern = tree.part(node, Role::Pattern)?;
        match tree.kind(pattern) {
            Kind::Identifier => params.push(param(tree, node, pattern, &names)),
            // Windmill names it by how many of its kind came before.
            Kind::ObjectPattern => {
                patterns += 1;
                let mut param = param(tree, node, pattern, &names);
                param.name.value = format!("anon{patterns}");
                params.push(param);
            }
            _ => return None,
        }
    }
    let returns = tree.part(function, Role::ReturnType);
    let end = tree.span(returns.unwrap_or(list)).end;
    Some(Signature {
        name: tree.spanned(tree.part(function, Role::Name)?),
        params,
        takes_any: false,
        span: Span {
            end,
            ..tree.span(statement)
        },
        doc: doc(tree, statement),
        returns: returns
            .and_then(|n| tree.child(n, 0))
            .map(|n| tree.spanned(n)),
        is_async: tree.has(function, Mark::Async),
    })
}

fn param(tree: &Tree, node: NodeId, name: NodeId, names: &Names<'_>) -> Param {
    let annotation = tree.part(node, Role::Type);
    let annotation = annotation.and_then(|n| tree.child(n, 0));
    let default = tree.part(node, Role::Value);
    let (ty, optional) = match (annotation, default) {
        (Some(annotation), _) => read(tree, annotation, names),
        (None, Some(value)) => (value_type(tree.kind(value)), false),
        (None, None) => (Type::Unknown, false),
    };
    Param {
        name: tree.spanned(name),
        ty,
        annotation: annotation.map(|n| tree.spanned(n)),
        parts: None,
        default: default.map(|n| tree.spanned(n)),
        // A missing argument is `undefined`, so every default applies.
        default_kind: default.map(|_| DefaultKind::Read),
        kind: ParamKind::Plain,
        passed: true,
        optional: optional || tree.has(node, Mark::Optional),
        span: tree.span(node),
    }
}

fn value_type(kind: Kind) -> Type {
    match kind {
        Kind::Str | Kind::Template => Type::Str,
        Kind::Number => Type::Float,
        Kind::True | Kind::False => Type::Bool,
        Kind::Object => Type::Object,
        Kind::Array => Type::List(Box::new(Type::Unknown)),
        _ => Type::Unknown,
    }
}

/// The `/** … */` right above a statement, without its stars.
fn doc(tree: &Tree, statement: NodeId) -> Option<String> {
    let comment = tree.comment_before(statement)?.slice(tree.text());
    let inner = comment.strip_prefix("/**")?.strip_suffix("*/")?;
    let line = |l: &str| {
        let l = l.trim();
        l.strip_prefix('*')
            .map_or(l, |rest| rest.strip_prefix(' ').unwrap_or(rest))
            .to_owned()
    };
    let lines: Vec<String> = inner.lines().map(line).collect();
    Some(lines.join("\n").trim().to_owned())
}
