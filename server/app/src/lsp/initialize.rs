//! The handshake: what the client can do, and what is offered to it. Nothing is offered untested.

use std::path::PathBuf;

use syntax::Encoding;
use tower_lsp::ls_types as lsp;

use super::choosing::Choosing;
use super::commands::{CHECK_ALL, SELECT, TURN_OFF};
use super::convert;
use super::files;
use super::quirks::Quirks;
use super::tokens;
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
    /// The tags of a diagnostic that it shows: what is unnecessary, what is deprecated.
    pub(super) tags: Vec<lsp::DiagnosticTag>,
    /// Shows what is said of a link.
    pub(super) link_tooltips: bool,
    /// Shows the places that a lens is about.
    pub(super) shows_places: bool,
    /// Asks for the diagnostics of open documents itself, again when it is told to.
    pub(super) pulls: bool,
    /// Can be told to ask again.
    pub(super) refreshes: bool,
    /// Watches files that it is asked to watch.
    pub(super) watches: bool,
    /// May be offered the findings of the whole workspace.
    pub(super) asks_for_all: bool,
    /// Creates files as part of an edit.
    pub(super) creates: bool,
    /// Makes edits when it is asked to.
    pub(super) applies: bool,
    /// Asks for edits while somebody types.
    pub(super) formats: bool,
    /// Selects a part of a document when it is told to.
    pub(super) selects: bool,
    /// Wants to be told how the server is.
    pub(super) status: bool,
    /// Takes the findings of other documents with those it asks for.
    pub(super) related_documents: bool,
    /// Can be told to ask for inlay hints again.
    pub(super) refreshes_hints: bool,
    /// Shows progress that it was not waiting for.
    pub(super) progress: bool,
    /// Asks for the documentation of a proposal when it shows it.
    pub(super) resolves: bool,
    /// Asks what would be renamed before it asks for a name.
    pub(super) prepares_rename: bool,
    /// Takes edits with the version that they are of.
    pub(super) versions_edits: bool,
    /// Takes proposals with places to fill in.
    pub(super) snippets: bool,
    /// How it shows proposals to choose from.
    pub(super) choosing: Choosing,
    /// Leaves the indentation of inserted lines as it is where it is told to.
    pub(super) keeps_indentation: bool,
    /// Shows proposals again where a proposal asks for it.
    pub(super) suggests_again: bool,
    /// Moves files as part of an edit.
    pub(super) moves_files: bool,
    /// Shows what is said of the edits of other files.
    pub(super) annotates: bool,
    /// Tells of files that the user is about to move.
    pub(super) tells_renames: bool,
    /// Tells of files that the user is about to delete.
    pub(super) tells_deletes: bool,
    /// Tells of files that the user is about to make.
    pub(super) tells_creates: bool,
    /// Tells of files that were made, moved, deleted.
    pub(super) told: [bool; 3],
    /// Takes symbols of a document in each other.
    pub(super) nests_symbols: bool,
    /// The kinds of symbols of a document that it knows; `None`: those of the protocol's first version.
    pub(super) symbol_kinds: Option<Vec<lsp::SymbolKind>>,
    /// The same of symbols of the workspace.
    pub(super) found_kinds: Option<Vec<lsp::SymbolKind>>,
    /// Colours what it is told to.
    pub(super) colours: bool,
    /// Shows code lenses.
    pub(super) lenses: bool,
    /// Can be told to ask for them again.
    pub(super) refreshes_lenses: bool,
    /// Folds whole lines.
    pub(super) folds_lines: bool,
    /// Shows a text for what is folded.
    pub(super) fold_texts: bool,
    /// Most folds that it wants.
    pub(super) fold_limit: usize,
    /// Gives settings when it is asked.
    pub(super) configures: bool,
    /// Tells of changed settings if it is asked to.
    pub(super) registers_configuration: bool,
    /// Sends its settings itself, from the start.
    pub(super) sends_settings: bool,
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
            tags: Vec::new(),
            link_tooltips: false,
            shows_places: false,
            pulls: false,
            refreshes: false,
            watches: false,
            asks_for_all: false,
            creates: false,
            applies: false,
            formats: false,
            selects: false,
            status: false,
            related_documents: false,
            refreshes_hints: false,
            progress: false,
            resolves: false,
            configures: false,
            registers_configuration: false,
            prepares_rename: false,
            versions_edits: false,
            snippets: false,
            choosing: Choosing::default(),
            keeps_indentation: false,
            suggests_again: false,
            moves_files: false,
            annotates: false,
            tells_renames: false,
            tells_deletes: false,
            tells_creates: false,
            told: [false; 3],
            nests_symbols: false,
            symbol_kinds: None,
            found_kinds: None,
            colours: false,
            lenses: false,
            refreshes_lenses: false,
            folds_lines: false,
            fold_texts: false,
            fold_limit: usize::MAX,
            sends_settings: false,
        }
    }
}

impl Client {
    /// Reads the client's abilities, and how it goes about settings.
    pub(super) fn of(params: &lsp::InitializeParams) -> Client {
        let capabilities = &params.capabilities;
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref());
        let operations = workspace.and_then(|w| w.file_operations.as_ref());
        let utf8 = capabilities
            .general
            .as_ref()
            .and_then(|g| g.position_encodings.as_ref())
            .is_some_and(|e| e.contains(&lsp::PositionEncodingKind::UTF8));
        let hovers = text
            .and_then(|t| t.hover.as_ref())
            .and_then(|h| h.content_format.as_ref());
        let item = text
            .and_then(|t| t.completion.as_ref())
            .and_then(|c| c.completion_item.as_ref());
        let items = item.and_then(|i| i.documentation_format.as_ref());
        let signatures = text
            .and_then(|t| t.signature_help.as_ref())
            .and_then(|s| s.signature_information.as_ref())
            .and_then(|i| i.documentation_format.as_ref());
        // Who says nothing of one thing takes it like the others.
        let kind = |formats: Option<&Vec<lsp::MarkupKind>>| match formats.or(hovers) {
            Some(f) if !f.contains(&lsp::MarkupKind::Markdown) => lsp::MarkupKind::PlainText,
            _ => lsp::MarkupKind::Markdown,
        };
        let refreshes = workspace
            .and_then(|w| w.diagnostics.as_ref())
            .is_some_and(|d| d.refresh_support == Some(true));
        let quirks = Quirks::of(params.client_info.as_ref());
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
            tags: text
                .and_then(|t| t.publish_diagnostics.as_ref())
                .and_then(|p| p.tag_support.as_ref())
                .map_or_else(Vec::new, |tags| tags.value_set.clone()),
            link_tooltips: text
                .and_then(|t| t.document_link.as_ref())
                .is_some_and(|l| l.tooltip_support == Some(true)),
            shows_places: capabilities
                .experimental
                .as_ref()
                .is_some_and(|e| e["windmillShowReferences"] == true),
            // Who cannot be told to ask again would not hear of what other files change: it is sent findings.
            pulls: refreshes && text.is_some_and(|t| t.diagnostic.is_some()),
            refreshes,
            watches: workspace
                .and_then(|w| w.did_change_watched_files.as_ref())
                .is_some_and(|w| w.dynamic_registration == Some(true))
                && !quirks.sees_own_saves_only,
            // Who cannot be told to ask again would not hear of what changes.
            asks_for_all: refreshes && !quirks.forgets_open_documents,
            creates: workspace
                .and_then(|w| w.workspace_edit.as_ref())
                .and_then(|e| e.resource_operations.as_ref())
                .is_some_and(|o| o.contains(&lsp::ResourceOperationKind::Create)),
            formats: text.is_some_and(|t| t.on_type_formatting.is_some()),
            applies: workspace.is_some_and(|w| w.apply_edit == Some(true)),
            selects: capabilities
                .window
                .as_ref()
                .and_then(|w| w.show_document.as_ref())
                .is_some_and(|s| s.support),
            status: capabilities
                .experimental
                .as_ref()
                .is_some_and(|e| e["windmillStatus"] == true),
            related_documents: text
                .and_then(|t| t.diagnostic.as_ref())
                .is_some_and(|d| d.related_document_support == Some(true)),
            refreshes_hints: workspace
                .and_then(|w| w.inlay_hint.as_ref())
                .is_some_and(|h| h.refresh_support == Some(true)),
            progress: capabilities
                .window
                .as_ref()
                .is_some_and(|w| w.work_done_progress == Some(true)),
            resolves: item
                .and_then(|i| i.resolve_support.as_ref())
                .is_some_and(|r| r.properties.iter().any(|p| p == "documentation")),
            prepares_rename: text
                .and_then(|t| t.rename.as_ref())
                .is_some_and(|r| r.prepare_support == Some(true)),
            versions_edits: workspace
                .and_then(|w| w.workspace_edit.as_ref())
                .is_some_and(|e| e.document_changes == Some(true)),
            snippets: item.is_some_and(|i| i.snippet_support == Some(true)),
            choosing: Choosing::of(item),
            keeps_indentation: item
                .and_then(|i| i.insert_text_mode_support.as_ref())
                .is_some_and(|s| s.value_set.contains(&lsp::InsertTextMode::AS_IS)),
            suggests_again: capabilities
                .experimental
                .as_ref()
                .is_some_and(|e| e["windmillTriggerSuggest"] == true),
            moves_files: edits.is_some_and(|e| {
                let kinds = e.resource_operations.as_ref();
                let moves = kinds.is_some_and(|k| k.contains(&lsp::ResourceOperationKind::Rename));
                moves && e.document_changes == Some(true)
            }),
            annotates: edits.is_some_and(|e| e.change_annotation_support.is_some()),
            tells_renames: operations.is_some_and(|o| o.will_rename == Some(true)),
            tells_deletes: operations.is_some_and(|o| o.will_delete == Some(true)),
            tells_creates: operations.is_some_and(|o| o.will_create == Some(true)),
            told: operations.map_or([false; 3], |o| {
                [o.did_create, o.did_rename, o.did_delete].map(|d| d == Some(true))
            }),
            nests_symbols: text
                .and_then(|t| t.document_symbol.as_ref())
                .is_some_and(|s| s.hierarchical_document_symbol_support == Some(true)),
            symbol_kinds: text
                .and_then(|t| t.document_symbol.as_ref())
                .and_then(|s| s.symbol_kind.as_ref())
                .and_then(|k| k.value_set.clone()),
            found_kinds: workspace
                .and_then(|w| w.symbol.as_ref())
                .and_then(|s| s.symbol_kind.as_ref())
                .and_then(|k| k.value_set.clone()),
            colours: text.is_some_and(|t| t.semantic_tokens.is_some()),
            lenses: text.is_some_and(|t| t.code_lens.is_some()),
            refreshes_lenses: workspace
                .and_then(|w| w.code_lens.as_ref())
                .is_some_and(|l| l.refresh_support == Some(true)),
            folds_lines: text
                .and_then(|t| t.folding_range.as_ref())
                .is_some_and(|f| f.line_folding_only == Some(true)),
            fold_texts: text
                .and_then(|t| t.folding_range.as_ref())
                .and_then(|f| f.folding_range.as_ref())
                .is_some_and(|f| f.collapsed_text == Some(true)),
            fold_limit: text
                .and_then(|t| t.folding_range.as_ref())
                .and_then(|f| f.range_limit)
                .map_or(usize::MAX, |limit| limit as usize),
            configures: workspace.is_some_and(|w| w.configuration == Some(true)),
            registers_configuration: workspace
                .and_then(|w| w.did_change_configuration.as_ref())
                .is_some_and(|d| d.dynamic_registration == Some(true)),
            sends_settings: params
                .initialization_options
                .as_ref()
                .is_some_and(|o| o.is_object()),
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
        save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let triggers = [".", "\"", "'", "[", ":", "/", " ", "!", "$", "(", "=", "@"];
    let commands = std::iter::once(CHECK_ALL)
        .chain(client.selects.then_some(SELECT))
        .chain((client.applies && client.creates).then_some(TURN_OFF));
    lsp::ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            resolve_provider: client.resolves.then_some(true),
            completion_item: client.choosing.label_details.then_some(
                lsp::CompletionOptionsCompletionItem {
                    label_details_support: Some(true),
                },
            ),
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
        references_provider: Some(lsp::OneOf::Left(true)),
        document_highlight_provider: Some(lsp::OneOf::Left(true)),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        document_link_provider: Some(lsp::DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        }),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        semantic_tokens_provider: client.colours.then(|| {
            let options = lsp::SemanticTokensOptions {
                legend: tokens::legend(),
                range: Some(true),
                full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..lsp::SemanticTokensOptions::default()
            };
            options.into()
        }),
        linked_editing_range_provider: Some(lsp::LinkedEditingRangeServerCapabilities::Simple(
            true,
        )),
        code_lens_provider: client.lenses.then_some(lsp::CodeLensOptions {
            resolve_provider: Some(true),
        }),
        call_hierarchy_provider: Some(true.into()),
        document_on_type_formatting_provider: client.formats.then(|| {
            lsp::DocumentOnTypeFormattingOptions {
                first_trigger_character: "\n".to_owned(),
                more_trigger_character: None,
            }
        }),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        rename_provider: Some(match client.prepares_rename {
            true => lsp::OneOf::Right(lsp::RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
            }),
            false => lsp::OneOf::Left(true),
        }),
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
                workspace_diagnostics: client.asks_for_all,
                ..lsp::DiagnosticOptions::default()
            })
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: files::operations(client),
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// The kind of the action that fixes all of a file.
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

/// Asks to be told of changed settings. No section is named: the settings are asked for then.
pub(super) fn configuration() -> lsp::Registration {
    lsp::Registration {
        id: "windmill-ls/settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: None,
    }
}
