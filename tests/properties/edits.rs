//! After any edits the answers equal those of a fresh workspace with the same text, for the edited
//! files and for all others, whatever was asked on the way.

use std::sync::{Arc, LazyLock};

use ide::Snapshot;
use model::file::{FileId, Source};
use model::workspace::Workspace;
use proptest::prelude::*;
use syntax::{Edit, Span};

use crate::answers::{at, boundary, findings};
use crate::samples::{read_files, snapshot, texts, workspace};

/// A sample with everything worked out.
static BASE: LazyLock<Workspace> = LazyLock::new(|| {
    let workspace = workspace(&texts("clean"));
    let snapshot = snapshot(&workspace);
    for id in read_files(&workspace) {
        snapshot.check(id);
    }
    workspace
});

/// Files that are edited: flows with code in them, a script that a flow runs, code beside a flow.
const SUBJECTS: [&str; 7] = [
    "/w/f/billing/collect_overdue.flow/flow.yaml",
    "/w/f/crm/lead_intake.flow/flow.yaml",
    "/w/f/ops/incident_response.flow/flow.yaml",
    "/w/f/billing/list_overdue_invoices.py",
    "/w/f/billing/collect_overdue.flow/group_by_customer.inline_script.py",
    "/w/f/crm/find_duplicates.ts",
    "/w/f/billing/list_overdue_invoices.script.yaml",
];

/// What is typed or pasted.
const WORDS: [&str; 40] = [
    "a",
    " ",
    "\n",
    "\r\n",
    "\t",
    ".",
    ": ",
    "- ",
    "\"",
    "'",
    "`",
    "{",
    "}",
    "[",
    "]",
    "|",
    ">-",
    "#",
    "@x",
    "&a",
    "*a",
    "---\n",
    "😀",
    "e\u{301}",
    "\u{feff}",
    "\u{2028}",
    "\u{0}",
    "\r",
    "results.",
    "results[\"",
    "flow_input.iter",
    "!inline ",
    "\n    - id: z\n      value:\n        type: identity\n",
    "x: 1\n",
    "def main(",
    "):\n",
    "\"\"\"",
    "import wmill\nwmill.",
    "  ",
    "\n\n",
];

/// One thing that a person does.
#[derive(Clone, Debug)]
enum Step {
    /// Goes to a place: a share of the text.
    Go(f64),
    /// Types a word, a character at a time.
    Type(&'static str),
    /// Puts a text in at once.
    Paste(&'static str),
    /// Deletes characters before the cursor.
    Back(usize),
    /// Deletes characters after it.
    Delete(usize),
    /// Deletes the line.
    CutLine,
    /// Writes the line once more below.
    CopyLine,
    /// Replaces what is on the line.
    ReplaceLine(&'static str),
    /// Puts something before the line.
    Indent(&'static str),
    /// Takes the first character off the line.
    Dedent,
    /// Changes all line breaks, as one replacement of the whole text.
    CrLf,
}

fn steps() -> impl Strategy<Value = Vec<(bool, Step, bool)>> {
    let word = || prop::sample::select(&WORDS[..]);
    let step = prop_oneof![
        6 => (0.0..1.0).prop_map(Step::Go),
        5 => word().prop_map(Step::Type),
        4 => word().prop_map(Step::Paste),
        3 => (1usize..30).prop_map(Step::Back),
        2 => (1usize..200).prop_map(Step::Delete),
        2 => Just(Step::CutLine),
        1 => Just(Step::CopyLine),
        1 => word().prop_map(Step::ReplaceLine),
        1 => prop::sample::select(&[" ", "  ", "\t", "# "][..]).prop_map(Step::Indent),
        1 => Just(Step::Dedent),
        1 => Just(Step::CrLf),
    ];
    // In which of two files, what, and whether everything is asked afterwards.
    prop::collection::vec((any::<bool>(), step, any::<bool>()), 1..24)
}

/// A file being edited.
struct Editor {
    id: FileId,
    text: String,
    cursor: usize,
    /// The text before the last edit, and that edit.
    last: Option<(String, Edit)>,
}

impl Editor {
    fn new(path: &str, text: String) -> Editor {
        Editor {
            id: BASE.id(path).unwrap(),
            text,
            cursor: 0,
            last: None,
        }
    }

    fn step(&mut self, workspace: &mut Workspace, step: &Step) {
        let line = self.line();
        match step {
            Step::Go(share) => {
                self.cursor = boundary(&self.text, (self.text.len() as f64 * share) as usize);
            }
            Step::Type(word) => {
                for c in word.chars() {
                    let at = self.cursor;
                    self.replace(workspace, at..at, c.encode_utf8(&mut [0; 4]));
                }
            }
            Step::Paste(text) => self.replace(workspace, self.cursor..self.cursor, text),
            Step::Back(n) => {
                let start = boundary(&self.text, self.cursor.saturating_sub(*n));
                self.replace(workspace, start..self.cursor, "");
            }
            Step::Delete(n) => {
                let end = boundary(&self.text, self.cursor + n);
                self.replace(workspace, self.cursor..end, "");
            }
            Step::CutLine => self.replace(workspace, line, ""),
            Step::CopyLine => {
                let copy = self.text[line.clone()].to_owned();
                self.replace(workspace, line.end..line.end, &copy);
            }
            Step::ReplaceLine(word) => {
                let body = self.text[line.clone()].trim_end_matches(['\n', '\r']);
                self.replace(workspace, line.start..line.start + body.len(), word);
            }
            Step::Indent(text) => self.replace(workspace, line.start..line.start, text),
            Step::Dedent => {
                let first = self.text[line.clone()]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                self.replace(workspace, line.start..line.start + first, "");
            }
            Step::CrLf => {
                let text = self.text.replace("\r\n", "\n").replace('\n', "\r\n");
                self.replace(workspace, 0..self.text.len(), &text);
            }
        }
    }

    /// The line at the cursor, with its break.
    fn line(&self) -> std::ops::Range<usize> {
        let start = self.text[..self.cursor].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[self.cursor..].find('\n');
        start..end.map_or(self.text.len(), |i| self.cursor + i + 1)
    }

    fn replace(&mut self, workspace: &mut Workspace, range: std::ops::Range<usize>, new: &str) {
        let before = self.text.clone();
        self.text.replace_range(range.clone(), new);
        self.cursor = range.start + new.len();
        let edit = Edit {
            span: Span::new(range.start, range.end),
            new_len: new.len(),
        };
        workspace.edit(self.id, edit, Arc::from(self.text.as_str()));
        self.last = Some((before, edit));
    }

    /// Sets the text in a workspace that knows nothing of the edits. The last edit is made there too:
    /// which line it was on is known to recovery, and spares half-typed keys.
    fn set_fresh(&self, workspace: &mut Workspace, path: &str) {
        let text = |text: &str| Source::Text(text.into());
        match &self.last {
            Some((before, edit)) => {
                workspace.set(path, text(before));
                workspace.edit(self.id, *edit, Arc::from(self.text.as_str()));
            }
            None => {
                workspace.set(path, text(&self.text));
            }
        }
    }

    /// Where the answers are compared: around the cursor, and all over the text.
    fn places(&self) -> Vec<usize> {
        let (line, near) = (self.line(), self.cursor.saturating_sub(2)..self.cursor + 3);
        let mut places: Vec<usize> = near.chain([line.start, line.end]).collect();
        places.extend((0..=self.text.len()).step_by(self.text.len() / 12 + 1));
        places
    }

    fn answers(&self, snapshot: &Snapshot) -> Vec<String> {
        let places = self.places().into_iter();
        let mut answers = vec![findings(snapshot, self.id)];
        answers.extend(places.map(|o| format!("{o}: {}", at(snapshot, self.id, o))));
        answers
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn edited_equals_fresh(
        paths in prop::sample::subsequence(&SUBJECTS[..], 2),
        crlf in any::<bool>(),
        steps in steps(),
    ) {
        let mut edited = BASE.clone();
        let mut editors: Vec<Editor> = Vec::new();
        for path in &paths {
            let id = BASE.id(path).unwrap();
            let mut text = BASE.get(id).unwrap().text().to_owned();
            if crlf {
                text = text.replace('\n', "\r\n");
                edited.set(path, Source::Text(text.as_str().into()));
            }
            editors.push(Editor::new(path, text));
        }
        for (second, step, ask) in &steps {
            let editor = &mut editors[usize::from(*second)];
            editor.step(&mut edited, step);
            if *ask {
                let snapshot = snapshot(&edited);
                findings(&snapshot, editor.id);
                at(&snapshot, editor.id, editor.cursor);
            }
        }
        let mut fresh = BASE.clone();
        for (editor, path) in editors.iter().zip(&paths) {
            editor.set_fresh(&mut fresh, path);
        }
        let (edited, fresh) = (snapshot(&edited), snapshot(&fresh));
        for editor in &editors {
            prop_assert_eq!(editor.answers(&edited), editor.answers(&fresh));
        }
        for id in read_files(&BASE) {
            prop_assert_eq!(findings(&edited, id), findings(&fresh, id));
        }
    }
}

#[test]
fn a_line_separator_between_changed_line_breaks() {
    let path = SUBJECTS[0];
    let id = BASE.id(path).unwrap();
    let mut edited = BASE.clone();
    let mut editor = Editor::new(path, BASE.get(id).unwrap().text().to_owned());
    for step in [
        Step::CrLf,
        Step::ReplaceLine("\u{2028}"),
        Step::Go(0.0),
        Step::CrLf,
    ] {
        editor.step(&mut edited, &step);
    }
    let mut fresh = BASE.clone();
    editor.set_fresh(&mut fresh, path);
    assert_eq!(
        editor.answers(&snapshot(&edited)),
        editor.answers(&snapshot(&fresh))
    );
}
