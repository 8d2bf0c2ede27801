//! YAML and JSON: flows, what else Windmill keeps in YAML, and settings.

use super::Unit::{Named, Stairs};
use super::{Deep, Row, all};

const FLOW: &str = "s.flow/flow.yaml";

const VALUES: &[Row] = &[
    ("YAML lists", "[", "", "]"),
    ("YAML lists never closed", "[", "", ""),
    ("YAML mappings", "{a: ", "b", "}"),
    ("YAML mappings never closed", "{a: ", "", ""),
    ("YAML mappings in lists", "[a: ", "b", "]"),
    ("YAML quoted keys", "{\"a\": ", "b", "}"),
    ("YAML explicit keys in mappings", "{? ", "b", "}"),
    ("YAML keys that are lists", "{[", "b", "]: c}"),
    ("YAML tags", "!a ", "x", ""),
    ("YAML anchors", "&a ", "x", ""),
    ("YAML tags and anchors", "!a &b ", "x", ""),
    ("YAML anchors in lists", "[&a ", "x", "]"),
    ("YAML aliases", "", "x", " *a"),
    ("YAML colons", "a: ", "b", ""),
    ("YAML quotes", "'", "", "\""),
    ("YAML braces and brackets", "[{", "", "}]"),
    ("YAML braces that do not fit", "[{", "", "]}"),
];

const ROOTS: &[Row] = &[
    ("YAML dashes", "- ", "x", ""),
    ("YAML question marks", "? ", "x", ""),
    ("YAML dashes and question marks", "- ? ", "x", ""),
    ("YAML dashes with tags", "- !a ", "x", ""),
    ("YAML documents", "---\n", "a: b", ""),
    ("YAML comments", "# a\n", "a: b", ""),
    ("YAML block scalars", "a: |\n", "", ""),
];

const MODULES: &[Row] = &[
    (
        "steps in loops",
        "[{id: a, value: {type: forloopflow, iterator: {type: javascript, expr: results.a}, modules: ",
        "[]",
        "}}]",
    ),
    (
        "steps in branches",
        "[{id: a, value: {type: branchall, branches: [{modules: ",
        "[]",
        "}]}}]",
    ),
    (
        "steps never closed",
        "[{id: a, value: {type: branchall, branches: [{modules: ",
        "",
        "",
    ),
    ("merges", "[{<<: ", "{}", "}]"),
];

const SCHEMAS: &[Row] = &[
    (
        "schema properties",
        "{type: object, properties: {a: ",
        "{}",
        "}}",
    ),
    ("schema items", "{type: array, items: ", "{}", "}"),
    ("schema oneOf", "{oneOf: [", "{}", "]}"),
    ("schema defaults", "{default: {a: ", "1", "}}"),
    ("schema enums", "{enum: [", "1", "]}"),
    (
        "schema of other values",
        "{additionalProperties: ",
        "{}",
        "}",
    ),
];

const HEAD: &str =
    "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: identity\n";

const STEP: &str = "summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n        type: script\n        path: hub/1/a\n        \
                    input_transforms:\n          a:\n            type: static\n            value: ";

pub(super) fn texts() -> Vec<Deep> {
    let mut texts: Vec<Deep> = all(FLOW, "summary: ", "\n", VALUES).collect();
    texts.extend(all(FLOW, "", "\n", ROOTS));
    texts.extend(all(FLOW, "summary: s\nvalue:\n  modules: ", "\n", MODULES));
    texts.extend(all(
        FLOW,
        "summary: s\nvalue:\n  modules: []\nschema: ",
        "\n",
        SCHEMAS,
    ));
    let json = [
        ("JSON arrays", "[", "", "]"),
        ("JSON objects", "{\"a\":", "1", "}"),
    ];
    texts.extend(all("s.flow/flow.json", "{\"summary\": ", "}", &json));
    let json = [("JSON never closed", "{\"a\":[", "", "")];
    texts.extend(all("s.flow/flow.json", "", "", &json));
    let value = [
        ("a step's value of lists", "[", "1", "]"),
        ("a step's value of mappings", "{a: ", "1", "}"),
    ];
    texts.extend(all(FLOW, STEP, "\n", &value));
    let value = [
        ("a resource's value", "{a: ", "1", "}"),
        ("a resource's value of lists", "[", "1", "]"),
    ];
    texts.extend(all(
        "s.resource.yaml",
        "resource_type: postgresql\nvalue: ",
        "\n",
        &value,
    ));
    texts.extend(all(
        "s.script.yaml",
        "summary: s\nschema: ",
        "\n",
        &[(
            "metadata of a script",
            "{type: object, properties: {a: ",
            "{}",
            "}}",
        )],
    ));
    texts.extend(all(
        "s.schedule.yaml",
        "schedule: 0 0 * * *\nscript_path: f/a/b\nargs: ",
        "\n",
        &[("a schedule's arguments", "{a: ", "1", "}")],
    ));
    texts.extend(all(
        "s.resource-type.yaml",
        "schema: ",
        "\n",
        &[(
            "a resource type's schema",
            "{type: object, properties: {a: ",
            "{}",
            "}}",
        )],
    ));
    let stairs: &[(&str, &'static [&str], &str)] = &[
        ("YAML keys", &["a:\n"], "b"),
        ("YAML keys in quotes", &["\"a\":\n"], "b"),
        ("YAML items", &["- a:\n", ""], "b"),
        ("YAML lists of lists", &["-\n"], "b"),
        ("YAML explicit keys", &["?\n"], "b"),
        ("YAML keys with anchors", &["a: &a !b\n"], "b"),
    ];
    texts.extend(stairs.iter().map(|&(name, lines, last)| Deep {
        name,
        file: FLOW,
        head: "",
        unit: Stairs(lines, last),
        tail: "\n",
    }));
    let named = [
        (
            "YAML aliases of aliases",
            "x0: &x0 1\n",
            "x#: &x# *x@\n",
            "",
        ),
        (
            "YAML merges of merges",
            "x0: &x0 {a: 1}\n",
            "x#: &x#\n  <<: *x@\n",
            "",
        ),
        (
            "YAML lists of aliases",
            "x0: &x0 [1]\n",
            "x#: &x# [*x@]\n",
            "",
        ),
        (
            "steps that read each other",
            HEAD,
            "    - id: s#\n      value:\n        type: forloopflow\n        iterator: {type: javascript, expr: results.s@}\n        \
             skip_failures: false\n        modules: []\n",
            "",
        ),
        (
            "schema references",
            "summary: s\nvalue:\n  modules: []\nschema:\n  type: object\n  properties:\n    x: {$ref: '#/definitions/d1'}\n  definitions:\n    d0: {}\n",
            "    d#: {$ref: '#/definitions/d@'}\n",
            "",
        ),
    ];
    texts.extend(named.map(|(name, head, line, tail)| Deep {
        name,
        file: FLOW,
        head,
        unit: Named(line),
        tail,
    }));
    texts
}
