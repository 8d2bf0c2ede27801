//! Behind a key, on its line: the values that go on lines below, with the line break before them.

use crate::{HEAD, LIST, at, labels, taken};

#[test]
fn values_of_several_lines_begin_with_the_break() {
    let step = format!("{HEAD}    - id: a\n      ");
    for (text, label, after) in [
        (
            "summary: s\nvalue: <|>".to_owned(),
            "modules",
            "value:\n  modules:\n    - ",
        ),
        // Without a blank there is none, and several are replaced.
        (
            "summary: s\nvalue:<|>".to_owned(),
            "modules",
            "value:\n  modules:\n    - ",
        ),
        (
            "summary: s\nvalue:   <|>  ".to_owned(),
            "modules",
            "value:\n  modules:\n    -   ",
        ),
        (
            "summary: s\nvalue:\n  modules: <|>".to_owned(),
            "Identity",
            "  modules:\n    - id: a\n      summary: ''\n      value:\n        type: identity",
        ),
        (
            "summary: s\nvalue:\n  modules: <|>".to_owned(),
            "[]",
            "  modules: []",
        ),
        (
            "summary: s\nvalue:\n  modules:<|>".to_owned(),
            "[]",
            "  modules: []",
        ),
        (
            format!("{step}summary: Tell\n      value: <|>"),
            "f/other/tell",
            "      value:\n        type: script\n        input_transforms:\n          message:\n            type: javascript\n            expr: flow_input.message\n        path: f/other/tell",
        ),
        (
            format!("{step}retry: <|>"),
            "exponential",
            "      retry:\n        exponential:\n          attempts: 3\n          multiplier: 2\n          seconds: 5",
        ),
        (
            format!("{step}value:\n        type: forloopflow\n        iterator: <|>"),
            "type: javascript",
            "        iterator:\n          type: javascript\n          expr: ",
        ),
        (
            format!(
                "{step}value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db: <|>"
            ),
            "$res:f/shop/db",
            "          db:\n            type: static\n            value: $res:f/shop/db",
        ),
        (
            format!("{LIST}schema: <|>"),
            "schema of the input that is read",
            "schema:\n  $schema: https://json-schema.org/draft/2020-12/schema\n  type: object\n  order:\n    - day\n  properties:\n    day:\n      type: string\n      description: ''\n  required:\n    - day",
        ),
        (
            format!("{LIST}schema:\n  properties:\n    day: {{}}\n    hour: {{}}\n  required: <|>"),
            "all 2",
            "  required:\n    - day\n    - hour",
        ),
        (
            format!("{LIST}schema:\n  properties:\n    day: {{}}\n  required:\n    <|>"),
            "day",
            "  required:\n    - day",
        ),
    ] {
        let found = taken(&text, label);
        assert!(found.ends_with(after), "{text}: {found}");
        // Clients match what is typed from the first sign on that is replaced.
        let (items, whole) = at(&text);
        for item in items.iter().filter(|i| i.insert.starts_with('\n')) {
            let typed = item.replace.slice(&whole);
            let by = item.filter.as_deref().unwrap_or(&item.label);
            assert!(by.starts_with(typed), "{typed:?} {by:?}");
        }
    }
    assert!(
        !taken("summary: s\r\nvalue: <|>", "modules")
            .replace("\r\n", "")
            .contains('\n')
    );
}

#[test]
fn an_empty_mapping_comes_first_where_nothing_is_to_be_given() {
    let text = format!(
        "{LIST}    - id: b\n      value:\n        type: rawscript\n        language: bash\n        content: |\n          echo\n        input_transforms: <|>"
    );
    assert_eq!(labels(&text)[0], "{}");
}

#[test]
fn not_where_it_would_tear_something() {
    for text in [
        // The value stands below, or on the line.
        "summary: s\nvalue:\n  modules: <|>\n    - id: a\n".to_owned(),
        "summary: s\nvalue:\n  modules: <|>[]\n".to_owned(),
        "summary: s\nvalue:\n  modules: <|> []\n".to_owned(),
        // A comment would go to another line.
        "summary: s\nvalue:\n  modules: <|> # later\n".to_owned(),
        // In braces a line break does not begin a block.
        format!("{LIST}    - {{id: b, value: <|>}}"),
        format!("{LIST}    - {{id: b, value: <|>"),
        // Text.
        "summary: <|>\nvalue: {}\n".to_owned(),
    ] {
        let (items, _) = at(&text);
        let torn: Vec<_> = items.iter().filter(|i| i.insert.contains('\n')).collect();
        assert!(torn.is_empty(), "{text}: {torn:?}");
    }
}

#[test]
fn in_and_behind_empty_braces() {
    let schema = format!("{LIST}schema:\n  type: object\n");
    for braces in ["{<|>}", "{}<|>", "{ <|> }", "{<|>}  "] {
        let text = format!("{schema}  properties: {braces}\n  required: []\n");
        let found = labels(&text);
        assert_eq!(found[0], "day", "{braces}: {found:?}");
        let after = taken(&text, "day").replace(":  \n", ":\n");
        let day = "    day:\n      type: string\n      description: \'\'";
        assert!(
            after
                .replace("\'\'  \n", "\'\'\n")
                .ends_with(&format!("  properties:\n{day}\n  required: []\n")),
            "{after}"
        );
    }
    let call = format!(
        "{LIST}    - id: b\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms: {{<|>}}\n"
    );
    let found = labels(&call);
    assert_eq!(found[0], "all 4 missing inputs", "{found:?}");
    assert!(taken(&call, "db").ends_with(
        "        input_transforms:\n          db:\n            type: static\n            value: $res:f/shop/db\n"
    ));
    // What a client looks for begins with what is replaced.
    for item in at(&call).0.iter().filter(|c| c.insert.starts_with('\n')) {
        assert!(
            item.filter.as_ref().is_some_and(|f| f.starts_with(" {")),
            "{item:?}"
        );
    }
    // Before the brace, and in braces that hold something or stand in others, nothing is torn.
    for text in [
        format!("{schema}  properties: <|>{{}}\n"),
        format!("{schema}  properties: {{day: {{<|>}}}}\n"),
        format!("{LIST}schema: {{properties: {{<|>}}}}\n"),
    ] {
        let items = at(&text).0;
        assert!(items.iter().all(|c| !c.insert.starts_with('\n')), "{text}");
    }
}
