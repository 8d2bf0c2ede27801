//! What part of an SDK name is being typed, in code that need not parse yet.

use syntax::text::{is_word, line_start};
use syntax::{Span, Spanned};

use super::uses::{PACKAGE, is_module};
use lang::Program;
use lang::python::names::Meaning;
use lang::walk::path;

/// How far back in bytes an open `from wmill import (` is looked for.
const REACH: usize = 4096;

/// The SDK name that ends at `offset`, perhaps empty: after `wmill.` or its alias, or in
/// `from wmill import …`. The span covers what is typed of it before `offset`.
pub fn sdk_member_at(script: &Program, offset: usize) -> Option<Spanned<String>> {
    let tree = script.python_tree()?;
    let before = script.text.get(..offset)?;
    let nodes = path(tree.root_node(), offset.saturating_sub(1));
    let inside = nodes.iter().rev().find_map(|n| match n.kind() {
        "interpolation" => Some(false),
        "string_content" | "comment" => Some(true),
        _ => None,
    });
    if inside == Some(true) {
        return None;
    }
    let (rest, typed) = split_word(before);
    let partial = Spanned::new(typed.to_owned(), Span::new(rest.len(), offset));
    if let Some(object) = rest.strip_suffix('.') {
        let (left, object) = split_word(object);
        let known = !left.ends_with('.') && means_package(script, object, left.len());
        return known.then_some(partial);
    }
    in_import_list(rest).then_some(partial)
}

/// The text before its last word, and that word.
fn split_word(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(is_word).len())
}

/// Whether `name` at `offset` is the package. Where the tree has lost the import, the lines of the
/// text are asked.
fn means_package(script: &Program, name: &str, offset: usize) -> bool {
    let Some(python) = script.python().filter(|_| !name.is_empty()) else {
        return false;
    };
    match python.meaning_at(name, offset) {
        Meaning::Free => script.text.lines().any(|line| imports_as(line, name)),
        meaning => is_module(python, meaning),
    }
}

/// Whether a line is an `import` that binds the package to `name`.
fn imports_as(line: &str, name: &str) -> bool {
    let Some(list) = line.trim_start().strip_prefix("import ") else {
        return false;
    };
    list.split([',', ';', '#']).any(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        match words[..] {
            [module] => module == PACKAGE && module == name,
            [module, "as", alias] => module == PACKAGE && alias == name,
            _ => false,
        }
    })
}

/// Whether text ends where a name of `from wmill import …` may stand.
fn in_import_list(before: &str) -> bool {
    let from = before.ceil_char_boundary(before.len().saturating_sub(REACH));
    let recent = &before[from..];
    let Some(at) = recent.rfind("import") else {
        return false;
    };
    let line = line_start(recent, at);
    let mut head = recent[line..at]
        .rsplit(';')
        .next()
        .unwrap_or("")
        .split_whitespace();
    if (head.next(), head.next(), head.next()) != (Some("from"), Some(PACKAGE), None) {
        return false;
    }
    let list = &recent[at + "import".len()..];
    if !list.starts_with([' ', '\t', '(']) {
        return false;
    }
    let list = list.trim_start_matches([' ', '\t']);
    let (list, bracket) = match list.strip_prefix('(') {
        Some(inner) => (inner, true),
        None => (list, false),
    };
    let code: Vec<&str> = list
        .lines()
        .map(|l| l.split('#').next().unwrap_or(""))
        .collect();
    if !bracket
        && list
            .replace("\\\n", "")
            .replace("\\\r\n", "")
            .contains('\n')
    {
        return false;
    }
    let code = code.join(" ").replace('\\', " ");
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | ',') || c.is_whitespace();
    // A name stands at the start or after a comma; after `as` it is the script's own.
    let last = code.rsplit(',').next().unwrap_or("");
    code.chars().all(plain) && last.trim().is_empty()
}
