//! From the tree of tree-sitter-flow to the arena.

mod collection;

use std::collections::HashMap;

use tree_sitter::{Node as Ts, TreeCursor};

use super::Yaml;
use super::grammar::{Name, name_of};
use super::mistake::{Cause, Mistake};
use super::node::{Data, Kind, NodeId, PairData, Style};
use crate::{Span, Tree};

/// Deepest nesting that is lowered; what is deeper counts as not there. Keeps recursion off the stack's
/// end, here and in everything that walks the nodes.
pub(super) const MAX_DEPTH: usize = 500;

pub(super) fn lower(yaml: &mut Yaml, tree: &Tree) {
    Lowering::new(yaml, tree.walk()).stream();
    yaml.tags.sort_unstable_by_key(|(id, _)| *id);
    yaml.mistakes.sort_by_key(|m| (m.span.start, m.span.end));
    yaml.comments.sort();
}

/// Lowers an item of a block sequence that lies in so many levels, by itself.
pub(super) fn item(yaml: &mut Yaml, item: Ts<'_>, depth: usize) {
    Lowering::new(yaml, item.walk()).item(depth);
    yaml.tags.sort_unstable_by_key(|(id, _)| *id);
    yaml.comments.sort();
}

struct Lowering<'y, 't> {
    yaml: &'y mut Yaml,
    cursor: TreeCursor<'t>,
    /// What each anchor stands for so far: `None` inside its own node, or where following an alias to
    /// it could loop or multiply (there is an alias inside).
    anchors: HashMap<String, Option<NodeId>>,
    /// Aliases seen so far.
    aliases: usize,
    /// The pairs of the mappings that are open, of the outer ones first.
    pairs: Vec<PairData>,
    /// The items of the sequences that are open.
    items: Vec<NodeId>,
}

/// A value being put together from its parts.
#[derive(Default)]
struct Parts {
    tag: Option<Span>,
    anchor: Option<String>,
    aliases: usize,
    /// A scalar or flow collection.
    inline: Option<NodeId>,
    /// A block below.
    block: Option<NodeId>,
    /// Where the last tag or anchor ends.
    end: usize,
}

/// A key being read, until its colon.
struct Key {
    parts: Parts,
    start: usize,
    /// Where its colon ends.
    colon: Option<usize>,
    done: Option<NodeId>,
}

impl Key {
    fn new(start: usize) -> Key {
        Key {
            parts: Parts::default(),
            start,
            colon: None,
            done: None,
        }
    }
}

impl<'y, 't> Lowering<'y, 't> {
    fn new(yaml: &'y mut Yaml, cursor: TreeCursor<'t>) -> Lowering<'y, 't> {
        Lowering {
            cursor,
            yaml,
            anchors: HashMap::new(),
            aliases: 0,
            pairs: Vec::new(),
            items: Vec::new(),
        }
    }

    fn node(&self) -> Ts<'t> {
        self.cursor.node()
    }

    fn name(&self) -> Name {
        name_of(self.node())
    }

    fn span(&self) -> Span {
        self.node().byte_range().into()
    }

    /// Goes over the children of the current node; what may stand anywhere is taken on the way.
    fn children(&mut self, mut each: impl FnMut(&mut Self, Name)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            match self.name() {
                Name::Comment => self.yaml.comments.push(self.span()),
                Name::Mistake(cause @ (Cause::StrayLine | Cause::Conflict | Cause::TooDeep)) => {
                    self.mistake(cause, self.span());
                }
                name => each(self, name),
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    fn mistake(&mut self, cause: Cause, span: Span) {
        self.yaml.mistakes.push(Mistake { cause, span });
    }

    fn stream(&mut self) {
        self.children(|this, name| match name {
            Name::Document => {
                this.anchors.clear();
                let mut parts = Parts::default();
                this.children(|this, name| this.part(&mut parts, name, 0));
                let at = this.node().start_byte();
                if let Some(id) = this.whole(parts, at) {
                    this.yaml.roots.push(id);
                }
            }
            Name::DocumentMark => this.yaml.marks.push(this.span()),
            _ => {}
        });
    }

    fn push(&mut self, span: Span, kind: Kind) -> NodeId {
        let id = NodeId(self.yaml.nodes.len() as u32);
        let text = span.slice(&self.yaml.text).as_bytes();
        let is_one_line = match kind {
            Kind::Scalar(Style::Plain) => !text.iter().any(|b| matches!(b, b'\n' | b'\r')),
            _ => false,
        };
        self.yaml.nodes.push(Data {
            span,
            parent: None,
            is_tagged: false,
            kind,
            broken: false,
            is_one_line,
        });
        id
    }

    fn adopt(&mut self, parent: NodeId, child: NodeId) {
        self.yaml.nodes[child.0 as usize].parent = Some(parent);
    }

    /// One child of a value's holder.
    fn part(&mut self, parts: &mut Parts, name: Name, depth: usize) {
        match name {
            Name::Tag => {
                parts.tag = Some(self.span());
                parts.end = self.node().end_byte();
            }
            Name::Anchor => {
                let text = self.span().slice(&self.yaml.text);
                let text = text.trim_start_matches('&').to_owned();
                self.yaml.has_anchors = true;
                self.anchors.insert(text.clone(), None);
                parts.anchor = Some(text);
                parts.aliases = self.aliases;
                parts.end = self.node().end_byte();
            }
            Name::Block => {
                let first = parts.block.is_none();
                if parts.inline.is_some() && self.yaml.mistakes.is_empty() {
                    self.mistake(Cause::Misindented, Span::at(self.node().start_byte()));
                }
                let block = self.content(name, depth);
                if first {
                    parts.block = block;
                }
            }
            Name::Other => {}
            _ => {
                let inline = self.content(name, depth);
                parts.inline = parts.inline.or(inline);
            }
        }
    }

    /// The value that its parts make; `None`: nothing is written.
    fn whole(&mut self, parts: Parts, at: usize) -> Option<NodeId> {
        let id = match parts.block.or(parts.inline) {
            Some(id) => id,
            // `key: !tag` or `key: &a` with nothing behind: an empty scalar.
            None if parts.tag.is_some() || parts.anchor.is_some() => {
                self.push(Span::at(parts.end.max(at)), Kind::Scalar(Style::Plain))
            }
            None => return None,
        };
        if let Some(tag) = parts.tag {
            self.yaml.nodes[id.0 as usize].is_tagged = true;
            self.yaml.tags.push((id, tag));
        }
        if let Some(anchor) = parts.anchor {
            self.anchors
                .insert(anchor, (self.aliases == parts.aliases).then_some(id));
        }
        Some(id)
    }

    /// The current node: a scalar or a collection.
    fn content(&mut self, name: Name, depth: usize) -> Option<NodeId> {
        if depth > MAX_DEPTH {
            let at = self.node().start_byte();
            self.mistake(Cause::TooDeep, Span::at(at));
            return None;
        }
        let span = self.span();
        Some(match name {
            Name::Plain => self.plain(span),
            Name::Double => self.push(self.trimmed(span), Kind::Scalar(Style::Double)),
            Name::Single => self.push(self.trimmed(span), Kind::Scalar(Style::Single)),
            Name::BlockScalar | Name::BadBlockScalar => {
                if name == Name::BadBlockScalar {
                    self.mistake(Cause::BadBlock, span);
                }
                let folded = span.slice(&self.yaml.text).starts_with('>');
                let style = if folded {
                    Style::Folded
                } else {
                    Style::Literal
                };
                self.push(span, Kind::Scalar(style))
            }
            Name::Alias => {
                let name = span.slice(&self.yaml.text).trim_start_matches('*');
                self.aliases += 1;
                self.yaml.has_anchors = true;
                let anchor = self.anchors.get(name).copied();
                if anchor.is_none() {
                    self.yaml.unknown_aliases.push(span);
                }
                let target = anchor.flatten();
                self.push(span, Kind::Alias(target))
            }
            Name::Block => self.block(depth)?,
            Name::FlowMapping => self.flow_mapping(depth),
            Name::FlowSequence => self.flow_sequence(depth),
            Name::Mistake(cause) => {
                let id = self.plain(span);
                let span = self.yaml.nodes[id.0 as usize].span;
                self.mistake(cause, span);
                self.yaml.nodes[id.0 as usize].broken = true;
                id
            }
            _ => return None,
        })
    }

    fn plain(&mut self, span: Span) -> NodeId {
        self.push(self.trimmed(span), Kind::Scalar(Style::Plain))
    }

    /// Without the blanks behind: the grammar's scalars may reach over them.
    fn trimmed(&self, span: Span) -> Span {
        let text = span.slice(&self.yaml.text);
        let len = text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        let start = span.start as usize;
        Span::new(start, start + len)
    }

    /// Nothing is written where a key or an item should be.
    fn empty(&mut self, at: usize) -> NodeId {
        self.push(Span::at(at), Kind::Scalar(Style::Plain))
    }

    /// A pair of a block or a flow collection.
    fn pair(&mut self, depth: usize) -> Option<PairData> {
        let whole = self.span();
        let mut key = Key::new(whole.start as usize);
        let mut value = Parts::default();
        self.children(|this, name| {
            let span = this.span();
            match name {
                // A mark has no width, and stands before the blanks.
                Name::Mistake(cause @ (Cause::Misindented | Cause::Tab)) => {
                    let text = &this.yaml.text[span.end as usize..];
                    key.start = span.end as usize + text.len() - text.trim_start().len();
                    this.mistake(cause, Span::at(key.start));
                }
                Name::Mistake(Cause::MissingColon) => {
                    let id = this.end_key(&mut key, span.start as usize);
                    let end = this.yaml.nodes[id.0 as usize].span.end;
                    this.mistake(Cause::MissingColon, Span::at(end as usize));
                }
                // `:` behind a key that is not plain, or `?`.
                Name::Other => {
                    if key.done.is_none() && span.slice(&this.yaml.text) == ":" {
                        this.end_key(&mut key, span.end as usize);
                    }
                }
                _ if key.done.is_none() => {
                    this.part(&mut key.parts, name, depth + 1);
                    // Behind a plain key the colon is no node.
                    if name == Name::Plain && this.cursor.field_name() == Some("key") {
                        let rest = &this.yaml.text[span.end as usize..];
                        let gap = rest.len() - rest.trim_start().len();
                        if rest[gap..].starts_with(':') {
                            this.end_key(&mut key, span.end as usize + gap + 1);
                        }
                    }
                }
                _ => this.part(&mut value, name, depth + 1),
            }
        });
        let (start, colon) = (key.start, key.colon);
        let key = match key.done {
            Some(id) => id,
            None => self.end_key(&mut key, start),
        };
        let value = self.whole(value, colon.unwrap_or(start));
        let from = self.yaml.nodes[key.0 as usize].span;
        let end = match value {
            Some(value) => self.yaml.nodes[value.0 as usize].span.end as usize,
            None => colon.unwrap_or(from.end as usize),
        };
        let start = start.min(from.start as usize);
        let span = Span::new(start, end.max(from.end as usize));
        Some(self.pair_of(key, value, span))
    }

    /// The key is complete: anchors in it count from here on. Without one, as in `: value`, it is null.
    fn end_key(&mut self, key: &mut Key, colon: usize) -> NodeId {
        let id = self.whole(std::mem::take(&mut key.parts), key.start);
        let id = id.unwrap_or_else(|| self.empty(key.start));
        key.colon = Some(colon);
        key.done = Some(id);
        id
    }

    /// `- value`, also `? value` and `: value`. `-` alone is a null item; it stands behind the dash.
    fn item(&mut self, depth: usize) -> NodeId {
        let mut parts = Parts::default();
        let mut mark = None;
        let mut dash = self.node().start_byte();
        self.children(|this, name| match name {
            Name::Mistake(cause @ (Cause::Misindented | Cause::Tab)) => mark = Some(cause),
            Name::Other => {
                dash = this.node().end_byte();
                if let Some(cause) = mark.take() {
                    let at = this.node().start_byte();
                    this.mistake(cause, Span::at(at));
                }
            }
            _ => this.part(&mut parts, name, depth + 1),
        });
        match self.whole(parts, dash) {
            Some(id) => id,
            None => self.empty(dash),
        }
    }
}
