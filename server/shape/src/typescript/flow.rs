//! Where the value of a variable goes from one place that names it.

use super::effects::{Change, Link, Scopes, names_in};
use super::methods::{calls_at_once, changes, gives_parts, gives_plain, is_harmless};
use crate::javascript::parameters;
use lang::javascript::tree::{Kind, Mark, NodeId, Operator, Role, Unary};

impl<'t> Scopes<'t> {
    /// The call that a function is given to at once: the call, and the method's name.
    pub(super) fn callback(&self, function: NodeId) -> Option<(NodeId, &'t str)> {
        let tree = self.tree;
        let arguments = tree.parent(function);
        let arguments = arguments.filter(|p| tree.kind(*p) == Kind::Arguments)?;
        let call = tree.parent(arguments);
        let call = call.filter(|p| tree.kind(*p) == Kind::Call)?;
        let callee = tree.part(call, Role::Function)?;
        let name = tree.text_of(tree.part(callee, Role::Property)?);
        let object = tree.written(tree.part(callee, Role::Object));
        let from = object == "Array" && name == "from";
        (calls_at_once(name) || from).then_some((call, name))
    }

    /// Whether an assignment is a part of an expression, and what it gives more than a number or a
    /// text.
    pub(super) fn goes_on(&self, assignment: NodeId) -> bool {
        let gives = match self.tree.kind(assignment) {
            Kind::AugAssign(operator) => operator.is_logical(),
            kind => kind == Kind::Assign,
        };
        let holder = self.parent(assignment);
        gives && holder.is_some_and(|p| self.tree.kind(p) != Kind::Expression)
    }

    /// Whether an expression is all that its statement, or the function around it, does.
    pub(super) fn stands_alone(&self, expression: NodeId) -> bool {
        for parent in self.tree.above(expression).take(MAX_STEPS) {
            match self.tree.kind(parent) {
                Kind::Paren | Kind::Binary(_) | Kind::Conditional => {}
                Kind::Expression | Kind::Arrow | Kind::For => return true,
                _ => return false,
            }
        }
        false
    }

    /// Whether a place is read after a `return` may have given its value.
    fn is_finally(&self, place: NodeId) -> bool {
        let mut above = self.tree.above(place);
        above.any(|n| self.tree.kind(n) == Kind::Finally)
    }

    /// Whether an expression is the value of a new name, or what a function gives.
    pub(super) fn declares(&self, expression: NodeId) -> bool {
        let parent = self.parent(expression).map(|p| self.tree.kind(p));
        matches!(parent, Some(Kind::Declarator | Kind::Return))
    }
}

/// Most expressions around a name that are looked at; where they are more, anything may happen.
const MAX_STEPS: usize = 100;

/// Follows one use.
pub(super) struct Flow<'a, 't> {
    pub(super) scopes: &'a mut Scopes<'t>,
    pub(super) variable: usize,
    /// The name that is followed.
    name: NodeId,
    /// Whether what is followed is a part of the variable's value.
    pub(super) part: bool,
    /// Whether it is something new that holds the value or a part of it.
    pub(super) held: bool,
}

/// What follows from one step outwards.
pub(super) enum Step {
    /// The value goes on in this expression.
    On(NodeId),
    /// It ends here.
    End,
    /// Anything may happen to it.
    Away,
}

impl<'a, 't> Flow<'a, 't> {
    pub(super) fn new(scopes: &'a mut Scopes<'t>, variable: usize, name: NodeId) -> Flow<'a, 't> {
        Flow {
            scopes,
            variable,
            name,
            part: false,
            held: false,
        }
    }

    pub(super) fn follow(mut self, from: NodeId) {
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

    pub(super) fn text(&self, node: NodeId) -> &'t str {
        self.scopes.tree.text_of(node)
    }

    fn step(&mut self, node: NodeId) -> Step {
        let tree = self.scopes.tree;
        let Some(parent) = tree.parent(node) else {
            return Step::End;
        };
        let role = tree.role(node);
        match tree.kind(parent) {
            Kind::Member | Kind::Subscript if role == Role::Object => self.read(parent),
            Kind::Subscript | Kind::Computed => Step::End,
            Kind::Await
            | Kind::Paren
            | Kind::NonNull
            | Kind::As
            | Kind::Satisfies
            | Kind::TypeAssertion
            | Kind::Sequence => Step::On(parent),
            Kind::Conditional if role == Role::Condition => Step::End,
            Kind::Conditional => Step::On(parent),
            Kind::Binary(Operator::And) if role == Role::Left => Step::End,
            Kind::Binary(operator) if operator.is_logical() => Step::On(parent),
            Kind::Spread => {
                self.part = true;
                Step::On(parent)
            }
            Kind::Pair | Kind::Array | Kind::Object => {
                self.held = true;
                Step::On(parent)
            }
            Kind::Binary(_)
            | Kind::Substitution
            | Kind::Unary(_)
            | Kind::Update
            | Kind::Expression
            | Kind::If
            | Kind::While
            | Kind::DoWhile
            | Kind::Switch
            | Kind::Case
            | Kind::Throw
            | Kind::For
            | Kind::Export
            | Kind::ExportSpecifier
            | Kind::TypeQuery => Step::End,
            Kind::Declarator => {
                if let Some(name) = tree.part(parent, Role::Name) {
                    self.bound(name);
                }
                Step::End
            }
            Kind::Assign | Kind::AugAssign(_) if role == Role::Right => self.given(parent),
            Kind::ForIn(_) if role == Role::Right => {
                let left = tree.part(parent, Role::Left);
                if let Some(left) = left.filter(|_| tree.has(parent, Mark::Of)) {
                    self.part = true;
                    self.bound(left);
                }
                Step::End
            }
            Kind::Arguments => self.passed(node, parent),
            Kind::Call | Kind::New => Step::End,
            Kind::Return => self.returned(parent),
            Kind::Arrow if role == Role::Body => self.returned(node),
            _ => Step::Away,
        }
    }

    /// A property or an item is read, called or set.
    fn read(&mut self, member: NodeId) -> Step {
        let tree = self.scopes.tree;
        let Some(parent) = tree.parent(member) else {
            return Step::End;
        };
        let role = tree.role(member);
        let sets = match tree.kind(parent) {
            Kind::Assign | Kind::AugAssign(_) | Kind::ForIn(_) => role == Role::Left,
            Kind::Update | Kind::Unary(Unary::Delete) => true,
            // `[o.a] = …`
            Kind::ArrayPattern
            | Kind::ObjectPattern
            | Kind::PairPattern
            | Kind::AssignmentPattern
            | Kind::Rest => return Step::Away,
            _ => false,
        };
        if sets {
            let step = self.changed(member);
            // What was set goes on where the assignment is a part of an expression.
            let goes_on = matches!(step, Step::End) && self.scopes.goes_on(parent);
            self.part |= goes_on;
            return if goes_on { Step::On(parent) } else { step };
        }
        let called = tree.kind(parent) == Kind::Call && role == Role::Function;
        let name = tree.part(member, Role::Property);
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
    fn changed(&mut self, place: NodeId) -> Step {
        if self.held {
            return Step::End;
        }
        let tree = self.scopes.tree;
        let object = tree.part(place, Role::Object);
        let direct = object.is_some_and(|o| tree.bare(o) == self.name);
        // In the midst of an expression, parts of it have been read before.
        let holder = self.scopes.parent(place);
        let alone = holder.is_some_and(|h| self.scopes.stands_alone(h));
        // One more item may come at any time.
        let late = holder.is_some_and(|p| tree.kind(p) == Kind::Call);
        let in_order = self.scopes.in_order(place, self.variable, late);
        if self.part || !direct || !alone || !in_order || self.scopes.is_finally(place) {
            return Step::Away;
        }
        let change = Change {
            at: tree.span(place).start as usize,
            loops: self.scopes.loops_around(place),
        };
        self.scopes.variables[self.variable].changes.push(change);
        Step::End
    }

    /// A method is called on what is followed.
    fn called(&mut self, call: NodeId, member: NodeId, name: &str) -> Step {
        let tree = self.scopes.tree;
        let list = tree.part(call, Role::Arguments);
        let given = list.map(|list| self.scopes.given(list));
        let arguments = given.as_ref().map_or(&[][..], |g| &g.arguments);
        if calls_at_once(name)
            && let Some(&first) = arguments.first()
        {
            let function = match tree.kind(first) {
                kind if kind.is_function() => Some(first),
                Kind::Identifier => {
                    let known = self.scopes.resolve(first);
                    let function = known.and_then(|v| self.scopes.functions.get(&v).copied());
                    if function.is_none() && !is_harmless(self.text(first)) {
                        return Step::Away;
                    }
                    function
                }
                _ => return Step::Away,
            };
            let parameters = function.into_iter().flat_map(|f| parameters(tree, f));
            // The running value of `reduce` is no part of the list where it has a start.
            let skipped = usize::from(name.starts_with("reduce") && arguments.len() > 1);
            for parameter in parameters.skip(skipped) {
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
    fn given(&mut self, assignment: NodeId) -> Step {
        let tree = self.scopes.tree;
        if let Kind::AugAssign(operator) = tree.kind(assignment)
            && !operator.is_logical()
        {
            return Step::End;
        }
        let Some(left) = tree.part(assignment, Role::Left) else {
            return Step::Away;
        };
        match tree.kind(left) {
            Kind::Member | Kind::Subscript => match self.root(left) {
                Some(target) => {
                    let at = tree.span(assignment).start as usize;
                    self.scopes
                        .links
                        .push((target, self.variable, Link::Holds(at)));
                }
                None => return Step::Away,
            },
            _ => self.bound(left),
        }
        match tree.parent(assignment).map(|p| tree.kind(p)) {
            Some(Kind::Expression) => Step::End,
            _ => Step::Away,
        }
    }

    /// The variable at the root of a chain.
    pub(super) fn root(&self, chain: NodeId) -> Option<usize> {
        let tree = self.scopes.tree;
        let mut node = chain;
        for _ in 0..MAX_STEPS {
            node = match tree.kind(node) {
                Kind::Member | Kind::Subscript => tree.part(node, Role::Object)?,
                Kind::Paren | Kind::NonNull | Kind::As => tree.child(node, 0)?,
                Kind::Identifier => return self.scopes.resolve(node),
                _ => return None,
            };
        }
        None
    }

    /// What is followed is what a function gives.
    fn returned(&mut self, place: NodeId) -> Step {
        let tree = self.scopes.tree;
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
        let holder = tree.parent(function).map(|p| tree.kind(p));
        // What a generator gives comes in parts.
        let is_declared =
            tree.kind(function) == Kind::Function && !tree.has(function, Mark::Generator);
        let named = is_declared || holder == Some(Kind::Declarator);
        let name = tree.part(function, Role::Name).map(|n| self.text(n));
        let own = self.scopes.variables[self.variable].function == function;
        match named && (own || name == Some("main")) {
            true => Step::End,
            false => Step::Away,
        }
    }

    /// What is followed is bound to the names of a pattern.
    fn bound(&mut self, pattern: NodeId) {
        let tree = self.scopes.tree;
        let at = tree.span(pattern).start as usize;
        let link = match (tree.kind(pattern), self.held, self.part) {
            (Kind::Identifier, true, _) => Link::Holds(at),
            (Kind::Identifier, false, false) => Link::Same,
            _ => Link::Part,
        };
        self.link(pattern, link);
    }

    pub(super) fn link(&mut self, pattern: NodeId, link: Link) {
        for name in names_in(self.scopes.tree, pattern) {
            if let Some(variable) = self.scopes.resolve(name) {
                self.scopes.links.push((variable, self.variable, link));
            }
        }
    }
}
