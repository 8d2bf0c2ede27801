//! The editor's settings: taken from what it sends, and asked for where it answers.
//!
//! An editor that sends settings from the start is not asked, but where it says no more than that they changed:
//! what it would answer may have all its defaults in it, and everything in it goes over `windmill-ls.toml`. Who has
//! no answer keeps what it sent before.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::ls_types::ConfigurationItem;

use super::state::Shared;

/// The name of the settings in an editor's.
const SECTION: &str = "windmill-ls";

impl Shared {
    /// Takes up what the client says of its settings.
    pub(super) fn is_configured(&self, value: Value) {
        let mut state = self.lock();
        let (can_answer, sends) = (state.client.configures, state.client.sends_settings);
        let says_all = !value.is_null();
        if says_all || !can_answer {
            state.configure(value);
        }
        drop(state);
        if can_answer && !(says_all && sends) {
            self.ask_for_settings.notify_one();
        }
    }
}

/// Asks for the settings whenever that is due; once at a time, so that nothing piles up for a client
/// that does not answer.
pub(super) async fn ask(shared: Arc<Shared>, client: Client) {
    let mut was_answered = false;
    loop {
        shared.ask_for_settings.notified().await;
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some(SECTION.to_owned()),
        };
        match client.configuration(vec![item]).await {
            Ok(answer) => {
                let value = answer.into_iter().next().unwrap_or_default();
                // An editor without such settings says so in either way.
                let is_empty = value.as_object().is_some_and(|o| o.is_empty());
                if value.is_object() && (!is_empty || was_answered) {
                    was_answered = true;
                    take_up(&shared, value);
                }
            }
            Err(error) => tracing::warn!("the client does not tell its settings: {error}"),
        }
    }
}

fn take_up(shared: &Arc<Shared>, value: Value) {
    {
        let mut state = shared.lock();
        if state.client_settings == value {
            return;
        }
        state.configure(value);
    }
    shared.work();
    shared.changed.notify_one();
}
