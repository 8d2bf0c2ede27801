//! What an expression of a script stands for, as far as it leads back to an SDK.
//!
//! Nothing is run and nothing is guessed: a name with two different values, a value from outside, or
//! anything written in a way not known here gives nothing.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::own::ClassFacts;
use super::tainted::{Facts, facts};
use super::{Known, SdkFunction};
use crate::{Member, SdkClass, SdkModule, Sdks};
use lang::Program;
use lang::python::declare::Form;
use lang::python::names::{Meaning, ScopeId};
use lang::python::tree::{Constant, Kind, NodeId, Symbol};
use lang::python::{Annotation, Imported, Python, Tree};

/// How many expressions deep a value is followed.
const DEPTH: usize = 48;

/// How many expressions are looked at for one script.
const FUEL: usize = 50_000;

/// What an expression stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'s> {
    /// Something of an SDK.
    Known(Known<'s>),
    /// What gives an instance of this class once it is awaited.
    Coming(SdkClass<'s>),
    /// A class of the script.
    OwnClass(NodeId),
    /// An instance of a class of the script.
    OwnInstance(NodeId),
    /// A function or method of the script.
    OwnFunction(NodeId),
    /// What gives an instance of the script's class once it is awaited.
    OwnComing(NodeId),
    /// `None`, which a name may have before it has its value.
    Nothing,
}

impl PartialEq for Value<'_> {
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
    pub(super) python: &'t Python,
    pub(super) tree: &'t Tree,
    pub(super) sdks: Sdks<'s>,
    pub(super) facts: Facts<'t>,
    /// The modules that are imported with a star.
    stars: Vec<&'t str>,
    pub(super) remembered: FxHashMap<NodeId, Option<Value<'s>>>,
    /// What names stand for in the scopes that keep them.
    names: FxHashMap<(ScopeId, Symbol), Option<Value<'s>>>,
    /// Whether expressions may lead back to an SDK.
    tainted: RefCell<FxHashMap<NodeId, bool>>,
    /// What functions of the script give.
    pub(super) returned: FxHashMap<NodeId, Option<Value<'s>>>,
    /// What members of classes of the script stand for.
    pub(super) kept: FxHashMap<(NodeId, String), Option<Value<'s>>>,
    /// What stands in classes of the script.
    pub(super) classes: FxHashMap<NodeId, Rc<ClassFacts<'t>>>,
    fuel: usize,
}

impl<'t, 's> Inference<'t, 's> {
    /// `python` is what is read of the whole text.
    pub(super) fn new(
        script: &'t Program,
        python: &'t Python,
        sdks: Sdks<'s>,
    ) -> Inference<'t, 's> {
        let imports = script.imports().iter();
        let stars = imports.filter(|i| i.is_star());
        Inference {
            python,
            tree: &python.tree,
            sdks,
            facts: facts(python),
            stars: stars.map(|i| &*i.module.value).collect(),
            remembered: FxHashMap::default(),
            names: FxHashMap::default(),
            tainted: RefCell::default(),
            returned: FxHashMap::default(),
            kept: FxHashMap::default(),
            classes: FxHashMap::default(),
            fuel: FUEL,
        }
    }

    /// The scope that a node stands in.
    pub(super) fn scope(&self, node: NodeId) -> ScopeId {
        self.python.names().inside(node)
    }

    /// Whether an expression may lead back to an SDK at all.
    pub(super) fn is_tainted(&self, expression: NodeId) -> bool {
        let mut node = expression;
        let mut looked_at = Vec::new();
        let is_tainted = loop {
            if let Some(known) = self.tainted.borrow().get(&node) {
                break *known;
            }
            looked_at.push(node);
            let (name, next) = match self.tree.kind(node) {
                Kind::Name(name) => (Some(name), None),
                Kind::Attribute(name) => (Some(name), self.tree.child(node, 0)),
                Kind::Call => (None, self.tree.called(node)),
                _ => break true,
            };
            if name.is_some_and(|n| self.facts.tainted.contains(self.tree.name(n))) {
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

    /// What an expression stands for where it stands.
    pub(super) fn value(&mut self, node: NodeId, depth: usize) -> Option<Value<'s>> {
        if let Some(known) = self.remembered.get(&node) {
            return *known;
        }
        self.fuel = self.fuel.checked_sub(1)?;
        if depth >= DEPTH || self.tree.is_broken(node) {
            return None;
        }
        // While it is being worked out, nothing is known of it.
        self.remembered.insert(node, None);
        let value = self.fresh(node, depth + 1);
        self.remembered.insert(node, value);
        value
    }

    fn fresh(&mut self, node: NodeId, depth: usize) -> Option<Value<'s>> {
        let tree = self.tree;
        let child = |index| tree.child(node, index);
        match tree.kind(node) {
            Kind::Name(name) => self.name(tree.name(name), self.scope(node), depth),
            Kind::Attribute(name) => {
                let object = self.value(child(0)?, depth)?;
                self.member(object, tree.name(name), depth)
            }
            Kind::Call => {
                let function = self.value(child(0)?, depth)?;
                self.called(function, depth)
            }
            Kind::Await => match self.value(child(0)?, depth)? {
                Value::Coming(class) => Some(Value::Known(Known::Instance(class))),
                Value::OwnComing(class) => Some(Value::OwnInstance(class)),
                _ => None,
            },
            Kind::Named => self.value(child(1)?, depth),
            Kind::Conditional => {
                let first = self.value(child(0)?, depth);
                let second = self.value(child(2)?, depth);
                agreed([first, second])
            }
            Kind::And | Kind::Or => {
                let first = self.value(child(0)?, depth);
                let second = self.value(child(1)?, depth);
                agreed([first, second])
            }
            Kind::Constant(Constant::None) => Some(Value::Nothing),
            _ => None,
        }
    }

    /// What an identifier holds, be it an expression or not.
    pub(super) fn held(&mut self, node: NodeId) -> Option<Value<'s>> {
        match self.tree.kind(node) {
            Kind::Ident(name) => self.name(self.tree.name(name), self.scope(node), 0),
            _ => self.value(node, 0),
        }
    }

    /// What a name means in a scope.
    fn meaning(&self, name: &str, scope: ScopeId) -> Meaning<'t> {
        match self.tree.symbol(name) {
            Some(symbol) => self.python.names().meaning(symbol, scope),
            None => Meaning::Free,
        }
    }

    /// What a name stands for in a scope.
    pub(super) fn name(&mut self, name: &str, scope: ScopeId, depth: usize) -> Option<Value<'s>> {
        if self.facts.rebound.contains(name) {
            return None;
        }
        match self.meaning(name, scope) {
            Meaning::Bound(keeper, bindings) => {
                let key = (keeper, bindings.iter().next()?.symbol);
                if let Some(known) = self.names.get(&key) {
                    return *known;
                }
                // While it is being worked out, nothing is known of it.
                self.names.insert(key, None);
                let mut values = Vec::new();
                for binding in bindings.iter() {
                    self.fuel = self.fuel.checked_sub(1)?;
                    values.push(self.bound(binding, depth));
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

    /// Whether an identifier has its value from imports alone.
    pub(super) fn is_imported(&self, node: NodeId) -> bool {
        let Some(symbol) = self.tree.symbol_of(node) else {
            return false;
        };
        match self.python.names().meaning(symbol, self.scope(node)) {
            Meaning::Free => true,
            meaning => self.python.all_imported(meaning.bindings()).is_some(),
        }
    }

    /// What an import gives its name.
    pub(super) fn imported(&self, import: Imported<'_>) -> Option<Value<'s>> {
        let module = import.module;
        match import.name {
            Some(name) => self.of_module(SdkModule::named(module)?, name),
            None => {
                // Without `as`, the name is that of the outermost package.
                let top = module.split('.').next().filter(|_| !import.aliased);
                let module = SdkModule::named(top.unwrap_or(module))?;
                Some(Value::Known(Known::Module(module)))
            }
        }
    }

    fn of_module(&self, module: SdkModule, name: &str) -> Option<Value<'s>> {
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
        value: Value<'s>,
        name: &str,
        depth: usize,
    ) -> Option<Value<'s>> {
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
                    let class = plain_class(field.annotation.as_ref()?)?;
                    self.instance(class, owner.module)
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
    pub(super) fn called(&mut self, function: Value<'s>, depth: usize) -> Option<Value<'s>> {
        match function {
            Value::Known(Known::Class(class)) => Some(Value::Known(Known::Instance(class))),
            Value::Known(Known::Function(function)) => self.returned_by_sdk(function),
            Value::OwnClass(class) => Some(Value::OwnInstance(class)),
            Value::OwnFunction(function) => self.returned_by_own(function, depth),
            _ => None,
        }
    }

    fn returned_by_sdk(&self, function: SdkFunction<'s>) -> Option<Value<'s>> {
        let value = self.instance(function.returns()?, function.module)?;
        match value {
            Value::Known(Known::Instance(class)) if function.function.is_async => {
                Some(Value::Coming(class))
            }
            value => Some(value),
        }
    }

    /// An instance of the class that the stub of a module has under a name.
    fn instance(&self, class: &str, module: SdkModule) -> Option<Value<'s>> {
        let class = self.sdks.class(module, class)?;
        if self.is_derived(class) {
            return None;
        }
        Some(Value::Known(Known::Instance(class)))
    }
}

/// The one value that all of these are, apart from `None`.
pub(super) fn agreed<'s>(values: impl IntoIterator<Item = Option<Value<'s>>>) -> Option<Value<'s>> {
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

/// The class that an annotation of a stub names, be it in quotes or perhaps `None`.
pub(super) fn plain_class(annotation: &Annotation) -> Option<&str> {
    match &annotation.form {
        Form::Quoted(inner) => plain_class(inner),
        Form::Union(members) => {
            let mut members = members.iter().filter(|m| !m.is_none());
            let only = members.next().filter(|_| members.next().is_none());
            plain_class(only?)
        }
        _ => match annotation.generic() {
            Some(("Optional" | "typing.Optional", [inner])) => plain_class(inner),
            _ => annotation.name().filter(|name| !name.contains('.')),
        },
    }
}

/// A set of names.
pub(super) type Names<'t> = FxHashSet<&'t str>;
