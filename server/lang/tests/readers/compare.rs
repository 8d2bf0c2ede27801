//! Trees of both readers, held against each other.

use lang::tree::{Data, NodeId, Tree};
use syntax::Span;

/// What came of the comparison of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Compared {
    /// Both take it, and the trees are equal.
    Equal,
    /// Only one of them takes it, or neither.
    Alone,
    /// tree-sitter reads it otherwise than it is meant, and that is known.
    Known,
}

/// Compares two trees that are not equal: outside of what is known to be misread they must be.
pub(crate) fn apart<D: Data>(
    tolerant: &Tree<D>,
    strict: &Tree<D>,
    misread: &[Span],
    say: impl Fn(&Tree<D>, NodeId) -> String,
) -> Result<Compared, String> {
    let outside = |tree: &Tree<D>| -> Vec<String> {
        let is_known = |node: &NodeId| {
            let span = tree.span(*node);
            misread.iter().any(|known| known.contains(span))
        };
        let shown = |node: NodeId| {
            let head: String = tree.text_of(node).chars().take(60).collect();
            let said = say(tree, node);
            format!("{said} {:?} {head:?}", tree.span(node))
        };
        let nodes = tree.all().filter(|node| !is_known(node)).map(|node| {
            let parent = tree.parent(node).map_or_else(String::new, shown);
            format!("{}\n   in {parent}", shown(node))
        });
        let comments = tree.comments().iter().map(|c| format!("comment {c:?}"));
        nodes.chain(comments).collect()
    };
    let (tolerant, strict) = (outside(tolerant), outside(strict));
    if tolerant == strict && !misread.is_empty() {
        return Ok(Compared::Known);
    }
    let count = tolerant.len().max(strict.len());
    let first = (0..count).find(|i| tolerant.get(*i) != strict.get(*i));
    let shown = |all: &[String]| {
        let node = first.and_then(|i| all.get(i));
        node.cloned().unwrap_or_else(|| "nothing".to_owned())
    };
    Err(format!(
        "tree-sitter: {}\nstrict:      {}",
        shown(&tolerant),
        shown(&strict)
    ))
}

/// The outermost node round a node below what `ends` says.
pub(crate) fn climbed<D: Data>(
    tree: &Tree<D>,
    node: NodeId,
    ends: impl Fn(D::Kind) -> bool,
) -> Span {
    let mut node = node;
    while let Some(parent) = tree.parent(node).filter(|p| !ends(tree.kind(*p))) {
        node = parent;
    }
    tree.span(node)
}

/// How many random edits are made, where the environment does not say otherwise.
pub(crate) fn rounds(usual: usize) -> usize {
    let said = std::env::var("ROUNDS").ok();
    said.and_then(|r| r.parse().ok()).unwrap_or(usual)
}

/// Compares all texts of a sort, and says how many were.
pub(crate) fn compare_all(
    sort: &str,
    compare: impl Fn(&str) -> Result<Compared, String>,
    texts: impl Iterator<Item = String>,
) -> usize {
    let (mut equal, mut known, mut alone) = (0, 0, 0);
    let mut differences = Vec::new();
    for text in texts {
        match compare(&text) {
            Ok(Compared::Equal) => equal += 1,
            Ok(Compared::Known) => known += 1,
            Ok(Compared::Alone) => alone += 1,
            Err(difference) => differences.push(format!("{difference}\nin\n{text}")),
        }
    }
    differences.sort_by_key(String::len);
    differences.truncate(10);
    assert!(
        differences.is_empty(),
        "{sort}:\n{}",
        differences.join("\n")
    );
    eprintln!("{sort}: {equal} equal, {known} known differences, {alone} not taken by both");
    equal
}
