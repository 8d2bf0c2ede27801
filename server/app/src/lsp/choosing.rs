//! What helps to choose among proposals, as far as the client shows it.

use ide::Completion;
use tower_lsp::ls_types as lsp;

use crate::escape::label;

/// What the client does with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choosing {
    /// Shows more beside the label of a proposal.
    pub(super) label_details: bool,
    /// Chooses the proposal that it is told to.
    preselects: bool,
    /// Takes the proposal that is chosen when certain signs are typed.
    commits: bool,
}

impl Choosing {
    /// Reads it from what the client says of proposals.
    pub(super) fn of(item: Option<&lsp::CompletionItemCapability>) -> Choosing {
        let has = |able: fn(&lsp::CompletionItemCapability) -> Option<bool>| {
            item.and_then(able) == Some(true)
        };
        Choosing {
            label_details: has(|i| i.label_details_support),
            preselects: has(|i| i.preselect_support),
            commits: has(|i| i.commit_characters_support),
        }
    }

    /// Puts what the client shows of a proposal, the `place`th (from 0) of its list, into the item.
    pub(super) fn put(self, item: &Completion, place: usize, into: &mut lsp::CompletionItem) {
        if self.label_details && (item.way.is_some() || item.detail.is_some()) {
            into.label_details = Some(lsp::CompletionItemLabelDetails {
                detail: item.way.as_ref().map(|w| format!(" {}", label(w))),
                description: item.detail.as_ref().map(|d| label(d).into_owned()),
            });
        }
        // Only the first: a list has one place where it begins.
        let is_chosen = self.preselects && place == 0 && item.is_meant;
        into.preselect = is_chosen.then_some(true);
        let is_taken = self.commits && item.takes_dot;
        into.commit_characters = is_taken.then(|| vec![".".to_owned()]);
    }
}
