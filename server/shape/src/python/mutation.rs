//! What code does to the value of a name where it stands: sets a part of it, calls a method that
//! changes it, hands it to something that may do anything with it.
//!
//! - A *mutation* changes an object, not what a name stands for: `x[k] = v`, `x.append(v)`. It is known by the
//!   name through which it is done; what other names hold the object is said by `alias` and `touched`. To give a name another object is a *binding*, which `lang` knows.
//! - The *path* of a mutation is the part that is changed, from the outside in: `x["a"][k] = v` has `"a"` and `k`.
//! - A value *escapes* where it is handed to code that is not followed: anything may be done to it.

use lang::python::tree::{Constant, Kind, NodeId, Tree};

use super::places::{Given, Places};
use super::scope::Subscript;

/// What code does to a value.
pub(super) struct Mutation<'t> {
    pub(super) kind: MutationKind<'t>,
    /// The part that is changed, from the outside in.
    pub(super) path: Vec<Subscript>,
    /// The code that does it.
    pub(super) at: NodeId,
    /// Where that begins, in bytes: a call begins behind what is called.
    pub(super) start: usize,
}

/// A place that changes a value.
#[derive(Clone, Copy)]
pub(super) enum MutationKind<'t> {
    /// `x[k] = value`: the last of the path is `k`.
    Set(NodeId),
    /// `for x[k] in …` and the like: the last of the path is `k`, and the value is anything.
    SetUnknown,
    /// `x[k] += value`: the whole statement.
    Augmented(NodeId),
    /// `x += value`, which changes what other names hold as well: the whole statement.
    Grown(NodeId),
    /// `del x[k]`: the last of the path is `k`.
    Delete,
    /// `x.method(…)`.
    Call(&'t str, NodeId),
    /// It is handed to something that may do anything with it.
    Escape,
    /// Another name holds it from here on and changes it at some time.
    Aliased,
}

/// What the code around a name does to its value; `None`: only reads it.
pub(super) fn mutation_at<'t>(name: NodeId, up: &Places<'t>) -> Option<Mutation<'t>> {
    let tree = up.tree;
    let mut path = Vec::new();
    let mut node = name;
    let mut parent = tree.parent(node)?;
    while tree.kind(parent) == Kind::Subscript && tree.is_first(node) {
        path.push(Subscript(Some(parent)));
        node = parent;
        parent = tree.parent(node)?;
    }
    let mut at = parent;
    let kind = match (up.given(node), tree.kind(parent)) {
        (Given::Both, _) if path.is_empty() => MutationKind::Grown(parent),
        (Given::Both, _) => MutationKind::Augmented(parent),
        (Given::Value | Given::Away, _) if path.is_empty() => return None,
        (Given::Value, _) => match set_value(node, parent, tree) {
            Some(value) => MutationKind::Set(value),
            None => MutationKind::SetUnknown,
        },
        (Given::Away, _) => MutationKind::Delete,
        (Given::Nothing, Kind::Attribute(method)) => {
            let method = tree.name(method);
            let Some(call) = tree.call_of(parent) else {
                let is_read = up.given(parent) == Given::Nothing;
                let at = tree.parent(parent)?;
                return (!is_read).then(|| Mutation {
                    kind: MutationKind::Escape,
                    path,
                    at,
                    start: start(at, tree),
                });
            };
            if READS.contains(&method) {
                return None;
            }
            at = call;
            MutationKind::Call(method, call)
        }
        (Given::Nothing, Kind::Call) if !tree.is_first(node) => {
            let kind = escape(parent, up)?;
            let start = brackets(parent, tree);
            return Some(Mutation {
                kind,
                path,
                at,
                start,
            });
        }
        (Given::Nothing, Kind::Keyword(_) | Kind::Starred | Kind::Unpack) => {
            let call = tree.parent(parent)?;
            escape(call, up)?
        }
        (Given::Nothing, _) => return None,
    };
    Some(Mutation {
        kind,
        path,
        at,
        start: start(at, tree),
    })
}

/// What is put into the target of an assignment; only for the last one of several.
fn set_value(target: NodeId, assignment: NodeId, tree: &Tree) -> Option<NodeId> {
    let Kind::Assign { annotated, valued } = tree.kind(assignment) else {
        return None;
    };
    let end = tree.end(assignment);
    let next = |n: NodeId| Some(tree.end(n)).filter(|next| *next < end);
    let mut value = next(target)?;
    if annotated {
        value = next(value)?;
    }
    (valued && tree.end(value) == end).then_some(value)
}

/// Where code begins, in bytes.
pub(super) fn start(node: NodeId, tree: &Tree) -> usize {
    tree.span(node).start as usize
}

/// Where what a call is given begins, in bytes.
pub(super) fn brackets(call: NodeId, tree: &Tree) -> usize {
    let called = tree.child(call, 0).unwrap_or(call);
    tree.span(called).end as usize
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

/// What a call may do to its argument; `None` also where it is no call.
fn escape<'t>(call: NodeId, up: &Places<'t>) -> Option<MutationKind<'t>> {
    let tree = up.tree;
    let function = tree.called(call)?;
    let harmless = match tree.kind(function) {
        Kind::Name(name) => HARMLESS.contains(&tree.name(name)),
        Kind::Attribute(method) => {
            let method = tree.name(method);
            let owner = tree.child(function, 0).map_or("", |n| tree.text_of(n));
            !matches!(owner, "heapq" | "bisect" | "self" | "operator")
                && (MODULES.contains(&owner)
                    || STORES.contains(&method)
                    || LEAVES.contains(&method)
                    || matches!(method, "get" | "pop"))
        }
        _ => false,
    };
    let harmless = harmless && !up.calls_back(call, || calls_back(call, function, tree));
    (!harmless).then_some(MutationKind::Escape)
}

/// Whether a call is given a function of the script, which may do anything with what it gets: the
/// `key` of `sorted`, what `map` applies.
fn calls_back(call: NodeId, function: NodeId, tree: &Tree) -> bool {
    let mut arguments = tree.arguments(call);
    let given = match tree.text_of(function) {
        "map" | "filter" | "functools.reduce" | "reduce" => arguments.next(),
        "sorted" | "min" | "max" | "itertools.groupby" => arguments.find_map(|a| {
            let is_key = matches!(tree.kind(a), Kind::Keyword(name) if tree.name(name) == "key");
            tree.child(a, 0).filter(|_| is_key)
        }),
        _ => None,
    };
    given.is_some_and(|f| match tree.kind(f) {
        Kind::Lambda | Kind::Constant(Constant::None) => false,
        Kind::Name(name) => !HARMLESS.contains(&tree.name(name)),
        Kind::Attribute(_) => !tree.text_of(f).starts_with("str."),
        Kind::Call => !tree.text_of(f).contains("itemgetter"),
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
