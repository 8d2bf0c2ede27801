//! Messages cut out of the stream: headers, an empty line, as many bytes as `Content-Length` says.
//!
//! A wrong header costs the message it belongs to, not the session: what cannot be read is skipped up to
//! the next `Content-Length:`, wherever in a line it stands. In JSON a line break inside a text is
//! escaped, so that the text of a document is never taken for a header. Nothing is kept but what is
//! needed: a long line its two ends, of many headers one number, and a body grows as its bytes come in.

use std::io::{self, BufRead, Read};

/// The longest body in bytes. No document that an editor sends comes near; a length beyond is a mistake.
pub(super) const MAX_BODY: u64 = 128 << 20;

/// How many bytes are kept of each end of a line.
const KEPT: usize = 256;

const LENGTH: &[u8] = b"content-length";

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A message's bytes.
    Body(Vec<u8>),
    /// Something that is no message, told once however long it is: why.
    Skipped(&'static str),
}

/// Reads messages off a stream.
#[derive(Debug)]
pub(super) struct Frames<R> {
    input: R,
    header: Header,
    /// Whether what is being skipped was told.
    told: bool,
}

/// What the lines since the last message say.
#[derive(Debug, Default)]
struct Header {
    length: Option<u64>,
    foreign: bool,
    /// Whether there was a line at all.
    any: bool,
}

enum Line {
    Length(u64),
    Charset {
        foreign: bool,
    },
    Other,
    Blank,
    /// No header; the length, where one follows on the same line.
    Garbage(Option<u64>),
}

impl<R: BufRead> Frames<R> {
    /// Reads from `input`.
    pub(super) fn new(input: R) -> Frames<R> {
        Frames {
            input,
            header: Header::default(),
            told: false,
        }
    }

    /// The next piece; `None` at the end, also where it comes in the midst of a message.
    pub(super) fn next(&mut self) -> io::Result<Option<Frame>> {
        loop {
            let Some(line) = self.line()? else {
                return Ok(None);
            };
            let any = self.header.any;
            self.header.any = true;
            match parse(&line) {
                Line::Length(length) => self.header.length = Some(length),
                Line::Charset { foreign } => self.header.foreign = foreign,
                Line::Other => {}
                Line::Blank => {
                    let header = std::mem::take(&mut self.header);
                    match header.length {
                        Some(length) => return self.body(length, header.foreign),
                        None if any && !self.told => {
                            self.told = true;
                            return Ok(Some(Frame::Skipped("`Content-Length` is missing")));
                        }
                        None => {}
                    }
                }
                Line::Garbage(length) => {
                    self.header = Header {
                        length,
                        any: length.is_some(),
                        ..Header::default()
                    };
                    if !self.told {
                        self.told = true;
                        return Ok(Some(Frame::Skipped("this is no header of a message")));
                    }
                }
            }
        }
    }

    fn body(&mut self, length: u64, foreign: bool) -> io::Result<Option<Frame>> {
        let mut body = Vec::new();
        self.input.by_ref().take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            return Ok(None);
        }
        self.told = false;
        Ok(Some(if foreign {
            Frame::Skipped("messages are read as UTF-8, no other charset")
        } else {
            Frame::Body(body)
        }))
    }

    /// The next line without its end, the middle of a long one left out; `None` where the stream ends
    /// before the line does.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let chunk = match self.input.fill_buf() {
                Ok([]) => return Ok(None),
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = chunk.iter().position(|b| *b == b'\n');
            line.extend_from_slice(&chunk[..end.unwrap_or(chunk.len())]);
            let used = end.map_or(chunk.len(), |e| e + 1);
            self.input.consume(used);
            if line.len() > 2 * KEPT {
                line.drain(KEPT..line.len() - KEPT);
            }
            if end.is_some() {
                return Ok(Some(line));
            }
        }
    }
}

fn parse(line: &[u8]) -> Line {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Line::Blank;
    }
    // What was skipped may end right where the next header begins.
    let marker = |w: &[u8]| w[..LENGTH.len()].eq_ignore_ascii_case(LENGTH) && w.ends_with(b":");
    let at = line.windows(LENGTH.len() + 1).rposition(marker);
    if let Some(at) = at.filter(|at| *at > 0) {
        return Line::Garbage(length(&line[at + LENGTH.len() + 1..]));
    }
    let Some(colon) = line.iter().position(|b| *b == b':') else {
        return Line::Garbage(None);
    };
    let (name, value) = (line[..colon].trim_ascii_end(), &line[colon + 1..]);
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b);
    if name.is_empty() || !name.iter().all(is_token) {
        Line::Garbage(None)
    } else if name.eq_ignore_ascii_case(LENGTH) {
        length(value).map_or(Line::Garbage(None), Line::Length)
    } else if name.eq_ignore_ascii_case(b"content-type") {
        Line::Charset {
            foreign: is_foreign(value),
        }
    } else {
        Line::Other
    }
}

/// Digits and nothing else, within [`MAX_BODY`].
fn length(value: &[u8]) -> Option<u64> {
    let value = value.trim_ascii();
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let length = std::str::from_utf8(value).ok()?.parse().ok()?;
    (length <= MAX_BODY).then_some(length)
}

/// Whether a content type names another charset than UTF-8.
fn is_foreign(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    let mut charsets = value
        .split(';')
        .skip(1)
        .filter_map(|p| p.trim().strip_prefix("charset="));
    charsets.any(|c| !matches!(c.trim_matches(['"', ' ']), "utf-8" | "utf8"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(input: &[u8]) -> Vec<Frame> {
        // A small buffer: every border falls somewhere.
        let mut frames = Frames::new(io::BufReader::with_capacity(7, input));
        std::iter::from_fn(|| frames.next().expect("a slice can be read")).collect()
    }

    fn frame(body: &[u8]) -> Vec<u8> {
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend_from_slice(body);
        frame
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn what_is_legal_is_read() {
        for header in [
            "Content-Length: 2",
            "content-length:2",
            "CONTENT-LENGTH: \t2 ",
            "X-A: 1\r\nX-B: 2\r\nContent-Length: 2\r\nX-C:",
            "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc",
            "Content-Type: a/b; charset=\"UTF-8\"\r\nContent-Length: 2",
            "Content-Type: a/b; x=y;charset=utf8\r\nContent-Length: 2",
            "Content-Length: 2\r\nX-Empty:\r\nX-Odd: a:b:c",
        ] {
            for end in ["\r\n", "\n"] {
                let text = header.replace("\r\n", end);
                let input = format!("{text}{end}{end}{{}}").repeat(2);
                assert_eq!(all(input.as_bytes()), [body("{}"), body("{}")], "{text:?}");
            }
        }
    }

    #[test]
    fn long_and_many_headers_are_skipped_without_being_kept() {
        let input = format!(
            "X: {}\r\nContent-Length: 2\r\n{}\r\n{{}}",
            "a".repeat(1_000_000),
            "X: y\r\n".repeat(10_000)
        );
        assert_eq!(all(input.as_bytes()), [body("{}")]);
        let mut frames = Frames::new(input.as_bytes());
        let line = frames.line().expect("a slice can be read");
        assert_eq!(line.map(|l| l.len()), Some(2 * KEPT));
    }

    #[test]
    fn what_is_no_message_is_told_once_and_the_next_is_read() {
        for bad in [
            "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n",
            "{\"jsonrpc\":\"2.0\"}",
            "summary: a: b",
            "Content-Length: -5\r\n\r\n",
            "Content-Length: +2\r\n\r\n{}",
            "Content-Length: ten\r\n\r\n{}",
            "Content-Length:\r\n\r\n{}",
            "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Length: 99999999999999999999999\r\n\r\n{}",
            "Content-Type: a/b; charset=utf-8\r\n\r\n{}",
            "Content-Length: 2\r\nContent-Type: a/b; charset=utf-16\r\n\r\n{}",
            "\x00\u{fffd}\x1b[2J garbage \r\n\r\n",
            "the document has Content-Length: 5 in it, and more",
            "\r\nx\r\n\r\ny\r\n\r\n: z\r\n\r\n",
        ] {
            let mut input = bad.as_bytes().to_vec();
            input.extend(frame(b"{}"));
            input.extend(frame(b"[]"));
            let got = all(&input);
            assert!(matches!(got[0], Frame::Skipped(_)), "{bad:?}: {got:?}");
            assert_eq!(got[1..], [body("{}"), body("[]")], "{bad:?}");
        }
    }

    #[test]
    fn empty_lines_between_messages_are_nothing() {
        let input = [b"\r\n\n\r\n".as_slice(), &frame(b"{}"), b"\n\n"].concat();
        assert_eq!(all(&input), [body("{}")]);
    }

    #[test]
    fn a_stream_that_ends_anywhere_ends() {
        let input = [frame(b"{}"), frame(b"[1,2,3]")].concat();
        for end in 0..=input.len() {
            let whole = usize::from(end >= frame(b"{}").len()) + usize::from(end == input.len());
            assert_eq!(all(&input[..end]).len(), whole, "{end}");
        }
    }

    proptest! {
        /// Whatever comes before it: a message is read as soon as no length before it covers it.
        #[test]
        fn after_any_bytes_messages_are_read_again(
            bad in prop::collection::vec(prop_oneof![
                any::<u8>().prop_map(|b| vec![b]),
                prop::sample::select(vec!["Content-Length: ", "content-length:", "\r\n", "\n", "\r\n\r\n", "{}", "12", "300", "X: y"])
                    .prop_map(|s| s.as_bytes().to_vec()),
            ], 0..60),
        ) {
            let bad = bad.concat();
            // No length in `bad` that counts may reach beyond this.
            prop_assume!(!bad.windows(5).any(|w| w.iter().all(u8::is_ascii_digit)));
            let mut input = bad;
            for _ in 0..10_000 / frame(b"{}").len() {
                input.extend(frame(b"{}"));
            }
            input.extend(frame(b"[7]"));
            let got = all(&input);
            prop_assert_eq!(got.last(), Some(&body("[7]")));
        }
    }
}
