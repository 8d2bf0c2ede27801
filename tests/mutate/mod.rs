//! Recall by mutation: mistakes planted one at a time in clean workspaces, and how each is reported.

mod apps;
pub mod base;
pub mod compare;
mod expressions;
mod files;
mod plant;
mod python;

use std::collections::BTreeMap;

use ide::Snapshot;
use model::file::Source;

pub use base::Base;
pub use plant::{Mutant, plant};

/// How a planted mistake was reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// By its rule, at its line, and nothing else was.
    Caught,
    /// By its rule, at other lines.
    Elsewhere(Vec<(String, usize)>),
    /// Not by its rule.
    Missed,
    /// Caught, and so was something that is not there.
    Cascade(Vec<(String, usize, String)>),
}

/// A finding: rule, file, line from 1.
type Found = (String, String, usize);

/// Every finding of a workspace.
pub fn findings(snapshot: &Snapshot) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, file) in snapshot.workspace.files() {
        if !file.kind.is_checked() {
            continue;
        }
        let path = file
            .path
            .trim_start_matches(base::ROOT)
            .trim_start_matches('/')
            .to_owned();
        for finding in snapshot.check(id) {
            let line = file.lines().line_of(finding.span.start as usize) + 1;
            found.push((finding.rule.name.to_owned(), path.clone(), line));
        }
    }
    found.sort();
    found
}

/// A clean workspace with the mistake in it.
pub fn planted(clean: &Snapshot, mutant: &Mutant) -> Snapshot {
    let mut snapshot = clean.clone();
    for (path, text) in &mutant.files {
        let full = format!("{}/{path}", base::ROOT);
        match text {
            Some(text) => {
                snapshot
                    .workspace
                    .set(&full, Source::Text(text.as_str().into()));
            }
            None => {
                snapshot.workspace.remove(&full);
            }
        }
    }
    snapshot
}

/// Checks a workspace with a planted mistake.
pub fn judge(clean: &Snapshot, known: &[Found], mutant: &Mutant) -> Verdict {
    let mut found = findings(&planted(clean, mutant));
    // Lines move: what was there before is known by rule and file.
    let mut before: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (rule, path, _) in known {
        *before.entry((rule.clone(), path.clone())).or_default() += 1;
    }
    found.retain(
        |(rule, path, _)| match before.get_mut(&(rule.clone(), path.clone())) {
            Some(n) if *n > 0 && rule != mutant.rule => {
                *n -= 1;
                false
            }
            _ => true,
        },
    );
    let own: Vec<&Found> = found.iter().filter(|f| f.0 == mutant.rule).collect();
    if own.is_empty() {
        return Verdict::Missed;
    }
    if !own
        .iter()
        .any(|(_, path, line)| (path, *line) == (&mutant.at.0, mutant.at.1))
    {
        return Verdict::Elsewhere(own.iter().map(|(_, p, l)| (p.clone(), *l)).collect());
    }
    let known: Vec<&Found> = known.iter().filter(|f| f.0 == mutant.rule).collect();
    let more: Vec<(String, usize, String)> = found
        .iter()
        .filter(|f| {
            let is_it = f.0 == mutant.rule && (&f.1, f.2) == (&mutant.at.0, mutant.at.1);
            let implied = mutant.implied.contains(&"*") || mutant.implied.contains(&f.0.as_str());
            !is_it && !implied && (f.0 != mutant.rule || known.is_empty())
        })
        .map(|(rule, path, line)| (path.clone(), *line, rule.clone()))
        .collect();
    match more.is_empty() {
        true => Verdict::Caught,
        false => Verdict::Cascade(more),
    }
}
