//! Somebody who knows what to write: at every place one of the first proposals is taken if that is what stands there
//! in the end, else a character is typed.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use serde_json::{Value, json};
use tests::Client;

use crate::snippet::Pattern;

/// How many proposals are looked at.
const LOOKED_AT: usize = 8;

/// What a text took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    keys: usize,
    characters: usize,
}

impl Cost {
    pub(crate) fn keys_a_character(self) -> f64 {
        self.keys as f64 / self.characters.max(1) as f64
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        self.keys += other.keys;
        self.characters += other.characters;
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (keys, characters) = (self.keys, self.characters);
        write!(f, "{:.3} {keys}/{characters}", self.keys_a_character())
    }
}

/// A text that was written.
pub(crate) struct Written {
    pub(crate) cost: Cost,
    /// The text, with brackets round what was taken.
    pub(crate) shown: String,
}

pub(crate) struct Writer<'p> {
    client: Client,
    file: &'p Path,
    version: i32,
    /// Where the cursor is, from 0 and in UTF-16.
    line: u32,
    column: u32,
}

impl<'p> Writer<'p> {
    /// A writer of an empty file.
    pub(crate) fn new(root: &Path, file: &'p Path) -> Writer<'p> {
        let items = json!({"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}}});
        let mut client = Client::open(root, json!({"textDocument": {"completion": items}}));
        client.did_open(file, 1, "");
        // Findings wait until everything is read: from there on the same is proposed at each run.
        client.published(file, |_| true);
        Writer {
            client,
            file,
            version: 1,
            line: 0,
            column: 0,
        }
    }

    /// Writes all of a text.
    pub(crate) fn write(mut self, text: &str) -> Written {
        let mut written = Written {
            cost: Cost::default(),
            shown: String::new(),
        };
        let mut at = 0;
        let prose = prose(text);
        while at < text.len() {
            let counts = !prose[self.line as usize];
            // What people say in their own words is nobody's to propose.
            let taken = counts.then(|| self.taken(text, at)).flatten();
            let (len, keys) = taken.unwrap_or_else(|| (typed(text, at, counts), 1));
            let piece = &text[at..at + len];
            if counts {
                written.cost.keys += keys;
                written.cost.characters += piece.chars().count();
            }
            match taken {
                Some(_) => written.shown += &format!("⟦{piece}⟧"),
                None => written.shown += piece,
            }
            self.insert(piece);
            at += len;
        }
        assert_eq!(self.client.shut_down(), Some(0));
        written
    }

    /// The proposal that saves the most keys: how many bytes it makes, and the keys that it takes.
    fn taken(&mut self, text: &str, at: usize) -> Option<(usize, usize)> {
        let answer = self
            .client
            .at("completion", self.file, self.line, self.column);
        let items = answer.get("items").unwrap_or(&answer);
        let mut items = items.as_array().cloned().unwrap_or_default();
        for item in &items {
            self.holds_cursor(item);
        }
        items.sort_by_key(|item| {
            let shown = item.get("sortText").unwrap_or(&item["label"]);
            shown.as_str().unwrap().to_owned()
        });
        let row = &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at];
        let fits = |item: &&Value| {
            let key = item.get("filterText").unwrap_or(&item["label"]);
            let key = key.as_str().unwrap().to_lowercase();
            let mut key = key.chars();
            let word = typed_before(row, item).to_lowercase();
            word.chars().all(|c| key.any(|k| k == c))
        };
        let shown = items.iter().filter(fits).take(LOOKED_AT).enumerate();
        let mut best: Option<(usize, usize, usize)> = None;
        for (index, item) in shown {
            // Further edits change what is written already.
            if item.get("additionalTextEdits").is_some() {
                continue;
            }
            let start = at - typed_before(row, item).len();
            let new = item["textEdit"]["newText"].as_str().unwrap();
            let pattern = match item["insertTextFormat"] == 2 {
                true => Pattern::snippet(&indented(new, row, item)),
                false => Pattern::plain(new),
            };
            let Some(fit) = pattern.fit(&text[start..]) else {
                continue;
            };
            let (end, keys) = (start + fit.len, 1 + index + fit.keys);
            let characters = text.get(at..end).map_or(0, |t| t.chars().count());
            let saved = characters.saturating_sub(keys);
            if saved > best.map_or(0, |(saved, ..)| saved) {
                best = Some((saved, end - at, keys));
            }
        }
        best.map(|(_, len, keys)| (len, keys))
    }

    /// What is replaced is round the cursor, and other edits are elsewhere.
    fn holds_cursor(&self, item: &Value) {
        let place = |p: &Value| {
            (
                p["line"].as_u64().unwrap(),
                p["character"].as_u64().unwrap(),
            )
        };
        let ends = |r: &Value| (place(&r["start"]), place(&r["end"]));
        let here = (u64::from(self.line), u64::from(self.column));
        let (start, end) = ends(&item["textEdit"]["range"]);
        let is_here = start.0 == here.0 && end.0 == here.0 && start <= here && here <= end;
        assert!(is_here, "{here:?} is not in what is replaced: {item}");
        let others = item.get("additionalTextEdits").and_then(Value::as_array);
        for other in others.into_iter().flatten() {
            let (from, to) = ends(&other["range"]);
            assert!(
                to < start || from > end,
                "an edit touches what is replaced: {item}"
            );
        }
    }

    fn insert(&mut self, piece: &str) {
        let place = json!({"line": self.line, "character": self.column});
        let range = json!({"start": place, "end": place});
        self.version += 1;
        let changes = json!([{"range": range, "text": piece}]);
        self.client.did_change(self.file, self.version, changes);
        let last = piece.rsplit('\n').next().unwrap_or_default();
        let breaks = piece.matches('\n').count() as u32;
        if breaks > 0 {
            (self.line, self.column) = (self.line + breaks, 0);
        }
        self.column += last.encode_utf16().count() as u32;
    }
}

/// What stands before the cursor of what a proposal replaces, which starts on the cursor's line.
fn typed_before<'r>(row: &'r str, item: &Value) -> &'r str {
    let start = item["textEdit"]["range"]["start"]["character"]
        .as_u64()
        .unwrap();
    let mut units = 0;
    for (i, c) in row.char_indices() {
        if units >= start {
            return &row[i..];
        }
        units += c.len_utf16() as u64;
    }
    ""
}

/// A snippet as editors insert it: its lines in the column of the first, unless it says that they are there already.
fn indented(new: &str, row: &str, item: &Value) -> String {
    let indent = &row[..row.len() - row.trim_start().len()];
    match item["insertTextMode"] == 1 {
        true => new.to_owned(),
        false => new.replace('\n', &format!("\n{indent}")),
    }
}

/// How many bytes one key writes: a character, or a line break with the indentation that editors give; prose at once.
fn typed(text: &str, at: usize, counts: bool) -> usize {
    let rest = &text[at..];
    if !counts {
        return rest.find('\n').map_or(rest.len(), |i| i.max(1));
    }
    let Some(after) = rest.strip_prefix('\n') else {
        return rest.chars().next().map_or(1, char::len_utf8);
    };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(&text[text[..at].rfind('\n').map_or(0, |i| i + 1)..]);
    let next = indent(after.split('\n').next().unwrap_or_default());
    1 + if next <= own + 4 { next } else { own }
}

/// For each line, whether it is a comment or stands in a docstring.
fn prose(text: &str) -> Vec<bool> {
    let mut in_docstring = false;
    let is_prose = |line: &str| {
        let was = in_docstring;
        if line.matches("\"\"\"").count() == 1 {
            in_docstring = !in_docstring;
        }
        was || line.contains("\"\"\"") || line.trim_start().starts_with('#')
    };
    text.split('\n').map(is_prose).collect()
}
