//! What happens to a value that is given to a function or a method.

use super::effects::{Change, Link};
use super::flow::{Flow, Step};
use super::methods::is_harmless;
use crate::javascript::parameters;
use lang::javascript::tree::{Kind, NodeId, Role};

impl<'t> Flow<'_, 't> {
    /// What is followed is an argument.
    pub(super) fn passed(&mut self, node: NodeId, arguments: NodeId) -> Step {
        let tree = self.scopes.tree;
        let Some(call) = tree.parent(arguments) else {
            return Step::Away;
        };
        if tree.kind(call) == Kind::New {
            let class = tree.part(call, Role::Constructor);
            let name = class.map_or("", |c| self.text(c));
            return match name {
                "Set" | "Map" => {
                    self.held = true;
                    Step::On(call)
                }
                name if is_harmless(name) => Step::End,
                _ => Step::Away,
            };
        }
        let Some(callee) = tree.part(call, Role::Function) else {
            return Step::Away;
        };
        let given = self.scopes.given(arguments);
        let place = given.places.get(&node).copied();
        let spread = given.spread;
        match tree.kind(callee) {
            Kind::Identifier => match self.scopes.resolve(callee) {
                Some(variable) => {
                    let function = self.scopes.functions.get(&variable).copied();
                    let (Some(function), Some(place), false) = (function, place, spread) else {
                        return Step::Away;
                    };
                    let Some(parameter) = parameters(tree, function).nth(place) else {
                        return Step::End;
                    };
                    self.link(
                        parameter,
                        if self.part || self.held {
                            Link::Part
                        } else {
                            Link::Same
                        },
                    );
                    // It may come back.
                    self.part = true;
                    Step::On(call)
                }
                None if is_harmless(self.text(callee)) => Step::End,
                None => Step::Away,
            },
            Kind::Member => self.passed_to_method(call, callee, place),
            _ => Step::Away,
        }
    }

    fn passed_to_method(&mut self, call: NodeId, callee: NodeId, place: Option<usize>) -> Step {
        let tree = self.scopes.tree;
        let object = tree.part(callee, Role::Object);
        let Some((object, property)) = object.zip(tree.part(callee, Role::Property)) else {
            return Step::Away;
        };
        let name = self.text(property);
        let owner = self.text(object);
        if tree.kind(object) == Kind::Identifier && self.scopes.resolve(object).is_none() {
            return match (owner, name) {
                ("JSON" | "Math" | "console" | "Number" | "String" | "Date", _)
                | ("Array", "isArray")
                | ("Object", "keys" | "is" | "hasOwn") => Step::End,
                ("Object", "assign") if place == Some(0) => {
                    let apart = self.scopes.stands_alone(call) || self.scopes.declares(call);
                    if self.part || !apart || !self.scopes.in_order(call, self.variable, false) {
                        return Step::Away;
                    }
                    if !self.held {
                        let change = Change {
                            at: tree.span(call).start as usize,
                            loops: self.scopes.loops_around(call),
                        };
                        self.scopes.variables[self.variable].changes.push(change);
                    }
                    Step::On(call)
                }
                ("Object", "assign") => {
                    let arguments = tree.part(call, Role::Arguments);
                    let first = arguments.and_then(|a| tree.child(a, 0));
                    if let Some(target) = first.and_then(|f| self.root(f)) {
                        let link = Link::Holds(tree.span(call).start as usize);
                        self.scopes.links.push((target, self.variable, link));
                    }
                    self.held = true;
                    Step::On(call)
                }
                ("Object", "values" | "entries" | "fromEntries")
                | ("Array", "from" | "of")
                | ("Promise", "all" | "resolve") => {
                    self.part = true;
                    self.held = true;
                    // `Array.from(items, f)`
                    match (owner, place) {
                        ("Array", _) if name == "from" && self.has_function(call) => Step::Away,
                        _ => Step::On(call),
                    }
                }
                ("Object", "freeze" | "seal") => Step::On(call),
                _ => Step::Away,
            };
        }
        match name {
            "push" | "unshift" | "splice" | "fill" | "add" | "set" => match self.root(object) {
                Some(target) => {
                    let link = Link::Holds(tree.span(call).start as usize);
                    self.scopes.links.push((target, self.variable, link));
                    Step::End
                }
                None => Step::Away,
            },
            "includes" | "indexOf" | "lastIndexOf" | "join" | "has" | "startsWith" | "endsWith"
            | "localeCompare" | "split" | "replace" | "replaceAll" | "padStart" | "padEnd"
            | "slice" | "at" | "get" | "test" | "charAt" | "toFixed" | "repeat" => Step::End,
            "concat" => {
                self.part = true;
                self.held = true;
                Step::On(call)
            }
            _ => Step::Away,
        }
    }

    fn has_function(&self, call: NodeId) -> bool {
        let tree = self.scopes.tree;
        let arguments = tree.part(call, Role::Arguments);
        arguments.is_some_and(|a| tree.child(a, 1).is_some())
    }
}
