//! A text in a language, and what has been read of it so far.
//!
//! A [`Program`] knows no file and nothing of Windmill: it may be a script, a step's code or a module.
//! All that is read from it is worked out once, when first asked for.

use std::sync::{Arc, OnceLock};

use syntax::strict::{Problem, Unbound, Verdict};
use syntax::{Edit, Language, Span, Tree};

use crate::javascript::{JavaScript, Specifier, specifiers};
use crate::problems::{self, Problems};
use crate::python::module::{self, Module};
use crate::python::{Class, Declaration, Import, Python};
use crate::unannotated::unannotated;

/// One version of a program's text. Offsets are bytes of that text.
#[derive(Debug)]
pub struct Program {
    /// The grammar that reads it; `None` for a language that has none here: then only the text is known.
    pub grammar: Option<Language>,
    /// Its text.
    pub text: Arc<str>,
    tree: OnceLock<Option<Tree>>,
    python: OnceLock<Option<Box<Python>>>,
    typescript: OnceLock<Option<Box<JavaScript>>>,
    outer: OnceLock<Option<Box<Python>>>,
    outline: OnceLock<Option<Tree>>,
    module: OnceLock<Module>,
    problems: OnceLock<Problems>,
    specifiers: OnceLock<Vec<Specifier>>,
}

impl Program {
    /// A program that nothing is known of yet. Cheap: reading starts when it is asked something.
    pub fn new(grammar: Option<Language>, text: Arc<str>) -> Program {
        Program {
            grammar,
            text,
            tree: OnceLock::new(),
            python: OnceLock::new(),
            typescript: OnceLock::new(),
            outer: OnceLock::new(),
            outline: OnceLock::new(),
            module: OnceLock::new(),
            problems: OnceLock::new(),
            specifiers: OnceLock::new(),
        }
    }

    /// The same program with a new text that came from the old one by `edits`, in order.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Program {
        let program = Program::new(self.grammar, text);
        if let (Some(Some(old)), Some(syntax)) = (self.tree.get(), self.grammar) {
            let tree = syntax::reparse(syntax, old, &self.text, edits, &program.text);
            program.tree.get_or_init(|| Some(tree));
        }
        program
    }

    /// The same program without its trees. They come back when asked for.
    pub fn without_trees(self) -> Program {
        Program {
            tree: OnceLock::new(),
            python: OnceLock::new(),
            typescript: OnceLock::new(),
            outer: OnceLock::new(),
            outline: OnceLock::new(),
            ..self
        }
    }

    /// The same program with spaces in place of the types that its author wrote beside parameters,
    /// results and names; `None` where it has none.
    pub fn unannotated(&self) -> Option<Program> {
        let text = unannotated(&self.text, self.grammar?);
        (*text != *self.text).then(|| Program::new(self.grammar, text))
    }

    /// The syntax tree; `None` for a language without a grammar.
    pub fn tree(&self) -> Option<&Tree> {
        let parse = || self.grammar.map(|syntax| syntax::parse(syntax, &self.text));
        self.tree.get_or_init(parse).as_ref()
    }

    /// The syntax tree, where something has asked for it before.
    pub fn parsed_tree(&self) -> Option<&Tree> {
        self.tree.get()?.as_ref()
    }

    /// Where the text is broken, as a strict parser says. Empty for languages other than Python and TypeScript.
    pub fn problems(&self) -> &[Problem] {
        &self.judged().broken
    }

    /// What is refused of a text that parses. Empty for languages other than Python and TypeScript.
    pub fn refused(&self) -> &[Problem] {
        &self.judged().refused
    }

    /// Names that a Python program reads and that nothing defines, each once.
    pub fn unbound(&self) -> &[Unbound] {
        &self.judged().unbound
    }

    fn judged(&self) -> &Problems {
        self.problems.get_or_init(|| match self.grammar {
            Some(Language::Python) => problems::problems(&self.text, || self.tree()),
            Some(Language::TypeScript) => self.tree().map_or_else(Problems::default, |tree| {
                problems::of_typescript(&self.text, tree, || self.typescript())
            }),
            _ => Problems::default(),
        })
    }

    /// The classes at the top level of a Python program.
    pub fn classes(&self) -> &[Class] {
        &self.module().classes
    }

    /// The class of this name; the last one, as in Python.
    pub fn class(&self, name: &str) -> Option<&Class> {
        let module = self.module();
        module.class_of_name.get(name).map(|&i| &module.classes[i])
    }

    /// The imports of a Python program, wherever they stand.
    pub fn imports(&self) -> &[Import] {
        &self.module().imports
    }

    /// The imports of a TypeScript program, wherever they stand.
    pub fn specifiers(&self) -> &[Specifier] {
        self.specifiers.get_or_init(|| {
            let may_import = ["import", "export"]
                .iter()
                .any(|word| self.text.contains(word));
            let read = self.typescript_if(may_import);
            read.map_or_else(Vec::new, |read| specifiers(&read.tree))
        })
    }

    /// The tree of our own of a Python program, and what its names mean.
    pub fn python(&self) -> Option<&Python> {
        let lower = || Some(Box::new(Python::new(&self.text, self.python_tree()?)));
        self.python.get_or_init(lower).as_deref()
    }

    /// The tree of our own of a TypeScript program, and what its names mean.
    pub fn typescript(&self) -> Option<&JavaScript> {
        let lower = || {
            let tree = self.typescript_tree()?;
            let read = JavaScript::new(&self.text, Language::TypeScript, tree);
            Some(Box::new(read))
        };
        self.typescript.get_or_init(lower).as_deref()
    }

    fn typescript_if(&self, wanted: bool) -> Option<&JavaScript> {
        if wanted { self.typescript() } else { None }
    }

    /// What gives `name` its value at module level; see [`Python::find_declaration`].
    pub fn find_declaration(&self, name: &str) -> Option<Declaration> {
        self.python()?.find_declaration(name)
    }

    /// What gives `name` its value for the code at `offset`; see [`Python::declarations_at`].
    pub fn declarations_at(&self, name: &str, offset: usize) -> Vec<Declaration> {
        let python = self.python();
        python.map_or_else(Vec::new, |p| p.declarations_at(name, offset))
    }

    /// Where code names what `name` means at module level; see [`Python::uses_of`].
    pub fn uses_of(&self, name: &str) -> Vec<Span> {
        self.python().map_or_else(Vec::new, |p| p.uses_of(name))
    }

    /// The tree, where the language is Python.
    pub fn python_tree(&self) -> Option<&Tree> {
        self.tree().filter(|_| self.is_python())
    }

    /// The tree, where the language is TypeScript.
    pub fn typescript_tree(&self) -> Option<&Tree> {
        self.tree()
            .filter(|_| self.grammar == Some(Language::TypeScript))
    }

    /// Whether the language is Python.
    pub fn is_python(&self) -> bool {
        self.grammar == Some(Language::Python)
    }

    /// The tree that entry points and what stands at the top are read from: that of the outline, for
    /// Python that has one, else the whole. Which of them it is depends on the text alone, and not on
    /// what has been asked before: where only the whole one has an error, they read differently.
    pub fn outer_tree(&self) -> Option<&Tree> {
        // Windmill looks for entry points in the text: with two of a name, the whole tree decides.
        let once = |name| self.text.matches(name).count() <= 1;
        let outline = self.outline.get_or_init(|| {
            if !self.is_python() || !once("def main(") || !once("def preprocessor(") {
                return None;
            }
            let (verdict, outline, compiled) = syntax::strict::python_with_outline(&self.text);
            let broken = match verdict {
                Verdict::Valid => Vec::new(),
                Verdict::Broken(problems) => problems,
                Verdict::Unknown => return None,
            };
            self.problems.get_or_init(|| Problems::of(broken, compiled));
            Some(syntax::parse(Language::Python, &outline?))
        });
        outline.as_ref().or_else(|| self.tree())
    }

    /// The tree of our own of a Python program, without the bodies of its functions where it has an outline;
    /// see [`Program::outer_tree`].
    pub fn outer_python(&self) -> Option<&Python> {
        if !self.is_python() {
            return None;
        }
        self.outer_tree();
        let outline = self.outline.get().and_then(Option::as_ref);
        let lower = || outline.map(|tree| Box::new(Python::new(&self.text, tree)));
        let outer = self.outer.get_or_init(lower);
        outer.as_deref().or_else(|| self.python())
    }

    fn module(&self) -> &Module {
        self.module.get_or_init(|| match self.outer_python() {
            Some(python) => module::module(&python.tree),
            None => Module::default(),
        })
    }
}
