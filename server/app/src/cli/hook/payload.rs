//! What clients give a hook after an edit, as one JSON object on stdin:
//! - Claude Code (`PostToolUse`): `cwd`, `tool_input.file_path` with `old_string` and `new_string` or `content`, and
//!   `tool_response.originalFile`, the text before (<https://code.claude.com/docs/en/hooks>).
//! - Cursor (`afterFileEdit`): `workspace_roots`, `file_path`, `edits` (<https://cursor.com/docs/agent/hooks>).
//! - Copilot (`postToolUse`): `cwd`, `toolName`, `toolArgs` with `path`, an object or its JSON as text
//!   (<https://docs.github.com/en/copilot/reference/hooks-configuration>); in VS Code `tool_input.filePath`.
//!
//! Fields are looked for wherever one of them has them: clients change what they send.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// An edit of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Payload {
    /// The file, as it is named there, from the folder that is named there.
    pub(super) file: PathBuf,
    /// What the file was before.
    pub(super) before: Earlier,
}

/// What a payload says of the text before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    /// There was no file.
    Nothing,
    /// This text.
    Text(String),
    /// These replacements were made, in order.
    Replaced(Vec<Replacement>),
    /// It does not say.
    Unknown,
}

/// A text that came instead of another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    old: String,
    new: String,
    /// Wherever the old text stood.
    all: bool,
}

/// What a tool writes in one place or another.
const PATHS: [&str; 4] = ["file_path", "filePath", "path", "notebook_path"];

impl Payload {
    /// Reads a payload; `None`: it speaks of no file.
    ///
    /// # Errors
    /// It is no JSON.
    pub(super) fn read(text: &[u8]) -> serde_json::Result<Option<Payload>> {
        let whole: Value = serde_json::from_slice(text)?;
        let inner = ["tool_input", "toolArgs", "toolInput", "tool_args"]
            .iter()
            .find_map(|key| object(whole.get(key)?));
        let places = [inner.as_ref(), Some(&whole)];
        let places: Vec<&Value> = places.into_iter().flatten().collect();
        let paths = places
            .iter()
            .flat_map(|p| PATHS.iter().map(|name| p.get(name)));
        let Some(file) = paths.flatten().find_map(Value::as_str) else {
            return Ok(None);
        };
        let roots = whole
            .get("workspace_roots")
            .and_then(|r| r.get(0)?.as_str());
        let folder = whole.get("cwd").and_then(Value::as_str).or(roots);
        let file = folder.map_or_else(|| PathBuf::from(file), |f| Path::new(f).join(file));
        let response = whole.get("tool_response");
        let original = response.and_then(|r| r.get("originalFile"));
        let is_new = response.and_then(|r| r.get("type")?.as_str()) == Some("create");
        let before = match original {
            Some(Value::String(text)) => Earlier::Text(text.clone()),
            _ if is_new => Earlier::Nothing,
            _ => Earlier::of_edits(&places),
        };
        Ok(Some(Payload { file, before }))
    }
}

/// An object, or the JSON of one.
fn object(value: &Value) -> Option<Value> {
    match value {
        Value::Object(_) => Some(value.clone()),
        Value::String(text) => serde_json::from_str(text).ok().filter(Value::is_object),
        _ => None,
    }
}

impl Earlier {
    fn of_edits(places: &[&Value]) -> Earlier {
        for place in places {
            let list = place.get("edits").and_then(Value::as_array);
            let replaced: Option<Vec<Replacement>> = match list {
                Some(list) => list.iter().map(Replacement::read).collect(),
                None => Replacement::read(place).map(|one| vec![one]),
            };
            if let Some(replaced) = replaced.filter(|r| !r.is_empty()) {
                return Earlier::Replaced(replaced);
            }
        }
        Earlier::Unknown
    }

    /// The text before, where `now` is the text after: `Ok(None)` where there was no file, `Err` where it cannot be known.
    pub(super) fn text(&self, now: &str) -> Result<Option<String>, ()> {
        match self {
            Earlier::Nothing => Ok(None),
            Earlier::Text(text) => Ok(Some(text.clone())),
            Earlier::Unknown => Err(()),
            Earlier::Replaced(replaced) => {
                let mut text = now.to_owned();
                for one in replaced.iter().rev() {
                    text = one.undone(&text).ok_or(())?;
                }
                Ok(Some(text))
            }
        }
    }
}

impl Replacement {
    fn read(value: &Value) -> Option<Replacement> {
        let text = |names: [&str; 3]| names.iter().find_map(|n| value.get(n)?.as_str());
        Some(Replacement {
            old: text(["old_string", "old_str", "oldString"])?.to_owned(),
            new: text(["new_string", "new_str", "newString"])?.to_owned(),
            all: value.get("replace_all").and_then(Value::as_bool) == Some(true),
        })
    }

    /// The text before. `None`: what came is not in it, or it cannot be known where.
    fn undone(&self, text: &str) -> Option<String> {
        if self.new.is_empty() || !text.contains(&self.new) {
            return None;
        }
        match (self.all, text.matches(&self.new).count()) {
            (true, _) => Some(text.replace(&self.new, &self.old)),
            (false, 1) => Some(text.replacen(&self.new, &self.old, 1)),
            // Any of them may have been there before.
            (false, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Payload> {
        Payload::read(text.as_bytes()).expect("it is JSON")
    }

    #[test]
    fn edits_are_undone() {
        let payload = read(
            r#"{"cwd": "/w", "tool_name": "Edit", "tool_input": {"file_path": "/w/f/a.py", "old_string": "a", "new_string": "b"}}"#,
        )
        .expect("a file");
        assert_eq!(payload.file, Path::new("/w/f/a.py"));
        assert_eq!(payload.before.text("x b y"), Ok(Some("x a y".to_owned())));
        assert_eq!(payload.before.text("x y"), Err(()));
        assert_eq!(payload.before.text("b b"), Err(()));
    }

    #[test]
    fn several_edits_are_undone_from_the_last_on() {
        let payload = read(
            r#"{"workspace_roots": ["/w"], "hook_event_name": "afterFileEdit", "file_path": "f/a.py",
                "edits": [{"old_string": "a", "new_string": "b"}, {"old_string": "b", "new_string": "c"}]}"#,
        )
        .expect("a file");
        assert_eq!(payload.file, Path::new("/w/f/a.py"));
        assert_eq!(payload.before.text("c"), Ok(Some("a".to_owned())));
    }

    #[test]
    fn the_text_that_a_client_kept_counts() {
        let payload = read(
            r#"{"tool_input": {"file_path": "a.py", "content": "new"}, "tool_response": {"type": "update", "originalFile": "old"}}"#,
        )
        .expect("a file");
        assert_eq!(payload.before, Earlier::Text("old".to_owned()));
        let created = r#"{"tool_input": {"file_path": "a.py"}, "tool_response": {"type": "create", "originalFile": null}}"#;
        assert_eq!(read(created).expect("a file").before, Earlier::Nothing);
    }

    #[test]
    fn arguments_may_be_text() {
        let payload = read(
            r#"{"cwd": "/w", "toolName": "edit", "toolArgs": "{\"path\": \"f/a.py\", \"old_str\": \"a\", \"new_str\": \"b\"}"}"#,
        )
        .expect("a file");
        assert_eq!(payload.file, Path::new("/w/f/a.py"));
        assert_eq!(payload.before.text("b"), Ok(Some("a".to_owned())));
    }

    #[test]
    fn what_speaks_of_no_file_is_nothing() {
        assert_eq!(read(r#"{"tool_input": {"command": "ls"}}"#), None);
        assert_eq!(read("[]"), None);
        assert_eq!(read("3"), None);
    }
}
