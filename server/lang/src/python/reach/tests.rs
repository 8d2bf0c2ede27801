//! What reaches a use in small texts.

use std::sync::Arc;

use syntax::Language;

use super::*;
use crate::python::Python;

fn read(text: &str) -> Python {
    Python::new(&Arc::from(text), &syntax::parse(Language::Python, text))
}

/// The lines, from 1, of the bindings that reach the use at `~` in a text; `-`: it may be unbound; `never`: the
/// code there is not come to.
fn reaches(marked: &str) -> String {
    let at = marked.find('~').expect("a mark");
    let text = marked.replacen('~', "", 1);
    let python = read(&text);
    let (tree, names, reach) = (&python.tree, python.names(), python.reach());
    let mut uses = names.uses().iter();
    let used = uses.find(|u| tree.span(u.node).start as usize == at);
    let used = used.unwrap_or_else(|| panic!("no use in {marked:?}"));
    let Some(state) = reach.state_at(names, used.node) else {
        return "never".to_owned();
    };
    let found = reach.reaching(names, state);
    let line = |id: &BindingId| {
        let start = tree.span(names.binding(*id).node).start as usize;
        (text[..start].matches('\n').count() + 1).to_string()
    };
    let mut lines: Vec<String> = found.bindings.iter().map(line).collect();
    lines.extend(found.may_be_unbound.then(|| "-".to_owned()));
    lines.join(" ")
}

#[track_caller]
fn all(rows: &[(&str, &str)]) {
    for (text, want) in rows {
        assert_eq!(reaches(text), *want, "{text}");
    }
}

#[test]
fn the_last_binding_kills_those_before() {
    all(&[
        ("~x\nx = 1", "-"),
        ("x = 1\nx = 2\n~x", "2"),
        ("x = 1\nx = ~x", "1"),
        ("x = 1\nx += 2\n~x", "2"),
        ("x = 1\n~x += 2", "1"),
        ("x = y = 1\n(x, [*y]) = 1\n~y", "2"),
        ("x = 1\ndel x\n~x", "-"),
        ("x = 1\nx: int\n~x", "1"),
        ("import x\nimport x.y\n~x", "2"),
        ("def x(): pass\nclass x: pass\n~x", "2"),
        ("with f() as x:\n  ~x", "1"),
        ("x = 1\nprint(x := 2, ~x)", "2"),
        ("def f(x):\n  ~x\n  x = 1", "1"),
        ("def f(x=1, *y, **z):\n  return ~z", "1"),
    ]);
}

#[test]
fn ways_part_and_meet() {
    all(&[
        ("x = 1\nif a:\n  x = 2\n~x", "1 3"),
        ("x = 1\nif a:\n  x = 2\nelse:\n  ~x", "1"),
        (
            "if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\n~x",
            "2 4 6",
        ),
        ("if a:\n  x = 1\nelif b:\n  x = 2\n~x", "2 4 -"),
        ("x = 1\nif (x := 2):\n  ~x", "2"),
        ("if a:\n  x = 1\nelif (x := 2):\n  pass\nelse:\n  ~x", "3"),
        (
            "def f():\n  if a:\n    x = 1\n    return x\n  x = 2\n  ~x",
            "5",
        ),
        (
            "def f():\n  x = 1\n  if a:\n    raise x\n  else:\n    x = 2\n  ~x",
            "6",
        ),
        ("def f():\n  if a: return\n  else: return\n  ~f", "never"),
        ("x = 1\na and (x := 2)\n~x", "1 2"),
        ("x = 1\na < b < (x := 2)\n~x", "1 2"),
        ("x = 1\na < (x := 2)\n~x", "2"),
        ("y = (x := 1) if (x := 2) else ~x", "1"),
        ("y = (x := 1) if a else 2\n~x", "1 -"),
        ("match a:\n  case [x]: pass\n  case x: pass\n~x", "2 3"),
        (
            "x = 1\nmatch a:\n  case [x] if x: pass\n  case {}: ~x",
            "1 3",
        ),
        ("x = 1\nmatch a:\n  case [x]: pass\n  case _: ~x", "1"),
        ("match a:\n  case A(x) | [\n    x]: ~x", "2 3"),
        ("match a:\n  case A(): x = 1\n~x", "2 -"),
        ("assert a, (x := 1)\n~x", "-"),
    ]);
}

#[test]
fn loops_bring_back_what_is_bound_later() {
    all(&[
        ("x = 1\nwhile a:\n  ~x\n  x = 2", "1 4"),
        ("x = 1\nwhile ~x:\n  x = 2", "1 3"),
        ("x = 1\nwhile a:\n  x = 2\n  ~x", "3"),
        ("x = 1\nwhile a:\n  x = 2\n~x", "1 3"),
        (
            "x = 1\nwhile True:\n  x = 2\n  if a: break\n  x = 3\n~x",
            "3",
        ),
        ("x = 1\nwhile 1:\n  x = 2\n~x", "never"),
        ("for x in a:\n  pass\n~x", "1 -"),
        ("for x in a:\n  ~x\n  x = 1", "1"),
        ("x = 1\nfor y in ~x:\n  x = 2", "1"),
        (
            "x = 1\nfor y in a:\n  if y: continue\n  x = 2\nelse:\n  ~x",
            "1 4",
        ),
        (
            "x = 1\nfor y in a:\n  x = 2\n  if y: break\n  x = 3\nelse:\n  x = 4\n~x",
            "3 7",
        ),
        (
            "for a in b:\n  for c in d:\n    x = 1\n    break\n  else:\n    continue\n  ~x",
            "3",
        ),
        ("x = 1\nfor a in b:\n  for c in d:\n    ~x\n  x = 2", "1 5"),
        (
            "for a in b:\n  for c in d: pass\n  else:\n    break\n  x = 1\n~x",
            "-",
        ),
        ("x = 1\nwhile a:\n  x = 2\n  del x\n~x", "1 -"),
    ]);
}

#[test]
fn errors_lead_to_handlers() {
    all(&[
        ("x = 1\ntry:\n  x = f()\n  g()\nexcept E:\n  ~x", "1 3"),
        ("x = 1\ntry:\n  x = f()\nexcept E:\n  ~x", "1"),
        ("x = 1\ntry:\n  x = f()\nexcept E:\n  x = 2\n~x", "3 5"),
        ("try:\n  x = f()\nexcept E:\n  raise\n~x", "2"),
        ("try:\n  x = f()\nexcept E:\n  pass\nelse:\n  ~x", "2"),
        ("try:\n  f()\nexcept E:\n  pass\nelse:\n  x = 1\n~x", "6 -"),
        ("try:\n  f()\nexcept E as x:\n  ~x\nx = 1", "3"),
        ("x = 1\ntry:\n  f()\nexcept E as x:\n  pass\n~x", "1 -"),
        ("x = 1\ntry:\n  x = f()\nfinally:\n  ~x", "1 3"),
        ("x = 1\ntry:\n  x = f()\nfinally:\n  pass\n~x", "3"),
        ("x = 1\ntry:\n  x = f()\nfinally:\n  x = 2\n~x", "5"),
        (
            "def f():\n  try:\n    return 1\n  finally:\n    x = 2\n  ~x",
            "never",
        ),
        (
            "while a:\n  x = 1\n  try:\n    x = 2\n    break\n  finally:\n    y = 1\n~x",
            "4 -",
        ),
        (
            "while a:\n  x = 1\n  try:\n    x = 2\n    break\n  finally:\n    x = 3\n~x",
            "7 -",
        ),
        (
            "while a:\n  x = 1\n  try:\n    x = 2\n    continue\n  finally:\n    y = 1\n  x = 3\n~x",
            "4 -",
        ),
        (
            "def f():\n  for a in b:\n    try:\n      x = 1\n      return x\n    except E:\n      x = 2\n    ~x",
            "7",
        ),
        (
            "x = 1\ntry:\n  try:\n    x = f()\n    g()\n  finally:\n    x = 2\nexcept E:\n  ~x",
            "1 4 7",
        ),
        ("x = 1\nwith suppress(E):\n  x = f()\n~x", "1 3"),
        ("x = 1\nwith open(a):\n  x = f()\n~x", "3"),
    ]);
}

#[test]
fn other_flows_see_what_comes() {
    all(&[
        ("x = 1\ndef f(): return ~x\nx = 2", "1 3"),
        ("x = 1\nx = 2\ndef f(): return ~x", "2"),
        ("def f(): return ~x\nx = 2", "2 -"),
        ("x = 1\nfor a in b:\n  x = 2\n  x = 3\n  def f(): ~x", "3 4"),
        ("x = 1\nf = lambda: ~x\nx = 2", "1 3"),
        ("x = lambda: ~x", "1 -"),
        (
            "def f():\n  x = 1\n  def g():\n    def h(): ~x\n  x = 2\n",
            "2 5",
        ),
        ("x = 1\ndef f():\n  global x\n  x = 2\nx = 3\n~x", "1 4 5 -"),
        (
            "def f():\n  x = 1\n  def g():\n    nonlocal x\n    ~x\n    x = 2",
            "2 6 -",
        ),
        ("x = 1\ng = (~x for a in b)\nx = 2", "1 3"),
        ("x = 1\ng = (a for a in ~x)\nx = 2", "1"),
        ("x = 1\ng = sum(~x for a in b)\nx = 2", "1"),
        ("x = 1\ng = ', '.join(~x for a in b)\nx = 2", "1"),
        (
            "def sum(a): return a\nx = 1\ng = sum(~x for a in b)\nx = 2",
            "2 4",
        ),
        ("x = 1\ng = [~x for a in b]\nx = 2", "1"),
        ("x = 1\n[(x := 2, a) for a in b]\n~x", "1 2"),
        ("x = 1\n[~x for a in b if (x := 2)]", "2"),
        ("x = 1\n[(~x, x := 2) for a in b]", "1 2"),
        ("[~a for a in b]", "1"),
        ("def f(a: ~x): pass\nx = 1", "2 -"),
    ]);
}

#[test]
fn classes_run_where_they_stand() {
    all(&[
        ("x = 1\nclass A:\n  y = ~x\nx = 2", "1"),
        ("x = 1\nclass A:\n  x = ~x", "1 -"),
        ("x = 1\nclass A:\n  x = 2\n  y = ~x", "3"),
        ("class A:\n  if a:\n    x = 2\n  y = ~x", "3 -"),
        ("class A:\n  x = 2\n  def f(self): return ~A", "1 -"),
        ("class A[T]:\n  def f(self) -> ~T: ...", "1"),
    ]);
}

#[test]
fn broken_code_kills_nothing() {
    all(&[
        ("x = 1\nif a:\n  y = (x := 2\n~x", "1 3"),
        ("x = 1\ntry:\n  x = 2\n~x", "3"),
    ]);
}

#[test]
fn ends_are_told() {
    let falls = |body: &str| {
        let lines: String = body.lines().map(|l| format!("  {l}\n")).collect();
        let python = read(&format!("def f():\n{lines}"));
        python.reach().falls_through(NodeId(1))
    };
    let rows = [
        ("pass", true),
        ("return 1", false),
        ("if a: return 1", true),
        ("if a: return 1\nelse: raise E", false),
        ("while True: pass", false),
        ("while True:\n  if a: break", true),
        ("while True:\n  for b in c: break", false),
        ("for a in b: return 1", true),
        ("for a in b: pass\nelse: return 1", false),
        ("try: return 1\nexcept E: return 2", false),
        ("try: return 1\nexcept E: pass", true),
        ("try: f()\nfinally: return 2", false),
        ("with f(): return 1", false),
        ("with suppress(E): return g()", true),
        ("match a:\n  case 1: return 1\n  case _: return 2", false),
        (
            "match a:\n  case 1: return 1\n  case x if x: return 2",
            true,
        ),
        ("return 1\npass", false),
    ];
    for (body, want) in rows {
        assert_eq!(falls(body), want, "{body}");
    }
}

#[test]
fn statements_that_are_not_come_to() {
    let text = "def f():\n  return 1\n  g()\n  if h: i()\nj()\n";
    let python = read(text);
    let reachable = |word: &str| {
        let node = python.tree.at(text.find(word).expect("a word"));
        python.reach().is_reachable(node)
    };
    assert_eq!(
        ["1", "g", "h", "i", "j"].map(reachable),
        [true, false, false, false, true]
    );
}

#[test]
fn too_deep_is_unknown() {
    let depth = 600;
    let mut text = "x = 1\n".to_owned();
    for i in 0..depth {
        text.push_str(&format!("{:1$}if a:\n", "", i));
    }
    text.push_str(&format!("{:1$}x = 2\n~x\n", "", depth));
    assert_eq!(reaches(&text), format!("1 {} -", depth + 2));
}
