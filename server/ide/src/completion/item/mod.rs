//! The files of a workspace beside flows and code: schedules, triggers, resources, variables, the metadata of scripts and
//! `wmill.yaml`. Whole files, their keys and values, by the schema of their kind.

mod place;
mod value;

use model::file::{File, FileKind, ItemKind};
use model::openflow::{Def, Kind, Reading, openflow};
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_word, line_start};

use self::place::{Place, Step, place, siblings, value_at};
use super::key::description;
use super::whole::draft::Draft;
use super::{Completion, CompletionKind, Snippet};
use crate::markdown::Markdown;

/// What can be written at an offset of such a file; nothing in others.
pub(super) fn completions(workspace: &Workspace, file: &File, offset: usize) -> Vec<Completion> {
    let text = file.text();
    // Of JSON nothing is said.
    let Some(kind) = openflow()
        .kind_of(&file.kind, &file.path)
        .filter(|_| !file.path.ends_with(".json"))
    else {
        return Vec::new();
    };
    let Some(place) = place(text, offset) else {
        return Vec::new();
    };
    let line = &text[place.start.min(place.end)..place.end];
    if line.starts_with(['{', '[', '#']) {
        return Vec::new();
    }
    let reading = reading(kind, &place.above);
    match line.split_once(':') {
        Some((key, _)) if place.start + key.len() < offset => {
            let at = value_at(text, place.start + key.len() + 1, offset, place.end);
            let name = key.trim_end().trim_matches(['"', '\'']);
            if let [Step::Key("args")] = place.above.as_slice() {
                return value::arguments(workspace, file, name, at);
            }
            let is_schedule = file.kind == FileKind::Item(ItemKind::Schedule);
            if is_schedule && place.above.is_empty() && name == "schedule" {
                return value::crons(at);
            }
            let field = reading.field(name);
            field.map_or_else(Vec::new, |def| value::values(workspace, file, def, at))
        }
        _ => keys(workspace, file, kind, &reading, &place, offset, line),
    }
}

/// How the mapping is read that these steps lead to.
fn reading(kind: &'static Kind, above: &[Step<'_>]) -> Reading {
    let schema = openflow();
    let mut reading = schema.read(kind.def(schema), None);
    for step in above {
        reading = match step {
            Step::Key(key) => schema.child(&reading, key, None).reading,
            Step::Item => schema.new_item(&reading),
        };
    }
    reading
}

fn keys(
    workspace: &Workspace,
    file: &File,
    kind: &'static Kind,
    reading: &Reading,
    place: &Place<'_>,
    offset: usize,
    line: &str,
) -> Vec<Completion> {
    let text = file.text();
    let typed = &text[place.start.min(offset)..offset];
    let name = line.split(':').next().unwrap_or_default().trim_end();
    if !typed.chars().all(is_word) || !name.chars().all(is_word) {
        return Vec::new();
    }
    let replace = Span::new(place.start, (place.start + name.len()).max(offset));
    let taken = siblings(text, line_start(text, offset), place.column);
    let next = text[offset..].split_once('\n').map_or("", |(_, rest)| rest);
    let deeper = next.len() - next.trim_start_matches(' ').len() > place.column;
    let is_whole = !line.contains(':') && !deeper;
    let mut items = Vec::new();
    let is_root = place.above.is_empty();
    if is_root && taken.is_empty() && is_whole && place.column == 0 {
        items.push(whole(kind, replace));
    }
    if let Some(given) = value::given(workspace, file, &place.above) {
        let free = given
            .into_iter()
            .filter(|g| !taken.contains(g.name.as_str()));
        items.extend(free.map(|g| {
            let item = Completion::new(g.name.clone(), CompletionKind::Key, replace)
                .detail(g.detail)
                .about(Markdown::default().prose(&g.about));
            match is_whole {
                true => item.inserting_snippet(Draft::map([(g.name, g.draft)]).at(place.column)),
                false => item,
            }
        }));
        return items;
    }
    if reading.is_free() {
        return items;
    }
    let required: Vec<&str> = reading.required().map(|(n, _)| n).collect();
    let mut free: Vec<(&str, &Def)> = reading
        .fields()
        .filter(|(n, d)| !taken.contains(n) && !d.residue && !d.deprecated)
        .collect();
    free.sort_by_key(|(n, _)| !required.contains(n));
    let item = |(name, def): (&str, &'static Def)| {
        let is_required = required.contains(&name);
        let item = Completion::new(name, CompletionKind::Key, replace)
            .detail(if is_required { "required" } else { "" })
            .about(description(def));
        match is_whole {
            true => {
                let pair = Draft::map([(name, draft(name, def))]);
                let mut item = item.inserting_snippet(pair.at(place.column));
                item.reopens = def.path.is_some();
                item
            }
            false if line.contains(':') => item,
            false => item.inserting(format!("{name}: ")),
        }
    };
    items.extend(free.into_iter().map(item));
    items
}

/// A file with the fields that belong there.
fn whole(kind: &'static Kind, replace: Span) -> Completion {
    let def = kind.def(openflow());
    let fields = kind.begins.iter();
    let fields = fields.filter_map(|n| Some((n.as_str(), def.field(n)?)));
    let draft = Draft::map(fields.map(|(n, d)| (n, draft(n, d))));
    let first = draft.first_key().unwrap_or_default().to_owned();
    Completion::new(
        format!("a whole {}", kind.title),
        CompletionKind::Snippet,
        replace,
    )
    .detail("with the fields that belong there")
    .about(kind.description.as_str())
    .matched_by(first)
    .inserting_snippet(draft.at(0))
}

/// The value of a field, to be filled in.
fn draft(name: &str, def: &'static Def) -> Draft {
    let target = openflow().target(def);
    let choices = target.choices();
    if !choices.is_empty() {
        return Draft::choice(&choices);
    }
    match (target.types().next(), def.example.as_deref()) {
        (_, Some("below")) => Draft::Below,
        // What is there is for use.
        (Some("boolean"), Some("true")) => Draft::choice(&["true", "false"]),
        (Some("boolean"), _) => Draft::choice(&["false", "true"]),
        (Some("array"), Some(item)) => Draft::List(vec![Draft::stop(item)]),
        (Some("array"), None) if target.items.as_ref().is_some_and(|i| is_mapping(i)) => {
            Draft::FirstItem
        }
        (Some("array"), None) => Draft::List(Vec::new()),
        (Some("object"), _) => Draft::Below,
        (_, Some("''")) => Draft::fixed("''"),
        (_, Some(example)) if !example.is_empty() => Draft::stop(example),
        _ if name == "value" && target.types().next().is_none() => Draft::Below,
        _ => Draft::Line(Snippet::new().stop("")),
    }
}

fn is_mapping(def: &'static Def) -> bool {
    !openflow().target(def).properties.is_empty()
}
