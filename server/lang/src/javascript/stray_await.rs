//! `await` in a function of TypeScript that is not `async`: it parses, and no runtime takes it.

use syntax::Span;
use syntax::strict::{Problem, said};

use super::tree::{Kind, Mark, NodeId, Role, Tree};

/// What an `await` stands in.
#[derive(Clone, Copy)]
enum Around {
    /// A function that may wait, or the module itself.
    Async,
    /// A function that may not.
    Plain(NodeId),
    /// Parameters, and bodies that are no function's: not judged.
    Unknown,
}

/// The first `await` of a module that stands right in a function without `async`.
pub(crate) fn stray_await(tree: &Tree) -> Option<Problem> {
    if !tree.text().contains("await") {
        return None;
    }
    let mut around = vec![Around::Async; tree.len()];
    for node in tree.all() {
        let outer = tree
            .parent(node)
            .map_or(Around::Async, |p| around[p.index()]);
        let inner = opens(tree, node).unwrap_or(outer);
        around[node.index()] = inner;
        if let Some(word) = awaits(tree, node)
            && let Around::Plain(function) = inner
        {
            return Some(stray(tree, word, function));
        }
    }
    None
}

fn opens(tree: &Tree, node: NodeId) -> Option<Around> {
    match tree.kind(node) {
        kind if kind.is_function() => Some(match tree.has(node, Mark::Async) {
            true => Around::Async,
            false => Around::Plain(node),
        }),
        Kind::Parameters | Kind::ClassBody | Kind::EnumBody | Kind::Namespace => {
            Some(Around::Unknown)
        }
        _ => None,
    }
}

/// The word `await` of a node that waits.
fn awaits(tree: &Tree, node: NodeId) -> Option<Span> {
    let before = match tree.kind(node) {
        Kind::Await => 0,
        Kind::ForIn(_) if tree.has(node, Mark::Async) => tree.text_of(node).find("await")?,
        _ => return None,
    };
    let start = tree.span(node).start as usize + before;
    Some(Span::new(start, start + "await".len()))
}

fn stray(tree: &Tree, word: Span, function: NodeId) -> Problem {
    let name = tree.part(function, Role::Name).map(|n| tree.text_of(n));
    let place = match (tree.kind(function), name) {
        (Kind::Method, Some(name)) => format!("`{name}`"),
        (Kind::Arrow, _) => "the parameters of the arrow function".to_owned(),
        (_, Some(name)) => format!("`function {name}`"),
        (_, None) => "`function`".to_owned(),
    };
    Problem::new(
        word,
        said(
            "`await` stands in a function that is not `async`",
            format!("write `async` before {place}"),
        ),
    )
}
