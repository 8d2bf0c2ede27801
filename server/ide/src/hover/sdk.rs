//! Names of an SDK and arguments of its functions: signature, description, deprecation, version.

use ::sdk::{Member, SdkClass, SdkModule};
use lang::python::ParamKind;
use lang::python::declare::rendered_params;
use model::file::File;
use model::language::ScriptLanguage;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::is_word;

use super::Hover;
use crate::cursor::InCode;
use crate::markdown::{Line, Markdown};
use crate::python::sdk::{self, Named, Origin};
use crate::python::{Doc, callable_at, named, site};

/// Longest line in characters.
const WIDTH: usize = 80;

pub(super) fn hover(workspace: &Workspace, file: &File, at: &InCode) -> Option<Hover> {
    if at.code.script.language != ScriptLanguage::Python3 {
        return None;
    }
    let (text, span) = match sdk::named_at(workspace, &at.code.script, at.inner) {
        Some(Named::Package(origin, span)) => {
            let what = match origin.module {
                SdkModule::Wmill | SdkModule::WmillClient => "Windmill's Python client",
                SdkModule::Skyvern | SdkModule::SkyvernClient => "Skyvern's Python client",
            };
            let line = Line::new().code(&origin.full()).own(": ").own(what);
            (line.into(), span)
        }
        Some(Named::Member(origin, class, member, span)) => (page(&origin, class, member), span),
        Some(Named::Instance(origin, class, span)) => {
            let name = span.slice(&at.code.script.text);
            let code = format!("{name}: {}", class.class.name);
            let doc = Doc::read(class.class.doc.as_deref().unwrap_or(""));
            let text = Markdown::new().code("python", &code).prose(&doc.text);
            (text.line(version(&origin)), span)
        }
        None => keyword(workspace, file, at)?,
    };
    Some(Hover {
        text,
        span: at.outer(span),
    })
}

/// All there is to say of a member, with the class where it is a member of one.
pub(crate) fn page(
    origin: &Origin<'_>,
    class: Option<SdkClass<'_>>,
    member: Member<'_>,
) -> Markdown {
    let signature = match member {
        Member::Function(function) if function.is_property() => {
            let ty = function.returns.as_ref().map_or("Any", |r| r.written());
            format!("{}: {ty}", function.name)
        }
        Member::Function(function) => {
            let decorators = function.decorators.iter();
            let lines: String = decorators.map(|d| format!("@{d}\n")).collect();
            let head = if function.is_async {
                "async def"
            } else {
                "def"
            };
            let tail = function.returns.as_ref();
            let tail = tail.map_or(String::new(), |r| format!(" -> {r}"));
            let head = format!("{head} {}", function.name);
            lines + &wrapped(&head, &rendered_params(&function.params), &tail)
        }
        Member::Class(class) => match class.method("__init__") {
            Some(init) => {
                let mut params = rendered_params(&init.params);
                params.drain(..params.len().min(1));
                format!("{}\n{}", class.render(), wrapped(&class.name, &params, ""))
            }
            None => class.render(),
        },
        Member::Variable(variable) => variable.render(),
    };
    let mut text = Markdown::new().code("python", &signature);
    if let Member::Function(function) = member
        && let Some(instead) = &function.deprecated
    {
        text = text.then(deprecated(instead));
    }
    if let Some(doc) = member.doc() {
        text = text.then(Doc::read(doc).markdown());
    }
    if let Some(class) = class {
        text = text.line(Line::new().own("Member of ").code(&class.class.name));
    }
    text.line(version(origin))
}

/// That something is out of use, and what to use instead.
pub(crate) fn deprecated(instead: &str) -> Markdown {
    Markdown::from("**Deprecated.**").prose(instead)
}

fn version(origin: &Origin<'_>) -> Line {
    Line::new().aside(&origin.full())
}

/// A head with its parameters: on one line where that fits, else one parameter on each.
fn wrapped(head: &str, params: &[String], tail: &str) -> String {
    let line = format!("{head}({}){tail}", params.join(", "));
    if line.chars().count() <= WIDTH || params.is_empty() {
        return line;
    }
    let lines: String = params.iter().map(|p| format!("    {p},\n")).collect();
    format!("{head}(\n{lines}){tail}")
}

/// The name of an argument in a call of a function of an SDK or of another script.
fn keyword(workspace: &Workspace, file: &File, at: &InCode) -> Option<(Markdown, Span)> {
    let text = &*at.code.script.text;
    // Right after a name still counts as on it.
    let start = text[..at.inner].trim_end_matches(is_word).len();
    let site = site(text, start + text[start..].chars().next()?.len_utf8());
    let call = site.direct_call()?;
    let keyword = call
        .current()
        .keyword
        .filter(|k| k.start as usize == start)?;
    let callable = callable_at(workspace, file, &at.code.script, call.callee?)?;
    // Of the same file, the language's server tells.
    if callable.source.is_empty() {
        return None;
    }
    let param = &callable.params[named(&callable.params, keyword.slice(text))?];
    let doc = Doc::read(callable.doc.as_deref().unwrap_or(""));
    let needed = match (&param.default, param.kind) {
        (None, ParamKind::Plain | ParamKind::KeywordOnly) => "Required parameter of ",
        _ => "Parameter of ",
    };
    let last = Line::new().own(needed).code(&callable.name).own(" · ");
    let text = Markdown::new()
        .code("python", &param.render())
        .prose(doc.about(&param.name).unwrap_or(""))
        .line(last.aside(&callable.source));
    Some((text, keyword))
}
