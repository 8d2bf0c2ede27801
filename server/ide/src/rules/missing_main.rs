//! A script that something runs and that has no `main`.

use model::flow::Module;
use model::language::ScriptLanguage;
use model::signature::{Entry, EntryName};
use syntax::Span;
use syntax::text::{is_ascii_word, line_start};

use super::support::code_edit;
use super::support::foreign::foreign;
use super::unrecognized_main::overlooked;
use super::{FixKind, Level, Rule, RuleInfo, unresolved_inline};
use crate::context::{CheckedCode, Context};
use crate::finding::{Applicability, Fix};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "missing-main",
        Level::Error,
        include_str!("missing_main.md"),
    )
    .fix(FixKind::Safe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    for code in cx.code() {
        let role = code.role;
        let level = match () {
            _ if role.needs_main => Level::Error,
            _ if role.needs_preprocessor || role.is_imported || role.is_library => continue,
            _ if !role.has_metadata => continue,
            // A library: others import what it has.
            _ if !role.is_script || exports(code) => continue,
            _ => Level::Hint,
        };
        // Only a preprocessor: something else may run it as one.
        let preprocesses = matches!(code.script.entry(EntryName::Preprocessor), Entry::Found(_));
        if *code.script.entry(EntryName::Main) != Entry::Missing || preprocesses && !role.needs_main
        {
            continue;
        }
        // `typescript-syntax` says it: what is broken may hold a `main`.
        if code.script.language.is_typescript() && !code.script.problems().is_empty() {
            continue;
        }
        // `unrecognized-main` says where it is, and `language-mismatch` that this is another language.
        if overlooked(code).is_some() || foreign(code).is_some() {
            continue;
        }
        if let Some(main) = code.script.unexported_main() {
            let fix = exported(cx, code, main);
            let message = "`main` is not exported, so Windmill cannot call it: the script fails";
            cx.report(code.outer(main), message)
                .help("write `export` before the function")
                .fix = fix;
            continue;
        }
        let is_default = exports_default(code);
        let (message, help) = if is_default {
            (
                "`main` is the default export: Windmill looks for one that is called `main`",
                "remove `default`",
            )
        } else if code.script.language.is_typescript() {
            (
                "This script has no exported `main` function, so it cannot run",
                "add `export async function main() { … }`",
            )
        } else {
            (
                "This script has no `main` function, so it cannot run",
                "add `def main(…):` at the top level of the file",
            )
        };
        let fix = function(cx, code, "main").filter(|_| !is_default);
        cx.report(code.place_of_absent(), message)
            .level(level)
            .help(help)
            .fix = fix;
    }
}

/// The `export` that is missing, where nothing but `function` or `async function` stands before the name.
fn exported(cx: &Context<'_>, code: &CheckedCode, name: Span) -> Option<Fix> {
    let (text, start) = (&code.script.text, name.start as usize);
    let line = line_start(text, start);
    let words: Vec<&str> = text[line..start].split_whitespace().collect();
    if !matches!(words[..], ["function"] | ["async", "function"]) {
        return None;
    }
    let head = start - text[line..start].trim_start().len();
    let edit = code_edit::replaced(cx, code, Span::at(head), "export ");
    code_edit::fix("Export `main`", true, vec![edit])
}

/// Whether TypeScript has a `main` that is exported as the default, under no name.
fn exports_default(code: &CheckedCode) -> bool {
    let mut lines = code.script.text.lines();
    code.script.language.is_typescript()
        && lines.any(|l| {
            let words: Vec<&str> = l
                .split(['(', ' ', '<'])
                .filter(|w| !w.is_empty())
                .take(5)
                .collect();
            matches!(
                words[..],
                ["export", "default", "function", "main", ..]
                    | ["export", "default", "async", "function", "main", ..]
            )
        })
}

/// Whether a TypeScript file has something for others: what it exports, or types alone.
pub(super) fn exports(code: &CheckedCode) -> bool {
    let starts = [
        "export ",
        "export{",
        "type ",
        "interface ",
        "declare ",
        "enum ",
    ];
    let mut lines = code.script.text.lines();
    code.script.language.is_typescript() && lines.any(|l| starts.iter().any(|s| l.starts_with(s)))
}

/// A function of this name that takes what the step gives, at the end of the code.
pub(super) fn function(cx: &Context<'_>, code: &CheckedCode, name: &str) -> Option<Fix> {
    let flow = cx.flow();
    let given = code
        .module
        .zip(flow)
        .map_or(Some(Vec::new()), |(m, f)| given(f.module(m)));
    // What runs a script from elsewhere gives inputs that are not seen here.
    let known = code.module.is_some() || !code.role.needs_main && !code.role.needs_preprocessor;
    if !known || !code.script.problems().is_empty() {
        return None;
    }
    let lines = template(&code.script.language, name, given?)?;
    let edit = code_edit::at_end(cx, code, &lines);
    let mut fix = code_edit::fix(format!("Add `{name}`"), true, vec![edit])?;
    fix.applicability = Applicability::Placeholder(yet_to_write(&fix.edits[0].text));
    Some(fix)
}

/// What a person has yet to write in a [`template`], in bytes of a text that ends with it: what it gives
/// back, or else more lines at its end.
pub(super) fn yet_to_write(text: &str) -> Span {
    let body = ["return None", "return null"]
        .iter()
        .find_map(|body| text.rfind(body).map(|at| Span::new(at, at + body.len())));
    body.unwrap_or_else(|| Span::at(text.trim_end().len()))
}

/// The names of what a step gives, each once; `None`: one of them can be no parameter.
pub(super) fn given(module: &Module) -> Option<Vec<&str>> {
    let mut names: Vec<&str> = Vec::new();
    for transform in &module.transforms {
        let name = transform.name.value.as_str();
        let word =
            name.chars().all(is_ascii_word) && !name.starts_with(|c: char| c.is_ascii_digit());
        if !word || name.is_empty() {
            return None;
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names)
}

/// The least code that takes these inputs, without a line break at its end; `None`: nothing is known
/// of the language.
pub(super) fn template(
    language: &ScriptLanguage,
    name: &str,
    mut names: Vec<&str>,
) -> Option<String> {
    if name == "preprocessor" && names.is_empty() {
        names.push("event");
    }
    let each = |part: fn(&&str) -> String| names.iter().map(part).collect::<Vec<_>>();
    Some(match language {
        l if l.is_typescript() => format!(
            "export async function {name}({}) {{\n  return null\n}}",
            each(|n| format!("{n}: any")).join(", ")
        ),
        ScriptLanguage::Python3 => {
            format!("def {name}({}):\n    return None", names.join(", "))
        }
        ScriptLanguage::Bash => {
            let numbered = names.iter().zip(1..);
            let lines: Vec<String> = numbered.map(|(n, i)| format!("{n}=\"${i}\"")).collect();
            lines.join("\n")
        }
        ScriptLanguage::PowerShell => {
            format!("param({})", each(|n| format!("${n}")).join(", "))
        }
        _ => return None,
    })
}
