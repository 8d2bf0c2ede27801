//! What names mean in small texts.

use std::sync::Arc;

use syntax::Language;
use syntax::text::line_start;

use super::*;
use crate::python::lower;

fn read(text: &str) -> (Tree, Names) {
    let tree = lower(&Arc::from(text), &syntax::parse(Language::Python, text));
    let names = Names::new(&tree);
    (tree, names)
}

/// Where the bindings stand that the use at `~` in a text means, as `line:column` from 1, in order.
fn meant(marked: &str) -> Option<String> {
    let at = marked.find('~').expect("a mark");
    let text = marked.replacen('~', "", 1);
    let (tree, names) = read(&text);
    let used = names
        .uses()
        .iter()
        .find(|u| tree.span(u.node).start as usize == at);
    let used = used.unwrap_or_else(|| panic!("no use in {marked:?}"));
    let place = |b: &Binding| {
        let before = &text[..tree.span(b.node).start as usize];
        let column = before.len() - line_start(before, before.len());
        format!("{}:{}", before.matches('\n').count() + 1, column + 1)
    };
    match names.resolve(used) {
        Meaning::Free => None,
        meaning => {
            let places: Vec<_> = meaning.bindings().iter().map(place).collect();
            Some(places.join(" "))
        }
    }
}

#[test]
fn a_use_means_what_python_says() {
    let rows = [
        ("~x", None),
        ("x = 1\n~x\nx = 2", Some("1:1 3:1")),
        ("def f(): pass\ndef g(f):\n  ~f", Some("2:7")),
        ("x = 1\ndef f():\n  ~x\n  x = 2", Some("4:3")),
        // A class is not seen by its functions.
        ("x = 1\nclass A:\n  x = 2\n  def f(self):\n    ~x", Some("1:1")),
        ("x = 1\nclass A:\n  x = 2\n  y = ~x", Some("3:3")),
        ("class A:\n  x = 2\n  y = [~x for _ in z]", None),
        ("class A:\n  x = 2\n  y = [z for z in ~x]", Some("2:3")),
        ("class A:\n  x = 2\n  def f(self, y=~x): pass", Some("2:3")),
        ("class A:\n  T = 2\n  def f[U](self, y: ~T): pass", Some("2:3")),
        // Comprehensions.
        ("x = 1\n[~x for x in y]", Some("2:8")),
        ("x = 1\n[x for x in ~x]", Some("1:1")),
        ("[x for a in b for x in ~a]", Some("1:8")),
        ("[(x := 1) for y in z]\n~x", Some("1:3")),
        ("def f():\n  [[(x := 1) for y in z] for w in v]\n  ~x", Some("2:6")),
        // What stands before a body.
        ("x = 1\ndef f(x=~x): pass", Some("1:1")),
        ("x = 1\ndef f(x: ~x): pass", Some("1:1")),
        ("x = 1\nlambda x=~x: x", Some("1:1")),
        ("x = 1\nlambda x: ~x", Some("2:8")),
        ("x = 1\n@~x\ndef f():\n  x = 2", Some("1:1")),
        ("def f(x) -> ~x: pass", None),
        ("class A(~A): pass", Some("1:7")),
        // Ways to bind.
        ("import a.b\n~a", Some("1:8")),
        ("import a.b as c\n~a", None),
        ("from a import b as c\n~c", Some("1:20")),
        ("try: pass\nexcept E as e: ~e", Some("2:13")),
        ("with a as (b, c): ~c", Some("1:15")),
        ("match x:\n  case A(y, z=w) | [*y] as v: (~y, w, v)", Some("2:10 2:22")),
        ("for a, (b, *c) in d: ~c", Some("1:13")),
        ("def f():\n  ~x\n  del x", Some("3:7")),
        ("x: int\n~x", Some("1:1")),
        ("x.y = 1\n~x", None),
        ("x += 1\n~x", Some("1:1")),
        ("type X[T] = ~T", Some("1:8")),
        ("def f[T](x: ~T): pass", Some("1:7")),
        ("T = 1\ndef f[T](x=~T): pass", Some("1:1")),
        ("class A[T]:\n  def f(self): ~T", Some("1:9")),
        // Further out.
        ("x = 1\ndef f():\n  global x\n  x = 2\n~x", Some("1:1 4:3")),
        ("def f():\n  x = 0\n  def g():\n    global x\n    ~x", None),
        ("x = 0\ndef f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n  ~x", Some("3:3 6:5")),
        ("def f():\n  x = 1\n  class A:\n    x = 2\n    def g(self):\n      nonlocal x\n      ~x = 3".replace("~x = 3", "x = ~x").leak(), Some("2:3 7:7")),
    ];
    for (text, want) in rows {
        assert_eq!(meant(text).as_deref(), want, "{text}");
    }
}

#[test]
fn places_are_those_of_one_meaning() {
    let text = "x = 1\ndef f(x): x\nclass A:\n  y = x\n  def g(self): x\nx.x(x=x)\n";
    let (tree, names) = read(text);
    let x = tree.symbol("x").expect("a name");
    let found = names.places(x, |s| s == Some(ScopeId::MODULE));
    let starts: Vec<u32> = found.iter().map(|n| tree.span(*n).start).collect();
    assert_eq!(starts, [0, 33, 50, 52, 58]);
}

#[test]
fn code_at_a_place_has_a_scope() {
    let text = "def f(a):\n  # here\n  b = 1\n\n  c = [d for d in a]\nx = 1\n";
    let (tree, names) = read(text);
    let at = |word: &str| {
        let offset = text.find(word).expect("a place");
        let scope = names.scope_at(&tree, offset);
        names.scope(scope).kind
    };
    assert_eq!(at("a):"), ScopeKind::Function);
    assert_eq!(at("b = 1"), ScopeKind::Function);
    assert_eq!(at("\n  c"), ScopeKind::Function);
    assert_eq!(at("d for"), ScopeKind::Comprehension);
    assert_eq!(at("a]"), ScopeKind::Function);
    assert_eq!(at("x = 1"), ScopeKind::Module);
}
