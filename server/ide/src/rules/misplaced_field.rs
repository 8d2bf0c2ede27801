//! A known field in the wrong mapping: a step's in its `value`, a flow's at the root, and back.

use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::Node;
use syntax::yaml::Pair;

use super::support::code_edit::{self, line_break, pair_lines};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Fix, TextEdit};

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "misplaced-field",
        Level::Error,
        include_str!("misplaced_field.md"),
    )
    .fix(FixKind::Safe),
    check,
};

/// Fields of a step that people write into its `value`.
const STEP_FIELDS: &[&str] = &[
    "id",
    "summary",
    "suspend",
    "stop_after_if",
    "stop_after_all_iters_if",
    "skip_if",
    "retry",
    "sleep",
    "timeout",
    "cache_ttl",
    "mock",
    "priority",
    "continue_on_error",
    "delete_after_secs",
];

/// Fields of a step's `value` that people write beside it.
pub(super) const VALUE_FIELDS: &[&str] = &[
    "type",
    "language",
    "content",
    "path",
    "lock",
    "input_transforms",
    "iterator",
    "modules",
    "branches",
    "default",
    "skip_failures",
    "parallel",
    "parallelism",
    "tools",
    "hash",
    "tag_override",
];

/// Fields of the flow's `value` that people write at the root.
const FLOW_FIELDS: &[&str] = &[
    "modules",
    "failure_module",
    "preprocessor_module",
    "same_worker",
    "concurrent_limit",
    "concurrency_key",
    "concurrency_time_window_s",
    "skip_expr",
    "flow_env",
    "early_return",
    "notes",
    "groups",
    "chat_input_enabled",
];

/// Fields of the flow that people write into its `value`: `schema:` with two spaces too many.
pub(super) const ROOT_FIELDS: &[&str] = &["schema", "summary", "description"];

/// Whether a name is a field of a flow, a step or a step's `value`, and so at most in the wrong place.
pub(super) fn is_field(name: &str) -> bool {
    [STEP_FIELDS, VALUE_FIELDS, FLOW_FIELDS]
        .iter()
        .any(|fields| fields.contains(&name))
}

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    if let Some(root) = flow.yaml().root() {
        let target = root.get("value");
        for_each(root, FLOW_FIELDS, |key, pair| {
            let fix = moved(
                cx.file.text(),
                pair,
                "into",
                target.and_then(|v| first_of(v, key)),
            );
            cx.report(
                pair.key.span(),
                format!("`{key}` belongs in the flow's `value`, not beside it"),
            )
            .help("move it under `value`")
            .fix = fix;
        });
        let value = root
            .pair("value")
            .filter(|p| p.value.is_some_and(|v| v.is_mapping()));
        for_each(target.unwrap_or(root), ROOT_FIELDS, |key, pair| {
            // Without a `value` of its own the root was looked at.
            let Some(value) = value.filter(|_| target.is_some()) else {
                return;
            };
            let message =
                format!("`{key}` belongs at the top of the file, not in the flow's `value`");
            let (level, help) = match key {
                "schema" => (
                    Level::Error,
                    "move it to the left, beside `value`: here it is lost, and the flow has no inputs",
                ),
                _ => (
                    Level::Warning,
                    "move it to the left, beside `value`: here it is lost",
                ),
            };
            let fix = moved(
                cx.file.text(),
                pair,
                "out of",
                root.pair(key).is_none().then_some(value),
            );
            cx.report(pair.key.span(), message)
                .level(level)
                .help(help)
                .fix = fix;
        });
    }
    for (_, module) in flow.modules() {
        let node = flow.node(module.node);
        let inner = module.value.map(|v| flow.node(v));
        for_each(node, VALUE_FIELDS, |key, pair| {
            // Older servers kept some here, and left them empty later.
            if pair.value.is_none_or(is_empty) {
                return;
            }
            if inner.is_some_and(|v| !takes(v, key)) {
                let message = format!("`{key}` has no effect: this type of step has no such field");
                cx.report(pair.key.span(), message)
                    .level(Level::Warning)
                    .help("remove it: the server does not keep it");
                return;
            }
            let message = format!("`{key}` belongs in this step's `value`, not beside it");
            let fix = moved(
                cx.file.text(),
                pair,
                "into",
                inner.and_then(|v| first_of(v, key)),
            );
            cx.report(pair.key.span(), message)
                .help("move it into the step's `value`: here Windmill ignores it")
                .fix = fix;
        });
        let Some(value) = module.value.map(|v| flow.node(v)) else {
            continue;
        };
        let outer = node
            .pair("value")
            .filter(|_| node.get("value") == Some(value));
        for_each(value, &own_fields(value), |key, pair| {
            let free = outer.filter(|_| node.pair(key).is_none());
            let fix = moved(cx.file.text(), pair, "out of", free);
            // A summary is lost, and nothing runs otherwise.
            let level = match key {
                "summary" => Level::Warning,
                _ => Level::Error,
            };
            let message = format!("`{key}` belongs to the step, not in its `value`");
            cx.report(pair.key.span(), message)
                .level(level)
                .help("move it out of `value`, beside `id`")
                .fix = fix;
        });
    }
}

/// Whether a step's inputs stand beside its `value`, where they do not count: that is the finding then,
/// and not that they are missing.
pub(super) fn has_inputs_beside(step: Node<'_>, value: Option<Node<'_>>) -> bool {
    let beside = step.get("input_transforms");
    beside.is_some_and(|b| !b.is_null() && !is_empty(b))
        && value.is_none_or(|v| {
            let inside = v.pair("input_transforms").and_then(|p| p.value);
            inside.is_none_or(|i| i.is_null() || is_empty(i))
        })
}

/// Whether a mapping, list or text has nothing in it.
fn is_empty(node: Node<'_>) -> bool {
    let bare = node.pairs().next().is_none() && node.items().next().is_none();
    (node.is_mapping() || node.is_sequence()) && bare && !node.is_unknown()
        || node.as_str().is_some_and(|t| t.is_empty())
}

/// Whether this `value` has such a field, as far as its type is known.
fn takes(value: Node<'_>, key: &str) -> bool {
    let reading = model::openflow::place_of(value).reading;
    reading.undecided || reading.is_free() || reading.field(key).is_some()
}

/// The fields of a step that this `value` does not have as fields of its own.
fn own_fields(value: Node<'_>) -> Vec<&'static str> {
    let reading = model::openflow::place_of(value).reading;
    let foreign = |f: &&&str| reading.field(f).is_none();
    STEP_FIELDS.iter().filter(foreign).copied().collect()
}

fn for_each(node: Node<'_>, fields: &[&str], mut report: impl FnMut(&str, &Pair<'_>)) {
    for pair in node.pairs() {
        let Some(key) = pair.key.as_str() else {
            continue;
        };
        if fields.contains(&&*key) && !pair.value.is_some_and(|v| v.is_null()) {
            report(&key, &pair);
        }
    }
}

/// The first field of a block mapping that has no such field yet: what is moved there goes above it.
fn first_of<'a>(mapping: Node<'a>, key: &str) -> Option<Pair<'a>> {
    mapping
        .pairs()
        .next()
        .filter(|_| mapping.pair(key).is_none())
}

/// A field moved above another one, in its column: `into` the `value`, or `out of` it.
fn moved(text: &str, pair: &Pair<'_>, place: &str, before: Option<Pair<'_>>) -> Option<Fix> {
    let before = before?;
    let lines = pair_lines(text, pair)?;
    let at = before.span.start as usize;
    let line = line_start(text, at);
    // A field that shares its line with the dash of an item has no line above it.
    if !text[line..at].chars().all(|c| c == ' ') {
        return None;
    }
    let (from, to) = (pair.span.start as usize - lines.start as usize, at - line);
    let mut body = String::new();
    for old in lines.slice(text).split_inclusive('\n') {
        let rest = old
            .get(from..)
            .filter(|_| old.len() > from && old[..from].trim().is_empty());
        match rest {
            Some(rest) => body += &format!("{}{rest}", " ".repeat(to)),
            None if old.trim().is_empty() => body += old,
            // A line to the left of its key cannot be moved along.
            None => return None,
        }
    }
    if !body.ends_with('\n') {
        body += line_break(text);
    }
    let edit = |span, text: String| Some(TextEdit { span, text });
    let target = Span::at(line);
    let inside = lines.start < target.start && target.start < lines.end;
    let key = pair.key.span().slice(text);
    code_edit::fix(
        format!("Move `{key}` {place} `value`"),
        true,
        vec![edit(lines, String::new()), edit(target, body)],
    )
    .filter(|_| !inside)
}
