//! Names of the Python SDK.

use model::sdk::{Member, Sdk, SdkRef, sdk_ref_at};

use super::Hover;
use crate::cursor::Code;

pub(super) fn hover(code: &Code) -> Option<Hover> {
    let found = sdk_ref_at(&code.script, code.offset)?;
    let text = match &found {
        SdkRef::Module { .. } => {
            let version = &Sdk::wmill().version;
            format!("`wmill`: Windmill's client for scripts (described here: {version}).")
        }
        SdkRef::Member { name, .. } => describe(Sdk::wmill().member(name)?),
    };
    Some(Hover {
        text,
        span: code.outer(found.span()),
    })
}

fn describe(member: Member<'_>) -> String {
    let mut parts = vec![format!("```python\n{}\n```", member.render())];
    if let Member::Function(function) = member {
        parts.extend(
            function
                .deprecated
                .as_ref()
                .map(|why| format!("**Deprecated.** {why}")),
        );
    }
    parts.extend(
        member
            .doc()
            .map(|d| d.trim().to_owned())
            .filter(|d| !d.is_empty()),
    );
    parts.join("\n\n")
}
