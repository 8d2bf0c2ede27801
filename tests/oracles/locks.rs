//! `wmill lint --locks-required` beside `missing-lock`: every way to write a lock, in every language and at every place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use serde_json::Value;

/// What both say of locks in one workspace: by file, what `wmill lint --locks-required` names, and our messages.
struct Locks {
    theirs: BTreeMap<String, BTreeSet<String>>,
    ours: BTreeMap<String, Vec<String>>,
}

/// The files of a workspace, checked by both.
fn locks(files: &BTreeMap<String, String>) -> Locks {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = Workspace::new(vec!["/w".into()]);
    for (file, text) in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        workspace.set(&format!("/w/{file}"), Source::Text(text.as_str().into()));
    }
    let program =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/node_modules/windmill-cli/esm/main.js");
    let report = folder.path().join("report.txt");
    Command::new("node")
        .arg(program)
        .args(["lint", "--json", "--locks-required"])
        .current_dir(folder.path())
        .stdout(std::fs::File::create(&report).unwrap())
        .status()
        .expect("node runs");
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    let mut theirs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for issue in report["issues"].as_array().unwrap() {
        for error in issue["errors"].as_array().unwrap() {
            let error = error.as_str().unwrap();
            if let Some(what) = error.strip_prefix("Missing lock for ") {
                let what = what.split(". Run").next().unwrap_or(what).to_owned();
                let path = issue["path"].as_str().unwrap().to_owned();
                theirs.entry(path).or_default().insert(what);
            }
        }
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let mut ours = BTreeMap::new();
    for (id, file) in snapshot.workspace.files() {
        let found = snapshot.check(id).into_iter();
        let found = found.filter(|f| f.rule.name == "missing-lock");
        let found: Vec<String> = found.map(|f| f.message).collect();
        if !found.is_empty() {
            ours.insert(file.path["/w/".len()..].to_owned(), found);
        }
    }
    Locks { theirs, ours }
}

/// Ways to write a lock, with the files that are there.
const LOCKS: &[(&str, &str)] = &[
    ("absent", ""),
    ("empty", "lock: ''"),
    ("text", "lock: 'requests==2.32.3'"),
    ("block", "lock: |\n  requests==2.32.3\n"),
    ("lines", "lock: [requests==2.32.3, idna==3.7]"),
    ("noline", "lock: []"),
    ("emptyline", "lock: ['']"),
    ("inlinelines", "lock: ['!inline DIRfull.lock']"),
    ("here", "lock: '!inline DIRfull.lock'"),
    ("tagged", "lock: !inline DIRfull.lock"),
    ("gone", "lock: '!inline DIRgone.lock'"),
    ("taggedgone", "lock: !inline DIRgone.lock"),
    ("hollow", "lock: '!inline DIRhollow.lock'"),
    ("shared", "lock: '!inline locks/shared.lock'"),
    ("sharedgone", "lock: '!inline locks/gone.lock'"),
    ("glued", "lock: '!inlineDIRgone.lock'"),
];

/// `text` below a key that stands `depth` in.
fn indented(text: &str, depth: usize) -> String {
    let lines = text.lines().map(|l| format!("{}{l}\n", " ".repeat(depth)));
    lines.collect()
}

#[test]
fn whatever_it_reports_of_locks_is_reported_and_nothing_else() {
    let languages = [
        ("bun", "ts"),
        ("deno", "deno.ts"),
        ("nativets", "fetch.ts"),
        ("python3", "py"),
        ("go", "go"),
        ("php", "php"),
        ("rust", "rs"),
        ("ansible", "playbook.yml"),
        ("bash", "sh"),
        ("postgresql", "pg.sql"),
        ("powershell", "ps1"),
        ("csharp", "cs"),
        ("ruby", "rb"),
        ("java", "java"),
        ("nu", "nu"),
    ];
    for non_dotted in [false, true] {
        let flow_suffix = if non_dotted { "__flow" } else { ".flow" };
        let config = format!(
            "defaultTs: bun\nincludes: ['f/**']\nnonDottedPaths: {non_dotted}\nlocksRequired: true\n"
        );
        let mut files = BTreeMap::from([("wmill.yaml".to_owned(), config)]);
        let mut put = |path: String, text: String| files.insert(path, text);
        for dir in ["f/a/", "f/b/steps.flow/", "f/b/steps__flow/"] {
            put(format!("{dir}full.lock"), "idna==3.7\n".to_owned());
            put(format!("{dir}hollow.lock"), String::new());
        }
        put("locks/shared.lock".to_owned(), "idna==3.7\n".to_owned());
        // Scripts: each language with each lock.
        for (language, ending) in languages {
            for (name, lock) in LOCKS {
                let path = format!("f/a/{language}_{name}");
                put(format!("{path}.{ending}"), "x\n".to_owned());
                let lock = lock.replace("DIR", "f/a/");
                put(
                    format!("{path}.script.yaml"),
                    format!("summary: A\nkind: script\n{lock}\n"),
                );
            }
        }
        // Not synced, and without code.
        put("g/a/out.py".to_owned(), "x\n".to_owned());
        put("g/a/out.script.yaml".to_owned(), "summary: A\n".to_owned());
        // Steps, at each place.
        let step = |id: &str, language: &str, lock: &str, more: &str| {
            let value = format!(
                "{more}type: rawscript\nlanguage: {language}\ncontent: x\ninput_transforms: {{}}\n{}",
                lock.replace("DIR", "")
            );
            format!(
                "- id: {id}\n  summary: {id}\n  value:\n{}",
                indented(&value, 4)
            )
        };
        let mut steps = String::new();
        for (language, _) in languages {
            for (name, lock) in LOCKS {
                steps += &step(&format!("{language}_{name}"), language, lock, "");
            }
        }
        let inner = |id: &str| indented(&step(id, "python3", "", ""), 4);
        steps += &format!(
            "- id: loop\n  value:\n    type: forloopflow\n    skip_failures: true\n    iterator: {{type: javascript, expr: '[]'}}\n    modules:\n{}",
            inner("in_loop")
        );
        steps += &format!(
            "- id: while\n  value:\n    type: whileloopflow\n    skip_failures: true\n    modules:\n{}",
            inner("in_while")
        );
        for kind in ["branchone", "branchall"] {
            steps += &format!(
                "- id: {kind}\n  value:\n    type: {kind}\n    branches:\n    - expr: 'true'\n      modules:\n{}",
                indented(&step(&format!("in_{kind}"), "bun", "", ""), 6)
            );
            if kind == "branchone" {
                steps += &format!("    default:\n{}", inner("in_default"));
            }
        }
        steps += &format!(
            "- id: agent\n  value:\n    type: aiagent\n    input_transforms: {{}}\n    tools:\n{}",
            indented(&step("in_agent", "bun", "", "tool_type: flowmodule\n"), 4)
        );
        let flow = format!("summary: A\nvalue:\n  modules:\n{}", indented(&steps, 4));
        for suffix in [".flow", "__flow"] {
            put(format!("f/b/steps{suffix}/flow.yaml"), flow.clone());
        }
        let special =
            "summary: A\nvalue:\n  modules: []\n  failure_module:\n    id: failure\n    value:\n      type: rawscript\n      language: bun\n      content: x\n      input_transforms: {}\n"
        .to_owned();
        let special_file = format!("f/b/special{flow_suffix}/flow.yaml");
        put(special_file.clone(), special);

        let Locks { theirs, mut ours } = locks(&files);
        // Ours alone.
        assert_eq!(ours.remove(&special_file).map(|f| f.len()), Some(1));
        let count = |file: &str| theirs.get(file).map_or(0, BTreeSet::len);
        let flow_file = format!("f/b/steps{flow_suffix}/flow.yaml");
        assert!(count(&flow_file) > 40, "{}", count(&flow_file));
        let names: BTreeSet<_> = theirs.keys().collect();
        assert!(names.len() > 40, "{names:?}");
        assert_eq!(ours.keys().collect::<BTreeSet<_>>(), names);
        let quoted = |text: &str, sign: char| text.split(sign).nth(1).map(str::to_owned);
        let steps: BTreeSet<_> = ours[&flow_file]
            .iter()
            .filter_map(|m| quoted(m, '`'))
            .collect();
        let theirs: BTreeSet<_> = theirs[&flow_file]
            .iter()
            .filter_map(|m| quoted(m, '\''))
            .collect();
        assert_eq!(steps, theirs);
    }
}

/// The same for apps: what stands in `app.yaml`, and the code in the backend of an app whose frontend is code.
#[test]
fn whatever_it_reports_of_locks_in_apps_is_reported_and_nothing_else() {
    let languages = [
        ("bun", "ts"),
        ("deno", "deno.ts"),
        ("python3", "py"),
        ("go", "go"),
        ("php", "php"),
        ("rust", "rs"),
        ("ansible", "playbook.yml"),
        ("bash", "sh"),
        ("postgresql", "pg.sql"),
        ("frontend", "frontend.js"),
    ];
    for non_dotted in [false, true] {
        let suffix = if non_dotted { "__" } else { "." };
        let config = format!(
            "defaultTs: bun\nincludes: ['f/**']\nnonDottedPaths: {non_dotted}\nlocksRequired: true\n"
        );
        let mut files = BTreeMap::from([("wmill.yaml".to_owned(), config)]);
        let mut names = Vec::new();
        let mut hidden = String::new();
        for (language, _) in languages {
            for (name, lock) in LOCKS {
                let name = format!("{language}_{name}");
                let script = format!(
                    "language: {language}\ncontent: x\n{}",
                    lock.replace("DIR", "")
                );
                hidden += &format!(
                    "- name: {name}\n  fields: {{}}\n  inlineScript:\n{}",
                    indented(&script, 4)
                );
                names.push(name);
            }
        }
        let nested = "grid:\n- id: a\n  data:\n    id: a\n    componentInput:\n      runnable:\n        name: deep\n        inlineScript: {language: bun, content: x}\n";
        let app = format!(
            "summary: A\nvalue:\n{}  hiddenInlineScripts:\n{}policy: {{}}\n",
            indented(nested, 2),
            indented(&hidden, 2)
        );
        for suffix in [".app", "__app"] {
            let folder = format!("f/b/desk{suffix}");
            files.insert(format!("{folder}/app.yaml"), app.clone());
            files.insert(format!("{folder}/full.lock"), "idna==3.7\n".to_owned());
            files.insert(format!("{folder}/hollow.lock"), String::new());
        }
        for suffix in [".raw_app", "__raw_app"] {
            let folder = format!("f/b/till{suffix}");
            files.insert(format!("{folder}/raw_app.yaml"), "summary: A\n".to_owned());
            // A file of another kind makes it give the whole backend up.
            for (language, ending) in languages.iter().filter(|(l, _)| *l != "frontend") {
                for yaml in ["with", "without"] {
                    for lock in ["full", "none"] {
                        let stem = format!("{folder}/backend/{language}_{yaml}_{lock}");
                        files.insert(format!("{stem}.{ending}"), "x\n".to_owned());
                        if yaml == "with" {
                            files.insert(format!("{stem}.yaml"), "type: inline\n".to_owned());
                        }
                        if lock == "full" {
                            files.insert(format!("{stem}.lock"), "idna==3.7\n".to_owned());
                        }
                    }
                }
            }
        }

        let Locks { theirs, ours } = locks(&files);
        let quoted = |text: &str, sign: char| text.split(sign).nth(1).map(str::to_owned);
        let app_file = format!("f/b/desk{suffix}app/app.yaml");
        let raw_file = format!("f/b/till{suffix}raw_app/raw_app.yaml");
        let told: BTreeSet<_> = theirs.keys().cloned().collect();
        assert_eq!(told, BTreeSet::from([app_file.clone(), raw_file.clone()]));
        let place = |text: &String| {
            let path = quoted(text, '\'')?;
            match path.split(['[', ']']).nth(1)?.parse::<usize>() {
                Ok(at) if path.starts_with("hidden") => names.get(at).cloned(),
                _ => Some("deep".to_owned()),
            }
        };
        let theirs_in_app: BTreeSet<_> = theirs[&app_file].iter().filter_map(place).collect();
        let named = |m: &String| quoted(m, '`');
        let ours_in_app: BTreeSet<_> = ours[&app_file].iter().filter_map(named).collect();
        assert!(theirs_in_app.len() > 40, "{theirs_in_app:?}");
        assert_eq!(ours_in_app, theirs_in_app);

        let theirs_raw: BTreeSet<_> = theirs[&raw_file]
            .iter()
            .filter_map(|m| quoted(m, '\''))
            .collect();
        let backend = raw_file.replace("raw_app.yaml", "backend/");
        let ours_raw: BTreeSet<_> = ours
            .iter()
            .filter(|(file, _)| **file != app_file)
            .inspect(|(file, _)| assert!(file.starts_with(&backend), "{file}"))
            .flat_map(|(_, messages)| messages.iter().filter_map(named))
            .collect();
        assert!(theirs_raw.len() > 10, "{theirs_raw:?}");
        assert_eq!(ours_raw, theirs_raw);
    }
}
