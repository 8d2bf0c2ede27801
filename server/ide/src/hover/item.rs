//! Keys of the files beside flows: what each is for.

use model::file::File;
use model::openflow::{openflow, place_in};

use super::Hover;
use super::flow::field_text;

/// The key at an offset, by the schema of the file's kind.
pub(super) fn hover(file: &File, offset: usize) -> Option<Hover> {
    let kind = openflow().kind_of(&file.kind, &file.path)?;
    // Only a key is the node of a pair of its own.
    let pair = file.yaml().at(offset)?.own_pair()?;
    let span = pair.key.span();
    let name = pair.key.as_str()?;
    let reading = place_in(kind, pair.key.parent()?).reading;
    let field = reading.field(&name)?;
    Some(Hover {
        text: field_text(&reading, &name, field),
        span,
    })
}
