//! The locals of a program, whichever language it is in.

use syntax::Span;

use crate::Program;
use crate::occurrences::{Local, Occurrence};

impl Program {
    /// The name of a scope that is written at `offset`, in bytes, or ends there. `None` for languages other than Python and
    /// TypeScript, and for names that no scope keeps: what is built in, attributes, what broken code has lost.
    pub fn local_at(&self, offset: usize) -> Option<Local> {
        match self.typescript() {
            Some(names) => names.local_at(offset),
            None => self.python()?.local_at(offset),
        }
    }

    /// All places that mean a local, in reading order.
    pub fn occurrences(&self, local: &Local) -> Vec<Occurrence> {
        if let Some(names) = self.typescript() {
            return names.occurrences(local);
        }
        let python = self.python();
        python.map_or_else(Vec::new, |python| python.occurrences(local))
    }

    /// The parameter of this name of a function at the top of the program; of several such functions, the last.
    pub fn parameter(&self, function: &str, name: &str) -> Option<Local> {
        match self.typescript() {
            Some(names) => names.parameter(function, name),
            None => self.python()?.parameter(function, name),
        }
    }

    /// Whether a local cannot take a name: one of the two would mean something else somewhere.
    pub fn is_taken(&self, local: &Local, name: &str) -> bool {
        match self.typescript() {
            Some(names) => names.is_taken(local, name),
            None => self.python().is_some_and(|p| p.is_taken(local, name)),
        }
    }

    /// Whether a local is a name of a class as well: others reach it as an attribute or a property.
    pub fn is_of_class(&self, local: &Local) -> bool {
        match self.typescript() {
            Some(names) => names.is_of_class(local),
            None => self.python().is_some_and(|p| p.is_of_class(local)),
        }
    }

    /// Whether all that may mean a name of a class in this program is among its places.
    pub fn is_certain_attribute(&self, local: &Local) -> bool {
        let python = self.python();
        python.is_some_and(|p| p.is_certain_attribute(local.scope, &local.name))
    }

    /// The places of a local where `new` would stand twice if it were its name, each with all of what one name then says:
    /// of `import x as old` that is `x as old`, of `{ x: old }` what stands in the braces.
    pub fn shortened(&self, local: &Local, new: &str) -> Vec<(Span, Span)> {
        match self.typescript() {
            Some(names) => names.shortened(local, new),
            None => self.unaliased(new),
        }
    }

    /// The names of Python behind `as` whose import is called `new`.
    fn unaliased(&self, new: &str) -> Vec<(Span, Span)> {
        let aliased = self.imports().iter().filter(|i| i.aliased);
        let whole = aliased.filter_map(|import| {
            let imported = import.name.as_ref().unwrap_or(&import.module);
            let bound = import.bound.as_ref().filter(|_| imported.value == new)?;
            let whole = Span {
                start: imported.span.start,
                end: bound.span.end,
            };
            let is_plain = !whole.slice(&self.text).contains(['\n', '\\']);
            is_plain.then_some((bound.span, whole))
        });
        whole.collect()
    }

    /// Where TypeScript takes a name of a module that it imports as a whole: `m.name`. `module`: where the import has the
    /// module's text.
    pub fn members(&self, module: Span, name: &str) -> Vec<Span> {
        let names = self.typescript();
        names.map_or_else(Vec::new, |names| names.members(module, name))
    }
}
