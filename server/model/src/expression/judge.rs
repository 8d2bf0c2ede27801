//! Whether a strict parser takes an expression's text, in what Windmill wraps around it.

use syntax::strict::{self, Verdict};
use syntax::text::is_word;

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
pub fn judge(text: &str, goal: Goal) -> Verdict {
    let judge = |wrapper| strict::javascript(text, wrapper);
    match goal {
        Goal::Expression => match judge(CALL) {
            Verdict::Valid => judge(LIST),
            verdict => verdict,
        },
        Goal::Body => match (judge(RETURN), judge(STATEMENTS)) {
            (Verdict::Valid, _) | (_, Verdict::Valid) => Verdict::Valid,
            // Statements are judged as statements, all else as an expression.
            (_, verdict) if runs_as_it_stands(text) => verdict,
            (verdict, _) => verdict,
        },
    }
}

/// Words that start a statement: Windmill puts no `return` in front of them.
pub(super) const STATEMENT_WORDS: [&str; 14] = [
    "return", "const", "let", "var", "if", "for", "while", "switch", "try", "throw", "function",
    "class", "async", "await",
];

/// Whether Windmill runs the text as it stands. A `;` in a string is taken for one that counts.
pub(super) fn runs_as_it_stands(text: &str) -> bool {
    let word = text.trim_start().split(|c: char| !is_word(c)).next();
    text.contains(';') || word.is_some_and(|word| STATEMENT_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Valid`, or the marked text and the message.
    fn judged(text: &str, goal: Goal) -> String {
        match judge(text, goal) {
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
                assert_ne!(judge(&text, Goal::Body), Verdict::Valid, "{unit} {count}");
            }
        }
        let deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(judge(&deep, Goal::Expression), Verdict::Valid);
    }
}
