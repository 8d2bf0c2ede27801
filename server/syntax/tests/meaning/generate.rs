//! Flow files in every way that YAML lets them be written, drawn from bytes.
//!
//! A text is a function of its bytes: each choice takes one, and 0 is the plainest choice, also where
//! there are no bytes left. Not every text is valid: a strict reading decides that.

mod flow;
mod words;

use words::{BLOCK_PLAIN, DOUBLE, GO_ON, KEYS, LINES, PLAIN, SINGLE, TAGS};

/// Depth from which values are scalars.
const DEEPEST: usize = 6;

/// The text that these bytes stand for.
pub(crate) fn text(bytes: &[u8]) -> String {
    let mut writer = Writer {
        bytes: bytes.iter(),
        out: String::new(),
        anchors: 0,
        depth: 0,
    };
    let end = writer.pick(8);
    let start = writer.pick(24);
    writer.documents();
    let mut text = writer.out;
    text = match end {
        5 => text.replace('\n', "\r\n"),
        6 => text.replace('\n', "\r"),
        7 => alternating(&text),
        _ => text,
    };
    if start >= 22 {
        text.insert(0, '\u{feff}');
    }
    text
}

/// Line ends of all three kinds by turns.
fn alternating(text: &str) -> String {
    let mut out = String::new();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        out.push_str(line.trim_end_matches('\n'));
        if line.ends_with('\n') {
            out.push_str(["\r\n", "\n", "\r"][i % 3]);
        }
    }
    out
}

struct Writer<'b> {
    bytes: std::slice::Iter<'b, u8>,
    out: String,
    /// Anchors written so far: `a0`, `a1` and so on.
    anchors: usize,
    depth: usize,
}

impl Writer<'_> {
    /// One of `n` choices.
    fn pick(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % n
    }

    /// True once in `n` times.
    fn rarely(&mut self, n: usize) -> bool {
        self.pick(n) == n - 1
    }

    fn of<'s>(&mut self, choices: &[&'s str]) -> &'s str {
        choices[self.pick(choices.len())]
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn documents(&mut self) {
        let head = [
            "",
            "",
            "",
            "---\n",
            "# head\n\n",
            "%YAML 1.2\n---\n",
            "--- # c\n",
            "\n",
        ];
        let head = self.of(&head);
        self.put(head);
        self.document();
        match self.pick(12) {
            8 => self.put("...\n"),
            9 => {
                self.put("---\n");
                self.anchors = 0;
                self.document();
            }
            10 => {
                self.put("...\n---");
                self.anchors = 0;
                self.value(0);
            }
            11 => {
                let kept = self.out.trim_end_matches('\n').len();
                self.out.truncate(kept);
            }
            _ => {}
        }
    }

    fn document(&mut self) {
        match self.pick(12) {
            10 => self.list(0, false),
            11 => {
                self.put("---");
                self.value(0);
            }
            _ => self.mapping(0, false),
        }
    }

    /// Blank lines and comments before a line of a block collection.
    fn between(&mut self, column: usize) {
        match self.pick(16) {
            10 => self.put("\n"),
            11 => self.put("   \n"),
            12 => self.put("# at the start\n"),
            13 => {
                self.pad(column);
                self.put("# here: [\n");
            }
            14 => {
                self.pad(column + 2);
                self.put("#deeper\n\n");
            }
            15 => self.put("\n\t\n"),
            _ => {}
        }
    }

    /// The end of a line, with what may stand there.
    fn end_line(&mut self) {
        let end = [
            "\n",
            "\n",
            "\n",
            "\n",
            " # note\n",
            "  \n",
            "\t# note: x\n",
            " #\n",
        ];
        let end = self.of(&end);
        self.put(end);
    }

    /// Pairs at `column`; `begun`: the first one goes on in the line that is open.
    fn mapping(&mut self, column: usize, begun: bool) {
        for i in 0..=self.pick(5) {
            if i > 0 || !begun {
                self.between(column);
                self.pad(column);
            }
            self.pair(column);
        }
    }

    fn pair(&mut self, column: usize) {
        match self.pick(24) {
            16 => self.put("'quoted k'"),
            17 => self.put("\"k\\u00e9y\" "),
            18 => {
                self.put("?");
                self.entry(column);
                self.between(column);
                self.pad(column);
            }
            19 if self.anchors > 0 => {
                let alias = self.alias();
                self.put(&alias);
                self.put(" ");
            }
            20 => {
                let properties = self.properties();
                self.put(&properties);
                self.put("key");
            }
            21 => self.flow(None),
            22 => {}
            23 => {
                // A key alone after `? `, without a value.
                self.put("? alone");
                return self.end_line();
            }
            _ => {
                let key = self.of(KEYS);
                self.put(key);
            }
        }
        self.put(":");
        self.value(column);
    }

    /// Items at `column`; `begun` as in [`Writer::mapping`].
    fn list(&mut self, column: usize, begun: bool) {
        for i in 0..=self.pick(4) {
            if i > 0 || !begun {
                self.between(column);
                self.pad(column);
            }
            self.put("-");
            self.entry(column);
        }
    }

    /// What stands behind `-` or `?` at `column`: a collection in the same line, or any value.
    fn entry(&mut self, column: usize) {
        let kind = if self.depth < DEEPEST {
            self.pick(8)
        } else {
            0
        };
        if kind < 4 {
            return self.value(column);
        }
        self.depth += 1;
        let blanks = [1, 1, 3, 2][self.pick(4)];
        self.pad(blanks);
        match kind {
            4 => self.list(column + 1 + blanks, true),
            _ => self.mapping(column + 1 + blanks, true),
        }
        self.depth -= 1;
    }

    /// A value behind an indicator, to the end of its last line. `column` is that of the collection
    /// that holds it.
    fn value(&mut self, column: usize) {
        self.depth += 1;
        let kinds = if self.depth < DEEPEST { 28 } else { 16 };
        let kind = self.pick(kinds);
        if kind == 7 && self.anchors > 0 {
            self.put(" ");
            let alias = self.alias();
            self.put(&alias);
            self.end_line();
            self.depth -= 1;
            return;
        }
        self.put(" ");
        let properties = self.properties();
        self.put(&properties);
        match kind {
            0..=2 => {
                let plain = if self.rarely(3) { BLOCK_PLAIN } else { PLAIN };
                let plain = self.of(plain);
                self.put(plain);
                self.end_line();
            }
            3 => self.long_plain(column),
            4 | 5 => {
                self.quoted(Some(column));
                self.end_line();
            }
            6 | 7 => self.end_line(),
            8..=12 => self.block_scalar(column),
            13..=15 => {
                self.flow(Some(column));
                self.end_line();
            }
            16..=21 => {
                self.end_line();
                let deeper = column + 1 + [1, 0, 3, 2][self.pick(4)];
                self.mapping(deeper, false);
            }
            _ => {
                self.end_line();
                let deeper = column + [2, 0, 1, 4][self.pick(4)];
                self.list(deeper, false);
            }
        }
        self.depth -= 1;
    }

    /// An anchor, a tag, both in either order, or mostly nothing; a blank behind.
    fn properties(&mut self) -> String {
        let kind = self.pick(20);
        if kind < 15 {
            return String::new();
        }
        let tag = self.of(TAGS);
        let anchor = format!("&a{}", self.anchors);
        if kind != 15 {
            self.anchors += 1;
        }
        match kind {
            15 => format!("{tag} "),
            16 => format!("{tag} {anchor} "),
            17 => format!("{anchor}  {tag} "),
            _ => format!("{anchor} "),
        }
    }

    fn alias(&mut self) -> String {
        format!("*a{}", self.pick(self.anchors))
    }

    /// A plain scalar of several lines.
    fn long_plain(&mut self, column: usize) {
        let first = self.of(PLAIN);
        self.put(first);
        for _ in 0..=self.pick(3) {
            self.fold(column);
            let line = self.of(GO_ON);
            self.put(line);
        }
        self.end_line();
    }

    /// From one line of a flow scalar to the next.
    fn fold(&mut self, column: usize) {
        let breaks = ["\n", "\n", " \n", "\n\n", "\n  \n\n", "\t\n"];
        let breaks = self.of(&breaks);
        self.put(breaks);
        let columns = column + 1 + [1, 0, 3][self.pick(3)];
        self.pad(columns);
        if self.rarely(8) {
            self.put("\t");
        }
    }

    /// A quoted scalar; `within`: it may take several lines, right of that column.
    fn quoted(&mut self, within: Option<usize>) {
        let double = self.pick(2) == 1;
        let (quote, pieces) = if double {
            ("\"", DOUBLE)
        } else {
            ("'", SINGLE)
        };
        self.put(quote);
        for i in 0..=self.pick(3) {
            if let (true, Some(column)) = (i > 0, within) {
                match self.pick(4) {
                    2 => self.fold(column),
                    3 if double => {
                        self.put("\\");
                        self.fold(column);
                    }
                    _ => {}
                }
            }
            let piece = self.of(pieces);
            self.put(piece);
        }
        self.put(quote);
    }

    fn block_scalar(&mut self, column: usize) {
        let sign = ["|", "|", ">"][self.pick(3)];
        let chomp = ["", "-", "+"][self.pick(3)];
        let width = [2, 1, 4, 3][self.pick(4)];
        let explicit = self.rarely(3);
        self.put(sign);
        let digit = if explicit {
            width.to_string()
        } else {
            String::new()
        };
        let header = match self.pick(2) {
            0 => format!("{chomp}{digit}"),
            _ => format!("{digit}{chomp}"),
        };
        self.put(&header);
        self.end_line();
        for i in 0..self.pick(7) {
            let line = self.of(LINES);
            // The first line with text sets the indentation where no digit does.
            let line = if i == 0 && !explicit {
                line.trim_start()
            } else {
                line
            };
            let bare = line.is_empty() && self.pick(3) > 0;
            if !bare {
                self.pad(column + width);
            }
            self.put(line);
            self.put("\n");
        }
        if self.rarely(5) {
            self.put("\n\n");
        }
    }
}
