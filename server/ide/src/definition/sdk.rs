//! Names of an SDK: where they stand in the stub that is built in. An installed package is left to the
//! Python server, which shows its own source.

use model::language::ScriptLanguage;
use sdk::SdkModule;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::cursor::{Cursor, cursor};
use crate::python::sdk::{Named, named_at};

/// A place in a stub.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StubTarget {
    /// What the jump starts from, in bytes of the file that was asked about.
    pub origin: Span,
    /// Whose stub it is.
    pub module: SdkModule,
    /// The name there, in bytes of the stub.
    pub name: Span,
}

/// Where the name of an SDK at `offset` is declared.
pub(crate) fn definition(snapshot: &Snapshot, id: FileId, offset: usize) -> Option<StubTarget> {
    let file = snapshot.workspace.get(id)?;
    let Cursor::Code(at) = cursor(file, offset) else {
        return None;
    };
    if at.code.script.language != ScriptLanguage::Python3 || !snapshot.settings.has_sdk() {
        return None;
    }
    let (origin, span, name) = match named_at(&snapshot.workspace, &at.code.script, at.inner)? {
        Named::Package(origin, span) => (origin, span, Span::at(0)),
        Named::Member(origin, _, member, span) => (origin, span, member.span()),
        Named::Instance(origin, class, span) => (origin, span, class.class.span),
    };
    let is_stub = std::ptr::eq(origin.sdks.of(origin.module), origin.module.stub());
    is_stub.then(|| StubTarget {
        origin: at.outer(span),
        module: origin.module,
        name,
    })
}
