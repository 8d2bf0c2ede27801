//! In expressions: the properties of a value whose shape is known, behind any `.`, `?.` or `["`.

use std::sync::Arc;

use lang::javascript::{Access, MemberAt, Quote};
use model::file::File;
use model::results::Shapes;
use model::workspace::Workspace;
use shape::{Found, Origin};
use syntax::Spanned;
use syntax::text::{is_js_word, word_around};

use super::expression::named;
use super::{Completion, CompletionKind, javascript};
use crate::cursor::InExpression;
use crate::markdown::{Line, Markdown};

/// The properties that may follow what stands before the cursor; empty where nothing is known of it.
pub(super) fn properties(workspace: &Workspace, file: &File, at: &InExpression) -> Vec<Completion> {
    let Some(id) = workspace.id(&file.path) else {
        return Vec::new();
    };
    let Some(member) = member_at(&at.text, at.inner) else {
        return Vec::new();
    };
    let shapes = Shapes::new(workspace, id, file, Arc::clone(&at.flow));
    let Some(owner) = shapes.receiver(&at.text, at.inner, at.module, at.position) else {
        return Vec::new();
    };
    let is_dot = matches!(member.access, Access::Dot | Access::OptionalDot);
    let replace = at.map.outer_span(member.partial.span);
    // What is not among them is not there: a dot behind the first letters means the one that is shown.
    let is_closed = matches!(owner.property(""), Found::Absent);
    let fields = owner.fields().into_iter().map(|field| {
        let mut about = Markdown::new().prose(field.doc.as_deref().unwrap_or(""));
        if let Some(place) = field.origin.and_then(|o| describe(workspace, file, o)) {
            about = about.line(place);
        }
        let optional = if field.optional {
            " (may be missing)"
        } else {
            ""
        };
        let item = named(&field.name, CompletionKind::Property, &member, replace)
            .detail(format!("{}{optional}", field.shape.brief()))
            .about(about);
        Completion {
            takes_dot: is_closed && is_dot,
            ..item
        }
    });
    let mut items: Vec<Completion> = fields.collect();
    if is_dot {
        items.extend(javascript::members(&owner, replace));
    }
    items
}

/// Where a property is written, for people: the file and the line, from 1.
pub(crate) fn describe(workspace: &Workspace, from: &File, origin: Origin) -> Option<Line> {
    let file = workspace.get(origin.file)?;
    let line = file.lines().line_of(origin.span.start as usize) + 1;
    let line = Line::new().own("From line ").text(&line.to_string());
    Some(match file.path == from.path {
        true => line.own(" of this file."),
        false => {
            let name = model::path::name(&file.path);
            line.own(" of ").code(name).own(".")
        }
    })
}

/// What is being typed behind the `.` or bracket before the cursor.
fn member_at(text: &str, inner: usize) -> Option<MemberAt> {
    let span = word_around(text, inner, is_js_word)?;
    let start = span.start as usize;
    let head = &text[..start];
    let access = match head.chars().next_back()? {
        '.' if head.ends_with("?.") => Access::OptionalDot,
        '.' => Access::Dot,
        '"' => Access::Bracket(Quote::Double),
        '\'' => Access::Bracket(Quote::Single),
        _ => return None,
    };
    Some(MemberAt {
        root: String::new(),
        path: Vec::new(),
        partial: Spanned::new(text[start..inner].to_owned(), span),
        access,
    })
}
