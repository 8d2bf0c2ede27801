//! Paths: from the disk's to the model's and back. Nothing here asks the disk.
//!
//! The model writes all paths with `/`: `/home/a`, `C:/Users/a`, `//server/share/a`. What depends on the system takes a
//! [`Style`], so that each is tested everywhere.

use std::path::{Component, Path, PathBuf};

/// How a system writes paths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// `/` only; a backslash is a letter of a name like others.
    Unix,
    /// `C:\a`, `C:/a`, `\\server\share\a`, `\\?\C:\a`; drives have letters of either case.
    Windows,
}

impl Style {
    /// The one of this system.
    pub(crate) const HERE: Style = match cfg!(windows) {
        true => Style::Windows,
        false => Style::Unix,
    };
}

/// A path as the model names it; `None` where it is not UTF-8.
pub(crate) fn to_model(path: &Path) -> Option<String> {
    Some(in_model(absolute(path).to_str()?, Style::HERE))
}

/// A path of the model, for the disk.
pub(crate) fn to_disk(path: &str) -> PathBuf {
    PathBuf::from(on_disk(path, Style::HERE))
}

/// The text of an absolute path as the model writes it: one spelling for all that a system takes for the same place,
/// as far as its text tells.
fn in_model(path: &str, style: Style) -> String {
    let mut text = match style {
        Style::Unix => path.to_owned(),
        Style::Windows => path.replace('\\', "/"),
    };
    if style == Style::Windows {
        if let Some(rest) = text.strip_prefix("//?/") {
            text = match rest.strip_prefix("UNC/") {
                Some(share) => format!("//{share}"),
                None => rest.to_owned(),
            };
        }
        // Editors write `c:`, the system `C:`.
        if has_drive(&text) {
            text[..1].make_ascii_uppercase();
        }
    }
    let trimmed = text.trim_end_matches('/');
    match trimmed.is_empty() {
        true => text,
        false => trimmed.to_owned(),
    }
}

/// The other way. A drive by itself is its root: `C:` alone would be the folder that is current there.
fn on_disk(path: &str, style: Style) -> String {
    match style == Style::Windows && path.len() == 2 && has_drive(path) {
        true => format!("{path}/"),
        false => path.to_owned(),
    }
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
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

#[cfg(test)]
mod tests {
    use super::{Style, in_model, on_disk};

    #[test]
    fn each_way_to_write_a_path_is_one_in_the_model() {
        for (written, wanted) in [
            (r"C:\Users\a\flow.yaml", "C:/Users/a/flow.yaml"),
            (r"c:\Users\a\", "C:/Users/a"),
            ("c:/Users/a", "C:/Users/a"),
            (r"\\?\C:\Users\a", "C:/Users/a"),
            (r"\\server\share\a", "//server/share/a"),
            (r"\\?\UNC\server\share\a", "//server/share/a"),
            (r"C:\", "C:"),
            (r"C:\Ünïcode ☕\a", "C:/Ünïcode ☕/a"),
        ] {
            assert_eq!(in_model(written, Style::Windows), wanted, "{written}");
        }
        for (written, wanted) in [
            ("/home/a/", "/home/a"),
            ("/", "/"),
            (r"/home/a\b", r"/home/a\b"),
            ("/c:/a", "/c:/a"),
        ] {
            assert_eq!(in_model(written, Style::Unix), wanted, "{written}");
        }
    }

    #[test]
    fn a_drive_by_itself_is_its_root() {
        assert_eq!(on_disk("C:", Style::Windows), "C:/");
        assert_eq!(on_disk("C:/a", Style::Windows), "C:/a");
        assert_eq!(on_disk("c:", Style::Unix), "c:");
    }
}
