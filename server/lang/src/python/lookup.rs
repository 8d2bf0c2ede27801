//! What a name means at a place of a Python text, for features that ask at the cursor.

use super::scope::{Declaration, Meaning, Resolver};
use crate::Program;

impl Program {
    /// What gives `name` its value for the Python code at `offset`: the declarations of the innermost
    /// scope that has any. Empty where none has, or where broken code has lost them.
    pub fn declarations_at(&self, name: &str, offset: usize) -> Vec<Declaration> {
        let Some(tree) = self.python_tree() else {
            return Vec::new();
        };
        match Resolver::new(tree, &self.text).meaning(name, offset) {
            Meaning::Declared(bindings) => bindings.declarations.clone(),
            Meaning::Free => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use syntax::Language;

    use super::*;
    use crate::python::DeclarationKind;

    #[test]
    fn the_innermost_scope_counts() {
        let text = "def f(): pass\ndef g(f):\n    f()\nf()\nh(";
        let script = Program::new(Some(Language::Python), text.into());
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
}
