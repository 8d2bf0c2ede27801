//! The SDK is imported, and a list of packages that leaves it out takes the place of all imports.
use super::support::requirements;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unlisted-requirement",
        Level::Warning,
        include_str!("unlisted_requirement.md"),
    )
    .category(Category::Correctness),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let text = &code.script.text;
        let (listed, how) = match requirements::list(text) {
            Some(list) if list.behind.is_empty() => {
                (list.items, "add a line `# wmill` to the list")
            }
            Some(_) => continue,
            None => (
                requirements::block(text).unwrap_or_default(),
                "add `\"wmill\",` to `dependencies`",
            ),
        };
        let names = |item: &&str| {
            let package = requirements::package(item);
            package == "wmill" || item.contains("wmill") || item.contains("://")
        };
        // An empty list is a habit: the image has everything. Behind a space it may go on.
        if listed.is_empty() || listed.iter().any(names) || text.contains("extra_requirements") {
            continue;
        }
        let mut imports = code.script.imports().iter();
        let sdk = imports.find(|i| i.module.value == "wmill" && !i.optional);
        if let Some(sdk) = sdk {
            cx.report(
                code.outer(sdk.module.span),
                "`wmill` is not in the list of packages: it is not installed",
            )
            .help(format!("{how}: a list takes the place of all imports"));
        }
    }
}
