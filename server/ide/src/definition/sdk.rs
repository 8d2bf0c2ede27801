//! Names of an SDK: where they stand in the stub that is built in. An installed package is left to the
//! language's server, which shows its own source; what is embedded in a flow no such server reads.

use model::file::File;
use model::language::ScriptLanguage;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::cursor::{Cursor, InCode, cursor};
use crate::python::sdk::{Named, named_at};
use crate::typescript::{self, declarations};

/// A place in a stub.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StubTarget {
    /// What the jump starts from, in bytes of the file that was asked about.
    pub origin: Span,
    /// What the stub's file is called.
    pub file: &'static str,
    /// All of the stub.
    pub text: &'static str,
    /// The name there, in bytes of the stub.
    pub name: Span,
}

/// Where the name of an SDK at `offset` is declared.
pub(crate) fn definition(snapshot: &Snapshot, id: FileId, offset: usize) -> Option<StubTarget> {
    let file = snapshot.workspace.get(id)?;
    let Cursor::Code(at) = cursor(file, offset) else {
        return None;
    };
    match at.code.script.language {
        ScriptLanguage::Python3 if snapshot.settings.has_sdk() => of_python(snapshot, &at),
        ScriptLanguage::Python3 => None,
        _ => of_client(snapshot, file, &at),
    }
}

fn of_python(snapshot: &Snapshot, at: &InCode) -> Option<StubTarget> {
    let (origin, span, name) = match named_at(&snapshot.workspace, &at.code.script, at.inner)? {
        Named::Package(origin, span) => (origin, span, Span::at(0)),
        Named::Member(origin, _, member, span) => (origin, span, member.span()),
        Named::Instance(origin, class, span) => (origin, span, class.class.span),
    };
    let is_stub = std::ptr::eq(origin.sdks.of(origin.module), origin.module.stub());
    let (file, text) = origin.module.stub_file();
    is_stub.then(|| StubTarget {
        origin: at.outer(span),
        file,
        text,
        name,
    })
}

/// The same for Windmill's TypeScript client.
fn of_client(snapshot: &Snapshot, file: &File, at: &InCode) -> Option<StubTarget> {
    let is_left = file.script().is_some() && snapshot.workspace.has_client();
    let (named, span) = typescript::named_at(&at.code.script, at.inner).filter(|_| !is_left)?;
    let name = match named {
        typescript::Named::Client => Span::at(0),
        typescript::Named::Member(member) => declarations::place(&member)?,
    };
    Some(StubTarget {
        origin: at.outer(span),
        file: declarations::FILE,
        text: declarations::text(),
        name,
    })
}
