//! Paths of scripts and flows that Python code gives to the SDK, as plain strings in the first place.
//! What runs there may well be on the server alone: only a slip of the pen is told, and as a hint.

use model::language::ScriptLanguage;
use model::script::Script;
use model::workspace::{Root, Workspace};
use syntax::Span;

use super::synced::keeps;
use super::{Level, code_edit};
use crate::context::Context;
use crate::python::sdk;

/// Functions of the SDK that take a script's path first, or by name.
pub(super) const SCRIPTS: &[&str] = &[
    "run_script",
    "run_script_async",
    "run_script_by_path",
    "run_script_by_path_async",
    "run_script_by_path_sync",
    "task",
    "task_script",
];

/// Functions of the SDK that take a flow's path first, or by name.
pub(super) const FLOWS: &[&str] = &["run_flow_async", "task_flow"];

/// Reports paths given to these functions that name nothing and are nearly the name of something.
pub(super) fn check<'k>(
    cx: &mut Context<'_>,
    root: &Root,
    what: &str,
    functions: &[&str],
    endings: &[&str],
    known: &dyn Fn() -> Vec<&'k str>,
    is_there: impl Fn(&str) -> bool,
) {
    for code in cx.code() {
        if code.script.language != ScriptLanguage::Python3 {
            continue;
        }
        for (name, path) in given(&code.script.text, functions) {
            let written = path.slice(&code.script.text);
            if is_there(written) || !keeps(root, written, endings) {
                continue;
            }
            let near = cx.did_you_mean(written, known());
            let is_call = || is_call(cx.workspace, &code.script, name);
            let Some(near) = near.filter(|_| is_call()) else {
                continue;
            };
            let fix = code_edit::replaced(cx, code, path, near)
                .and_then(|e| code_edit::fix(format!("Write `{near}`"), false, vec![Some(e)]));
            let message = format!("There is no {what} `{written}` in this workspace");
            let finding = cx.report(code.outer(path), message);
            finding.help(format!("did you mean `{near}`?")).fix = fix;
            finding.level = Level::Hint;
        }
    }
}

/// Whether the name is the SDK's, and not text or something else of the same name.
fn is_call(workspace: &Workspace, script: &Script, name: Span) -> bool {
    script.problems().is_empty() && sdk::callable_at(workspace, script, name).is_some()
}

/// Where one of these names is called with a plain string first: the name and the string's content.
fn given(text: &str, functions: &[&str]) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    for function in functions {
        for (at, _) in text.match_indices(function) {
            let end = at + function.len();
            let rest = &text[end..];
            if text[..at].ends_with(is_word) || !rest.starts_with('(') {
                continue;
            }
            let mut rest = rest[1..].trim_start();
            for keyword in ["path", "hash_or_path"] {
                let value = rest.strip_prefix(keyword).map(str::trim_start);
                if let Some(value) = value.and_then(|v| v.strip_prefix('=')) {
                    rest = value.trim_start();
                    break;
                }
            }
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let start = text.len() - rest.len() + 1;
            let Some(len) = text[start..].find([quote, '\n', '\\']) else {
                continue;
            };
            let after = text[start + len..].strip_prefix(quote).map(str::trim_start);
            if after.is_some_and(|a| a.starts_with([',', ')'])) {
                found.push((Span::new(at, end), Span::new(start, start + len)));
            }
        }
    }
    found.sort_by_key(|(name, _)| name.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_strings_in_the_first_place() {
        let text = "run_script('f/a')\nrun_script(\n    path = \"f/b\", x=1)\nrun_script('f/' + x)\n\
            run_script(f'f/{x}')\nrun_script(x, 'f/c')\nmy_run_script('f/d')\nrun_script\nrun_script('f/e\nrun_script(path)\n";
        let found = given(text, &["run_script"]);
        let paths: Vec<&str> = found.iter().map(|(_, p)| p.slice(text)).collect();
        assert_eq!(paths, ["f/a", "f/b"]);
    }
}
