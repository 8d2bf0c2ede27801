//! References: the places where expressions read a named property of one of Windmill's objects.

use lang::javascript::{Access, Chain, Quote};
use model::flow::{Expression, Flow, ModuleIdx, Reach};
use syntax::Span;
use syntax::text::{is_ascii_word, is_js_word, is_word};

use super::names::may_exist;

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

    /// Where the name stands in the file, if `other` can simply be written instead.
    pub(crate) fn place_of(&self, other: &str) -> Option<Span> {
        let segment = self.chain.path.first()?;
        let bracket = matches!(
            segment.access,
            Access::Bracket(Quote::Double) | Access::Bracket(Quote::Single)
        );
        let mut chars = other.chars();
        let is_name =
            chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(is_word);
        // A place that is written otherwise in the file (escaped, folded) is left alone.
        let same = segment.span.len() == self.expression.outer(segment.span).len();
        (same && (is_name || bracket)).then(|| self.expression.outer(segment.span))
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

/// Most steps of one id that are looked at for each reference.
pub(crate) const MAX_SHARING: usize = 20;

/// What reading the step gives, and which one it is. Where several steps share the id, the one that
/// can be read best counts. `None`: no such step, too many of them, or no step that reads.
pub(crate) fn reach(flow: &Flow, reference: &Reference<'_>) -> Option<(ModuleIdx, Reach)> {
    let reader = reference.expression.module?;
    let position = reference.expression.position;
    let targets = flow.by_id(reference.name);
    if targets.len() > MAX_SHARING {
        return None;
    }
    let reaches = targets
        .iter()
        .map(|&t| (t, flow.reach(reader, position, t)));
    let usable = |r: Reach| {
        matches!(
            r,
            Reach::Visible | Reach::PreviousIteration | Reach::InWhile
        )
    };
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

/// How a step's result is written so that Windmill finds it.
pub(crate) fn results_of(id: &str) -> String {
    property_of("results", id)
}

/// How a property of one of Windmill's objects is written: with a dot where its name is a word of JavaScript.
pub(crate) fn property_of(root: &str, name: &str) -> String {
    if !name.is_empty()
        && name.chars().all(is_ascii_word)
        && !name.starts_with(|c: char| c.is_ascii_digit())
    {
        format!("{root}.{name}")
    } else {
        format!("{root}[{name:?}]")
    }
}

/// `results.a-b`, where that can only mean the step `a-b`: its span in the expression, and the id.
pub(crate) fn hyphenated<'f>(
    flow: &Flow,
    expression: &'f Expression,
    chain: &Chain,
) -> Option<(Span, &'f str)> {
    let [first] = chain.path.as_slice() else {
        return None;
    };
    let is_dot = matches!(first.access, Access::Dot | Access::OptionalDot);
    if chain.root.value != "results" || !is_dot {
        return None;
    }
    let rest = expression.text.get(first.span.start as usize..)?;
    let of_id = |c: char| is_js_word(c) || c == '-';
    let run = &rest[..rest.find(|c| !of_id(c)).unwrap_or(rest.len())];
    let name = first.span.len();
    let ends = run.match_indices('-').map(|(at, _)| at);
    let ends = ends.filter(|end| *end > name).chain([run.len()]);
    let mut ids = ends.map(|end| &run[..end]).filter(|id| id.len() > name);
    let id = ids.rfind(|id| !flow.by_id(id).is_empty())?;
    let end = first.span.start as usize + id.len();
    // With a step of the shorter id it may be a subtraction, unless of a name that cannot exist.
    let chains = &expression.analysis().chains;
    let behind = chains.partition_point(|c| c.root.span.start < first.span.end);
    let mut parts = chains[behind..].iter().map(|c| &c.root);
    let parts = parts.by_ref().take_while(|r| (r.span.end as usize) <= end);
    let nameless = parts.into_iter().any(|r| !may_exist(&r.value));
    let whole = flow.by_id(&run[..name]).is_empty();
    let span = Span::new(chain.root.span.start as usize, end);
    (nameless || whole).then_some((span, id))
}

/// Whether a name is the rest of an id behind a hyphen.
pub(crate) fn is_part_of_id(flow: &Flow, expression: &Expression, name: &Chain) -> bool {
    let chains = &expression.analysis().chains;
    let before = chains.partition_point(|c| c.root.span.start < name.root.span.start);
    let mut near = chains[before.saturating_sub(8)..before].iter().rev();
    let results = near.find(|c| c.root.value == "results");
    let id = results.and_then(|c| hyphenated(flow, expression, c));
    id.is_some_and(|(span, _)| span.contains(name.root.span))
}
