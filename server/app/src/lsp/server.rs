//! The messages: each converts, calls, converts back. What changes the state does so before its future
//! is returned, so that edits apply in the order they came in.

use std::future::{Future, ready};
use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::actions;
use super::answers;
use super::initialize::{self, capabilities, folders, watchers};
use super::lifeline::Lifeline;
use super::requests::{self, Everything, Request};
use super::state::Shared;
use super::{
    calls, configuration, convert, files, find, lenses, loading, outline, publish, symbols, tokens,
    watch,
};

/// The server as the protocol sees it.
#[derive(Debug)]
pub(super) struct Backend {
    pub(super) client: Client,
    pub(super) shared: Arc<Shared>,
    lifeline: Arc<Lifeline>,
}

impl Backend {
    /// A server that talks to `client`.
    pub(super) fn new(client: Client, shared: Arc<Shared>, lifeline: Arc<Lifeline>) -> Backend {
        Backend {
            client,
            shared,
            lifeline,
        }
    }

    /// A question shows where the cursor is: at once, so that no later edit comes before.
    fn is_at(&self, at: &TextDocumentPositionParams) {
        let range = Range::new(at.position, at.position);
        self.shared.is_at(&at.text_document.uri, range);
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = initialize::Client::of(&params);
        let capabilities = capabilities(&client);
        {
            let mut state = self.shared.lock();
            state.client = client;
            state.folders = folders(&params);
            let options = params.initialization_options.clone();
            state.configure(options.unwrap_or_default());
            state.backlog.everything();
        }
        self.shared.work();
        self.lifeline.hangs_on(params.process_id);
        tokio::spawn(publish::publish(
            Arc::clone(&self.shared),
            self.client.clone(),
        ));
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: "windmill-ls".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.shared.changed.notify_one();
        let able = self.shared.lock().client.clone();
        if able.progress {
            let (shared, client) = (Arc::clone(&self.shared), self.client.clone());
            tokio::spawn(loading::show(shared, client));
        }
        if able.configures {
            let (shared, client) = (Arc::clone(&self.shared), self.client.clone());
            tokio::spawn(configuration::ask(shared, client));
            if !able.sends_settings {
                self.shared.ask_for_settings.notify_one();
            }
        }
        if !able.watches {
            tokio::spawn(watch::watch(Arc::clone(&self.shared)));
        }
        self.shared.tell_status(&self.client).await;
        let wanted = [
            able.watches.then(watchers),
            (able.registers_configuration && !able.sends_settings).then(initialize::configuration),
        ];
        let wanted: Vec<Registration> = wanted.into_iter().flatten().collect();
        if !wanted.is_empty() {
            let asked = self.client.register_capability(wanted).await;
            if let Err(error) = asked {
                tracing::warn!("the client does not tell of changes: {error}");
            }
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.shared.shut_down();
        Ok(())
    }

    fn did_open(&self, params: DidOpenTextDocumentParams) -> impl Future<Output = ()> + Send {
        let document = params.text_document;
        self.shared
            .lock()
            .open(document.uri, document.version, &document.text);
        self.shared.work();
        self.shared.changed.notify_one();
        ready(())
    }

    fn did_change(&self, params: DidChangeTextDocumentParams) -> impl Future<Output = ()> + Send {
        let document = params.text_document;
        self.shared
            .lock()
            .change(&document.uri, document.version, params.content_changes);
        self.shared.changed.notify_one();
        self.shared.edited.notify_one();
        ready(())
    }

    fn did_save(&self, params: DidSaveTextDocumentParams) -> impl Future<Output = ()> + Send {
        self.shared.is_saved(&params.text_document.uri);
        ready(())
    }

    fn did_close(&self, params: DidCloseTextDocumentParams) -> impl Future<Output = ()> + Send {
        self.shared.lock().close(&params.text_document.uri);
        self.shared.work();
        self.shared.changed.notify_one();
        ready(())
    }

    fn did_change_configuration(
        &self,
        params: DidChangeConfigurationParams,
    ) -> impl Future<Output = ()> + Send {
        self.shared.is_configured(params.settings);
        self.shared.work();
        self.shared.changed.notify_one();
        ready(())
    }

    fn did_change_watched_files(
        &self,
        params: DidChangeWatchedFilesParams,
    ) -> impl Future<Output = ()> + Send {
        self.shared
            .look_again_at(params.changes.into_iter().map(|c| c.uri));
        ready(())
    }

    fn did_change_workspace_folders(
        &self,
        params: DidChangeWorkspaceFoldersParams,
    ) -> impl Future<Output = ()> + Send {
        self.shared.change_folders(&params.event);
        ready(())
    }

    fn completion(
        &self,
        params: CompletionParams,
    ) -> impl Future<Output = Result<Option<CompletionResponse>>> + Send {
        self.is_at(&params.text_document_position);
        async move {
            let at = params.text_document_position;
            let answer = move |r: Request| {
                let offset = convert::offset(&r.file, at.position, r.client.encoding);
                let items = r.snapshot.completions(r.id, offset);
                let resolves = r.client.resolves;
                (convert::completions(&r.file, items, &r.client), resolves)
            };
            let items = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
            let items = items.map(|(items, resolves)| match resolves {
                true => self.shared.without_documentation(items),
                false => items,
            });
            Ok(items.map(CompletionResponse::Array))
        }
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let answer = move |r: Request| {
            let offset = convert::offset(&r.file, at.position, r.client.encoding);
            let hover = r.snapshot.hover(r.id, offset)?;
            Some(convert::hover(&r.file, hover, &r.client))
        };
        let hover = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
        Ok(hover.flatten())
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let answer = move |r: Request| answers::hints(&r, params.range);
        let uri = params.text_document.uri.clone();
        requests::answer(&self.shared, &uri, answer).await
    }

    fn signature_help(
        &self,
        params: SignatureHelpParams,
    ) -> impl Future<Output = Result<Option<SignatureHelp>>> + Send {
        self.is_at(&params.text_document_position_params);
        async move {
            let at = params.text_document_position_params;
            let answer = move |r: Request| {
                let offset = convert::offset(&r.file, at.position, r.client.encoding);
                let signature = r.snapshot.signature(r.id, offset)?;
                Some(convert::signature(signature, &r.client))
            };
            let help = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
            Ok(help.flatten())
        }
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let answer = move |r: Request| answers::definition(&r, at.position);
        let places = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
        Ok(places.flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let at = params.text_document_position;
        let declared = params.context.include_declaration;
        let answer = move |r: Request| symbols::references(&r, at.position, declared);
        let uri = &at.text_document.uri;
        let found = requests::answer_settled(&self.shared, uri, answer).await?;
        Ok(found.flatten())
    }

    fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> impl Future<Output = Result<Option<Vec<DocumentHighlight>>>> + Send {
        self.is_at(&params.text_document_position_params);
        async move {
            let at = params.text_document_position_params;
            let answer = move |r: Request| symbols::highlights(&r, at.position);
            requests::answer(&self.shared, &at.text_document.uri, answer).await
        }
    }

    fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> impl Future<Output = Result<Option<LinkedEditingRanges>>> + Send {
        self.is_at(&params.text_document_position_params);
        async move {
            let at = params.text_document_position_params;
            let answer = move |r: Request| symbols::linked(&r, at.position);
            let found = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
            Ok(found.flatten())
        }
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri;
        requests::answer(&self.shared, &uri, |r: Request| outline::symbols(&r)).await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let answer = move |all: Everything| find::symbols(&all, &params.query);
        requests::answer_all(&self.shared, answer).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let tokens = self.all_tokens(&params.text_document.uri).await?;
        Ok(tokens.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = &params.text_document.uri;
        self.changed_tokens(uri, &params.previous_result_id).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let answer = move |r: Request| tokens::tokens(&r, Some(params.range));
        let data = requests::answer(&self.shared, &params.text_document.uri, answer).await?;
        let tokens = |data| SemanticTokens {
            result_id: None,
            data,
        };
        Ok(data.map(tokens).map(SemanticTokensRangeResult::Tokens))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri;
        requests::answer(&self.shared, &uri, |r: Request| lenses::lenses(&r)).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.resolve_lens(lens).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        let answer = move |r: Request| calls::prepare(&r, at.position);
        let items = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
        Ok(items.flatten())
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.run_by(params.item).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.runs(params.item).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri;
        requests::answer(&self.shared, &uri, |r: Request| outline::folds(&r)).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        let (uri, places) = (params.text_document.uri, params.positions);
        let answer = move |r: Request| outline::selections(&r, &places);
        requests::answer(&self.shared, &uri, answer).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri;
        requests::answer(&self.shared, &uri, |r: Request| outline::links(&r)).await
    }

    fn prepare_rename(
        &self,
        at: TextDocumentPositionParams,
    ) -> impl Future<Output = Result<Option<PrepareRenameResponse>>> + Send {
        self.is_at(&at);
        async move {
            let answer = move |r: Request| symbols::prepare_rename(&r, at.position);
            let uri = &at.text_document.uri;
            let range = requests::answer_settled(&self.shared, uri, answer).await?;
            let range = range.ok_or_else(symbols::still_reading)?;
            range.transpose().map(Option::flatten)
        }
    }

    fn rename(
        &self,
        params: RenameParams,
    ) -> impl Future<Output = Result<Option<WorkspaceEdit>>> + Send {
        self.is_at(&params.text_document_position);
        async move {
            let at = params.text_document_position;
            let answer = move |r: Request| symbols::rename(&r, at.position, &params.new_name);
            let uri = &at.text_document.uri;
            let edit = requests::answer_settled(&self.shared, uri, answer).await?;
            let made = edit.ok_or_else(symbols::still_reading)?.transpose()?;
            let Some((edit, left)) = made else {
                return Ok(None);
            };
            if let Some(left) = left {
                self.client.show_message(MessageType::WARNING, left).await;
            }
            Ok(Some(edit))
        }
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let answer = move |all: Everything| files::will_rename(&all, &params);
        let edit = requests::answer_all(&self.shared, answer).await?;
        Ok(edit.flatten())
    }

    async fn will_delete_files(&self, params: DeleteFilesParams) -> Result<Option<WorkspaceEdit>> {
        let answer = move |all: Everything| files::users_of_deleted(&all, &params);
        let told = requests::answer_all(&self.shared, answer).await?;
        if let Some(told) = told.flatten() {
            self.client.show_message(MessageType::WARNING, told).await;
        }
        Ok(None)
    }

    async fn will_create_files(&self, params: CreateFilesParams) -> Result<Option<WorkspaceEdit>> {
        let answer = move |all: Everything| files::scripts_there_already(&all, &params);
        let told = requests::answer_all(&self.shared, answer).await?;
        if let Some(told) = told.flatten() {
            self.client.show_message(MessageType::WARNING, told).await;
        }
        Ok(None)
    }

    // Who watches no files tells of his own in this way.
    fn did_create_files(&self, params: CreateFilesParams) -> impl Future<Output = ()> + Send {
        self.shared
            .look_again_at(params.files.iter().filter_map(|f| f.uri.parse().ok()));
        ready(())
    }

    fn did_rename_files(&self, params: RenameFilesParams) -> impl Future<Output = ()> + Send {
        let both = |f: &FileRename| [f.old_uri.parse().ok(), f.new_uri.parse().ok()];
        self.shared
            .look_again_at(params.files.iter().flat_map(both).flatten());
        ready(())
    }

    fn did_delete_files(&self, params: DeleteFilesParams) -> impl Future<Output = ()> + Send {
        self.shared
            .look_again_at(params.files.iter().filter_map(|f| f.uri.parse().ok()));
        ready(())
    }

    fn code_action(
        &self,
        params: CodeActionParams,
    ) -> impl Future<Output = Result<Option<CodeActionResponse>>> + Send {
        self.shared.is_at(&params.text_document.uri, params.range);
        async move {
            let uri = params.text_document.uri.clone();
            let answer = move |r: Request| actions::actions(&r, &params);
            let actions = requests::answer_settled(&self.shared, &uri, answer).await?;
            Ok(actions.flatten())
        }
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let at = params.text_document_position;
        let answer = move |r: Request| answers::new_line(&r, at.position, &params.ch);
        let edits = requests::answer(&self.shared, &at.text_document.uri, answer).await?;
        Ok(edits.flatten())
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.command(params).await
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        self.pull(params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.pull_all(params).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(self.shared.resolve(item))
    }
}

/// Findings are not known yet; the client is to ask once more.
pub(super) fn ask_again() -> Error {
    Error {
        // ServerCancelled.
        code: ErrorCode::ServerError(-32802),
        message: "the workspace is still being read".into(),
        data: Some(serde_json::json!({"retriggerRequest": true})),
    }
}
