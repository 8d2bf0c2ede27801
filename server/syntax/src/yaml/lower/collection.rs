//! Mappings and sequences: what stands in an open one is kept aside until it is complete, for those in it come first.

use super::super::grammar::Name;
use super::super::mistake::Cause;
use super::super::node::{KeyHash, Kind, NodeId, PairData, Part, Style};
use super::{Lowering, Parts};
use crate::Span;

impl Lowering<'_, '_> {
    pub(super) fn block(&mut self, depth: usize) -> Option<NodeId> {
        let (first_pair, first_item) = (self.pairs.len(), self.items.len());
        // An explicit key waits for its value.
        let mut key: Option<PairData> = None;
        let start = self.node().start_byte();
        let mut first = None;
        let mut end = start;
        self.children(|this, name| {
            let span = this.span();
            match name {
                Name::Pair => {
                    this.pairs.extend(key.take());
                    let pair = this.pair(depth);
                    this.pairs.extend(pair);
                }
                Name::Item => {
                    // Keys above the first dash: most likely an item that lost its own.
                    this.lost_item(first_pair);
                    let item = this.item(depth);
                    this.items.push(item);
                }
                Name::ExplicitKey => {
                    this.pairs.extend(key.take());
                    let item = this.item(depth);
                    key = Some(this.pair_of(item, None, span));
                }
                Name::ExplicitValue => {
                    let (key, from) = match key.take() {
                        Some(pair) => (pair.key, pair.span.start),
                        None => (this.empty(span.start as usize), span.start),
                    };
                    let value = this.item(depth);
                    let span = Span::new(from as usize, span.end as usize);
                    let pair = this.pair_of(key, Some(value), span);
                    this.pairs.push(pair);
                }
                _ => return,
            }
            first.get_or_insert(span.start as usize);
            end = span.end as usize;
        });
        self.pairs.extend(key);
        let span = Span::new(first.unwrap_or(start), end.max(first.unwrap_or(start)));
        first?;
        if self.items.len() == first_item {
            return Some(self.mapping(span, first_pair));
        }
        self.lost_item(first_pair);
        Some(self.sequence(span, first_item))
    }

    /// Pairs among items, from `first` on, if there are any.
    pub(super) fn lost_item(&mut self, first: usize) {
        let (Some(from), Some(to)) = (self.pairs.get(first), self.pairs.last()) else {
            return;
        };
        let span = Span::new(from.span.start as usize, to.span.end as usize);
        if self.yaml.mistakes.is_empty() {
            self.mistake(Cause::Misindented, Span::at(span.start as usize));
        }
        let item = self.mapping(span, first);
        self.items.push(item);
    }

    /// A mapping of the open pairs from `first` on.
    pub(super) fn mapping(&mut self, span: Span, first: usize) -> NodeId {
        let id = NodeId(self.yaml.nodes.len() as u32);
        let part = part(&self.yaml.pairs, self.pairs.len() - first);
        for i in first..self.pairs.len() {
            let pair = self.pairs[i];
            self.adopt(id, pair.key);
            if let Some(value) = pair.value {
                self.adopt(id, value);
            }
            self.yaml.pairs.push(pair);
        }
        self.pairs.truncate(first);
        self.push(span, Kind::Mapping(part))
    }

    /// A sequence of the open items from `first` on.
    pub(super) fn sequence(&mut self, span: Span, first: usize) -> NodeId {
        let id = NodeId(self.yaml.nodes.len() as u32);
        let part = part(&self.yaml.items, self.items.len() - first);
        for i in first..self.items.len() {
            let item = self.items[i];
            self.adopt(id, item);
            self.yaml.items.push(item);
        }
        self.items.truncate(first);
        self.push(span, Kind::Sequence(part))
    }

    /// A pair whose key is complete.
    pub(super) fn pair_of(&self, key: NodeId, value: Option<NodeId>, span: Span) -> PairData {
        let node = self.yaml.node(key);
        // How a block is read depends on what it stands in.
        let is_block = matches!(node.style(), Some(Style::Literal | Style::Folded));
        let text = (!is_block).then(|| node.as_str()).flatten();
        PairData {
            key,
            hash: text.map_or(KeyHash::UNKNOWN, |text| KeyHash::new(&text)),
            value,
            span,
        }
    }

    pub(super) fn flow_mapping(&mut self, depth: usize) -> NodeId {
        let span = self.span();
        let first = self.pairs.len();
        let mut parts = Parts::default();
        self.children(|this, name| match name {
            Name::FlowPair => {
                let pair = this.pair(depth);
                this.pairs.extend(pair);
            }
            Name::Other => this.lone_key(&mut parts),
            _ => this.part(&mut parts, name, depth + 1),
        });
        self.lone_key(&mut parts);
        self.mapping(span, first)
    }

    /// `{a}`: a key without a value.
    pub(super) fn lone_key(&mut self, parts: &mut Parts) {
        let parts = std::mem::take(parts);
        if let Some(key) = self.whole(parts, 0) {
            let span = self.yaml.nodes[key.0 as usize].span;
            let pair = self.pair_of(key, None, span);
            self.pairs.push(pair);
        }
    }

    pub(super) fn flow_sequence(&mut self, depth: usize) -> NodeId {
        let span = self.span();
        let first = self.items.len();
        let mut parts = Parts::default();
        self.children(|this, name| match name {
            // `[a: 1]`: an item that is a mapping of one pair.
            Name::FlowPair => {
                if let Some(pair) = this.pair(depth + 1) {
                    let first = this.pairs.len();
                    this.pairs.push(pair);
                    let item = this.mapping(pair.span, first);
                    this.items.push(item);
                }
            }
            Name::Other => {
                let parts = std::mem::take(&mut parts);
                let item = this.whole(parts, 0);
                this.items.extend(item);
            }
            _ => this.part(&mut parts, name, depth + 1),
        });
        let item = self.whole(parts, 0);
        self.items.extend(item);
        self.sequence(span, first)
    }
}

/// The next `len` places of a list.
fn part<T>(list: &[T], len: usize) -> Part {
    Part {
        start: list.len() as u32,
        len: len as u32,
    }
}
