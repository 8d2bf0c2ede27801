//! Fifty nasty texts through everything that the command line prints: no byte of them steers a terminal,
//! no line is a command for a service, and programs read the names as they are.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tests::nasty::{NASTY, file_name, flow, harm, quoted, write_library};

use crate::support::{Run, Workspace, run};

/// A workspace that has all of them everywhere, as names of files too.
fn nasty() -> Workspace {
    let workspace = Workspace::new();
    for (i, text) in NASTY.iter().enumerate() {
        let name = file_name(text).unwrap_or_else(|| format!("n{i}"));
        workspace.write(&format!("f/a/{name}.flow/flow.yaml"), flow(text, i));
        workspace.write(
            &format!("f/b/{name}.py"),
            format!("def main(:\n    # {text}\n    return {}\n", quoted(text)),
        );
        workspace.write(&format!("f/c/{name}.flow/flow.yaml"), broken(text));
        let q = quoted(text);
        workspace.write(
            &format!("f/d/{name}.schedule.yaml"),
            format!("summary: {q}\nscript_path: {q}\nis_flow: false\nschedule: {q}\ntimezone: {q}\n{q}: 1\n"),
        );
        workspace.write(
            &format!("f/d/{name}.resource.yaml"),
            format!("value: {{a: {q}}}\nresource_type: {q}\n"),
        );
        write_library(&workspace.path("."), text, i);
    }
    if cfg!(target_os = "linux") {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let name = std::ffi::OsStr::from_bytes(b"\x1b[31m\xff\n::error::x\n.py");
            fs::write(workspace.path("f/b").join(name), "x = 1\n").unwrap();
        }
    }
    workspace
}

/// A flow with mistakes that are fixed, the text beside them.
fn broken(text: &str) -> String {
    let raw = text.replace(['\n', '\r'], " ");
    let block = text.replace(['\n', '\r'], "\n          ");
    format!(
        "summary: Greet: you # {raw}\nvalue:\n  modules\n    - id: a\n      value:\n        type: identity\n    - id: b\n      \
         # {raw}\n      timeout:30\n      value:\n        type: rawscript\n        language: bash\n        content: |\n          \
         {block}\n        input_transforms: {{}}\n"
    )
}

/// What a stream may show: nothing harmful, but for what `is_own` knows as the program's own.
#[track_caller]
fn is_safe(stream: &str, is_own: impl Fn(&str) -> bool) {
    for line in stream.split('\n') {
        if let Some(harm) = harm(line)
            && !is_own(line)
        {
            panic!("{harm}");
        }
    }
}

#[track_caller]
fn is_safe_run(run: &Run) {
    assert!(matches!(run.code, Some(0..=2)), "{run:?}");
    is_safe(&run.stdout, |_| false);
    is_safe(&run.stderr, |_| false);
}

/// All texts of a JSON value.
fn texts<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|v| texts(v, out)),
        Value::Object(fields) => fields.values().for_each(|v| texts(v, out)),
        _ => {}
    }
}

/// The names of `NASTY` that no text has.
fn lost(found: &[String]) -> Vec<&'static str> {
    let lost = NASTY
        .iter()
        .filter(|n| !found.iter().any(|f| f.contains(**n)));
    lost.copied().collect()
}

#[test]
fn for_people() {
    let workspace = nasty();
    for args in [
        "--check --color never",
        "--check --color never --output-format concise",
        "--check --color never --verbose --statistics",
        "--check --diff --unsafe-fixes",
        "--check --diff f/c",
        "--check --output-file report.txt --quiet",
    ] {
        let run = workspace.run(args);
        assert!(
            run.code != Some(0) || run.stdout.is_empty(),
            "{args}: {run:?}"
        );
        is_safe_run(&run);
    }
    is_safe(
        &fs::read_to_string(workspace.path("report.txt")).unwrap(),
        |_| false,
    );
    let diff = workspace.run("--check --diff f/c");
    assert_eq!(
        diff.stdout.matches("\n+++ ").count(),
        NASTY.len(),
        "{}",
        diff.stdout
    );
    assert!(diff.stderr.contains("shown as escapes"), "{diff:?}");
    // Colours are our own; take them away, and nothing is left that steers.
    let run = workspace.run("--check --color always");
    let parts = run.stdout.split("\u{1b}[");
    let is_style = |c: char| c.is_ascii_digit() || c == ';' || c == 'm';
    let plain: String = parts.map(|p| p.trim_start_matches(is_style)).collect();
    is_safe(&plain, |_| false);
    for args in [
        "--check --add-ignore=why f/b f/d",
        "--check --fix --unsafe-fixes f/c",
    ] {
        is_safe_run(&workspace.run(args));
    }
}

#[test]
fn for_github() {
    let workspace = nasty();
    let run = workspace.run("--check --output-format github");
    is_safe(&run.stderr, |_| false);
    let is_own = |line: &str| {
        ["error", "warning", "notice"].iter().any(|level| {
            line.strip_prefix(&format!("::{level} file="))
                .is_some_and(|rest| harm(rest).is_none())
        })
    };
    is_safe(&run.stdout, is_own);
    assert!(run.stdout.lines().all(is_own), "{}", run.stdout);
    let back = |text: &str| {
        let text = text
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%0A", "\n")
            .replace("%0D", "\r");
        text.replace("%25", "%")
    };
    let mut found = BTreeSet::new();
    for line in run.stdout.lines() {
        let rest = line.split_once("file=").unwrap().1;
        found.insert(back(rest.split(',').next().unwrap()));
    }
    // What no terminal is steered by comes back as it is.
    for path in found.iter().filter(|p| !p.contains("\\u{")) {
        assert!(workspace.path(path).exists(), "{path:?}");
    }
    assert!(found.len() > NASTY.len(), "{found:?}");
}

#[test]
fn for_programs() {
    let workspace = nasty();
    let mut files = BTreeSet::new();
    for format in ["json", "json-lines", "sarif", "gitlab", "rdjson"] {
        let run = workspace.run(&format!("--check --output-format {format}"));
        is_safe_run(&run);
        let values: Vec<Value> = match format {
            "json-lines" => run
                .stdout
                .lines()
                .map(|l| serde_json::from_str(l).unwrap())
                .collect(),
            _ => vec![run.json()],
        };
        let mut found = Vec::new();
        values.iter().for_each(|v| texts(v, &mut found));
        let found: Vec<String> = found.iter().map(|t| t.replace("]\\(", "](")).collect();
        assert_eq!(lost(&found), [""; 0], "{format}");
        for (value, key, of) in values.iter().flat_map(|v| paths(format, v)) {
            assert!(
                workspace.path(&value).exists(),
                "{format}: {key} {of}: {value:?}"
            );
            files.insert(value);
        }
    }
    assert!(files.len() >= 3 * NASTY.len(), "{}", files.len());
}

/// The paths in a report: each with where it stands.
fn paths<'a>(format: &str, value: &'a Value) -> Vec<(String, &'static str, &'a Value)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let list = |v: &'a Value| v.as_array().unwrap().iter();
    match format {
        "json" => list(&value["findings"])
            .map(|f| (text(&f["file"]), "file", f))
            .collect(),
        "json-lines" => vec![(text(&value["file"]), "file", value)],
        "gitlab" => list(value)
            .map(|i| (text(&i["location"]["path"]), "path", i))
            .collect(),
        "rdjson" => list(&value["diagnostics"])
            .map(|d| (text(&d["location"]["path"]), "path", d))
            .collect(),
        _ => list(&value["runs"][0]["results"])
            .map(|r| {
                let uri = text(&r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]);
                (decoded(&uri), "uri", r)
            })
            .collect(),
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn for_xml() {
    let workspace = nasty();
    let run = workspace.run("--check --output-format junit");
    is_safe_run(&run);
    let document = roxmltree::Document::parse(&run.stdout).unwrap();
    let cases: Vec<_> = document
        .descendants()
        .filter(|n| n.has_tag_name("testcase"))
        .collect();
    assert!(cases.len() > 5 * NASTY.len());
    let has_form = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let mut found = Vec::new();
    for case in cases {
        let file = case.attribute("file").unwrap();
        // What XML has no form for is shown as an escape.
        assert!(
            file.contains("\\u{") || workspace.path(file).exists(),
            "{file:?}"
        );
        found.extend(
            case.descendants()
                .filter_map(|n| n.text())
                .map(str::to_owned),
        );
        found.extend(
            case.descendants()
                .filter_map(|n| n.attribute("message"))
                .map(str::to_owned),
        );
    }
    let lost = lost(&found);
    assert!(lost.iter().all(|n| !n.chars().all(has_form)), "{lost:?}");
}

#[test]
fn in_arguments() {
    let workspace = Workspace::new();
    workspace.write("f/a/b.py", "def main():\n    return 1\n");
    // No argument of any system has a zero byte.
    for text in NASTY.iter().filter(|t| !t.contains('\0')) {
        for arguments in [
            vec![text.to_string()],
            vec!["--config".into(), text.to_string()],
            vec!["--select".into(), text.to_string()],
            vec![format!("--{text}")],
            vec!["--output-file".into(), format!("{text}/x")],
            vec!["--output-format".into(), text.to_string()],
            vec!["--stdin-filename".into(), format!("{text}.txt"), "-".into()],
        ] {
            let mut command = workspace.command(".", "--check");
            command.args(&arguments);
            is_safe_run(&run(command, b""));
        }
        let mut command = workspace.command(".", "--explain");
        command.arg(text);
        let run = run(command, b"");
        assert_eq!(run.code, Some(2), "{run:?}");
        is_safe_run(&run);
    }
}

#[test]
fn in_settings() {
    for text in NASTY {
        let workspace = Workspace::new();
        workspace.write("f/a/b.py", "def main():\n    return 1\n");
        let q = quoted(text);
        for settings in [
            format!("[rules]\n{q} = \"error\"\n"),
            format!("[rules]\nunknown-step = {q}\n"),
            format!("[rules]\n{q} = 3\n"),
            format!("{q} = 1\n[{q}]\n{q} = 1\n"),
            format!("[files]\nexclude = [{q}, \"[{text}\"]\n"),
            format!("[sdk]\npaths = [{q}]\n"),
            format!("[[per-path]]\n{q} = {q}\n"),
            format!("{text} = = 1\n"),
        ] {
            workspace.write("windmill-ls.toml", settings);
            is_safe_run(&workspace.run("--check --verbose"));
        }
    }
}
