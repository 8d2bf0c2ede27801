//! Real Python against what reaches a use: programs are run, and each binding that a name is seen to have its value
//! from must be among those that reach that use.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod generate;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use lang::Program;
use lang::python::Python;
use lang::python::tree::{Kind, NodeId};
use serde_json::Value;
use syntax::Language;

/// How many programs are run, unless `REACH_PROGRAMS` says otherwise.
const PROGRAMS: u64 = 150;

#[test]
fn what_reaches_a_use_is_told() {
    let programs = std::env::var("REACH_PROGRAMS").ok();
    let programs = programs.map_or(PROGRAMS, |n| n.parse().unwrap());
    let mut texts: Vec<String> = (0..programs).map(generate::Maker::program).collect();
    texts.retain(|t| !said_of(t).is_none_or(|p| p.tree.is_broken(NodeId::ROOT)));
    let answers = ask(&texts);
    assert_eq!(answers.len(), texts.len());
    let (mut run, mut uses, mut unbound, mut ends) = (0, 0, 0, 0);
    for (text, answer) in texts.iter().zip(&answers).filter(|(_, a)| !a.is_null()) {
        run += 1;
        let python = said_of(text).unwrap();
        let told = Told::new(&python);
        for seen in answer["uses"].as_array().unwrap() {
            let (line, name) = (number(&seen[0]), seen[1].as_str().unwrap());
            // What is read from the names that a program is given has no line.
            let Some(bound) = seen[2].as_u64() else {
                continue;
            };
            let reaching = told.at(line, name);
            let lines = reaching.clone().map(|r| r.0);
            let is_told = lines.is_some_and(|l| l.contains(&(bound as usize)));
            assert!(
                is_told,
                "{name} on line {line} is that of line {bound}, not {reaching:?}\n{}",
                numbered(text)
            );
            uses += 1;
        }
        for seen in answer["unbound"].as_array().unwrap() {
            let (line, name) = (number(&seen[0]), seen[1].as_str().unwrap());
            if let Some((lines, may_be_unbound)) = told.at(line, name) {
                assert!(
                    may_be_unbound,
                    "{name} on line {line} is not bound, but {lines:?}\n{}",
                    numbered(text)
                );
                unbound += 1;
            }
        }
        for seen in answer["ends"].as_array().unwrap() {
            let function = told.function(number(seen));
            assert!(
                python.reach().falls_through(function),
                "line {seen} comes to its end\n{}",
                numbered(text)
            );
            ends += 1;
        }
    }
    assert!(run > programs / 2, "{run} of {programs} were run");
    assert!(
        uses > 5 * programs && unbound > programs / 2 && ends > programs / 20,
        "{uses} {unbound} {ends}"
    );
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn numbered(text: &str) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(i, l)| format!("{:3} {l}\n", i + 1)).collect()
}

/// What is read of a program that Python takes.
fn said_of(text: &str) -> Option<Box<Python>> {
    let program = Program::new(Some(Language::Python), text.into());
    if !program.problems().is_empty() || !program.refused().is_empty() {
        return None;
    }
    Some(Box::new(Python::new(&program.text, program.tree()?)))
}

/// What is said of a program, by lines.
struct Told<'p> {
    python: &'p Python,
    lines: Vec<usize>,
}

impl<'p> Told<'p> {
    fn new(python: &'p Python) -> Told<'p> {
        let text = python.tree.text();
        let starts = text.match_indices('\n').map(|(i, _)| i + 1);
        Told {
            python,
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    fn line(&self, node: NodeId) -> usize {
        let start = self.python.tree.span(node).start as usize;
        self.lines.partition_point(|l| *l <= start)
    }

    /// The lines from which a name may have its value where a line reads it, and whether it may have none. `None`: no
    /// use on that line is ever come to.
    fn at(&self, line: usize, name: &str) -> Option<(BTreeSet<usize>, bool)> {
        let (tree, names, reach) = (&self.python.tree, self.python.names(), self.python.reach());
        let uses = names.uses().iter();
        let uses = uses.filter(|u| tree.name(u.symbol) == name && self.line(u.node) == line);
        let mut found: Option<(BTreeSet<usize>, bool)> = None;
        for used in uses {
            let Some(state) = reach.state_at(names, used.node) else {
                continue;
            };
            let reaching = reach.reaching(names, state);
            let all = found.get_or_insert_default();
            all.1 |= reaching.may_be_unbound;
            for id in reaching.bindings {
                let node = names.binding(id).node;
                all.0.insert(self.line(node));
                // What a pattern takes is of the line where the `match` is.
                let mut above = tree.above(node);
                all.0.extend(
                    above
                        .find(|n| tree.kind(*n) == Kind::Match)
                        .map(|n| self.line(n)),
                );
            }
        }
        found
    }

    fn function(&self, line: usize) -> NodeId {
        let tree = &self.python.tree;
        let is_it =
            |n: &NodeId| matches!(tree.kind(*n), Kind::Function { .. }) && self.line(*n) == line;
        tree.all().find(is_it).unwrap()
    }
}

fn ask(texts: &[String]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reach/run.py");
    let mut child = Command::new("python3")
        .args(["-I", "-W", "ignore"])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `python3` (3.11 or newer) on the PATH");
    let mut stdin = child.stdin.take().unwrap();
    let lines = texts
        .iter()
        .map(|t| format!("{}\n", Value::from(t.as_str())));
    let lines: String = lines.collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}
