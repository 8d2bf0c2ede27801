//! The variables of a module, by number, and the flow that each belongs to.

use rustc_hash::FxHashMap;

use super::BindingId;
use crate::python::names::{Meaning, Names, Scope, ScopeId, ScopeKind, Use};
use crate::python::tree::{Comprehension, Kind, NodeId, Symbol, Tree};

/// A variable: names of one scope follow one another.
pub(super) type Variable = u32;

/// A flow; the module's is 0.
pub(super) type Flow = u32;

/// What is known of all variables.
pub(super) struct Variables<'n> {
    names: &'n Names,
    /// By binding.
    of_binding: Vec<Variable>,
    /// By scope.
    flows: Vec<Flow>,
    /// By variable.
    flow_of: Vec<Flow>,
    /// By variable: whether another flow gives it values.
    unordered: Vec<bool>,
    /// The bindings that are not of a comprehension, in the order of the text: its own are over with it.
    lasting: Vec<BindingId>,
    /// The scopes of comprehensions, by their nodes.
    comprehensions: FxHashMap<NodeId, ScopeId>,
    /// What names mean, by where they are read.
    meant: FxHashMap<(ScopeId, Symbol), Option<Variable>>,
}

impl<'n> Variables<'n> {
    pub(super) fn new(tree: &Tree, names: &'n Names) -> Variables<'n> {
        let mut flows: Vec<Flow> = Vec::new();
        let mut next = 1;
        for (_, scope) in names.scopes() {
            let outer = flows.get(scope.parent.index()).copied().unwrap_or(0);
            let is_own = match scope.kind {
                ScopeKind::Function => true,
                ScopeKind::Comprehension => is_late(scope.node, tree, names),
                _ => false,
            };
            flows.push(if is_own { next } else { outer });
            next += Flow::from(is_own);
        }
        let count = names.variables();
        let mut variables = Variables {
            names,
            of_binding: vec![0; names.bindings().len()],
            flows,
            flow_of: Vec::with_capacity(count),
            unordered: vec![false; count],
            lasting: Vec::new(),
            comprehensions: FxHashMap::default(),
            meant: FxHashMap::default(),
        };
        let of_comprehension = |scope: &Scope| scope.kind == ScopeKind::Comprehension;
        let comprehensions = names.scopes().filter(|(_, s)| of_comprehension(s));
        variables.comprehensions = comprehensions.map(|(id, s)| (s.node, id)).collect();
        for variable in 0..count {
            for id in names.bindings_of(variable) {
                variables.of_binding[*id as usize] = variable as Variable;
            }
            let binding = names.bindings_of(variable).first();
            let scope = binding.map_or(ScopeId::MODULE, |b| names.bindings()[*b as usize].scope);
            variables.flow_of.push(variables.flows[scope.index()]);
            if !of_comprehension(names.scope(scope)) {
                let all = names.bindings_of(variable).iter();
                variables.lasting.extend(all.map(|b| BindingId(*b)));
            }
        }
        variables.lasting.sort_unstable();
        for id in (0..names.bindings().len() as u32).map(BindingId) {
            let variable = variables.bound_by(id);
            if variables.runs_in(id) != variables.flow_of(variable) {
                variables.unordered[variable as usize] = true;
            }
        }
        variables
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.flow_of.len()
    }

    /// The variable that a binding gives a value to.
    pub(super) fn bound_by(&self, binding: BindingId) -> Variable {
        self.of_binding[binding.index()]
    }

    /// The bindings of a variable, in the order of the text.
    pub(super) fn bindings_of(&self, variable: Variable) -> &'n [u32] {
        self.names.bindings_of(variable as usize)
    }

    /// The flow that a variable belongs to.
    pub(super) fn flow_of(&self, variable: Variable) -> Flow {
        self.flow_of[variable as usize]
    }

    /// The flow of what stands in a scope.
    pub(super) fn flow(&self, scope: ScopeId) -> Flow {
        self.flows[scope.index()]
    }

    /// The flow in which a binding happens.
    pub(super) fn runs_in(&self, binding: BindingId) -> Flow {
        let node = self.names.bindings()[binding.index()].node;
        self.flow(self.names.inside(node))
    }

    /// Whether all bindings of a variable reach all its uses.
    pub(super) fn is_unordered(&self, variable: Variable) -> bool {
        self.unordered[variable as usize]
    }

    /// What a name means for code in a scope.
    pub(super) fn meant(&mut self, used: &Use) -> Option<Variable> {
        let (names, symbol) = (self.names, used.symbol);
        // Scopes that say nothing of the name ask those round them, each once.
        let (mut scope, mut asked) = (used.scope, Vec::new());
        let found = loop {
            if let Some(known) = self.meant.get(&(scope, symbol)) {
                break *known;
            }
            asked.push(scope);
            if !names.passes_on(symbol, scope) {
                let keeper = names.keeper(symbol, scope);
                let variable = keeper.and_then(|k| names.variable(symbol, k));
                break variable.map(|v| v as Variable);
            }
            scope = names.scope(scope).parent;
        };
        for scope in asked {
            self.meant.insert((scope, symbol), found);
        }
        found
    }

    /// The variables that bindings in a range of nodes give values to in this flow, each once. Those of a comprehension
    /// are among them if the range begins with it.
    pub(super) fn bound_in(&self, from: NodeId, to: NodeId, flow: Flow) -> Vec<Variable> {
        let all = self.names.bindings();
        let node = |id: &BindingId| all[id.index()].node;
        let first = self.lasting.partition_point(|id| node(id) < from);
        let end = self.lasting.partition_point(|id| node(id) < to);
        let own = self.comprehensions.get(&from);
        let own = own.map_or(0..0, |scope| self.names.variables_of(*scope));
        let own = own
            .map(|v| v as Variable)
            .filter(|v| self.flow_of(*v) == flow);
        let here = self.lasting[first..end].iter();
        let here = here.filter(|id| self.runs_in(**id) == flow);
        let mut found: Vec<Variable> = here.map(|id| self.bound_by(*id)).chain(own).collect();
        found.retain(|v| !self.is_unordered(*v));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether anything is bound in a range of nodes, in whatever flow.
    pub(super) fn binds(&self, from: NodeId, to: NodeId) -> bool {
        let all = self.names.bindings();
        let first = all.partition_point(|b| b.node < from);
        all.get(first).is_some_and(|b| b.node < to)
    }
}

/// What goes over all that it is given at once, and keeps nothing of it.
const EAGER: &[&str] = &[
    "all",
    "any",
    "dict",
    "frozenset",
    "list",
    "max",
    "min",
    "next",
    "set",
    "sorted",
    "sum",
    "tuple",
];

/// Whether a comprehension runs who knows when: a generator, unless it is used up where it stands.
pub(super) fn is_late(node: NodeId, tree: &Tree, names: &Names) -> bool {
    if tree.kind(node) != Kind::Comp(Comprehension::Generator) {
        return false;
    }
    let call = tree.parent(node);
    let called = call.and_then(|c| tree.called(c)).filter(|c| *c != node);
    !called.is_some_and(|called| match tree.kind(called) {
        Kind::Name(name) => {
            let is_builtin = names.meaning(name, names.inside(called)) == Meaning::Free;
            is_builtin && names.stars().is_empty() && EAGER.contains(&tree.name(name))
        }
        Kind::Attribute(name) => {
            let of_text = |o: NodeId| matches!(tree.kind(o), Kind::Str(_));
            tree.name(name) == "join" && tree.child(called, 0).is_some_and(of_text)
        }
        _ => false,
    })
}
