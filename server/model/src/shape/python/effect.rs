//! What code does to the value of a name where it stands: sets a part of it, calls a method that
//! changes it, hands it to something that may do anything with it.

use tree_sitter::Node;

use super::scope::{ChangeKind, Subscript};
use crate::script::walk::{Visit, text, walk};

/// What the code around an identifier does to its value; `None`: only reads it.
pub(super) fn change_at<'t>(
    identifier: Node<'t>,
    source: &'t str,
) -> Option<(ChangeKind<'t>, Vec<Subscript<'t>>, Node<'t>)> {
    let mut path = Vec::new();
    let mut node = identifier;
    let mut parent = node.parent()?;
    // A name of an attribute, of a keyword argument or of a parameter is no use of the variable.
    let is_field = |field| parent.child_by_field_name(field) == Some(identifier);
    match parent.kind() {
        "attribute" if is_field("attribute") => return None,
        "keyword_argument" | "default_parameter" | "typed_default_parameter"
            if is_field("name") =>
        {
            return None;
        }
        _ => {}
    }
    while parent.kind() == "subscript" && parent.child_by_field_name("value") == Some(node) {
        path.push(Subscript(parent));
        node = parent;
        parent = node.parent()?;
    }
    let is_field = |field| parent.child_by_field_name(field) == Some(node);
    let kind = match parent.kind() {
        "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause"
            if is_field("left") =>
        {
            if path.is_empty() {
                return None;
            }
            match (parent.kind(), parent.child_by_field_name("right")) {
                ("assignment", Some(value)) if value.kind() != "assignment" => {
                    ChangeKind::Set(value)
                }
                _ => ChangeKind::SetUnknown,
            }
        }
        "pattern_list" | "tuple_pattern" | "list_pattern" if !path.is_empty() => {
            ChangeKind::SetUnknown
        }
        "delete_statement" if !path.is_empty() => ChangeKind::Delete,
        "expression_list" if !path.is_empty() && is_deleted(parent) => ChangeKind::Delete,
        "attribute" => {
            let method = text(parent.child_by_field_name("attribute")?, source);
            let outer = parent.parent()?;
            let called =
                outer.kind() == "call" && outer.child_by_field_name("function") == Some(parent);
            match called {
                true if READS.contains(&method) => return None,
                true => ChangeKind::Call(method, outer),
                false if is_target(parent) => ChangeKind::Escape,
                false => return None,
            }
        }
        "argument_list" => escape(parent, source)?,
        "keyword_argument" => escape(parent.parent()?, source)?,
        // Another name for the same thing: what that name does, it does to this one.
        "assignment" if is_field("right") => alias(parent, source)?,
        "named_expression" => ChangeKind::Escape,
        "for_statement" if is_field("right") => alias(parent, source)?,
        _ => return None,
    };
    Some((kind, path, parent))
}

/// Methods of lists, dicts and texts that leave them as they are.
const READS: &[&str] = &[
    "items",
    "keys",
    "values",
    "get",
    "copy",
    "index",
    "count",
    "join",
    "split",
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "title",
    "format",
    "replace",
    "startswith",
    "endswith",
    "encode",
    "isoformat",
    "strftime",
    "splitlines",
    "zfill",
    "sort",
    "reverse",
    "remove",
    "find",
    "isdigit",
    "capitalize",
    "rsplit",
    "partition",
    "rpartition",
    "model_dump",
    "dict",
    "json",
    "model_dump_json",
    "timestamp",
    "date",
    "time",
    "decode",
    "hex",
    "isalpha",
    "isnumeric",
    "isspace",
    "casefold",
];

fn is_deleted(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|p| p.kind() == "delete_statement")
}

fn is_target(node: Node<'_>) -> bool {
    let parent = node.parent();
    parent.is_some_and(|p| {
        matches!(p.kind(), "assignment" | "augmented_assignment")
            && p.child_by_field_name("left") == Some(node)
            || matches!(
                p.kind(),
                "pattern_list" | "tuple_pattern" | "delete_statement"
            )
    })
}

/// What a call may do to its argument.
fn escape<'t>(arguments: Node<'t>, source: &'t str) -> Option<ChangeKind<'t>> {
    let call = arguments.parent()?;
    let function = call.child_by_field_name("function")?;
    let harmless = match function.kind() {
        "identifier" => HARMLESS.contains(&text(function, source)),
        "attribute" => {
            let method = function
                .child_by_field_name("attribute")
                .map_or("", |n| text(n, source));
            let owner = function
                .child_by_field_name("object")
                .map_or("", |n| text(n, source));
            !matches!(owner, "heapq" | "bisect" | "self" | "operator")
                && harmless_method(method, owner)
        }
        _ => false,
    };
    (!harmless).then_some(ChangeKind::Escape)
}

/// Whether `owner.method(x)` leaves `x` as it is: it stores or reads it, or belongs to a module.
fn harmless_method(method: &str, owner: &str) -> bool {
    const MODULES: &[&str] = &[
        "json",
        "wmill",
        "math",
        "logging",
        "logger",
        "log",
        "requests",
        "httpx",
        "time",
        "datetime",
        "os",
        "re",
        "csv",
        "statistics",
        "copy",
        "itertools",
        "functools",
        "asyncio",
        "hashlib",
        "base64",
        "sys",
        "random",
        "string",
        "textwrap",
        "pprint",
        "pd",
        "np",
        "session",
        "client",
        "dataclasses",
        "console",
    ];
    MODULES.contains(&owner)
        || matches!(
            method,
            "append"
                | "extend"
                | "insert"
                | "add"
                | "update"
                | "join"
                | "get"
                | "index"
                | "count"
                | "info"
                | "debug"
                | "warning"
                | "error"
                | "dumps"
                | "setdefault"
                | "format"
                | "union"
                | "pop"
                | "startswith"
                | "endswith"
                | "replace"
                | "strip"
                | "remove"
                | "write"
                | "fromkeys"
        )
}

const HARMLESS: &[&str] = &[
    "len",
    "str",
    "int",
    "float",
    "bool",
    "print",
    "isinstance",
    "sum",
    "any",
    "all",
    "list",
    "dict",
    "set",
    "tuple",
    "sorted",
    "enumerate",
    "zip",
    "range",
    "min",
    "max",
    "abs",
    "round",
    "repr",
    "type",
    "id",
    "hash",
    "map",
    "filter",
    "reversed",
    "frozenset",
    "asdict",
    "deepcopy",
    "iter",
    "callable",
    "hasattr",
    "getattr",
    "format",
    "bytes",
    "pow",
    "divmod",
    "ord",
    "chr",
];

/// `y = x` and `for y in x`: nothing where `y` is only read, else it may do anything.
fn alias<'t>(statement: Node<'t>, source: &'t str) -> Option<ChangeKind<'t>> {
    let left = statement.child_by_field_name("left")?;
    if left.kind() != "identifier" && !matches!(left.kind(), "pattern_list" | "tuple_pattern") {
        // Kept in something else: `other["k"] = x`.
        return None;
    }
    let mut names = Vec::new();
    walk(left, |visit| {
        if let Visit::Enter(node, _) = visit
            && node.kind() == "identifier"
        {
            names.push(text(node, source));
        }
        true
    });
    let mut scope = statement;
    while let Some(parent) = scope.parent() {
        scope = parent;
        if scope.kind() == "function_definition" {
            break;
        }
    }
    let mut changed = false;
    walk(scope, |visit| {
        if let Visit::Enter(node, _) = visit
            && node.kind() == "identifier"
            && node.parent() != Some(statement)
            && names.contains(&text(node, source))
        {
            changed |= changes_directly(node, source);
        }
        !changed
    });
    changed.then_some(ChangeKind::Escape)
}

/// Whether the code around an identifier changes its value in place. Other names for it are not
/// followed further: they count as a change.
fn changes_directly(identifier: Node<'_>, source: &str) -> bool {
    let parent = identifier.parent();
    match parent.map(|p| (p.kind(), p)) {
        Some(("assignment", p)) => {
            p.child_by_field_name("right") == Some(identifier)
                && p.child_by_field_name("left")
                    .is_some_and(|l| l.kind() == "identifier")
        }
        Some(("for_statement", p)) => p.child_by_field_name("right") == Some(identifier),
        _ => change_at(identifier, source).is_some(),
    }
}
