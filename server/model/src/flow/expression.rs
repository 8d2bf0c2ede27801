//! Expressions: the JavaScript of a flow, each with its position and its way back to the file.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use syntax::strict::Problem;
use syntax::yaml::NodeId;
use syntax::{SourceMap, Span};

use super::ModuleIdx;
use crate::expression::{self, Goal};
use lang::javascript::Snippet;

/// Where an expression stands, which decides its names and its form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Position {
    /// `input_transforms.*.expr`.
    Transform,
    /// `iterator` of a for loop.
    Iterator,
    /// `expr` of a branch of `branchone`.
    Branch,
    /// `skip_if`.
    SkipIf,
    /// `stop_after_if`.
    StopAfterIf,
    /// `stop_after_all_iters_if`.
    StopAfterAllItersIf,
    /// `retry.retry_if`.
    RetryIf,
    /// `sleep`.
    Sleep,
    /// `timeout`.
    Timeout,
    /// `parallelism` of a loop.
    Parallelism,
    /// `suspend.user_groups_required`.
    UserGroups,
    /// The flow's `skip_expr`.
    FlowSkip,
}

impl Position {
    /// Whether its text is wrapped as `Boolean(…)`.
    pub fn is_predicate(self) -> bool {
        use Position::*;
        matches!(
            self,
            Branch | SkipIf | StopAfterIf | StopAfterAllItersIf | RetryIf | FlowSkip
        )
    }

    /// What may stand there.
    pub fn goal(self) -> Goal {
        if self.is_predicate() {
            Goal::Expression
        } else {
            Goal::Body
        }
    }

    /// Whether it is evaluated after the step that carries it has run.
    pub fn is_after_step(self) -> bool {
        use Position::*;
        matches!(
            self,
            StopAfterIf | StopAfterAllItersIf | RetryIf | Sleep | UserGroups
        )
    }

    /// What people call it.
    pub fn describe(self) -> &'static str {
        match self {
            Position::Transform => "an input transform",
            Position::Iterator => "an iterator",
            Position::Branch => "a branch's predicate",
            Position::SkipIf => "`skip_if`",
            Position::StopAfterIf => "`stop_after_if`",
            Position::StopAfterAllItersIf => "`stop_after_all_iters_if`",
            Position::RetryIf => "`retry_if`",
            Position::Sleep => "`sleep`",
            Position::Timeout => "`timeout`",
            Position::Parallelism => "`parallelism`",
            Position::UserGroups => "`user_groups_required`",
            Position::FlowSkip => "the flow's `skip_expr`",
        }
    }
}

/// One expression.
#[derive(Debug)]
pub struct Expression {
    /// Its scalar.
    pub node: NodeId,
    /// The step that carries it; `None` for the flow's own.
    pub module: Option<ModuleIdx>,
    /// Where it stands.
    pub position: Position,
    /// From the text to the file.
    pub map: SourceMap,
    pub(super) reading: Arc<Reading>,
}

/// An expression's text, and what is worked out of it and its goal alone, each once.
#[derive(Debug)]
pub(super) struct Reading {
    snippet: Snippet,
    problem: OnceLock<Option<Box<Problem>>>,
    rewritten: OnceLock<Option<Box<Problem>>>,
}

impl Reading {
    pub(super) fn new(text: String) -> Reading {
        Reading {
            snippet: Snippet::new(text),
            problem: OnceLock::new(),
            rewritten: OnceLock::new(),
        }
    }
}

/// Its text, decoded, with what is read of the text alone.
impl Deref for Expression {
    type Target = Snippet;

    fn deref(&self) -> &Snippet {
        &self.reading.snippet
    }
}

impl Expression {
    /// Why it does not parse as its position wants it.
    pub fn problem(&self) -> Option<&Problem> {
        let find = || expression::problem(self, self.position.goal()).map(Box::new);
        self.reading.problem.get_or_init(find).as_deref()
    }

    /// Why it does not parse as Windmill runs it, though it is correct as it is written.
    pub fn rewritten_problem(&self) -> Option<&Problem> {
        let find = || expression::rewritten(self, self.position.goal()).map(Box::new);
        self.reading.rewritten.get_or_init(find).as_deref()
    }

    /// Whether what is worked out of the one is true of the other.
    fn reads_like(&self, other: &Expression) -> bool {
        self.position.goal() == other.position.goal() && self.text == other.text
    }

    /// A span of the text, in the file.
    pub fn outer(&self, inner: Span) -> Span {
        self.map.outer_span(inner)
    }
}

/// Takes over what was worked out of the expressions of an older version: an edit changes one, and moves those behind it.
pub(super) fn take_over(new: &mut [Expression], old: &[Expression]) {
    let pair = |(new, old): (&mut Expression, &Expression)| {
        let same = new.reads_like(old);
        if same {
            new.reading = Arc::clone(&old.reading);
        }
        same
    };
    let same = new.iter_mut().zip(old).map(pair).take_while(|s| *s).count();
    let (new, old) = (&mut new[same..], &old[same..]);
    new.iter_mut()
        .rev()
        .zip(old.iter().rev())
        .map(pair)
        .take_while(|s| *s)
        .for_each(drop);
}
