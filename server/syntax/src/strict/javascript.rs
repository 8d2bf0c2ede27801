//! oxc_parser: judges JavaScript expressions.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::{Problem, Said, Verdict, last_char, said, with_room};
use crate::Span;

/// Stack in bytes that a token takes at most: 2,350 for `(`, without optimisation.
pub(super) const LEVEL: usize = 4 * 1024;

/// Most brackets inside each other that may hold the parameters of an arrow function. The parser tries
/// that first, then reads the bracket anew, in a second tree: time and memory grow with each level.
pub(super) const MAX_GUESSES: usize = 50;

/// How an expression's text is wrapped before it runs, which decides what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// An expression, nothing else: predicates run inside `Boolean(…)`.
    Expression,
    /// The body of an async function: statements with `return`, or an expression.
    Body,
}

/// What is put around a text. A declaration stands alone: a text that closes it early makes a second
/// statement, and two different brackets cannot both be closed early. The line break before the end
/// keeps a trailing `//` comment from swallowing it.
const CALL: (&str, &str) = ("async function f() { return Boolean(", "\n) }");
const LIST: (&str, &str) = ("async function f() { return [", "\n] }");
const RETURN: (&str, &str) = ("async function f() { return ", "\n}");
const STATEMENTS: (&str, &str) = ("async function f() { ", "\n}");

/// Judges the text of one Windmill expression. An empty one is valid.
pub fn javascript(text: &str, goal: Goal) -> Verdict {
    let judge = |wrapper| judge_wrapped(text, wrapper);
    match goal {
        Goal::Expression => match judge(CALL) {
            Verdict::Valid => judge(LIST),
            verdict => verdict,
        },
        Goal::Body => match (judge(RETURN), judge(STATEMENTS)) {
            (Verdict::Valid, _) | (_, Verdict::Valid) => Verdict::Valid,
            // Statements are judged as statements, all else as an expression.
            (_, verdict) if starts_statement(text) => verdict,
            (verdict, _) => verdict,
        },
    }
}

/// Windmill puts no `return` in front of these (see the facts on evaluation).
fn starts_statement(text: &str) -> bool {
    let word = text
        .trim_start()
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next();
    let words = [
        "return", "const", "let", "var", "if", "for", "while", "switch", "try", "throw",
        "function", "class", "async", "await",
    ];
    word.is_some_and(|w| words.contains(&w)) || text.contains(';')
}

fn judge_wrapped(text: &str, (before, after): (&str, &str)) -> Verdict {
    if guesses(text) > MAX_GUESSES {
        return Verdict::Unknown;
    }
    let whole = format!("{before}{text}{after}");
    let judged = with_room(&whole, LEVEL, || {
        let allocator = Allocator::default();
        let kind = SourceType::default().with_script(true);
        let result = Parser::new(&allocator, &whole, kind).parse();
        let error = result.diagnostics.first().map(|error| {
            let place = error.labels.first().map(|l| (l.offset(), l.len()));
            problem(text, before.len(), place, &error.message)
        });
        error.or_else(|| (result.program.body.len() != 1).then(|| escaped(text)))
    });
    verdict(judged)
}

/// How deep brackets nest that may hold parameters, by the look of what stands behind them. Strings and
/// comments are read like code.
pub(super) fn guesses(text: &str) -> usize {
    let mut open: Vec<bool> = Vec::new();
    let (mut depth, mut deepest) = (0usize, 0);
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'(' => {
                let next = text[i + 1..].trim_start().chars().next();
                let is_guess = next
                    .is_some_and(|c| c.is_alphabetic() || matches!(c, '[' | '{' | '.' | '_' | '$'));
                open.push(is_guess);
                depth += usize::from(is_guess);
                deepest = deepest.max(depth);
            }
            b')' => depth -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
    }
    deepest
}

fn verdict(judged: Option<Option<Problem>>) -> Verdict {
    match judged {
        None => Verdict::Unknown,
        Some(None) => Verdict::Valid,
        Some(Some(problem)) => Verdict::Broken(vec![problem]),
    }
}

/// The text closes what is put around it and opens it again.
fn escaped(text: &str) -> Problem {
    let offset = text.find(['}', ')', ']']).unwrap_or(0);
    Problem::new(
        word(text, offset),
        format!("unexpected `{}`", word(text, offset).slice(text)),
    )
}

/// The parser's finding in the text's own offsets, said plainly.
fn problem(text: &str, before: usize, place: Option<(u32, u32)>, message: &str) -> Problem {
    let inner = |o: u32| floor(text, (o as usize).saturating_sub(before).min(text.len()));
    let (offset, len) = place.unwrap_or_default();
    let (start, end) = (inner(offset), inner(offset + len));
    let open = [
        ("Unterminated string", "this string is never closed"),
        (
            "Unterminated regular expression",
            "this regular expression is never closed",
        ),
        (
            "Unterminated multiline comment",
            "this comment is never closed",
        ),
    ];
    if let Some((_, plain)) = open.iter().find(|(theirs, _)| *theirs == message) {
        let line = text[start..end]
            .find(['\n', '\r'])
            .map_or(end, |i| start + i);
        let span = if start < line {
            Span::new(start, line)
        } else {
            last_char(text)
        };
        return Problem::new(span, (*plain).to_owned());
    }
    let next = start + (text[start..].len() - text[start..].trim_start().len());
    let says_what_is_there = [
        "Unexpected token",
        "Expected `",
        "Expected a semicolon",
        "Invalid Character",
    ];
    let says_what_is_there = says_what_is_there.iter().any(|m| message.starts_with(m));
    if next >= text.len() && (says_what_is_there || start == end) {
        let missing = match message.starts_with("Expected `:`") {
            true => said(
                "the `:` that belongs to `?` is missing",
                "write `a ? b : c`",
            ),
            false => "unexpected end".into(),
        };
        return Problem::new(last_char(text), missing);
    }
    if says_what_is_there {
        let span = word(text, next);
        return Problem::new(span, format!("unexpected `{}`", span.slice(text)));
    }
    let span = if start < end {
        Span::new(start, end)
    } else {
        word(text, next.min(text.len()))
    };
    // An escape is told at what stands behind its `\`.
    let next = match message.starts_with("Invalid Unicode") {
        true => text[..next].rfind('\\').unwrap_or(next),
        false => next,
    };
    if ["JSX", "Invalid Unicode", "Unexpected"]
        .iter()
        .any(|m| message.contains(m))
    {
        let span = word(text, next.min(text.len()));
        return Problem::new(span, format!("unexpected `{}`", span.slice(text)));
    }
    Problem::new(span, in_words(message))
}

/// The sentences of the parser that say more than what stands at the place, the frequent ones in our words.
fn in_words(message: &str) -> Said {
    match message.trim_end_matches('.') {
        "Invalid characters after number" => "a name cannot start with a digit".into(),
        "Identifier expected after '?.'" => "a name is missing after `?.`".into(),
        "Missing initializer in const declaration" => {
            said("`const` needs a value", "write `= …` behind the name")
        }
        "Missing catch or finally clause" => "`catch` or `finally` is missing after `try`".into(),
        "Cannot assign to this expression" => {
            said("nothing can be assigned to this", "write `===` to compare")
        }
        "Type assertion expressions can only be used in TypeScript files" => {
            said("`as …` is TypeScript", "remove it")
        }
        "Type satisfaction expressions can only be used in TypeScript files" => {
            said("`satisfies …` is TypeScript", "remove it")
        }
        m if m.contains("TypeScript") => said("this is TypeScript", "remove it"),
        m if m.contains("mixed") && m.contains("oalesc") => said(
            "`??` cannot stand beside `&&` or `||`",
            "put brackets around one of them",
        ),
        m => {
            let mut chars = m.chars();
            let first = chars.next().into_iter().flat_map(char::to_lowercase);
            first.chain(chars).collect::<String>().into()
        }
    }
}

fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The word or the character at `offset`.
pub(super) fn word(text: &str, offset: usize) -> Span {
    let rest = &text[offset..];
    let len = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
        .unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    Span::new(offset, offset + len.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Valid`, or the marked text and the message.
    fn judged(text: &str, goal: Goal) -> String {
        match javascript(text, goal) {
            Verdict::Valid => "valid".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Broken(problems) => {
                let [problem] = &problems[..] else {
                    panic!("{problems:?}")
                };
                format!("[{}] {problem}", problem.span.slice(text))
            }
        }
    }

    #[test]
    fn what_is_valid_everywhere() {
        for text in [
            "",
            " ",
            "\n",
            "results.a",
            "await foo()",
            "// c\nresults.a",
            "results.a // c",
            "{a: 1}",
            "{...results.a, b}",
            "/x[/]/g",
            "`a${b + `c`}`",
            "a, b",
            "results.a-b.c",
            "a?.b ?? c",
            "async () => 1",
            "x => ({y: x})",
            "'})()'",
            "/* }) */ a",
            "[1, 2].map((x) => { return x })",
            "(() => { const x = 1; return x })()",
            "a\n  .b\n  .c",
            "import('x')",
            "\u{a0}a",
        ] {
            for goal in [Goal::Expression, Goal::Body] {
                assert_eq!(judged(text, goal), "valid", "{text:?} {goal:?}");
            }
        }
    }

    #[test]
    fn statements_are_valid_in_a_body_alone() {
        for (text, found) in [
            ("return results.a", "[return] unexpected `return`"),
            ("const x = 1; return x", "[const] unexpected `const`"),
            ("if (x) { return 1 }", "[if] unexpected `if`"),
            (
                "for (const a of b) { foo(a) }\nreturn 1",
                "[for] unexpected `for`",
            ),
            ("a;", "[;] unexpected `;`"),
            ("a\nb", "[b] unexpected `b`"),
            ("throw x", "[throw] unexpected `throw`"),
        ] {
            assert_eq!(judged(text, Goal::Body), "valid", "{text:?}");
            assert_eq!(judged(text, Goal::Expression), found, "{text:?}");
        }
        // A call takes a spread, `return` does not.
        assert_eq!(judged("...a", Goal::Expression), "valid");
        assert_eq!(judged("...a", Goal::Body), "[.] unexpected `.`");
    }

    #[test]
    fn half_typed_expressions() {
        for (text, found) in [
            ("results.", "[.] unexpected end"),
            ("results.a +", "[+] unexpected end"),
            ("results.a + // more\n", "[e] unexpected end"),
            (
                "flow_input.x ? 1",
                "[1] the `:` that belongs to `?` is missing; write `a ? b : c`",
            ),
            ("flow_input.x ? 1 :", "[:] unexpected end"),
            ("a b", "[b] unexpected `b`"),
            ("é 😀", "[😀] unexpected `😀`"),
            ("a  bc d", "[bc] unexpected `bc`"),
            ("a ]", "[]] unexpected `]`"),
            ("a..b", "[.] unexpected `.`"),
            ("foo(a", "[a] unexpected end"),
            ("foo(a, ", "[,] unexpected end"),
            ("[1, 2", "[2] unexpected end"),
            ("x => {", "[{] unexpected end"),
            ("a ||", "[|] unexpected end"),
            ("'abc", "['abc] this string is never closed"),
            ("results[\"a", "[\"a] this string is never closed"),
            ("a + /x[", "[/x[] this regular expression is never closed"),
            ("a /* c", "[/* c] this comment is never closed"),
            ("1a", "[a] a name cannot start with a digit"),
            ("a?.", "[?.] a name is missing after `?.`"),
            (
                "1 = 2",
                "[1] nothing can be assigned to this; write `===` to compare",
            ),
            (
                "a || b ?? c",
                "[a || b ?? c] `??` cannot stand beside `&&` or `||`; put brackets around one of them",
            ),
            ("1_", "[_] unexpected end"),
            ("<a>b", "[<] unexpected `<`"),
            ("a \\ b", "[\\] unexpected `\\`"),
            (
                "a satisfies b",
                "[a satisfies b] `satisfies …` is TypeScript; remove it",
            ),
            (
                "a as string",
                "[a as string] `as …` is TypeScript; remove it",
            ),
        ] {
            for goal in [Goal::Expression, Goal::Body] {
                assert_eq!(judged(text, goal), found, "{text:?} {goal:?}");
            }
        }
    }

    #[test]
    fn half_typed_statements_are_judged_as_statements() {
        for (text, found) in [
            (
                "const x",
                "[x] `const` needs a value; write `= …` behind the name",
            ),
            ("if (x) { return 1", "[1] unexpected end"),
            ("return results.", "[.] unexpected end"),
            ("const x = 1; return x y", "[y] unexpected `y`"),
            ("let a: number = 1; return a", "[:] unexpected `:`"),
        ] {
            assert_eq!(judged(text, Goal::Body), found, "{text:?}");
        }
    }

    #[test]
    fn closing_the_wrapper_early_is_broken() {
        for text in [
            "x })(); (function(){",
            "x } function g() {",
            "x }; { y",
            "x } {",
            "x }; async () => { y",
            "x)); (Boolean(y",
            "x), Boolean(y",
            "x), (y",
            "x) } function g() { return Boolean(y",
            "x]; [y",
            "x], [y",
            "x] } function g() { return [y",
            "x } //",
            "x } /*",
        ] {
            for goal in [Goal::Expression, Goal::Body] {
                assert!(
                    judged(text, goal).starts_with('['),
                    "{text:?} {goal:?}: {}",
                    judged(text, goal)
                );
            }
        }
    }

    #[test]
    fn deep_texts_do_not_end_the_process() {
        for unit in [
            "(",
            "[",
            "{a:",
            "!",
            "a?",
            "x=>",
            "`${",
            "a(",
            "-",
            "new ",
            "{",
            "if(a)",
            "a=",
            "a**",
            "async()=>{",
        ] {
            for count in [60, 200, 2_000, 10_000] {
                let text = unit.repeat(count);
                assert_ne!(
                    javascript(&text, Goal::Body),
                    Verdict::Valid,
                    "{unit} {count}"
                );
            }
        }
        let deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(javascript(&deep, Goal::Expression), Verdict::Valid);
    }
}
