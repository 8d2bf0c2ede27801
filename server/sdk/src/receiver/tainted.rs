//! Facts of a whole script, from one walk over it: which names may hold something of an SDK, and which
//! are given values in ways that are not followed.
//!
//! Looking a name up costs a walk over its scope. Most attributes of a script have nothing to do with
//! an SDK, and this says so at once.

use rustc_hash::FxHashMap;
use syntax::Tree;
use tree_sitter::Node;

use super::infer::Names;
use crate::SdkModule;
use lang::walk::{Visit, children, fields, text, walk};

/// What one walk tells.
#[derive(Debug, Default)]
pub(super) struct Facts<'t> {
    /// Names of variables, attributes and functions that may lead to an SDK.
    pub(super) tainted: Names<'t>,
    /// Names that `global` or `nonlocal` lets functions give other values.
    pub(super) rebound: Names<'t>,
    /// Attributes that are set on anything but `self` and `cls`.
    pub(super) patched: Names<'t>,
    /// The words in what classes of the script derive from.
    pub(super) bases: Names<'t>,
}

/// What gives a name its value: names on the left, and the text on the right.
type Flow<'t> = (Vec<&'t str>, &'t str);

/// Values that give no name anything, unless by `:=` or in a comprehension.
const VALUES: &[&str] = &[
    "argument_list",
    "binary_operator",
    "boolean_operator",
    "call",
    "comparison_operator",
    "dictionary",
    "list",
    "string",
    "subscript",
    "tuple",
];

pub(super) fn facts<'t>(tree: &'t Tree, source: &'t str) -> Facts<'t> {
    let mut facts = Facts::default();
    let mut flows: Vec<Flow<'t>> = Vec::new();
    let mut functions: Vec<&'t str> = Vec::new();
    let mut chained: FxHashMap<usize, Node<'t>> = FxHashMap::default();
    let written = |n: Node<'t>| text(n, source);
    walk(tree.root_node(), |visit| {
        let node = match visit {
            Visit::Enter(node, _) => node,
            Visit::Leave(node) => {
                if node.kind() == "function_definition" {
                    functions.pop();
                }
                return true;
            }
        };
        let field = |name| node.child_by_field_name(name);
        match node.kind() {
            "import_statement" | "import_from_statement" => {
                imported(node, source, &mut facts.tainted);
                return false;
            }
            "assignment" | "augmented_assignment" => {
                let Some(left) = field("left") else {
                    return true;
                };
                // `a = b = value`: each is given the last one.
                let mut value = chained.remove(&node.id()).or(field("right"));
                let mut inner = Vec::new();
                while let Some(next) = value.filter(|v| v.kind() == "assignment") {
                    inner.push(next.id());
                    value = next.child_by_field_name("right");
                }
                chained.extend(inner.into_iter().filter_map(|i| Some((i, value?))));
                let names = words(written(left)).collect();
                patched(left, source, &mut facts.patched);
                let from = |n: Option<Node<'t>>| n.map_or("", written);
                flows.push((names, from(value)));
                let names = words(written(left)).collect();
                flows.push((names, from(field("type"))));
            }
            "named_expression" => {
                if let (Some(name), Some(value)) = (field("name"), field("value")) {
                    flows.push((vec![written(name)], written(value)));
                }
            }
            "as_pattern" => {
                if let (Some(value), Some(alias)) = (node.named_child(0), field("alias")) {
                    flows.push((words(written(alias)).collect(), written(value)));
                    patched(alias, source, &mut facts.patched);
                }
            }
            "typed_parameter" => {
                if let (Some(name), Some(annotation)) = (node.named_child(0), field("type")) {
                    flows.push((vec![written(name)], written(annotation)));
                }
            }
            "typed_default_parameter" => {
                if let (Some(name), Some(annotation)) = (field("name"), field("type")) {
                    flows.push((vec![written(name)], written(annotation)));
                }
            }
            "for_statement" | "for_in_clause" => {
                if let Some(left) = field("left") {
                    patched(left, source, &mut facts.patched);
                }
            }
            "delete_statement" => {
                for target in children(node) {
                    patched(target, source, &mut facts.patched);
                }
            }
            "function_definition" => {
                let name = field("name").map_or("", written);
                if let Some(returns) = field("return_type") {
                    flows.push((vec![name], written(returns)));
                }
                functions.push(name);
            }
            "return_statement" => {
                if let (Some(name), Some(value)) = (functions.last(), node.named_child(0)) {
                    flows.push((vec![name], written(value)));
                }
            }
            "class_definition" => {
                let bases = field("superclasses").map_or(Vec::new(), children);
                facts
                    .bases
                    .extend(bases.into_iter().flat_map(|n| words(written(n))));
                // An instance leads to whatever its class deals with.
                if let Some(name) = field("name") {
                    flows.push((vec![written(name)], written(node)));
                }
            }
            "global_statement" | "nonlocal_statement" => {
                facts
                    .rebound
                    .extend(children(node).into_iter().map(written));
            }
            kind if VALUES.contains(&kind) && !node.has_error() => {
                let code = written(node);
                return code.contains(":=") || code.contains("for");
            }
            _ => {}
        }
        true
    });
    spread(&mut facts.tainted, flows);
    facts
}

/// Adds the names that get their values from tainted ones, until there are no more.
fn spread<'t>(tainted: &mut Names<'t>, flows: Vec<Flow<'t>>) {
    let mut by_word: FxHashMap<&'t str, Vec<usize>> = FxHashMap::default();
    for (i, (_, from)) in flows.iter().enumerate() {
        for word in words(from) {
            let flows = by_word.entry(word).or_default();
            if flows.last() != Some(&i) {
                flows.push(i);
            }
        }
    }
    let mut open: Vec<&'t str> = by_word.keys().copied().collect();
    open.retain(|word| tainted.contains(word));
    while let Some(word) = open.pop() {
        for flow in by_word.remove(word).into_iter().flatten() {
            for name in &flows[flow].0 {
                if tainted.insert(name) {
                    open.push(name);
                }
            }
        }
    }
}

/// Notes what an import of an SDK binds.
fn imported<'t>(node: Node<'t>, source: &'t str, into: &mut Names<'t>) {
    let module = node.child_by_field_name("module_name");
    let of_sdk = |n: Node<'t>| {
        let mut name = text(n, source);
        loop {
            match name.rsplit_once('.') {
                _ if SdkModule::named(name).is_some() => return true,
                Some((package, _)) => name = package,
                None => return false,
            }
        }
    };
    if module.is_some_and(|m| !of_sdk(m)) {
        return;
    }
    for part in fields(node, "name") {
        let alias = part.child_by_field_name("alias");
        let name = part.child_by_field_name("name").unwrap_or(part);
        if module.is_some() || of_sdk(name) {
            into.extend(words(text(alias.unwrap_or(name), source)));
        }
    }
    let star = children(node)
        .into_iter()
        .any(|n| n.kind() == "wildcard_import");
    if let Some(module) = module.filter(|_| star) {
        let members = SdkModule::named(text(module, source));
        let classes = members.into_iter().flat_map(|m| m.stub().members());
        into.extend(classes.map(|m| m.name()));
    }
}

/// Notes the attributes among the targets of an assignment.
fn patched<'t>(target: Node<'t>, source: &'t str, into: &mut Names<'t>) {
    walk(target, |visit| {
        let Visit::Enter(node, _) = visit else {
            return true;
        };
        let field = |name| node.child_by_field_name(name).map(|n| text(n, source));
        if let (Some(object), Some(name)) = (field("object"), field("attribute"))
            && !matches!(object, "self" | "cls")
        {
            into.insert(name);
        }
        true
    });
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    parts.filter(|w| !w.is_empty())
}
