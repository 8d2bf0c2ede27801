//! Imports that come with what is accepted: a name joins the import of its module where there is one.

use lang::python::{Import, ImportPlace, is_stdlib};
use model::script::Script;
use syntax::Span;
use syntax::text::line_start;

use crate::completion::layout::Layout;
use crate::cursor::InCode;
use crate::finding::TextEdit;

/// What is imported.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// The module.
    pub(super) module: &'static str,
    /// What is taken from it; `None`: the module itself.
    pub(super) name: Option<&'static str>,
}

/// `TypedDict`, which every class of a resource type derives from.
pub(super) const TYPED_DICT: Wanted = Wanted {
    module: "typing",
    name: Some("TypedDict"),
};

/// The SDK.
pub(super) const WMILL: Wanted = Wanted {
    module: "wmill",
    name: None,
};

/// How the import gets there.
pub(super) enum Brought {
    /// It is there.
    There,
    /// By an edit elsewhere.
    By(TextEdit),
    /// No other import is there: it goes right above what is inserted.
    Alone,
}

impl Wanted {
    /// The import in a line of its own.
    pub(super) fn line(self) -> String {
        match self.name {
            Some(name) => format!("from {} import {name}", self.module),
            None => format!("import {}", self.module),
        }
    }

    /// The name that it binds.
    pub(super) fn bound(self) -> &'static str {
        self.name.unwrap_or(self.module)
    }

    /// Whether the script has it already, as far as its imports are read.
    pub(super) fn is_there(self, script: &Script) -> bool {
        let brings = |i: &Import| {
            i.module.value == self.module
                && (self.name.is_some() && i.is_star()
                    || i.name.as_ref().map(|n| n.value.as_str()) == self.name
                        && i.bound.as_ref().is_some_and(|b| b.value == self.bound()))
        };
        // What is being typed may have torn the tree.
        let line = self.line();
        script.imports().iter().any(brings) || script.text.lines().any(|l| l.trim_end() == line)
    }

    /// How it gets to where code at `top` sees it. Only imports above that count.
    pub(super) fn bring(self, layout: &Layout, at: &InCode, top: usize) -> Brought {
        let script = &at.code.script;
        if self.is_there(script) {
            return Brought::There;
        }
        let is_top = |i: &&Import| {
            i.place == ImportPlace::Top
                && i.module.value != "__future__"
                && (i.span.end as usize) <= top
        };
        let imports: Vec<&Import> = script.imports().iter().filter(is_top).collect();
        if let Some(end) = self.name.and_then(|_| joined(&imports, self.module)) {
            return Brought::By(TextEdit {
                span: at.outer(Span::at(end)),
                text: format!(", {}", self.bound()),
            });
        }
        let Some(first) = imports.first() else {
            return Brought::Alone;
        };
        // What comes with Python stands above the others, all else below what comes with Python.
        let is_own = |i: &&&Import| !is_stdlib(i.module.split('.').next().unwrap_or_default());
        let place = match imports.iter().find(is_own) {
            _ if is_stdlib(self.module) => first,
            Some(own) => own,
            None => {
                let last = imports.last().unwrap_or(first).span.end as usize;
                return Brought::By(layout.below(at, last, &self.line()));
            }
        };
        let place = place.span.start as usize;
        match layout.above(at, place, &[&self.line()]) {
            Some(edit) => Brought::By(edit),
            None => Brought::Alone,
        }
    }

    /// The same as an edit elsewhere, be there other imports or not. `None` where it is there, or where none can be
    /// made.
    pub(super) fn edit(self, layout: &Layout, at: &InCode, top: usize) -> Option<TextEdit> {
        match self.bring(layout, at, top) {
            Brought::There => None,
            Brought::By(edit) => Some(edit),
            Brought::Alone => {
                let head = head(&at.code.script.text);
                layout.above(
                    at,
                    head.min(line_start(&at.code.script.text, top)),
                    &[&self.line(), "", ""],
                )
            }
        }
    }
}

/// Where one more name goes in an import of names from this module.
fn joined(imports: &[&Import], module: &str) -> Option<usize> {
    let takes = |i: &&&Import| i.module.value == module && i.name.is_some() && !i.is_star();
    let last = imports.iter().rev().find(takes)?;
    let bound = last.bound.as_ref()?;
    Some(bound.span.end as usize)
}

/// Where code starts, below comments and a docstring.
fn head(text: &str) -> usize {
    let mut at = 0;
    let mut quotes = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let is_prose = match quotes {
            Some(mark) => {
                if bare.contains(mark) {
                    quotes = None;
                }
                true
            }
            None => match ["\"\"\"", "'''"].into_iter().find(|q| bare.starts_with(q)) {
                Some(mark) => {
                    if !bare[mark.len()..].contains(mark) {
                        quotes = Some(mark);
                    }
                    true
                }
                None => bare.is_empty() || bare.starts_with('#'),
            },
        };
        if !is_prose {
            return at;
        }
        at += line.len();
    }
    at
}

#[test]
fn code_starts_below_comments() {
    for text in [
        "<|>x",
        "# a\n\n\"\"\"b\n\nc\"\"\"\n\n<|>x\n",
        "'''a'''\n<|>import b\n",
    ] {
        let (text, offset) = fixture::cursor(text);
        assert_eq!(head(&text), offset, "{text}");
    }
}
