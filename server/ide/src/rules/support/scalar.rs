//! Fixes that change the text of a YAML scalar, and leave its quotes and what stands around it.

use syntax::Span;
use syntax::yaml::Node;

use crate::finding::{Applicability, Fix};

/// What was most likely meant, in place of a scalar's text. `None` where the scalar is not written as it reads:
/// in a block, folded, or with escapes.
pub(in crate::rules) fn meant(text: &str, scalar: Node<'_>, new: &str) -> Option<Fix> {
    let value = scalar.as_str().filter(|_| scalar.tag().is_none())?;
    meant_at(text, scalar.span(), &value, new)
}

/// As [`meant`], of a scalar that stands there, with its quotes or without, and reads as `value`.
pub(in crate::rules) fn meant_at(text: &str, span: Span, value: &str, new: &str) -> Option<Fix> {
    let (span, written) = replaced(text, span, value, new)?;
    Some(Fix {
        title: changed_to(new),
        ..Fix::meant(span, written)
    })
}

/// What stands in quotes, for a value that YAML reads as a number or as another word of its own. `None` where
/// it is no plain text on one line.
pub(in crate::rules) fn quoted(text: &str, scalar: Node<'_>) -> Option<Fix> {
    let raw = scalar.span().slice(text);
    let is_plain = scalar.style() == Some(syntax::yaml::Style::Plain);
    if !is_plain || raw.is_empty() || raw.contains('\n') || scalar.tag().is_some() {
        return None;
    }
    let new = in_single_quotes(raw);
    Some(Fix {
        title: "Put the value in quotes".to_owned(),
        ..Fix::meant(scalar.span(), new)
    })
}

/// A number or another word of YAML's own, out of the quotes that make a text of it. `None` where it has none.
pub(in crate::rules) fn without_quotes(text: &str, scalar: Node<'_>) -> Option<Fix> {
    let (value, raw) = (scalar.as_str()?, scalar.span().slice(text));
    let quote = raw.chars().next().filter(|q| matches!(q, '\'' | '"'))?;
    let is_it = raw.strip_prefix(quote)?.strip_suffix(quote)? == value;
    (is_it && scalar.tag().is_none()).then(|| Fix {
        title: "Remove the quotes".to_owned(),
        ..Fix::meant(scalar.span(), value)
    })
}

/// The title of a fix that writes this instead.
pub(in crate::rules) fn changed_to(meant: &str) -> String {
    format!("Change to `{meant}`")
}

/// As [`meant`], by anyone.
pub(in crate::rules) fn safely(text: &str, scalar: Node<'_>, new: &str) -> Option<Fix> {
    let fix = meant(text, scalar, new)?;
    Some(Fix {
        applicability: Applicability::Safe,
        ..fix
    })
}

/// The part of a file that a scalar's text takes, and what to write there.
fn replaced(text: &str, span: Span, value: &str, new: &str) -> Option<(Span, String)> {
    let raw = span.slice(text);
    if new.contains(|c: char| c.is_control()) {
        return None;
    }
    if raw == value {
        let new = match is_plain(new) {
            true => new.to_owned(),
            false => in_single_quotes(new),
        };
        return Some((span, new));
    }
    let quote = raw.chars().next().filter(|q| matches!(q, '\'' | '"'))?;
    let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    let fits = inner == value && !new.contains([quote, '\\']);
    let inner = Span::new(span.start as usize + 1, span.end as usize - 1);
    fits.then(|| (inner, new.to_owned()))
}

/// Whether YAML reads this, without quotes, as the text that it is, wherever it stands.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let starts = |c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '/');
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$' | ':');
    text.starts_with(starts)
        && text.chars().all(inside)
        && !text.ends_with(':')
        && !WORDS.contains(&&*text.to_ascii_lowercase())
}

fn in_single_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use syntax::yaml::Yaml;

    use super::*;
    use crate::fix::edited;

    fn with(text: &str, new: &str) -> Option<String> {
        let yaml = Yaml::new(text.into());
        let scalar = yaml.root()?.get("a")?;
        meant(text, scalar, new).map(|fix| edited(text, &fix.edits))
    }

    #[test]
    fn quotes_and_comments_stay() {
        let rows = [
            ("a: x # c\n", "z", Some("a: z # c\n")),
            ("a: x\n", "y", Some("a: 'y'\n")),
            ("a: 'x' # c\n", "y", Some("a: 'y' # c\n")),
            ("a: \"x\"\n", "z z", Some("a: \"z z\"\n")),
            ("{a: x, b: 1}\n", "f/a/b", Some("{a: f/a/b, b: 1}\n")),
            ("a: x\n", "null", Some("a: 'null'\n")),
            ("a: x\n", "0 1 * * *", Some("a: '0 1 * * *'\n")),
            ("a: x\n", "it's", Some("a: 'it''s'\n")),
            ("a: 'x'\n", "it's", None),
            ("a: \"\\x41\"\n", "y", None),
            ("a: |\n  x\n", "y", None),
            ("a: x\n  y\n", "y", None),
            ("a: x\n", "y\nz", None),
        ];
        for (text, new, want) in rows {
            assert_eq!(with(text, new).as_deref(), want, "{text} {new}");
        }
    }

    #[test]
    fn values_are_put_in_quotes() {
        let of = |text: &str| {
            let yaml = Yaml::new(text.into());
            let fix = quoted(text, yaml.root()?.get("a")?)?;
            Some(edited(text, &fix.edits))
        };
        assert_eq!(of("a: 010 # c\n").as_deref(), Some("a: '010' # c\n"));
        assert_eq!(of("a: true\n").as_deref(), Some("a: 'true'\n"));
        assert_eq!(of("a: '1'\n"), None);
        assert_eq!(of("a: [1]\n"), None);
        assert_eq!(of("a:\n"), None);
    }
}
