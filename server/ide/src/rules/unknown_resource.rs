//! A resource that is not on the disk.

use model::file::ItemKind;

use super::support::item_reference;
use super::{Level, Rule};

pub(crate) const RULE: Rule = Rule {
    pedantic: true,
    ..Rule::new(
        "unknown-resource",
        Level::Hint,
        include_str!("unknown_resource.md"),
        |cx| item_reference::check(cx, ItemKind::Resource),
    )
};
