//! `wmill lint` (npm's `windmill-cli`) beside `--check`: files of every kind, with each field removed, misspelt and of
//! another type. Whatever `wmill lint` reports of a file, we report something of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::openflow::{Def, openflow};
use model::workspace::Workspace;
use serde_json::{Map, Value, json};
use syntax::yaml::{JsonType, Node, Yaml};

/// What another program reports and we do not: how the path of the changed value ends, what was done to it, and why.
pub(crate) struct Difference {
    pub(crate) ends: &'static str,
    pub(crate) done: &'static str,
    pub(crate) why: &'static str,
}

pub(crate) const LOCK_OF_LINES: Difference = Difference {
    ends: "value.lock",
    done: "[]",
    why: "Windmill's command line reads a lock that is a list of lines",
};

pub(crate) const TOOL_WITHOUT_TYPE: Difference = Difference {
    ends: "tools.[].value.tool_type",
    done: "removed",
    why: "the server reads a tool without `tool_type` as a step of a flow",
};

const DIFFERENCES: &[Difference] = &[LOCK_OF_LINES, TOOL_WITHOUT_TYPE];

const UNCHANGED: &str = "unchanged";

/// A file with one change.
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) text: String,
    /// Where it was changed: keys and `[]`, joined with dots.
    at: String,
    /// `removed`, `misspelt`, or what was written there.
    done: String,
}

/// A value that a definition describes.
fn sample(def: &'static Def, depth: usize) -> Value {
    let def = openflow().target(def);
    if let Some(choice) = def.choices().first() {
        return json!(choice);
    }
    if def.is_union() {
        return json!({});
    }
    match def.types().next() {
        Some("string") => json!("f/a/text"),
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(def.minimum.unwrap_or(3.0) as i64),
        Some("array") => {
            let item = def.items.as_deref().filter(|_| depth > 0);
            json!(
                item.map(|i| sample(i, depth - 1))
                    .into_iter()
                    .collect::<Vec<_>>()
            )
        }
        Some("object") if !def.properties.is_empty() && depth > 0 => {
            // Of groups of fields that exclude each other the first.
            let group = def.one_of_groups.first();
            let is_here = |n: &String| group.is_none_or(|g| g.contains(n));
            let fields = def.properties.iter();
            let fields = fields.filter(|(n, d)| !d.residue && !d.deprecated && is_here(n));
            let fields = fields.map(|(n, d)| (n.clone(), sample(d, depth - 1)));
            Value::Object(fields.collect())
        }
        Some("object") => json!({}),
        _ => json!({"any": 1}),
    }
}

/// The value of YAML.
fn value(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let pair = |(k, v): (String, Option<Node<'_>>)| (k, v.map_or(Value::Null, value));
        let pairs = node
            .pairs()
            .filter_map(|p| Some((p.key.as_str()?.into_owned(), p.value)));
        return Value::Object(pairs.map(pair).collect());
    }
    match node.json_type() {
        Some(JsonType::Array) => node.items().map(value).collect(),
        Some(JsonType::Boolean) => json!(node.as_bool()),
        Some(JsonType::Integer) => json!(node.as_f64().map(|n| n as i64)),
        Some(JsonType::Number) => json!(node.as_f64()),
        Some(JsonType::String) => json!(node.as_str()),
        Some(JsonType::Object) => json!({}),
        Some(JsonType::Null) | None => Value::Null,
    }
}

/// All ways to the values in a value, as JSON pointers.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                let inner = format!("{at}/{name}");
                all.push(inner.clone());
                pointers(field, &inner, all);
            }
        }
        // The items of a list are alike.
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate().take(2) {
                let inner = format!("{at}/{i}");
                all.push(inner.clone());
                pointers(item, &inner, all);
            }
        }
        _ => {}
    }
}

/// A document with the value at `pointer` changed; `None` where that cannot be.
fn changed(document: &Value, pointer: &str, change: &Change) -> Option<Value> {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match change {
        Change::Write(value) => {
            let place = document.pointer_mut(pointer)?;
            let kind = |v: &Value| std::mem::discriminant(v);
            if kind(place) == kind(value) {
                return None;
            }
            *place = value.clone();
        }
        Change::Remove | Change::Misspell => {
            let Value::Object(fields) = document.pointer_mut(parent)? else {
                return None;
            };
            let old = std::mem::take(fields);
            let renamed = |(key, value): (String, Value)| match (key == name, change) {
                (true, Change::Remove) => None,
                (true, _) => Some((format!("{key}x"), value)),
                (false, _) => Some((key, value)),
            };
            *fields = old.into_iter().filter_map(renamed).collect::<Map<_, _>>();
        }
    }
    Some(document)
}

impl Case {
    /// Whether it is the file that the others come from: those up to the next one.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.done == UNCHANGED
    }
}

enum Change {
    Remove,
    Misspell,
    Write(Value),
}

fn changes() -> Vec<(String, Change)> {
    let mut all = vec![
        ("removed".to_owned(), Change::Remove),
        ("misspelt".to_owned(), Change::Misspell),
    ];
    for value in [json!("text"), json!(7), json!(true), json!([]), json!({})] {
        all.push((value.to_string(), Change::Write(value)));
    }
    all
}

/// Every change of a document, each as a file of its own; `file` takes its number.
fn cases(document: &Value, file: impl Fn(usize) -> String, all: &mut Vec<Case>) {
    all.push(Case {
        file: file(all.len()),
        text: serde_json::to_string_pretty(document).unwrap(),
        at: String::new(),
        done: UNCHANGED.to_owned(),
    });
    let mut at = Vec::new();
    pointers(document, "", &mut at);
    for pointer in at {
        for (done, change) in changes() {
            let Some(changed) = changed(document, &pointer, &change) else {
                continue;
            };
            let names = pointer.split('/').skip(1);
            let names = names.map(|n| if n.parse::<usize>().is_ok() { "[]" } else { n });
            all.push(Case {
                file: file(all.len()),
                text: serde_json::to_string_pretty(&changed).unwrap(),
                at: names.collect::<Vec<_>>().join("."),
                done,
            });
        }
    }
}

/// The files with something to report, by `wmill lint`.
fn theirs(cases: &[Case]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let config =
        "defaultTs: bun\nincludes: ['f/**']\nincludeSchedules: true\nincludeTriggers: true\n";
    write("wmill.yaml", config);
    for case in cases {
        write(&case.file, &case.text);
    }
    let program =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles/node_modules/windmill-cli/esm/main.js");
    assert!(
        program.is_file(),
        "run `npm ci --prefix tests/oracles` once"
    );
    // Into a file: to a pipe it does not write all before it ends.
    let report = folder.path().join("report.txt");
    let ended = Command::new("node")
        .arg(program)
        .args(["lint", "--json"])
        .current_dir(folder.path())
        .stdout(std::fs::File::create(&report).unwrap())
        .status()
        .expect("node runs");
    assert_eq!(ended.code(), Some(1));
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert_eq!(report["validatedFiles"], json!(cases.len()));
    let texts = |v: &Value| -> Vec<String> {
        let errors = v.as_array().into_iter().flatten();
        errors.map(|e| e.as_str().unwrap().to_owned()).collect()
    };
    let issues = report["issues"].as_array().unwrap().iter();
    let found: Report = issues
        .map(|i| (i["path"].as_str().unwrap().to_owned(), texts(&i["errors"])))
        .collect();
    for case in cases.iter().filter(|c| c.done == UNCHANGED) {
        assert_eq!(found.get(&case.file), None, "{}", case.text);
    }
    found
}

/// The files that we report something of that we do not report of the unchanged one.
fn ours(cases: &[Case]) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut before = BTreeSet::new();
    for case in cases {
        let mut workspace = Workspace::default();
        workspace.set("w/wmill.yaml", Source::Text("defaultTs: bun\n".into()));
        let path = format!("w/{}", case.file);
        let id = workspace.set(&path, Source::Text(case.text.as_str().into()));
        let snapshot = Snapshot {
            workspace,
            settings: Settings::default(),
        };
        let findings = snapshot.check(id);
        let told = findings.iter().map(|f| (f.rule.name, f.message.clone()));
        if case.done == UNCHANGED {
            before = told.collect();
        } else if told.into_iter().any(|f| !before.contains(&f)) {
            found.insert(case.file.as_str());
        }
    }
    found
}

/// What a program reports of each file, without what it reports of the unchanged one.
pub(crate) type Report = BTreeMap<String, Vec<String>>;

/// Compares with another program on all cases: the reasons of the differences, each of which must be known.
pub(crate) fn compare(
    cases: &[Case],
    theirs: &Report,
    known: &[Difference],
) -> BTreeSet<&'static str> {
    let mut used = BTreeSet::new();
    let ours = ours(cases);
    assert!(
        theirs.len() > cases.len() / 5,
        "{} of {}",
        theirs.len(),
        cases.len()
    );
    let mut missed: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for case in cases {
        let Some(errors) = theirs.get(&case.file) else {
            continue;
        };
        if ours.contains(case.file.as_str()) {
            continue;
        }
        let known = known
            .iter()
            .find(|d| case.at.ends_with(d.ends) && (d.done == "*" || case.done == d.done));
        if let Some(known) = known {
            used.insert(known.why);
            continue;
        }
        let what = format!("{}: {} {}", case.file, case.at, case.done);
        let (count, first) = missed
            .entry(format!("{} {}", case.at, case.done))
            .or_default();
        *count += 1;
        *first = format!("{what}: {errors:?}");
    }
    assert!(missed.is_empty(), "only the other reports: {missed:#?}");
    used
}

/// Files of every kind that `is_wanted`, with each change.
pub(crate) fn other_files(is_wanted: impl Fn(&str) -> bool) -> Vec<Case> {
    let mut all = Vec::new();
    for kind in openflow().kinds_of_files() {
        if !is_wanted(&kind.name) {
            continue;
        }
        let mut document = sample(kind.def(openflow()), 4);
        // What has rules of its own.
        for (field, text) in [("schedule", "0 0 6 * * *"), ("timezone", "UTC")] {
            if let Some(value) = document.get_mut(field) {
                *value = json!(text);
            }
        }
        if let Some(exponential) = document.pointer_mut("/retry/exponential") {
            exponential["random_factor"] = json!(20);
        }
        cases(
            &document,
            |n| format!("f/a/case{n}.{}.yaml", kind.name),
            &mut all,
        );
    }
    all
}

/// The flows of the clean sample, with each change.
pub(crate) fn flows() -> Vec<Case> {
    let flows = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces/clean/f");
    let mut all = Vec::new();
    for folder in std::fs::read_dir(flows).unwrap() {
        for flow in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = flow.unwrap().path().join("flow.yaml");
            let Ok(text) = std::fs::read_to_string(path) else {
                continue;
            };
            let yaml = Yaml::new(text.as_str().into());
            let document = value(yaml.root().unwrap());
            cases(
                &document,
                |n| format!("f/a/case{n}.flow/flow.yaml"),
                &mut all,
            );
        }
    }
    all
}

/// Whether `wmill lint` looks at a kind of file.
fn is_linted(kind: &str) -> bool {
    let passed_over = ["amqp_trigger", "azure_trigger", "native_trigger"];
    kind == "schedule" || kind.ends_with("_trigger") && !passed_over.contains(&kind)
}

#[test]
fn whatever_it_reports_of_other_files_is_reported() {
    let all = other_files(is_linted);
    assert_eq!(compare(&all, &theirs(&all), DIFFERENCES), BTreeSet::new());
}

#[test]
fn whatever_it_reports_of_flows_is_reported() {
    let all = flows();
    let known: BTreeSet<_> = DIFFERENCES.iter().map(|d| d.why).collect();
    assert_eq!(
        compare(&all, &theirs(&all), DIFFERENCES),
        known,
        "a difference that does not occur any more"
    );
}

/// What the release of the command line that is installed has and our schemas lack, and the other way round.
#[test]
fn the_schemas_differ_where_it_is_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles");
    let run = Command::new("node")
        .arg(folder.join("schemas.mjs"))
        .output()
        .expect("node runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let found = String::from_utf8(run.stdout).unwrap();
    let known = std::fs::read_to_string(folder.join("schemas.txt")).unwrap();
    assert_eq!(found, known);
}
