//! The values that an annotation allows, where it lists them: `Literal`s, by their aliases too, and
//! enums.

use lang::python::ClassKind;
use model::script::Script;
use sdk::Member;
use syntax::text::{is_word, leading};

use super::sdk::Origin;

/// A value that a parameter may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// Anything else, as it is written.
    Code(String),
}

/// How often an alias may stand for another.
const DEPTH: usize = 4;

/// The values that an annotation lists; empty where it lists none. Names are looked up in the SDK that
/// the annotation is of, else in the script.
pub(crate) fn values(annotation: &str, sdk: Option<Origin<'_>>, script: &Script) -> Vec<Value> {
    let mut found = Vec::new();
    collect(annotation, sdk, script, DEPTH, &mut found);
    let mut seen = Vec::new();
    found.retain(|v| {
        let new = !seen.contains(v);
        seen.push(v.clone());
        new
    });
    found
}

fn collect(
    annotation: &str,
    sdk: Option<Origin<'_>>,
    script: &Script,
    depth: usize,
    found: &mut Vec<Value>,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let mut rest = annotation;
    while let Some(start) = rest.find(is_word) {
        let (before, here) = rest.split_at(start);
        let (word, after) = here.split_at(leading(here, is_word).len());
        rest = after;
        if before.ends_with(['"', '\'']) && after.starts_with(['"', '\'']) {
            // An annotation in quotes, not one inside brackets: those are taken whole below.
            collect(word, sdk, script, depth, found);
            continue;
        }
        if word == "Literal"
            && let Some(list) = after.strip_prefix('[')
        {
            let end = literals(list, found);
            rest = &list[end..];
            continue;
        }
        match sdk {
            Some(sdk) => of_sdk(word, sdk, script, depth, found),
            None => of_script(word, script, depth, found),
        }
    }
}

/// What a name of the SDK stands for.
fn of_sdk(word: &str, sdk: Origin<'_>, script: &Script, depth: usize, found: &mut Vec<Value>) {
    let class = match sdk.sdks.member(sdk.module, word) {
        Some((_, Member::Variable(alias))) => {
            let value = alias.value.as_deref().unwrap_or("");
            return collect(value, Some(sdk), script, depth, found);
        }
        Some((_, Member::Class(class))) => class,
        _ => return,
    };
    // What derives from `str` too may be given as a string; other enums have to be imported.
    let is_enum = class.bases.iter().any(|b| b.contains("Enum"));
    let is_text = class
        .bases
        .iter()
        .any(|b| b == "str" || b.contains("StrEnum"));
    if is_enum && is_text {
        let mut fields: Vec<_> = class.fields.iter().collect();
        fields.sort_by_key(|f| f.span.start);
        let values = fields.iter().filter_map(|f| f.value.as_deref());
        found.extend(values.filter_map(quoted).map(|v| Value::Text(v.to_owned())));
    }
}

/// What a name of the script stands for: an enum of its own, an alias.
fn of_script(word: &str, script: &Script, depth: usize, found: &mut Vec<Value>) {
    if let Some(class) = script.class(word).filter(|c| c.kind == ClassKind::Enum) {
        let members = class.fields.iter().filter(|f| f.default.is_some());
        found.extend(members.map(|f| Value::Code(format!("{word}.{}", f.name.value))));
        return;
    }
    let is_alias = |line: &&str| {
        let rest = line.strip_prefix(word);
        rest.is_some_and(|r| r.trim_start().starts_with('=') && r.contains("Literal["))
    };
    if let Some(line) = script.text.lines().find(is_alias)
        && let Some((_, value)) = line.split_once('=')
    {
        collect(value, None, script, depth, found);
    }
}

/// The items of `Literal[…`, read behind the bracket. Gives where the closing one stands.
fn literals(list: &str, found: &mut Vec<Value>) -> usize {
    let mut at = 0;
    while let Some(c) = list[at..].chars().next() {
        match c {
            ']' => break,
            '"' | '\'' => {
                let Some(end) = list[at + 1..].find(c) else {
                    return list.len();
                };
                found.push(Value::Text(list[at + 1..at + 1 + end].to_owned()));
                at += end + 2;
            }
            c if is_word(c) || c == '-' => {
                let end = list[at..].find([',', ']']).unwrap_or(list.len() - at);
                found.push(Value::Code(list[at..at + end].trim().to_owned()));
                at += end;
            }
            c => at += c.len_utf8(),
        }
    }
    at
}

/// The text between quotes.
fn quoted(written: &str) -> Option<&str> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    written.get(1..)?.strip_suffix(quote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::language::ScriptLanguage;
    use sdk::{Sdk, SdkModule, Sdks};

    const STUB: &str = "Mode = Literal['a', \"b c\"]\nBoth = Mode | Literal[1]\nclass Kind(str, enum.Enum):\n    \
        Z = \"z\"\n    Y = 'y'\nclass Other(enum.Enum):\n    X = 'x'\n";

    #[test]
    fn lists_of_values() {
        let stub = Sdk::parse(STUB);
        let sdks = Sdks {
            wmill: Some(&stub),
            skyvern: None,
        };
        let sdk = Origin {
            sdks,
            module: SdkModule::Wmill,
        };
        let text = "class Colour(Enum):\n    RED = 1\n    BLUE = 2\nSize = Literal['s', 'm']\n";
        let script = Script::new(ScriptLanguage::Python3, text.into());
        let show = |annotation: &str, sdk: Option<Origin<'_>>| {
            let show = |v: Value| match v {
                Value::Text(text) => format!("'{text}'"),
                Value::Code(code) => code,
            };
            let all: Vec<_> = values(annotation, sdk, &script)
                .into_iter()
                .map(show)
                .collect();
            all.join(" ")
        };
        assert_eq!(show("Literal['a', \"b\"] | None", None), "'a' 'b'");
        assert_eq!(
            show("Optional[Literal['a', -1, True]]", None),
            "'a' -1 True"
        );
        assert_eq!(show("Both | None", Some(sdk)), "'a' 'b c' 1");
        assert_eq!(show("Optional[Kind]", Some(sdk)), "'z' 'y'");
        assert_eq!(show("Other", Some(sdk)), "");
        assert_eq!(show("Colour", None), "Colour.RED Colour.BLUE");
        assert_eq!(show("Optional[Size]", None), "'s' 'm'");
        assert_eq!(show("dict[str, int]", Some(sdk)), "");
        assert_eq!(show("Literal['a", None), "");
    }
}
