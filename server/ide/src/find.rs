//! Finds things of the whole workspace by a few letters of their names: what has a Windmill path, steps, inputs,
//! functions and classes.
//!
//! Nothing is kept for it but what files keep anyway. A file that nobody has looked at would have to be read first:
//! of those only so many are, and of the others only the paths are found. Once everything was checked there are none.

use std::cmp::Reverse;

use lang::outline::DeclaredKind;
use model::file::{File, FileKind, ItemKind};
use model::path;
use model::signature::EntryName;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::outline::short;

/// Most files that are read for one question.
const MAX_READ: usize = 64;

/// Most letters of a question that are looked at, in bytes.
const MAX_QUERY: usize = 100;

/// Most letters of a name that are looked at, in bytes.
const MAX_NAME: usize = 500;

/// Something that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its name, on one line; a Windmill path for what has one.
    pub name: String,
    /// The Windmill path of what it is part of; empty where it has one itself.
    pub container: String,
    /// What it is.
    pub kind: FoundKind,
    /// The file.
    pub file: FileId,
    /// Where its name stands there, in bytes.
    pub span: Span,
}

/// What something that was found is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FoundKind {
    /// A script.
    Script,
    /// A flow.
    Flow,
    /// A step of a flow.
    Step,
    /// An input of a flow.
    Input,
    /// A function.
    Function,
    /// A function of a class.
    Method,
    /// A class or another type.
    Class,
    /// A resource.
    Resource,
    /// A variable.
    Variable,
    /// A resource type.
    ResourceType,
    /// A schedule or a trigger.
    Trigger,
}

/// What has the letters of `query` in its name in this order, whatever their case; best first, at most `limit`.
pub(crate) fn find(snapshot: &Snapshot, query: &str, limit: usize) -> Vec<Found> {
    let workspace = &snapshot.workspace;
    let mut search = Search {
        query: wanted(query),
        found: Vec::new(),
    };
    for (path, id) in workspace.names().everything() {
        if let Some(file) = workspace.get(id) {
            search.path(file, id, path);
        }
    }
    let mut left = MAX_READ;
    for (id, file) in workspace.files() {
        if let FileKind::Item(kind) = file.kind {
            search.item(file, id, kind);
        }
        if !file.is_worked_out() {
            if left == 0 {
                continue;
            }
            left -= 1;
        }
        search.inside(file, id);
    }
    let order = |c: &Candidate<'_>| (Reverse(c.score), c.kind);
    let compare = |a: &Candidate<'_>, b: &Candidate<'_>| {
        let names = || (a.name, a.path, a.span).cmp(&(b.name, b.path, b.span));
        order(a).cmp(&order(b)).then_with(names)
    };
    let mut found = search.found;
    if found.len() > limit {
        if limit > 0 {
            found.select_nth_unstable_by(limit - 1, compare);
        }
        found.truncate(limit);
    }
    found.sort_unstable_by(compare);
    found.into_iter().map(|c| c.found(snapshot)).collect()
}

/// What is looked for: without blanks, in small letters.
fn wanted(query: &str) -> Vec<u8> {
    let letters = query.bytes().filter(|b| !b.is_ascii_whitespace());
    let small = letters.map(|b| b.to_ascii_lowercase());
    small.take(MAX_QUERY).collect()
}

/// What may be found, with the path of its file.
struct Candidate<'a> {
    score: u32,
    kind: FoundKind,
    name: &'a str,
    path: &'a str,
    file: FileId,
    span: Span,
}

impl Candidate<'_> {
    fn found(self, snapshot: &Snapshot) -> Found {
        let workspace = &snapshot.workspace;
        let container = match self.kind {
            FoundKind::Step
            | FoundKind::Input
            | FoundKind::Function
            | FoundKind::Method
            | FoundKind::Class => {
                let own = workspace.names().windmill_path(self.path);
                own.unwrap_or_else(|| path::name(self.path).to_owned())
            }
            _ => String::new(),
        };
        // A script begins with its entry point.
        let file = workspace.get(self.file);
        let file = file.filter(|f| self.kind == FoundKind::Script && f.is_worked_out());
        let main = file.and_then(|f| f.script()?.entry(EntryName::Main).signature());
        Found {
            name: short(self.name),
            container,
            kind: self.kind,
            file: self.file,
            span: main.map_or(self.span, |main| main.name.span),
        }
    }
}

struct Search<'a> {
    query: Vec<u8>,
    found: Vec<Candidate<'a>>,
}

impl<'a> Search<'a> {
    fn add(&mut self, kind: FoundKind, name: &'a str, path: &'a str, file: FileId, span: Span) {
        if name.trim().is_empty() {
            return;
        }
        let letters = &name.as_bytes()[..name.len().min(MAX_NAME)];
        if let Some(score) = score(&self.query, letters) {
            self.found.push(Candidate {
                score,
                kind,
                name,
                path,
                file,
                span,
            });
        }
    }

    /// What has a Windmill path.
    fn path(&mut self, file: &'a File, id: FileId, path: &'a str) {
        let kind = match file.kind {
            FileKind::Flow => FoundKind::Flow,
            FileKind::Item(ItemKind::Resource) => FoundKind::Resource,
            FileKind::Item(ItemKind::Variable) => FoundKind::Variable,
            _ => FoundKind::Script,
        };
        self.add(kind, path, &file.path, id, Span::at(0));
    }

    /// What is named by its file alone.
    fn item(&mut self, file: &'a File, id: FileId, kind: ItemKind) {
        let kind = match kind {
            ItemKind::ResourceType => FoundKind::ResourceType,
            ItemKind::Schedule | ItemKind::Trigger => FoundKind::Trigger,
            ItemKind::Resource
            | ItemKind::Variable
            | ItemKind::Folder
            | ItemKind::User
            | ItemKind::Group => return,
        };
        let name = path::name(&file.path);
        let name = name.split('.').next().unwrap_or(name);
        self.add(kind, name, &file.path, id, Span::at(0));
    }

    /// What stands in a flow or a script.
    fn inside(&mut self, file: &'a File, id: FileId) {
        if let Some(script) = file.script() {
            for declared in script.declared() {
                let kind = kind(declared.kind);
                self.add(kind, &declared.name, &file.path, id, declared.name_span);
            }
        }
        let Some(flow) = file.flow() else { return };
        for (_, module) in flow.modules() {
            if let Some(step) = &module.id {
                self.add(FoundKind::Step, &step.value, &file.path, id, step.span);
            }
        }
        let properties = flow.schema().and_then(|s| s.properties.as_ref());
        for property in properties.into_iter().flatten() {
            let name = &property.name;
            self.add(FoundKind::Input, &name.value, &file.path, id, name.span);
        }
        for code in file.embedded() {
            for declared in code.script.declared() {
                let span = code.outer(declared.name_span);
                let kind = kind(declared.kind);
                self.add(kind, &declared.name, &file.path, id, span);
            }
        }
    }
}

fn kind(kind: DeclaredKind) -> FoundKind {
    match kind {
        DeclaredKind::Function => FoundKind::Function,
        DeclaredKind::Method => FoundKind::Method,
        _ => FoundKind::Class,
    }
}

/// How well a name fits, more is better; `None`: it has not all letters in this order.
fn score(query: &[u8], name: &[u8]) -> Option<u32> {
    let mut rest = query.iter();
    let mut next = rest.next();
    let (mut points, mut before) = (0, b'/');
    let mut is_run = false;
    for &byte in name {
        let Some(&wanted) = next else { break };
        let fits = byte.to_ascii_lowercase() == wanted;
        if fits {
            next = rest.next();
            points += match () {
                () if is_start(before, byte) => 8,
                () if is_run => 6,
                () => 1,
            };
        }
        (is_run, before) = (fits, byte);
    }
    if next.is_some() {
        return None;
    }
    // Letters that stand together somewhere are better than any that are spread.
    if let Some(at) = position(query, name) {
        let before = at.checked_sub(1).map_or(b'/', |i| name[i]);
        points = 8 * query.len() as u32 + if is_start(before, name[at]) { 400 } else { 200 };
        points += 100 * u32::from(at + query.len() == name.len());
        points += 100 * u32::from(before == b'/');
    }
    // Of names that fit alike the shorter ones.
    Some((points * 256).saturating_sub(name.len().min(255) as u32))
}

/// Whether a word begins with a letter that stands behind another.
fn is_start(before: u8, byte: u8) -> bool {
    let is_part = before.is_ascii_alphanumeric() || before >= 0x80;
    !is_part || before.is_ascii_lowercase() && byte.is_ascii_uppercase()
}

/// Where the letters stand together: at the start of a word, else anywhere.
fn position(query: &[u8], name: &[u8]) -> Option<usize> {
    if query.is_empty() || name.len() < query.len() {
        return None;
    }
    let at = |i: &usize| name[*i..*i + query.len()].eq_ignore_ascii_case(query);
    let all = || (0..=name.len().saturating_sub(query.len())).filter(at);
    let word = |i: &usize| is_start(i.checked_sub(1).map_or(b'/', |i| name[i]), name[*i]);
    all().rev().find(word).or_else(|| all().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that fit, best first.
    fn best<'a>(query: &str, names: &[&'a str]) -> Vec<&'a str> {
        let query = wanted(query);
        let fits = |n: &&'a str| Some((Reverse(score(&query, n.as_bytes())?), *n));
        let mut found: Vec<_> = names.iter().filter_map(fits).collect();
        found.sort();
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn names_that_fit_better_come_first() {
        let names = [
            "f/billing/charge_card",
            "f/billing/discharge",
            "charge",
            "f/c/h/archive_range",
            "f/lib/charge",
            "recharge_all",
            "cards",
        ];
        assert_eq!(
            best("Charge", &names),
            [
                "charge",
                "f/lib/charge",
                "f/billing/charge_card",
                "f/billing/discharge",
                "recharge_all",
                "f/c/h/archive_range",
            ]
        );
        assert_eq!(best("bil cc", &names), ["f/billing/charge_card"]);
        assert_eq!(best("chargecard", &names), ["f/billing/charge_card"]);
        assert_eq!(
            best("CC", &["chargeCard", "accept"]),
            ["accept", "chargeCard"]
        );
        assert_eq!(best("é", &["café", "cafe"]), ["café"]);
        assert_eq!(best("", &["b", "a"]), ["a", "b"]);
        assert!(best("chargecards", &names).is_empty());
    }
}
