//! Every rule catches its mistake, wherever it is planted in clean workspaces, at the right line, and
//! nothing else is reported.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ide::FixKind;
use ide::fix::edited;
use ide::rules::RULES;
use model::file::Source;
use tests::mutate::{Base, Verdict, base, findings, judge, plant, planted};

fn bases() -> Vec<Base> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces");
    let mut bases = vec![
        Base::read(&folder.join("clean")),
        Base::read(&folder.join("nondotted")),
        base::made(),
    ];
    bases.push(base::made().with_crlf());
    bases
}

/// Rules whose mistakes are planted nowhere, and why.
const NOT_PLANTED: &[(&str, &str)] = &[];

#[test]
fn clean_workspaces_are_silent() {
    for base in bases() {
        let found = findings(&base.snapshot());
        let loud: Vec<_> = found
            .iter()
            .filter(|f| {
                !["unused-flow-input", "unknown-resource", "unknown-variable"]
                    .contains(&f.0.as_str())
            })
            .collect();
        assert!(loud.is_empty(), "{}: {loud:#?}", base.name);
    }
}

#[test]
fn every_mistake_is_caught() {
    let mut failures = Vec::new();
    let mut planted: BTreeMap<&str, usize> = BTreeMap::new();
    for base in bases() {
        let clean = base.snapshot();
        let known = findings(&clean);
        for mutant in plant(&base) {
            *planted.entry(mutant.rule).or_default() += 1;
            let verdict = judge(&clean, &known, &mutant);
            if verdict != Verdict::Caught {
                failures.push(format!(
                    "{}: {} at {}:{}: {verdict:?}",
                    base.name, mutant.rule, mutant.at.0, mutant.at.1
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}\n{}",
        failures.len(),
        planted.values().sum::<usize>(),
        failures.join("\n")
    );
    let left: BTreeSet<&str> = RULES
        .iter()
        .map(|r| r.name)
        .filter(|r| !planted.contains_key(r))
        .collect();
    let told: BTreeSet<&str> = NOT_PLANTED.iter().map(|(r, _)| *r).collect();
    assert_eq!(left, told, "rules without a mutant");
}

#[test]
fn fixes_of_planted_mistakes_fix_them() {
    let mut fixed: BTreeMap<&str, usize> = BTreeMap::new();
    for base in bases() {
        let clean = base.snapshot();
        for mutant in plant(&base) {
            let before = planted(&clean, &mutant);
            let path = format!("{}/{}", base::ROOT, mutant.at.0);
            let Some(id) = before.workspace.id(&path) else {
                continue;
            };
            let found = before.check(id);
            let text = before.workspace.get(id).unwrap().text().to_owned();
            for finding in found.iter().filter(|f| f.rule.name == mutant.rule) {
                let Some(fix) = &finding.fix else { continue };
                let new = edited(&text, &fix.edits);
                let mut after = before.clone();
                after
                    .workspace
                    .set(&path, Source::Text(new.as_str().into()));
                if let Some(new) = &fix.creates {
                    let text = Source::Text(new.text.as_str().into());
                    after.workspace.set(&new.path, text);
                }
                let left = after.check(id);
                let place = format!(
                    "{}: {} at {}:{}",
                    base.name, mutant.rule, mutant.at.0, mutant.at.1
                );
                let count = |findings: &[ide::Finding]| {
                    findings
                        .iter()
                        .filter(|f| f.rule.name == mutant.rule)
                        .count()
                };
                assert!(count(&left) < count(&found), "{place}: still there\n{new}");
                // What was no expression before may give another kind of value, which nobody could tell.
                let is_shown = |f: &&ide::Finding| f.rule.name != "input-type-mismatch";
                let shown = left.iter().filter(is_shown).count();
                // Where steps cannot be told apart, what was known before is not said.
                let hides_others = ["yaml-syntax", "duplicate-key"].contains(&mutant.rule);
                assert!(
                    shown < found.len() || hides_others,
                    "{place}: something new\n{new}\n{left:#?}"
                );
                assert!(
                    !text.contains("\r\n")
                        || text.replace("\r\n", "").contains('\n')
                        || !new.replace("\r\n", "").contains('\n'),
                    "{place}: line breaks"
                );
                *fixed.entry(mutant.rule).or_default() += 1;
                if let Some((once, _)) = before.fixed(id, true) {
                    after.workspace.set(&path, Source::Text(once));
                    assert!(
                        after.fixed(id, true).is_none(),
                        "{place}: a second run changes something"
                    );
                }
            }
        }
    }
    assert!(fixed.len() > 30, "{fixed:?}");
}

/// Rules whose mistakes are planted with something that the original has not (a class, a field, an
/// expression), or in a form that has no safe fix. What is meant by those is said, before and after, in `server/ide/tests/fixes.rs`.
const BRINGS_SOMETHING: &[&str] = &[
    "import-shadows-resource-type",
    "invalid-flow-schema",
    "misplaced-field",
    "missing-field",
    "missing-typed-dict-import",
    "null-expression",
    "preprocessor-event",
    "reference-as-expression",
    "resource-type-after-main",
    "unawaited-task",
    "uppercase-resource-type",
];

#[test]
fn safe_fixes_restore_what_was_meant() {
    let (mut failures, mut restored) = (Vec::new(), BTreeSet::new());
    for base in bases() {
        let clean = base.snapshot();
        for mutant in plant(&base) {
            let broken = planted(&clean, &mutant);
            let path = format!("{}/{}", base::ROOT, mutant.at.0);
            let meant = clean
                .workspace
                .id(&path)
                .and_then(|i| clean.workspace.get(i));
            let Some((meant, id)) = meant.zip(broken.workspace.id(&path)) else {
                continue;
            };
            let Some((fixed, _)) = broken.fixed(id, false) else {
                continue;
            };
            if BRINGS_SOMETHING.contains(&mutant.rule) {
                continue;
            }
            if said(&path, &fixed) == said(&path, meant.text()) {
                restored.insert(mutant.rule);
            } else {
                let (file, line) = &mutant.at;
                failures.push(format!("{}: {} at {file}:{line}", base.name, mutant.rule));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    restored.extend(BRINGS_SOMETHING);
    let safe = RULES.iter().filter(|r| r.fix == FixKind::Safe);
    let safe: BTreeSet<&str> = safe.map(|r| r.name).collect();
    assert_eq!(restored, safe);
}

/// What a file says, whatever its layout: the values of YAML, with keys in one order; the words of code.
fn said(path: &str, text: &str) -> String {
    if path.ends_with(".yaml") {
        let yaml = syntax::yaml::Yaml::new(text.into());
        yaml.root().map_or(String::new(), value)
    } else {
        text.split_whitespace().collect()
    }
}

fn value(node: syntax::yaml::Node<'_>) -> String {
    if node.is_mapping() {
        let pairs = node.pairs().map(|p| {
            let key = p.key.as_str().unwrap_or_default().into_owned();
            (key, p.value.map_or(String::new(), value))
        });
        let pairs: BTreeMap<String, String> = pairs.collect();
        format!("{pairs:?}")
    } else if node.is_sequence() {
        format!("{:?}", node.items().map(value).collect::<Vec<_>>())
    } else {
        let text = node.as_str().unwrap_or_default();
        text.split_whitespace().collect()
    }
}
