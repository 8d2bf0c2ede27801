//! Where the value of a variable goes from one place that names it.

use tree_sitter::Node;

use super::effects::{Change, Link, Scopes, is_function, names_in, parameters};
use super::methods::{calls_at_once, changes, gives_parts, gives_plain, is_harmless};
use lang::walk::text;

impl<'t> Scopes<'t> {
    /// The call that a function is given to at once: the call, and the method's name.
    pub(super) fn callback(&self, function: Node<'t>) -> Option<(Node<'t>, &'t str)> {
        let arguments = self.parent(function);
        let arguments = arguments.filter(|p| p.kind() == "arguments")?;
        let call = self.parent(arguments);
        let call = call.filter(|p| p.kind() == "call_expression")?;
        let callee = call.child_by_field_name("function")?;
        let property = callee.child_by_field_name("property")?;
        let name = text(property, self.source);
        let from = callee
            .child_by_field_name("object")
            .is_some_and(|o| text(o, self.source) == "Array" && name == "from");
        (calls_at_once(name) || from).then_some((call, name))
    }

    /// Whether an assignment is a part of an expression, and what it gives more than a number or a
    /// text.
    pub(super) fn goes_on(&self, assignment: Node<'t>) -> bool {
        let operator = assignment.child_by_field_name("operator");
        let logical = operator.is_some_and(|o| matches!(o.kind(), "??=" | "||=" | "&&="));
        let gives = assignment.kind() == "assignment_expression" || logical;
        let holder = self.parent(assignment);
        gives && holder.is_some_and(|p| p.kind() != "expression_statement")
    }

    /// Whether an expression is all that its statement, or the function around it, does.
    pub(super) fn stands_alone(&self, expression: Node<'t>) -> bool {
        let mut node = expression;
        for _ in 0..MAX_STEPS {
            let Some(parent) = self.parent(node) else {
                return false;
            };
            match parent.kind() {
                "parenthesized_expression" | "binary_expression" | "ternary_expression" => {
                    node = parent;
                }
                "expression_statement" | "arrow_function" | "for_statement" => return true,
                _ => return false,
            }
        }
        false
    }

    /// Whether a place is read after a `return` may have given its value.
    fn is_finally(&self, place: Node<'t>) -> bool {
        let mut node = place;
        while let Some(parent) = self.parent(node) {
            if parent.kind() == "finally_clause" {
                return true;
            }
            node = parent;
        }
        false
    }

    /// Whether an expression is the value of a new name, or what a function gives.
    pub(super) fn declares(&self, expression: Node<'t>) -> bool {
        let parent = self.parent(expression).map_or("", |p| p.kind());
        matches!(parent, "variable_declarator" | "return_statement")
    }
}

/// Most expressions around a name that are looked at; where they are more, anything may happen.
const MAX_STEPS: usize = 100;

/// Follows one use.
pub(super) struct Flow<'a, 't> {
    pub(super) scopes: &'a mut Scopes<'t>,
    pub(super) variable: usize,
    /// The name that is followed.
    name: Node<'t>,
    /// Whether what is followed is a part of the variable's value.
    pub(super) part: bool,
    /// Whether it is something new that holds the value or a part of it.
    pub(super) held: bool,
}

/// What follows from one step outwards.
pub(super) enum Step<'t> {
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
        for _ in 0..MAX_STEPS {
            match self.step(node) {
                Step::On(next) => node = next,
                Step::End => return,
                Step::Away => {
                    break;
                }
            }
        }
        self.scopes.variables[self.variable].is_changed = true;
    }

    pub(super) fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.scopes.source)
    }

    fn step(&mut self, node: Node<'t>) -> Step<'t> {
        let Some(parent) = self.scopes.parent(node) else {
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
        let Some(parent) = self.scopes.parent(member) else {
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
            let goes_on = matches!(step, Step::End) && self.scopes.goes_on(parent);
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
        // In the midst of an expression, parts of it have been read before.
        let holder = self.scopes.parent(place);
        let alone = holder.is_some_and(|h| self.scopes.stands_alone(h));
        // One more item may come at any time.
        let late = holder.is_some_and(|p| p.kind() == "call_expression");
        let in_order = self.scopes.in_order(place, self.variable, late);
        if self.part || !direct || !alone || !in_order || self.scopes.is_finally(place) {
            return Step::Away;
        }
        let change = Change {
            at: place.start_byte(),
            loops: self.scopes.loops_around(place),
        };
        self.scopes.variables[self.variable].changes.push(change);
        Step::End
    }

    /// A method is called on what is followed.
    fn called(&mut self, call: Node<'t>, member: Node<'t>, name: &str) -> Step<'t> {
        let list = call.child_by_field_name("arguments");
        let given = list.map(|list| self.scopes.given(list));
        let arguments = given.as_ref().map_or(&[][..], |g| &g.arguments);
        if calls_at_once(name)
            && let Some(&first) = arguments.first()
        {
            let function = match first.kind() {
                _ if is_function(first) => Some(first),
                "identifier" => {
                    let known = self.scopes.resolve(first);
                    let function = known.and_then(|v| self.scopes.functions.get(&v).copied());
                    if function.is_none() && !is_harmless(self.text(first)) {
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
        if changes(name) && matches!(self.changed(member), Step::Away) {
            return Step::Away;
        }
        if gives_parts(name) {
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
        match gives_plain(name) {
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
        match self.scopes.parent(assignment).map(|p| p.kind()) {
            Some("expression_statement") => Step::End,
            _ => Step::Away,
        }
    }

    /// The variable at the root of a chain.
    pub(super) fn root(&self, chain: Node<'t>) -> Option<usize> {
        let mut node = chain;
        for _ in 0..MAX_STEPS {
            node = match node.kind() {
                "member_expression" | "subscript_expression" => {
                    node.child_by_field_name("object")?
                }
                "parenthesized_expression" | "non_null_expression" | "as_expression" => {
                    node.named_child(0)?
                }
                "identifier" => return self.scopes.resolve(node),
                _ => return None,
            };
        }
        None
    }

    /// What is followed is what a function gives.
    fn returned(&mut self, place: Node<'t>) -> Step<'t> {
        let function = self.scopes.function_of(place);
        if let Some((call, name)) = self.scopes.callback(function) {
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
            || self
                .scopes
                .parent(function)
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

    pub(super) fn link(&mut self, pattern: Node<'t>, link: Link) {
        for name in names_in(pattern) {
            if let Some(variable) = self.scopes.resolve(name) {
                self.scopes.links.push((variable, self.variable, link));
            }
        }
    }
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
