//! Inlay hints: where they stand and what they say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::Span;

const FLOW: &str = "summary: ''
schema:
  type: object
  properties:
    day: {type: string}
  required: [day]
value:
  modules:
    - id: totals
      value:
        type: rawscript
        language: python3
        content: |
          def main(day: str):
              rows = [{'sku': day, 'pieces': 1, 'price': 2.5, 'currency': 'EUR'}]
              return {'rows': rows, 'count': len(rows)}
        input_transforms:
          day: {type: javascript, expr: flow_input.day}<1>
    - id: each
      value:
        type: forloopflow
        iterator: {type: javascript, expr: results.totals.rows}<2>
        skip_failures: false
        modules:
          - id: send
            value:
              type: script
              path: f/shop/send
              input_transforms:
                sku:
                  type: javascript
                  expr: flow_input.iter.value.sku<3>
                count:
                  type: javascript
                  expr: |
                    const n = results.totals.count;
                    return n * 2<4>
                odd: {type: javascript, expr: anything_else}
                fixed: {type: static, value: 1}
";

fn snapshot(asked: bool) -> (Snapshot, Vec<usize>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut rest = FLOW;
    while let Some(at) = rest.find('<') {
        text += &rest[..at];
        marks.push(text.len());
        rest = &rest[at + 3..];
    }
    text += rest;
    let mut settings = Settings::default();
    settings.set_shape_hints(asked);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/f/shop/day.flow/flow.yaml", Source::Text(text.into()));
    (
        Snapshot {
            workspace,
            settings,
        },
        marks,
    )
}

#[test]
fn hints_stand_behind_what_they_are_about() {
    let (snapshot, marks) = snapshot(true);
    let id = snapshot.workspace.files()[0].0;
    let len = snapshot.workspace.get(id).unwrap().text().len();
    let hints = snapshot.hints(id, Span::new(0, len));
    let found: Vec<(usize, &str)> = hints.iter().map(|h| (h.offset, h.label.as_str())).collect();
    // Within braces, the closing one comes after.
    let wanted = [
        (marks[0] - 1, ": string"),
        (marks[1] - 1, ": { sku: string, pieces: number, price: n…"),
        (marks[2], ": string"),
        (marks[3], ": number"),
    ];
    assert_eq!(found, wanted);
    let whole = hints[1].whole.as_deref().unwrap();
    assert_eq!(
        whole,
        "{ sku: string, pieces: number, price: number, currency: string }[]"
    );
    let part = snapshot.hints(id, Span::new(marks[2], marks[3] - 1));
    assert_eq!(part.len(), 1, "{part:?}");
}

#[test]
fn nobody_who_has_not_asked_gets_hints() {
    let (snapshot, _) = snapshot(false);
    let id = snapshot.workspace.files()[0].0;
    assert_eq!(snapshot.hints(id, Span::new(0, 9_999)), []);
}
