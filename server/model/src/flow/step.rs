//! Steps: what a module is, where it sits, and what it is given.

use syntax::yaml::NodeId;
use syntax::{Span, Spanned};

use super::ModuleIdx;

/// One step of a flow: a module of `modules`, a special module, or an agent's tool.
#[derive(Clone, Debug)]
pub struct Module {
    /// The step's mapping.
    pub node: NodeId,
    /// The mapping under `value`.
    pub value: Option<NodeId>,
    /// Its id, as text. `None`: absent or not a scalar.
    pub id: Option<Spanned<String>>,
    /// Its summary.
    pub summary: Option<String>,
    /// The step it lies inside.
    pub parent: Option<ModuleIdx>,
    /// Which list it stands in.
    pub place: Place,
    /// What it does.
    pub kind: ModuleKind,
    /// Where the kind is written (the value of `type`).
    pub kind_span: Option<Span>,
    /// What it is given, by parameter name. Empty where there is no `input_transforms`.
    pub transforms: Vec<Transform>,
    /// The key `input_transforms`.
    pub transforms_key: Option<Span>,
}

/// Which list of the flow or of its parent a step stands in, and where in it (from 0).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// `value.modules`.
    Top(usize),
    /// `value.preprocessor_module`.
    Preprocessor,
    /// `value.failure_module`.
    Failure,
    /// `modules` of a loop (or of an unknown kind).
    Body(usize),
    /// A branch of its parent; branch `None` is `default`.
    Branch(Option<usize>, usize),
    /// `tools` of an agent.
    Tool(usize),
}

/// What a step does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModuleKind {
    /// Code in the flow.
    RawScript {
        /// The value of `language`.
        language: Option<Spanned<String>>,
        /// Where the code is.
        content: Content,
        /// The lock's file, where it is inlined.
        lock: Option<Inline>,
    },
    /// A script by its path.
    Script(Option<Spanned<String>>),
    /// A sub-flow by its path.
    Flow(Option<Spanned<String>>),
    /// `forloopflow`.
    ForLoop,
    /// `whileloopflow`.
    WhileLoop,
    /// `branchone`: the first branch whose predicate holds, else the default.
    BranchOne,
    /// `branchall`: every branch.
    BranchAll,
    /// `identity`.
    Identity,
    /// `aiagent`.
    Agent,
    /// A kind of another version, as written.
    Other(String),
    /// No `type`.
    Missing,
}

/// The code of a `rawscript`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// In a file beside the flow.
    Inline(Inline),
    /// In this scalar.
    Embedded(NodeId),
    /// No `content`, or not a scalar.
    None,
}

/// `!inline NAME`, as quoted text or as a tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inline {
    /// What follows `!inline `, trimmed, and where it stands.
    pub name: Spanned<String>,
    /// Whether the space before the name is there. Without it Windmill takes the text for the code.
    pub has_space: bool,
    /// The key (`content` or `lock`).
    pub key: Span,
}

impl Module {
    /// Whether it runs its body several times.
    pub fn is_loop(&self) -> bool {
        matches!(self.kind, ModuleKind::ForLoop | ModuleKind::WhileLoop)
    }

    /// Whether it is a special module.
    pub fn is_special(&self) -> bool {
        matches!(self.place, Place::Preprocessor | Place::Failure)
    }

    /// What its code and its lock name with `!inline`.
    pub fn inlines(&self) -> impl Iterator<Item = &Inline> {
        let (content, lock) = match &self.kind {
            ModuleKind::RawScript { content, lock, .. } => (Some(content), lock.as_ref()),
            _ => (None, None),
        };
        let content = content.and_then(|content| match content {
            Content::Inline(inline) => Some(inline),
            _ => None,
        });
        content.into_iter().chain(lock)
    }

    /// Its id as text, empty where there is none.
    pub fn id_text(&self) -> &str {
        self.id.as_ref().map_or("", |id| id.value.as_str())
    }
}

/// One entry of `input_transforms`.
#[derive(Clone, Debug)]
pub struct Transform {
    /// The parameter's name.
    pub name: Spanned<String>,
    /// What is written for it.
    pub node: Option<NodeId>,
    /// How the value comes about.
    pub kind: TransformKind,
}

/// The forms of a transform.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransformKind {
    /// A fixed value; `None` is null.
    Static(Option<NodeId>),
    /// An expression: its index in [`super::Flow::expressions`].
    JavaScript(Option<usize>),
    /// The model fills it in.
    Ai,
    /// None of these, or not a mapping.
    Other,
}
