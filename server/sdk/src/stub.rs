//! Reads stub files, and source in the same way: functions, classes and variables with their
//! descriptions.

use std::sync::Arc;

use lang::python::tree::{Kind, NodeId};
use lang::python::{Tree, read_any};

use super::{ClassDef, Function, Sdk, SdkParam, Variable};

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
    Sdk {
        version,
        ..tops(&parse(stub))
    }
}

/// The tree of a stub, or of source.
pub(super) fn parse(source: &str) -> Tree {
    read_any(&Arc::from(source))
}

/// What stands at the top of a module.
pub(super) fn tops(tree: &Tree) -> Sdk {
    let body: Vec<NodeId> = tree.top().collect();
    let mut sdk = Sdk {
        version: String::new(),
        functions: body.iter().filter_map(|n| function(tree, *n)).collect(),
        classes: body.iter().filter_map(|n| class(tree, *n)).collect(),
        variables: variables(tree, &body),
    };
    sdk.functions.sort_by(|a, b| a.name.cmp(&b.name));
    sdk.classes.sort_by(|a, b| a.name.cmp(&b.name));
    sdk
}

fn function(tree: &Tree, node: NodeId) -> Option<Function> {
    let Kind::Function { is_async, .. } = tree.kind(node) else {
        return None;
    };
    let parts = tree.function(node)?;
    let name = parts.name?;
    let written = |n: NodeId| tree.text_of(n).to_owned();
    let params = parts.params.iter().filter_map(|p| {
        let p = tree.param(*p)?;
        Some(SdkParam {
            name: written(p.name?),
            annotation: p.annotation.map(written),
            default: p
                .default
                .map(|d| tree.bracketed(d).slice(tree.text()).to_owned()),
            kind: p.kind,
        })
    });
    let mut all = tree.decorators(node);
    let is_deprecation = |d: &str| d.starts_with("deprecated");
    let deprecated = all
        .iter()
        .any(|d| is_deprecation(d))
        .then(|| deprecation(tree, &parts.decorators));
    all.retain(|d| !is_deprecation(d));
    Some(Function {
        name: written(name),
        params: params.collect(),
        returns: parts.returns.map(written),
        is_async,
        doc: tree.docstring(node),
        deprecated,
        decorators: all.into_iter().map(|d| d.value).collect(),
        span: tree.span(name),
    })
}

/// The first string among the arguments of `@deprecated(…)`.
fn deprecation(tree: &Tree, decorators: &[NodeId]) -> String {
    let calls = decorators.iter().filter_map(|d| tree.child(*d, 0));
    let calls = calls.filter(|c| tree.kind(*c) == Kind::Call);
    let mut arguments = calls.flat_map(|c| tree.arguments(c));
    let string = arguments.find_map(|n| tree.plain_string(n));
    string.unwrap_or_default().to_owned()
}

fn class(tree: &Tree, node: NodeId) -> Option<ClassDef> {
    let parts = tree.class(node)?;
    let name = parts.name?;
    let body: Vec<NodeId> = tree.children(parts.body?).collect();
    let mut methods: Vec<Function> = body.iter().filter_map(|n| function(tree, *n)).collect();
    methods.sort_by(|a, b| a.name.cmp(&b.name));
    let bases = parts.arguments.iter();
    Some(ClassDef {
        name: tree.text_of(name).to_owned(),
        bases: bases.map(|n| tree.text_of(*n).to_owned()).collect(),
        doc: tree.docstring(node),
        methods,
        fields: variables(tree, &body),
        span: tree.span(name),
    })
}

/// Assignments and declarations, each with the string that follows it.
fn variables(tree: &Tree, body: &[NodeId]) -> Vec<Variable> {
    let mut found = Vec::new();
    for (i, node) in body.iter().enumerate() {
        let Some(parts) = tree.assignment(*node) else {
            continue;
        };
        let is_name = |n: &&NodeId| matches!(tree.kind(**n), Kind::Name(_));
        let Some(name) = parts.targets.first().filter(is_name) else {
            continue;
        };
        let value = parts.value.map(|v| tree.bracketed(v).slice(tree.text()));
        let doc = body.get(i + 1).and_then(|n| tree.string_statement(*n));
        found.push(Variable {
            name: tree.text_of(*name).to_owned(),
            annotation: parts.annotation.map(|n| tree.text_of(n).to_owned()),
            value: value.map(str::to_owned),
            doc: doc.map(str::to_owned),
            span: tree.span(*name),
        });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}
