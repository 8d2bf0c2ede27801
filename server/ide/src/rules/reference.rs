//! References: the places where expressions read a named property of one of Windmill's objects.

use model::expr::{Access, Chain, Quote};
use model::flow::{Expression, Flow, ModuleIdx, Reach};
use syntax::Span;

/// `root.name` in an expression.
pub(crate) struct Reference<'f> {
    /// The expression it stands in.
    pub(crate) expression: &'f Expression,
    /// The whole chain.
    pub(crate) chain: &'f Chain,
    /// The name.
    pub(crate) name: &'f str,
}

impl Reference<'_> {
    /// `root.name` as written, in the file.
    pub(crate) fn span(&self) -> Span {
        self.expression.outer(span_to(self.chain, 1))
    }
}

/// Every `root.name` and `root["name"]` of the flow's expressions, in order.
pub(crate) fn references<'f>(
    flow: &'f Flow,
    root: &'static str,
) -> impl Iterator<Item = Reference<'f>> {
    flow.expressions()
        .iter()
        .filter(move |e| e.text.contains(root))
        .flat_map(move |expression| {
            let chains = expression
                .analysis()
                .chains
                .iter()
                .filter(move |c| c.root.value == root);
            chains.filter_map(move |chain| {
                Some(Reference {
                    expression,
                    chain,
                    name: chain.path.first()?.key.name()?,
                })
            })
        })
}

/// What reading the step gives, and which one it is. Where several steps share the id, the one that
/// can be read best counts. `None`: no such step, or no step that reads.
pub(crate) fn reach(flow: &Flow, reference: &Reference<'_>) -> Option<(ModuleIdx, Reach)> {
    let reader = reference.expression.module?;
    let position = reference.expression.position;
    let targets = flow.by_id(reference.name).iter();
    let reaches = targets.map(|&t| (t, flow.reach(reader, position, t)));
    let usable = |r: Reach| matches!(r, Reach::Visible | Reach::PreviousIteration);
    let reaches: Vec<_> = reaches.collect();
    reaches
        .iter()
        .find(|(_, r)| usable(*r))
        .or(reaches.first())
        .copied()
}

/// From the chain's root to the end of its `n`th property, brackets included.
pub(crate) fn span_to(chain: &Chain, n: usize) -> Span {
    let start = chain.root.span.start;
    if n >= chain.path.len() {
        return Span {
            start,
            ..chain.span
        };
    }
    let Some(segment) = n.checked_sub(1).map(|i| &chain.path[i]) else {
        return chain.root.span;
    };
    let closing = match segment.access {
        Access::Bracket(Quote::None) | Access::OptionalBracket(Quote::None) => 1,
        Access::Bracket(_) | Access::OptionalBracket(_) => 2,
        _ => 0,
    };
    Span {
        start,
        end: segment.span.end + closing,
    }
}
