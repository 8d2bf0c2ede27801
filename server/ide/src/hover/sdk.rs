//! Functions and classes of the `wmill` package: signature, description, deprecation.

use model::script::ScriptLanguage;
use model::sdk::{Member, Sdk, SdkRef, sdk_ref_at};

use super::Hover;
use crate::cursor::InCode;

pub(super) fn hover(at: &InCode) -> Option<Hover> {
    if at.script.language != ScriptLanguage::Python3 {
        return None;
    }
    match sdk_ref_at(&at.script, at.inner)? {
        SdkRef::Module { span } => {
            let version = &Sdk::wmill().version;
            let text = format!("`wmill` {version}: Windmill's Python client");
            Some(Hover {
                text,
                span: at.outer(span),
            })
        }
        SdkRef::Member { name, .. } => {
            let member = Sdk::wmill().member(&name.value)?;
            Some(Hover {
                text: page(member),
                span: at.outer(name.span),
            })
        }
    }
}

/// A member as Markdown.
pub(crate) fn page(member: Member<'_>) -> String {
    let mut text = format!("```python\n{}\n```", member.render());
    if let Member::Function(function) = member
        && let Some(instead) = &function.deprecated
    {
        text += &format!("\n\n**Deprecated.** {instead}");
    }
    if let Some(doc) = member.doc() {
        text += &format!("\n\n{doc}");
    }
    text
}
