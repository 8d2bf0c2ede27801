//! The mutants beside `wmill lint`: writes `docs/compared.md`.
//!
//! ```sh
//! npm ci --prefix tests/oracles
//! cargo run -p tests --bin mutate -- tests/oracles/node_modules/windmill-cli
//! ```

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use ide::rules::RULES;
use serde_json::Value;
use tests::mutate::{Base, Verdict, base, compare, findings, judge, plant};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(package) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("usage: mutate FOLDER-OF-windmill-cli [WORKSPACE…]".into());
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let more = std::env::args_os().skip(2);
    let mut bases: Vec<Base> = more.map(|f| Base::read(Path::new(&f))).collect();
    if bases.is_empty() {
        let folder = root.join("tests/workspaces");
        bases = vec![
            Base::read(&folder.join("clean")),
            Base::read(&folder.join("nondotted")),
            base::made(),
        ];
    }
    let lab = tempfile::TempDir::new()?;
    let mut rules: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (layout, dotted) in [("dotted", true), ("nondotted", false)] {
        let to = lab.path().join(layout);
        std::fs::create_dir_all(&to)?;
        std::fs::write(
            to.join("wmill.yaml"),
            format!("includes: ['**']\nnonDottedPaths: {}\n", !dotted),
        )?;
        let mut named: Vec<(String, String, &str)> = Vec::new();
        for base in &bases {
            let clean = base.snapshot();
            let known = findings(&clean);
            for (n, mutant) in plant(base).into_iter().enumerate() {
                let is_dotted =
                    !mutant.files.keys().any(|p| p.contains("__flow/")) && base.name != "nondotted";
                if is_dotted != dotted {
                    continue;
                }
                let name = format!(
                    "{}{n}",
                    base.name.replace(|c: char| !c.is_alphanumeric(), "")
                );
                let counts = rules.entry(mutant.rule).or_default();
                counts[0] += 1;
                counts[1] += usize::from(judge(&clean, &known, &mutant) == Verdict::Caught);
                compare::write(base, &mutant, &to, &name)?;
                named.push((name, base.name.clone(), mutant.rule));
            }
            compare::write_clean(base, &to, &base.name)?;
        }
        let told = lint(&package, &to)?;
        let silent = BTreeSet::new();
        let mut caught = 0;
        for (name, base, rule) in &named {
            // What it says of the clean workspace as well is not about the mistake.
            let before = told.get(base).unwrap_or(&silent);
            let is_caught = told
                .get(name)
                .is_some_and(|t| t.difference(before).next().is_some());
            caught += usize::from(is_caught);
            rules.entry(rule).or_default()[2] += usize::from(is_caught);
        }
        println!(
            "{layout}: {} mutants, {caught} caught by wmill lint",
            named.len()
        );
    }
    let version = std::fs::read_to_string(package.join("package.json"))?;
    let version: Value = serde_json::from_str(&version)?;
    let version = version["version"].as_str().unwrap_or("unknown");
    std::fs::write(root.join("docs/compared.md"), page(&rules, version))?;
    println!("docs/compared.md is written");
    Ok(())
}

/// By folder below `f`: files in it and messages.
type Told = BTreeMap<String, BTreeSet<(String, String)>>;

/// What `wmill lint` says, by folder below `f`: the file in it and the message.
fn lint(package: &Path, folder: &Path) -> Result<Told, Box<dyn Error>> {
    let main = package.canonicalize()?.join("esm/main.js");
    let output = Command::new("node")
        .arg(main)
        .args(["lint", "--json"])
        .current_dir(folder)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let start = text
        .find('{')
        .ok_or_else(|| format!("wmill lint: {}", String::from_utf8_lossy(&output.stderr)))?;
    let report: Value = serde_json::from_str(text[start..].trim())?;
    let mut told = Told::new();
    for key in ["issues", "warnings"] {
        for issue in report[key].as_array().into_iter().flatten() {
            let path = issue["path"]
                .as_str()
                .unwrap_or_default()
                .replace('\\', "/");
            let Some((name, inner)) = path.strip_prefix("f/").and_then(|p| p.split_once('/'))
            else {
                continue;
            };
            let errors = issue["errors"]
                .as_array()
                .map_or_else(Vec::new, Clone::clone);
            let messages = errors
                .iter()
                .chain(Some(&issue["message"]))
                .map(|m| m.to_string().replace(name, ""));
            told.entry(name.to_owned())
                .or_default()
                .extend(messages.map(|m| (inner.to_owned(), m)));
        }
    }
    Ok(told)
}

fn page(rules: &BTreeMap<&str, [usize; 3]>, version: &str) -> String {
    let mut page = format!(
        "# Compared with `wmill lint`\n\nMistakes, planted one at a time in clean workspaces: the two of `tests/workspaces` and one made for this.\n\
         *Planted* counts them; *windmill-ls* counts those that are reported by the rule, at the right line, with\n\
         nothing else reported; *wmill lint* those of whose files it says anything that it does not say of the clean workspace. windmill-ls {}, windmill-cli\n\
         {version}. `wmill lint` looks at flows, schedules, triggers and for scripts' files; it does not read expressions or\n\
         code.\n\n\
         To make this page anew:\n\n```sh\nnpm ci --prefix tests/oracles\n\
         cargo run -p tests --bin mutate -- tests/oracles/node_modules/windmill-cli\n```\n\n\
         | rule | planted | windmill-ls | wmill lint |\n|---|--:|--:|--:|\n",
        env!("CARGO_PKG_VERSION")
    );
    let mut sum = [0; 3];
    for rule in RULES {
        let Some(counts) = rules.get(rule.name) else {
            continue;
        };
        let name = rule.name;
        // Writing to a string does not fail.
        let _ = writeln!(
            page,
            "| [`{name}`](../{}) | {} | {} | {} |",
            rule.file(),
            counts[0],
            counts[1],
            counts[2]
        );
        (0..3).for_each(|i| sum[i] += counts[i]);
    }
    let _ = writeln!(
        page,
        "| **all** | **{}** | **{}** | **{}** |",
        sum[0], sum[1], sum[2]
    );
    page
}
