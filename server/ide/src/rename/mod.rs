//! Rename: a name, and everything that names it, over files and languages.
//!
//! All of it or nothing: where something is written that may mean the name and cannot be followed, the rename is
//! refused, with the reason. Properties of results are the exception: values go where nothing can follow them, so
//! what is certain is renamed, and what is left is said.
//!
//! - [`backend`]: a runnable of an app, which its frontend calls by the name of its files.
//! - [`step`]: a step's id.
//! - [`input`]: an input of a flow, or a parameter of a script, with what gives it.
//! - [`name`]: any other name of Python or TypeScript.
//! - [`named`]: what is named on a command line.
//! - [`property`]: a property of what code returns.
//! - [`path`]: a script, a flow, a resource or a variable: its files move.
//! - [`resource_type`]: a resource type.
//! - [`moves`]: what names files that move; [`hashes`]: and what the command line keeps of them.

mod backend;
mod hashes;
mod imports;
mod input;
mod moves;
mod name;
mod named;
mod path;
mod property;
mod resource_type;
mod step;

use std::collections::BTreeMap;

use lang::occurrences::Form;
use model::file::{File, FileKind};
use model::flow::TransformKind;
use model::path::FilePath;
use model::symbol::{CodeId, ImportForm, KeyForm, Spelling, Symbol, Use};
use model::workspace::Workspace;
use syntax::text::{is_ascii_word, is_js_word, is_whole};
use syntax::yaml::Style;
use syntax::{FileId, Span};

pub(crate) use moves::{follow, moved, new_path, same_script, users_of};
pub(crate) use named::{named, rename_named};

use crate::finding::TextEdit;

/// Words that YAML reads as something else than text.
const NOT_TEXT: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Whether a name needs no quotes in YAML, but for words that mean something else, and may stand in brackets of an expression.
fn is_bare(name: &str) -> bool {
    let fits = |c: char| is_ascii_word(c) || c == '-';
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && name.chars().all(fits)
}

/// Whether YAML reads a bare word as text.
fn is_text(name: &str) -> bool {
    !NOT_TEXT.contains(&&*name.to_ascii_lowercase())
}

/// Why something is not renamed, in a sentence for people.
pub type Refused = String;

/// What a rename changes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// The edits of each file, of the text that it has now, by place.
    pub edits: BTreeMap<FileId, Vec<TextEdit>>,
    /// The files and folders that move, once the edits are made.
    pub moves: Vec<Move>,
    /// What may mean the name as well and is left as it is, each in a few words for people ("line 4 of `f/a.py`").
    pub left: Vec<String>,
}

/// A file or a folder that gets another path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// Where it is.
    pub from: FilePath,
    /// Where it goes.
    pub to: String,
}

impl Change {
    fn add(&mut self, file: FileId, edit: TextEdit) {
        self.edits.entry(file).or_default().push(edit);
    }

    /// Puts the edits in order. What two reasons change the same way is changed once.
    fn sorted(mut self) -> Change {
        for edits in self.edits.values_mut() {
            edits.sort_by_key(|e| e.span);
            edits.dedup();
        }
        self.edits.retain(|_, edits| !edits.is_empty());
        self
    }
}

/// What would be renamed at `offset`: its place and its name. `Ok(None)`: nothing that has a name to change.
pub(crate) fn prepare(
    workspace: &Workspace,
    id: FileId,
    offset: usize,
) -> Result<Option<(Span, String)>, Refused> {
    let Some((symbol, at)) = workspace.symbol_at(id, offset) else {
        return Ok(None);
    };
    stands_in(workspace, &symbol, &at)?;
    let name = match &symbol {
        Symbol::Step { flow, id } => {
            step::plan(workspace, *flow, id)?;
            id.to_string()
        }
        Symbol::Input { .. } | Symbol::Parameter { .. } => input::plan(workspace, &symbol)?,
        Symbol::Name { code, local } => {
            name::plan(workspace, *code, local)?;
            local.name.clone()
        }
        Symbol::Path { path, .. } => {
            path::plan(workspace, &symbol, at.spelling)?;
            path.to_string()
        }
        Symbol::ResourceType { root, name } => {
            resource_type::plan(workspace, root, name)?;
            name.to_string()
        }
        Symbol::Inlined(file) => path::name_of(workspace, *file)?,
        Symbol::Property { name, places } => {
            property::plan(workspace, name, places)?;
            name.to_string()
        }
    };
    Ok(Some((at.span, name)))
}

/// What gives the name at `offset` another one.
pub(crate) fn rename(
    workspace: &Workspace,
    id: FileId,
    offset: usize,
    new: &str,
) -> Result<Change, Refused> {
    let Some((symbol, at)) = workspace.symbol_at(id, offset) else {
        return Err("Nothing here can be renamed".to_owned());
    };
    stands_in(workspace, &symbol, &at)?;
    if let Symbol::Path { .. } = &symbol {
        path::plan(workspace, &symbol, at.spelling)?;
    }
    of_symbol(workspace, &symbol, new)
}

/// Refuses where a word stands for the symbol whatever its name.
fn stands_in(workspace: &Workspace, symbol: &Symbol, at: &Use) -> Result<(), Refused> {
    let file = workspace.get(at.file);
    match (symbol, file) {
        (Symbol::Step { id, .. }, Some(file)) if at.spelling == Spelling::Word => {
            let word = at.span.slice(file.text());
            Err(format!(
                "`{word}` stands for the step `{id}`: rename that where its id is written"
            ))
        }
        (Symbol::Inlined(_), Some(file)) if at.spelling == Spelling::Word => {
            let word = at.span.slice(file.text());
            Err(format!(
                "`{word}` stands for the code beside this file: rename it where the frontend calls it"
            ))
        }
        _ => Ok(()),
    }
}

/// The same for a symbol.
pub(crate) fn of_symbol(
    workspace: &Workspace,
    symbol: &Symbol,
    new: &str,
) -> Result<Change, Refused> {
    let change = match symbol {
        Symbol::Step { flow, id } => step::rename(workspace, *flow, id, new)?,
        Symbol::Input { .. } | Symbol::Parameter { .. } => input::rename(workspace, symbol, new)?,
        Symbol::Name { code, local } => name::rename(workspace, *code, local, new)?,
        Symbol::Path { kind, root, path } => path::rename(workspace, *kind, root, path, new)?,
        Symbol::ResourceType { root, name } => resource_type::rename(workspace, root, name, new)?,
        Symbol::Inlined(file) => path::rename_inlined(workspace, *file, new)?,
        Symbol::Property { name, places } => property::rename(workspace, name, places, new)?,
    };
    Ok(change.sorted())
}

/// Refuses what cannot be a name in the language of some code.
fn identifier(workspace: &Workspace, code: CodeId, new: &str) -> Result<(), Refused> {
    let script = workspace.code_of(code).map(|c| c.script);
    let (fits, language) = match script {
        Some(script) if script.language.is_typescript() => {
            (lang::javascript::is_identifier(new), "TypeScript")
        }
        _ => (lang::python::is_identifier(new), "Python"),
    };
    match fits {
        true => Ok(()),
        false => Err(format!("`{new}` cannot be a name in {language}")),
    }
}

/// The line of a span, from 1.
fn line(file: &File, span: Span) -> usize {
    file.lines().line_of(span.start as usize) + 1
}

/// A place as people are told of it.
fn place(workspace: &Workspace, at: &Use) -> String {
    place_of(workspace, at.file, at.span)
}

fn place_of(workspace: &Workspace, file: FileId, span: Span) -> String {
    let Some(file) = workspace.get(file) else {
        return String::new();
    };
    format!("line {} of `{}`", line(file, span), shown(workspace, file))
}

/// A file's path within its workspace.
fn shown(workspace: &Workspace, file: &File) -> String {
    workspace.shown(&file.path).to_owned()
}

/// Refuses where a file that must be changed cannot be read in full.
fn readable(workspace: &Workspace, id: FileId) -> Result<(), Refused> {
    let Some(file) = workspace.get(id) else {
        return Ok(());
    };
    let is_read = match &file.kind {
        FileKind::Flow => file
            .flow()
            .is_some_and(|f| f.yaml().is_clean() && f.is_complete()),
        FileKind::Script(_) => file.script().is_some_and(|s| s.problems().is_empty()),
        FileKind::Frontend => file.frontend().is_none_or(|f| f.is_whole),
        FileKind::Other | FileKind::Lock | FileKind::Hashes => true,
        _ => file.yaml().is_clean(),
    };
    if !is_read {
        return Err(format!(
            "`{}` cannot be read in full: fix its syntax first",
            shown(workspace, file)
        ));
    }
    for code in file.embedded() {
        if !code.script.problems().is_empty() && file.kind == FileKind::Flow {
            return Err(format!(
                "The code in `{}` cannot be read in full: fix its syntax first",
                shown(workspace, file)
            ));
        }
    }
    Ok(())
}

/// Refuses where an expression of a flow does not parse and may mean a name, or stands where it is none: `root` is what
/// the name is a property of.
fn parses(workspace: &Workspace, id: FileId, root: &str, name: &str) -> Result<(), Refused> {
    let Some((file, flow)) = workspace.get(id).and_then(|f| Some((f, f.flow()?))) else {
        return Ok(());
    };
    for expression in flow.expressions() {
        if expression.analysis().has_error && expression.text.contains(name) {
            let line = line(file, flow.node(expression.node).span());
            return Err(format!(
                "The expression in line {line} of `{}` does not parse, and may name `{name}`",
                shown(workspace, file)
            ));
        }
    }
    let written = format!("{root}.{name}");
    for transform in flow.modules().flat_map(|(_, m)| &m.transforms) {
        let TransformKind::Static(Some(value)) = transform.kind else {
            continue;
        };
        let value = flow.node(value);
        let text = value.as_str().unwrap_or_default();
        let means = |(at, _): (usize, &str)| is_whole(&text, at..at + written.len(), is_js_word);
        if text.match_indices(&written).any(means) {
            return Err(format!(
                "Line {} of `{}` has `{written}` in a static value, where it is text: change that by hand first",
                line(file, value.span()),
                shown(workspace, file)
            ));
        }
    }
    Ok(())
}

/// The edit of one place that has the name `old`.
fn edit(workspace: &Workspace, at: &Use, old: &str, new: &str) -> Result<TextEdit, Refused> {
    let refused = |why: &str| format!("{}: {why}", place(workspace, at));
    let file = workspace
        .get(at.file)
        .ok_or_else(|| refused("it is gone"))?;
    if at.span.slice(file.text()) != old {
        return Err(refused(&format!(
            "`{old}` is written there in a way that cannot be changed"
        )));
    }
    let is_identifier =
        new.chars().all(is_js_word) && !new.starts_with(|c: char| c.is_ascii_digit());
    let (span, text) = match at.spelling {
        Spelling::Dot(whole) if !is_identifier => {
            let whole = whole
                .ok_or_else(|| refused(&format!("`{old}` cannot be written in brackets there")))?;
            // A quote that the scalar has no need to escape.
            let flow = file.flow();
            let expression = flow.and_then(|f| Some((f, f.expression_at(at.span.start as usize)?)));
            let style = expression.and_then(|(f, e)| f.node(e.node).style());
            let quote = match style {
                Some(Style::Double) => '\'',
                _ => '"',
            };
            let optional = match whole.slice(file.text()).starts_with('?') {
                true => "?.",
                false => "",
            };
            (whole, format!("{optional}[{quote}{new}{quote}]"))
        }
        Spelling::Key(KeyForm::Plain) if !is_identifier => (at.span, format!("\"{new}\"")),
        Spelling::Key(KeyForm::Shorthand) if !is_identifier => {
            (at.span, format!("\"{new}\": {old}"))
        }
        // In a frontend, what is given a variable of that name then is the variable.
        Spelling::Key(KeyForm::Plain) if file.kind == FileKind::Frontend => {
            let behind = &file.text()[at.span.end as usize..];
            let value = behind.strip_prefix(": ").and_then(|b| b.strip_prefix(new));
            let is_all = value.is_some_and(|rest| rest.trim_start().starts_with([',', '}']));
            let len = if is_all { 2 + new.len() } else { 0 };
            let span = Span::new(at.span.start as usize, at.span.end as usize + len);
            (span, new.to_owned())
        }
        Spelling::Key(KeyForm::Shorthand) => (at.span, format!("{new}: {old}")),
        Spelling::Code(Form::Exported) => (at.span, format!("{new} as {old}")),
        Spelling::Code(Form::Imported) => (at.span, format!("{old} as {new}")),
        Spelling::Code(Form::Shorthand) => (at.span, format!("{old}: {new}")),
        Spelling::Import(ImportForm::Kept) => (at.span, format!("{new} as {old}")),
        Spelling::Code(Form::Fixed) | Spelling::Import(_) | Spelling::File | Spelling::Word => {
            return Err(refused(&format!("`{old}` cannot be changed there")));
        }
        _ => (at.span, new.to_owned()),
    };
    Ok(TextEdit { span, text })
}
