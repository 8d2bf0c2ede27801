//! Calls of the functions of a text, and what may happen any number of times.

use tree_sitter::Node;

use super::Reader;
use super::value::{NULL, UNKNOWN, Value};
use crate::Shape;
use lang::walk::children;

/// How often what may happen many times is read until nothing changes.
const ROUNDS: usize = 4;

/// Most calls of one function that are kept.
const MAX_CALLS: usize = 8;

/// What a function gave.
pub(super) struct Call<'t> {
    /// The version of the names at the top of the text.
    version: usize,
    arguments: Vec<Value<'t>>,
    value: Value<'t>,
}

impl<'t> Reader<'t> {
    /// What a function gives for these arguments.
    pub(crate) fn apply(&mut self, function: Node<'t>, arguments: Vec<Value<'t>>) -> Value<'t> {
        self.applied.insert(function.id());
        if !self.tops.contains(&function.id()) {
            return self.call_with(function, Some(arguments));
        }
        // It sees only what stands at the top: as long as that stays, it gives the same again.
        let version = self.locals.version;
        let mut calls = self.calls.get(&function.id()).into_iter().flatten();
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
            let calls = self.calls.entry(function.id()).or_default();
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
    pub(crate) fn run(&mut self, function: Node<'t>) -> Shape {
        match self.call_with(function, None) {
            // Who runs it waits for it.
            Value::Promise(shape) => shape,
            value => value.shape(),
        }
    }

    /// What a function gives; without arguments: for whatever it is given from outside.
    fn call_with(&mut self, function: Node<'t>, arguments: Option<Vec<Value<'t>>>) -> Value<'t> {
        self.applied.insert(function.id());
        if self.nesting > super::MAX_NESTING || self.budget == 0 {
            self.gave_up = true;
            return UNKNOWN;
        }
        // What a function does to the names around it while it is read already is not missed: see
        // `Fate`.
        if self.active.contains(&function) {
            self.came_back = true;
            return UNKNOWN;
        }
        let is = |token: &str| {
            let mut parts = function.children(&mut function.walk()).collect::<Vec<_>>();
            parts.retain(|n| n.kind() == token);
            !parts.is_empty()
        };
        if is("*") {
            return UNKNOWN;
        }
        let before = self.locals.len();
        let scope = std::mem::replace(
            &mut self.scope,
            (function.start_byte(), function.end_byte()),
        );
        self.active.push(function);
        let outer = self.locals.enter();
        self.nesting += 1;
        let parameters = match function.child_by_field_name("parameter") {
            Some(single) => vec![single],
            None => function
                .child_by_field_name("parameters")
                .map_or(Vec::new(), children),
        };
        let mut arguments = arguments.map(Vec::into_iter);
        for parameter in parameters.into_iter().filter(|p| p.kind() != "comment") {
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
        let body = function.child_by_field_name("body");
        let value = match body {
            Some(block) if block.kind() == "statement_block" => self.block(block),
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
        let value = match (is("async"), value) {
            (true, Value::Promise(shape)) => Value::Shape(shape),
            (_, value) => value,
        };
        let value = self.annotated(function.child_by_field_name("return_type"), value);
        match is("async") {
            true => Value::Promise(value.shape()),
            false => value,
        }
    }

    /// What a function gives that is called any number of times.
    pub(super) fn callback(&mut self, function: Node<'t>, arguments: Vec<Value<'t>>) -> Value<'t> {
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
