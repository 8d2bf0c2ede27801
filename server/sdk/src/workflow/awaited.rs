//! Calls that give a coroutine which nothing awaits.

use syntax::Span;

use super::{Code, Durable, WorkflowMistake, WorkflowMistakeKind};
use lang::python::tree::{Comprehension, Kind, NodeId};

/// Functions of Python that cannot do anything with a coroutine.
const BUILT_IN: &[&str] = &[
    "bool",
    "dict",
    "enumerate",
    "float",
    "int",
    "len",
    "list",
    "max",
    "min",
    "print",
    "range",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
];

/// What becomes of a coroutine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Dropped,
    /// It is taken for its result; whether `await` needs brackets there.
    Used { brackets: bool },
    /// It is given this name.
    Stored,
    /// Somebody may await it.
    Handed,
}

pub(super) fn look(code: &mut Code<'_>, workflow: NodeId, found: &mut Vec<WorkflowMistake>) {
    code.each(workflow, |code, node| {
        let kind = code.tree.kind(node);
        // Other functions may be called where nothing awaits; generators are run elsewhere.
        let is_elsewhere = kind.is_function() && !code.is_async(node);
        if is_elsewhere || kind == Kind::Comp(Comprehension::Generator) {
            return false;
        }
        let Some(durable) = code.durable(node) else {
            return true;
        };
        let Some(inner) = code.function_of(node) else {
            return true;
        };
        let fate = match fate(code, node, workflow == inner) {
            Fate::Stored => stored(code, node, inner),
            fate => fate,
        };
        found.extend(mistake(code, &durable, fate));
        true
    });
}

fn mistake(code: &Code<'_>, durable: &Durable, fate: Fate) -> Option<WorkflowMistake> {
    let whole = code.tree.span(durable.call);
    let (start, end) = (Span::at(whole.start as usize), Span::at(whole.end as usize));
    let (used, fix) = match fate {
        Fate::Dropped => (false, vec![(start, "await ")]),
        Fate::Used { brackets: false } => (true, vec![(start, "await ")]),
        Fate::Used { brackets: true } => (true, vec![(start, "(await "), (end, ")")]),
        Fate::Stored | Fate::Handed => return None,
    };
    Some(WorkflowMistake {
        kind: WorkflowMistakeKind::Unawaited {
            task: durable.task,
            used,
            fix,
        },
        name: code.tree.text_of(durable.function).to_owned(),
        span: code.tree.span(durable.function),
    })
}

/// What becomes of the value of an expression; `own`: whether it stands in the workflow itself.
fn fate(code: &Code<'_>, node: NodeId, own: bool) -> Fate {
    const USED: Fate = Fate::Used { brackets: false };
    let tree = code.tree;
    let Some(parent) = tree.parent(node) else {
        return Fate::Handed;
    };
    let is_child = |index| tree.child(parent, index) == Some(node);
    let head = Fate::Used {
        brackets: !tree.is_bracketed_head(node),
    };
    match tree.kind(parent) {
        Kind::Expression => Fate::Dropped,
        Kind::Attribute(_) => head,
        Kind::Subscript | Kind::Call if tree.is_first(node) => head,
        Kind::Call => argument(code, parent),
        Kind::Keyword(_) => tree
            .parent(parent)
            .map_or(Fate::Handed, |c| argument(code, c)),
        Kind::Subscript | Kind::Binary(_) | Kind::Unary(_) | Kind::Compare(_) | Kind::Str(_) => {
            USED
        }
        Kind::If | Kind::Elif | Kind::While if tree.is_first(node) => USED,
        Kind::Conditional | Kind::AugAssign(_) if is_child(1) => USED,
        Kind::For { is_async: false } | Kind::CompFor { is_async: false } if is_child(1) => USED,
        Kind::Assign { .. } => {
            let targets = tree.assignment(parent).map_or(Vec::new(), |p| p.targets);
            match targets[..] {
                [only] if only != node => match tree.kind(only) {
                    Kind::Name(_) => Fate::Stored,
                    Kind::Tuple => USED,
                    _ => Fate::Handed,
                },
                _ => Fate::Handed,
            }
        }
        Kind::Pair | Kind::Dict | Kind::List | Kind::Tuple if own => {
            match is_returned(code, parent) {
                true => USED,
                false => Fate::Handed,
            }
        }
        _ => Fate::Handed,
    }
}

/// What a call makes of an argument: tasks and some functions of Python want a result.
fn argument(code: &Code<'_>, call: NodeId) -> Fate {
    let Some(function) = code.tree.called(call) else {
        return Fate::Handed;
    };
    let is_task = code.durable(call).is_some_and(|d| d.task);
    if is_task || code.is_built_in(function, BUILT_IN) {
        return Fate::Used { brackets: false };
    }
    Fate::Handed
}

/// Whether a literal is what a function returns, be it inside another one.
fn is_returned(code: &Code<'_>, literal: NodeId) -> bool {
    let is_literal = |n: &NodeId| {
        matches!(
            code.tree.kind(*n),
            Kind::Pair | Kind::Dict | Kind::List | Kind::Tuple
        )
    };
    let holder = code.tree.above(literal).find(|n| !is_literal(n));
    holder.is_some_and(|h| code.tree.kind(h) == Kind::Return)
}

/// What becomes of a coroutine that is given a name: whatever its uses agree on.
fn stored(code: &mut Code<'_>, call: NodeId, function: NodeId) -> Fate {
    let tree = code.tree;
    let names = code.python.names();
    let target = tree.parent(call).and_then(|a| tree.child(a, 0));
    let (Some(target), Some(scope)) = (target, names.scope_of(function)) else {
        return Fate::Handed;
    };
    let Kind::Name(name) = tree.kind(target) else {
        return Fate::Handed;
    };
    if names.kept(name, scope).only().is_none() {
        return Fate::Handed;
    }
    let uses = code.uses(function);
    let uses = uses.get(&name).map_or(&[][..], Vec::as_slice).iter();
    let uses: Vec<(NodeId, bool)> = uses.filter(|(n, _)| *n != target).copied().collect();
    let is_unclear = uses.iter().any(|(_, inside)| *inside);
    if is_unclear {
        return Fate::Handed;
    }
    let mut all = Fate::Dropped;
    for (used, _) in uses {
        match fate(code, used, false) {
            Fate::Used { .. } => all = Fate::Used { brackets: false },
            _ => return Fate::Handed,
        }
    }
    all
}

/// Whether code below `node` awaits a task, where it stands.
pub(super) fn awaits_task(code: &Code<'_>, node: NodeId) -> bool {
    let tree = code.tree;
    let mut below = tree.below(node);
    // The end of the outermost `await` that is open.
    let mut awaited = node;
    while let Some(node) = below.next() {
        let kind = tree.kind(node);
        if kind.is_function() {
            below.leave_out();
        } else if kind == Kind::Await {
            awaited = awaited.max(tree.end(node));
        } else if node < awaited && code.durable(node).is_some() {
            return true;
        }
    }
    false
}
