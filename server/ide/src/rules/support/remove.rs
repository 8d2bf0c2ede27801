//! Fixes that take an item out of a list, with the line or the comma that belongs to it.

use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::Node;

use crate::finding::Fix;

/// Takes `item` out of `list`; a list that was the item's alone becomes `[]`. `None` where a comment, an
/// anchor or something else on its lines would go with it.
pub(in crate::rules) fn item(
    text: &str,
    list: Node<'_>,
    item: Node<'_>,
    title: &str,
) -> Option<Fix> {
    let items: Vec<Node<'_>> = list.items().collect();
    let at = items.iter().position(|i| *i == item)?;
    // An alias is resolved to what stands elsewhere: then this is not where the item is written.
    if !items.iter().all(|i| list.span().contains(i.span())) {
        return None;
    }
    let in_brackets = list.span().slice(text).starts_with('[');
    let (span, instead) = match (in_brackets, items.len()) {
        (true, 1) => {
            let inner = Span::new(list.span().start as usize + 1, list.span().end as usize - 1);
            let rest = inner.slice(text).replacen(item.span().slice(text), "", 1);
            (inner, rest.trim().is_empty().then_some("")?)
        }
        (true, _) => (in_brackets_span(text, &items, at)?, ""),
        (false, 1) => {
            let dash = Span::new(list.span().start as usize, item.span().start as usize);
            let ends = list.span().end <= item.span().end;
            let alone = dash.slice(text).trim() == "-" && ends;
            let before = text[..list.span().start as usize].trim_end();
            // `key:` and nothing else before the line of the item.
            (
                Span::new(before.len(), item.span().end as usize),
                before.ends_with(':').then_some(" []").filter(|_| alone)?,
            )
        }
        (false, _) => (line_span(text, item)?, ""),
    };
    Some(Fix::replace(title, span, instead))
}

/// An item of `[a, b, c]` with one of its commas.
fn in_brackets_span(text: &str, items: &[Node<'_>], at: usize) -> Option<Span> {
    let own = items[at].span();
    let (span, between) = match items.get(at + 1) {
        Some(next) => {
            let span = Span::new(own.start as usize, next.span().start as usize);
            (
                span,
                Span::new(own.end as usize, next.span().start as usize),
            )
        }
        None => {
            let last = items.get(at.checked_sub(1)?)?.span();
            let span = Span::new(last.end as usize, own.end as usize);
            (span, Span::new(last.end as usize, own.start as usize))
        }
    };
    (between.slice(text).trim() == ",").then_some(span)
}

/// The line of an item in a block list, with its line break.
fn line_span(text: &str, item: Node<'_>) -> Option<Span> {
    let (start, end) = (item.span().start as usize, item.span().end as usize);
    let line_start = line_start(text, start);
    let rest = text[end..].find('\n').map_or(text.len(), |i| end + i + 1);
    let alone = text[line_start..start].trim() == "-" && text[end..rest].trim().is_empty();
    alone.then(|| {
        // The last line of a text that ends without a break takes the one before it.
        match text[end..rest].ends_with('\n') {
            true => Span::new(line_start, rest),
            false => Span::new(
                text[..line_start].trim_end_matches(['\r', '\n']).len(),
                rest,
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use syntax::yaml::Yaml;

    use super::*;
    use crate::fix::edited;

    /// The list under `a` without the item `x`.
    fn without(text: &str) -> Option<String> {
        let yaml = Yaml::new(text.into());
        let list = yaml.root()?.get("a")?;
        let gone = list
            .items()
            .find(|i| i.as_str().is_some_and(|s| s == "x"))?;
        item(text, list, gone, "").map(|fix| edited(text, &fix.edits))
    }

    #[test]
    fn items_go_with_what_is_theirs() {
        let rows = [
            ("a: [x]\n", Some("a: []\n")),
            ("a: [ x ]\n", Some("a: []\n")),
            ("a: [x, y]\n", Some("a: [y]\n")),
            ("a: [y, 'x']\n", Some("a: [y]\n")),
            ("a: [y, x, z] # c\n", Some("a: [y, z] # c\n")),
            ("{\"a\": [\"y\", \"x\"]}", Some("{\"a\": [\"y\"]}")),
            ("a:\n  - x\n  - y\n", Some("a:\n  - y\n")),
            (
                "a:\r\n  - y\r\n  - x\r\nb: 1\r\n",
                Some("a:\r\n  - y\r\nb: 1\r\n"),
            ),
            ("a:\n  - y\n  - x", Some("a:\n  - y")),
            ("a:\n- x\nb: 1\n", Some("a: []\nb: 1\n")),
            ("a: # c\n  - x\n", None),
            ("a:\n  - x # c\n  - y\n", None),
            ("a:\n  - &k x\n  - y\n", None),
            ("a: [x, # c\n y]\n", None),
        ];
        for (text, want) in rows {
            assert_eq!(without(text).as_deref(), want, "{text}");
        }
    }
}
