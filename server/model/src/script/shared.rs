//! Scripts of one language and one text are one: the steps that have the same code, the files that are copies, the
//! versions of a flow between which a step's code stays.
//!
//! A script is kept as long as somebody has it, and here no longer: what is dropped everywhere is forgotten. What a
//! script says follows from its language and its text alone, so it does not show who else has it.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Weak};

use dashmap::DashMap;

use super::Script;
use crate::language::ScriptLanguage;

/// Fewest entries at which those of dropped scripts are looked for.
const FEW: usize = 256;

static SHARED: LazyLock<Shared> = LazyLock::new(Shared::default);

#[derive(Default)]
struct Shared {
    /// By a hash of language and text. A second script with the same hash is not shared.
    scripts: DashMap<u64, Weak<Script>>,
    hasher: RandomState,
    /// How many entries there may be until the next look for dropped ones.
    most: AtomicUsize,
}

/// The script of this text; where there is none yet, one that `make` gives.
pub(crate) fn script(
    language: &ScriptLanguage,
    text: &str,
    make: impl FnOnce() -> Script,
) -> Arc<Script> {
    SHARED.script(language, text, make)
}

impl Shared {
    fn script(
        &self,
        language: &ScriptLanguage,
        text: &str,
        make: impl FnOnce() -> Script,
    ) -> Arc<Script> {
        let hash = self.hasher.hash_one((language, text));
        let is_it = |s: &Arc<Script>| s.language == *language && *s.text == *text;
        let found = || self.scripts.get(&hash).and_then(|s| s.upgrade());
        if let Some(script) = found().filter(is_it) {
            return script;
        }
        // Nothing is locked while it is made. Another thread may have made it meanwhile.
        let made = Arc::new(make());
        if let Some(script) = found().filter(is_it) {
            return script;
        }
        self.scripts.insert(hash, Arc::downgrade(&made));
        self.forget();
        made
    }

    /// Takes the entries of dropped scripts away, as often as there are twice as many as were left the last time.
    fn forget(&self) {
        let most = self.most.load(Ordering::Relaxed).max(FEW);
        if self.scripts.len() > most {
            self.scripts.retain(|_, script| script.strong_count() > 0);
            self.most.store(2 * self.scripts.len(), Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(shared: &Shared, text: &str) -> Arc<Script> {
        let language = ScriptLanguage::Python3;
        shared.script(&language, text, || {
            Script::new(language.clone(), Arc::from(text))
        })
    }

    #[test]
    fn one_text_is_one_script() {
        let shared = Shared::default();
        let one = python(&shared, "def main(): pass\n");
        assert!(Arc::ptr_eq(&one, &python(&shared, "def main(): pass\n")));
        assert!(!Arc::ptr_eq(&one, &python(&shared, "def main(): ...\n")));
        let language = ScriptLanguage::Bun;
        let other = shared.script(&language, &one.text, || {
            Script::new(language.clone(), Arc::clone(&one.text))
        });
        assert!(!Arc::ptr_eq(&one, &other));
    }

    #[test]
    fn what_nobody_has_is_forgotten() {
        let shared = Shared::default();
        let kept = python(&shared, "kept = 1\n");
        for i in 0..10 * FEW {
            python(&shared, &format!("x = {i}\n"));
            assert!(shared.scripts.len() <= FEW + 1);
        }
        assert!(Arc::ptr_eq(&kept, &python(&shared, "kept = 1\n")));
    }
}
