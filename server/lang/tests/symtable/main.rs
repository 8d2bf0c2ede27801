//! Python's own compiler against our names: in each scope, each name is local, free or global for both.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lang::Program;
use lang::python::Python;
use lang::python::names::{Meaning, Scope, ScopeId, ScopeKind};
use lang::python::tree::{Comprehension, Kind};
use serde_json::Value;
use syntax::Language;

/// Kind, name and line of a scope.
type Key = (String, String, u64);

/// What names are in a scope: `local`, `free` or `global`.
type Sorts = BTreeMap<String, String>;

#[test]
fn names_are_where_python_has_them() {
    let mut texts = corpus();
    texts.extend(TEXTS.iter().map(|t| (*t).to_owned()));
    let (version, answers) = ask(&texts);
    assert_eq!(answers.len(), texts.len());
    let (mut scopes, mut names) = (0, 0);
    for (text, answer) in texts.iter().zip(&answers) {
        let Some(tables) = answer.as_array() else {
            continue;
        };
        let mut there: BTreeMap<Key, Vec<Sorts>> = BTreeMap::new();
        for table in tables {
            let key = (
                table[0].as_str().unwrap().to_owned(),
                table[1].as_str().unwrap().to_owned(),
                table[2].as_u64().unwrap(),
            );
            let sorts = table[3].as_object().unwrap().iter();
            let sorts = sorts.map(|(n, s)| (n.clone(), s.as_str().unwrap().to_owned()));
            there.entry(key).or_default().push(sorts.collect());
        }
        let program = Program::new(Some(Language::Python), text.as_str().into());
        for (key, sorts) in ours(program.python().unwrap()) {
            let tables = there.get(&key).map_or(&[][..], Vec::as_slice);
            let differs = |table: &Sorts| {
                let mut sorts = sorts.iter();
                let found = sorts.find(|(name, sort)| match table.get(*name) {
                    Some(theirs) => theirs != *sort,
                    // From 3.14 on, annotations have scopes of their own.
                    None => version < (3, 14),
                });
                found.map(|(name, sort)| format!("`{name}` is {sort} here, {:?}", table.get(name)))
            };
            let all: Vec<_> = tables.iter().map(differs).collect();
            assert!(all.contains(&None), "{key:?} {all:?} in\n{text}");
            scopes += 1;
            names += sorts.len();
        }
    }
    assert!(scopes > 200 && names > 1_000, "{scopes} {names}");
}

/// Our scopes that Python has too, each with the names that stand in it.
fn ours(python: &Python) -> Vec<(Key, Sorts)> {
    let (tree, names) = (&python.tree, python.names());
    let mut mentioned: BTreeSet<(ScopeId, _)> = BTreeSet::new();
    mentioned.extend(names.uses().iter().map(|u| (u.scope, u.symbol)));
    let bound = names.bindings().iter();
    mentioned.extend(bound.map(|b| (names.inside(b.node), b.symbol)));
    let mut found: Vec<(Key, Sorts)> = Vec::new();
    for (id, scope) in names.scopes() {
        let mut sorts = Sorts::new();
        for (_, symbol) in mentioned.iter().filter(|(s, _)| *s == id) {
            let name = tree.name(*symbol);
            // A class makes other names of them.
            let is_mangled = name.starts_with("__") && !name.ends_with("__");
            if is_mangled || name == "__class__" {
                continue;
            }
            let sort = match names.meaning(*symbol, id) {
                Meaning::Bound(keeper, _) if keeper == id => "local",
                Meaning::Bound(keeper, _) if keeper != ScopeId::MODULE => "free",
                _ => "global",
            };
            sorts.insert(name.to_owned(), sort.to_owned());
        }
        found.extend(key(python, scope).map(|key| (key, sorts)));
    }
    found
}

fn key(python: &Python, scope: &Scope) -> Option<Key> {
    let tree = &python.tree;
    let name = || {
        let name = tree.children(scope.node);
        let mut name = name.filter(|n| matches!(tree.kind(*n), Kind::Ident(_)));
        name.next().map(|n| tree.text_of(n).to_owned())
    };
    let (kind, name) = match (scope.kind, tree.kind(scope.node)) {
        (ScopeKind::Module, _) => return Some(("module".to_owned(), "top".to_owned(), 0)),
        (ScopeKind::Class, _) => ("class", name()?),
        (_, Kind::Lambda) => ("function", "lambda".to_owned()),
        (_, Kind::Comp(kind)) => (
            "function",
            match kind {
                Comprehension::List => "listcomp",
                Comprehension::Set => "setcomp",
                Comprehension::Dict => "dictcomp",
                Comprehension::Generator => "genexpr",
            }
            .to_owned(),
        ),
        (ScopeKind::Function, _) => ("function", name()?),
        _ => return None,
    };
    let start = tree.undecorated(scope.node).start as usize;
    let line = tree.text()[..start].matches('\n').count() as u64 + 1;
    Some((kind.to_owned(), name, line))
}

fn ask(texts: &[String]) -> ((u64, u64), Vec<Value>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/symtable/run.py");
    let mut child = Command::new("python3")
        .args(["-I", "-W", "ignore"])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `python3` (3.11 or newer) on the PATH");
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = texts
        .iter()
        .map(|t| format!("{}\n", Value::from(t.as_str())))
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap());
    let version = lines.next().unwrap();
    let version = (version[0].as_u64().unwrap(), version[1].as_u64().unwrap());
    (version, lines.collect())
}

/// The files of Python in this repository, and those below the folder that `PYTHON_FILES` names.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut open: Vec<PathBuf> = ["tests", "grammars/python", "server/lang/tests"]
        .map(|d| root.join(d))
        .into();
    open.extend(std::env::var("PYTHON_FILES").map(PathBuf::from));
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let is_python = path.extension().is_some_and(|e| e == "py" || e == "pyi");
            if path.is_dir() && !path.is_symlink() && name != "node_modules" && name != "target" {
                open.push(path);
            } else if is_python {
                found.extend(std::fs::read_to_string(path));
            }
        }
    }
    found.sort();
    found
}

/// What the files have too little of.
const TEXTS: &[&str] = &[
    "x = 1\nclass A:\n  x = x\n  y = [x for x in x]\n  def f(self, x=x) -> x:\n    return x, y\n",
    "def f(a, *b, c=lambda d: a, **e):\n  def g():\n    nonlocal a\n    a += z\n    del c\n  global z\n  z = [(w := a) for a in b if (v := a)]\n  return w, v\n",
    "def f():\n  class A:\n    a = 1\n    class B:\n      def g(self): return a, A, B\n  a = 2\n",
    "try:\n  import a.b, c.d as e\n  from f import g as h, i\nexcept (j, k) as l:\n  print(l)\n",
    "def f(x):\n  match x:\n    case {'a': a, **b}: return a, b\n    case [c, *d] | (c, d): return c\n    case A.B | C(e, f=g) as h: return g\n    case _: return h\n",
    "async def f(x):\n  async for a, (b, *c) in x: pass\n  async with x as (d, e[g]), h as i.j: pass\n  return [k async for k in x], {l: m for l, m in c}, {n for n in c}, (o for p in x for o in p)\n",
    "def outer():\n  def x(): pass\n  def inner():\n    global x\n    def x(): pass\n    return lambda: x\n  return x\n",
    "@d\ndef f(a: b = c) -> e:\n  g: h = 1\n  i: j\n  k.l: m = n\n  return f\"{o!r:{p}} {q=}\"\n",
];
