//! saphyr-parser: YAML 1.2, read as events only (its tree builder recurses).

use saphyr_parser::Parser;

use super::{Problem, Verdict, visible};
use crate::Span;

/// Most broken spots that are reported for one text.
const MAX_PROBLEMS: usize = 10;

/// Judges a whole YAML text. After a broken spot, its line is blanked and the rest judged again, so
/// that a second mistake further down is seen too.
pub fn yaml(text: &str) -> Verdict {
    let mut problems: Vec<Problem> = Vec::new();
    let mut rest = text.to_owned();
    while let Some(problem) = first_problem(&rest) {
        let line = line_span(&rest, problem.span.start as usize);
        let near = problems.last().is_some_and(|p| {
            let last = line_span(&rest, p.span.start as usize);
            line.start <= last.end + 1 || line.start <= next_line_end(&rest, last)
        });
        if near && !problems.is_empty() {
            break;
        }
        problems.push(problem);
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
        let Some(patched) = blanked(&rest, line) else {
            break;
        };
        rest = patched;
    }
    if problems.is_empty() {
        Verdict::Valid
    } else {
        Verdict::Broken(problems)
    }
}

fn first_problem(text: &str) -> Option<Problem> {
    for event in Parser::new_from_str(text) {
        if let Err(error) = event {
            let marker = *error.marker();
            let offset = text
                .char_indices()
                .nth(marker.index())
                .map_or(text.len(), |(i, _)| i);
            return Some(Problem {
                span: visible(text, offset),
                message: plain(error.info()),
            });
        }
    }
    None
}

/// The parser's YAML-speak, said plainly where people meet it often.
fn plain(info: &str) -> String {
    let plain = match info {
        "mapping values are not allowed in this context" => {
            "a `: ` here would start a second key on the line; put the value in quotes"
        }
        "simple key expected ':'" | "simple key expect ':'" | "could not find expected ':'" => {
            "this line is no `key: value`: the `:` is missing, or the line before is not closed"
        }
        "tabs disallowed within this context (block indentation)"
        | "found a tab character where an indentation space is expected" => {
            "indented with a tab; YAML takes blanks only"
        }
        "unexpected end of plain scalar" => "the value ends unexpectedly; put it in quotes",
        "while scanning a quoted scalar, found unexpected end of stream" => {
            "the quote is never closed"
        }
        _ => info,
    };
    plain.to_owned()
}

fn line_span(text: &str, offset: usize) -> Span {
    let offset = offset.min(text.len());
    let start = text[..offset].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let end = text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |i| offset + i);
    Span::new(start, end)
}

fn next_line_end(text: &str, line: Span) -> u32 {
    line_span(text, (line.end as usize + 1).min(text.len())).end
}

/// The text with this line blanked; `None` where there is nothing to blank.
fn blanked(text: &str, line: Span) -> Option<String> {
    if line.slice(text).trim().is_empty() {
        return None;
    }
    let mut patched = text.to_owned();
    patched.replace_range(line.range(), &" ".repeat(line.len()));
    Some(patched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_is_valid() {
        for text in [
            "",
            "a: 1\n",
            "- x\n- {y: [1, 2]}\n",
            "a: |\n  x\n  \ttab\n",
            "---\na: 1\n...\n",
        ] {
            assert_eq!(yaml(text), Verdict::Valid, "{text:?}");
        }
    }

    #[test]
    fn finds_the_spot() {
        let text = "a: 1\nexpr: b ? 1 : 2\nc: 3\n";
        let Verdict::Broken(problems) = yaml(text) else {
            panic!("valid?")
        };
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(
            line_span(text, problems[0].span.start as usize).slice(text),
            "expr: b ? 1 : 2"
        );
    }

    #[test]
    fn finds_several_spots() {
        let text = "a: `x`\nb: 1\nc: 2\nd: 3\ne: @y\nf: 1\n";
        let Verdict::Broken(problems) = yaml(text) else {
            panic!("valid?")
        };
        let at: Vec<&str> = problems
            .iter()
            .map(|p| line_span(text, p.span.start as usize).slice(text))
            .collect();
        assert_eq!(at, ["a: `x`", "e: @y"]);
    }
}
