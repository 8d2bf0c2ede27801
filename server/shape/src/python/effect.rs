//! What code does to the value of a name where it stands: sets a part of it, calls a method that
//! changes it, hands it to something that may do anything with it.

use tree_sitter::Node;

use super::places::Places;
use super::scope::Subscript;
use lang::walk::{children, text};

/// What code does to a value.
pub(super) struct Effect<'t> {
    pub(super) kind: ChangeKind<'t>,
    /// The part that is changed, from the outside in.
    pub(super) path: Vec<Subscript<'t>>,
    /// The code that does it.
    pub(super) at: Node<'t>,
}

/// A place that changes a value.
#[derive(Clone, Copy)]
pub(super) enum ChangeKind<'t> {
    /// `x[k] = value`: the last of the path is `k`.
    Set(Node<'t>),
    /// `for x[k] in …` and the like: the last of the path is `k`, and the value is anything.
    SetUnknown,
    /// `x[k] += value`: the whole statement.
    Augmented(Node<'t>),
    /// `x += value`, which changes what other names hold as well: the whole statement.
    Grown(Node<'t>),
    /// `del x[k]`: the last of the path is `k`.
    Delete,
    /// `x.method(…)`.
    Call(&'t str, Node<'t>),
    /// It is handed to something that may do anything with it.
    Escape,
    /// Another name holds it from here on and changes it at some time.
    Shared,
}

/// What the code around an identifier does to its value; `None`: only reads it.
pub(super) fn change_at<'t>(
    identifier: Node<'t>,
    source: &'t str,
    up: &Places<'t>,
) -> Option<Effect<'t>> {
    let mut path = Vec::new();
    let mut node = identifier;
    let mut parent = up.of(node)?;
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
        path.push(Subscript(Some(parent)));
        node = parent;
        parent = up.of(node)?;
    }
    let is_field = |field| parent.child_by_field_name(field) == Some(node);
    let mut at = parent;
    let kind = match parent.kind() {
        "augmented_assignment" if is_field("left") => match path.is_empty() {
            true => ChangeKind::Grown(parent),
            false => ChangeKind::Augmented(parent),
        },
        "assignment" | "for_statement" | "for_in_clause" if is_field("left") => {
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
        "expression_list" if !path.is_empty() && is_deleted(parent, up) => ChangeKind::Delete,
        "attribute" => {
            let method = text(parent.child_by_field_name("attribute")?, source);
            let outer = up.of(parent)?;
            let called =
                outer.kind() == "call" && outer.child_by_field_name("function") == Some(parent);
            at = outer;
            match called {
                true if READS.contains(&method) => return None,
                true => ChangeKind::Call(method, outer),
                false if is_target(parent, up) => ChangeKind::Escape,
                false => return None,
            }
        }
        "argument_list" => escape(parent, source, up)?,
        "keyword_argument" => escape(up.of(parent)?, source, up)?,
        "list_splat" | "dictionary_splat" if up.of(parent)?.kind() == "argument_list" => {
            escape(up.of(parent)?, source, up)?
        }
        _ => return None,
    };
    Some(Effect { kind, path, at })
}

/// Methods that change a list or a dict itself, and nothing inside of it.
pub(super) const MUTATORS: &[&str] = &[
    "append",
    "appendleft",
    "add",
    "extend",
    "insert",
    "update",
    "setdefault",
    "pop",
    "popitem",
    "clear",
];

/// Methods that keep what they are given.
pub(super) const STORES: &[&str] = &[
    "append",
    "appendleft",
    "add",
    "extend",
    "insert",
    "update",
    "setdefault",
];

/// Methods of lists, dicts and texts that leave them as they are.
pub(super) const READS: &[&str] = &[
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

fn is_deleted<'t>(node: Node<'t>, up: &Places<'t>) -> bool {
    up.of(node).is_some_and(|p| p.kind() == "delete_statement")
}

fn is_target<'t>(node: Node<'t>, up: &Places<'t>) -> bool {
    let parent = up.of(node);
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
fn escape<'t>(arguments: Node<'t>, source: &'t str, up: &Places<'t>) -> Option<ChangeKind<'t>> {
    let call = up.of(arguments)?;
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
                && (MODULES.contains(&owner)
                    || STORES.contains(&method)
                    || LEAVES.contains(&method)
                    || matches!(method, "get" | "pop"))
        }
        _ => false,
    };
    let harmless = harmless && !up.calls_back(call, || calls_back(call, arguments, source));
    (!harmless).then_some(ChangeKind::Escape)
}

/// Whether a call is given a function of the script, which may do anything with what it gets: the
/// `key` of `sorted`, what `map` applies.
fn calls_back(call: Node<'_>, arguments: Node<'_>, source: &str) -> bool {
    let function = call.child_by_field_name("function");
    let name = function.map_or("", |f| text(f, source));
    let plain = children(arguments);
    let given = match name {
        "map" | "filter" | "functools.reduce" | "reduce" => plain.first().copied(),
        "sorted" | "min" | "max" | "itertools.groupby" => plain.iter().find_map(|a| {
            let key = a.child_by_field_name("name")?;
            (text(key, source) == "key").then(|| a.child_by_field_name("value"))?
        }),
        _ => None,
    };
    given.is_some_and(|f| match f.kind() {
        "lambda" | "none" => false,
        "identifier" => !HARMLESS.contains(&text(f, source)),
        "attribute" => !text(f, source).starts_with("str."),
        "call" => !text(f, source).contains("itemgetter"),
        _ => true,
    })
}

/// Modules whose functions leave what they are given as it is.
pub(super) const MODULES: &[&str] = &[
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

/// Methods that only look at what they are given.
pub(super) const LEAVES: &[&str] = &[
    "join",
    "index",
    "count",
    "info",
    "debug",
    "warning",
    "error",
    "dumps",
    "format",
    "union",
    "startswith",
    "endswith",
    "replace",
    "strip",
    "remove",
    "write",
    "fromkeys",
];

pub(super) const HARMLESS: &[&str] = &[
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
