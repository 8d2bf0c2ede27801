//! After an edit inside an item of a block sequence (in a flow: a step), only that item is lowered again.
//!
//! Nodes lie in post-order, so all of an item lies together: what is before it stays, what is behind it moves by as
//! many places and as many bytes as the item has grown. This holds while the rest of the tree is the same, and while
//! nothing in the item has a say outside of it. Otherwise the whole text is lowered.

use tree_sitter::{Node as Ts, TreeCursor};

use super::Yaml;
use super::grammar::{Name, name_of};
use super::lower::{self, MAX_DEPTH};
use super::node::{Data, Kind, NodeId, PairData, Part};
use crate::{Edit, Span, Tree};

/// Fills `yaml`, which has its text alone, with what `old` becomes by an edit. `tree` is its tree, `changed` where that is
/// built otherwise than the old one, in bytes of the new text. `None`: the whole has to be lowered.
pub(super) fn splice(
    old: &Yaml,
    edit: Edit,
    tree: &Tree,
    changed: &[Span],
    yaml: &mut Yaml,
) -> Option<()> {
    // A mistake decides how what follows is read, and an anchor what an alias anywhere stands for.
    if !old.is_clean() || old.has_anchors || !old.marks.is_empty() {
        return None;
    }
    let typed = Span::new(
        edit.span.start as usize,
        edit.span.start as usize + edit.new_len,
    );
    let changed = changed.iter().fold(typed, |all, part| all.cover(*part));
    let item = find(old, edit, tree, changed)?;
    lower::item(yaml, item.new, item.depth);
    let is_whole = yaml.nodes.last().is_some_and(|n| n.parent.is_none());
    if !yaml.is_clean() || yaml.has_anchors || !is_whole {
        return None;
    }
    put_together(old, yaml, edit, item);
    Some(())
}

/// An item of a block sequence that all of an edit lies in.
struct Item<'t> {
    new: Ts<'t>,
    /// The first node of it, in the old list.
    first: NodeId,
    /// The node of its value and the last one of it, in the old list.
    id: NodeId,
    /// How many levels it lies in.
    depth: usize,
}

/// Looks for the innermost item that `changed` lies in, down the new tree and the old nodes at once: above it both are
/// the same but for the places.
fn find<'t>(old: &Yaml, edit: Edit, tree: &'t Tree, changed: Span) -> Option<Item<'t>> {
    let mut cursor = tree.walk();
    let (mut first, mut id) = (NodeId(0), *old.roots.first()?);
    let (mut depth, mut found) = (0, None);
    while depth < MAX_DEPTH && step_into(&mut cursor, changed) {
        let node = cursor.node();
        match name_of(node) {
            Name::Document => {}
            Name::Block => {
                let Data { span, kind, .. } = old.nodes[id.0 as usize];
                if span.end < edit.span.end {
                    break;
                }
                let end = moved(span.end, edit);
                let count = match kind {
                    Kind::Mapping(part) | Kind::Sequence(part) => part.len as usize,
                    Kind::Scalar(_) | Kind::Alias(_) => 0,
                };
                if inside(node) != Some((Span { end, ..span }, count)) {
                    break;
                }
            }
            Name::Pair => {
                let Kind::Mapping(pairs) = old.nodes[id.0 as usize].kind else {
                    break;
                };
                let pairs = pairs.of(&old.pairs);
                let start = node.start_byte() as u32;
                let at = pairs.partition_point(|p| p.span.start < start);
                let Some(pair) = pairs.get(at).filter(|p| p.span.start == start) else {
                    break;
                };
                let next = pairs.get(at + 1).map(|p| p.span);
                let Some(value) = pair.value.filter(|_| is_before(edit, next)) else {
                    break;
                };
                (first, id) = (NodeId(pair.key.0 + 1), value);
                depth += 1;
            }
            Name::Item => {
                let Kind::Sequence(items) = old.nodes[id.0 as usize].kind else {
                    break;
                };
                let items = items.of(&old.items);
                let start = node.start_byte() as u32;
                let start_of = |id: &NodeId| old.nodes[id.0 as usize].span.start;
                let at = items.partition_point(|i| start_of(i) <= start);
                let next = items.get(at + 1).map(|i| old.nodes[i.0 as usize].span);
                let Some(item) = items.get(at).filter(|_| is_before(edit, next)) else {
                    break;
                };
                if at > 0 {
                    first = NodeId(items[at - 1].0 + 1);
                }
                id = *item;
                found = Some(Item {
                    new: node,
                    first,
                    id,
                    depth,
                });
                depth += 1;
            }
            _ => break,
        }
    }
    found
}

/// Whether what was replaced ends before the next one of two siblings.
fn is_before(edit: Edit, next: Option<Span>) -> bool {
    next.is_none_or(|next| edit.span.end < next.start)
}

/// Goes to the child that something lies in, all of it and not at its very beginning.
fn step_into(cursor: &mut TreeCursor<'_>, inner: Span) -> bool {
    let before = (inner.start as usize).saturating_sub(1);
    if cursor.goto_first_child_for_byte(before).is_none() {
        return false;
    }
    let node = cursor.node();
    node.start_byte() < inner.start as usize && inner.end as usize <= node.end_byte()
}

/// From the first pair or item of a block to its last, which is what the node of a collection spans, and how many it has.
fn inside(block: Ts<'_>) -> Option<(Span, usize)> {
    let mut cursor = block.walk();
    let mut whole: Option<Span> = None;
    let mut count = 0;
    for child in block.children(&mut cursor) {
        if matches!(name_of(child), Name::Pair | Name::Item) {
            let span = Span::from(child.byte_range());
            whole = Some(whole.map_or(span, |w| w.cover(span)));
            count += 1;
        }
    }
    Some((whole?, count))
}

fn put_together(old: &Yaml, yaml: &mut Yaml, edit: Edit, item: Item<'_>) {
    let (from, to) = (item.first.0 as usize, item.id.0 as usize + 1);
    let pairs = (old.pairs_before(from), old.pairs_before(to));
    let items = (old.items_before(from), old.items_before(to));
    let tagged = |id: usize| old.tags.partition_point(|(node, _)| (node.0 as usize) < id);
    let shift = Shift {
        edit,
        item: item.new.start_byte() as u32,
        from: item.id,
        nodes: yaml.nodes.len() as i64 - (to - from) as i64,
        pairs: yaml.pairs.len() as i64 - (pairs.1 - pairs.0) as i64,
        items: yaml.items.len() as i64 - (items.1 - items.0) as i64,
    };
    // What was read of the item counts from nothing.
    let own = Own {
        nodes: from as u32,
        pairs: pairs.0 as u32,
        items: items.0 as u32,
    };
    join(&mut yaml.nodes, &old.nodes, (from, to), |n| own.node(n));
    let (before, behind) = yaml.nodes.split_at_mut(from);
    let (read, behind) = behind.split_at_mut((to - from).wrapping_add_signed(shift.nodes as isize));
    for node in before {
        node.parent = node.parent.map(|p| shift.id(p));
    }
    for node in behind {
        shift.node(node);
    }
    if let Some(last) = read.last_mut() {
        let above = old.nodes[item.id.0 as usize].parent;
        last.parent = above.map(|p| shift.id(p));
    }
    let read = yaml.pairs.len();
    join(&mut yaml.pairs, &old.pairs, pairs, |p| own.pair(p));
    for pair in &mut yaml.pairs[pairs.0 + read..] {
        shift.pair(pair);
    }
    let read = yaml.items.len();
    join(&mut yaml.items, &old.items, items, |id| own.id(id));
    for id in &mut yaml.items[items.0 + read..] {
        *id = shift.id(*id);
    }
    let (read, tags) = (yaml.tags.len(), (tagged(from), tagged(to)));
    join(&mut yaml.tags, &old.tags, tags, |(id, span)| {
        (own.id(id), span)
    });
    for (id, span) in &mut yaml.tags[tags.0 + read..] {
        *id = shift.id(*id);
        shift.span(span);
    }
    let end = item.new.end_byte() as u32;
    let before = old.comments.partition_point(|c| c.start < shift.item);
    let inside = old.comments[before..].iter();
    let inside = inside.take_while(|c| c.start < edit.span.end || moved(c.start, edit) < end);
    let inside = inside.count();
    let read = yaml.comments.len();
    join(
        &mut yaml.comments,
        &old.comments,
        (before, before + inside),
        |c| c,
    );
    for span in &mut yaml.comments[before + read..] {
        shift.span(span);
    }
    yaml.roots = old.roots.iter().map(|r| shift.id(*r)).collect();
}

/// Puts `new`, as `read` has it, in place of a part of `old`.
fn join<T: Clone>(new: &mut Vec<T>, old: &[T], (from, to): (usize, usize), read: impl Fn(T) -> T) {
    let inside = std::mem::take(new);
    new.reserve_exact(old.len() - (to - from) + inside.len());
    new.extend_from_slice(&old[..from]);
    new.extend(inside.into_iter().map(read));
    new.extend_from_slice(&old[to..]);
}

/// A place behind an edit, after it.
fn moved(at: u32, edit: Edit) -> u32 {
    at + edit.new_len as u32 - edit.span.len() as u32
}

/// What was read of an item by itself, at its place in the lists.
struct Own {
    nodes: u32,
    pairs: u32,
    items: u32,
}

impl Own {
    fn id(&self, id: NodeId) -> NodeId {
        NodeId(id.0 + self.nodes)
    }

    fn node(&self, node: Data) -> Data {
        let by = |part: Part, by: u32| Part {
            start: part.start + by,
            ..part
        };
        Data {
            parent: node.parent.map(|p| self.id(p)),
            kind: match node.kind {
                Kind::Mapping(part) => Kind::Mapping(by(part, self.pairs)),
                Kind::Sequence(part) => Kind::Sequence(by(part, self.items)),
                other => other,
            },
            ..node
        }
    }

    fn pair(&self, pair: PairData) -> PairData {
        PairData {
            key: self.id(pair.key),
            value: pair.value.map(|v| self.id(v)),
            ..pair
        }
    }
}

/// How what lies behind and around an item moves.
struct Shift {
    edit: Edit,
    /// Where the item begins.
    item: u32,
    /// Its value, and all that comes after it, move by `nodes`.
    from: NodeId,
    nodes: i64,
    pairs: i64,
    items: i64,
}

impl Shift {
    fn id(&self, id: NodeId) -> NodeId {
        match id >= self.from {
            true => NodeId(by(id.0, self.nodes)),
            false => id,
        }
    }

    /// What begins behind the item moves, and what the item lies in ends behind it.
    fn span(&self, span: &mut Span) {
        if span.start > self.item {
            span.start = moved(span.start, self.edit);
        }
        if span.end > self.item {
            span.end = moved(span.end, self.edit);
        }
    }

    fn node(&self, node: &mut Data) {
        node.parent = node.parent.map(|p| self.id(p));
        self.span(&mut node.span);
        match &mut node.kind {
            Kind::Mapping(part) => part.start = by(part.start, self.pairs),
            Kind::Sequence(part) => part.start = by(part.start, self.items),
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
    }

    fn pair(&self, pair: &mut PairData) {
        pair.key = self.id(pair.key);
        pair.value = pair.value.map(|v| self.id(v));
        self.span(&mut pair.span);
    }
}

fn by(number: u32, more: i64) -> u32 {
    (i64::from(number) + more) as u32
}

impl Yaml {
    /// How many pairs the mappings before a node have.
    fn pairs_before(&self, node: usize) -> usize {
        let next = self.nodes[node..].iter().find_map(|n| match n.kind {
            Kind::Mapping(part) => Some(part.start as usize),
            _ => None,
        });
        next.unwrap_or(self.pairs.len())
    }

    /// How many items the sequences before a node have.
    fn items_before(&self, node: usize) -> usize {
        let next = self.nodes[node..].iter().find_map(|n| match n.kind {
            Kind::Sequence(part) => Some(part.start as usize),
            _ => None,
        });
        next.unwrap_or(self.items.len())
    }
}

#[cfg(test)]
mod tests;
