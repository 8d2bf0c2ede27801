//! The walk: what is left to do lies on a stack, so that no text is too deep.

use rustc_hash::FxHashMap;

use super::flow::{JunctionKind, Landing, States};
use super::variables::{Flow, Variable, Variables, is_late};
use super::{NONE, Reach, StateId};
use crate::python::names::{Names, ScopeId};
use crate::python::tree::{NodeId, Tree};

/// Most junctions that may be open: an `if` opens two of them, a loop three. What is done for a binding is done for each.
const MAX_JUNCTIONS: usize = 120;

/// Most flows that may lie in each other.
pub(super) const MAX_FLOWS: usize = 100;

/// Something that is left to do.
#[derive(Clone, Copy)]
pub(super) enum Task {
    /// Run a statement, or read an expression.
    Run(NodeId),
    /// Give a target a value.
    Bind(NodeId),
    /// Take away the value of a target.
    Delete(NodeId),
    /// The name of a handler has no value behind it.
    Unbind(NodeId),
    /// An error may be raised.
    Raise,
    /// Open a junction.
    Open(JunctionKind),
    /// Jump to an open junction; 0 is the innermost.
    Jump(usize),
    /// Close the innermost junction, with what may have changed in a range of nodes, and go on behind it.
    Land(NodeId, NodeId),
    /// What follows is not come to.
    Stop,
    /// Leave by a `break`, a `continue` or a `return`.
    Leave(Exit),
    /// The head of a loop.
    Head(NodeId),
    /// The end of a loop's body.
    Back(NodeId),
    /// The `else` of a loop is no longer left by its `break`.
    Retire,
    /// The end of what a `try` guards: what its handlers begin with is kept.
    Guarded(NodeId, NodeId),
    /// Go on with the handlers of the innermost such `try`.
    Handlers,
    /// Begin a `finally` that stands in this `try`.
    Finally(NodeId, NodeId),
    /// End it.
    EndFinally(NodeId),
    /// A class has no values at its beginning.
    Class(ScopeId),
    /// The end of a class.
    EndClass,
    /// A function, a lambda or a generator is made.
    Define(NodeId),
    /// Names are read late from here on, or no longer.
    Late(bool),
    /// Bindings kill nothing from here on, or do again.
    Weak(bool),
}

/// A way out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Break,
    Continue,
    Return,
}

/// How a `finally` was come to.
struct Ways {
    normal: Landing,
    broken: Landing,
    continued: Landing,
    returned: bool,
}

/// The head of a loop that is open.
pub(super) struct Loop {
    pub(super) node: NodeId,
    heads: Vec<(Variable, StateId)>,
}

pub(super) struct Walk<'t> {
    pub(super) tree: &'t Tree,
    pub(super) names: &'t Names,
    pub(super) variables: Variables<'t>,
    pub(super) states: States,
    pub(super) tasks: Vec<Task>,
    pub(super) flow: Flow,
    /// Flows that are still to be walked through, with how deep they lie.
    pub(super) flows: Vec<(NodeId, usize)>,
    pub(super) depth: usize,
    /// Whether the flow nests too deep.
    pub(super) lost: bool,
    pub(super) loops: Vec<Loop>,
    /// The classes that are open.
    pub(super) classes: Vec<NodeId>,
    guarded: Vec<Landing>,
    ways: Vec<Ways>,
    /// The statement that is run.
    pub(super) statement: NodeId,
    pub(super) late: usize,
    pub(super) weak: usize,
    /// By use.
    pub(super) uses: Vec<u32>,
    unreachable: Vec<(NodeId, NodeId)>,
    endless: Vec<NodeId>,
    /// By variable that has no order.
    pub(super) all: FxHashMap<Variable, StateId>,
    /// Whether a use was told that it is not come to.
    pub(super) dead: Vec<bool>,
}

pub(super) fn walk(tree: &Tree, names: &Names) -> Reach {
    let variables = Variables::new(tree, names);
    let mut walk = Walk {
        tree,
        names,
        states: States::new(variables.len(), names.bindings().len()),
        variables,
        tasks: Vec::new(),
        flow: 0,
        flows: vec![(NodeId::ROOT, 0)],
        depth: 0,
        lost: false,
        loops: Vec::new(),
        classes: Vec::new(),
        guarded: Vec::new(),
        ways: Vec::new(),
        statement: NodeId::ROOT,
        late: 0,
        weak: 0,
        uses: vec![NONE; names.uses().len()],
        unreachable: Vec::new(),
        endless: Vec::new(),
        all: FxHashMap::default(),
        dead: vec![false; names.uses().len()],
    };
    let mut at_end = Vec::new();
    while let Some((root, depth)) = walk.flows.pop() {
        walk.depth = depth;
        walk.flow(root);
        if root == NodeId::ROOT {
            let own = names.variables_of(ScopeId::MODULE);
            let held = own.map(|v| walk.at_end(v as Variable));
            at_end = held.collect();
        }
    }
    walk.finish(at_end)
}

impl Walk<'_> {
    /// Walks through one flow.
    fn flow(&mut self, root: NodeId) {
        let scope = match root {
            NodeId::ROOT => ScopeId::MODULE,
            root => self.names.scope_of(root).unwrap_or(ScopeId::MODULE),
        };
        self.flow = self.variables.flow(scope);
        self.states.reachable = true;
        self.lost = false;
        self.begin(root);
        while let Some(task) = self.tasks.pop() {
            self.task(task);
        }
        if self.lost {
            self.forget(root);
        } else if !self.states.reachable && root != NodeId::ROOT {
            self.endless.push(root);
        }
        self.states.junctions.clear();
        self.loops.clear();
        self.classes.clear();
        self.guarded.clear();
        self.ways.clear();
        self.late = 0;
        self.weak = 0;
    }

    /// Nothing is said of a flow that nests too deep.
    fn forget(&mut self, root: NodeId) {
        self.states.junctions.clear();
        let end = self.tree.end(root);
        let uses = self.names.uses();
        let first = uses.partition_point(|u| u.node < root);
        for (i, used) in uses.iter().enumerate().skip(first) {
            if used.node >= end {
                break;
            }
            let is_own = self.variables.flow(used.scope) == self.flow;
            let meant = self.variables.meant(used);
            if is_own || meant.is_some_and(|v| self.variables.flow_of(v) == self.flow) {
                self.uses[i] = NONE;
                self.dead[i] = false;
            }
        }
        for variable in self.variables.bound_in(root, end, self.flow) {
            let all = self.all(variable);
            self.states.set(variable, all);
        }
        let (names, variables, flow) = (self.names, &self.variables, self.flow);
        let is_own = |node: NodeId| variables.flow(names.inside(node)) == flow;
        self.unreachable.retain(|(start, _)| !is_own(*start));
    }

    fn at_end(&mut self, variable: Variable) -> StateId {
        match self.variables.is_unordered(variable) {
            true => self.all(variable),
            false => self.states.get(variable),
        }
    }

    fn finish(mut self, at_end: Vec<StateId>) -> Reach {
        for i in 0..self.uses.len() {
            if self.uses[i] == NONE
                && !self.dead[i]
                && let Some(variable) = self.variables.meant(&self.names.uses()[i])
            {
                self.uses[i] = self.all(variable).0;
            }
        }
        self.unreachable.sort_unstable();
        let mut unreachable: Vec<(NodeId, NodeId)> = Vec::new();
        for (start, end) in self.unreachable {
            match unreachable.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => unreachable.push((start, end)),
            }
        }
        self.endless.sort_unstable();
        Reach {
            uses: self.uses,
            bindings: self.names.bindings().len() as u32,
            joins: self.states.joins,
            operands: self.states.operands,
            at_end,
            unreachable,
            endless: self.endless,
        }
    }

    fn task(&mut self, task: Task) {
        match task {
            Task::Run(node) => self.run(node),
            Task::Bind(node) => self.target(node, Task::Bind),
            Task::Delete(node) => self.target(node, Task::Delete),
            Task::Late(is_late) => self.late = count(self.late, is_late),
            Task::Weak(is_weak) => self.weak = count(self.weak, is_weak),
            Task::Define(node) => self.define(node),
            _ if self.lost => {}
            Task::Unbind(node) => {
                if let Some(variable) = self.own(node)
                    && self.states.reachable
                    && self.weak == 0
                {
                    self.states.set(variable, States::UNBOUND);
                }
            }
            Task::Raise => self.states.raise(),
            Task::Open(kind) => match self.states.junctions.len() {
                MAX_JUNCTIONS.. => self.lost = true,
                _ => self.states.open(kind),
            },
            Task::Jump(to) => {
                let last = self.states.junctions.len() - 1;
                self.states.jump(last - to);
            }
            Task::Land(from, to) => {
                let landing = self.close(from, to);
                self.states.land(&landing);
            }
            Task::Stop => self.stop(),
            Task::Leave(exit) => self.leave(exit),
            Task::Head(node) => self.head(node),
            Task::Back(node) => self.back(node),
            Task::Retire => {
                if let Some(exit) = self.states.junctions.last_mut() {
                    exit.kind = JunctionKind::Plain;
                }
            }
            Task::Guarded(from, to) => {
                let landing = self.close(from, to);
                self.guarded.push(landing);
            }
            Task::Handlers => {
                if let Some(landing) = self.guarded.pop() {
                    self.states.land(&landing);
                }
            }
            Task::Finally(from, to) => self.finally(from, to),
            Task::EndFinally(node) => self.end_finally(node),
            Task::EndClass => {
                self.classes.pop();
            }
            Task::Class(scope) => {
                self.classes.push(self.names.scope(scope).node);
                if self.states.reachable {
                    for variable in self.names.variables_of(scope) {
                        self.states.set(variable as Variable, States::UNBOUND);
                    }
                }
            }
        }
    }

    fn close(&mut self, from: NodeId, to: NodeId) -> Landing {
        let variables = self.variables.bound_in(from, to, self.flow);
        self.states.close(&variables)
    }

    fn stop(&mut self) {
        if self.weak == 0 {
            self.states.reachable = false;
        }
    }

    fn leave(&mut self, exit: Exit) {
        use JunctionKind as K;
        if exit != Exit::Return {
            let kinds = match exit {
                Exit::Break => [K::Exit, K::ExitByFinally],
                _ => [K::Next, K::NextByFinally],
            };
            let Some(to) = self.states.nearest(&kinds) else {
                return;
            };
            self.states.jump(to);
            let by_finally = [K::ExitByFinally, K::NextByFinally];
            if !by_finally.contains(&self.states.junctions[to].kind) {
                return self.stop();
            }
        }
        if let Some(finally) = self.states.nearest(&[K::Finally]) {
            self.states.jump(finally);
        }
        self.stop();
    }

    fn head(&mut self, node: NodeId) {
        let variables = self
            .variables
            .bound_in(node, self.tree.end(node), self.flow);
        let heads = variables.into_iter().map(|v| (v, self.states.head(v)));
        let heads = heads.collect();
        self.loops.push(Loop { node, heads });
    }

    fn back(&mut self, node: NodeId) {
        let landing = self.close(node, self.tree.end(node));
        let Some(open) = self.loops.pop() else {
            return;
        };
        // Both are in the order of the variables, and both have all of them.
        for ((_, head), (_, state)) in open.heads.iter().zip(landing.iter().flatten()) {
            self.states.comes_back(*head, *state);
        }
        // A comprehension goes on behind it, a loop lands elsewhere.
        self.states.land(&landing);
    }

    fn finally(&mut self, from: NodeId, to: NodeId) {
        let variables = self.variables.bound_in(from, to, self.flow);
        let normal = self.states.close(&variables);
        let continued = self.states.close(&variables);
        let broken = self.states.close(&variables);
        let any = self.states.close(&variables);
        let mut begin = any.clone();
        if let Some(normal) = &normal {
            let begin = begin.get_or_insert_with(|| normal.clone());
            for ((_, state), (_, other)) in begin.iter_mut().zip(normal) {
                *state = self.states.pair(*state, *other);
            }
        }
        self.ways.push(Ways {
            normal,
            broken,
            continued,
            returned: any.is_some(),
        });
        self.states.land(&begin);
    }

    /// Each way goes on with what it came with, but for what the `finally` itself has bound.
    fn end_finally(&mut self, node: NodeId) {
        let Some(ways) = self.ways.pop() else {
            return;
        };
        if !self.states.reachable {
            return;
        }
        let own = self
            .variables
            .bound_in(node, self.tree.end(node), self.flow);
        if ways.returned {
            self.states.raise();
            if let Some(outer) = self.states.nearest(&[JunctionKind::Finally]) {
                self.states.jump(outer);
            }
        }
        let others = [
            (ways.broken, Some(Exit::Break)),
            (ways.continued, Some(Exit::Continue)),
            (ways.normal, None),
        ];
        self.states.reachable = false;
        for (landing, exit) in others {
            let Some(landing) = landing else {
                continue;
            };
            let kept = landing.into_iter();
            let kept = kept.filter(|(v, _)| own.binary_search(v).is_err());
            self.states.land(&Some(kept.collect()));
            if let Some(exit) = exit {
                self.leave(exit);
                self.states.reachable = false;
            } else {
                self.states.reachable = true;
            }
        }
    }

    /// Whether a comprehension runs later.
    pub(super) fn is_late(&self, node: NodeId) -> bool {
        is_late(node, self.tree, self.names)
    }

    /// Adds what is to be done next, in order.
    pub(super) fn next(&mut self, tasks: impl IntoIterator<Item = Task>) {
        let from = self.tasks.len();
        self.tasks.extend(tasks);
        self.tasks[from..].reverse();
    }

    /// Notes a statement, and whether it is come to.
    pub(super) fn enter(&mut self, statement: NodeId) {
        self.statement = statement;
        let is_told = |last: &(NodeId, NodeId)| last.0 <= statement && statement < last.1;
        if !self.states.reachable && !self.lost && !self.unreachable.last().is_some_and(is_told) {
            self.unreachable.push((statement, self.tree.end(statement)));
        }
    }
}

fn count(now: usize, more: bool) -> usize {
    match more {
        true => now + 1,
        false => now.saturating_sub(1),
    }
}
