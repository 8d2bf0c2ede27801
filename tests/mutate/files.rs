//! Mistakes in files and between them: metadata, schedules, triggers, names, comments.

use std::collections::BTreeMap;

use super::plant::{Mutant, Plants, above, line};

pub(super) fn files(plants: &mut Plants<'_>) {
    let paths: Vec<String> = plants.base.files.keys().cloned().collect();
    for path in &paths {
        let text = plants.text(path).to_owned();
        if let Some(stem) = path.strip_suffix(".script.yaml") {
            if plants.base.files.contains_key(&format!("{stem}.py")) {
                value(plants, "missing-lock", path, &text, "lock", "''");
            }
            metadata(plants, path, stem, &text);
        } else if path == "wmill.yaml" {
            settings(plants, path, &text);
        } else if path.ends_with(".schedule.yaml") {
            schedule(plants, path, &text);
        } else if path.ends_with("_trigger.yaml") {
            target(plants, "trigger-target", path, &text);
            route(plants, path, &text);
        } else if path.ends_with("own_pager.resource.yaml")
            || path.ends_with("ops/pager.resource.yaml")
        {
            if let Some(at) = text.find("  endpoint:") {
                let new = text.replacen("  endpoint:", "  endpont:", 1);
                plants.add("resource-value", path, new, line(&text, at));
            }
        } else if path.ends_with("/flow.yaml") {
            flow(plants, path, &text);
            let folder: Vec<&str> = path.split('/').take(2).collect();
            let copy = format!("{}/copied.flow.yaml", folder.join("/"));
            let flow = "summary: Copied\nvalue:\n  modules: []\n".to_owned();
            plants.push(Mutant {
                rule: "flow-as-file",
                files: BTreeMap::from([(copy.clone(), Some(flow))]),
                at: (copy, 1),
                implied: &[],
            });
        } else if path.ends_with(".ts") {
            typescript(plants, path, &text);
        }
    }
}

fn metadata(plants: &mut Plants<'_>, path: &str, stem: &str, text: &str) {
    let content = format!("{stem}.py");
    let Some(code) = plants.base.files.get(&content).cloned() else {
        return;
    };
    let used = plants
        .base
        .files
        .iter()
        .any(|(p, t)| p != path && t.contains(stem));
    let imported = plants
        .base
        .files
        .values()
        .any(|t| t.contains(&stem.replace('/', ".")));
    if !used && !imported {
        let other = BTreeMap::from([(content.clone(), None)]);
        plants.push(Mutant {
            rule: "orphan-metadata",
            files: other,
            at: (path.to_owned(), 1),
            implied: &[],
        });
    }
    if !imported && code.contains("\ndef main(") {
        let gone = BTreeMap::from([(path.to_owned(), None)]);
        let at = code.find("def main(").map_or(1, |i| line(&code, i));
        plants.push(Mutant {
            rule: "missing-metadata",
            files: gone,
            at: (content.clone(), at),
            implied: &[],
        });
    }
    let twin = "export async function main() {\n  return 1\n}\n".to_owned();
    let both = BTreeMap::from([(format!("{stem}.ts"), Some(twin))]);
    plants.push(Mutant {
        rule: "ambiguous-script",
        files: both,
        at: (path.to_owned(), 1),
        implied: &["*"],
    });
    if let Some(at) = text
        .find("    sample:\n")
        .or_else(|| text.find("    sample:\r\n"))
    {
        let new = text.replacen("    sample:", "    smaple:", 1);
        plants.implying(
            "stale-metadata",
            path,
            new,
            line(text, at),
            &["stale-metadata"],
        );
    }
}

/// Keys that are passed over, and a layout that none of the folders has.
fn settings(plants: &mut Plants<'_>, path: &str, text: &str) {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let last = line(text, text.len());
    let add = |lines: &[&str]| {
        let lines = lines.iter().map(|l| format!("{l}{newline}"));
        format!("{text}{}", lines.collect::<String>())
    };
    let both = add(&[
        "workspaces:",
        "  prod: {baseUrl: 'https://app.windmill.dev'}",
        "gitBranches:",
        "  main: {baseUrl: 'https://app.windmill.dev'}",
    ]);
    plants.implying(
        "ignored-setting",
        path,
        both,
        last + 2,
        &["deprecated-field"],
    );
    if let Some(at) = text.find("includes:") {
        let (new, line) = above(text, at, "extraIncludes: ['**', workflows/**]");
        plants.add("ignored-setting", path, new, line);
    }
    let key = "nonDottedPaths: true";
    let layout = match text.find(key) {
        Some(at) => (text.replace(key, "nonDottedPaths: false"), line(text, at)),
        None => (add(&[key]), last),
    };
    // Names of inline files follow the layout.
    plants.implying("ignored-setting", path, layout.0, layout.1, &["*"]);
}

fn schedule(plants: &mut Plants<'_>, path: &str, text: &str) {
    target(plants, "schedule-target", path, text);
    value(
        plants,
        "unknown-timezone",
        path,
        text,
        "timezone",
        "Mars/Base",
    );
    value(plants, "handler-path", path, text, "on_failure", "f/a/b");
    value(plants, "invalid-type", path, text, "enabled", "'yes'");
    without(plants, path, text, "timezone");
    if text.starts_with("summary:") {
        let new = text.replacen("summary:", "sumary:", 1);
        plants.add("unknown-field", path, new, 1);
    }
    let args = text.find("\nargs:\n").map(|at| at + "\nargs:\n".len());
    if let Some(at) = args {
        let end = at + text[at..].find('\n').unwrap_or(0);
        let colon = at + text[at..end].find(": ").unwrap_or(0);
        if colon > at {
            let new = format!("{}: {{$res: hub/1/a}}{}", &text[..colon], &text[end..]);
            plants.add("wrapped-reference", path, new, line(text, at));
        }
    }
    if let Some(at) = text.find("\nschedule: ") {
        let start = at + "\nschedule: ".len();
        let end = start + text[start..].find(['\n', '\r']).unwrap_or(0);
        let new = format!("{}0 99 * * * *{}", &text[..start], &text[end..]);
        plants.add("invalid-cron", path, new, line(text, start));
    }
}

/// Mistakes in the value of a key at the left.
fn value(
    plants: &mut Plants<'_>,
    rule: &'static str,
    path: &str,
    text: &str,
    key: &str,
    new: &str,
) {
    let Some(at) = text.find(&format!("\n{key}: ")) else {
        return;
    };
    let start = at + key.len() + 3;
    let end = start + text[start..].find(['\n', '\r']).unwrap_or(0);
    let new = format!("{}{new}{}", &text[..start], &text[end..]);
    plants.add(rule, path, new, line(text, start));
}

/// A file that lacks a field, which its first line is to say.
fn without(plants: &mut Plants<'_>, path: &str, text: &str, key: &str) {
    let Some(at) = text.find(&format!("\n{key}: ")) else {
        return;
    };
    let end = at + 1 + text[at + 1..].find('\n').map_or(0, |i| i + 1);
    let new = format!("{}{}", &text[..at + 1], &text[end..]);
    plants.add("missing-field", path, new, 1);
}

fn route(plants: &mut Plants<'_>, path: &str, text: &str) {
    value(plants, "invalid-route", path, text, "route_path", "/orders");
    value(plants, "invalid-value", path, text, "http_method", "POST");
    value(
        plants,
        "handler-path",
        path,
        text,
        "error_handler_path",
        "script/f/a/b",
    );
    without(plants, path, text, "http_method");
    if text.contains("\nroute_path: ") {
        let copy = path.replace(".http_trigger", "_copy.http_trigger");
        let at = text
            .find("\nroute_path: ")
            .map_or(1, |at| line(text, at + 1));
        plants.push(Mutant {
            rule: "duplicate-route",
            files: BTreeMap::from([(copy.clone(), Some(text.to_owned()))]),
            at: (copy, at),
            implied: &["duplicate-route"],
        });
    }
}

fn target(plants: &mut Plants<'_>, rule: &'static str, path: &str, text: &str) {
    let Some(at) = text.find("script_path: ") else {
        return;
    };
    let end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
    let new = format!("{}x{}", &text[..end], &text[end..]);
    plants.add(rule, path, new, line(text, at));
}

fn flow(plants: &mut Plants<'_>, path: &str, text: &str) {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let with = |comment: &str| format!("{comment}{newline}{text}");
    plants.add(
        "unused-ignore",
        path,
        with("# windmill-ls: ignore[unknown-step] no reason"),
        1,
    );
    plants.add(
        "invalid-ignore",
        path,
        with("# windmill-ls: ignore everything"),
        1,
    );
    // Two steps with one file, of which one takes other inputs.
    let files: Vec<(usize, &str)> = text
        .match_indices("!inline ")
        .filter_map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let name = &rest[..rest.find(['\'', '\n', '\r'])?];
            (!name.ends_with(".lock")).then_some((at + mark.len(), name))
        })
        .collect();
    if let [(_, first), (at, second), ..] = files[..] {
        let new = format!("{}{first}{}", &text[..at], &text[at + second.len()..]);
        plants.implying(
            "shared-inline-file",
            path,
            new,
            line(text, at),
            &[
                "unknown-input",
                "missing-input",
                "language-mismatch",
                "unknown-property",
                "iterator-not-array",
                "*",
            ],
        );
    }
    if let Some((at, name)) = files.first()
        && plants.text("wmill.yaml").contains("nonDottedPaths: true")
    {
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let dotted = format!("{stem}.inline_script.{ending}");
        let folder = path.trim_end_matches("flow.yaml");
        let code = plants.text(&format!("{folder}{name}")).to_owned();
        let new = format!("{}{dotted}{}", &text[..*at], &text[at + name.len()..]);
        let files = BTreeMap::from([
            (path.to_owned(), Some(new)),
            (format!("{folder}{dotted}"), Some(code)),
        ]);
        plants.push(Mutant {
            rule: "inline-file-name",
            files,
            at: (path.to_owned(), line(text, *at)),
            implied: &[],
        });
    }
}

fn typescript(plants: &mut Plants<'_>, path: &str, text: &str) {
    if let Some(at) = text.find("export async function main")
        && plants
            .base
            .files
            .contains_key(&path.replace(".ts", ".script.yaml"))
    {
        let new = text.replacen("export async function main", "async function main", 1);
        plants.add("missing-main", path, new, line(text, at));
    }
    let broken = format!("{text}function broken(: string) {{}}\n");
    plants.add("typescript-syntax", path, broken, line(text, text.len()));
}
