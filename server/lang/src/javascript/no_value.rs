//! Expressions that certainly give nothing, though they are run: to return one is no help.

use super::tree::{Kind, Mark, NodeId, Role, Tree, Unary};

/// What an expression is whose value is `null` or `undefined`, whatever it reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoValue {
    /// `null` or `undefined`, as it is written.
    Literal,
    /// A function or a class that nobody calls: no value of JSON.
    Function,
    /// A call that gives nothing back: `forEach`, `console.log`, a function of its own without a `return`.
    Call,
}

/// Deepest brackets, commas and choices that are looked into.
const MAX_DEPTH: usize = 50;

/// Methods that give nothing back, on all objects that have them.
const SILENT_METHODS: [&str; 1] = ["forEach"];

/// Whether an expression, or one of the values that it chooses from, certainly is nothing; `None`: it may give
/// a value.
pub fn no_value(tree: &Tree, node: NodeId) -> Option<NoValue> {
    look(tree, node, 0)
}

fn look(tree: &Tree, node: NodeId, depth: usize) -> Option<NoValue> {
    if depth > MAX_DEPTH {
        return None;
    }
    let part = |role: Role| tree.part(node, role);
    let inner = |node: Option<NodeId>| node.and_then(|n| look(tree, n, depth + 1));
    match tree.kind(node) {
        Kind::Null | Kind::Undefined | Kind::Unary(Unary::Void) => Some(NoValue::Literal),
        Kind::Arrow | Kind::FunctionExpression | Kind::ClassExpression => Some(NoValue::Function),
        Kind::Expression | Kind::Paren | Kind::Await => inner(tree.child(node, 0)),
        Kind::Sequence => inner(tree.children(node).last()),
        Kind::Assign => inner(part(Role::Right)),
        Kind::Conditional => {
            inner(part(Role::Consequence)).or_else(|| inner(part(Role::Alternative)))
        }
        Kind::Binary(operator) => inner(part(Role::Right).filter(|_| operator.is_logical())),
        // Where the text stands alone, `await (x)` reads like a call.
        Kind::Call if is_await(tree, node) => inner(awaited(tree, node)),
        Kind::Call => {
            let function = part(Role::Function)?;
            // So does `await (x)()`, like a call of what it gives.
            let called = match is_await(tree, function) {
                true => awaited(tree, function)?,
                false => function,
            };
            silent_call(tree, called, depth).then_some(NoValue::Call)
        }
        _ => None,
    }
}

/// Whether a call is one of `await`.
fn is_await(tree: &Tree, call: NodeId) -> bool {
    let function = tree.part(call, Role::Function);
    function.is_some_and(|f| tree.text_of(f) == "await")
}

/// The last argument of a call.
fn awaited(tree: &Tree, call: NodeId) -> Option<NodeId> {
    let arguments = tree.part(call, Role::Arguments)?;
    tree.children(arguments).last()
}

/// Whether a call of this gives nothing.
fn silent_call(tree: &Tree, function: NodeId, depth: usize) -> bool {
    match tree.kind(function) {
        Kind::Member => {
            let object = tree.part(function, Role::Object);
            let property = tree.part(function, Role::Property);
            let (Some(object), Some(property)) = (object, property) else {
                return false;
            };
            SILENT_METHODS.contains(&tree.text_of(property)) || tree.text_of(object) == "console"
        }
        Kind::Paren => {
            let called = tree.child(function, 0).filter(|_| depth <= MAX_DEPTH);
            called.is_some_and(|c| silent_call(tree, c, depth + 1))
        }
        // What a generator gives is never nothing.
        Kind::FunctionExpression if tree.has(function, Mark::Generator) => false,
        Kind::Arrow | Kind::FunctionExpression => match tree.part(function, Role::Body) {
            Some(body) if tree.kind(body) == Kind::Block => !returns(tree, body),
            Some(body) => look(tree, body, depth + 1).is_some(),
            None => false,
        },
        _ => false,
    }
}

/// Whether a `return` with a value, or a `throw`, stands in a function's body, outside nested ones.
fn returns(tree: &Tree, body: NodeId) -> bool {
    let mut below = tree.below(body);
    while let Some(node) = below.next() {
        match tree.kind(node) {
            Kind::Throw => return true,
            Kind::Return if tree.child(node, 0).is_some() => return true,
            kind if kind.is_function() || kind == Kind::ClassBody => below.leave_out(),
            _ => {}
        }
    }
    false
}
