//! Where an absent value is handled: see [`super::Chain::guarded`] for what counts.

use rustc_hash::FxHashMap;

use super::flat::{Flat, ROOT};
use super::{Chain, Key};

/// Whether `node` stands where its absent value is handled, given whether its parent does.
pub(super) fn handles(flat: &Flat, node: usize, parent_handled: bool) -> bool {
    if node == ROOT || flat.is_function(node) {
        return false;
    }
    let parent = flat.nodes[node].parent;
    let field = flat.nodes[node].field;
    let handled = match flat.kind(parent) {
        "binary_expression" => match operator(flat, parent) {
            "??" | "||" | "&&" => field == "left",
            "in" | "instanceof" => true,
            "==" | "!=" | "===" | "!==" => beside_nothing(flat, parent, node),
            _ => false,
        },
        "augmented_assignment_expression" => {
            field == "left" && matches!(operator(flat, parent), "??=" | "||=" | "&&=")
        }
        "unary_expression" => matches!(operator(flat, parent), "!" | "typeof"),
        "ternary_expression" | "if_statement" | "while_statement" | "do_statement"
        | "for_statement" => field == "condition",
        "switch_statement" => field == "value",
        "try_statement" => field == "body" && flat.child(parent, "handler").is_some(),
        "arguments" => {
            let callee = flat.child(flat.nodes[parent].parent, "function");
            let callee = callee.map(|callee| flat.slice(callee));
            matches!(callee, Some("Boolean" | "Array.isArray" | "Object.hasOwn"))
        }
        "member_expression" | "subscript_expression" | "call_expression" => {
            matches!(field, "object" | "function")
                && flat.child(parent, "optional_chain").is_some()
                && (flat.kind(parent) == "call_expression"
                    || flat.kind(node) == "parenthesized_expression")
        }
        _ => false,
    };
    handled || parent_handled
}

/// The operator of a unary, binary or assignment expression.
fn operator<'t>(flat: &'t Flat, node: usize) -> &'t str {
    flat.child(node, "operator")
        .map_or("", |operator| flat.kind(operator))
}

/// Whether the other side of the comparison is `null`, `undefined` or `void …`.
fn beside_nothing(flat: &Flat, comparison: usize, side: usize) -> bool {
    let others = flat.children(comparison).filter(|&c| c != side);
    others.into_iter().any(|other| match flat.kind(other) {
        "null" | "undefined" => true,
        "unary_expression" => operator(flat, other) == "void",
        _ => false,
    })
}

/// Most mentions that are followed; beyond, everything counts as guarded.
const MAX_MENTIONS: usize = 500_000;

/// What the conditions around the node that is being visited have mentioned.
#[derive(Default)]
pub(super) struct Mentions {
    ids: FxHashMap<(String, Option<Key>), usize>,
    /// For each chain: the id of its root with its first segment, and the id of its bare root.
    chains: Vec<(usize, usize)>,
    /// How many conditions around mention an id.
    counts: Vec<usize>,
    /// Which chains to forget, and when.
    open: Vec<(usize, std::ops::Range<usize>)>,
    spent: usize,
}

impl Mentions {
    /// Notes a chain, and says whether a condition around it mentions it.
    pub(super) fn note(&mut self, chain: &Chain) -> bool {
        let first = chain.path.first().map(|segment| segment.key.clone());
        let first = first.filter(|key| {
            !matches!(key.name(), Some("hasOwnProperty" | "propertyIsEnumerable"))
                && *key != Key::Dynamic
        });
        let bare = self.id(&chain.root.value, None);
        let full = first.map_or(bare, |first| self.id(&chain.root.value, Some(first)));
        self.chains.push((full, bare));
        self.counts[full] > 0 || self.counts[bare] > 0 || self.spent > MAX_MENTIONS
    }

    fn id(&mut self, root: &str, first: Option<Key>) -> usize {
        let next = self.counts.len();
        let id = *self.ids.entry((root.to_owned(), first)).or_insert(next);
        if id == next {
            self.counts.push(0);
        }
        id
    }

    /// Opens what entering `node` opens, and closes what ends before it. `before[n]` is the number
    /// of chains before node `n`.
    pub(super) fn enter(&mut self, flat: &Flat, node: usize, before: &[usize]) {
        while let Some((_, chains)) = self.open.pop_if(|(end, _)| *end <= node) {
            self.count(chains, |count| count.saturating_sub(1));
        }
        let Some((condition, end)) = condition_of(flat, node) else {
            return;
        };
        let range = before[condition]..before[flat.nodes[condition].end];
        self.spent += range.len();
        if self.spent <= MAX_MENTIONS && !range.is_empty() {
            self.count(range.clone(), |count| count + 1);
            if let Some(end) = end {
                self.open.push((end, range));
            }
        }
    }

    fn count(&mut self, chains: std::ops::Range<usize>, change: impl Fn(usize) -> usize) {
        for &(full, _) in &self.chains[chains] {
            self.counts[full] = change(self.counts[full]);
        }
    }
}

/// The condition that decides whether `node` runs, and the node where that ends, if it does.
fn condition_of(flat: &Flat, node: usize) -> Option<(usize, Option<usize>)> {
    let parent = flat.nodes[node].parent;
    let end = Some(flat.nodes[node].end);
    match (flat.kind(parent), flat.nodes[node].field) {
        ("ternary_expression", "consequence" | "alternative") => {
            Some((flat.child(parent, "condition")?, end))
        }
        ("binary_expression", "right") if matches!(operator(flat, parent), "&&" | "||" | "??") => {
            Some((flat.child(parent, "left")?, end))
        }
        // It may have returned: the condition holds for all that follows.
        ("if_statement", "consequence") | ("while_statement" | "for_statement", "body") => {
            Some((flat.child(parent, "condition")?, None))
        }
        ("switch_statement", "body") => Some((flat.child(parent, "value")?, None)),
        _ => None,
    }
}
