//! What the frontend of an app calls in the app's backend, by the files that it is kept in.

use super::{Key, PathHash, Reference, Via};
use crate::file::File;
use crate::frontend::BackendCall;
use crate::path;

/// What the frontend of an app calls.
pub(super) fn references(file: &File) -> Vec<Reference> {
    let Some((read, folder)) = file.frontend().zip(path::raw_app_folder(&file.path)) else {
        return Vec::new();
    };
    let named = |call: &BackendCall| Reference {
        key: Key::Runnable(PathHash::of(&format!("{folder}/backend/{}", call.id.value))),
        via: Via::Backend(call.form),
        span: call.id.span,
        module: None,
    };
    read.calls.iter().map(named).collect()
}
