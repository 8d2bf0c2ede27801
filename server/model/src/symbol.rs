//! Symbols: what a name in a flow means, and every place where it is written.
//!
//! A file's names are read into [`Use`]s, each with the [`Symbol`] that it means; what stands at an offset and
//! where else that stands are both looked up there, so a symbol has the same uses from wherever it is asked.

use std::sync::Arc;

use lang::javascript::{Access, Quote};
use syntax::yaml::Node;
use syntax::{FileId, Span};

use crate::file::{File, FileKind, ItemKind};
use crate::flow::{Flow, Kind};
use crate::references::{Key, Via};
use crate::workspace::Workspace;

/// What a name means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Symbol {
    /// A step of a flow, by its id. Steps that share an id are one symbol.
    Step {
        /// The flow's file.
        flow: FileId,
        /// The id.
        id: Arc<str>,
    },
    /// An input of a flow.
    Input {
        /// The flow's file.
        flow: FileId,
        /// Its name.
        name: Arc<str>,
    },
}

/// A place where a symbol is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// The file.
    pub file: FileId,
    /// The name alone, without quotes, in bytes of the file.
    pub span: Span,
    /// What is done with it there.
    pub role: Role,
    /// How it is written there.
    pub spelling: Spelling,
}

/// What is done with a symbol at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It is declared.
    Definition,
    /// It is read, or given a value.
    Use,
}

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// A scalar of YAML, with quotes or without.
    Scalar,
    /// `.name` in an expression; the span has the dot (or `?.`) in front of the name as well. `None`: something
    /// else stands between what it is a property of and the name.
    Dot(Option<Span>),
    /// A string in brackets in an expression.
    Bracket,
}

impl Workspace {
    /// What stands at a byte offset of a file, and the place there.
    pub fn symbol_at(&self, file: FileId, offset: usize) -> Option<(Symbol, Use)> {
        let mut found = self.symbols_of(file);
        found.retain(|(_, at)| at.span.touches(offset));
        found.into_iter().min_by_key(|(_, at)| at.span.len())
    }

    /// Every place where a symbol is written, by the files' paths and by place; its own file comes first.
    pub fn uses_of(&self, symbol: &Symbol) -> Vec<Use> {
        let (Symbol::Step { flow, .. } | Symbol::Input { flow, .. }) = symbol;
        let mut files = vec![*flow];
        if let (Symbol::Input { .. }, Some(file)) = (symbol, self.get(*flow)) {
            let path = self.names().windmill_path(&file.path);
            let key = path.map(|path| Key::Flow(Arc::from(path)));
            let naming = key.into_iter().flat_map(|key| self.naming(key));
            files.extend(naming.map(|(id, _)| id).filter(|id| id != flow));
        }
        let mut uses = Vec::new();
        for file in files {
            let mut found = self.symbols_of(file);
            found.retain(|(other, _)| other == symbol);
            found.sort_by_key(|(_, at)| at.span.start);
            // What an alias repeats is written once.
            found.dedup_by_key(|(_, at)| at.span);
            uses.extend(found.into_iter().map(|(_, at)| at));
        }
        uses
    }

    /// The names in a file that mean a symbol, in no special order.
    fn symbols_of(&self, id: FileId) -> Vec<(Symbol, Use)> {
        let Some(file) = self.get(id) else {
            return Vec::new();
        };
        let mut found = Found {
            file: id,
            text: file.text(),
            uses: Vec::new(),
        };
        match &file.kind {
            FileKind::Flow => {
                if let Some(flow) = file.flow() {
                    found.expressions(flow);
                    found.steps(flow);
                    found.inputs(flow);
                    self.given_to_flows(file, flow, &mut found);
                }
            }
            FileKind::Item(ItemKind::Schedule | ItemKind::Trigger) => {
                self.given_by(file, &mut found)
            }
            _ => {}
        }
        found.uses
    }

    /// What the steps of a flow give to other flows.
    fn given_to_flows(&self, file: &File, flow: &Flow, found: &mut Found<'_>) {
        for (_, module) in flow.modules() {
            let Kind::Flow(Some(path)) = &module.kind else {
                continue;
            };
            let Some(target) = self.names().flow(&file.path, path) else {
                continue;
            };
            for transform in &module.transforms {
                let symbol = input(target, &transform.name.value);
                found.scalar(symbol, transform.name.span, Role::Use);
            }
        }
    }

    /// What a schedule or a trigger gives to a flow.
    fn given_by(&self, file: &File, found: &mut Found<'_>) {
        let Some(root) = file.yaml().root() else {
            return;
        };
        let mut run = file.references().iter().filter(|r| r.via == Via::Run);
        let target = run.find_map(|r| match &r.key {
            Key::Flow(path) => self.names().flow(&file.path, path),
            _ => None,
        });
        let Some((target, args)) = target.zip(root.get("args")) else {
            return;
        };
        for pair in args.pairs() {
            if let Some(name) = pair.key.as_str() {
                found.scalar(input(target, &name), pair.key.span(), Role::Use);
            }
        }
    }
}

fn input(flow: FileId, name: &str) -> Symbol {
    Symbol::Input {
        flow,
        name: Arc::from(name),
    }
}

/// What is found in one file.
struct Found<'t> {
    file: FileId,
    text: &'t str,
    uses: Vec<(Symbol, Use)>,
}

impl Found<'_> {
    fn step(&self, id: &str) -> Symbol {
        Symbol::Step {
            flow: self.file,
            id: Arc::from(id),
        }
    }

    fn scalar(&mut self, symbol: Symbol, span: Span, role: Role) {
        let text = span.slice(self.text);
        let quoted = ['"', '\'']
            .iter()
            .any(|q| text.len() > 1 && text.starts_with(*q) && text.ends_with(*q));
        let inner = usize::from(quoted);
        let span = Span::new(span.start as usize + inner, span.end as usize - inner);
        self.uses.push((
            symbol,
            Use {
                file: self.file,
                span,
                role,
                spelling: Spelling::Scalar,
            },
        ));
    }

    fn node(&mut self, node: Option<Node<'_>>, symbol: impl Fn(&Self, &str) -> Symbol) {
        let Some(node) = node.filter(|n| n.is_string() && !n.is_broken()) else {
            return;
        };
        if let Some(name) = node.as_str() {
            self.scalar(symbol(self, &name), node.span(), Role::Use);
        }
    }

    /// `results.x` and `flow_input.x`.
    fn expressions(&mut self, flow: &Flow) {
        for expression in flow.expressions() {
            let text = &expression.text;
            if !text.contains("results") && !text.contains("flow_input") {
                continue;
            }
            for chain in &expression.analysis().chains {
                let Some(segment) = chain.path.first() else {
                    continue;
                };
                let symbol = match (&*chain.root.value, segment.key.name()) {
                    ("results", Some(id)) => self.step(id),
                    // The values of a loop.
                    ("flow_input", Some(name)) if name != "iter" => input(self.file, name),
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
                self.uses.push((
                    symbol,
                    Use {
                        file: self.file,
                        span: expression.outer(segment.span),
                        role: Role::Use,
                        spelling,
                    },
                ));
            }
        }
    }

    /// Ids, and what names them as a plain value.
    fn steps(&mut self, flow: &Flow) {
        for (_, module) in flow.modules() {
            if let Some(id) = &module.id {
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
            for property in schema.properties.iter().flatten() {
                let symbol = input(self.file, &property.name.value);
                self.scalar(symbol, property.name.span, Role::Definition);
            }
            for key in ["required", "order"] {
                for name in list(flow.node(schema.node), key) {
                    self.node(Some(name), own);
                }
            }
        }
        let value = flow.yaml().root().and_then(|r| r.get("value"));
        let gathered = value.into_iter();
        for name in gathered.flat_map(|v| list(v, "debounce_args_to_accumulate")) {
            self.node(Some(name), own);
        }
    }
}

fn list<'a>(mapping: Node<'a>, key: &str) -> impl Iterator<Item = Node<'a>> + use<'a> {
    mapping.get(key).into_iter().flat_map(|n| n.items())
}
