//! The expressions of the pages in a real JavaScript: what they give must fit what was read out of them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::misfit;

use super::page;

/// Evaluates expressions and bodies; what is thrown is no result. A number without an end is still a
/// number where it is read.
const PROGRAM: &str = r#"
const { texts, contexts } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const plain = v => JSON.stringify(v, (_, x) => typeof x === "number" && !isFinite(x) ? 0 : x) ?? "null";
const made = (text, names) => {
  try { return new Function(...names, `return (${text}\n)`) } catch { return new Function(...names, text) }
};
const answers = texts.map(text => contexts.map(context => {
  const own = structuredClone(context);
  own.variable = () => "text";
  try { return { result: JSON.parse(plain(made(text, Object.keys(own))(...Object.values(own)))) } }
  catch (error) { return { raised: String(error) } }
}));
console.log(JSON.stringify(answers));
"#;

/// What the steps of the page `expressions.md` may have given.
fn contexts() -> Vec<Value> {
    let order = |rows: Value, note: Option<&str>| {
        let mut order = json!({ "id": 1, "total": 2.5, "rows": rows, "tags": ["x", "y"] });
        if let Some(note) = note {
            order["note"] = json!(note);
        }
        order
    };
    let rows = json!([{ "sku": "a", "qty": 1 }, { "sku": "b", "qty": 0 }]);
    let anything = [
        json!({ "a": { "b": 1 } }),
        json!(3),
        json!([{ "a": "x" }]),
        json!(null),
    ];
    let inputs = [
        json!({ "n": 1, "s": "a,b", "on": true, "mode": "fast" }),
        json!({ "n": 0, "s": "", "on": false }),
        json!({ "n": -1.5, "s": "12", "on": true, "mode": "slow" }),
        json!({ "n": 7, "s": "sku", "on": false, "mode": "fast" }),
    ];
    let orders = [
        order(rows.clone(), Some("text")),
        order(json!([]), None),
        order(rows, None),
    ];
    let mut contexts = Vec::new();
    for (i, (any, input)) in anything.iter().zip(inputs).enumerate() {
        for order in &orders {
            let maybe = if i % 2 == 0 {
                json!({ "a": 1 })
            } else {
                json!(null)
            };
            let sizes = if i == 1 {
                json!({})
            } else {
                json!({ "a": 1, "word": 4 })
            };
            contexts.push(json!({
                "results": { "order": order, "sizes": sizes, "maybe": maybe, "any": any },
                "flow_input": input,
            }));
        }
    }
    contexts
}

#[test]
fn expressions_give_what_was_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/shapes/expressions.md");
    let page = std::fs::read_to_string(path).unwrap();
    let claims: Vec<_> = page::claims(&page)
        .into_iter()
        .filter_map(|c| Some((c.line + 1, c.expression?)))
        .filter(|(_, (_, shape))| !shape.is_unknown())
        .collect();
    let texts: Vec<&String> = claims.iter().map(|(_, (text, _))| text).collect();
    let mut child = Command::new("node")
        .args(["-e", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `node` on the PATH");
    let input = json!({ "texts": texts, "contexts": contexts() }).to_string();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "node failed");
    let answers: Vec<Vec<Value>> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), claims.len());
    let mut wrong = Vec::new();
    for ((line, (text, shape)), answers) in claims.iter().zip(answers) {
        let results: Vec<&Value> = answers.iter().filter_map(|a| a.get("result")).collect();
        if results.is_empty() {
            wrong.push(format!(
                "line {line}: {text}: never gives anything: {}",
                answers[0]
            ));
        }
        // An item that is named by number is taken to be there.
        let doubtful = |v: &&&Value| v.is_null() && text.ends_with("[0]");
        let misfits = results.iter().filter(|v| !doubtful(v));
        let misfits = misfits.filter_map(|value| misfit(shape, value, "it"));
        wrong.extend(
            misfits
                .take(1)
                .map(|m| format!("line {line}: {text}\n  {m}")),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(claims.len() >= 80, "only {} expressions", claims.len());
}
