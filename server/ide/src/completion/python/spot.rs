//! Where in the outline of a script the cursor is: at the start of a line of its own, in the head of a class, at a type.

use syntax::Span;
use syntax::text::{is_blank, is_word, leading, line_start};

use crate::python::Site;

/// A place in the outline of a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// The name of a class that is begun: `class post`.
    Header,
    /// A line of its own at the module's level.
    Line,
    /// A type.
    Type(TypeSpot),
}

/// A place for a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TypeSpot {
    /// The name that has the type: of a parameter or a field. `None` behind an arrow.
    pub(super) name: Option<Span>,
    /// Where the function starts at the module's level that has the parameter, with its decorators.
    pub(super) function: Option<usize>,
    /// Whether it is a part of the type: in brackets, or behind a `|`.
    pub(super) is_part: bool,
}

/// What is being written at the word from `word` to `offset`.
pub(super) fn spot(text: &str, word: usize, offset: usize, site: &Site) -> Option<Spot> {
    let start = line_start(text, word);
    let rest = text[offset..].lines().next().unwrap_or("").trim();
    let before = &text[start..word];
    let Some(bracket) = site.open.first() else {
        return match before {
            "" if rest.is_empty() && !opens_block(&text[..start]) => Some(Spot::Line),
            "class " if rest.is_empty() => Some(Spot::Header),
            _ => returned(text, start, word).or_else(|| field(text, start, word)),
        };
    };
    let deeper = &site.open[1..];
    let name = bracket
        .defined
        .filter(|_| deeper.iter().all(|b| b.kind == b'['));
    let Some(name) = name.filter(|_| !is_class(text, bracket.defined)) else {
        // The brackets may be those of a type behind an arrow, or of a field's.
        let is_type = site.open.iter().all(|b| b.kind == b'[');
        return is_type
            .then(|| returned(text, start, word).or_else(|| field(text, start, word)))?;
    };
    let begin = bracket.current().start?;
    // In brackets of the type, commas are the type's.
    let begun = text.get(begin..word)?;
    let colon = begun.find(':')?;
    let param = leading(begun, is_word);
    let (head, ty) = (&begun[..colon], &begun[colon + 1..]);
    if param.is_empty() || head.trim() != param || !is_type(ty) {
        return None;
    }
    let line = line_start(text, name.start as usize);
    let is_top = text[line..].starts_with("def ") || text[line..].starts_with("async def ");
    Some(Spot::Type(TypeSpot {
        name: Some(Span::new(begin, begin + param.len())),
        function: is_top.then(|| with_decorators(text, line)),
        is_part: !ty.trim().is_empty(),
    }))
}

/// Whether the last line of code opens a block.
fn opens_block(above: &str) -> bool {
    let mut lines = above.lines().rev().map(str::trim);
    let last = lines.find(|l| !l.is_empty() && !l.starts_with('#'));
    last.is_some_and(|l| l.ends_with(':') || l.starts_with('@') || l.ends_with('\\'))
}

fn is_class(text: &str, name: Option<Span>) -> bool {
    name.is_some_and(|n| text[..n.start as usize].trim_end().ends_with("class"))
}

/// Whether this may stand before a part of a type.
fn is_type(text: &str) -> bool {
    let is_of_type =
        |c: char| is_word(c) || is_blank(c) || matches!(c, '.' | '[' | ']' | ',' | '|');
    let text = text.trim_end();
    text.chars().all(is_of_type) && (text.is_empty() || text.ends_with(['[', ',', '|']))
}

/// Behind the arrow of a function.
fn returned(text: &str, start: usize, word: usize) -> Option<Spot> {
    let (head, ty) = text[start..word].rsplit_once("->")?;
    let is_head = head.trim_end().ends_with(')');
    (is_head && is_type(ty)).then_some(Spot::Type(TypeSpot {
        name: None,
        function: None,
        is_part: !ty.trim().is_empty(),
    }))
}

/// Behind the name of a field, in the body of a class.
fn field(text: &str, start: usize, word: usize) -> Option<Spot> {
    let line = &text[start..word];
    let indent = leading(line, is_blank).len();
    let name = leading(&line[indent..], is_word);
    let ty = line[indent + name.len()..].strip_prefix(':')?;
    if indent == 0 || name.is_empty() || !is_type(ty) {
        return None;
    }
    let lines = text[..start].lines().rev().filter(|l| !l.trim().is_empty());
    let mut outer = lines.filter(|l| leading(l, is_blank).len() < indent);
    let is_in_class = outer.next()?.trim_start().starts_with("class ");
    is_in_class.then(|| {
        Spot::Type(TypeSpot {
            name: Some(Span::new(start + indent, start + indent + name.len())),
            function: None,
            is_part: !ty.trim().is_empty(),
        })
    })
}

/// Where the decorators of the function start whose line starts at `line`.
fn with_decorators(text: &str, line: usize) -> usize {
    let mut top = line;
    while let Some(above) = text[..top].strip_suffix('\n') {
        let begin = line_start(above, above.len());
        if !above[begin..].starts_with('@') {
            break;
        }
        top = begin;
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::site;

    fn at(text: &str) -> Option<Spot> {
        let (text, offset) = fixture::cursor(text);
        let word = text[..offset].trim_end_matches(is_word).len();
        spot(&text, word, offset, &site(&text, offset))
    }

    #[test]
    fn types_and_lines_are_told_apart() {
        for text in [
            "<|>",
            "x = 1\n\nde<|>\n",
            "def f():\n    pass\n\n<|>\n\nx = 1",
        ] {
            assert_eq!(at(text), Some(Spot::Line), "{text}");
        }
        for text in [
            "def f():\n<|>",
            "  <|>",
            "x <|>",
            "<|> x",
            "f(\n<|>",
            "@a\n<|>",
            "x = 1 + \\\n<|>",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
        assert_eq!(at("class ab<|>"), Some(Spot::Header));
        let ty = |text: &str| match at(text) {
            Some(Spot::Type(t)) => Some((t.name.map(|n| (n.start, n.end)), t.function, t.is_part)),
            _ => None,
        };
        assert_eq!(ty("def f(a: <|>"), Some((Some((6, 7)), Some(0), false)));
        assert_eq!(
            ty("@x\ndef f(a: li<|>)"),
            Some((Some((9, 10)), Some(0), false))
        );
        assert_eq!(
            ty("def f(a: dict[str, <|>"),
            Some((Some((6, 7)), Some(0), true))
        );
        assert_eq!(
            ty("def f(a: int | <|>"),
            Some((Some((6, 7)), Some(0), true))
        );
        assert_eq!(
            ty("class A:\n    def f(self, a: <|>"),
            Some((Some((25, 26)), None, false))
        );
        assert_eq!(
            ty("class A:\n    b: <|>"),
            Some((Some((13, 14)), None, false))
        );
        assert_eq!(
            ty("class A:\n    b: list[<|>]"),
            Some((Some((13, 14)), None, true))
        );
        assert_eq!(ty("def f() -> <|>:"), Some((None, None, false)));
        assert_eq!(
            ty("def f(\n    a: int,\n) -> list[<|>"),
            Some((None, None, true))
        );
        for text in [
            "def f(a: int = <|>",
            "def f(<|>",
            "f(a: <|>",
            "class A(b: <|>",
            "def f():\n    b: <|>",
            "x = {a: <|>",
            "def f(a: int <|>",
        ] {
            assert_eq!(ty(text), None, "{text}");
        }
    }
}
