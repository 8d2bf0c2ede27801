//! Keys: OpenFlow's fields that the mapping lacks, parameters under `input_transforms`, and the dash that begins
//! an item where a list belongs. Where there is room for several lines, with the lines that belong to them.

use std::sync::Arc;

use model::file::File;
use model::flow::{Flow, ModuleIdx, ModuleKind};
use model::openflow::{Def, Reading, openflow, place_of};
use model::workspace::Workspace;
use syntax::text::line_start;
use syntax::yaml::{Node, NodeId};
use syntax::{Span, Spanned};

use super::quote::yaml_key;
use super::whole::{self, Spot};
use super::{Completion, CompletionKind, names};
use crate::cursor::InKey;
use crate::finding::TextEdit;

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InKey) -> Vec<Completion> {
    let above = match Above::of(file, at) {
        Some(Above::Full) => return Vec::new(),
        Some(Above::Empty(span)) => Some(span),
        None => None,
    };
    let mut found = below(workspace, file, at);
    found.extend(beside(workspace, file, at));
    found.extend(keys(&Spot::new(workspace, file, at)));
    if let Some(span) = above {
        for item in &mut found {
            let text = String::new();
            item.also.push(TextEdit { span, text });
        }
    }
    found
}

/// What the key has on its own line that the cursor is below of, in brackets.
enum Above {
    /// Nothing in them: they go where lines come below. With the blanks before them.
    Empty(Span),
    /// Something: no line can follow.
    Full,
}

impl Above {
    fn of(file: &File, at: &InKey) -> Option<Above> {
        if at.in_braces {
            return None;
        }
        let text = file.text();
        let held = at.holder.and_then(|h| at.flow.node(h).get(&at.owner));
        let node = at.mapping.map(|m| at.flow.node(m)).or(held)?;
        let span = node.span();
        let written = text.get(span.range())?;
        let is_above = span.end <= at.partial.span.start && written.starts_with(['[', '{']);
        if !is_above {
            return None;
        }
        let inner = written.trim_matches(['[', ']', '{', '}']);
        if !inner.trim().is_empty() {
            return Some(Above::Full);
        }
        let before = text[..span.start as usize].trim_end_matches(' ').len();
        Some(Above::Empty(Span::new(before, span.end as usize)))
    }
}

/// Items of the list that ends above, where its dashes stand in the column of the mapping's keys.
fn beside(workspace: &Workspace, file: &File, at: &InKey) -> Vec<Completion> {
    let Some(inner) = list_beside(file, at) else {
        return Vec::new();
    };
    let spot = Spot::new(workspace, file, &inner);
    match spot.is_free() {
        true => keys(&spot),
        false => Vec::new(),
    }
}

fn list_beside(file: &File, at: &InKey) -> Option<InKey> {
    if at.has_colon || at.in_braces {
        return None;
    }
    let mapping = at.flow.node(at.mapping?);
    let start = at.partial.span.start;
    let pair = mapping.pairs().rfind(|p| p.key.span().start < start)?;
    let list = pair.value.filter(|v| v.is_sequence())?;
    let column = |offset: usize| offset - line_start(file.text(), offset);
    let dash = list.span().start as usize;
    if file.text().as_bytes().get(dash) != Some(&b'-') || column(dash) != column(start as usize) {
        return None;
    }
    let name = pair.key.as_str()?.into_owned();
    let reading = place_of(list).reading;
    Some(InKey {
        partial: at.partial.clone(),
        ..held(&at.flow, name, reading, at.mapping, at.module)
    })
}

/// The cursor as it stands for what the key `owner` of the mapping `holder` holds, with nothing typed yet.
pub(super) fn held(
    flow: &Arc<Flow>,
    owner: String,
    reading: Reading,
    holder: Option<NodeId>,
    module: Option<ModuleIdx>,
) -> InKey {
    InKey {
        flow: Arc::clone(flow),
        reading,
        holder,
        mapping: None,
        owner,
        partial: Spanned::new(String::new(), Span::at(0)),
        has_colon: false,
        in_braces: false,
        module,
    }
}

/// What belongs under the key on the line above, where nothing stands there yet and the cursor is still at its column.
fn below(workspace: &Workspace, file: &File, at: &InKey) -> Vec<Completion> {
    let Some(inner) = under_empty_key(file, at) else {
        return Vec::new();
    };
    let spot = Spot::new(workspace, file, &inner).behind("  ");
    if !spot.is_free() {
        return Vec::new();
    }
    // The keys of the mapping itself are what the person sees beside: here only what is whole.
    let mut found = keys(&spot);
    found.retain(|c| c.insert.starts_with("  "));
    found
}

fn under_empty_key(file: &File, at: &InKey) -> Option<InKey> {
    if at.has_colon || at.in_braces {
        return None;
    }
    let mapping = at.flow.node(at.mapping?);
    let start = at.partial.span.start;
    let before = |n: Node<'_>| n.span().start < start;
    let pair = mapping.pairs().rfind(|p| before(p.key))?;
    if pair
        .value
        .is_some_and(|v| !v.is_null() || !v.span().is_empty())
    {
        return None;
    }
    let between = file
        .text()
        .get(pair.key.span().end as usize..start as usize)?;
    if between.trim() != ":" || !between.contains('\n') {
        return None;
    }
    let name = pair.key.as_str()?.into_owned();
    let reading = openflow()
        .child(&place_of(mapping).reading, &name, None)
        .reading;
    Some(InKey {
        partial: at.partial.clone(),
        ..held(&at.flow, name, reading, at.mapping, at.module)
    })
}

/// The keys of the mapping, and what is written with them.
pub(super) fn keys(spot: &Spot<'_>) -> Vec<Completion> {
    let at = spot.at;
    let taken = taken(spot);
    let is_free = spot.is_free();
    if let Some(found) = whole::schema_keys(spot, &taken) {
        return found;
    }
    if matches!(at.owner.as_str(), "input_transforms" | "input_transform") {
        let found = match is_free {
            true => whole::inputs(spot, &taken),
            false => parameters(spot, &taken),
        };
        // An agent's inputs are fields of its own.
        if !found.is_empty() || at.reading.fields().next().is_none() {
            return found;
        }
    }
    let names = match is_free {
        true => names::lists(spot),
        false => Vec::new(),
    };
    if let Some(list) = at.reading.defs.iter().find(|d| d.items.is_some()) {
        if at.has_colon {
            return Vec::new();
        }
        let mut found = match is_free {
            true => whole::items(spot),
            false => Vec::new(),
        };
        found.extend(names);
        if at.partial.value.is_empty() {
            let dash = item(spot, "-", &list.description);
            found.push(dash.inserting(format!("{}- ", spot.lead())));
        }
        return found;
    }
    if !names.is_empty() {
        return names;
    }
    if at.reading.undecided {
        let Some((union, key)) = at.reading.union else {
            return Vec::new();
        };
        let in_one_line = at.in_braces && taken.is_empty();
        let (mut found, kinds) = match () {
            () if union.is_transform() && (is_free || in_one_line) => {
                (whole::kinds(spot), Vec::new())
            }
            () if is_step(union) && is_free => whole::values(spot, &taken),
            () => Default::default(),
        };
        found.push(item(spot, key, &union.description).reopening());
        found.extend(kinds);
        return found;
    }
    let (mut found, mut others) = (Vec::new(), Vec::new());
    if is_free {
        if taken.is_empty() && whole::is_one(&at.reading, &["OpenFlow"]) {
            found.push(whole::flow(spot));
        }
        if at.mapping.is_none() || taken.is_empty() {
            found.extend(whole::item_keys(spot));
        }
        if at.reading.union.is_some_and(|(union, _)| is_step(union)) {
            let (near, kinds) = whole::values(spot, &taken);
            found.extend(near);
            others = kinds;
        }
    }
    found.extend(fields(spot, &taken, is_free));
    found.append(&mut others);
    found
}

/// Whether a union is of what steps or tools do.
fn is_step(union: &'static Def) -> bool {
    let is = |name: &str| std::ptr::eq(union, openflow().def(name));
    is("FlowModuleValue") || is("ToolValue")
}

fn taken(spot: &Spot<'_>) -> Vec<String> {
    let at = spot.at;
    let own = at
        .mapping
        .map(|m| at.flow.node(m))
        .or_else(|| spot.item_below());
    own.into_iter()
        .flat_map(|m| m.pairs())
        // The key under the cursor does not stand in its own way.
        .filter(|p| p.key.span().start != at.partial.span.start)
        .filter_map(|p| p.key.as_str().map(Into::into))
        .collect()
}

/// A key alone.
fn item(spot: &Spot<'_>, name: &str, about: &'static str) -> Completion {
    let colon = if spot.at.has_colon { "" } else { ": " };
    Completion::new(name, CompletionKind::Key, spot.at.partial.span)
        .about(about)
        .inserting(format!("{}{name}{colon}", spot.lead()))
}

/// OpenFlow's fields that are not there yet, required ones first.
fn fields(spot: &Spot<'_>, taken: &[String], is_free: bool) -> Vec<Completion> {
    let at = spot.at;
    let required: Vec<&str> = at.reading.required().map(|(name, _)| name).collect();
    let mut fields: Vec<(&str, &'static Def)> = at
        .reading
        .fields()
        .filter(|(name, def)| !def.residue && !taken.iter().any(|t| t == name))
        .filter(|(name, _)| has_effect(at, name))
        .collect();
    let awaited = is_free && fields.iter().any(|(name, _)| *name == "input_transforms");
    let awaited = awaited && whole::awaits_inputs(spot);
    let place = |name: &str, def: &Def| {
        let order = def
            .order
            .or(openflow().target(def).order)
            .unwrap_or(1_000.0);
        (
            !(awaited && name == "input_transforms"),
            !required.contains(&name),
            def.deprecated,
            (order * 100.0) as i64,
            name.to_owned(),
        )
    };
    fields.sort_by_key(|(name, def)| place(name, def));
    let mut found = Vec::new();
    for (name, def) in fields {
        let needed = if required.contains(&name) {
            "required"
        } else {
            ""
        };
        let about = description(def);
        let mut ways = match is_free {
            true => whole::of_field(spot, name, def),
            false => Vec::new(),
        };
        if ways.is_empty() {
            let mut key = item(spot, name, about);
            key.reopens = is_chosen(name, def);
            ways.push(key);
        }
        let is_script =
            |n: Node<'_>| n.get("type").and_then(|t| t.as_str()).as_deref() == Some("script");
        let own = at.mapping.map(|m| at.flow.node(m));
        if is_free && name == "path" && own.is_some_and(is_script) {
            found.extend(whole::takers(spot));
        }
        for mut way in ways {
            if way.detail.is_none() {
                way = way.detail(needed);
            }
            way.deprecated = def.deprecated;
            found.push(way.about(about));
        }
        if is_free && name == "value" && whole::is_one(&at.reading, &["FlowModule", "AgentTool"]) {
            found.extend(whole::named_values(spot));
        }
    }
    let missing = is_free.then(|| whole::missing(spot, taken)).flatten();
    if let Some(missing) = missing.filter(|_| !taken.is_empty() && at.partial.value.is_empty()) {
        found.insert(found.len().min(1), missing);
    }
    found
}

/// Whether the field does anything where it is to stand; what is not known has an effect.
fn has_effect(at: &InKey, name: &str) -> bool {
    let Some(mapping) = at.mapping.map(|m| at.flow.node(m)) else {
        return true;
    };
    let is = |key: &str, value: &str| {
        let own = mapping.get(key).and_then(|v| v.as_str());
        own.is_some_and(|v| v == value)
    };
    match name {
        "parallelism" if is("type", "whileloopflow") => false,
        "parallelism" if is("type", "forloopflow") => is("parallel", "true"),
        "stop_after_all_iters_if" => {
            let own = at.module.map(|idx| at.flow.module(idx));
            own.filter(|m| m.node == mapping.id()).is_none_or(|m| {
                matches!(
                    m.kind,
                    ModuleKind::ForLoop
                        | ModuleKind::WhileLoop
                        | ModuleKind::BranchAll
                        | ModuleKind::Other(_)
                        | ModuleKind::Missing
                )
            })
        }
        _ => true,
    }
}

/// Whether a value of the field is chosen from a list.
fn is_chosen(name: &str, def: &'static Def) -> bool {
    let def = openflow().target(def);
    let is_path = def.path.is_some() || matches!(name, "path" | "id" | "expr" | "content");
    is_path || !def.choices().is_empty()
}

/// What a field is about: its own words, else those of what it refers to.
pub(crate) fn description(def: &'static Def) -> &'static str {
    match def.description.as_str() {
        "" => &openflow().target(def).description,
        own => own,
    }
}

/// The names of the parameters of what the step runs that are not given yet, required ones first.
fn parameters(spot: &Spot<'_>, taken: &[String]) -> Vec<Completion> {
    let at = spot.at;
    let Some(idx) = at.module else {
        return Vec::new();
    };
    let module = at.flow.module(idx);
    let callee = spot.workspace.callee(spot.file, &at.flow, idx);
    let mut inputs = callee.inputs(module).unwrap_or_default();
    inputs.retain(|i| !taken.contains(&i.name));
    inputs.sort_by_key(|i| !i.required);
    let colon = if at.has_colon { "" } else { ":" };
    let item = |input: model::workspace::Input| {
        let default = input.default.map(|d| format!(" = {d}")).unwrap_or_default();
        Completion::new(
            input.name.as_str(),
            CompletionKind::Parameter,
            at.partial.span,
        )
        .detail(format!("{}{default}", input.kind))
        .about(if input.required { "Required." } else { "" })
        .inserting(format!("{}{colon}", yaml_key(&input.name)))
    };
    inputs.into_iter().map(item).collect()
}
