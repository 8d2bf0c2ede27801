//! A flow: its steps in an arena, with parents and places, and every expression with its position.
//!
//! Lowered from spanned YAML nodes. Unknown kinds of steps are kept, and whatever lies inside them.

mod expression;
mod half_typed;
mod index;
mod lower;
mod scope;
mod step;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use syntax::yaml::{Node, NodeId, Yaml};
use syntax::{Span, Spanned};

pub use expression::{Expression, Position};
pub use scope::{Name, Reach, loop_depth, names};
pub use step::{Content, Inline, Module, ModuleKind, Place, Transform, TransformKind};

/// A step's index in its flow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ModuleIdx(pub(crate) u32);

/// A flow file's meaning.
#[derive(Debug)]
pub struct Flow {
    yaml: Arc<Yaml>,
    modules: Vec<Module>,
    expressions: Vec<Expression>,
    by_id: FxHashMap<String, Vec<ModuleIdx>>,
    /// The first step of each id, sorted by the id.
    ids: Vec<ModuleIdx>,
    schema: Option<Schema>,
    complete: bool,
    merges_steps: bool,
    index: OnceLock<index::Index>,
}

/// The flow's inputs: a JSON Schema with Windmill's extras.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The schema's mapping.
    pub node: NodeId,
    /// Names and definitions; `None` where there is no `properties` mapping.
    pub properties: Option<Vec<Property>>,
    /// Names under `required`.
    pub required: Vec<Spanned<String>>,
    /// Whether other inputs are allowed in so many words.
    pub additional: bool,
}

/// One input of a flow.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: Spanned<String>,
    /// Its definition.
    pub node: Option<NodeId>,
}

impl Flow {
    /// Lowers a YAML text.
    pub fn new(yaml: Arc<Yaml>) -> Flow {
        lower::lower(yaml, None)
    }

    /// Lowers the text of the next version, and keeps what was worked out of expressions that stand in both.
    pub fn edited(&self, yaml: Arc<Yaml>) -> Flow {
        lower::lower(yaml, Some(self))
    }

    /// The text it was lowered from.
    pub fn yaml(&self) -> &Arc<Yaml> {
        &self.yaml
    }

    /// A node of its text.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        self.yaml.node(id)
    }

    /// All steps, special modules and tools included, in the order they are written.
    pub fn modules(&self) -> impl Iterator<Item = (ModuleIdx, &Module)> {
        self.modules
            .iter()
            .enumerate()
            .map(|(i, m)| (ModuleIdx(i as u32), m))
    }

    /// One step.
    pub fn module(&self, idx: ModuleIdx) -> &Module {
        &self.modules[idx.0 as usize]
    }

    /// All expressions, in the order they are written.
    pub fn expressions(&self) -> &[Expression] {
        &self.expressions
    }

    /// The expressions of a step, in the order they are written.
    pub fn expressions_of(&self, idx: ModuleIdx) -> impl Iterator<Item = &Expression> {
        let places = self.index().expressions(idx).iter();
        places.map(|&i| &self.expressions[i])
    }

    /// The steps right inside a step, or inside of none, in the order they are written.
    pub fn children(&self, of: Option<ModuleIdx>) -> &[ModuleIdx] {
        self.index().children(of)
    }

    fn index(&self) -> &index::Index {
        self.index.get_or_init(|| index::Index::new(self))
    }

    /// The steps with this id, in the order they are written.
    pub fn by_id(&self, id: &str) -> &[ModuleIdx] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// All ids, each once, sorted.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.ids.iter().map(|&i| self.module(i).id_text())
    }

    /// Its inputs, where it declares any.
    pub fn schema(&self) -> Option<&Schema> {
        self.schema.as_ref()
    }

    /// Whether every step could be seen. If not, "no such step" cannot be said.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether a step has two ids, for want of a `- ` most likely: what is read of it is of two steps.
    pub fn merges_steps(&self) -> bool {
        self.merges_steps
    }

    /// Whether a transform gives a value, as far as can be seen: a written `null` is none.
    pub fn gives(&self, transform: &Transform) -> bool {
        match transform.kind {
            TransformKind::Static(value) => value.is_some_and(|v| !self.node(v).is_null()),
            _ => true,
        }
    }

    /// The scalar that holds the code of a step, where that stands in the flow.
    pub fn code_node(&self, idx: ModuleIdx) -> Option<NodeId> {
        match self.module(idx).kind {
            ModuleKind::RawScript {
                content: Content::Embedded(node),
                ..
            } => Some(node),
            _ => None,
        }
    }

    /// The module that handles errors.
    pub fn failure(&self) -> Option<ModuleIdx> {
        self.modules()
            .find(|(_, m)| m.place == Place::Failure)
            .map(|(i, _)| i)
    }

    /// The module that runs before the first step on triggers.
    pub fn preprocessor(&self) -> Option<ModuleIdx> {
        self.modules()
            .find(|(_, m)| m.place == Place::Preprocessor)
            .map(|(i, _)| i)
    }

    /// The steps around `idx`, innermost first, without itself.
    pub fn ancestors(&self, idx: ModuleIdx) -> impl Iterator<Item = ModuleIdx> + '_ {
        std::iter::successors(self.module(idx).parent, |&i| self.module(i).parent)
    }

    /// The innermost step whose text touches `offset`.
    pub fn module_at(&self, offset: usize) -> Option<ModuleIdx> {
        let touching = self
            .modules()
            .filter(|(_, m)| self.node(m.node).span().touches(offset));
        touching
            .min_by_key(|(i, m)| (self.node(m.node).span().len(), std::cmp::Reverse(*i)))
            .map(|(i, _)| i)
    }

    /// The expression whose text touches `offset` (file offset).
    pub fn expression_at(&self, offset: usize) -> Option<&Expression> {
        self.expressions
            .iter()
            .find(|e| self.node(e.node).span().touches(offset))
    }

    /// Where the id of a step stands, else the step's first key.
    pub fn id_span(&self, idx: ModuleIdx) -> Span {
        let module = self.module(idx);
        match &module.id {
            Some(id) => id.span,
            None => first_key(self.node(module.node)),
        }
    }
}

impl Schema {
    /// The input with this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .as_ref()?
            .iter()
            .find(|p| p.name.value == name)
    }

    /// Names of all inputs, in the order they are written.
    pub fn names(&self) -> Vec<&str> {
        self.properties
            .iter()
            .flatten()
            .map(|p| p.name.value.as_str())
            .collect()
    }
}

/// The place of a mapping's first key, or of the node itself.
pub fn first_key(node: Node<'_>) -> Span {
    node.pairs().next().map_or(node.span(), |p| p.key.span())
}
