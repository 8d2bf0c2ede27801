//! Did-you-mean: the known name nearest to a misspelt one.

use std::cell::Cell;

use syntax::near::near;

/// Most names that one rule compares for all its findings in a file. Findings times names may be
/// millions where a file is wrong as a whole; the ones behind go without a suggestion then.
const MAX_COMPARED: usize = 200_000;

/// The name among `known` that `name` was most likely meant to be. `None` where nothing is near:
/// a third of its length in edits, at least one, swaps and letter case counted as one.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(name, known).0
}

/// The names among `known` that share the most words with `name`, three at most; none where they are many or
/// none does. Words stand between signs, and the start of one counts: `inner` is near
/// `inner-step-reference`.
pub fn with_words_of<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    fn words(name: &str) -> impl Iterator<Item = String> + '_ {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| w.len() > 2).map(str::to_lowercase)
    }
    let asked: Vec<String> = words(name).collect();
    let shared = |known: &str| {
        let is_shared = |w: &&String| {
            words(known).any(|k| k.starts_with(w.as_str()) || w.strip_suffix('s') == Some(&k))
        };
        asked.iter().filter(is_shared).count()
    };
    let scored: Vec<(usize, &str)> = known.into_iter().map(|k| (shared(k), k)).collect();
    let most = scored.iter().map(|(n, _)| *n).max().unwrap_or(0);
    let best: Vec<&str> = scored
        .iter()
        .filter(|(n, _)| *n == most && most > 0)
        .map(|(_, k)| *k)
        .collect();
    if best.len() > 3 { Vec::new() } else { best }
}

/// Most names that are tried for one that is taken.
const MOST_TRIED: usize = 100;

/// A name with a number behind it that nothing has yet: `fetch_2` for `fetch`, `fetch_3` for `fetch_2`.
pub(in crate::rules) fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let (stem, from) = match name.rsplit_once('_') {
        Some((stem, number)) if !stem.is_empty() => match number.parse::<usize>() {
            Ok(number) if number < 1_000 => (stem, number + 1),
            _ => (name, 2),
        },
        _ => (name, 2),
    };
    let names = (from..from + MOST_TRIED).map(|n| format!("{stem}_{n}"));
    names.into_iter().find(|name| !is_taken(name))
}

/// The search for near names in short lists, with its limit.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    compared: Cell<usize>,
    begun: Cell<usize>,
}

impl Suggestions {
    /// As [`did_you_mean`]; `None` also once too much was compared.
    pub(crate) fn did_you_mean<'a>(
        &self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.compared.get() > MAX_COMPARED {
            return None;
        }
        let (found, compared) = near(name, known);
        self.compared.set(self.compared.get() + compared);
        found
    }

    /// Whether `name` is the beginning of one of `known`, and not all of it; not once too much was compared.
    pub(crate) fn is_begun<'a>(
        &self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        let mut compared = self.begun.get();
        let mut known = known.into_iter().take_while(|_| {
            compared += 1;
            compared <= MAX_COMPARED
        });
        let is_begun = known.any(|k| k.len() > name.len() && k.starts_with(name));
        drop(known);
        self.begun.set(compared);
        is_begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_names_only() {
        let known = ["fetch_users", "send", "a"];
        assert_eq!(did_you_mean("fetch_user", known), Some("fetch_users"));
        assert_eq!(did_you_mean("sned", known), Some("send"));
        assert_eq!(did_you_mean("Send", known), Some("send"));
        assert_eq!(did_you_mean("zzz", known), None);
        assert_eq!(did_you_mean("b", known), None);
        assert_eq!(did_you_mean("", known), None);
        assert_eq!(did_you_mean("fecth_useers", known), Some("fetch_users"));
        assert_eq!(did_you_mean("ab", ["ba", "abc"]), Some("abc"));
        assert_eq!(did_you_mean("größe", ["GRÖSSE", "GRÖßE"]), Some("GRÖßE"));
    }

    #[test]
    fn a_free_name_counts_on() {
        let taken = ["a", "a_2", "b_7", "_2"];
        let free = |name: &str| free_name(name, |n| taken.contains(&n));
        assert_eq!(free("a").as_deref(), Some("a_3"));
        assert_eq!(free("b_7").as_deref(), Some("b_8"));
        assert_eq!(free("_2").as_deref(), Some("_2_2"));
        assert_eq!(free_name("a", |_| true), None);
    }

    #[test]
    fn names_that_share_words() {
        let known = [
            "inner-step-reference",
            "unknown-step",
            "unknown-flow",
            "unknown-input",
            "unknown-name",
            "yaml-syntax",
        ];
        assert_eq!(with_words_of("inner", known), ["inner-step-reference"]);
        assert_eq!(
            with_words_of("inner_reference", known),
            ["inner-step-reference"]
        );
        assert_eq!(
            with_words_of("Steps", known),
            ["inner-step-reference", "unknown-step"]
        );
        assert_eq!(with_words_of("syntax-error", known), ["yaml-syntax"]);
        assert!(with_words_of("unknown", known).is_empty(), "too many");
        assert!(with_words_of("of", known).is_empty() && with_words_of("", known).is_empty());
    }

    #[test]
    fn a_name_is_begun_by_its_first_letters() {
        let suggestions = Suggestions::default();
        let begun = |name: &str| suggestions.is_begun(name, ["script", "rawscript"]);
        assert!(begun("raw") && begun("s") && begun(""));
        assert!(!begun("script") && !begun("scripts") && !begun("Raw"));
        let many = || std::iter::repeat_n("other", MAX_COMPARED);
        assert!(!suggestions.is_begun("x", many()));
        assert!(!begun("raw"), "too much was compared");
    }

    #[test]
    fn a_search_without_end_is_given_up() {
        let names: Vec<String> = (0..1_000).map(|i| format!("name_{i:04}")).collect();
        let names = || names.iter().map(String::as_str);
        let suggestions = Suggestions::default();
        let found =
            (0..1_000).take_while(|_| suggestions.did_you_mean("nmae_0007", names()).is_some());
        let found = found.count();
        assert!((50..=MAX_COMPARED / 1_000 + 1).contains(&found), "{found}");
    }
}
