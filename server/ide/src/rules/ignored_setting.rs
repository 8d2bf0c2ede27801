//! What `wmill.yaml` says and Windmill's command line passes over, or what it passes over because of it.

use model::config::WmillConfig;
use model::file::FileKind;
use model::path;
use syntax::yaml::Node;

use super::support::scalar;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "ignored-setting",
        Level::Warning,
        include_str!("ignored_setting.md"),
    )
    .fix(FixKind::Unsafe),
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
    patterns(cx, root);
    servers(cx, root);
    layout(cx, root, config);
}

/// Folders below which sync looks for files.
const SYNCED: &[&str] = &[
    "f",
    "u",
    "g",
    "users",
    "groups",
    "dependencies",
    "locks",
    "migrations",
];

/// Patterns that fit no file, whatever a workspace has.
fn patterns(cx: &mut Context<'_>, root: Node<'_>) {
    let dir = path::parent(&cx.file.path).trim_end_matches('/');
    for key in ["includes", "extraIncludes", "excludes"] {
        for item in root.get(key).into_iter().flat_map(|l| l.items()) {
            let Some(pattern) = item
                .as_str()
                .filter(|_| item.is_string() && !item.is_broken())
            else {
                continue;
            };
            let plain = pattern.trim_end_matches('/');
            let has_signs =
                |text: &str| text.contains(['*', '?', '[', ']', '{', '}', '(', '!', '#', '\\']);
            let Some((first, _)) = pattern.split_once('/') else {
                continue;
            };
            if key != "excludes"
                && !first.is_empty()
                && !has_signs(first)
                && !first.starts_with('.')
                && !SYNCED.contains(&first)
            {
                cx.report(
                    item.span(),
                    format!("Nothing below `{first}/` is synced: the pattern fits no file"),
                )
                .help("sync looks below `f/`, `u/` and `g/` only: move the files there");
            } else if !has_signs(&pattern) && SYNCED.contains(&first) {
                let below = format!("{dir}/{plain}/");
                if !cx.workspace.names().starting(&below).is_empty() {
                    let meant = format!("{plain}/**");
                    let fix = scalar::meant(cx.file.text(), item, &meant);
                    let finding = cx.report(
                        item.span(),
                        format!("`{pattern}` is a folder: the pattern fits none of its files"),
                    );
                    finding.help(format!("write `{meant}`"));
                    finding.fix = fix;
                }
            }
        }
    }
}

/// Workspaces that say which one they are, and not on which server.
fn servers(cx: &mut Context<'_>, root: Node<'_>) {
    let workspaces = root.get("workspaces");
    for pair in workspaces.into_iter().flat_map(|w| w.pairs()) {
        let Some(id) = pair.value.and_then(|w| w.pair("workspaceId")) else {
            continue;
        };
        let is_known = pair
            .value
            .is_some_and(|w| w.pair("baseUrl").is_some() || w.merges_unknown());
        if is_known || pair.key.says("commonSpecificItems") {
            continue;
        }
        cx.report(
            id.key.span(),
            "`workspaceId` is not used without `baseUrl`: no server is known",
        )
        .help("add `baseUrl`, or pass `--base-url` to `wmill`")
        .level = Level::Hint;
    }
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
        if !folder.ends_with(other) {
            continue;
        }
        let is_own = cx.workspace.root_of(file).is_some_and(|r| *r.dir == *dir);
        let is_synced = path::relative(dir, file).is_some_and(|f| config.syncs(f));
        if is_own && is_synced {
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
