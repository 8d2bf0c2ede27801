//! Where an absent value is handled: see [`super::Chain::guarded`] for what counts.

use rustc_hash::FxHashMap;

use super::tree::{Kind, Mark, NodeId, Operator, Role, Tree, Unary};
use super::{Chain, Key};

/// Whether `node` stands where its absent value is handled, given whether its parent does.
pub(super) fn handles(tree: &Tree, node: NodeId, parent_handled: bool) -> bool {
    let Some(parent) = tree.parent(node).filter(|_| !tree.is_function(node)) else {
        return false;
    };
    let role = tree.role(node);
    let handled = match tree.kind(parent) {
        Kind::Binary(operator) => match operator {
            Operator::Coalesce | Operator::Or | Operator::And => role == Role::Left,
            Operator::In | Operator::InstanceOf => true,
            Operator::Equal
            | Operator::NotEqual
            | Operator::StrictEqual
            | Operator::StrictNotEqual => beside_nothing(tree, parent, node),
            _ => false,
        },
        Kind::AugAssign(operator) => role == Role::Left && operator.is_logical(),
        Kind::Unary(operator) => matches!(operator, Unary::Not | Unary::TypeOf),
        Kind::Conditional | Kind::If | Kind::While | Kind::DoWhile | Kind::For => {
            role == Role::Condition
        }
        Kind::Switch => role == Role::Value,
        Kind::Try => role == Role::Body && tree.part(parent, Role::Handler).is_some(),
        Kind::Arguments => {
            let call = tree.parent(parent);
            let callee = call.and_then(|c| tree.part(c, Role::Function));
            let callee = callee.map(|callee| tree.text_of(callee));
            matches!(callee, Some("Boolean" | "Array.isArray" | "Object.hasOwn"))
        }
        Kind::Member | Kind::Subscript | Kind::Call => {
            matches!(role, Role::Object | Role::Function)
                && tree.has(parent, Mark::Optional)
                && (tree.kind(parent) == Kind::Call || tree.kind(node) == Kind::Paren)
        }
        _ => false,
    };
    handled || parent_handled
}

/// Whether the other side of the comparison is `null`, `undefined` or `void …`.
fn beside_nothing(tree: &Tree, comparison: NodeId, side: NodeId) -> bool {
    let mut others = tree.children(comparison).filter(|&c| c != side);
    others.any(|other| {
        matches!(
            tree.kind(other),
            Kind::Null | Kind::Undefined | Kind::Unary(Unary::Void)
        )
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
    open: Vec<(NodeId, std::ops::Range<usize>)>,
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
    pub(super) fn enter(&mut self, tree: &Tree, node: NodeId, before: &[usize]) {
        while let Some((_, chains)) = self.open.pop_if(|(end, _)| *end <= node) {
            self.count(chains, |count| count.saturating_sub(1));
        }
        let Some((condition, end)) = condition_of(tree, node) else {
            return;
        };
        let range = before[condition.index()]..before[tree.end(condition).index()];
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
fn condition_of(tree: &Tree, node: NodeId) -> Option<(NodeId, Option<NodeId>)> {
    let parent = tree.parent(node)?;
    let end = Some(tree.end(node));
    let (role, end) = match (tree.kind(parent), tree.role(node)) {
        (Kind::Conditional, Role::Consequence | Role::Alternative) => (Role::Condition, end),
        (Kind::Binary(operator), Role::Right) if operator.is_logical() => (Role::Left, end),
        // It may have returned: the condition holds for all that follows.
        (Kind::If, Role::Consequence) | (Kind::While | Kind::For, Role::Body) => {
            (Role::Condition, None)
        }
        (Kind::Switch, Role::Body) => (Role::Value, None),
        _ => return None,
    };
    Some((tree.part(parent, role)?, end))
}
