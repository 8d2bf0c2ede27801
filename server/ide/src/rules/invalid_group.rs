//! A group of steps that Windmill's editor cannot draw.

use model::flow::{Flow, ModuleIdx, ModuleKind, Place};
use rustc_hash::FxHashMap;
use syntax::yaml::Node;

use super::unknown_group_step::DRAWN;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-group",
        Level::Error,
        include_str!("invalid_group.md"),
    ),
    check,
};

/// What follows from each of these.
const SO: &str = "the editor cannot draw it";

/// A list of steps: the step that has it, and which of its branches it is.
type List = (Option<ModuleIdx>, Option<Option<usize>>);

/// A group whose steps stand in one list, `first` to `last` of it (from 0).
struct Group<'a> {
    start: Node<'a>,
    list: List,
    first: usize,
    last: usize,
}

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow().filter(|f| f.is_complete()) else {
        return;
    };
    let value = flow.yaml().root().and_then(|r| r.get("value"));
    let groups = value.and_then(|v| v.get("groups"));
    let mut seen: FxHashMap<(String, String), Node<'_>> = FxHashMap::default();
    let mut placed = Vec::new();
    for group in groups.into_iter().flat_map(|g| g.items()) {
        let (Some((start, from)), Some((end, to))) = (id(group, "start_id"), id(group, "end_id"))
        else {
            continue;
        };
        if let Some(other) = seen.get(&(from.clone(), to.clone())) {
            // What stands behind an alias is written once.
            if other.span() != start.span() {
                let (file, place) = (cx.id, other.span());
                let message = format!("Another group goes from `{from}` to `{to}` as well: {SO}");
                cx.report(start.span(), message)
                    .help("remove one of them, or let it end elsewhere")
                    .related(file, place, "the other one");
            }
            continue;
        }
        seen.insert((from.clone(), to.clone()), start);
        let mut is_drawn = false;
        for (node, name) in [(start, &from), (end, &to)] {
            if let Some(what) = no_step(flow, name).filter(|_| !is_drawn) {
                let message = format!("A group cannot hold {what}: {SO}");
                cx.report(node.span(), message)
                    .help("write the id of a step, or remove the group");
                is_drawn = true;
            }
        }
        let (Some((list, first)), Some((other, last))) = (place(flow, &from), place(flow, &to))
        else {
            continue;
        };
        if is_drawn {
            continue;
        }
        if list != other {
            let message = format!("`{from}` and `{to}` do not stand in the same list: {SO}");
            cx.report(end.span(), message).help(
                "a group ends among the steps that it starts among: in the same branch or loop",
            );
        } else if first > last {
            let message = format!("The group starts at `{from}`, behind its end: {SO}");
            cx.report(start.span(), message)
                .help("swap `start_id` and `end_id`");
        } else {
            placed.push(Group {
                start,
                list,
                first,
                last,
            });
        }
    }
    overlaps(cx, placed);
}

/// Reports groups that lie neither in each other nor apart: one sweep over those that begin first and reach furthest.
fn overlaps(cx: &mut Context<'_>, mut groups: Vec<Group<'_>>) {
    groups.sort_by_key(|g| (g.list, g.first, std::cmp::Reverse(g.last)));
    let mut open: Vec<&Group<'_>> = Vec::new();
    for group in &groups {
        let is_over = |outer: &&Group<'_>| outer.list != group.list || outer.last < group.first;
        while open.last().is_some_and(is_over) {
            open.pop();
        }
        let Some(&outer) = open.last().filter(|o| o.last < group.last) else {
            open.push(group);
            continue;
        };
        let (one, other) = match outer.start.span().start < group.start.span().start {
            true => (group, outer),
            false => (outer, group),
        };
        let (file, place) = (cx.id, other.start.span());
        let message = format!("The group shares only some steps with another: {SO}");
        cx.report(one.start.span(), message)
            .help("groups lie in each other or beside each other")
            .related(file, place, "the other one");
    }
}

/// The id under a key of a group, where one is written.
fn id<'a>(group: Node<'a>, key: &str) -> Option<(Node<'a>, String)> {
    let node = group.get(key).filter(|n| n.is_string() && !n.is_broken())?;
    let name = node.as_str().filter(|n| !n.trim().is_empty())?;
    Some((node, name.into_owned()))
}

/// What an id means that is known and no step in a list of steps.
fn no_step(flow: &Flow, name: &str) -> Option<String> {
    match flow.by_id(name) {
        [] if DRAWN.contains(&name) => Some(format!("`{name}`, which is not a step")),
        [only] => match flow.module(*only).place {
            Place::Tool(_) => Some(format!("`{name}`, an agent's tool")),
            Place::Failure | Place::Preprocessor => Some(format!("`{name}`, which is in no list")),
            _ => None,
        },
        _ => None,
    }
}

/// The list that the only step with this id stands in, and where; `None` also where the step around it is of an unknown
/// kind, which may have several lists.
fn place(flow: &Flow, name: &str) -> Option<(List, usize)> {
    let [only] = flow.by_id(name) else {
        return None;
    };
    let module = flow.module(*only);
    let is_known = |kind: &ModuleKind| !matches!(kind, ModuleKind::Other(_) | ModuleKind::Missing);
    if !module.parent.is_none_or(|p| is_known(&flow.module(p).kind)) {
        return None;
    }
    match module.place {
        Place::Top(at) | Place::Body(at) => Some(((module.parent, None), at)),
        Place::Branch(branch, at) => Some(((module.parent, Some(branch)), at)),
        Place::Tool(_) | Place::Failure | Place::Preprocessor => None,
    }
}
