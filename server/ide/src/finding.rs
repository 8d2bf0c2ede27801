//! A finding: what a rule says of a place.

use model::file::FileId;
use syntax::Span;

use crate::rules::{Level, Rule};

/// What a rule says of a place in the file that was checked.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level here, settings applied.
    pub level: Level,
    /// One line that names the thing first.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The place, in bytes of the file.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How to mend it, where that is known.
    pub fix: Option<Fix>,
}

/// A change that mends a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as an editor's menu shows it.
    pub title: String,
    /// Whether the meaning stays.
    pub safe: bool,
    /// What changes in the file that was checked, in its order, without overlaps.
    pub edits: Vec<TextEdit>,
    /// A file that must not exist yet. With it, nothing changes in the file that was checked.
    pub creates: Option<NewFile>,
}

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFile {
    /// Where, as the workspace names it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A part of a text and what comes instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextEdit {
    /// Where, in bytes.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Fix {
    /// A safe fix that replaces one part.
    pub fn replace(title: impl Into<String>, span: Span, text: impl Into<String>) -> Fix {
        let text = text.into();
        Fix {
            title: title.into(),
            safe: true,
            edits: vec![TextEdit { span, text }],
            creates: None,
        }
    }

    /// A safe fix that writes a new file.
    pub fn create(title: impl Into<String>, path: String, text: String) -> Fix {
        Fix {
            title: title.into(),
            safe: true,
            edits: Vec::new(),
            creates: Some(NewFile { path, text }),
        }
    }
}

impl Fix {
    /// A fix that may change the meaning: it puts in what was most likely meant.
    pub fn meant(span: Span, text: impl Into<String>) -> Fix {
        let text = text.into();
        Fix {
            safe: false,
            ..Fix::replace(format!("Write `{text}`"), span, text)
        }
    }
}

/// Another place that a finding speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Its file.
    pub file: FileId,
    /// The place.
    pub span: Span,
    /// What it has to do with it.
    pub message: String,
}

impl Finding {
    /// Adds how to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Finding {
        self.fix = Some(fix);
        self
    }

    /// Adds what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Finding {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    pub fn related(
        &mut self,
        file: FileId,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.related.push(Related {
            file,
            span,
            message: message.into(),
        });
        self
    }

    /// Lowers or raises its level for this one case; settings still have the last word.
    pub fn level(&mut self, level: Level) -> &mut Finding {
        self.level = level;
        self
    }
}
