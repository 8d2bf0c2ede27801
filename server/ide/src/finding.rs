//! A finding: what a rule says of a place.

use syntax::{FileId, Span};

use crate::rule::{FixKind, Level, RuleInfo};

/// What a rule says of a place in the file that was checked.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static RuleInfo,
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
    /// How to fix it, where that is known.
    pub fix: Option<Fix>,
    /// The part of the file in which somebody may be about to write what is missing, in bytes. While the last edit lies
    /// in it or at its end, an editor waits with telling.
    pub unfinished: Option<Span>,
}

/// A change that fixes a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as an editor's menu shows it.
    pub title: String,
    /// Who may make it.
    pub applicability: Applicability,
    /// What changes in the file that was checked, in its order, without overlaps.
    pub edits: Vec<TextEdit>,
    /// A file that must not exist yet. With it, nothing changes in the file that was checked.
    pub creates: Option<NewFile>,
}

/// Who may make the change of a fix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Applicability {
    /// Anyone, unread: what runs afterwards is right, or what Windmill does with the mistake anyway.
    Safe,
    /// A person who reads it: it puts in what was most likely meant.
    Unsafe,
    /// A person in an editor: part of the new text is left for them to write. That part, in bytes of the
    /// text of the only edit or of the new file.
    Placeholder(Span),
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
            applicability: Applicability::Safe,
            edits: vec![TextEdit { span, text }],
            creates: None,
        }
    }

    /// A fix that writes a new file, with a part that a person has yet to write.
    pub fn create(title: impl Into<String>, path: String, text: String, yet: Span) -> Fix {
        Fix {
            title: title.into(),
            applicability: Applicability::Placeholder(yet),
            edits: Vec::new(),
            creates: Some(NewFile { path, text }),
        }
    }
}

impl Fix {
    /// Who may make it, as rules say it.
    pub fn kind(&self) -> FixKind {
        match self.applicability {
            Applicability::Safe => FixKind::Safe,
            Applicability::Unsafe => FixKind::Unsafe,
            Applicability::Placeholder(_) => FixKind::Editor,
        }
    }

    /// Whether it may be made without reading it.
    pub fn is_safe(&self) -> bool {
        self.applicability == Applicability::Safe
    }

    /// Whether it may be made outside of an editor: nothing is left for a person to write.
    pub fn is_whole(&self) -> bool {
        !matches!(self.applicability, Applicability::Placeholder(_))
    }

    /// A fix that may change the meaning: it puts in what was most likely meant.
    pub fn meant(span: Span, text: impl Into<String>) -> Fix {
        let text = text.into();
        Fix {
            applicability: Applicability::Unsafe,
            ..Fix::replace(format!("Change to `{text}`"), span, text)
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
    /// Adds how to fix it.
    pub fn fix(&mut self, fix: Fix) -> &mut Finding {
        self.fix = Some(fix);
        self
    }

    /// Says where it may be that somebody is still writing.
    pub fn unfinished(&mut self, span: Span) -> &mut Finding {
        self.unfinished = Some(span);
        self
    }

    /// Whether whoever made an edit that ends at this byte may still be about to write what is missing.
    pub fn waits_at(&self, place: u32) -> bool {
        self.unfinished.is_some_and(|s| s.touches(place as usize))
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
