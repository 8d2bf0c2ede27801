//! Running the rules over a file, from nothing or after something changed.
//!
//! While a [`Checked`] is worked out, the workspace notes what each rule reads. A rule that read nothing but the
//! file itself finds the same in the same file again: it need not run when another file changes.

use std::borrow::Cow;
use std::panic::resume_unwind;
use std::sync::Arc;

use model::config::WmillConfig;
use model::file::{File, FileKind};
use model::references::Reads;
use model::workspace::Workspace;
use syntax::{FileId, STACK};

use super::support::synced;
use super::{ALL, MAX_FINDINGS, RULES, Rule, Suggestions, invalid_ignore, told, unused_ignore};
use crate::context::{Context, Shared};
use crate::finding::Finding;
use crate::rule::RuleInfo;
use crate::settings::Settings;
use crate::{Snapshot, suppress};

/// From so many bytes on, the rules that read other files and those that do not run beside each other.
const WORTH_TWO: usize = 128 * 1024;

/// What was found in a file, and what that was made of.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The file as it was checked.
    pub file: Arc<File>,
    /// The findings, as [`Snapshot::check_all`] gives them.
    pub all: Vec<Finding>,
    /// What was read of the workspace beside it.
    pub reads: Reads,
    /// What the rules found that read nothing else, before comments silenced any of it.
    own: Vec<Finding>,
    /// The other rules, by their places in [`RULES`].
    others: Vec<usize>,
}

impl Checked {
    /// The findings, as [`Snapshot::check`] gives them.
    pub fn findings(&self) -> Cow<'_, [Finding]> {
        match self.all.len() <= MAX_FINDINGS {
            true => Cow::Borrowed(&self.all),
            false => Cow::Owned(told(self.all.clone())),
        }
    }
}

/// Runs every rule that is on over a file. All findings, by place.
pub(crate) fn check(snapshot: &Snapshot, id: FileId) -> Vec<Finding> {
    check_watched(snapshot, id, |_| {})
}

/// The same. `done` is told of each rule that has run, in the order of [`RULES`].
pub(crate) fn check_watched(
    snapshot: &Snapshot,
    id: FileId,
    mut done: impl FnMut(&'static RuleInfo),
) -> Vec<Finding> {
    let (workspace, settings) = (&snapshot.workspace, &snapshot.settings);
    let Some(file) = workspace.get(id).filter(|f| counts(snapshot, f)) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let shared = Shared::default();
    for (at, rule) in RULES.iter().enumerate() {
        findings.append(&mut run(workspace, settings, id, file, &shared, at));
        done(rule);
    }
    finish(workspace, settings, id, file, findings)
}

/// The same, with notes; made from an older one of the same file, where there is one. The settings must be
/// those that it was made with.
pub(crate) fn check_again(
    snapshot: &Snapshot,
    id: FileId,
    before: Option<&Checked>,
) -> Option<Checked> {
    let settings = &snapshot.settings;
    let file = Arc::clone(snapshot.workspace.get(id)?);
    let noting = snapshot.workspace.noting(id);
    let mut checked = Checked {
        all: Vec::new(),
        reads: Reads::default(),
        own: Vec::new(),
        others: Vec::new(),
        file,
    };
    let file = &checked.file;
    // Whether the file counts depends on where it lies.
    noting.names();
    if !counts(snapshot, file) {
        checked.reads = noting.reads();
        return Some(checked);
    }
    let same = before.filter(|b| Arc::ptr_eq(&b.file, file));
    let (ran, reads) = match (same, before) {
        (Some(same), _) => run_all(snapshot, id, file, &same.others),
        (None, Some(before)) if file.text().len() >= WORTH_TWO => {
            let is_other = |rule: &usize| before.others.contains(rule);
            let (others, own) = (0..ALL.len()).partition::<Vec<_>, _>(is_other);
            let run_all = |rules| run_all(snapshot, id, file, rules);
            let ((mut ran, reads), (own, more)) = both(|| run_all(&others), || run_all(&own));
            ran.extend(own);
            ran.sort_by_key(|r| r.rule);
            (ran, reads.and(more))
        }
        (None, _) => run_all(snapshot, id, file, &Vec::from_iter(0..ALL.len())),
    };
    checked.own = same.map_or_else(Vec::new, |b| b.own.clone());
    let mut all = Vec::new();
    for mut ran in ran {
        if ran.has_read || same.is_some() {
            checked.others.push(ran.rule);
            all.append(&mut ran.findings);
        } else {
            checked.own.append(&mut ran.findings);
        }
    }
    all.extend(checked.own.iter().cloned());
    checked.all = finish(&noting, settings, id, file, all);
    checked.reads = noting.reads().and(reads);
    Some(checked)
}

/// Does two things beside each other. On a thread of its own, and not on those that all files are checked on: whoever
/// waits for one file would wait for all of them there.
fn both<T: Send>(one: impl FnOnce() -> T, other: impl Fn() -> T + Sync) -> (T, T) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let beside = thread.spawn_scoped(scope, &other);
        let one = one();
        let other = match beside {
            Ok(beside) => beside.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // No thread to be had.
            Err(_) => other(),
        };
        (one, other)
    })
}

/// What a rule found in a file.
struct Ran {
    /// Its place in [`ALL`].
    rule: usize,
    findings: Vec<Finding>,
    /// Whether it read anything but the file.
    has_read: bool,
}

/// Runs some rules, in their order, and notes what they read.
fn run_all(snapshot: &Snapshot, id: FileId, file: &File, rules: &[usize]) -> (Vec<Ran>, Reads) {
    let noting = snapshot.workspace.noting(id);
    let shared = Shared::default();
    let mut ran = Vec::with_capacity(rules.len());
    for &rule in rules {
        let findings = run(&noting, &snapshot.settings, id, file, &shared, rule);
        let has_read = noting.has_read();
        ran.push(Ran {
            rule,
            findings,
            has_read,
        });
    }
    (ran, noting.reads())
}

/// Whether rules look at a file at all.
fn counts(snapshot: &Snapshot, file: &File) -> bool {
    let is_silent = file.kind == FileKind::Hashes;
    !is_silent && !snapshot.settings.is_excluded(&file.path) && !synced::is_foreign(snapshot, file)
}

/// Whether a rule's findings in a file count: by the settings, or by the `wmill.yaml` of the file where they say nothing.
fn is_on(workspace: &Workspace, settings: &Settings, rule: &RuleInfo, file: &File) -> bool {
    let is_asked = |asked: fn(&WmillConfig) -> bool| {
        let root = workspace.root_of(&file.path);
        settings.leaves_open(rule, &file.path)
            && root.and_then(|r| r.config.as_ref()).is_some_and(asked)
    };
    settings.is_on(rule, &file.path) || rule.asked_by.is_some_and(is_asked)
}

fn run<'a>(
    workspace: &'a Workspace,
    settings: &'a Settings,
    id: FileId,
    file: &'a File,
    shared: &'a Shared<'a>,
    rule: usize,
) -> Vec<Finding> {
    let Rule { info, check } = ALL[rule];
    let mut cx = Context {
        workspace,
        settings,
        id,
        file,
        shared,
        rule: info,
        suggestions: Suggestions::default(),
        findings: Vec::new(),
    };
    // A rule that is off only runs where a comment may speak of it.
    let is_on = is_on(workspace, settings, info, file) || suppress::is_asked(file);
    if is_on && (info.on_broken_yaml || !cx.is_broken_yaml()) {
        check(&mut cx);
    }
    cx.findings
}

/// What is left of all findings once comments and settings have had their say, by place.
fn finish(
    workspace: &Workspace,
    settings: &Settings,
    id: FileId,
    file: &File,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    if suppress::is_asked(file) {
        let shared = Shared::default();
        let mut cx = Context {
            workspace,
            settings,
            id,
            file,
            shared: &shared,
            rule: &unused_ignore::RULE.info,
            suggestions: Suggestions::default(),
            findings: Vec::new(),
        };
        let silenced = suppress::apply(&cx, findings);
        unused_ignore::report(&mut cx, silenced.unused);
        cx.rule = &invalid_ignore::RULE.info;
        invalid_ignore::report(&mut cx, silenced.invalid);
        findings = silenced.kept;
        findings.append(&mut cx.findings);
    }
    findings.retain(|f| is_on(workspace, settings, f.rule, file));
    for finding in &mut findings {
        finding.level = settings.level(finding.rule, &file.path, finding.level);
    }
    let place = |f: &Finding| (f.span.start, f.span.end, f.level, f.rule.name);
    findings.sort_by(|a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup_by(|a, b| place(a) == place(b) && a.message == b.message);
    findings
}
