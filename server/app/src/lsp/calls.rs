//! The call hierarchy as the protocol has it.

use ide::{Call, Callable, CallableKind};
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

use super::convert;
use super::requests::{self, Request};
use super::server::{Backend, ask_again};
use crate::escape::label;

/// What an item is about, beside its address.
#[derive(Deserialize, Serialize)]
struct About {
    /// The id of a step.
    step: Option<String>,
}

/// What runs or is run at a place.
pub(super) fn prepare(request: &Request, at: lsp::Position) -> Option<Vec<lsp::CallHierarchyItem>> {
    let offset = convert::offset(&request.file, at, request.client.encoding);
    let found = request.snapshot.callable(request.id, offset)?;
    Some(vec![item(request, &found)?])
}

impl Backend {
    pub(super) async fn run_by(
        &self,
        item: lsp::CallHierarchyItem,
    ) -> Result<Option<Vec<lsp::CallHierarchyIncomingCall>>> {
        let answer = move |request: Request, own: Callable| {
            let calls = request.snapshot.run_by(&own).into_iter();
            let call = |call: Call| {
                Some(lsp::CallHierarchyIncomingCall {
                    from: self::item(&request, &call.other)?,
                    from_ranges: places(&request, call.other.file, &call),
                })
            };
            calls.filter_map(call).collect()
        };
        self.asked(item, answer).await
    }

    pub(super) async fn runs(
        &self,
        item: lsp::CallHierarchyItem,
    ) -> Result<Option<Vec<lsp::CallHierarchyOutgoingCall>>> {
        let answer = move |request: Request, own: Callable| {
            let calls = request.snapshot.runs(&own).into_iter();
            let call = |call: Call| {
                Some(lsp::CallHierarchyOutgoingCall {
                    to: self::item(&request, &call.other)?,
                    from_ranges: places(&request, own.file, &call),
                })
            };
            calls.filter_map(call).collect()
        };
        self.asked(item, answer).await
    }

    /// Answers a question about an item that the client was given, once all files are known.
    async fn asked<T: Send + 'static>(
        &self,
        item: lsp::CallHierarchyItem,
        answer: impl FnOnce(Request, Callable) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let about = item.data.map(serde_json::from_value::<About>);
        let Some(Ok(about)) = about else {
            return Ok(None);
        };
        let work = move |request: Request| {
            let step = about.step.as_deref();
            let own = request.snapshot.callable_named(request.id, step)?;
            Some(answer(request, own))
        };
        let found = requests::answer_settled(&self.shared, &item.uri, work).await?;
        Ok(found.ok_or_else(ask_again)?.flatten())
    }
}

fn item(request: &Request, found: &Callable) -> Option<lsp::CallHierarchyItem> {
    let file = request.snapshot.workspace.get(found.file)?;
    let encoding = request.client.encoding;
    let about = About {
        step: found.step.clone(),
    };
    Some(lsp::CallHierarchyItem {
        name: label(&found.name).into_owned(),
        kind: match found.kind {
            CallableKind::Trigger => lsp::SymbolKind::EVENT,
            CallableKind::App => lsp::SymbolKind::INTERFACE,
            CallableKind::Flow => lsp::SymbolKind::MODULE,
            CallableKind::Step => lsp::SymbolKind::FUNCTION,
            CallableKind::Script => lsp::SymbolKind::FILE,
        },
        tags: None,
        detail: (!found.detail.is_empty()).then(|| label(&found.detail).into_owned()),
        uri: match found.file == request.id {
            true => request.uri.clone(),
            false => convert::uri(&file.path)?,
        },
        range: convert::range(file, found.span, encoding),
        selection_range: convert::range(file, found.name_span, encoding),
        data: serde_json::to_value(about).ok(),
    })
}

/// Where the one that runs says so.
fn places(request: &Request, runs: syntax::FileId, call: &Call) -> Vec<lsp::Range> {
    let file = request.snapshot.workspace.get(runs);
    let encoding = request.client.encoding;
    file.map_or_else(Vec::new, |f| convert::ranges(f, &call.places, encoding))
}
