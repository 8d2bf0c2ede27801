//! What a name means in Python: which scope gives it its value, and through what.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use syntax::{Span, Tree};
use tree_sitter::Node;

use super::imports::{self, Import, Place};
use crate::walk::{Visit, path, span, text, walk_fields};

/// What gives a name its value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DeclarationKind {
    /// `def`.
    Function,
    /// `class`.
    Class,
    /// An import.
    Import,
    /// A parameter.
    Parameter,
    /// An assignment, a loop, a `with`, an `except`, a pattern.
    Variable,
}

/// A place that gives a name its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declaration {
    /// How.
    pub kind: DeclarationKind,
    /// Where the name stands.
    pub span: Span,
    /// All of the definition or statement; for a variable the same as `span`.
    pub whole: Span,
    /// The import, where it is one.
    pub import: Option<Import>,
}

/// The declarations of one name in one scope.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bindings {
    /// In reading order.
    pub declarations: Vec<Declaration>,
    /// `global` or `nonlocal` says that the name belongs further out.
    pub outer: bool,
}

/// A name as seen from a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// No scope gives it a value: built in, star-imported, or lost in broken code.
    Free,
    /// What the innermost scope that says something of it says.
    Declared(Rc<Bindings>),
}

/// Looks names up; remembers what each scope says of all names, which takes one walk over it.
pub struct Resolver<'a> {
    tree: &'a Tree,
    source: &'a str,
    known: FxHashMap<usize, FxHashMap<&'a str, Rc<Bindings>>>,
}

impl<'a> Resolver<'a> {
    /// Knows nothing yet. `tree` is the tree of the whole `source`.
    pub fn new(tree: &'a Tree, source: &'a str) -> Resolver<'a> {
        Resolver {
            tree,
            source,
            known: FxHashMap::default(),
        }
    }

    /// What `name` means for the code at `offset`.
    pub fn meaning(&mut self, name: &str, offset: usize) -> Meaning {
        let scopes = scopes(&path(self.tree.root_node(), offset));
        self.meaning_in(name, &scopes)
    }

    /// What `scope` itself, not the scopes in it, says of `name`.
    pub fn bindings(&mut self, scope: Node<'a>, name: &str) -> Option<Rc<Bindings>> {
        self.all(scope).get(name).cloned()
    }

    fn all(&mut self, scope: Node<'a>) -> &FxHashMap<&'a str, Rc<Bindings>> {
        let source = self.source;
        self.known.entry(scope.id()).or_insert_with(|| {
            let names = all_bindings(scope, source).into_iter();
            names
                .map(|(name, bindings)| (name, Rc::new(bindings)))
                .collect()
        })
    }

    /// What `name` means inside these nested scopes, outermost first.
    pub fn meaning_in(&mut self, name: &str, scopes: &[Node<'a>]) -> Meaning {
        let mut in_function = false;
        for scope in scopes.iter().rev() {
            // A class body is seen by its own statements alone, not by its methods.
            if scope.kind() == "class_definition" && in_function {
                continue;
            }
            in_function |= scope.kind() != "class_definition";
            let found = self.all(*scope).get(name).filter(|b| !b.outer);
            if let Some(found) = found.filter(|b| !b.declarations.is_empty()) {
                return Meaning::Declared(Rc::clone(found));
            }
        }
        Meaning::Free
    }
}

/// The nodes round the one that a walk is at, and the scopes among them. What a function or class
/// has before its body, annotations and defaults with it, belongs to the scope outside.
pub struct Above<'t> {
    nodes: Vec<(Node<'t>, Option<&'static str>)>,
    /// Outermost first.
    pub scopes: Vec<Node<'t>>,
}

impl<'t> Above<'t> {
    /// Begins with these scopes open.
    pub fn new(scopes: Vec<Node<'t>>) -> Above<'t> {
        Above {
            nodes: Vec::new(),
            scopes,
        }
    }

    /// Goes into a node.
    pub fn enter(&mut self, node: Node<'t>, field: Option<&'static str>) {
        if let Some((parent, _)) = self.nodes.last().filter(|(p, _)| opens(*p, field)) {
            self.scopes.push(*parent);
        }
        self.nodes.push((node, field));
    }

    /// Leaves the node entered last.
    pub fn leave(&mut self) {
        let Some((_, field)) = self.nodes.pop() else {
            return;
        };
        if self
            .nodes
            .last()
            .is_some_and(|(parent, _)| opens(*parent, field))
        {
            self.scopes.pop();
        }
    }

    /// The parent of the node entered last.
    pub fn parent(&self) -> Option<Node<'t>> {
        self.nodes.len().checked_sub(2).map(|i| self.nodes[i].0)
    }

    /// Whether the identifier entered last is a parameter's name.
    pub fn is_parameter(&self) -> bool {
        let Some(((_, field), above)) = self.nodes.split_last() else {
            return false;
        };
        let above = above.iter().rev().map(|(n, field)| (n.kind(), *field));
        matches!(
            binds(above, *field),
            Some(Binds::Here(DeclarationKind::Parameter))
        )
    }
}

/// Whether an identifier below these nodes, outermost first, is a parameter's name.
pub fn is_parameter(above: &[Node<'_>], identifier: Node<'_>) -> bool {
    let header = above
        .iter()
        .rposition(|n| n.kind() == "parameters" || n.kind() == "lambda_parameters");
    let Some(header) = header else { return false };
    let param = above.get(header + 1).copied().unwrap_or(identifier);
    match param.kind() {
        "default_parameter" | "typed_default_parameter" => {
            param.child_by_field_name("name") == Some(identifier)
        }
        "typed_parameter" => {
            let target = param.named_child(0);
            target.is_some_and(|t| t == identifier || t.named_child(0) == Some(identifier))
        }
        _ => true,
    }
}

/// Whether a node's scope holds its child in this field.
fn opens(node: Node<'_>, field: Option<&str>) -> bool {
    match node.kind() {
        "function_definition" | "class_definition" | "lambda" => field == Some("body"),
        _ => is_inner_scope(node),
    }
}

/// Whether a node opens a scope of its own inside another.
pub fn is_inner_scope(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition"
            | "class_definition"
            | "lambda"
            | "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression"
    )
}

/// The scopes among nodes that lie in each other, outermost first.
pub fn scopes<'t>(nodes: &[Node<'t>]) -> Vec<Node<'t>> {
    let inner = nodes.windows(2).filter(|pair| match pair[0].kind() {
        "function_definition" | "class_definition" | "lambda" => {
            // While a body is being typed, it may be an error beside the header.
            pair[1].is_error() || pair[0].child_by_field_name("body") == Some(pair[1])
        }
        _ => is_inner_scope(pair[0]),
    });
    let root = nodes.first().copied();
    root.into_iter().chain(inner.map(|pair| pair[0])).collect()
}

/// Where code names what `name` means at module level, in reading order. Import statements, attributes,
/// keywords of calls and text in strings are left out.
pub(crate) fn uses(tree: &Tree, source: &str, name: &str) -> Vec<Span> {
    let mut resolver = Resolver::new(tree, source);
    let mut found = Vec::new();
    // The root is left out: what no scope inside it declares is what is looked for.
    let mut above = Above::new(Vec::new());
    walk_fields(tree.root_node(), |visit| {
        let (node, field) = match visit {
            Visit::Enter(node, field) => (node, field),
            Visit::Leave(_) => {
                above.leave();
                return true;
            }
        };
        above.enter(node, field);
        if node.kind() == "identifier" && text(node, source) == name {
            let first = |p: Node<'_>| p.named_child(0) == Some(node);
            let elsewhere = above.parent().is_some_and(|p| match p.kind() {
                "attribute" | "member_type" => !first(p),
                "keyword_argument" => first(p),
                _ => above.is_parameter(),
            });
            if !elsewhere && resolver.meaning_in(name, &above.scopes) == Meaning::Free {
                found.push(span(node));
            }
        }
        let import = matches!(node.kind(), "import_statement" | "import_from_statement");
        if import {
            above.leave();
        }
        !import
    });
    found
}

/// What `scope` itself, not the scopes in it, says of `name`.
pub(crate) fn bindings(scope: Node<'_>, source: &str, name: &str) -> Bindings {
    let mut found = Bindings::default();
    each_binding(scope, source, |n| n == name, |_, bound| found.add(bound));
    found
}

/// What `scope` itself says of all names.
fn all_bindings<'a>(scope: Node<'_>, source: &'a str) -> FxHashMap<&'a str, Bindings> {
    let mut found: FxHashMap<&str, Bindings> = FxHashMap::default();
    let add = |name, bound| found.entry(name).or_default().add(bound);
    each_binding(scope, source, |_| true, add);
    found
}

impl Bindings {
    /// Adds a declaration, or that the name belongs further out.
    fn add(&mut self, bound: Option<Declaration>) {
        match bound {
            Some(declaration) => self.declarations.push(declaration),
            None => self.outer = true,
        }
    }
}

/// Tells of each place in a scope that says something of a name that is wanted: a declaration, or
/// `None` where the name belongs further out.
fn each_binding<'a>(
    scope: Node<'_>,
    source: &'a str,
    wanted: impl Fn(&str) -> bool,
    mut add: impl FnMut(&'a str, Option<Declaration>),
) {
    let mut above: Vec<(&'static str, Option<&'static str>)> = Vec::new();
    walk_fields(scope, |visit| {
        let (node, field) = match visit {
            Visit::Enter(node, field) => (node, field),
            Visit::Leave(_) => {
                above.pop();
                return true;
            }
        };
        let kind = node.kind();
        if !above.is_empty() && is_inner_scope(node) {
            let found = definition(node, source).filter(|(name, _)| wanted(name));
            if let Some((name, declaration)) = found {
                add(name, Some(declaration));
            }
            return false;
        }
        let mut imports = Vec::new();
        if imports::import(node, source, Place::Top, &mut imports) {
            for import in imports {
                let Some(bound) = import.bound.as_ref().filter(|b| wanted(&b.value)) else {
                    continue;
                };
                let declaration = Declaration {
                    kind: DeclarationKind::Import,
                    span: bound.span,
                    whole: import.span,
                    import: Some(import.clone()),
                };
                add(bound.span.slice(source), Some(declaration));
            }
            return false;
        }
        if kind == "identifier" && wanted(text(node, source)) {
            let name = text(node, source);
            match binds(above.iter().rev().copied(), field) {
                Some(Binds::Here(kind)) => {
                    let declaration = Declaration {
                        kind,
                        span: span(node),
                        whole: span(node),
                        import: None,
                    };
                    add(name, Some(declaration));
                }
                Some(Binds::Outer) => add(name, None),
                None => {}
            }
        }
        above.push((kind, field));
        true
    });
}

/// A function or class that stands in a scope, under its name.
fn definition<'a>(node: Node<'_>, source: &'a str) -> Option<(&'a str, Declaration)> {
    let kind = match node.kind() {
        "function_definition" => DeclarationKind::Function,
        "class_definition" => DeclarationKind::Class,
        _ => return None,
    };
    let id = node.child_by_field_name("name")?;
    let declaration = Declaration {
        kind,
        span: span(id),
        whole: span(node),
        import: None,
    };
    Some((text(id, source), declaration))
}

enum Binds {
    Here(DeclarationKind),
    Outer,
}

/// Whether an identifier below nodes of these kinds (innermost first, each with the field it fills)
/// is given a value there.
fn binds(
    above: impl Iterator<Item = (&'static str, Option<&'static str>)>,
    mut field: Option<&'static str>,
) -> Option<Binds> {
    use DeclarationKind::{Parameter, Variable};
    for (kind, own_field) in above {
        let here = match kind {
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "list_splat_pattern"
            | "dictionary_splat_pattern"
            | "splat_pattern"
            | "as_pattern_target"
            | "tuple"
            | "list"
            | "expression_list"
            | "parenthesized_expression"
            | "dotted_name" => {
                field = own_field;
                continue;
            }
            "typed_parameter" if field.is_none() => {
                field = own_field;
                continue;
            }
            "default_parameter" | "typed_default_parameter" if field == Some("name") => {
                field = own_field;
                continue;
            }
            "parameters" | "lambda_parameters" => return Some(Binds::Here(Parameter)),
            "global_statement" | "nonlocal_statement" => return Some(Binds::Outer),
            "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" => {
                field == Some("left")
            }
            "named_expression" => field == Some("name"),
            "as_pattern" | "except_clause" => field == Some("alias"),
            "case_pattern" | "delete_statement" => true,
            _ => false,
        };
        return here.then_some(Binds::Here(Variable));
    }
    None
}
