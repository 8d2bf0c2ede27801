//! Syntax errors of a Python or TypeScript text.

use syntax::strict::{Compiled, Judged, Problem, Unbound, Verdict};
use syntax::{Span, Tree};

use crate::javascript::{JavaScript, stray_await};
use crate::walk::{Visit, walk};

/// What is wrong with a script.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    /// Errors of syntax.
    pub(crate) broken: Vec<Problem>,
    /// What parses, and is refused all the same.
    pub(crate) refused: Vec<Problem>,
    /// Names that nothing defines.
    pub(crate) unbound: Vec<Unbound>,
}

/// What is broken in TypeScript: what both parsers stumble over. What one of them takes is no mistake, and where the strict
/// one cannot judge, nothing is known. `valid`: the program where the strict one takes it; only where it does not, the
/// `tolerant` one's tree is asked for.
pub(crate) fn of_typescript<'t>(
    source: &str,
    judged: &Judged,
    valid: Option<&'t JavaScript>,
    tolerant: impl FnOnce() -> Option<(&'t Tree, &'t JavaScript)>,
) -> Problems {
    let refused = |read: &JavaScript| Problems {
        refused: stray_await(&read.tree).into_iter().collect(),
        ..Problems::default()
    };
    if let Some(valid) = valid {
        return refused(valid);
    }
    let Some((tree, read)) = tolerant() else {
        return Problems::default();
    };
    if !tree.root_node().has_error() {
        return refused(read);
    }
    let broken = match judged.verdict(source, tree) {
        Verdict::Broken(problems) => problems,
        Verdict::Valid | Verdict::Unknown => Vec::new(),
    };
    Problems {
        broken,
        ..Problems::default()
    }
}

/// What is broken in Python, by what the strict parser says. It has the last word and is always asked, for the tolerant
/// grammar takes a bad dedent and Python 2 without a murmur. Where it cannot judge, the tree's first error is all that is
/// known.
pub(crate) fn of_python<'t>(
    source: &str,
    verdict: Verdict,
    compiled: Compiled,
    tree: impl FnOnce() -> Option<&'t Tree>,
) -> Problems {
    let broken = match verdict {
        Verdict::Valid => {
            return Problems {
                broken: Vec::new(),
                refused: compiled.refused,
                unbound: compiled.unbound,
            };
        }
        Verdict::Broken(problems) => problems,
        Verdict::Unknown => {
            let Some(tree) = tree().filter(|t| t.root_node().has_error()) else {
                return Problems::default();
            };
            let message = "this is too long or nested too deep to be read as Python".to_owned();
            vec![Problem::new(first_error(source, tree), message)]
        }
    };
    Problems {
        broken,
        ..Problems::default()
    }
}

/// The first character of the first error in the tree, or the empty span where something is missing.
fn first_error(source: &str, tree: &Tree) -> Span {
    let mut found: Option<Span> = None;
    walk(tree.root_node(), |visit| {
        let Visit::Enter(node, _) = visit else {
            return true;
        };
        if found.is_some() || !(node.has_error() || node.is_missing()) {
            return false;
        }
        if node.is_error() || node.is_missing() {
            let start = node.start_byte();
            let len = source[start..].chars().next().map_or(0, char::len_utf8);
            found = Some(Span::new(
                start,
                start + if node.is_missing() { 0 } else { len },
            ));
            return false;
        }
        true
    });
    found.unwrap_or_default()
}
