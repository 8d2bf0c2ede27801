//! Calls of the functions of a text, and what may happen any number of times.

use super::Reader;
use super::value::{NULL, UNKNOWN, Value};
use crate::Shape;
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree};

/// How often what may happen many times is read until nothing changes.
const ROUNDS: usize = 4;

/// Most calls of one function that are kept.
const MAX_CALLS: usize = 8;

/// What a function gave.
pub(super) struct Call {
    /// The version of the names at the top of the text.
    version: usize,
    arguments: Vec<Value>,
    value: Value,
}

impl<'t> Reader<'t> {
    /// What a function gives for these arguments.
    pub(crate) fn apply(&mut self, function: NodeId, arguments: Vec<Value>) -> Value {
        self.applied.insert(function);
        if !self.tops.contains(&function) {
            return self.call_with(function, Some(arguments));
        }
        // It sees only what stands at the top: as long as that stays, it gives the same again.
        let version = self.locals.version;
        let mut calls = self.calls.get(&function).into_iter().flatten();
        if let Some(call) = calls.find(|c| c.version == version && c.arguments == arguments) {
            return call.value.clone();
        }
        let came_back = std::mem::replace(&mut self.came_back, false);
        let gave_up = std::mem::replace(&mut self.gave_up, false);
        let value = self.call_with(function, Some(arguments.clone()));
        let is_whole = !self.came_back && !self.gave_up && self.locals.version == version;
        self.came_back |= came_back;
        self.gave_up |= gave_up;
        if is_whole {
            let calls = self.calls.entry(function).or_default();
            calls.retain(|c| c.version == version);
            if calls.len() < MAX_CALLS {
                calls.push(Call {
                    version,
                    arguments,
                    value: value.clone(),
                });
            }
        }
        value
    }

    /// What the entry point of a script gives.
    pub(crate) fn run(&mut self, function: NodeId) -> Shape {
        match self.call_with(function, None) {
            // Who runs it waits for it.
            Value::Promise(shape) => shape,
            value => value.shape(),
        }
    }

    /// What a function gives; without arguments: for whatever it is given from outside.
    fn call_with(&mut self, function: NodeId, arguments: Option<Vec<Value>>) -> Value {
        self.applied.insert(function);
        if self.nesting > super::MAX_NESTING || self.budget == 0 {
            self.gave_up = true;
            return UNKNOWN;
        }
        // What a function does to the names around it while it is read already is not missed: see
        // `Escape`.
        if self.active.contains(&function) {
            self.came_back = true;
            return UNKNOWN;
        }
        if self.tree.has(function, Mark::Generator) {
            return UNKNOWN;
        }
        let is_async = self.tree.has(function, Mark::Async);
        let before = self.locals.len();
        let range = self.range(function);
        let scope = std::mem::replace(&mut self.scope, range);
        self.active.push(function);
        let outer = self.locals.enter();
        self.nesting += 1;
        let mut arguments = arguments.map(Vec::into_iter);
        for parameter in parameters(self.tree, function) {
            match (&mut arguments, self.code) {
                (Some(arguments), _) => {
                    let value = arguments.next().unwrap_or(NULL);
                    self.bind(parameter, value);
                }
                (None, Some(code)) => {
                    let value = code.given(parameter);
                    self.bind(parameter, value);
                }
                (None, None) => self.bind(parameter, UNKNOWN),
            }
        }
        let body = self.tree.part(function, Role::Body);
        let value = match body {
            Some(block) if self.tree.kind(block) == Kind::Block => self.block(block),
            Some(expression) => self.value(expression),
            None => UNKNOWN,
        };
        self.nesting -= 1;
        self.active.pop();
        self.locals.leave(outer);
        self.scope = scope;
        self.locals.truncate(before);
        if self.code.is_none() {
            return value;
        }
        let value = match (is_async, value) {
            (true, Value::Promise(shape)) => Value::Shape(shape),
            (_, value) => value,
        };
        let value = self.annotated(self.tree.part(function, Role::ReturnType), value);
        match is_async {
            true => Value::Promise(value.shape()),
            false => value,
        }
    }

    /// What a function gives that is called any number of times.
    pub(super) fn callback(&mut self, function: NodeId, arguments: Vec<Value>) -> Value {
        self.repeated(|this| this.apply(function, arguments.clone()))
    }

    /// Reads what may happen any number of times, until the names around it hold all they can.
    pub(super) fn repeated<R>(&mut self, mut read: impl FnMut(&mut Self) -> R) -> R {
        if self.code.is_none() {
            return read(self);
        }
        self.depth += 1;
        for _ in 0..ROUNDS {
            self.locals.watch();
            let result = read(self);
            if self.locals.given().is_empty() {
                self.depth -= 1;
                return result;
            }
        }
        self.locals.watch();
        read(self);
        for local in self.locals.given() {
            self.locals.give(local, UNKNOWN);
        }
        let result = read(self);
        self.depth -= 1;
        result
    }
}

/// The parameters of a function.
pub(crate) fn parameters(tree: &Tree, function: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let single = tree.part(function, Role::Parameter);
    let list = tree
        .part(function, Role::Parameters)
        .filter(|_| single.is_none());
    let several = list.into_iter().flat_map(|list| tree.children(list));
    single.into_iter().chain(several)
}
