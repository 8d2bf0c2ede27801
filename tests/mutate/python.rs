//! Mistakes in Python scripts: in files, and embedded in a flow where that is said.

use std::collections::BTreeMap;

use super::plant::{Mutant, Plants, line};

pub(super) fn python(plants: &mut Plants<'_>) {
    let paths: Vec<String> = plants
        .base
        .files
        .keys()
        .filter(|p| p.ends_with(".py"))
        .cloned()
        .collect();
    for path in &paths {
        let text = plants.text(path).to_owned();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        if text.contains("@workflow") {
            workflow(plants, path, &text);
            continue;
        }
        let Some(main) = text.find("def main(") else {
            continue;
        };
        let at = line(&text, main);
        let imported = plants
            .base
            .files
            .values()
            .any(|t| t.contains(&path.trim_end_matches(".py").replace('/', ".")));
        if imported || text[..main].ends_with("async ") {
            continue;
        }
        let header_end = text[main..]
            .find(":\n")
            .or_else(|| text[main..].find(":\r\n"))
            .map_or(main, |i| main + i);
        let one_line = !text[main..header_end].contains('\n');
        plants.implying(
            "python-syntax",
            path,
            format!("{text}def broken(:{newline}"),
            line(&text, text.len()),
            &["*"],
        );
        let renamed = text.replacen("def main(", "def mian(", 1);
        // What has no `main` is reported at the top of the file.
        plants.implying(
            "missing-main",
            path,
            renamed,
            1,
            &["unused-resource-type", "stale-metadata", "unknown-property"],
        );
        plants.implying(
            "unrecognized-main",
            path,
            text.replacen("def main(", "def main (", 1),
            at,
            &["unused-resource-type"],
        );
        if one_line && !text[main..header_end].contains('*') {
            let with = |param: &str| {
                text.replacen("def main(", &format!("def main({param}, "), 1)
                    .replacen(", )", ")", 1)
            };
            let implied: &[&str] = &[
                "missing-input",
                "stale-metadata",
                "schedule-target",
                "unknown-property",
            ];
            let in_flow = path.contains(".flow/") || path.contains("__flow/");
            if !in_flow {
                plants.implying(
                    "unsupported-annotation",
                    path,
                    with("odd: dict[str, int]"),
                    at,
                    implied,
                );
            }
            plants.implying(
                "lost-default",
                path,
                text.replacen("def main(", "def main(*, odd=-1, ", 1)
                    .replacen("*, odd=-1, ", "odd=-1, ", 1),
                at,
                &["invalid-main-signature", "stale-metadata", "python-syntax"],
            );
            plants.implying(
                "invalid-main-signature",
                path,
                with("odd=1"),
                at,
                &[
                    "stale-metadata",
                    "python-syntax",
                    "missing-input",
                    "unknown-input",
                ],
            );
            plants.implying("unpassed-parameter", path, with("odd, /"), at, implied);
            let top = format!(
                "from typing import TypedDict{newline}{newline}{newline}class Gitlab(TypedDict):{newline}    host: str{newline}{newline}{newline}"
            );
            let upper = format!("{top}{}", with("odd: Gitlab"));
            plants.implying("uppercase-resource-type", path, upper.clone(), 4, implied);
            let lower = upper.replace("Gitlab", "gitlab");
            if !text.contains("TypedDict") {
                plants.implying(
                    "missing-typed-dict-import",
                    path,
                    lower
                        .replacen("from typing import TypedDict", "", 1)
                        .replace("from typing import", "from typing_extensions import"),
                    4,
                    MANY,
                );
            }
            plants.implying(
                "import-shadows-resource-type",
                path,
                format!("import gitlab{newline}{lower}"),
                1,
                MANY,
            );
            let unused = format!("{top}{text}").replace("Gitlab", "gitlab");
            plants.implying("unused-resource-type", path, unused, 4, &[]);
            let below = format!(
                "{}{newline}{newline}class gitlab(TypedDict):{newline}    host: str{newline}",
                with("odd: gitlab")
            );
            let below = format!("from typing import TypedDict{newline}{below}");
            let class_at = line(&below, below.find("class gitlab").unwrap_or(0));
            plants.implying("resource-type-after-main", path, below, class_at, MANY);
        }
        plants.add(
            "main-called",
            path,
            format!("{text}{newline}{newline}main(1){newline}"),
            line(&text, text.len()) + 2,
        );
        let body = text[header_end..]
            .find('\n')
            .map_or(text.len(), |i| header_end + i + 1);
        let inside = |code: &str| format!("{}    {code}{newline}{}", &text[..body], &text[body..]);
        let in_line = line(&text, body);
        plants.add("late-import", path, inside("import polars"), in_line);
        imports(plants, path, &text, newline);
        let with_sdk = |code: &str| format!("import wmill{newline}{}", inside(code));
        plants.add(
            "unknown-sdk-name",
            path,
            with_sdk("wmill.get_varable(str(1))"),
            in_line + 1,
        );
        plants.add(
            "sdk-arguments",
            path,
            with_sdk("wmill.get_variable(pth=str(1))"),
            in_line + 1,
        );
        plants.add(
            "deprecated-sdk",
            path,
            with_sdk("wmill.get_version()"),
            in_line + 1,
        );
        plants.implying(
            "unresolved-inline",
            path,
            format!("!inline {path}{newline}"),
            1,
            &["*"],
        );
        if let Some(class) = text.find("class c_bench(") {
            let new = text.replace("c_bench", "c_nowhere");
            plants.add("unknown-resource-type", path, new, line(&text, class));
        }
        if let Some(call) = text.find("get_variable(\"f/") {
            let end = call + text[call..].find("\")").unwrap_or(0);
            let new = format!("{}x{}", &text[..end], &text[end..]);
            plants.add("unknown-variable", path, new, line(&text, call));
        }
    }
    preprocessors(plants, &paths);
    inline(plants);
}

const MANY: &[&str] = &[
    "missing-input",
    "stale-metadata",
    "schedule-target",
    "unknown-property",
    "unsupported-annotation",
    "unknown-resource-type",
    "*",
];

fn preprocessors(plants: &mut Plants<'_>, paths: &[String]) {
    for path in paths {
        let text = plants.text(path).to_owned();
        let Some(at) = text.find("def preprocessor(event") else {
            continue;
        };
        let here = line(&text, at);
        let implied: &[&str] = &[
            "unknown-input",
            "missing-input",
            "python-syntax",
            "unknown-name",
        ];
        plants.implying(
            "preprocessor-event",
            path,
            text.replacen("preprocessor(event", "preprocessor(evnt", 1),
            here,
            implied,
        );
        if !path.contains("flow/") {
            continue;
        }
        plants.implying(
            "missing-preprocessor",
            path,
            text.replacen("def preprocessor(", "def prepare(", 1),
            1,
            &["missing-main"],
        );
    }
}

/// In the steps that take an input of TypeScript's with a default.
fn inline(plants: &mut Plants<'_>) {
    for path in plants
        .base
        .files
        .keys()
        .filter(|p| p.ends_with("/flow.yaml"))
        .cloned()
        .collect::<Vec<_>>()
    {
        let text = plants.text(&path).to_owned();
        if let Some(at) = text.find("expr: results.each.length") {
            let new = text.replacen("expr: results.each.length", "expr: flow_input.quick", 1);
            plants.implying("null-default", &path, new, line(&text, at), &[]);
        }
    }
}

fn workflow(plants: &mut Plants<'_>, path: &str, text: &str) {
    if let Some(at) = text.find("second = await load(first)") {
        let here = line(text, at);
        plants.add(
            "unawaited-task",
            path,
            text.replacen(
                "second = await load(first)",
                "load(first)\n    second = first",
                1,
            ),
            here,
        );
        let clock = text.replacen(
            "second = await load(first)",
            "second = await load(str(datetime.now()))",
            1,
        );
        plants.add(
            "nondeterministic-workflow",
            path,
            format!("from datetime import datetime\n{clock}"),
            here + 1,
        );
        let caught = text.replacen(
            "    second = await load(first)",
            "    try:\n        second = await load(first)\n    except:\n        second = None",
            1,
        );
        plants.add("swallowed-task-error", path, caught, here + 2);
    }
}

/// Imports of what is not there, and lists of packages.
fn imports(plants: &mut Plants<'_>, path: &str, text: &str, newline: &str) {
    let top = |lines: &[&str]| {
        let lines: String = lines.iter().map(|l| format!("{l}{newline}")).collect();
        lines + text
    };
    let folder: Vec<&str> = path.split('/').take(2).collect();
    let folder = folder.join(".");
    let gone = format!("from {folder}.gone_away import thing");
    plants.add("unknown-import", path, top(&[&gone]), 1);
    plants.add(
        "wrong-sdk-package",
        path,
        top(&["from windmill import get_state"]),
        1,
    );
    let list = ["# requirements:", "# requests==2.31", "# polars >= 1.0"];
    let implied = &["unlisted-requirement"];
    plants.implying("requirements-list", path, top(&list), 3, implied);
    plants.add("unread-annotation", path, top(&["# no-cache"]), 1);
    let list = ["# requirements:", "# requests==2.31", "import wmill"];
    plants.add("unlisted-requirement", path, top(&list), 3);
    let module = format!("{}/lazy_maths.py", folder.replace('.', "/"));
    let lazy = format!("from {folder} import lazy_maths");
    plants.push(Mutant {
        rule: "folder-import",
        files: BTreeMap::from([
            (path.to_owned(), Some(top(&[&lazy]))),
            (module, Some(format!("import sympy{newline}"))),
        ]),
        at: (path.to_owned(), 1),
        implied: &["missing-main", "missing-metadata"],
    });
}
