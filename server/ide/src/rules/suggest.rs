//! Did-you-mean: the known name nearest to a misspelt one.

use std::cell::Cell;

/// Longest part of a name that is compared, in characters.
const MAX_LEN: usize = 64;

/// Most names that one rule compares for all its findings in a file. Findings times names may be
/// millions where a file is wrong as a whole; the ones behind go without a suggestion then.
const MAX_COMPARED: usize = 200_000;

/// The name among `known` that `name` was most likely meant to be. `None` where nothing is near:
/// a third of its length in edits, at least one, swaps and letter case counted as one.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Suggestions::default().did_you_mean(name, known)
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

/// The search for near names, with its limit.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    compared: Cell<usize>,
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
        let len = name.chars().count();
        let mut limit = (len / 3).max(1).min(len.saturating_sub(1));
        let name = Folded::of(name);
        let mut best: Option<(usize, &str)> = None;
        for known in known {
            // Most names are told apart by their length alone.
            if known.len() + limit < name.len || known.len() > 4 * (len + limit) {
                continue;
            }
            self.compared.set(self.compared.get() + 1);
            let Some(distance) = distance(&name, &Folded::of(known), limit) else {
                continue;
            };
            if best.is_none_or(|b| (distance, known) < b) {
                best = Some((distance, known));
                limit = distance;
            }
        }
        best.filter(|(distance, _)| *distance < len)
            .map(|(_, known)| known)
    }
}

/// The start of a name in lower case.
struct Folded {
    chars: [char; MAX_LEN],
    len: usize,
}

impl Folded {
    fn of(name: &str) -> Folded {
        let mut folded = Folded {
            chars: ['\0'; MAX_LEN],
            len: 0,
        };
        let lower = name.chars().flat_map(char::to_lowercase);
        for (slot, c) in folded.chars.iter_mut().zip(lower) {
            *slot = c;
            folded.len += 1;
        }
        folded
    }

    fn chars(&self) -> &[char] {
        &self.chars[..self.len]
    }
}

/// Edit distance with swaps of neighbours (optimal string alignment); `None` above the limit.
fn distance(a: &Folded, b: &Folded, limit: usize) -> Option<usize> {
    let (a, b) = (a.chars(), b.chars());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before = [0; MAX_LEN + 1];
    let mut above = [0; MAX_LEN + 1];
    let mut row = [0; MAX_LEN + 1];
    for (j, cell) in above.iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
            least = least.min(best);
        }
        // A swap reaches two rows back, and costs one.
        if least > limit + 1 {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    Some(above[b.len()]).filter(|d| *d <= limit)
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
