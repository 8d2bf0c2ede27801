//! What can be done at a place where nothing is wrong: an input that is read there comes into the schema that has none
//! yet. A schema without inputs is most likely not written yet, so that no rule speaks of it.

use model::flow::Flow;
use syntax::text::{is_ascii_word, line_start};
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::completion::{input_in_empty_schema, yaml_scalar};
use crate::finding::{Applicability, Fix, TextEdit};
use crate::rules::{line_break, references};

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
            let mut edits = vec![input_in_empty_schema(&self.workspace, file, flow, name)?];
            edits.extend(in_empty_order(flow, file.text(), name));
            edits.sort_by_key(|e| e.span.start);
            Some(Fix {
                title: format!("Add the input `{name}`"),
                applicability: Applicability::Unsafe,
                edits,
                creates: None,
            })
        };
        names.into_iter().filter_map(fix).collect()
    }
}

/// The edit that puts an input into `order: []` of a flow's schema, which lists all inputs; `required` lists those that must be
/// given, and says nothing of this one.
fn in_empty_order(flow: &Flow, text: &str, name: &str) -> Option<TextEdit> {
    let order = flow.node(flow.schema()?.node).pair("order")?;
    let (key, list) = (order.key.span(), order.value?.span());
    let between = text.get(key.end as usize..list.start as usize)?;
    let blanks = between.strip_prefix(':')?;
    if list.slice(text) != "[]" || !blanks.bytes().all(|b| b == b' ') {
        return None;
    }
    let name = yaml_scalar(name);
    let line = line_start(text, key.start as usize);
    let indent = &text[line..key.start as usize];
    let rest = &text[list.end as usize..];
    let is_alone = rest.is_empty() || rest.starts_with(['\n', '\r']);
    // In braces it stays on its line.
    if !is_alone || !indent.bytes().all(|b| b == b' ') {
        let span = Span::at(list.start as usize + 1);
        return Some(TextEdit { span, text: name });
    }
    Some(TextEdit {
        span: Span::new(key.end as usize + 1, list.end as usize),
        text: format!("{}{indent}  - {name}", line_break(text)),
    })
}
