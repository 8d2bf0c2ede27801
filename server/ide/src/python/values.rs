//! The values that an annotation allows, where it lists them: `Literal`s, by their aliases too, and
//! enums.

use lang::python::declare::{Form, last_name};
use lang::python::{Annotation, ClassKind};
use model::script::Script;
use sdk::Member;

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
pub(crate) fn values(
    annotation: Option<&Annotation>,
    sdk: Option<Origin<'_>>,
    script: &Script,
) -> Vec<Value> {
    let mut found = Vec::new();
    if let Some(annotation) = annotation {
        collect(annotation, sdk, script, DEPTH, &mut found);
    }
    let mut seen = Vec::new();
    found.retain(|v| {
        let new = !seen.contains(v);
        seen.push(v.clone());
        new
    });
    found
}

fn collect(
    annotation: &Annotation,
    sdk: Option<Origin<'_>>,
    script: &Script,
    depth: usize,
    found: &mut Vec<Value>,
) {
    let parts = match &annotation.form {
        Form::Name => {
            let Some(depth) = depth.checked_sub(1) else {
                return;
            };
            let name = last_name(annotation.written());
            return match sdk {
                Some(sdk) => of_sdk(name, sdk, script, depth, found),
                None => of_script(name, script, depth, found),
            };
        }
        Form::Generic(head, values) if last_name(head.written()) == "Literal" => {
            found.extend(values.iter().filter_map(literal));
            return;
        }
        Form::Quoted(inner) => std::slice::from_ref(&**inner),
        Form::Generic(_, parts) | Form::Union(parts) => parts,
        Form::Text(_) | Form::Constant(_) | Form::Other(_) => return,
    };
    for part in parts {
        collect(part, sdk, script, depth, found);
    }
}

/// What a name of the SDK stands for.
fn of_sdk(name: &str, sdk: Origin<'_>, script: &Script, depth: usize, found: &mut Vec<Value>) {
    let class = match sdk.sdks.member(sdk.module, name) {
        Some((_, Member::Variable(alias))) => {
            let value = alias.default.as_ref().map_or("", |d| d.as_str());
            return collect(&Annotation::parse(value), Some(sdk), script, depth, found);
        }
        Some((_, Member::Class(class))) => class,
        _ => return,
    };
    // What derives from `str` too may be given as a string; other enums have to be imported.
    let is_enum = class.bases.iter().any(|b| b.contains("Enum"));
    let is_text = class
        .bases
        .iter()
        .any(|b| b.value == "str" || b.contains("StrEnum"));
    if is_enum && is_text {
        let mut fields: Vec<_> = class.fields.iter().collect();
        fields.sort_by_key(|f| f.name.span.start);
        let values = fields.iter().filter_map(|f| f.string.clone());
        found.extend(values.map(Value::Text));
    }
}

/// What a name of the script stands for: an enum of its own, an alias.
fn of_script(name: &str, script: &Script, depth: usize, found: &mut Vec<Value>) {
    if let Some(class) = script.class(name).filter(|c| c.kind == ClassKind::Enum) {
        let members = class.fields.iter().filter(|f| f.default.is_some());
        found.extend(members.map(|f| Value::Code(format!("{name}.{}", f.name))));
        return;
    }
    if let Some(alias) = script.alias(name) {
        collect(alias, None, script, depth, found);
    }
}

/// A value in the brackets of `Literal`.
fn literal(value: &Annotation) -> Option<Value> {
    match &value.form {
        Form::Text(text) => Some(Value::Text(text.clone())),
        Form::Constant(_) | Form::Name => Some(Value::Code(value.written().to_owned())),
        _ => None,
    }
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
            let all: Vec<_> = values(Some(&Annotation::parse(annotation)), sdk, &script)
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
