//! The rules: one file each, with its page beside it. The page is its documentation and its test.
//!
//! To add one: write `my_rule.md`, then `my_rule.rs` with a `RULE`, and name it in `catalog.rs`.

mod ambiguous_script;
mod approval_without_events;
mod approval_without_links;
mod catalog;
mod constant_condition;
mod deprecated_field;
mod deprecated_sdk;
mod duplicate_key;
mod duplicate_note_id;
mod duplicate_route;
mod duplicate_step_id;
mod empty_expression;
mod endless_while_loop;
mod expression_as_static;
mod expression_syntax;
mod flow_as_file;
mod folder_import;
mod forward_step_reference;
mod handler_path;
mod ignored_field;
mod ignored_setting;
mod import_shadows_resource_type;
mod inline_file_name;
mod inner_step_reference;
mod input_type_mismatch;
mod invalid_cron;
mod invalid_flow_schema;
mod invalid_group;
mod invalid_ignore;
mod invalid_inline_path;
mod invalid_main_signature;
mod invalid_path;
mod invalid_route;
mod invalid_step_id;
mod invalid_tool_name;
mod invalid_type;
mod invalid_value;
mod iter_outside_loop;
mod iterator_not_array;
mod language_mismatch;
mod late_import;
mod lost_default;
mod main_called;
mod misplaced_field;
mod missing_field;
mod missing_inline_file;
mod missing_input;
mod missing_lock;
mod missing_main;
mod missing_metadata;
mod missing_preprocessor;
mod missing_typed_dict_import;
mod multiple_documents;
mod nondeterministic_workflow;
mod null_default;
mod null_expression;
mod orphan_metadata;
mod preprocessor_event;
mod python_syntax;
mod reference_as_expression;
mod reference_in_text;
mod requirements_list;
mod reserved_step_id;
mod resource_format;
mod resource_type_after_main;
mod resource_value;
mod results_in_preprocessor;
mod retry_without_delay;
mod run;
mod schedule_target;
mod sdk_arguments;
mod shared_inline_file;
mod special_module_id;
mod special_module_type;
mod stale_metadata;
mod static_type_mismatch;
mod stop_after_all_iters_outside_loop;
mod support;
mod swallowed_task_error;
mod trigger_target;
mod typescript_syntax;
mod unavailable_name;
mod unawaited_task;
mod unknown_component;
mod unknown_field;
mod unknown_flow;
mod unknown_flow_input;
mod unknown_group_step;
mod unknown_import;
mod unknown_input;
mod unknown_name;
mod unknown_property;
mod unknown_resource;
mod unknown_resource_type;
mod unknown_runnable;
mod unknown_script;
mod unknown_sdk_name;
mod unknown_step;
mod unknown_timezone;
mod unknown_variable;
mod unlisted_requirement;
mod unpassed_parameter;
mod unread_annotation;
mod unrecognized_main;
mod unresolvable_results_access;
mod unresolved_inline;
mod unsupported_annotation;
mod unused_flow_input;
mod unused_ignore;
mod unused_resource_type;
mod uppercase_resource_type;
mod wrapped_reference;
mod wrong_sdk_package;
mod yaml_syntax;

use crate::context::Context;
use crate::rule::{FixKind, Level, RuleInfo};

use catalog::ALL;
pub use catalog::RULES;
pub(crate) use reserved_step_id::is_reserved as is_reserved_id;
pub use run::Checked;
pub(crate) use run::{check, check_again, check_watched};
pub(crate) use shared_inline_file::SharedFiles;
pub(crate) use support::absent::Absent;
pub(crate) use support::code_edit::line_break;
pub(crate) use support::reference::references;
pub(crate) use support::requirements::listed as listed_packages;
pub(crate) use support::resource_types::built_in as built_in_resource_types;
pub(crate) use support::schema_node::SchemaNode;
pub(crate) use support::suggest::Suggestions;
pub use support::suggest::{did_you_mean, with_words_of};
pub(crate) use support::target::inputs as inputs_of_target;
pub(crate) use support::time_zones::time_zones;
pub use support::told::MAX_FINDINGS;
pub(crate) use support::told::told;

pub(crate) use unknown_import::declared;

/// One rule of the catalogue, with what runs it.
pub(crate) struct Rule {
    /// What others know of it.
    pub(crate) info: RuleInfo,
    pub(crate) check: fn(&mut Context<'_>),
}

/// The rule with this name.
pub fn rule(name: &str) -> Option<&'static RuleInfo> {
    RULES.iter().copied().find(|r| r.name == name)
}
