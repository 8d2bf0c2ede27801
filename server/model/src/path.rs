//! Paths as text: absolute, `/` on every system, without `.` and `..`. Nothing here asks the disk.

use std::sync::Arc;

/// An absolute, normalised path.
pub type FilePath = Arc<str>;

/// Joins `relative` to the folder `dir` and resolves `.` and `..`. `None` where it climbs above the
/// file system's root.
pub fn join(dir: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = dir.split('/').filter(|p| !p.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(if dir.starts_with('/') {
        format!("/{joined}")
    } else {
        joined
    })
}

/// The folder that holds `path`; empty for a bare name.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// The last part of `path`.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `path` as seen from the folder `dir`; `None` where it lies elsewhere.
pub fn relative<'a>(dir: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(dir.trim_end_matches('/'))?
        .strip_prefix('/')
}

/// `path` as written from the folder `dir`, with `..` where needed.
pub fn relative_to(dir: &str, path: &str) -> String {
    let from: Vec<&str> = dir.split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - same];
    parts.extend(&to[same..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_splits() {
        assert_eq!(join("/a/b", "./c/../d.py").as_deref(), Some("/a/b/d.py"));
        assert_eq!(join("/a", "../../x"), None);
        assert_eq!(join("C:/a", "b").as_deref(), Some("C:/a/b"));
        assert_eq!((parent("/a/b"), name("/a/b")), ("/a", "b"));
        assert_eq!(relative("/a", "/a/b/c"), Some("b/c"));
        assert_eq!(relative("/a", "/ab"), None);
        assert_eq!(relative_to("/w/x.flow", "/w/lib/y.py"), "../lib/y.py");
    }
}
