//! Scope: which steps a place can read, and which names exist there.
//!
//! Follows how Windmill resolves ids at run time: branches and sequential loops share one root job,
//! so ids inside an earlier container do resolve, but to null or to the last iteration.

use rustc_hash::FxHashSet;

use super::{Flow, ModuleIdx, ModuleKind, Place, Position};

/// What reading step `X` from some place gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Its result.
    Visible,
    /// The result of the iteration before: both lie in one loop.
    PreviousIteration,
    /// Nothing: it is the reading step.
    Itself,
    /// Nothing: it encloses the reading step and is not done yet.
    Encloses,
    /// Nothing: it runs later.
    Later,
    /// Null unless the branch was chosen; `0` is the container to read instead.
    InBranch(ModuleIdx),
    /// Always null: it lies in another branch of the same `branchone`.
    OtherBranch(ModuleIdx),
    /// Only the last iteration's; `0` is the container to read instead.
    InLoop(ModuleIdx),
    /// The last iteration's of a while loop, which is what such a loop works towards.
    InWhile,
    /// Always null: it is the plain only step of a while loop, whose id does not exist when it runs.
    Nameless(ModuleIdx),
    /// Its result, though the container's list is the documented way.
    InBranchAll(ModuleIdx),
}

impl Flow {
    /// What an expression at `position` of step `reader` gets for `results.<id of target>`.
    pub fn reach(&self, reader: ModuleIdx, position: Position, target: ModuleIdx) -> Reach {
        let special = |i| self.module(i).is_special() || self.is_tool(i);
        if special(reader) || special(target) {
            return Reach::Visible;
        }
        let after = position.is_after_step();
        let around: FxHashSet<ModuleIdx> = self.ancestors(target).collect();
        let shared_loop = self
            .ancestors(reader)
            .any(|a| self.module(a).is_loop() && around.contains(&a));
        let or_previous = |reach| {
            if shared_loop {
                Reach::PreviousIteration
            } else {
                reach
            }
        };
        // A decision has its answer before its branches run, and who knows of other kinds.
        let gives_inside = matches!(
            self.module(target).kind,
            ModuleKind::Other(_) | ModuleKind::Missing
        );
        if gives_inside
            && (self.is_inside(reader, target) || target == reader && position == Position::Branch)
        {
            return Reach::Visible;
        }
        if target == reader {
            return if after {
                Reach::Visible
            } else {
                or_previous(Reach::Itself)
            };
        }
        if self.is_inside(reader, target) {
            // The previous round of a loop further out is hardly what reading the own loop meant.
            let is_loop = self.module(target).is_loop();
            return if is_loop {
                Reach::Encloses
            } else {
                or_previous(Reach::Encloses)
            };
        }
        if self.is_inside(target, reader) {
            return if after {
                self.inner(target, reader)
            } else {
                or_previous(Reach::Later)
            };
        }
        // Neither holds the other: compare the two steps of one container that lead to them.
        let (mine, theirs) = self.siblings(reader, target);
        match (self.module(mine).place, self.module(theirs).place) {
            (Place::Branch(b1, _), Place::Branch(b2, _)) if b1 != b2 => {
                let Some(container) = self.module(mine).parent else {
                    return Reach::Visible;
                };
                match self.module(container).kind {
                    ModuleKind::BranchOne => or_previous(Reach::OtherBranch(container)),
                    ModuleKind::BranchAll if b2 > b1 => or_previous(Reach::Later),
                    _ => Reach::Visible,
                }
            }
            _ if theirs > mine => or_previous(Reach::Later),
            _ if theirs == target => Reach::Visible,
            _ => self.inner(target, theirs),
        }
    }

    /// How the result of `target` looks from outside `container`.
    fn inner(&self, target: ModuleIdx, container: ModuleIdx) -> Reach {
        let path = self.ancestors(target).take_while(|&a| a != container);
        let kinds: Vec<&ModuleKind> = std::iter::once(container)
            .chain(path)
            .map(|a| &self.module(a).kind)
            .collect();
        let around = self.module(target).parent;
        let in_while = around.filter(|&a| self.module(a).kind == ModuleKind::WhileLoop);
        if let Some(around) = in_while.filter(|_| self.is_plain_body(target)) {
            Reach::Nameless(around)
        } else if kinds.contains(&&ModuleKind::ForLoop) {
            Reach::InLoop(container)
        } else if kinds.contains(&&ModuleKind::WhileLoop)
            && !kinds.contains(&&ModuleKind::BranchOne)
        {
            Reach::InWhile
        } else if kinds.contains(&&ModuleKind::BranchOne) {
            Reach::InBranch(container)
        } else if kinds.contains(&&ModuleKind::BranchAll) {
            Reach::InBranchAll(container)
        } else {
            Reach::Visible
        }
    }

    /// Whether the only step of a loop runs as the loop's own job, so that its id does not exist then.
    ///
    /// Source: `is_simple_modules` in `backend/windmill-worker/src/worker_flow.rs`. While loops always
    /// run so, sequential for loops once they are deployed.
    pub fn is_plain_body(&self, idx: ModuleIdx) -> bool {
        const OTHERWISE: &[&str] = &[
            "sleep",
            "suspend",
            "cache_ttl",
            "retry",
            "stop_after_if",
            "stop_after_all_iters_if",
            "skip_if",
        ];
        let module = self.module(idx);
        let Some(around) = module.parent.filter(|&p| self.module(p).is_loop()) else {
            return false;
        };
        let steps = self.children(Some(around));
        let node = self.node(module.node);
        let set = |key: &&str| node.get(key).is_some_and(|v| !v.is_null());
        let mocked = node.get("mock").and_then(|m| m.get("enabled"));
        module.place == Place::Body(0)
            && matches!(
                module.kind,
                ModuleKind::Script(_) | ModuleKind::RawScript { .. }
            )
            && steps.len() == 1
            && !OTHERWISE.iter().any(set)
            && mocked.is_none_or(|m| m.as_bool() == Some(false))
            && self.failure().is_none()
            && self.is_complete()
    }

    /// Whether `inner` lies inside `outer`, at any depth.
    pub fn is_inside(&self, inner: ModuleIdx, outer: ModuleIdx) -> bool {
        self.ancestors(inner).any(|a| a == outer)
    }

    fn is_tool(&self, idx: ModuleIdx) -> bool {
        std::iter::once(idx)
            .chain(self.ancestors(idx))
            .any(|i| matches!(self.module(i).place, Place::Tool(_)))
    }

    /// The steps of one list, or of one container's lists, that lead to `a` and to `b`.
    fn siblings(&self, a: ModuleIdx, b: ModuleIdx) -> (ModuleIdx, ModuleIdx) {
        let path = |i| {
            let mut path: Vec<ModuleIdx> = std::iter::once(i).chain(self.ancestors(i)).collect();
            path.reverse();
            path
        };
        let (a, b) = (path(a), path(b));
        let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        (a[same], b[same])
    }

    /// The step whose result `previous_result` is, for a step in a list: the one before it.
    pub fn previous(&self, idx: ModuleIdx) -> Option<ModuleIdx> {
        let module = self.module(idx);
        let before = match module.place {
            Place::Top(n) => Place::Top(n.checked_sub(1)?),
            Place::Body(n) => Place::Body(n.checked_sub(1)?),
            Place::Branch(b, n) => Place::Branch(b, n.checked_sub(1)?),
            _ => return None,
        };
        self.index().at(module.parent, before)
    }

    /// Whether a step before `idx`, or before one of the steps around it, waits for approval, so that
    /// `resume` exists.
    pub fn is_after_approval(&self, idx: ModuleIdx) -> bool {
        let mut around = std::iter::once(idx).chain(self.ancestors(idx));
        around.any(|i| self.index().is_after_approval(i))
    }
}

/// In how many loops an expression of `module` at `position` lies: a loop's own iterator and
/// predicates follow the loop around it.
pub fn loop_depth(flow: &Flow, module: ModuleIdx) -> usize {
    flow.ancestors(module)
        .filter(|&a| flow.module(a).is_loop())
        .count()
}

/// A name that Windmill provides to expressions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    /// The identifier.
    pub name: &'static str,
    /// What it holds, in one sentence.
    pub about: &'static str,
}

const RESULTS: Name = Name {
    name: "results",
    about: "Results of earlier steps, by step id.",
};
const FLOW_INPUT: Name = Name {
    name: "flow_input",
    about: "The inputs this flow was started with.",
};
const FLOW_ENV: Name = Name {
    name: "flow_env",
    about: "The flow's environment values.",
};
const PREVIOUS: Name = Name {
    name: "previous_result",
    about: "Result of the step before this one.",
};
const VARIABLE: Name = Name {
    name: "variable",
    about: "Reads a workspace variable: `variable(\"f/folder/name\")`.",
};
const RESOURCE: Name = Name {
    name: "resource",
    about: "Reads a workspace resource: `resource(\"f/folder/name\")`.",
};
const RESULT: Name = Name {
    name: "result",
    about: "Result of this step.",
};
const RESULT_BEFORE: Name = Name {
    name: "result",
    about: "Result of the step before this one.",
};
const ERROR: Name = Name {
    name: "error",
    about: "What went wrong: `message`, `name`, `stack` and `step_id` of the failed step.",
};
const ALL_ITERS: Name = Name {
    name: "all_iters",
    about: "Results of all iterations so far.",
};
const RESUME: Name = Name {
    name: "resume",
    about: "What the approver entered in the form.",
};
const RESUMES: Name = Name {
    name: "resumes",
    about: "What every approver entered, as a list.",
};
const APPROVERS: Name = Name {
    name: "approvers",
    about: "Who approved, as a list of names.",
};
const SCHEDULED: Name = Name {
    name: "WM_SCHEDULED_FOR",
    about: "When this run was scheduled for.",
};

/// The names that exist for an expression at `position` of `module`.
pub fn names(flow: &Flow, module: Option<ModuleIdx>, position: Position) -> Vec<Name> {
    let Some(idx) = module else {
        return vec![FLOW_INPUT, FLOW_ENV, SCHEDULED];
    };
    let in_failure = flow.module(idx).place == Place::Failure;
    let mut names = match position {
        Position::Transform | Position::Timeout | Position::Parallelism => {
            vec![RESULTS, FLOW_INPUT, PREVIOUS, FLOW_ENV, VARIABLE, RESOURCE]
        }
        Position::Iterator => {
            vec![
                RESULTS,
                FLOW_INPUT,
                RESULT_BEFORE,
                PREVIOUS,
                FLOW_ENV,
                VARIABLE,
                RESOURCE,
            ]
        }
        Position::Branch | Position::SkipIf => {
            vec![RESULTS, FLOW_INPUT, RESULT_BEFORE, PREVIOUS, FLOW_ENV]
        }
        Position::StopAfterIf | Position::StopAfterAllItersIf => {
            let mut names = vec![RESULT, FLOW_INPUT, RESULTS, PREVIOUS, FLOW_ENV];
            if loop_depth(flow, idx) > 0 {
                names.push(ALL_ITERS);
            }
            names
        }
        Position::RetryIf => vec![RESULT, ERROR, FLOW_INPUT, FLOW_ENV, VARIABLE, RESOURCE],
        Position::Sleep => vec![RESULT, FLOW_INPUT, FLOW_ENV, VARIABLE, RESOURCE],
        Position::UserGroups => vec![RESULT, FLOW_INPUT, FLOW_ENV],
        Position::FlowSkip => vec![FLOW_INPUT, FLOW_ENV, SCHEDULED],
    };
    if flow.module(idx).place == Place::Preprocessor {
        names.retain(|n| !["results", "previous_result"].contains(&n.name));
    }
    if in_failure && position == Position::Transform {
        names.push(ERROR);
    }
    let resumable = matches!(
        position,
        Position::Transform | Position::Iterator | Position::Branch | Position::SkipIf
    );
    if resumable && flow.is_after_approval(idx) {
        names.extend([RESUME, RESUMES, APPROVERS]);
    }
    names
}
