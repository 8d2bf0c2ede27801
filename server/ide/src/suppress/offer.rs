//! Ignore comments for one finding, as an editor offers them: only those that silence it, which is asked of the text
//! with the comment in it, without checking that anew.

use std::sync::Arc;

use model::file::Source;
use syntax::{Edit, FileId, Span};

use super::add::{near, on_top};
use super::cover::comments;
use super::{INVALID_IGNORE, UNUSED_IGNORE};
use crate::Snapshot;
use crate::context::{Context, Shared};
use crate::finding::{Finding, TextEdit};
use crate::fix::edited;
use crate::rule::RuleInfo;
use crate::rules::Suggestions;

/// A rule on lists in comments: one more line there would be a part of the list.
const OF_LISTS: &str = "requirements-list";

/// Rules that no comment is offered for: they speak of comments, or of a text in which one would be another mistake.
const NEVER: &[&str] = &[UNUSED_IGNORE, INVALID_IGNORE, "unresolved-inline"];

impl Snapshot {
    /// The comment that silences a finding where it is; `None` where none does.
    pub fn ignored_here(&self, file: FileId, finding: &Finding) -> Option<TextEdit> {
        if finding.rule.name == OF_LISTS {
            return None;
        }
        let edits = near(self.workspace.get(file)?, finding, "");
        let at = finding.span.start;
        edits
            .into_iter()
            .find(|edit| self.is_silenced(file, finding.rule, edit, Some(at)))
    }

    /// The comment that silences all findings of a rule in a file; `None` where none does.
    pub fn ignored_in_file(&self, file: FileId, rule: &'static RuleInfo) -> Option<TextEdit> {
        let edit = on_top(self.workspace.get(file)?, rule.name, "")?;
        self.is_silenced(file, rule, &edit, None).then_some(edit)
    }

    /// Whether a file says, once an edit is made, that a rule's findings at an offset of the old text are
    /// ignored; of all its text, without an offset.
    fn is_silenced(
        &self,
        id: FileId,
        rule: &'static RuleInfo,
        edit: &TextEdit,
        at: Option<u32>,
    ) -> bool {
        if NEVER.contains(&rule.name) {
            return false;
        }
        let Some(file) = self.workspace.get(id) else {
            return false;
        };
        if !matches!(file.source, Source::Text(_)) {
            return false;
        }
        let mut next = self.clone();
        let text = edited(file.text(), std::slice::from_ref(edit));
        let made = Edit {
            span: edit.span,
            new_len: edit.text.len(),
        };
        next.workspace.edit(id, made, text.into());
        let Some(file) = next.workspace.get(id).map(Arc::clone) else {
            return false;
        };
        let shared = Shared::default();
        let cx = Context {
            workspace: &next.workspace,
            settings: &next.settings,
            id,
            file: &file,
            shared: &shared,
            rule,
            suggestions: Suggestions::default(),
            findings: Vec::new(),
        };
        let grown = edit.text.len() - edit.span.len();
        let behind = |at: u32| match at >= edit.span.start {
            true => at + grown as u32,
            false => at,
        };
        let at = at.map(behind);
        let says = comments(&cx);
        says.iter().any(|(comment, covers)| {
            let is_named = comment.rules.iter().any(|(name, _)| name == rule.name);
            let covers_it = match (covers, at) {
                (None, at) => at.is_none(),
                (Some(covers), Some(at)) => covers.iter().any(|c: &Span| c.touches(at as usize)),
                (Some(_), None) => false,
            };
            is_named && covers_it
        })
    }
}
