//! Code lenses: who uses a script or a flow, said when the client shows it.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::{self, Request};
use super::server::{Backend, ask_again};

/// What a lens is about.
#[derive(Deserialize, Serialize)]
struct About {
    uri: lsp::Uri,
}

/// The lens of the document, if it has one; what it says is asked for later.
pub(super) fn lenses(request: &Request) -> Vec<lsp::CodeLens> {
    let about = About {
        uri: request.uri.clone(),
    };
    let lens = |span| lsp::CodeLens {
        range: convert::range(&request.file, span, request.client.encoding),
        command: None,
        data: serde_json::to_value(&about).ok(),
    };
    request
        .snapshot
        .lens(request.id)
        .map(lens)
        .into_iter()
        .collect()
}

impl Backend {
    /// The lens with what it says; as it is, where that is not known.
    pub(super) async fn resolve_lens(&self, lens: lsp::CodeLens) -> Result<lsp::CodeLens> {
        let about = lens.data.clone().map(serde_json::from_value::<About>);
        let Some(Ok(About { uri })) = about else {
            return Ok(lens);
        };
        // Before everything is read there may be more.
        let users = |r: Request| r.snapshot.users(r.id);
        let users = requests::answer_settled(&self.shared, &uri, users).await?;
        let users = users.ok_or_else(ask_again)?.flatten();
        // No command: there is nothing to be done with it.
        let command = users.map(|title| lsp::Command {
            title,
            command: String::new(),
            arguments: None,
        });
        Ok(lsp::CodeLens {
            command: command.or_else(|| lens.command.clone()),
            ..lens
        })
    }
}
