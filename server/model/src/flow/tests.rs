//! Lowering and scope, on flows small enough to read.

use std::sync::Arc;

use syntax::yaml::Yaml;

use super::*;

fn flow(modules: &str) -> Flow {
    let text = format!("summary: s\nvalue:\n  modules:\n{modules}");
    Flow::new(Arc::new(Yaml::new(text.into())))
}

fn only(flow: &Flow, id: &str) -> ModuleIdx {
    flow.by_id(id)[0]
}

const NESTED: &str = "
    - id: first
      value: {type: identity}
    - id: each
      value:
        type: forloopflow
        iterator: {type: javascript, expr: results.first}
        modules:
          - id: choose
            value:
              type: branchone
              branches:
                - expr: result
                  modules:
                    - id: left
                      value: {type: identity}
              default:
                - id: right
                  value: {type: identity}
          - id: after
            value: {type: identity}
    - id: all
      value:
        type: branchall
        branches:
          - modules:
              - id: x
                value: {type: identity}
          - modules:
              - id: y
                value: {type: identity}
    - id: last
      value: {type: identity}
";

#[test]
fn reach_from_everywhere() {
    use Reach::*;
    let flow = flow(NESTED);
    let at = |id| only(&flow, id);
    let (choose, each, all) = (at("choose"), at("each"), at("all"));
    for (reader, target, reach) in [
        ("last", "first", Visible),
        ("first", "last", Later),
        ("first", "first", Itself),
        ("last", "each", Visible),
        ("last", "after", InLoop(each)),
        ("last", "left", InLoop(each)),
        ("after", "left", InBranch(choose)),
        ("left", "after", PreviousIteration),
        ("left", "right", PreviousIteration),
        ("left", "choose", PreviousIteration),
        ("left", "each", Encloses),
        ("left", "first", Visible),
        ("after", "after", PreviousIteration),
        ("last", "x", InBranchAll(all)),
        ("y", "x", Visible),
        ("x", "y", Later),
        ("x", "left", InLoop(each)),
        ("each", "left", Later),
    ] {
        let got = flow.reach(at(reader), Position::Transform, at(target));
        assert_eq!(got, reach, "{reader} reads {target}");
    }
    let after = flow.reach(each, Position::StopAfterIf, at("left"));
    assert_eq!(
        after,
        InLoop(each),
        "a loop's stop condition runs after its body"
    );
    assert_eq!(flow.reach(each, Position::StopAfterIf, each), Visible);
}

#[test]
fn places_and_loops() {
    let flow = flow(NESTED);
    let right = flow.module(only(&flow, "right"));
    assert_eq!(right.place, Place::Branch(None, 0));
    assert_eq!(loop_depth(&flow, only(&flow, "right")), 1);
    assert_eq!(loop_depth(&flow, only(&flow, "each")), 0);
    let positions: Vec<_> = flow
        .expressions()
        .iter()
        .map(|e| (e.position, &*e.text))
        .collect();
    assert_eq!(
        positions,
        [
            (Position::Iterator, "results.first"),
            (Position::Branch, "result")
        ]
    );
}

#[test]
fn unknown_kinds_keep_their_steps() {
    let flow = flow(
        "    - id: a\n      value:\n        type: newloop\n        modules:\n          - id: b\n            \
         value: {type: identity}\n",
    );
    assert_eq!(
        flow.module(only(&flow, "a")).kind,
        ModuleKind::Other("newloop".to_owned())
    );
    assert_eq!(flow.module(only(&flow, "b")).parent, Some(only(&flow, "a")));
    assert!(flow.is_complete());
}

#[test]
fn inline_in_both_forms() {
    for (written, name) in [
        ("'!inline a.py'", "a.py"),
        ("!inline a.py", "a.py"),
        ("\"!inline lib/a.py\"", "lib/a.py"),
        (">-\n          !inline\n          a.py", "a.py"),
        ("'!inline a b.py'", "a b.py"),
        ("'!inlinea.py'", "a.py"),
        ("!inlinea.py", "a.py"),
    ] {
        let flow = flow(&format!(
            "    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: {written}\n"
        ));
        let ModuleKind::RawScript {
            content: Content::Inline(inline),
            ..
        } = &flow.module(only(&flow, "a")).kind
        else {
            panic!("{written} is no inline file");
        };
        assert_eq!(inline.name.value, name);
        assert_eq!(inline.has_space, !written.contains("!inlinea"));
        assert_eq!(inline.name.span.slice(flow.yaml().text()), name);
    }
}

#[test]
fn merged_transforms_count() {
    let flow = flow(
        "    - id: a\n      value:\n        type: script\n        path: f/a/b\n        input_transforms: &t\n          \
         x: {type: static, value: 1}\n          y: {type: static, value: 1}\n    - id: b\n      value:\n        \
         type: script\n        path: f/a/b\n        input_transforms:\n          <<: *t\n          x: {type: static, value: 2}\n",
    );
    let names = |id| {
        let transforms = &flow.module(only(&flow, id)).transforms;
        let mut names: Vec<_> = transforms.iter().map(|t| t.name.value.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(names("a"), ["x", "y"]);
    assert_eq!(names("b"), ["x", "y"]);
}

#[test]
fn names_by_position() {
    let text = "    - id: a\n      suspend: {required_events: 1}\n      value: {type: identity}\n    - id: b\n      \
                value: {type: identity}\n";
    let flow = flow(text);
    let has = |id, position, name| {
        names(&flow, Some(only(&flow, id)), position)
            .iter()
            .any(|n| n.name == name)
    };
    assert!(has("b", Position::Transform, "resume") && !has("a", Position::Transform, "resume"));
    assert!(!has("b", Position::RetryIf, "results") && has("b", Position::RetryIf, "error"));
    assert!(!has("b", Position::Transform, "result") && has("b", Position::SkipIf, "result"));
    assert!(has("b", Position::StopAfterIf, "flow_env"));
}

#[test]
fn aliases_do_not_multiply() {
    let mut text = String::from("    - &m0 {id: a, value: {type: identity}}\n");
    for i in 1..30 {
        text += &format!(
            "    - &m{i} {{id: a{i}, value: {{type: x, modules: [*m{0}, *m{0}]}}}}\n",
            i - 1
        );
    }
    assert!(flow(&text).modules().count() < 200);
}

#[test]
fn an_edit_keeps_what_was_read_of_other_expressions() {
    let text = "
    - id: a
      value:
        type: script
        path: f/a/b
        input_transforms:
          x: {type: javascript, expr: flow_input.x}
          y: {type: javascript, expr: flow_input.y.z}
      skip_if: {expr: flow_input.x}
    - id: b
      value: {type: identity}
      stop_after_if: {expr: result.done}
";
    let old = flow(text);
    let text_of = |flow: &Flow| flow.yaml().text().to_string();
    let edits = [
        ("flow_input.y.z", "flow_input.y.zz", 3),
        ("expr: flow_input.y.z", "type: flow_input.y.z", 3),
        ("- id: b", "- id: longer", 4),
        (
            "x: {type",
            "w: {type: javascript, expr: flow_input.w}\n          x: {type",
            4,
        ),
        ("skip_if", "stop_after_if", 4),
        // In a place with another goal the same text is another expression.
        (
            "type: identity",
            "type: forloopflow, iterator: {type: javascript, expr: result.done}",
            4,
        ),
    ];
    for (from, to, kept) in edits {
        let text = text_of(&old).replacen(from, to, 1);
        let new = old.edited(Arc::new(Yaml::new(text.as_str().into())));
        let fresh = Flow::new(Arc::new(Yaml::new(text.as_str().into())));
        let read = |e: &Expression| {
            (
                e.node,
                e.text.clone(),
                e.position,
                e.analysis().clone(),
                e.problem().cloned(),
            )
        };
        let all = |flow: &Flow| flow.expressions().iter().map(read).collect::<Vec<_>>();
        assert_eq!(all(&new), all(&fresh), "{to}");
        let is_kept = |new: &&Expression| {
            old.expressions()
                .iter()
                .any(|old| Arc::ptr_eq(&old.reading, &new.reading))
        };
        assert_eq!(
            new.expressions().iter().filter(is_kept).count(),
            kept,
            "{to}"
        );
    }
}
