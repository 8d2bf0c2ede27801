//! A word for Windmill in the comments of a script that it does not read.

use model::annotation::{self, Word};
use syntax::Span;

use super::support::{code_edit, scalar};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unread-annotation",
        Level::Hint,
        include_str!("unread_annotation.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        let language = &code.script.language;
        let words = annotation::words(language);
        if let Some(sign) = annotation::sign(language).filter(|_| !words.is_empty()) {
            lines(cx, code, sign, words);
        }
    }
}

/// The comments above all code: those that Windmill reads, and those behind a blank line.
fn lines(cx: &mut Context<'_>, code: &CheckedCode, sign: &str, words: &'static [Word]) {
    let mut is_read = true;
    let mut start = 0;
    for line in code.script.text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let Some(rest) = line.strip_prefix(sign) else {
            if line.trim().is_empty() {
                is_read = false;
                continue;
            }
            return;
        };
        let word = rest.trim();
        let from = at + sign.len() + rest.len() - rest.trim_start().len();
        let span = Span::new(from, from + word.len());
        let Some(meant) = words.iter().find(|w| is_meant(word, w.name)) else {
            continue;
        };
        if meant.name != word && is_plain(meant.name) {
            continue;
        }
        if meant.name != word {
            let edit = code_edit::replaced(cx, code, span, meant.name);
            let fix = code_edit::fix(scalar::changed_to(meant.name), false, vec![edit]);
            let message = format!(
                "Windmill does not read `{word}`: it looks for `{}`",
                meant.name
            );
            cx.report(code.outer(span), message).fix = fix;
        } else if !is_read && (!is_plain(word) || word == "native") {
            let message = format!("Windmill does not read `{word}`: an empty line stands above it");
            cx.report(code.outer(span), message)
                .help("put it into the comments that the script begins with");
        }
    }
}

/// Whether a word may be a heading of people as well.
fn is_plain(word: &str) -> bool {
    word != "nobundling" && word.chars().all(|c| c.is_ascii_lowercase())
}

/// Whether a text is a word but for its letter case and the signs between its parts.
fn is_meant(text: &str, word: &str) -> bool {
    let letters = |text: &str| -> Option<String> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_word = text.len() < 2 * word.len() && text.chars().all(fits);
        let bare = text.chars().filter(|c| !matches!(c, '_' | '-' | '.'));
        is_word.then(|| bare.map(|c| c.to_ascii_lowercase()).collect())
    };
    text == word || letters(text).is_some_and(|l| Some(l) == letters(word))
}
