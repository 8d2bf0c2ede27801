//! Facts of a whole script, from one walk over it: which names may hold something of an SDK, and which
//! are given values in ways that are not followed.
//!
//! Most attributes of a script have nothing to do with an SDK, and this says so at once.

use lang::python::tree::{Kind, NodeId, PatternKind, Symbol};
use lang::python::{Python, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::text::is_word;

use super::infer::Names;
use crate::SdkModule;

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

/// What gives names their values: the names in the first node, or the one name, get what is in the second.
struct Flow {
    names: Vec<Symbol>,
    from: NodeId,
}

pub(super) fn facts(python: &Python) -> Facts<'_> {
    let tree = &python.tree;
    let mut facts = Facts::default();
    let mut tainted: FxHashSet<Symbol> = FxHashSet::default();
    let mut flows: Vec<Flow> = Vec::new();
    // The functions that are open, with their names.
    let mut functions: Vec<(NodeId, Option<Symbol>)> = Vec::new();
    let ident = |n| tree.find(n, |k| matches!(k, Kind::Ident(_)));
    for node in tree.all() {
        while functions.last().is_some_and(|(f, _)| tree.end(*f) <= node) {
            functions.pop();
        }
        let mut flow = |names: Vec<Symbol>, from: Option<NodeId>| {
            if let Some(from) = from.filter(|_| !names.is_empty()) {
                flows.push(Flow { names, from });
            }
        };
        let child = |index| tree.child(node, index);
        match tree.kind(node) {
            Kind::Import | Kind::ImportFrom => imported(tree, node, &mut tainted),
            Kind::Assign { .. } => {
                let Some(parts) = tree.assignment(node) else {
                    continue;
                };
                let targets = parts.targets.iter();
                let names: Vec<_> = targets.flat_map(|t| symbols(tree, *t)).collect();
                flow(names.clone(), parts.annotation);
                flow(names, parts.value);
                for target in parts.targets {
                    patched(tree, target, &mut facts.patched);
                }
            }
            Kind::AugAssign(_) | Kind::Named => {
                let target = child(0);
                let names = target.map_or(Vec::new(), |t| symbols(tree, t).collect());
                flow(names, child(1));
                if let Some(target) = target {
                    patched(tree, target, &mut facts.patched);
                }
            }
            Kind::WithItem => {
                let Some(target) = child(1) else {
                    continue;
                };
                flow(symbols(tree, target).collect(), child(0));
                patched(tree, target, &mut facts.patched);
            }
            Kind::Pattern(PatternKind::As) | Kind::Except => {
                let alias = ident(node).and_then(|i| tree.symbol_of(i));
                flow(alias.into_iter().collect(), child(0));
            }
            Kind::Param {
                annotated: true, ..
            } => {
                let parts = tree.param(node);
                let name = ident(node).and_then(|i| tree.symbol_of(i));
                flow(name.into_iter().collect(), parts.and_then(|p| p.annotation));
            }
            Kind::For { .. } | Kind::CompFor { .. } => {
                if let Some(target) = child(0) {
                    patched(tree, target, &mut facts.patched);
                }
            }
            Kind::Delete => {
                for target in tree.children(node) {
                    patched(tree, target, &mut facts.patched);
                }
            }
            Kind::Function { .. } => {
                let name = ident(node).and_then(|i| tree.symbol_of(i));
                let returns = tree.function(node).and_then(|f| f.returns);
                flow(name.into_iter().collect(), returns);
                functions.push((node, name));
            }
            Kind::Return => {
                let function = functions.last().and_then(|f| f.1);
                flow(function.into_iter().collect(), child(0));
            }
            Kind::Class { .. } => {
                let parts = tree.class(node);
                let bases = parts.iter().flat_map(|p| &p.arguments);
                facts.bases.extend(
                    bases
                        .flat_map(|b| symbols(tree, *b))
                        .map(|symbol| tree.name(symbol)),
                );
                // An instance leads to whatever its class deals with.
                let name = ident(node).and_then(|i| tree.symbol_of(i));
                flow(name.into_iter().collect(), Some(node));
            }
            Kind::Global | Kind::Nonlocal => {
                let names = symbols(tree, node).map(|symbol| tree.name(symbol));
                facts.rebound.extend(names);
            }
            _ => {}
        }
    }
    spread(tree, &mut tainted, &flows);
    facts.tainted = tainted.into_iter().map(|s| tree.name(s)).collect();
    facts
}

/// Adds the names that get their values from tainted ones, until there are no more.
fn spread(tree: &Tree, tainted: &mut FxHashSet<Symbol>, flows: &[Flow]) {
    let mut by_name: FxHashMap<Symbol, Vec<usize>> = FxHashMap::default();
    for (i, flow) in flows.iter().enumerate() {
        for name in symbols(tree, flow.from) {
            let flows = by_name.entry(name).or_default();
            if flows.last() != Some(&i) {
                flows.push(i);
            }
        }
    }
    let mut open: Vec<Symbol> = by_name.keys().copied().collect();
    open.retain(|name| tainted.contains(name));
    while let Some(name) = open.pop() {
        for flow in by_name.remove(&name).into_iter().flatten() {
            for name in &flows[flow].names {
                if tainted.insert(*name) {
                    open.push(*name);
                }
            }
        }
    }
}

/// The names in a node, those that are words of its strings among them: they may be annotations.
fn symbols(tree: &Tree, node: NodeId) -> impl Iterator<Item = Symbol> + '_ {
    let all = std::iter::once(node).chain(tree.below(node));
    all.flat_map(move |node| {
        let is_string = matches!(tree.kind(node), Kind::Str(_));
        let text = if is_string { tree.text_of(node) } else { "" };
        let words = text.split(|c: char| !is_word(c));
        let words = words.filter(|w| !w.is_empty());
        let words = words.filter_map(|w| tree.symbol(w));
        tree.symbol_of(node).into_iter().chain(words)
    })
}

/// Notes what an import of an SDK binds.
fn imported(tree: &Tree, statement: NodeId, into: &mut FxHashSet<Symbol>) {
    let module = tree.find(statement, |k| k == Kind::Path);
    if module.is_some_and(|m| !is_of_sdk(tree.text_of(m))) {
        return;
    }
    for item in tree.children(statement) {
        if tree.kind(item) == Kind::Star {
            let members = module.and_then(|m| SdkModule::named(tree.text_of(m)));
            let classes = members.into_iter().flat_map(|m| m.stub().members());
            into.extend(classes.filter_map(|m| tree.symbol(m.name())));
        }
        let Some(alias) = tree.alias(item) else {
            continue;
        };
        if module.is_some() || is_of_sdk(tree.text_of(alias.name)) {
            let bound = alias.alias.unwrap_or(alias.name);
            into.extend(symbols(tree, bound));
        }
    }
}

/// Whether a module is one of an SDK, or in one.
fn is_of_sdk(mut module: &str) -> bool {
    loop {
        match module.rsplit_once('.') {
            _ if SdkModule::named(module).is_some() => return true,
            Some((package, _)) => module = package,
            None => return false,
        }
    }
}

/// Notes the attributes among the targets of an assignment.
fn patched<'t>(tree: &'t Tree, target: NodeId, into: &mut Names<'t>) {
    for node in std::iter::once(target).chain(tree.below(target)) {
        let Kind::Attribute(name) = tree.kind(node) else {
            continue;
        };
        let object = tree.child(node, 0).map(|o| tree.text_of(o));
        if object.is_some_and(|o| !matches!(o, "self" | "cls")) {
            into.insert(tree.name(name));
        }
    }
}
