//! The lock that a script's metadata names: `lock: '!inline f/a/b.script.lock'`, from the root of the workspace.

use syntax::Span;

use super::{Key, PathHash, Reference, Via};
use crate::file::File;
use crate::path;

/// What stands before the name of a file.
const MARK: &str = "!inline ";

/// The path of the lock, and where its name is written. `None` where it is none of a file beside the metadata: where
/// the root of the workspace is, the metadata alone does not say.
///
/// It is read as text: all metadata is asked, when folders are read, and most is never looked at otherwise.
pub(crate) fn lock(file: &File) -> Option<(String, Span)> {
    let text = file.text();
    let mut at = 0;
    let line = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        line.starts_with("lock:").then_some((start, line))
    });
    let (start, line) = line?;
    let behind = line.find(MARK)? + MARK.len();
    let written = line[behind..].trim_end().trim_end_matches(['\'', '"']);
    let (dir, name) = written.rsplit_once('/')?;
    let folder = path::parent(&file.path);
    let is_beside = folder
        .strip_suffix(dir)
        .is_some_and(|root| root.ends_with('/'));
    let start = start + behind;
    let is_plain = !written.contains(['\'', '"', ' ', '#', '\\']);
    (is_beside && is_plain && !name.is_empty()).then(|| {
        let span = Span::new(start, start + written.len());
        (format!("{folder}/{name}"), span)
    })
}

/// The lock as a reference.
pub(super) fn reference(file: &File) -> Option<Reference> {
    let (path, span) = lock(file)?;
    Some(Reference {
        key: Key::Inline(PathHash::of(&path)),
        via: Via::Inline,
        span,
        module: None,
    })
}
