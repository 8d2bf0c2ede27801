//! SQL: the comments at the head of a query that declare its inputs and name its database, as each dialect has them.

use model::file::{File, ItemKind};
use model::language::ScriptLanguage;
use model::signature::EntryName;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_word, leading, line_start, trailing};

use super::layout::Layout;
use super::runner::runner;
use super::{Completion, CompletionKind, Snippet};
use crate::cursor::InCode;

/// How a dialect declares an input.
struct Form {
    /// What stands before the name, behind `-- `; a `#` is the input's number.
    mark: &'static str,
    /// The types that are declared most, the first for want of better.
    types: &'static [&'static str],
    /// The resource type of its databases; `None`: it attaches them itself.
    database: Option<&'static str>,
}

fn form(language: &ScriptLanguage) -> Option<Form> {
    use ScriptLanguage::{Bigquery, Duckdb, Mssql, Mysql, Oracledb, Postgresql, Snowflake};
    let (mark, types, database): (_, &[&str], _) = match language {
        Postgresql => (
            "$# ",
            &[
                "text",
                "int",
                "bigint",
                "numeric",
                "bool",
                "date",
                "timestamptz",
                "jsonb",
                "uuid",
                "text[]",
            ],
            Some("postgresql"),
        ),
        Mysql => (
            ":",
            &["text", "int", "float", "bool", "date", "datetime"],
            Some("mysql"),
        ),
        Bigquery => (
            "@",
            &[
                "string",
                "int64",
                "float64",
                "bool",
                "date",
                "timestamp",
                "json",
                "string[]",
            ],
            Some("bigquery"),
        ),
        Snowflake => (
            "? ",
            &["varchar", "int", "float", "boolean", "date", "timestamp"],
            Some("snowflake"),
        ),
        Mssql => (
            "@P# ",
            &["nvarchar", "int", "bigint", "float", "bit", "date"],
            Some("ms_sql_server"),
        ),
        Oracledb => (
            ":",
            &["text", "int", "number", "date", "timestamp"],
            Some("oracledb"),
        ),
        Duckdb => (
            "$",
            &[
                "text",
                "integer",
                "bigint",
                "double",
                "boolean",
                "date",
                "timestamp",
            ],
            None,
        ),
        _ => return None,
    };
    Some(Form {
        mark,
        types,
        database,
    })
}

pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let Some(form) = form(&script.language) else {
        return Vec::new();
    };
    let start = line_start(text, at.inner);
    let typed = &text[start..at.inner];
    let rest = text[at.inner..].lines().next().unwrap_or_default();
    let is_comment = |l: &str| l.trim().is_empty() || l.starts_with("--");
    if !text[..start].lines().all(is_comment) {
        return Vec::new();
    }
    if let Some(items) = types(&form, at, typed, rest) {
        return items;
    }
    let Some(layout) = Layout::of(file, at).filter(|_| rest.trim().is_empty()) else {
        return Vec::new();
    };
    let replace = at.outer(Span::new(start, at.inner));
    let mut items = inputs(workspace, file, at, &form, &layout, replace);
    items.extend(databases(workspace, file, at, &form, replace));
    // What is not typed as far as the name yet may become any of them.
    items.retain(|i| i.insert.starts_with(typed) || i.label.starts_with(typed));
    items
}

/// The types behind `-- $1 name (`; `None` elsewhere.
fn types(form: &Form, at: &InCode, typed: &str, rest: &str) -> Option<Vec<Completion>> {
    let partial = trailing(typed, is_word);
    let head = typed[..typed.len() - partial.len()].strip_suffix(" (")?;
    let name = trailing(head, is_word);
    let mark = head[..head.len() - name.len()].strip_prefix("-- ")?;
    if name.is_empty() || !is_mark(form.mark, mark) {
        return None;
    }
    let behind = leading(rest, is_word).len();
    let replace = at.outer(Span::new(at.inner - partial.len(), at.inner + behind));
    let is_closed = rest[behind..].trim_start().starts_with(')');
    let close = if is_closed { "" } else { ")" };
    let fitting = form.types.iter().filter(|t| t.starts_with(partial));
    let item = |ty: &&str| {
        Completion::new(*ty, CompletionKind::Value, replace).inserting(format!("{ty}{close}"))
    };
    Some(fitting.map(item).collect())
}

/// Whether a text is a form's mark with some number.
fn is_mark(form: &str, written: &str) -> bool {
    match form.split_once('#') {
        Some((before, after)) => {
            let number = written
                .strip_prefix(before)
                .and_then(|w| w.strip_suffix(after));
            number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
        }
        None => form == written,
    }
}

/// A comment for each input that the step gives and the query does not declare, for each placeholder without one, and for
/// one more.
fn inputs(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    form: &Form,
    layout: &Layout,
    replace: Span,
) -> Vec<Completion> {
    let signature = at.code.script.entry(EntryName::Main).signature();
    let params = signature.map_or(&[][..], |s| &s.params);
    let params: Vec<&str> = params.iter().map(|p| p.name.value.as_str()).collect();
    // `$1` stands for a placeholder that no comment names.
    let number = |name: &&str| name.strip_prefix('$').and_then(|n| n.parse::<usize>().ok());
    let open: Vec<usize> = params.iter().filter_map(number).collect();
    let declared = |name: &&&str| number(name).is_none() && **name != "database";
    let declared: Vec<&str> = params.iter().filter(declared).copied().collect();
    let mut free = open.into_iter().chain(declared.len() + 1..);
    let mark = |number: usize| form.mark.replace('#', &number.to_string());
    let first = form.types.first().copied().unwrap_or_default();
    let runner = runner(workspace, file, at);
    let is_taken = |name: &&str| *name == "database" || declared.contains(name);
    let given: Vec<&str> = runner.names(is_name).filter(|n| !is_taken(n)).collect();
    let comment = |number: usize, name: &str| {
        Snippet::new()
            .text(&format!("-- {}{name} (", mark(number)))
            .choice(form.types.iter().map(|t| (*t).to_owned()).collect())
            .text(")")
    };
    let numbers: Vec<usize> = free.by_ref().take(given.len().max(1)).collect();
    let mut items = Vec::new();
    if given.len() > 1 {
        let mut all = Snippet::new();
        for (i, (name, number)) in given.iter().zip(&numbers).enumerate() {
            if i > 0 {
                all.push(&layout.block("\n"));
            }
            all.append(comment(*number, name));
        }
        let item = Completion::new(
            "-- all inputs of the step",
            CompletionKind::Snippet,
            replace,
        );
        items.push(item.detail(given.join(", ")).inserting_snippet(all));
    }
    let next = numbers.first().copied().unwrap_or(1);
    for name in &given {
        let label = format!("-- {}{name} ({first})", mark(next));
        let item = Completion::new(label, CompletionKind::Parameter, replace);
        items.push(
            item.detail("input of the step")
                .inserting_snippet(comment(next, name)),
        );
    }
    let one = Snippet::new()
        .text(&format!("-- {}", mark(next)))
        .stop("name")
        .text(" (")
        .choice(form.types.iter().map(|t| (*t).to_owned()).collect())
        .text(")");
    let item = Completion::new(one.to_plain(), CompletionKind::Snippet, replace);
    items.push(item.detail("an input").inserting_snippet(one));
    items
}

/// `-- database f/…` with each resource of the workspace that such a database is.
fn databases(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    form: &Form,
    replace: Span,
) -> Vec<Completion> {
    let is_named = |l: &str| l.starts_with("-- database ");
    let start = line_start(&at.code.script.text, at.inner);
    let mut above = at.code.script.text[..start].lines();
    let Some(of_type) = form.database.filter(|_| !above.any(is_named)) else {
        return Vec::new();
    };
    let fitting = workspace.resources_of(of_type);
    let all = workspace.names().items(&file.path, ItemKind::Resource);
    let item = |(path, _)| {
        Completion::new(format!("-- database {path}"), CompletionKind::Path, replace)
            .detail("the database that the query runs in")
    };
    all.filter(|(_, id)| fitting.contains(id))
        .map(item)
        .collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_word) && name.is_ascii()
}

#[test]
fn marks_have_numbers() {
    assert!(is_mark("$# ", "$12 ") && is_mark("@P# ", "@P1 ") && is_mark(":", ":"));
    assert!(!is_mark("$# ", "$ ") && !is_mark("$# ", "$x ") && !is_mark("@", "$"));
}
