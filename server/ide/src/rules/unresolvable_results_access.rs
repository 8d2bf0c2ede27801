//! Reads of `results` that Windmill does not find in an expression's text: they give a promise, or
//! nothing.

use std::cell::OnceCell;

use lang::javascript::{Access, Chain, ChainUse, Key, Quote};
use model::flow::{Expression, Flow};
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::text::is_ascii_word;
use syntax::yaml::Style;

use super::support::code_edit;
use super::support::names::{has_results, may_exist};
use super::support::reference::{hyphenated, results_of};
use super::support::tag_path::tag_paths;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unresolvable-results-access",
        Level::Error,
        include_str!("unresolvable_results_access.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        let readable = expression.text.contains("results") && !expression.analysis().has_error;
        if !readable || !has_results(flow, expression) {
            continue;
        }
        // Looked for once: an expression may have many chains.
        let cell = OnceCell::new();
        for chain in &expression.analysis().chains {
            if chain.root.value != "results" {
                continue;
            }
            if let Some((span, id)) = hyphenated(flow, expression, chain) {
                let text = span.slice(&expression.text);
                let message =
                    format!("`{text}` is a subtraction: an id with a hyphen needs brackets");
                let (place, meant) = (expression.outer(span), results_of(id));
                // In double quotes its own would have to be escaped.
                let free = flow.node(expression.node).style() != Some(Style::Double);
                let as_written = place.slice(cx.file.text()) == text;
                let finding = cx.report(place, message).help(format!("write `{meant}`"));
                if free && as_written {
                    finding.fix(Fix::replace(format!("Change to `{meant}`"), place, meant));
                }
                continue;
            }
            let whole = || cell.get_or_init(|| Whole::new(&expression.text));
            let Some(found) =
                unlisted(expression, chain).or_else(|| promise(flow, expression, chain, whole))
            else {
                continue;
            };
            let edit = found
                .fixed
                .as_ref()
                .map(|(span, text)| code_edit::in_expression(cx, flow, expression, *span, text));
            let title = found
                .fixed
                .as_ref()
                .map_or(String::new(), |(_, t)| format!("Change to `{t}`"));
            let fix = edit.and_then(|e| code_edit::fix(title, true, vec![e]));
            cx.report(expression.outer(found.span), found.message)
                .level(found.level)
                .help(found.help)
                .fix = fix;
        }
    }
    let tags = flow.modules().flat_map(|(_, m)| tag_paths(flow, m));
    for (path, before) in tags.filter_map(|p| p.indexed.clone().map(|before| (p, before))) {
        let message =
            format!("A tag takes nothing out of a list: behind `{before}` there is no `[n]`");
        cx.report(path.span, message)
            .level(Level::Warning)
            .help("the tag gets an empty text here: let a step return the value under a name");
    }
}

struct Found {
    span: Span,
    message: String,
    help: String,
    level: Level,
    /// What to write instead, and where.
    fixed: Option<(Span, String)>,
}

/// Functions that ask an object for all it has.
const LISTING: [&str; 10] = [
    "Object.keys",
    "Object.values",
    "Object.entries",
    "Object.assign",
    "Object.getOwnPropertyNames",
    "Object.hasOwn",
    "Reflect.has",
    "Reflect.ownKeys",
    "JSON.stringify",
    "structuredClone",
];

/// `results` as a whole, where something is asked of it that it does not tell.
fn unlisted(expression: &Expression, chain: &Chain) -> Option<Found> {
    if !chain.path.is_empty() || chain.under_typeof {
        return None;
    }
    let message = match &chain.place {
        ChainUse::Argument(function) if LISTING.contains(&function.as_str()) => {
            format!("`{function}(results)` finds nothing: Windmill does not list results")
        }
        ChainUse::RightOfIn => {
            "`in results` is always false: Windmill does not list results".to_owned()
        }
        ChainUse::Spread => "`...results` adds nothing: Windmill does not list results".to_owned(),
        ChainUse::Given if expression.position.is_predicate() => {
            "`results` alone is always true: name the step".to_owned()
        }
        ChainUse::Given => {
            "`results` alone is always empty: Windmill does not list results".to_owned()
        }
        _ if is_handed_on(&expression.text, chain) => {
            return Some(Found {
                span: chain.root.span,
                message: "`results` by another name gives promises, and nothing waits for them"
                    .to_owned(),
                help: "name the step, as in `const a = results.a`".to_owned(),
                level: Level::Warning,
                fixed: None,
            });
        }
        _ => return None,
    };
    Some(Found {
        span: chain.root.span,
        message,
        help: "name each step, as in `results.a`; one that has not run is null".to_owned(),
        level: Level::Error,
        fixed: None,
    })
}

/// Whether `results` as a whole is the value of a declaration or an assignment, and nobody waits.
fn is_handed_on(text: &str, chain: &Chain) -> bool {
    let before = text[..chain.root.span.start as usize].trim_end();
    let left = before.strip_suffix('=');
    left.is_some_and(|l| !l.ends_with(['=', '!', '<', '>'])) && !waits(text)
}

/// One step's result in a form that is not fetched beforehand.
fn promise<'e, 'w>(
    flow: &Flow,
    expression: &'e Expression,
    chain: &Chain,
    whole: impl FnOnce() -> &'w Whole<'e>,
) -> Option<Found>
where
    'e: 'w,
{
    let text = &expression.text;
    let first = chain.path.first()?;
    let gap = text.get(chain.root.span.end as usize..first.span.start as usize)?;
    let fetched = match first.access {
        Access::Dot | Access::OptionalDot => matches!(gap, "." | "?."),
        Access::Bracket(Quote::Double) => {
            gap == "[\"" && text[first.span.end as usize..].starts_with("\"]")
        }
        _ => false,
    };
    if fetched {
        return None;
    }
    let (id, whole) = (first.key.name(), whole());
    if whole.waits || whole.is_any_fetched(id) {
        return None;
    }
    // An id that no step has is for `unknown-step` to report.
    if id.is_some_and(|id| flow.is_complete() && flow.by_id(id).is_empty()) {
        return None;
    }
    // A promise that is the expression's value is waited for.
    // So is a name in the brackets that nobody declares, for `unknown-name`.
    let chains = &expression.analysis().chains;
    let inner = chains.binary_search_by_key(&first.span.start, |c| c.root.span.start);
    let is_nobodys = |c: &Chain| c.root.span == first.span && !may_exist(&c.root.value);
    if first.key == Key::Dynamic && inner.is_ok_and(|at| is_nobodys(&chains[at])) {
        return None;
    }
    let by_luck = chain.place == ChainUse::Given
        && chain.path.len() == 1
        && !chain.called
        && !expression.position.is_predicate();
    if by_luck && id.is_none() {
        return None;
    }
    let span = access(text, chain)?;
    let written = span.slice(text);
    let shown = match id {
        Some(_) if !written.contains(['\n', '\r']) && written.len() <= 40 => written,
        Some(_) => "results",
        None if matches!(first.key, Key::Index(_)) => written,
        None => "results[…]",
    };
    let (message, level) = if by_luck {
        let message = format!("`{shown}` works only as the whole expression: it is a promise");
        (message, Level::Warning)
    } else {
        let message = format!("`{shown}` is a promise here, not the step's result");
        (message, Level::Error)
    };
    let help = match id {
        Some(id) => format!(
            "write `{}`: this is what Windmill looks for",
            results_of(id)
        ),
        None => "name the step, or write `(await results[…])` outside callbacks".to_owned(),
    };
    let fixed = id.map(|id| (span, results_of(id)));
    // On several lines only the first can be marked well.
    let span = if shown == "results" {
        chain.root.span
    } else {
        span
    };
    Some(Found {
        span,
        message,
        help,
        level,
        fixed,
    })
}

/// From `results` to the end of its first property, with the bracket and the blanks before it.
fn access(text: &str, chain: &Chain) -> Option<Span> {
    let first = chain.path.first()?;
    let end = first.span.end as usize;
    let end = match first.access {
        Access::Dot | Access::OptionalDot => end,
        _ => end + text.get(end..)?.find(']')? + 1,
    };
    Some(Span::new(chain.root.span.start as usize, end))
}

/// Whether the text waits for promises in some way.
fn waits(text: &str) -> bool {
    ["await", "Promise", ".then"]
        .iter()
        .any(|w| text.contains(w))
}

/// What a whole expression says.
struct Whole<'e> {
    /// Whether it waits for promises in some way.
    waits: bool,
    /// The steps that Windmill fetches because of some mention.
    fetched: FxHashSet<&'e str>,
}

impl<'e> Whole<'e> {
    fn new(text: &'e str) -> Whole<'e> {
        let mentions = text.match_indices("results");
        let names = mentions.filter_map(|(at, root)| {
            let rest = &text[at + root.len()..];
            let rest = rest.strip_prefix('?').unwrap_or(rest);
            match (rest.strip_prefix('.'), rest.strip_prefix("[\"")) {
                (Some(rest), _) => rest.split(|c| !is_ascii_word(c)).next(),
                (_, Some(rest)) => rest.split_once("\"]").map(|(name, _)| name),
                _ => None,
            }
        });
        Whole {
            waits: waits(text),
            fetched: names.filter(|n| !n.is_empty()).collect(),
        }
    }

    /// Whether the step is fetched (any step, for an unknown one): it then is there in every form.
    fn is_any_fetched(&self, id: Option<&str>) -> bool {
        match id {
            Some(id) => self.fetched.contains(id),
            None => !self.fetched.is_empty(),
        }
    }
}
