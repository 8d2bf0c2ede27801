//! An inlined file whose ending belongs to another language than the step's.

use model::flow::{Content, ModuleKind};
use model::language::ScriptLanguage;

use super::support::foreign::foreign;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "language-mismatch",
        Level::Warning,
        include_str!("language_mismatch.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.role.is_script) {
        if let Some(language) = foreign(code) {
            report_foreign(cx, code, language);
        }
    }
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let ModuleKind::RawScript {
            content: Content::Inline(inline),
            language: Some(language),
            ..
        } = &module.kind
        else {
            continue;
        };
        let told = ScriptLanguage::from_name(language);
        let name = &inline.name.value;
        let Some(seen) = ScriptLanguage::from_file_name(name, &ScriptLanguage::Bun) else {
            continue;
        };
        let own = told
            .inline_extensions()
            .iter()
            .any(|e| name.ends_with(&format!(".{e}")));
        let both_typescript = told.is_typescript() && seen.is_typescript();
        if told == seen || own || both_typescript || !told.is_known() {
            continue;
        }
        let message = format!(
            "`{name}` is {}, but the step's language is `{}`",
            seen.name(),
            told.name()
        );
        let place = language.span;
        let as_written = place.slice(cx.file.text()) == language.value;
        let fix = as_written.then(|| Fix::meant(place, seen.name()));
        cx.report(place, message)
            .help("Windmill uses `language`: set it to the language of the file")
            .fix = fix;
    }
}

/// Reports code of another language: one finding, instead of what its own language makes of it.
fn report_foreign(cx: &mut Context<'_>, code: &CheckedCode, language: &str) {
    let own = code.script.language.name();
    let module = code.module.zip(cx.flow()).map(|(m, f)| &f.module(m).kind);
    let Some(ModuleKind::RawScript {
        language: Some(told),
        ..
    }) = module
    else {
        let message = format!("This is {language}, but the file is run as `{own}`");
        cx.report(code.place_of_absent(), message)
            .level(Level::Error)
            .help("give the file the ending of its language, and the step the right `language`");
        return;
    };
    let (place, as_written) = (told.span, told.span.slice(cx.file.text()) == told.value);
    let right = match language {
        "Python" => "python3",
        _ => "bun",
    };
    let message = format!("The code is {language}, but the step's language is `{own}`");
    let finding = cx.report(place, message);
    finding
        .level(Level::Error)
        .help(format!("write `language: {right}`"));
    if as_written {
        finding.fix(Fix::meant(place, right));
    }
}
