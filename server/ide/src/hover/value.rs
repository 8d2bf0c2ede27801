//! Values: kinds and enums, ids, paths and files.

use model::file::ItemKind;
use model::flow::{Content, Inline, Kind};
use model::openflow::openflow;
use model::workspace::InlineTarget;
use syntax::Span;

use super::{Hover, Site, step};
use crate::completion::path::{self, top_value};
use crate::completion::value::kinds;
use crate::cursor::ValueAt;

pub(super) fn hover(site: &Site<'_>, value: &ValueAt<'_>) -> Option<Hover> {
    let span = bare(site.file.text(), value.span);
    if !span.touches(value.offset) || span.is_empty() {
        return None;
    }
    let text = text(site, value, span.slice(site.file.text()))?;
    Some(Hover { text, span })
}

fn text(site: &Site<'_>, value: &ValueAt<'_>, written: &str) -> Option<String> {
    let reading = &value.slot.reading;
    if let Some((kind, name)) = reference(written) {
        return item(site, kind, name);
    }
    if let Some(kinds) = kinds(reading, &value.key) {
        let (name, about) = kinds.into_iter().find(|(name, _)| *name == written)?;
        return Some(format!("`{name}`: {about}"));
    }
    let module = value.slot.module.map(|idx| (idx, site.flow.module(idx)));
    if let Some((idx, module)) = module {
        let own = value.slot.mapping.map(|m| m.id());
        if value.key == "id" && own == Some(module.node) {
            return Some(step::describe(site, idx));
        }
        if own == module.value {
            match (&module.kind, value.key.as_str()) {
                (Kind::Script(_), "path") => {
                    return step::script(site.workspace, &site.file.path, written);
                }
                (Kind::Flow(_), "path") => return Some(step::describe(site, idx)),
                (Kind::RawScript { .. }, "content" | "lock") => {
                    return file(site, inline(site, value)?, module.id_text());
                }
                _ => {}
            }
        }
    }
    let field = reading.field(&value.key)?;
    if field.path.as_deref() == Some("resource") {
        return item(site, ItemKind::Resource, written);
    }
    let target = openflow().read(field, None);
    let about = target.defs.first()?.choice_descriptions.get(written)?;
    Some(format!("`{written}`: {about}"))
}

/// `$res:PATH` or `$var:PATH`.
pub(crate) fn reference(written: &str) -> Option<(ItemKind, &str)> {
    let kinds = [("$res:", ItemKind::Resource), ("$var:", ItemKind::Variable)];
    kinds
        .into_iter()
        .find_map(|(prefix, kind)| Some((kind, written.strip_prefix(prefix)?)))
}

/// The `!inline` under the cursor.
pub(crate) fn inline<'a>(site: &Site<'a>, value: &ValueAt<'_>) -> Option<&'a Inline> {
    match &site.flow.module(value.slot.module?).kind {
        Kind::RawScript {
            content: Content::Inline(inline),
            ..
        } if value.key == "content" => Some(inline),
        Kind::RawScript { lock, .. } if value.key == "lock" => lock.as_ref(),
        _ => None,
    }
}

fn file(site: &Site<'_>, inline: &Inline, id: &str) -> Option<String> {
    let target = site.workspace.inline_target(&site.file.path, inline, id);
    let InlineTarget::File(target) = target else {
        return None;
    };
    let head = format!("file `{}`", inline.name.value);
    let signature = site.workspace.get(target).and_then(|f| step::of_file(f));
    Some(signature.map_or(head.clone(), |s| format!("{head}\n\n{s}")))
}

/// A resource or variable on disk. Its value is nobody's business here.
pub(super) fn item(site: &Site<'_>, kind: ItemKind, name: &str) -> Option<String> {
    let id = path::item(site.workspace, &site.file.path, kind, name)?;
    let text = site.workspace.get(id)?.text();
    let head = match (kind, top_value(text, "resource_type")) {
        (ItemKind::Resource, Some(kind)) => format!("resource `{name}`: {kind}"),
        (ItemKind::Resource, None) => format!("resource `{name}`"),
        _ => format!("variable `{name}`"),
    };
    Some(match top_value(text, "description") {
        Some(description) => format!("{head}\n\n{description}"),
        None => head,
    })
}

/// A scalar without its quotes.
pub(crate) fn bare(text: &str, span: Span) -> Span {
    let raw = span.slice(text);
    match raw.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let close = usize::from(raw.len() > 1 && raw.ends_with(quote));
            Span::new(span.start as usize + 1, span.end as usize - close)
        }
        _ => span,
    }
}
