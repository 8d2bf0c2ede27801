//! What the shapes of results are said to be: the pages in `shapes/` are prose with code between, and
//! each line `revealed: …` in the code is held against what is read out of it.
//!
//! - ```` ```python ````: `# revealed: …` is what the code above it returns, from the line after the
//!   last such mark on: lines as in the body of `def main(x, n: int, s: str)`. In a block with a
//!   `def` or `class` in column 0 it is what `main` of the whole block returns, and `# revealed
//!   load: …` what `load` does.
//! - ```` ```yaml ````: a flow. A comment with an expression above `# revealed: …` is read as an input
//!   transform of the step above it; `# [stop_after_if] …` in that place of the step, `# flow` is the
//!   flow's own result. The flow stays for the blocks below it.
//! - ```` ```js ````: expressions as in an input of the flow's last step; `// revealed: …` after each.
//! - ```` ```yaml schema ````: JSON schemas, `# revealed: …` after each.
//! - ```` ```python f/shop/load.py ```` and any other path: a file of the page's workspace.
//!
//! `UPDATE=1` writes the shapes that are read; each is then to be judged by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod page;
mod real;

use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/shapes");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    pages.sort();
    pages
}

#[test]
fn shapes_are_as_the_pages_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let (mut all, mut unknown, mut wrong) = (0, 0, Vec::new());
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for claim in page::claims(&text) {
            all += 1;
            unknown += usize::from(claim.found == "unknown");
            if claim.found == claim.wanted {
                continue;
            }
            if update {
                let line = &mut lines[claim.line];
                let mark = line.find(claim.mark.as_str()).unwrap() + claim.mark.len();
                line.truncate(mark);
                line.push(' ');
                line.push_str(&claim.found);
            }
            wrong.push(format!(
                "tests/spec/shapes/{name}:{}\n  the page says  {}\n  the code gives {}",
                claim.line + 1,
                claim.wanted,
                claim.found
            ));
        }
        if update {
            fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
    assert!(
        update || wrong.is_empty(),
        "{} shapes differ (UPDATE=1 writes them anew):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(all >= 200, "only {all} shapes");
    assert!(unknown >= 50, "only {unknown} shapes are unknown");
}
