//! A call of a deprecated function of the Python SDK.

use model::sdk::MisuseKind;

use super::unknown_sdk_name::misuses;
use super::{FixKind, Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    fix: FixKind::None,
    ..Rule::new(
        "deprecated-sdk",
        Level::Hint,
        include_str!("deprecated_sdk.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let sdks = cx.workspace.sdks();
    for (code, misuse) in misuses(cx) {
        if misuse.kind != MisuseKind::Deprecated {
            continue;
        }
        let name = &misuse.name;
        let advice = misuse.function(&sdks).and_then(|f| f.deprecated.as_deref());
        let finding = cx.report(
            code.outer(misuse.span),
            format!("`{name}` is deprecated in the SDK `wmill`"),
        );
        if let Some(advice) = advice {
            finding.help(lower_first(advice.trim_end_matches('.')));
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
