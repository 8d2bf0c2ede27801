//! A script with a workflow in it: what its names mean, and which of its calls give a coroutine.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::uses::{SdkRef, uses_in};
use lang::Program;
use lang::python::names::{Meaning, ScopeKind};
use lang::python::tree::{Kind, NodeId, Symbol};
use lang::python::{Python, Tree};

/// The SDK's functions that must be awaited.
const AWAITED: &[&str] = &["step", "sleep", "wait_for_approval", "parallel"];

/// What makes a task of a path or a function.
const MAKERS: &[&str] = &["task", "task_script", "task_flow"];

/// A script with a workflow in it.
pub(super) struct Code<'t> {
    pub(super) python: &'t Python,
    pub(super) tree: &'t Tree,
    /// Names of the SDK, by where they stand.
    sdk: FxHashMap<u32, String>,
    /// The names that are given a task as their value, where they are.
    tasks: FxHashSet<NodeId>,
    /// The uses of names in functions, by function; see [`Code::uses`].
    uses: FxHashMap<NodeId, Rc<Uses>>,
}

/// The places of a function's names, by name: each with whether it stands in something inside, such as
/// a function or a comprehension.
pub(super) type Uses = FxHashMap<Symbol, Vec<(NodeId, bool)>>;

/// A call that gives a coroutine.
#[derive(Clone, Copy)]
pub(super) struct Durable {
    pub(super) call: NodeId,
    /// What is called, as an expression.
    pub(super) function: NodeId,
    /// Whether it is a task, and not a function of the SDK.
    pub(super) task: bool,
}

impl<'t> Code<'t> {
    pub(super) fn new(script: &'t Program, python: &'t Python) -> Code<'t> {
        let mut sdk = FxHashMap::default();
        for used in uses_in(script, python) {
            if let SdkRef::Member { name, in_import } = used
                && !in_import
            {
                sdk.insert(name.span.start, name.value);
            }
        }
        let mut code = Code {
            python,
            tree: &python.tree,
            sdk,
            tasks: FxHashSet::default(),
            uses: FxHashMap::default(),
        };
        code.find_tasks();
        code
    }

    /// What an expression is called in the SDK.
    pub(super) fn sdk_name(&self, node: NodeId) -> Option<&str> {
        let is_name = matches!(self.tree.kind(node), Kind::Name(_) | Kind::Attribute(_));
        let start = self.tree.name_span(node).start;
        self.sdk.get(&start).map(String::as_str).filter(|_| is_name)
    }

    /// Whether an expression gives a task: `task_script("…")`, `task(f)`, `task(path="…")(f)`.
    fn makes_task(&self, node: NodeId) -> bool {
        let Some(function) = self.tree.called(node) else {
            return false;
        };
        let is_task = |f| self.sdk_name(f) == Some("task");
        let maker = self.sdk_name(function);
        maker.is_some_and(|n| MAKERS.contains(&n))
            || self.tree.called(function).is_some_and(is_task)
    }

    /// Whether a definition is decorated with this name of the SDK, with or without arguments.
    fn is_decorated(&self, definition: NodeId, name: &str) -> bool {
        let tree = self.tree;
        let children = tree.children(definition);
        let mut decorators = children.take_while(|n| tree.kind(*n) == Kind::Decorator);
        decorators.any(|d| {
            let inner = tree.child(d, 0);
            inner.is_some_and(|i| self.sdk_name(tree.called(i).unwrap_or(i)) == Some(name))
        })
    }

    /// Notes decorated functions and names that are given a task.
    fn find_tasks(&mut self) {
        let tree = self.tree;
        for node in tree.all() {
            match tree.kind(node) {
                Kind::Function { .. } | Kind::Class { .. } if self.is_decorated(node, "task") => {
                    let name = tree.find(node, |k| matches!(k, Kind::Ident(_)));
                    self.tasks.extend(name);
                }
                Kind::Assign { valued: true, .. } => {
                    let Some(parts) = tree.assignment(node) else {
                        continue;
                    };
                    if parts.value.is_some_and(|v| self.makes_task(v)) {
                        let is_name = |n: &NodeId| matches!(tree.kind(*n), Kind::Name(_));
                        self.tasks.extend(parts.targets.into_iter().filter(is_name));
                    }
                }
                _ => {}
            }
        }
    }

    /// The places of the names in a function, but for those of attributes and of keywords.
    pub(super) fn uses(&mut self, function: NodeId) -> Rc<Uses> {
        if let Some(uses) = self.uses.get(&function) {
            return Rc::clone(uses);
        }
        let tree = self.tree;
        let mut uses = Uses::default();
        let mut inner_end = function;
        for node in tree.below(function) {
            match tree.kind(node) {
                Kind::Name(name) | Kind::Ident(name) => {
                    uses.entry(name).or_default().push((node, node < inner_end));
                }
                kind if kind.is_scope() => inner_end = inner_end.max(tree.end(node)),
                _ => {}
            }
        }
        let uses = Rc::new(uses);
        self.uses.insert(function, Rc::clone(&uses));
        uses
    }

    /// The `async` functions at the top level that are decorated as workflows.
    pub(super) fn workflows(&self) -> Vec<NodeId> {
        let top = self.tree.children(NodeId::ROOT);
        let is_async = |n: &NodeId| self.is_async(*n);
        let functions = top.filter(is_async);
        functions
            .filter(|n| self.is_decorated(*n, "workflow"))
            .collect()
    }

    pub(super) fn is_async(&self, node: NodeId) -> bool {
        matches!(self.tree.kind(node), Kind::Function { is_async: true, .. })
    }

    /// The function that a node belongs to.
    pub(super) fn function_of(&self, node: NodeId) -> Option<NodeId> {
        let names = self.python.names();
        let mut scope = names.inside(node);
        loop {
            let found = names.scope(scope);
            let is_lambda = self.tree.kind(found.node) == Kind::Lambda;
            if found.kind == ScopeKind::Function && !is_lambda {
                return Some(found.node);
            }
            if found.parent == scope {
                return None;
            }
            scope = found.parent;
        }
    }

    /// What a name means where it stands.
    pub(super) fn meaning(&self, name: NodeId) -> Meaning<'t> {
        let names = self.python.names();
        match self.tree.kind(name) {
            Kind::Name(symbol) => names.meaning(symbol, names.inside(name)),
            _ => Meaning::Free,
        }
    }

    /// Whether an expression is a name that Python itself gives its value.
    pub(super) fn is_built_in(&self, node: NodeId, names: &[&str]) -> bool {
        let is_name = matches!(self.tree.kind(node), Kind::Name(_));
        is_name && names.contains(&self.tree.text_of(node)) && self.meaning(node) == Meaning::Free
    }

    /// The call as one that gives a coroutine.
    pub(super) fn durable(&self, call: NodeId) -> Option<Durable> {
        let function = self.tree.called(call)?;
        let found = |task| {
            Some(Durable {
                call,
                function,
                task,
            })
        };
        if self
            .sdk_name(function)
            .is_some_and(|n| AWAITED.contains(&n))
        {
            return found(false);
        }
        if let Some(maker) = self.tree.called(function) {
            // What `task(…)` gives may be a decorator.
            let maker = self.sdk_name(maker);
            return found(true).filter(|_| matches!(maker, Some("task_script" | "task_flow")));
        }
        let only = self.meaning(function).bindings().only()?;
        found(true).filter(|_| self.tasks.contains(&only.node))
    }

    /// The full name of what an expression reaches through imports: `datetime.datetime.now`.
    pub(super) fn qualified(&self, node: NodeId) -> Option<String> {
        let tree = self.tree;
        let mut rest = Vec::new();
        let mut object = node;
        while let Kind::Attribute(name) = tree.kind(object) {
            rest.push(tree.name(name));
            object = tree.child(object, 0)?;
        }
        let Kind::Name(name) = tree.kind(object) else {
            return None;
        };
        let mut full = match self.meaning(object) {
            Meaning::Free if rest.is_empty() => tree.name(name).to_owned(),
            Meaning::Free => return None,
            Meaning::Bound(_, bindings) => {
                let import = self.python.imported(bindings.only()?)?;
                match import.name {
                    Some(name) => format!("{}.{name}", import.module),
                    None if import.aliased => import.module.to_owned(),
                    None => import.module.split('.').next()?.to_owned(),
                }
            }
        };
        for part in rest.into_iter().rev() {
            full.push('.');
            full.push_str(part);
        }
        Some(full)
    }

    /// Visits what a function's body holds; the answer says whether to go on below a node.
    pub(super) fn each(
        &mut self,
        function: NodeId,
        mut visit: impl FnMut(&mut Code<'t>, NodeId) -> bool,
    ) {
        let tree = self.tree;
        let Some(body) = tree.find(function, |k| k == Kind::Block) else {
            return;
        };
        let mut below = tree.below(body);
        while let Some(node) = below.next() {
            if !visit(self, node) {
                below.leave_out();
            }
        }
    }
}
