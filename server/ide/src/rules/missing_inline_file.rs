//! `!inline` of a file that is not there.

use model::file::FileKind;
use model::flow::{Content, Module, ModuleKind, Place};
use model::language::ScriptLanguage;
use model::references::Key;
use model::references::app::{self, AppRole};
use model::workspace::InlineTarget;
use syntax::{FileId, Span};

use super::support::backend::{beside, id, is_in_backend};
use super::{FixKind, Level, Rule, RuleInfo, invalid_inline_path, missing_main};
use crate::context::Context;
use crate::finding::{Finding, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-inline-file",
        Level::Error,
        include_str!("missing_inline_file.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind == FileKind::App {
        check_app(cx);
        return;
    }
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let ModuleKind::RawScript {
            content: Content::Inline(content),
            lock,
            language,
            ..
        } = &module.kind
        else {
            continue;
        };
        for (inline, is_lock) in
            std::iter::once((content, false)).chain(lock.iter().map(|l| (l, true)))
        {
            if invalid_inline_path::problem(inline).is_some() {
                continue;
            }
            let target = cx
                .workspace
                .inline_target(&cx.file.path, inline, module.id_text());
            let InlineTarget::Missing { other_case, path } = target else {
                continue;
            };
            let place = (inline.name.span, inline.name.value.as_str());
            let finding = report(cx, place, is_lock, other_case, "flow");
            if !is_lock && other_case.is_none() {
                let name = &inline.name.value;
                let language = language.as_ref().map_or("", |l| &l.value);
                let create = |text: String| {
                    let yet = missing_main::yet_to_write(&text);
                    Fix::create(format!("Create `{name}`"), path, text, yet)
                };
                finding.fix = template(module, language, name).map(create);
            }
        }
    }
}

/// The same in a file of an app.
fn check_app(cx: &mut Context<'_>) {
    for run in app::runs(cx.file) {
        if matches!(run.key, Key::CodeBeside(_)) && is_in_backend(&cx.file.path) {
            check_beside(cx, run.span);
        }
        if !matches!(run.key, Key::Inline(_)) {
            continue;
        }
        let name = run.span.slice(cx.file.text());
        let target = cx.workspace.inline_target_of_app(cx.file, name);
        if let InlineTarget::Missing { other_case, .. } = target {
            let is_lock = run.role == AppRole::Lock;
            report(cx, (run.span, name), is_lock, other_case, "app");
        }
    }
}

/// `backend/ID.yaml` says that the code stands beside it: it may be found whatever the language is.
fn check_beside(cx: &mut Context<'_>, span: Span) {
    let id = id(&cx.file.path);
    if beside(cx.workspace, &cx.file.path).is_empty() {
        cx.report(
            span,
            format!("There is no code for `{id}` beside this file"),
        )
        .help(format!(
            "write it to `{id}.ts`, `{id}.py` or the like, or name a `script`"
        ));
    }
}

/// Reports that the file of a name is not there; `near` is one that differs in letter case only, `whose` what it would stand
/// beside.
fn report<'c>(
    cx: &'c mut Context<'_>,
    (span, name): (Span, &str),
    is_lock: bool,
    near: Option<FileId>,
    whose: &str,
) -> &'c mut Finding {
    let near = near.and_then(|id| cx.workspace.get(id));
    let near = near.map(|f| model::path::name(&f.path).to_owned());
    let what = if is_lock { "Lock file" } else { "Inline file" };
    let as_written = span.slice(cx.file.text()) == name;
    let finding = cx.report(span, format!("{what} `{name}` does not exist"));
    match near {
        Some(near) => {
            let last = name.rsplit('/').next().unwrap_or_default();
            let at = (span.end as usize).saturating_sub(last.len());
            let place = Span::new(at, span.end as usize);
            if as_written && last.eq_ignore_ascii_case(&near) {
                finding.fix(Fix::meant(place, near.as_str()));
            }
            finding.help(format!("there is `{near}`: upper and lower case count"))
        }
        None if is_lock => finding.help("run `wmill generate-metadata`, or remove `lock`"),
        None => finding.help(format!("create it beside the {whose}, or correct the name")),
    };
    if is_lock {
        finding.level(Level::Hint);
    }
    finding
}

/// Code that takes what the step gives.
fn template(module: &Module, language: &str, file: &str) -> Option<String> {
    let language = ScriptLanguage::from_name(language);
    let (_, ending) = file.rsplit_once('.')?;
    if !language.inline_extensions().contains(&ending) {
        return None;
    }
    let name = match module.place {
        Place::Preprocessor => "preprocessor",
        _ => "main",
    };
    let code = missing_main::template(&language, name, missing_main::given(module)?)?;
    Some(code + "\n")
}
