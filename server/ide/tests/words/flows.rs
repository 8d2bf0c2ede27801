//! Words about flows, schedules and YAML.

use super::{JS, of_flow, said, step, steps};

#[test]
fn names_of_steps_and_inputs() {
    let text = steps(&format!(
        "{}{}",
        step("\"\"", &format!("{JS}results.nothing_like_it")),
        step("in-br", &format!("{JS}1"))
    ));
    assert_eq!(
        of_flow("unknown-step", &text),
        [
            "`results.nothing_like_it`: this flow has no step `nothing_like_it` | its steps are: in-br"
        ]
    );
    let text = steps(&format!(
        "{}{}",
        step("my-report", &format!("{JS}1")),
        step("b", &format!("{JS}results[\"my-raport\"]"))
    ));
    assert_eq!(
        of_flow("unknown-step", &text),
        [
            "`results[\"my-raport\"]`: this flow has no step `my-raport` | did you mean `results[\"my-report\"]`?"
        ]
    );
    let text = steps(&format!(
        "{}{}",
        step("b", &format!("{JS}results[\"my-report\"]")),
        step("my-report", &format!("{JS}1")),
    ));
    assert_eq!(
        of_flow("forward-step-reference", &text),
        [
            "`results[\"my-report\"]`: step `my-report` runs later than this, so it is null here | move the step up, or read \
          one that has run"
        ]
    );
    let schema = "schema:\n  type: object\n  properties:\n    my-name:\n      type: string\n";
    let text = steps(&step("b", &format!("{JS}flow_input[\"my-nam\"]"))) + schema;
    assert_eq!(
        of_flow("unknown-flow-input", &text),
        [
            "`flow_input[\"my-nam\"]`: the flow's schema has no input `my-nam` | did you mean `flow_input[\"my-name\"]`?"
        ]
    );
    assert_eq!(
        of_flow(
            "unused-flow-input",
            &(steps(&step("b", &format!("{JS}1"))) + schema)
        ),
        [
            "Input `my-name` is not read by any expression of this flow | read it as `flow_input[\"my-name\"]`, or remove it"
        ]
    );
    let text = steps(&format!(
        "    - id: my-loop\n      value:\n        type: forloopflow\n        iterator:\n          type: static\n          \
         value: [1]\n        skip_failures: true\n        modules:\n          - id: inner\n            value:\n              \
         type: identity\n          - id: last\n            value:\n              type: identity\n{}",
        step("b", &format!("{JS}results.inner"))
    ));
    assert_eq!(
        of_flow("inner-step-reference", &text),
        [
            "`results.inner` is only the last iteration's result | `inner` lies inside `my-loop`: `results[\"my-loop\"]` is \
          the list of all results"
        ]
    );
}

#[test]
fn folders_are_called_as_the_settings_say() {
    let flow = "summary: A\nvalue:\n  modules: []\n";
    for (settings, folder) in [
        ("includes: ['**']\n", "nightly.flow"),
        ("includes: ['**']\nnonDottedPaths: true\n", "nightly__flow"),
    ] {
        assert_eq!(
            said(
                "flow-as-file",
                &[("f/a/nightly.flow.yaml", flow), ("wmill.yaml", settings)]
            ),
            [format!(
                "`nightly.flow.yaml` is not synced: a flow is a folder | move it to `{folder}/flow.yaml`"
            )]
        );
    }
}

#[test]
fn required_is_a_list() {
    const WRONG: &str = "`required: true` has no effect here: the list beside `properties` does";
    let flow = |schema: &str| {
        format!("summary: A\nvalue:\n  modules: []\nschema:\n  type: object\n{schema}")
    };
    for (schema, help) in [
        (
            "  required: true\n  properties: {}\n",
            "remove it: `required` is a list of names beside `properties`",
        ),
        (
            "  properties:\n    a:\n      type: array\n      items:\n        type: string\n        required: true\n",
            "remove it: `required` is a list of names beside `properties`",
        ),
        (
            "  properties:\n    a:\n      type: string\n      required: true\n",
            "remove it, and write `required: [a]` beside `properties`",
        ),
        (
            "  properties:\n    a:\n      type: string\n      required: true\n    b:\n      type: string\n  required: [b]\n",
            "remove it, and add `a` to the list `required`",
        ),
        (
            "  properties:\n    a:\n      type: string\n      required: true\n  required: [a]\n",
            "remove it: the list `required` has `a` already",
        ),
    ] {
        assert_eq!(
            of_flow("invalid-flow-schema", &flow(schema)),
            [format!("{WRONG} | {help}")],
            "{schema}"
        );
    }
}

#[test]
fn fields_with_nothing_behind_them() {
    assert_eq!(
        of_flow("missing-field", "summary: A\nvalue:\n"),
        ["`value` is empty in the flow | write `modules: []` below it, indented"]
    );
    assert_eq!(
        of_flow(
            "missing-field",
            &steps(&step("a", "type:\n            value: 1"))
        ),
        ["`type` is empty in `x` | write `static` or `javascript` behind it"]
    );
    let text = steps("    - id: a\n      value:\n        type:\n");
    assert_eq!(
        of_flow("missing-field", &text),
        [
            "`type` is empty in this `value` | write the kind of step: `script`, `rawscript`, `flow`, …"
        ]
    );
}

#[test]
fn values_of_other_types() {
    let rule = "invalid-type";
    assert_eq!(
        of_flow(rule, "summary: {{ x }}\nvalue:\n  modules: []\n"),
        [
            "`summary` takes text, not a group of fields | put the value in quotes; Windmill puts no value in for `{{ … }}` here"
        ]
    );
    assert_eq!(
        of_flow(rule, &steps(&step("a", &format!("{JS}{{{{ x }}}}")))),
        [
            "`expr` takes text, not a group of fields | Windmill has no `{{ … }}`: write the name alone, such as \
          `flow_input.name`"
        ]
    );
    let text = steps(
        "    - id: a\n      value:\n        type: rawscript\n        language: bash\n        input_transforms: {}\n        \
         content:\n          - echo 1\n",
    );
    assert_eq!(
        of_flow(rule, &text),
        [
            "`content` takes text, not a list | if this is text of several lines, write `content: |` above it"
        ]
    );
    for (sleep, help) in [
        (
            "ten",
            "write `type: static` and `value: 10`, a number of seconds, on the lines below",
        ),
        (
            "10",
            "write `type: static` and `value: 10` on the lines below",
        ),
        (
            "flow_input.x",
            "write `type: javascript` and `expr: flow_input.x` on the lines below",
        ),
    ] {
        let text = steps(&format!(
            "{}      sleep: {sleep}\n",
            step("a", "type: static\n            value: 1")
        ));
        let said = of_flow(rule, &text);
        assert!(said.iter().all(|s| s.ends_with(help)), "{said:?}");
        assert_eq!(said.len(), 1, "{said:?}");
    }
}

#[test]
fn names_where_they_do_not_exist() {
    let looped = |iterator: &str| {
        steps(&format!(
            "    - id: each\n      value:\n        type: forloopflow\n        iterator:\n          type: javascript\n          \
             expr: {iterator}\n        skip_failures: true\n        modules: []\n"
        ))
    };
    assert_eq!(
        of_flow("iter-outside-loop", &looped("flow_input.iter.value")),
        [
            "`flow_input.iter`: a loop's own expressions are outside its body | read an input of the flow here, or the result of \
          an earlier step"
        ]
    );
    assert_eq!(
        of_flow(
            "unavailable-name",
            &steps(&step("a", &format!("{JS}all_iters.length")))
        ),
        [
            "`all_iters` exists only in the `stop_after_if` of a loop | use `results` with the loop's id"
        ]
    );
    assert_eq!(
        of_flow("empty-expression", &looped("''")),
        ["This `iterator` is empty: the loop fails | write what gives the list"]
    );
    let text = looped("[1]").replace("        skip_failures", "        parallelism:\n          type: javascript\n          expr: ''\n        skip_failures");
    assert_eq!(
        of_flow("empty-expression", &text),
        ["This `parallelism` is empty: it will be null | write an expression, or make it `static`"]
    );
    assert_eq!(
        of_flow("empty-expression", &steps(&step("a", &format!("{JS}''")))),
        [
            "This expression is empty: the input will be null | write an expression, or make the input `static`"
        ]
    );
    assert_eq!(
        of_flow(
            "iterator-not-array",
            &looped("'5 + 1'").replace("id: each", "id: ''")
        ),
        [
            "The iterator of this loop is not a list, so the loop fails | it is a number: give a list, such as `[…]`"
        ]
    );
    assert_eq!(
        of_flow("iterator-not-array", &looped("'({ rows: [1] })'")),
        [
            "The iterator of `each` is not a list, so the loop fails | it is `{ rows: number[] }`: read the list inside it"
        ]
    );
}

#[test]
fn schedules() {
    const ALL: &str = "write seconds, minutes, hours, day, month and day of the week";
    for (cron, found) in [
        ("now", format!("`now` is not a cron expression: it has 1 field, not six | {ALL}")),
        ("", format!("The cron expression is empty: Windmill refuses it | {ALL}")),
        (
            "*/0 * * * * *",
            "`*/0` cannot be the seconds: Windmill refuses `*/0 * * * * *` | after `/` write a number of 1 or more".to_owned(),
        ),
        (
            "99 * * * * *",
            "`99` cannot be the seconds: Windmill refuses `99 * * * * *` | for the seconds, write a value from 0 to 59"
                .to_owned(),
        ),
    ] {
        let text = format!("script_path: f/a/b\nis_flow: false\nschedule: '{cron}'\nenabled: true\n");
        assert_eq!(said("invalid-cron", &[("f/a/s.schedule.yaml", &text)]), [found]);
    }
}

#[test]
fn broken_yaml() {
    for (text, found) in [
        (
            "summary: A\nvalue:\n  modules:\n    id: a\n    - id: b\n",
            "This item belongs to no list | indent it like the list, or write `- ` before the line above",
        ),
        (
            "summary: ? x\nvalue:\n  modules: []\n",
            "A value that starts with `?` needs quotes | put the whole value in single quotes",
        ),
        (
            "summary: \"x \\d\"\nvalue:\n  modules: []\n",
            "YAML does not know `\\d` in double quotes | double the backslash, or write the text in single quotes",
        ),
        (
            "summary: 'x\nvalue:\n  modules: []\n",
            "This `'` is never closed | close it with `'` at the end of the value",
        ),
    ] {
        assert_eq!(of_flow("yaml-syntax", text), [found], "{text}");
    }
}

#[test]
fn ids_with_letters_of_other_alphabets() {
    const HELP: &str = "ids take the letters a to z and A to Z, digits, `_` and `-`, and start with a letter or `_`";
    assert_eq!(
        of_flow("invalid-step-id", &steps(&step("größe", &format!("{JS}1")))),
        [format!("Step id `größe` has `ö` | {HELP}")]
    );
    assert_eq!(
        of_flow("invalid-step-id", &steps(&step("''", &format!("{JS}1")))),
        [format!("The step's id is empty | {HELP}")]
    );
}
