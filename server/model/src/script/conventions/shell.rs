//! bash and PowerShell: what stands in their first lines.

use super::{enclosed, lines, param, split, word_len};
use crate::script::{Param, Type};

/// `name="$1"`, `name="${2:-default}"`: the first in a row without gaps.
pub(super) fn bash(text: &str) -> Vec<Param> {
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
pub(super) fn powershell(text: &str) -> Option<Vec<Param>> {
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
