//! Names of an SDK and arguments of its functions: signature, description, deprecation, version.

use model::file::File;
use model::script::{ParamKind, ScriptLanguage};
use model::sdk::{Member, SdkClass, SdkModule};
use model::workspace::Workspace;
use syntax::Span;

use super::Hover;
use crate::cursor::InCode;
use crate::python::sdk::{self, Named, Origin};
use crate::python::{Doc, callable_at, named, site};

/// Longest line in characters.
const WIDTH: usize = 80;

pub(super) fn hover(workspace: &Workspace, file: &File, at: &InCode) -> Option<Hover> {
    if at.script.language != ScriptLanguage::Python3 {
        return None;
    }
    let (text, span) = match sdk::named_at(workspace, &at.script, at.inner) {
        Some(Named::Package(origin, span)) => {
            let what = match origin.module {
                SdkModule::Wmill | SdkModule::WmillClient => "Windmill's Python client",
                SdkModule::Skyvern | SdkModule::SkyvernClient => "Skyvern's Python client",
            };
            (format!("`{}`: {what}", origin.full()), span)
        }
        Some(Named::Member(origin, class, member, span)) => (page(&origin, class, member), span),
        Some(Named::Instance(origin, class, span)) => {
            let name = span.slice(&at.script.text);
            let line = format!("```python\n{name}: {}\n```", class.class.name);
            let doc = Doc::read(class.class.doc.as_deref().unwrap_or(""));
            (with_version(vec![line, doc.text], &origin), span)
        }
        None => keyword(workspace, file, at)?,
    };
    Some(Hover {
        text,
        span: at.outer(span),
    })
}

/// A member as Markdown, with the class where it is a member of one.
pub(crate) fn page(origin: &Origin<'_>, class: Option<SdkClass<'_>>, member: Member<'_>) -> String {
    let signature = match member {
        Member::Function(function) if function.is_property() => {
            let ty = function.returns.as_deref().unwrap_or("Any");
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
            let tail = function.returns.as_deref();
            let tail = tail.map_or(String::new(), |r| format!(" -> {r}"));
            let head = format!("{head} {}", function.name);
            lines + &wrapped(&head, &function.rendered_params(), &tail)
        }
        Member::Class(class) => match class.method("__init__") {
            Some(init) => {
                let mut params = init.rendered_params();
                params.drain(..params.len().min(1));
                format!("{}\n{}", class.render(), wrapped(&class.name, &params, ""))
            }
            None => class.render(),
        },
        Member::Variable(variable) => variable.render(),
    };
    let mut parts = vec![format!("```python\n{signature}\n```")];
    if let Member::Function(function) = member
        && let Some(instead) = &function.deprecated
    {
        parts.push(format!("**Deprecated.** {instead}"));
    }
    parts.extend(member.doc().map(|doc| Doc::read(doc).markdown()));
    parts.extend(class.map(|c| format!("Member of `{}`", c.class.name)));
    with_version(parts, origin)
}

fn with_version(mut parts: Vec<String>, origin: &Origin<'_>) -> String {
    parts.push(format!("*{}*", origin.full()));
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n")
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

/// The name of an argument in a call of an SDK's function.
fn keyword(workspace: &Workspace, file: &File, at: &InCode) -> Option<(String, Span)> {
    let text = &*at.script.text;
    // Right after a name still counts as on it.
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    let start = text[..at.inner].trim_end_matches(is_word).len();
    let site = site(text, start + text[start..].chars().next()?.len_utf8());
    let call = site.direct_call()?;
    let keyword = call
        .current()
        .keyword
        .filter(|k| k.start as usize == start)?;
    let callable = callable_at(workspace, file, &at.script, call.callee?)?;
    callable.origin?;
    let param = &callable.params[named(&callable.params, keyword.slice(text))?];
    let mut parts = vec![format!("```python\n{}\n```", param.render())];
    let doc = Doc::read(callable.doc.as_deref().unwrap_or(""));
    parts.extend(doc.about(&param.name).map(str::to_owned));
    let needed = match (&param.default, param.kind) {
        (None, ParamKind::Plain | ParamKind::KeywordOnly) => "Required parameter",
        _ => "Parameter",
    };
    parts.push(format!(
        "{needed} of `{}` · *{}*",
        callable.name, callable.source
    ));
    Some((parts.join("\n\n"), keyword))
}
