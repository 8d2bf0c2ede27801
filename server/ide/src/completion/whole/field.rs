//! What a key is written with: the lines of its value that must be there.

use model::openflow::{Def, openflow};
use syntax::yaml::JsonType;

use super::draft::Draft;
use super::input::{fixed, javascript};
use super::{Spot, is_named, is_one};
use crate::completion::key::held;
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InValue;

/// Most values of an enum that are offered in a place to fill in.
const MOST_CHOICES: usize = 12;

/// Ways to write a key with its value, each with a word on it; empty: the key alone.
pub(crate) fn of_field(spot: &Spot<'_>, name: &str, def: &'static Def) -> Vec<Completion> {
    let text = |said: &str, draft: Draft| {
        let pair = Draft::map([(name, draft)]);
        let mut item = spot
            .item(name, CompletionKind::Key, pair.at(spot.column))
            .way(said);
        item.reopens |= opens(&pair);
        item
    };
    drafts(spot, name, def)
        .into_iter()
        .map(|(said, draft)| text(said, draft))
        .collect()
}

/// Ways to write the value of a key whose line the cursor is on, where they have several lines that the value's own keys
/// do not say.
pub(crate) fn of_value(spot: &Spot<'_>, at: &InValue) -> Vec<Completion> {
    let Some(def) = at.reading.field(&at.key) else {
        return Vec::new();
    };
    let owner = held(&at.flow, String::new(), at.reading.clone(), None, at.module);
    let holder = Spot {
        at: &owner,
        lead: String::new(),
        ..*spot
    };
    let ways = drafts(&holder, &at.key, def).into_iter();
    let item = |(said, draft): (&str, Draft)| {
        let Draft::Map(pairs) = &draft else {
            return None;
        };
        let is_begun = pairs.len() > 1 || !opens(&draft);
        // A transform is offered by its kind, a schema by its own keys.
        if !is_begun || openflow().target(def).is_transform() || at.key == "schema" {
            return None;
        }
        let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        Some(spot.draft(&names.join(", "), &draft).detail(said))
    };
    ways.filter_map(item).collect()
}

/// Whether there is more to choose where the cursor is then.
fn opens(draft: &Draft) -> bool {
    match draft {
        Draft::Below | Draft::FirstItem => true,
        Draft::Map(pairs) => pairs.iter().any(|(_, d)| opens(d)),
        Draft::List(items) => items.iter().any(opens),
        Draft::Line(_) | Draft::Block(_) | Draft::End => false,
    }
}

fn drafts(spot: &Spot<'_>, name: &str, field: &'static Def) -> Vec<(&'static str, Draft)> {
    let def = openflow().target(field);
    let one = |draft: Draft| vec![("", draft)];
    let expr = || Draft::map([("expr", Draft::stop(""))]);
    match name {
        "failure_module" | "preprocessor_module" if is_named(field, &["FlowModule"]) => {
            let id = name.trim_end_matches("_module");
            return one(Draft::map([
                ("id", Draft::fixed(id)),
                ("summary", Draft::stop("")),
                ("value", Draft::Below),
            ]));
        }
        "stop_after_if" | "stop_after_all_iters_if" | "skip_if" | "retry_if" => return one(expr()),
        "retry" => {
            let constant = [
                ("attempts", Draft::stop("3")),
                ("seconds", Draft::stop("5")),
            ];
            let exponential = [
                ("attempts", Draft::stop("3")),
                ("multiplier", Draft::stop("2")),
                ("seconds", Draft::stop("5")),
            ];
            return vec![
                ("constant", Draft::map([("constant", Draft::map(constant))])),
                (
                    "exponential",
                    Draft::map([("exponential", Draft::map(exponential))]),
                ),
            ];
        }
        "suspend" => {
            return one(Draft::map([
                ("required_events", Draft::stop("1")),
                ("timeout", Draft::stop("1800")),
            ]));
        }
        "mock" => {
            return one(Draft::map([
                ("enabled", Draft::choice(&["true", "false"])),
                ("return_value", Draft::stop("")),
            ]));
        }
        "value" if is_one(&spot.at.reading, &["OpenFlow"]) => {
            return one(Draft::map([("modules", Draft::FirstItem)]));
        }
        "schema" if is_one(&spot.at.reading, &["OpenFlow"]) => {
            return vec![
                (
                    "with the inputs that this flow reads",
                    super::schema::draft(spot),
                ),
                ("", Draft::Below),
            ];
        }
        "input_transforms" => {
            let whole = super::transforms::whole(spot).into_iter();
            let whole = whole.map(|inputs| ("with the missing inputs", inputs));
            return one(Draft::Below).into_iter().chain(whole).collect();
        }
        _ => {}
    }
    if def.is_transform() {
        let (is, value) = (javascript(""), fixed(Draft::stop("")));
        let number = def.also_takes(JsonType::Integer) || field.also_takes(JsonType::Integer);
        let mut ways = match name {
            "iterator" => vec![("an expression", is)],
            _ => vec![("a fixed value", value), ("an expression", is)],
        };
        if number {
            ways.push(("a number", Draft::stop("")));
        }
        return ways;
    }
    if def.types().eq(["boolean"]) {
        return one(Draft::choice(&["true", "false"]));
    }
    if def.items.is_some() {
        return one(Draft::FirstItem);
    }
    let choices = def.choices();
    if !choices.is_empty() && choices.len() <= MOST_CHOICES {
        return one(Draft::choice(&choices));
    }
    if def.is_union() || def.types().eq(["object"]) {
        let needed: Vec<(&str, &'static Def)> = def
            .required
            .iter()
            .filter_map(|n| Some((n.as_str(), def.field(n)?)))
            .collect();
        let is_plain = |d: &'static Def| {
            let d = openflow().target(d);
            !d.is_union() && d.properties.is_empty() && d.items.is_none()
        };
        if needed.is_empty() || !needed.iter().all(|(_, d)| is_plain(d)) {
            return one(Draft::Below);
        }
        let line = |(name, d): (&str, &'static Def)| {
            let choices = openflow().target(d).choices();
            (name.to_owned(), Draft::choice(&choices))
        };
        return one(Draft::map(needed.into_iter().map(line)));
    }
    Vec::new()
}

/// All keys that a mapping must have and has not, in one proposal; `None` where there are not several.
pub(crate) fn missing(spot: &Spot<'_>, taken: &[String]) -> Option<Completion> {
    let needed = spot.at.reading.required();
    let needed = needed.filter(|(name, _)| !taken.iter().any(|t| t == name));
    let pairs: Vec<(String, Draft)> = needed
        .filter_map(|(name, def)| {
            let draft = drafts(spot, name, def?).into_iter().next();
            let draft = draft.map_or(Draft::stop(""), |(_, draft)| match draft {
                Draft::FirstItem => Draft::List(Vec::new()),
                Draft::Below => Draft::Map(Vec::new()),
                draft => draft,
            });
            Some((name.to_owned(), draft))
        })
        .collect();
    if pairs.len() < 2 {
        return None;
    }
    let draft = Draft::map(pairs);
    let first = draft.first_key().unwrap_or_default().to_owned();
    let names = match &draft {
        Draft::Map(pairs) => pairs.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    };
    let label = format!("missing: {}", names.join(", "));
    Some(
        spot.draft(&label, &draft)
            .matched_by(format!("{first}: missing")),
    )
}
