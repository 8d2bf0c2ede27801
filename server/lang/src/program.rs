//! A text in a language, and what has been read of it so far.
//!
//! A [`Program`] knows no file and nothing of Windmill: it may be a script, a step's code or a module.
//! All that is read from it is worked out once, when first asked for.

use std::sync::{Arc, OnceLock};

use syntax::strict::{Judged, Problem, Unbound};
use syntax::{Edit, Language, Span, Tree};

use crate::javascript::{self, JavaScript, Specifier, specifiers};
use crate::problems::{self, Problems};
use crate::python::module::{self, Module};
use crate::python::{self, Annotation, Class, Declaration, Import, Python};
use crate::unannotated;

/// One version of a program's text. Offsets are bytes of that text.
#[derive(Debug)]
pub struct Program {
    /// The grammar that reads it; `None` for a language that has none here: then only the text is known.
    pub grammar: Option<Language>,
    /// Its text.
    pub text: Arc<str>,
    tree: OnceLock<Option<Tree>>,
    /// What the strict parser says of TypeScript, and gives of it where it is valid.
    strict: OnceLock<(Judged, Option<Box<JavaScript>>)>,
    /// What the tolerant parser gives of TypeScript that is not.
    typescript: OnceLock<Option<Box<JavaScript>>>,
    /// What [`Program::tree`] begins from, where an edit came after it was made.
    before: Option<Before>,
    /// What the strict parser gives of Python that is valid.
    valid: OnceLock<Option<Box<Python>>>,
    /// What the tolerant parser gives of Python that is not.
    torn: OnceLock<Option<Box<Python>>>,
    module: OnceLock<Module>,
    problems: OnceLock<Problems>,
    specifiers: OnceLock<Vec<Specifier>>,
}

/// A tree of an older text.
#[derive(Clone, Debug)]
struct Before {
    tree: Tree,
    text: Arc<str>,
    /// What has happened to it since.
    edit: Edit,
}

impl Program {
    /// A program that nothing is known of yet. Cheap: reading starts when it is asked something.
    pub fn new(grammar: Option<Language>, text: Arc<str>) -> Program {
        Program {
            grammar,
            text,
            tree: OnceLock::new(),
            strict: OnceLock::new(),
            typescript: OnceLock::new(),
            before: None,
            valid: OnceLock::new(),
            torn: OnceLock::new(),
            module: OnceLock::new(),
            problems: OnceLock::new(),
            specifiers: OnceLock::new(),
        }
    }

    /// The same program with a new text that came from the old one by `edits`, in order.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Program {
        let mut program = Program::new(self.grammar, text);
        let Some((edit, more)) = edits.split_first() else {
            return program;
        };
        let edit = more.iter().fold(*edit, |all, next| all.then(*next));
        program.before = match self.tree.get() {
            Some(Some(tree)) => Some(Before {
                tree: tree.clone(),
                text: Arc::clone(&self.text),
                edit,
            }),
            Some(None) => None,
            None => self.before.clone().map(|before| Before {
                edit: before.edit.then(edit),
                ..before
            }),
        };
        program
    }

    /// The same program without its trees. They come back when asked for.
    pub fn without_trees(self) -> Program {
        Program {
            tree: OnceLock::new(),
            strict: OnceLock::new(),
            typescript: OnceLock::new(),
            before: None,
            valid: OnceLock::new(),
            torn: OnceLock::new(),
            ..self
        }
    }

    /// The same program with spaces in place of the types that its author wrote beside parameters,
    /// results and names; `None` where it has none.
    pub fn unannotated(&self) -> Option<Program> {
        let text = match self.grammar? {
            Language::Python => unannotated::python(&self.python()?.tree),
            Language::TypeScript => unannotated::typescript(&self.typescript()?.tree),
            _ => return None,
        };
        (*text != *self.text).then(|| Program::new(self.grammar, text))
    }

    /// The syntax tree; `None` for a language without a grammar.
    pub fn tree(&self) -> Option<&Tree> {
        let parse = |language| match &self.before {
            Some(Before { tree, text, edit }) => {
                syntax::reparse(language, tree, text, &[*edit], &self.text)
            }
            None => syntax::parse(language, &self.text),
        };
        self.tree.get_or_init(|| self.grammar.map(parse)).as_ref()
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
        if let Some(problems) = self.problems.get() {
            return problems;
        }
        if self.is_python() {
            self.valid();
        }
        self.problems.get_or_init(|| match self.grammar {
            Some(Language::TypeScript) => {
                let (judged, read) = self.strict();
                let read = read.as_deref();
                problems::of_typescript(&self.text, judged, read, || {
                    Some((self.tree()?, self.typescript()?))
                })
            }
            _ => Problems::default(),
        })
    }

    /// The tree of our own where the strict parser takes the text, which is judged by it.
    fn valid(&self) -> Option<&Python> {
        let read = || {
            let is_known = self.problems.get().is_some_and(|p| !p.broken.is_empty());
            if !self.is_python() || is_known {
                return None;
            }
            let (verdict, compiled, tree) = python::judge(&self.text);
            self.problems
                .get_or_init(|| problems::of_python(&self.text, verdict, compiled, || self.tree()));
            Some(Box::new(Python::of(tree?)))
        };
        self.valid.get_or_init(read).as_deref()
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

    /// The type that a name at the top of a Python program is given, where it is given nothing else: `Row = dict[str, int]`.
    pub fn alias(&self, name: &str) -> Option<&Annotation> {
        self.module().aliases.get(name)
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
            let read = may_import.then(|| self.typescript()).flatten();
            read.map_or_else(Vec::new, |read| specifiers(&read.tree))
        })
    }

    /// The tree of our own of a Python program, and what its names mean: the strict parser's where that takes the
    /// text, else the tolerant one's. Which of them it is depends on the text alone, and not on what was typed or asked
    /// before.
    pub fn python(&self) -> Option<&Python> {
        let lower = || Some(Box::new(Python::new(&self.text, self.python_tree()?)));
        let torn = || self.torn.get_or_init(lower).as_deref();
        self.valid().or_else(torn)
    }

    /// The same, where something has asked for it before.
    pub fn parsed_python(&self) -> Option<&Python> {
        let valid = self.valid.get().and_then(Option::as_deref);
        valid.or_else(|| self.torn.get()?.as_deref())
    }

    /// The tree of our own of a TypeScript program, and what its names mean: the strict parser's where that takes the
    /// text, else the tolerant one's, by the text alone; see [`Program::python`].
    pub fn typescript(&self) -> Option<&JavaScript> {
        if self.grammar != Some(Language::TypeScript) {
            return None;
        }
        let (_, strict) = self.strict();
        let lower = || {
            let read = JavaScript::new(&self.text, Language::TypeScript, self.tree()?);
            Some(Box::new(read))
        };
        let torn = || self.typescript.get_or_init(lower).as_deref();
        strict.as_deref().or_else(torn)
    }

    /// The same, where something has asked for it before.
    pub fn parsed_typescript(&self) -> Option<&JavaScript> {
        let strict = self.strict.get().and_then(|(_, read)| read.as_deref());
        strict.or_else(|| self.typescript.get()?.as_deref())
    }

    /// What the strict parser has to say of TypeScript.
    fn strict(&self) -> &(Judged, Option<Box<JavaScript>>) {
        self.strict.get_or_init(|| {
            let (judged, tree) = javascript::judge(&self.text);
            (judged, tree.map(|tree| Box::new(JavaScript::of(tree))))
        })
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
        self.is_python().then(|| self.tree())?
    }

    /// Whether the language is Python.
    pub fn is_python(&self) -> bool {
        self.grammar == Some(Language::Python)
    }

    fn module(&self) -> &Module {
        self.module.get_or_init(|| match self.python() {
            Some(python) => module::module(&python.tree),
            None => Module::default(),
        })
    }
}
