//! The heads of `main` in Go, PHP and Rust.
//!
//! Windmill reads these with parsers of the languages:
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-go/src/lib.rs>,
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-php/src/lib.rs>,
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-rust/src/lib.rs>. Here plain
//! parameters are read, and what is not plain is unknown.

use syntax::text::{is_word, leading};

use super::{enclosed, lines, param, split};
use crate::signature::{Param, Type};

/// The text in the brackets of `main`, and where it starts, if a line begins with it.
pub(super) fn head<'t>(text: &'t str, start: &str) -> Option<(usize, &'t str)> {
    let trimmed = |l: &str| {
        let l = l.strip_prefix("pub ").unwrap_or(l);
        l.strip_prefix("async ").unwrap_or(l).starts_with(start)
    };
    let (at, line) = lines(text).find(|(_, l)| trimmed(l))?;
    let open = at + line.find(start)? + start.len();
    let inner = enclosed(&text[open..], ')')?;
    // Comments and quotes among the parameters are not taken apart.
    (!inner.contains("//") && !inner.contains("/*") && !inner.contains('#'))
        .then_some((open, inner))
}

/// `a, b string, c []int`
pub(super) fn go(at: usize, inner: &str) -> Option<Vec<Param>> {
    let mut params = Vec::new();
    let mut waiting: Vec<(usize, &str)> = Vec::new();
    for (at, part) in split(inner, at, ',') {
        let start = at + (part.len() - part.trim_start().len());
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        match part.split_once([' ', '\t']) {
            None => waiting.push((start, part)),
            Some((name, kind)) => {
                if kind.contains("...") {
                    return None;
                }
                let ty = match kind.trim() {
                    "string" => Type::Str,
                    "bool" => Type::Bool,
                    k if k.starts_with("int") || k.starts_with("uint") => Type::Int,
                    k if k.starts_with("float") => Type::Float,
                    k if k.starts_with("[]") && k != "[]byte" => Type::List(Box::default()),
                    k if k.starts_with("map[") => Type::Object,
                    _ => Type::Unknown,
                };
                for (start, name) in waiting.drain(..).chain([(start, name)]) {
                    params.push(param(name, start, ty.clone(), None));
                }
            }
        }
    }
    waiting.is_empty().then_some(params)
}

/// `string $a, ?int $b = 3`
pub(super) fn php(at: usize, inner: &str) -> Option<Vec<Param>> {
    let mut params = Vec::new();
    for (at, part) in split(inner, at, ',') {
        if part.trim().is_empty() {
            continue;
        }
        let dollar = part.find('$')?;
        let kind = part[..dollar].trim();
        if kind.ends_with("...") || kind.contains('&') {
            return None;
        }
        let name = &part[dollar + 1..];
        let name = leading(name, is_word);
        let default = part[dollar + 1 + name.len()..].trim().strip_prefix('=');
        let ty = match kind {
            "string" => Type::Str,
            "int" => Type::Int,
            "float" => Type::Float,
            "bool" => Type::Bool,
            _ => Type::Unknown,
        };
        params.push(param(name, at + dollar + 1, ty, default));
    }
    Some(params)
}

/// `a: String, b: Option<i32>`
pub(super) fn rust(at: usize, inner: &str) -> Option<Vec<Param>> {
    let mut params = Vec::new();
    for (at, part) in split(inner, at, ',') {
        let start = at + (part.len() - part.trim_start().len());
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let (name, kind) = part.split_once(':')?;
        let name = name.trim().strip_prefix("mut ").unwrap_or(name.trim());
        let kind = kind.trim();
        let inner = kind
            .strip_prefix("Option<")
            .and_then(|k| k.strip_suffix('>'));
        let ty = match inner.unwrap_or(kind) {
            "String" | "&str" => Type::Str,
            "bool" => Type::Bool,
            "f32" | "f64" => Type::Float,
            "i8" | "i16" | "i32" | "i64" | "i128" | "u8" | "u16" | "u32" | "u64" | "u128"
            | "usize" | "isize" => Type::Int,
            k if k.starts_with("Vec<") => Type::List(Box::default()),
            _ => Type::Unknown,
        };
        let mut param = param(name, start, ty, None);
        param.optional = inner.is_some();
        params.push(param);
    }
    Some(params)
}
