//! What proposals are explained with, for clients that ask for it when they show one: the documentation of
//! the last few lists is kept here, and each proposal says which list and place it is from.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use tower_lsp::ls_types::{CompletionItem, Documentation};

use super::state::Shared;

/// How many lists are kept. A client shows one at a time; a few more may be on their way.
const LISTS: usize = 4;

/// The last lists of proposals.
#[derive(Debug, Default)]
pub(super) struct Proposed(Mutex<Lists>);

#[derive(Debug, Default)]
struct Lists {
    /// The number of the last one.
    last: u64,
    /// Each with its number, oldest first.
    lists: VecDeque<(u64, Vec<Option<Documentation>>)>,
}

impl Proposed {
    fn lists(&self) -> MutexGuard<'_, Lists> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

impl Shared {
    /// These proposals with their documentation left out, to be asked for.
    pub(super) fn without_documentation(
        &self,
        mut items: Vec<CompletionItem>,
    ) -> Vec<CompletionItem> {
        let texts = items.iter_mut().map(|item| item.documentation.take());
        let texts: Vec<Option<Documentation>> = texts.collect();
        if texts.iter().all(Option::is_none) {
            return items;
        }
        let mut lists = self.proposed.lists();
        lists.last += 1;
        let number = lists.last;
        for (place, (item, text)) in items.iter_mut().zip(&texts).enumerate() {
            item.data = text.as_ref().map(|_| serde_json::json!([number, place]));
        }
        lists.lists.push_back((number, texts));
        if lists.lists.len() > LISTS {
            lists.lists.pop_front();
        }
        items
    }

    /// A proposal with its documentation; as it is, where that is no longer known.
    pub(super) fn resolve(&self, mut item: CompletionItem) -> CompletionItem {
        let place = item.data.as_ref().and_then(|data| {
            let number = |i: usize| data.get(i)?.as_u64();
            Some((number(0)?, number(1)?))
        });
        if let Some((number, place)) = place {
            let lists = self.proposed.lists();
            let list = lists.lists.iter().find(|(n, _)| *n == number);
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let text = list.and_then(|(_, texts)| texts.get(place)?.clone());
            item.documentation = text.or(item.documentation);
        }
        item
    }
}
