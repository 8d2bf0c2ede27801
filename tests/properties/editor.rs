//! Files being edited as an editor does it: places as lines and UTF-16 columns, several changes in one
//! message, nothing asked in between or everything.

use std::ops::Range;

use ide::Snapshot;
use model::file::Source;
use model::workspace::Workspace;
use proptest::prelude::*;
use syntax::{Document, Edit, Encoding, FileId, LineIndex};

use crate::answers::{at, boundary, findings};
use crate::map::whole;

/// What is typed or pasted.
const WORDS: [&str; 73] = [
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
    "(",
    ")",
    ",",
    "|",
    "|\n",
    ">-",
    "#",
    "@",
    "@x",
    "&a",
    "*a",
    "? ",
    ":",
    "%",
    "\\",
    "---\n",
    "...\n",
    "😀",
    "💰",
    "é",
    "e\u{301}",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{a0}",
    "\u{c}",
    "\u{0}",
    "\r",
    "results.",
    "results[\"",
    "flow_input.",
    "flow_input.iter",
    "!inline ",
    "- id: new\n",
    "\n    - id: z\n      value:\n        type: identity\n",
    "    value:\n",
    "x: 1\n",
    "expr: a ? 1 : 2\n",
    "def main(",
    "):\n",
    "):\n    return {",
    "\"\"\"",
    "f\"{",
    "import wmill\nwmill.",
    "class A:\n",
    "export function main(",
    "=> {",
    "`${",
    "/*",
    "  ",
    "\n\n",
    "\n  ",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> b\n",
    "defaultTs: deno\n",
    "# windmill-ls: ignore\n",
    "null",
];

/// One thing that a person does.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Goes to a place: a share of the text.
    Go(f64),
    /// Goes to the start, or to the end, of the line at a share of the text.
    GoToLine(f64, bool),
    /// Types a word, a character at a time.
    Type(&'static str),
    /// Puts words in at once.
    Paste(Vec<&'static str>),
    /// Deletes characters before the cursor.
    Back(usize),
    /// Deletes characters after it.
    Delete(usize),
    /// Deletes to the start of a line below, so many lines further.
    DeleteLines(usize),
    /// Replaces what lies between the cursor and a share of the text.
    Replace(f64, Vec<&'static str>),
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

/// What comes of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// It goes into one message with the next one.
    Nothing,
    /// It is sent.
    Send,
    /// It is sent, and one thing is asked: the findings, or what is at the cursor.
    Ask(bool),
    /// It is sent, and all answers are compared with those of a fresh start.
    Compare,
}

/// In which file, what, and what comes of it.
pub(crate) type Act = (usize, Step, Then);

pub(crate) fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let word = || prop::sample::select(&WORDS[..]);
    let words = || prop::collection::vec(word(), 0..4);
    let step = prop_oneof![
        5 => (0.0..1.0).prop_map(Step::Go),
        3 => (0.0..1.0, any::<bool>()).prop_map(|(share, end)| Step::GoToLine(share, end)),
        4 => word().prop_map(Step::Type),
        6 => words().prop_map(Step::Paste),
        3 => (1usize..30).prop_map(Step::Back),
        2 => (1usize..200).prop_map(Step::Delete),
        3 => (1usize..4).prop_map(Step::DeleteLines),
        1 => (0.0..1.0, words()).prop_map(|(share, words)| Step::Replace(share, words)),
        2 => Just(Step::CutLine),
        1 => Just(Step::CopyLine),
        1 => word().prop_map(Step::ReplaceLine),
        1 => prop::sample::select(&[" ", "  ", "\t", "# "][..]).prop_map(Step::Indent),
        1 => Just(Step::Dedent),
        1 => Just(Step::CrLf),
    ];
    let then = prop_oneof![
        2 => Just(Then::Nothing),
        4 => Just(Then::Send),
        2 => any::<bool>().prop_map(Then::Ask),
        3 => Just(Then::Compare),
    ];
    prop::collection::vec((0..3usize, step, then), 1..most)
}

/// A file being edited.
pub(crate) struct Editor {
    pub(crate) id: FileId,
    path: String,
    text: String,
    cursor: usize,
    document: Document,
    /// What was sent last.
    sent: String,
    /// What has not been sent.
    pending: Option<Edit>,
}

impl Editor {
    pub(crate) fn new(workspace: &Workspace, id: FileId) -> Editor {
        let file = workspace.get(id).unwrap();
        let text = file.text().to_owned();
        Editor {
            id,
            path: file.path.to_string(),
            cursor: 0,
            document: Document::new(&text),
            sent: text.clone(),
            pending: None,
            text,
        }
    }

    /// Does a step; of a word that is typed, each character is sent.
    pub(crate) fn step(&mut self, workspace: &mut Workspace, step: &Step) {
        let line = self.line();
        let at = self.cursor;
        let share = |text: &str, share: &f64| boundary(text, (text.len() as f64 * share) as usize);
        match step {
            Step::Go(to) => self.cursor = share(&self.text, to),
            Step::GoToLine(to, end) => {
                self.cursor = share(&self.text, to);
                let line = self.line();
                let body = self.text[line.clone()].trim_end_matches(['\n', '\r']);
                self.cursor = line.start + if *end { body.len() } else { 0 };
            }
            Step::Type(word) => {
                for c in word.chars() {
                    self.replace(self.cursor..self.cursor, c.encode_utf8(&mut [0; 4]));
                    self.send(workspace);
                }
            }
            Step::Paste(words) => self.replace(at..at, &words.concat()),
            Step::Back(n) => self.replace(boundary(&self.text, at.saturating_sub(*n))..at, ""),
            Step::Delete(n) => self.replace(at..boundary(&self.text, at + n), ""),
            Step::DeleteLines(n) => {
                let breaks = self.text[at..].match_indices('\n');
                let end = breaks.map(|(i, _)| at + i + 1).nth(n - 1);
                self.replace(at..end.unwrap_or(self.text.len()), "");
            }
            Step::Replace(to, words) => {
                let to = share(&self.text, to);
                self.replace(at.min(to)..at.max(to), &words.concat());
            }
            Step::CutLine => self.replace(line, ""),
            Step::CopyLine => {
                let copy = self.text[line.clone()].to_owned();
                self.replace(line.end..line.end, &copy);
            }
            Step::ReplaceLine(word) => {
                let body = self.text[line.clone()].trim_end_matches(['\n', '\r']);
                self.replace(line.start..line.start + body.len(), word);
            }
            Step::Indent(text) => self.replace(line.start..line.start, text),
            Step::Dedent => {
                let first = self.text[line.clone()].chars().next();
                let first = first.map_or(0, char::len_utf8);
                self.replace(line.start..line.start + first, "");
            }
            Step::CrLf => {
                let text = self.text.replace("\r\n", "\n").replace('\n', "\r\n");
                let edit = self.document.replace(None, Encoding::Utf16, &text);
                self.took(edit, &text);
            }
        }
    }

    /// The line at the cursor, with its break.
    fn line(&self) -> Range<usize> {
        let start = self.text[..self.cursor].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[self.cursor..].find('\n');
        start..end.map_or(self.text.len(), |i| self.cursor + i + 1)
    }

    fn replace(&mut self, range: Range<usize>, new: &str) {
        let lines = LineIndex::new(&self.text);
        let place = |offset| {
            let mut place = lines.line_col(&self.text, offset, Encoding::Utf16);
            // An editor may cut a character in two; its start is meant.
            let next = self.text[offset..].chars().next();
            place.col += u32::from(next.is_some_and(|c| c.len_utf16() == 2 && offset % 2 == 1));
            place
        };
        let (start, end) = (place(range.start), place(range.end));
        let edit = self
            .document
            .replace(Some((start, end)), Encoding::Utf16, new);
        // No place lies between the two characters of a line break.
        let split = |i: usize| self.text[..i].ends_with('\r') && self.text[i..].starts_with('\n');
        let place = |i: usize| if split(i) { i - 1 } else { i };
        let meant = place(range.start)..place(range.end);
        assert_eq!(
            edit.span.range(),
            meant,
            "{start:?} {end:?} in {:?}",
            self.text
        );
        self.took(edit, new);
    }

    fn took(&mut self, edit: Edit, new: &str) {
        self.text.replace_range(edit.span.range(), new);
        assert_eq!(self.text, *self.document.text());
        assert_eq!(edit.new_len, new.len());
        self.cursor = edit.span.start as usize + new.len();
        self.pending = Some(self.pending.map_or(edit, |p| p.then(edit)));
    }

    /// Sends what is pending, as one message.
    pub(crate) fn send(&mut self, workspace: &mut Workspace) {
        let Some(edit) = self.pending.take() else {
            return;
        };
        workspace.edit(self.id, edit, self.document.text());
        self.sent.clone_from(&self.text);
    }

    /// Sets the text in a workspace that knows nothing of the edits.
    pub(crate) fn set_fresh(&self, workspace: &mut Workspace) {
        workspace.set(&self.path, Source::Text(self.sent.as_str().into()));
    }

    /// Asks one thing.
    pub(crate) fn ask(&self, snapshot: &Snapshot, all: bool) {
        if all {
            findings(snapshot, self.id);
        } else {
            at(snapshot, self.id, self.cursor);
        }
    }

    /// The findings, what is around the cursor, and what is at `more` places all over the text.
    pub(crate) fn answers(&self, snapshot: &Snapshot, more: usize) -> Vec<String> {
        let near = self.cursor.saturating_sub(2)..self.cursor + 3;
        let line = self.line();
        let all = (0..=self.text.len()).step_by(self.text.len() / more + 1);
        let places = near.chain([line.start, line.end]).chain(all);
        let mut answers = vec![findings(snapshot, self.id), whole(snapshot, self.id)];
        answers.extend(places.map(|o| format!("{o}: {}", at(snapshot, self.id, o))));
        answers
    }
}
