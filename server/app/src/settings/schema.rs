//! The JSON Schema of `windmill-ls.toml`, made from what is read.

use ide::rules::RULES;
use serde_json::{Map, Value, json};

/// The schema as text.
pub(crate) fn schema() -> String {
    let levels = json!(["error", "warning", "hint", "off"]);
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let level = if rule.pedantic {
                "off"
            } else {
                rule.level.name()
            };
            let about = json!({ "description": rule.purpose(), "enum": levels, "default": level });
            (rule.name.to_owned(), about)
        })
        .collect();
    let texts = |about: &str| json!({ "description": about, "type": "array", "items": { "type": "string" } });
    let table = |about: &str, properties: Value| {
        json!({
            "description": about,
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
        })
    };
    let levels = |about: &str| table(about, Value::Object(rules.clone()));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of windmill-ls",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rules": levels("Levels of rules."),
            "files": table("Which files are looked at.", json!({
                "exclude": texts("Patterns of files that are left out, from this file's folder on."),
            })),
            "openflow": table("What counts as known beside OpenFlow.", json!({
                "languages": texts("Languages that a step may have."),
                "kinds": texts("Kinds of steps."),
            })),
            "sdk": table("What concerns the Python SDK.", json!({
                "enabled": {
                    "description": "Completion, hover, signatures and checks of the SDK in Python code.",
                    "type": "boolean",
                    "default": true,
                },
                "paths": texts(
                    "Folders with the package `wmill` or `skyvern`, from this file's folder on, inside the workspace.",
                ),
            })),
            "hints": table("Inlay hints.", json!({
                "shapes": {
                    "description": "Show what an input's expression gives behind it.",
                    "type": "boolean",
                    "default": false,
                },
            })),
            "per-path": {
                "description": "Levels for some files; later entries win.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["paths", "rules"],
                    "properties": {
                        "paths": texts("Patterns of files, from this file's folder on."),
                        "rules": levels("Levels of rules in these files."),
                    },
                },
            },
        },
    });
    format!("{schema:#}\n")
}
