//! Code lenses: who uses a script, a flow, a resource or a variable, said when the client shows it, and shown when it is asked.

use ide::Users;
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::{self, Request};
use super::server::{Backend, ask_again};
use super::symbols;

/// The command of a client that shows places: takes an address, a position in it, and the places.
const SHOW: &str = "windmill-ls.showReferences";

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
        let start = lens.range.start;
        let command = move |r: Request| Some(command(&r, start, r.snapshot.users(r.id)?));
        let command = requests::answer_settled(&self.shared, &uri, command).await?;
        let command = command.ok_or_else(ask_again)?.flatten();
        Ok(lsp::CodeLens {
            command: command.or_else(|| lens.command.clone()),
            ..lens
        })
    }
}

/// What a lens says; where the client shows places, it does so when somebody chooses it.
fn command(request: &Request, start: lsp::Position, users: Users) -> lsp::Command {
    let shown = |request: &Request| {
        let places = symbols::locations(request, &users.places);
        let arguments = (&request.uri, start, &places);
        (!places.is_empty()).then(|| serde_json::to_value(arguments).ok())?
    };
    let arguments = request
        .client
        .shows_places
        .then(|| shown(request))
        .flatten();
    match arguments {
        Some(serde_json::Value::Array(arguments)) => lsp::Command {
            title: users.said,
            command: SHOW.to_owned(),
            arguments: Some(arguments),
        },
        // Else there is nothing to be done with it.
        _ => lsp::Command {
            title: users.said,
            command: String::new(),
            arguments: None,
        },
    }
}
