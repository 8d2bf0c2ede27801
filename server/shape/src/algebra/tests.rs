//! Shapes of small texts, as people read them.

use super::*;

fn object(text: &[(&str, Shape)]) -> Shape {
    Shape::object(text.iter().map(|(n, s)| Field::new(*n, s.clone())))
}

#[test]
fn unions_are_flat_and_say_no_more_than_needed() {
    let union = Shape::union([
        Shape::text("a"),
        Shape::Never,
        Shape::Null.or_null(),
        Shape::union([Shape::text("b"), Shape::Number]),
    ]);
    assert_eq!(union.to_string(), r#""a" | null | "b" | number"#);
    let text = Shape::union([union.clone(), Shape::String]);
    assert_eq!(text.to_string(), "null | number | string");
    assert_eq!(Shape::union([union, Shape::Unknown]), Shape::Unknown);
    assert_eq!(Shape::union([]), Shape::Never);
}

#[test]
fn lists_join() {
    let empty = Shape::list(Shape::Never);
    let rows = Shape::list(object(&[("sku", Shape::String)]));
    assert_eq!(empty.to_string(), "[]");
    assert_eq!(Shape::union([empty, rows]).to_string(), "{ sku: string }[]");
    let mixed = Shape::list(Shape::Number.or_null());
    assert_eq!(mixed.to_string(), "(number | null)[]");
}

#[test]
fn many_objects_become_one() {
    let objects = ["a", "b", "c", "d", "e"].map(|n| object(&[(n, Shape::Number)]));
    let union = Shape::union(objects.clone());
    assert_eq!(
        union.to_string(),
        "{ a?: number, b?: number, c?: number, d?: number, e?: number }"
    );
    assert_eq!(Shape::union(objects[..2].to_vec()).members().len(), 2);
}

#[test]
fn only_closed_objects_lack_a_property() {
    let closed = object(&[("a", Shape::Number)]);
    assert_eq!(closed.property("b"), Found::Absent);
    assert_eq!(closed.clone().or_null().property("b"), Found::Absent);
    assert_eq!(Shape::open().property("b"), Found::Unknown);
    assert_eq!(
        Shape::map(Shape::Bool).property("b"),
        Found::Known(Shape::Bool.or_null())
    );
    let either = Shape::union([closed.clone(), object(&[("b", Shape::Bool)])]);
    assert_eq!(either.property("b"), Found::Known(Shape::Bool.or_null()));
    assert_eq!(either.property("c"), Found::Absent);
    assert_eq!(
        Shape::union([closed, Shape::open()]).property("b"),
        Found::Unknown
    );
    assert_eq!(Shape::Unknown.property("b"), Found::Unknown);
    assert_eq!(Shape::Null.property("b"), Found::Unknown);
    assert_eq!(object(&[]).property("toString"), Found::Unknown);
}

#[test]
fn a_possible_key_is_optional() {
    let mut object = Object::default();
    object.set(Field::new("a", Shape::Number));
    object.may_set(Field::new("a", Shape::Null));
    object.may_set(Field::new("b", Shape::Bool));
    assert_eq!(
        Shape::from(object).to_string(),
        "{ a: number | null, b?: boolean }"
    );
}

#[test]
fn deep_shapes_are_cut() {
    let deep = (0..50).fold(Shape::Number, |shape, _| Shape::list(shape));
    assert_eq!(
        deep.bounded().to_string(),
        format!("unknown{}", "[]".repeat(MAX_DEPTH))
    );
    assert_eq!(
        object(&[("a", object(&[("b", Shape::Null)]))]).label(),
        "{ a: { … } }"
    );
}

#[test]
fn names_are_quoted_where_needed() {
    let shape = object(&[("a-b", Shape::Null), ("c", Shape::open())]);
    assert_eq!(shape.to_string(), r#"{ "a-b": null, c: { … } }"#);
}
