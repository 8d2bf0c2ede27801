//! Text for hovers and explanations, built of parts that know who wrote them: our own Markdown is
//! constant, and whatever comes from a workspace goes in as text, as code or as prose. A name that
//! reads `![](http://x)` is shown as these characters, whatever part it is put in.

mod prose;
mod text;

use std::borrow::Cow;

/// A text in blocks. [`Markdown::to_markdown`] writes it for clients that show Markdown,
/// [`Markdown::to_plain`] for those that do not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Markdown {
    blocks: Vec<Block>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Block {
    Line(Line),
    Prose(String),
    Code(&'static str, String),
    List(&'static str, Vec<Line>),
}

/// A paragraph, made of pieces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Line {
    pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Own(&'static str),
    Text(String),
    Code(String),
    Aside(String),
    Prose(String),
}

/// Most bytes of one text from a workspace that are shown.
const MOST: usize = 20_000;

impl Markdown {
    /// Nothing yet.
    pub(crate) fn new() -> Markdown {
        Markdown::default()
    }

    /// Then a paragraph.
    pub(crate) fn line(mut self, line: Line) -> Markdown {
        if !line.pieces.is_empty() {
            self.blocks.push(Block::Line(line));
        }
        self
    }

    /// Then what somebody wrote for people: its paragraphs, line breaks and code stay, and nothing else
    /// of it is markup.
    pub(crate) fn prose(mut self, text: &str) -> Markdown {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Prose(shortened(text).into_owned()));
        }
        self
    }

    /// Then lines of code.
    pub(crate) fn code(mut self, language: &'static str, code: &str) -> Markdown {
        let code = shortened(code).into_owned();
        self.blocks.push(Block::Code(language, code));
        self
    }

    /// Then a list under a title.
    pub(crate) fn list(mut self, title: &'static str, items: Vec<Line>) -> Markdown {
        self.blocks.push(Block::List(title, items));
        self
    }

    /// Then all of another one.
    pub(crate) fn then(mut self, other: Markdown) -> Markdown {
        self.blocks.extend(other.blocks);
        self
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// As Markdown that has no link, image or HTML other than our own.
    pub fn to_markdown(&self) -> String {
        let block = |block: &Block| match block {
            Block::Line(line) => line.to_markdown(),
            Block::Prose(text) => prose::markdown(text),
            Block::Code(language, code) => text::fenced(language, code),
            Block::List(title, items) => {
                let item = |line: &Line| format!("\n- {}", line.to_markdown());
                let items: String = items.iter().map(item).collect();
                format!("**{title}**{items}")
            }
        };
        let blocks: Vec<String> = self.blocks.iter().map(block).collect();
        blocks.join("\n\n")
    }

    /// As plain text, nothing escaped.
    pub fn to_plain(&self) -> String {
        let block = |block: &Block| match block {
            Block::Line(line) => line.to_plain(),
            Block::Prose(text) | Block::Code(_, text) => text.trim_end().to_owned(),
            Block::List(title, items) => {
                let items: String = items
                    .iter()
                    .map(|l| format!("\n- {}", l.to_plain()))
                    .collect();
                format!("{title}{items}")
            }
        };
        let blocks: Vec<String> = self.blocks.iter().map(block).collect();
        blocks.join("\n\n")
    }
}

/// Our own words, Markdown as they stand.
impl From<&'static str> for Markdown {
    fn from(own: &'static str) -> Markdown {
        Markdown::new().line(Line::new().own(own))
    }
}

impl From<Line> for Markdown {
    fn from(line: Line) -> Markdown {
        Markdown::new().line(line)
    }
}

impl Line {
    /// Nothing yet.
    pub(crate) fn new() -> Line {
        Line::default()
    }

    fn with(mut self, piece: Piece, is_empty: bool) -> Line {
        if !is_empty {
            self.pieces.push(piece);
        }
        self
    }

    /// Then our own words, Markdown as they stand.
    pub(crate) fn own(self, words: &'static str) -> Line {
        self.with(Piece::Own(words), words.is_empty())
    }

    /// Then text that shows as it is, on one line.
    pub(crate) fn text(self, text: &str) -> Line {
        let is_empty = text.trim().is_empty();
        self.with(Piece::Text(shortened(text).into_owned()), is_empty)
    }

    /// Then a name or a short piece of code.
    pub(crate) fn code(self, code: &str) -> Line {
        self.with(Piece::Code(shortened(code).into_owned()), false)
    }

    /// Then what somebody wrote for people, on one line: its code stays, and nothing else is markup.
    pub(crate) fn prose(self, text: &str) -> Line {
        let is_empty = text.trim().is_empty();
        self.with(Piece::Prose(shortened(text).into_owned()), is_empty)
    }

    /// Then text that is set apart: a version, an origin.
    pub(crate) fn aside(self, text: &str) -> Line {
        let is_empty = text.trim().is_empty();
        self.with(Piece::Aside(shortened(text).into_owned()), is_empty)
    }

    fn to_markdown(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Own(words) => out.push_str(words),
                Piece::Text(words) => text::escaped(&mut out, &on_one_line(words)),
                Piece::Code(code) => text::code(&mut out, code),
                Piece::Prose(words) => prose::line(&mut out, &on_one_line(words)),
                Piece::Aside(words) => {
                    out.push('*');
                    text::escaped(&mut out, &on_one_line(words));
                    out.push('*');
                }
            }
        }
        out
    }

    fn to_plain(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Own(words) => words.replace("**", ""),
            Piece::Text(text) | Piece::Aside(text) | Piece::Prose(text) => {
                on_one_line(text).into_owned()
            }
            Piece::Code(code) => format!("`{}`", on_one_line(code)),
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// Without line breaks and the blanks at both ends.
fn on_one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        text.split(['\n', '\r'])
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    } else {
        text.into()
    }
}

/// The start of a text that is too long to be read.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST {
        return text.into();
    }
    format!("{}…", &text[..text.floor_char_boundary(MOST)]).into()
}

#[cfg(test)]
mod tests;
