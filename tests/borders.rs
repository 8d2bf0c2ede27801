//! Which file uses which, by their `use` lines: no circle but within a folder, and through what
//! `docs/architecture.md` names.
//!
//! Between crates the compiler holds the borders; within a crate nothing else does. Code of tests does not count.

use std::collections::{BTreeMap, BTreeSet};

use super::{only_for_tests, root, sources};

/// A module by its path, the crate first: `["model", "flow", "lower"]`.
type Module = Vec<String>;

/// One name that a `use` brings.
struct Use {
    path: Vec<String>,
    name: String,
    is_public: bool,
}

/// Every module of the crates below `server/`, with what it uses.
fn modules() -> BTreeMap<Module, Vec<Use>> {
    let sources = sources();
    let tests = only_for_tests(&sources);
    let mut modules = BTreeMap::new();
    for (name, text) in &sources {
        let Some((package, inner)) = name.split_once("/src/") else {
            continue;
        };
        if tests.contains(name) {
            continue;
        }
        let mut module: Module = vec![package.to_owned()];
        module.extend(inner.trim_end_matches(".rs").split('/').map(str::to_owned));
        if module
            .last()
            .is_some_and(|l| ["mod", "lib", "main"].contains(&l.as_str()))
        {
            module.pop();
        }
        modules.insert(module, uses(text));
    }
    modules.retain(|module, _| {
        // A folder of tests belongs to the file of tests that names it.
        !tests.iter().any(|test| {
            let folder = test.trim_end_matches(".rs").replace("/src/", "/");
            module.join("/").starts_with(&format!("{folder}/"))
        })
    });
    modules
}

/// The `use` lines of a file, without those of its inline tests.
fn uses(text: &str) -> Vec<Use> {
    let code = match text.find("#[cfg(test)]\nmod tests {") {
        Some(tests) => &text[..tests],
        None => text,
    };
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let line = rest[..at].rfind('\n').map_or(0, |i| i + 1);
        let before = rest[line..at].trim_start();
        let is_use = before.is_empty() || before.starts_with("pub");
        rest = &rest[at + "use ".len()..];
        if let Some((tree, after)) = rest.split_once(';').filter(|_| is_use) {
            expand(tree, &[], &mut |path, name| {
                found.push(Use {
                    path,
                    name,
                    is_public: !before.is_empty(),
                });
            });
            rest = after;
        }
    }
    found
}

/// Takes `a::{b, c::d as e}` apart: each path, with the name that it gets.
fn expand(tree: &str, above: &[String], found: &mut impl FnMut(Vec<String>, String)) {
    let tree = tree.trim();
    let (path, list) = match tree.split_once('{') {
        Some((path, list)) => (path, Some(list.trim_end().trim_end_matches('}'))),
        None => (tree, None),
    };
    let (path, alias) = match path.split_once(" as ") {
        Some((path, alias)) => (path, Some(alias.trim())),
        None => (path, None),
    };
    let parts = path.split("::").map(str::trim);
    let parts = parts.filter(|p| !p.is_empty()).map(str::to_owned);
    let mut whole: Vec<String> = above.iter().cloned().chain(parts).collect();
    let Some(list) = list else {
        if whole.len() > 1 && whole.last().is_some_and(|l| l == "self") {
            whole.pop();
        }
        let name = alias.or(whole.last().map(String::as_str));
        let name = name.unwrap_or_default().to_owned();
        found(whole, name);
        return;
    };
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&list[start..at], &whole, found);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !list[start..].trim().is_empty() {
        expand(&list[start..], &whole, found);
    }
}

/// Where a path leads from a module: from the crate on; `None` for other crates.
fn absolute(
    modules: &BTreeMap<Module, Vec<Use>>,
    from: &Module,
    path: &[String],
) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let mut base = match first.as_str() {
        "crate" => from[..1].to_vec(),
        "self" => from.clone(),
        "super" => from[..from.len() - 1].to_vec(),
        child => {
            let mut child_of = from.clone();
            child_of.push(child.to_owned());
            return modules
                .contains_key(&child_of)
                .then(|| [from, path].concat());
        }
    };
    for part in rest {
        match part.as_str() {
            "super" => drop(base.pop()),
            part => base.push(part.to_owned()),
        }
    }
    Some(base)
}

/// The module that has what a path names: one that only hands it on does not count.
fn owner(modules: &BTreeMap<Module, Vec<Use>>, path: Module, steps: usize) -> Option<Module> {
    let len = (1..=path.len())
        .rev()
        .find(|&len| modules.contains_key(&path[..len]))?;
    let module = path[..len].to_vec();
    let handed_on = path.get(len).filter(|_| steps > 0).and_then(|name| {
        let mut uses = modules.get(&module)?.iter();
        let used = uses.find(|u| u.is_public && u.name == *name)?;
        let next = absolute(modules, &module, &used.path)?;
        owner(modules, [&next, &path[len + 1..]].concat(), steps - 1)
    });
    handed_on.or(Some(module))
}

/// Which module uses which others of its crate.
fn graph(modules: &BTreeMap<Module, Vec<Use>>) -> BTreeMap<Module, BTreeSet<Module>> {
    let used = |from: &Module, uses: &[Use]| {
        let paths = uses.iter().filter_map(|u| absolute(modules, from, &u.path));
        let owners = paths.filter_map(|path| owner(modules, path, 8));
        owners.filter(|to| to != from).collect()
    };
    let modules = modules.iter();
    modules
        .map(|(from, uses)| (from.clone(), used(from, uses)))
        .collect()
}

/// All that a module leads to.
fn reached<'g>(
    graph: &'g BTreeMap<Module, BTreeSet<Module>>,
    from: &Module,
) -> BTreeSet<&'g Module> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&Module> = graph[from].iter().collect();
    while let Some(module) = next.pop() {
        if found.insert(module) {
            next.extend(&graph[module]);
        }
    }
    found
}

/// The circles that no folder holds, each once, as text.
fn circles(graph: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<String> {
    let all: BTreeMap<&Module, _> = graph.keys().map(|m| (m, reached(graph, m))).collect();
    let mut found = BTreeSet::new();
    for (module, to) in &all {
        let circle: Vec<&&Module> = to.iter().filter(|m| all[**m].contains(module)).collect();
        let folder = circle.first().and_then(|first| first.get(1));
        if !circle
            .iter()
            .all(|m| m.get(1).is_some() && m.get(1) == folder)
        {
            let names: Vec<String> = circle.iter().map(|m| m.join("/")).collect();
            found.insert(names.join(", "));
        }
    }
    found
}

/// What `docs/architecture.md` lets use what, as `(from, to)`: files or folders.
fn allowed() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let lines = text.lines().filter_map(|line| {
        let (from, rest) = line.strip_prefix("- `")?.split_once("` uses `")?;
        Some((from.to_owned(), rest.split_once('`')?.0.to_owned()))
    });
    lines.collect()
}

#[test]
fn no_circle_of_files_but_those_that_are_named() {
    let modules = modules();
    let whole = graph(&modules);
    assert!(whole.len() > 200, "the files are read");
    assert!(
        whole.values().map(BTreeSet::len).sum::<usize>() > 500,
        "their uses are read"
    );
    let is_in = |module: &Module, place: &str| {
        let name = module.join("/");
        name == place || name.starts_with(&format!("{place}/"))
    };
    let without = |left_out: &[&(String, String)]| {
        let mut graph = whole.clone();
        for (from, to) in left_out {
            for (module, uses) in &mut graph {
                if is_in(module, from) && !is_in(module, to) {
                    uses.retain(|used| !is_in(used, to));
                }
            }
        }
        circles(&graph)
    };
    let allowed = allowed();
    let all: Vec<_> = allowed.iter().collect();
    let found = without(&all);
    assert!(found.is_empty(), "files in a circle: {found:#?}");
    for one in &allowed {
        let others: Vec<_> = allowed.iter().filter(|other| *other != one).collect();
        assert!(
            !without(&others).is_empty(),
            "`{}` uses `{}` needs no mention: no circle goes through it",
            one.0,
            one.1
        );
    }
}
