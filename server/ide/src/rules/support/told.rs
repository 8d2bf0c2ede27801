//! At most so many findings of a rule are told of a file: a thousand of a kind have one cause, and no
//! editor shows them well.

use rustc_hash::FxHashMap;

use crate::finding::Finding;

/// Most findings of one rule that are told of one file, beside one that says how many more there are.
pub const MAX_FINDINGS: usize = 100;

/// The findings that are told, of all that there are, which are sorted by place. Where a rule has more
/// than its share, its next finding says how many are left out.
pub(crate) fn told(all: Vec<Finding>) -> Vec<Finding> {
    if all.len() <= MAX_FINDINGS {
        return all;
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for finding in &all {
        *counts.entry(finding.rule.name).or_default() += 1;
    }
    // One more is told as it is.
    counts.retain(|_, count| *count > MAX_FINDINGS + 1);
    if counts.is_empty() {
        return all;
    }
    let mut told: Vec<Finding> = Vec::new();
    // Of each rule: how many came so far, and where the last one that is told stands among them.
    let mut so_far: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for finding in all {
        let name = finding.rule.name;
        let Some(count) = counts.get(name) else {
            told.push(finding);
            continue;
        };
        let (seen, last) = so_far.entry(name).or_default();
        *seen += 1;
        match (*seen).cmp(&(MAX_FINDINGS + 1)) {
            std::cmp::Ordering::Less => told.push(finding),
            std::cmp::Ordering::Equal => {
                *last = told.len();
                told.push(Finding {
                    message: format!(
                        "{} more of `{name}` from here on, which are not listed",
                        count - MAX_FINDINGS
                    ),
                    help: Some(format!(
                        "at most {MAX_FINDINGS} of a rule are listed in a file"
                    )),
                    related: Vec::new(),
                    fix: None,
                    unfinished: None,
                    ..finding
                });
            }
            // An error among warnings does not go unseen.
            std::cmp::Ordering::Greater => {
                told[*last].level = told[*last].level.min(finding.level);
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    use super::*;
    use crate::rule::{Level, RuleInfo};
    use crate::rules::RULES;

    fn findings(rule: &'static RuleInfo, n: usize) -> Vec<Finding> {
        let finding = |i: usize| Finding {
            rule,
            level: if i + 1 == n {
                Level::Error
            } else {
                Level::Hint
            },
            message: i.to_string(),
            help: None,
            span: Span::at(i),
            related: Vec::new(),
            fix: None,
            unfinished: None,
        };
        (0..n).map(finding).collect()
    }

    #[test]
    fn a_share_of_each_rule_and_how_many_more() {
        let few = findings(RULES[0], MAX_FINDINGS + 1);
        let many = findings(RULES[1], 5 * MAX_FINDINGS);
        let mut all: Vec<Finding> = few.into_iter().chain(many).collect();
        all.sort_by_key(|f| f.span);
        let told = told(all);
        let of = |rule: &RuleInfo| {
            told.iter()
                .filter(|f| f.rule.name == rule.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(RULES[0]).len(), MAX_FINDINGS + 1);
        let of_many = of(RULES[1]);
        assert_eq!(of_many.len(), MAX_FINDINGS + 1);
        assert_eq!(
            of_many[MAX_FINDINGS - 1].message,
            (MAX_FINDINGS - 1).to_string()
        );
        let more = of_many[MAX_FINDINGS];
        assert!(
            more.message
                .starts_with(&format!("{} more of", 4 * MAX_FINDINGS)),
            "{}",
            more.message
        );
        assert_eq!(
            (more.span, more.level),
            (Span::at(MAX_FINDINGS), Level::Error)
        );
    }
}
