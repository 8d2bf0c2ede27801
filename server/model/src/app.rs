//! A low-code app as it is laid out: its components, what names them, and its expressions.
//!
//! What an app runs is told by [`crate::references::app`]. Names of components mean something in their own file only.

use lang::javascript::Snippet;
use rustc_hash::FxHashSet;
use syntax::strict::{Problem, Verdict};
use syntax::yaml::{Node, Yaml};
use syntax::{SourceMap, Span};

use crate::expression::{self, Goal};
use crate::path;

/// What stands for no component, and can be named like one.
const CONTEXT: &[&str] = &[
    "ctx", "file", "group", "id", "iter", "params", "query", "result", "row", "state",
];

/// A low-code app, read.
#[derive(Default)]
pub struct App<'y> {
    /// Where components say what they are called, in the order of the text. Of those that stand in the grid the name is
    /// written twice.
    pub components: Vec<Node<'y>>,
    /// Where components are named, in the order of the text.
    pub mentions: Vec<Mention<'y>>,
    /// The expressions, in the order of the text.
    pub expressions: Vec<Expression>,
    /// How many background runnables there are: `bg_0` and so on.
    pub backgrounds: usize,
    /// All that can be named.
    known: FxHashSet<String>,
}

/// Where a component is named.
#[derive(Clone, Copy)]
pub struct Mention<'y> {
    /// The text that names it.
    pub node: Node<'y>,
    /// What for.
    pub what: MentionKind,
}

/// What a component is named for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MentionKind {
    /// A value is read from it.
    Connection,
    /// It is run again.
    Recompute,
    /// What names it runs when it changes.
    RefreshOn,
}

/// An expression of an app.
pub struct Expression {
    /// Its text, for a template with the backticks that Windmill puts around it.
    pub snippet: Snippet,
    /// From its text as it is written to the file.
    map: SourceMap,
    is_template: bool,
}

impl Expression {
    /// Why it is no JavaScript.
    pub fn problem(&self) -> Option<Problem> {
        let text = &self.snippet.text;
        let problem = expression::problem(&self.snippet, Goal::Body)?;
        // Windmill puts `return` in front where no line begins with it.
        if expression::judge(text, Goal::Body) == Verdict::Valid {
            return None;
        }
        // Of a whole template a parser tells no more than that it does not end.
        let part = self.is_template.then(|| broken_part(text)).flatten();
        Some(part.unwrap_or(problem))
    }

    /// A span of the snippet, in the file.
    pub fn outer(&self, span: Span) -> Span {
        if !self.is_template {
            return self.map.outer_span(span);
        }
        let last = self.snippet.text.len().saturating_sub(2);
        let inner = |offset: u32| (offset as usize).saturating_sub(1).min(last);
        self.map
            .outer_span(Span::new(inner(span.start), inner(span.end)))
    }
}

impl<'y> App<'y> {
    /// Reads the file of a path; `None` where it is no low-code app.
    pub fn read(path: &str, yaml: &'y Yaml) -> Option<App<'y>> {
        let value = yaml.root()?.get("value").filter(|v| v.is_mapping())?;
        if !path::name(path).starts_with("app.") {
            return None;
        }
        let mut app = App::default();
        let hidden = value.get("hiddenInlineScripts");
        app.backgrounds = hidden.map_or(0, |h| h.items().count());
        // An alias is followed once.
        let mut seen = FxHashSet::default();
        let mut rest = vec![(value, String::new())];
        while let Some((node, under)) = rest.pop() {
            if !seen.insert(node.id()) {
                continue;
            }
            if node.is_mapping() {
                app.mapping(node, &under);
            }
            for item in node.items() {
                if under == "recomputeIds" {
                    app.mention(Some(item), MentionKind::Recompute);
                }
                rest.push((item, under.clone()));
            }
            let is_static = node.get("type").is_some_and(|t| t.says("static"));
            for pair in node.pairs() {
                let Some((key, value)) = pair.key.as_str().zip(pair.value) else {
                    continue;
                };
                if under == "subgrids" {
                    app.known.insert(key.to_string());
                }
                // What is given as it stands may hold anything.
                if !(is_static && key == "value") {
                    rest.push((value, key.into_owned()));
                }
            }
        }
        app.components.sort_by_key(|node| node.span());
        app.mentions.sort_by_key(|mention| mention.node.span());
        app.expressions.sort_by_key(|e| e.outer(Span::at(0)));
        Some(app)
    }

    fn mapping(&mut self, node: Node<'y>, under: &str) {
        match under {
            "connections" | "connection" => {
                self.mention(node.get("componentId"), MentionKind::Connection);
            }
            "refreshOn" => self.mention(node.get("id"), MentionKind::RefreshOn),
            "suggestedRefreshOn" => {}
            _ => self.component(node),
        }
        let Some(kind) = node.get("type").and_then(|t| t.as_str()) else {
            return;
        };
        let (key, is_template) = match &*kind {
            "eval" | "evalv2" => ("expr", false),
            "template" | "templatev2" => ("eval", true),
            _ => return,
        };
        let written = node.get(key).filter(|n| n.is_string());
        let Some(decoded) = written.and_then(|n| n.decode()) else {
            return;
        };
        // Other text is taken as it stands.
        if is_template && !decoded.text.lines().any(has_expression) {
            return;
        }
        let text = match is_template {
            true => format!("`{}`", decoded.text),
            false => decoded.text,
        };
        self.expressions.push(Expression {
            snippet: Snippet::new(text),
            map: decoded.map,
            is_template,
        });
    }

    fn component(&mut self, node: Node<'y>) {
        let Some(id) = node.get("id").filter(|i| i.is_string()) else {
            return;
        };
        let Some(name) = id.as_str() else { return };
        self.known.insert(name.into_owned());
        if node.get("data").is_some() || node.get("configuration").is_some() {
            self.components.push(id);
        }
    }

    fn mention(&mut self, node: Option<Node<'y>>, what: MentionKind) {
        let node = node.filter(|n| n.is_string());
        let mention = |node| Mention { node, what };
        self.mentions.extend(node.map(mention));
    }

    /// Whether a component, a background runnable, or what stands for one is called so.
    pub fn has(&self, name: &str) -> bool {
        let is_background = || {
            let number = name.strip_prefix("bg_").and_then(|n| n.parse().ok());
            number.is_some_and(|n: usize| n < self.backgrounds)
        };
        self.known.contains(name) || CONTEXT.contains(&name) || is_background()
    }

    /// The names of components, each once, and of background runnables.
    pub fn names(&self) -> Vec<String> {
        let mut seen = FxHashSet::default();
        let names = self.components.iter().filter_map(|n| n.as_str());
        let names = names.map(|n| n.into_owned());
        names
            .filter(|n| seen.insert(n.clone()))
            .chain((0..self.backgrounds).map(|n| format!("bg_{n}")))
            .collect()
    }
}

/// The first mistake inside one of the `${…}` of a template.
fn broken_part(text: &str) -> Option<Problem> {
    let mut from = 0;
    while let Some(at) = text[from..].find("${").map(|at| from + at) {
        let start = at + 2;
        let Some(len) = closing(&text[start..]) else {
            let message = "`${` is never closed".to_owned();
            return Some(Problem::new(Span::new(at, start), message));
        };
        let part = &text[start..start + len];
        if part.trim().is_empty() {
            let message = "`${}` is empty".to_owned();
            return Some(Problem::new(Span::new(at, start + len + 1), message));
        }
        if let Some(problem) = expression::problem(&Snippet::new(part), Goal::Body) {
            let moved = |offset: u32| start + offset as usize;
            let span = Span::new(moved(problem.span.start), moved(problem.span.end));
            return Some(Problem { span, ..problem });
        }
        from = start + len;
    }
    None
}

/// Where the brace closes that stands open before a text. Braces in strings count like others.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, sign) in text.match_indices(['{', '}']) {
        match sign {
            "{" => depth += 1,
            _ if depth == 0 => return Some(at),
            _ => depth -= 1,
        }
    }
    None
}

/// Whether a line of a template has a `${…}`.
fn has_expression(line: &str) -> bool {
    let begun = line.split_once("${");
    begun.is_some_and(|(_, rest)| rest.contains('}'))
}
