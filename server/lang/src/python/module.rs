//! What is kept of a Python module: the classes and the names of types at its top; and its imports, wherever they stand.

use rustc_hash::{FxHashMap, FxHashSet};

use super::declare::{self, Annotation, Class, last_name};
use super::imports::{Import, imports};
use super::tree::{Kind, NodeId, Operator, Tree};

/// What [`crate::Program`] keeps of a Python module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) classes: Vec<Class>,
    /// The last class of each name, by its place among all.
    pub(crate) class_of_name: FxHashMap<String, usize>,
    /// The names that are given a type: `Row = dict[str, int]`.
    pub(crate) aliases: FxHashMap<String, Annotation>,
    pub(crate) imports: Vec<Import>,
}

/// What is kept of the module that a tree is of.
pub(crate) fn module(tree: &Tree) -> Module {
    let classes: Vec<Class> = tree.top().filter_map(|n| declare::class(tree, n)).collect();
    let names = classes.iter().enumerate();
    let class_of_name = names.map(|(i, c)| (c.name.value.clone(), i)).collect();
    Module {
        classes,
        class_of_name,
        aliases: aliases(tree),
        imports: imports(tree),
    }
}

/// What stands before brackets in a type, as it is imported from `typing` or built in.
const TYPES: &[&str] = &[
    "Annotated",
    "Dict",
    "List",
    "Literal",
    "Optional",
    "Tuple",
    "Union",
    "dict",
    "list",
    "tuple",
];

/// Types that are one word.
const WORDS: &[&str] = &["str", "int", "float", "bool"];

/// The names at the top that are given a type, and nothing else beside it.
fn aliases(tree: &Tree) -> FxHashMap<String, Annotation> {
    let mut found = FxHashMap::default();
    let mut given = FxHashSet::default();
    for parts in tree.top().filter_map(|n| tree.assignment(n)) {
        let is_alias = |n| tree.text_of(n) == "TypeAlias";
        let [target] = parts.targets[..] else {
            continue;
        };
        let Kind::Name(symbol) = tree.kind(target) else {
            continue;
        };
        if !given.insert(symbol) {
            found.remove(tree.name(symbol));
            continue;
        }
        let value = parts.value.filter(|v| is_type(tree, *v));
        if let Some(value) = value.filter(|_| parts.annotation.is_none_or(is_alias)) {
            found.insert(tree.name(symbol).to_owned(), Annotation::read(tree, value));
        }
    }
    found
}

/// Whether what is written as a value is certainly a type.
fn is_type(tree: &Tree, value: NodeId) -> bool {
    let is = |n: NodeId| match tree.kind(n) {
        Kind::Name(word) => WORDS.contains(&tree.name(word)),
        Kind::Subscript => {
            let head = tree.child(n, 0).map_or("", |h| tree.text_of(h));
            TYPES.contains(&last_name(head))
        }
        _ => false,
    };
    match tree.kind(value) {
        Kind::Binary(Operator::BitOr) => tree.children(value).any(is),
        _ => is(value),
    }
}
