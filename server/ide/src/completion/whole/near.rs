//! What a step could run that lies near: files beside its flow, scripts and flows by what the step is called.

use std::sync::Arc;

use model::code::Code;
use model::file::File;
use model::flow::{Content, Flow, ModuleKind};
use model::language::ScriptLanguage;
use model::path;
use model::workspace::{Callee, Workspace};
use rustc_hash::FxHashSet;
use syntax::FileId;

use super::alike::words;
use super::code::inline;
use super::draft::Draft;
use super::input::{all, is_left, wanted};
use super::source::{Here, Role, Wanted};
use super::step::{Offer, for_role};
use crate::completion::value::fits;

/// Most files, scripts and flows that are offered by name.
const MOST_NAMED: usize = 6;

/// What the step's name speaks of, and what lies near: files beside the flow that no step runs yet, scripts and flows.
pub(crate) fn named(here: &Here<'_>) -> Vec<Offer> {
    let mut near = files(here);
    near.extend(paths(here));
    near.sort_by(|a, b| a.place().cmp(&b.place()));
    near.truncate(MOST_NAMED);
    let offers = near.into_iter().flat_map(|n| match n.what {
        What::File => file_offer(here, &n).into_iter().collect(),
        What::Script => path_offers(here, &n, true),
        What::Flow => path_offers(here, &n, false),
    });
    for_role(here, offers.collect())
}

/// Most scripts whose parameters are looked at.
const MOST_READ: usize = 100;

/// Something that the step could run.
struct Near {
    what: What,
    /// The file's name, or the path.
    name: String,
    id: FileId,
    /// How many words it has of what the step is called by.
    alike: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum What {
    File,
    Script,
    Flow,
}

impl Near {
    fn place(&self) -> (std::cmp::Reverse<usize>, What, &str) {
        (std::cmp::Reverse(self.alike), self.what, &self.name)
    }
}

/// Files beside the flow that no step runs yet.
fn files(here: &Here<'_>) -> Vec<Near> {
    let near = |name: String| {
        let path = format!("{}/{name}", path::parent(&here.file.path));
        let stem = name.split('.').next().unwrap_or_default();
        Some(Near {
            what: What::File,
            alike: alike(&here.words, stem),
            id: here.workspace.id(&path)?,
            name,
        })
    };
    let free = free_files(here.workspace, here.file, &here.flow);
    free.into_iter().filter_map(near).collect()
}

/// Whole steps for the files beside the flow that no step runs yet: each with what it is called by its file.
pub(crate) fn steps_of_files(here: &Here<'_>) -> Vec<(String, Offer)> {
    let files = files(here).into_iter().take(MOST_NAMED);
    let step = |near: Near| {
        let offer = file_offer(here, &near)?;
        Some((title_of(&near.name), offer))
    };
    files.filter_map(step).collect()
}

/// The summary of a step whose code is in this file, as Windmill's CLI names files by it.
fn title_of(name: &str) -> String {
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or_default();
    let text = stem.replace('_', " ");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn file_offer(here: &Here<'_>, near: &Near) -> Option<Offer> {
    let name = near.name.as_str();
    let script = here.workspace.get(near.id)?.script()?.clone();
    let language = language_of(here, name, &script.language);
    let callee = Callee::Code(Code::whole(script, Some(near.id)));
    let mut offer = Offer::new(
        name,
        "a file that no step runs yet",
        "rawscript",
        [
            ("content", inline(name)),
            ("input_transforms", given(here, &callee, false)),
        ],
    );
    let lock = lock_of(here, name).map(|l| ("lock".to_owned(), inline(&l)));
    offer.value.extend(lock);
    let language = ("language".to_owned(), Draft::fixed(language.name()));
    offer.value.push(language);
    offer.words = format!("rawscript {name}");
    offer.is_named = near.alike > 0;
    Some(offer)
}

/// The language that a file of a flow is in by its ending; a bare `.ts` is the workspace's own.
fn language_of(here: &Here<'_>, name: &str, read: &ScriptLanguage) -> ScriptLanguage {
    let root = here.workspace.root_of(&here.file.path);
    let default = root.and_then(|r| r.config.as_ref()).map(|c| c.default_ts());
    let default = default.unwrap_or(ScriptLanguage::Bun);
    ScriptLanguage::from_file_name(name, &default).unwrap_or_else(|| read.clone())
}

/// The lock beside a file, where there is one.
fn lock_of(here: &Here<'_>, name: &str) -> Option<String> {
    let base = match name.split_once(".inline_script.") {
        Some((base, _)) => format!("{base}.inline_script"),
        None => name.split('.').next()?.to_owned(),
    };
    let lock = format!("{base}.lock");
    let path = format!("{}/{lock}", path::parent(&here.file.path));
    let names = here.workspace.names();
    names
        .starting(&path)
        .iter()
        .any(|p| **p == *path)
        .then_some(lock)
}

/// The files below a flow's folder that hold code and that no step of it runs, by their names there.
pub(crate) fn free_files(workspace: &Workspace, file: &File, flow: &Flow) -> Vec<String> {
    let dir = path::parent(&file.path);
    let folder = format!("{dir}/");
    let taken: FxHashSet<&str> = flow
        .modules()
        .filter_map(|(_, module)| match &module.kind {
            ModuleKind::RawScript {
                content: Content::Inline(inline),
                ..
            } => Some(inline.name.value.as_str()),
            _ => None,
        })
        .collect();
    let all = workspace.names().starting(&folder).iter();
    let names = all.map(|p| &p[folder.len()..]);
    let is_code = |name: &str| {
        let mut known = ScriptLanguage::known();
        !name.contains(' ') && known.any(|l| fits(name, l.inline_extensions()))
    };
    let free = names.filter(|n| !taken.contains(n) && is_code(n));
    free.map(str::to_owned).collect()
}

/// The scripts and flows whose names are like what the step is called, and the scripts of the flow's own folder.
fn paths(here: &Here<'_>) -> Vec<Near> {
    let file = here.file;
    let names = here.workspace.names();
    let own = names.windmill_path(&file.path);
    let folder = own.as_deref().map(|p| format!("{}/", path::parent(p)));
    let scripts = names
        .scripts(&file.path)
        .map(|(p, id)| (p, id, What::Script));
    let flows = names.flows(&file.path).map(|(p, id)| (p, id, What::Flow));
    let flows = flows.filter(|_| !here.role.is_special());
    let near = |(path, id, what): (&str, FileId, What)| {
        let last = path.rsplit('/').next().unwrap_or_default();
        let alike = match may_be_alike(&here.words, last) {
            true => alike(&here.words, last),
            false => 0,
        };
        let is_beside = folder.as_deref().is_some_and(|f| path.starts_with(f));
        let counts = alike > 0 || is_beside && what == What::Script && !here.runs(path);
        (counts && own.as_deref() != Some(path)).then(|| Near {
            what,
            name: path.to_owned(),
            id,
            alike,
        })
    };
    scripts.chain(flows).filter_map(near).collect()
}

/// A script or a flow by its path: with all inputs, and with those alone that must be given.
fn path_offers(here: &Here<'_>, near: &Near, is_script: bool) -> Vec<Offer> {
    let (path, id) = (near.name.as_str(), near.id);
    let Some(file) = here.workspace.get(id) else {
        return Vec::new();
    };
    let callee = match is_script {
        true => {
            let script = file.script();
            script.map(|s| Callee::Code(Code::whole(Arc::clone(s), Some(id))))
        }
        false => file.flow().map(|f| Callee::Flow(id, Arc::clone(f))),
    };
    let callee = callee.unwrap_or(Callee::Unknown);
    // Windmill calls `preprocessor` there, which this script has not.
    if here.role == Role::Preprocessor && callee.signature_of(here.role.entry()).is_none() {
        return Vec::new();
    }
    let kind = if is_script { "script" } else { "flow" };
    let whole = given(here, &callee, false);
    let least = given(here, &callee, true);
    let differs = size(&whole) != size(&least);
    let offer = |inputs: Draft, detail: &str| {
        let mut offer = Offer::new(
            path,
            detail,
            kind,
            [("path", Draft::fixed(path)), ("input_transforms", inputs)],
        );
        offer.words = format!("{kind} {path}");
        offer.is_named = near.alike > 0;
        offer
    };
    if !differs {
        return vec![offer(whole, "")];
    }
    let mut both = vec![offer(whole, "with all inputs")];
    // Of what is near for no more than its folder, one form will do.
    if near.alike > 0 {
        both.push(offer(least, "with the required inputs"));
    }
    both
}

/// What the scripts that the step's name speaks of take, where it is not said yet which one it runs; each has all that
/// is given already. With the path of each.
pub(crate) fn wanted_near(here: &Here<'_>) -> Vec<(String, Wanted)> {
    let mut near = paths(here);
    near.sort_by(|a, b| a.place().cmp(&b.place()));
    let mut found: Vec<(String, Wanted)> = Vec::new();
    let scripts = near.into_iter().filter(|n| n.what == What::Script);
    for near in scripts.take(MOST_NAMED) {
        let script = here
            .workspace
            .get(near.id)
            .and_then(|f| f.script().cloned());
        let Some(script) = script else {
            continue;
        };
        let callee = Callee::Code(Code::whole(script, Some(near.id)));
        let wanted = wanted(&callee, here.role.entry());
        let has = |name: &String| wanted.iter().any(|w| w.name == *name);
        let fits = here.given.iter().all(has) && (near.alike > 0 || !here.given.is_empty());
        if !fits {
            continue;
        }
        for one in wanted {
            let is_new = found.iter().all(|(_, w)| w.name != one.name);
            if is_new && !here.given.contains(&one.name) {
                found.push((near.name.clone(), one));
            }
        }
    }
    found
}

/// The scripts that take all inputs that the step is given already, those first that its name speaks of and that miss the
/// fewest; empty where it is given none.
pub(crate) fn takers(here: &Here<'_>) -> Vec<String> {
    if here.given.is_empty() {
        return Vec::new();
    }
    let names = here.workspace.names();
    let folder = folder(here);
    let place = |path: &str| distance(here, folder.as_deref(), path);
    let mut all: Vec<_> = names.scripts(&here.file.path).collect();
    all.sort_by_cached_key(|(path, _)| place(path));
    let takes = |(path, id): &(&str, FileId)| {
        let script = here.workspace.get(*id)?.script()?;
        let callee = Callee::Code(Code::whole(Arc::clone(script), Some(*id)));
        let wanted = wanted(&callee, here.role.entry());
        let has = |name: &String| wanted.iter().any(|w| w.name == *name);
        let is_missed = |w: &&Wanted| w.required && !here.given.contains(&w.name);
        let missed = wanted.iter().filter(is_missed).count();
        let fits = here.given.iter().all(has);
        fits.then(|| (place(path).0, missed, (*path).to_owned()))
    };
    let mut found: Vec<_> = all.iter().take(MOST_READ).filter_map(takes).collect();
    found.sort();
    found.into_iter().map(|(.., path)| path).collect()
}

/// Sorts what has paths: first what the step's name speaks of, then what lies beside its flow.
pub(crate) fn by_name<T>(here: &Here<'_>, items: &mut [T], path: impl Fn(&T) -> &str) {
    let folder = folder(here);
    items.sort_by_cached_key(|item| distance(here, folder.as_deref(), path(item)));
}

/// The folder of the flow as paths name it, with its slash.
fn folder(here: &Here<'_>) -> Option<String> {
    let own = here.workspace.names().windmill_path(&here.file.path)?;
    Some(format!("{}/", path::parent(&own)))
}

/// How far a path is from what the step is called, and whether it lies in another folder than the flow.
fn distance(here: &Here<'_>, folder: Option<&str>, path: &str) -> (std::cmp::Reverse<usize>, bool) {
    let last = path.rsplit('/').next().unwrap_or_default();
    let alike = match may_be_alike(&here.words, last) {
        true => alike(&here.words, last),
        false => 0,
    };
    let is_beside = folder.is_some_and(|f| path.starts_with(f));
    (std::cmp::Reverse(alike), !is_beside)
}

fn size(draft: &Draft) -> usize {
    match draft {
        Draft::Map(pairs) => pairs.len(),
        _ => 0,
    }
}

/// The inputs that a callee is given.
fn given(here: &Here<'_>, callee: &Callee, only_required: bool) -> Draft {
    let wanted = wanted(callee, here.role.entry());
    let is_given = |w: &&Wanted| w.required || !only_required && !is_left(here, w);
    all(here, wanted.iter().filter(is_given))
}

/// Whether a name may have any of the words; most have none, and that is told without taking them apart.
fn may_be_alike(called: &[String], name: &str) -> bool {
    let has = |word: &String| {
        // `company` is in `companies` but for its last letter.
        let stem = &word[..word.char_indices().next_back().map_or(0, |(at, _)| at)];
        name.contains(stem)
    };
    let mut words = called.iter().filter(|w| w.len() > 1);
    name.contains(|c: char| c.is_uppercase()) || words.any(has)
}

/// How many words of a name a step is called by.
fn alike(called: &[String], name: &str) -> usize {
    let words = words(name);
    words
        .iter()
        .filter(|w| w.len() > 1 && called.contains(w))
        .count()
}
