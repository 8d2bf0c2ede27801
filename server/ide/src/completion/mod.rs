//! Completion: what could be typed at the cursor, one file for each kind of thing.

mod annotation;
mod behind;
mod event;
pub(crate) mod expression;
mod frontend;
mod imports;
mod item;
mod javascript;
pub(crate) mod key;
mod layout;
mod names;
mod off_column;
pub(crate) mod property;
mod python;
mod quote;
mod rank;
mod runner;
mod shell;
mod snippet;
mod sql;
mod typescript;
pub(crate) mod value;
pub(crate) mod whole;

use model::file::{File, FileKind};
use model::language::ScriptLanguage;
use rustc_hash::FxHashMap;
use syntax::text::line_start;
use syntax::yaml::Cause;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::cursor::{Cursor, InCode, cursor};
use crate::finding::TextEdit;
use crate::markdown::Markdown;

pub(crate) use behind::input_in_empty_schema;
pub(crate) use quote::yaml_scalar;
pub use snippet::Snippet;

/// One proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What is shown and matched.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Bytes of the file that are replaced; on one line, and the cursor touches them.
    pub replace: Span,
    /// What they are replaced by. Of several lines all but the first have their whole indentation.
    pub insert: String,
    /// The same with places to fill in, for clients that take snippets.
    pub snippet: Option<Snippet>,
    /// What a client matches the typed text with; `None`: the label.
    pub filter: Option<String>,
    /// Whether more is to be chosen where the cursor is then, so that the list is best shown again.
    pub reopens: bool,
    /// One short line beside the label: a type, an origin.
    pub detail: Option<String>,
    /// What tells it from others of the same label.
    pub way: Option<String>,
    /// Whether it is clearly what is meant: at most the first of a list.
    pub is_meant: bool,
    /// Whether a dot can follow, and whoever types one while it is chosen means it.
    pub takes_dot: bool,
    /// What there is to say of it.
    pub documentation: Option<Markdown>,
    /// Out of use.
    pub deprecated: bool,
    /// Edits elsewhere in the file that belong to it: an import, a class.
    pub also: Vec<TextEdit>,
}

/// What a proposal is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompletionKind {
    /// A step's result.
    Step,
    /// A flow input or a property of one.
    Property,
    /// A name of the position, such as `results`.
    Variable,
    /// A key of OpenFlow.
    Key,
    /// A value of an enum.
    Value,
    /// A parameter of the script.
    Parameter,
    /// A file.
    File,
    /// A workspace path.
    Path,
    /// A function.
    Function,
    /// A class.
    Class,
    /// Several lines to fill in.
    Snippet,
}

/// Whether the cursor is right behind the colon of a key, or the dash of an item, where YAML wants a blank before what
/// is not there yet.
fn lacks_blank(at: &Cursor, text: &str, offset: usize) -> bool {
    let before = |signs: &[char]| text[..offset].ends_with(signs);
    match at {
        Cursor::Value(at) => at.raw.value.is_empty() && before(&[':', '-']),
        Cursor::Expression(at) => at.text.is_empty() && before(&[':']),
        Cursor::Key(at) => at.partial.value.is_empty() && before(&['-']),
        Cursor::Code(_) => false,
        Cursor::None => before(&[':']),
    }
}

impl Completion {
    /// With text before what it inserts.
    fn prefix(&mut self, text: &str) {
        self.insert.insert_str(0, text);
        self.snippet = self.snippet.take().map(|s| {
            let mut whole = Snippet::new().text(text);
            whole.append(s);
            whole
        });
    }

    /// With the line breaks of a file that has two signs for each.
    fn break_lines_twice(&mut self) {
        fn twice(text: &str) -> String {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        }
        self.insert = twice(&self.insert);
        self.snippet = self.snippet.take().map(|s| s.map_text(twice));
    }

    /// A proposal that inserts its label.
    pub(crate) fn new(label: impl Into<String>, kind: CompletionKind, replace: Span) -> Completion {
        let label = label.into();
        Completion {
            insert: label.clone(),
            label,
            kind,
            replace,
            detail: None,
            way: None,
            is_meant: false,
            takes_dot: false,
            documentation: None,
            snippet: None,
            filter: None,
            reopens: false,
            deprecated: false,
            also: Vec::new(),
        }
    }

    /// With a line beside the label.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Completion {
        let detail = detail.into();
        self.detail = (!detail.is_empty()).then_some(detail);
        self
    }

    /// With what tells it from others of the same label.
    pub(crate) fn way(mut self, way: impl Into<String>) -> Completion {
        let way = way.into();
        self.way = (!way.is_empty()).then_some(way);
        self
    }

    /// Clearly what is meant.
    pub(crate) fn meant(mut self) -> Completion {
        self.is_meant = true;
        self
    }

    /// With an explanation.
    pub(crate) fn about(mut self, text: impl Into<Markdown>) -> Completion {
        let text = text.into();
        self.documentation = (!text.is_empty()).then_some(text);
        self
    }

    /// Inserting something else than the label.
    pub(crate) fn inserting(mut self, text: impl Into<String>) -> Completion {
        self.insert = text.into();
        self.snippet = None;
        self
    }

    /// Inserting text with places to fill in.
    pub(crate) fn inserting_snippet(mut self, snippet: Snippet) -> Completion {
        self.insert = snippet.to_plain();
        self.reopens |= snippet.ends_open();
        self.snippet = snippet.has_stops().then_some(snippet);
        self
    }

    /// Matched by this text instead of its label.
    pub(crate) fn matched_by(mut self, text: impl Into<String>) -> Completion {
        self.filter = Some(text.into());
        self
    }

    /// After which the list is best shown again.
    pub(crate) fn reopening(mut self) -> Completion {
        self.reopens = true;
        self
    }
}

/// Whether the line is where the first one of a block of text is to come: `lock: |` above it, and it stands deeper.
fn begins_block(file: &File, offset: usize) -> bool {
    let (text, start) = (file.text(), line_start(file.text(), offset));
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let above = text[..start].lines().rev().find(|l| !l.trim().is_empty());
    let Some(above) = above else {
        return false;
    };
    let header = above.rsplit(": ").next().unwrap_or_default().trim_end();
    let is_header = above.contains(": ")
        && header.starts_with(['|', '>'])
        && header[1..]
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'));
    // The key of an item stands behind its dash.
    let bare = above.trim_start_matches(' ');
    let dashes = bare.len() - bare.trim_start_matches(['-', ' ']).len();
    is_header && offset - start > depth(above) + dashes
}

/// Whether a quote that nothing closes begins on the line of an offset or above it, with only blank lines between: what comes
/// there may be text of it. Further down the lines stand for themselves, as those below any other mistake do.
fn is_in_open_quote(file: &File, offset: usize) -> bool {
    let (text, line) = (file.text(), line_start(file.text(), offset));
    let mistakes = file.yaml().mistakes();
    let mut open = mistakes.iter().filter(|m| m.cause == Cause::UnclosedQuote);
    open.any(|m| {
        let start = m.span.start as usize;
        let behind = text.get(start..line).unwrap_or_default();
        start < offset && behind.lines().skip(1).all(|l| l.trim().is_empty())
    })
}

/// Of several with one label, the detail tells which is which.
fn tell_apart(items: &mut [Completion]) {
    let mut count: FxHashMap<String, usize> = FxHashMap::default();
    for item in items.iter() {
        *count.entry(item.label.clone()).or_default() += 1;
    }
    for item in items.iter_mut().filter(|i| count[&i.label] > 1) {
        if item.way.is_none() {
            item.way = item.detail.take();
        }
    }
}

/// What fits in code, by its language.
fn code(snapshot: &Snapshot, file: &File, at: &InCode) -> Vec<Completion> {
    let workspace = &snapshot.workspace;
    if let Some(found) = annotation::completions(workspace, file, at) {
        return found;
    }
    let language = &at.code.script.language;
    match language {
        ScriptLanguage::Python3 if !snapshot.settings.has_sdk() => Vec::new(),
        ScriptLanguage::Python3 => python::completions(workspace, file, at),
        ScriptLanguage::Bash => shell::completions(workspace, file, at),
        _ if language.is_typescript() => typescript::completions(workspace, file, at),
        _ => sql::completions(workspace, file, at),
    }
}

/// What could be typed at `offset`, best first.
pub(crate) fn completions(snapshot: &Snapshot, id: FileId, offset: usize) -> Vec<Completion> {
    let workspace = &snapshot.workspace;
    let Some(file) = workspace.get(id) else {
        return Vec::new();
    };
    let offset = file.text().floor_char_boundary(offset);
    off_column::completions(snapshot, id, file, offset)
        .unwrap_or_else(|| proposals(snapshot, id, offset))
}

/// The same where the cursor's line stands as it is.
fn proposals(snapshot: &Snapshot, id: FileId, offset: usize) -> Vec<Completion> {
    let workspace = &snapshot.workspace;
    let Some(file) = workspace.get(id) else {
        return Vec::new();
    };
    let at = cursor(file, offset);
    let mut items = match &at {
        Cursor::Expression(at) => expression::completions(workspace, file, at),
        Cursor::Code(at) => {
            let imported = imports::completions(workspace, file, at);
            match imported.is_empty() {
                true => code(snapshot, file, at),
                false => imported,
            }
        }
        Cursor::Key(_) if begins_block(file, offset) || is_in_open_quote(file, offset) => {
            Vec::new()
        }
        Cursor::Key(at) => key::completions(workspace, file, at),
        Cursor::Value(at) => {
            let mut found = value::completions(workspace, file, at);
            found.extend(behind::completions(workspace, file, at));
            found
        }
        Cursor::None if file.kind == FileKind::Frontend => {
            frontend::completions(workspace, file, offset)
        }
        Cursor::None => item::completions(workspace, file, offset),
    };
    let held = behind::in_empty_braces(workspace, file, offset);
    // What goes on the lines below is not offered once more within the braces.
    items.retain(|i| !held.iter().any(|h| i.label == h.label));
    if !held.is_empty() {
        items.iter_mut().for_each(|i| i.is_meant = false);
        items.splice(0..0, held);
    }
    tell_apart(&mut items);
    if lacks_blank(&at, file.text(), offset) {
        let is_here =
            |i: &&mut Completion| i.replace.is_empty() && !i.insert.starts_with(['\n', ' ']);
        for item in items.iter_mut().filter(is_here) {
            item.prefix(" ");
        }
    }
    if file.text().contains("\r\n") {
        items.iter_mut().for_each(Completion::break_lines_twice);
    }
    // Beside a folded line break or blanks that a scalar drops, an empty place has no one counterpart.
    for item in items.iter_mut().filter(|i| i.replace.is_empty()) {
        item.replace = Span::at(offset);
    }
    let line = |o: u32| file.lines().line_of(o as usize);
    items.retain(|i| i.replace.touches(offset) && line(i.replace.start) == line(i.replace.end));
    items
}
