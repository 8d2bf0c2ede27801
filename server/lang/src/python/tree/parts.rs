//! What the children of a node are to it, for the nodes that have several sorts of them.

use syntax::{Span, Spanned};

use super::{Children, Kind, NodeId, ParamKind, Tree};

/// The parts of a [`Kind::Function`].
#[derive(Clone, Debug)]
pub struct FunctionParts {
    /// Its name, a [`Kind::Ident`].
    pub name: Option<NodeId>,
    /// Its decorators.
    pub decorators: Vec<NodeId>,
    /// Its parameters.
    pub params: Vec<NodeId>,
    /// Its return annotation.
    pub returns: Option<NodeId>,
    /// Its body.
    pub body: Option<NodeId>,
}

/// The parts of a [`Kind::Class`].
#[derive(Clone, Debug)]
pub struct ClassParts {
    /// Its name, a [`Kind::Ident`].
    pub name: Option<NodeId>,
    /// Its decorators.
    pub decorators: Vec<NodeId>,
    /// What stands in its brackets.
    pub arguments: Vec<NodeId>,
    /// Its body.
    pub body: Option<NodeId>,
}

/// The parts of a [`Kind::Param`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParamParts {
    /// Its name, a [`Kind::Ident`].
    pub name: Option<NodeId>,
    /// Its annotation.
    pub annotation: Option<NodeId>,
    /// Its default.
    pub default: Option<NodeId>,
    /// How it takes its value.
    pub kind: ParamKind,
}

/// The parts of a [`Kind::Assign`].
#[derive(Clone, Debug)]
pub struct AssignParts {
    /// What is given the value.
    pub targets: Vec<NodeId>,
    /// The annotation.
    pub annotation: Option<NodeId>,
    /// The value.
    pub value: Option<NodeId>,
}

/// The parts of a [`Kind::Alias`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AliasParts {
    /// What is imported: a [`Kind::Path`], or a [`Kind::Ident`] of a module that is named before.
    pub name: NodeId,
    /// What `as` calls it, a [`Kind::Ident`].
    pub alias: Option<NodeId>,
    /// What is bound by it, a [`Kind::Ident`]: `a` for `import a.b`.
    pub bound: Option<NodeId>,
}

impl Tree {
    /// The parts of a function; `None` for other nodes.
    pub fn function(&self, node: NodeId) -> Option<FunctionParts> {
        let Kind::Function { .. } = self.kind(node) else {
            return None;
        };
        let mut parts = FunctionParts {
            name: None,
            decorators: Vec::new(),
            params: Vec::new(),
            returns: None,
            body: None,
        };
        for child in self.children(node) {
            match self.kind(child) {
                Kind::Ident(_) => parts.name = parts.name.or(Some(child)),
                Kind::Decorator => parts.decorators.push(child),
                Kind::Param { .. } => parts.params.push(child),
                Kind::Block => parts.body = parts.body.or(Some(child)),
                Kind::TypeParam(_) | Kind::Broken => {}
                _ => parts.returns = parts.returns.or(Some(child)),
            }
        }
        Some(parts)
    }

    /// The parts of a class; `None` for other nodes.
    pub fn class(&self, node: NodeId) -> Option<ClassParts> {
        let Kind::Class { .. } = self.kind(node) else {
            return None;
        };
        let mut parts = ClassParts {
            name: None,
            decorators: Vec::new(),
            arguments: Vec::new(),
            body: None,
        };
        for child in self.children(node) {
            match self.kind(child) {
                Kind::Ident(_) => parts.name = parts.name.or(Some(child)),
                Kind::Decorator => parts.decorators.push(child),
                Kind::Block => parts.body = parts.body.or(Some(child)),
                Kind::TypeParam(_) | Kind::Broken => {}
                _ => parts.arguments.push(child),
            }
        }
        Some(parts)
    }

    /// The parts of a parameter; `None` for other nodes.
    pub fn param(&self, node: NodeId) -> Option<ParamParts> {
        let Kind::Param {
            kind,
            annotated,
            default,
        } = self.kind(node)
        else {
            return None;
        };
        let is_ident = |n: &NodeId| matches!(self.kind(*n), Kind::Ident(_));
        let mut rest = self.children(node).peekable();
        let name = rest.next_if(is_ident);
        let mut rest = rest.filter(|n| self.kind(*n) != Kind::Broken);
        Some(ParamParts {
            name,
            annotation: if annotated { rest.next() } else { None },
            default: if default { rest.next() } else { None },
            kind,
        })
    }

    /// The parts of an assignment; `None` for other nodes.
    pub fn assignment(&self, node: NodeId) -> Option<AssignParts> {
        let Kind::Assign { annotated, valued } = self.kind(node) else {
            return None;
        };
        let mut targets: Vec<NodeId> = self.children(node).collect();
        let mut last = |there: bool| match there && targets.len() > 1 {
            true => targets.pop(),
            false => None,
        };
        let value = last(valued);
        let annotation = last(annotated);
        Some(AssignParts {
            targets,
            annotation,
            value,
        })
    }

    /// The parts of a name that is imported; `None` for other nodes.
    pub fn alias(&self, node: NodeId) -> Option<AliasParts> {
        if self.kind(node) != Kind::Alias {
            return None;
        }
        let name = self.child(node, 0)?;
        let is_ident = |n: &NodeId| matches!(self.kind(*n), Kind::Ident(_));
        let alias = self.child(node, 1).filter(is_ident);
        let first = match self.kind(name) {
            Kind::Path => self.child(name, 0),
            _ => Some(name),
        };
        Some(AliasParts {
            name,
            alias,
            bound: alias.or(first).filter(is_ident),
        })
    }

    /// What a call calls; `None` for other nodes.
    pub fn called(&self, call: NodeId) -> Option<NodeId> {
        let is_call = self.kind(call) == Kind::Call;
        self.child(call, 0).filter(|_| is_call)
    }

    /// What stands in the brackets of a call, in order.
    pub fn arguments(&self, call: NodeId) -> Children<'_> {
        let mut arguments = self.children(call);
        arguments.next();
        arguments
    }

    /// The call of which a node is what is called.
    pub fn call_of(&self, called: NodeId) -> Option<NodeId> {
        let parent = self.parent(called)?;
        (self.kind(parent) == Kind::Call && self.is_first(called)).then_some(parent)
    }

    /// The first two children: both sides of an operation, a key and its value, a loop's target and what it
    /// goes over. What is broken between them is left out.
    pub fn two(&self, node: NodeId) -> Option<(NodeId, NodeId)> {
        let mut children = self.children(node);
        let first = children.next()?;
        let second = children.find(|n| self.kind(*n) != Kind::Broken)?;
        Some((first, second))
    }

    /// The first block in a node: the body of a definition, a statement or a clause.
    pub fn body(&self, node: NodeId) -> Option<NodeId> {
        self.find(node, |k| k == Kind::Block)
    }

    /// Whether brackets stand round an expression that its parent begins with: `(x).y`.
    pub fn is_bracketed_head(&self, node: NodeId) -> bool {
        let parent = self.parent(node);
        parent.is_some_and(|p| self.span(p).start < self.span(node).start)
    }

    /// A definition without its decorators; for other nodes all of it.
    pub fn undecorated(&self, node: NodeId) -> Span {
        let span = self.span(node);
        match self.kind(node) {
            Kind::Function { head, .. } | Kind::Class { head } => {
                Span::new(head as usize, span.end as usize)
            }
            _ => span,
        }
    }

    /// The text of a string in one piece that is no bytes and has no code in it, as it is written: escapes
    /// stay as they are. `None` for all else.
    pub fn plain_string(&self, node: NodeId) -> Option<&str> {
        let Kind::Str(form) = self.kind(node) else {
            return None;
        };
        if form.bytes || form.formatted || form.pieces || form.open {
            return None;
        }
        let written = self.text_of(node);
        let quoted = written.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let quote = quoted.chars().next()?;
        let triple = [quote; 3].iter().collect::<String>();
        let len = match quoted.len() >= 6 && quoted.starts_with(&triple) {
            true => 3,
            false => 1,
        };
        quoted.get(len..quoted.len().checked_sub(len)?)
    }

    /// What a clause of a [`Kind::Try`] catches, as it is written; empty where it catches everything.
    pub fn caught(&self, clause: NodeId) -> &str {
        let class = self.child(clause, 0);
        let class = class.filter(|c| !matches!(self.kind(*c), Kind::Block | Kind::Ident(_)));
        class.map_or("", |c| self.text_of(c))
    }

    /// The clauses of a [`Kind::Try`] that catch something.
    pub fn excepts(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(node)
            .filter(|c| self.kind(*c) == Kind::Except)
    }

    /// A definition's decorators without the `@`, as written.
    pub fn decorators(&self, definition: NodeId) -> Vec<Spanned<String>> {
        let all = self.children(definition);
        let all = all.filter(|c| self.kind(*c) == Kind::Decorator);
        let inner = all.filter_map(|d| self.child(d, 0));
        inner.map(|d| self.spanned(d)).collect()
    }

    /// Where a value stands that comes last in its parent, behind a `=`: with the brackets round it.
    pub fn bracketed(&self, value: NodeId) -> Span {
        let span = self.span(value);
        let Some(parent) = self.parent(value) else {
            return span;
        };
        let before = self.children(parent).take_while(|c| *c < value).last();
        let from = before.map_or(span.start, |b| self.span(b).end);
        let between = self.text().get(from as usize..span.start as usize);
        let Some((_, behind)) = between.unwrap_or("").split_once('=') else {
            return span;
        };
        let behind = behind.trim_start();
        match behind.starts_with('(') {
            true => Span {
                start: span.start - behind.len() as u32,
                end: self.span(parent).end,
            },
            false => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use syntax::Language;

    use super::*;
    use crate::python::lower;

    fn read(text: &str) -> Tree {
        lower(&Arc::from(text), &syntax::parse(Language::Python, text))
    }

    #[test]
    fn kinds_follow_the_separators() {
        use ParamKind::*;
        let rows = [
            (
                "def f(a, /, b: int = 1, *, c, d=2, **e): pass",
                vec![
                    ("a", PositionalOnly),
                    ("b", Plain),
                    ("c", KeywordOnly),
                    ("d", KeywordOnly),
                    ("e", Kwargs),
                ],
            ),
            (
                "def g(x, *y: str, z): pass",
                vec![("x", Plain), ("y", Args), ("z", KeywordOnly)],
            ),
        ];
        for (text, want) in rows {
            let tree = read(text);
            let function = tree.child(NodeId::ROOT, 0).expect("a function");
            let params = tree.function(function).expect("a function").params;
            let params = params.into_iter().filter_map(|p| tree.param(p));
            let row = |p: ParamParts| Some((tree.text_of(p.name?), p.kind));
            assert_eq!(params.filter_map(row).collect::<Vec<_>>(), want, "{text}");
        }
    }

    #[test]
    fn values_have_their_brackets() {
        let rows = [
            ("x = (1)", "(1)"),
            ("x: int = ( # one\n1)", "( # one\n1)"),
            ("x = y = 1 # (", "1"),
            ("x = (1) + 2", "(1) + 2"),
            ("x = (1, 2)", "(1, 2)"),
            ("x = f(1)", "f(1)"),
            ("x = ((1))", "((1))"),
        ];
        for (text, want) in rows {
            let tree = read(text);
            let assign = tree.child(NodeId::ROOT, 0).expect("an assignment");
            let value = tree.assignment(assign).and_then(|a| a.value);
            let found = tree.bracketed(value.expect("a value"));
            assert_eq!(found.slice(text), want);
        }
    }
}
