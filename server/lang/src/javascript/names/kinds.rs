//! Which nodes open scopes, and which declare their name.

/// What opens a scope and is no function.
const BLOCKS: &[&str] = &[
    "statement_block",
    "switch_body",
    "for_statement",
    "for_in_statement",
    "catch_clause",
    "class_static_block",
    "class",
    "class_declaration",
    "abstract_class_declaration",
    "interface_declaration",
    "type_alias_declaration",
    "enum_declaration",
    "index_signature",
    "conditional_type",
    "internal_module",
    "module",
];

/// What has parameters of its own.
pub(super) const FUNCTIONS: &[&str] = &[
    "arrow_function",
    "function_expression",
    "function_declaration",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
    "function_signature",
    "method_signature",
    "abstract_method_signature",
    "call_signature",
    "construct_signature",
    "function_type",
    "constructor_type",
];

/// What declares its name in the scope round it.
pub(super) const DECLARATIONS: &[&str] = &[
    "function_declaration",
    "generator_function_declaration",
    "function_signature",
    "class_declaration",
    "abstract_class_declaration",
    "interface_declaration",
    "type_alias_declaration",
    "enum_declaration",
    "internal_module",
    "module",
];

/// Whether names are kept in it.
pub(super) fn is_scope(kind: &str) -> bool {
    BLOCKS.contains(&kind) || FUNCTIONS.contains(&kind)
}
