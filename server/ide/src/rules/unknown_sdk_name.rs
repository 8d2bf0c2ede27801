//! A name of the Python SDK that it does not have.

use model::sdk::{Member, MisuseKind, Sdk, SdkMisuse};

use super::code_edit;
use super::{FixKind, Level, Rule, did_you_mean};
use crate::context::{Code, Context};

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::Unsafe,
    ..Rule::new(
        "unknown-sdk-name",
        Level::Error,
        include_str!("unknown_sdk_name.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    for (code, misuse) in misuses(cx) {
        if misuse.kind != MisuseKind::Unknown {
            continue;
        }
        let name = &misuse.name;
        let sdk = Sdk::wmill();
        let is_method = sdk
            .class("Windmill")
            .is_some_and(|c| c.method(name).is_some());
        let near = did_you_mean(name, sdk.members().map(Member::name)).filter(|_| !is_method);
        let edit = near.map(|n| code_edit::replaced(cx, &code, misuse.span, n));
        let written = misuse.span.slice(&code.script.text) == *name;
        let title = near.map_or(String::new(), |n| format!("Write `{n}`"));
        let fix = edit
            .filter(|_| written)
            .and_then(|e| code_edit::fix(title, false, vec![e]));
        let help = match near {
            _ if is_method => format!("it is a method: call `wmill.Windmill().{name}(…)`"),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("this is checked against version {}", sdk.version),
        };
        cx.report(
            code.outer(misuse.span),
            format!("`{name}` does not exist in the SDK `wmill`: the script fails here"),
        )
        .help(help)
        .fix = fix;
    }
}

/// What the file's code gets wrong of the SDK. Nothing where the workspace has an SDK of its own.
pub(super) fn misuses(cx: &Context<'_>) -> Vec<(Code, SdkMisuse)> {
    let mut found = Vec::new();
    for code in cx.code() {
        let misuses = code.script.sdk_misuses().iter();
        found.extend(misuses.map(|m| (code.clone(), m.clone())));
    }
    if !found.is_empty() && has_own_sdk(cx) {
        found.clear();
    }
    found
}

/// Whether the workspace has an SDK of its own.
pub(super) fn has_own_sdk(cx: &Context<'_>) -> bool {
    let is_own = |path: &str| path.ends_with("/wmill.py") || path.ends_with("/wmill/__init__.py");
    cx.workspace.files().iter().any(|(_, f)| is_own(&f.path))
}
