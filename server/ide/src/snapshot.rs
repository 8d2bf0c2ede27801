//! What every feature answers from.

use model::workspace::Workspace;

use crate::settings::Settings;

/// A workspace at one moment, and how it is to be checked.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The files.
    pub workspace: Workspace,
    /// Levels of rules.
    pub settings: Settings,
}
