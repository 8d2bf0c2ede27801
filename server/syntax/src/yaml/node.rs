//! Nodes of a YAML text: handles into the arena, with the questions everyone asks of them.

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::LazyLock;

use super::{JsonType, Yaml, scalar};
use crate::text::line_start;
use crate::{Decoded, Span};

/// A node's index in its text's arena.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub(super) u32);

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// `|`.
    Literal,
    /// `>`.
    Folded,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Its pairs, in the list of all.
    Mapping(Part),
    /// Its items, in the list of all.
    Sequence(Part),
    Scalar(Style),
    /// `*name`, with the node it stands for where that is known and safe to follow.
    Alias(Option<NodeId>),
}

/// A part of a list that all nodes of a text share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl Part {
    pub(super) fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.start as usize..][..self.len as usize]
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct PairData {
    pub(super) key: NodeId,
    /// Of what the key says: keys that say the same have the same.
    pub(super) hash: KeyHash,
    pub(super) value: Option<NodeId>,
    pub(super) span: Span,
}

/// A hash of a key's text, so that looking for a key compares numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct KeyHash(u32);

impl KeyHash {
    /// Of any other node than a plain or quoted scalar: it has to be asked for its text.
    pub(super) const UNKNOWN: KeyHash = KeyHash(0);

    pub(super) fn new(text: &str) -> KeyHash {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(text.as_bytes());
        KeyHash((hasher.finish() >> 32) as u32 | 1)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Data {
    pub(super) span: Span,
    pub(super) parent: Option<NodeId>,
    pub(super) kind: Kind,
    /// Whether it has a tag.
    pub(super) is_tagged: bool,
    /// A scalar that YAML does not take as it stands; its text is what is written.
    pub(super) broken: bool,
    /// A plain scalar on one line: its text is what is written.
    pub(super) is_one_line: bool,
}

/// The hash of `<<`.
static MERGE: LazyLock<KeyHash> = LazyLock::new(|| KeyHash::new("<<"));

impl PairData {
    fn may_say(self, key: KeyHash) -> bool {
        self.hash == key || self.hash == KeyHash::UNKNOWN
    }

    fn shown(self, yaml: &Yaml) -> Pair<'_> {
        Pair {
            key: yaml.node(self.key),
            value: self.value.map(|v| yaml.node(v).resolved()),
            span: self.span,
        }
    }
}

/// A node of a [`Yaml`]. Aliases are followed by every accessor that goes down.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) yaml: &'a Yaml,
    pub(super) id: NodeId,
}

/// One entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The key.
    pub key: Node<'a>,
    /// The value; `None` where nothing is written after the colon.
    pub value: Option<Node<'a>>,
    /// From the key's start to the value's end.
    pub span: Span,
}

impl<'a> Node<'a> {
    /// Its id in [`Node::yaml`].
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The text it belongs to.
    pub fn yaml(self) -> &'a Yaml {
        self.yaml
    }

    fn data(self) -> &'a Data {
        &self.yaml.nodes[self.id.0 as usize]
    }

    /// Where it stands, quotes and block indicator included, tag and anchor excluded.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The mapping or sequence that holds it.
    pub fn parent(self) -> Option<Node<'a>> {
        self.data().parent.map(|id| self.yaml.node(id))
    }

    /// Its tag as written (`!inline`), if any.
    pub fn tag(self) -> Option<&'a str> {
        self.tag_span().map(|s| s.slice(&self.yaml.text))
    }

    /// Where its tag stands.
    pub fn tag_span(self) -> Option<Span> {
        let tags = &self.yaml.tags;
        let find = || tags.binary_search_by_key(&self.id, |(id, _)| *id).ok();
        self.data().is_tagged.then(find)?.map(|at| tags[at].1)
    }

    fn resolved(self) -> Node<'a> {
        match self.data().kind {
            Kind::Alias(Some(id)) => self.yaml.node(id),
            _ => self,
        }
    }

    /// Whether it is an alias that stands for nothing known.
    pub fn is_unknown(self) -> bool {
        matches!(self.data().kind, Kind::Alias(None))
    }

    /// Whether it is a mapping.
    pub fn is_mapping(self) -> bool {
        matches!(self.data().kind, Kind::Mapping(_))
    }

    /// Whether it is a sequence.
    pub fn is_sequence(self) -> bool {
        matches!(self.data().kind, Kind::Sequence(_))
    }

    /// Its pairs as written; none for other nodes. Merge keys are not expanded.
    pub fn pairs(self) -> impl DoubleEndedIterator<Item = Pair<'a>> + 'a {
        let yaml = self.yaml;
        self.pair_data().iter().map(move |p| p.shown(yaml))
    }

    fn pair_data(self) -> &'a [PairData] {
        match self.data().kind {
            Kind::Mapping(pairs) => pairs.of(&self.yaml.pairs),
            _ => &[],
        }
    }

    /// The pair of a mapping that this node is the key of.
    pub fn own_pair(self) -> Option<Pair<'a>> {
        self.holder(|p| p.key == self.id)
    }

    /// The pair of a mapping that this node is written as the value of.
    pub fn pair_above(self) -> Option<Pair<'a>> {
        self.holder(|p| p.value == Some(self.id))
    }

    /// The pair of the mapping around that holds this node; `is_it` says which one it is.
    fn holder(self, is_it: impl Fn(&&PairData) -> bool) -> Option<Pair<'a>> {
        let pairs = self.parent()?.pair_data();
        let at = self.span().start;
        let behind = pairs.partition_point(|p| p.span.start <= at);
        let before = pairs[..behind].iter().rev();
        let pair = before.take_while(|p| p.span.end >= at).find(is_it)?;
        Some(pair.shown(self.yaml))
    }

    /// Its items; none for other nodes.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'a>> + 'a {
        let yaml = self.yaml;
        let items = match self.data().kind {
            Kind::Sequence(items) => items.of(&yaml.items),
            _ => &[],
        };
        items.iter().map(move |&id| yaml.node(id).resolved())
    }

    /// The pair with this key, the last one where it is written twice; looks into `<<` merges.
    pub fn pair(self, key: &str) -> Option<Pair<'a>> {
        let hash = KeyHash::new(key);
        let merge = *MERGE;
        let mut merges = false;
        for pair in self.pair_data().iter().rev() {
            if pair.may_say(hash) && self.yaml.node(pair.key).says(key) {
                return Some(pair.shown(self.yaml));
            }
            merges |= pair.may_say(merge);
        }
        let mut merged = self.merged().filter(|_| merges);
        merged.find_map(|v| v.pair(key))
    }

    /// What `<<` merges: mappings, as far as they are known.
    fn merged(self) -> impl Iterator<Item = Node<'a>> + 'a {
        let yaml = self.yaml;
        let is_merge = move |p: &&PairData| p.may_say(*MERGE) && yaml.node(p.key).says("<<");
        let pairs = self.pair_data().iter().filter(is_merge);
        pairs
            .filter_map(move |p| p.shown(yaml).value)
            .flat_map(|v| std::iter::once(v).chain(v.items()))
    }

    /// Whether a `<<` merges something that is not known here, so that any key may be there.
    pub fn merges_unknown(self) -> bool {
        self.merged().any(|v| v.is_unknown() || v.merges_unknown())
    }

    /// The value of this key. `None` also where nothing is written after the colon.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.pair(key)?.value
    }

    /// How a scalar is written; `None` for other nodes.
    pub fn style(self) -> Option<Style> {
        match self.data().kind {
            Kind::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// A scalar's text, decoded, whatever its JSON type; `None` for other nodes.
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        let data = self.data();
        if data.is_one_line && !data.broken {
            return Some(Cow::Borrowed(data.span.slice(&self.yaml.text)));
        }
        self.decode().map(|d| Cow::Owned(d.text))
    }

    /// Whether it is a scalar with this text.
    pub fn says(self, text: &str) -> bool {
        let data = self.data();
        match data.is_one_line && !data.broken {
            true => data.span.slice(&self.yaml.text) == text,
            false => self.as_str().is_some_and(|s| s == text),
        }
    }

    /// A scalar's text with the way back to the file; `None` for other nodes.
    pub fn decode(self) -> Option<Decoded> {
        let style = self.style()?;
        if self.is_broken() {
            return Some(scalar::verbatim(&self.yaml.text, self.span()));
        }
        Some(scalar::decode(
            &self.yaml.text,
            self.span(),
            style,
            self.indent(),
        ))
    }

    /// The column of the block that holds a block scalar: an explicit indentation counts from it.
    /// `None`: it is the root, and counts from 0.
    fn indent(self) -> Option<usize> {
        let parent = self.parent()?;
        let first = parent.pairs().next();
        let start = first.map_or(parent.span(), |pair| pair.span).start as usize;
        let before = &self.yaml.text[..start];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Some(before.len() - line_start(before, before.len()))
    }

    /// Whether this is a scalar that YAML does not take as it stands: a quote that is never closed, a
    /// value with `: ` in it. Its text is what is written, without an opening quote.
    pub fn is_broken(self) -> bool {
        self.data().broken
    }

    /// What JSON type Windmill's reader (YAML 1.2 core schema) makes of it; `None` for an alias
    /// that stands for nothing known.
    pub fn json_type(self) -> Option<JsonType> {
        match self.data().kind {
            Kind::Mapping(_) => Some(JsonType::Object),
            Kind::Sequence(_) => Some(JsonType::Array),
            Kind::Alias(_) => None,
            Kind::Scalar(_) if self.tag().is_some_and(|t| t != "!") => match self.tag() {
                Some("!!str" | "!inline" | "!inline_fileset") => Some(JsonType::String),
                _ => None,
            },
            Kind::Scalar(_) if self.is_broken() => Some(JsonType::String),
            // `! 12` is text: the tag forbids to guess.
            Kind::Scalar(Style::Plain) if self.tag().is_some() => Some(JsonType::String),
            Kind::Scalar(Style::Plain) => Some(scalar::plain_type(self.as_str()?.as_ref())),
            Kind::Scalar(_) => Some(JsonType::String),
        }
    }

    /// Whether it is a string for Windmill's reader.
    pub fn is_string(self) -> bool {
        self.json_type() == Some(JsonType::String)
    }

    /// Whether it is `null` (or `~`).
    pub fn is_null(self) -> bool {
        self.json_type() == Some(JsonType::Null)
    }

    /// Its value as `true` or `false`.
    pub fn as_bool(self) -> Option<bool> {
        (self.json_type()? == JsonType::Boolean)
            .then(|| self.as_str().is_some_and(|s| s.starts_with(['t', 'T'])))
    }

    /// Its number; `None` for other types.
    pub fn as_f64(self) -> Option<f64> {
        match self.json_type()? {
            JsonType::Integer | JsonType::Number => scalar::number(self.as_str()?.as_ref()),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(text) = self.as_str() {
            return write!(f, "{text:?}");
        }
        if self.is_mapping() {
            return f
                .debug_map()
                .entries(self.pairs().map(|p| (p.key, p.value)))
                .finish();
        }
        f.debug_list().entries(self.items()).finish()
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.yaml, other.yaml) && self.id == other.id
    }
}
