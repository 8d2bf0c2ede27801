//! Lists without brackets of their own: `a, b` as a statement, in `x[a, b]`, behind `match` and `case`.

use ::syntax::Span;
use tree_sitter::Node;

use super::span;
use super::syntax::{Syntax, syntax};
use crate::python::tree::builder::COVER;

/// Where a list without brackets stands that is behind the first `skip` parts of a node and before what ends it:
/// with a comma that it ends with. `None` where it is no list: there is neither a comma nor a star.
pub(super) fn listed(
    text: &str,
    node: Node<'_>,
    skip: usize,
    ends: impl Fn(Syntax) -> bool,
) -> Option<Span> {
    if node.child_count() < skip + 2 {
        return None;
    }
    let mut cursor = node.walk();
    let parts = node.children(&mut cursor);
    let parts = parts.filter(|n| !n.is_extra() || n.is_error());
    let mut place: Option<Span> = None;
    let mut is_list = false;
    for part in parts.skip(skip) {
        let syntax = syntax(part);
        if ends(syntax) {
            break;
        }
        let is_star = text.as_bytes().get(part.start_byte()) == Some(&b'*');
        is_list |= is_star || syntax == Syntax::Comma;
        place = Some(place.map_or(span(part), |p| p.cover(span(part))));
    }
    // What an error has torn may go on behind it.
    let place = place.filter(|_| is_list)?;
    Some(if node.has_error() { COVER } else { place })
}
