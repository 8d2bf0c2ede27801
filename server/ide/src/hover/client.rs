//! Names of Windmill's client in TypeScript: signature, what it does, what to use instead.

use super::Hover;
use crate::cursor::InCode;
use crate::markdown::{Line, Markdown};
use crate::typescript::{Named, named_at};

pub(super) fn hover(at: &InCode) -> Option<Hover> {
    let (named, name) = named_at(&at.code.script, at.inner)?;
    let about = match named {
        Named::Member(member) => member.page(),
        Named::Client => Markdown::from(
            Line::new()
                .code("windmill-client")
                .own(": Windmill's TypeScript client"),
        ),
    };
    Some(Hover {
        text: about,
        span: at.outer(name),
    })
}
