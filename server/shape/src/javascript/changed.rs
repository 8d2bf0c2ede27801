//! Which names of an expression are changed somewhere: their values are not followed.

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use lang::walk::{Visit, text, walk};

/// Methods that change a list in place.
const CHANGES: &[&str] = &["push", "unshift", "splice", "fill", "copyWithin"];

/// The names that a text assigns to or changes in place.
pub(super) fn changed_names<'t>(root: Node<'t>, source: &'t str) -> FxHashSet<&'t str> {
    let mut names = Vec::new();
    let mut add = |node: Option<Node<'t>>| {
        let mut node = node;
        while let Some(n) = node {
            match n.kind() {
                "member_expression" | "subscript_expression" => {
                    node = n.child_by_field_name("object")
                }
                "identifier" => {
                    names.push(text(n, source));
                    break;
                }
                _ => {
                    // Parts of a pattern: `[a, b] = …`.
                    walk(n, |visit| {
                        if let Visit::Enter(part, _) = visit
                            && part.kind() == "identifier"
                        {
                            names.push(text(part, source));
                        }
                        true
                    });
                    break;
                }
            }
        }
    };
    walk(root, |visit| {
        if let Visit::Enter(node, _) = visit {
            match node.kind() {
                "assignment_expression" | "augmented_assignment_expression" => {
                    add(node.child_by_field_name("left"));
                }
                "update_expression" => add(node.child_by_field_name("argument")),
                "unary_expression" if text(node, source).starts_with("delete") => {
                    add(node.child_by_field_name("argument"));
                }
                "call_expression" => {
                    let function = node.child_by_field_name("function");
                    let method = function.and_then(|f| f.child_by_field_name("property"));
                    let method = method.map_or("", |m| text(m, source));
                    if CHANGES.contains(&method) {
                        add(function.and_then(|f| f.child_by_field_name("object")));
                    }
                    // `Object.assign(x, …)`
                    if method == "assign" {
                        let arguments = node.child_by_field_name("arguments");
                        add(arguments
                            .and_then(|a| a.named_child(0))
                            .filter(|n| n.kind() == "identifier"));
                    }
                }
                _ => {}
            }
        }
        true
    });
    held_elsewhere(root, source, names)
}

/// What gives names their values: a declaration, an assignment, a loop.
#[derive(Default)]
struct Giver<'t> {
    /// The names on the left.
    left: Vec<&'t str>,
    /// The names in the value, but for those in other givers inside of it.
    right: Vec<&'t str>,
    /// Those others.
    inner: Vec<usize>,
    /// Whether the value is nothing that another name holds.
    is_new: bool,
}

/// The names, and those whose values they were made of: what is done to `b` after `b = a` is done to
/// `a`. What a call gives is taken to be new.
fn held_elsewhere<'t>(
    root: Node<'t>,
    source: &'t str,
    changed: Vec<&'t str>,
) -> FxHashSet<&'t str> {
    let mut names = FxHashSet::default();
    if changed.is_empty() {
        return names;
    }
    let givers = givers(root, source);
    let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, giver) in givers.iter().enumerate().filter(|(_, g)| !g.is_new) {
        for name in &giver.left {
            by_name.entry(name).or_default().push(i);
        }
    }
    let mut open = changed;
    // Givers whose values are held, and, with `true`, givers that lie in such a value.
    let mut held: Vec<(usize, bool)> = Vec::new();
    let mut looked_at = FxHashSet::default();
    loop {
        if let Some((i, is_inside)) = held.pop() {
            if looked_at.insert((i, is_inside)) {
                let giver = &givers[i];
                open.extend(&giver.right);
                if is_inside {
                    open.extend(&giver.left);
                }
                held.extend(giver.inner.iter().map(|i| (*i, true)));
            }
        } else if let Some(name) = open.pop() {
            if names.insert(name) {
                let givers = by_name.remove(name).into_iter().flatten();
                held.extend(givers.map(|i| (i, false)));
            }
        } else {
            return names;
        }
    }
}

fn givers<'t>(root: Node<'t>, source: &'t str) -> Vec<Giver<'t>> {
    let mut givers: Vec<Giver<'t>> = Vec::new();
    // Those around the node, each with its node, what is on its left and its value.
    let mut open: Vec<(usize, [Option<Node<'t>>; 2])> = Vec::new();
    // The nodes around, each with the giver whose left or value it is.
    let mut sides: Vec<Option<(usize, bool)>> = Vec::new();
    walk(root, |visit| {
        let node = match visit {
            Visit::Enter(node, ()) => node,
            Visit::Leave(node) => {
                sides.pop();
                if fields(node).is_some() && !givers.is_empty() {
                    open.pop();
                }
                return true;
            }
        };
        // Which side of which giver the node stands on.
        let mut side = sides.last().copied().flatten();
        if let Some((giver, [left, value])) = open.last() {
            if *left == Some(node) {
                side = Some((*giver, false));
            } else if *value == Some(node) {
                side = Some((*giver, true));
            }
        }
        if let Some((giver, is_value)) = side
            && matches!(
                node.kind(),
                "identifier"
                    | "shorthand_property_identifier"
                    | "shorthand_property_identifier_pattern"
            )
        {
            let giver = &mut givers[giver];
            match is_value {
                true => giver.right.push(text(node, source)),
                false => giver.left.push(text(node, source)),
            }
        }
        if let Some((left, value)) = fields(node) {
            let (left, value) = (
                node.child_by_field_name(left),
                node.child_by_field_name(value),
            );
            let next = givers.len();
            if let Some((outer, _)) = side {
                givers[outer].inner.push(next);
            }
            let is_new = value.is_none_or(|v| {
                matches!(
                    v.kind(),
                    "call_expression"
                        | "arrow_function"
                        | "function_expression"
                        | "binary_expression"
                )
            });
            givers.push(Giver {
                is_new,
                ..Giver::default()
            });
            open.push((next, [left, value]));
            side = None;
        }
        sides.push(side);
        true
    });
    givers
}

/// The fields of what gives names their values: those names, and the value.
fn fields(node: Node<'_>) -> Option<(&'static str, &'static str)> {
    match node.kind() {
        "variable_declarator" => Some(("name", "value")),
        "assignment_expression" | "for_in_statement" => Some(("left", "right")),
        _ => None,
    }
}
