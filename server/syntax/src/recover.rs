//! Reading around a broken line: hide it at equal length, and keep that reading only if it is clean
//! and has lost no structure.
//!
//! The YAML grammar loses up to half of a document on a wrong indent, a tab, or an unquoted value
//! with `: `, a backtick or `@` in it: just what a half-typed expression looks like. Hiding the value
//! (then the line) that is being typed leaves every other offset where it was.

use std::sync::Arc;

use crate::strict::{self, Verdict};
use crate::yaml::Yaml;
use crate::{LineIndex, Span};

/// Most lines that are hidden before giving up.
const MAX_ROUNDS: usize = 6;

/// A clean reading of `broken`'s text with as little as possible hidden, or `None` where there is
/// none. `lines` (from 0) are the lines to try first: the cursor's, the last edited one.
pub fn recover(broken: &Yaml, lines: &[usize]) -> Option<Yaml> {
    if broken.is_clean() || broken.too_much().is_some() {
        return None;
    }
    let text = broken.text();
    let index = LineIndex::new(text);
    for &line in lines {
        for hide in [hide_value, hide_line] {
            let Some((patched, span)) = hide(text, &index, line) else {
                continue;
            };
            let yaml = Yaml::with_patch(Arc::clone(text), &patched, span);
            if yaml.is_clean() && yaml.pair_count() + 1 >= broken.pair_count() {
                return Some(yaml);
            }
        }
    }
    recover_elsewhere(broken, &index, lines)
}

/// The mistake is not where the cursor is: hide what a strict parser names, line by line.
fn recover_elsewhere(broken: &Yaml, index: &LineIndex, lines: &[usize]) -> Option<Yaml> {
    let original = broken.text();
    let mut text = String::from(&**original);
    let mut hidden = Span::at(0);
    // The line being typed may be broken as well as another one: hide its value in any case.
    if let Some((patched, span)) = lines.first().and_then(|&l| hide_value(&text, index, l)) {
        (text, hidden) = (patched, span);
    }
    for _ in 0..MAX_ROUNDS {
        let Verdict::Broken(problems) = strict::yaml(&text) else {
            break;
        };
        let line = index.line_of(problems[0].span.start as usize);
        let before = line.checked_sub(1);
        let hides = [(Some(line), true), (Some(line), false), (before, false)];
        let next = hides.into_iter().find_map(|(line, value)| {
            let (patched, _) = if value {
                hide_value(&text, index, line?)
            } else {
                hide_line(&text, index, line?)
            }?;
            let moved = match strict::yaml(&patched) {
                Verdict::Broken(p) => {
                    index.line_of(p[0].span.start as usize) > line.unwrap_or(0) + 1
                }
                _ => true,
            };
            moved.then_some(patched)
        });
        text = next.or_else(|| hide_line(&text, index, line).map(|(patched, _)| patched))?;
    }
    let yaml = Yaml::with_patch(Arc::clone(original), &text, hidden);
    // Hidden lines cost pairs, but never so many as the broken reading lost.
    let kept = yaml.pair_count() + MAX_ROUNDS >= broken.pair_count();
    (yaml.is_clean() && kept).then_some(yaml)
}

/// Replaces the value on this line by a plain word of the same length.
fn hide_value(text: &str, index: &LineIndex, line: usize) -> Option<(String, Span)> {
    if line >= index.lines() {
        return None;
    }
    let range = index.line_range(text, line);
    let raw = &text[range.clone()];
    let key = raw.find(": ").map(|i| i + 2)?;
    let value = raw[key..].trim();
    if value.is_empty() {
        return None;
    }
    let start = range.start + key + (raw[key..].len() - raw[key..].trim_start().len());
    let span = Span::new(start, start + value.len());
    let mut patched = text.to_owned();
    patched.replace_range(span.range(), &"x".repeat(span.len()));
    Some((patched, span))
}

/// Blanks the whole line.
fn hide_line(text: &str, index: &LineIndex, line: usize) -> Option<(String, Span)> {
    if line >= index.lines() {
        return None;
    }
    let range = index.line_range(text, line);
    if text[range.clone()].trim().is_empty() {
        return None;
    }
    let mut patched = text.to_owned();
    patched.replace_range(range.clone(), &" ".repeat(range.len()));
    Some((patched, range.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        \
                        type: identity\n    - id: b\n      skip_if:\n        expr: HERE\n      \
                        value:\n        type: identity\nschema:\n  type: object\n";

    fn kept(text: &str, line: usize) -> Option<(Vec<String>, Option<String>)> {
        let broken = Yaml::new(Arc::from(text));
        let yaml = if broken.is_clean() {
            broken
        } else {
            recover(&broken, &[line])?
        };
        let modules = yaml.root()?.get("value")?.get("modules")?;
        let ids = modules
            .items()
            .filter_map(|m| Some(m.get("id")?.as_str()?.into_owned()));
        let ids = ids.collect();
        yaml.root()?.get("schema")?;
        let expr = modules
            .items()
            .nth(1)?
            .get("skip_if")
            .and_then(|s| s.get("expr"));
        Some((ids, expr.and_then(|e| e.decode()).map(|d| d.text)))
    }

    #[test]
    fn half_typed_expressions_keep_the_steps() {
        let line = BASE[..BASE.find("HERE").unwrap()].matches('\n').count();
        for typed in [
            "results.",
            "results.a ? 1 : 2",
            "`x",
            "@x",
            "\"results.",
            "'results.",
            "{ a: results.",
            "a: b: c",
        ] {
            let text = BASE.replace("HERE", typed);
            let (ids, expr) = kept(&text, line).unwrap_or_else(|| panic!("lost: {typed}"));
            assert_eq!(ids, ["a", "b"], "{typed}");
            if !typed.starts_with('{') {
                assert_eq!(
                    expr.as_deref(),
                    Some(typed.trim_start_matches(['"', '\''])),
                    "{typed}"
                );
            }
        }
    }

    /// The base with one more step in front, `c`, to be broken.
    fn with_step(step: &str) -> String {
        BASE.replace("    - id: a\n", &format!("{step}    - id: a\n"))
            .replace("HERE", "results.a")
    }

    fn variants(text: &str) -> [String; 3] {
        [
            text.to_owned(),
            text.replace('\n', "\r\n"),
            text.replace("summary: s", "summary: 😀 é\u{301}"),
        ]
    }

    #[track_caller]
    fn assert_kept(text: &str, typed: &str) {
        let at = text.find(typed).unwrap();
        let line = text[..at].matches('\n').count();
        for text in variants(text) {
            for line in [line, 0] {
                let (ids, _) =
                    kept_steps(&text, line).unwrap_or_else(|| panic!("lost at {line}: {text}"));
                assert!(
                    ids.contains(&"a".to_owned()) && ids.contains(&"b".to_owned()),
                    "{ids:?} {text}"
                );
            }
        }
    }

    fn kept_steps(text: &str, line: usize) -> Option<(Vec<String>, Yaml)> {
        let broken = Yaml::new(Arc::from(text));
        let yaml = if broken.is_clean() {
            broken
        } else {
            recover(&broken, &[line])?
        };
        assert_eq!(&**yaml.text(), text, "the file's text stays");
        let modules = yaml.root()?.get("value")?.get("modules")?;
        let ids = modules
            .items()
            .filter_map(|m| Some(m.get("id")?.as_str()?.into_owned()))
            .collect();
        yaml.root()?.get("schema")?;
        Some((ids, yaml))
    }

    #[test]
    fn broken_steps_keep_the_other_steps() {
        for (step, typed) in [
            ("    - id: c\n       value: 1\n", "       value"),
            ("    - id: c\n     value: 1\n", "     value"),
            (
                "    - id: c\n      value:\n        expr: x\n          type: static\n",
                "          type",
            ),
            ("  - id: c\n", "  - id: c"),
            ("      - id: c\n", "      - id: c"),
            ("    - id: c\n\t  summary: x\n", "\t  summary"),
            (
                "    - id: c\n      value:\n        content: |\n          x = 1\n\t\ty = 2\n",
                "\t\ty",
            ),
            (
                "    - id: c\n      value:\n        content: |\n          x = 1\n  y = 2\n",
                "  y = 2",
            ),
            (
                "    - id: c\n      value:\n        content: |\n          x = 1\ny = 2\n",
                "y = 2",
            ),
            ("    - id: c\n      value:\n        content: |x\n", "|x"),
            ("    - id: c\n      summary: `x`\n", "`x`"),
            ("    - id: c\n      summary: @x\n", "@x"),
            ("    - id: c\n      summary: %x\n", "%x"),
            ("    - id: c\n      summary: x ? 1 : 2\n", "x ? 1"),
            ("    - id: c\n      summary:results.a\n", "summary:results"),
            ("    - id: c\n      summary results.a\n", "summary results"),
            ("    - id: c\n      inp\n", "      inp"),
            ("    - id: c\n      summary: 'x\n", "'x"),
            ("    - id: c\n      summary: \"x\n", "\"x"),
            ("    - id: c\n      summary: {a: x\n", "{a: x"),
            ("    - id: c\n      summary: [a, x\n", "[a, x"),
            ("    -\n", "    -\n"),
            ("    - i\n", "    - i\n"),
            ("    - id\n", "    - id\n"),
            ("    - id:\n", "    - id:\n"),
            ("<<<<<<< HEAD\n", "<<<<<<<"),
            (
                "<<<<<<< HEAD\n    - id: c\n=======\n    - id: d\n>>>>>>> other\n",
                "<<<<<<<",
            ),
            (
                "    - id: c\n      summary: `x`\n    - id: d\n      summary: a: b\n",
                "`x`",
            ),
        ] {
            assert_kept(&with_step(step), typed);
        }
    }

    #[test]
    fn a_text_without_hope_is_given_up() {
        for text in [
            "[".repeat(1_000),
            "<<<<<<< a\n".repeat(500) + "x: : y\n",
            "\0".repeat(50),
            "a: `\n".repeat(500),
        ] {
            let broken = Yaml::new(Arc::from(&*text));
            if let Some(yaml) = recover(&broken, &[0, 1]) {
                assert!(yaml.is_clean());
            }
        }
    }

    #[test]
    fn broken_lines_elsewhere_keep_the_steps() {
        for stray in ["\tx: 1", "<<<<<<< HEAD", "   id: c", "note: a: b"] {
            let text = BASE.replace("schema:", &format!("{stray}\nschema:"));
            let kept = kept(&text, 0).unwrap_or_else(|| panic!("lost: {stray}"));
            assert_eq!(kept.0, ["a", "b"], "{stray}");
        }
    }
}
