//! The SQL family: comments that declare inputs, PostgreSQL's placeholders, and names that are put
//! into the text itself.
//!
//! Source: <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-sql/src/lib.rs>; each
//! reader below names the regular expression or function of it that it follows. That `database` comes first, `inferArgs` in
//! <https://github.com/windmill-labs/windmill/blob/main/frontend/src/lib/infer.ts>.

use std::collections::{BTreeMap, BTreeSet};

use syntax::text::{is_ascii_word, is_word, leading};

use super::{lines, param, placeholders};
use crate::language::ScriptLanguage;
use crate::signature::{Param, Type};

/// What a query takes: the database, what its comments declare, its placeholders, and the names between
/// `%%` that comments list.
pub(super) fn sql(language: &ScriptLanguage, text: &str) -> Vec<Param> {
    let mut params = Vec::new();
    if *language != ScriptLanguage::Duckdb {
        let mut database = param("database", 0, Type::Unknown, None);
        // A line `-- database` (`RE_DB`) or a default of the workspace may name it.
        database.optional = true;
        params.push(database);
    }
    match language {
        ScriptLanguage::Postgresql => params.extend(postgresql(text)),
        ScriptLanguage::Mysql | ScriptLanguage::Oracledb => {
            let named: Vec<Param> = lines(text).filter_map(colon).collect();
            let has_names = !named.is_empty();
            params.extend(named);
            // The older form counts only where the newer one is not used (`using_named_args`).
            if !has_names {
                params.extend(lines(text).filter_map(question));
            }
        }
        ScriptLanguage::Snowflake => params.extend(lines(text).filter_map(question)),
        ScriptLanguage::Bigquery => params.extend(lines(text).filter_map(at_name)),
        ScriptLanguage::Mssql => params.extend(lines(text).filter_map(at_number)),
        _ => params.extend(lines(text).filter_map(dollar_name)),
    }
    params.extend(lines(text).filter_map(interpolated));
    params
}

/// `-- :name (type) = default`, where the type may have a size: `decimal(10, 2)` (`RE_ARG_MYSQL_NAMED`).
fn colon((at, line): (usize, &str)) -> Option<Param> {
    let rest = line.strip_prefix("-- :")?;
    let name = lower_name(rest)?;
    let rest = &rest[name.len()..];
    let kind = rest.strip_prefix(" (")?;
    let mut len = leading(kind, is_word).len();
    if let Some(size) = kind[len..].strip_prefix('(') {
        let inner = size.find(|c: char| !(is_word(c) || matches!(c, ',' | ' ')))?;
        len += inner + 2;
        kind.get(..len).filter(|k| k.ends_with(')') && inner > 0)?;
    }
    typed(at, name, kind, len)
}

/// `-- ? name (type) = default` (`RE_ARG_MYSQL`, `RE_ARG_SNOWFLAKE`).
fn question((at, line): (usize, &str)) -> Option<Param> {
    plain(at, line.strip_prefix("-- ? ")?, "")
}

/// `-- @name (type) = default`, where the type may be a list: `string[]` (`RE_ARG_BIGQUERY`).
fn at_name((at, line): (usize, &str)) -> Option<Param> {
    plain(at, line.strip_prefix("-- @")?, "[]")
}

/// `-- @P1 name (type) = default` (`RE_ARG_MSSQL`).
fn at_number((at, line): (usize, &str)) -> Option<Param> {
    let rest = line.strip_prefix("-- @P").or(line.strip_prefix("-- @p"))?;
    let digits = digits(rest);
    plain(at, rest[digits.len()..].strip_prefix(' ')?, "").filter(|_| !digits.is_empty())
}

/// `-- $name (type) = default` (`RE_ARG_DUCKDB`).
fn dollar_name((at, line): (usize, &str)) -> Option<Param> {
    let rest = line.strip_prefix("-- $")?;
    let name = leading(rest, is_word);
    let kind = rest[name.len()..].strip_prefix(" (")?;
    typed(at, name, kind, type_len(kind))
}

/// `name (type) = default`.
fn plain(at: usize, rest: &str, suffix: &str) -> Option<Param> {
    let name = leading(rest, is_word);
    let kind = rest[name.len()..].strip_prefix(" (")?;
    let word = leading(kind, is_word).len();
    let list = !suffix.is_empty() && kind[word..].starts_with(suffix);
    typed(
        at,
        name,
        kind,
        if list { word + suffix.len() } else { word },
    )
}

/// The parameter whose type is the first `len` bytes of `kind`, which goes on with `)`.
fn typed(at: usize, name: &str, kind: &str, len: usize) -> Option<Param> {
    let (kind, rest) = kind.split_at_checked(len)?;
    if name.is_empty() || kind.is_empty() {
        return None;
    }
    let default = default(rest.strip_prefix(')')?)?;
    Some(param(name, at, sql_type(kind), default))
}

/// ` = default` up to the line's end; `None` where something else stands there.
fn default(rest: &str) -> Option<Option<&str>> {
    match rest.strip_prefix(' ').unwrap_or(rest).strip_prefix('=') {
        Some(value) => (!value.is_empty()).then(|| Some(value.trim())),
        None => rest.trim_end_matches(' ').is_empty().then_some(None),
    }
}

/// `-- %%name%% this/that = default`: a choice of the listed texts, or any text (`parse_sql_sanitized_interpolation`).
fn interpolated((at, line): (usize, &str)) -> Option<Param> {
    let rest = line.strip_prefix("--")?.trim_start().strip_prefix("%%")?;
    let name = lower_name(rest)?;
    let rest = rest[name.len()..].strip_prefix("%%")?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let len = match rest.starts_with(is_word) {
        true => rest
            .find(|c: char| !(is_word(c) || matches!(c, ' ' | '\t' | '/')))
            .unwrap_or(rest.len()),
        false => 0,
    };
    let (choices, rest) = rest.split_at(len);
    let default = default(rest)?;
    let choices = choices.split('/').map(str::trim);
    let choices: Vec<String> = choices
        .filter(|c| !c.is_empty())
        .map(str::to_owned)
        .collect();
    let ty = match choices.is_empty() {
        true => Type::Str,
        false => Type::Enum(choices),
    };
    Some(param(name, at, ty, default))
}

/// `$1`, `$2::int`, and the comments that name them: `-- $1 name (type) = default` (`parse_pg_file`).
///
/// Older servers made inputs of numbers in comments and quotes too. Those may be given, and nobody
/// misses them.
fn postgresql(text: &str) -> Vec<Param> {
    let used: BTreeSet<u32> = placeholders::numbers(text).collect();
    let mut found: BTreeMap<u32, Param> = BTreeMap::new();
    let mut typed: BTreeSet<u32> = BTreeSet::new();
    for (at, _) in text.match_indices('$') {
        let rest = &text[at + 1..];
        let number = digits(rest);
        let Ok(n) = number.parse::<u32>() else {
            continue;
        };
        let cast = rest[number.len()..].strip_prefix("::").map(cast_type);
        let slot = found
            .entry(n)
            .or_insert_with(|| param(&format!("${n}"), 0, Type::Unknown, None));
        // The first cast counts.
        if let Some(cast) = cast.filter(|_| typed.insert(n)) {
            slot.ty = cast;
        }
    }
    for (at, line) in lines(text) {
        let Some((n, declared)) = declaration(at, line) else {
            continue;
        };
        let ty = match declared.ty {
            Type::Unknown => found.get(&n).map(|p| p.ty.clone()).unwrap_or_default(),
            ref ty => ty.clone(),
        };
        found.insert(n, Param { ty, ..declared });
    }
    for (n, param) in &mut found {
        param.optional |= !used.contains(n);
    }
    found.into_values().collect()
}

/// `-- $1 name (type) = default`; the type may be left out.
fn declaration(at: usize, line: &str) -> Option<(u32, Param)> {
    let rest = line.strip_prefix("-- $")?;
    let number = digits(rest);
    let n = number.parse().ok()?;
    let rest = rest[number.len()..].strip_prefix(' ')?;
    let name = leading(rest, is_word);
    let rest = rest.get(name.len()..).filter(|_| !name.is_empty())?;
    let (kind, rest) = match rest.strip_prefix(" (") {
        Some(kind) => {
            let (kind, rest) = kind.split_at(type_len(kind));
            (kind, rest.strip_prefix(')')?)
        }
        None => ("", rest),
    };
    Some((n, param(name, at, sql_type(kind), default(rest)?)))
}

/// The type behind `::`.
fn cast_type(text: &str) -> Type {
    let word = leading(text, is_word);
    let rest = text[word.len()..].trim_start();
    let is = |second: &str| {
        rest.get(..second.len())
            .is_some_and(|r| r.eq_ignore_ascii_case(second))
    };
    match word.to_ascii_lowercase().as_str() {
        // Types of several words, whose brackets stand further on.
        "character" if is("varying") => Type::Unknown,
        "time" | "timestamp" if is("with") => Type::Unknown,
        _ if text[word.len()..].starts_with("[]") => Type::List(Box::default()),
        word => sql_type(word),
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}

/// Letters, digits, `_` and brackets.
fn type_len(text: &str) -> usize {
    let part = |c: char| is_ascii_word(c) || matches!(c, '[' | ']');
    text.find(|c: char| !part(c)).unwrap_or(text.len())
}

/// A name in lower case, as it has to be where Windmill puts it into the text (`RE_ARG_SQL_INTERPOLATION`).
fn lower_name(text: &str) -> Option<&str> {
    let part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let end = text.find(|c: char| !part(c)).unwrap_or(text.len());
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts.then(|| &text[..end])
}

fn sql_type(kind: &str) -> Type {
    let kind = kind.trim().to_ascii_lowercase();
    if kind.ends_with("[]") {
        return Type::List(Box::default());
    }
    match kind.as_str() {
        "int" | "integer" | "int4" | "int64" | "bigint" | "smallint" | "int2" | "tinyint"
        | "uint" => Type::Int,
        "float" | "float4" | "float8" | "float64" | "real" | "double" | "numeric" | "decimal"
        | "number" => Type::Float,
        "bool" | "boolean" | "bit" => Type::Bool,
        "text" | "varchar" | "char" | "string" | "nvarchar" => Type::Str,
        _ => Type::Unknown,
    }
}
