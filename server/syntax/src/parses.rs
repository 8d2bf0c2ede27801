//! How often texts were parsed: what a test holds "only once" against.

use std::cell::Cell;

use crate::Language;

/// How often a thread has had texts of one language parsed, since it began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Parses {
    /// By tree-sitter, from scratch and after edits.
    pub tolerant: u32,
    /// By the strict parser of the language; of TypeScript and JavaScript it is the same one.
    pub strict: u32,
}

thread_local! {
    static PARSES: Cell<[Parses; 5]> = const {
        Cell::new([Parses { tolerant: 0, strict: 0 }; 5])
    };
}

/// How often this thread has had texts of a language parsed. Other threads do not count, but those that do nothing else
/// than to give room for one parse.
pub fn parses_of(language: Language) -> Parses {
    PARSES.get()[language as usize]
}

/// One more parse.
pub(crate) fn count(language: Language, add: impl FnOnce(&mut Parses)) {
    let mut all = PARSES.get();
    add(&mut all[language as usize]);
    PARSES.set(all);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parse_counts_for_its_thread_and_language() {
        let done = std::thread::spawn(|| {
            crate::parse(Language::Python, "x");
            crate::strict::python("x");
            crate::strict::python("y");
            [Language::Python, Language::TypeScript].map(parses_of)
        });
        let python = Parses {
            tolerant: 1,
            strict: 2,
        };
        assert_eq!(done.join().ok(), Some([python, Parses::default()]));
    }
}
