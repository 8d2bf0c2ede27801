//! Expressions that certainly give nothing, though they are run: to return one is no help.

use tree_sitter::Node;

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
pub fn no_value(node: Node<'_>, text: &str) -> Option<NoValue> {
    look(node, text, 0)
}

fn look(node: Node<'_>, text: &str, depth: usize) -> Option<NoValue> {
    if depth > MAX_DEPTH {
        return None;
    }
    let field = |name: &str| node.child_by_field_name(name);
    let inner = |node: Option<Node<'_>>| node.and_then(|n| look(n, text, depth + 1));
    match node.kind() {
        "null" | "undefined" => Some(NoValue::Literal),
        "arrow_function" | "function_expression" | "generator_function" | "class" => {
            Some(NoValue::Function)
        }
        "expression_statement" | "parenthesized_expression" | "await_expression" => {
            inner(first_code(node))
        }
        "unary_expression" => {
            let operator = field("operator")?;
            (operator.kind() == "void").then_some(NoValue::Literal)
        }
        "sequence_expression" => inner(field("right").or_else(|| last_code(node))),
        "assignment_expression" => inner(field("right")),
        "ternary_expression" => inner(field("consequence")).or_else(|| inner(field("alternative"))),
        "binary_expression" => {
            let chooses = matches!(field("operator")?.kind(), "&&" | "||" | "??");
            inner(field("right").filter(|_| chooses))
        }
        // Where the text stands alone, `await (x)` reads like a call.
        "call_expression" if is_await(field("function"), text) => {
            inner(field("arguments").and_then(last_code))
        }
        "call_expression" => {
            let function = field("function")?;
            // So does `await (x)()`, like a call of what it gives.
            let called = match is_await(function.child_by_field_name("function"), text) {
                true => function
                    .child_by_field_name("arguments")
                    .and_then(last_code)?,
                false => function,
            };
            silent_call(called, text, depth).then_some(NoValue::Call)
        }
        _ => None,
    }
}

fn is_await(function: Option<Node<'_>>, text: &str) -> bool {
    function.is_some_and(|f| text.get(f.byte_range()) == Some("await"))
}

/// Whether a call of this gives nothing.
fn silent_call(function: Node<'_>, text: &str, depth: usize) -> bool {
    let slice = |n: Node<'_>| text.get(n.byte_range()).unwrap_or_default();
    match function.kind() {
        "member_expression" => {
            let (Some(object), Some(property)) = (
                function.child_by_field_name("object"),
                function.child_by_field_name("property"),
            ) else {
                return false;
            };
            SILENT_METHODS.contains(&slice(property)) || slice(object) == "console"
        }
        "parenthesized_expression" => {
            let called = first_code(function).filter(|_| depth <= MAX_DEPTH);
            called.is_some_and(|c| silent_call(c, text, depth + 1))
        }
        "arrow_function" | "function_expression" => match function.child_by_field_name("body") {
            Some(body) if body.kind() == "statement_block" => !returns(body),
            Some(body) => look(body, text, depth + 1).is_some(),
            None => false,
        },
        _ => false,
    }
}

/// Whether a `return` with a value, or a `throw`, stands in a function's body, outside nested ones.
fn returns(body: Node<'_>) -> bool {
    let mut cursor = body.walk();
    loop {
        let node = cursor.node();
        let is_nested = node.kind().contains("function")
            || matches!(node.kind(), "method_definition" | "class_body");
        let gives = node.kind() == "return_statement" && node.named_child_count() > 0;
        if gives || node.kind() == "throw_statement" {
            return true;
        }
        if !is_nested && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() || cursor.node() == body {
                return false;
            }
        }
    }
}

fn first_code(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|n| n.kind() != "comment")
}

fn last_code(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|n| n.kind() != "comment")
        .last()
}
