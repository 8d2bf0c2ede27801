//! A script with a workflow in it: what its names mean, and which of its calls give a coroutine.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::{Span, Tree};
use tree_sitter::Node;

use super::super::uses::{SdkRef, uses_in};
use super::{function_of, is_async, is_inner};
use lang::Program;
use lang::python::scope::{Above, Meaning, Resolver};
use lang::walk::{Nodes, Visit, children, span, text, walk, walk_fields};

/// The SDK's functions that must be awaited.
const AWAITED: &[&str] = &["step", "sleep", "wait_for_approval", "parallel"];

/// What makes a task of a path or a function.
const MAKERS: &[&str] = &["task", "task_script", "task_flow"];

/// A script with a workflow in it.
pub(super) struct Code<'t> {
    pub(super) source: &'t str,
    root: Node<'t>,
    pub(super) resolver: Resolver<'t>,
    /// Names of the SDK, by where they stand.
    sdk: FxHashMap<u32, String>,
    /// Where names stand that are given a task as their value.
    tasks: FxHashSet<Span>,
    pub(super) nodes: Nodes<'t>,
    /// The uses of names in functions, by function; see [`Code::uses`].
    uses: FxHashMap<usize, Rc<Uses<'t>>>,
}

/// The places of a function's names, by name: each with whether it stands in something inside, such as
/// a function or a comprehension.
pub(super) type Uses<'t> = FxHashMap<&'t str, Vec<(Node<'t>, bool)>>;

/// A call that gives a coroutine.
#[derive(Clone, Copy)]
pub(super) struct Durable<'t> {
    pub(super) call: Node<'t>,
    /// What is called, as an expression.
    pub(super) function: Node<'t>,
    /// Whether it is a task, and not a function of the SDK.
    pub(super) task: bool,
}

impl<'t> Code<'t> {
    pub(super) fn new(script: &'t Program, tree: &'t Tree) -> Code<'t> {
        let mut sdk = FxHashMap::default();
        for used in uses_in(script, tree) {
            if let SdkRef::Member { name, in_import } = used
                && !in_import
            {
                sdk.insert(name.span.start, name.value);
            }
        }
        let mut code = Code {
            source: &script.text,
            root: tree.root_node(),
            resolver: Resolver::new(tree, &script.text),
            sdk,
            tasks: FxHashSet::default(),
            nodes: Nodes::new(tree.root_node()),
            uses: FxHashMap::default(),
        };
        code.find_tasks();
        code
    }

    pub(super) fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.source)
    }

    /// What an expression is called in the SDK.
    pub(super) fn sdk_name(&self, node: Node<'_>) -> Option<&str> {
        let name = match node.kind() {
            "identifier" => node,
            "attribute" => node.child_by_field_name("attribute")?,
            _ => return None,
        };
        self.sdk.get(&span(name).start).map(String::as_str)
    }

    /// Whether an expression gives a task: `task_script("…")`, `task(f)`, `task(path="…")(f)`.
    fn makes_task(&self, node: Node<'_>) -> bool {
        let Some(function) = function_of(node) else {
            return false;
        };
        let is_task = |f| self.sdk_name(f) == Some("task");
        let maker = self.sdk_name(function);
        maker.is_some_and(|n| MAKERS.contains(&n)) || function_of(function).is_some_and(is_task)
    }

    /// Whether a function is decorated with this name of the SDK, with or without arguments.
    fn is_decorated(&self, decorated: Node<'_>, name: &str) -> bool {
        let decorators = children(decorated).into_iter();
        let mut decorators = decorators.filter(|n| n.kind() == "decorator");
        decorators.any(|d| {
            let Some(inner) = d.named_child(0) else {
                return false;
            };
            self.sdk_name(function_of(inner).unwrap_or(inner)) == Some(name)
        })
    }

    /// Notes decorated functions and names that are given a task.
    fn find_tasks(&mut self) {
        let mut found = Vec::new();
        walk(self.root, |visit| {
            let Visit::Enter(node, _) = visit else {
                return true;
            };
            let name = match node.kind() {
                "decorated_definition" if self.is_decorated(node, "task") => node
                    .child_by_field_name("definition")
                    .and_then(|d| d.child_by_field_name("name")),
                "assignment" => node
                    .child_by_field_name("right")
                    .filter(|r| self.makes_task(*r))
                    .and_then(|_| node.child_by_field_name("left")),
                _ => None,
            };
            found.extend(name.filter(|n| n.kind() == "identifier").map(span));
            true
        });
        self.tasks.extend(found);
    }

    /// The places of the names in a function, but for those of attributes and of keywords.
    pub(super) fn uses(&mut self, function: Node<'t>) -> Rc<Uses<'t>> {
        if let Some(uses) = self.uses.get(&function.id()) {
            return Rc::clone(uses);
        }
        let mut uses = Uses::default();
        let mut inside = 0usize;
        walk(function, |visit| {
            let node = match visit {
                Visit::Enter(node, _) => node,
                Visit::Leave(node) => {
                    inside -= usize::from(node != function && is_inner(node));
                    return true;
                }
            };
            inside += usize::from(node != function && is_inner(node));
            if node.kind() == "identifier" && !self.is_name_of_something_else(node) {
                let places = uses.entry(self.text(node)).or_default();
                places.push((node, inside > 0));
            }
            true
        });
        let uses = Rc::new(uses);
        self.uses.insert(function.id(), Rc::clone(&uses));
        uses
    }

    /// Whether an identifier is no variable: an attribute, a keyword of a call.
    fn is_name_of_something_else(&self, node: Node<'t>) -> bool {
        self.nodes.parent(node).is_some_and(|p| match p.kind() {
            "attribute" => p.child_by_field_name("attribute") == Some(node),
            "keyword_argument" => p.child_by_field_name("name") == Some(node),
            _ => false,
        })
    }

    /// The `async` functions at the top level that are decorated as workflows.
    pub(super) fn workflows(&self) -> Vec<Node<'t>> {
        let decorated = children(self.root).into_iter();
        let decorated = decorated.filter(|n| self.is_decorated(*n, "workflow"));
        let functions = decorated.filter_map(|n| n.child_by_field_name("definition"));
        functions.filter(|f| is_async(*f)).collect()
    }

    /// The call as one that gives a coroutine.
    pub(super) fn durable(&mut self, call: Node<'t>, scopes: &[Node<'t>]) -> Option<Durable<'t>> {
        let function = function_of(call)?;
        let found = |task| {
            Some(Durable {
                call,
                function,
                task,
            })
        };
        if self
            .sdk_name(function)
            .is_some_and(|n| AWAITED.contains(&n))
        {
            return found(false);
        }
        if let Some(maker) = function_of(function) {
            // What `task(…)` gives may be a decorator.
            let maker = self.sdk_name(maker);
            return found(true).filter(|_| matches!(maker, Some("task_script" | "task_flow")));
        }
        if function.kind() != "identifier" {
            return None;
        }
        match self.resolver.meaning_in(self.text(function), scopes) {
            Meaning::Declared(bindings) => match &bindings.declarations[..] {
                [only] if self.tasks.contains(&only.span) => found(true),
                _ => None,
            },
            Meaning::Free => None,
        }
    }

    /// The full name of what an expression reaches through imports: `datetime.datetime.now`.
    pub(super) fn qualified(&mut self, node: Node<'t>, scopes: &[Node<'t>]) -> Option<String> {
        let mut rest = Vec::new();
        let mut object = node;
        while object.kind() == "attribute" {
            rest.push(self.text(object.child_by_field_name("attribute")?));
            object = object.child_by_field_name("object")?;
        }
        if object.kind() != "identifier" {
            return None;
        }
        let name = self.text(object);
        let mut full = match self.resolver.meaning_in(name, scopes) {
            Meaning::Free if rest.is_empty() => name.to_owned(),
            Meaning::Free => return None,
            Meaning::Declared(bindings) => {
                let [only] = &bindings.declarations[..] else {
                    return None;
                };
                let import = only.import.as_ref()?;
                let module = import.module.value.as_str();
                match &import.name {
                    Some(name) => format!("{module}.{}", name.value),
                    None if import.aliased => module.to_owned(),
                    None => module.split('.').next()?.to_owned(),
                }
            }
        };
        for part in rest.into_iter().rev() {
            full.push('.');
            full.push_str(part);
        }
        Some(full)
    }

    /// Visits what a function's body holds, with the scopes round it; the answer says whether to go on
    /// below a node.
    pub(super) fn each(
        &mut self,
        function: Node<'t>,
        mut visit: impl FnMut(&mut Code<'t>, Node<'t>, &[Node<'t>]) -> bool,
    ) {
        let Some(body) = function.child_by_field_name("body") else {
            return;
        };
        let mut above = Above::new(vec![self.root, function]);
        walk_fields(body, |step| match step {
            Visit::Enter(node, field) => {
                above.enter(node, field);
                let scopes = above.scopes.clone();
                let goes_on = visit(self, node, &scopes);
                if !goes_on {
                    above.leave();
                }
                goes_on
            }
            Visit::Leave(_) => {
                above.leave();
                true
            }
        });
    }
}
