//! What Windmill makes of an expression before it runs it, where that makes correct JavaScript fail.
//!
//! Windmill rewrites the text without parsing it: it puts `return` in front, waits for `variable(…)` and
//! `resource(…)`, and wraps the whole in a function whose last bracket follows on the same line.
//! Source: `backend/windmill-worker/src/js_eval.rs` and `worker_flow.rs`, run with the rewriting restated.

use syntax::Span;
use syntax::strict::{Problem, said};
use syntax::text::{is_ascii_word, is_js_word};

use super::judge::Goal;
use super::nothing::{begins_statements, semicolon};
use lang::javascript::{Analysis, Snippet};

/// The calls that Windmill waits for.
const AWAITED: [&str; 3] = ["variable", "resource", "flow_user_state"];

/// What goes wrong with a text that is correct by itself; its first mistake.
pub fn rewritten(snippet: &Snippet, goal: Goal) -> Option<Problem> {
    let (text, analysis) = (&*snippet.text, snippet.analysis());
    if analysis.has_error || is_looked_up(text) {
        return None;
    }
    doubled(text, goal)
        .or_else(|| awaited(analysis))
        .or_else(|| comment(snippet, goal))
}

/// Whether a whole line is a step's value: Windmill takes that line for the result, and runs nothing.
fn is_looked_up(text: &str) -> bool {
    let part = |c: char| is_ascii_word(c) || matches!(c, '.' | '[' | ']' | '?' | '"');
    text.lines().map(str::trim).any(|line| {
        let rest = line.strip_prefix("results");
        rest.is_some_and(|r| r.starts_with(['.', '[', '?']) && r.chars().all(part))
    }) && text.trim().contains('\n')
}

/// `return(x)` without a `;`: only `return` with a space behind it is seen, so a second one is put in
/// front. The same with `throw(x)`.
fn doubled(text: &str, goal: Goal) -> Option<Problem> {
    let body = text.trim();
    let start = text.len() - text.trim_start().len();
    if goal == Goal::Expression || semicolon(body).is_some() || begins_statements(body) {
        return None;
    }
    let word = ["return", "throw"].into_iter().find(|w| {
        let rest = body.strip_prefix(w);
        let word = |c: char| is_js_word(c) || c == ' ';
        rest.is_some_and(|r| r.starts_with(|c| !word(c)))
    })?;
    let message = said(
        format!("it looks for `{word}` with a space behind it"),
        format!("write a space behind `{word}`"),
    );
    Some(Problem::new(Span::new(start, start + word.len()), message))
}

/// `variable(…)` in a function that is not `async`, where nothing can be waited for.
fn awaited(analysis: &Analysis) -> Option<Problem> {
    let call = analysis.chains.iter().find(|c| {
        let name = c.root.value.as_str();
        c.path.is_empty() && c.called && c.in_sync_function && AWAITED.contains(&name)
    })?;
    let message = said(
        "an `await` is added, but the function is not `async`",
        format!(
            "write `async` in front of the function, or call `{}(…)` outside of it",
            call.root.value
        ),
    );
    Some(Problem::new(call.root.span, message))
}

/// A `// comment` on the last line: it hides the bracket that closes the function around the text.
fn comment(snippet: &Snippet, goal: Goal) -> Option<Problem> {
    let text = &*snippet.text;
    // The text of an input is trimmed, that of a condition is not.
    let end = match goal {
        Goal::Body => text.trim_end().len(),
        Goal::Expression => text.len(),
    };
    if !text.contains("//") {
        return None;
    }
    let last = *snippet.tree()?.comments().last()?;
    let written = last.slice(text);
    let ends = last.end as usize >= end && written.starts_with("//");
    let message = said(
        "it adds a bracket, and the comment at the end hides it",
        "remove the comment, or write it as `/* … */`",
    );
    ends.then(|| Problem::new(last, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(text: &str, goal: Goal, want: Option<&str>) {
        let problem = rewritten(&Snippet::new(text), goal);
        assert_eq!(problem.map(|p| p.span.slice(text)), want, "{text}");
    }

    #[test]
    fn what_windmill_breaks() {
        for (text, want) in [
            ("return(results.a)", Some("return")),
            ("return(results.a);", None),
            ("return results.a", None),
            ("return\nresults.a", None),
            ("return\nresults.a + 1", Some("return")),
            ("throw(Error('x'))", Some("throw")),
            ("throw Error('x')", None),
            ("returned(1)", None),
            ("ids.map(i => variable('u/a/b') + i)", Some("variable")),
            ("ids.map(async i => variable('u/a/b') + i)", None),
            ("variable('u/a/b')", None),
            ("a + 1 // many", Some("// many")),
            ("a + 1 // many\n", Some("// many")),
            ("a // one\n + 1", None),
            ("'http://x'", None),
            ("results.a.b\n// the sum", None),
            ("a /* fine */", None),
        ] {
            found(text, Goal::Body, want);
        }
        found("a > 1 // many", Goal::Expression, Some("// many"));
        found("a > 1 // many\n", Goal::Expression, None);
    }
}
