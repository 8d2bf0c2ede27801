//! Reads the entry point of a TypeScript script.
//!
//! Windmill wants a function declaration named `main`. JavaScript has many more ways to export one;
//! all of them count as unknown, so that nothing is said of a script that runs.

use syntax::{Span, Tree};
use tree_sitter::Node;

use super::python_types::DefaultKind;
use super::types::Type;
use super::typescript_types::{Names, read};
use super::{Entry, Param, Signature};
use lang::python::ParamKind;
use lang::walk::{children, has_token, span, spanned, text};

/// What Windmill would find under `name`.
pub(crate) fn entry(source: &str, tree: &Tree, name: &str) -> Entry {
    let top = children(tree.root_node());
    let mut found: Option<(Node, Node)> = None;
    let mut exported = false;
    let mut unclear = false;
    for statement in &top {
        let is_export = statement.kind() == "export_statement";
        let is_default = is_export && has_token(*statement, "default");
        let declaration = statement
            .child_by_field_name("declaration")
            .unwrap_or(*statement);
        match declaration.kind() {
            "function_declaration" | "generator_function_declaration"
                if declares(declaration, source, name) =>
            {
                unclear |= found.is_some();
                // Windmill's own parser takes a default export for no `main`, and runs `Main.main`.
                exported |= is_export && !is_default;
                found = Some((*statement, declaration));
            }
            "function_signature" => {}
            "export_statement" => match clause(declaration, source, name) {
                Clause::Local => exported = true,
                Clause::Unclear => unclear = true,
                Clause::Other => {}
            },
            _ => unclear |= mentions(declaration, source, name),
        }
    }
    let broken = tree.root_node().has_error() && has_word(source, name);
    match found {
        _ if unclear => Entry::Unknown,
        Some((statement, function)) if exported => {
            signature(source, &top, statement, function).map_or(Entry::Unknown, Entry::Found)
        }
        _ if broken || exported => Entry::Unknown,
        _ if source.contains("module.exports") || source.contains("workflow(") => Entry::Unknown,
        // A `main` that is not exported cannot be imported by what Windmill runs around it.
        _ => Entry::Missing,
    }
}

/// The name of the function at the top that would be found if it were exported; the last one.
pub(crate) fn unexported(source: &str, tree: &Tree, name: &str) -> Option<Span> {
    let top = children(tree.root_node()).into_iter().rev();
    let mut functions =
        top.filter(|n| n.kind() == "function_declaration" && declares(*n, source, name));
    Some(span(functions.next()?.child_by_field_name("name")?))
}

fn declares(node: Node<'_>, source: &str, name: &str) -> bool {
    node.child_by_field_name("name")
        .is_some_and(|n| text(n, source) == name)
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
fn clause(node: Node<'_>, source: &str, name: &str) -> Clause {
    let parts = children(node);
    let Some(list) = parts.iter().find(|n| n.kind() == "export_clause") else {
        // `export * from`, `export =`; a default export has another name.
        return if has_token(node, "default") && !mentions(node, source, name) {
            Clause::Other
        } else {
            Clause::Unclear
        };
    };
    for item in children(*list) {
        let local = item.child_by_field_name("name").map(|n| text(n, source));
        let outer = item
            .child_by_field_name("alias")
            .map(|n| text(n, source))
            .or(local);
        if outer == Some(name) {
            let elsewhere = node.child_by_field_name("source").is_some();
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
fn mentions(node: Node<'_>, source: &str, name: &str) -> bool {
    let declares = matches!(
        node.kind(),
        "lexical_declaration"
            | "variable_declaration"
            | "class_declaration"
            | "import_statement"
            | "ambient_declaration"
            | "export_statement"
            | "internal_module"
            | "ERROR"
    );
    declares && has_word(text(node, source), name)
}

fn has_word(source: &str, word: &str) -> bool {
    source
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
        .any(|w| w == word)
}

fn signature(
    source: &str,
    top: &[Node<'_>],
    statement: Node<'_>,
    function: Node<'_>,
) -> Option<Signature> {
    let list = function.child_by_field_name("parameters")?;
    if list.has_error() {
        return None;
    }
    let names = Names::new(source, top, function);
    let mut params = Vec::new();
    let mut patterns = 0;
    for node in children(list) {
        let optional = match node.kind() {
            "required_parameter" => false,
            "optional_parameter" => true,
            "comment" => continue,
            _ => return None,
        };
        let pattern = node.child_by_field_name("pattern")?;
        match pattern.kind() {
            "identifier" => params.push(param(source, node, pattern, optional, &names)),
            // Windmill names it by how many of its kind came before.
            "object_pattern" => {
                patterns += 1;
                let mut param = param(source, node, pattern, optional, &names);
                param.name.value = format!("anon{patterns}");
                params.push(param);
            }
            _ => return None,
        }
    }
    let returns = function.child_by_field_name("return_type");
    let end = returns.map_or(list.end_byte(), |n| n.end_byte());
    Some(Signature {
        name: spanned(function.child_by_field_name("name")?, source),
        params,
        takes_any: false,
        span: Span::new(statement.start_byte(), end),
        doc: doc(source, statement),
        returns: returns
            .and_then(|n| n.named_child(0))
            .map(|n| spanned(n, source)),
        is_async: has_token(function, "async"),
    })
}

fn param(source: &str, node: Node<'_>, name: Node<'_>, marked: bool, names: &Names<'_>) -> Param {
    let annotation = node
        .child_by_field_name("type")
        .and_then(|n| n.named_child(0));
    let default = node.child_by_field_name("value");
    let (ty, optional) = match (annotation, default) {
        (Some(annotation), _) => read(annotation, source, names),
        (None, Some(value)) => (value_type(value), false),
        (None, None) => (Type::Unknown, false),
    };
    Param {
        name: spanned(name, source),
        ty,
        annotation: annotation.map(|n| spanned(n, source)),
        default: default.map(|n| spanned(n, source)),
        // A missing argument is `undefined`, so every default applies.
        default_kind: default.map(|_| DefaultKind::Read),
        kind: ParamKind::Plain,
        passed: true,
        optional: optional || marked,
        span: span(node),
    }
}

fn value_type(node: Node<'_>) -> Type {
    match node.kind() {
        "string" | "template_string" => Type::Str,
        "number" => Type::Float,
        "true" | "false" => Type::Bool,
        "object" => Type::Object,
        "array" => Type::List(Box::new(Type::Unknown)),
        _ => Type::Unknown,
    }
}

/// The `/** … */` right above a statement, without its stars.
fn doc(source: &str, statement: Node<'_>) -> Option<String> {
    let comment = statement
        .prev_named_sibling()
        .filter(|n| n.kind() == "comment")?;
    let gap = source.get(comment.end_byte()..statement.start_byte())?;
    let inner = text(comment, source)
        .strip_prefix("/**")?
        .strip_suffix("*/")?;
    if !gap.trim().is_empty() {
        return None;
    }
    let line = |l: &str| {
        let l = l.trim();
        l.strip_prefix('*')
            .map_or(l, |rest| rest.strip_prefix(' ').unwrap_or(rest))
            .to_owned()
    };
    let lines: Vec<String> = inner.lines().map(line).collect();
    Some(lines.join("\n").trim().to_owned())
}
