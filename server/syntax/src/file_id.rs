//! The name of a file for as long as a workspace knows it: a place in a text needs it, and nothing else
//! of the file.

/// Names a file as long as the workspace knows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);
