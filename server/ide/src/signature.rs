//! Signature help: what the call at the cursor takes, and which parameter is being typed.

use model::file::File;
use model::language::ScriptLanguage;
use syntax::{FileId, Span};

use crate::Snapshot;
use crate::cursor::{Cursor, InCode, cursor};
use crate::hover::sdk::deprecated;
use crate::markdown::{Line, Markdown};
use crate::python::{Doc, Inside, active, callable_at, site};
use crate::typescript::called_at;

/// The signature of the call at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The name, the parameters, what comes back, on one line.
    pub label: String,
    /// What there is to say of it.
    pub documentation: Markdown,
    /// The parameters in order.
    pub parameters: Vec<Parameter>,
    /// The index of the parameter that the argument at the cursor goes to; `None` where none takes it.
    pub active: Option<usize>,
}

/// A parameter of a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// Where it stands in the label, in bytes.
    pub span: Span,
    /// What there is to say of it; empty where nothing is known.
    pub documentation: Markdown,
}

/// The signature of the innermost call around `offset`; `None` where that call is of something unknown.
pub(crate) fn signature(snapshot: &Snapshot, id: FileId, offset: usize) -> Option<Signature> {
    let workspace = &snapshot.workspace;
    let file = workspace.get(id)?;
    let Cursor::Code(at) = cursor(file, offset) else {
        return None;
    };
    match at.code.script.language {
        ScriptLanguage::Python3 if snapshot.settings.has_sdk() => of_python(snapshot, file, &at),
        ScriptLanguage::Python3 => None,
        _ => of_client(&at),
    }
}

/// The same for Windmill's TypeScript client.
fn of_client(at: &InCode) -> Option<Signature> {
    let (member, index) = called_at(&at.code.script, at.inner)?;
    let parts = member.parts()?;
    let mut label = format!("{}{}(", member.name, parts.types);
    let mut parameters = Vec::new();
    for written in &parts.parameters {
        if !parameters.is_empty() {
            label += ", ";
        }
        parameters.push(Parameter {
            span: Span::new(label.len(), label.len() + written.len()),
            documentation: Markdown::new(),
        });
        label += written;
    }
    label += &format!("): {}", parts.returns);
    Some(Signature {
        label,
        documentation: member.description(),
        active: (index < parameters.len()).then_some(index),
        parameters,
    })
}

fn of_python(snapshot: &Snapshot, file: &File, at: &InCode) -> Option<Signature> {
    let workspace = &snapshot.workspace;
    let site = site(&at.code.script.text, at.inner);
    if site.inside == Inside::Comment {
        return None;
    }
    let call = site.call()?;
    let callable = callable_at(workspace, file, &at.code.script, call.callee?)?;
    let doc = Doc::read(callable.doc.as_deref().unwrap_or(""));
    let mut label = format!("{}(", callable.name);
    let mut parameters = Vec::new();
    let rendered = callable.rendered();
    let mut params = callable.params.iter();
    for (i, written) in rendered.iter().enumerate() {
        if i > 0 {
            label += ", ";
        }
        let start = label.len();
        label += written;
        // `/` and `*` alone part parameters and are none.
        if !matches!(written.as_str(), "/" | "*")
            && let Some(param) = params.next()
        {
            parameters.push(Parameter {
                span: Span::new(start, label.len()),
                documentation: Markdown::new().prose(doc.about(&param.name).unwrap_or("")),
            });
        }
    }
    label += &format!("){}", callable.tail());
    let mut documentation = Markdown::new();
    if let Some(instead) = &callable.deprecated {
        documentation = documentation.then(deprecated(instead));
    }
    let documentation = documentation
        .prose(&doc.text)
        .line(Line::new().aside(&callable.source));
    Some(Signature {
        label,
        documentation,
        active: active(&at.code.script.text, &callable.params, call),
        parameters,
    })
}
