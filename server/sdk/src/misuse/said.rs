//! What a script's text says of names, read once: most of it asks for no tree, and each question would
//! take as long as the script.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use syntax::text::is_word;

/// Where something in `isinstance(something, …)` and the like may end.
const ENDS: [char; 3] = [',', ')', ':'];

/// Most of those that are looked at; what holds more of them itself counts as asked for.
const MAX_ENDS: usize = 20;

/// What one script's text says.
pub(super) struct Said<'s> {
    source: &'s str,
    /// Names behind the last dot before an `=`.
    assigned: OnceCell<FxHashSet<&'s str>>,
    /// Names that stand in quotes by themselves, and behind `wmill.` before a quote.
    quoted: OnceCell<FxHashSet<&'s str>>,
    /// What is asked for its type.
    tested: OnceCell<FxHashSet<&'s str>>,
}

impl<'s> Said<'s> {
    pub(super) fn new(source: &'s str) -> Said<'s> {
        Said {
            source,
            assigned: OnceCell::new(),
            quoted: OnceCell::new(),
            tested: OnceCell::new(),
        }
    }

    /// Whether the script itself gives something this attribute, or may: by its name as a text.
    pub(super) fn may_set(&self, name: &str) -> bool {
        self.quoted().contains(name) || self.assigned().contains(name)
    }

    /// Whether the script asks what kind of object an expression is, as it is written.
    pub(super) fn is_tested(&self, object: &str) -> bool {
        object.matches(ENDS).count() >= MAX_ENDS || self.tested().contains(object)
    }

    fn assigned(&self) -> &FxHashSet<&'s str> {
        self.assigned.get_or_init(|| {
            let target = |line: &'s str| {
                let line = line.trim_start();
                let target = line.split('=').next().unwrap_or("").trim_end();
                let (_, name) = target.rsplit_once('.')?;
                (line.len() > target.len() && !is_declared(target)).then_some(name)
            };
            self.source.lines().filter_map(target).collect()
        })
    }

    fn quoted(&self) -> &FxHashSet<&'s str> {
        self.quoted.get_or_init(|| {
            let source = self.source;
            let patches = ["setattr(", "hasattr(", "getattr(", "patch"];
            if !patches.iter().any(|f| source.contains(f)) {
                return FxHashSet::default();
            }
            let ends = source.match_indices(['"', '\'']);
            let names = ends.filter_map(|(end, quote)| {
                let before = source[..end].trim_end_matches(is_word);
                let name = &source[before.len()..end];
                let whole = before.ends_with(quote) || quote == "\"" && before.ends_with("wmill.");
                (whole && !name.is_empty()).then_some(name)
            });
            names.collect()
        })
    }

    fn tested(&self) -> &FxHashSet<&'s str> {
        self.tested.get_or_init(|| {
            let asked = ["isinstance(", "issubclass(", "type(", "match "].into_iter();
            let rests = asked.flat_map(|a| self.source.split(a).skip(1));
            let objects = rests.flat_map(|rest| {
                let ends = rest.match_indices(ENDS).take(MAX_ENDS);
                ends.map(|(end, _)| &rest[..end])
            });
            objects.collect()
        })
    }
}

/// Whether what stands before an `=` is `name: type`.
fn is_declared(target: &str) -> bool {
    let name = target.rsplit_once(": ").map(|(name, _)| name);
    let blocks = ["else", "try", "finally"];
    name.is_some_and(|n| !n.contains(char::is_whitespace) && !blocks.contains(&n))
}
