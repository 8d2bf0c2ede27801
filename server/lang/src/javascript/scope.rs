//! Which names an expression declares itself, and where they hold.

use rustc_hash::{FxHashMap, FxHashSet};

use super::flat::{Flat, ROOT};

/// Declarations of an expression.
#[derive(Default)]
pub(super) struct Scopes<'t> {
    /// The names that hold in a node and everything inside.
    pub(super) declared: FxHashMap<usize, Vec<&'t str>>,
    /// The nodes that are such a name at its declaration.
    pub(super) bindings: FxHashSet<usize>,
}

/// Collects all declarations. Hoisting is taken generously: a name holds in its whole scope.
pub(super) fn collect<'t>(flat: &'t Flat<'t>) -> Scopes<'t> {
    let mut scopes = Scopes::default();
    let len = flat.nodes.len();
    // The nearest function and the nearest block around each node's children.
    let (mut functions, mut blocks) = (vec![ROOT; len], vec![ROOT; len]);
    for node in 0..len {
        let parent = flat.nodes[node].parent;
        let (function, block) = (functions[parent], blocks[parent]);
        let is_function = flat.is_function(node) || node == ROOT;
        functions[node] = if is_function { node } else { function };
        blocks[node] = if is_function || is_block(flat.kind(node)) {
            node
        } else {
            block
        };
        let target = flat.child(node, "name");
        match flat.kind(node) {
            "variable_declarator" => {
                let of_function = flat.kind(parent) == "variable_declaration";
                scopes.bind(flat, target, if of_function { function } else { block });
            }
            "function_declaration" | "generator_function_declaration" => {
                scopes.bind(flat, target, function);
            }
            "class_declaration" => scopes.bind(flat, target, block),
            "function_expression" | "generator_function" | "class" => {
                scopes.bind(flat, target, node);
            }
            "catch_clause" => scopes.bind(flat, flat.child(node, "parameter"), node),
            "for_in_statement" => {
                let kind = flat.child(node, "kind").map(|kind| flat.kind(kind));
                let scope = match kind {
                    Some("var") => function,
                    Some(_) => node,
                    None => ROOT,
                };
                scopes.bind(flat, flat.child(node, "left"), scope);
            }
            // Assigning to a name that nobody declared makes a global one.
            "assignment_expression" => scopes.bind(flat, flat.child(node, "left"), ROOT),
            _ => {}
        }
        if flat.is_function(node) {
            scopes.bind(flat, flat.child(node, "parameters"), node);
            scopes.bind(flat, flat.child(node, "parameter"), node);
            if flat.kind(node) != "arrow_function" {
                scopes.declared.entry(node).or_default().push("arguments");
            }
        }
    }
    scopes
}

fn is_block(kind: &str) -> bool {
    matches!(
        kind,
        "statement_block"
            | "switch_body"
            | "for_statement"
            | "for_in_statement"
            | "class_static_block"
    )
}

impl<'t> Scopes<'t> {
    /// Declares every name that a pattern binds.
    fn bind(&mut self, flat: &'t Flat<'t>, pattern: Option<usize>, scope: usize) {
        let Some(pattern) = pattern else { return };
        let end = flat.nodes[pattern].end;
        let mut node = pattern;
        while node < end {
            let parent = flat.kind(flat.nodes[node].parent);
            let skipped = match flat.kind(node) {
                // Targets like `a.b = 1` declare nothing.
                "member_expression" | "subscript_expression" | "computed_property_name" => true,
                // The defaults, and the value of an assignment that stands in a default.
                _ if node != pattern && flat.nodes[node].field == "right" => {
                    matches!(parent, "assignment_pattern" | "object_assignment_pattern")
                }
                _ => false,
            };
            if skipped {
                node = flat.nodes[node].end;
                continue;
            }
            if matches!(
                flat.kind(node),
                "identifier" | "shorthand_property_identifier_pattern"
            ) {
                self.bindings.insert(node);
                self.declared
                    .entry(scope)
                    .or_default()
                    .push(flat.slice(node));
            }
            node += 1;
        }
    }
}
