//! Whether there is a lock: as `wmill lint --locks-required` tells it (`isLockResolved`).

use std::borrow::Cow;

use model::file::Source;
use model::path;
use model::workspace::Workspace;
use syntax::yaml::Node;

/// The languages whose code needs one.
const LANGUAGES: &[&str] = &["bun", "deno", "python3", "php", "go", "rust", "ansible"];

/// The folder, from the root, with locks that scripts share.
const SHARED: &str = "locks/";

/// Whether code in the language of this name needs a lock.
pub(in crate::rules) fn is_needed(language: &str) -> bool {
    LANGUAGES.contains(&language)
}

/// Why there is no lock, where that is certain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::rules) enum Lacking {
    /// Nothing is written.
    Nothing,
    /// This file is not there.
    Missing(String),
    /// This file is empty.
    Empty(String),
}

/// What is wrong with the value of `lock`. Files lie in the folder `dir`; those that scripts share in `root`, where it is
/// given.
pub(in crate::rules) fn lacking(
    workspace: &Workspace,
    lock: Option<Node<'_>>,
    dir: &str,
    root: Option<&str>,
) -> Option<Lacking> {
    let Some(lock) = lock.filter(|l| !l.is_null()) else {
        return Some(Lacking::Nothing);
    };
    let text = match lock.is_sequence() {
        true => {
            let lines: Option<Vec<Cow<'_, str>>> = lock.items().map(|i| i.as_str()).collect();
            Cow::Owned(lines?.join("\n"))
        }
        false => lock
            .as_str()
            .filter(|_| lock.is_string() && !lock.is_broken())?,
    };
    if text.is_empty() {
        return Some(Lacking::Nothing);
    }
    let name = match lock.tag() {
        Some("!inline") => text.trim(),
        _ => text.strip_prefix("!inline ")?.trim(),
    };
    let dir = root.filter(|_| name.starts_with(SHARED)).unwrap_or(dir);
    let path = path::join(dir, name).filter(|p| workspace.holds(p))?;
    let file = workspace.id(&path).and_then(|id| workspace.get(id));
    match file.map(|f| &f.source) {
        None => Some(Lacking::Missing(name.to_owned())),
        Some(Source::Text(text)) if text.is_empty() => Some(Lacking::Empty(name.to_owned())),
        Some(_) => None,
    }
}
