//! What an agent is given, and the schemas of forms and answers.

use crate::labels;

/// An agent with a fixed input.
fn agent(input: &str, value: &str) -> String {
    format!(
        "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: aiagent\n        input_transforms:\n          \
         {input}:\n            type: static\n            value:{value}"
    )
}

#[test]
fn a_schema_of_a_form_and_of_an_answer() {
    let form = "summary: s\nvalue:\n  modules:\n    - id: a\n      suspend:\n        resume_form:\n          schema:\n            <|>\n";
    for text in [
        form.to_owned(),
        agent("output_schema", "\n              <|>"),
    ] {
        let found = labels(&text);
        assert_eq!(
            found,
            [
                "schema without properties",
                "$schema",
                "type",
                "order",
                "properties",
                "required"
            ],
            "{text}"
        );
    }
    let text = agent(
        "output_schema",
        "\n              properties:\n                x:\n                  type: <|>",
    );
    assert_eq!(labels(&text)[..2], ["string", "integer"]);
    let text = agent("other", "\n              <|>");
    assert!(!labels(&text).contains(&"properties".to_owned()));
}

#[test]
fn fixed_inputs_of_an_agent() {
    let found = labels(&agent("output_type", " <|>"));
    assert_eq!(found[..2], ["text", "image"]);
    let found = labels(&agent("streaming", " <|>"));
    assert_eq!(found[..2], ["true", "false"]);
}
