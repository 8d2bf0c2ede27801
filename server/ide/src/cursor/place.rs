//! Where a line of YAML belongs, told by its columns and by the tree above it.

use model::file::File;
use model::flow::Position;
use model::openflow::{Reading, openflow, place_of};
use syntax::yaml::{Node, NodeId};

/// A line of YAML, taken apart without a tree.
pub(crate) struct Line<'t> {
    /// Column of the first `-` of an item, if any.
    pub(crate) dash: Option<usize>,
    /// Column of what follows indentation and dashes.
    pub(crate) column: usize,
    /// What follows.
    pub(crate) body: &'t str,
    /// Offset of the line's start.
    pub(crate) start: usize,
}

pub(crate) fn take_apart(text: &str, range: std::ops::Range<usize>) -> Line<'_> {
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
pub(crate) fn key_node(yaml: &syntax::yaml::Yaml, offset: usize) -> Option<Node<'_>> {
    let node = yaml.at(offset)?;
    (node.span().start as usize == offset && node.own_pair().is_some()).then_some(node)
}

/// What a line stands in.
pub(super) struct Under {
    /// How the mapping is read that a key on this line belongs to.
    pub(super) reading: Reading,
    /// The mapping itself, where it exists.
    pub(super) mapping: Option<NodeId>,
    /// The key that it, or the list of it, is the value of.
    pub(super) owner: String,
    /// The mapping of that key.
    pub(super) holder: Option<NodeId>,
}

impl Under {
    fn existing(mapping: Node<'_>) -> Under {
        Under {
            reading: place_of(mapping).reading,
            mapping: Some(mapping.id()),
            owner: owner(mapping),
            holder: None,
        }
    }
}

/// What a key on this line belongs to.
pub(super) fn mapping_of(
    file: &File,
    yaml: &syntax::yaml::Yaml,
    line: usize,
    parts: &Line<'_>,
) -> Option<Under> {
    if let Some(mapping) = key_node(yaml, parts.start + parts.column).and_then(Node::parent) {
        return Some(Under::existing(mapping));
    }
    let text = file.text();
    let schema = openflow();
    let mut is_first = true;
    for above in (0..line).rev() {
        let other = take_apart(text, file.lines().line_range(text, above));
        if other.body.is_empty() || other.body.starts_with('#') {
            continue;
        }
        is_first &= other.body == "---";
        let Some(key) = key_node(yaml, other.start + other.column) else {
            continue;
        };
        let mapping = key.parent()?;
        let name = key.as_str()?;
        match parts.dash {
            None if other.column == parts.column => return Some(Under::existing(mapping)),
            None if other.column < parts.column => {
                let value = mapping.pair(&name).and_then(|p| p.value);
                let inner = value.filter(|v| v.is_mapping());
                let place = schema.child(&place_of(mapping).reading, &name, inner);
                return Some(Under {
                    reading: place.reading,
                    mapping: inner.map(Node::id),
                    owner: name.into_owned(),
                    holder: Some(mapping.id()),
                });
            }
            Some(dash) if other.dash == Some(dash) => {
                let list = mapping.parent().filter(|l| l.is_sequence())?;
                return Some(Under {
                    reading: schema.new_item(&place_of(list).reading),
                    mapping: None,
                    owner: owner(list),
                    holder: list.parent().map(Node::id),
                });
            }
            Some(dash) if other.column <= dash && other.dash.is_none_or(|d| d < dash) => {
                let place = schema.child(&place_of(mapping).reading, &name, None);
                return Some(Under {
                    reading: schema.new_item(&place.reading),
                    mapping: None,
                    owner: name.into_owned(),
                    holder: Some(mapping.id()),
                });
            }
            _ => {}
        }
    }
    if parts.column > 0 && !is_first || parts.dash.is_some() {
        return None;
    }
    // The whole flow may stand further in.
    let column = |n: Node<'_>| {
        let start = n.span().start as usize;
        let line = file.lines().line_of(start);
        start - file.lines().line_range(text, line).start
    };
    let root = yaml.root().filter(|r| r.is_mapping());
    Some(Under {
        reading: schema.read(schema.def("OpenFlow"), None),
        mapping: root.filter(|r| column(*r) == parts.column).map(Node::id),
        owner: String::new(),
        holder: None,
    })
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
