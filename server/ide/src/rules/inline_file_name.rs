//! The dotted name of an inlined file in a workspace that has none of those.

use model::flow::{Content, ModuleKind};

use super::support::synced::root;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "inline-file-name",
        Level::Hint,
        include_str!("inline_file_name.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let non_dotted = root(cx)
        .and_then(|r| r.config.as_ref())
        .is_some_and(|c| c.non_dotted());
    let Some(flow) = cx.flow().filter(|_| non_dotted) else {
        return;
    };
    for (_, module) in flow.modules() {
        let ModuleKind::RawScript {
            content: Content::Inline(inline),
            ..
        } = &module.kind
        else {
            continue;
        };
        let name = &inline.name.value;
        if let Some((stem, ending)) = name.split_once(".inline_script.") {
            cx.report(
                inline.name.span,
                format!("`{name}` is the dotted form of `{stem}.{ending}`"),
            )
            .help("`wmill.yaml` says `nonDottedPaths: true`: the next pull renames it");
        }
    }
}
