//! Mistakes in apps: what they run, and the files of its code.

use std::collections::BTreeMap;

use super::plant::{Mutant, Plants, line};

pub(super) fn apps(plants: &mut Plants<'_>) {
    let paths: Vec<String> = plants.base.files.keys().cloned().collect();
    for path in &paths {
        if path.ends_with(".raw_app/App.tsx") {
            let text = plants.text(path).to_owned();
            frontend(plants, path, &text);
            continue;
        }
        let is_app = path.ends_with("/app.yaml");
        if !is_app && !path.contains("app/backend/") || !path.ends_with(".yaml") {
            continue;
        }
        let text = plants.text(path).to_owned();
        backend(plants, path, &text);
        run_by_path(plants, path, &text);
        if is_app {
            inline(plants, path, &text);
            components(plants, path, &text);
        }
    }
}

/// A path of nothing, and a word for the other kind.
fn run_by_path(plants: &mut Plants<'_>, path: &str, text: &str) {
    for (kind, rule) in [("script", "unknown-script"), ("flow", "unknown-flow")] {
        for key in ["runType", "type"] {
            // The two stand in this order in a low-code app, and in the other in a backend's file.
            let forms = [
                format!("\n{key}: {kind}\npath: "),
                format!("\n            {key}: {kind}\n"),
            ];
            let Some(at) = forms.iter().find_map(|f| text.find(f)) else {
                continue;
            };
            let Some(end) = path_near(text, at) else {
                continue;
            };
            let new = format!("{}x{}", &text[..end], &text[end..]);
            plants.add(rule, path, new, line(text, end));
        }
    }
    // The script's path is found under a flow's.
    if let Some(at) = text
        .find("runType: script\n")
        .filter(|_| path.ends_with("/app.yaml"))
    {
        let new = text.replacen("runType: script", "runType: flow", 1);
        if let Some(end) = path_near(text, at) {
            plants.add("unknown-flow", path, new, line(text, end));
        }
    }
}

/// The end of the path that stands right before or behind the kind at an offset.
fn path_near(text: &str, at: usize) -> Option<usize> {
    let here = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let start = text[..here.saturating_sub(1)]
        .rfind('\n')
        .map_or(0, |i| i + 1);
    let found = text[start..].find("path: f/")? + start;
    let end = found + text[found..].find(['\n', '\r'])?;
    (found < at + 60).then_some(end)
}

fn inline(plants: &mut Plants<'_>, path: &str, text: &str) {
    let Some(at) = text.find("content: '!inline ") else {
        return;
    };
    let start = at + "content: '!inline ".len();
    let end = start + text[start..].find('\'').unwrap_or(0);
    let file = path.replace("app.yaml", &text[start..end]);
    plants.push(Mutant {
        rule: "missing-inline-file",
        files: BTreeMap::from([(file, None)]),
        at: (path.to_owned(), line(text, at)),
        implied: &[],
    });
    let document = format!("{text}---\nsummary: Another\n");
    plants.add(
        "multiple-documents",
        path,
        document.clone(),
        line(&document, text.len()),
    );
}

/// What the frontend calls: a runnable that is not there, an argument that nothing takes, and one that is missing.
fn frontend(plants: &mut Plants<'_>, path: &str, text: &str) {
    let changes = [
        ("backend.total(", "backend.totla(", "unknown-runnable"),
        (
            "backendAsync.link(",
            "backendAsync.links(",
            "unknown-runnable",
        ),
        ("{ amounts }", "{ amounts, rate: 2 }", "unknown-input"),
        (", amount_cents: sum", "", "missing-input"),
        ("{ amounts }", "", "missing-input"),
    ];
    for (old, new, rule) in changes {
        let Some(at) = text.find(old) else { continue };
        plants.add(rule, path, text.replacen(old, new, 1), line(text, at));
    }
    // One that is misspelt is missing as well.
    if let Some(at) = text.find("amount_cents: sum") {
        let new = text.replacen("amount_cents:", "amount_cent:", 1);
        let implied = &["missing-input"];
        plants.implying("unknown-input", path, new, line(text, at), implied);
    }
}

/// Components that are not there, inputs that nothing takes or that are missing, and expressions that do not parse.
fn components(plants: &mut Plants<'_>, path: &str, text: &str) {
    let changes = [
        ("- bg_0", "- bg_7", "unknown-component"),
        (
            "componentId: form",
            "componentId: forn",
            "unknown-component",
        ),
        (
            "expr: form.values",
            "expr: form.values.",
            "expression-syntax",
        ),
        ("${form.values", "${form..values", "expression-syntax"),
        (
            "            dry_run:",
            "            dry_runs:",
            "unknown-input",
        ),
        ("            crm:", "            tags:", "missing-input"),
    ];
    for (old, new, rule) in changes {
        let Some(at) = text.find(old) else { continue };
        // What is missing is told at `fields`.
        let place = match rule {
            "missing-input" => text[..at].rfind("fields:").unwrap_or(at),
            _ => at,
        };
        plants.add(rule, path, text.replacen(old, new, 1), line(text, place));
    }
}

/// `type: inline` whose code is gone.
fn backend(plants: &mut Plants<'_>, path: &str, text: &str) {
    let code = path.replace(".yaml", ".ts");
    if text.contains("type: inline") && plants.base.files.contains_key(&code) {
        plants.push(Mutant {
            rule: "missing-inline-file",
            files: BTreeMap::from([(code, None)]),
            at: (path.to_owned(), 1),
            implied: &[],
        });
    }
}
