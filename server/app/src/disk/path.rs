//! Paths: from the disk's to the model's and back. Nothing here asks the disk.

use std::path::{Component, Path, PathBuf};

/// A path as the model names it; `None` where it is not UTF-8.
pub(crate) fn to_model(path: &Path) -> Option<String> {
    let path = absolute(path);
    let text = path.to_str()?;
    // Elsewhere a backslash is a letter of a name like others.
    let text = match cfg!(windows) {
        true => text.replace('\\', "/"),
        false => text.to_owned(),
    };
    let text = text.strip_prefix("//?/").unwrap_or(&text);
    let trimmed = text.trim_end_matches('/');
    Some(if trimmed.is_empty() {
        text.to_owned()
    } else {
        trimmed.to_owned()
    })
}

/// A path of the model, for the disk.
pub(crate) fn to_disk(path: &str) -> PathBuf {
    PathBuf::from(path)
}

/// Absolute, without `.` and `..`, links not followed.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
