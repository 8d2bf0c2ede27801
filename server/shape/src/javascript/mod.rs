//! What a JavaScript expression gives, from the shapes of the names it reads.
//!
//! Every name and every property that is read on the way is noted with its shape ([`Part`]), so that
//! hover, completion and rules answer from one reading. Nothing is run; what cannot be followed is
//! unknown.

mod call;
mod change;
mod changed;
mod expression;
mod function;
mod locals;
mod method;
mod operator;
mod pattern;
mod spread;
mod statement;
mod value;

#[cfg(test)]
mod tests;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;
use syntax::text::is_js_word;

use super::{Found, Origin, Shape};
use function::Call;
pub(crate) use function::parameters;
use lang::javascript::tree::{NodeId, Symbol, Tree};
use lang::javascript::{Chain, Key, Snippet, plain_chain};
use locals::{Local, Locals};
pub(crate) use value::Value;

/// Most expressions that are looked at for one answer.
const BUDGET: usize = 10_000;

/// Most expressions of a script that are looked at.
const SCRIPT_BUDGET: usize = 60_000;

/// How deep expressions and calls may nest.
const MAX_NESTING: usize = 80;

/// Longest text that is looked at, in bytes.
const MAX_TEXT: usize = 100_000;

/// What the free names of an expression hold.
pub trait Environment {
    /// The value of a name; `None` where there is no such name.
    fn name(&self, name: &str) -> Option<Shape>;
    /// The result of a step, as `results.<id>`.
    fn step(&self, id: &str) -> Shape;
    /// What `resource("path")` gives.
    fn resource(&self, path: &str) -> Shape;
}

/// What was found out of an expression.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// What it gives.
    pub shape: Shape,
    /// Names and properties that it reads, by place.
    pub parts: Vec<Part>,
}

/// A name or a property in an expression.
#[derive(Clone, Debug)]
pub struct Part {
    /// Where it stands: the name alone, without dot, brackets or quotes. Bytes of the text.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// What it is a property of; `None` for a name that stands alone.
    pub owner: Option<Shape>,
    /// Whether it stands behind `results`.
    pub is_step: bool,
    /// Whether the owner can lack it: what reading it is.
    pub found: Found,
    /// Where it is written.
    pub origin: Option<Origin>,
}

impl Part {
    /// What it holds.
    pub fn shape(&self) -> Shape {
        self.found.clone().shape()
    }
}

/// Reads an expression, or a body of statements with `return`, of which nothing is known yet.
pub fn read(text: &str, names: &dyn Environment) -> Evaluation {
    read_snippet(&Snippet::new(text), names)
}

/// Reads an expression, or a body of statements with `return`.
pub fn read_snippet(snippet: &Snippet, names: &dyn Environment) -> Evaluation {
    if snippet.text.len() > MAX_TEXT {
        return Evaluation::default();
    }
    if let Some(chain) = plain_chain(&snippet.text) {
        return plain(&chain, names);
    }
    let Some(tree) = snippet.tree() else {
        return Evaluation::default();
    };
    let mut reader = Reader::new(tree, names);
    let shape = reader.program();
    reader.finish(shape)
}

/// A chain of names, which is what most expressions are.
fn plain(chain: &Chain, names: &dyn Environment) -> Evaluation {
    let mut reading = Evaluation::default();
    let mut path = chain.path.iter();
    let (mut nullable, mut indexed) = (false, false);
    let mut shape = match chain.root.value.as_str() {
        "results" => {
            let Some((segment, id)) = path.next().and_then(|s| Some((s, s.key.name()?))) else {
                return reading;
            };
            let shape = names.step(id);
            reading
                .parts
                .push(part(segment.span, id, None, &known(&shape)));
            shape
        }
        root => {
            let shape = names.name(root).unwrap_or_default();
            reading
                .parts
                .push(part(chain.root.span, root, None, &known(&shape)));
            shape
        }
    };
    if let Some(first) = reading.parts.first_mut() {
        first.is_step = chain.root.value == "results";
    }
    for segment in path {
        // An item that is named by number is taken to be there, unless `?.` doubts it.
        let doubted = std::mem::replace(&mut indexed, matches!(segment.key, Key::Index(_)));
        nullable |= segment.access.is_optional() && (shape.can_be_null() || doubted);
        shape = match &segment.key {
            Key::Name(name) => {
                let found = shape.property(name);
                reading
                    .parts
                    .push(part(segment.span, name, Some(&shape), &found));
                found.shape()
            }
            Key::Index(_) => match shape.item() {
                Some(item) => item,
                None if matches!(shape, Shape::String | Shape::Text(_)) => Shape::String,
                None => Shape::Unknown,
            },
            Key::Dynamic => Shape::Unknown,
        };
    }
    reading.shape = if nullable { shape.or_null() } else { shape }.bounded();
    reading
}

fn known(shape: &Shape) -> Found {
    match shape {
        Shape::Unknown => Found::Unknown,
        shape => Found::Known(shape.clone()),
    }
}

fn part(span: Span, name: &str, owner: Option<&Shape>, found: &Found) -> Part {
    Part {
        span,
        name: name.to_owned(),
        owner: owner.cloned(),
        is_step: false,
        found: found.clone(),
        origin: owner.and_then(|o| o.origin(name)),
    }
}

/// What stands before the `.` or `[` that ends at `offset` or is followed by a half-typed name there:
/// the shape whose properties can follow. `None` where no property can stand there.
pub fn receiver(text: &str, offset: usize, names: &dyn Environment) -> Option<Shape> {
    let before = text.get(..offset)?;
    let typed = before.trim_end_matches(is_js_word);
    // What follows the place is in the way more often than it helps.
    let mut prefix = typed.to_owned();
    match typed.chars().next_back()? {
        '.' => prefix.push_str("_m"),
        '"' | '\'' | '`' if typed[..typed.len() - 1].trim_end().ends_with('[') => {
            let quote = typed.chars().next_back()?;
            prefix.push_str("_m");
            prefix.push(quote);
            prefix.push(']');
        }
        _ => return None,
    }
    let closers = closers(&prefix)?;
    prefix.push_str(&closers);
    let reading = read(&prefix, names);
    let at = typed.len();
    let part = reading
        .parts
        .into_iter()
        .rfind(|p| p.span.start as usize == at);
    part.and_then(|p| p.owner)
}

/// What closes the brackets that are open at the end of a text; `None` inside of a string or comment.
fn closers(text: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' => {
                open.pop();
            }
            // The end of `${…}` leads back into its template.
            '}' => {
                let closed = open.pop();
                if closed == Some('`') {
                    template(&mut chars, &mut open);
                }
            }
            '"' | '\'' => loop {
                match chars.next()? {
                    '\\' => {
                        chars.next();
                    }
                    end if end == c => break,
                    _ => {}
                }
            },
            '`' => template(&mut chars, &mut open),
            '/' if chars.peek() == Some(&'/') => {
                chars.by_ref().find(|c| *c == '\n')?;
            }
            _ => {}
        }
    }
    let mut closing = String::new();
    for closer in open.into_iter().rev() {
        closing.push_str(match closer {
            '`' => "}`",
            ')' => ")",
            ']' => "]",
            _ => "}",
        });
    }
    Some(closing)
}

/// Runs to the end of a template, or to its next `${`, which stays open as a backtick.
fn template(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, open: &mut Vec<char>) {
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '`' => return,
            '$' if chars.peek() == Some(&'{') => {
                chars.next();
                open.push('`');
                return;
            }
            _ => {}
        }
    }
}

/// What a whole script knows of itself beyond an expression: its types, and what happens to its
/// variables.
pub(crate) trait Code {
    /// What becomes of the variable that this name declares.
    fn escape(&self, declared: NodeId) -> Escape;
    /// A value, with what the annotation says of it.
    fn annotated(&self, annotation: NodeId, value: Value) -> Value;
    /// What is passed for a parameter of the script's entry point.
    fn given(&self, parameter: NodeId) -> Value;
}

/// What becomes of a variable in ways that reading in order does not show.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Escape {
    /// What it holds is changed in place.
    pub(crate) is_changed: bool,
    /// It may be given any other value.
    pub(crate) is_lost: bool,
}

/// Reads one text.
pub(crate) struct Reader<'t> {
    tree: &'t Tree,
    names: &'t dyn Environment,
    /// The script, where the text is one.
    code: Option<&'t dyn Code>,
    parts: Vec<Part>,
    /// Where each of them is among them, by place.
    part_at: FxHashMap<Span, usize>,
    /// What the text declares.
    locals: Locals<'t>,
    /// What names hold that the text does not declare.
    free: FxHashMap<&'t str, Option<Shape>>,
    /// What steps gave, by id.
    steps: FxHashMap<String, Shape>,
    /// Where names that are declared now can be seen.
    scope: (usize, usize),
    /// Of how many branches and loops the place stands in.
    depth: usize,
    /// Functions being read, innermost last.
    active: Vec<NodeId>,
    /// Functions that have been read.
    applied: FxHashSet<NodeId>,
    /// Whether something was left out that may have changed a variable.
    pub(crate) gave_up: bool,
    /// Names that the text assigns to or changes in place.
    changed: Option<FxHashSet<Symbol>>,
    /// Expressions that gave what can be `null` when they were read last.
    nullable: FxHashSet<NodeId>,
    /// Whether links of chains, or those before them, are written with `?.`.
    optional: FxHashMap<NodeId, bool>,
    /// Whether statements hold a `break`.
    breaks: FxHashMap<NodeId, bool>,
    /// Functions that see nothing but what stands at the top of the text, and what they gave.
    tops: FxHashSet<NodeId>,
    calls: FxHashMap<NodeId, Vec<Call>>,
    /// Whether a function was met that is being read already.
    came_back: bool,
    budget: usize,
    nesting: usize,
}

impl<'t> Reader<'t> {
    /// Reads a script.
    pub(crate) fn of_script(
        tree: &'t Tree,
        names: &'t dyn Environment,
        code: &'t dyn Code,
    ) -> Reader<'t> {
        Reader {
            code: Some(code),
            budget: SCRIPT_BUDGET,
            ..Reader::new(tree, names)
        }
    }

    fn new(tree: &'t Tree, names: &'t dyn Environment) -> Reader<'t> {
        Reader {
            tree,
            names,
            code: None,
            parts: Vec::new(),
            part_at: FxHashMap::default(),
            locals: Locals::default(),
            free: FxHashMap::default(),
            steps: FxHashMap::default(),
            scope: (0, usize::MAX),
            depth: 0,
            active: Vec::new(),
            applied: FxHashSet::default(),
            gave_up: false,
            changed: None,
            nullable: FxHashSet::default(),
            optional: FxHashMap::default(),
            breaks: FxHashMap::default(),
            tops: FxHashSet::default(),
            calls: FxHashMap::default(),
            came_back: false,
            budget: BUDGET,
            nesting: 0,
        }
    }

    fn text(&self, node: NodeId) -> &'t str {
        self.tree.text_of(node)
    }

    /// The name as it is declared around a place.
    fn local(&self, name: &str, at: NodeId) -> Option<usize> {
        self.locals.find(name, self.tree.span(at).start as usize)
    }

    /// Notes a name or property. What a function reads is noted once, with all it can be.
    fn note(&mut self, part: Part) {
        if self.code.is_some() {
            return;
        }
        let next = self.parts.len();
        let at = *self.part_at.entry(part.span).or_insert(next);
        match self.parts.get_mut(at) {
            Some(old) => {
                old.found = match (&old.found, &part.found) {
                    (Found::Absent, Found::Absent) => Found::Absent,
                    (Found::Unknown, _) | (_, Found::Unknown) => Found::Unknown,
                    (a, b) => Found::Known(Shape::union([a.clone().shape(), b.clone().shape()])),
                };
                old.owner = match (old.owner.take(), part.owner) {
                    (Some(a), Some(b)) => Some(Shape::union([a, b])),
                    (a, b) => a.or(b),
                };
            }
            None => self.parts.push(part),
        }
    }

    fn finish(mut self, shape: Shape) -> Evaluation {
        self.parts.sort_by_key(|p| p.span.start);
        Evaluation {
            shape: shape.bounded(),
            parts: self.parts,
        }
    }
}
