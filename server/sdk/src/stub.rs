//! Reads stub files.

use std::sync::Arc;

use lang::python::tree::NodeId;
use lang::python::{Tree, declare, read_any};

use super::Sdk;

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
    let top: Vec<NodeId> = tree.top().collect();
    let functions = top.iter().filter_map(|n| declare::function(tree, *n));
    let classes = top.iter().filter_map(|n| declare::class(tree, *n));
    let mut sdk = Sdk {
        version: String::new(),
        functions: functions.collect(),
        classes: classes.collect(),
        variables: declare::fields(tree, &top),
    };
    sort(&mut sdk);
    sdk
}

/// Sorts everything by name.
pub(super) fn sort(sdk: &mut Sdk) {
    sdk.functions
        .sort_by(|a, b| a.name.value.cmp(&b.name.value));
    sdk.classes.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    sdk.variables
        .sort_by(|a, b| a.name.value.cmp(&b.name.value));
    for class in &mut sdk.classes {
        class
            .methods
            .sort_by(|a, b| a.name.value.cmp(&b.name.value));
        class.fields.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    }
}
