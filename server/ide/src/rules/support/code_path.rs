//! Paths of scripts and flows that Python code gives to the SDK as plain strings.
//! What runs there may well be on the server alone: only a slip of the pen is told, and as a hint.

use model::language::ScriptLanguage;
use model::workspace::Root;
use sdk::PathKind;

use super::code_edit;
use super::synced::keeps;
use crate::context::Context;
use crate::rule::Level;

/// Reports paths given to these functions that name nothing and are nearly the name of something.
pub(in crate::rules) fn check(
    cx: &mut Context<'_>,
    root: &Root,
    kind: PathKind,
    endings: &[&str],
    is_there: impl Fn(&str) -> bool,
) {
    for code in cx.code() {
        let script = &code.script;
        if script.language != ScriptLanguage::Python3 {
            continue;
        }
        for given in script.sdk_paths().iter().filter(|p| p.kind == kind) {
            let (written, path) = (given.path.value.as_str(), given.path.span);
            if is_there(written) || !keeps(root, written, endings) {
                continue;
            }
            if !script.problems().is_empty() {
                continue;
            }
            let near = cx.workspace.names().near(&cx.file.path, kind);
            let Some((_, near)) = near.and_then(|n| n.find(written)) else {
                continue;
            };
            let fix = code_edit::replaced(cx, code, path, near)
                .and_then(|e| code_edit::fix(format!("Change to `{near}`"), false, vec![Some(e)]));
            let what = match kind {
                PathKind::Flow => "flow",
                _ => "script",
            };
            let message = format!("There is no {what} `{written}` in this workspace");
            let finding = cx.report(code.outer(path), message);
            finding.help(format!("did you mean `{near}`?")).fix = fix;
            finding.level = Level::Hint;
        }
    }
}
