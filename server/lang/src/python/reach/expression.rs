//! In which order the parts of expressions are read, and which of them only at times.

use super::flow::JunctionKind;
use super::statement::late;
use super::walk::{Task, Walk};
use crate::python::tree::{Kind, NodeId, PatternKind};

impl Walk<'_> {
    /// Runs a statement, or reads an expression.
    pub(super) fn run(&mut self, node: NodeId) {
        use Task::*;
        if self.run_statement(node) {
            return;
        }
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Name(_) => self.read(node),
            Kind::Ident(_) => self.bind(node),
            Kind::Constant(_) => {}
            Kind::Str(_) | Kind::Tuple | Kind::List | Kind::Keyword(_) | Kind::Pair => {
                self.parts(node);
            }
            Kind::And | Kind::Or => {
                if let Some((left, right)) = tree.two(node) {
                    let right = self.perhaps(vec![right], tree.end(node));
                    self.next([Run(left)].into_iter().chain(right));
                }
            }
            Kind::Conditional if self.variables.binds(node, tree.end(node)) => {
                self.conditional(node);
            }
            Kind::Conditional => match tree.children(node).collect::<Vec<_>>()[..] {
                [value, test, otherwise] => self.next([Run(test), Run(value), Run(otherwise)]),
                _ => self.parts(node),
            },
            Kind::Compare(_) => {
                let first = tree.children(node).take(2).map(Run);
                let rest = self.perhaps(tree.children(node).skip(2).collect(), tree.end(node));
                let tasks: Vec<Task> = first.chain(rest).collect();
                self.next(tasks.into_iter().chain([Raise]));
            }
            Kind::Named => {
                if let Some((name, value)) = tree.two(node) {
                    self.next([Run(value), Bind(name)]);
                }
            }
            Kind::Lambda => {
                let params = tree.children(node).filter_map(|c| tree.param(c));
                let defaults: Vec<Task> = params.filter_map(|p| p.default).map(Run).collect();
                self.next(defaults.into_iter().chain([Define(node)]));
            }
            Kind::Comp(_) if self.is_late(node) => {
                let clause = tree.find(node, |k| matches!(k, Kind::CompFor { .. }));
                let first = clause.and_then(|c| tree.two(c)).map(|(_, n)| Run(n));
                self.next(first.into_iter().chain([Raise, Define(node)]));
            }
            Kind::Comp(_) => self.comprehension(node),
            Kind::TypeParam(_) => {
                let parts = tree.children(node).flat_map(|c| match tree.kind(c) {
                    Kind::Ident(_) => vec![Bind(c)],
                    _ => late(c).to_vec(),
                });
                let parts: Vec<Task> = parts.collect();
                self.next(parts);
            }
            Kind::Pattern(PatternKind::Or) if self.variables.binds(node, tree.end(node)) => {
                let mut tasks = vec![Open(JunctionKind::Plain)];
                for part in tree.children(node) {
                    tasks.extend([Open(JunctionKind::Plain), Jump(0), Run(part), Jump(1)]);
                    tasks.push(Land(part, tree.end(part)));
                }
                self.next(tasks.into_iter().chain([Stop, Land(node, tree.end(node))]));
            }
            Kind::Pattern(PatternKind::Keyword) => {
                // The name before the `=` is one of the class.
                let parts: Vec<Task> = tree.children(node).skip(1).map(Run).collect();
                self.next(parts);
            }
            _ => {
                let parts: Vec<Task> = tree.children(node).map(Run).collect();
                self.next(parts.into_iter().chain([Raise]));
            }
        }
    }

    /// Reads what stands in a comprehension: round after round, in which each part may be the last.
    pub(super) fn comprehension(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let end = tree.end(node);
        let is_late = self.is_late(node);
        let mut clauses = tree.children(node).filter(|c| is_clause(tree.kind(*c)));
        let mut tasks = Vec::new();
        let first = clauses.next();
        let parts = |clause: NodeId| tree.two(clause);
        let first = first.and_then(parts);
        // A generator is given what its first clause goes over.
        if let Some((_, over)) = first.filter(|_| !is_late) {
            tasks.extend([Run(over), Raise]);
        }
        tasks.extend([Open(JunctionKind::Plain), Head(node), Raise, Jump(0)]);
        tasks.push(Open(JunctionKind::Plain));
        tasks.extend(first.map(|(target, _)| Bind(target)));
        for clause in clauses {
            match tree.kind(clause) {
                Kind::CompIf => {
                    tasks.extend(tree.child(clause, 0).map(Run));
                    tasks.push(Jump(0));
                }
                _ => {
                    if let Some((target, over)) = parts(clause) {
                        tasks.extend([Run(over), Raise, Jump(0), Bind(target)]);
                    }
                }
            }
        }
        let values = tree.children(node).filter(|c| !is_clause(tree.kind(*c)));
        tasks.extend(values.map(Run));
        tasks.extend([Jump(0), Back(node), Jump(0), Land(node, end)]);
        self.next(tasks);
    }

    /// Reads a condition; those that stand behind its `else` lead to the same end.
    fn conditional(&mut self, node: NodeId) {
        use Task::*;
        let tree = self.tree;
        let mut tasks = vec![Open(JunctionKind::Plain)];
        let mut at = node;
        while let (Kind::Conditional, [value, test, otherwise]) =
            (tree.kind(at), &tree.children(at).collect::<Vec<_>>()[..])
        {
            tasks.extend([Run(*test), Open(JunctionKind::Plain), Jump(0)]);
            tasks.extend([Run(*value), Jump(1), Land(*value, tree.end(*value))]);
            at = *otherwise;
        }
        // What is broken is read as it stands.
        let is_broken = at == node;
        let rest = tree.children(at).filter(|_| is_broken).map(Run);
        tasks.extend(rest.chain((!is_broken).then_some(Run(at))));
        self.next(
            tasks
                .into_iter()
                .chain([Jump(0), Land(node, tree.end(node))]),
        );
    }

    /// Reads what is only come to at times, one after the other.
    fn perhaps(&self, parts: Vec<NodeId>, end: NodeId) -> Vec<Task> {
        use Task::*;
        let Some(first) = parts.first().copied() else {
            return Vec::new();
        };
        if !self.variables.binds(first, end) {
            return parts.into_iter().map(Run).collect();
        }
        let mut tasks = vec![Open(JunctionKind::Plain)];
        for part in parts {
            tasks.extend([Jump(0), Run(part)]);
        }
        tasks.extend([Jump(0), Land(first, end)]);
        tasks
    }
}

fn is_clause(kind: Kind) -> bool {
    matches!(kind, Kind::CompFor { .. } | Kind::CompIf)
}
