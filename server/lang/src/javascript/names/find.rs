//! The walk that finds scopes, bindings and uses.
//!
//! Each node tells its children which scope they stand in and what is done with them; as all nodes lie
//! in one list, each before its children, that is one pass.

use super::{Access, Binding, Mode, Names, Scope, ScopeId, Spaces, Use, has_parameters, is_scope};
use crate::javascript::tree::{Kind, NodeId, Role, Tree, Word};

/// What is done with an identifier, or with those of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Used(Access, Spaces),
    Bound(ScopeId, Spaces),
    /// It is no name of the text: a property, a label, a name of another module.
    Nothing,
}

const READ: Done = Done::Used(Access::Read, Spaces::VALUE);
const WRITTEN: Done = Done::Used(Access::Write, Spaces::VALUE);
const BOTH: Done = Done::Used(Access::Both, Spaces::VALUE);

pub(super) fn find(tree: &Tree, mode: Mode) -> Names {
    let mut walk = Walk {
        tree,
        mode,
        done: vec![READ; tree.len()],
        names: Names {
            scopes: vec![Scope {
                node: NodeId::ROOT,
                parent: ScopeId::TOP,
            }],
            bindings: Vec::new(),
            uses: Vec::new(),
            order: Vec::new(),
            inside: vec![ScopeId::TOP; tree.len()],
        },
    };
    for node in tree.all() {
        walk.node(node);
    }
    walk.names
}

struct Walk<'t> {
    tree: &'t Tree,
    mode: Mode,
    done: Vec<Done>,
    names: Names,
}

impl Walk<'_> {
    fn node(&mut self, node: NodeId) {
        let (tree, kind) = (self.tree, self.tree.kind(node));
        let outer = self.names.inside[node.index()];
        let scope = self.own_scope(node, kind, outer);
        if scope != ScopeId::TOP {
            for child in tree.children(node) {
                self.names.inside[child.index()] = scope;
            }
        }
        let value = |scope| Done::Bound(scope, Spaces::VALUE);
        let both = |scope| Done::Bound(scope, Spaces::BOTH);
        let ty = |scope| Done::Bound(scope, Spaces::TYPE);
        match kind {
            Kind::Identifier | Kind::TypeName | Kind::Shorthand | Kind::ShorthandPattern => {
                self.name(node, outer);
            }
            // Keys and names behind a dot are none; a member of an enum is.
            Kind::PropertyName => {
                if let Done::Bound(..) = self.done[node.index()] {
                    self.name(node, outer);
                }
            }

            Kind::Function if self.mode == Mode::Sloppy => {
                let hoisted = self.function(outer);
                self.part(node, Role::Name, value(hoisted));
            }
            Kind::Function | Kind::FunctionSignature => self.part(node, Role::Name, value(outer)),
            Kind::Class | Kind::Enum => self.part(node, Role::Name, both(outer)),
            Kind::Namespace => self.part(node, Role::Name, both(outer)),
            Kind::Interface | Kind::TypeAlias => self.part(node, Role::Name, ty(outer)),
            Kind::FunctionExpression => self.part(node, Role::Name, value(scope)),
            Kind::ClassExpression => self.part(node, Role::Name, both(scope)),
            Kind::Declarator => {
                let list = tree.parent(node).map(|p| tree.kind(p));
                let keeps = match list {
                    Some(Kind::Variable(Word::Var)) => self.function(outer),
                    _ => outer,
                };
                self.part(node, Role::Name, value(keeps));
            }
            Kind::Parameter => {
                self.part(node, Role::Pattern, value(outer));
                // What an element of a tuple is called.
                self.part(node, Role::Name, Done::Nothing);
            }
            Kind::Parameters => {
                for child in tree.children(node) {
                    if tree.kind(child) != Kind::Parameter {
                        self.done[child.index()] = value(outer);
                    }
                }
            }
            Kind::Arrow | Kind::Catch => self.part(node, Role::Parameter, value(scope)),
            Kind::ForIn(word) => {
                let done = match word {
                    Some(Word::Var) => value(self.function(outer)),
                    Some(_) => value(scope),
                    None => WRITTEN,
                };
                self.part(node, Role::Left, done);
            }
            Kind::TypeParameter | Kind::MappedType => self.part(node, Role::Name, ty(outer)),
            Kind::IndexSignature => self.part(node, Role::Name, Done::Nothing),
            // Their names count in what stands behind other members.
            Kind::EnumMember => self.part(node, Role::Name, value(outer)),
            Kind::InferType => self.first(node, ty(outer)),
            Kind::ImportSpecifier => {
                let has_alias = tree.part(node, Role::Alias).is_some();
                let name = if has_alias {
                    Done::Nothing
                } else {
                    both(ScopeId::TOP)
                };
                self.part(node, Role::Name, name);
                self.part(node, Role::Alias, both(ScopeId::TOP));
            }
            Kind::Import => self.part(node, Role::Default, both(ScopeId::TOP)),
            Kind::NamespaceImport | Kind::ImportRequire => self.first(node, both(ScopeId::TOP)),
            Kind::ImportAlias => self.first(node, both(outer)),
            Kind::NamespaceExport => self.first(node, Done::Nothing),
            Kind::ExportSpecifier => {
                self.part(node, Role::Alias, Done::Nothing);
                let name = match self.is_passed_on(node) {
                    true => Done::Nothing,
                    false => Done::Used(Access::Read, Spaces::BOTH),
                };
                self.part(node, Role::Name, name);
            }
            // `A.B` in a type.
            Kind::QualifiedType => self.part(node, Role::Name, Done::Nothing),

            Kind::Assign => self.part(node, Role::Left, WRITTEN),
            Kind::AugAssign(_) => self.part(node, Role::Left, BOTH),
            Kind::Update => self.part(node, Role::Argument, BOTH),
            Kind::ArrayPattern | Kind::ObjectPattern | Kind::Rest => self.all(node),
            Kind::Broken => {
                self.all(node);
                self.part(node, Role::Default, both(ScopeId::TOP));
            }
            Kind::Paren | Kind::NonNull | Kind::Qualified => self.all(node),
            Kind::As | Kind::Satisfies => self.first(node, self.done[node.index()]),
            Kind::AssignmentPattern => self.part(node, Role::Left, self.done[node.index()]),
            Kind::PairPattern => self.part(node, Role::Value, self.done[node.index()]),
            _ => {}
        }
    }

    fn own_scope(&mut self, node: NodeId, kind: Kind, outer: ScopeId) -> ScopeId {
        if !is_scope(kind) {
            return outer;
        }
        let scope = ScopeId(self.names.scopes.len() as u32);
        self.names.scopes.push(Scope {
            node,
            parent: outer,
        });
        scope
    }

    /// The nearest function round a scope, or the text.
    fn function(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        loop {
            let Scope { node, parent } = *self.names.scope(at);
            if at == parent || has_parameters(self.tree.kind(node)) {
                return at;
            }
            at = parent;
        }
    }

    /// Something is done with the child in a role.
    fn part(&mut self, node: NodeId, role: Role, done: Done) {
        if let Some(child) = self.tree.part(node, role) {
            self.done[child.index()] = done;
        }
    }

    fn first(&mut self, node: NodeId, done: Done) {
        if let Some(child) = self.tree.child(node, 0) {
            self.done[child.index()] = done;
        }
    }

    /// What is done with a node is done with what is in it.
    fn all(&mut self, node: NodeId) {
        let done = self.done[node.index()];
        for child in self.tree.children(node) {
            self.done[child.index()] = done;
        }
    }

    fn name(&mut self, node: NodeId, outer: ScopeId) {
        let Some(symbol) = self.tree.symbol_of(node) else {
            return;
        };
        match self.done[node.index()] {
            Done::Nothing => {}
            Done::Bound(scope, spaces) => self.names.bindings.push(Binding {
                symbol,
                node,
                scope,
                spaces,
            }),
            Done::Used(access, spaces) => {
                let is_type = self.tree.kind(node) == Kind::TypeName;
                let spaces = if is_type { Spaces::TYPE } else { spaces };
                self.names.uses.push(Use {
                    symbol,
                    node,
                    scope: outer,
                    access,
                    spaces,
                });
            }
        }
    }

    /// Whether a specifier stands in `export … from`.
    fn is_passed_on(&self, specifier: NodeId) -> bool {
        let clause = self.tree.parent(specifier);
        let statement = clause.and_then(|c| self.tree.parent(c));
        statement.is_some_and(|s| self.tree.part(s, Role::Source).is_some())
    }
}
