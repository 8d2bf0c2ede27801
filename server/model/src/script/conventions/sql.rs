//! The SQL family: comments that name the placeholders.

use super::{lines, param, word_len};
use crate::script::{Param, ScriptLanguage, Type};

/// Comments such as `-- $1 name (type) = default`, and the resource that Windmill adds.
pub(super) fn sql(language: &ScriptLanguage, text: &str) -> Option<Vec<Param>> {
    // Names put into the text itself bring inputs of their own.
    if text.contains("%%") {
        return None;
    }
    let mut params = Vec::new();
    if *language != ScriptLanguage::Duckdb {
        let mut database = param("database", 0, Type::Unknown, None);
        // A directive or a default of the workspace may name it.
        database.optional = true;
        params.push(database);
    }
    if *language == ScriptLanguage::Postgresql {
        params.extend(postgresql(text)?);
        return Some(params);
    }
    let named = text.contains("\n-- :") || text.starts_with("-- :");
    for (at, line) in lines(text) {
        let Some(rest) = line.strip_prefix("-- ") else {
            continue;
        };
        let body = match language {
            ScriptLanguage::Mysql if named => rest.strip_prefix(':'),
            ScriptLanguage::Mysql | ScriptLanguage::Snowflake => rest.strip_prefix("? "),
            ScriptLanguage::Bigquery => rest.strip_prefix('@'),
            ScriptLanguage::Mssql => rest
                .strip_prefix("@P")
                .or(rest.strip_prefix("@p"))
                .and_then(|r| {
                    let digits = r.len() - r.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    r[digits..].strip_prefix(' ').filter(|_| digits > 0)
                }),
            ScriptLanguage::Oracledb => rest.strip_prefix(':'),
            _ => rest.strip_prefix('$'),
        };
        let Some(body) = body else { continue };
        let name = &body[..word_len(body)];
        let Some(kind) = body[name.len()..]
            .strip_prefix(" (")
            .filter(|_| !name.is_empty())
        else {
            continue;
        };
        let (kind, rest) = kind.split_once(')')?;
        let default = rest.trim().strip_prefix('=').map(str::trim);
        params.push(param(name, at, sql_type(kind), default));
    }
    Some(params)
}

/// `$1`, `$2::int`, and the comments that name them.
fn postgresql(text: &str) -> Option<Vec<Param>> {
    let mut kinds: Vec<(usize, Type)> = Vec::new();
    for (at, _) in text.match_indices('$') {
        let rest = &text[at + 1..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Ok(n) = rest[..digits].parse::<usize>() else {
            continue;
        };
        let cast = rest[digits..].strip_prefix("::");
        let kind = cast.map_or(Type::Unknown, |c| {
            let word = &c[..word_len(c)];
            match c[word.len()..].starts_with("[]") {
                true => Type::List(Box::default()),
                false => sql_type(word),
            }
        });
        kinds.retain(|(m, _)| *m != n);
        kinds.push((n, kind));
    }
    kinds.sort_by_key(|(n, _)| *n);
    let numbers: Vec<usize> = kinds.iter().map(|(n, _)| *n).collect();
    let mut params: Vec<Param> = kinds
        .into_iter()
        .map(|(n, kind)| param(&format!("${n}"), 0, kind, None))
        .collect();
    for (at, line) in lines(text) {
        let Some(rest) = line.strip_prefix("-- $") else {
            continue;
        };
        let (digits, rest) = rest.split_once(' ')?;
        let Ok(n) = digits.parse::<usize>() else {
            continue;
        };
        let place = numbers.iter().position(|m| *m == n);
        let Some(slot) = place.and_then(|i| params.get_mut(i)) else {
            continue;
        };
        let name = &rest[..word_len(rest)];
        let rest = rest[name.len()..].trim();
        // `(type)` came later; both forms may have a default.
        let rest = match rest.strip_prefix('(') {
            Some(typed) => typed.split_once(')')?.1.trim(),
            None => rest,
        };
        let default = rest.strip_prefix('=').map(str::trim);
        if name.is_empty() || !rest.is_empty() && default.is_none() {
            continue;
        }
        *slot = param(name, at, slot.ty.clone(), default);
    }
    Some(params)
}

fn sql_type(kind: &str) -> Type {
    match kind.trim().to_ascii_lowercase().as_str() {
        "int" | "integer" | "int4" | "int64" | "bigint" | "smallint" | "int2" | "tinyint"
        | "uint" => Type::Int,
        "float" | "float4" | "float8" | "float64" | "real" | "double" | "numeric" | "decimal"
        | "number" => Type::Float,
        "bool" | "boolean" | "bit" => Type::Bool,
        "text" | "varchar" | "char" | "string" | "nvarchar" => Type::Str,
        _ => Type::Unknown,
    }
}
