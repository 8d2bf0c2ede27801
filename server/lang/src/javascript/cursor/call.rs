//! Which call a cursor is in: the innermost one whose brackets are open before it.

use syntax::Span;
use syntax::lex::{self, Inside, TokenClass};

use super::super::literal::is_reserved;
use super::Before;

/// A call of a name, or of a property of a name, whose arguments a cursor is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallAt {
    /// The name that a property is called of: `wmill` of `wmill.sleep(`. Bytes of the text.
    pub object: Option<Span>,
    /// What is called, without what it is called of. Bytes of the text.
    pub name: Span,
    /// Which argument the cursor is in, from 0.
    pub index: usize,
}

/// Whether text behind a token ends in a comment.
fn is_comment(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("/*") {
        let Some((_, behind)) = comment.split_once("*/") else {
            return true;
        };
        rest = behind.trim_start();
    }
    rest.starts_with("//") && !rest.contains(['\n', '\r'])
}

/// What may stand before the `{` of a literal; before that of a block stands something else.
const BEFORE_LITERAL: [&str; 9] = ["(", ",", ":", "[", "=", "?", "|", "&", "..."];

/// The call around `offset`. `None`: there is none, what it calls is no plain name, the cursor is in a comment, or in the
/// body of a function that is written among the arguments.
pub fn call_at(text: &str, offset: usize) -> Option<CallAt> {
    let offset = text.floor_char_boundary(offset);
    let (mut tokens, inside) = lex::before(text, offset);
    let behind = tokens.last().map_or(0, |t| t.span.end as usize);
    if inside == Inside::Other && is_comment(text.get(behind..offset)?) {
        return None;
    }
    // Right before a bracket it is not there yet, and a word that the cursor touches is an argument as any other.
    tokens.retain(|t| (t.span.start as usize) < offset);
    let mut here = Before {
        text,
        tokens: &tokens,
    };
    let mut index = 0;
    loop {
        here.last()?;
        if here.last_closes() {
            here = here.before_bracket()?;
            continue;
        }
        let sign = here.last()?.span.slice(text);
        let before = here.less(1);
        match sign {
            "," => index += 1,
            "(" => match before.callee_name() {
                Some((object, name)) => {
                    return Some(CallAt {
                        object,
                        name,
                        index,
                    });
                }
                None if before.called_otherwise() => return None,
                None => index = 0,
            },
            "[" => index = 0,
            "{" if BEFORE_LITERAL.iter().any(|s| before.last_is(s)) => index = 0,
            "{" | ";" => return None,
            _ if here.last_opens() => index = 0,
            _ => {}
        }
        here = before;
    }
}

impl Before<'_> {
    /// The name that these tokens end with, and what it is a property of, which is a name as well; types between `<` and
    /// `>` behind it are skipped.
    fn callee_name(self) -> Option<(Option<Span>, Span)> {
        let here = self.without_types();
        let here = match here.last_is("?.") {
            true => here.less(1),
            false => here,
        };
        let name = here.word()?;
        let before = here.less(1);
        if !before.last_is(".") && !before.last_is("?.") {
            let declares = before
                .word()
                .is_some_and(|w| matches!(w.slice(self.text), "function" | "class"));
            let word = name.slice(self.text);
            // The brackets behind `async` are those of a function's parameters.
            let is_name = !declares && !is_reserved(word) && word != "async";
            return is_name.then_some((None, name));
        }
        let owner = before.less(1);
        let object = owner.word()?;
        let is_whole = !owner.less(1).last_is(".") && !owner.less(1).last_is("?.");
        (is_whole && !is_reserved(object.slice(self.text))).then_some((Some(object), name))
    }

    /// Whether a bracket behind these tokens holds arguments or parameters of something that has no plain name.
    fn called_otherwise(self) -> bool {
        let here = self.without_types();
        let Some(last) = here.last() else {
            return false;
        };
        match last.kind {
            TokenClass::Word => {
                let word = last.span.slice(self.text);
                !is_reserved(word) && word != "async"
            }
            TokenClass::Sign => here.last_closes() || here.last_is("?."),
            _ => true,
        }
    }

    /// Without the types of a call: `<number>` of `step<number>(`.
    fn without_types(self) -> Self {
        let mut depth = 0usize;
        let mut here = self;
        while let Some(last) = here.last() {
            let word = last.span.slice(self.text);
            match word {
                ">" => depth += 1,
                "<" => depth = depth.saturating_sub(1),
                "(" | ")" | ";" => return self,
                _ => {}
            }
            if depth == 0 {
                // A comparison is no list of types: a name stands right before these.
                return match word {
                    "<" => here.less(1),
                    _ => self,
                };
            }
            here = here.less(1);
        }
        self
    }

    /// The word that these tokens end with.
    fn word(self) -> Option<Span> {
        let last = self.last().filter(|t| t.kind == TokenClass::Word)?;
        Some(last.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is called, and the index of the argument; `-` where nothing is.
    fn of(text: &str) -> String {
        let (text, at) = fixture::cursor(text);
        call_at(&text, at).map_or("-".to_owned(), |c| {
            let object = c.object.map(|o| format!("{}.", o.slice(&text)));
            format!(
                "{}{} {}",
                object.unwrap_or_default(),
                c.name.slice(&text),
                c.index
            )
        })
    }

    #[test]
    fn the_innermost_call_has_the_cursor() {
        let cases = [
            ("a(<|>", "a 0"),
            ("a<|>(", "-"),
            ("a(b, c<|>", "a 1"),
            ("a.b(x, <|>y)", "a.b 1"),
            ("a?.b(x, <|>", "a.b 1"),
            ("await a.b (\n  'it, (', <|>", "a.b 1"),
            ("a.b('x<|>", "a.b 0"),
            ("a.b(`x<|>", "a.b 0"),
            ("a.b(/* <|>", "-"),
            ("a(b(1, 2), <|>", "a 1"),
            ("a(b(1, 2<|>), 3)", "b 1"),
            ("a(b(1, 2)<|>, 3)", "a 0"),
            ("a(1)<|>", "-"),
            ("a(0, 12<|>", "a 1"),
            ("a(0, // b\n /* c */ 12<|>", "a 1"),
            ("a(0, // b<|>", "-"),
            // What is a part of one argument.
            ("a(1, {x: [1, <|>", "a 1"),
            ("a(1, (2, <|>", "a 1"),
            ("a(1, `${x, <|>", "a 1"),
            ("a(1, await (<|>", "a 1"),
            // The code of a function that is given.
            ("a(1, async (x, <|>", "a 1"),
            ("a(1, () => {<|>", "-"),
            ("a(1, () => { b(2, <|>", "b 1"),
            ("a(1, function () { <|>", "-"),
            ("function a(x, <|>", "-"),
            ("if (<|>", "-"),
            ("for (const x of a(<|>", "a 0"),
            // What has no plain name.
            ("a.b.c(<|>", "-"),
            ("a()(<|>", "-"),
            ("a[0](<|>", "-"),
            ("a(b.c.d(<|>", "-"),
            ("a<number>(<|>", "a 0"),
            ("a.b<Map<string, {x: 1}>>(1, <|>", "a.b 1"),
            ("a(1 > (<|>", "a 0"),
            ("x < 1 && a(<|>", "a 0"),
            ("", "-"),
        ];
        for (text, wanted) in cases {
            let text = if text.is_empty() { "<|>" } else { text };
            assert_eq!(of(text), wanted, "{text}");
        }
    }
}
