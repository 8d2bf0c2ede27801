//! PostgreSQL's `$1` where they are placeholders: not in comments, quotes or dollar quotes.
//!
//! It reads as Windmill does: comments do not nest, and a backslash escapes nothing. Source: `run_on_sql_statement_matches` in
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-sql/src/lib.rs>. Dollar
//! quotes are PostgreSQL's; a number there is an input that may be given, and nobody misses it.

use syntax::text::is_ascii_word;

/// The numbers of all placeholders, in the order of the text; one may come twice.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = u32> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(['\'', '"', '-', '/', '$'])?;
            let here = &rest[at..];
            rest = &here[1..];
            if let Some(quote) = ['\'', '"'].into_iter().find(|q| here.starts_with(*q)) {
                // A doubled quote ends one text and begins the next.
                rest = behind(rest, quote.encode_utf8(&mut [0; 4]));
            } else if here.starts_with("--") {
                rest = behind(rest, "\n");
            } else if here.starts_with("/*") {
                rest = behind(rest, "*/");
            } else if let Some(tag) = dollar_quote(here) {
                rest = behind(&here[tag.len()..], tag);
            } else if here.starts_with('$') {
                let end = rest.find(|c: char| !c.is_ascii_digit());
                let (number, behind) = rest.split_at(end.unwrap_or(rest.len()));
                rest = behind;
                if let Ok(number) = number.parse() {
                    return Some(number);
                }
            }
        }
    })
}

/// What follows `end`; nothing where it does not come.
fn behind<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// The `$$` or `$tag$` that a text begins with.
fn dollar_quote(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('$')?;
    let len = inner.find(|c: char| !is_ascii_word(c))?;
    let starts = !inner.starts_with(|c: char| c.is_ascii_digit());
    (starts && inner[len..].starts_with('$')).then(|| &text[..len + 2])
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn only_code_has_placeholders() {
        let rows = [
            ("select $1, $2::int", vec![1, 2]),
            ("select 'from $3', 'it''s $4', \"a $5\", $6", vec![6]),
            ("select $1 -- was $2\n, $3 /* $4 -- */ + $5", vec![1, 3, 5]),
            ("select $$ $1 $$, $a$ $2 $$ $a$, $3", vec![3]),
            ("select $1$2, $x, $, $99999999999", vec![1, 2]),
            ("select 'open $1", vec![]),
            ("select a - $1 / $2", vec![1, 2]),
        ];
        for (text, want) in rows {
            assert_eq!(numbers(text).collect::<Vec<_>>(), want, "{text}");
        }
    }
}
