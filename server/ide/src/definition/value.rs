//! Values: files behind `!inline`, scripts and flows by path, resources and variables.

use model::file::ItemKind;
use model::flow::Kind;
use model::workspace::{InlineTarget, callee::entry_name};

use super::{Target, entry_of, start_of};
use crate::completion::path;
use crate::cursor::ValueAt;
use crate::hover::Site;
use crate::hover::value::{bare, inline, reference};

pub(super) fn definition(site: &Site<'_>, value: &ValueAt<'_>) -> Option<Target> {
    let Site {
        workspace,
        file,
        flow,
    } = site;
    let span = bare(file.text(), value.span);
    let written = span.slice(file.text());
    if !span.touches(value.offset) || written.is_empty() {
        return None;
    }
    let item = |kind, name| {
        let id = path::item(workspace, &file.path, kind, name)?;
        Some(start_of(span, id))
    };
    if let Some((kind, name)) = reference(written) {
        return item(kind, name);
    }
    if value
        .slot
        .reading
        .field(&value.key)
        .is_some_and(|f| f.path.as_deref() == Some("resource"))
    {
        return item(ItemKind::Resource, written);
    }
    let module = flow.module(value.slot.module?);
    if value.slot.mapping.map(|m| m.id()) != module.value {
        return None;
    }
    match (&module.kind, value.key.as_str()) {
        (Kind::RawScript { .. }, "content" | "lock") => {
            let inline = inline(site, value)?;
            let target = workspace.inline_target(&file.path, inline, module.id_text());
            let InlineTarget::File(id) = target else {
                return None;
            };
            Some(entry_of(
                workspace,
                inline.name.span,
                id,
                entry_name(module),
            ))
        }
        (Kind::Script(_), "path") => {
            let id = workspace.names().script(&file.path, written)?;
            Some(entry_of(workspace, span, id, entry_name(module)))
        }
        (Kind::Flow(_), "path") => {
            Some(start_of(span, workspace.names().flow(&file.path, written)?))
        }
        _ => None,
    }
}
