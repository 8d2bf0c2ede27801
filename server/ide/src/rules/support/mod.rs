//! What several rules use: what they ask, how they word it, how they fix it. No rule stands here.

pub(in crate::rules) mod absent;
pub(in crate::rules) mod code_edit;
pub(in crate::rules) mod code_path;
pub(in crate::rules) mod foreign;
pub(in crate::rules) mod insert;
pub(in crate::rules) mod item_reference;
pub(in crate::rules) mod kind_fields;
pub(in crate::rules) mod lock;
pub(in crate::rules) mod names;
pub(in crate::rules) mod python_import;
pub(in crate::rules) mod python_name;
pub(in crate::rules) mod reference;
pub(in crate::rules) mod remove;
pub(in crate::rules) mod requirements;
pub(in crate::rules) mod resource_types;
pub(in crate::rules) mod scalar;
pub(in crate::rules) mod schema_node;
pub(in crate::rules) mod suggest;
pub(in crate::rules) mod synced;
pub(in crate::rules) mod tag_path;
pub(in crate::rules) mod target;
pub(in crate::rules) mod time_zones;
pub(in crate::rules) mod told;
pub(in crate::rules) mod unfinished;
pub(in crate::rules) mod yaml_columns;
pub(in crate::rules) mod yaml_repair;
