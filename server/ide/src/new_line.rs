//! Where the next line starts: the blanks of a new, empty line of YAML, below a key that holds lines of its own, or in an
//! item of a list that was just begun. Nothing else moves, and nothing in text that YAML takes as it stands.

use model::file::FileKind;
use syntax::text::line_start;
use syntax::yaml::Node;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::finding::TextEdit;

/// How much deeper what belongs to a key stands.
const STEP: usize = 2;

impl Snapshot {
    /// The blanks that belong on a line that somebody has just begun; `offset`: where the cursor is on it. `None`: they
    /// are there, or it is not for us to say.
    pub fn new_line(&self, file: FileId, offset: usize) -> Option<TextEdit> {
        let file = self.workspace.get(file)?;
        let is_code = matches!(file.kind, FileKind::Script(_) | FileKind::Frontend);
        if is_code || file.path.ends_with(".json") {
            return None;
        }
        let text = file.text();
        let start = line_start(text, offset.min(text.len()));
        let line = line_of(text, start);
        let above = text[..start].strip_suffix('\n')?;
        let above = line_start(above, above.strip_suffix('\r').unwrap_or(above).len());
        let is_empty = line.chars().all(|c| c == ' ' || c == '\t');
        let wanted = column(file.yaml(), text, above, start + line.len(), line.len())?;
        let new = " ".repeat(wanted);
        (is_empty && new != line).then(|| TextEdit {
            span: Span::new(start, start + line.len()),
            text: new,
        })
    }
}

/// The column of a new line below the one that starts at `above`; `behind`: what comes after the new line, which has
/// `now` blanks.
fn column(
    yaml: &syntax::yaml::Yaml,
    text: &str,
    above: usize,
    behind: usize,
    now: usize,
) -> Option<usize> {
    let line = line_of(text, above);
    let bare = line.trim_start_matches(' ');
    let dash = line.len() - bare.len();
    let key = bare.trim_start_matches(['-', ' ']);
    let is_item = bare.starts_with("- ");
    let column = line.len() - key.len();
    if bare.is_empty() || column > dash && !is_item {
        return None;
    }
    let pair = yaml.at(above + column).and_then(Node::own_pair)?;
    let name = pair.key.span();
    // A key that is no word at the start of the line stands elsewhere.
    if name.start as usize != above + column {
        return None;
    }
    let rest = text[name.end as usize..above + line.len()].trim_start();
    let rest = rest.strip_prefix(':')?.trim();
    if !rest.is_empty() && !rest.starts_with('#') {
        // The item goes on below its first key.
        let is_line = pair
            .value
            .is_some_and(|v| (v.span().end as usize) <= above + line.len());
        return (is_item && is_line && now == dash).then_some(column);
    }
    // What is there already says where the others go.
    let next = text[behind..]
        .lines()
        .map(|l| (l.trim_start_matches(' '), l));
    let mut next = next.filter(|(bare, _)| !bare.trim().is_empty() && !bare.starts_with('#'));
    match next.next() {
        Some((bare, line)) => {
            let next = line.len() - bare.len();
            let is_below = next > column || next == column && bare.starts_with("- ");
            Some(if is_below { next } else { column + STEP })
        }
        None => Some(column + STEP),
    }
}

/// The line that starts here, without its break.
fn line_of(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use model::file::Source;

    use super::*;
    use crate::fix::edited;

    /// The text after Enter, with the cursor at `<|>`; the empty text: nothing moves.
    fn after(path: &str, text: &str) -> String {
        let (text, offset) = fixture::cursor(text);
        let mut snapshot = Snapshot::default();
        let id = snapshot
            .workspace
            .set(path, Source::Text(text.as_str().into()));
        match snapshot.new_line(id, offset) {
            Some(edit) => {
                let blanks = edit.span.slice(&text);
                assert!(
                    blanks.trim().is_empty() && edit.text.trim().is_empty(),
                    "{text}"
                );
                edited(&text, &[edit])
            }
            None => String::new(),
        }
    }

    const FLOW: &str = "/workspace/f/a/b.flow/flow.yaml";

    #[test]
    fn what_belongs_to_a_key_is_indented() {
        let rows = [
            ("value:\n<|>", "value:\n  "),
            ("value:\n<|>\n", "value:\n  \n"),
            ("value: # c\n<|>", "value: # c\n  "),
            ("value:\r\n<|>\r\n", "value:\r\n  \r\n"),
            ("value:\n  modules:\n  <|>", "value:\n  modules:\n    "),
            ("value:\n  modules:\n      <|>", "value:\n  modules:\n    "),
            ("value:\n\t<|>", "value:\n  "),
            (
                "value:\n  modules:\n  <|>\n      - id: a\n",
                "value:\n  modules:\n      \n      - id: a\n",
            ),
            (
                "value:\n  modules:\n    <|>\n  - id: a\n",
                "value:\n  modules:\n  \n  - id: a\n",
            ),
            (
                "value:\n  modules:\n    - id: a\n      value:\n      <|>\n    - id: b\n",
                "value:\n  modules:\n    - id: a\n      value:\n        \n    - id: b\n",
            ),
            (
                "value:\n  modules:\n    - id: a\n    <|>",
                "value:\n  modules:\n    - id: a\n      ",
            ),
            (
                "value:\n  modules:\n    - value:\n    <|>",
                "value:\n  modules:\n    - value:\n        ",
            ),
            (
                "summary: a\nschema:\n<|>\nvalue: {}\n",
                "summary: a\nschema:\n  \nvalue: {}\n",
            ),
        ];
        for (before, want) in rows {
            assert_eq!(after(FLOW, before), want, "{before}");
        }
        assert_eq!(
            after("/workspace/f/a/b.schedule.yaml", "args:\n<|>"),
            "args:\n  "
        );
    }

    #[test]
    fn nothing_else_moves() {
        let code = "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        content: |\n";
        let rows = [
            "<|>",
            "value:\n  <|>",
            "summary: a\n<|>",
            "value:\n  modules:\n    - id: a\n      value:\n        type: identity\n        <|>",
            "value:\n  modules:\n    - id: a\n      summary: x\n      <|>\n    - id: b\n",
            "value:\n  modules:\n    - id: a\n      <|>",
            "value:\n  modules: []\n  <|>",
            "value:\n\n<|>",
            "# value:\n<|>",
            "value:\nx<|>",
            "value:\n<|>x: 1\n",
            "summary: >\n  text:\n<|>",
            "summary: 'a\n  text:\n  <|>'\n",
        ];
        for before in rows {
            assert_eq!(after(FLOW, before), "", "{before}");
        }
        for lines in [
            "<|>",
            "          x:\n<|>",
            "          else:\n          <|>",
            "          def main():\n<|>\n          x: 1\n",
        ] {
            assert_eq!(after(FLOW, &format!("{code}{lines}")), "", "{lines}");
        }
        assert_eq!(after("/workspace/f/a/b.py", "if x:\n<|>"), "");
    }
}
