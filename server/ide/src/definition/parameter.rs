//! Keys of `input_transforms`: the parameter of the script, the input of the sub-flow.

use model::expr::Key;
use model::file::FileId;
use model::workspace::Callee;

use super::Target;
use crate::cursor::KeyAt;
use crate::hover::{Site, input, step};

pub(super) fn definition(site: &Site<'_>, own: FileId, key: &KeyAt<'_>) -> Option<Target> {
    if !key.slot.holds_transforms() {
        return None;
    }
    let idx = key.slot.module?;
    let origin = key.name.span;
    let callee = step::callee(site.workspace, site.file, site.flow, idx);
    if let Callee::Flow(file, flow) = &callee {
        let (_, pair) = input::entry(flow, &[Key::Name(key.name.value.clone())])?;
        return Some(Target {
            origin,
            file: *file,
            full: pair.span,
            name: pair.key.span(),
        });
    }
    let param = callee
        .signature(site.flow.module(idx))?
        .param(&key.name.value)?;
    let (file, full, name) = match &callee {
        Callee::Embedded { map, .. } => (
            own,
            map.outer_span(param.span),
            map.outer_span(param.name.span),
        ),
        Callee::File(file, _) => (*file, param.span, param.name.span),
        _ => return None,
    };
    Some(Target {
        origin,
        file,
        full,
        name,
    })
}
