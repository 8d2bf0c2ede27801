//! What can be folded: a step to its id and summary, keys and items of YAML, functions and blocks of code, runs of
//! imports and of comments.

use std::cmp::Reverse;

use lang::walk::{Visit, span, walk};
use model::file::{File, FileKind};
use model::flow::Flow;
use rustc_hash::FxHashMap;
use syntax::yaml::{Node, NodeId, Yaml};
use syntax::{FileId, LineIndex, Span, Tree};

use crate::Snapshot;
use crate::outline::{is_yaml, item_span, short, step_span, trimmed};

/// A part of a file that can be folded. It has more than one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    /// All of it, in bytes of the file: from where its first line, which stays, says what it is, to the end of the last
    /// line that goes. A bracket that closes it on a line of its own stays.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
    /// What may stand for all of it; `None`: its first line.
    pub text: Option<String>,
}

/// What can be folded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FoldKind {
    /// Anything that has no other name.
    Plain,
    /// Comments.
    Comment,
    /// Imports.
    Imports,
}

/// What can be folded in a file, in the order of the text, what holds others first. No two start on the same line.
pub(crate) fn folds(snapshot: &Snapshot, id: FileId) -> Vec<Fold> {
    let Some(file) = snapshot.workspace.get(id) else {
        return Vec::new();
    };
    let mut found = Folds {
        text: file.text(),
        lines: file.lines(),
        comments: &[],
        folds: Vec::new(),
    };
    match &file.kind {
        FileKind::Script(_) => {
            if let Some(tree) = file.script().and_then(|s| s.tree()) {
                found.code(tree, |span| span);
            }
        }
        FileKind::Flow => {
            if let Some(flow) = file.flow() {
                found.yaml(file.yaml(), &titles(file, flow));
            }
            for code in file.embedded() {
                if let Some(tree) = code.script.tree() {
                    found.code(tree, |span| code.outer(span));
                }
            }
        }
        _ if is_yaml(file) => found.yaml(file.yaml(), &FxHashMap::default()),
        _ => {}
    }
    let mut folds = found.folds;
    // What holds others comes first, and what says more.
    folds.sort_by_key(|f| (f.span.start, Reverse(f.span.end), f.text.is_none()));
    folds.dedup_by_key(|f| file.lines().line_of(f.span.start as usize));
    folds
}

/// So many of some folds as a client wants: those that lie in the fewest others.
pub(crate) fn at_most(folds: Vec<Fold>, limit: usize) -> Vec<Fold> {
    if folds.len() <= limit {
        return folds;
    }
    let mut ends: Vec<u32> = Vec::new();
    let mut depths = Vec::with_capacity(folds.len());
    for fold in &folds {
        while ends.last().is_some_and(|end| *end <= fold.span.start) {
            ends.pop();
        }
        depths.push(ends.len());
        ends.push(fold.span.end);
    }
    let mut order: Vec<usize> = (0..folds.len()).collect();
    order.sort_by_key(|i| depths[*i]);
    order.truncate(limit);
    order.sort_unstable();
    let mut order = order.into_iter().peekable();
    let kept = folds.into_iter().enumerate();
    kept.filter(|(i, _)| order.next_if_eq(i).is_some())
        .map(|(_, fold)| fold)
        .collect()
}

/// What stands for each step, by its mapping.
fn titles(file: &File, flow: &Flow) -> FxHashMap<NodeId, (Span, String)> {
    let mut titles = FxHashMap::default();
    for (_, module) in flow.modules() {
        let node = flow.node(module.node);
        let span = step_span(node, module.place);
        // What stands before its key or its dash says what it is.
        let key = span.slice(file.text());
        let head = match key.strip_prefix('-') {
            Some(_) => "- id: ".to_owned(),
            None => match key.split_once(':') {
                Some((key, _)) if span.start < node.span().start => format!("{key}: "),
                _ => "id: ".to_owned(),
            },
        };
        let summary = short(module.summary.as_deref().unwrap_or(""));
        let title = format!("{head}{}  {summary}", short(module.id_text()));
        titles.insert(module.node, (span, title.trim_end().to_owned()));
    }
    titles
}

struct Folds<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    comments: &'a [Span],
    folds: Vec<Fold>,
}

impl<'a> Folds<'a> {
    /// Adds a part, if it has more than one line. `closes`: it ends with a bracket, which stays.
    fn add(&mut self, span: Span, closes: bool, kind: FoldKind, text: Option<String>) {
        let start = span.start as usize;
        let mut end = trimmed(self.text, self.comments, span).end as usize;
        let last = self.lines.line_of(end.max(1) - 1);
        if closes {
            let line = self.lines.start_of(self.text, last);
            let before = self.text.get(line.max(start)..end).unwrap_or("");
            let is_alone = before.trim_start().starts_with([']', '}', ')']);
            if is_alone && line > start {
                end = start + self.text[start..line].trim_end().len();
            }
        }
        if self.lines.line_of(start) < self.lines.line_of(end) {
            let span = Span::new(start, end);
            self.folds.push(Fold { span, kind, text });
        }
    }

    fn yaml(&mut self, yaml: &'a Yaml, titles: &FxHashMap<NodeId, (Span, String)>) {
        self.comments = yaml.comments();
        let mut rest: Vec<Node<'_>> = yaml.roots().collect();
        while let Some(node) = rest.pop() {
            let title = titles.get(&node.id());
            if let Some((span, title)) = title {
                let closes = self.text[..span.end as usize].ends_with('}');
                self.add(*span, closes, FoldKind::Plain, Some(title.clone()));
            }
            for pair in node.pairs() {
                // What an alias stands for is folded where it is written.
                let value = pair.value.filter(|v| pair.span.contains(v.span()));
                let Some(value) = value else { continue };
                let closes = is_bracketed(value);
                self.add(pair.span, closes, FoldKind::Plain, None);
                rest.push(value);
            }
            for item in node.items() {
                if !node.span().contains(item.span()) {
                    continue;
                }
                if !titles.contains_key(&item.id()) {
                    self.add(item_span(item), is_bracketed(item), FoldKind::Plain, None);
                }
                rest.push(item);
            }
        }
        let comments = std::mem::take(&mut self.comments);
        self.run(comments.iter().copied(), FoldKind::Comment);
    }

    fn code(&mut self, tree: &Tree, outer: impl Fn(Span) -> Span) {
        let (mut comments, mut imports) = (Vec::new(), Vec::new());
        let mut around: Vec<Span> = Vec::new();
        walk(tree.root_node(), |visit| {
            let node = match visit {
                Visit::Enter(node, ()) => node,
                Visit::Leave(_) => {
                    around.pop();
                    return true;
                }
            };
            let own = span(node);
            match node.kind() {
                "comment" => {
                    comments.push(outer(own));
                    self.add(outer(own), false, FoldKind::Comment, None);
                }
                "import_statement" | "import_from_statement" | "future_import_statement" => {
                    imports.push(outer(own));
                    self.add(outer(own), true, FoldKind::Plain, None);
                }
                // With the words that it belongs to.
                "block" => {
                    let head = around.last().map_or(own, |a| Span {
                        start: a.start,
                        end: own.end,
                    });
                    self.add(outer(head), false, FoldKind::Plain, None);
                }
                kind if BRACKETED.contains(&kind) => {
                    self.add(outer(own), true, FoldKind::Plain, None);
                }
                "string" | "template_string" => {
                    self.add(outer(own), false, FoldKind::Plain, None);
                }
                _ => {}
            }
            around.push(own);
            true
        });
        self.run(comments.into_iter(), FoldKind::Comment);
        self.run(imports.into_iter(), FoldKind::Imports);
    }

    /// Adds what stands on lines of its own, one below the other.
    fn run(&mut self, parts: impl Iterator<Item = Span>, kind: FoldKind) {
        let mut open: Option<(Span, usize)> = None;
        for part in parts {
            let (start, end) = (part.start as usize, part.end as usize);
            let first = self.lines.line_of(start);
            let before = self.lines.start_of(self.text, first);
            let is_alone = self
                .text
                .get(before..start)
                .unwrap_or("x")
                .trim()
                .is_empty();
            let last = self.lines.line_of(end);
            open = match open {
                Some((run, line)) if is_alone && first == line + 1 => Some((run.cover(part), last)),
                other => {
                    if let Some((run, _)) = other {
                        self.add(run, false, kind, None);
                    }
                    is_alone.then_some((part, last))
                }
            };
        }
        if let Some((run, _)) = open {
            self.add(run, false, kind, None);
        }
    }
}

/// What is written between brackets, in Python and TypeScript.
const BRACKETED: &[&str] = &[
    "argument_list",
    "arguments",
    "array",
    "class_body",
    "dictionary",
    "dictionary_comprehension",
    "enum_body",
    "export_clause",
    "formal_parameters",
    "generator_expression",
    "interface_body",
    "list",
    "list_comprehension",
    "named_imports",
    "object",
    "object_pattern",
    "object_type",
    "parameters",
    "parenthesized_expression",
    "set",
    "set_comprehension",
    "statement_block",
    "switch_body",
    "tuple",
];

fn is_bracketed(node: Node<'_>) -> bool {
    let is_nested = node.is_mapping() || node.is_sequence();
    is_nested
        && node
            .span()
            .slice(node.yaml().text())
            .starts_with(['{', '['])
}
