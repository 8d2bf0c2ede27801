//! What an edit in a flow costs, part by part, without the protocol and its pipes.
//!
//! ```sh
//! cargo run --release -p tests --bin latency -- FLOW.yaml|SCRIPT.py [--runs N]
//! ```
//! Every `results.` expression, in a script every `wmill.`, is typed in turn. Milliseconds: median and 95th percentile.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ide::Snapshot;
use syntax::{Edit, FileId, Span};
use tests::mutate::base;

/// The parts, in the order they are asked for.
const PARTS: &[&str] = &[
    "edit",
    "yaml",
    "flow",
    "code",
    "completion",
    "hover",
    "summary",
    "check",
];

fn main() -> Result<(), Box<dyn Error>> {
    let (mut flow, mut runs) = (None, 40usize);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--runs" => runs = arguments.next().ok_or("--runs takes a number")?.parse()?,
            path => flow = Some(Path::new(path).canonicalize()?),
        }
    }
    let flow = flow.ok_or("usage: latency FLOW.yaml|SCRIPT.py [--runs N]")?;
    let roots = flow.ancestors().skip(1);
    let root = roots
        .into_iter()
        .find(|f| f.join("wmill.yaml").exists())
        .ok_or("no wmill.yaml above the flow")?;
    let base = base::Base::read(root);
    let mut snapshot = base.snapshot();
    let inner = flow.strip_prefix(root)?.to_str().ok_or("not UTF-8")?;
    let path = format!("{}/{inner}", base::ROOT);
    let id = snapshot
        .workspace
        .id(&path)
        .ok_or("the flow was not read")?;
    snapshot.check(id);
    let text = text(&snapshot, id);
    let is_script = path.ends_with(".py");
    let typed = if is_script { "wmill." } else { "results." };
    let places: Vec<usize> = text
        .match_indices(typed)
        .map(|(at, _)| at + typed.len())
        .collect();
    if places.is_empty() {
        return Err(format!("no `{typed}` in it").into());
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); PARTS.len()];
    for run in 0..runs {
        let at = places[run * places.len() / runs];
        for typed in [true, false] {
            once(&mut snapshot, id, at, typed, &mut times);
        }
    }
    println!("{} lines, {} edits", text.lines().count(), runs * 2);
    for (name, times) in PARTS.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let p95 = times[(times.len() * 95).div_ceil(100) - 1];
        println!("{name:12}{:8.2}{p95:8.2}", times[times.len() / 2]);
    }
    Ok(())
}

/// Types a letter, or takes it away again, and asks everything.
fn once(snapshot: &mut Snapshot, id: FileId, at: usize, typed: bool, times: &mut [Vec<f64>]) {
    let mut text = text(snapshot, id).to_string();
    let edit = if typed {
        text.insert(at, 'x');
        Edit {
            span: Span::at(at),
            new_len: 1,
        }
    } else {
        text.remove(at);
        Edit {
            span: Span::new(at, at + 1),
            new_len: 0,
        }
    };
    let text: Arc<str> = text.into();
    let mut part = 0;
    let mut timed = |snapshot: &mut Snapshot, work: &mut dyn FnMut(&mut Snapshot)| {
        let start = Instant::now();
        work(snapshot);
        times[part].push(start.elapsed().as_secs_f64() * 1000.0);
        part += 1;
    };
    timed(snapshot, &mut |s| {
        s.workspace.edit(id, edit, Arc::clone(&text));
    });
    let file = |s: &Snapshot| s.workspace.get(id).cloned();
    timed(snapshot, &mut |s| {
        _ = file(s)
            .filter(|f| f.script().is_none())
            .map(|f| f.yaml().is_clean());
    });
    timed(snapshot, &mut |s| _ = file(s).map(|f| f.flow().is_some()));
    timed(snapshot, &mut |s| _ = file(s).map(|f| code(&f)));
    timed(snapshot, &mut |s| {
        drop(s.completions(id, at + usize::from(typed)))
    });
    timed(snapshot, &mut |s| drop(s.hover(id, at)));
    timed(snapshot, &mut |s| {
        _ = file(s).map(|f| f.summary() == &model::workspace::Summary::Nothing);
    });
    timed(snapshot, &mut |s| drop(s.check(id)));
}

fn text(snapshot: &Snapshot, id: FileId) -> Arc<str> {
    let file = snapshot.workspace.get(id);
    file.map_or_else(|| Arc::from(""), |f| Arc::from(f.text()))
}

/// The trees of all code.
fn code(file: &model::file::File) -> usize {
    let own = file.script().and_then(|s| s.tree()).is_some();
    usize::from(own) + file.embedded().len()
}
