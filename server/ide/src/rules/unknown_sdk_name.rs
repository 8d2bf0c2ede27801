//! A name that a Python SDK, or an object of it, does not have.

use lang::python::{Class, Function};
use sdk::{Member, MisuseKind, SdkMisuse, SdkModule, Sdks, sdk_misuses_in};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-sdk-name",
        Level::Error,
        include_str!("unknown_sdk_name.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let sdks = cx.workspace.sdks();
    for (code, misuse) in misuses(cx) {
        if misuse.kind != MisuseKind::Unknown {
            continue;
        }
        let name = &misuse.name;
        let owners = match misuse.class {
            Some(_) => Vec::new(),
            None => sdks.of(SdkModule::Wmill).owners_of(name),
        };
        let near = cx
            .did_you_mean(name, offered(&misuse, &sdks))
            .filter(|_| owners.is_empty());
        let edit = near.map(|n| code_edit::replaced(cx, &code, misuse.span, n));
        let written = misuse.span.slice(&code.script.text) == *name;
        let title = near.map_or(String::new(), |n| format!("Change to `{n}`"));
        let fix = edit
            .filter(|_| written)
            .and_then(|e| code_edit::fix(title, false, vec![e]));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => owned(name, &owners).unwrap_or_else(|| checked_against(&misuse, &sdks)),
        };
        let whole = match &misuse.class {
            Some(class) => format!("`{class}`"),
            None => "the SDK `wmill`".to_owned(),
        };
        let is_begun = cx.is_begun(name, offered(&misuse, &sdks));
        let span = code.outer(misuse.span);
        let message = format!("`{name}` does not exist in {whole}: the script fails here");
        let finding = cx.report(span, message).help(help);
        finding.fix = fix;
        if is_begun {
            finding.unfinished(span);
        }
    }
}

/// The names that stand where the wrong one does.
fn offered<'s>(misuse: &SdkMisuse, sdks: &Sdks<'s>) -> Vec<&'s str> {
    let Some(class) = &misuse.class else {
        let members = sdks.of(SdkModule::Wmill).members();
        return members.map(Member::name).collect();
    };
    let class = sdks.class(misuse.module, class);
    let members = class.map_or(Vec::new(), |c| c.members(sdks));
    members
        .into_iter()
        .map(|(_, member)| member.name())
        .collect()
}

/// Which classes have a name that the package has not, and how to get at it.
fn owned(name: &str, owners: &[&Class]) -> Option<String> {
    let first = owners.first()?;
    if let Some(windmill) = owners.iter().find(|c| c.name.value == "Windmill") {
        let is_property = windmill.method(name).is_some_and(Function::is_property);
        return Some(match is_property {
            true => format!("it is a property: write `wmill.Windmill().{name}`"),
            false => format!("it is a method: call `wmill.Windmill().{name}(…)`"),
        });
    }
    let from = match first.name.as_str() {
        "DataTableClient" => format!(": call `wmill.datatable().{name}(…)`"),
        "DucklakeClient" => format!(": call `wmill.ducklake().{name}(…)`"),
        "SqlQuery" => ", which `query` gives".to_owned(),
        _ => String::new(),
    };
    let names: Vec<String> = owners.iter().map(|c| format!("`{}`", c.name)).collect();
    Some(format!("it is a method of {}{from}", names.join(" and ")))
}

fn checked_against(misuse: &SdkMisuse, sdks: &Sdks<'_>) -> String {
    let offered = offered(misuse, sdks);
    match &misuse.class {
        Some(_) if offered.len() <= 8 => format!("it has {}", offered.join(", ")),
        _ => {
            match sdks.of(misuse.module).version.as_str() {
                // Sources that lie in the workspace without a note of their version.
                "" => "this is checked against the package in the workspace".to_owned(),
                version => format!("this is checked against version {version}"),
            }
        }
    }
}

/// What the file's code gets wrong of the SDKs. Nothing of one that the workspace has itself.
pub(super) fn misuses(cx: &Context<'_>) -> Vec<(CheckedCode, SdkMisuse)> {
    let mut found = Vec::new();
    for code in cx.code() {
        let sdks = cx.workspace.sdks();
        let misuses = match sdks.is_installed() {
            true => sdk_misuses_in(&code.script, &sdks),
            false => code.script.sdk_misuses().to_vec(),
        };
        found.extend(misuses.into_iter().map(|m| (code.clone(), m)));
    }
    for package in ["wmill", "skyvern"] {
        let is_of = |m: &SdkMisuse| m.module.name().starts_with(package);
        if found.iter().any(|(_, m)| is_of(m)) && has_own(cx, package) {
            found.retain(|(_, m)| !is_of(m));
        }
    }
    found
}

/// Whether the workspace has an SDK of its own, beside those that are read as packages.
pub(super) fn has_own_sdk(cx: &Context<'_>) -> bool {
    has_own(cx, "wmill")
}

fn has_own(cx: &Context<'_>, package: &str) -> bool {
    let (file, folder) = (format!("/{package}.py"), format!("/{package}/__init__.py"));
    let is_own = |path: &str| path.ends_with(&file) || path.ends_with(&folder);
    let mut files = cx.workspace.names().sdk_like().iter();
    files.any(|path| is_own(path) && !cx.settings.is_sdk_source(path))
}
