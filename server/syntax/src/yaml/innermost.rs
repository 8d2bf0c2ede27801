//! Which node stands at each place of a text with mistakes. Around a mistake, children may lie outside
//! of what holds them, so that no way leads down from the root; and many ask, each comment one time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::NodeId;
use crate::Span;

/// For each offset where that changes, the shortest node that touches it, the one read last where
/// several are.
#[derive(Clone, Debug)]
pub(super) struct Innermost(Vec<(u32, Option<NodeId>)>);

impl Innermost {
    /// Of nodes in the order of their ids.
    pub(super) fn new(spans: impl Iterator<Item = Span>) -> Innermost {
        let mut nodes: Vec<(Span, NodeId)> = spans.zip((0..).map(NodeId)).collect();
        nodes.sort_by_key(|(span, _)| span.start);
        // Where a node is touched for the first time, and where no longer.
        let mut places: Vec<u32> = nodes
            .iter()
            .flat_map(|(span, _)| [span.start, span.end + 1])
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut coming = nodes.into_iter().peekable();
        let mut open = BinaryHeap::new();
        let mut all: Vec<(u32, Option<NodeId>)> = Vec::new();
        for place in places {
            while let Some((span, id)) = coming.next_if(|(span, _)| span.start == place) {
                open.push((Reverse(span.len()), id, span.end));
            }
            while open.peek().is_some_and(|(_, _, end)| *end < place) {
                open.pop();
            }
            let id = open.peek().map(|(_, id, _)| *id);
            if all.last().map(|(_, last)| *last) != Some(id) {
                all.push((place, id));
            }
        }
        Innermost(all)
    }

    /// The node at `offset`.
    pub(super) fn at(&self, offset: usize) -> Option<NodeId> {
        let behind = self.0.partition_point(|(from, _)| *from as usize <= offset);
        self.0.get(behind.checked_sub(1)?)?.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_node_is_found_wherever_the_nodes_lie() {
        // Spans that overlap in all ways, from a generator of our own.
        let mut seed = 7u32;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for count in 0..60 {
            let span = |at: u32, len: u32| Span::new(at as usize, (at + len) as usize);
            let spans: Vec<Span> = (0..count).map(|_| span(random(40), random(12))).collect();
            let index = Innermost::new(spans.iter().copied());
            for offset in 0..60 {
                let touching = (0..)
                    .map(NodeId)
                    .zip(&spans)
                    .filter(|(_, s)| s.touches(offset));
                let right = touching.min_by_key(|(id, s)| (s.len(), Reverse(*id)));
                assert_eq!(
                    index.at(offset),
                    right.map(|(id, _)| id),
                    "{offset} in {spans:?}"
                );
            }
        }
    }
}
