//! Ignore comments: which findings they silence, and which of them silence nothing.
//!
//! `# windmill-ls: ignore[rule, rule] reason` at the end of a line covers the line (and the block
//! scalar that starts on it); on a line of its own it covers the next line, the whole scalar that starts
//! there, and the whole step. Above all code, at the head of a text, it also covers what is found of the text as
//! a whole, which is told on its first line (of code in a flow: at `content`). `ignore-file[rule]` covers the
//! file. In code `//` serves as well.

use std::collections::BTreeMap;

use model::file::File;
use model::workspace::Workspace;
use syntax::{FileId, Span};

use crate::context::{Context, Shared};
use crate::finding::Finding;
use crate::rules::{RULES, Suggestions, invalid_ignore, unused_ignore};
use crate::settings::Settings;

const MARK: &str = "windmill-ls:";

mod add;
mod comment;
mod cover;

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

/// The findings that no comment silences, and one for each comment that silences nothing.
pub(crate) fn apply(
    workspace: &Workspace,
    settings: &Settings,
    id: FileId,
    file: &File,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    if !file.text().contains(MARK) {
        return findings;
    }
    let shared = Shared::default();
    let mut cx = Context {
        workspace,
        settings,
        id,
        file,
        shared: &shared,
        rule: &unused_ignore::RULE,
        suggestions: Suggestions::default(),
        findings: Vec::new(),
    };
    let comments = comments(&cx);
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
    // On a broken flow most rules did not run: nothing can be said of what they would have found.
    if cx.is_broken_yaml() {
        return findings;
    }
    let is_own = |i: &Ignore| i.rule == unused_ignore::RULE.name;
    let mut keeps_some = vec![false; comments.len()];
    for ignore in ignores.iter().filter(|i| i.used || is_own(i)) {
        keeps_some[ignore.comment] = true;
    }
    for ignore in ignores.iter().filter(|i| !i.used && !is_own(i)) {
        let known = RULES.iter().map(|r| r.name);
        let near = cx.did_you_mean(&ignore.rule, known);
        let near = near.filter(|near| *near != ignore.rule);
        let message = match crate::rule(&ignore.rule) {
            Some(_) => format!("`{}` is not reported here", ignore.rule),
            None => format!("There is no rule `{}`", ignore.rule),
        };
        let (comment, _) = &comments[ignore.comment];
        let fix = match keeps_some[ignore.comment] {
            true => comment.without_name(file.text(), ignore.span),
            false => comment.removed(file.text()),
        };
        let finding = cx.report(ignore.span, message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it from the comment"),
        };
        finding.fix = fix;
    }
    findings.append(&mut cx.findings);
    cx.rule = &invalid_ignore::RULE;
    for (comment, _) in &comments {
        if let Some((span, message)) = &comment.invalid {
            cx.report(*span, message.clone())
                .help("write `windmill-ls: ignore[rule-name] reason`");
        }
    }
    findings.append(&mut cx.findings);
    findings
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
