//! Where a script uses the SDK in a way that this version of it does not offer.
//!
//! Most scripts are plain enough for a look at their text to clear them. Only the others are parsed in
//! full; what cannot be known there (a pinned version, a guarded use) counts as right.

mod arguments;
mod members;
mod said;
mod table;
#[cfg(test)]
mod tests;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;
use syntax::text::{comments, is_whole, is_word, leading};

use super::uses::{PACKAGE, SdkRef, uses_in};
use super::{Member, SdkModule, Sdks};
use arguments::{mismatches, quick, wrong_arguments};
use lang::Program;
use lang::python::tree::{Kind, NodeId};
use lang::python::{Function, Python, Tree, is_stdlib};
use said::Said;
use table::row_in;

/// One wrong use of the SDK.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkMisuse {
    /// What is wrong.
    pub kind: MisuseKind,
    /// The SDK's name that is used; for a call of a class the class's.
    pub name: String,
    /// The module that has it or does not.
    pub module: SdkModule,
    /// The class whose member it is, or would be.
    pub class: Option<String>,
    /// Where.
    pub span: Span,
}

impl SdkMisuse {
    /// The function, the method, or the `__init__` of the class that is called.
    pub fn function<'s>(&self, sdks: &Sdks<'s>) -> Option<&'s Function> {
        if let Some(class) = &self.class {
            let class = sdks.class(self.module, class)?;
            return match class.member(&self.name, sdks)? {
                (_, Member::Function(function)) => Some(function),
                _ => None,
            };
        }
        match sdks.member(self.module, &self.name)? {
            (_, Member::Function(function)) => Some(function),
            (_, Member::Class(class)) => class.method("__init__"),
            _ => None,
        }
    }
}

/// What is wrong with a use of the SDK.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MisuseKind {
    /// The SDK has no such name.
    Unknown,
    /// A call of a function that is deprecated.
    Deprecated,
    /// An argument by a name that the function does not take.
    UnknownKeyword(String),
    /// An argument that is given by place and by this name.
    Twice(String),
    /// Arguments that must be given and are not.
    Missing(Vec<String>),
    /// More arguments by place than this many are taken; the span is the first that is too much.
    TooMany(usize),
}

/// Names that the package has beside those of the stub, but for modules of Python itself.
const IMPORTED: &[&str] = &[
    "Any",
    "BufferedReader",
    "BytesIO",
    "Callable",
    "Dict",
    "Generic",
    "JSONDecodeError",
    "List",
    "Literal",
    "Optional",
    "Path",
    "Tuple",
    "TypeVar",
    "Union",
    "annotations",
    "client",
    "deprecated",
    "dt",
    "httpx",
    "s3_reader",
    "s3_types",
];

/// Every wrong use of the SDKs that are given, which may be others than those built in.
pub fn sdk_misuses_in(script: &Program, sdks: &Sdks<'_>) -> Vec<SdkMisuse> {
    if !script.is_python() || is_plain_in(script, sdks) {
        return Vec::new();
    }
    let python = script.python();
    python.map_or_else(Vec::new, |python| misuses_in(script, python, sdks))
}

/// Whether a look at the text shows that nothing is wrong.
pub fn is_plain(script: &Program) -> bool {
    is_plain_in(script, &Sdks::default())
}

fn is_plain_in(script: &Program, sdks: &Sdks<'_>) -> bool {
    let source = &*script.text;
    if !source.contains(PACKAGE) && !source.contains("skyvern") {
        return true;
    }
    let is_own = |m: &str| m == PACKAGE;
    let mut modules = script.imports().iter().map(|i| &*i.module.value);
    if modules.any(|m| SdkModule::named(m).is_some() && !is_own(m)) {
        return false;
    }
    let mut seen = FxHashSet::default();
    script
        .imports()
        .iter()
        .filter(|i| is_own(&i.module.value))
        .all(|import| {
            let Some(bound) = &import.bound else {
                return false;
            };
            let name = import.name.as_ref().map(|n| n.as_str());
            if !seen.insert((bound.as_str(), name)) {
                return true;
            }
            match &import.name {
                None => {
                    !is_spaced(source, &bound.value)
                        && members(source, &bound.value)
                            .all(|(name, end)| fits(sdks, source, name, end))
                }
                Some(name) => uses(source, &bound.value).all(|end| {
                    row_in(sdks, &name.value).is_some() && fits(sdks, source, &name.value, end)
                }),
            }
        })
}

/// Where `name` ends in `source`, each time it stands there as a word.
fn uses<'a>(source: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    source.match_indices(name).filter_map(move |(at, _)| {
        let end = at + name.len();
        is_whole(source, at..end, is_word).then_some(end)
    })
}

/// Whether something stands between a name and the dot after it.
fn is_spaced(source: &str, name: &str) -> bool {
    uses(source, name).any(|end| {
        let rest = &source[end..];
        !rest.starts_with('.') && after_blank(rest).starts_with('.')
    })
}

/// A text without the blanks and line breaks it begins with.
fn after_blank(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\')
}

/// The names after `module.`, and where they end.
fn members<'a>(source: &'a str, module: &'a str) -> impl Iterator<Item = (&'a str, usize)> + 'a {
    uses(source, module).filter_map(move |end| {
        let rest = source[end..].strip_prefix('.')?;
        let rest = after_blank(rest);
        let name = leading(rest, is_word);
        Some((name, source.len() - rest.len() + name.len()))
    })
}

/// Whether the SDK's `name`, which ends at `end`, is known and, where it is called, called rightly.
fn fits(sdks: &Sdks<'_>, source: &str, name: &str, end: usize) -> bool {
    let Some(row) = row_in(sdks, name) else {
        return is_beside(name);
    };
    if row.deprecated || row.gives_object {
        return false;
    }
    let rest = after_blank(&source[end..]);
    let called = row.takes.as_ref().filter(|_| rest.starts_with('('));
    let Some(takes) = called else {
        return true;
    };
    quick(source, source.len() - rest.len())
        .is_some_and(|given| mismatches(takes, &given).is_empty())
}

/// Whether the package may have the name though the stub does not.
fn is_beside(name: &str) -> bool {
    name.is_empty() || IMPORTED.contains(&name) || is_stdlib(name)
}

/// Every wrong use. `python` is what is read of the whole text.
pub fn misuses(script: &Program, python: &Python) -> Vec<SdkMisuse> {
    misuses_in(script, python, &Sdks::default())
}

fn misuses_in(script: &Program, python: &Python, sdks: &Sdks<'_>) -> Vec<SdkMisuse> {
    let mut found = Vec::new();
    if !script.problems().is_empty() {
        return found;
    }
    let code = Code {
        script,
        python,
        tree: &python.tree,
        said: Said::new(&script.text),
    };
    if !is_pinned(&script.text, PACKAGE) {
        of_names(&code, sdks, &mut found);
    }
    members::add(&code, sdks, &mut found);
    let mut ends = FxHashMap::default();
    found.retain(|m| !is_dead(code.tree, m.span, &mut ends));
    found.sort_by_key(|m| m.span);
    found
}

/// A script, and what is asked of it again and again.
struct Code<'s> {
    script: &'s Program,
    python: &'s Python,
    tree: &'s Tree,
    said: Said<'s>,
}

/// Whether code is never reached: a statement before it in the same block leaves that. `ends` keeps
/// which statements leave blocks.
fn is_dead(tree: &Tree, at: Span, ends: &mut FxHashMap<NodeId, Option<NodeId>>) -> bool {
    let leaves = |n: &NodeId| {
        let leaving = [Kind::Return, Kind::Raise, Kind::Break, Kind::Continue];
        leaving.contains(&tree.kind(*n))
    };
    let mut below = tree.at(at.start as usize);
    for node in tree.above(below) {
        if tree.kind(node) == Kind::Block {
            let end = ends.entry(node);
            let end = end.or_insert_with(|| tree.children(node).find(leaves));
            if end.is_some_and(|end| end < below) {
                return true;
            }
        }
        below = node;
    }
    false
}

/// What is wrong with names of the package and calls of its functions.
fn of_names(code: &Code<'_>, sdks: &Sdks<'_>, found: &mut Vec<SdkMisuse>) {
    for used in uses_in(code.script, code.python) {
        let SdkRef::Member { name, in_import } = used else {
            continue;
        };
        let place = Place::new(code, name.span, in_import);
        let misuse = |kind, span| SdkMisuse {
            kind,
            name: name.value.clone(),
            module: SdkModule::Wmill,
            class: None,
            span,
        };
        match row_in(sdks, &name.value) {
            None if place.means_unknown(&name.value) => {
                found.push(misuse(MisuseKind::Unknown, name.span));
            }
            Some(row) if !in_import => {
                let Some(call) = place.call() else {
                    continue;
                };
                if row.deprecated {
                    found.push(misuse(MisuseKind::Deprecated, name.span));
                }
                if let Some(takes) = &row.takes {
                    let wrong = wrong_arguments(&[takes], code.tree, call, name.span);
                    found.extend(wrong.into_iter().map(|(kind, span)| misuse(kind, span)));
                }
            }
            _ => {}
        }
    }
}

/// Whether a comment asks for a version of a package of its own.
fn is_pinned(source: &str, package: &str) -> bool {
    let comments = comments(source).filter_map(|at| source[at..].lines().next());
    let comments = comments.filter(|l| l.contains(package));
    comments.into_iter().any(|line| {
        let after = line.split(package).skip(1);
        after.into_iter().any(|rest| {
            rest.trim_start()
                .starts_with(['=', '<', '>', '~', '!', '@', '['])
        })
    })
}

/// Where a name of the SDK stands.
struct Place<'c, 't> {
    code: &'c Code<'t>,
    /// What has the name.
    node: NodeId,
    in_import: bool,
}

impl<'c, 't> Place<'c, 't> {
    fn new(code: &'c Code<'t>, span: Span, in_import: bool) -> Place<'c, 't> {
        Place {
            code,
            node: code.tree.at(span.start as usize),
            in_import,
        }
    }

    /// Whether a name that the stub does not have is wrong here.
    fn means_unknown(&self, name: &str) -> bool {
        // A name that an import brings is told at the import.
        if is_beside(name) || !(self.in_import && !self.is_alias() || self.is_attribute()) {
            return false;
        }
        !self.is_left_alone(name)
    }

    /// Whether the script sets the name, makes sure of it, or catches that it is not there.
    fn is_left_alone(&self, name: &str) -> bool {
        self.code.said.may_set(name) || self.is_guarded()
    }

    /// Whether the script asks what kind of object has the name, and so knows more of it.
    fn is_tested(&self) -> bool {
        let tree = self.code.tree;
        let object = tree.child(self.node, 0).filter(|_| self.is_attribute());
        object.is_some_and(|o| self.code.said.is_tested(tree.text_of(o)))
    }

    fn is_attribute(&self) -> bool {
        matches!(self.code.tree.kind(self.node), Kind::Attribute(_))
    }

    /// Whether this is what `as` gives.
    fn is_alias(&self) -> bool {
        let tree = self.code.tree;
        let alias = tree.imports(self.node).and_then(|a| tree.alias(a)?.alias);
        alias == Some(self.node)
    }

    /// Whether a `try` catches that the name is not there, or the code is for type checkers alone.
    fn is_guarded(&self) -> bool {
        let tree = self.code.tree;
        let mut below = self.node;
        tree.above(self.node).any(|node| {
            let inner = std::mem::replace(&mut below, node);
            match tree.kind(node) {
                Kind::If => {
                    let condition = tree.child(node, 0);
                    condition.is_some_and(|c| tree.text_of(c).contains("TYPE_CHECKING"))
                }
                Kind::Try if tree.is_first(inner) => tree.excepts(node).any(|c| self.catches(c)),
                _ => false,
            }
        })
    }

    fn catches(&self, clause: NodeId) -> bool {
        let caught = self.code.tree.caught(clause);
        let any_of = |names: &[&str]| names.iter().any(|n| caught.contains(n));
        let names = ["ImportError", "ModuleNotFoundError", "Exception"];
        any_of(&["AttributeError"]) || self.in_import && (caught.is_empty() || any_of(&names))
    }

    /// The call whose function the name is.
    fn call(&self) -> Option<NodeId> {
        let tree = self.code.tree;
        let call = tree.parent(self.node)?;
        (tree.called(call) == Some(self.node) && !tree.is_broken(call)).then_some(call)
    }
}
