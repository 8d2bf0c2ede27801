//! Lists of packages in a script's comments, as Windmill reads them: `# requirements:` with a package on each line
//! below, and the block of PEP 723.
//!
//! From `windmill-parser-py-imports`: a line of the list is `#`, at most one space, one word. The first line that is
//! none ends the list. A list takes the place of all imports; an empty one says that the image has everything.

use model::annotation::{self, Source};
use model::language::ScriptLanguage;
use syntax::Span;
use syntax::text::{comments, is_ascii_word, is_word};

/// A `# requirements:` list.
#[derive(Debug)]
pub(in crate::rules) struct List<'t> {
    /// What stands behind the colon, trimmed: names of files in `dependencies/`.
    pub(in crate::rules) behind: &'t str,
    /// The packages as written.
    pub(in crate::rules) items: Vec<&'t str>,
    /// The line that ends the list, if it is a comment: its text without `#`, trimmed, and where that is.
    pub(in crate::rules) end: Option<(&'t str, Span)>,
}

/// The first list of a script.
pub(in crate::rules) fn list(text: &str) -> Option<List<'_>> {
    let source = Source::of(&ScriptLanguage::Python3)?;
    let head = annotation::heads(source, text).find(|h| !h.is_extra)?;
    let (head, behind) = (head.start, head.behind);
    let (mut items, mut end) = (Vec::new(), None);
    for (line, start) in lines(&text[head..]).skip(1) {
        let start = head + start;
        let Some(rest) = comment(line) else { break };
        let (inner, span) = placed(text, start + line.len() - rest.len(), rest);
        let one_word = !inner.is_empty() && !inner.contains(char::is_whitespace);
        let spaces = rest.len() - rest.trim_start().len();
        if one_word && spaces <= 1 {
            items.push(inner);
        } else {
            end = (!inner.is_empty()).then_some((inner, span));
            break;
        }
    }
    Some(List { behind, items, end })
}

/// The head of what looks like a list and is none, for Windmill looks for `#requirements:` or `# requirements:` letter by
/// letter: where it is, and the first package below it.
pub(in crate::rules) fn unread(text: &str) -> Option<(Span, &str)> {
    for start in comments(text) {
        let mut lines = lines(&text[start..]);
        let (line, _) = lines.next()?;
        let inner = comment(line)?;
        let name = inner.trim().strip_suffix(':').unwrap_or_default();
        if !name.trim_end().eq_ignore_ascii_case("requirements") {
            continue;
        }
        let first = lines.next().and_then(|(line, _)| comment(line));
        let first = first.map(str::trim);
        let one_word = |l: &&str| !l.is_empty() && !l.contains(char::is_whitespace);
        if let Some(first) = first.filter(one_word) {
            let (_, span) = placed(text, start + 1, inner);
            return Some((span, first));
        }
    }
    None
}

/// The packages of a PEP 723 block, as far as they stand in quotes; `None`: there is no such block, or it lists none.
pub(in crate::rules) fn block(text: &str) -> Option<Vec<&str>> {
    let is_head =
        |at: &usize| text[*at..].lines().next().map(str::trim_end) == Some("# /// script");
    let mut lines = text[comments(text).find(is_head)?..].lines();
    lines.next()?;
    let body: Vec<&str> = lines.take_while(|l| l.trim_end() != "# ///").collect();
    let start = body.iter().position(|l| {
        let rest = comment(l).map(str::trim_start);
        rest.is_some_and(|r| r.starts_with("dependencies"))
    })?;
    let mut found = Vec::new();
    for line in &body[start..] {
        found.extend(line.split('"').skip(1).step_by(2));
        if line.contains(']') && !line.contains('[') || line.trim_end().ends_with(']') {
            break;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The packages that a script lists in either way, as packages are compared.
pub(crate) fn listed(text: &str) -> Vec<String> {
    let items = match list(text) {
        Some(list) => list.items,
        None => block(text).unwrap_or_default(),
    };
    items.into_iter().map(package).collect()
}

/// The package that an item names, as packages are compared.
pub(in crate::rules) fn package(item: &str) -> String {
    let end = item.find(|c: char| !(is_word(c) || matches!(c, '-' | '.')));
    let name = &item[..end.unwrap_or(item.len())];
    name.to_lowercase().replace(['_', '.'], "-")
}

/// Whether a line with spaces is a package with its version all the same, and no prose.
pub(in crate::rules) fn is_package(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let is_name = |c: char| is_ascii_word(c) || matches!(c, '-' | '.');
    let end = line.find(|c| !is_name(c)).unwrap_or(line.len());
    let mut rest = line[end..].trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        let Some((_, behind)) = extras.split_once(']') else {
            return false;
        };
        rest = behind.trim_start();
    }
    let operators = ["==", ">=", "<=", "~=", "!=", "<", ">"];
    let version = operators.iter().find_map(|o| rest.strip_prefix(o));
    let is_version = |v: &str| {
        let v = v.trim_start();
        let part = |c: char| c.is_ascii_alphanumeric() || ".*,<>=!~+- ".contains(c);
        v.starts_with(|c: char| c.is_ascii_digit()) && v.chars().all(part)
    };
    end > 0 && version.is_some_and(is_version)
}

fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (line.trim_end_matches(['\n', '\r']), at)
    })
}

/// What stands behind the `#` of a line that starts with one.
fn comment(line: &str) -> Option<&str> {
    line.strip_prefix('#')
}

/// `rest`, which starts at an offset of the text, without the space around it, and where that is.
fn placed<'t>(text: &'t str, at: usize, rest: &str) -> (&'t str, Span) {
    let start = at + rest.len() - rest.trim_start().len();
    let len = rest.trim().len();
    let start = if len == 0 { at } else { start };
    (&text[start..start + len], Span::new(start, start + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_where_windmill_ends_them() {
        let found =
            list("import a\n# requirements:\n#x==1\n# y\n#  z\n# prose here\nimport b\n").unwrap();
        assert_eq!(found.items, ["x==1", "y"]);
        assert_eq!(found.end.map(|e| e.0), Some("z"));
        let found = list("#requirements: default\nimport a\n").unwrap();
        assert_eq!(
            (found.behind, found.items.len(), found.end),
            ("default", 0, None)
        );
        assert!(list("# extra_requirements:\n# x\n").is_none());
    }

    #[test]
    fn packages_are_told_from_prose() {
        for line in ["pandas >= 2.2", "pandas ==2.2", "a[b] == 1.0", "x==1 # why"] {
            assert!(is_package(line), "{line}");
        }
        for line in ["Loads the orders", "see a.b", "x = 1", "more than > one"] {
            assert!(!is_package(line), "{line}");
        }
        assert_eq!(package("Psycopg2_Binary>=2"), "psycopg2-binary");
    }

    #[test]
    fn blocks_are_read() {
        let text = "# /// script\n# requires-python = \">=3.11\"\n# dependencies = [\n#   \"pandas\",\n#   \"wmill>=1\",\n# ]\n# ///\n";
        assert_eq!(block(text).unwrap(), ["pandas", "wmill>=1"]);
        assert!(block("# /// script\n# dependencies = []\n# ///\n").is_none());
    }
}
