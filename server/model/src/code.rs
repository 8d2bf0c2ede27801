//! Code, and where it stands.

use std::sync::Arc;

use syntax::{FileId, SourceMap, Span};

use crate::flow::ModuleIdx;
use crate::script::Script;

/// Code, and where it stands: it is a script's file, or a scalar in a flow.
#[derive(Clone, Debug)]
pub struct Code {
    /// The code.
    pub script: Arc<Script>,
    /// The file it stands in; `None`: the one that was asked.
    pub file: Option<FileId>,
    /// From the code to that file's text; `None`: they are the same text.
    pub map: Option<SourceMap>,
    /// The step whose code it is, where it stands in a flow.
    pub module: Option<ModuleIdx>,
}

impl Code {
    /// A script that is the whole of a file.
    pub fn whole(script: Arc<Script>, file: Option<FileId>) -> Code {
        Code {
            script,
            file,
            map: None,
            module: None,
        }
    }

    /// A span of the code, in the text of its file.
    pub fn outer(&self, span: Span) -> Span {
        self.map.as_ref().map_or(span, |m| m.outer_span(span))
    }
}
