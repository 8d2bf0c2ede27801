//! YAML that does not parse, and files that are no text.

use model::file::{FileKind, Source};
use syntax::Span;
use syntax::strict::{self, Verdict};
use syntax::yaml::{MAX_DEPTH, MAX_LINES, TooMuch};

use super::{Level, Rule};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    on_broken_yaml: true,
    ..Rule::new(
        "yaml-syntax",
        Level::Error,
        include_str!("yaml_syntax.md"),
        check,
    )
};

fn check(cx: &mut Context<'_>) {
    let file = cx.file;
    if matches!(file.kind, FileKind::Script(_) | FileKind::Other) {
        return;
    }
    if let Source::Unreadable(why) = &file.source {
        cx.report(Span::at(0), format!("This file {why}"));
        return;
    }
    let yaml = file.yaml();
    match yaml.too_much() {
        Some(TooMuch::Lines(lines)) => {
            let message =
                format!("This file has {lines} lines; {MAX_LINES} is the most that is read");
            cx.report(Span::at(0), message)
                .help("split the flow into sub-flows");
            return;
        }
        Some(TooMuch::Depth(at)) => {
            let message = format!("Nested too deep: {MAX_DEPTH} levels is the most that is read");
            cx.report(Span::at(at), message);
            return;
        }
        None => {}
    }
    if yaml.is_clean() {
        return;
    }
    let Verdict::Broken(problems) = strict::yaml(file.text()) else {
        return;
    };
    for problem in problems {
        let help = help(file.text(), problem.span);
        let finding = cx.report(problem.span, format!("YAML: {}", problem.message));
        if let Some(help) = help {
            finding.help(help);
        }
    }
}

/// What to do about a broken line, by what stands on it.
fn help(text: &str, span: Span) -> Option<&'static str> {
    let at = span.start as usize;
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
    let line = &text[start..end];
    let value = line.split_once(": ").map_or("", |(_, v)| v.trim());
    if ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|m| line.starts_with(m))
    {
        Some("a merge conflict is left in the file: keep one side and remove the markers")
    } else if line.trim_start_matches(' ').starts_with('\t') {
        Some("replace the tab by blanks")
    } else if value.starts_with(['`', '@', '%']) || value.contains(": ") {
        Some("put the value in single quotes")
    } else {
        None
    }
}
