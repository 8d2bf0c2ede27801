//! Docstrings of functions and classes.

use super::tree::{Kind, NodeId, Tree};

impl Tree {
    /// The docstring of a function, a class or the module: the string that its body starts with, dedented.
    /// Escapes stay as they are written.
    pub fn docstring(&self, definition: NodeId) -> Option<String> {
        let body = match self.kind(definition) {
            Kind::Module => definition,
            _ => self.body(definition)?,
        };
        self.string_statement(self.child(body, 0)?).map(dedent)
    }

    /// The string that a statement consists of, as it is written between its quotes.
    pub fn string_statement(&self, statement: NodeId) -> Option<&str> {
        let is_expression = self.kind(statement) == Kind::Expression;
        self.plain_string(self.child(statement, 0).filter(|_| is_expression)?)
    }
}

/// Strips the indentation that all lines but the first share, and blank lines at both ends.
fn dedent(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim_end).collect();
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = lines.iter().skip(1).filter(|l| !l.is_empty());
    let shared = rest.map(|l| blanks(l)).min().unwrap_or(0);
    let cut = |(i, line): (usize, &&str)| match i {
        0 => line.trim_start().to_owned(),
        _ => line.get(shared..).unwrap_or("").to_owned(),
    };
    let lines: Vec<String> = lines.iter().enumerate().map(cut).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docstrings_lose_their_indentation() {
        assert_eq!(dedent(" A.\n\n    B:\n      c\n    "), "A.\n\nB:\n  c");
        assert_eq!(dedent("\n    Ä.\n    é\n"), "Ä.\né");
        assert_eq!(dedent(""), "");
    }
}
