//! Signatures that stand in comments, placeholders and first lines: the SQL family, bash, PowerShell,
//! GraphQL, and the heads of `main` in Go, PHP and Rust.
//!
//! Windmill reads most of these with regular expressions, so no grammar would agree better. Whatever
//! is not plain is [`Entry::Unknown`]: nothing is said of its inputs then. Each file names the parser that it follows; which
//! parser a language has, and that `database` and `api` come first, `inferArgs` in
//! <https://github.com/windmill-labs/windmill/blob/main/frontend/src/lib/infer.ts>.

mod graphql;
mod heads;
mod placeholders;
mod shell;
mod sql;
#[cfg(test)]
mod tests;

use syntax::{Span, Spanned};

use graphql::graphql;
use heads::{go, head, php, rust};
use shell::{bash, powershell};
use sql::sql;

use super::types::Type;
use super::{Entry, Param, Signature};
use crate::language::ScriptLanguage;
use lang::python::ParamKind;

/// What a script of such a language takes.
pub(crate) fn entry(language: &ScriptLanguage, text: &str) -> Entry {
    use ScriptLanguage::*;
    let params = match language {
        Bash => Some(bash(text)),
        PowerShell => powershell(text),
        Postgresql | Mysql | Bigquery | Snowflake | Mssql | Oracledb | Duckdb => {
            Some(sql(language, text))
        }
        Graphql => graphql(text),
        Go => head(text, "func main(").and_then(|(at, inner)| go(at, inner)),
        Php => head(text, "function main(").and_then(|(at, inner)| php(at, inner)),
        Rust => head(text, "fn main(").and_then(|(at, inner)| rust(at, inner)),
        _ => None,
    };
    let Some(params) = params else {
        return Entry::Unknown;
    };
    Entry::Found(Signature {
        name: Spanned::new("main".to_owned(), Span::at(0)),
        params,
        takes_any: false,
        span: Span::at(0),
        doc: None,
        returns: None,
        is_async: false,
    })
}

fn param(name: &str, at: usize, ty: Type, default: Option<&str>) -> Param {
    let span = Span::new(at, at + name.len());
    Param {
        name: Spanned::new(name.to_owned(), span),
        ty,
        annotation: None,
        parts: None,
        default: default.map(|d| Spanned::new(d.trim().to_owned(), span)),
        default_kind: None,
        kind: ParamKind::Plain,
        passed: true,
        optional: default.is_some(),
        span,
    }
}

/// Lines with their offsets, without line breaks.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// The text up to the bracket that closes what is open before it.
fn enclosed(text: &str, close: char) -> Option<&str> {
    let mut depth = 0usize;
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{' | '<') => depth += 1,
            (None, c) if c == close && depth == 0 => return Some(&text[..i]),
            (None, ')' | ']' | '}' | '>') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The parts between top-level separators, each with where it starts.
fn split(text: &str, at: usize, separator: char) -> Vec<(usize, &str)> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0usize, None);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{' | '<') => depth += 1,
            (None, ')' | ']' | '}' | '>') => depth = depth.saturating_sub(1),
            (None, c) if c == separator && depth == 0 => {
                parts.push((at + start, &text[start..i]));
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push((at + start, &text[start..]));
    }
    parts
}
