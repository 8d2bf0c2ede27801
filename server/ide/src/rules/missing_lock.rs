//! Code without a lock, where the workspace wants locks.

use model::file::FileKind;
use model::flow::ModuleKind;
use model::language::ScriptLanguage;
use model::path;
use model::references::app;
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::Node;

use super::orphan_metadata::first_line;
use super::support::backend::is_in_backend;
use super::support::lock::{Lacking, is_needed, lacking};
use super::support::synced::root;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-lock",
        Level::Error,
        include_str!("missing_lock.md"),
    )
    .asked_by(model::config::WmillConfig::requires_locks),
    check,
};

fn check(cx: &mut Context<'_>) {
    match cx.file.kind {
        FileKind::Metadata => script(cx),
        FileKind::Flow => flow(cx),
        FileKind::App if is_in_backend(&cx.file.path) => backend(cx),
        FileKind::App => low_code(cx),
        FileKind::Script(_) if is_in_backend(&cx.file.path) => code_of_backend(cx),
        _ => {}
    }
}

/// The path of the file in its workspace, where sync takes it.
fn synced<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let root = root(cx)?;
    let relative = path::relative(&root.dir, &cx.file.path)?;
    let config = root.config.as_ref()?;
    config.syncs(relative).then_some(relative)
}

/// The metadata of a script; one with modules keeps its lock elsewhere.
fn script(cx: &mut Context<'_>) {
    let (Some(root), Some(relative)) = (root(cx), synced(cx)) else {
        return;
    };
    let Some((stem, _)) = relative.rsplit_once(".script.") else {
        return;
    };
    let (names, from) = (cx.workspace.names(), &cx.file.path);
    let config = root.config.as_ref();
    if names.is_owned(from) || !config.is_some_and(|c| c.syncs_scripts()) {
        return;
    }
    // Which of several is the script is another rule's question.
    let [code] = names.contents(from, stem) else {
        return;
    };
    let Some(FileKind::Script(language)) = cx.workspace.get(*code).map(|f| &f.kind) else {
        return;
    };
    // What is bundled brings its packages along: Windmill's command line writes an empty lock.
    let is_bundled = *language == ScriptLanguage::Bun && config.is_some_and(|c| c.has_codebases());
    let language = language.name();
    let Some(metadata) = cx.file.yaml().root().filter(|r| r.is_mapping()) else {
        return;
    };
    if !is_needed(language) || is_bundled || metadata.merges_unknown() {
        return;
    }
    let lock = metadata.get("lock");
    let dir = &*root.dir;
    if let Some(lacking) = lacking(cx.workspace, lock, dir, Some(dir)) {
        let what = format!("This {} script", shown(language));
        report(cx, metadata, &what, &lacking, first_line(cx.file));
    }
}

fn flow(cx: &mut Context<'_>) {
    let (Some(flow), Some(relative)) = (cx.flow(), synced(cx)) else {
        return;
    };
    let config = root(cx).and_then(|r| r.config.as_ref());
    let suffix = match config.is_some_and(|c| c.non_dotted()) {
        true => "__flow",
        false => ".flow",
    };
    if !path::parent(relative).ends_with(suffix) || !config.is_some_and(|c| c.syncs_flows()) {
        return;
    }
    let dir = path::parent(&cx.file.path);
    for (idx, module) in flow.modules() {
        let ModuleKind::RawScript {
            language: Some(language),
            ..
        } = &module.kind
        else {
            continue;
        };
        let value = module.value.map(|v| flow.node(v));
        let Some(value) = value.filter(|v| !v.merges_unknown()) else {
            continue;
        };
        if !is_needed(&language.value) {
            continue;
        }
        if let Some(lacking) = lacking(cx.workspace, value.get("lock"), dir, None) {
            let id = module.id_text();
            let what = match id.is_empty() {
                true => format!("This {} step", shown(&language.value)),
                false => format!("The {} step `{id}`", shown(&language.value)),
            };
            report(cx, value, &what, &lacking, flow.id_span(idx));
        }
    }
}

/// Whether sync takes the file as part of an app whose folder ends like this, by the layout.
fn in_app(cx: &Context<'_>, folder: &str, dotted: &str, non_dotted: &str) -> bool {
    let config = root(cx).and_then(|r| r.config.as_ref());
    let suffix = match config.is_some_and(|c| c.non_dotted()) {
        true => non_dotted,
        false => dotted,
    };
    synced(cx).is_some() && folder.ends_with(suffix) && config.is_some_and(|c| c.syncs_apps())
}

/// The code of a low-code app, wherever it stands below `value`.
fn low_code(cx: &mut Context<'_>) {
    let dir = path::parent(&cx.file.path);
    let is_app = path::name(&cx.file.path).starts_with("app.");
    if !is_app || !in_app(cx, dir, ".app", "__app") {
        return;
    }
    let Some(value) = cx.file.yaml().root().and_then(|r| r.get("value")) else {
        return;
    };
    // An alias is followed once.
    let mut seen = FxHashSet::default();
    let mut rest = vec![value];
    let mut found = Vec::new();
    while let Some(node) = rest.pop() {
        if !seen.insert(node.id()) {
            continue;
        }
        rest.extend(node.items());
        for pair in node.pairs() {
            let Some(value) = pair.value else { continue };
            match pair.key.says("inlineScript") && value.is_mapping() {
                true => found.push((node, pair.key, value)),
                false => rest.push(value),
            }
        }
    }
    found.sort_by_key(|(_, key, _)| key.span());
    for (holder, key, script) in found {
        let language = script.get("language").and_then(|l| l.as_str());
        let Some(language) = language.filter(|l| is_needed(l)) else {
            continue;
        };
        if script.merges_unknown() {
            continue;
        }
        if let Some(lacking) = lacking(cx.workspace, script.get("lock"), dir, None) {
            let name = holder.get("name").and_then(|n| n.as_str());
            let what = match name.filter(|n| !n.is_empty()) {
                Some(name) => format!("The {} code of `{name}`", shown(&language)),
                None => format!("This {} code", shown(&language)),
            };
            report(cx, script, &what, &lacking, key.span());
        }
    }
}

/// `backend/ID.yaml` of an app: its code stands beside it, and so does the lock.
fn backend(cx: &mut Context<'_>) {
    let Some(root) = cx.file.yaml().root() else {
        return;
    };
    let Some(kind) = root.get("type").filter(|t| t.says("inline")) else {
        return;
    };
    let mut runs = app::runs(cx.file).into_iter();
    let code = runs.find_map(|run| cx.workspace.leads_to(cx.file, &run.reference()));
    let code = code.and_then(|id| cx.workspace.get(id));
    let Some(FileKind::Script(language)) = code.map(|f| &f.kind) else {
        return;
    };
    // One that is kept in the file is looked up like others.
    let kept = root.get("inlineScript").and_then(|s| s.get("lock"));
    let dir = path::parent(&cx.file.path);
    if kept.is_none_or(|_| lacking(cx.workspace, kept, dir, None).is_some()) {
        lock_beside(cx, language.name(), kind.span());
    }
}

/// Code in the same folder that has no such file.
fn code_of_backend(cx: &mut Context<'_>) {
    let FileKind::Script(language) = &cx.file.kind else {
        return;
    };
    let stem = path::script_stem(&cx.file.path).unwrap_or_default();
    if cx.workspace.id(&format!("{stem}.yaml")).is_none() {
        lock_beside(cx, language.name(), first_line(cx.file));
    }
}

/// Reports that there is no lock beside a file of a backend. Whether one that is there is empty is not known.
fn lock_beside(cx: &mut Context<'_>, language: &str, span: Span) {
    let folder = path::parent(path::parent(&cx.file.path));
    if !is_needed(language) || !in_app(cx, folder, ".raw_app", "__raw_app") {
        return;
    }
    let Some(stem) = path::script_stem(&cx.file.path) else {
        return;
    };
    let lock = format!("{stem}.lock");
    if cx.workspace.id(&lock).is_none() {
        let what = format!("`{}`, {} code,", path::name(stem), shown(language));
        let why = Lacking::Missing(path::name(&lock).to_owned());
        tell(cx, span, &what, &why);
    }
}

fn report(cx: &mut Context<'_>, holder: Node<'_>, what: &str, lacking: &Lacking, otherwise: Span) {
    let pair = holder.pair("lock");
    let span = pair.map_or(otherwise, |p| {
        let value = p.value.map(|v| v.span()).filter(|s| !s.is_empty());
        value.unwrap_or(p.key.span())
    });
    tell(cx, span, what, lacking);
}

fn tell(cx: &mut Context<'_>, span: Span, what: &str, lacking: &Lacking) {
    let why = match lacking {
        Lacking::Nothing => "has no lock".to_owned(),
        Lacking::Missing(name) => format!("has no lock: there is no `{name}`"),
        Lacking::Empty(name) => format!("has no lock: `{name}` is empty"),
    };
    cx.report(span, format!("{what} {why}"))
        .help("`wmill generate-metadata` writes it");
}

/// A language by the name that people have for it.
fn shown(language: &str) -> &str {
    match language {
        "bun" => "Bun",
        "deno" => "Deno",
        "python3" => "Python",
        "php" => "PHP",
        "go" => "Go",
        "rust" => "Rust",
        "ansible" => "Ansible",
        other => other,
    }
}
