//! How alike names are, word by word.

use model::flow::Module;
use model::signature::Type;
use shape::Shape;

use super::source::{Source, Wanted};

/// How alike the names of a parameter and a source are: 0 not at all, 3 the same.
pub(super) fn likeness(wanted: &Wanted, source: &Source) -> u8 {
    if wanted.name.eq_ignore_ascii_case(&source.name) {
        return 3;
    }
    let (a, b) = (&wanted.words, &source.words);
    let stands_for = |word: &String| source.also.contains(word);
    if a.last().is_some_and(stands_for) {
        return 3;
    }
    // Words that say nothing of what is meant.
    const ANY: &[&str] = &[
        "name", "id", "value", "type", "data", "result", "index", "step",
    ];
    let says_nothing = |words: &[String]| matches!(words, [only] if ANY.contains(&only.as_str()));
    if says_nothing(a) || says_nothing(b) {
        return 0;
    }
    match (a.last(), b.last()) {
        (Some(x), Some(y)) if a == b || x == y && (a.len() == 1 || b.len() == 1) => 2,
        _ => 0,
    }
}

/// What the items of a loop are called by the loop's name: `customer` where it is for each customer.
pub(super) fn round_words(around: &Module) -> Vec<String> {
    let mut found = words(around.id_text());
    found.extend(words(around.summary.as_deref().unwrap_or_default()));
    found.retain(|w| w.len() > 3 && !["each", "loop", "step", "over"].contains(&w.as_str()));
    found
}

/// Whether a value has parts where a parameter takes a single text, number or truth.
pub(super) fn is_torn(wanted: &Type, shape: &Shape) -> bool {
    let is_single = !matches!(
        wanted,
        Type::List(_) | Type::Object | Type::Class(_) | Type::S3Object | Type::Unknown
    );
    let has_parts = |s: &Shape| matches!(s, Shape::Object(_) | Shape::List(_));
    is_single && shape.without_null().members().iter().any(has_parts)
}

/// The words of a name, in lower case and in the singular.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        let splits = !c.is_alphanumeric() || was_lower && c.is_uppercase();
        if splits && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    for word in &mut words {
        if word.len() > 3 && word.ends_with("ies") {
            word.truncate(word.len() - 3);
            word.push('y');
        } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
    }
    words
}
