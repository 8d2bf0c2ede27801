//! A schedule's cron expression that Windmill refuses.
//!
//! Windmill reads expressions with one of two libraries (`cron_version`); what either takes is left
//! alone, so letters such as `L`, `W`, `#` and `+` are not looked into.

use model::file::{FileKind, ItemKind};

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-cron",
        Level::Error,
        include_str!("invalid_cron.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

/// The fields with their least and greatest value.
const FIELDS: &[(&str, u32, u32)] = &[
    ("seconds", 0, 59),
    ("minutes", 0, 59),
    ("hours", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 7),
    ("year", 1970, 2199),
];

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Item(ItemKind::Schedule) {
        return;
    }
    let node = cx.file.yaml().root().and_then(|r| r.get("schedule"));
    let Some(node) = node.filter(|n| n.is_string()) else {
        return;
    };
    let Some(text) = node.as_str() else { return };
    if let Some((message, help)) = problem(&text) {
        let new = help
            .strip_prefix("write `0 ")
            .and_then(|h| h.strip_suffix('`'));
        let new = new.map(|fields| format!("0 {fields}"));
        let fix = new.and_then(|new| scalar::meant(cx.file.text(), node, &new));
        cx.report(node.span(), message).help(help).fix = fix;
    }
}

/// What is wrong with an expression, and what to do; `None` where a reader may take it.
fn problem(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    if text.starts_with('@') {
        return None;
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    match fields.len() {
        6 | 7 => {}
        0 => {
            return Some((
                "The cron expression is empty: Windmill refuses it".to_owned(),
                "write seconds, minutes, hours, day, month and day of the week".to_owned(),
            ));
        }
        5 if fields
            .iter()
            .enumerate()
            .all(|(i, f)| bad_part(f, i + 1).is_none()) =>
        {
            return Some((
                format!("`{text}` has five fields: Windmill's begin with the seconds"),
                format!("write `0 {text}`"),
            ));
        }
        n => {
            let s = if n == 1 { "" } else { "s" };
            return Some((
                format!("`{text}` is not a cron expression: it has {n} field{s}, not six"),
                "write seconds, minutes, hours, day, month and day of the week".to_owned(),
            ));
        }
    }
    let bad = fields
        .iter()
        .enumerate()
        .find_map(|(i, f)| Some((i, bad_part(f, i)?)));
    bad.map(|(i, part)| {
        let (name, least, most) = FIELDS[i];
        let step = part.split_once('/').map(|(_, step)| step);
        let help = match step.is_some_and(|s| !is_step(s)) {
            true => "after `/` write a number of 1 or more".to_owned(),
            false => format!("for the {name}, write a value from {least} to {most}"),
        };
        (
            format!("`{part}` cannot be the {name}: Windmill refuses `{text}`"),
            help,
        )
    })
}

/// The part of a field that no reader takes.
fn bad_part(field: &str, index: usize) -> Option<String> {
    let parts = field.split(',');
    parts
        .into_iter()
        .find(|p| !is_part(p, index))
        .map(str::to_owned)
}

fn is_part(part: &str, index: usize) -> bool {
    let (base, step) = match part.split_once('/') {
        Some((base, step)) => (base, Some(step)),
        None => (part, None),
    };
    if !step.is_none_or(is_step) {
        return false;
    }
    if matches!(base, "*" | "?") {
        return true;
    }
    // Days have forms of their own: the last one, the nearest weekday, the second Monday.
    let special = |c: char| matches!(c, 'L' | 'l' | 'W' | 'w' | '#' | '+');
    if matches!(index, 3 | 5) && base.contains(special) && !base.chars().all(char::is_alphabetic)
        || matches!(index, 3 | 5) && matches!(base, "L" | "l" | "LW" | "lw" | "W" | "w")
    {
        return true;
    }
    base.splitn(2, '-').all(|value| is_value(value, index))
}

fn is_step(step: &str) -> bool {
    step.parse::<u32>().is_ok_and(|n| n > 0)
}

fn is_value(value: &str, index: usize) -> bool {
    let (_, least, most) = FIELDS[index];
    if let Ok(number) = value.parse::<u32>() {
        return (least..=most).contains(&number);
    }
    let names = match index {
        4 => MONTHS,
        5 => DAYS,
        _ => return false,
    };
    let lower = value.to_ascii_lowercase();
    let starts = lower.get(..3).unwrap_or(&lower);
    names.contains(&starts)
}
