//! Telling of findings: after edits have settled, or in between if they do not, for open and closed
//! files alike, and only where something changed since it was told last.
//!
//! A client that asks for the diagnostics of open documents itself is told of closed ones only: it
//! would show the others twice. What was found is kept for all files ([`super::findings`]).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ide::{Checked, Checks, Snapshot};
use model::file::File;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::FileId;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};
use tower_lsp::ls_types::Uri;

use super::convert;
use super::findings::Found;
use super::initialize::Client;
use super::state::Shared;
use super::writing::{self, Writing};

/// How long edits must have settled.
const SETTLED: Duration = Duration::from_millis(75);

/// How long a change waits for the edits behind it to settle; what the check takes comes on top.
const LATEST: Duration = Duration::from_millis(250);

/// How many files were checked so far: a test counts.
pub(super) static CHECKED: AtomicUsize = AtomicUsize::new(0);

/// What was told: of files with findings their addresses and what tells the findings from others.
#[derive(Default)]
struct Told {
    files: FxHashMap<String, (Uri, u64)>,
    /// What was found, as the last rounds left it, and what it was made of.
    checks: Checks,
    /// The count of [`State::generation`](super::state::State) that it was found with.
    generation: u64,
}

/// What one round starts from.
struct Round {
    snapshot: Snapshot,
    client: Client,
    /// Files that changed, as they were in the last round.
    dirty: FxHashMap<FileId, Arc<File>>,
    all: bool,
    /// How often the settings changed.
    generation: u64,
    /// Whether everything is told again.
    all_told: bool,
    /// How often that was asked for.
    asked: u64,
    /// Whether the client asks for the findings of all files.
    pulls_all: bool,
    /// Open documents by path: address, version, and where somebody writes in them.
    open: FxHashMap<String, (Uri, i32, Option<Writing>)>,
}

/// One file's news.
struct News {
    path: String,
    found: Found,
}

/// Publishes until the server ends.
pub(super) async fn publish(shared: Arc<Shared>, client: tower_lsp::Client) {
    let mut told = Told::default();
    let mut had_hints = false;
    tokio::spawn(ask_for_findings(Arc::clone(&shared), client.clone()));
    tokio::spawn(writing::tell_what_waits(Arc::clone(&shared)));
    tokio::spawn(ask_for_hints(Arc::clone(&shared), client.clone()));
    tokio::spawn(ask_for_lenses(Arc::clone(&shared), client.clone()));
    // When the first change came that has not been told of.
    let mut since = None;
    loop {
        let first = settled(&shared.changed, since).await;
        since = None;
        shared.tell_status(&client).await;
        shared.settle().await;
        let round = start(&shared);
        let (asked, all_told) = (round.asked, round.all_told && round.client.refreshes);
        let has_hints = round.snapshot.settings.has_shape_hints();
        let hints = round.client.refreshes_hints && !round.open.is_empty();
        let lenses = round.client.lenses && round.client.refreshes_lenses && !round.open.is_empty();
        let at = Arc::clone(&shared);
        let worked = tokio::task::spawn_blocking(move || {
            let mut told = told;
            let news = catch_unwind(AssertUnwindSafe(|| {
                let lenses = lenses && names_others(&round);
                (news(&round, &mut told, &at), lenses)
            }));
            (told, news)
        });
        let Ok((back, news)) = worked.await else {
            return;
        };
        told = back;
        let Ok(((news, others), lenses)) = news else {
            // What was to be told now is not known: the next round starts over.
            told.checks = Checks::default();
            shared.lock().all_dirty = true;
            shared.rounds.send_replace(asked);
            continue;
        };
        for News { path, found } in news {
            // An edit since then makes it stale; the next round has the fresh one. But where each round
            // meets an edit, late news is better than none.
            let version = shared.lock().open.get(&path).map(|o| o.version());
            if found.version != version {
                let grew = found.version.is_some() && found.version < version;
                if !grew || first.elapsed() < LATEST {
                    since = Some(first);
                    continue;
                }
            }
            // Of a file without findings nothing is kept: files come and go.
            if found.diagnostics.is_empty() {
                told.files.remove(&path);
            } else {
                told.files.insert(path, (found.uri.clone(), found.id));
            }
            let diagnostics = found.diagnostics.to_vec();
            client
                .publish_diagnostics(found.uri, diagnostics, found.version)
                .await;
        }
        {
            // Of closed documents nothing is kept.
            let state = shared.lock();
            let workspace = &state.snapshot.workspace;
            let open: FxHashSet<FileId> =
                state.open.keys().filter_map(|p| workspace.id(p)).collect();
            shared.recent.keep(|id| open.contains(&id));
        }
        shared.rounds.send_replace(asked);
        shared.is_checked();
        shared.tell_status(&client).await;
        if shared.shows_old_findings() || all_told {
            shared.refresh.notify_one();
        }
        // What an edited document shows is asked for anyway.
        if hints && others && (has_hints || had_hints) {
            shared.refresh_hints.notify_one();
        }
        had_hints = has_hints;
        if lenses {
            shared.refresh_lenses.notify_one();
        }
    }
}

/// Tells the client to ask anew for findings, as often as it is due, once at a time: a client that does not
/// answer holds up no round, and no requests pile up for it.
async fn ask_for_findings(shared: Arc<Shared>, client: tower_lsp::Client) {
    loop {
        shared.refresh.notified().await;
        // Whether it likes to is its own affair.
        let _ = client.workspace_diagnostic_refresh().await;
    }
}

/// The same for inlay hints.
async fn ask_for_hints(shared: Arc<Shared>, client: tower_lsp::Client) {
    loop {
        shared.refresh_hints.notified().await;
        let _ = client.inlay_hint_refresh().await;
    }
}

/// The same for code lenses.
async fn ask_for_lenses(shared: Arc<Shared>, client: tower_lsp::Client) {
    loop {
        shared.refresh_lenses.notified().await;
        let _ = client.code_lens_refresh().await;
    }
}

/// Whether some file names something else of other files than it did before, so that others are used by it.
fn names_others(round: &Round) -> bool {
    let workspace = &round.snapshot.workspace;
    let mut changed = round.dirty.iter();
    round.all
        || changed.any(|(id, before)| {
            let now = workspace.get(*id);
            now.is_none_or(|now| now.keys() != before.keys())
        })
}

/// Waits until changes have settled, or for as long as the first of them may wait: it came at `since`,
/// or is still to come. Says when it came.
async fn settled(changed: &Notify, since: Option<Instant>) -> Instant {
    changed.notified().await;
    let first = since.unwrap_or_else(Instant::now);
    let latest = first + LATEST;
    // Every further change starts the wait again.
    loop {
        let until = latest.min(Instant::now() + SETTLED);
        if timeout_at(until, changed.notified()).await.is_err() {
            return first;
        }
        // A wait that is over may still find the next change: it is in what is read now.
        if Instant::now() >= latest {
            return first;
        }
    }
}

fn start(shared: &Shared) -> Round {
    let mut state = shared.lock();
    let open = state.open.iter();
    let open = open.map(|(p, o)| (p.clone(), (o.uri.clone(), o.version(), o.writing)));
    let open = open.collect();
    Round {
        snapshot: state.snapshot.clone(),
        client: state.client.clone(),
        dirty: std::mem::take(&mut state.dirty),
        all: std::mem::take(&mut state.all_dirty),
        generation: state.generation,
        all_told: std::mem::take(&mut state.all_told),
        asked: state.asked,
        pulls_all: state.pulls_all,
        open,
    }
}

/// What is to be told, and whether other files than the edited ones were concerned. Keeps what was found.
fn news(round: &Round, told: &mut Told, shared: &Shared) -> (Vec<News>, bool) {
    let workspace = &round.snapshot.workspace;
    if told.generation != round.generation {
        told.checks = Checks::default();
        told.generation = round.generation;
    }
    let some = match round.all {
        true => None,
        false => told.checks.concerned(workspace, &round.dirty),
    };
    let all = some.is_none();
    let concerned: Vec<(FileId, &Arc<File>)> = match some {
        Some(some) => some
            .into_iter()
            .filter_map(|id| Some((id, workspace.get(id)?)))
            .collect(),
        None => workspace.files(),
    };
    let looked_at = concerned.into_iter();
    let concerned: Vec<_> = looked_at.filter(|(_, f)| f.kind.is_checked()).collect();
    let is_asked_for = |file: &File| {
        round.client.pulls && (round.pulls_all || round.open.contains_key(&*file.path))
    };
    let keeps_all = round.client.status || round.client.refreshes || round.pulls_all;
    let checks = &told.checks;
    let check = |&(id, file): &(FileId, &Arc<File>)| {
        let open = round.open.get(&*file.path);
        let uri = match open {
            Some((uri, ..)) => uri.clone(),
            None => convert::uri(&file.path)?,
        };
        let is_wanted = keeps_all || round.all_told || !is_asked_for(file);
        let checked = is_wanted.then(|| checked(round, shared, checks, id));
        let checked = checked.flatten();
        let findings = checked.as_ref().map(|c| c.findings());
        let findings = findings.iter().flat_map(|f| f.iter());
        let writing = open.and_then(|(.., writing)| *writing);
        let all = findings.clone().count();
        let told = findings.filter(|f| !Writing::holds_back(writing, f));
        let convert = |f| convert::diagnostic(workspace, file, f, &round.client);
        let diagnostics: Vec<_> = told.map(convert).collect();
        let version = open.map(|(_, version, _)| *version);
        if let Some(version) = version.filter(|_| diagnostics.len() < all) {
            shared.holds(&file.path, version);
        }
        let found = Found::new(uri, version, diagnostics);
        Some((found, checked))
    };
    let found: Vec<_> = concerned.par_iter().map(check).collect();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut news = Vec::new();
    let mut kept = shared.findings();
    kept.is_complete = true;
    kept.is_whole |= all && round.pulls_all;
    if all {
        kept.checked = concerned.len();
        kept.some = concerned.first().and_then(|(_, file)| {
            let uri = round.open.get(&*file.path).map(|(uri, ..)| uri.clone());
            Some((
                file.path.to_string(),
                uri.or_else(|| convert::uri(&file.path))?,
            ))
        });
    }
    let mut checks = match all {
        // Of files that are gone nothing is kept.
        true => Checks::default(),
        false => std::mem::take(&mut told.checks),
    };
    for ((id, file), found) in concerned.into_iter().zip(found) {
        let Some((mut found, checked)) = found else {
            continue;
        };
        match checked {
            Some(checked) => checks.put(id, checked),
            None => checks.remove(id),
        }
        seen.insert(&file.path);
        // Of files without findings none is kept but what the client may show with older ones.
        let is_shown = keeps_all && found.version.is_some() && round.client.pulls;
        match found.diagnostics.is_empty() && !is_shown {
            true => kept.files.remove(&*file.path),
            false => kept.files.insert(file.path.to_string(), found.clone()),
        };
        if is_asked_for(file) && !found.diagnostics.is_empty() {
            found = Found::new(found.uri, found.version, Vec::new());
        }
        let before = told.files.get(&*file.path);
        let same = before.map_or(found.diagnostics.is_empty(), |(_, id)| *id == found.id);
        // An open document always hears of its newest version.
        let hears = found.version.is_some() && !round.client.pulls;
        let again = round.all_told && !found.diagnostics.is_empty();
        if same && !hears && !again {
            continue;
        }
        let path = file.path.to_string();
        news.push(News { path, found });
    }
    told.checks = checks;
    if all {
        kept.files.retain(|path, _| seen.contains(path.as_str()));
        #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
        for (path, (uri, _)) in &told.files {
            if !seen.contains(path.as_str()) {
                let version = round.open.get(path).map(|(_, v, _)| *v);
                let found = Found::new(uri.clone(), version, Vec::new());
                let path = path.clone();
                news.push(News { path, found });
            }
        }
    }
    news.sort_by(|a, b| a.path.cmp(&b.path));
    let others = all || seen.len() > round.dirty.len();
    (news, others)
}

/// What is found in a file, where somebody has not just asked for it.
fn checked(round: &Round, shared: &Shared, checks: &Checks, id: FileId) -> Option<Arc<Checked>> {
    let revision = round.snapshot.workspace.revision();
    if let Some(recent) = shared.recent.get(id, round.generation, revision) {
        return Some(recent);
    }
    CHECKED.fetch_add(1, Ordering::Relaxed);
    let before = checks.get(id).map(|c| &**c);
    round.snapshot.check_again(id, before).map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What [`settled`] waits, in milliseconds, while there is a change every `gap` of them.
    async fn waits(gap: u64, since: Option<Instant>) -> u128 {
        let changed = Arc::new(Notify::new());
        changed.notify_one();
        let edits = Arc::clone(&changed);
        let typing = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(gap)).await;
                edits.notify_one();
            }
        });
        let start = Instant::now();
        settled(&changed, since).await;
        typing.abort();
        start.elapsed().as_millis()
    }

    // The clock is tokio's own and stands still but for these waits.
    #[tokio::test(start_paused = true)]
    async fn a_change_waits_for_the_next_but_not_for_ever() {
        let settled = SETTLED.as_millis();
        let latest = LATEST.as_millis();
        assert_eq!(waits(10_000, None).await, settled);
        for gap in [1, 10, 74] {
            let waited = waits(gap, None).await;
            assert!((latest..=latest + 1).contains(&waited), "{gap}: {waited}");
        }
        let since = Instant::now();
        tokio::time::advance(Duration::from_millis(200)).await;
        let waited = waits(10, Some(since)).await;
        assert!((latest - 200..=latest - 199).contains(&waited), "{waited}");
    }
}
