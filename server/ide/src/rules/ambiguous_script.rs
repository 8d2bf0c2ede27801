//! A script's metadata, or a file of an app's backend, with several files that could be the code.

use model::file::FileKind;
use model::path;

use super::orphan_metadata::{contents, first_line};
use super::support::backend::{code_of, is_in_backend};
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
    if cx.file.kind == FileKind::App {
        check_backend(cx);
        return;
    }
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

/// `backend/ID.yaml` with several files of code: which of them counts depends on the order in which the folder is read.
fn check_backend(cx: &mut Context<'_>) {
    let kind = cx.file.yaml().root().and_then(|r| r.get("type"));
    let Some(kind) = kind.filter(|t| t.says("inline") && is_in_backend(&cx.file.path)) else {
        return;
    };
    let code = code_of(cx.workspace, &cx.file.path);
    if code.len() < 2 {
        return;
    }
    let list: Vec<String> = code.iter().map(|c| format!("`{c}`")).collect();
    let message = format!("There are {} files of code beside this one", code.len());
    cx.report(kind.span(), message)
        .level(Level::Warning)
        .help(format!("keep one of these: {}", list.join(", ")));
}
