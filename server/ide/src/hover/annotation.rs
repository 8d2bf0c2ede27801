//! Comments of a script that Windmill reads: what a word in them does, and which file a name means.

use model::annotation::{self, Source};
use model::file::File;
use model::workspace::Workspace;
use syntax::Span;

use super::Hover;
use crate::cursor::InCode;
use crate::markdown::{Line, Markdown};

/// What stands in a comment at the cursor.
pub(super) fn hover(workspace: &Workspace, file: &File, at: &InCode) -> Option<Hover> {
    let script = &at.code.script;
    let text = &*script.text;
    let told = |name: &str, about: &'static str, span: Span| Hover {
        text: Markdown::from(Line::new().code(name)).then(about.into()),
        span: at.outer(span),
    };
    let source = Source::of(&script.language);
    let head = source.and_then(|s| Some((s, annotation::heads(s, text).next()?)));
    if let Some((source, head)) = head {
        if head.keyword.touches(at.inner) {
            let about = match head.is_extra {
                true => annotation::ABOUT_EXTRA,
                false => source.about(),
            };
            return Some(told(head.keyword.slice(text), about, head.keyword));
        }
        if let Some((name, span)) = head.names().find(|(_, span)| span.touches(at.inner)) {
            let file_name = source.file(name);
            let is_there = workspace.dependencies(&file.path, &file_name).is_some();
            let path = format!("{}/{file_name}", annotation::FOLDER);
            return is_there
                .then(|| told(&path, "A file of packages for the whole workspace.", span));
        }
    }
    let sign = annotation::sign(&script.language)?;
    let mut lines = annotation::first_lines(sign, text);
    let (line, span) = lines.find(|(_, span)| span.touches(at.inner))?;
    let words = annotation::words(&script.language);
    let word = words.iter().find(|w| w.name == line)?;
    Some(told(word.name, word.about, span))
}
