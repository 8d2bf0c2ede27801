//! Signatures that stand in comments, placeholders and first lines: the SQL family, bash, PowerShell,
//! GraphQL, and the heads of `main` in Go, PHP and Rust.
//!
//! Windmill reads most of these with regular expressions, so no grammar would agree better. Whatever
//! is not plain is [`Entry::Unknown`]: nothing is said of its inputs then.

use syntax::{Span, Spanned};

use super::python_params::ParamKind;
use super::types::Type;
use super::{Entry, Param, ScriptLanguage, Signature};

/// Whether signatures of the language are read here.
pub(super) fn reads(language: &ScriptLanguage) -> bool {
    use ScriptLanguage::*;
    matches!(
        language,
        Bash | PowerShell
            | Postgresql
            | Mysql
            | Bigquery
            | Snowflake
            | Mssql
            | Oracledb
            | Duckdb
            | Graphql
            | Go
            | Php
            | Rust
    )
}

/// What a script of such a language takes.
pub(super) fn entry(language: &ScriptLanguage, text: &str) -> Entry {
    use ScriptLanguage::*;
    let params = match language {
        Bash => Some(bash(text)),
        PowerShell => powershell(text),
        Postgresql | Mysql | Bigquery | Snowflake | Mssql | Oracledb | Duckdb => {
            sql(language, text)
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

fn word_len(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

/// `name="$1"`, `name="${2:-default}"`: the first in a row without gaps.
fn bash(text: &str) -> Vec<Param> {
    let mut found: Vec<(usize, Param)> = Vec::new();
    for (at, line) in lines(text) {
        let name = &line[..word_len(line)];
        let Some(value) = line[name.len()..]
            .strip_prefix("=\"$")
            .filter(|_| !name.is_empty())
        else {
            continue;
        };
        let Some(end) = value.rfind('"') else {
            continue;
        };
        let (value, rest) = (
            &value[..end],
            value[end + 1..].trim_start_matches([' ', '\t']),
        );
        if !rest.is_empty() && !rest.starts_with('#') {
            continue;
        }
        let inner = value.strip_prefix('{').and_then(|v| v.strip_suffix('}'));
        let (digits, default) = match inner {
            None => (value, None),
            Some(inner) => match inner.split_once(":-") {
                Some((digits, default)) => (digits, Some(default)),
                None => (inner, None),
            },
        };
        if let Ok(n) = digits.parse::<usize>() {
            // Of two lines for one place the last counts.
            found.retain(|(m, _)| *m != n);
            found.push((n, param(name, at, Type::Str, default)));
        }
    }
    found.sort_by_key(|(n, _)| *n);
    let in_row = found
        .into_iter()
        .enumerate()
        .take_while(|(i, (n, _))| *n == i + 1);
    in_row.map(|(_, (_, param))| param).collect()
}

/// `param(…)`. Attributes with brackets of their own are too much for Windmill's reading and for this.
fn powershell(text: &str) -> Option<Vec<Param>> {
    let lower = text.to_ascii_lowercase();
    let Some(start) = lower.find("param") else {
        return Some(Vec::new());
    };
    let rest = &text[start + 5..];
    let open = start + 5 + (rest.len() - rest.trim_start().len());
    let inner = text[open..]
        .strip_prefix('(')
        .and_then(|r| enclosed(r, ')'))?;
    if inner.contains("](")
        || lower.contains("[parameter")
        || lower.contains("[validate")
        || inner.contains('#')
    {
        return None;
    }
    let mut params = Vec::new();
    for (at, part) in split(inner, open + 1, ',') {
        let dollar = part.find('$')?;
        let name = &part[dollar + 1..];
        let name = &name[..word_len(name)];
        let kind = part[..dollar].trim();
        let kind = kind
            .strip_prefix('[')
            .and_then(|k| k.strip_suffix(']'))
            .unwrap_or(kind);
        if name.is_empty() || kind.contains('[') && !kind.ends_with("[]") {
            return None;
        }
        let value = part[dollar + 1 + name.len()..].trim();
        let default = value.strip_prefix('=').map(str::trim);
        // What is computed is no default that Windmill reads.
        let plain =
            |d: &&str| d.starts_with(['"', '\'']) && !d.contains('$') || d.parse::<f64>().is_ok();
        let default = default.filter(plain);
        let ty = match kind.to_ascii_lowercase().as_str() {
            "int" | "long" => Type::Int,
            "decimal" | "double" | "single" => Type::Float,
            "bool" => Type::Bool,
            "string" => Type::Str,
            k if k.ends_with("[]") => Type::List(Box::default()),
            _ => Type::Unknown,
        };
        let mut param = param(name, at + dollar + 1, ty, default);
        // PowerShell does without any that is not marked as mandatory.
        param.optional = true;
        params.push(param);
    }
    Some(params)
}

/// Comments such as `-- $1 name (type) = default`, and the resource that Windmill adds.
fn sql(language: &ScriptLanguage, text: &str) -> Option<Vec<Param>> {
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
    let in_row = kinds
        .into_iter()
        .enumerate()
        .take_while(|(i, (n, _))| *n == i + 1);
    let mut params: Vec<Param> = in_row
        .map(|(_, (n, kind))| param(&format!("${n}"), 0, kind, None))
        .collect();
    for (at, line) in lines(text) {
        let Some(rest) = line.strip_prefix("-- $") else {
            continue;
        };
        let (digits, rest) = rest.split_once(' ')?;
        let Ok(n) = digits.parse::<usize>() else {
            continue;
        };
        let Some(slot) = n.checked_sub(1).and_then(|i| params.get_mut(i)) else {
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

/// The variables of the first operation: `query name($a: Int!, $b: String = "x")`.
fn graphql(text: &str) -> Option<Vec<Param>> {
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
        let name = &rest[..word_len(rest)];
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

/// The text in the brackets of `main`, and where it starts, if a line begins with it.
fn head<'t>(text: &'t str, start: &str) -> Option<(usize, &'t str)> {
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
fn go(at: usize, inner: &str) -> Option<Vec<Param>> {
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
fn php(at: usize, inner: &str) -> Option<Vec<Param>> {
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
        let name = &name[..word_len(name)];
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
fn rust(at: usize, inner: &str) -> Option<Vec<Param>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `name: type` of each parameter, `?` behind those that need not be given.
    #[track_caller]
    fn takes(language: ScriptLanguage, text: &str, want: Option<&str>) {
        let entry = entry(&language, text);
        let shown = entry.signature().map(|s| {
            let param = |p: &Param| {
                format!(
                    "{}{}: {}",
                    p.name.value,
                    if p.is_required() { "" } else { "?" },
                    p.ty
                )
            };
            s.params.iter().map(param).collect::<Vec<_>>().join(", ")
        });
        assert_eq!(shown.as_deref(), want, "{text}");
    }

    #[test]
    fn bash_names_its_places() {
        let code = "token=\"$1\"\nimage=\"${2}\"\ndigest=\"${3:-latest with}\"\ntext=\"$4\" # c\nempty=\"${5:-}\"\r\n";
        takes(
            ScriptLanguage::Bash,
            code,
            Some("token: string, image: string, digest?: string, text: string, empty?: string"),
        );
        takes(
            ScriptLanguage::Bash,
            "a=\"$1\"\nc=\"$3\"\n",
            Some("a: string"),
        );
        takes(
            ScriptLanguage::Bash,
            "  a=\"$1\"\necho $1\nb=$2\n",
            Some(""),
        );
    }

    #[test]
    fn powershell_has_a_param_block() {
        let code = "param($Msg, [string]$Two, $D = \"a, b\", [int]$N = 3, $W = $env:W, [string[]]$Arr)\nWrite-Host $Msg";
        takes(
            ScriptLanguage::PowerShell,
            code,
            Some("Msg?: any, Two?: string, D?: any, N?: integer, W?: any, Arr?: list"),
        );
        takes(ScriptLanguage::PowerShell, "Write-Host 1", Some(""));
        takes(
            ScriptLanguage::PowerShell,
            "param([Parameter(Mandatory=$true)]$a)",
            None,
        );
    }

    #[test]
    fn sql_dialects() {
        use ScriptLanguage::*;
        takes(
            Postgresql,
            "-- $1 name\n-- $2 n = 3\nselect $1::text, $2::INT, $3",
            Some("database?: any, name: string, n?: integer, $3: any"),
        );
        takes(
            Postgresql,
            "-- $1 ids (int[])\nselect $1::int[]",
            Some("database?: any, ids: list"),
        );
        takes(
            Mysql,
            "-- ? a (int)\n-- ? b (varchar) = x\nselect ?, ?",
            Some("database?: any, a: integer, b?: string"),
        );
        takes(
            Mysql,
            "-- :a (int) = 3\nselect :a",
            Some("database?: any, a?: integer"),
        );
        takes(
            Bigquery,
            "-- @token (string)\n-- @n (int64)\nselect @token",
            Some("database?: any, token: string, n: integer"),
        );
        takes(
            Mssql,
            "-- @P1 a (int)\n-- @p2 b (varchar) = x\nselect @P1",
            Some("database?: any, a: integer, b?: string"),
        );
        takes(
            Oracledb,
            "-- :a (number)\nselect :a",
            Some("database?: any, a: number"),
        );
        takes(Duckdb, "-- $a (text)\nselect $a", Some("a: string"));
        takes(
            Snowflake,
            "-- ? a (boolean)\nselect ?",
            Some("database?: any, a: boolean"),
        );
        takes(Postgresql, "select * from %%table%%", None);
    }

    #[test]
    fn heads_of_main() {
        use ScriptLanguage::*;
        takes(
            Go,
            "package inner\n\nfunc main(a, b string, n []int, m map[string]int) (string, error) {",
            Some("a: string, b: string, n: list, m: object"),
        );
        takes(Go, "func main(a ...string) {", None);
        takes(
            Php,
            "<?php\nfunction main(string $a, ?int $b = 3, $c) {",
            Some("a: string, b?: any, c: any"),
        );
        takes(
            Rust,
            "fn main(who: String, n: Option<i32>, l: Vec<u8>) -> Result<String> {",
            Some("who: string, n?: integer, l: list"),
        );
        takes(Rust, "fn other() {}", None);
    }

    #[test]
    fn graphql_variables() {
        let code =
            "query users($id: ID!, $n: Int = 3, $l: [String!]) {\n  users(id: $id) { name }\n}";
        takes(
            ScriptLanguage::Graphql,
            code,
            Some("id: string, n?: integer, l?: list"),
        );
        takes(
            ScriptLanguage::Graphql,
            "query { users { name } }",
            Some(""),
        );
    }
}
