//! Semantic tokens of a flow: its step ids, inputs and parameters, and the code in it, for editors that know no grammar of
//! a language inside another.
//!
//! Names whose kind says nothing (most variables) and punctuation have no token. Files that are code as a whole have none
//! either: every editor colours those.

mod code;
mod python;
mod typescript;

use model::file::{File, FileKind};
use model::flow::{Expression, Flow};
use syntax::{FileId, Language, Span};

use crate::Snapshot;
use crate::rules::Absent;

/// A coloured part of a flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Where it stands, on one line, in bytes of the file.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is declared there.
    pub declares: bool,
    /// Whether it names a step or an input that the flow certainly does not have.
    pub unresolved: bool,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    /// A step, by its id.
    Step,
    /// An input of the flow, or a parameter.
    Parameter,
    /// A word of the language.
    Keyword,
    /// A comment.
    Comment,
    /// A text.
    String,
    /// A number.
    Number,
    /// A regular expression.
    Regexp,
    /// A function.
    Function,
    /// A function of a class or of a value.
    Method,
    /// A property.
    Property,
    /// A class.
    Class,
    /// A type.
    Type,
    /// A module.
    Namespace,
    /// A decorator.
    Decorator,
}

/// The tokens of a flow that touch a part of it, in the order of the text; no two overlap.
pub(crate) fn tokens(snapshot: &Snapshot, id: FileId, part: Span) -> Vec<Token> {
    let file = snapshot.workspace.get(id);
    let file = file.filter(|f| f.kind == FileKind::Flow);
    let Some((file, flow)) = file.and_then(|f| Some((f, f.flow()?))) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    names(flow, &mut found);
    let absent = Absent::of(flow);
    let is_near = |span: Span| span.start <= part.end && part.start <= span.end;
    for expression in flow.expressions() {
        if is_near(flow.node(expression.node).span()) {
            in_expression(&absent, expression, &mut found);
        }
    }
    for code in file.embedded() {
        let node = code.module.and_then(|idx| flow.code_node(idx));
        if node.is_some_and(|node| is_near(flow.node(node).span()))
            && let (Some(grammar), Some(tree)) = (code.script.grammar, code.script.tree())
        {
            let inner = code::tokens(grammar, tree, &code.script.text);
            let outer = |t: Token| Token {
                span: code.outer(t.span),
                ..t
            };
            found.extend(inner.into_iter().map(outer));
        }
    }
    apart(file, found, part)
}

/// Names in YAML: ids, inputs, parameters.
fn names(flow: &Flow, found: &mut Vec<Token>) {
    let text = flow.yaml().text();
    let mut add = |span: Span, kind, declares| {
        let quoted = ['"', '\''].iter().any(|quote| {
            let written = span.slice(text);
            written.len() > 1 && written.starts_with(*quote) && written.ends_with(*quote)
        });
        let inner = usize::from(quoted);
        found.push(Token {
            span: Span::new(span.start as usize + inner, span.end as usize - inner),
            kind,
            declares,
            unresolved: false,
        });
    };
    for (_, module) in flow.modules() {
        if let Some(id) = &module.id {
            add(id.span, TokenKind::Step, true);
        }
        for transform in &module.transforms {
            add(transform.name.span, TokenKind::Parameter, false);
        }
    }
    let properties = flow.schema().and_then(|s| s.properties.as_ref());
    for property in properties.into_iter().flatten() {
        add(property.name.span, TokenKind::Parameter, true);
    }
}

fn in_expression(absent: &Absent<'_>, expression: &Expression, found: &mut Vec<Token>) {
    // In brackets, so that what is in braces is an object.
    let text = format!("({})", expression.text);
    let tree = syntax::parse(Language::JavaScript, &text);
    let len = expression.text.len();
    let own = |at: u32| (at as usize).saturating_sub(1).min(len);
    let mut named: Vec<(Span, TokenKind, bool)> = Vec::new();
    for chain in &expression.analysis().chains {
        let Some(segment) = chain.path.first() else {
            continue;
        };
        let Some(name) = segment.key.name() else {
            continue;
        };
        // What does not parse may name something else in the end, and who asks whether a name is there knows it may not be.
        let is_certain = !expression.analysis().has_error && !chain.guarded;
        match &*chain.root.value {
            "results" => {
                let unresolved = is_certain && absent.step(expression, chain, name);
                named.push((segment.span, TokenKind::Step, unresolved));
            }
            "flow_input" => {
                let unresolved = absent.input(expression, chain, name);
                named.push((segment.span, TokenKind::Parameter, unresolved));
            }
            _ => {}
        }
    }
    named.sort_by_key(|(span, ..)| span.start);
    for token in code::tokens(Language::JavaScript, &tree, &text) {
        let inner = Span::new(own(token.span.start), own(token.span.end));
        // A name in brackets has quotes.
        let behind = named.partition_point(|(span, ..)| span.end <= inner.start);
        let meant = named.get(behind).filter(|(span, ..)| inner.contains(*span));
        let (span, kind, unresolved) = meant.copied().unwrap_or((inner, token.kind, false));
        found.push(Token {
            span: expression.outer(span),
            kind,
            declares: token.declares && meant.is_none(),
            unresolved,
        });
    }
}

/// The tokens in order, each on one line and behind the one before, that touch a part.
fn apart(file: &File, mut found: Vec<Token>, part: Span) -> Vec<Token> {
    found.sort_by_key(|t| (t.span.start, t.span.end));
    let text = file.text();
    let mut apart = Vec::with_capacity(found.len());
    let mut free = 0;
    for token in found {
        let mut at = token.span.start as usize;
        // Between the lines of a text is what indents them.
        for line in token.span.slice(text).split_inclusive(['\n', '\r']) {
            let start = at + line.len() - line.trim_start().len();
            let span = Span::new(start, at + line.trim_end().len());
            at += line.len();
            if span.is_empty() || span.start < free {
                continue;
            }
            free = span.end;
            if span.start <= part.end && part.start <= span.end {
                apart.push(Token { span, ..token });
            }
        }
    }
    apart
}
