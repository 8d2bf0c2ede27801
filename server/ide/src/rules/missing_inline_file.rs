//! `!inline` of a file that is not there.

use model::flow::{Content, Module, ModuleKind, Place};
use model::language::ScriptLanguage;
use model::workspace::InlineTarget;
use syntax::Span;

use super::{FixKind, Level, Rule, RuleInfo, invalid_inline_path, missing_main};
use crate::context::Context;
use crate::finding::Fix;

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
            let name = &inline.name.value;
            let near = other_case.and_then(|id| cx.workspace.get(id));
            let near = near.map(|f| model::path::name(&f.path).to_owned());
            let what = if is_lock { "Lock file" } else { "Inline file" };
            let as_written = inline.name.span.slice(cx.file.text()) == name;
            let finding = cx.report(inline.name.span, format!("{what} `{name}` does not exist"));
            match near {
                Some(near) => {
                    let last = name.rsplit('/').next().unwrap_or_default();
                    let span = inline.name.span;
                    let at = (span.end as usize).saturating_sub(last.len());
                    let place = Span::new(at, span.end as usize);
                    if as_written && last.eq_ignore_ascii_case(&near) {
                        finding.fix(Fix::meant(place, near.as_str()));
                    }
                    finding.help(format!("there is `{near}`: upper and lower case count"))
                }
                None if is_lock => finding.help("run `wmill generate-metadata`, or remove `lock`"),
                None => finding.help("create it beside the flow, or correct the name"),
            };
            if is_lock {
                finding.level(Level::Hint);
            } else if other_case.is_none() {
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
