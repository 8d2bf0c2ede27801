//! In which order the parts of statements run, and where ways part and meet in them.

use super::flow::JunctionKind;
use super::walk::{Exit, Task, Walk};
use crate::python::tree::{Constant, Kind, NodeId, PatternKind};

impl Walk<'_> {
    /// Begins with a flow.
    pub(super) fn begin(&mut self, root: NodeId) {
        let tree = self.tree;
        match tree.kind(root) {
            Kind::Function { .. } | Kind::Lambda => {
                let own = |c: &NodeId| match tree.kind(root) {
                    Kind::Lambda => true,
                    _ => matches!(
                        tree.kind(*c),
                        Kind::Param { .. } | Kind::Block | Kind::Broken
                    ),
                };
                let children = tree.children(root).filter(own);
                let tasks = children.map(|c| match tree.kind(c) {
                    Kind::Param { .. } => Task::Bind(c),
                    _ => Task::Run(c),
                });
                let tasks: Vec<Task> = tasks.collect();
                self.next(tasks);
            }
            Kind::Comp(_) => self.comprehension(root),
            _ => self.parts(root),
        }
    }

    /// Runs all that stands in a node, in order.
    pub(super) fn parts(&mut self, node: NodeId) {
        let from = self.tasks.len();
        self.tasks.extend(self.tree.children(node).map(Task::Run));
        self.tasks[from..].reverse();
    }

    /// Runs a statement; whether it is one.
    pub(super) fn run_statement(&mut self, node: NodeId) -> bool {
        use Task::*;
        let tree = self.tree;
        let kind = tree.kind(node);
        if is_statement(kind) {
            self.enter(node);
        }
        let run = Run as fn(NodeId) -> Task;
        match kind {
            Kind::Broken => {
                let parts = tree.children(node).map(run);
                let parts: Vec<Task> = [Weak(true)].into_iter().chain(parts).collect();
                self.next(parts.into_iter().chain([Weak(false)]));
            }
            Kind::Function { .. } => self.function(node),
            Kind::Class { .. } => self.class(node),
            Kind::Return => {
                let value = tree.children(node).map(run).collect::<Vec<_>>();
                self.next(value.into_iter().chain([Leave(Exit::Return)]));
            }
            Kind::Raise => {
                let value = tree.children(node).map(run).collect::<Vec<_>>();
                self.next(value.into_iter().chain([Raise, Stop]));
            }
            Kind::Break => self.next([Leave(Exit::Break)]),
            Kind::Continue => self.next([Leave(Exit::Continue)]),
            Kind::Delete => {
                let targets: Vec<Task> = tree.children(node).map(Delete).collect();
                self.next(targets.into_iter().chain([Raise]));
            }
            Kind::Assign { .. } => {
                if let Some(parts) = tree.assignment(node) {
                    let value = parts.value.map(run);
                    let targets = parts.targets.into_iter().filter_map(|t| match value {
                        Some(_) => Some(Bind(t)),
                        // A type alone gives no value.
                        None if matches!(tree.kind(t), Kind::Name(_)) => None,
                        None => Some(Run(t)),
                    });
                    let tasks: Vec<Task> = value.into_iter().chain(targets).collect();
                    let annotation = parts.annotation.into_iter().flat_map(late);
                    self.next(tasks.into_iter().chain(annotation));
                }
            }
            Kind::AugAssign(_) => {
                let mut children = tree.children(node);
                let target = children.next();
                let rest: Vec<Task> = children.map(run).collect();
                let read = target.map(run);
                let bound = target.filter(|t| matches!(tree.kind(*t), Kind::Name(_)));
                let tasks = read.into_iter().chain(rest).chain([Raise]);
                self.next(tasks.chain(bound.map(Bind)));
            }
            Kind::TypeAlias => {
                let mut children = tree.children(node);
                let name = children.next();
                let rest = children.flat_map(|c| match tree.kind(c) {
                    Kind::TypeParam(_) => vec![Run(c)],
                    _ => late(c).to_vec(),
                });
                let rest: Vec<Task> = rest.collect();
                self.next(rest.into_iter().chain(name.map(Bind)));
            }
            Kind::If => self.branches(node),
            Kind::While | Kind::For { .. } => self.a_loop(node, kind),
            Kind::With { .. } => self.with(node),
            Kind::Match => self.cases(node),
            Kind::Try => self.guards(node),
            Kind::Assert => {
                let mut children = tree.children(node);
                let test = children.next().map(run);
                let rest: Vec<Task> = children.map(run).collect();
                let tasks = test
                    .into_iter()
                    .chain([Raise, Open(JunctionKind::Plain), Jump(0)]);
                let tasks: Vec<Task> = tasks.chain(rest).collect();
                self.next(tasks.into_iter().chain([Stop, Land(node, tree.end(node))]));
            }
            Kind::Import | Kind::ImportFrom => {
                let names: Vec<Task> = tree.children(node).map(run).collect();
                self.next([Raise].into_iter().chain(names));
            }
            Kind::Alias => {
                if let Some(bound) = tree.alias(node).and_then(|a| a.bound) {
                    self.bind(bound);
                }
            }
            Kind::Expression
            | Kind::Block
            | Kind::Module
            | Kind::Else
            | Kind::Elif
            | Kind::Finally => self.parts(node),
            Kind::Global | Kind::Nonlocal | Kind::Pass | Kind::Path | Kind::Star => {}
            _ => return false,
        }
        true
    }

    /// What is outside of a function's body.
    fn function(&mut self, node: NodeId) {
        let tree = self.tree;
        let mut tasks = Vec::new();
        let mut name = None;
        for child in tree.children(node) {
            match tree.kind(child) {
                Kind::Ident(_) => name = Some(child),
                Kind::Decorator | Kind::TypeParam(_) => tasks.push(Task::Run(child)),
                Kind::Param { .. } => {
                    if let Some(parts) = tree.param(child) {
                        tasks.extend(parts.default.map(Task::Run));
                        tasks.extend(parts.annotation.into_iter().flat_map(late));
                    }
                }
                Kind::Block | Kind::Broken => {}
                _ => tasks.extend(late(child)),
            }
        }
        tasks.extend([Task::Raise, Task::Define(node)]);
        self.next(tasks.into_iter().chain(name.map(Task::Bind)));
    }

    fn class(&mut self, node: NodeId) {
        let tree = self.tree;
        let mut tasks = Vec::new();
        let mut name = None;
        let own = self.names.scope_of(node);
        for child in tree.children(node) {
            match tree.kind(child) {
                Kind::Ident(_) => name = Some(child),
                Kind::Block => {
                    tasks.push(Task::Raise);
                    tasks.extend(own.map(Task::Class));
                    tasks.extend([Task::Run(child), Task::EndClass]);
                }
                _ => tasks.push(Task::Run(child)),
            }
        }
        tasks.push(Task::Raise);
        self.next(tasks.into_iter().chain(name.map(Task::Bind)));
    }

    fn branches(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let mut tasks = vec![Open(JunctionKind::Plain)];
        let branch = |tasks: &mut Vec<Task>, block: NodeId| {
            tasks.extend([Open(JunctionKind::Plain), Jump(0), Run(block), Jump(1)]);
            tasks.push(Land(block, tree.end(block)));
        };
        for child in tree.children(node) {
            match tree.kind(child) {
                Kind::Block => branch(&mut tasks, child),
                Kind::Elif => {
                    for part in tree.children(child) {
                        match tree.kind(part) {
                            Kind::Block => branch(&mut tasks, part),
                            _ => tasks.push(Run(part)),
                        }
                    }
                }
                _ => tasks.push(Run(child)),
            }
        }
        self.next(
            tasks
                .into_iter()
                .chain([Jump(0), Land(node, tree.end(node))]),
        );
    }

    fn a_loop(&mut self, node: NodeId, kind: Kind) {
        use Task::*;
        let tree = self.tree;
        let body = tree.body(node);
        let mut before = tree.children(node).take_while(|c| Some(*c) != body);
        let mut tasks = Vec::new();
        let head = match kind {
            Kind::For { .. } => {
                let target = before.next();
                tasks.extend(before.map(Run));
                tasks.extend([Raise, Open(JunctionKind::Exit), Head(node), Raise]);
                target.map(Bind)
            }
            _ => {
                tasks.extend([Open(JunctionKind::Exit), Head(node)]);
                tasks.extend(before.map(Run));
                None
            }
        };
        tasks.push(Open(JunctionKind::Plain));
        if !self.is_endless(node) {
            tasks.push(Jump(0));
        }
        tasks.push(Open(JunctionKind::Next));
        tasks.extend(head);
        tasks.extend(body.map(Run));
        tasks.extend([Jump(0), Back(node), Land(node, tree.end(node)), Retire]);
        let behind = tree.children(node).skip_while(|c| Some(*c) != body).skip(1);
        tasks.extend(behind.map(Run));
        self.next(
            tasks
                .into_iter()
                .chain([Jump(0), Land(node, tree.end(node))]),
        );
    }

    /// Whether only a `break` ends a loop.
    fn is_endless(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let test = tree.child(node, 0);
        tree.kind(node) == Kind::While
            && test.is_some_and(|t| match tree.kind(t) {
                Kind::Constant(Constant::True) => true,
                Kind::Constant(Constant::Integer) => tree.text_of(t) == "1",
                _ => false,
            })
    }

    fn with(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let suppresses = self.names.may_suppress(tree, node);
        let mut tasks = Vec::new();
        for (i, child) in tree.children(node).enumerate() {
            if tree.kind(child) == Kind::WithItem {
                let mut parts = tree.children(child);
                tasks.extend(parts.next().map(Run));
                tasks.push(Raise);
                tasks.extend(parts.next().map(Bind));
            } else {
                tasks.push(Run(child));
            }
            if i == 0 && suppresses {
                tasks.push(Open(JunctionKind::Handler));
            }
        }
        if suppresses {
            tasks.extend([Raise, Jump(0), Land(node, tree.end(node))]);
        }
        self.next(tasks);
    }

    fn cases(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let mut tasks = vec![Open(JunctionKind::Plain)];
        for child in tree.children(node) {
            if tree.kind(child) != Kind::Case {
                tasks.push(Run(child));
                continue;
            }
            let end = tree.end(child);
            tasks.push(Open(JunctionKind::Plain));
            let mut is_guarded = false;
            for (i, part) in tree.children(child).enumerate() {
                match tree.kind(part) {
                    Kind::Pattern(kind) if i == 0 => {
                        if !matches!(kind, PatternKind::Wildcard | PatternKind::Capture) {
                            tasks.push(Jump(0));
                        }
                        tasks.push(Run(part));
                    }
                    Kind::Block => tasks.push(Run(part)),
                    _ => {
                        is_guarded = true;
                        tasks.push(Run(part));
                        tasks.push(Jump(0));
                    }
                }
            }
            // What is broken may be anything.
            if is_guarded && tree.is_broken(child) {
                tasks.push(Jump(0));
            }
            tasks.extend([Jump(1), Land(child, end)]);
        }
        self.next(
            tasks
                .into_iter()
                .chain([Jump(0), Land(node, tree.end(node))]),
        );
    }

    fn guards(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let finally = tree.find(node, |k| k == Kind::Finally);
        let handlers: Vec<NodeId> = tree.excepts(node).collect();
        let mut tasks = Vec::new();
        if finally.is_some() {
            tasks.extend([
                Open(JunctionKind::Finally),
                Raise,
                Open(JunctionKind::ExitByFinally),
                Open(JunctionKind::NextByFinally),
            ]);
        }
        tasks.push(Open(JunctionKind::Plain));
        if !handlers.is_empty() {
            tasks.extend([Open(JunctionKind::Handler), Raise]);
        }
        let before = tree.children(node);
        tasks.extend(before.take_while(|c| !is_clause(tree.kind(*c))).map(Run));
        if let Some(first) = handlers.first() {
            tasks.push(Guarded(node, *first));
            let otherwise = tree.find(node, |k| k == Kind::Else);
            match otherwise {
                Some(otherwise) => {
                    tasks.extend([Open(JunctionKind::Plain), Jump(0), Run(otherwise), Jump(1)]);
                    tasks.push(Land(otherwise, tree.end(otherwise)));
                }
                None => tasks.push(Jump(0)),
            }
            tasks.push(Handlers);
        } else {
            tasks.push(Jump(0));
        }
        for handler in &handlers {
            tasks.extend([Open(JunctionKind::Plain), Jump(0)]);
            let mut name = None;
            for part in tree.children(*handler) {
                match tree.kind(part) {
                    Kind::Ident(_) => {
                        name = Some(part);
                        tasks.push(Bind(part));
                    }
                    _ => tasks.push(Run(part)),
                }
            }
            tasks.extend(name.map(Unbind));
            tasks.extend([Jump(1), Land(*handler, tree.end(*handler))]);
        }
        // What no handler takes goes on as an error.
        tasks.extend(handlers.first().map(|_| Raise));
        tasks.push(Stop);
        match finally {
            Some(finally) => {
                tasks.extend([Finally(node, finally), Run(finally), EndFinally(finally)]);
            }
            None => tasks.push(Land(node, tree.end(node))),
        }
        self.next(tasks);
    }

    /// Gives what stands in a target its value, or takes it away.
    pub(super) fn target(&mut self, node: NodeId, then: fn(NodeId) -> Task) {
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Name(_) | Kind::Ident(_) => {
                let binding = self.names.binding_at(node);
                if binding.is_some_and(|b| self.names.binding(b).is_deletion()) {
                    self.read(node);
                }
                self.bind(node);
            }
            Kind::Param { .. } => {
                if let Some(name) = tree.param(node).and_then(|p| p.name) {
                    self.bind(name);
                }
            }
            Kind::Tuple | Kind::List | Kind::Starred => {
                let parts: Vec<Task> = tree.children(node).map(then).collect();
                self.next([Task::Raise].into_iter().chain(parts));
            }
            _ => self.run(node),
        }
    }
}

/// What is read while names are read late.
pub(super) fn late(node: NodeId) -> [Task; 3] {
    [Task::Late(true), Task::Run(node), Task::Late(false)]
}

fn is_statement(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Broken
            | Kind::Function { .. }
            | Kind::Class { .. }
            | Kind::Return
            | Kind::Raise
            | Kind::Break
            | Kind::Continue
            | Kind::Delete
            | Kind::Assign { .. }
            | Kind::AugAssign(_)
            | Kind::TypeAlias
            | Kind::If
            | Kind::While
            | Kind::For { .. }
            | Kind::With { .. }
            | Kind::Match
            | Kind::Try
            | Kind::Assert
            | Kind::Import
            | Kind::ImportFrom
            | Kind::Expression
            | Kind::Global
            | Kind::Nonlocal
            | Kind::Pass
    )
}

fn is_clause(kind: Kind) -> bool {
    matches!(kind, Kind::Except | Kind::Else | Kind::Finally)
}
