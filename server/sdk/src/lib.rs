//! The Python SDKs `wmill` and `skyvern`: what they have, and where a script uses them.
//!
//! What they have is read from stub files that are built into the binary, through the same Python front
//! end as scripts. What a script means by a name is decided by scope: a local variable of the same
//! name hides the SDK's.

pub mod misuse;
mod module;
mod package;
mod partial;
mod paths;
mod receiver;
mod source;
mod stub;
mod uses;
pub mod workflow;

#[cfg(test)]
mod listed_tests;
#[cfg(test)]
mod receiver_tests;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use misuse::{MisuseKind, SdkMisuse, sdk_misuses_in};
pub use module::{InstalledSdks, SdkClass, SdkModule, Sdks};
pub use package::{Member, Sdk};
pub use partial::sdk_member_at;
pub use paths::{PathKind, SdkInput, SdkPath, path_wanted, sdk_paths, typescript_path_wanted};
pub use receiver::{
    Known, SdkFunction, SdkReceiver, SdkTarget, sdk_known_at, sdk_receiver_at, sdk_target_at,
    sdk_targets,
};
pub use source::{LIMIT as SOURCE_LIMIT, version_in};
pub use uses::{SdkRef, sdk_ref_at, sdk_uses};
pub use workflow::{Impurity, WorkflowMistake, WorkflowMistakeKind};

impl Sdk {
    /// The version of `wmill` that is built in.
    pub fn wmill() -> &'static Sdk {
        static SDK: LazyLock<Sdk> = LazyLock::new(|| Sdk::parse(stub::WMILL));
        &SDK
    }

    /// The version of `skyvern` that is built in.
    pub fn skyvern() -> &'static Sdk {
        SdkModule::Skyvern.stub()
    }

    /// Reads a stub file. Never fails: what cannot be read is left out.
    pub fn parse(stub: &str) -> Sdk {
        stub::read(stub)
    }

    /// Reads the source of an installed package: `files` are names and texts, the module that scripts
    /// import first, `version` is what its metadata says. Nothing is run. Never fails: what cannot be
    /// read, and what goes beyond [two MiB](SOURCE_LIMIT), is left out.
    pub fn from_source(files: &[(&str, &str)], version: &str) -> Sdk {
        source::read(files, version)
    }
}
