//! All rules, in the order of the catalogue.

use super::*;

/// Every rule there is.
pub const RULES: &[&Rule] = &[
    &yaml_syntax::RULE,
    &duplicate_key::RULE,
    &missing_field::RULE,
    &misplaced_field::RULE,
    &invalid_type::RULE,
    &invalid_value::RULE,
    &duplicate_step_id::RULE,
    &invalid_step_id::RULE,
    &reserved_step_id::RULE,
    &special_module_id::RULE,
    &special_module_type::RULE,
    &missing_inline_file::RULE,
    &invalid_inline_path::RULE,
    &expression_syntax::RULE,
    &empty_expression::RULE,
    &reference_as_expression::RULE,
    &null_expression::RULE,
    &unknown_step::RULE,
    &forward_step_reference::RULE,
    &inner_step_reference::RULE,
    &results_in_preprocessor::RULE,
    &unresolvable_results_access::RULE,
    &unknown_flow_input::RULE,
    &iter_outside_loop::RULE,
    &missing_input::RULE,
    &unknown_input::RULE,
    &python_syntax::RULE,
    &missing_main::RULE,
    &missing_preprocessor::RULE,
    &uppercase_resource_type::RULE,
    &missing_typed_dict_import::RULE,
    &unused_ignore::RULE,
];
