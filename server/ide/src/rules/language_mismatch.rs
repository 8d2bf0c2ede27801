//! An inlined file whose ending belongs to another language than the step's.

use model::flow::{Content, Kind};
use model::script::ScriptLanguage;

use super::{FixKind, Level, Rule};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "language-mismatch",
        Level::Warning,
        include_str!("language_mismatch.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        let Kind::RawScript {
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
