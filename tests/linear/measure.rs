//! Counts what is done with the texts of a family, and says what grows faster than they do.

use std::alloc::System;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cpu_time::ProcessTime;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use syntax::{Edit, FileId, Span};

use crate::family::{Family, Files};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is counted belongs to the whole process: one family at a time, and no other test beside it.
static ALONE: Mutex<()> = Mutex::new(());

/// Lets no other test of this program run.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How much more work twice the text may be, over twice as much.
const DOUBLED: f64 = 1.1;

/// How much more time sixteen times the text may take: four times as much as it should. Work that
/// grows with the square takes 256 times as much.
const SIXTEENFOLD: f64 = 64.0;

/// What may come on top, whatever the size: tables that double, what is worked out once.
const SPARE: Work = Work {
    allocations: 400,
    bytes: 64 << 10,
    time: Duration::from_millis(40),
};

/// Stack of the thread that works, as in the program.
const STACK: usize = 16 << 20;

/// What was done with a text, in this order.
const STAGES: [&str; 4] = ["check", "flow", "edit", "ask"];

/// Work that was counted.
#[derive(Clone, Copy)]
struct Work {
    allocations: usize,
    bytes: usize,
    time: Duration,
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kilobytes = self.bytes >> 10;
        write!(
            f,
            "{} allocations, {kilobytes} KiB, {:?}",
            self.allocations, self.time
        )
    }
}

/// Looks at all families of an area.
///
/// # Panics
/// With all of those that are not linear.
pub(crate) fn all(area: &str, families: Vec<Family>) {
    let only = std::env::var("LINEAR_ONLY").ok();
    let factor = std::env::var("LINEAR").map_or(1, |f| f.parse().expect("LINEAR is a number"));
    let _alone = alone();
    assert!(!families.is_empty(), "{area} has families");
    let mut wrong = Vec::new();
    for family in families {
        let name = format!("{area}: {}", family.name);
        if only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let found = not_linear(&family, family.parts * factor, only.is_some());
        for why in found {
            println!("{name}: {why}");
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "not linear:\n{}", wrong.join("\n"));
}

/// What grows faster than the text.
fn not_linear(family: &Family, n: usize, print: bool) -> Vec<String> {
    let files = [n, 2 * n, 4 * n].map(|n| family.files(n));
    let grown = [files[1].grown(&files[0]), files[2].grown(&files[1])];
    let counted = files.map(|files| work(&files));
    let mut wrong = Vec::new();
    for (stage, name) in STAGES.iter().enumerate() {
        let [one, two, four] = [&counted[0][stage], &counted[1][stage], &counted[2][stage]];
        if print {
            println!("{}: {name}: {one}; {two}; {four}", family.name);
        }
        let said = |what: &str| format!("{name}: {what} at n = {n}, 2n, 4n: {one}; {two}; {four}");
        let too_many = |of: fn(&Work) -> usize| {
            let more = |small, large, grown| {
                of(large) as f64 > of(small) as f64 * DOUBLED * grown + of(&SPARE) as f64
            };
            more(one, two, grown[0]) || more(two, four, grown[1])
        };
        if too_many(|work| work.allocations) {
            wrong.push(said("allocations"));
        } else if too_many(|work| work.bytes) {
            wrong.push(said("bytes"));
        }
    }
    // What is far off already need not be tried with more.
    if wrong.is_empty() {
        wrong.extend(too_slow(family, n, print));
    }
    wrong
}

/// What takes longer than it may with sixteen times the text. The least of some runs counts: others
/// of this machine's tasks only ever add.
fn too_slow(family: &Family, n: usize, print: bool) -> Option<String> {
    let (small, large) = (family.files(2 * n), family.files(32 * n));
    let grown = (large.grown(&small) / 16.0).max(1.0);
    let mut least = [[Duration::MAX; 2]; STAGES.len()];
    let mut slow = None;
    for run in 0..3 {
        // The short one takes nothing: it is run more often.
        for (size, files, runs) in [(0, &small, 3), (1, &large, 1)] {
            for _ in 0..runs {
                for (stage, work) in work(files).iter().enumerate() {
                    least[stage][size] = least[stage][size].min(work.time);
                }
            }
        }
        slow = STAGES
            .iter()
            .zip(&least)
            .find_map(|(stage, [small, large])| {
                let bound = small.mul_f64(SIXTEENFOLD * grown) + SPARE.time;
                if print {
                    println!("{}: {stage}: {small:?} to {large:?}", family.name);
                }
                (*large > bound).then(|| {
                    format!(
                        "{stage}: {small:?} at 2n = {}, {large:?} at 32n, run {run}",
                        2 * n
                    )
                })
            });
        slow.as_ref()?;
    }
    slow
}

/// What each stage takes.
fn work(files: &Files) -> [Work; STAGES.len()] {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK);
        let worker = worker.spawn_scoped(scope, || worked(files)).unwrap();
        worker.join().expect("the work does not panic")
    })
}

fn worked(files: &Files) -> [Work; STAGES.len()] {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let ids: Vec<FileId> = files
        .all
        .iter()
        .map(|(path, text)| {
            workspace.set(&format!("/w/{path}"), Source::Text(text.as_str().into()))
        })
        .collect();
    let mut snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let edited = ids[0];
    let check = count(|| drop(snapshot.check(edited)));
    let flow = count(|| ids[1..].iter().for_each(|id| drop(snapshot.check(*id))));
    let edit = count(|| {
        type_at(&mut snapshot, edited, files.place, "y");
        snapshot.check(edited);
        let file = snapshot.workspace.get(edited).unwrap();
        file.summary();
    });
    let ask = count(|| ask(&snapshot, edited, files.place + 1));
    [check, flow, edit, ask]
}

/// Types `typed` at an offset, as an editor does.
fn type_at(snapshot: &mut Snapshot, id: FileId, offset: usize, typed: &str) {
    let mut text = snapshot.workspace.get(id).unwrap().text().to_owned();
    text.insert_str(offset, typed);
    let edit = Edit {
        span: Span::at(offset),
        new_len: typed.len(),
    };
    snapshot.workspace.edit(id, edit, text.into());
}

/// Asks everything at a place, at the end, and of the whole file.
fn ask(snapshot: &Snapshot, id: FileId, place: usize) {
    let end = snapshot.workspace.get(id).unwrap().text().len();
    for at in [place, end] {
        snapshot.completions(id, at);
        snapshot.hover(id, at);
        snapshot.signature(id, at);
        snapshot.definition(id, at);
        snapshot.stub_definition(id, at);
        snapshot.selections(id, at);
    }
    snapshot.hints(id, Span::new(0, end));
    snapshot.outline(id);
    snapshot.folds(id, 5_000);
    snapshot.links(id);
    snapshot.lens(id);
    snapshot.users(id);
    if let Some(callable) = snapshot.callable(id, place) {
        snapshot.runs(&callable);
        snapshot.run_by(&callable);
    }
    snapshot.tokens(id, Span::new(0, end));
}

/// Runs `work` and counts what it takes, on all threads.
fn count(work: impl FnOnce()) -> Work {
    let region = Region::new(ALLOCATOR);
    let start = ProcessTime::now();
    work();
    let time = start.elapsed();
    let stats = region.change();
    Work {
        allocations: stats.allocations + stats.reallocations,
        bytes: stats.bytes_allocated,
        time,
    }
}
