//! What happens at an identifier: a binding, a use, or a flow that is made and reads what is round it later.

use super::flow::States;
use super::variables::Variable;
use super::walk::{Loop, MAX_FLOWS, Walk};
use super::{NONE, StateId};
use crate::python::names::ScopeId;
use crate::python::tree::{Kind, NodeId};

impl Walk<'_> {
    /// The variable to which an identifier or a name gives a value in the order of this flow.
    pub(super) fn own(&mut self, node: NodeId) -> Option<Variable> {
        let variable = self.variables.bound_by(self.names.binding_at(node)?);
        let is_own = self.variables.flow_of(variable) == self.flow;
        (is_own && !self.variables.is_unordered(variable)).then_some(variable)
    }

    /// A binding happens.
    pub(super) fn bind(&mut self, node: NodeId) {
        if self.lost || !self.states.reachable {
            return;
        }
        if let (Some(variable), Some(binding)) = (self.own(node), self.names.binding_at(node)) {
            let state = States::of(binding.0);
            let state = match self.is_weak(variable) {
                true => {
                    let before = self.states.get(variable);
                    self.states.pair(before, state)
                }
                false => state,
            };
            self.states.set(variable, state);
        }
    }

    /// Within a comprehension the loops of its clauses are taken for one.
    fn is_weak(&self, variable: Variable) -> bool {
        let again = |l: &Loop| {
            let all = self.names.bindings();
            let within = |b: &&u32| self.tree.holds(l.node, all[**b as usize].node);
            let bindings = self.variables.bindings_of(variable);
            matches!(self.tree.kind(l.node), Kind::Comp(_))
                && bindings.iter().filter(within).count() > 1
        };
        self.weak > 0 || self.loops.last().is_some_and(again)
    }

    /// A name is read.
    pub(super) fn read(&mut self, node: NodeId) {
        let uses = self.names.uses();
        let Ok(at) = uses.binary_search_by_key(&node, |u| u.node) else {
            return;
        };
        if self.lost {
            return;
        }
        if !self.states.reachable {
            self.uses[at] = NONE;
            self.dead[at] = true;
            return;
        }
        let used = uses[at];
        let Some(variable) = self.variables.meant(&used) else {
            return self.states.raise();
        };
        if self.variables.flow_of(variable) != self.flow {
            return self.states.raise();
        }
        let mut state = match self.late > 0 {
            true => self.late(variable),
            false => self.now(variable),
        };
        // What a class has not bound itself is looked up in the module.
        let binding = state.0.checked_sub(1).map(|b| b as usize);
        let binding = binding.and_then(|b| self.names.bindings().get(b));
        let is_binding = binding.is_some_and(|b| !b.is_deletion());
        if !is_binding {
            self.states.raise();
        }
        if !is_binding
            && self.names.is_of_class(variable as usize)
            && let Some(outer) = self.names.variable(used.symbol, ScopeId::MODULE)
        {
            let outer = outer as Variable;
            let outer = match self.variables.flow_of(outer) == self.flow {
                true => self.now(outer),
                false => self.all(outer),
            };
            state = self.states.pair(state, outer);
        }
        self.uses[at] = state.0;
    }

    fn now(&mut self, variable: Variable) -> StateId {
        match self.variables.is_unordered(variable) {
            true => self.all(variable),
            false => self.states.get(variable),
        }
    }

    /// What a variable of this flow holds from here on, whenever that is.
    fn late(&mut self, variable: Variable) -> StateId {
        if self.variables.is_unordered(variable) {
            return self.all(variable);
        }
        // What stands before in the text is bound later where a loop comes back to it, and the name of a class.
        let begins = self.loops.first().map(|l| l.node).into_iter();
        let begins = begins.chain(self.classes.first().copied());
        let from = begins.fold(self.statement, NodeId::min);
        let now = self.states.get(variable);
        let bindings = self.variables.bindings_of(variable);
        let all = self.names.bindings();
        let first = bindings.partition_point(|b| all[*b as usize].node < from);
        if first == bindings.len() {
            return now;
        }
        let later = self.states.later(variable, bindings, first);
        self.states.pair(now, later)
    }

    /// Whatever a variable may ever hold.
    pub(super) fn all(&mut self, variable: Variable) -> StateId {
        if let Some(known) = self.all.get(&variable) {
            return *known;
        }
        let bindings = self.variables.bindings_of(variable);
        let later = self.states.later(variable, bindings, 0);
        let found = self.states.pair(States::UNBOUND, later);
        self.all.insert(variable, found);
        found
    }

    /// A flow is made here that runs later: what it reads of this flow is known from here on.
    pub(super) fn define(&mut self, node: NodeId) {
        if self.depth >= MAX_FLOWS {
            // What is in it is left as it is: all bindings reach all uses.
            return;
        }
        self.flows.push((node, self.depth + 1));
        if self.lost {
            return;
        }
        let uses = self.names.uses();
        let first = uses.partition_point(|u| u.node < node);
        let end = uses.partition_point(|u| u.node < self.tree.end(node));
        for (at, used) in uses.iter().enumerate().take(end).skip(first) {
            if self.variables.flow(used.scope) == self.flow || self.uses[at] != NONE {
                continue;
            }
            if let Some(variable) = self.variables.meant(used)
                && self.variables.flow_of(variable) == self.flow
            {
                self.uses[at] = self.late(variable).0;
            }
        }
    }
}
