//! The steps and inputs of a flow, in its own file: ids, the schema, what expressions read, and what names
//! them as a plain value.

use lang::javascript::{Access, Quote};
use std::sync::Arc;
use syntax::Span;
use syntax::yaml::Node;

use super::{Found, Role, Spelling, Symbol, input};
use crate::flow::Flow;

/// What loops give their steps beside the flow's inputs.
const OF_LOOPS: &[&str] = &["iter", "iter_parent"];

impl Found<'_> {
    /// All of them.
    pub(super) fn flow(&mut self, flow: &Flow) {
        self.expressions(flow);
        self.steps(flow);
        self.inputs(flow);
        self.arguments(flow.yaml().root(), |found, name| input(found.file, name));
    }

    pub(super) fn step(&self, id: &str) -> Symbol {
        Symbol::Step {
            flow: self.file,
            id: Arc::from(id),
        }
    }

    pub(super) fn node(&mut self, node: Option<Node<'_>>, symbol: impl Fn(&Self, &str) -> Symbol) {
        let Some(node) = node.filter(|n| n.is_string() && !n.is_broken()) else {
            return;
        };
        if !self.concerns(node.span()) {
            return;
        }
        if let Some(name) = node.as_str() {
            self.scalar(symbol(self, &name), node.span(), Role::Use);
        }
    }

    /// `results.x` and `flow_input.x`.
    fn expressions(&mut self, flow: &Flow) {
        for expression in flow.expressions() {
            if !self.concerns(flow.node(expression.node).span()) {
                continue;
            }
            let text = &expression.text;
            if text.contains("result") || text.contains("step_id") {
                self.stand_ins(flow, expression);
            }
            if !text.contains("results") && !text.contains("flow_input") {
                continue;
            }
            for chain in &expression.analysis().chains {
                let Some(segment) = chain.path.first() else {
                    continue;
                };
                let symbol = match (&*chain.root.value, segment.key.name()) {
                    ("results", Some(id)) => self.step(id),
                    ("flow_input", Some(name)) if !OF_LOOPS.contains(&name) => {
                        input(self.file, name)
                    }
                    _ => continue,
                };
                let spelling = match segment.access {
                    Access::Dot | Access::OptionalDot => {
                        let between = chain.root.span.end as usize..segment.span.start as usize;
                        let is_plain = matches!(text.get(between), Some("." | "?."));
                        let inner = Span {
                            start: chain.root.span.end,
                            end: segment.span.end,
                        };
                        let outer = expression.outer(inner);
                        let is_plain = is_plain && outer.len() == inner.len();
                        Spelling::Dot(is_plain.then_some(outer))
                    }
                    Access::Bracket(Quote::None) | Access::OptionalBracket(Quote::None) => continue,
                    Access::Bracket(_) | Access::OptionalBracket(_) => Spelling::Bracket,
                };
                self.add(symbol, expression.outer(segment.span), Role::Use, spelling);
            }
        }
    }

    /// Ids, and what names them as a plain value.
    fn steps(&mut self, flow: &Flow) {
        for (_, module) in flow.modules() {
            if let Some(id) = &module.id
                && self.concerns(id.span)
            {
                self.scalar(self.step(&id.value), id.span, Role::Definition);
            }
        }
        let Some(value) = flow.yaml().root().and_then(|r| r.get("value")) else {
            return;
        };
        self.node(value.get("early_return"), Self::step);
        for group in list(value, "groups") {
            self.node(group.get("start_id"), Self::step);
            self.node(group.get("end_id"), Self::step);
        }
        for note in list(value, "notes") {
            for id in list(note, "contained_node_ids") {
                self.node(Some(id), Self::step);
            }
        }
    }

    /// The schema, and what names inputs as a plain value.
    fn inputs(&mut self, flow: &Flow) {
        let own = |found: &Self, name: &str| input(found.file, name);
        if let Some(schema) = flow.schema() {
            self.schema(flow.node(schema.node), Role::Definition, own);
        }
        let value = flow.yaml().root().and_then(|r| r.get("value"));
        let gathered = value.into_iter();
        for name in gathered.flat_map(|v| list(v, "debounce_args_to_accumulate")) {
            self.node(Some(name), own);
        }
    }

    /// The inputs that a schema describes.
    pub(super) fn schema(
        &mut self,
        schema: Node<'_>,
        role: Role,
        symbol: impl Fn(&Self, &str) -> Symbol,
    ) {
        for pair in schema.get("properties").into_iter().flat_map(|p| p.pairs()) {
            if let Some(name) = pair.key.as_str() {
                self.scalar(symbol(self, &name), pair.key.span(), role);
            }
        }
        for key in ["required", "order"] {
            for name in list(schema, key) {
                self.node(Some(name), &symbol);
            }
        }
    }

    /// `$args[x]` in scalars: keys of concurrency, tags. What stands in a step is about its own inputs.
    pub(super) fn arguments(
        &mut self,
        root: Option<Node<'_>>,
        symbol: impl Fn(&Self, &str) -> Symbol,
    ) {
        const MARK: &str = "$args[";
        const STEPS: &[&str] = &["modules", "failure_module", "preprocessor_module"];
        if !self.text.contains(MARK) {
            return;
        }
        let mut rest: Vec<Node<'_>> = root.into_iter().collect();
        while let Some(node) = rest.pop() {
            let of_steps = |key: &str| STEPS.contains(&key);
            let outside = node
                .pairs()
                .filter(|p| p.key.as_str().is_none_or(|k| !of_steps(&k)));
            rest.extend(outside.filter_map(|p| p.value));
            rest.extend(node.items());
            let written = node.span().slice(self.text);
            if !node.is_string() || written.contains('\n') {
                continue;
            }
            let start = node.span().start as usize;
            for (at, _) in written.match_indices(MARK) {
                let from = at + MARK.len();
                let Some(name) = written[from..].split(']').next() else {
                    continue;
                };
                // Of `$args[x.y]` the input is `x`.
                let name = name.split('.').next().unwrap_or(name);
                let span = Span::new(start + from, start + from + name.len());
                self.add(symbol(self, name), span, Role::Use, Spelling::Scalar);
            }
        }
    }
}

fn list<'a>(mapping: Node<'a>, key: &str) -> impl Iterator<Item = Node<'a>> + use<'a> {
    mapping.get(key).into_iter().flat_map(|n| n.items())
}
