//! A script's metadata with several files that could be the script.

use model::path;

use super::orphan_metadata::{contents, first_line};
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "ambiguous-script",
        Level::Error,
        include_str!("ambiguous_script.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(contents) = contents(cx).filter(|c| c.len() > 1) else {
        return;
    };
    let name = path::name(&cx.file.path).to_owned();
    let place = first_line(cx.file);
    let list: Vec<String> = contents.iter().map(|c| format!("`{c}`")).collect();
    cx.report(
        place,
        format!(
            "`{name}` has {} scripts beside it: `wmill sync push` stops",
            contents.len()
        ),
    )
    .help(format!("keep one of these: {}", list.join(", ")));
}
