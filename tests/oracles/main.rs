//! Signatures as Windmill's own parsers read them (npm's `windmill-parser-wasm-*`), compared with ours:
//! hand-made ones, and every annotation with every default in every place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inputs;
mod lint;
mod locks;
mod validator;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use model::language::ScriptLanguage;
use model::script::Script;
use model::signature::{Entry, EntryName, Type};
use serde_json::{Value, json};

/// One text, and why its readings differ.
struct Difference {
    code: &'static str,
    why: &'static str,
}

/// Runs a script of this folder with node: what it answers to each line, a line each.
pub(crate) fn ask(script: &str, lines: String) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracles");
    assert!(
        folder.join("node_modules").is_dir(),
        "run `npm ci --prefix tests/oracles` once: it fetches what we compare with"
    );
    let mut child = Command::new("node")
        .arg(script)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{script} ends with an error");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// What Windmill makes of each text.
fn oracle(inputs: &[(ScriptLanguage, String)]) -> Vec<Value> {
    let line = |(language, code): &(ScriptLanguage, String)| {
        format!("{}\n", json!({ "language": language.name(), "code": code }))
    };
    ask("parse.mjs", inputs.iter().map(line).collect())
}

/// What we make of a text, in the same form; `None`: we say nothing of it.
fn ours(language: &ScriptLanguage, code: &str) -> Option<Value> {
    let script = Script::new(language.clone(), code.into());
    match script.entry(EntryName::Main) {
        Entry::Found(signature) => {
            let passed = signature.params.iter().filter(|p| p.passed);
            // The resource that Windmill's form adds is not the parser's, and neither is what only older
            // servers took for an input.
            let passed = passed.filter(|p| {
                let added = match language {
                    ScriptLanguage::Graphql => p.name.value == "api",
                    _ => p.name.value == "database" && is_sql(language),
                };
                let old =
                    *language == ScriptLanguage::Postgresql && p.optional && p.default.is_none();
                !(added && p.span.start == 0 || old)
            });
            let row = |p: &model::signature::Param| {
                json!([
                    p.name.value,
                    shown(&p.ty),
                    p.default.is_some() && !p.loses_default() || p.optional
                ])
            };
            Some(json!({ "args": passed.map(row).collect::<Vec<_>>(), "main": true }))
        }
        Entry::Missing => Some(json!({ "args": [], "main": false })),
        Entry::Workflow | Entry::Unknown => None,
    }
}

fn is_sql(language: &ScriptLanguage) -> bool {
    use ScriptLanguage::*;
    matches!(
        language,
        Postgresql | Mysql | Bigquery | Snowflake | Mssql | Oracledb
    )
}

fn shown(ty: &Type) -> String {
    match ty {
        Type::Unknown => "any".to_owned(),
        Type::Str => "string".to_owned(),
        Type::Int => "integer".to_owned(),
        Type::Float => "number".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Object | Type::Class(_) => "object".to_owned(),
        Type::List(item) => format!("list[{}]", shown(item)),
        Type::Bytes => "bytes".to_owned(),
        Type::DateTime => "datetime".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Enum(values) => format!("enum({})", values.join("|")),
        Type::Resource(name) => format!("resource {name}"),
        Type::S3Object => "resource s3_object".to_owned(),
        Type::Sql => "sql".to_owned(),
        Type::DynSelect(name) => format!("dynselect {name}"),
        Type::DynMultiselect(name) => format!("dynmultiselect {name}"),
    }
}

/// Whether two readings say the same. Where we know less of a type than Windmill's form does, nothing
/// wrong can be said.
fn agree(theirs: &Value, ours: &Value) -> bool {
    if theirs["main"] != ours["main"] {
        return false;
    }
    let rows = |v: &Value| v["args"].as_array().cloned().unwrap_or_default();
    let (theirs, ours) = (rows(theirs), rows(ours));
    let same = |(a, b): (&Value, &Value)| {
        let (x, y) = (
            a[1].as_str().unwrap_or_default(),
            b[1].as_str().unwrap_or_default(),
        );
        let weaker = y == "any"
            || x.starts_with("list") && y == "list[any]"
            || (x, y) == ("integer", "number");
        a[0] == b[0] && a[2] == b[2] && (x == y || weaker)
    };
    theirs.len() == ours.len() && theirs.iter().zip(&ours).all(same)
}

fn compare(language: &ScriptLanguage, codes: Vec<String>, known: &[Difference]) {
    let inputs: Vec<_> = codes.into_iter().map(|c| (language.clone(), c)).collect();
    let answers = oracle(&inputs);
    assert_eq!(answers.len(), inputs.len());
    let mut differ: BTreeMap<&str, String> = BTreeMap::new();
    let mut unread = 0;
    for ((language, code), theirs) in inputs.iter().zip(&answers) {
        let ours = ours(language, code);
        let fits = match (&theirs["error"], &ours) {
            // What Windmill refuses is for other rules.
            (Value::Null, Some(ours)) => agree(theirs, ours),
            (Value::Null, None) => {
                unread += 1;
                true
            }
            (_, None) => true,
            (_, Some(ours)) => ours["main"] == true,
        };
        if !fits {
            differ.insert(code, format!("theirs: {theirs}\n  ours:   {ours:?}"));
        }
    }
    let expected: Vec<&str> = known.iter().map(|d| d.code).collect();
    let new: Vec<String> = differ
        .iter()
        .filter(|(code, _)| !expected.contains(code))
        .map(|(code, readings)| format!("{code}\n  {readings}"))
        .collect();
    assert!(
        new.is_empty(),
        "{} of {} differ:\n{}",
        new.len(),
        inputs.len(),
        new.join("\n")
    );
    for difference in known {
        assert!(
            differ.contains_key(difference.code),
            "no longer differs ({}): {}",
            difference.why,
            difference.code
        );
    }
    assert!(
        unread * 4 < inputs.len(),
        "{unread} of {} are not read",
        inputs.len()
    );
}

#[test]
fn python_signatures() {
    let codes = inputs::python();
    assert!(codes.len() > 500, "{}", codes.len());
    compare(&ScriptLanguage::Python3, codes, inputs::PYTHON_DIFFERENCES);
}

#[test]
fn typescript_signatures() {
    let codes = inputs::typescript();
    assert!(codes.len() > 150, "{}", codes.len());
    compare(&ScriptLanguage::Bun, codes, inputs::TYPESCRIPT_DIFFERENCES);
}

#[test]
fn signatures_in_comments() {
    for (name, codes) in inputs::OTHERS {
        let language = ScriptLanguage::from_name(name);
        let codes = codes.iter().map(|c| (*c).to_owned()).collect();
        compare(&language, codes, &[]);
    }
}
