//! Names of the SDK taken from the package `windmill`, which is another project's.

use sdk::SdkModule;

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "wrong-sdk-package",
        Level::Error,
        include_str!("wrong_sdk_package.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let mut told = None;
        for import in code.script.imports() {
            let module = &import.module;
            let name = import.name.as_ref().filter(|_| !import.is_star());
            let Some(name) = name.filter(|_| module.value == "windmill") else {
                continue;
            };
            let sdk = cx.workspace.sdks();
            let is_ours = sdk
                .of(SdkModule::Wmill)
                .members()
                .any(|m| m.name() == name.value);
            if !is_ours || told == Some(module.span) || has_own(cx) {
                continue;
            }
            told = Some(module.span);
            let edit = code_edit::replaced(cx, code, module.span, "wmill");
            let fix = code_edit::fix("Change to `wmill`", false, vec![edit]);
            cx.report(
                code.outer(module.span),
                format!(
                    "`{}` is not in the package `windmill`: the SDK is `wmill`",
                    name.value
                ),
            )
            .help(format!("write `from wmill import {}`", name.value))
            .fix = fix;
        }
    }
}

/// Whether the workspace has a module of this name.
fn has_own(cx: &Context<'_>) -> bool {
    cx.workspace.names().has_windmill_module()
}
