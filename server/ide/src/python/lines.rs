//! Whether a line inside brackets can only be a statement, so that a bracket above was never closed.

use syntax::text::{is_word, leading};

/// What stands before a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prev {
    /// Nothing: a statement starts.
    Start,
    /// The end of a value that is no string.
    Operand,
    /// The end of a string.
    Text,
    /// An operator, a comma, an opening bracket, a keyword.
    Operator,
}

/// Whether a line inside brackets begins a statement. `prev` ends the line before, `deeper` is whether it
/// stands further in than the line with the first open bracket.
pub(crate) fn begins_statement(line: &str, prev: Prev, deeper: bool) -> bool {
    let line = line.trim();
    let (word, rest) = line.split_at(leading(line, is_word).len());
    let ends_block = || {
        let code = line.split('#').next().unwrap_or("").trim_end();
        code.ends_with(':')
    };
    let blank = rest.is_empty() || rest.starts_with([' ', '\t', '#', ';', ':', '(']);
    match word {
        "def" | "class" | "import" | "return" | "raise" | "assert" | "del" | "global"
        | "nonlocal" | "pass" | "break" | "continue" | "elif" | "except" | "finally" | "try"
        | "while" | "with"
            if blank =>
        {
            true
        }
        "from" => rest.contains(" import"),
        "async" => rest.trim_start().starts_with("def ") || rest.trim_start().starts_with("with "),
        "if" | "for" | "else" => ends_block(),
        "and" | "or" | "in" | "is" | "not" => false,
        "" if line.starts_with('@') => line[1..].starts_with(is_word) && !deeper,
        "" => prev == Prev::Operand && line.starts_with(['"', '\'']),
        // Two values without anything between them.
        _ if prev == Prev::Operand => true,
        // A string may follow a string, with a prefix too.
        _ if prev == Prev::Text => !(word.len() <= 2 && rest.starts_with(['"', '\''])),
        _ => !deeper && is_assignment(rest),
    }
}

/// Whether what follows a name at the start of a line makes it the target of an assignment.
fn is_assignment(rest: &str) -> bool {
    let dotted = rest.trim_start_matches(|c: char| c == '.' || c == '_' || c.is_alphanumeric());
    let is_equal = |s: &str| s.starts_with('=') && !s.starts_with("==");
    is_equal(dotted.trim_start()) && (dotted.starts_with(' ') || dotted.len() < rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_what_goes_on() {
        for line in [
            "def f():",
            "  return x",
            "if x:  # c",
            "from a import b",
            "x = 1",
            "@task()",
        ] {
            assert!(begins_statement(line, Prev::Operator, false), "{line}");
        }
        for line in [
            "x=1,",
            "if x else y",
            "for x in y]",
            ")",
            "'a'",
            "definite",
            "x == y",
        ] {
            assert!(!begins_statement(line, Prev::Operator, false), "{line}");
        }
        assert!(!begins_statement("x = 1", Prev::Operator, true));
        assert!(begins_statement("x = 1", Prev::Text, true));
        assert!(begins_statement("print(x)", Prev::Operand, true));
        for line in ["'a'", "f'a'", "in y", "not in y", ")", "+ 1"] {
            assert!(!begins_statement(line, Prev::Text, true), "{line}");
        }
        assert!(begins_statement("'a'", Prev::Operand, true));
    }
}
