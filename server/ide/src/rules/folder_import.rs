//! A module that is imported by its folder, so that its packages are not installed.

use lang::python::is_stdlib;
use lang::python::{Import, ImportPlace};
use model::workspace::ImportTarget;

use super::late_import::{BRINGS, has_entry, is_listed, is_locked, is_own, root, seen};
use super::{Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "folder-import",
        Level::Warning,
        include_str!("folder_import.md"),
    )
    .category(Category::Correctness),
    check,
};

fn check(cx: &mut Context<'_>) {
    let from = cx.file.path.as_ref();
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let script = &code.script;
        if !code.role.is_script {
            continue;
        }
        // The names that are taken from something of the workspace, with the path of that.
        let of_workspace = |import: &'_ Import| {
            let name = import.name.clone();
            let name = name.filter(|_| import.place == ImportPlace::Top)?;
            let path = cx.workspace.python_import(from, &import.module.value)?;
            Some((import.module.span, path, name))
        };
        let imports: Vec<_> = script.imports().iter().filter_map(of_workspace).collect();
        if imports.is_empty() {
            continue;
        }
        if !has_entry(script) || is_listed(cx, script) {
            continue;
        }
        let Some(seen) = seen(cx, code, false) else {
            continue;
        };
        for (span, path, name) in imports {
            let folder = cx.workspace.import_target(from, &path, "py");
            let inner = format!("{path}/{}", name.value);
            let ImportTarget::File(id) = cx.workspace.import_target(from, &inner, "py") else {
                continue;
            };
            let module = cx.workspace.get(id).and_then(|f| f.script());
            let Some(module) = module.filter(|m| !is_listed(cx, m)) else {
                continue;
            };
            if folder != ImportTarget::Folder {
                continue;
            }
            let mut lost: Vec<&str> = Vec::new();
            for needed in module.imports() {
                let package = root(needed);
                let brought =
                    |(by, what): &(&str, &[&str])| seen.contains(*by) && what.contains(&package);
                let is_there = seen.contains(package)
                    || BRINGS.iter().any(brought)
                    || is_locked(cx, code, package).unwrap_or(false);
                if needed.place == ImportPlace::Top
                    && !needed.optional
                    && !is_own(needed)
                    && !is_stdlib(package)
                    && !is_there
                    && !lost.contains(&package)
                {
                    lost.push(package);
                }
            }
            if lost.is_empty() {
                continue;
            }
            let lost: Vec<String> = lost.iter().map(|p| format!("`{p}`")).collect();
            let message = format!(
                "The packages of `{inner}` are not installed for this import: {}",
                lost.join(", ")
            );
            let name = &name.value;
            cx.report(code.outer(span), message).help(format!(
                "write `import {} as {name}`, or take names from it: `from {} import …`",
                inner.replace('/', "."),
                inner.replace('/', ".")
            ));
        }
    }
}
