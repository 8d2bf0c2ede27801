//! What is selected when a selection grows: from a word to its chain, its expression, its key, its step, its branch,
//! its flow; in code by the tree of its language.

use lang::walk;
use model::code::Code;
use model::file::{File, FileKind};
use syntax::text::{is_word, word_at};
use syntax::yaml::Style;
use syntax::{FileId, Language, Span, Tree};

use crate::Snapshot;
use crate::outline::{item_span, trimmed};

/// Most selections from the inside, and from the outside, of a place that lies deeper.
const MAX_STEPS: usize = 60;

/// The selections at `offset`, each in the next one and smaller; the last one is all of the file. At least one.
pub(crate) fn selections(snapshot: &Snapshot, id: FileId, offset: usize) -> Vec<Span> {
    let Some(file) = snapshot.workspace.get(id) else {
        return vec![Span::at(0)];
    };
    let mut found = Vec::new();
    found.extend(word_at(file.text(), offset, is_word));
    match &file.kind {
        FileKind::Script(_) => {
            if let Some(script) = file.script() {
                in_code(&Code::whole(script.clone(), None), offset, &mut found);
            }
        }
        FileKind::Flow => {
            in_flow(file, offset, &mut found);
            in_yaml(file, offset, &mut found);
        }
        FileKind::Frontend => {}
        _ => in_yaml(file, offset, &mut found),
    }
    growing(found, offset, file.text().len())
}

/// Those that hold the one before and are larger, and of very many the innermost and the outermost.
fn growing(found: Vec<Span>, offset: usize, len: usize) -> Vec<Span> {
    let mut growing: Vec<Span> = Vec::new();
    for span in found.into_iter().chain([Span::new(0, len)]) {
        let before = growing.last().copied().unwrap_or(Span::at(offset));
        let is_first = growing.is_empty();
        if span.contains(before) && (is_first || span != before) {
            growing.push(span);
        }
    }
    if growing.len() > 2 * MAX_STEPS {
        growing.drain(MAX_STEPS..growing.len() - MAX_STEPS);
    }
    growing
}

/// The code or the expression of a flow at a place.
fn in_flow(file: &File, offset: usize, found: &mut Vec<Span>) {
    let Some(flow) = file.flow() else { return };
    if let Some(expression) = flow.expression_at(offset) {
        if let Some(inner) = expression.map.inner(offset) {
            // In brackets, so that what is in braces is an object.
            let text = format!("({})", expression.text);
            let tree = syntax::parse(Language::JavaScript, &text);
            let len = expression.text.len();
            let own = |at: u32| (at as usize).saturating_sub(1).min(len);
            let outer = |span: Span| expression.outer(Span::new(own(span.start), own(span.end)));
            in_tree(&tree, &text, inner + 1, outer, found);
        }
        return;
    }
    let touches = |code: &&Code| {
        let node = code.module.and_then(|idx| flow.code_node(idx));
        node.is_some_and(|node| flow.node(node).span().touches(offset))
    };
    if let Some(code) = file.embedded().iter().find(touches) {
        in_code(code, offset, found);
    }
}

fn in_code(code: &Code, offset: usize, found: &mut Vec<Span>) {
    let inner = match &code.map {
        Some(map) => map.inner(offset),
        None => Some(offset),
    };
    if let (Some(inner), Some(tree)) = (inner, code.script.tree()) {
        in_tree(
            tree,
            &code.script.text,
            inner,
            |span| code.outer(span),
            found,
        );
    }
}

/// The nodes of a tree at a place, from the inside.
fn in_tree(
    tree: &Tree,
    text: &str,
    inner: usize,
    outer: impl Fn(Span) -> Span,
    found: &mut Vec<Span>,
) {
    // Behind a word, the word is meant.
    let after = text.get(inner..).and_then(|t| t.chars().next());
    let before = text.get(..inner).and_then(|t| t.chars().next_back());
    let back = match (before, after) {
        (Some(b), a) if is_word(b) && !a.is_some_and(is_word) => b.len_utf8(),
        _ => 0,
    };
    let path = walk::path(tree.root_node(), inner - back);
    found.extend(path.into_iter().rev().map(|node| outer(walk::span(node))));
    let whole = Span::new(0, text.trim_end().len());
    found.push(outer(whole));
}

/// The nodes of YAML at a place, from the inside, each with its key or its dash.
fn in_yaml(file: &File, offset: usize, found: &mut Vec<Span>) {
    let (text, from) = (file.text(), found.len());
    let mut node = file.yaml().at(offset);
    while let Some(current) = node {
        let span = current.span();
        if matches!(current.style(), Some(Style::Single | Style::Double)) && span.len() > 1 {
            found.push(Span::new(span.start as usize + 1, span.end as usize - 1));
        }
        found.push(span);
        found.push(item_span(current));
        let pair = current.own_pair().or_else(|| current.pair_above());
        found.extend(pair.map(|p| p.span));
        node = current.parent();
    }
    for span in &mut found[from..] {
        *span = trimmed(text, file.yaml().comments(), *span);
    }
}
