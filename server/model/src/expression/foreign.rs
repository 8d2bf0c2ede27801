//! What people write into an expression who think of Python, of a template or of SQL, with JavaScript's
//! words for it.
//!
//! A strict parser stumbles over the word behind the foreign one, and says "unexpected". Only texts that
//! do not parse come here, so a word that JavaScript has as well is none of these.

use syntax::Span;
use syntax::strict::{Problem, said};

use syntax::lex::{Token, TokenClass};

/// What is foreign at the place where a text stops being JavaScript, with what to write.
pub(super) fn foreign(text: &str, tokens: &[Token], at: Span) -> Option<Problem> {
    placeholder(text, tokens).or_else(|| word(text, tokens, at))
}

/// `{{ x }}` and `${x}`, which stand for values in other tools.
fn placeholder(text: &str, tokens: &[Token]) -> Option<Problem> {
    let whole = text.trim();
    let start = text.find(whole)?;
    let (form, close) = [("{{", "}}"), ("${", "}")]
        .into_iter()
        .find(|(open, close)| text.contains(open) && text.contains(close))?;
    // In a template between backticks it is JavaScript.
    if tokens.iter().any(|t| t.kind == TokenClass::Open) {
        return None;
    }
    let open = text.find(form)?;
    let inner = &text[open + form.len()..];
    let end = inner.find(close)?;
    let name = inner[..end].trim();
    if name.is_empty() || name.contains(['{', '}', '\n']) {
        return None;
    }
    let alone = whole.len() == form.len() + end + close.len() && open == start;
    let shown = format!("{form} … {close}");
    let message = match alone {
        true => said(
            format!("`{shown}` is not how an expression reads a value"),
            format!("write `{name}` alone"),
        ),
        false => said(
            format!("`{shown}` stands outside of backticks"),
            format!("write the text as `` `… ${{{name}}} …` ``, with the backticks"),
        ),
    };
    let span = Span::new(open, open + form.len() + end + close.len());
    Some(Problem::new(span, message))
}

/// A word or sign of another language, at the place or just before it.
fn word(text: &str, tokens: &[Token], at: Span) -> Option<Problem> {
    let here = tokens.iter().position(|t| t.span.end > at.start)?;
    let slice = |i: usize| tokens.get(i).map_or("", |t| t.span.slice(text));
    let is_word = |i: usize| {
        let is = tokens.get(i).is_some_and(|t| t.kind == TokenClass::Word);
        is && slice(i + 1) != ":" && (i == 0 || !matches!(slice(i - 1), "." | "?."))
    };
    let span = |from: usize, to: usize| Some(tokens.get(from)?.span.cover(tokens.get(to)?.span));
    for i in [Some(here), here.checked_sub(1)].into_iter().flatten() {
        let (word, next) = (slice(i), slice(i + 1));
        let touches = |j: usize| {
            tokens
                .get(j)
                .is_some_and(|t| t.span.start == tokens[i].span.end)
        };
        let (to, message) = match word {
            "not" if is_word(i) && next == "in" => (
                i + 1,
                said("`not in` is Python", "write `!list.includes(value)`"),
            ),
            "not" | "NOT" if is_word(i) => (
                i,
                said("`not` is Python", "write `!` before what is denied"),
            ),
            "and" | "AND" if is_word(i) && i > 0 => (i, said("`and` is Python", "write `&&`")),
            "or" | "OR" if is_word(i) && i > 0 => (i, said("`or` is Python", "write `||`")),
            "is" | "IS" if is_word(i) && matches!(next, "not" | "NOT") && i > 0 => {
                (i + 1, said("`is not` is Python", "write `!==`"))
            }
            "is" | "IS" if is_word(i) && i > 0 => (i, said("`is` is Python", "write `===`")),
            "if" if is_word(i) && i > 0 && !matches!(slice(i - 1), ";" | "}" | "else" | ")") => (
                i,
                said(
                    "`a if condition else b` is Python",
                    "write `condition ? a : b`",
                ),
            ),
            "for"
                if is_word(i) && i > 0 && tokens[..i].iter().any(|t| t.span.slice(text) == "[") =>
            {
                (
                    i,
                    said("`[… for … in …]` is Python", "write `list.map(x => …)`"),
                )
            }
            "lambda" if is_word(i) => (i, said("`lambda` is Python", "write `x => …`")),
            "elif" if is_word(i) => (i, said("`elif` is Python", "write `else if`")),
            "f" | "F" | "rf" | "fr"
                if is_word(i) && touches(i + 1) && next.starts_with(['"', '\'']) =>
            {
                (
                    i + 1,
                    said(
                        "`f\"…\"` is Python",
                        "write `` `… ${value} …` ``, between backticks",
                    ),
                )
            }
            "->" => (i, said("`->` is not JavaScript", "write `.`")),
            "-" if next == ">" && touches(i + 1) => {
                (i + 1, said("`->` is not JavaScript", "write `.`"))
            }
            "{" if next == "%" && touches(i + 1) => (
                i + 1,
                said(
                    "`{% … %}` is not JavaScript",
                    "write a value, such as `condition ? a : b`",
                ),
            ),
            "<" if next == ">" && touches(i + 1) => (i + 1, said("`<>` is SQL", "write `!==`")),
            _ if word.starts_with('#') && i > 0 => (
                i,
                said(
                    "a comment is not written with `#` here",
                    "remove it, or write it as `/* … */`",
                ),
            ),
            _ => continue,
        };
        return Some(Problem::new(span(i, to)?, message));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Goal, problem};
    use lang::javascript::Snippet;

    #[test]
    fn words_of_other_languages_are_told_with_javascripts() {
        for (text, place, says) in [
            ("not results.a", "not", "write `!`"),
            ("results.a and results.b", "and", "write `&&`"),
            ("results.a or false", "or", "write `||`"),
            ("results.a is None", "is", "write `===`"),
            ("results.a is not None", "is not", "write `!==`"),
            ("results.a not in [1]", "not in", "includes"),
            ("results.a if results.b else 1", "if", "condition ? a : b"),
            ("[x.id for x in results.a]", "for", ".map("),
            ("lambda x: x", "lambda", "x => …"),
            ("f'{results.a} rows'", "f'{results.a} rows'", "backticks"),
            ("f\"{results.a}\"", "f\"{results.a}\"", "backticks"),
            ("results.a <> 1", "<>", "`!==`"),
            ("results->a->b", "->", "write `.`"),
            ("{% if results.a %}", "{%", "condition ? a : b"),
            ("results.a # all", "# all", ""),
            (
                "{{ flow_input.x }}",
                "{{ flow_input.x }}",
                "write `flow_input.x` alone",
            ),
            (
                "{{flow_input.x}}",
                "{{flow_input.x}}",
                "write `flow_input.x` alone",
            ),
            (
                "${flow_input.x}",
                "${flow_input.x}",
                "write `flow_input.x` alone",
            ),
            (
                "Dear {{ flow_input.x }}",
                "{{ flow_input.x }}",
                "with the backticks",
            ),
            (
                "Dear ${flow_input.x}",
                "${flow_input.x}",
                "with the backticks",
            ),
        ] {
            for goal in [Goal::Body, Goal::Expression] {
                let found =
                    problem(&Snippet::new(text), goal).unwrap_or_else(|| panic!("valid? {text}"));
                if !says.is_empty() {
                    assert_eq!(found.span.slice(text), place, "{text}: {found}");
                    assert!(found.to_string().contains(says), "{text}: {found}");
                }
            }
        }
    }

    #[test]
    fn what_javascript_has_as_well_is_no_foreign_word() {
        for text in [
            "results.and.or",
            "({ not: 1, is: 2, lambda: 3 })",
            "f`x`",
            "`${{a: 1}.a}`",
            "({a: {b: {c: 1}}})",
        ] {
            assert_eq!(problem(&Snippet::new(text), Goal::Body), None, "{text}");
        }
        // Broken, but not by these words.
        for text in ["results.and +", "({ not: 1, or: ", "`${x", "f(a b)"] {
            let found = problem(&Snippet::new(text), Goal::Body).unwrap();
            assert!(
                !found.message.contains("Python"),
                "{text}: {}",
                found.message
            );
        }
    }
}
