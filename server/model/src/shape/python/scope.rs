//! The names of one function or module: what gives them their values, and what changes those values
//! later. Which of them counts at a place is decided by blocks and loops, not by running anything.

use rustc_hash::FxHashMap;
use tree_sitter::Node;

use crate::script::walk::{Visit, children, text, walk};
use crate::script::{RawParam, params};

/// What one function, or the module, says of its names.
#[derive(Default)]
pub(super) struct Scope<'t> {
    pub(super) names: FxHashMap<&'t str, Name<'t>>,
    pub(super) returns: Vec<Node<'t>>,
    pub(super) yields: bool,
}

/// What is known of a name.
#[derive(Default)]
pub(super) struct Name<'t> {
    pub(super) bindings: Vec<Binding<'t>>,
    pub(super) changes: Vec<Change<'t>>,
    /// `global`, `nonlocal` or `del` make it too hard.
    pub(super) lost: bool,
}

/// A place that gives a name its value.
#[derive(Clone)]
pub(super) struct Binding<'t> {
    pub(super) source: Source<'t>,
    /// Which part of the value, for `a, (b, c) = …`: from the outside in.
    pub(super) path: Vec<usize>,
    /// From here on it holds.
    pub(super) end: usize,
    /// The block it stands in.
    pub(super) block: usize,
}

/// What the value comes from.
#[derive(Clone)]
pub(super) enum Source<'t> {
    /// `x = value`.
    Value(Node<'t>),
    /// `x += value`: the whole statement.
    Augmented(Node<'t>),
    /// `for x in value`.
    Item(Node<'t>),
    /// A parameter.
    Param {
        annotation: Option<Node<'t>>,
        default: Option<Node<'t>>,
    },
    /// `x: T` without a value, or with one that its type describes better.
    Annotated(Node<'t>, Node<'t>),
    /// Anything else.
    Unknown,
}

/// A place that changes the value of a name.
pub(super) struct Change<'t> {
    pub(super) kind: ChangeKind<'t>,
    /// The part that is changed, from the outside in.
    pub(super) path: Vec<Subscript<'t>>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) block: usize,
    /// Whether it stands in a function inside, which runs who knows when.
    pub(super) inner: bool,
}

/// `[…]` behind a value.
#[derive(Clone, Copy)]
pub(super) struct Subscript<'t>(pub(super) Node<'t>);

#[derive(Clone, Copy)]
pub(super) enum ChangeKind<'t> {
    /// `x[k] = value`: the last of the path is `k`.
    Set(Node<'t>),
    /// `x[k] += value`, `for x[k] in …`: the last of the path is `k`, and the value is anything.
    SetUnknown,
    /// `del x[k]`: the last of the path is `k`.
    Delete,
    /// `x.method(…)`.
    Call(&'t str, Node<'t>),
    /// It is handed to something that may do anything with it.
    Escape,
}

/// Reads a function's node or the module's root.
pub(super) fn scope<'t>(node: Node<'t>, source: &'t str) -> Scope<'t> {
    let mut scope = Scope::default();
    if let Some(list) = node.child_by_field_name("parameters") {
        for param in params(list) {
            scope.param(&param, node, source);
        }
    }
    let body = node.child_by_field_name("body").unwrap_or(node);
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            return scope.bind(node, source);
        }
        true
    });
    walk(body, |visit| {
        if let Visit::Enter(identifier, _) = visit
            && identifier.kind() == "identifier"
        {
            scope.change(identifier, node, source);
        }
        true
    });
    scope
}

impl<'t> Scope<'t> {
    fn add(&mut self, name: Node<'t>, source: &'t str, binding: Binding<'t>) {
        let name = self.names.entry(text(name, source)).or_default();
        name.bindings.push(binding);
    }

    fn param(&mut self, param: &RawParam<'t>, function: Node<'t>, source: &'t str) {
        use crate::script::ParamKind::*;
        let value = match param.kind {
            Args | Kwargs => Source::Unknown,
            _ => Source::Param {
                annotation: param.annotation,
                default: param.default,
            },
        };
        let body = function.child_by_field_name("body").unwrap_or(function);
        let binding = Binding {
            source: value,
            path: Vec::new(),
            end: param.node.end_byte(),
            block: body.id(),
        };
        self.add(param.name, source, binding);
    }

    /// Notes what `node` binds; whether to look inside it.
    fn bind(&mut self, node: Node<'t>, source: &'t str) -> bool {
        let plain = |value, at: Node<'t>| Binding {
            source: value,
            path: Vec::new(),
            end: at.end_byte(),
            block: block_of(at),
        };
        match node.kind() {
            "function_definition" | "class_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, source, plain(Source::Unknown, node));
                }
                return false;
            }
            "lambda" => return false,
            "return_statement" => self.returns.push(node),
            "yield" => self.yields = true,
            "assignment" => {
                let left = node.child_by_field_name("left");
                // `a = b = value`: each is given the last one.
                let mut value = node.child_by_field_name("right");
                while let Some(next) = value.filter(|v| v.kind() == "assignment") {
                    value = next.child_by_field_name("right");
                }
                let from = match (node.child_by_field_name("type"), value) {
                    (Some(annotation), Some(value)) => Source::Annotated(annotation, value),
                    (Some(_), None) => return false,
                    (None, Some(value)) => Source::Value(value),
                    (None, None) => Source::Unknown,
                };
                if let Some(left) = left {
                    self.targets(left, source, &plain(from, node));
                }
            }
            "augmented_assignment" => {
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, source, &plain(Source::Augmented(node), node));
                }
            }
            "named_expression" => {
                let value = node.child_by_field_name("value");
                let from = value.map_or(Source::Unknown, Source::Value);
                if let Some(name) = node.child_by_field_name("name") {
                    self.add(name, source, plain(from, node));
                }
            }
            "for_statement" => {
                let body = node.child_by_field_name("body");
                let iterated = node.child_by_field_name("right");
                let is_async = text(node, source).starts_with("async");
                let binding = Binding {
                    source: match iterated {
                        Some(iterated) if !is_async => Source::Item(iterated),
                        _ => Source::Unknown,
                    },
                    path: Vec::new(),
                    end: iterated.map_or(node.start_byte(), |n| n.end_byte()),
                    block: body.map_or(0, |b| b.id()),
                };
                if let Some(left) = node.child_by_field_name("left") {
                    self.targets(left, source, &binding);
                }
            }
            "as_pattern" => {
                if let Some(alias) = node.child_by_field_name("alias") {
                    let target = alias.named_child(0).unwrap_or(alias);
                    self.targets(target, source, &plain(Source::Unknown, node));
                }
            }
            "import_statement" | "import_from_statement" => {
                for name in children(node) {
                    let bound = match name.kind() {
                        "aliased_import" => name.child_by_field_name("alias"),
                        "dotted_name" => name.named_child(0),
                        _ => None,
                    };
                    if let Some(bound) = bound {
                        self.add(bound, source, plain(Source::Unknown, node));
                    }
                }
                return false;
            }
            "case_pattern" => {
                walk(node, |visit| {
                    if let Visit::Enter(part, _) = visit
                        && part.kind() == "identifier"
                    {
                        self.add(part, source, plain(Source::Unknown, node));
                    }
                    true
                });
                return false;
            }
            "global_statement" | "nonlocal_statement" | "delete_statement" => {
                for name in children(node).iter().filter(|n| n.kind() == "identifier") {
                    self.names.entry(text(*name, source)).or_default().lost = true;
                }
            }
            // Their variables are their own.
            "for_in_clause" => {}
            _ => {}
        }
        true
    }

    /// Names on the left of an assignment.
    fn targets(&mut self, left: Node<'t>, source: &'t str, binding: &Binding<'t>) {
        match left.kind() {
            "identifier" => self.add(left, source, binding.clone()),
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list"
            | "expression_list" => {
                let parts = children(left);
                let starred = parts.iter().any(|p| p.kind() == "list_splat_pattern");
                for (i, part) in parts.into_iter().enumerate() {
                    let mut inner = binding.clone();
                    match starred {
                        true => inner.source = Source::Unknown,
                        false => inner.path.push(i),
                    }
                    self.targets(part, source, &inner);
                }
            }
            "list_splat_pattern" => {
                if let Some(name) = left.named_child(0) {
                    self.targets(name, source, binding);
                }
            }
            _ => {}
        }
    }

    /// Notes what is done to the name that `identifier` is, if it is one of this scope.
    fn change(&mut self, identifier: Node<'t>, scope: Node<'t>, source: &'t str) {
        let name = text(identifier, source);
        if !self.names.contains_key(name) {
            return;
        }
        let Some((kind, path, at)) = change_at(identifier, source) else {
            return;
        };
        let Some(inner) = depth_below(identifier, scope, name, source) else {
            return;
        };
        let change = Change {
            kind,
            path,
            start: at.start_byte(),
            end: at.end_byte(),
            block: block_of(at),
            inner,
        };
        if let Some(name) = self.names.get_mut(name) {
            name.changes.push(change);
        }
    }
}

/// What the code around an identifier does to its value; `None`: only reads it.
fn change_at<'t>(
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

/// Whether an identifier stands in a function inside `scope`; `None` where its name means something
/// of that function there.
fn depth_below(identifier: Node<'_>, scope: Node<'_>, name: &str, source: &str) -> Option<bool> {
    let mut inner = false;
    let mut node = identifier;
    while let Some(parent) = node.parent() {
        if parent == scope {
            break;
        }
        match parent.kind() {
            "function_definition" | "lambda" => {
                if binds(parent, name, source) {
                    return None;
                }
                inner = true;
            }
            "class_definition" => inner = true,
            "list_comprehension"
            | "dictionary_comprehension"
            | "set_comprehension"
            | "generator_expression" => {
                let clauses = children(parent);
                let mut targets = clauses
                    .iter()
                    .filter(|c| c.kind() == "for_in_clause")
                    .filter_map(|c| c.child_by_field_name("left"));
                if targets.any(|t| mentions(t, name, source)) {
                    return None;
                }
            }
            _ => {}
        }
        node = parent;
    }
    Some(inner)
}

/// Whether a function binds a name by itself.
fn binds(function: Node<'_>, name: &str, source: &str) -> bool {
    let parameters = function.child_by_field_name("parameters");
    if parameters.is_some_and(|p| params(p).iter().any(|p| text(p.name, source) == name)) {
        return true;
    }
    let Some(body) = function.child_by_field_name("body") else {
        return false;
    };
    let mut found = false;
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            let left = match node.kind() {
                "assignment" | "augmented_assignment" | "for_statement" => {
                    node.child_by_field_name("left")
                }
                "named_expression" => node.child_by_field_name("name"),
                "nonlocal_statement" | "global_statement" => {
                    return false;
                }
                _ => None,
            };
            let plain = |l: Node<'_>| l.kind() != "subscript" && l.kind() != "attribute";
            found |= left.is_some_and(|l| plain(l) && mentions(l, name, source));
        }
        !found
    });
    found
}

fn mentions(node: Node<'_>, name: &str, source: &str) -> bool {
    let mut found = false;
    walk(node, |visit| {
        if let Visit::Enter(node, _) = visit {
            found |= node.kind() == "identifier" && text(node, source) == name;
        }
        !found
    });
    found
}

/// The block that a statement runs with: what stands in `with` runs with what is around it.
pub(super) fn block_of(node: Node<'_>) -> usize {
    let mut node = node;
    while let Some(parent) = node.parent() {
        if parent.kind() == "block" {
            let owner = parent.parent();
            if owner.is_none_or(|o| o.kind() != "with_statement") {
                return parent.id();
            }
        }
        node = parent;
    }
    node.id()
}

/// The blocks around a place up to `scope`, and the loops around it, each as its span in bytes.
/// `None`: the place lies in a function inside the scope.
pub(super) fn around(
    place: Node<'_>,
    scope: Node<'_>,
) -> Option<(Vec<usize>, Vec<(usize, usize)>)> {
    let (mut blocks, mut loops) = (Vec::new(), Vec::new());
    let mut node = place;
    while node != scope {
        let Some(parent) = node.parent() else {
            break;
        };
        match parent.kind() {
            "block" | "module" => blocks.push(parent.id()),
            "for_statement" if parent.child_by_field_name("body") == Some(node) => {
                loops.push((parent.start_byte(), parent.end_byte()));
            }
            "while_statement" => loops.push((parent.start_byte(), parent.end_byte())),
            "function_definition" | "lambda" if parent != scope => return None,
            _ => {}
        }
        node = parent;
    }
    Some((blocks, loops))
}
