//! Every rule catches its mistake, wherever it is planted in clean workspaces, at the right line, and
//! nothing else is reported.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
fn fixes_of_planted_mistakes_mend_them() {
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
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
                assert!(
                    left.len() < found.len() || mutant.rule == "yaml-syntax",
                    "{place}: something new\n{new}\n{left:#?}"
                );
                assert!(
                    !text.contains("\r\n")
                        || text.replace("\r\n", "").contains('\n')
                        || !new.replace("\r\n", "").contains('\n'),
                    "{place}: line breaks"
                );
                *mended.entry(mutant.rule).or_default() += 1;
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
    assert!(mended.len() > 30, "{mended:?}");
}
