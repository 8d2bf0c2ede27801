//! Ignore comments: which findings they silence, and which of them silence nothing.
//!
//! `# windmill-ls: ignore[rule, rule] reason` at the end of a line covers the line (and the block
//! scalar that starts on it); on a line of its own it covers the next line, the whole scalar that starts
//! there, and the whole step. Above all code, at the head of a text, it also covers what is found of the text as
//! a whole, which is told on its first line (of code in a flow: at `content`). `ignore-file[rule]` covers the
//! file. In code `//` serves as well.

use std::collections::BTreeMap;

use model::file::File;
use syntax::Span;

use crate::context::Context;
use crate::finding::{Finding, Fix};

const MARK: &str = "windmill-ls:";

/// The rule of comments that silence nothing: what a comment silences of it is not known before it has run.
pub(crate) const UNUSED_IGNORE: &str = "unused-ignore";
/// The rule of comments that cannot be read.
pub(crate) const INVALID_IGNORE: &str = "invalid-ignore";

mod add;
mod comment;
mod cover;
mod offer;

pub use add::Ignored;

use cover::{Covering, comments};

/// One rule named in one comment.
struct Ignore {
    rule: String,
    /// The rule's name in the comment.
    span: Span,
    /// Which comment.
    comment: usize,
    used: bool,
}

/// Whether any comment of a file may silence something.
pub(crate) fn is_asked(file: &File) -> bool {
    file.text().contains(MARK)
}

/// What the comments of a file leave, and what is wrong with them.
pub(crate) struct Silenced {
    /// The findings that no comment silences.
    pub(crate) kept: Vec<Finding>,
    /// Names of rules that silence nothing.
    pub(crate) unused: Vec<Unused>,
    /// What in a comment cannot be read, and why.
    pub(crate) invalid: Vec<(Span, String)>,
}

/// The name of a rule in a comment that silences nothing.
pub(crate) struct Unused {
    /// The name, which need not be a rule's.
    pub(crate) name: String,
    /// Where it stands, in bytes of the file.
    pub(crate) span: Span,
    /// The file without it; `None` where the comment says something else as well.
    pub(crate) removed: Option<Fix>,
}

/// Takes out of a file's findings what its comments silence.
pub(crate) fn apply(cx: &Context<'_>, mut findings: Vec<Finding>) -> Silenced {
    let text = cx.file.text();
    let comments = comments(cx);
    let mut ignores: Vec<Ignore> = Vec::new();
    for (comment, (said, _)) in comments.iter().enumerate() {
        ignores.extend(said.rules.iter().map(|(rule, span)| Ignore {
            rule: rule.clone(),
            span: *span,
            comment,
            used: false,
        }));
    }
    let mut silenced = silenced(&findings, &comments, &mut ignores).into_iter();
    findings.retain(|_| !silenced.next().unwrap_or_default());
    let mut found = Silenced {
        kept: findings,
        unused: Vec::new(),
        invalid: Vec::new(),
    };
    // On a broken flow most rules did not run: nothing can be said of what they would have found.
    if cx.is_broken_yaml() {
        return found;
    }
    let is_own = |i: &Ignore| i.rule == UNUSED_IGNORE;
    let mut keeps_some = vec![false; comments.len()];
    for ignore in ignores.iter().filter(|i| i.used || is_own(i)) {
        keeps_some[ignore.comment] = true;
    }
    let unused = ignores.into_iter().filter(|i| !i.used && !is_own(i));
    found.unused.extend(unused.map(|ignore| {
        let (comment, _) = &comments[ignore.comment];
        let removed = match keeps_some[ignore.comment] {
            true => comment.without_name(text, ignore.span),
            false => comment.removed(text),
        };
        Unused {
            name: ignore.rule,
            span: ignore.span,
            removed,
        }
    }));
    let invalid = comments.into_iter().filter_map(|(c, _)| c.invalid);
    found.invalid.extend(invalid);
    found
}

/// Which findings a comment silences, and with that which names of rules are used. All at once: for each
/// rule its findings in order, and the stretches of them that comments cover.
fn silenced(findings: &[Finding], comments: &[Covering], ignores: &mut [Ignore]) -> Vec<bool> {
    let mut by_rule: BTreeMap<&str, Vec<(u32, usize)>> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        let of_rule = by_rule.entry(finding.rule.name).or_default();
        of_rule.push((finding.span.start, i));
    }
    let mut stretches: BTreeMap<&str, Vec<isize>> = BTreeMap::new();
    for (rule, of_rule) in &mut by_rule {
        of_rule.sort_unstable();
        stretches.insert(rule, vec![0; of_rule.len() + 1]);
    }
    for ignore in ignores {
        let rule = by_rule.get_key_value(ignore.rule.as_str());
        let Some((rule, of_rule)) = rule else {
            continue;
        };
        let Some(changes) = stretches.get_mut(rule) else {
            continue;
        };
        let whole = [Span::new(0, u32::MAX as usize)];
        let (_, covers) = &comments[ignore.comment];
        for cover in covers.as_deref().unwrap_or(&whole) {
            let from = of_rule.partition_point(|(at, _)| *at < cover.start);
            let to = of_rule.partition_point(|(at, _)| *at <= cover.end);
            if from < to {
                ignore.used = true;
                changes[from] += 1;
                changes[to] -= 1;
            }
        }
    }
    let mut silenced = vec![false; findings.len()];
    for (rule, of_rule) in &by_rule {
        let mut open = 0;
        for ((_, finding), change) in of_rule.iter().zip(&stretches[rule]) {
            open += change;
            silenced[*finding] = open > 0;
        }
    }
    silenced
}
