//! One text, read: what must hold of every reading, and whether it says what is expected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::Value as Json;
use syntax::Span;
use syntax::yaml::{JsonType, Node, Yaml};

use crate::value::{Value, difference, ours};

/// Why the text does not read as `expected`, in one line.
pub(crate) fn reads_as(text: &str, expected: &[Value], json: Option<&str>) -> Option<String> {
    guarded(|| {
        let yaml = Yaml::new(Arc::from(text));
        stands(&yaml)?;
        let difference = difference(&ours(&yaml), expected).or_else(|| {
            let first = yaml.mistakes().first().map(|m| m.span.start);
            first.map(|at| format!("read well, but broken at {at}"))
        });
        difference
            .or_else(|| types(&yaml, json?))
            .map_or(Ok(()), Err)
    })
}

/// Why the reading of any text, valid or not, is not sound, in one line.
pub(crate) fn sound(text: &str) -> Option<String> {
    guarded(|| stands(&Yaml::new(Arc::from(text))))
}

fn guarded(check: impl FnOnce() -> Result<(), String>) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(check)) {
        Ok(found) => found.err(),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            Some(format!(
                "panic: {}",
                text.unwrap_or_default().replace('\n', " ")
            ))
        }
    }
}

/// Every span lies in the text and between characters, inside what holds it.
fn stands(yaml: &Yaml) -> Result<(), String> {
    let text = yaml.text();
    let lies = |span: Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
    };
    let check = |what: &str, span: Span| match lies(span) {
        true => Ok(()),
        false => Err(format!("{what} at {span:?} is not in the text")),
    };
    yaml.comments()
        .iter()
        .try_for_each(|&s| check("a comment", s))?;
    yaml.mistakes()
        .iter()
        .try_for_each(|m| check("a mistake", m.span))?;
    let mut open: Vec<Node<'_>> = yaml.roots().collect();
    let at = (0..=text.len()).filter_map(|i| yaml.at(i));
    open.extend(at);
    let mut seen = vec![];
    while let Some(node) = open.pop() {
        if seen.contains(&node.id()) {
            continue;
        }
        seen.push(node.id());
        check("a node", node.span())?;
        node.tag_span().map_or(Ok(()), |s| check("a tag", s))?;
        if let Some(decoded) = node.decode() {
            (0..=decoded.text.len())
                .filter(|&i| decoded.text.is_char_boundary(i))
                .map(|i| decoded.map.outer(i))
                .try_for_each(|i| check("decoded text", Span::at(i)))?;
        }
        for pair in node.pairs() {
            check("a pair", pair.span)?;
            open.push(pair.key);
            open.extend(pair.value);
        }
        open.extend(node.items());
    }
    Ok(())
}

/// Where the JSON types are not those that the suite names, in one line.
fn types(yaml: &Yaml, json: &str) -> Option<String> {
    let documents = serde_json::Deserializer::from_str(json).into_iter::<Json>();
    let mut expected: Vec<Json> = documents.map(|d| d.expect("the suite's JSON")).collect();
    expected.retain(|d| !d.is_null());
    let mut ours: Vec<Node<'_>> = yaml.roots().collect();
    ours.retain(|n| !n.is_null());
    let mut both = ours.iter().zip(&expected);
    both.find(|(ours, json)| !same(**ours, json))
        .map(|(ours, json)| format!("{ours:?} is not the JSON {json}"))
}

fn same(node: Node<'_>, json: &Json) -> bool {
    // What an unknown tag or an unknown alias means is not ours to say.
    let Some(kind) = node.json_type() else {
        return true;
    };
    match (kind, json) {
        (JsonType::Object, Json::Object(map)) => node.pairs().all(|pair| {
            let key = pair.key.as_str().unwrap_or_default();
            match (map.get(&*key), pair.value) {
                (Some(json), Some(value)) => same(value, json),
                (Some(json), None) => json.is_null(),
                // A key that is no string is written in the suite's own way.
                (None, _) => !pair.key.is_string(),
            }
        }),
        (JsonType::Array, Json::Array(items)) => {
            items.len() == node.items().count() && node.items().zip(items).all(|(n, j)| same(n, j))
        }
        (JsonType::String, Json::String(text)) => node.as_str().is_some_and(|s| s == *text),
        (JsonType::Null, Json::Null) => true,
        (JsonType::Boolean, Json::Bool(b)) => node.as_bool() == Some(*b),
        (JsonType::Integer | JsonType::Number, Json::Number(n)) => node.as_f64() == n.as_f64(),
        _ => false,
    }
}
