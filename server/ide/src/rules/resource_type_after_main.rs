//! A class that stands below the `main` whose parameter it types.

use lang::python::Class;
use model::script::Script;
use model::signature::EntryName;
use syntax::text::{is_word, line_start};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "resource-type-after-main",
        Level::Error,
        include_str!("resource_type_after_main.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let script = &code.script;
        let mut seen: Vec<&str> = Vec::new();
        for entry in [EntryName::Main, EntryName::Preprocessor] {
            let Some(signature) = script.entry(entry).signature() else {
                continue;
            };
            let types = signature.params.iter();
            let types = types.filter_map(|p| p.annotation.as_ref().zip(p.parts.as_ref()));
            for (ty, parts) in types {
                for name in parts.names() {
                    let below = script
                        .class(name)
                        .filter(|c| c.span.start > signature.span.end);
                    let Some(class) = below.filter(|_| !seen.contains(&name)) else {
                        continue;
                    };
                    if is_late(script) || is_known(script, name, signature.span.start) {
                        continue;
                    }
                    seen.push(name);
                    let function = entry.as_str();
                    let id = cx.id;
                    let fix = moved_up(cx, code, class, function, signature.span.start as usize);
                    cx.report(
                        code.outer(class.name.span),
                        format!("`{name}` is below `{function}`, which uses it: a NameError"),
                    )
                    .help(format!("move the class above `{function}`"))
                    .related(id, code.outer(ty.span), "used here")
                    .fix = fix;
                }
            }
        }
    }
}

/// Whether annotations are left alone until someone asks: by a `__future__` import, or from Python
/// 3.14 on, which a comment may ask for.
fn is_late(script: &Script) -> bool {
    let is_future = |i: &lang::python::Import| {
        let name = i.name.as_ref().map(|n| n.as_str());
        i.module.value == "__future__" && name == Some("annotations")
    };
    let comments = script.text.lines().filter(|l| l.starts_with('#'));
    script.imports().iter().any(is_future)
        || comments
            .into_iter()
            .any(|l| l.contains("3.14") || l.contains("py314"))
}

/// Whether something above `before` may have given the name a value.
fn is_known(script: &Script, name: &str, before: u32) -> bool {
    script.imports().iter().any(|i| i.is_star())
        || script
            .find_declaration(name)
            .is_none_or(|d| d.span.start < before)
}

/// The class above the function, which starts at `main`. `None` where it needs something else that stands below.
fn moved_up(
    cx: &Context<'_>,
    code: &CheckedCode,
    class: &Class,
    function: &str,
    main: usize,
) -> Option<Fix> {
    let script = &code.script;
    let source = &script.text;
    let text = class.span.slice(source);
    let needs = |other: &&Class| {
        let name = other.name.value.as_str();
        other.span.start as usize > main
            && other.span != class.span
            && text.split(|c| !is_word(c)).any(|w| w == name)
    };
    let line = line_start(source, main);
    let before = source[..line]
        .trim_end()
        .lines()
        .next_back()
        .unwrap_or_default();
    // Decorators belong to the function below them.
    let free =
        !before.trim_start().starts_with('@') && script.classes().iter().find(needs).is_none();
    let gone = code_edit::removed(cx, code, class.span);
    let there = code_edit::above(cx, code, main, &format!("{text}\n\n\n"));
    let title = format!("Move `{}` above `{function}`", class.name.value);
    code_edit::fix(title, true, vec![gone, there]).filter(|_| free)
}
