//! The texts that are compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use syntax::strict::{self, Verdict};

/// Below these, nothing is the project's own.
const FOREIGN: [&str; 4] = ["node_modules", "target", ".git", "site-packages"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder that have one of these endings.
fn below(folder: PathBuf, endings: &[&str], left_out: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
            if path.is_symlink() {
                continue;
            } else if path.is_dir() {
                if !left_out.iter().any(|n| name == *n) {
                    open.push(path);
                }
            } else if endings.contains(&ending) {
                found.extend(std::fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

/// The files of Python in this repository, and those below the folder that `PYTHON_FILES` names.
pub(crate) fn files() -> Vec<String> {
    let mut found = below(root(), &["py", "pyi"], &FOREIGN);
    if let Ok(more) = std::env::var("PYTHON_FILES") {
        found.extend(below(more.into(), &["py", "pyi"], &[]));
    }
    found
}

/// The modules of the Python at hand, without its own tests.
pub(crate) fn standard_library() -> Vec<String> {
    let tell = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let mut python = Command::new("python3");
    python.args(["-I", "-c", tell]).stderr(Stdio::null());
    let output = python.output();
    let output = output
        .expect("this test needs `python3` on the PATH")
        .stdout;
    let folder = String::from_utf8(output).unwrap();
    let left_out = ["site-packages", "dist-packages", "test", "tests", "idlelib"];
    let mut found = below(folder.trim().into(), &["py"], &left_out);
    // The longest ones would take the most time, and show the least.
    found.retain(|text| text.len() < 60_000);
    found
}

/// What stands in the pages, workspaces and tests of this repository and may be code: fences, block scalars, strings.
pub(crate) fn pieces() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let server = |ending: &str| below(root(), &[ending], &FOREIGN);
    for page in server("md") {
        found.extend(page.split("```").skip(1).step_by(2).filter_map(|block| {
            let (_, code) = block.split_once('\n')?;
            Some(code.to_owned())
        }));
    }
    for file in server("yaml") {
        found.extend(scalars(&file));
    }
    for file in server("rs") {
        found.extend(strings(&file));
    }
    found.retain(|text| text.len() > 3);
    found
}

/// The block scalars of a file, without their indentation.
fn scalars(file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = file.lines().peekable();
    let blanks = |line: &str| line.len() - line.trim_start().len();
    while let Some(head) = lines.next() {
        if !head.trim_end_matches(['-', '+']).ends_with('|') {
            continue;
        }
        let mut scalar = String::new();
        let mut indent = None;
        while let Some(line) = lines.next_if(|l| l.trim().is_empty() || blanks(l) > blanks(head)) {
            let indent = *indent.get_or_insert(blanks(line));
            scalar += line.get(indent..).unwrap_or("");
            scalar.push('\n');
        }
        found.push(scalar);
    }
    found
}

/// What stands between quotes in a file of Rust.
fn strings(file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = file;
    while let Some((_, after)) = rest.split_once('"') {
        let mut string = String::new();
        let mut chars = after.char_indices();
        let mut end = after.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => string.push('\n'),
                    Some((_, 't')) => string.push('\t'),
                    Some((_, 'r')) => string.push('\r'),
                    Some((at, '\n')) => {
                        let blanks = after[at + 1..].len() - after[at + 1..].trim_start().len();
                        for _ in 0..after[at + 1..at + 1 + blanks].chars().count() {
                            chars.next();
                        }
                    }
                    Some((_, other)) => string.push(other),
                    None => {}
                },
                other => string.push(other),
            }
        }
        found.push(string);
        rest = after.get(end..).unwrap_or("");
    }
    found
}

/// A small generator of numbers: the same at each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Small files and pieces after some random edits of a kind that mostly leaves them valid.
pub(crate) fn edited(rounds: usize) -> impl Iterator<Item = String> {
    let mut texts = files();
    texts.extend(pieces().into_iter().filter(|t| t.contains('\n')));
    texts.retain(|t| t.len() < 4_000 && strict::python(t) == Verdict::Valid);
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    (0..rounds).map(move |_| {
        let mut text = random.pick(&texts).clone();
        for _ in 0..=random.below(4) {
            edit(&mut text, &mut random);
        }
        text
    })
}

fn edit(text: &mut String, random: &mut Random) {
    let words = words(text);
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    if words.is_empty() || lines.is_empty() {
        return;
    }
    let word = random.pick(&words).clone();
    let line = *random.pick(&lines);
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let indent = text[line..line + indent].to_owned();
    match random.below(8) {
        0..4 => {
            let expression: &&str = random.pick(EXPRESSIONS);
            text.replace_range(word, expression);
        }
        4 => {
            let wrapped = random.pick(&[
                ("(", ")"),
                ("((", " ) )"),
                ("[", "]"),
                ("f(", ",)"),
                ("not (", ")"),
                ("a[", ", b]"),
            ]);
            let inner = format!("{}{}{}", wrapped.0, &text[word.clone()], wrapped.1);
            text.replace_range(word, &inner);
        }
        5 | 6 => {
            let statement = random
                .pick(STATEMENTS)
                .replace('\n', &format!("\n{indent}"));
            text.insert_str(line, &format!("{indent}{statement}\n"));
        }
        _ => {
            let (from, to) = *random.pick(&[
                ("\n", "\r\n"),
                ("\n", "  # é\n"),
                ("\n", ";\n"),
                (" ", " \\\n "),
                (",", ",\n# 😀\n"),
                ("    ", "\t"),
                (":\n", ":  # why\n"),
            ]);
            *text = text.replacen(from, to, 1 + random.below(3));
        }
    }
}

/// Where identifiers and numbers stand, those in strings and comments among them.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !(c.is_alphanumeric() || c == '_') {
            continue;
        }
        let end = at + c.len_utf8();
        match found.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = end,
            None => found.push(at..end),
        }
    }
    found
}

/// What takes the place of a word.
const EXPRESSIONS: &[&str] = &[
    "x",
    "(x)",
    "x.y",
    "x[0]",
    "x[a, b]",
    "x[a:b, ::c]",
    "x[*a]",
    "(x, y)",
    "(x,)",
    "()",
    "[]",
    "{}",
    "[x, *y]",
    "{x: y, **z}",
    "{x, y}",
    "f()",
    "f(x, *y, z=1, **w)",
    "f(x for x in y)",
    "(x for x in y if z)",
    "[x for x, y in z if a if b]",
    "{x: y for x in z}",
    "(lambda: 0)",
    "lambda a, *b, c=1: (a)",
    "(x := 1)",
    "x if y else z",
    "(x if y else z)",
    "not x",
    "-x",
    "x + y * z",
    "x and y and z",
    "(x and y) or z",
    "x < y <= z",
    "x is not y",
    "x not in y",
    "await x",
    "(yield)",
    "(yield x)",
    "(yield from x)",
    "'a'",
    "'a' 'b'",
    "b'a'",
    "r'a'",
    "f'{x}'",
    "f'{x!r:>{y}}'",
    "f'{x}' 'y'",
    "f'{x=}{y:%d}'",
    "'''a\nb'''",
    "1",
    "-1",
    "1.5",
    "1j",
    "0x1f",
    "...",
    "None",
    "True",
    "*x",
    "**x",
    "a.b.c",
    "type(a).b",
    "x[y] | z | w",
    "é",
    "match",
    "print",
    "(\n  # c\n  x\n)",
];

/// What becomes a line.
const STATEMENTS: &[&str] = &[
    "pass",
    "x",
    "x = y",
    "x = y = z",
    "x: int",
    "x: a[b] | c | d = 1",
    "x += 1",
    "x, *y = z",
    "(x, y), z = w",
    "del x, y[0]",
    "del (x)",
    "import a.b as c, d",
    "from a import b as c, d",
    "from . import a",
    "from ..a import (b, c,)",
    "global x, y",
    "raise x from y",
    "assert x, y",
    "return x, y",
    "if x: y; z;",
    "if x: pass\nelif y: pass\nelse: pass",
    "for x, y in z: pass\nelse: pass",
    "while x: break",
    "with a as b, c: pass",
    "with (a as b, c): pass",
    "try: pass\nexcept (A, B) as c: pass\nelse: pass\nfinally: pass",
    "try: pass\nexcept* A: pass",
    "@a.b(c)\ndef f(a, /, b: int = 1, *c: d, e, **f) -> g: pass",
    "class A(B, c=D): x: int = 1",
    "async def f(): return [x async for x in y]",
    "def f[T: int, *U, **P](a: T): pass",
    "type X[T] = list[T]",
    "match x, y:\n  case [a, *b] | {'c': -1, **d}: pass\n  case A.B(e, f=g) as h if i: pass\n  case _: pass",
    "type(x).y = z",
    "x = *a.b, c",
    "x = \\\n  y",
    "# é",
    "\x0c",
    "lambda: (yield)",
    "x[a, b] = c",
    "x = f'{a:{b}}'; y",
    "print(x, *y, sep='')",
    "x = (a\n  and b and\n  (c) # d\n)",
    "def g(): # a\n  # b\n  x # c\n  # d",
    "if x:\n  y\n\n  # end",
];
