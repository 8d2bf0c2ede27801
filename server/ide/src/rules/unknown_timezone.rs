//! A schedule's time zone that the server does not know.

use model::file::{FileKind, ItemKind};

use super::support::scalar;
use super::support::time_zones::time_zones;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-timezone",
        Level::Error,
        include_str!("unknown_timezone.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Item(ItemKind::Schedule) {
        return;
    }
    let node = cx.file.yaml().root().and_then(|r| r.get("timezone"));
    let Some(node) = node.filter(|n| n.is_string()) else {
        return;
    };
    // An empty one is missing.
    let Some(name) = node.as_str().filter(|n| !n.is_empty()) else {
        return;
    };
    if time_zones().any(|zone| zone == name) {
        return;
    }
    let same = |zone: &&str| zone.eq_ignore_ascii_case(&name);
    let city = |zone: &&str| zone.rsplit_once('/').is_some_and(|(_, city)| city == name);
    let near = time_zones()
        .find(same)
        .or_else(|| time_zones().find(city))
        .or_else(|| cx.did_you_mean(&name, time_zones()));
    let is_begun = cx.is_begun(&name, time_zones());
    let fix = near.and_then(|near| scalar::meant(cx.file.text(), node, near));
    let message = format!("`{name}` is not a time zone that Windmill knows");
    let finding = cx.report(node.span(), message);
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("write a name of the IANA database, such as `Europe/Paris` or `UTC`"),
    };
    if is_begun {
        finding.unfinished(node.span());
    }
    finding.fix = fix;
}
