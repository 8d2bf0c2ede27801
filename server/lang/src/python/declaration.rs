//! What gives a name its value, for features that ask at the cursor and for rules that ask by name.

use syntax::Span;

use super::imports::{Import, ImportPlace, import};
use super::names::{Binding, BindingKind, Bindings, Meaning, ScopeId};
use super::tree::{Kind, NodeId};
use super::{Python, Tree};

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
    /// All of the definition or statement, without decorators; for a variable the same as `span`.
    pub whole: Span,
    /// The import, where it is one.
    pub import: Option<Import>,
}

/// What an import binds a name to, as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Imported<'t> {
    /// The module, with its leading dots.
    pub module: &'t str,
    /// What is taken from it; `None` where the module itself is imported.
    pub name: Option<&'t str>,
    /// Whether `as` gives the name.
    pub aliased: bool,
}

impl Python {
    /// What gives `name` its value at module level; the first place, be it inside an `if` or a `try`.
    pub fn find_declaration(&self, name: &str) -> Option<Declaration> {
        let symbol = self.tree.symbol(name)?;
        let bindings = self.names().kept(symbol, ScopeId::MODULE);
        bindings.iter().next().map(|b| self.declaration(b))
    }

    /// What gives `name` its value for the code at `offset`: the declarations of the innermost scope that
    /// has any. Empty where none has, or where broken code has lost them.
    pub fn declarations_at(&self, name: &str, offset: usize) -> Vec<Declaration> {
        let found = self.meaning_at(name, offset).bindings();
        found.iter().map(|b| self.declaration(b)).collect()
    }

    /// Where code names what `name` means at module level, its definition among them, in reading order.
    /// Import statements and text in strings are left out.
    pub fn uses_of(&self, name: &str) -> Vec<Span> {
        let tree = &self.tree;
        let Some(symbol) = tree.symbol(name) else {
            return Vec::new();
        };
        let is_outermost = |scope: Option<ScopeId>| scope.is_none_or(|s| s == ScopeId::MODULE);
        let places = self.names().places(symbol, is_outermost).into_iter();
        let places = places.filter(|n| tree.imports(*n).is_none());
        places.map(|n| tree.span(n)).collect()
    }

    /// What `name` means for the code at `offset`.
    pub fn meaning_at(&self, name: &str, offset: usize) -> Meaning<'_> {
        match self.tree.symbol(name) {
            Some(symbol) => {
                let names = self.names();
                names.meaning(symbol, names.scope_at(&self.tree, offset))
            }
            None => Meaning::Free,
        }
    }

    /// What an import binds; `None` for other bindings.
    pub fn imported(&self, binding: &Binding) -> Option<Imported<'_>> {
        let tree = &self.tree;
        let alias = tree.imports(binding.node)?;
        let parts = tree.alias(alias)?;
        let statement = tree.parent(alias)?;
        let (module, name) = match tree.kind(statement) {
            Kind::ImportFrom => (tree.child(statement, 0)?, Some(tree.text_of(parts.name))),
            _ => (parts.name, None),
        };
        Some(Imported {
            module: tree.text_of(module),
            name,
            aliased: parts.alias.is_some(),
        })
    }

    /// What all of some bindings import; `None` where one of them is no import, or there is none.
    pub fn all_imported(&self, bindings: Bindings<'_>) -> Option<Vec<Imported<'_>>> {
        let all = bindings.iter().map(|b| self.imported(b));
        all.collect::<Option<Vec<_>>>().filter(|a| !a.is_empty())
    }

    fn declaration(&self, binding: &Binding) -> Declaration {
        let tree = &self.tree;
        let span = tree.span(binding.node);
        let whole = tree.parent(binding.node).map(|n| tree.undecorated(n));
        let (kind, whole) = match binding.kind {
            BindingKind::Function => (DeclarationKind::Function, whole),
            BindingKind::Class => (DeclarationKind::Class, whole),
            BindingKind::Parameter => (DeclarationKind::Parameter, None),
            BindingKind::Import => {
                let statement = tree.imports(binding.node).and_then(|a| tree.parent(a));
                (DeclarationKind::Import, statement.map(|s| tree.span(s)))
            }
            BindingKind::Variable | BindingKind::Deletion | BindingKind::TypeParameter => {
                (DeclarationKind::Variable, None)
            }
        };
        let whole = whole.unwrap_or(span);
        Declaration {
            kind,
            span,
            whole,
            // Where it stands is not looked at.
            import: tree
                .imports(binding.node)
                .and_then(|alias| import(tree, alias, ImportPlace::Top)),
        }
    }
}

impl Tree {
    /// The [`Kind::Alias`] that an identifier stands in.
    pub fn imports(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.parent(node)?;
        match self.kind(parent) {
            Kind::Alias => Some(parent),
            Kind::Path => self.parent(parent).filter(|p| self.kind(*p) == Kind::Alias),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use syntax::Language;

    use super::*;

    fn read(text: &str) -> Python {
        Python::new(&text.into(), &syntax::parse(Language::Python, text))
    }

    #[test]
    fn the_innermost_scope_counts() {
        let text = "def f(): pass\ndef g(f):\n    f()\nf()\nh(";
        let script = read(text);
        let kinds = |name: &str, at: usize| -> Vec<_> {
            let found = script.declarations_at(name, at);
            found.into_iter().map(|d| d.kind).collect()
        };
        let inside = text.find("    f()").map_or(0, |i| i + 4);
        assert_eq!(kinds("f", inside), [DeclarationKind::Parameter]);
        let outside = text.rfind("f()").unwrap_or(0);
        assert_eq!(kinds("f", outside), [DeclarationKind::Function]);
        assert_eq!(kinds("h", text.len() - 1), []);
    }

    /// What the scopes of Python decide, and no look at what stands where.
    #[test]
    fn uses_are_those_of_the_module() {
        let text = "import x\ndef f():\n  global x\n  x = 2\ndef g(a=x, *, x: x): x\n\
                    [(x := y) for y in z]\nclass A:\n  x = 1\n  def h(self): x\n[x for x in x]\n";
        let script = read(text);
        let found = script.uses_of("x");
        let lines = found
            .iter()
            .map(|s| text[..s.start as usize].matches('\n').count() + 1);
        assert_eq!(lines.collect::<Vec<_>>(), [3, 4, 5, 5, 6, 9, 10]);
        let first = script.find_declaration("x").expect("an import");
        assert_eq!(first.kind, DeclarationKind::Import);
        let import = first.import.expect("what it imports");
        assert_eq!((&*import.module.value, import.name), ("x", None));
    }
}
