//! One mistake each: the text with it, and the line where it has to be reported.

use std::collections::BTreeMap;

use model::flow::{Content, Flow, Module, ModuleKind, Place, TransformKind};
use syntax::Span;
use syntax::yaml::Node;

use super::base::Base;

/// Most mutants of one rule in one workspace.
const EACH: usize = 3;

/// A workspace with one mistake.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The rule that has to report it.
    pub rule: &'static str,
    /// Files that differ; `None`: gone.
    pub files: BTreeMap<String, Option<String>>,
    /// The file and the line (from 1) where it has to be reported.
    pub at: (String, usize),
    /// Rules that rightly have something to say as well.
    pub implied: &'static [&'static str],
}

/// Plants mistakes in a workspace.
pub(super) struct Plants<'a> {
    pub(super) base: &'a Base,
    pub(super) mutants: Vec<Mutant>,
}

/// Every mistake that can be planted in a workspace.
pub fn plant(base: &Base) -> Vec<Mutant> {
    let mut plants = Plants {
        base,
        mutants: Vec::new(),
    };
    // Before flows, which have the same mistakes: of each rule only a few are planted.
    super::apps::apps(&mut plants);
    for (path, text, flow) in base.flows() {
        steps(&mut plants, path, text, &flow);
        documents(&mut plants, path, text, &flow);
        super::expressions::expressions(&mut plants, path, text, &flow);
    }
    super::files::files(&mut plants);
    super::python::python(&mut plants);
    plants.mutants
}

impl Plants<'_> {
    /// A mutant in which one file's text differs.
    pub(super) fn add(&mut self, rule: &'static str, path: &str, text: String, line: usize) {
        self.implying(rule, path, text, line, &[]);
    }

    /// The same, with what else it rightly brings about.
    pub(super) fn implying(
        &mut self,
        rule: &'static str,
        path: &str,
        text: String,
        line: usize,
        implied: &'static [&'static str],
    ) {
        let files = BTreeMap::from([(path.to_owned(), Some(text))]);
        self.push(Mutant {
            rule,
            files,
            at: (path.to_owned(), line),
            implied,
        });
    }

    pub(super) fn push(&mut self, mutant: Mutant) {
        let before = self
            .mutants
            .iter()
            .filter(|m| m.rule == mutant.rule)
            .count();
        if before < EACH {
            self.mutants.push(mutant);
        }
    }

    pub(super) fn text(&self, path: &str) -> &str {
        self.base.files.get(path).map_or("", String::as_str)
    }
}

/// The line of an offset, from 1.
pub(super) fn line(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

pub(super) fn replaced(text: &str, span: Span, new: &str) -> String {
    format!(
        "{}{new}{}",
        &text[..span.start as usize],
        &text[span.end as usize..]
    )
}

/// A line put above the one that holds `offset`, in its column: the text and the new line's number.
pub(super) fn above(text: &str, offset: usize, new: &str) -> (String, usize) {
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let blanks = text[start..].len() - text[start..].trim_start_matches(' ').len();
    // Below the dash of an item the fields stand two further in.
    let dash = if text[start + blanks..].starts_with("- ") {
        2
    } else {
        0
    };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: String = new
        .lines()
        .map(|l| format!("{}{l}{newline}", " ".repeat(blanks + dash)))
        .collect();
    if dash > 0 {
        // Behind the item's first line.
        let end = text[offset..]
            .find('\n')
            .map_or(text.len(), |i| offset + i + 1);
        return (
            format!("{}{lines}{}", &text[..end], &text[end..]),
            line(text, end),
        );
    }
    (
        format!("{}{lines}{}", &text[..start], &text[start..]),
        line(text, start),
    )
}

pub(super) fn without_line(text: &str, offset: usize) -> String {
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let end = text[offset..]
        .find('\n')
        .map_or(text.len(), |i| offset + i + 1);
    format!("{}{}", &text[..start], &text[end..])
}

/// Whether an expression, a group or a note names the step.
fn is_named(text: &str, flow: &Flow, module: &Module) -> bool {
    let id = module.id_text();
    let dotted = flow.expressions().iter().any(|e| {
        e.text.contains(&format!("results.{id}")) || e.text.contains(&format!("\"{id}\""))
    });
    dotted || text.contains(&format!("_id: {id}")) || text.contains(&format!("early_return: {id}"))
}

fn steps(plants: &mut Plants<'_>, path: &str, text: &str, flow: &Flow) {
    for (idx, module) in flow.modules() {
        let Some(id) = &module.id else { continue };
        let at = id.span.start as usize;
        let here = line(text, at);
        let plain = matches!(
            module.place,
            Place::Top(_) | Place::Body(_) | Place::Branch(..)
        );
        let node = flow.node(module.node);
        let value = module.value.map(|v| flow.node(v));
        let kind_line = module.kind_span.map(|s| line(text, s.start as usize));
        if plain && !is_named(text, flow, module) {
            plants.add(
                "invalid-step-id",
                path,
                replaced(text, id.span, "bad id!"),
                here,
            );
            plants.add(
                "reserved-step-id",
                path,
                replaced(text, id.span, "Input"),
                here,
            );
            let other = flow.modules().find(|(i, m)| {
                *i < idx && !m.id_text().is_empty() && !m.is_special() && is_named(text, flow, m)
            });
            if let Some((_, other)) = other {
                plants.add(
                    "duplicate-step-id",
                    path,
                    replaced(text, id.span, other.id_text()),
                    here,
                );
            }
        }
        if module.place == Place::Failure {
            plants.add(
                "special-module-id",
                path,
                replaced(text, id.span, "on_error"),
                here,
            );
            if let (ModuleKind::Script(_), Some(kind)) = (&module.kind, module.kind_span) {
                let line = line(text, kind.start as usize);
                plants.implying(
                    "special-module-type",
                    path,
                    replaced(text, kind, "identity"),
                    line,
                    &["unknown-field"],
                );
            }
        }
        if plain
            && matches!(
                module.kind,
                ModuleKind::Script(_) | ModuleKind::RawScript { .. }
            )
        {
            if node.get("retry").is_none() {
                let (new, at) = above(
                    text,
                    at,
                    "retry:\n  exponential:\n    attempts: 2\n    multiplier: 2\n    seconds: 0",
                );
                plants.add("retry-without-delay", path, new, at + 4);
            }
            if node.get("stop_after_all_iters_if").is_none() {
                let (new, at) = above(text, at, "stop_after_all_iters_if:\n  expr: 'false'");
                plants.add("stop-after-all-iters-outside-loop", path, new, at);
            }
            let (new, at_new) = above(text, at, "delete_after_use: true");
            plants.add("deprecated-field", path, new, at_new);
            if let Some(kind) = module
                .kind_span
                .filter(|_| node.get("continue_on_error").is_none())
            {
                let (new, at) = above(text, kind.start as usize, "continue_on_error: true");
                plants.add("misplaced-field", path, new, at);
            }
        }
        // A forgotten dash: the step reads like more keys of the one above.
        if module.place == Place::Top(1)
            && let Some(first) = node.pairs().next().filter(|p| p.key.says("id"))
            && let Some(dash) = text[..first.span.start as usize].strip_suffix("- ")
        {
            let here = line(text, first.span.start as usize);
            let new = format!("{dash}  {}", &text[first.span.start as usize..]);
            plants.add("duplicate-key", path, new, here);
        }
        if let Some(summary) = node.pair("summary") {
            let key = summary.key.span();
            plants.add(
                "unknown-field",
                path,
                replaced(text, key, "sumary"),
                line(text, key.start as usize),
            );
            if let Some(value) = summary.value.filter(|v| {
                line(text, v.span().start as usize) == line(text, v.span().end as usize)
            }) {
                plants.implying(
                    "invalid-type",
                    path,
                    replaced(text, value.span(), "[a]"),
                    line(text, value.span().start as usize),
                    &["invalid-tool-name"],
                );
                let (new, at) = above(text, key.start as usize, "summary: Another");
                plants.add(
                    "duplicate-key",
                    path,
                    new,
                    at + usize::from(!text[..key.start as usize].ends_with("- ")),
                );
            }
        }
        if let ModuleKind::RawScript {
            language: Some(language),
            content,
            ..
        } = &module.kind
        {
            plants.implying(
                "invalid-value",
                path,
                replaced(text, language.span, &format!("{}x", language.value)),
                line(text, language.span.start as usize),
                &[],
            );
            if let Some(lock) = value.and_then(|v| v.get("lock"))
                && text[lock.span().start as usize..].starts_with('\'')
            {
                let at = line(text, lock.span().start as usize);
                let new = replaced(text, lock.span(), "''");
                plants.add("missing-lock", path, new, at);
            }
            if let Some(kind) = kind_line {
                let new = without_line(text, language.span.start as usize);
                let at = if line(text, language.span.start as usize) < kind {
                    kind - 1
                } else {
                    kind
                };
                plants.add("missing-field", path, new, at);
            }
            if let Content::Inline(inline) = content {
                let span = inline.name.span;
                let at = line(text, span.start as usize);
                plants.implying(
                    "missing-inline-file",
                    path,
                    replaced(
                        text,
                        span,
                        &format!(
                            "gone.elsewhere.{}",
                            inline.name.value.rsplit('.').next().unwrap_or_default()
                        ),
                    ),
                    at,
                    &["inline-file-name"],
                );
                plants.add(
                    "invalid-inline-path",
                    path,
                    replaced(text, span, &format!("/{}", inline.name.value)),
                    at,
                );
                if inline.name.value.ends_with(".py") {
                    let line = line(text, language.span.start as usize);
                    plants.implying(
                        "language-mismatch",
                        path,
                        replaced(text, language.span, "bun"),
                        line,
                        &[],
                    );
                }
            }
        }
        if let ModuleKind::Script(Some(script)) = &module.kind {
            let at = line(text, script.span.start as usize);
            if script.value.starts_with("f/") {
                let wrong = format!("{}x", script.value);
                plants.add(
                    "unknown-script",
                    path,
                    replaced(text, script.span, &wrong),
                    at,
                );
                plants.add(
                    "invalid-path",
                    path,
                    replaced(text, script.span, &script.value[2..]),
                    at,
                );
            }
        }
        if let ModuleKind::Flow(Some(sub)) = &module.kind
            && sub.value.starts_with("f/")
        {
            plants.add(
                "unknown-flow",
                path,
                replaced(text, sub.span, &format!("{}x", sub.value)),
                line(text, sub.span.start as usize),
            );
        }
        if module.kind == ModuleKind::WhileLoop
            && let (Some(kind), Some(stop)) = (module.kind_span, inner_stop(flow, idx))
        {
            let new = replaced(text, stop, "");
            plants.add(
                "endless-while-loop",
                path,
                new,
                line(text, kind.start as usize),
            );
        }
        if let Some(events) = node.get("suspend").and_then(|s| s.get("required_events")) {
            plants.add(
                "approval-without-events",
                path,
                replaced(text, events.span(), "0"),
                line(text, events.span().start as usize),
            );
        }
        if let Some(shown) = node.get("suspend").and_then(|s| s.get("show_on_home"))
            && let Some(kind) = module.kind_span
        {
            plants.add(
                "approval-without-links",
                path,
                replaced(text, shown.span(), "false"),
                line(text, kind.start as usize),
            );
        }
        let parallel = value.and_then(|v| v.get("parallel")).is_some();
        if let Some(kind) = module.kind_span.filter(|_| module.is_loop() && !parallel) {
            let (new, at) = above(text, kind.start as usize, "parallelism: 3");
            plants.add("ignored-field", path, new, at);
        }
        if matches!(module.place, Place::Tool(_))
            && let Some(summary) = node.get("summary")
            && value
                .and_then(|v| v.get("tool_type"))
                .is_some_and(|t| t.as_str().is_some_and(|t| t == "flowmodule"))
        {
            let at = line(text, summary.span().start as usize);
            plants.add(
                "invalid-tool-name",
                path,
                replaced(text, summary.span(), "a tool"),
                at,
            );
        }
        inputs(plants, path, text, flow, module, value);
    }
}

/// The `stop_after_if` of the only step in a loop, with its line break.
fn inner_stop(flow: &Flow, container: model::flow::ModuleIdx) -> Option<Span> {
    let mut inner = flow
        .modules()
        .filter(|(i, _)| flow.is_inside(*i, container));
    let (_, module) = inner.next()?;
    let pair = flow.node(module.node).pair("stop_after_if")?;
    let text = flow.yaml().text();
    let start = text[..pair.span.start as usize].rfind('\n')? + 1;
    let end = text[pair.span.end as usize..].find('\n')? + pair.span.end as usize + 1;
    Some(Span::new(start, end))
}

fn inputs(
    plants: &mut Plants<'_>,
    path: &str,
    text: &str,
    flow: &Flow,
    module: &Module,
    value: Option<syntax::yaml::Node<'_>>,
) {
    if module.is_special()
        || matches!(module.place, Place::Tool(_))
        || module.kind == ModuleKind::Agent
    {
        return;
    }
    let Some(key) = module.transforms_key else {
        return;
    };
    for transform in &module.transforms {
        let span = transform.name.span;
        let at = line(text, span.start as usize);
        let name = &transform.name.value;
        let is_required = REQUIRED.contains(&name.as_str());
        if is_required {
            let implied: &[&str] = &["missing-input"];
            plants.implying(
                "unknown-input",
                path,
                replaced(text, span, &format!("{name}_x")),
                at,
                implied,
            );
            if let Some(node) = transform.node.filter(|_| module.transforms.len() > 1) {
                let start = text[..span.start as usize].rfind('\n').map_or(0, |i| i + 1);
                let last = flow.node(node).span().end as usize;
                let end = text[last..].find('\n').map_or(text.len(), |i| last + i + 1);
                let new = format!("{}{}", &text[..start], &text[end..]);
                plants.implying(
                    "missing-input",
                    path,
                    new,
                    line(text, key.start as usize),
                    &["unused-flow-input"],
                );
            }
        }
        if let TransformKind::Static(Some(node)) = transform.kind {
            let value = flow.node(node);
            let at = line(text, value.span().start as usize);
            if name == "factor" || name == "max_reminders" {
                plants.add(
                    "static-type-mismatch",
                    path,
                    replaced(text, value.span(), "[much]"),
                    at,
                );
            }
            if name == "channel" && value.is_string() {
                plants.add(
                    "reference-in-text",
                    path,
                    replaced(text, value.span(), "'x $var:f/a/token'"),
                    at,
                );
            }
            if value.as_str().is_some_and(|v| v.starts_with("$res:f/")) {
                let inner = value.as_str().unwrap_or_default().into_owned();
                plants.add(
                    "unknown-resource",
                    path,
                    replaced(text, value.span(), &format!("{inner}x")),
                    at,
                );
                let bare = inner.trim_start_matches("$res:").to_owned();
                plants.implying(
                    "resource-format",
                    path,
                    replaced(text, value.span(), &bare),
                    at,
                    &[],
                );
            }
        }
    }
    let _ = value;
}

/// Parameters that are required wherever they are given in the repository's workspaces.
const REQUIRED: &[&str] = &[
    "sample",
    "channel",
    "customer",
    "invoices",
    "customers",
    "reminders",
    "rows",
    "db",
];

fn documents(plants: &mut Plants<'_>, path: &str, text: &str, flow: &Flow) {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = text.matches('\n').count();
    let more = format!("{text}---{newline}summary: Two{newline}value: {{modules: []}}{newline}");
    plants.add("multiple-documents", path, more, lines + 1);
    let first = flow.modules().find_map(|(_, m)| m.id.as_ref());
    if let Some(id) = first {
        let start = text[..id.span.start as usize]
            .rfind('\n')
            .map_or(0, |i| i + 1);
        let tabbed = format!(
            "{}\t{}",
            &text[..start],
            text[start..].trim_start_matches(' ')
        );
        plants.implying("yaml-syntax", path, tabbed, line(text, start), &["*"]);
    }
    let root = flow.yaml().root();
    let schema = root.and_then(|r| r.get("schema"));
    if let Some(order) = schema
        .and_then(|s| s.get("required"))
        .and_then(|r| r.items().next())
    {
        let at = line(text, order.span().start as usize);
        plants.implying(
            "invalid-flow-schema",
            path,
            replaced(text, order.span(), "nobody"),
            at,
            &["null-default"],
        );
    }
    if let Some(properties) = schema
        .and_then(|s| s.get("properties"))
        .and_then(|p| p.pairs().next())
    {
        let (new, at) = above(
            text,
            properties.key.span().start as usize,
            "left_over:\n  type: string",
        );
        plants.add("unused-flow-input", path, new, at);
    }
    drawn(plants, path, text, root);
}

/// What only Windmill's editor looks at: groups of steps, and notes.
fn drawn(plants: &mut Plants<'_>, path: &str, text: &str, root: Option<Node<'_>>) {
    let Some(value) = root.and_then(|r| r.get("value")) else {
        return;
    };
    let mut plant = |rule, node: Node<'_>, new: &str| {
        let at = line(text, node.span().start as usize);
        plants.add(rule, path, replaced(text, node.span(), new), at);
    };
    if let Some(group) = value.get("groups").and_then(|g| g.items().next())
        && let Some(start) = group.get("start_id")
    {
        plant("unknown-group-step", start, "nobody");
        plant("invalid-group", start, "Input");
        if let Some(color) = group.get("color") {
            plant("invalid-value", color, "greenish");
        }
    }
    let notes = value.get("notes").into_iter().flat_map(|n| n.items());
    let ids: Vec<Node<'_>> = notes.filter_map(|n| n.get("id")).collect();
    if let [first, second, ..] = &ids[..] {
        let name = first.as_str().unwrap_or_default();
        plant("duplicate-note-id", *second, &name);
    }
}
