//! Findings that are known already, told apart from new ones: by file, rule and message, so that lines may move.

use std::collections::BTreeMap;

use ide::Finding;

/// What makes two findings the same one at two times.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Identity {
    /// The file, as whoever keeps it names files.
    pub(super) file: String,
    /// The rule's name.
    pub(super) rule: String,
    /// The message.
    pub(super) message: String,
}

impl Identity {
    /// Of a finding in a file.
    pub(super) fn of(file: &str, finding: &Finding) -> Identity {
        Identity {
            file: file.to_owned(),
            rule: finding.rule.name.to_owned(),
            message: finding.message.clone(),
        }
    }
}

/// How often each finding is known.
#[derive(Default, Debug)]
pub(super) struct Known(pub(super) BTreeMap<Identity, u32>);

impl Known {
    /// One more of these.
    pub(super) fn add(&mut self, identity: Identity, count: u32) {
        let known = self.0.entry(identity).or_default();
        *known = known.saturating_add(count);
    }

    /// Whether it is known; that one is used up then. Of several alike the first ones are.
    pub(super) fn take(&mut self, identity: &Identity) -> bool {
        let Some(left) = self.0.get_mut(identity).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        true
    }
}
