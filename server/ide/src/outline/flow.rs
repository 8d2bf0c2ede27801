//! The outline of a flow.

use model::file::File;
use model::flow::{Flow, Module, ModuleIdx, ModuleKind, Place};
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::Node;

use super::{OutlineItem, OutlineKind, code, joined, short};

/// Deepest property of an input that is listed, from 0.
const MAX_PROPERTIES: usize = 8;

pub(super) fn outline(file: &File, flow: &Flow, items: &mut Vec<OutlineItem>) {
    let outline = Outline { file, flow };
    let mut parts = outline.steps(flow.children(None));
    if let Some(schema) = flow.schema() {
        let node = flow.node(schema.node);
        parts.push((node.span().start, Part::Inputs(node)));
    }
    outline.add(parts, 0, items);
}

struct Outline<'a> {
    file: &'a File,
    flow: &'a Flow,
}

/// What lies right in a flow, in a step or in a branch.
enum Part<'a> {
    Inputs(Node<'a>),
    Step(ModuleIdx),
    /// With the branch itself, the steps in it.
    Branch(OutlineItem, Vec<ModuleIdx>),
}

/// Parts with the places where they start.
type Parts<'a> = Vec<(u32, Part<'a>)>;

impl<'a> Outline<'a> {
    fn steps(&self, steps: &[ModuleIdx]) -> Parts<'a> {
        let start = |idx: ModuleIdx| self.flow.node(self.flow.module(idx).node).span().start;
        let steps = steps.iter().copied();
        steps.map(|idx| (start(idx), Part::Step(idx))).collect()
    }

    fn add(&self, mut parts: Parts<'a>, depth: usize, items: &mut Vec<OutlineItem>) {
        parts.sort_by_key(|(start, _)| *start);
        for (_, part) in parts {
            match part {
                Part::Inputs(schema) => inputs(schema, depth, items),
                Part::Step(idx) => self.step(idx, depth, items),
                Part::Branch(branch, steps) => {
                    items.push(OutlineItem { depth, ..branch });
                    self.add(self.steps(&steps), depth + 1, items);
                }
            }
        }
    }

    fn step(&self, idx: ModuleIdx, depth: usize, items: &mut Vec<OutlineItem>) {
        let module = self.flow.module(idx);
        let node = self.flow.node(module.node);
        let (kind, word) = describe(module);
        let id = short(module.id_text());
        let summary = module.summary.as_deref().unwrap_or("");
        let name = [
            id.as_str(),
            special(module.place).map_or("", |(_, name)| name),
            summary,
            word,
        ];
        let name = name.into_iter().find(|n| !n.trim().is_empty());
        let name = name.unwrap_or("step");
        let others = [word, summary].map(|part| if part == name { "" } else { part });
        items.push(OutlineItem {
            name: short(name),
            detail: joined(&others),
            kind: match module.is_special() {
                true => OutlineKind::Special,
                false => kind,
            },
            span: step_span(node, module.place),
            name_span: self.flow.id_span(idx),
            depth,
        });
        if let Some(embedded) = self.file.embedded_in(idx) {
            code(embedded, depth + 1, items);
        }
        self.add(self.inside(idx), depth + 1, items);
    }

    /// What lies in a step: its branches, and the steps that lie in none of them.
    fn inside(&self, idx: ModuleIdx) -> Parts<'a> {
        let children = self.flow.children(Some(idx));
        let value = self.flow.module(idx).value.map(|v| self.flow.node(v));
        let listed = value.and_then(|v| v.get("branches"));
        let listed: Vec<Node<'_>> = listed.into_iter().flat_map(|b| b.items()).collect();
        let mut branches: Vec<Option<(OutlineItem, Vec<ModuleIdx>)>> = Vec::new();
        for (i, node) in listed.iter().enumerate() {
            branches.push(node.is_mapping().then(|| (branch(i, *node), Vec::new())));
        }
        let default = value.and_then(|v| v.pair("default"));
        let mut default = default.filter(|p| p.value.is_some()).map(|pair| {
            let item = OutlineItem {
                name: "default".to_owned(),
                detail: String::new(),
                kind: OutlineKind::Branch,
                span: pair.span,
                name_span: pair.key.span(),
                depth: 0,
            };
            (item, Vec::new())
        });
        let mut free = Vec::new();
        for &child in children {
            let module = self.flow.module(child);
            let own = match module.place {
                Place::Branch(Some(n), _) => branches.get_mut(n).and_then(Option::as_mut),
                Place::Branch(None, _) => default.as_mut(),
                _ => None,
            };
            // A branch that is being written may have its steps elsewhere.
            let at = self.flow.node(module.node).span();
            match own.filter(|(branch, _)| branch.span.contains(at)) {
                Some((_, steps)) => steps.push(child),
                None => free.push(child),
            }
        }
        let mut parts = self.steps(&free);
        for (branch, steps) in branches.into_iter().flatten().chain(default) {
            parts.push((branch.span.start, Part::Branch(branch, steps)));
        }
        parts
    }
}

/// What a step is, and in a word or two.
fn describe(module: &Module) -> (OutlineKind, &str) {
    match &module.kind {
        ModuleKind::RawScript { language, .. } => {
            let language = language.as_ref().map_or("", |l| l.value.as_str());
            let word = match language {
                "" => "script",
                named => named,
            };
            (OutlineKind::Script, word)
        }
        ModuleKind::Script(path) => {
            let path = path.as_ref().map_or("", |p| p.value.as_str());
            let word = match path {
                "" => "script",
                named => named,
            };
            (OutlineKind::Script, word)
        }
        ModuleKind::Flow(path) => {
            let path = path.as_ref().map_or("", |p| p.value.as_str());
            let word = match path {
                "" => "flow",
                named => named,
            };
            (OutlineKind::Flow, word)
        }
        ModuleKind::ForLoop => (OutlineKind::Loop, "for loop"),
        ModuleKind::WhileLoop => (OutlineKind::Loop, "while loop"),
        ModuleKind::BranchOne => (OutlineKind::Branches, "one branch"),
        ModuleKind::BranchAll => (OutlineKind::Branches, "all branches"),
        ModuleKind::Identity => (OutlineKind::Step, "identity"),
        ModuleKind::Agent => (OutlineKind::Step, "AI agent"),
        ModuleKind::Other(name) => (OutlineKind::Step, name),
        ModuleKind::Missing => (OutlineKind::Step, ""),
    }
}

/// The key and the usual id of a special module.
fn special(place: Place) -> Option<(&'static str, &'static str)> {
    match place {
        Place::Preprocessor => Some(("preprocessor_module", "preprocessor")),
        Place::Failure => Some(("failure_module", "failure")),
        _ => None,
    }
}

/// All of a step, with its dash or its key.
pub(crate) fn step_span(node: Node<'_>, place: Place) -> Span {
    let pair = special(place).and_then(|(key, _)| node.pair_above().filter(|p| p.key.says(key)));
    pair.map_or_else(|| item_span(node), |p| p.span)
}

/// An item of a list, with its dash where it has one.
pub(crate) fn item_span(node: Node<'_>) -> Span {
    let span = node.span();
    if !node.parent().is_some_and(|p| p.is_sequence()) {
        return span;
    }
    let before = &node.yaml().text()[..span.start as usize];
    let before = before.trim_end();
    let line = before.strip_suffix('-');
    match line.filter(|l| l.is_empty() || l.ends_with([' ', '\t', '\n', '\r', '-'])) {
        Some(line) => Span::new(line.len(), span.end as usize),
        None => span,
    }
}

fn branch(index: usize, node: Node<'_>) -> OutlineItem {
    let text = |key: &str| node.get(key).and_then(|n| n.as_str());
    let summary = text("summary");
    let summary = summary.as_deref().unwrap_or("").trim();
    let name = match summary {
        "" => format!("branch {}", index + 1),
        named => short(named),
    };
    OutlineItem {
        name,
        detail: text("expr").map_or_else(String::new, |e| short(&e)),
        kind: OutlineKind::Branch,
        span: item_span(node),
        name_span: match node.get("summary").filter(|_| !summary.is_empty()) {
            Some(written) => written.span(),
            None => model::flow::first_key(node),
        },
        depth: 0,
    }
}

/// The inputs of a flow, by its schema.
fn inputs(schema: Node<'_>, depth: usize, items: &mut Vec<OutlineItem>) {
    let pair = schema.pair_above();
    let pair = pair.filter(|p| p.key.says("schema"));
    items.push(OutlineItem {
        name: "inputs".to_owned(),
        detail: String::new(),
        kind: OutlineKind::Inputs,
        span: pair.map_or(schema.span(), |p| p.span),
        name_span: pair.map_or(Span::at(schema.span().start as usize), |p| p.key.span()),
        depth,
    });
    properties(schema, depth + 1, MAX_PROPERTIES, items);
}

fn properties(schema: Node<'_>, depth: usize, left: usize, items: &mut Vec<OutlineItem>) {
    let required: Vec<_> = schema
        .get("required")
        .into_iter()
        .flat_map(|r| r.items())
        .collect();
    let required: FxHashSet<_> = required.iter().filter_map(|r| r.as_str()).collect();
    let listed = schema.get("properties");
    for pair in listed.into_iter().flat_map(|p| p.pairs()) {
        let Some(name) = pair.key.as_str().filter(|n| !n.trim().is_empty()) else {
            continue;
        };
        let text = |key: &str| pair.value.and_then(|v| v.get(key)?.as_str());
        let format = text("format").filter(|f| f.starts_with("resource-"));
        let kind = format.or_else(|| text("type"));
        let is_required = required.contains(&name);
        items.push(OutlineItem {
            name: short(&name),
            detail: joined(&[
                kind.as_deref().unwrap_or(""),
                if is_required { "required" } else { "" },
            ]),
            kind: OutlineKind::Input,
            span: pair.span,
            name_span: pair.key.span(),
            depth,
        });
        // What an alias stands for is listed where it is written.
        let own = pair.value.filter(|v| pair.span.contains(v.span()));
        if let Some(own) = own.filter(|_| left > 0) {
            properties(own, depth + 1, left - 1, items);
        }
    }
}
