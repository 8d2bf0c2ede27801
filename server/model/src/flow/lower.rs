//! From YAML nodes to a [`Flow`]. Never fails: what is missing or odd is left out or kept as written.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::yaml::{Node, NodeId, Pair, Style, Yaml};
use syntax::{Span, Spanned};

use super::expression::{Reading, take_over};
use super::half_typed;
use super::{
    Content, Expression, Flow, Inline, Module, ModuleIdx, ModuleKind, Place, Position, Property,
    Schema, Transform, TransformKind,
};

/// Most steps that are lowered; aliases could multiply a small text without end.
const MAX_MODULES: usize = 20_000;

/// Deepest nesting of steps that is lowered.
const MAX_DEPTH: usize = 100;

/// `old`: the flow of the version before.
pub(super) fn lower(yaml: Arc<Yaml>, old: Option<&Flow>) -> Flow {
    let text = Arc::clone(&yaml);
    let mut lowering = Lowering {
        // About as many as before.
        modules: Vec::with_capacity(old.map_or(0, |o| o.modules.len() + 1)),
        expressions: Vec::with_capacity(old.map_or(0, |o| o.expressions.len() + 1)),
        complete: yaml.is_clean(),
        merges_steps: false,
        depth: 0,
    };
    let root = text.root().map(half_typed::root);
    let value = root.and_then(|r| half_typed::value(r, &["modules"]));
    if let Some(value) = value {
        lowering.special(value, "preprocessor_module", Place::Preprocessor);
        lowering.list(half_typed::steps(value), None, Place::Top);
        lowering.special(value, "failure_module", Place::Failure);
        lowering.expression(value.get("skip_expr"), None, Position::FlowSkip);
        lowering.complete &= !value.is_unknown();
    }
    let schema = root
        .and_then(|r| r.get("schema"))
        .filter(|s| s.is_mapping())
        .map(schema);
    let Lowering {
        modules,
        mut expressions,
        complete,
        merges_steps,
        ..
    } = lowering;
    expressions.sort_by_key(|e| text.node(e.node).span());
    if let Some(old) = old {
        take_over(&mut expressions, &old.expressions);
    }
    // Sorting moved them: point the transforms at their new places.
    let at: FxHashMap<NodeId, usize> = expressions
        .iter()
        .enumerate()
        .map(|(i, e)| (e.node, i))
        .collect();
    let mut modules = modules;
    for module in &mut modules {
        for transform in &mut module.transforms {
            if let TransformKind::JavaScript(index) = &mut transform.kind {
                let expr = transform.node.and_then(|n| text.node(n).get("expr"));
                *index = expr.and_then(|e| at.get(&e.id()).copied());
            }
        }
    }
    let mut by_id: FxHashMap<String, Vec<ModuleIdx>> = FxHashMap::default();
    for (i, module) in modules.iter().enumerate() {
        if let Some(id) = &module.id {
            by_id
                .entry(id.value.clone())
                .or_default()
                .push(ModuleIdx(i as u32));
        }
    }
    let mut ids: Vec<ModuleIdx> = by_id
        .values()
        .filter_map(|all| all.first().copied())
        .collect();
    ids.sort_unstable_by_key(|i| modules[i.0 as usize].id_text());
    Flow {
        yaml,
        modules,
        expressions,
        by_id,
        ids,
        schema,
        complete,
        merges_steps,
        index: std::sync::OnceLock::new(),
    }
}

struct Lowering {
    modules: Vec<Module>,
    expressions: Vec<Expression>,
    complete: bool,
    merges_steps: bool,
    depth: usize,
}

impl Lowering {
    fn special(&mut self, value: Node<'_>, key: &str, place: Place) {
        if let Some(node) = value.get(key).filter(|n| n.is_mapping()) {
            self.module(node, None, place);
        }
    }

    fn list(
        &mut self,
        list: Option<Node<'_>>,
        parent: Option<ModuleIdx>,
        place: impl Fn(usize) -> Place,
    ) {
        let Some(list) = list else { return };
        self.complete &= !list.is_unknown();
        for (i, item) in list.items().enumerate() {
            if item.is_mapping() {
                self.module(item, parent, place(i));
            } else {
                self.complete &= item.is_null();
            }
        }
    }

    fn module(&mut self, node: Node<'_>, parent: Option<ModuleIdx>, place: Place) {
        if self.modules.len() >= MAX_MODULES || self.depth >= MAX_DEPTH {
            self.complete = false;
            return;
        }
        let idx = ModuleIdx(self.modules.len() as u32);
        let ids = node.pairs().filter(|p| p.key.says("id"));
        self.merges_steps |= ids.take(2).count() > 1;
        let value = half_typed::value(node, &["type"]);
        let kind = value.and_then(|v| v.get("type"));
        let id = node.get("id").and_then(scalar);
        self.complete &= id.is_some() || place == Place::Failure || place == Place::Preprocessor;
        self.modules.push(Module {
            node: node.id(),
            value: value.map(Node::id),
            id,
            summary: node.get("summary").and_then(|s| s.as_str()).map(Into::into),
            parent,
            place,
            kind: value.map_or(ModuleKind::Missing, |v| self::kind(v, kind)),
            kind_span: kind.map(Node::span),
            transforms: Vec::new(),
            transforms_key: None,
        });
        if let Some(value) = value {
            let pair = value
                .pair("input_transforms")
                .or_else(|| value.pair("input_transform"));
            let transforms = self.transforms(pair, idx);
            let module = &mut self.modules[idx.0 as usize];
            module.transforms_key = pair.map(|p| p.key.span());
            module.transforms = transforms;
        }
        self.own_expressions(node, value, idx);
        if let Some(value) = value {
            self.depth += 1;
            self.children(value, idx);
            for other in half_typed::other_values(node, value) {
                self.children(other, idx);
            }
            self.depth -= 1;
        }
    }

    fn own_expressions(&mut self, node: Node<'_>, value: Option<Node<'_>>, idx: ModuleIdx) {
        for (key, position) in [
            ("skip_if", Position::SkipIf),
            ("stop_after_if", Position::StopAfterIf),
            ("stop_after_all_iters_if", Position::StopAfterAllItersIf),
        ] {
            self.expression(
                node.get(key).and_then(|n| n.get("expr")),
                Some(idx),
                position,
            );
        }
        let retry_if = node.get("retry").and_then(|r| r.get("retry_if"));
        self.expression(
            retry_if.and_then(|r| r.get("expr")),
            Some(idx),
            Position::RetryIf,
        );
        let groups = node
            .get("suspend")
            .and_then(|s| s.get("user_groups_required"));
        self.transform_expression(groups, idx, Position::UserGroups);
        self.transform_expression(node.get("sleep"), idx, Position::Sleep);
        self.transform_expression(node.get("timeout"), idx, Position::Timeout);
        if let Some(value) = value {
            self.transform_expression(value.get("iterator"), idx, Position::Iterator);
            self.transform_expression(value.get("parallelism"), idx, Position::Parallelism);
        }
    }

    /// The steps inside: by key and not by kind, so that an unknown kind keeps its steps.
    fn children(&mut self, value: Node<'_>, idx: ModuleIdx) {
        let others = ["branches", "default", "tools"];
        if value.pair("modules").is_some() || others.iter().all(|k| value.pair(k).is_none()) {
            self.list(half_typed::steps(value), Some(idx), Place::Body);
        }
        if let Some(branches) = half_typed::branches(value) {
            let predicates = self.modules[idx.0 as usize].kind != ModuleKind::BranchAll;
            self.complete &= !branches.is_unknown();
            for (i, branch) in branches.items().enumerate() {
                if predicates {
                    self.expression(branch.get("expr"), Some(idx), Position::Branch);
                }
                self.list(half_typed::steps(branch), Some(idx), |n| {
                    Place::Branch(Some(i), n)
                });
            }
        }
        self.list(value.get("default"), Some(idx), |n| Place::Branch(None, n));
        self.list(value.get("tools"), Some(idx), Place::Tool);
    }

    fn transforms(&mut self, pair: Option<Pair<'_>>, idx: ModuleIdx) -> Vec<Transform> {
        let Some(map) = pair.and_then(|p| p.value) else {
            return Vec::new();
        };
        self.complete &= !map.is_unknown();
        let mut transforms: Vec<Transform> = Vec::new();
        for pair in merged(map) {
            let Some(name) = scalar(pair.key) else {
                continue;
            };
            // What is written here wins over what a merge brings.
            if transforms.iter().any(|t| {
                t.name.value == name.value
                    && map.pair(&name.value).is_some_and(|p| p.key != pair.key)
            }) {
                continue;
            }
            let node = pair.value;
            let kind = match node
                .and_then(|n| n.get("type"))
                .and_then(|t| t.as_str())
                .as_deref()
            {
                Some("static") => {
                    TransformKind::Static(node.and_then(|n| n.get("value")).map(Node::id))
                }
                Some("javascript") => {
                    let expr = node.and_then(|n| n.get("expr"));
                    self.expression(expr, Some(idx), Position::Transform);
                    TransformKind::JavaScript(None)
                }
                Some("ai") => TransformKind::Ai,
                _ => TransformKind::Other,
            };
            transforms.push(Transform {
                name,
                node: node.map(Node::id),
                kind,
            });
        }
        transforms
    }

    /// A transform in a position of its own (`sleep`, `iterator` …).
    fn transform_expression(&mut self, node: Option<Node<'_>>, idx: ModuleIdx, position: Position) {
        let Some(node) = node else { return };
        let kind = node.get("type").and_then(|t| t.as_str());
        if kind.as_deref() == Some("javascript") {
            self.expression(node.get("expr"), Some(idx), position);
        }
    }

    fn expression(
        &mut self,
        node: Option<Node<'_>>,
        module: Option<ModuleIdx>,
        position: Position,
    ) {
        let Some(node) = node else { return };
        let Some(decoded) = node.decode() else { return };
        self.expressions.push(Expression {
            node: node.id(),
            module,
            position,
            map: decoded.map,
            reading: Arc::new(Reading::new(decoded.text)),
        });
    }
}

/// The pairs of a mapping, then those that `<<` brings in.
fn merged<'a>(map: Node<'a>) -> Vec<Pair<'a>> {
    let is_merge = |p: &Pair<'a>| p.key.as_str().is_some_and(|k| k == "<<");
    let (merges, mut pairs): (Vec<_>, Vec<_>) = map.pairs().partition(is_merge);
    let sources = merges.into_iter().filter_map(|p| p.value);
    for source in sources.flat_map(|v| std::iter::once(v).chain(v.items())) {
        pairs.extend(source.pairs());
    }
    pairs
}

fn kind(value: Node<'_>, kind: Option<Node<'_>>) -> ModuleKind {
    let Some(name) = kind.and_then(|k| k.as_str()) else {
        return ModuleKind::Missing;
    };
    match &*name {
        "rawscript" => ModuleKind::RawScript {
            language: value.get("language").and_then(scalar),
            content: content(value),
            lock: value.pair("lock").and_then(inline),
        },
        "script" => ModuleKind::Script(value.get("path").and_then(scalar)),
        "flow" => ModuleKind::Flow(value.get("path").and_then(scalar)),
        "forloopflow" => ModuleKind::ForLoop,
        "whileloopflow" => ModuleKind::WhileLoop,
        "branchone" => ModuleKind::BranchOne,
        "branchall" => ModuleKind::BranchAll,
        "identity" => ModuleKind::Identity,
        "aiagent" => ModuleKind::Agent,
        other => ModuleKind::Other(other.to_owned()),
    }
}

fn content(value: Node<'_>) -> Content {
    let Some(pair) = value.pair("content") else {
        return Content::None;
    };
    if let Some(inline) = inline(pair) {
        return Content::Inline(inline);
    }
    match pair.value.filter(|v| v.style().is_some()) {
        Some(node) => Content::Embedded(node.id()),
        None => Content::None,
    }
}

/// `!inline NAME` as the pair's value. The name is everything after the word: whether it is a good
/// one is for a rule to say.
pub(super) fn inline(pair: Pair<'_>) -> Option<Inline> {
    let node = pair.value?;
    // Code in a block is long, and its first word decides.
    let (written, style) = (node.span().slice(node.yaml().text()), node.style()?);
    let is_block = matches!(style, Style::Literal | Style::Folded);
    let is_tagged = node.tag() == Some("!inline");
    if is_block && !is_tagged && !written.contains("!inline") {
        return None;
    }
    let key = pair.key.span();
    if let Some(tag) = node.tag().filter(|_| node.span().is_empty())
        && let Some(name) = glued(tag)
    {
        let end = node.tag_span()?.end as usize;
        let span = Span::new(end - name.len(), end);
        return Some(Inline {
            name: Spanned::new(name.to_owned(), span),
            has_space: false,
            key,
        });
    }
    let decoded = node.decode()?;
    if let Some(name) = glued(decoded.text.trim_end()).filter(|_| node.tag().is_none()) {
        let start = "!inline".len();
        let span = Span::new(start, start + name.len());
        return Some(Inline {
            name: Spanned::new(name.to_owned(), decoded.map.outer_span(span)),
            has_space: false,
            key,
        });
    }
    let start = match node.tag() {
        Some("!inline") => 0,
        _ => decoded
            .text
            .strip_prefix("!inline ")
            .map(|_| "!inline ".len())?,
    };
    let rest = &decoded.text[start..];
    let name = rest.trim();
    let start = start + (rest.len() - rest.trim_start().len());
    let span = decoded.map.outer_span(Span::new(start, start + name.len()));
    Some(Inline {
        name: Spanned::new(name.to_owned(), span),
        has_space: true,
        key,
    })
}

/// The name of a file that follows `!inline` without a space.
fn glued(text: &str) -> Option<&str> {
    let name = text.strip_prefix("!inline")?;
    let is_name = name.contains('.') && !name.contains(char::is_whitespace);
    (is_name && !name.starts_with("_fileset")).then_some(name)
}

fn schema(node: Node<'_>) -> Schema {
    let properties = node
        .get("properties")
        .filter(|p| p.is_mapping())
        .map(|properties| {
            let property = |p: Pair<'_>| {
                Some(Property {
                    name: scalar(p.key)?,
                    node: p.value.map(Node::id),
                })
            };
            properties.pairs().filter_map(property).collect()
        });
    let required = node
        .get("required")
        .map(|r| r.items().filter_map(scalar).collect());
    let additional = node.get("additionalProperties");
    Schema {
        node: node.id(),
        properties,
        required: required.unwrap_or_default(),
        additional: additional.is_some_and(|a| a.as_bool() != Some(false)),
    }
}

/// A scalar's text and place (quotes excluded).
fn scalar(node: Node<'_>) -> Option<Spanned<String>> {
    let text = node.as_str()?.into_owned();
    let quoted = matches!(
        node.style()?,
        syntax::yaml::Style::Single | syntax::yaml::Style::Double
    );
    let span = node.span();
    let span = if quoted && span.len() >= 2 {
        Span {
            start: span.start + 1,
            end: span.end - 1,
        }
    } else {
        span
    };
    Some(Spanned::new(text, span))
}
