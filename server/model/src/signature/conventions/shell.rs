//! bash and PowerShell: what stands in their first lines.
//!
//! Source: `RE_BASH`, `extract_powershell_param_block` and `RE_POWERSHELL_ARGS` in
//! <https://github.com/windmill-labs/windmill/blob/main/backend/parsers/windmill-parser-bash/src/lib.rs>.

use syntax::text::{is_word, leading};

use super::{enclosed, lines, param, split};
use crate::signature::{Param, Type};

/// `name="$1"`, `name="${2:-default}"`: the first in a row without gaps.
pub(super) fn bash(text: &str) -> Vec<Param> {
    let mut found: Vec<(usize, Param)> = Vec::new();
    for (at, line) in lines(text) {
        let name = leading(line, is_word);
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

/// `param(…)` at the head of the script, with its attributes.
pub(super) fn powershell(text: &str) -> Option<Vec<Param>> {
    let code = without_comments(text);
    let lower = code.to_ascii_lowercase();
    let Some(start) = lower.find("param") else {
        return Some(Vec::new());
    };
    // Behind anything else it may be the head of a function.
    if !is_head(&code[..start]) {
        return None;
    }
    let rest = &code[start + 5..];
    let open = start + 5 + (rest.len() - rest.trim_start().len());
    let inner = code[open..]
        .strip_prefix('(')
        .and_then(|r| enclosed(r, ')'))?;
    let parts = split(inner, open + 1, ',');
    parts
        .into_iter()
        .map(|(at, part)| powershell_param(at, part))
        .collect()
}

/// `[Parameter(Mandatory)] [string] $name = default`.
fn powershell_param(at: usize, part: &str) -> Option<Param> {
    let mut rest = part.trim_start();
    let (mut ty, mut mandatory, mut choices) = (Type::Unknown, false, None);
    while let Some(bracket) = rest.strip_prefix('[') {
        let inner = enclosed(bracket, ']')?;
        match inner.split_once('(') {
            Some((name, arguments)) => {
                let arguments = arguments.trim_end().strip_suffix(')')?;
                match name.trim().to_ascii_lowercase().as_str() {
                    "parameter" => mandatory |= is_mandatory(arguments),
                    "validateset" => choices = quoted(arguments),
                    _ => {}
                }
            }
            None => ty = powershell_type(inner),
        }
        rest = bracket[inner.len() + 1..].trim_start();
    }
    let name = rest.strip_prefix('$')?;
    let name_at = at + (part.len() - name.len());
    let name = leading(name, is_word);
    if name.is_empty() {
        return None;
    }
    let value = rest[1 + name.len()..].trim();
    let default = value.strip_prefix('=').map(str::trim);
    // What is computed is no default that Windmill reads.
    let plain =
        |d: &&str| d.starts_with(['"', '\'']) && !d.contains('$') || d.parse::<f64>().is_ok();
    if let Some(choices) = choices {
        ty = Type::Enum(choices);
    }
    let mut param = param(name, name_at, ty, default.filter(plain));
    // PowerShell does without any that is not marked as mandatory.
    param.optional = !mandatory;
    Some(param)
}

fn powershell_type(name: &str) -> Type {
    match name.trim().to_ascii_lowercase().as_str() {
        "int" | "long" => Type::Int,
        "decimal" | "double" | "single" => Type::Float,
        "bool" => Type::Bool,
        "string" => Type::Str,
        k if k.ends_with("[]") => Type::List(Box::default()),
        _ => Type::Unknown,
    }
}

/// Whether `Mandatory` is among the arguments, and not `$false`.
fn is_mandatory(arguments: &str) -> bool {
    split(arguments, 0, ',').into_iter().any(|(_, argument)| {
        let (name, value) = argument.split_once('=').unwrap_or((argument, "$true"));
        name.trim().eq_ignore_ascii_case("mandatory") && value.trim().eq_ignore_ascii_case("$true")
    })
}

/// The texts of a list of quoted texts; `None` where it holds anything else.
fn quoted(arguments: &str) -> Option<Vec<String>> {
    let parts = split(arguments, 0, ',').into_iter().map(|(_, part)| {
        let part = part.trim();
        let quote = part.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let inner = part.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(['\'', '"', '$', '`'])).then(|| inner.to_owned())
    });
    parts.collect()
}

/// Whether only blanks, attributes and `using` lines stand in a text.
fn is_head(text: &str) -> bool {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(bracket) = rest.strip_prefix('[') {
            let Some(inner) = enclosed(bracket, ']') else {
                return false;
            };
            rest = bracket[inner.len() + 1..].trim_start();
        } else if rest
            .get(..6)
            .is_some_and(|w| w.eq_ignore_ascii_case("using "))
        {
            rest = rest.split_once('\n').map_or("", |(_, r)| r).trim_start();
        } else {
            return false;
        }
    }
    true
}

/// The code with blanks in place of `# …` and `<# … #>`, byte for byte as long.
fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['#', '\'', '"']) {
        let block = rest[..at].ends_with('<') && rest[at..].starts_with('#');
        let (before, here) = rest.split_at(at - usize::from(block));
        code.push_str(before);
        let end = |mark: &str, from: usize| here[from..].find(mark).map(|i| i + from);
        let len = match here.as_bytes()[0] {
            b'<' => end("#>", 2).map(|i| i + 2),
            b'#' => end("\n", 1),
            b'"' => end("\"", 1).map(|i| i + 1),
            _ => end("'", 1).map(|i| i + 1),
        };
        let (part, behind) = here.split_at(len.unwrap_or(here.len()));
        match part.starts_with(['<', '#']) {
            true => code.extend(std::iter::repeat_n(' ', part.len())),
            false => code.push_str(part),
        }
        rest = behind;
    }
    code.push_str(rest);
    code
}
