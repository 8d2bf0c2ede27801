//! What `wmill.yaml` says and Windmill's command line passes over, or what it passes over because of it.

use model::config::WmillConfig;
use model::file::FileKind;
use model::path;
use syntax::yaml::Node;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "ignored-setting",
        Level::Warning,
        include_str!("ignored_setting.md"),
    ),
    check,
};

/// Older forms of `workspaces`, in the order in which the command line looks for them.
const OLDER: &[&str] = &["gitBranches", "environments", "git_branches"];

/// How the folders of flows, apps and raw apps end, with dots and without.
const SUFFIXES: &[(&str, &str)] = &[
    (".flow", "__flow"),
    (".app", "__app"),
    (".raw_app", "__raw_app"),
];

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Config {
        return;
    }
    let (Some(root), Some(Ok(config))) = (cx.file.yaml().root(), cx.file.config()) else {
        return;
    };
    older_forms(cx, root);
    layout(cx, root, config);
}

/// `gitBranches` and the like beside `workspaces`.
fn older_forms(cx: &mut Context<'_>, root: Node<'_>) {
    let counts = |key: &&&str| root.get(key).is_some_and(|v| v.is_mapping());
    let found: Vec<&str> = std::iter::once(&"workspaces")
        .chain(OLDER)
        .filter(counts)
        .copied()
        .collect();
    let Some((first, others)) = found.split_first() else {
        return;
    };
    for key in others {
        let Some(pair) = root.pair(key) else { continue };
        cx.report(
            pair.key.span(),
            format!("`{key}` is ignored: `{first}` is used"),
        )
        .help(format!("move what counts to `{first}`, and remove `{key}`"))
        .level = Level::Hint;
    }
}

/// `nonDottedPaths` and folders that end in the other way.
fn layout(cx: &mut Context<'_>, root: Node<'_>, config: &WmillConfig) {
    let dir = path::parent(&cx.file.path);
    let here = format!("{}/", dir.trim_end_matches('/'));
    let mut passed_over: Vec<&str> = Vec::new();
    for file in cx.workspace.names().starting(&here) {
        let folder = path::parent(file);
        let is_main = match path::name(file) {
            "flow.yaml" | "flow.json" => 0,
            "app.yaml" | "app.json" => 1,
            "raw_app.yaml" | "raw_app.json" => 2,
            _ => continue,
        };
        let (dotted, plain) = SUFFIXES[is_main];
        let other = if config.non_dotted() { dotted } else { plain };
        let is_own = cx.workspace.root_of(file).is_some_and(|r| *r.dir == *dir);
        let is_synced = path::relative(dir, file).is_some_and(|f| config.syncs(f));
        if folder.ends_with(other) && is_own && is_synced {
            passed_over.push(path::relative(dir, folder).unwrap_or(folder));
        }
    }
    let Some(first) = passed_over.first().map(|f| (*f).to_owned()) else {
        return;
    };
    let others = match passed_over.len() - 1 {
        0 => String::new(),
        1 => " and one more".to_owned(),
        n => format!(" and {n} more"),
    };
    let pair = root.pair("nonDottedPaths");
    let span = pair.or_else(|| root.pairs().next()).map(|p| p.span);
    let Some(span) = span else { return };
    let (now, meant) = match config.non_dotted() {
        true => ("With `nonDottedPaths: true`", "false"),
        false if pair.is_none() => ("Without `nonDottedPaths: true`", "true"),
        false => ("With `nonDottedPaths: false`", "true"),
    };
    cx.report(span, format!("{now} sync passes over `{first}`{others}"))
        .help(format!(
            "rename the folders, or write `nonDottedPaths: {meant}`"
        ));
}
