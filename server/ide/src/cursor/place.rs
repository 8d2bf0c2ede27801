//! Where a line of YAML belongs, told by its columns and by the tree above it.

use model::file::File;
use model::flow::Position;
use model::openflow::{Reading, openflow, place_of};
use syntax::yaml::{Node, NodeId};

/// A line of YAML, taken apart without a tree.
pub(super) struct Line<'t> {
    /// Column of the first `-` of an item, if any.
    pub(super) dash: Option<usize>,
    /// Column of what follows indentation and dashes.
    pub(super) column: usize,
    /// What follows.
    pub(super) body: &'t str,
    /// Offset of the line's start.
    pub(super) start: usize,
}

pub(super) fn take_apart(text: &str, range: std::ops::Range<usize>) -> Line<'_> {
    let line = &text[range.clone()];
    let mut column = line.len() - line.trim_start_matches(' ').len();
    let mut dash = None;
    while line[column..].starts_with("- ") || &line[column..] == "-" {
        dash.get_or_insert(column);
        let rest = &line[column + 1..];
        column += 1 + (rest.len() - rest.trim_start_matches(' ').len());
    }
    Line {
        dash,
        column,
        body: &line[column..],
        start: range.start,
    }
}

/// Where the colon after a plain key is; `None` where there is none yet.
pub(super) fn colon(body: &str) -> Option<usize> {
    let quoted = body.starts_with(['"', '\'']);
    let from = if quoted {
        body[1..].find(&body[..1]).map_or(body.len(), |i| i + 2)
    } else {
        0
    };
    let rest = body.get(from..)?;
    let at = rest
        .find(": ")
        .or_else(|| rest.trim_end().strip_suffix(':').map(str::len));
    at.map(|at| from + at)
}

/// The key that starts at `offset`.
pub(super) fn key_node(yaml: &syntax::yaml::Yaml, offset: usize) -> Option<Node<'_>> {
    let node = yaml.at(offset)?;
    (node.span().start as usize == offset && node.own_pair().is_some()).then_some(node)
}

/// The mapping that a key on this line belongs to: its reading, itself where it exists, and the key
/// that it is the value of.
pub(super) fn mapping_of(
    file: &File,
    yaml: &syntax::yaml::Yaml,
    line: usize,
    parts: &Line<'_>,
) -> Option<(Reading, Option<NodeId>, String)> {
    if let Some(mapping) = key_node(yaml, parts.start + parts.column).and_then(Node::parent) {
        return Some((
            place_of(mapping).reading,
            Some(mapping.id()),
            owner(mapping),
        ));
    }
    let text = file.text();
    let schema = openflow();
    for above in (0..line).rev() {
        let other = take_apart(text, file.lines().line_range(text, above));
        if other.body.is_empty() || other.body.starts_with('#') {
            continue;
        }
        let Some(key) = key_node(yaml, other.start + other.column) else {
            continue;
        };
        let mapping = key.parent()?;
        let name = key.as_str()?;
        match parts.dash {
            None if other.column == parts.column => {
                return Some((
                    place_of(mapping).reading,
                    Some(mapping.id()),
                    owner(mapping),
                ));
            }
            None if other.column < parts.column => {
                let value = mapping.pair(&name).and_then(|p| p.value);
                let inner = value.filter(|v| v.is_mapping());
                let place = schema.child(&place_of(mapping).reading, &name, inner);
                return Some((place.reading, inner.map(Node::id), name.into_owned()));
            }
            Some(dash) if other.dash == Some(dash) => {
                let list = mapping.parent().filter(|l| l.is_sequence())?;
                return Some((schema.new_item(&place_of(list).reading), None, owner(list)));
            }
            Some(dash) if other.column <= dash && other.dash.is_none_or(|d| d < dash) => {
                let place = schema.child(&place_of(mapping).reading, &name, None);
                return Some((schema.new_item(&place.reading), None, name.into_owned()));
            }
            _ => {}
        }
    }
    if parts.column == 0 {
        return Some((
            schema.read(schema.def("OpenFlow"), None),
            None,
            String::new(),
        ));
    }
    None
}

/// The key that a node is the value of, or that its list is.
pub(crate) fn owner(node: Node<'_>) -> String {
    let Some(parent) = node.parent() else {
        return String::new();
    };
    if parent.is_sequence() {
        return owner(parent);
    }
    let pair = node.pair_above();
    pair.and_then(|p| p.key.as_str())
        .unwrap_or_default()
        .into_owned()
}

/// Which position the key `name` of `mapping` holds an expression for, whatever its value is now.
pub(super) fn position_of(mapping: Node<'_>, name: &str) -> Option<Position> {
    if name == "skip_expr" {
        return Some(Position::FlowSkip);
    }
    let above = mapping.parent().map(owner).unwrap_or_default();
    position_under(&owner(mapping), &above, name)
}

/// The same for a key of the value of `owner`, which itself stands in the value of `above`.
pub(super) fn position_under(owner: &str, above: &str, name: &str) -> Option<Position> {
    if name != "expr" {
        return None;
    }
    Some(match owner {
        "skip_if" => Position::SkipIf,
        "stop_after_if" => Position::StopAfterIf,
        "stop_after_all_iters_if" => Position::StopAfterAllItersIf,
        "retry_if" => Position::RetryIf,
        "sleep" => Position::Sleep,
        "timeout" => Position::Timeout,
        "iterator" => Position::Iterator,
        "parallelism" => Position::Parallelism,
        "user_groups_required" => Position::UserGroups,
        "branches" => Position::Branch,
        _ if above == "input_transforms" => Position::Transform,
        _ => return None,
    })
}
