//! Two HTTP triggers that serve the same route.

use model::file::{FileKind, ItemKind};
use model::path;
use model::references::{Reference, Via};

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "duplicate-route",
        Level::Error,
        include_str!("duplicate_route.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Item(ItemKind::Trigger) {
        return;
    }
    let is_route = |r: &&Reference| r.via == Via::Route;
    let Some(own) = cx.file.references().iter().find(is_route) else {
        return;
    };
    let root = |file: &str| cx.workspace.root_of(file).map(|r| r.dir.clone());
    let here = root(&cx.file.path);
    let mut others = cx.workspace.serving(&own.key).into_iter().filter_map(|id| {
        let file = cx.workspace.get(id)?;
        let is_other = id != cx.id && trigger(&file.path) != trigger(&cx.file.path);
        (is_other && root(&file.path) == here).then_some((id, file))
    });
    let Some((id, other)) = others.next() else {
        return;
    };
    let place = other.references().iter().find(is_route).map(|r| r.span);
    let name = path::name(&other.path).to_owned();
    let finding = cx
        .report(
            own.span,
            format!("`{name}` serves this route with the same method"),
        )
        .help("the names of parameters do not tell routes apart: change the route, or the method");
    if let Some(place) = place {
        finding.related(id, place, "the other one");
    }
}

/// The trigger that a file is of: that of one workspace or branch, `a.prod.http_trigger.yaml`, is the same as the others'.
fn trigger(file: &str) -> (&str, &str) {
    let name = path::name(file);
    (path::parent(file), name.split('.').next().unwrap_or(name))
}
