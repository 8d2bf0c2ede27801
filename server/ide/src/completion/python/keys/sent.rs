//! What was sent with the event of a preprocessor: the parts of a mail, the body of a request.

use model::file::File;
use model::workspace::Workspace;
use syntax::text::line_start;

use super::Key;
use crate::completion::runner;
use crate::cursor::InCode;

/// What each part of a mail has, by how the event leads to it.
///
/// Source: `system_prompts/base` in <https://github.com/windmill-labs/windmill>, on email triggers.
const MAIL: [(&str, &[(&str, &str)]); 2] = [
    (
        "event[\"parsed_email\"]",
        &[
            ("headers", "dict[str, str]"),
            ("text_body", "str"),
            ("html_body", "str"),
            ("attachments", "list[dict]"),
        ],
    ),
    (
        "event[\"parsed_email\"][\"attachments\"][0]",
        &[("headers", "dict[str, str]"), ("body", "dict")],
    ),
];

/// What the value has that ends at `end`; `None`: it is nothing that was sent.
pub(super) fn sent(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    end: usize,
) -> Option<Vec<Key>> {
    let text = &*at.code.script.text;
    let line = text[line_start(text, end)..end].replace('\'', "\"");
    let line = line.as_str();
    let mut outer = text[..end].lines().rev();
    let is_in_preprocessor = outer
        .find(|l| l.starts_with("def ") || l.starts_with("async def "))
        .is_some_and(|l| l.contains("def preprocessor("));
    if !is_in_preprocessor {
        return None;
    }
    if let Some((_, fields)) = MAIL.iter().find(|(part, _)| line.ends_with(part)) {
        let keys = fields.iter().map(|(name, ty)| Key::new(*name, *ty));
        return Some(keys.collect());
    }
    let before = line.strip_suffix("event[\"body\"]")?;
    // Who sends something mostly calls it what it is wanted as.
    let mut names = runner::wanted(workspace, file, at);
    names.sort_by_key(|name| !before.trim_end().ends_with(&format!("\"{name}\":")));
    Some(names.into_iter().map(|n| Key::new(n, "input")).collect())
}
