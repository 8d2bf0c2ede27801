//! Where the value of a variable goes from one place that names it.

use tree_sitter::Node;

use super::effects::{
    Change, Link, Scopes, function_of, is_function, loops_around, names_in, parameters,
};
use crate::script::walk::{children, text};

/// Methods that call a function with the items of their list, at once.
const CALLING: &[&str] = &[
    "map",
    "flatMap",
    "filter",
    "find",
    "findLast",
    "findIndex",
    "findLastIndex",
    "some",
    "every",
    "forEach",
    "reduce",
    "reduceRight",
    "sort",
    "toSorted",
];

/// Methods that change a list in place.
const CHANGING: &[&str] = &["push", "unshift", "splice", "fill", "copyWithin"];

/// Methods that give what holds parts of their owner, or one of them.
const PARTS: &[&str] = &[
    "slice",
    "concat",
    "flat",
    "entries",
    "values",
    "at",
    "toSorted",
    "toReversed",
    "with",
    "find",
    "findLast",
    "filter",
    "pop",
    "shift",
    "splice",
    "sort",
    "reverse",
    "get",
    "toSpliced",
    "fill",
];

/// Methods that give plain values and leave their owner as it is.
const PLAIN: &[&str] = &[
    "some",
    "every",
    "forEach",
    "findIndex",
    "findLastIndex",
    "includes",
    "indexOf",
    "lastIndexOf",
    "join",
    "keys",
    "toString",
    "toFixed",
    "toPrecision",
    "toLocaleString",
    "startsWith",
    "endsWith",
    "trim",
    "trimStart",
    "trimEnd",
    "toUpperCase",
    "toLowerCase",
    "toLocaleUpperCase",
    "toLocaleLowerCase",
    "replace",
    "replaceAll",
    "split",
    "match",
    "search",
    "padStart",
    "padEnd",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "substring",
    "substr",
    "repeat",
    "normalize",
    "localeCompare",
    "toISOString",
    "toJSON",
    "toDateString",
    "toTimeString",
    "toLocaleDateString",
    "toLocaleTimeString",
    "toUTCString",
    "getTime",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDay",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
    "getUTCFullYear",
    "getUTCMonth",
    "getUTCDate",
    "getUTCHours",
    "valueOf",
    "hasOwnProperty",
    "has",
    "test",
    "map",
    "flatMap",
    "reduce",
    "reduceRight",
    "push",
    "unshift",
];

/// Functions of the language that leave what they are given as it is.
const HARMLESS: &[&str] = &[
    "String",
    "Number",
    "Boolean",
    "parseInt",
    "parseFloat",
    "isNaN",
    "isFinite",
    "BigInt",
    "encodeURIComponent",
    "decodeURIComponent",
    "encodeURI",
    "decodeURI",
    "structuredClone",
    "fetch",
    "btoa",
    "atob",
    "Error",
    "Date",
    "URL",
    "URLSearchParams",
    "RegExp",
    "TypeError",
    "RangeError",
];

/// The call that a function is given to at once: the call, and the method's name.
pub(super) fn callback<'t>(function: Node<'t>, source: &'t str) -> Option<(Node<'t>, &'t str)> {
    let arguments = function.parent().filter(|p| p.kind() == "arguments")?;
    let call = arguments
        .parent()
        .filter(|p| p.kind() == "call_expression")?;
    let callee = call.child_by_field_name("function")?;
    let property = callee.child_by_field_name("property")?;
    let name = text(property, source);
    let from = callee
        .child_by_field_name("object")
        .is_some_and(|o| text(o, source) == "Array" && name == "from");
    (CALLING.contains(&name) || from).then_some((call, name))
}

/// Follows one use.
pub(super) struct Flow<'a, 't> {
    scopes: &'a mut Scopes<'t>,
    variable: usize,
    /// The name that is followed.
    name: Node<'t>,
    /// Whether what is followed is a part of the variable's value.
    part: bool,
    /// Whether it is something new that holds the value or a part of it.
    held: bool,
}

/// What follows from one step outwards.
enum Step<'t> {
    /// The value goes on in this expression.
    On(Node<'t>),
    /// It ends here.
    End,
    /// Anything may happen to it.
    Away,
}

impl<'a, 't> Flow<'a, 't> {
    pub(super) fn new(scopes: &'a mut Scopes<'t>, variable: usize, name: Node<'t>) -> Flow<'a, 't> {
        Flow {
            scopes,
            variable,
            name,
            part: false,
            held: false,
        }
    }

    pub(super) fn follow(mut self, from: Node<'t>) {
        // A function cannot be changed in a way that counts.
        if self.scopes.variables[self.variable].is_function {
            return;
        }
        let mut node = from;
        loop {
            match self.step(node) {
                Step::On(next) => node = next,
                Step::End => return,
                Step::Away => {
                    self.scopes.variables[self.variable].is_changed = true;
                    return;
                }
            }
        }
    }

    fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.scopes.source)
    }

    fn step(&mut self, node: Node<'t>) -> Step<'t> {
        let Some(parent) = node.parent() else {
            return Step::End;
        };
        let fills = |field: &str| parent.child_by_field_name(field) == Some(node);
        match parent.kind() {
            "member_expression" | "subscript_expression" if fills("object") => self.read(parent),
            "subscript_expression" | "computed_property_name" => Step::End,
            "await_expression"
            | "parenthesized_expression"
            | "non_null_expression"
            | "as_expression"
            | "satisfies_expression"
            | "type_assertion"
            | "sequence_expression" => Step::On(parent),
            "ternary_expression" if fills("condition") => Step::End,
            "ternary_expression" => Step::On(parent),
            "binary_expression" => {
                let operator = parent.child_by_field_name("operator");
                match operator.map_or("", |o| self.text(o)) {
                    "&&" if fills("left") => Step::End,
                    "&&" | "||" | "??" => Step::On(parent),
                    _ => Step::End,
                }
            }
            "spread_element" => {
                self.part = true;
                Step::On(parent)
            }
            "pair" | "array" | "object" => {
                self.held = true;
                Step::On(parent)
            }
            "template_substitution"
            | "unary_expression"
            | "update_expression"
            | "expression_statement"
            | "if_statement"
            | "while_statement"
            | "do_statement"
            | "switch_statement"
            | "switch_case"
            | "throw_statement"
            | "for_statement"
            | "export_statement"
            | "export_specifier"
            | "type_query" => Step::End,
            "variable_declarator" => {
                if let Some(name) = parent.child_by_field_name("name") {
                    self.bound(name);
                }
                Step::End
            }
            "assignment_expression" | "augmented_assignment_expression" if fills("right") => {
                self.given(parent)
            }
            "for_in_statement" if fills("right") => {
                let of = parent.child_by_field_name("operator");
                if of.is_some_and(|o| self.text(o) == "of")
                    && let Some(left) = parent.child_by_field_name("left")
                {
                    self.part = true;
                    self.bound(left);
                }
                Step::End
            }
            "arguments" => self.passed(node, parent),
            "call_expression" | "new_expression" => Step::End,
            "return_statement" => self.returned(parent),
            "arrow_function" if fills("body") => self.returned(node),
            _ => Step::Away,
        }
    }

    /// A property or an item is read, called or set.
    fn read(&mut self, member: Node<'t>) -> Step<'t> {
        let Some(parent) = member.parent() else {
            return Step::End;
        };
        let fills = |field: &str| parent.child_by_field_name(field) == Some(member);
        let sets = match parent.kind() {
            "assignment_expression" | "augmented_assignment_expression" | "for_in_statement" => {
                fills("left")
            }
            "update_expression" => true,
            "unary_expression" => self.text(parent).starts_with("delete"),
            // `[o.a] = …`
            "array_pattern" | "object_pattern" | "pair_pattern" | "assignment_pattern"
            | "rest_pattern" => return Step::Away,
            _ => false,
        };
        if sets {
            let step = self.changed(member);
            // What was set goes on where the assignment is a part of an expression.
            let goes_on = matches!(step, Step::End) && goes_on(parent);
            self.part |= goes_on;
            return if goes_on { Step::On(parent) } else { step };
        }
        let called = parent.kind() == "call_expression" && fills("function");
        let name = member.child_by_field_name("property");
        match name.filter(|_| called) {
            Some(name) => self.called(parent, member, self.text(name)),
            None if called => Step::Away,
            None => {
                self.part = true;
                self.held = false;
                Step::On(member)
            }
        }
    }

    /// What is followed is changed in place.
    fn changed(&mut self, place: Node<'t>) -> Step<'t> {
        if self.held {
            return Step::End;
        }
        let direct = place
            .child_by_field_name("object")
            .is_some_and(|o| plain(o) == self.name);
        if self.part || !direct || !self.scopes.in_order(place, self.variable) {
            return Step::Away;
        }
        let change = Change {
            at: place.start_byte(),
            loops: loops_around(place),
        };
        self.scopes.variables[self.variable].changes.push(change);
        Step::End
    }

    /// A method is called on what is followed.
    fn called(&mut self, call: Node<'t>, member: Node<'t>, name: &str) -> Step<'t> {
        let arguments = call.child_by_field_name("arguments");
        let mut arguments = arguments.map_or(Vec::new(), children);
        arguments.retain(|a| a.kind() != "comment");
        if CALLING.contains(&name)
            && let Some(&first) = arguments.first()
        {
            let function = match first.kind() {
                _ if is_function(first) => Some(first),
                "identifier" => {
                    let known = self.scopes.resolve(first);
                    let function = known.and_then(|v| self.scopes.functions.get(&v).copied());
                    if function.is_none() && !HARMLESS.contains(&self.text(first)) {
                        return Step::Away;
                    }
                    function
                }
                _ => return Step::Away,
            };
            let parameters = function.map_or(Vec::new(), parameters);
            // The running value of `reduce` is no part of the list where it has a start.
            let skipped = usize::from(name.starts_with("reduce") && arguments.len() > 1);
            for parameter in parameters.into_iter().skip(skipped) {
                self.link(parameter, Link::Part);
            }
        }
        if CHANGING.contains(&name) && matches!(self.changed(member), Step::Away) {
            return Step::Away;
        }
        if PARTS.contains(&name) {
            match name {
                // The list itself.
                "sort" | "reverse" | "fill" => {}
                "find" | "findLast" | "at" | "pop" | "shift" | "get" => {
                    self.part = true;
                    self.held = false;
                }
                _ => {
                    self.part = true;
                    self.held = true;
                }
            }
            return Step::On(call);
        }
        match PLAIN.contains(&name) {
            true => Step::End,
            false => Step::Away,
        }
    }

    /// `target = what is followed`
    fn given(&mut self, assignment: Node<'t>) -> Step<'t> {
        let operator = assignment.child_by_field_name("operator");
        let adds = operator.is_some_and(|o| !matches!(self.text(o), "??=" | "||=" | "&&="));
        if assignment.kind() == "augmented_assignment_expression" && adds {
            return Step::End;
        }
        let Some(left) = assignment.child_by_field_name("left") else {
            return Step::Away;
        };
        match left.kind() {
            "identifier" => self.bound(left),
            "member_expression" | "subscript_expression" => match self.root(left) {
                Some(target) => {
                    let at = assignment.start_byte();
                    self.scopes
                        .links
                        .push((target, self.variable, Link::Holds(at)));
                }
                None => return Step::Away,
            },
            _ => self.bound(left),
        }
        match assignment.parent().map(|p| p.kind()) {
            Some("expression_statement") => Step::End,
            _ => Step::Away,
        }
    }

    /// The variable at the root of a chain.
    fn root(&self, chain: Node<'t>) -> Option<usize> {
        let mut node = chain;
        while node.kind() != "identifier" {
            node = match node.kind() {
                "member_expression" | "subscript_expression" => {
                    node.child_by_field_name("object")?
                }
                "parenthesized_expression" | "non_null_expression" | "as_expression" => {
                    node.named_child(0)?
                }
                _ => return None,
            };
        }
        self.scopes.resolve(node)
    }

    /// What is followed is an argument.
    fn passed(&mut self, node: Node<'t>, arguments: Node<'t>) -> Step<'t> {
        let Some(call) = arguments.parent() else {
            return Step::Away;
        };
        if call.kind() == "new_expression" {
            let class = call.child_by_field_name("constructor");
            let name = class.map_or("", |c| self.text(c));
            return match name {
                "Set" | "Map" => {
                    self.held = true;
                    Step::On(call)
                }
                name if HARMLESS.contains(&name) => Step::End,
                _ => Step::Away,
            };
        }
        let Some(callee) = call.child_by_field_name("function") else {
            return Step::Away;
        };
        let mut given = children(arguments);
        given.retain(|a| a.kind() != "comment");
        let place = given.iter().position(|a| *a == node);
        let spread = given.iter().any(|a| a.kind() == "spread_element");
        match callee.kind() {
            "identifier" => match self.scopes.resolve(callee) {
                Some(variable) => {
                    let function = self.scopes.functions.get(&variable).copied();
                    let (Some(function), Some(place), false) = (function, place, spread) else {
                        return Step::Away;
                    };
                    let parameters = parameters(function);
                    let Some(parameter) = parameters.get(place) else {
                        return Step::End;
                    };
                    self.link(
                        *parameter,
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
                None if HARMLESS.contains(&self.text(callee)) => Step::End,
                None => Step::Away,
            },
            "member_expression" => self.passed_to_method(call, callee, place),
            _ => Step::Away,
        }
    }

    fn passed_to_method(
        &mut self,
        call: Node<'t>,
        callee: Node<'t>,
        place: Option<usize>,
    ) -> Step<'t> {
        let (Some(object), Some(property)) = (
            callee.child_by_field_name("object"),
            callee.child_by_field_name("property"),
        ) else {
            return Step::Away;
        };
        let name = self.text(property);
        let owner = self.text(object);
        if object.kind() == "identifier" && self.scopes.resolve(object).is_none() {
            return match (owner, name) {
                ("JSON" | "Math" | "console" | "Number" | "String" | "Date", _)
                | ("Array", "isArray")
                | ("Object", "keys" | "is" | "hasOwn") => Step::End,
                ("Object", "assign") if place == Some(0) => {
                    if self.part || !self.scopes.in_order(call, self.variable) {
                        return Step::Away;
                    }
                    if !self.held {
                        let change = Change {
                            at: call.start_byte(),
                            loops: loops_around(call),
                        };
                        self.scopes.variables[self.variable].changes.push(change);
                    }
                    Step::On(call)
                }
                ("Object", "assign") => {
                    let first = call
                        .child_by_field_name("arguments")
                        .and_then(|a| a.named_child(0));
                    if let Some(target) = first.and_then(|f| self.root(f)) {
                        let link = Link::Holds(call.start_byte());
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
                        ("Array", _) if name == "from" && self.from_function(call) => Step::Away,
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
                    let link = Link::Holds(call.start_byte());
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

    fn from_function(&self, call: Node<'t>) -> bool {
        let arguments = call.child_by_field_name("arguments");
        arguments.is_some_and(|a| a.named_child_count() > 1)
    }

    /// What is followed is what a function gives.
    fn returned(&mut self, place: Node<'t>) -> Step<'t> {
        let function = function_of(place);
        if let Some((call, name)) = callback(function, self.scopes.source) {
            return match name {
                "map" | "flatMap" | "reduce" | "reduceRight" | "from" => {
                    self.part = true;
                    self.held = true;
                    Step::On(call)
                }
                _ => Step::End,
            };
        }
        let named = function.kind() == "function_declaration"
            || function
                .parent()
                .is_some_and(|p| p.kind() == "variable_declarator");
        let name = function.child_by_field_name("name").map(|n| self.text(n));
        let own = self.scopes.variables[self.variable].function == function.id();
        match named && (own || name == Some("main")) {
            true => Step::End,
            false => Step::Away,
        }
    }

    /// What is followed is bound to the names of a pattern.
    fn bound(&mut self, pattern: Node<'t>) {
        let at = pattern.start_byte();
        let link = match (pattern.kind(), self.held, self.part) {
            ("identifier", true, _) => Link::Holds(at),
            ("identifier", false, false) => Link::Same,
            _ => Link::Part,
        };
        self.link(pattern, link);
    }

    fn link(&mut self, pattern: Node<'t>, link: Link) {
        for name in names_in(pattern) {
            if let Some(variable) = self.scopes.resolve(name) {
                self.scopes.links.push((variable, self.variable, link));
            }
        }
    }
}

/// Whether an assignment is a part of an expression, and what it gives more than a number or a text.
pub(super) fn goes_on(assignment: Node<'_>) -> bool {
    let operator = assignment.child_by_field_name("operator");
    let logical = operator.is_some_and(|o| matches!(o.kind(), "??=" | "||=" | "&&="));
    let gives = assignment.kind() == "assignment_expression" || logical;
    gives
        && assignment
            .parent()
            .is_some_and(|p| p.kind() != "expression_statement")
}

/// An expression without brackets and assertions around it.
fn plain(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    while matches!(
        node.kind(),
        "parenthesized_expression" | "non_null_expression" | "as_expression"
    ) {
        let Some(inner) = node.named_child(0) else {
            return node;
        };
        node = inner;
    }
    node
}
