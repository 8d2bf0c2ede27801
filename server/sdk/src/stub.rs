//! Reads stub files, and source in the same way: functions, classes and variables with their
//! descriptions.

use syntax::{Language, Tree};
use tree_sitter::Node;

use super::{ClassDef, Function, Sdk, SdkParam, Variable};
use lang::python::{decorators, docstring, params, plain_string};
use lang::walk::{children, span, text};

/// The stub of `wmill`.
pub(crate) const WMILL: &str = include_str!("../../../grammars/python/sdk/wmill.pyi");

/// The stub of what early versions had in `wmill.client`.
pub(crate) const WMILL_CLIENT: &str = include_str!("../../../grammars/python/sdk/wmill_client.pyi");

/// The stub of `skyvern`.
pub(crate) const SKYVERN: &str = include_str!("../../../grammars/python/sdk/skyvern.pyi");

/// The stub of what `skyvern.client` has beside it.
pub(crate) const SKYVERN_CLIENT: &str =
    include_str!("../../../grammars/python/sdk/skyvern_client.pyi");

/// Reads a stub. Its first line is `# <package> <version>`.
pub(super) fn read(stub: &str) -> Sdk {
    let first = stub.lines().next().and_then(|l| l.strip_prefix('#'));
    let version = first
        .and_then(|l| l.split_whitespace().nth(1))
        .unwrap_or("")
        .to_owned();
    let tree = syntax::parse(Language::Python, stub);
    Sdk {
        version,
        ..tops(&tree, stub)
    }
}

/// What stands at the top of a module.
pub(super) fn tops(tree: &Tree, stub: &str) -> Sdk {
    let body = children(tree.root_node());
    let mut sdk = Sdk {
        version: String::new(),
        functions: body.iter().filter_map(|n| function(*n, stub)).collect(),
        classes: body.iter().filter_map(|n| class(*n, stub)).collect(),
        variables: variables(&body, stub),
    };
    sdk.functions.sort_by(|a, b| a.name.cmp(&b.name));
    sdk.classes.sort_by(|a, b| a.name.cmp(&b.name));
    sdk
}

fn function(node: Node<'_>, stub: &str) -> Option<Function> {
    let definition = node.child_by_field_name("definition").unwrap_or(node);
    if definition.kind() != "function_definition" {
        return None;
    }
    let name = definition.child_by_field_name("name")?;
    let written = |n: Node<'_>| text(n, stub).to_owned();
    let list = params(definition.child_by_field_name("parameters")?);
    let params = list.iter().map(|p| SdkParam {
        name: written(p.name),
        annotation: p.annotation.map(written),
        default: p.default.map(written),
        kind: p.kind,
    });
    let mut all = if definition == node {
        Vec::new()
    } else {
        decorators(node, stub)
    };
    let is_deprecation = |d: &str| d.starts_with("deprecated");
    let deprecated = all
        .iter()
        .any(|d| is_deprecation(d))
        .then(|| deprecation(node, stub));
    all.retain(|d| !is_deprecation(d));
    Some(Function {
        name: written(name),
        params: params.collect(),
        returns: definition.child_by_field_name("return_type").map(written),
        is_async: text(definition, stub).starts_with("async"),
        doc: docstring(definition, stub),
        deprecated,
        decorators: all.into_iter().map(|d| d.value).collect(),
        span: span(name),
    })
}

/// The first string among the arguments of `@deprecated(…)`.
fn deprecation(node: Node<'_>, stub: &str) -> String {
    let mut calls = children(node)
        .into_iter()
        .filter(|n| n.kind() == "decorator")
        .filter_map(|n| n.named_child(0)?.child_by_field_name("arguments"));
    let strings = calls.find_map(|n| children(n).into_iter().find_map(|n| plain_string(n, stub)));
    strings.unwrap_or_default()
}

fn class(node: Node<'_>, stub: &str) -> Option<ClassDef> {
    let definition = node.child_by_field_name("definition").unwrap_or(node);
    if definition.kind() != "class_definition" {
        return None;
    }
    let name = definition.child_by_field_name("name")?;
    let bases = definition
        .child_by_field_name("superclasses")
        .map_or(Vec::new(), children);
    let body = children(definition.child_by_field_name("body")?);
    let mut methods: Vec<Function> = body.iter().filter_map(|n| function(*n, stub)).collect();
    methods.sort_by(|a, b| a.name.cmp(&b.name));
    Some(ClassDef {
        name: text(name, stub).to_owned(),
        bases: bases
            .into_iter()
            .map(|n| text(n, stub).to_owned())
            .collect(),
        doc: docstring(definition, stub),
        methods,
        fields: variables(&body, stub),
        span: span(name),
    })
}

/// Assignments and declarations, each with the string that follows it.
fn variables(body: &[Node<'_>], stub: &str) -> Vec<Variable> {
    let mut found = Vec::new();
    for (i, node) in body.iter().enumerate() {
        let Some(node) = statement(*node).filter(|n| n.kind() == "assignment") else {
            continue;
        };
        let Some(name) = node
            .child_by_field_name("left")
            .filter(|n| n.kind() == "identifier")
        else {
            continue;
        };
        let written = |field| {
            node.child_by_field_name(field)
                .map(|n| text(n, stub).to_owned())
        };
        found.push(Variable {
            name: text(name, stub).to_owned(),
            annotation: written("type"),
            value: written("right"),
            doc: body
                .get(i + 1)
                .and_then(|n| statement(*n))
                .and_then(|n| plain_string(n, stub)),
            span: span(name),
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The expression or assignment that a statement consists of.
fn statement(node: Node<'_>) -> Option<Node<'_>> {
    if node.kind() == "expression_statement" {
        node.named_child(0)
    } else {
        None
    }
}
