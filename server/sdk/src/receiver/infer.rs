//! What an expression of a script stands for, as far as it leads back to an SDK.
//!
//! Nothing is run and nothing is guessed: a name with two different values, a value from outside, or
//! anything written in a way not known here gives nothing.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Tree;
use tree_sitter::Node;

use super::own::ClassFacts;
use super::tainted::{Facts, facts};
use super::{Known, SdkFunction};
use crate::{Member, SdkClass, SdkModule, Sdks};
use lang::Program;
use lang::python::Import;
use lang::python::scope::{Bindings, Meaning, Resolver, scopes};
use lang::walk::{Nodes, text};

/// How many expressions deep a value is followed.
const DEPTH: usize = 48;

/// How many expressions are looked at for one script.
const FUEL: usize = 50_000;

/// What an expression stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'t, 's> {
    /// Something of an SDK.
    Known(Known<'s>),
    /// What gives an instance of this class once it is awaited.
    Coming(SdkClass<'s>),
    /// A class of the script.
    OwnClass(Node<'t>),
    /// An instance of a class of the script.
    OwnInstance(Node<'t>),
    /// A function or method of the script.
    OwnFunction(Node<'t>),
    /// What gives an instance of the script's class once it is awaited.
    OwnComing(Node<'t>),
    /// `None`, which a name may have before it has its value.
    Nothing,
}

impl PartialEq for Value<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        use Value::{Coming, Known, Nothing, OwnClass, OwnComing, OwnFunction, OwnInstance};
        match (self, other) {
            (Known(a), Known(b)) => a == b,
            (Coming(a), Coming(b)) => a == b,
            (OwnClass(a), OwnClass(b))
            | (OwnInstance(a), OwnInstance(b))
            | (OwnFunction(a), OwnFunction(b))
            | (OwnComing(a), OwnComing(b)) => a == b,
            (Nothing, Nothing) => true,
            _ => false,
        }
    }
}

/// Works values out, and remembers them.
pub(super) struct Inference<'t, 's> {
    pub(super) source: &'t str,
    pub(super) sdks: Sdks<'s>,
    pub(super) facts: Facts<'t>,
    /// The modules that are imported with a star.
    stars: Vec<String>,
    resolver: Resolver<'t>,
    pub(super) nodes: Nodes<'t>,
    pub(super) remembered: FxHashMap<usize, Option<Value<'t, 's>>>,
    /// What names stand for, by what a scope says of them.
    names: FxHashMap<*const Bindings, Option<Value<'t, 's>>>,
    /// Whether expressions may lead back to an SDK.
    tainted: RefCell<FxHashMap<usize, bool>>,
    /// What functions of the script give.
    pub(super) returned: FxHashMap<usize, Option<Value<'t, 's>>>,
    /// What members of classes of the script stand for.
    pub(super) kept: FxHashMap<(usize, String), Option<Value<'t, 's>>>,
    /// What stands in classes of the script.
    pub(super) classes: FxHashMap<usize, Rc<ClassFacts<'t>>>,
    fuel: usize,
}

impl<'t, 's> Inference<'t, 's> {
    /// `tree` is the tree of the whole text.
    pub(super) fn new(script: &'t Program, tree: &'t Tree, sdks: Sdks<'s>) -> Inference<'t, 's> {
        let imports = script.imports().iter();
        let stars = imports.filter(|i| i.is_star());
        Inference {
            source: &script.text,
            sdks,
            facts: facts(tree, &script.text),
            stars: stars.map(|i| i.module.value.clone()).collect(),
            resolver: Resolver::new(tree, &script.text),
            nodes: Nodes::new(tree.root_node()),
            remembered: FxHashMap::default(),
            names: FxHashMap::default(),
            tainted: RefCell::default(),
            returned: FxHashMap::default(),
            kept: FxHashMap::default(),
            classes: FxHashMap::default(),
            fuel: FUEL,
        }
    }

    pub(super) fn text(&self, node: Node<'t>) -> &'t str {
        text(node, self.source)
    }

    /// The nodes from the root down to the one at `offset`, and the scopes among them.
    pub(super) fn place(&self, offset: usize) -> (Vec<Node<'t>>, Vec<Node<'t>>) {
        let nodes = self.nodes.path(offset);
        let scopes = scopes(&nodes);
        (nodes, scopes)
    }

    /// Whether an expression may lead back to an SDK at all.
    pub(super) fn is_tainted(&self, expression: Node<'t>) -> bool {
        let mut node = expression;
        let mut looked_at = Vec::new();
        let is_tainted = loop {
            if let Some(known) = self.tainted.borrow().get(&node.id()) {
                break *known;
            }
            looked_at.push(node.id());
            let (name, next) = match node.kind() {
                "identifier" => (Some(node), None),
                "attribute" => (
                    node.child_by_field_name("attribute"),
                    node.child_by_field_name("object"),
                ),
                "call" => (None, node.child_by_field_name("function")),
                _ => break true,
            };
            if name.is_some_and(|n| self.facts.tainted.contains(self.text(n))) {
                break true;
            }
            match next {
                Some(next) => node = next,
                None => break false,
            }
        };
        let looked_at = looked_at.into_iter().map(|node| (node, is_tainted));
        self.tainted.borrow_mut().extend(looked_at);
        is_tainted
    }

    /// What an expression stands for in these scopes, outermost first.
    pub(super) fn value(
        &mut self,
        node: Node<'t>,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if let Some(known) = self.remembered.get(&node.id()) {
            return *known;
        }
        self.fuel = self.fuel.checked_sub(1)?;
        if depth >= DEPTH || node.has_error() {
            return None;
        }
        // While it is being worked out, nothing is known of it.
        self.remembered.insert(node.id(), None);
        let value = self.fresh(node, scopes, depth + 1);
        self.remembered.insert(node.id(), value);
        value
    }

    fn fresh(
        &mut self,
        node: Node<'t>,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        let field = |name| node.child_by_field_name(name);
        match node.kind() {
            "identifier" => self.name(self.text(node), scopes, depth),
            "attribute" => {
                let object = self.value(field("object")?, scopes, depth)?;
                self.member(object, self.text(field("attribute")?), depth)
            }
            "call" => {
                let function = self.value(field("function")?, scopes, depth)?;
                self.called(function, depth)
            }
            "await" => match self.value(node.named_child(0)?, scopes, depth)? {
                Value::Coming(class) => Some(Value::Known(Known::Instance(class))),
                Value::OwnComing(class) => Some(Value::OwnInstance(class)),
                _ => None,
            },
            "parenthesized_expression" => self.value(node.named_child(0)?, scopes, depth),
            "named_expression" => self.value(field("value")?, scopes, depth),
            "conditional_expression" => {
                let first = self.value(node.named_child(0)?, scopes, depth);
                let second = self.value(node.named_child(2)?, scopes, depth);
                agreed([first, second])
            }
            "boolean_operator" => {
                let first = self.value(field("left")?, scopes, depth);
                let second = self.value(field("right")?, scopes, depth);
                agreed([first, second])
            }
            "none" => Some(Value::Nothing),
            _ => None,
        }
    }

    /// What a name stands for in these scopes.
    pub(super) fn name(
        &mut self,
        name: &str,
        scopes: &[Node<'t>],
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if self.facts.rebound.contains(name) {
            return None;
        }
        match self.resolver.meaning_in(name, scopes) {
            Meaning::Declared(bindings) => {
                let key = Rc::as_ptr(&bindings);
                if let Some(known) = self.names.get(&key) {
                    return *known;
                }
                // While it is being worked out, nothing is known of it.
                self.names.insert(key, None);
                let mut values = Vec::new();
                for declaration in &bindings.declarations {
                    self.fuel = self.fuel.checked_sub(1)?;
                    values.push(self.declaration(declaration, depth));
                }
                let value = agreed(values);
                self.names.insert(key, value);
                value
            }
            Meaning::Free => match &self.stars[..] {
                [module] => self.of_module(SdkModule::named(module)?, name),
                _ => None,
            },
        }
    }

    /// Whether a name has its value from imports alone.
    pub(super) fn is_imported(&mut self, name: &str, scopes: &[Node<'t>]) -> bool {
        match self.resolver.meaning_in(name, scopes) {
            Meaning::Declared(bindings) => bindings.declarations.iter().all(|d| d.import.is_some()),
            Meaning::Free => true,
        }
    }

    /// What an import gives its name.
    pub(super) fn imported(&self, import: &Import) -> Option<Value<'t, 's>> {
        let module = &import.module.value;
        match &import.name {
            Some(name) => self.of_module(SdkModule::named(module)?, &name.value),
            None => {
                // Without `as`, the name is that of the outermost package.
                let top = module.split('.').next().filter(|_| !import.aliased);
                let module = SdkModule::named(top.unwrap_or(module))?;
                Some(Value::Known(Known::Module(module)))
            }
        }
    }

    fn of_module(&self, module: SdkModule, name: &str) -> Option<Value<'t, 's>> {
        if self.facts.patched.contains(name) {
            return None;
        }
        let known = match self.sdks.member(module, name) {
            Some((module, Member::Function(function))) => Known::Function(SdkFunction {
                module,
                class: None,
                function,
            }),
            Some((module, Member::Class(class))) => {
                let class = SdkClass { module, class };
                if self.is_derived(class) {
                    return None;
                }
                Known::Class(class)
            }
            Some((_, Member::Variable(_))) => return None,
            None => Known::Module(module.submodule(name)?),
        };
        Some(Value::Known(known))
    }

    /// Whether a class of the script derives from this one: what then has its type may have more.
    fn is_derived(&self, class: SdkClass<'s>) -> bool {
        self.facts.bases.contains(class.class.name.as_str())
    }

    /// What a member of a value stands for.
    pub(super) fn member(
        &mut self,
        value: Value<'t, 's>,
        name: &str,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        if self.facts.patched.contains(name) {
            return None;
        }
        match value {
            Value::Known(Known::Module(module)) => self.of_module(module, name),
            Value::Known(Known::Class(class)) => match class.member(name, &self.sdks)? {
                (owner, Member::Function(function)) => Some(Value::Known(Known::Function(
                    SdkFunction::of(owner, function),
                ))),
                _ => None,
            },
            Value::Known(Known::Instance(class)) => match class.member(name, &self.sdks)? {
                (owner, Member::Function(function)) if function.is_property() => {
                    self.returned_by_sdk(SdkFunction::of(owner, function))
                }
                (owner, Member::Function(function)) => Some(Value::Known(Known::Function(
                    SdkFunction::of(owner, function),
                ))),
                (owner, Member::Variable(field)) => {
                    let annotation = field.annotation.as_deref()?;
                    self.instance(annotation, owner.module)
                }
                _ => None,
            },
            Value::OwnClass(class) | Value::OwnInstance(class) => {
                self.own_member(class, name, depth)
            }
            _ => None,
        }
    }

    /// What a call gives.
    pub(super) fn called(
        &mut self,
        function: Value<'t, 's>,
        depth: usize,
    ) -> Option<Value<'t, 's>> {
        match function {
            Value::Known(Known::Class(class)) => Some(Value::Known(Known::Instance(class))),
            Value::Known(Known::Function(function)) => self.returned_by_sdk(function),
            Value::OwnClass(class) => Some(Value::OwnInstance(class)),
            Value::OwnFunction(function) => self.returned_by_own(function, depth),
            _ => None,
        }
    }

    fn returned_by_sdk(&self, function: SdkFunction<'s>) -> Option<Value<'t, 's>> {
        let value = self.instance(function.returns()?, function.module)?;
        match value {
            Value::Known(Known::Instance(class)) if function.function.is_async => {
                Some(Value::Coming(class))
            }
            value => Some(value),
        }
    }

    /// An instance of the class that an annotation of a stub names.
    fn instance(&self, annotation: &str, module: SdkModule) -> Option<Value<'t, 's>> {
        let class = self.sdks.class(module, plain_class(annotation)?)?;
        if self.is_derived(class) {
            return None;
        }
        Some(Value::Known(Known::Instance(class)))
    }
}

/// The one value that all of these are, apart from `None`.
pub(super) fn agreed<'t, 's>(
    values: impl IntoIterator<Item = Option<Value<'t, 's>>>,
) -> Option<Value<'t, 's>> {
    let mut found = None;
    let mut nothing = false;
    for value in values {
        match value? {
            Value::Nothing => nothing = true,
            value if found.is_none_or(|f| f == value) => found = Some(value),
            _ => return None,
        }
    }
    found.or(nothing.then_some(Value::Nothing))
}

/// The class in an annotation that is its name, perhaps quoted or optional.
fn plain_class(annotation: &str) -> Option<&str> {
    let quotes: &[char] = &['"', '\''];
    let annotation = annotation.trim().trim_matches(quotes).trim();
    let optional = ["Optional[", "typing.Optional["]
        .iter()
        .find_map(|o| annotation.strip_prefix(o)?.strip_suffix(']'));
    if let Some(inner) = optional {
        return plain_class(inner);
    }
    let mut parts = annotation.split('|').map(str::trim);
    let mut classes = parts.by_ref().filter(|p| *p != "None");
    let class = classes.next().filter(|_| classes.next().is_none())?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    (!class.is_empty() && class.chars().all(is_word)).then_some(class)
}

/// A set of names.
pub(super) type Names<'t> = FxHashSet<&'t str>;
