//! The edit of `windmill-ls.toml` that turns a rule off, wherever that file is; where there is none, a new one in the
//! first folder. The rest of the file stays as it is written.

use std::path::Path;
use std::sync::Arc;

use syntax::{Encoding, LineIndex};
use toml_edit::{Document, Item};
use tower_lsp::ls_types as lsp;

use super::convert;
use crate::disk;
use crate::settings::{self, NAME};

/// The edit; `open`: the settings files that the editor has open, by path, with their text. `Err`: why there is none.
pub(super) fn edit(
    folder: &Path,
    open: &[(String, Arc<str>)],
    encoding: Encoding,
    rule: &str,
) -> Result<lsp::WorkspaceEdit, String> {
    let file = settings::for_folder(folder);
    let path = file
        .as_ref()
        .map_or_else(|| folder.join(NAME), |f| f.path.clone());
    let path = disk::to_model(&path).ok_or("its path is not text")?;
    let uri = convert::uri(&path).ok_or("its path is no address")?;
    let known = open
        .iter()
        .find(|(p, _)| *p == path)
        .map(|(_, t)| t.to_string());
    let text = match (known, &file) {
        (Some(text), _) => Some(text),
        (None, Some(file)) => Some(file.text().map_err(|e| e.to_string())?.to_owned()),
        (None, None) => None,
    };
    let mut operations = Vec::new();
    let is_new = text.is_none();
    if is_new {
        let create = lsp::CreateFile {
            uri: uri.clone(),
            options: None,
            annotation_id: None,
        };
        operations.push(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(
            create,
        )));
    }
    let text = text.unwrap_or_default();
    let (start, end, new_text) = turned_off(&text, rule)?;
    let lines = LineIndex::new(&text);
    let place = |offset| {
        let at = lines.line_col(&text, offset, encoding);
        lsp::Position::new(at.line, at.col)
    };
    let range = lsp::Range::new(place(start), place(end));
    operations.push(lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![lsp::OneOf::Left(lsp::TextEdit { range, new_text })],
    }));
    Ok(lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Operations(operations)),
        ..lsp::WorkspaceEdit::default()
    })
}

/// What to replace in a settings file, in bytes, and by what.
fn turned_off(text: &str, rule: &str) -> Result<(usize, usize, String), String> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{rule} = \"off\"{newline}");
    let document = Document::parse(text).map_err(|e| e.message().to_owned())?;
    let Some(rules) = document.as_item().get("rules") else {
        let gap = match text.trim_end() {
            "" => text.len()..text.len(),
            some => some.len()..text.len(),
        };
        let before = match gap.start {
            0 => String::new(),
            _ => newline.repeat(2),
        };
        return Ok((
            gap.start,
            gap.end,
            format!("{before}[rules]{newline}{line}"),
        ));
    };
    let known = rules.get(rule).map(Item::span);
    if let Some(value) = known {
        let value = value.ok_or("the rule is not written where it can be changed")?;
        return Ok((value.start, value.end, "\"off\"".to_owned()));
    }
    let header = rules
        .as_table()
        .filter(|t| !t.is_implicit() && !t.is_dotted());
    let header = header
        .and_then(|t| t.span())
        .ok_or("`rules` is not a table of its own")?;
    let behind = text[header.start..]
        .find('\n')
        .map(|i| header.start + i + 1);
    Ok(match behind {
        Some(at) => (at, at, line),
        None => (text.len(), text.len(), format!("{newline}{line}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> Result<String, String> {
        let (start, end, new) = turned_off(text, "unknown-step")?;
        let after = format!("{}{new}{}", &text[..start], &text[end..]);
        let value: serde_json::Value =
            toml_edit::de::from_str(&after).map_err(|e| e.to_string())?;
        assert_eq!(value["rules"]["unknown-step"], "off", "{after}");
        Ok(after)
    }

    #[test]
    fn a_rule_is_turned_off_and_the_rest_stays() {
        let rows = [
            ("", "[rules]\nunknown-step = \"off\"\n"),
            ("# c\n", "# c\n\n[rules]\nunknown-step = \"off\"\n"),
            (
                "[files]\nexclude = ['x']\n\n\n",
                "[files]\nexclude = ['x']\n\n[rules]\nunknown-step = \"off\"\n",
            ),
            (
                "[rules] # mine\nunused-ignore = \"off\"\n[hints]\nshapes = true\n",
                "[rules] # mine\nunknown-step = \"off\"\nunused-ignore = \"off\"\n[hints]\nshapes = true\n",
            ),
            (
                "[rules]\r\nunknown-step = 'hint' # soft\r\n",
                "[rules]\r\nunknown-step = \"off\" # soft\r\n",
            ),
            (
                "rules = { unknown-step = 'hint' }\n",
                "rules = { unknown-step = \"off\" }\n",
            ),
            ("[rules]", "[rules]\nunknown-step = \"off\"\n"),
            (
                "[[per-path]]\npaths = ['a']\n",
                "[[per-path]]\npaths = ['a']\n\n[rules]\nunknown-step = \"off\"\n",
            ),
        ];
        for (text, want) in rows {
            assert_eq!(after(text).as_deref(), Ok(want), "{text}");
        }
        assert!(after("rules = { unused-ignore = 'off' }\n").is_err());
        assert!(after("[rules\n").is_err());
    }
}
