//! A `# requirements:` list that Windmill reads otherwise than it looks.

use syntax::Span;

use super::support::requirements::{self, List};
use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "requirements-list",
        Level::Warning,
        include_str!("requirements_list.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let Some(list) = requirements::list(&code.script.text) else {
            unread(cx, code);
            continue;
        };
        if list.behind.is_empty() {
            if let Some((line, span)) = list.end.filter(|(l, _)| requirements::is_package(l)) {
                cx.report(
                    code.outer(span),
                    format!("A space ends the list: `{line}` and what follows are not installed"),
                )
                .help("write the package as one word, without spaces or comments");
            }
            continue;
        }
        behind(cx, code, &list);
    }
}

/// A head in other letters, above what certainly is a package: one with its version, or one that is imported.
fn unread(cx: &mut Context<'_>, code: &CheckedCode) {
    let Some((span, first)) = requirements::unread(&code.script.text) else {
        return;
    };
    let package = requirements::package(first);
    let top = |module: &str| requirements::package(module.split('.').next().unwrap_or_default());
    let mut imports = code.script.imports().iter();
    let is_imported = imports.any(|i| top(&i.module.value) == package);
    if requirements::is_package(first) || is_imported {
        let message = "Windmill does not see this list: it looks for exactly `# requirements:`";
        cx.report(code.outer(span), message).help(
            "write `# requirements:`, and name every package that the script needs, `wmill` too",
        );
    }
}

/// What stands behind the colon.
fn behind(cx: &mut Context<'_>, code: &CheckedCode, list: &List<'_>) {
    let names: Vec<&str> = list
        .behind
        .split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    let is_package = |n: &&str| requirements::is_package(n) || n.contains(['[', '@']);
    if names.iter().any(is_package) {
        cx.report(
            code.outer(list.behind_span),
            "Behind the colon stands the name of a file in `dependencies/`, not a package",
        )
        .help("write each package on a line of its own below: `# name==version`");
        return;
    }
    let Some(known) = dependencies(cx) else {
        return;
    };
    if let Some(name) = names.iter().find(|n| !known.contains(n)) {
        let near = cx.did_you_mean(name, known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the file would be `dependencies/{name}.requirements.in`"),
        };
        let message = format!("`dependencies/` has no list `{name}`: it is passed over");
        let edit = near.and_then(|near| {
            let at = list.behind_span.start as usize + list.behind.find(*name)?;
            let place = Span::new(at, at + name.len());
            code_edit::replaced(cx, code, place, near)
                .filter(|_| place.slice(&code.script.text) == *name)
        });
        let fix = near.and_then(|near| code_edit::fix(scalar::changed_to(near), false, vec![edit]));
        cx.report(code.outer(list.behind_span), message)
            .level(Level::Hint)
            .help(help)
            .fix = fix;
    }
}

/// The names of the workspace's lists; `None`: it has none, and they may be on the server alone.
fn dependencies<'a>(cx: &Context<'a>) -> Option<Vec<&'a str>> {
    let root = cx.workspace.root_of(&cx.file.path)?;
    let folder = format!("{}/dependencies/", root.dir.trim_end_matches('/'));
    let mut names = Vec::new();
    for path in cx.workspace.names().starting(&folder) {
        let name = &path[folder.len()..];
        if !name.contains('/') {
            match name.strip_suffix("requirements.in") {
                Some("") => names.push("default"),
                Some(stem) => names.push(stem.trim_end_matches('.')),
                None => {}
            }
        }
    }
    (!names.is_empty()).then_some(names)
}
