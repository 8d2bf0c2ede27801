//! Where in a script the cursor is: on a line of its own at the top, or at the type of a function's parameter.

use syntax::lex::{Token, TokenClass};
use syntax::text::line_start;

/// A place in a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// A line of its own at the top, of which nothing or the beginning of something is typed: where it starts.
    Line(usize),
    /// The type of a parameter of a function at the top: where that function's line starts.
    Type(usize),
}

/// What is being written at the word from `word` to `offset`. `tokens`: those before the cursor.
pub(super) fn spot(text: &str, tokens: &[Token], word: usize, offset: usize) -> Option<Spot> {
    let start = line_start(text, offset);
    let before: Vec<Token> = tokens
        .iter()
        .copied()
        .filter(|t| (t.span.start as usize) < word)
        .collect();
    let open = open(text, &before);
    let rest = text[offset..].lines().next().unwrap_or_default();
    if open.is_empty() && rest.trim().is_empty() {
        let above = before.iter().rfind(|t| (t.span.start as usize) < start);
        let is_begun = above.is_none_or(|t| ends_statement(text, *t));
        let is_plain = text[start..offset]
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == ' ');
        let is_indented = text[start..offset].starts_with(' ');
        return (is_begun && is_plain && !is_indented).then_some(Spot::Line(start));
    }
    // `function name(a: string, b?: |`
    let [bracket] = open[..] else { return None };
    let sign = |at: usize| before.get(at).map(|t| t.span.slice(text));
    let is_function = sign(bracket) == Some("(")
        && bracket >= 2
        && before[bracket - 1].kind == TokenClass::Word
        && sign(bracket - 2) == Some("function");
    let colon = before.len().checked_sub(1)?;
    let name = match sign(colon.checked_sub(1)?) {
        Some("?") => colon.checked_sub(2)?,
        _ => colon - 1,
    };
    let is_type = sign(colon) == Some(":")
        && before[name].kind == TokenClass::Word
        && matches!(sign(name.checked_sub(1)?), Some("(" | ","));
    let line = line_start(
        text,
        before.get(bracket.checked_sub(2)?)?.span.start as usize,
    );
    (is_function && is_type).then_some(Spot::Type(line))
}

/// The brackets that are open behind these tokens, by their places among them.
fn open(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, token.span.slice(text)) {
            (TokenClass::Open, _) | (TokenClass::Sign, "(" | "[" | "{") => open.push(at),
            (TokenClass::Close, _) | (TokenClass::Sign, ")" | "]" | "}") => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// Whether a statement may end with this token, so that the line below can start another.
fn ends_statement(text: &str, token: Token) -> bool {
    match token.kind {
        TokenClass::Sign => matches!(token.span.slice(text), "}" | ")" | ";" | "]"),
        TokenClass::Open => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::lex::before;
    use syntax::text::is_js_word;

    fn at(text: &str) -> Option<Spot> {
        let (text, offset) = fixture::cursor(text);
        let word = text[..offset].trim_end_matches(is_js_word).len();
        spot(&text, &before(&text, offset).0, word, offset)
    }

    #[test]
    fn lines_and_types_are_told_apart() {
        assert_eq!(at("<|>"), Some(Spot::Line(0)));
        assert_eq!(at("exp<|>"), Some(Spot::Line(0)));
        assert_eq!(at("// a\nexport async fu<|>\n"), Some(Spot::Line(5)));
        assert_eq!(at("const a = `${b}`;\n<|>"), Some(Spot::Line(18)));
        assert_eq!(
            at("export async function main(db: <|>) {}"),
            Some(Spot::Type(0))
        );
        assert_eq!(
            at("\nfunction f(\n  a: string[] = [],\n  b?: Po<|>"),
            Some(Spot::Type(1))
        );
        for text in [
            "const a =\n<|>",
            "function f() {\n<|>\n}",
            "  <|>",
            "f(a: <|>",
            "function f(a: string | <|>",
            "function f(a = b ? c : <|>",
            "function f(a: { b: <|>",
            "function f() {\n  g(a: <|>",
            "x.<|>",
            "case: <|>",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
