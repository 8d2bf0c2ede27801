//! A property that the known, closed shape of a value lacks.

use lang::javascript::Chain;
use model::flow::{Expression, Flow, ModuleKind};
use shape::javascript::Part;
use shape::{Found, OBJECT_MEMBERS};
use syntax::Span;
use syntax::text::{is_js_word, is_word};

use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-property",
        Level::Warning,
        include_str!("unknown_property.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(shapes)) = (cx.flow(), cx.shapes()) else {
        return;
    };
    for expression in flow.expressions() {
        let analysis = expression.analysis();
        // Most read a whole result or input: nothing can be missing there.
        let deep = analysis
            .chains
            .iter()
            .any(|c| c.path.len() > 1 || c.called || c.root.value != "flow_input");
        if !deep || analysis.has_error {
            continue;
        }
        let reading = shapes.read(expression);
        for part in reading.parts.iter().filter(|p| p.found == Found::Absent) {
            // A failure that the flow goes on from shows up under `error`.
            if part.name != "error" && !is_guarded(expression, part.span) {
                report(cx, expression, part);
            }
        }
        for part in reading.parts.iter().filter(|p| p.found == Found::Unknown) {
            if is_misspelt(cx, flow, expression, part) && !is_guarded(expression, part.span) {
                report(cx, expression, part);
            }
        }
        for chain in analysis.chains.iter().filter(|c| !c.guarded) {
            of_round(cx, flow, expression, chain);
        }
    }
}

/// Whether a property is none of the few that an error, an agent's result or `flow_env` is known to have, and near
/// one of them. Newer servers may have more: what is near none is left alone.
fn is_misspelt(cx: &Context<'_>, flow: &Flow, expression: &Expression, part: &Part) -> bool {
    // Of most nothing is known. The owner's text is as long as the chain before it: those of deep chains are not read.
    let Some(shape) = &part.owner else {
        return false;
    };
    let before = part.span.start as usize;
    let from = expression
        .text
        .floor_char_boundary(before.saturating_sub(LONGEST_OWNER));
    let owner = owner_text(
        &expression.text[from..],
        Span::new(before - from, before - from),
    );
    let is_agent = |id: &str| {
        let steps = flow.by_id(id);
        steps.len() == 1 && flow.module(steps[0]).kind == ModuleKind::Agent
    };
    let is_known = match owner {
        "flow_env" | "error" => true,
        _ => owner.strip_prefix("results.").is_some_and(is_agent),
    };
    if !is_known {
        return false;
    }
    let fields = shape.fields();
    let names = fields.iter().map(|f| &*f.name);
    if names.clone().any(|n| n == part.name) {
        return false;
    }
    !OBJECT_MEMBERS.contains(&part.name.as_str()) && cx.did_you_mean(&part.name, names).is_some()
}

/// Length in bytes of `results.` and the longest id that is looked for.
const LONGEST_OWNER: usize = 200;

/// What numbers have in JavaScript.
const OF_NUMBERS: &[&str] = &["toExponential", "toFixed", "toPrecision"];

/// A property of `iter.value` in a while loop, which is the number of the round.
fn of_round(cx: &mut Context<'_>, flow: &Flow, expression: &Expression, chain: &Chain) {
    let mut path = chain.path.iter();
    let mut next = || path.next().and_then(|s| Some((s.key.name()?, s)));
    let is_value = chain.root.value == "flow_input"
        && next().is_some_and(|(n, _)| n == "iter")
        && next().is_some_and(|(n, _)| n == "value");
    let Some((name, segment)) = next().filter(|_| is_value) else {
        return;
    };
    let mut around = expression
        .module
        .into_iter()
        .flat_map(|m| flow.ancestors(m));
    let around = around.find(|a| flow.module(*a).is_loop());
    let in_while = around.is_some_and(|a| flow.module(a).kind == ModuleKind::WhileLoop);
    let is_known = OF_NUMBERS.contains(&name) || OBJECT_MEMBERS.contains(&name);
    if !in_while || is_known || is_guarded(expression, segment.span) {
        return;
    }
    let message = format!("`flow_input.iter.value` has no property `{name}`");
    cx.report(expression.outer(segment.span), message).help(
        "in a while loop it is the number of the round: read the last round's `results.<id>`",
    );
}

fn report(cx: &mut Context<'_>, expression: &Expression, part: &Part) {
    let Some(owner) = &part.owner else { return };
    let name = &part.name;
    let fields = owner.fields();
    let names: Vec<&str> = fields.iter().map(|f| &*f.name).collect();
    let what = match owner_text(&expression.text, part.span) {
        "" => "The value".to_owned(),
        text => format!("`{text}`"),
    };
    let message = format!("{what} has no property `{name}`");
    let near = cx.did_you_mean(name, names.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => match owner.known() {
            Some(shape) => format!("it is {shape}"),
            None if owner.is_list() => {
                "it is a list: read one of its items first, such as `[0]`".to_owned()
            }
            None => "remove it, or read what is there".to_owned(),
        },
        None if names.len() <= 12 => format!("its properties are: {}", names.join(", ")),
        None => format!("it has {} other properties", names.len()),
    };
    let outer = expression.outer(part.span);
    let same = outer.slice(cx.file.text()) == part.span.slice(&expression.text);
    let quoted = expression.text[..part.span.start as usize].ends_with(['"', '\'']);
    let word = |n: &str| n.chars().all(is_word) && !n.starts_with(|c: char| c.is_ascii_digit());
    let fix = near.filter(|n| same && (quoted && !n.contains(['"', '\'', '\\']) || word(n)));
    let fix = fix.map(|n| Fix::meant(outer, n));
    let is_begun = cx.is_begun(name, names.iter().copied());
    let finding = cx.report(outer, message).help(help);
    finding.fix = fix;
    if is_begun {
        finding.unfinished(outer);
    }
}

/// What stands before the property, where that is a plain chain.
fn owner_text(text: &str, at: Span) -> &str {
    let before = text[..at.start as usize].trim_end_matches(['"', '\'', '[']);
    let before = before.trim_end_matches('.').trim_end_matches('?');
    let of_chain = |c: char| is_js_word(c) || matches!(c, '.' | '?' | '[' | ']' | '"' | '\'');
    let start = before.rfind(|c| !of_chain(c)).map_or(0, |i| {
        i + before[i..].chars().next().map_or(1, char::len_utf8)
    });
    before[start..].trim_start_matches(['"', '\'', '?', '.'])
}

/// Whether the author has thought of the property being absent.
fn is_guarded(expression: &Expression, at: Span) -> bool {
    let behind = expression.text[at.end as usize..]
        .trim_start_matches(['"', '\'', ']'])
        .trim_start();
    // `a.b?.c` says that `b` may be absent.
    if behind.starts_with("?.") || behind.starts_with("??") {
        return true;
    }
    // What stands behind a step's result may be a promise.
    let name = at.slice(&expression.text);
    if behind.starts_with('(') && ["then", "catch", "finally"].contains(&name) {
        return true;
    }
    let mut chains = expression.analysis().chains.iter();
    let chain = chains.find(|c| c.span.contains(at));
    if let Some(chain) = chain {
        // A schema rarely says that there is no more: who reads on with `?.` knows more than it.
        let of_input = chain.root.value == "flow_input";
        let mut segments = chain.path.iter();
        let asks = segments.any(|s| s.span == at && s.access.is_optional());
        return chain.guarded || chain.under_typeof || of_input && asks;
    }
    // Of names that the expression declares itself, the text around decides.
    let rest = expression.text[at.end as usize..]
        .trim_start_matches(['"', '\'', ']'])
        .trim_start();
    let before = expression.text[..at.start as usize].trim_end();
    rest.starts_with(['?', '|', '&', '=', '!'])
        || rest.starts_with("in ")
        || before.contains("typeof ")
        || expression.text.contains(" in ")
}
