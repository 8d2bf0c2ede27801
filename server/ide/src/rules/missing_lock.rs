//! Code without a lock, where the workspace wants locks.

use model::file::FileKind;
use model::flow::ModuleKind;
use model::language::ScriptLanguage;
use model::path;
use syntax::Span;
use syntax::yaml::Node;

use super::orphan_metadata::first_line;
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

fn report(cx: &mut Context<'_>, holder: Node<'_>, what: &str, lacking: &Lacking, otherwise: Span) {
    let pair = holder.pair("lock");
    let span = pair.map_or(otherwise, |p| {
        let value = p.value.map(|v| v.span()).filter(|s| !s.is_empty());
        value.unwrap_or(p.key.span())
    });
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
