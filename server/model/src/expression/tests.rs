//! Mistakes of syntax, and what is none.

use lang::javascript::{Snippet, analyze, at};
use proptest::prelude::*;
use syntax::strict::Problem;

use super::Goal;

fn problem(text: &str, goal: Goal) -> Option<Problem> {
    super::problem(&Snippet::new(text), goal)
}

#[test]
fn valid_texts() {
    let both = [
        "",
        "  \n",
        "results.a",
        "a ?? b",
        "{ a: 1, b: [2] }",
        "x => { return x }",
        "await f()",
        "await (f())",
        "ids.map(async id => await (id))",
        "`a ${b}`",
        "a // b",
        "(function () { return 1; })()",
        "/a/.test(b)",
        "{}",
    ];
    for text in both {
        assert_eq!(problem(text, Goal::Expression), None, "{text}");
        assert_eq!(problem(text, Goal::Body), None, "{text}");
    }
    for text in [
        "return 1",
        "a;",
        "const x = 1; return x",
        "if (a) { return 1 }",
        "a()\nb()",
    ] {
        assert_eq!(problem(text, Goal::Body), None, "{text}");
    }
}

#[test]
fn places_and_words() {
    for (text, goal, place, words) in [
        (
            "results.",
            Goal::Body,
            ".",
            "something is missing after `.`",
        ),
        (
            "a +  ",
            Goal::Expression,
            "+",
            "something is missing after `+`",
        ),
        ("f(a", Goal::Body, "(", "`(` is never closed"),
        ("{ a: 1", Goal::Body, "{", "`{` is never closed"),
        ("`x ${a", Goal::Body, "${", "`${` is never closed"),
        ("a)", Goal::Body, ")", "`)` closes nothing"),
        (
            "f(a]",
            Goal::Body,
            "]",
            "`]` does not close the `(` before it",
        ),
        ("'abc", Goal::Body, "'abc", "this string is never closed"),
        (
            "results.my step",
            Goal::Body,
            "step",
            "something is missing between `my` and `step`",
        ),
        ("a &&", Goal::Body, "&&", "something is missing after `&&`"),
        (
            "results.my step",
            Goal::Expression,
            "step",
            "something is missing between `my` and `step`",
        ),
        ("a ? : b", Goal::Body, ":", "`:` does not fit here"),
        (
            "return 1",
            Goal::Expression,
            "return",
            "`return` cannot stand in a condition",
        ),
        (
            "a;",
            Goal::Expression,
            ";",
            "`;` cannot stand in a condition",
        ),
        (
            "if (a) { b }",
            Goal::Expression,
            "if",
            "`if` cannot stand in a condition",
        ),
        (
            "{{a}}",
            Goal::Body,
            "{{a}}",
            "`{{ … }}` is not how an expression reads a value",
        ),
        ("{{}}", Goal::Body, "{", "`{` does not fit here"),
        (
            "ids.map(id => await f(id))",
            Goal::Body,
            "await",
            "`await` works in `async` functions only",
        ),
        (
            "ids.map(id => await (id))",
            Goal::Body,
            "await",
            "`await` works in `async` functions only",
        ),
        ("1_", Goal::Body, "_", "something is missing after `_`"),
        ("<a>b", Goal::Body, "<", "`<` does not fit here"),
        ("a \\ b", Goal::Body, "\\", "`\\` does not fit here"),
        (
            "a ? b",
            Goal::Body,
            "b",
            "the `:` that belongs to `?` is missing",
        ),
        ("1a", Goal::Body, "a", "a name cannot start with a digit"),
        ("a?.", Goal::Body, "?.", "a name is missing after `?.`"),
        (
            "a as string",
            Goal::Body,
            "a as string",
            "`as …` is TypeScript",
        ),
        ("1 = 2", Goal::Body, "1", "nothing can be assigned to this"),
        ("é: b", Goal::Body, ":", "`:` does not fit here"),
    ] {
        let found = problem(text, goal).unwrap_or_else(|| panic!("valid? {text}"));
        assert!(
            found.message.starts_with(words),
            "{text}: {}",
            found.message
        );
        assert_eq!(found.span.slice(text), place, "{text}");
    }
}

#[test]
fn too_deep_or_long_is_said_so() {
    let long = format!("f({}", "-a,".repeat(200_000));
    let found = problem(&long, Goal::Body).unwrap();
    assert_eq!(
        found.message,
        "the expression is too long or too deeply nested to be read"
    );
    assert!(analyze(&long).has_error);
    for deep in [
        "(", "[", "{a:", "`${", "!", "a.", "a?b:", "x=>", "a b ", "/[", "'\n",
    ] {
        let text = deep.repeat(30_000);
        analyze(&text);
        at(&text, text.len());
    }
    let open = "(".repeat(100_000);
    assert!(problem(&open, Goal::Body).is_some());
    // Valid, if strange.
    let closed = format!("{open}a{}", ")".repeat(100_000));
    analyze(&closed);
    at(&closed, 100_001);
}

/// Whatever the text is: no panic, and spans that can be sliced.
fn holds(text: &str) -> Result<(), TestCaseError> {
    for goal in [Goal::Expression, Goal::Body] {
        let found = problem(text, goal);
        prop_assert!(
            found
                .iter()
                .all(|p| text.get(p.span.range()).is_some() && !p.message.is_empty())
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_characters(text in "\\PC{0,60}") {
        holds(&text)?;
    }

    #[test]
    fn any_javascript(text in "(results|flow_input|x|é|\\.|\\?\\.|\\?|:|\\[|\\]|\\(|\\)|\\{|\\}|\"|'|`|\\$\\{|/|//|\\*|\\\\|=>|=|&&|\\|\\||\\?\\?|!|typeof |in |const |return |function |async |await |if |0|12|\\.5|,|;| |\n|<|>){0,24}") {
        holds(&text)?;
    }
}
