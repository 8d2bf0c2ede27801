//! A call of a deprecated function of the Python SDK.

use lang::python::Param;
use lang::python::tree::Kind;
use sdk::{MisuseKind, SdkMisuse, Sdks};

use super::support::code_edit;
use super::unknown_sdk_name::misuses;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "deprecated-sdk",
        Level::Hint,
        include_str!("deprecated_sdk.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let sdks = cx.workspace.sdks();
    for (code, misuse) in misuses(cx) {
        if misuse.kind != MisuseKind::Deprecated {
            continue;
        }
        let name = &misuse.name;
        let advice = misuse.function(&sdks).and_then(|f| f.deprecated.as_deref());
        let fix = advice.and_then(|advice| {
            let other = successor(&code, &misuse, &sdks, advice)?;
            let edit = code_edit::replaced(cx, &code, misuse.span, other);
            code_edit::fix(format!("Change to `{other}`"), false, vec![edit])
        });
        let finding = cx.report(
            code.outer(misuse.span),
            format!("`{name}` is deprecated in the SDK `wmill`"),
        );
        finding.fix = fix;
        if let Some(advice) = advice {
            finding.help(lower_first(advice.trim_end_matches('.')));
        }
    }
}

/// The first function that the advice names and that takes this call as it is written: all by name, all
/// known to it, nothing missing.
fn successor<'a>(
    code: &CheckedCode,
    misuse: &SdkMisuse,
    sdks: &Sdks<'_>,
    advice: &'a str,
) -> Option<&'a str> {
    let tree = &code.script.python()?.tree;
    // A name from `from wmill import …` would have to be imported first.
    let attribute = tree.identifier_at(misuse.span.start as usize);
    let attribute = attribute.filter(|a| matches!(tree.kind(*a), Kind::Attribute(_)))?;
    let arguments = tree.arguments(tree.call_of(attribute)?);
    let given = arguments.map(|argument| match tree.kind(argument) {
        Kind::Keyword(name) => Some(tree.name(name)),
        _ => None,
    });
    let given: Vec<&str> = given.collect::<Option<_>>()?;
    advice.split('`').skip(1).step_by(2).find(|other| {
        let misuse = SdkMisuse {
            name: (*other).to_owned(),
            ..misuse.clone()
        };
        misuse.function(sdks).is_some_and(|f| {
            let takes = |name: &&str| f.params.iter().any(|p| *p.name.value == **name);
            let is_given = |p: &Param| {
                p.default.is_some() || p.name.value == "self" || given.contains(&p.name.as_str())
            };
            given.iter().all(takes) && f.params.iter().all(is_given)
        })
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
