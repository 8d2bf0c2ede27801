//! Scripts: a program in a language that Windmill runs, and all that is worked out of it.
//!
//! A [`Script`] is one version of one text, wherever it lives. It knows no file and no flow. All that
//! is read from it is worked out once, when first asked for.

pub(crate) mod shared;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod typescript_tests;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::language::ScriptLanguage;
use crate::signature::main_forms::{hidden_main, main_calls};
use crate::signature::{
    Entry, EntryName, HiddenMain, Param, Type, conventions, python, type_word, typescript,
};
use lang::Program;
use lang::outline::Declared;
use lang::python::{Class, ClassKind};
use sdk::{SdkMisuse, SdkPath, WorkflowMistake, misuse, workflow};
use shape::Shape;
use syntax::{Edit, Span, Spanned};

/// One version of a script's text. Offsets are bytes of that text.
#[derive(Debug)]
pub struct Script {
    /// Its language.
    pub language: ScriptLanguage,
    program: Program,
    top: OnceLock<Top>,
    main: OnceLock<Entry>,
    preprocessor: OnceLock<Entry>,
    misuses: OnceLock<Vec<SdkMisuse>>,
    paths: OnceLock<Vec<SdkPath>>,
    returned: OnceLock<Shape>,
    functions: OnceLock<BTreeMap<String, Shape>>,
    workflow: OnceLock<Vec<WorkflowMistake>>,
    declared: OnceLock<Box<[Declared]>>,
}

/// What Windmill makes of what stands at the top of a Python script.
#[derive(Debug, Default)]
struct Top {
    workflow: bool,
    hidden_main: Option<Spanned<HiddenMain>>,
    main_calls: Vec<Span>,
}

/// A script is a program that Windmill runs: what is read of its text alone is asked of it as well.
impl Deref for Script {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

impl Script {
    /// A script that nothing is known of yet. Cheap: reading starts when it is asked something.
    pub fn new(language: ScriptLanguage, text: Arc<str>) -> Script {
        let program = Program::new(language.syntax(), text);
        Script::of(language, program)
    }

    fn of(language: ScriptLanguage, program: Program) -> Script {
        Script {
            language,
            program,
            top: OnceLock::new(),
            main: OnceLock::new(),
            preprocessor: OnceLock::new(),
            misuses: OnceLock::new(),
            paths: OnceLock::new(),
            returned: OnceLock::new(),
            functions: OnceLock::new(),
            workflow: OnceLock::new(),
            declared: OnceLock::new(),
        }
    }

    /// The same script with a new text that came from the old one by `edits`, in order.
    pub fn edited(&self, edits: &[Edit], text: Arc<str>) -> Script {
        Script::of(self.language.clone(), self.program.edited(edits, text))
    }

    /// The same script without the types that its author wrote beside parameters, results and names;
    /// `None` where it has none. Windmill holds nobody to them: a `str` from the template may get a list,
    /// and then give one.
    pub(crate) fn unannotated(&self) -> Option<Script> {
        let program = self.program.unannotated()?;
        Some(Script::of(self.language.clone(), program))
    }

    /// The same script with everything that rules ask of it worked out and its trees let go: trees take
    /// thirty times their text, and most scripts are never edited. They come back when asked for.
    pub fn compacted(self) -> Script {
        self.entry(EntryName::Main);
        self.entry(EntryName::Preprocessor);
        self.problems();
        self.top();
        self.declared();
        self.sdk_paths();
        self.specifiers();
        if self.is_python() {
            self.sdk_misuses();
            self.workflow_mistakes();
        }
        Script {
            program: self.program.without_trees(),
            ..self
        }
    }

    /// What Windmill finds under this name.
    pub fn entry(&self, name: EntryName) -> &Entry {
        let slot = match name {
            EntryName::Main => &self.main,
            EntryName::Preprocessor => &self.preprocessor,
        };
        if self.language.is_read_by_convention() {
            return slot.get_or_init(|| match name {
                EntryName::Main => conventions::entry(&self.language, &self.text),
                EntryName::Preprocessor => Entry::Unknown,
            });
        }
        slot.get_or_init(|| {
            if let Some(python) = self.python() {
                let found = python::entry(&python.tree, self.classes(), name.as_str());
                return match found {
                    Some(entry) => entry,
                    None if name == EntryName::Main && self.is_workflow() => Entry::Workflow,
                    None => Entry::Missing,
                };
            }
            match self.typescript() {
                Some(read) => typescript::entry(&read.tree, name.as_str()),
                None => Entry::Unknown,
            }
        })
    }

    /// What `main` returns, with [`shape::Origin::OWN`] for places in this text.
    pub fn returned(&self) -> &Shape {
        self.returned.get_or_init(|| match self.language {
            ScriptLanguage::Python3 => self.functions().get("main").cloned().unwrap_or_default(),
            _ if self.language.is_typescript() => match self.entry(EntryName::Main) {
                Entry::Found(_) => shape::typescript::returned(self, EntryName::Main.as_str()),
                _ => Shape::Unknown,
            },
            _ => match self.language.dialect() {
                Some(dialect) => shape::sql::returned(&self.text, dialect),
                None => Shape::Unknown,
            },
        })
    }

    /// What the functions at the top of a Python script return, by name; see [`Script::returned`].
    pub fn functions(&self) -> &BTreeMap<String, Shape> {
        self.functions
            .get_or_init(|| shape::python::all_returned(self))
    }

    /// Where a Python script uses the SDK in a way that this does not offer.
    pub fn sdk_misuses(&self) -> &[SdkMisuse] {
        self.misuses.get_or_init(|| {
            if !self.is_python() || misuse::is_plain(self) {
                return Vec::new();
            }
            let python = self.python();
            python.map_or_else(Vec::new, |python| misuse::misuses(self, python))
        })
    }

    /// The paths of the workspace that Python or TypeScript gives to an SDK, in reading order.
    pub fn sdk_paths(&self) -> &[SdkPath] {
        self.paths.get_or_init(|| sdk::sdk_paths(self))
    }

    /// What the workflows of a Python or TypeScript script get wrong.
    pub fn workflow_mistakes(&self) -> &[WorkflowMistake] {
        self.workflow.get_or_init(|| {
            if self.language.is_typescript() {
                let is_plain = workflow::typescript::is_plain(&self.text);
                if is_plain {
                    return Vec::new();
                }
                let read = self.typescript();
                return read.map_or_else(Vec::new, workflow::typescript::mistakes);
            }
            if !self.is_python() || workflow::is_plain(self) {
                return Vec::new();
            }
            let python = self.python();
            python.map_or_else(Vec::new, |python| workflow::mistakes(self, python))
        })
    }

    /// Functions and classes at its top, and the functions of those classes, but for its entry points.
    pub fn declared(&self) -> &[Declared] {
        self.declared.get_or_init(|| {
            let mut declared = self.top_outline();
            let entries = [EntryName::Main, EntryName::Preprocessor].map(EntryName::as_str);
            declared.retain(|d| d.depth > 0 || !entries.contains(&&*d.name));
            declared.into()
        })
    }

    /// What may name a resource type: of Python a `TypedDict`, or another class that a parameter has, for Windmill takes it
    /// for one; of TypeScript the types of parameters that it does not declare. Each with its place.
    pub fn type_names(&self) -> Vec<(&str, Span)> {
        if self.is_python() {
            let is_taken = |class: &Class| {
                let mut taken = self.parameter_classes().into_iter();
                taken.any(|(_, _, c)| c.name == class.name)
            };
            let is_type = |c: &&Class| match c.kind {
                ClassKind::TypedDict => true,
                ClassKind::Other => is_taken(c),
                _ => false,
            };
            let classes = self.classes().iter().filter(is_type);
            return classes
                .map(|c| (c.name.value.as_str(), c.name.span))
                .collect();
        }
        if !self.language.is_typescript() {
            return Vec::new();
        }
        let entries = [EntryName::Main, EntryName::Preprocessor].into_iter();
        let signatures = entries.filter_map(|e| self.entry(e).signature());
        let types = signatures.flat_map(|s| &s.params).filter_map(|param| {
            let Type::Resource(name) = param.ty.item() else {
                return None;
            };
            let annotation = param.annotation.as_ref()?;
            let word = type_word(annotation.span.slice(&self.text), name)?;
            let start = annotation.span.start as usize;
            let span = Span::new(start + word.start as usize, start + word.end as usize);
            Some((name.as_str(), span))
        });
        types.collect()
    }

    /// Whether a Python script is a workflow: it imports `workflow` from `wmill` and decorates a
    /// top-level function with it.
    pub fn is_workflow(&self) -> bool {
        self.top().workflow
    }

    /// A `main` that is there for Python and overlooked by Windmill; the last one.
    pub fn hidden_main(&self) -> Option<Spanned<HiddenMain>> {
        let missing = *self.entry(EntryName::Main) == Entry::Missing;
        self.top().hidden_main.filter(|_| missing)
    }

    /// The name of a function `main` of TypeScript that is not exported, where no `main` is; the last one.
    pub fn unexported_main(&self) -> Option<Span> {
        let tree = &self.typescript()?.tree;
        let missing = *self.entry(EntryName::Main) == Entry::Missing;
        typescript::unexported(tree, "main").filter(|_| missing)
    }

    /// Where a Python script calls `main` as soon as it is loaded, whatever the circumstances.
    pub fn main_calls(&self) -> &[Span] {
        &self.top().main_calls
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

    fn top(&self) -> &Top {
        self.top.get_or_init(|| {
            let imports = self.imports();
            let tree = self.python().map(|python| &python.tree);
            tree.map_or_else(Top::default, |tree| Top {
                workflow: workflow::is_workflow(self, tree),
                hidden_main: hidden_main(tree, imports),
                main_calls: main_calls(tree),
            })
        })
    }
}
