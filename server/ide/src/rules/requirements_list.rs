//! A `# requirements:` list that Windmill reads otherwise than it looks.

use model::annotation::{self, FOLDER, Head, Source};
use syntax::Span;

use super::support::requirements;
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
    for code in cx.code() {
        if code.is_python() {
            below(cx, code);
        }
        let Some(source) = Source::of(&code.script.language) else {
            continue;
        };
        if let Some(head) = annotation::heads(source, &code.script.text).next() {
            behind(cx, code, source, &head);
        }
    }
}

/// The list below a `# requirements:`.
fn below(cx: &mut Context<'_>, code: &CheckedCode) {
    let Some(list) = requirements::list(&code.script.text) else {
        unread(cx, code);
        return;
    };
    let end = list.end.filter(|(l, _)| requirements::is_package(l));
    if let Some((line, span)) = end.filter(|_| list.behind.is_empty()) {
        cx.report(
            code.outer(span),
            format!("A space ends the list: `{line}` and what follows are not installed"),
        )
        .help("write the package as one word, without spaces or comments");
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
fn behind(cx: &mut Context<'_>, code: &CheckedCode, source: &'static Source, head: &Head<'_>) {
    let names: Vec<(&str, Span)> = head.names().collect();
    let whole = code.outer(head.behind_span);
    let is_package = |n: &str| requirements::is_package(n) || n.contains(['[', '@']);
    if names.iter().any(|(n, _)| is_package(n)) {
        let message =
            "Behind the colon stands the name of a file in `dependencies/`, not a package";
        let help = match source.has_extra() {
            true => "write each package on a line of its own below: `# name==version`".to_owned(),
            false => format!("write the packages into `dependencies/…{}`", source.ending),
        };
        cx.report(whole, message).help(help);
        return;
    }
    if let Some((span, why, help)) = refused(code, source, head, &names) {
        cx.report(code.outer(span), why).help(help);
        return;
    }
    let Some(known) = dependencies(cx, source) else {
        return;
    };
    for (name, span) in names.iter().filter(|(n, _)| !known.contains(n)) {
        let near = cx.did_you_mean(name, known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the file would be `{FOLDER}/{}`", source.file(name)),
        };
        let message = format!("`{FOLDER}/` has no list `{name}`: it is passed over");
        let fix = near.and_then(|near| {
            let edit = code_edit::replaced(cx, code, *span, near);
            code_edit::fix(scalar::changed_to(near), false, vec![edit])
        });
        cx.report(code.outer(*span), message)
            .level(Level::Hint)
            .help(help)
            .fix = fix;
    }
}

/// What Windmill refuses to run: where, why, and what to do. From `get_python`, `get_bun` and `get_php` in its
/// `workspace_dependencies.rs`.
fn refused(
    code: &CheckedCode,
    source: &'static Source,
    head: &Head<'_>,
    names: &[(&str, Span)],
) -> Option<(Span, &'static str, &'static str)> {
    if let [_, (_, second), ..] = names {
        let rest = Span::new(second.start as usize, head.behind_span.end as usize);
        return Some((
            rest,
            "Windmill takes one list of packages, and refuses the script for a second",
            "put all packages into one file",
        ));
    }
    if head.is_extra && !source.has_extra() {
        return Some((
            head.keyword,
            "Windmill refuses lists in addition to the imports in this language",
            "name a file that has all packages, without `extra`",
        ));
    }
    if head.is_extra && !names.is_empty() {
        return Some((
            head.behind_span,
            "Windmill refuses a file of packages in addition to the imports",
            "write each package on a line of its own below: `# name==version`",
        ));
    }
    let line = head.behind_span.end as usize;
    let next = code.script.text[line..].split_inclusive('\n').nth(1)?;
    let start = line + code.script.text[line..].find('\n')? + 1;
    let rest = next.strip_prefix(source.sign)?.trim();
    let is_item = match source.has_extra() {
        true => !names.is_empty() && requirements::is_package(rest),
        false => !rest.is_empty(),
    };
    is_item.then(|| {
        let span = Span::new(start, start + next.trim_end().len());
        let why = "Windmill takes the comment right below for packages, and refuses the script";
        (span, why, "put an empty line between")
    })
}

/// The names of the workspace's lists; `None`: it has none, and they may be on the server alone.
fn dependencies<'a>(cx: &Context<'a>, source: &Source) -> Option<Vec<&'a str>> {
    let files = cx.workspace.all_dependencies(&cx.file.path);
    let names: Vec<&str> = files.filter_map(|f| source.name(f)).collect();
    (!names.is_empty()).then_some(names)
}
