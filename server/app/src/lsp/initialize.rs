//! The handshake: what the client can do, and what is offered to it. Nothing is offered untested.

use std::path::PathBuf;

use syntax::Encoding;
use tower_lsp::ls_types as lsp;

use super::commands::{CHECK_ALL, SELECT};
use super::convert;
use crate::disk;

/// What matters of the client's abilities.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// Unit of columns.
    pub(super) encoding: Encoding,
    /// Takes definitions as links.
    pub(super) links: bool,
    /// How hovers are shown.
    pub(super) hovers: lsp::MarkupKind,
    /// How proposals are explained.
    pub(super) items: lsp::MarkupKind,
    /// How signatures are explained.
    pub(super) signatures: lsp::MarkupKind,
    /// Takes a parameter's place in a signature as offsets.
    pub(super) label_offsets: bool,
    /// Shows related places of a diagnostic.
    pub(super) related: bool,
    /// Asks for the diagnostics of open documents itself.
    pub(super) pulls: bool,
    /// Can be told to ask again.
    pub(super) refreshes: bool,
    /// Watches files that it is asked to watch.
    pub(super) watches: bool,
    /// Creates files as part of an edit.
    pub(super) creates: bool,
    /// Selects a part of a document when it is told to.
    pub(super) selects: bool,
    /// Wants to be told how the server is.
    pub(super) status: bool,
}

impl Default for Client {
    fn default() -> Client {
        Client {
            encoding: Encoding::Utf16,
            links: false,
            hovers: lsp::MarkupKind::PlainText,
            items: lsp::MarkupKind::PlainText,
            signatures: lsp::MarkupKind::PlainText,
            label_offsets: false,
            related: false,
            pulls: false,
            refreshes: false,
            watches: false,
            creates: false,
            selects: false,
            status: false,
        }
    }
}

impl Client {
    /// Reads the client's abilities.
    pub(super) fn of(capabilities: &lsp::ClientCapabilities) -> Client {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let utf8 = capabilities
            .general
            .as_ref()
            .and_then(|g| g.position_encodings.as_ref())
            .is_some_and(|e| e.contains(&lsp::PositionEncodingKind::UTF8));
        let hovers = text
            .and_then(|t| t.hover.as_ref())
            .and_then(|h| h.content_format.as_ref());
        let items = text
            .and_then(|t| t.completion.as_ref())
            .and_then(|c| c.completion_item.as_ref())
            .and_then(|i| i.documentation_format.as_ref());
        let signatures = text
            .and_then(|t| t.signature_help.as_ref())
            .and_then(|s| s.signature_information.as_ref())
            .and_then(|i| i.documentation_format.as_ref());
        // Who says nothing of one thing takes it like the others.
        let kind = |formats: Option<&Vec<lsp::MarkupKind>>| match formats.or(hovers) {
            Some(f) if !f.contains(&lsp::MarkupKind::Markdown) => lsp::MarkupKind::PlainText,
            _ => lsp::MarkupKind::Markdown,
        };
        Client {
            encoding: if utf8 {
                Encoding::Utf8
            } else {
                Encoding::Utf16
            },
            links: text
                .and_then(|t| t.definition.as_ref())
                .is_some_and(|d| d.link_support == Some(true)),
            hovers: kind(hovers),
            items: kind(items),
            signatures: kind(signatures),
            label_offsets: text
                .and_then(|t| t.signature_help.as_ref())
                .and_then(|s| s.signature_information.as_ref())
                .and_then(|i| i.parameter_information.as_ref())
                .is_some_and(|p| p.label_offset_support == Some(true)),
            related: text
                .and_then(|t| t.publish_diagnostics.as_ref())
                .is_some_and(|p| p.related_information == Some(true)),
            pulls: text.is_some_and(|t| t.diagnostic.is_some()),
            refreshes: workspace
                .and_then(|w| w.diagnostics.as_ref())
                .is_some_and(|d| d.refresh_support == Some(true)),
            watches: workspace
                .and_then(|w| w.did_change_watched_files.as_ref())
                .is_some_and(|w| w.dynamic_registration == Some(true)),
            creates: workspace
                .and_then(|w| w.workspace_edit.as_ref())
                .and_then(|e| e.resource_operations.as_ref())
                .is_some_and(|o| o.contains(&lsp::ResourceOperationKind::Create)),
            selects: capabilities
                .window
                .as_ref()
                .and_then(|w| w.show_document.as_ref())
                .is_some_and(|s| s.support),
            status: capabilities
                .experimental
                .as_ref()
                .is_some_and(|e| e["windmillStatus"] == true),
        }
    }
}

/// The folders the client has open.
#[expect(deprecated, reason = "older clients send nothing else")]
pub(super) fn folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let mut folders: Vec<PathBuf> = folders.filter_map(|f| folder(&f.uri)).collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(folder));
    }
    if folders.is_empty() {
        folders.extend(params.root_path.as_ref().map(PathBuf::from));
    }
    folders
}

/// The folder behind an address.
pub(super) fn folder(uri: &lsp::Uri) -> Option<PathBuf> {
    convert::path(uri).map(|p| disk::to_disk(&p))
}

/// What is offered.
pub(super) fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    let encoding = match client.encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        _ => lsp::PositionEncodingKind::UTF16,
    };
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let triggers = [".", "\"", "'", "[", ":", "/", " ", "!", "$", "(", "=", "@"];
    let commands = std::iter::once(CHECK_ALL).chain(client.selects.then_some(SELECT));
    lsp::ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..lsp::CompletionOptions::default()
        }),
        inlay_hint_provider: Some(lsp::OneOf::Left(true)),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(vec!["(".to_owned(), ",".to_owned()]),
            retrigger_characters: Some(vec!["=".to_owned(), ")".to_owned()]),
            ..lsp::SignatureHelpOptions::default()
        }),
        definition_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX, fix_all()]),
                ..lsp::CodeActionOptions::default()
            },
        )),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: commands.map(str::to_owned).collect(),
            work_done_progress_options: lsp::WorkDoneProgressOptions {
                work_done_progress: Some(true),
            },
        }),
        diagnostic_provider: client.pulls.then(|| {
            lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
                identifier: Some("windmill-ls".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: false,
                ..lsp::DiagnosticOptions::default()
            })
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            ..lsp::WorkspaceServerCapabilities::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// The kind of the action that mends all of a file.
pub(super) fn fix_all() -> lsp::CodeActionKind {
    lsp::CodeActionKind::from("source.fixAll.windmill-ls")
}

/// What to watch: the text of everything that a flow or script can depend on, and that anything comes or
/// goes. Editors tell of a folder that is gone by its name alone, and no pattern knows folders from files.
pub(super) fn watchers() -> lsp::Registration {
    let changes = [
        "**/*.{yaml,yml,json,toml,py,ts,sql,sh,go,ps1,php,rs,cs,java,rb,nu,r,gql,lock}",
        "**/{.gitignore,.ignore}",
        "**/.git/info/exclude",
    ];
    let watcher = |glob: &str, kind| lsp::FileSystemWatcher {
        glob_pattern: lsp::GlobPattern::String(glob.to_owned()),
        kind: Some(kind),
    };
    let all = lsp::WatchKind::Create | lsp::WatchKind::Delete;
    let mut watchers = vec![watcher("**/*", all)];
    watchers.extend(changes.map(|glob| watcher(glob, lsp::WatchKind::Change)));
    let options = lsp::DidChangeWatchedFilesRegistrationOptions { watchers };
    lsp::Registration {
        id: "windmill-ls/files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}
