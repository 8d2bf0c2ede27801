//! Every sample file is typed from nothing, a character at a time, and all that an editor asks is asked
//! on the way: half-typed text is what a server sees most, and no written example has much of it. At the
//! end the findings are those of a fresh start.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use ide::fix::{edited, together};
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Edit, FileId, Span};

use crate::answers::{at, findings};
use crate::patience::Patience;
use crate::samples::{SAMPLES, texts, workspace};

/// A file of up to this many characters is asked about after each of them; a longer one as often in all.
const ASKED: usize = 450;

/// A file to type, in its sample.
struct Job {
    sample: Arc<Workspace>,
    path: String,
    text: String,
}

/// Each file of the samples; what is the same in two of them once.
fn jobs() -> Vec<Job> {
    let mut seen = BTreeSet::new();
    let mut jobs = Vec::new();
    for name in SAMPLES {
        let files = texts(name);
        let sample = Arc::new(workspace(&files));
        let new = files.into_iter().filter(|f| seen.insert(f.clone()));
        jobs.extend(new.map(|(path, text)| Job {
            sample: Arc::clone(&sample),
            path,
            text,
        }));
    }
    // The long ones first: the threads end together.
    jobs.sort_by_key(|j| std::cmp::Reverse(j.text.len()));
    jobs
}

#[test]
fn every_file_from_nothing() {
    let jobs = Arc::new(jobs());
    assert!(jobs.len() > 150, "the samples have files");
    let threads = thread::available_parallelism().map_or(2, |n| n.get().max(2));
    let patience = Arc::new(Patience::of(threads));
    let next = Arc::new(AtomicUsize::new(0));
    let (sender, ends) = channel();
    for thread in 0..threads {
        let (jobs, next, patience) = (jobs.clone(), next.clone(), patience.clone());
        let sender = sender.clone();
        thread::spawn(move || {
            while let Some(job) = jobs.get(next.fetch_add(1, Ordering::SeqCst)) {
                let typed = std::panic::catch_unwind(|| typed(&patience, thread, job));
                let result = typed.unwrap_or_else(|_| Err(format!("{}: a panic", job.path)));
                if sender.send(result).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let (mut typed, mut failures) = (0, Vec::new());
    loop {
        match patience.next(&ends) {
            Ok(Some(result)) => failures.extend(result.err()),
            Ok(None) => break,
            Err(hung) => {
                failures.push(hung);
                break;
            }
        }
        typed += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(typed, jobs.len());
}

/// Types a file. An error says what differs from a fresh start.
fn typed(patience: &Patience, thread: usize, job: &Job) -> Result<(), String> {
    let mut workspace = Workspace::clone(&job.sample);
    let id = workspace.set(&job.path, Source::Text("".into()));
    let every = job.text.chars().count().div_ceil(ASKED).max(1);
    for (n, (start, c)) in job.text.char_indices().enumerate() {
        let end = start + c.len_utf8();
        let edit = Edit {
            span: Span::at(start),
            new_len: c.len_utf8(),
        };
        workspace.edit(id, edit, Arc::from(&job.text[..end]));
        if n % every == 0 {
            let snapshot = snapshot(&workspace);
            patience.step(thread, format!("{} at {end}", job.path), || {
                ask(&snapshot, id, end);
            });
        }
    }
    let mut fresh = Workspace::clone(&job.sample);
    fresh.set(&job.path, Source::Text(job.text.as_str().into()));
    patience.step(thread, format!("{} at its end", job.path), || {
        let typed = findings(&snapshot(&workspace), id);
        let fresh = findings(&snapshot(&fresh), id);
        match typed == fresh {
            true => Ok(()),
            false => Err(format!("{}: typed:\n{typed}fresh:\n{fresh}", job.path)),
        }
    })
}

/// All that an editor asks at the cursor.
fn ask(snapshot: &Snapshot, id: FileId, cursor: usize) {
    let text = snapshot.workspace.get(id).map_or("", |f| f.text());
    let found = snapshot.check(id);
    let fixes = found.iter().filter_map(|f| f.fix.as_ref());
    edited(text, &together(fixes.filter(|f| f.creates.is_none())));
    at(snapshot, id, cursor);
    snapshot.signature(id, cursor);
    snapshot.stub_definition(id, cursor);
    snapshot.hints(id, Span::new(0, text.len()));
}

fn snapshot(workspace: &Workspace) -> Snapshot {
    let mut settings = Settings::default();
    settings.set_shape_hints(true);
    Snapshot {
        workspace: workspace.clone(),
        settings,
    }
}
