//! GraphQL: the resource `api`, and the variables of the operation.
//!
//! Source: `RE_ARG_GRAPHQL` in
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-graphql/src/lib.rs>, which
//! takes every `$name: Type` of the text; `api`, `inferArgs` in
//! <https://github.com/windmill-labs/windmill/blob/main/frontend/src/lib/infer.ts>.

use syntax::text::{is_word, leading};

use super::{enclosed, param};
use crate::signature::{Param, Type};

/// The resource to ask, then the variables.
pub(super) fn graphql(text: &str) -> Option<Vec<Param>> {
    let api = param("api", 0, Type::Resource("graphql".to_owned()), None);
    let mut params = vec![api];
    params.extend(variables(text)?);
    Some(params)
}

/// The variables of the first operation: `query name($a: Int!, $b: String = "x")`.
fn variables(text: &str) -> Option<Vec<Param>> {
    let operation = ["query", "mutation", "subscription"]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    let Some(start) = operation else {
        return Some(Vec::new());
    };
    let body = text[start..].find('{')? + start;
    let Some(open) = text[start..body].find('(').map(|i| start + i + 1) else {
        return Some(Vec::new());
    };
    let inner = enclosed(&text[open..], ')')?;
    if inner.contains(['{', '#']) {
        return None;
    }
    let mut params = Vec::new();
    for (dollar, _) in inner.match_indices('$') {
        let rest = &inner[dollar + 1..];
        let name = leading(rest, is_word);
        let kind = rest[name.len()..].trim_start().strip_prefix(':')?;
        let end = kind.find(['$', ',']).unwrap_or(kind.len());
        let (kind, default) = match kind[..end].split_once('=') {
            Some((kind, default)) => (kind.trim(), Some(default.trim())),
            None => (kind[..end].trim(), None),
        };
        let required = kind.ends_with('!') && default.is_none();
        let ty = match kind.trim_end_matches('!') {
            "Int" => Type::Int,
            "Float" => Type::Float,
            "String" | "ID" => Type::Str,
            "Boolean" => Type::Bool,
            k if k.starts_with('[') => Type::List(Box::default()),
            _ => Type::Unknown,
        };
        let mut param = param(name, open + dollar + 1, ty, default);
        param.optional = !required;
        params.push(param);
    }
    Some(params)
}
