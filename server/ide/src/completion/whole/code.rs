//! Code that is to be written for a step: in a new file, or in the flow.

use model::language::ScriptLanguage;
use model::path;

use super::draft::Draft;
use super::input::javascript;
use super::source::{Here, Role};
use super::step::Offer;

/// Code to be written, in the flow or in a file of its own.
pub(crate) fn offers(here: &Here<'_>) -> Vec<Offer> {
    let languages = [
        ("Python", ScriptLanguage::Python3),
        ("TypeScript (Bun)", ScriptLanguage::Bun),
        ("PostgreSQL", ScriptLanguage::Postgresql),
        ("Bash", ScriptLanguage::Bash),
    ];
    let is_special = here.role.is_special();
    let mut offers = Vec::new();
    for (label, language) in languages {
        if is_special && !matches!(language, ScriptLanguage::Python3 | ScriptLanguage::Bun) {
            continue;
        }
        let own = |content: Draft, detail: &str| {
            let mut offer = Offer::new(
                label,
                detail,
                "rawscript",
                [
                    ("content", content),
                    ("input_transforms", inputs_of_special(here.role)),
                ],
            );
            offer
                .value
                .push(("language".to_owned(), Draft::fixed(language.name())));
            offer.words = format!("rawscript {}", language.name());
            offer
        };
        if let Some(name) = new_file(here, &language) {
            offers.push(own(inline(&name), &format!("a new file, {name}")));
        }
        if let Some(text) = skeleton(&language, here) {
            offers.push(own(Draft::Block(text), "code in the flow"));
        }
    }
    offers
}

/// What a special module is given: the failure module the error, a preprocessor nothing.
fn inputs_of_special(role: Role) -> Draft {
    match role {
        Role::Failure => Draft::map([
            ("message", javascript("error.message")),
            ("name", javascript("error.name")),
            ("step_id", javascript("error.step_id")),
        ]),
        _ => Draft::Map(Vec::new()),
    }
}

pub(crate) fn inline(name: &str) -> Draft {
    Draft::fixed(&format!("'!inline {name}'"))
}

/// The name of a new file for the step's code, as Windmill's CLI would call it.
pub(crate) fn new_file(here: &Here<'_>, language: &ScriptLanguage) -> Option<String> {
    let base = base_name(here)?;
    let root = here.workspace.root_of(&here.file.path);
    let config = root.and_then(|r| r.config.as_ref());
    let middle = match config.is_some_and(|c| c.non_dotted()) {
        true => ".",
        false => ".inline_script.",
    };
    let extensions = language.inline_extensions();
    let is_default = config.map_or(ScriptLanguage::Bun, |c| c.default_ts()) == *language;
    let extension = match is_default && extensions.contains(&"ts") {
        true => "ts",
        false => extensions.first()?,
    };
    let name = format!("{base}{middle}{extension}");
    let path = format!("{}/{name}", path::parent(&here.file.path));
    here.workspace.id(&path).is_none().then_some(name)
}

/// What the CLI calls the file of a step by its summary, else by its id.
///
/// Source: <https://github.com/windmill-labs/windmill/blob/main/cli/windmill-utils-internal/src/path-utils/path-assigner.ts>.
fn base_name(here: &Here<'_>) -> Option<String> {
    let text = here.title.to_lowercase();
    let kept = text.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c));
    let name: String = kept.map(|c| if c == ' ' { '_' } else { c }).collect();
    let name = name.trim_matches(['.', '_']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Code to begin with, that takes what the step is given.
pub(crate) fn skeleton(language: &ScriptLanguage, here: &Here<'_>) -> Option<String> {
    let given: Vec<&str> = here.given.iter().map(String::as_str).collect();
    let is_preprocessor = here.role == Role::Preprocessor;
    Some(match language {
        ScriptLanguage::Python3 if is_preprocessor => {
            "def preprocessor(event: dict):\n    return {}".to_owned()
        }
        ScriptLanguage::Python3 => {
            format!(
                "def main({}):\n    return {{}}",
                parameters(here.role, &given, "", ", ")
            )
        }
        ScriptLanguage::Bun if is_preprocessor => {
            "export async function preprocessor(event: any) {\n  return {};\n}".to_owned()
        }
        l if l.is_typescript() => {
            let parameters = parameters(here.role, &given, ": any", ", ");
            format!("export async function main({parameters}) {{\n  return {{}};\n}}")
        }
        ScriptLanguage::Postgresql => {
            let lines = given.iter().enumerate();
            let lines = lines.map(|(i, name)| format!("-- ${} {name}\n", i + 1));
            format!("{}SELECT 1", lines.collect::<String>())
        }
        ScriptLanguage::Bash => {
            let lines = given.iter().enumerate();
            let lines = lines.map(|(i, name)| format!("{name}=\"${}\"\n", i + 1));
            format!("{}echo \"done\"", lines.collect::<String>())
        }
        _ => return None,
    })
}

/// The parameters of a function that takes what is given; of the failure module what it gets.
fn parameters(role: Role, given: &[&str], ty: &str, between: &str) -> String {
    let failure = ["message", "name", "step_id"];
    let names: &[&str] = match role {
        Role::Failure if given.is_empty() => &failure,
        _ => given,
    };
    let names = names.iter().filter(|n| lang::javascript::is_identifier(n));
    let names: Vec<String> = names.map(|n| format!("{n}{ty}")).collect();
    names.join(between)
}
