//! A `main` as Python has it where Windmill, which reads lines and no grammar, does not: definitions
//! it overlooks, and calls that run before it is asked to.

use syntax::{Span, Spanned};

use lang::python::tree::{Kind, NodeId};
use lang::python::{Import, ImportPlace, Tree};

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

/// What gives `main` its value at module level, the last place that does, as in Python. `tree` may be
/// that of the outline.
pub(crate) fn hidden_main(tree: &Tree, imports: &[Import]) -> Option<Spanned<HiddenMain>> {
    if tree.is_broken(NodeId::ROOT) {
        return None;
    }
    let mut found: Vec<Spanned<HiddenMain>> = Vec::new();
    let is_main = |n: &NodeId| {
        let is_name = matches!(tree.kind(*n), Kind::Ident(_) | Kind::Name(_));
        is_name && tree.text_of(*n) == "main"
    };
    let mut below = tree.below(NodeId::ROOT);
    while let Some(node) = below.next() {
        let kind = tree.kind(node);
        if let Kind::Function { head, .. } = kind
            && let Some(name) = tree.function(node).and_then(|f| f.name).filter(is_main)
        {
            let is_type_param = |k| matches!(k, Kind::TypeParam(_));
            let before = tree.text().get(..head as usize).unwrap_or("");
            let why = match () {
                () if !before.is_empty() && !before.ends_with('\n') => HiddenMain::Indented,
                () if tree.find(node, is_type_param).is_some() => HiddenMain::TypeParameters,
                () => HiddenMain::Spacing,
            };
            found.push(Spanned::new(why, tree.span(name)));
        }
        if let Kind::Assign { valued: true, .. } = kind {
            let targets = tree.assignment(node).map_or(Vec::new(), |a| a.targets);
            let targets = targets.into_iter().filter(is_main);
            found.extend(targets.map(|n| Spanned::new(HiddenMain::Assigned, tree.span(n))));
        }
        if kind.is_scope() {
            below.leave_out();
        }
    }
    let at_module_level = |i: &&Import| i.place != ImportPlace::Function;
    let bound = imports.iter().filter(at_module_level).filter_map(|i| {
        let bound = i.bound.as_ref().filter(|b| b.value == "main")?;
        Some(Spanned::new(HiddenMain::Imported, bound.span))
    });
    found.extend(bound);
    found.into_iter().max_by_key(|f| f.span.start)
}

/// Where the module calls `main` while it is being loaded, whatever the circumstances: not inside
/// `if`, a function or a class, nor where a condition decides.
pub(crate) fn main_calls(tree: &Tree) -> Vec<Span> {
    let mut found = Vec::new();
    if tree.is_broken(NodeId::ROOT) || !tree.text().contains("main") {
        return found;
    }
    // What is left out: from a node up to another one.
    let mut apart: Vec<(NodeId, NodeId)> = Vec::new();
    for node in tree.below(NodeId::ROOT) {
        while apart.last().is_some_and(|(_, end)| *end <= node) {
            apart.pop();
        }
        if apart.last().is_some_and(|(first, _)| *first <= node) {
            continue;
        }
        let first = match tree.kind(node) {
            Kind::Call => {
                let is_main =
                    |f: NodeId| matches!(tree.kind(f), Kind::Name(_)) && tree.text_of(f) == "main";
                if tree.called(node).is_some_and(is_main) {
                    found.push(tree.span(node));
                }
                None
            }
            // What decorates them is called at once.
            Kind::Function { .. } | Kind::Class { .. } => tree.find(node, |k| k != Kind::Decorator),
            Kind::Lambda
            | Kind::If
            | Kind::Match
            | Kind::While
            | Kind::Conditional
            | Kind::And
            | Kind::Or => tree.child(node, 0),
            _ => None,
        };
        apart.extend(first.map(|first| (first, tree.end(node))));
    }
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
            assert_eq!(python(text).compacted().hidden_main(), found, "{text}");
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
