//! A `main` as Python has it where Windmill, which reads lines and no grammar, does not: definitions
//! it overlooks, and calls that run before it is asked to.

use syntax::{Span, Spanned, Tree};
use tree_sitter::Node;

use lang::python::is_inner_scope;
use lang::python::{Import, Place};
use lang::walk::{Visit, span, text, walk};

/// Why Windmill overlooks a `main`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HiddenMain {
    /// `def  main(`, `def main (`: not letter by letter `def main(`.
    Spacing,
    /// `def main[T](`.
    TypeParameters,
    /// It stands inside `if`, `try`, `with` or a loop.
    Indented,
    /// `main = …`.
    Assigned,
    /// An import brings it.
    Imported,
}

/// What gives `main` its value at module level, the last place that does, as in Python.
pub(crate) fn hidden_main(
    tree: &Tree,
    source: &str,
    imports: &[Import],
) -> Option<Spanned<HiddenMain>> {
    if tree.root_node().has_error() {
        return None;
    }
    let mut found: Vec<Spanned<HiddenMain>> = Vec::new();
    walk(tree.root_node(), |visit| {
        let Visit::Enter(node, _) = visit else {
            return true;
        };
        let name = match node.kind() {
            "function_definition" => node.child_by_field_name("name"),
            "assignment" => node.child_by_field_name("left"),
            _ => None,
        };
        let name = name.filter(|n| n.kind() == "identifier" && text(*n, source) == "main");
        let has_value = |n: Node<'_>| n.child_by_field_name("right").is_some();
        if let Some(name) = name {
            let why = match node.kind() {
                "assignment" => has_value(node).then_some(HiddenMain::Assigned),
                _ if node.start_position().column > 0 => Some(HiddenMain::Indented),
                _ if node.child_by_field_name("type_parameters").is_some() => {
                    Some(HiddenMain::TypeParameters)
                }
                _ => Some(HiddenMain::Spacing),
            };
            found.extend(why.map(|why| Spanned::new(why, span(name))));
        }
        !is_inner_scope(node)
    });
    let at_module_level = |i: &&Import| i.place != Place::Function;
    let bound = imports.iter().filter(at_module_level).filter_map(|i| {
        let bound = i.bound.as_ref().filter(|b| b.value == "main")?;
        Some(Spanned::new(HiddenMain::Imported, bound.span))
    });
    found.extend(bound);
    found.into_iter().max_by_key(|f| f.span.start)
}

/// Where the module calls `main` while it is being loaded, whatever the circumstances: not inside
/// `if`, a function or a class, nor where a condition decides.
pub(crate) fn main_calls(tree: &Tree, source: &str) -> Vec<Span> {
    let mut found = Vec::new();
    if tree.root_node().has_error() || !source.contains("main") {
        return found;
    }
    walk(tree.root_node(), |visit| {
        let Visit::Enter(node, _) = visit else {
            return true;
        };
        if node.kind() == "call" {
            let function = node.child_by_field_name("function");
            let is_main = |n: &Node<'_>| n.kind() == "identifier" && text(*n, source) == "main";
            if function.as_ref().is_some_and(is_main) {
                found.push(span(node));
            }
        }
        !matches!(
            node.kind(),
            "function_definition"
                | "class_definition"
                | "lambda"
                | "if_statement"
                | "match_statement"
                | "while_statement"
                | "conditional_expression"
                | "boolean_operator"
        )
    });
    found
}

#[cfg(test)]
mod tests {
    use super::HiddenMain;
    use crate::language::ScriptLanguage;
    use crate::script::Script;

    fn python(text: &str) -> Script {
        Script::new(ScriptLanguage::Python3, text.into())
    }

    #[test]
    fn what_windmill_overlooks() {
        use HiddenMain::*;
        let rows = [
            ("def  main(): pass\n", Some(Spacing)),
            ("async def main (): pass\n", Some(Spacing)),
            ("@d\ndef main[T](x: T): pass\n", Some(TypeParameters)),
            ("try:\n  def main(): pass\nexcept E: pass\n", Some(Indented)),
            ("é = 1\nmain = f\n", Some(Assigned)),
            ("from .x import run as main\n", Some(Imported)),
            ("from .x import main\nmain: int\n", Some(Imported)),
            ("def main(): pass\n", None),
            ("def main(): pass\nmain = d(main)\n", None),
            ("class A:\n  def main(self): pass\n  main = 1\n", None),
            (
                "def f():\n  from x import main\n  def main (): pass\n",
                None,
            ),
            ("x.main = 1\nmain += 1\n", None),
            ("def main (\n", None),
        ];
        for (text, want) in rows {
            let script = python(text);
            let found = script.hidden_main();
            assert_eq!(found.map(|f| f.value), want, "{text}");
            assert!(found.is_none_or(|f| f.span.slice(text) == "main"), "{text}");
            assert_eq!(python(text).settled().hidden_main(), found, "{text}");
        }
    }

    #[test]
    fn calls_while_the_module_loads() {
        let rows = [
            ("main()", 1),
            (
                "x = [main(1) for _ in y]\nwith a: main()\ntry:\n  main()\nexcept E: pass\n",
                3,
            ),
            ("if a:\n  main()\nelse:\n  main()\n", 0),
            (
                "a and main()\nb = main() if c else 0\nf = lambda: main()\n",
                0,
            ),
            ("def f():\n  main()\nclass A:\n  x = main()\na.main()\n", 0),
            ("def main(:\nmain()\n", 0),
        ];
        for (text, want) in rows {
            let script = python(text);
            assert_eq!(script.main_calls().len(), want, "{text}");
            assert!(
                script
                    .main_calls()
                    .iter()
                    .all(|c| c.slice(text).starts_with("main("))
            );
        }
    }
}
