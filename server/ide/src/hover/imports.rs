//! Imports of the workspace's own scripts: the script behind a module, the head of what a name stands for.

use model::file::File;
use model::language::ScriptLanguage;
use model::script::Script;
use model::workspace::Workspace;
use syntax::text::line_start;
use syntax::{FileId, Span};

use super::{Hover, flow};
use crate::cursor::InCode;
use crate::definition::{Target, imported};
use crate::markdown::{Line, Markdown};
use crate::python::{Doc, find};

/// Most lines of a declaration's head that are shown.
const MAX_LINES: usize = 12;

pub(super) fn hover(workspace: &Workspace, file: &File, at: &InCode) -> Option<Hover> {
    let found = imported(workspace, file, at)?;
    let path = path(workspace, found.file)?;
    let text = match found.name.is_empty() {
        true => flow::script(workspace, found.file, &path),
        false => declared(workspace, &found, &path)?,
    };
    Some(Hover {
        text,
        span: found.origin,
    })
}

/// All there is to say of what another script declares.
fn declared(workspace: &Workspace, found: &Target, path: &str) -> Option<Markdown> {
    let script = workspace.get(found.file)?.script()?;
    let language = match script.language.is_typescript() {
        true => "typescript",
        false => "python",
    };
    let head = head(script, found.full, found.name);
    let mut text = Markdown::new().code(language, &head);
    if script.language == ScriptLanguage::Python3 {
        let name = found.name.slice(&script.text);
        let doc = find(&script.text, name).and_then(|c| c.doc);
        text = text.then(Doc::read(doc.as_deref().unwrap_or("")).markdown());
    }
    let from = Line::new().own("From ").code(path);
    Some(text.line(from))
}

/// The same by the name that the script has for it.
pub(crate) fn page(workspace: &Workspace, id: FileId, name: &str) -> Option<Markdown> {
    let script = workspace.get(id)?.script()?;
    let declaration = script.find_declaration(name)?;
    let target = Target {
        origin: declaration.span,
        file: id,
        full: declaration.whole,
        name: declaration.span,
    };
    declared(workspace, &target, &path(workspace, id)?)
}

fn path(workspace: &Workspace, id: FileId) -> Option<String> {
    let file = workspace.get(id)?;
    workspace.names().windmill_path(&file.path)
}

/// What stands at the head of a declaration: up to where the body of a function or class begins.
fn head(script: &Script, whole: Span, name: Span) -> String {
    let text = &*script.text;
    let start = whole.start.min(name.start) as usize;
    let start = line_start(text, start);
    let mut lines: Vec<&str> = Vec::new();
    let mut open = 0i32;
    for line in text[start..].lines().take(MAX_LINES) {
        lines.push(line.trim_end());
        open += line.matches(['(', '[']).count() as i32;
        open -= line.matches([')', ']']).count() as i32;
        if open <= 0 && !line.starts_with('@') {
            break;
        }
    }
    let head = lines.join("\n");
    let head = head.trim_end_matches(['{', ' ', ':']);
    head.to_owned()
}
