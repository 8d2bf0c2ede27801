//! Texts that nest as deep as they are long, in every language that is read: what recurses over one of
//! them, or drops a tree of it, ends the process unless it has the room or stops in time.

use std::fs;
use std::path::Path;

mod code;
mod javascript;
mod python;
mod typescript;
mod yaml;

/// A way to nest.
#[derive(Clone, Copy, Debug)]
pub struct Deep {
    /// The language and what is nested; no two have the same.
    pub name: &'static str,
    /// The file's name, which says what it is.
    file: &'static str,
    head: &'static str,
    unit: Unit,
    tail: &'static str,
}

/// What is repeated.
#[derive(Clone, Copy, Debug)]
enum Unit {
    /// `open` again and again, the middle, `close` as often.
    Around(&'static str, &'static str, &'static str),
    /// Steps one column deeper each, of lines at one column, and a last line below them. Their length
    /// grows with the square of the depth.
    Stairs(&'static [&'static str], &'static str),
    /// A line for each level that names the one before; `#` is the level's number, `@` that of the one
    /// before, and `$` in the tail that of the last.
    Named(&'static str),
}

/// Most steps of a staircase: a file of 4 MiB.
const MAX_STAIRS: usize = 2_500;

/// Longest text in bytes: longer files are not read.
const MAX_LEN: usize = 10 * 1024 * 1024;

impl Deep {
    /// Its folder, from the workspace's root.
    fn folder(&self) -> String {
        let name = self.name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        format!("f/{name}")
    }

    /// Its file, from the workspace's root.
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder(), self.file)
    }

    /// The text at this depth, or as deep as a file can be.
    pub fn text(&self, depth: usize) -> String {
        let text = self.of(depth);
        if text.len() <= MAX_LEN {
            return text;
        }
        self.of(depth / (text.len() / MAX_LEN + 1))
    }

    fn of(&self, depth: usize) -> String {
        let (head, tail) = (self.head, self.tail);
        match self.unit {
            Unit::Around(open, middle, close) => {
                let (open, close) = (open.repeat(depth), close.repeat(depth));
                format!("{head}{open}{middle}{close}{tail}")
            }
            Unit::Stairs(steps, last) => {
                let first = usize::from(head.ends_with(":\n"));
                let depth = depth.min(MAX_STAIRS) / steps.len();
                let mut text = head.to_owned();
                for (column, step) in (0..depth).flat_map(|_| steps).enumerate() {
                    for line in step.split_inclusive('\n') {
                        text.push_str(&" ".repeat(first + column));
                        text.push_str(line);
                    }
                }
                text + &" ".repeat(first + depth * steps.len()) + last + tail
            }
            Unit::Named(line) => {
                let lines = (1..=depth).map(|level| {
                    let line = line.replace('#', &level.to_string());
                    line.replace('@', &(level - 1).to_string())
                });
                let tail = tail.replace('$', &depth.to_string());
                format!("{head}{}{tail}", lines.collect::<String>())
            }
        }
    }
}

/// A text's name, what is repeated before the middle, the middle, and what is repeated behind it.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Rows that go into the same place.
fn all(
    file: &'static str,
    head: &'static str,
    tail: &'static str,
    rows: &[Row],
) -> impl Iterator<Item = Deep> {
    rows.iter().map(move |&(name, open, middle, close)| Deep {
        name,
        file,
        head,
        unit: Unit::Around(open, middle, close),
        tail,
    })
}

/// All texts.
pub fn texts() -> Vec<Deep> {
    let parts = [
        python::texts(),
        typescript::texts(),
        javascript::texts(),
        yaml::texts(),
        code::texts(),
    ];
    parts.concat()
}

/// Puts a text into the workspace at `root`, and for a script a flow that runs it and reads what it gives.
///
/// # Errors
/// Where the files cannot be written.
pub fn place(root: &Path, deep: &Deep, depth: usize) -> std::io::Result<()> {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, text)
    };
    write("wmill.yaml", "defaultTs: bun\n")?;
    write(&deep.path(), &deep.text(depth))?;
    let folder = deep.folder();
    if !deep.file.ends_with("yaml") && !deep.file.ends_with("json") {
        write(&format!("{folder}/caller.flow/flow.yaml"), &caller(&folder))?;
    }
    Ok(())
}

fn caller(folder: &str) -> String {
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: {folder}/s\n        \
         input_transforms: {{}}\n    - id: b\n      value:\n        type: forloopflow\n        iterator:\n          \
         type: javascript\n          expr: results.a.b.c\n        skip_failures: false\n        modules: []\n"
    )
}
