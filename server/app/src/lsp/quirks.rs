//! What some clients offer and do not do, by the name they give. Without this what they show would go stale.

use tower_lsp::ls_types as lsp;

/// What is held against what a client offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Quirks {
    /// Takes requests to watch files, but tells of those alone that it saves itself: Helix,
    /// <https://github.com/helix-editor/helix/blob/master/helix-lsp/src/file_event.rs>.
    pub(super) sees_own_saves_only: bool,
    /// Told to ask for findings again, asks for those of the workspace where they are offered and leaves open
    /// documents as they are: Neovim, seen in 0.12.4.
    pub(super) forgets_open_documents: bool,
}

impl Quirks {
    /// Those of a client.
    pub(super) fn of(client: Option<&lsp::ClientInfo>) -> Quirks {
        let name = client.map(|c| c.name.to_ascii_lowercase());
        Quirks {
            sees_own_saves_only: name.as_deref() == Some("helix"),
            forgets_open_documents: name.as_deref() == Some("neovim"),
        }
    }
}
