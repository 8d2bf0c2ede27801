//! What a proposal inserts, as a pattern: text, and stops into which something is typed.

/// What a proposal inserts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A stop with its number and what stands in it at first.
    Stop(u32, String),
}

/// How a pattern fits a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// How many bytes of the text it makes.
    pub(crate) len: usize,
    /// How many keys its stops take: what is typed into each, and one to leave it.
    pub(crate) keys: usize,
}

impl Pattern {
    /// Text that is inserted as it is.
    pub(crate) fn plain(text: &str) -> Pattern {
        Pattern(vec![Piece::Text(text.to_owned())])
    }

    /// A snippet of the protocol: `$1`, `${1:default}`, `${1|one,other|}`, `\$`.
    ///
    /// # Panics
    /// Where it is none.
    pub(crate) fn snippet(text: &str) -> Pattern {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '\\' => {
                    let escaped = rest.chars().next().expect("something is escaped");
                    assert!("$}\\,|".contains(escaped), "\\{escaped} in {text:?}");
                    plain.push(escaped);
                    rest = &rest[escaped.len_utf8()..];
                }
                '$' => {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    let (stop, after) = stop(rest).unwrap_or_else(|| panic!("a stop in {text:?}"));
                    pieces.push(stop);
                    rest = after;
                }
                c => plain.push(c),
            }
        }
        pieces.push(Piece::Text(plain));
        Pattern(pieces)
    }

    /// How the start of a text can come of this.
    pub(crate) fn fit(&self, text: &str) -> Option<Fit> {
        let mut typed = Vec::new();
        let len = fit(&self.0, text, &mut typed)?;
        // The last stop is left by going on; a stop that comes twice is typed once.
        let mut keys = 0;
        for (i, (number, written, default)) in typed.iter().enumerate() {
            let is_last = *number == 0 && written.is_empty();
            if is_last || typed[..i].iter().any(|(n, ..)| n == number) {
                continue;
            }
            keys += 1 + if written == default {
                0
            } else {
                written.chars().count()
            };
        }
        Some(Fit { len, keys })
    }
}

/// The stop behind a `$`, and what follows it.
fn stop(text: &str) -> Option<(Piece, &str)> {
    let digits = |t: &str| t.len() - t.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let Some(inner) = text.strip_prefix('{') else {
        let len = digits(text);
        return Some((
            Piece::Stop(text[..len].parse().ok()?, String::new()),
            &text[len..],
        ));
    };
    let len = digits(inner);
    let number = inner[..len].parse().ok()?;
    let inner = &inner[len..];
    if let Some(choice) = inner.strip_prefix('|') {
        let (values, rest) = choice.split_once("|}")?;
        let first = values.split(',').next()?.to_owned();
        return Some((Piece::Stop(number, first), rest));
    }
    let end = inner.find('}')?;
    let default = inner[..end].strip_prefix(':').unwrap_or(&inner[..end]);
    Some((Piece::Stop(number, default.to_owned()), &inner[end + 1..]))
}

type Typed<'t> = Vec<(u32, &'t str, &'t str)>;

/// How many bytes the pieces make of the start of a text; what is typed into stops is on one line.
fn fit<'t>(pieces: &'t [Piece], text: &'t str, typed: &mut Typed<'t>) -> Option<usize> {
    let Some((first, rest)) = pieces.split_first() else {
        return Some(0);
    };
    match first {
        Piece::Text(part) => {
            let after = text.strip_prefix(part.as_str())?;
            Some(part.len() + fit(rest, after, typed)?)
        }
        // Where the cursor stays at last, what is typed is no part of it, unless text follows: that is left by a key.
        Piece::Stop(0, default) if rest.iter().all(|p| *p == Piece::Text(String::new())) => {
            typed.push((0, "", default));
            Some(0)
        }
        Piece::Stop(number, default) => {
            let line = text.split('\n').next().unwrap_or_default();
            let earlier = typed.iter().find(|(n, ..)| n == number).map(|t| t.1);
            let ends = line.char_indices().map(|(i, _)| i).chain([line.len()]);
            for end in ends.filter(|end| earlier.is_none_or(|e| &line[..*end] == e)) {
                let before = typed.len();
                typed.push((*number, &line[..end], default));
                if let Some(len) = fit(rest, &text[end..], typed) {
                    return Some(end + len);
                }
                typed.truncate(before);
            }
            None
        }
    }
}

#[test]
fn what_is_typed_into_stops_costs() {
    let fit =
        |snippet: &str, text: &str| Pattern::snippet(snippet).fit(text).map(|f| (f.len, f.keys));
    assert_eq!(fit("a\\$b", "a$b c"), Some((3, 0)));
    assert_eq!(fit("f($1)$0", "f(ab) x"), Some((5, 3)));
    assert_eq!(fit("f($0)", "f(ab) x"), Some((5, 3)));
    assert_eq!(fit("f($0", "f(ab) x"), Some((2, 0)));
    assert_eq!(fit("f(${1:ab})", "f(ab) x"), Some((5, 1)));
    assert_eq!(fit("${1|a,b|}=$1;", "b=b;"), Some((4, 2)));
    assert_eq!(fit("$1=$1;", "b=c;"), None);
    assert_eq!(fit("f($1)", "f(a\n)"), None);
}
