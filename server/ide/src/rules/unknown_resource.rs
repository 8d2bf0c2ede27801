//! A resource that is not on the disk.

use model::file::ItemKind;

use super::support::item_reference;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-resource",
        Level::Hint,
        include_str!("unknown_resource.md"),
    )
    .category(Category::Correctness)
    .pedantic()
    .fix(FixKind::Unsafe),
    check: |cx| item_reference::check(cx, ItemKind::Resource),
};
