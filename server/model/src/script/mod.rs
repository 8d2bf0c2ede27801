//! Scripts: their language, what their entry point takes, and what stands in a Python module.
//!
//! A [`Script`] is one version of one text, wherever it lives. It knows no file and no flow. All that
//! is read from it is worked out once, when first asked for.

mod conventions;
pub(crate) mod imports;
mod language;
mod lookup;
mod main_forms;
pub(crate) mod module;
mod problems;
mod python;
mod python_params;
mod python_types;
pub(crate) mod scope;
mod specifiers;
mod stdlib;
mod stray_await;
mod types;
mod typescript;
mod typescript_types;
mod unannotated;
pub(crate) mod walk;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typescript_tests;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::sdk::{SdkMisuse, WorkflowMistake, misuse, workflow};
use crate::shape::{self, Shape};
use problems::Problems;
use syntax::strict::{Problem, Unbound, Verdict};
use syntax::{Edit, Language, Span, Spanned, Tree};

pub use imports::{Import, Place};
pub use language::ScriptLanguage;
pub use main_forms::HiddenMain;
pub use module::{Class, ClassKind, Field};
pub(crate) use python::after_string;
pub use python_params::ParamKind;
pub(crate) use python_params::{RawParam, docstring, params, plain_string};
pub use python_types::DefaultKind;
pub use scope::{Declaration, DeclarationKind};
pub use specifiers::Specifier;
pub use stdlib::is_stdlib;
pub use types::Type;

/// One version of a script's text. Offsets are bytes of that text.
#[derive(Debug)]
pub struct Script {
    /// Its language.
    pub language: ScriptLanguage,
    /// Its text.
    pub text: Arc<str>,
    tree: OnceLock<Option<Tree>>,
    outline: OnceLock<Option<Tree>>,
    module: OnceLock<module::Module>,
    main: OnceLock<Entry>,
    preprocessor: OnceLock<Entry>,
    problems: OnceLock<Problems>,
    misuses: OnceLock<Vec<SdkMisuse>>,
    returned: OnceLock<Shape>,
    functions: OnceLock<BTreeMap<String, Shape>>,
    workflow: OnceLock<Vec<WorkflowMistake>>,
}

/// Which function of a script is meant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryName {
    /// What runs.
    Main,
    /// What runs before it on a trigger's event.
    Preprocessor,
}

impl EntryName {
    /// The function's name.
    pub fn as_str(self) -> &'static str {
        match self {
            EntryName::Main => "main",
            EntryName::Preprocessor => "preprocessor",
        }
    }
}

/// An entry point as Windmill would find it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// It is there, and takes these.
    Found(Signature),
    /// Windmill would not find it.
    Missing,
    /// A `@workflow` function stands in for `main`.
    Workflow,
    /// Nothing can be said: the language is not read, the signature is broken, or it is not plain.
    Unknown,
}

impl Entry {
    /// The signature, where it is known.
    pub fn signature(&self) -> Option<&Signature> {
        match self {
            Entry::Found(signature) => Some(signature),
            _ => None,
        }
    }
}

/// What an entry point takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The function's name.
    pub name: Spanned<String>,
    /// Its parameters but for `*args` and `**kwargs`, in order.
    pub params: Vec<Param>,
    /// Whether inputs may come that no parameter names.
    pub takes_any: bool,
    /// Its header, from `def` or `export` up to the return annotation.
    pub span: Span,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// The return annotation as written.
    pub returns: Option<Spanned<String>>,
    /// Whether it is `async`.
    pub is_async: bool,
}

impl Signature {
    /// The first parameter without a default that stands after one with: Python refuses that.
    pub fn misplaced(&self) -> Option<&Param> {
        let by_place = |p: &&Param| p.kind != ParamKind::KeywordOnly;
        let mut rest = self
            .params
            .iter()
            .filter(by_place)
            .skip_while(|p| p.default.is_none());
        rest.find(|p| p.default.is_none())
    }

    /// The parameter of this name.
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params.iter().find(|p| p.name.value == name)
    }
}

/// A parameter of an entry point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type as Windmill reads it: from the annotation, else from the default.
    pub ty: Type,
    /// The annotation as written.
    pub annotation: Option<Spanned<String>>,
    /// The default as written.
    pub default: Option<Spanned<String>>,
    /// What Windmill makes of the default; `None` where there is none.
    pub default_kind: Option<DefaultKind>,
    /// How Python takes it.
    pub kind: ParamKind,
    /// Whether Windmill ever passes it: not where it is keyword-only or positional-only.
    pub passed: bool,
    /// Whether its type says that nothing need be given.
    pub optional: bool,
    /// All of it.
    pub span: Span,
}

impl Param {
    /// Whether something must be given. A default that Windmill cannot read still counts as one; see
    /// [`Param::loses_default`].
    pub fn is_required(&self) -> bool {
        self.passed && self.default.is_none() && !self.optional
    }

    /// Whether `None` is passed in place of the default, because Windmill cannot read that.
    pub fn loses_default(&self) -> bool {
        self.passed && !self.optional && python::is_lost(self.default_kind)
    }
}

impl Script {
    /// A script that nothing is known of yet. Cheap: reading starts when it is asked something.
    pub fn new(language: ScriptLanguage, text: Arc<str>) -> Script {
        Script {
            language,
            text,
            tree: OnceLock::new(),
            outline: OnceLock::new(),
            module: OnceLock::new(),
            main: OnceLock::new(),
            preprocessor: OnceLock::new(),
            problems: OnceLock::new(),
            misuses: OnceLock::new(),
            returned: OnceLock::new(),
            functions: OnceLock::new(),
            workflow: OnceLock::new(),
        }
    }

    /// The same script with a new text that came from the old one by `edits`, in order.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Script {
        let script = Script::new(self.language.clone(), text);
        if let (Some(Some(old)), Some(syntax)) = (self.tree.get(), self.language.syntax()) {
            let tree = syntax::reparse(syntax, old, &self.text, edits, &script.text);
            script.tree.get_or_init(|| Some(tree));
        }
        script
    }

    /// The same script with everything that rules ask of it worked out and its trees let go: trees take
    /// thirty times their text, and most scripts are never edited. They come back when asked for.
    pub fn settled(self) -> Script {
        self.entry(EntryName::Main);
        self.entry(EntryName::Preprocessor);
        self.problems();
        self.imports();
        // What stands in functions is not in the outline.
        if self.language == ScriptLanguage::Python3 {
            self.misuses.get_or_init(|| match misuse::is_plain(&self) {
                true => Vec::new(),
                false => {
                    let tree = syntax::parse(Language::Python, &self.text);
                    misuse::misuses(&self, &tree)
                }
            });
            self.workflow
                .get_or_init(|| match workflow::is_plain(&self) {
                    true => Vec::new(),
                    false => {
                        let tree = syntax::parse(Language::Python, &self.text);
                        workflow::mistakes(&self, &tree)
                    }
                });
        }
        Script {
            tree: OnceLock::new(),
            outline: OnceLock::new(),
            ..self
        }
    }

    /// The syntax tree; `None` for a language without a grammar.
    pub fn tree(&self) -> Option<&Tree> {
        let parse = || {
            self.language
                .syntax()
                .map(|syntax| syntax::parse(syntax, &self.text))
        };
        self.tree.get_or_init(parse).as_ref()
    }

    /// The syntax tree, where something has asked for it before.
    pub(crate) fn parsed_tree(&self) -> Option<&Tree> {
        self.tree.get()?.as_ref()
    }

    /// What Windmill finds under this name.
    pub fn entry(&self, name: EntryName) -> &Entry {
        let slot = match name {
            EntryName::Main => &self.main,
            EntryName::Preprocessor => &self.preprocessor,
        };
        if conventions::reads(&self.language) {
            return slot.get_or_init(|| match name {
                EntryName::Main => conventions::entry(&self.language, &self.text),
                EntryName::Preprocessor => Entry::Unknown,
            });
        }
        slot.get_or_init(|| match self.outer_tree() {
            None => Entry::Unknown,
            Some(tree) if self.language.is_typescript() => {
                typescript::entry(&self.text, tree, name.as_str())
            }
            Some(tree) => {
                let found = python::entry(&self.text, tree, self.classes(), name.as_str());
                match found {
                    Some(entry) => entry,
                    None if name == EntryName::Main && self.is_workflow() => Entry::Workflow,
                    None => Entry::Missing,
                }
            }
        })
    }

    /// What `main` returns, with [`crate::shape::Origin::OWN`] for places in this text.
    pub fn returned(&self) -> &Shape {
        self.returned.get_or_init(|| match self.language {
            ScriptLanguage::Python3 => self.functions().get("main").cloned().unwrap_or_default(),
            _ if self.language.is_typescript() => shape::typescript::returned(self),
            _ => shape::sql::returned(self),
        })
    }

    /// What the functions at the top of a Python script return, by name; see [`Script::returned`].
    pub fn functions(&self) -> &BTreeMap<String, Shape> {
        self.functions
            .get_or_init(|| shape::python::all_returned(self))
    }

    /// Where the text is broken, as a strict parser says. Empty for languages other than Python and TypeScript.
    pub fn problems(&self) -> &[Problem] {
        &self.judged().broken
    }

    /// What is refused of a text that parses. Empty for languages other than Python and TypeScript.
    pub fn refused(&self) -> &[Problem] {
        &self.judged().refused
    }

    /// Names that a Python script reads and that nothing defines, each once.
    pub fn unbound(&self) -> &[Unbound] {
        &self.judged().unbound
    }

    fn judged(&self) -> &Problems {
        self.problems.get_or_init(|| match self.is_python() {
            true => problems::problems(&self.text, || self.tree()),
            false if self.language.is_typescript() => {
                self.tree().map_or_else(Problems::default, |tree| {
                    problems::of_typescript(&self.text, tree)
                })
            }
            false => Problems::default(),
        })
    }

    /// Where a Python script uses the SDK in a way that this does not offer.
    pub fn sdk_misuses(&self) -> &[SdkMisuse] {
        self.misuses.get_or_init(|| {
            let tree = self.python_tree().filter(|_| !misuse::is_plain(self));
            tree.map_or_else(Vec::new, |tree| misuse::misuses(self, tree))
        })
    }

    /// What the workflows of a Python or TypeScript script get wrong.
    pub fn workflow_mistakes(&self) -> &[WorkflowMistake] {
        self.workflow.get_or_init(|| {
            if self.language.is_typescript() {
                let is_plain = workflow::typescript::is_plain(&self.text);
                let tree = self.tree().filter(|_| !is_plain);
                return tree.map_or_else(Vec::new, |tree| {
                    workflow::typescript::mistakes(&self.text, tree)
                });
            }
            let tree = self.python_tree().filter(|_| !workflow::is_plain(self));
            tree.map_or_else(Vec::new, |tree| workflow::mistakes(self, tree))
        })
    }

    /// The classes at the top level of a Python script.
    pub fn classes(&self) -> &[Class] {
        &self.module().classes
    }

    /// The class of this name; the last one, as in Python.
    pub fn class(&self, name: &str) -> Option<&Class> {
        let module = self.module();
        module.class_of_name.get(name).map(|&i| &module.classes[i])
    }

    /// The imports of a Python script, wherever they stand.
    pub fn imports(&self) -> &[Import] {
        &self.module().imports
    }

    /// The imports of a TypeScript script, wherever they stand. Worked out at each call.
    pub fn specifiers(&self) -> Vec<Specifier> {
        let tree = self.tree().filter(|_| self.language.is_typescript());
        tree.map_or_else(Vec::new, |t| {
            specifiers::specifiers(t.root_node(), &self.text)
        })
    }

    /// Whether a Python script is a workflow: it imports `workflow` from `wmill` and decorates a
    /// top-level function with it.
    pub fn is_workflow(&self) -> bool {
        self.module().workflow
    }

    /// A `main` that is there for Python and overlooked by Windmill; the last one.
    pub fn hidden_main(&self) -> Option<Spanned<HiddenMain>> {
        let missing = *self.entry(EntryName::Main) == Entry::Missing;
        self.module().hidden_main.filter(|_| missing)
    }

    /// The name of a function `main` of TypeScript that is not exported, where no `main` is; the last one.
    pub fn unexported_main(&self) -> Option<Span> {
        let tree = self.tree().filter(|_| self.language.is_typescript())?;
        let missing = *self.entry(EntryName::Main) == Entry::Missing;
        typescript::unexported(&self.text, tree, "main").filter(|_| missing)
    }

    /// Where a Python script calls `main` as soon as it is loaded, whatever the circumstances.
    pub fn main_calls(&self) -> &[Span] {
        &self.module().main_calls
    }

    /// What gives `name` its value at module level in a Python script; the first place, be it inside
    /// an `if` or a `try`.
    pub fn find_declaration(&self, name: &str) -> Option<Declaration> {
        let tree = self.python_tree()?;
        scope::bindings(tree.root_node(), &self.text, name)
            .declarations
            .into_iter()
            .next()
    }

    /// Where code in a Python script names what `name` means at module level, its definition among
    /// them, in reading order. Import statements and text in strings are left out.
    pub fn uses_of(&self, name: &str) -> Vec<Span> {
        let tree = self.python_tree();
        tree.map_or_else(Vec::new, |tree| scope::uses(tree, &self.text, name))
    }

    /// The parameters of `main`, then of `preprocessor`, whose type or list item is a class of this
    /// Python script that is no enum, each with that class.
    pub fn parameter_classes(&self) -> Vec<(EntryName, &Param, &Class)> {
        let mut found = Vec::new();
        for name in [EntryName::Main, EntryName::Preprocessor] {
            let params = self.entry(name).signature().map_or(&[][..], |s| &s.params);
            for param in params {
                let class = param
                    .ty
                    .item()
                    .class_name()
                    .and_then(|class| self.class(class));
                found.extend(class.map(|class| (name, param, class)));
            }
        }
        found
    }

    /// The tree, where the language is Python.
    pub(crate) fn python_tree(&self) -> Option<&Tree> {
        self.tree().filter(|_| self.is_python())
    }

    fn is_python(&self) -> bool {
        self.language == ScriptLanguage::Python3
    }

    /// The tree that entry points and what stands at the top are read from: that of the outline, for
    /// Python that has one, else the whole. Which of them it is depends on the text alone, and not on
    /// what has been asked before: where only the whole one has an error, they read differently.
    fn outer_tree(&self) -> Option<&Tree> {
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

    fn module(&self) -> &module::Module {
        self.module.get_or_init(|| {
            let tree = self.outer_tree().filter(|_| self.is_python());
            tree.map_or_else(Default::default, |tree| module::module(tree, &self.text))
        })
    }
}
