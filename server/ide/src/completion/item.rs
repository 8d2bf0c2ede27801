//! The files of a workspace beside flows and code: schedules, triggers, resources, variables, the metadata of scripts and
//! `wmill.yaml`. Whole files, their keys, and values where there are few or where they are paths.

use std::sync::LazyLock;

use model::file::{File, FileKind, ItemKind};
use model::path;
use model::workspace::Workspace;
use rustc_hash::FxHashSet;
use syntax::text::{is_word, line_start};
use syntax::{FileId, Span};

use super::whole::draft::Draft;
use super::{Completion, CompletionKind, Snippet};
use crate::rules::built_in_resource_types;

/// A field of a kind of file.
struct Field {
    kind: &'static str,
    name: &'static str,
    required: bool,
    /// Whether a whole file is begun with it.
    begins: bool,
    takes: &'static str,
    about: &'static str,
}

/// All fields, in the order in which they are offered.
static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let text = include_str!("../../../../grammars/items.tsv");
    let lines = text.lines().filter(|l| !l.starts_with('#'));
    let field = |line: &'static str| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_default();
        let (kind, name, takes, about) = (next(), next(), next(), next());
        Field {
            kind,
            name: name.trim_end_matches(['*', '+']),
            required: name.ends_with('*'),
            begins: name.ends_with(['*', '+']),
            takes,
            about,
        }
    };
    lines.map(field).collect()
});

/// The kind of a file, as the table names it; `None` where it has none there.
fn kind_of(file: &File) -> Option<&'static str> {
    let name = path::name(&file.path);
    // Of JSON nothing is said.
    let stem = name.strip_suffix(".yaml").or(name.strip_suffix(".yml"))?;
    let kind = match file.kind {
        FileKind::Config => "config",
        FileKind::Metadata => "script",
        FileKind::Item(ItemKind::Trigger | ItemKind::Schedule) => stem.rsplit('.').next()?,
        FileKind::Item(ItemKind::Resource) => "resource",
        FileKind::Item(ItemKind::ResourceType) => "resource-type",
        FileKind::Item(ItemKind::Variable) => "variable",
        _ => return None,
    };
    FIELDS.iter().map(|f| f.kind).find(|k| *k == kind)
}

/// What can be written at an offset of such a file; nothing in others.
pub(super) fn completions(workspace: &Workspace, file: &File, offset: usize) -> Vec<Completion> {
    let Some(kind) = kind_of(file) else {
        return Vec::new();
    };
    let text = file.text();
    let start = line_start(text, offset);
    let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
    let line = &text[start..end];
    let fields: Vec<&Field> = FIELDS.iter().filter(|f| f.kind == kind).collect();
    // Only what stands at the left: what is below a key is its own.
    match line.split_once(':') {
        Some((key, _)) if start + key.len() < offset => {
            let field = fields.iter().find(|f| f.name == key.trim_end());
            field.map_or_else(Vec::new, |f| {
                values(
                    workspace,
                    file,
                    f,
                    value_at(text, start + key.len() + 1, offset, end),
                )
            })
        }
        _ => keys(file, &fields, start, offset, line),
    }
}

/// The value on the line, which the cursor must be in; without a comment behind it.
fn value_at(text: &str, from: usize, offset: usize, end: usize) -> Span {
    let rest = &text[from..end];
    let rest = rest.find(" #").map_or(rest, |i| &rest[..i]);
    let value = rest.trim();
    let start = from + (rest.len() - rest.trim_start().len());
    match value.is_empty() || offset < start || offset > start + value.len() {
        true => Span::at(offset),
        false => Span::new(start, start + value.len()),
    }
}

fn keys(
    file: &File,
    fields: &[&Field],
    start: usize,
    offset: usize,
    line: &str,
) -> Vec<Completion> {
    let text = file.text();
    let typed = &text[start..offset];
    let name = line.split(':').next().unwrap_or_default().trim_end();
    if !typed.chars().all(is_word) || !name.chars().all(is_word) {
        return Vec::new();
    }
    let replace = Span::new(start, (start + name.len()).max(offset));
    let root = file.yaml().root();
    let taken: FxHashSet<String> = root
        .iter()
        .flat_map(|r| r.pairs())
        .filter(|p| p.key.span().start as usize != start)
        .filter_map(|p| Some(p.key.as_str()?.into_owned()))
        .collect();
    let next = text[offset..].split_once('\n').map_or("", |(_, rest)| rest);
    let is_whole = !line.contains(':') && !next.starts_with(' ');
    let mut items = Vec::new();
    if taken.is_empty() && is_whole {
        let required = fields.iter().filter(|f| f.begins);
        let draft = Draft::map(required.map(|f| (f.name, f.draft())));
        let first = draft.first_key().unwrap_or_default().to_owned();
        let label = format!(
            "a whole {}",
            fields.first().map_or_else(String::new, |f| f.title())
        );
        items.push(
            Completion::new(label, CompletionKind::Snippet, replace)
                .detail("with the fields that belong there")
                .matched_by(first)
                .inserting_snippet(draft.at(0)),
        );
    }
    let mut free: Vec<&&Field> = fields.iter().filter(|f| !taken.contains(f.name)).collect();
    free.sort_by_key(|f| !f.required);
    let item = |field: &&Field| {
        let item = Completion::new(field.name, CompletionKind::Key, replace)
            .detail(if field.required { "required" } else { "" })
            .about(field.about);
        match is_whole {
            true => {
                let pair = Draft::map([(field.name, field.draft())]);
                let mut item = item.inserting_snippet(pair.at(0));
                item.reopens = matches!(field.takes, "run" | "resource" | "resource_type");
                item
            }
            false if line.contains(':') => item,
            false => item.inserting(format!("{}: ", field.name)),
        }
    };
    items.extend(free.into_iter().map(item));
    items
}

impl Field {
    /// What its kind of file is called.
    fn title(&self) -> String {
        match self.kind {
            "config" => "wmill.yaml".to_owned(),
            "script" => "metadata file".to_owned(),
            kind => kind.replace(['_', '-'], " "),
        }
    }

    /// Its value, to be filled in.
    fn draft(&self) -> Draft {
        match self.takes {
            // What is there is for use.
            "boolean" if self.name == "enabled" => Draft::choice(&["true", "false"]),
            "boolean" => Draft::choice(&["false", "true"]),
            "list" if self.name == "includes" => Draft::List(vec![Draft::stop("f/**")]),
            "list" => Draft::List(Vec::new()),
            "object" => Draft::Below,
            "string" if self.name == "lock" => Draft::fixed("''"),
            "string" if self.name == "schedule" => Draft::stop("0 0 6 * * *"),
            "string" if self.name == "timezone" => Draft::stop("UTC"),
            choices if choices.contains('|') => {
                let choices: Vec<&str> = choices.split('|').collect();
                Draft::choice(&choices)
            }
            _ => Draft::Line(Snippet::new().stop("")),
        }
    }
}

fn values(workspace: &Workspace, file: &File, field: &Field, replace: Span) -> Vec<Completion> {
    let item = |name: &str| Completion::new(name, CompletionKind::Value, replace);
    let path = |(path, id): (&str, FileId)| {
        let file = workspace.get(id).map(|f| path::name(&f.path).to_owned());
        Completion::new(path, CompletionKind::Path, replace).detail(file.unwrap_or_default())
    };
    let names = workspace.names();
    match field.takes {
        "boolean" => ["true", "false"].map(item).to_vec(),
        choices if choices.contains('|') => choices.split('|').map(item).collect(),
        "run" => {
            let root = file.yaml().root();
            let is_flow = root
                .and_then(|r| r.get("is_flow"))
                .and_then(|v| v.as_bool());
            let scripts = names.scripts(&file.path).filter(|_| is_flow != Some(true));
            let flows = names.flows(&file.path).filter(|_| is_flow != Some(false));
            scripts.chain(flows).map(path).collect()
        }
        "resource" => names
            .items(&file.path, ItemKind::Resource)
            .map(path)
            .collect(),
        "resource_type" => {
            let mut seen = FxHashSet::default();
            let own = names.resource_types().map(str::to_owned);
            let all = own.chain(built_in_resource_types().map(str::to_owned));
            let all = all.filter(|n| seen.insert(n.clone()));
            all.map(|n| item(&n)).collect()
        }
        _ if matches!(field.name, "on_failure" | "on_recovery" | "on_success") => {
            let scripts = names
                .scripts(&file.path)
                .map(|(p, _)| format!("script/{p}"));
            let flows = names.flows(&file.path).map(|(p, _)| format!("flow/{p}"));
            scripts.chain(flows).map(|p| item(&p)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::FIELDS;

    #[test]
    fn the_table_is_whole() {
        assert!(FIELDS.len() > 200);
        for field in FIELDS.iter() {
            let known = [
                "string",
                "number",
                "boolean",
                "list",
                "object",
                "run",
                "resource",
                "resource_type",
            ];
            let takes = field.takes;
            assert!(
                known.contains(&takes) || takes.contains('|'),
                "{} {takes}",
                field.name
            );
            let same = FIELDS
                .iter()
                .filter(|f| f.kind == field.kind && f.name == field.name);
            assert_eq!(same.count(), 1, "{} {}", field.kind, field.name);
        }
    }
}
