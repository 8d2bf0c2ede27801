//! What the server does when it is told to by name: commands, and requests of its own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny, ProgressToken, ShowDocumentParams};

use super::server::{Backend, ask_again};
use super::turn_off;
use crate::settings::NAME;

/// The command that follows a fix which leaves a part for a person to write: selects that part. Takes what
/// [`ShowDocumentParams`] takes.
pub(super) const SELECT: &str = "windmill-ls.select";

/// The command that reads all folders and checks all files anew, and tells of all findings again.
pub(super) const CHECK_ALL: &str = "windmill-ls.checkAll";

/// The command that turns a rule off in the settings file. Takes `{ "rule": "…" }`.
pub(super) const TURN_OFF: &str = "windmill-ls.turnRuleOff";

/// A rule by its name.
#[derive(Debug, Deserialize)]
pub(super) struct RulePageParams {
    /// Its name.
    rule: String,
}

/// A rule's page.
#[derive(Debug, Serialize)]
pub(super) struct RulePage {
    markdown: String,
}

impl Backend {
    /// The page of a rule, as it is compiled in: what `--explain` prints.
    pub(super) async fn rule_page(&self, params: RulePageParams) -> Result<RulePage> {
        match ide::rule(&params.rule) {
            Some(rule) => Ok(RulePage {
                markdown: rule.explained(),
            }),
            None => Err(Error::invalid_params("there is no rule of this name")),
        }
    }

    /// Does what a command says.
    pub(super) async fn command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let token = params.work_done_progress_params.work_done_token;
        match params.command.as_str() {
            SELECT => self.select(params.arguments),
            CHECK_ALL => self.check_all(token).await.map(Some),
            TURN_OFF => self.turn_off(params.arguments).await,
            _ => Err(Error::invalid_params("not a command of this server")),
        }
    }

    fn select(&self, arguments: Vec<Value>) -> Result<Option<LSPAny>> {
        let shown = arguments.into_iter().next().unwrap_or_default();
        let shown: ShowDocumentParams = serde_json::from_value(shown)
            .map_err(|e| Error::invalid_params(format!("{SELECT}: {e}")))?;
        let client = self.client.clone();
        // The client may answer late or never.
        tokio::spawn(async move {
            if let Err(error) = client.show_document(shown).await {
                tracing::warn!("the client selects nothing: {error}");
            }
        });
        Ok(None)
    }

    /// Has the client write into the settings file that a rule is off.
    async fn turn_off(&self, arguments: Vec<Value>) -> Result<Option<LSPAny>> {
        let asked = arguments.into_iter().next().unwrap_or_default();
        let asked: RulePageParams = serde_json::from_value(asked)
            .map_err(|e| Error::invalid_params(format!("{TURN_OFF}: {e}")))?;
        let Some(rule) = ide::rule(&asked.rule) else {
            return Err(Error::invalid_params("there is no rule of this name"));
        };
        let (folder, encoding, open) = {
            let state = self.shared.lock();
            let open = state.open.iter().filter(|(path, _)| path.ends_with(NAME));
            let open = open.map(|(path, open)| (path.clone(), open.text()));
            let open: Vec<_> = open.collect();
            (state.folders.first().cloned(), state.client.encoding, open)
        };
        let Some(folder) = folder else {
            return Err(Error::invalid_params("no folder is open"));
        };
        let edit = tokio::task::spawn_blocking(move || {
            turn_off::edit(&folder, &open, encoding, rule.name)
        });
        let edit = edit.await.map_err(|_| Error::internal_error())?;
        let edit = edit.map_err(|why| Error::invalid_params(format!("{NAME}: {why}")))?;
        let client = self.client.clone();
        // The client may answer late or never.
        tokio::spawn(async move {
            match client.apply_edit(edit).await {
                Ok(answer) if answer.applied => {}
                other => tracing::warn!("the client did not change {NAME}: {other:?}"),
            }
        });
        Ok(None)
    }

    /// Reads and checks everything anew. Says how many files and findings there are, once everybody was told
    /// of them.
    async fn check_all(&self, token: Option<ProgressToken>) -> Result<Value> {
        let progress = match token {
            Some(token) => {
                let progress = self.client.progress(token, "Checking the workspace");
                Some(progress.begin().await)
            }
            None => None,
        };
        let wanted = {
            let mut state = self.shared.lock();
            state.backlog.everything();
            state.tell_everything()
        };
        self.shared.work();
        self.shared.changed.notify_one();
        // Before everything is read it would say too little.
        let done = self.shared.settled().await;
        if done {
            let mut rounds = self.shared.rounds.subscribe();
            // The sender lives as long as the server.
            let _ = rounds.wait_for(|&done| done >= wanted).await;
        }
        if let Some(progress) = progress {
            progress.finish().await;
        }
        self.flush().await;
        match done {
            true => {
                let counts = self.shared.findings().counts();
                Ok(json!({
                    "files": counts.files,
                    "errors": counts.errors,
                    "warnings": counts.warnings,
                    "hints": counts.hints,
                }))
            }
            false => Err(ask_again()),
        }
    }

    /// Waits until everything that was said to the client so far is on its way, so that the answer to a
    /// request comes after what belongs to it.
    pub(super) async fn flush(&self) {
        Arc::clone(&self.shared).flush(&self.client).await;
    }
}
