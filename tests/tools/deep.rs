//! How long a check of each deep text takes, and whether it ends as it should; the slowest first.
//!
//! ```sh
//! cargo run -p tests --bin deep -- PROGRAM DEPTH [WORD]
//! ```

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::deep::{self, Deep};

/// What takes longer is given up.
const LIMIT: Duration = Duration::from_secs(30);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (program, depth) = match &arguments[..] {
        [program, depth, ..] => (Path::new(program).canonicalize()?, depth.parse()?),
        _ => return Err("usage: deep PROGRAM DEPTH [WORD]".into()),
    };
    let word = arguments.get(2).map_or("", String::as_str);
    let mut rows = Vec::new();
    for deep in deep::texts().iter().filter(|d| d.name.contains(word)) {
        rows.push(check(&program, deep, depth)?);
    }
    // The slowest first.
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (seconds, text) in rows {
        println!("{seconds:7.2} s  {text}");
    }
    Ok(())
}

fn check(program: &Path, deep: &Deep, depth: usize) -> Result<(f64, String), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    deep::place(folder.path(), deep, depth)?;
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["--check", ".", "--output-format", "json"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .spawn()?;
    let ended = loop {
        match child.try_wait()? {
            Some(status) => break status.to_string(),
            None if start.elapsed() > LIMIT => {
                child.kill()?;
                child.wait()?;
                break "given up".to_owned();
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let bytes = fs::metadata(folder.path().join(deep.path()))?.len();
    let text = format!("{} ({} kB): {}", deep.name, bytes / 1000, ended);
    Ok((seconds, text))
}
