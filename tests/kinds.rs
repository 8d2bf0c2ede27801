//! Every kind of node, and every field, that code names exists in its grammar: one that does not is an arm that never
//! runs. What [`lang`] lowers has tests of its own for that, beside its tables.

use syntax::Language;

use crate::sources;

/// A part of Rust's text, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Part<'t> {
    Word(&'t str),
    Text(&'t str),
    Sign(&'t str),
}

use Part::{Sign, Text, Word};

/// The parts of a file, up to its tests.
fn parts(text: &str) -> Vec<Part<'_>> {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let word = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let long = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            let end = raw.find("\"#").unwrap_or(raw.len());
            parts.push(Text(&raw[..end]));
            end + 5
        } else if word > 0 {
            parts.push(Word(&rest[..word]));
            word
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = end.map_or(rest.len(), |i| i + 2);
            parts.push(Text(rest[1..end].trim_end_matches('"')));
            end
        } else if c == '\'' {
            // A character, or the name of a lifetime.
            let mut chars = rest[1..].char_indices();
            let first = chars.next().map_or(' ', |(_, c)| c);
            match (first, chars.next()) {
                ('\\', _) => 2 + rest[2..].find('\'').map_or(0, |i| i.max(1) + 1),
                (_, Some((i, '\''))) => i + 2,
                _ => 1,
            }
        } else if ["==", "!=", "=>"].iter().any(|s| rest.starts_with(s)) {
            parts.push(Sign(&rest[..2]));
            2
        } else {
            if !c.is_whitespace() {
                parts.push(Sign(&rest[..c.len_utf8()]));
            }
            c.len_utf8()
        };
        at += long.min(rest.len());
    }
    parts
}

/// Where the bracket at `open` closes.
fn closing(parts: &[Part<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, part) in parts.iter().enumerate().skip(open) {
        match part {
            Sign("(" | "[" | "{") => depth += 1,
            Sign(")" | "]" | "}") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    parts.len()
}

/// Where the first part at `from`, in no brackets, is one of these signs.
fn next_of(parts: &[Part<'_>], from: usize, signs: &[&str]) -> usize {
    let mut at = from;
    while at < parts.len() {
        match parts[at] {
            Sign(s) if signs.contains(&s) => return at,
            Sign("(" | "[" | "{") => at = closing(parts, at) + 1,
            _ => at += 1,
        }
    }
    parts.len()
}

/// Whether an expression is the kind of a node.
fn is_kind(expression: &[Part<'_>]) -> bool {
    expression.ends_with(&[Sign("."), Word("kind"), Sign("("), Sign(")")])
        || expression.ends_with(&[Word("kind")])
            && !expression.ends_with(&[Sign("."), Word("kind")])
}

/// The texts of a pattern, without its guard.
fn texts<'t>(pattern: &[Part<'t>]) -> impl Iterator<Item = &'t str> {
    let plain = pattern.iter().take_while(|p| **p != Word("if"));
    plain.filter_map(|p| match p {
        Text(text) => Some(*text),
        _ => None,
    })
}

/// The kinds that a file names where a node's kind is meant.
fn kinds<'t>(parts: &[Part<'t>]) -> Vec<&'t str> {
    let mut found = Vec::new();
    for at in 0..parts.len() {
        match parts[at] {
            Sign("==" | "!=") if is_kind(&parts[..at]) => {
                found.extend(texts(&parts[at + 1..(at + 2).min(parts.len())]));
            }
            Word("match") => {
                let open = next_of(parts, at + 1, &["{"]);
                if !is_kind(&parts[at..open.min(parts.len())]) {
                    continue;
                }
                let end = closing(parts, open);
                let mut arm = open + 1;
                while arm < end {
                    let arrow = next_of(parts, arm, &["=>"]);
                    found.extend(texts(&parts[arm..arrow.min(end)]));
                    arm = match parts.get(arrow + 1) {
                        Some(Sign("{")) => closing(parts, arrow + 1) + 1,
                        _ => next_of(parts, arrow + 1, &[",", "}"]) + 1,
                    };
                    if parts.get(arm) == Some(&Sign(",")) {
                        arm += 1;
                    }
                }
            }
            Word("matches") if parts.get(at + 1) == Some(&Sign("!")) => {
                let end = closing(parts, at + 2);
                let comma = next_of(parts, at + 3, &[","]);
                if comma < end && is_kind(&parts[..comma]) {
                    found.extend(texts(&parts[comma..end]));
                }
            }
            Word("contains") if is_kind(&parts[..closing(parts, at + 1).min(parts.len())]) => {
                found.extend(list_before(parts, at));
            }
            _ => {}
        }
    }
    found
}

/// The texts of the list whose `contains` stands at `at`: written there, or a constant of the file.
fn list_before<'t>(parts: &[Part<'t>], at: usize) -> Vec<&'t str> {
    match at.checked_sub(2).map(|i| parts[i]) {
        Some(Word(name)) => {
            let declared = parts
                .windows(2)
                .position(|w| w == [Word("const"), Word(name)]);
            let Some(declared) = declared else {
                return Vec::new();
            };
            let value = next_of(parts, declared, &["="]);
            let end = next_of(parts, value, &[";"]);
            texts(&parts[value..end]).collect()
        }
        Some(Sign("]")) => {
            let open = (0..at - 2)
                .rev()
                .find(|i| parts[*i] == Sign("[") && closing(parts, *i) == at - 2);
            open.map_or_else(Vec::new, |open| texts(&parts[open..at]).collect())
        }
        _ => Vec::new(),
    }
}

/// The fields that a file asks nodes for.
fn fields<'t>(parts: &[Part<'t>]) -> Vec<&'t str> {
    let ask = ["child_by_field_name", "children_by_field_name"];
    let mut found = Vec::new();
    for three in parts.windows(3) {
        if let [Word(word), Sign("("), Text(name)] = three
            && ask.contains(word)
        {
            found.push(*name);
        }
    }
    found
}

/// The grammars that a file may mean.
fn grammars(path: &str) -> &'static [Language] {
    const ALL: [(&str, &[Language]); 4] = [
        ("yaml", &[Language::Yaml]),
        ("python", &[Language::Python]),
        ("typescript", &[Language::TypeScript]),
        ("javascript", &[Language::JavaScript, Language::TypeScript]),
    ];
    const ANY: &[Language] = &[
        Language::Yaml,
        Language::Python,
        Language::JavaScript,
        Language::TypeScript,
    ];
    let own = ALL.iter().find(|(name, _)| path.contains(name));
    own.map_or(ANY, |(_, languages)| languages)
}

#[test]
fn every_kind_and_field_exists_in_its_grammar() {
    let mut strangers = Vec::new();
    let mut seen = 0;
    for (path, text) in sources() {
        if !text.contains("tree_sitter") || path.contains("/tests") {
            continue;
        }
        let grammars = grammars(&path).iter().map(|l| l.grammar());
        let grammars: Vec<_> = grammars.collect();
        let parts = parts(&text);
        for kind in kinds(&parts) {
            seen += 1;
            let is_there = |named| {
                grammars
                    .iter()
                    .any(|g| g.id_for_node_kind(kind, named) != 0)
            };
            if !is_there(true) && !is_there(false) {
                strangers.push(format!("{path}: kind {kind:?}"));
            }
        }
        for field in fields(&parts) {
            seen += 1;
            if !grammars
                .iter()
                .any(|g| g.field_id_for_name(field).is_some())
            {
                strangers.push(format!("{path}: field {field:?}"));
            }
        }
    }
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
    assert!(
        seen > 10,
        "only {seen} are found: they are named another way now"
    );
}

#[test]
fn kinds_are_found_where_they_are_meant() {
    let text = r#"
        const LIST: &[&str] = &["in_list", 'c', "x"];
        fn f<'t>(node: Node<'t>) {
            match node.kind() {
                "arm" | "other" if name == "guard" => g("argument"),
                "block" => { h("body") }
                _ => LIST.contains(&node.kind()),
            }
            // node.kind() == "comment"
            let is = node.kind() == "equal" || file.kind == "no" || "b" == '\'';
            let is = matches!(n.kind(), "first" | "second") || ["here"].contains(&node.kind());
            node.child_by_field_name("field");
        }
        
#[cfg(test)]
mod tests { fn f() { node.kind() == "tested"; } }
"#;
    let parts = parts(text);
    let expected = [
        "arm", "other", "block", "in_list", "x", "equal", "first", "second", "here",
    ];
    assert_eq!(kinds(&parts), expected);
    assert_eq!(fields(&parts), ["field"]);
}
