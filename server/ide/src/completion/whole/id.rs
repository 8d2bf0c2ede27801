//! The ids of steps that are to come.

use model::flow::Flow;
use rustc_hash::FxHashSet;

/// The next free id of a flow, as Windmill's editor gives them: `a`, `b`, …, `z`, `aa`, …, behind the last one there is.
///
/// Source: `nextId` in
/// <https://github.com/windmill-labs/windmill/blob/main/frontend/src/lib/components/flows/flowStateUtils.svelte.ts>.
pub(crate) fn next_id(flow: &Flow) -> String {
    let ids: FxHashSet<&str> = flow.modules().map(|(_, m)| m.id_text()).collect();
    let numbers = ids.iter().filter_map(|id| number_of(id));
    let mut next = numbers.max().map_or(0, |last| last + 1);
    while ["do", "bg", "if", "in", "as", "of", "ctx"].contains(&letters(next).as_str()) {
        next += 1;
    }
    letters(next)
}

/// An id that a summary gives: its words.
pub(crate) fn id_of(summary: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words = summary.split(|c| !is_word(c)).filter(|w| !w.is_empty());
    let words: Vec<String> = words.take(4).map(str::to_lowercase).collect();
    let id = words.join("_");
    match id.starts_with(|c: char| c.is_ascii_digit()) || lang::javascript::is_identifier(&id) {
        true => id
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '_')
            .to_owned(),
        false => String::new(),
    }
}

/// What an id of up to three letters counts.
fn number_of(id: &str) -> Option<usize> {
    let is_letters = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase());
    let value = |n: usize, b: u8| n * 26 + usize::from(b - b'a') + 1;
    (is_letters && id.len() < 4).then(|| id.bytes().fold(0, value) - 1)
}

fn letters(mut number: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'a' + u8::try_from(number % 26).unwrap_or_default());
        match number / 26 {
            0 => break,
            more => number = more - 1,
        }
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn ids_go_on_behind_z() {
        let ids: Vec<String> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters).to_vec();
        assert_eq!(ids, ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
        let numbers = ids.iter().filter_map(|id| super::number_of(id));
        assert!(numbers.eq([0, 1, 25, 26, 27, 51, 52, 701, 702]));
        assert_eq!(super::number_of("fetch"), None);
    }
}
