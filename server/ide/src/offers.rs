//! What can be done at a place where nothing is wrong: an input that is read there comes into the schema that has none
//! yet. A schema without inputs is most likely not written yet, so that no rule speaks of it.

use syntax::text::is_ascii_word;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::completion::input_in_empty_schema;
use crate::finding::{Applicability, Fix};
use crate::rules::references;

impl Snapshot {
    /// Changes for a part of a file, in the order of what they are for. Each is one that a person looks at.
    pub fn offers(&self, file: FileId, at: Span) -> Vec<Fix> {
        let Some(file) = self.workspace.get(file) else {
            return Vec::new();
        };
        let Some(flow) = file.flow() else {
            return Vec::new();
        };
        let mut names: Vec<&str> = Vec::new();
        for reference in references(flow, "flow_input") {
            let span = reference.span();
            let name = reference.name;
            let is_asked = span.start <= at.end && at.start <= span.end;
            let is_round = name == "iter" || name.starts_with("iter_parent");
            let is_plain = name.chars().all(is_ascii_word) && !is_round;
            if is_asked && is_plain && !names.contains(&name) {
                names.push(name);
            }
        }
        let fix = |name: &str| {
            let edit = input_in_empty_schema(&self.workspace, file, flow, name)?;
            Some(Fix {
                applicability: Applicability::Unsafe,
                ..Fix::replace(format!("Add the input `{name}`"), edit.span, edit.text)
            })
        };
        names.into_iter().filter_map(fix).collect()
    }
}
