//! Text with places to fill in, for clients that take snippets, and its plain form for all others.

use std::fmt::Write;

/// Text with tab stops, as it stands in the file: its lines have their whole indentation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Snippet {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    /// A place to fill in, with what stands there at first.
    Stop(String),
    /// A place for one of these, the first at first.
    Choice(Vec<String>),
    /// Where the cursor is in the end.
    End,
}

impl Snippet {
    /// Nothing yet.
    pub fn new() -> Snippet {
        Snippet::default()
    }

    /// With text as it stands.
    #[must_use]
    pub fn text(mut self, text: &str) -> Snippet {
        self.push(text);
        self
    }

    /// With a place to fill in, which has `default` (one line) at first.
    #[must_use]
    pub fn stop(mut self, default: impl Into<String>) -> Snippet {
        self.parts.push(Part::Stop(default.into()));
        self
    }

    /// With a place for one of `values`, the first at first. Of values with `$` or `}` only the first stands there: within a
    /// choice VS Code takes these signs without a backslash alone, and Neovim with one.
    #[must_use]
    pub fn choice(mut self, values: Vec<String>) -> Snippet {
        let is_read_alike = values.iter().all(|v| !v.contains(['$', '}']));
        self.parts.push(match values.len() {
            2.. if is_read_alike => Part::Choice(values),
            _ => Part::Stop(values.into_iter().next().unwrap_or_default()),
        });
        self
    }

    /// With the place where the cursor is in the end; without one it is behind the text.
    #[must_use]
    pub fn end(mut self) -> Snippet {
        self.parts.push(Part::End);
        self
    }

    /// Adds text as it stands.
    pub fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// With its text, not its places, put into another form.
    #[must_use]
    pub fn map_text(mut self, form: impl Fn(&str) -> String) -> Snippet {
        for part in &mut self.parts {
            if let Part::Text(text) = part {
                *text = form(text);
            }
        }
        self
    }

    /// Adds another one behind it.
    pub fn append(&mut self, other: Snippet) {
        for part in other.parts {
            match part {
                Part::Text(text) => self.push(&text),
                part => self.parts.push(part),
            }
        }
    }

    /// Whether it ends with a place that has nothing yet.
    pub fn ends_open(&self) -> bool {
        matches!(self.parts.last(), Some(Part::End))
            || matches!(self.parts.last(), Some(Part::Stop(d)) if d.is_empty())
    }

    /// Whether there is anything to fill in.
    pub fn has_stops(&self) -> bool {
        let is_text = |p: &Part| matches!(p, Part::Text(_));
        !self.parts.iter().all(is_text)
    }

    /// For clients without snippets: the text with its defaults, up to the first line that ends with a place that has
    /// none, or where the cursor is in the end. There they go on typing.
    pub fn to_plain(&self) -> String {
        let mut out = String::new();
        for (i, part) in self.parts.iter().enumerate() {
            let ends_line = match self.parts.get(i + 1) {
                Some(Part::Text(next)) => next.starts_with(['\n', '\r']),
                Some(_) => false,
                None => true,
            };
            match part {
                Part::Stop(default) if default.is_empty() && ends_line => break,
                Part::End => break,
                Part::Text(text) | Part::Stop(text) => out.push_str(text),
                Part::Choice(values) => out.push_str(values.first().map_or("", String::as_str)),
            }
        }
        out
    }

    /// In LSP's snippet syntax. `base` is the indentation that a client adds to all lines but the first
    /// on its own: it is taken away there. Empty: the client takes the text as it is.
    pub fn to_lsp(&self, base: &str) -> String {
        let mut out = String::new();
        let mut number = 0;
        let has_end = self.parts.contains(&Part::End);
        for (i, part) in self.parts.iter().enumerate() {
            let is_last = i + 1 == self.parts.len();
            // Writing to a string does not fail.
            match part {
                // The last place ends the snippet, so that what is typed there is completed as anywhere.
                Part::Stop(default) if default.is_empty() && is_last && !has_end => {
                    out.push_str("$0");
                }
                Part::Text(text) => out.push_str(&escaped(&without(text, base), &['$', '\\'])),
                Part::Stop(default) => {
                    number += 1;
                    let default = escaped(default, &['$', '}', '\\']);
                    let _ = match default.is_empty() {
                        true => write!(out, "${{{number}}}"),
                        false => write!(out, "${{{number}:{default}}}"),
                    };
                }
                Part::Choice(values) => {
                    number += 1;
                    let values = values.iter().map(|v| escaped(v, &['\\', ',', '|']));
                    let values: Vec<String> = values.collect();
                    let _ = write!(out, "${{{number}|{}|}}", values.join(","));
                }
                Part::End => out.push_str("$0"),
            }
        }
        out
    }
}

/// The text without `base` at the start of each line but the first.
fn without(text: &str, base: &str) -> String {
    if base.is_empty() {
        return text.to_owned();
    }
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        out.push_str(line.strip_prefix(base).unwrap_or(line));
    }
    out
}

fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Snippet;

    #[test]
    fn both_forms_say_the_same() {
        let snippet = Snippet::new()
            .text("a: ${x}\n    b: ")
            .stop("1}")
            .text("\n    c: ")
            .choice(vec!["x,y".into(), "z|".into()])
            .text("\n    d: ")
            .stop("")
            .end();
        assert_eq!(
            snippet.to_plain(),
            "a: ${x}\n    b: 1}\n    c: x,y\n    d: "
        );
        assert_eq!(
            snippet.to_lsp("  "),
            "a: \\${x}\n  b: ${1:1\\}}\n  c: ${2|x\\,y,z\\||}\n  d: ${3}$0"
        );
        assert_eq!(
            Snippet::new().text("a\n  b\nc").to_lsp("  "),
            "a\nb\nc",
            "a line that stands less deep stays where it is"
        );
        assert_eq!(
            Snippet::new().stop("").text(" ").stop("").to_lsp(""),
            "${1} $0"
        );
        // Within a choice no way to write these is read alike by VS Code and Neovim.
        let references = vec!["$res:f/a".to_owned(), "$res:f/b".to_owned()];
        let references = Snippet::new().choice(references);
        assert_eq!(references.to_lsp(""), "${1:\\$res:f/a}");
        assert!(snippet.has_stops());
        assert!(!Snippet::new().text("a").has_stops());
    }
}
