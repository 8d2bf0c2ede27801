//! Imports of the workspace's own scripts: the script behind a module, the head of what a name stands for.

use model::file::File;
use model::script::Script;
use model::workspace::Workspace;
use syntax::text::line_start;
use syntax::{FileId, Span};

use super::{Hover, flow};
use crate::cursor::InCode;
use crate::definition::imported;
use crate::markdown::{Line, Markdown};

/// Most lines of a declaration's head that are shown.
const MAX_LINES: usize = 12;

pub(super) fn hover(workspace: &Workspace, file: &File, at: &InCode) -> Option<Hover> {
    let found = imported(workspace, file, at)?;
    let path = path(workspace, found.file)?;
    let text = match found.name.is_empty() {
        true => flow::script(workspace, found.file, &path),
        false => {
            let script = workspace.get(found.file)?.script()?;
            let language = match script.language.is_typescript() {
                true => "typescript",
                false => "python",
            };
            let head = head(script, found.full, found.name);
            let from = Line::new().own("From ").code(&path);
            Markdown::new().code(language, &head).line(from)
        }
    };
    Some(Hover {
        text,
        span: found.origin,
    })
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
