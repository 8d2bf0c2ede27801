//! Symbols: what a name means, and every place where it is written.
//!
//! A file's names are read into [`Use`]s, each with the [`Symbol`] that it means; what stands at an offset and
//! where else that stands are both looked up there, so a symbol has the same uses from wherever it is asked.
//! Which files are read for that is said by the index of references.
//!
//! - [`flow`]: steps and inputs, in the flow that has them.
//! - [`stand_in`]: steps that expressions mean in other words.
//! - [`given`]: what one file gives to a script or flow of another, by name.
//! - [`path`]: scripts, flows, resources, variables and inlined files, by what names them.
//! - [`types`]: resource types; [`property`]: what the results of code have, [`trail`]: and where that goes.
//! - [`code`]: names of code, where they stand; [`importers`]: and in the code that imports them; [`passed_on`]: and
//!   passes them on; [`resolve`]: what imports lead to.

mod code;
mod flow;
mod given;
mod importers;
mod passed_on;
mod path;
mod property;
mod resolve;
mod stand_in;
mod trail;
mod types;

use std::sync::Arc;

use lang::occurrences::{Form, Local};
use syntax::{FileId, Span};

pub use path::ImportForm;
pub use property::{Location, ReturnedNames};
pub use sdk::PathKind;
pub use trail::Trail;

use crate::code::Code;
use crate::file::{File, FileKind, ItemKind};
use crate::flow::ModuleIdx;
use crate::frontend::NameForm;
use crate::path::FilePath;
use crate::references::{Key, Reference, Via};
use crate::signature::EntryName;
use crate::workspace::Workspace;

/// What a name means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Symbol {
    /// A step of a flow, by its id. Steps that share an id are one symbol.
    Step {
        /// The flow's file.
        flow: FileId,
        /// The id.
        id: Arc<str>,
    },
    /// An input of a flow.
    Input {
        /// The flow's file.
        flow: FileId,
        /// Its name.
        name: Arc<str>,
    },
    /// An input of a script: a parameter of the function that Windmill calls.
    Parameter {
        /// The script.
        code: CodeId,
        /// The function.
        entry: EntryName,
        /// Its name.
        name: Arc<str>,
    },
    /// A script, a flow, a resource or a variable, whether it has a file or not.
    Path {
        /// What it is.
        kind: PathKind,
        /// The folder of the synced workspace.
        root: FilePath,
        /// Its Windmill path.
        path: Arc<str>,
    },
    /// A resource type, whether it has a file or not.
    ResourceType {
        /// The folder of the synced workspace.
        root: FilePath,
        /// Its name.
        name: Arc<str>,
    },
    /// A file that steps have their code or lock in.
    Inlined(FileId),
    /// A property of what code returns.
    Property {
        /// Its name.
        name: Arc<str>,
        /// Where code makes it: all places that hang together, in order.
        places: Arc<[Location]>,
    },
    /// Any other name of a script.
    Name {
        /// The script.
        code: CodeId,
        /// The name and its scope there.
        local: Local,
    },
}

/// Code, by where it stands in one state of the workspace.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CodeId {
    /// The file.
    pub file: FileId,
    /// The step whose code it is, where it stands in a flow.
    pub module: Option<ModuleIdx>,
}

/// A place where a symbol is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// The file.
    pub file: FileId,
    /// The name alone, without quotes, in bytes of the file. Empty at the start of the file that a path leads to,
    /// where nothing there says its name.
    pub span: Span,
    /// What is done with it there.
    pub role: Role,
    /// How it is written there.
    pub spelling: Spelling,
}

/// What is done with a symbol at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It is declared.
    Definition,
    /// A name of code gets a value.
    Write,
    /// It is read, or given to something.
    Use,
}

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// A scalar of YAML, with quotes or without, or the part of one that has the name.
    Scalar,
    /// `.name` in an expression; the span has the dot (or `?.`) in front of the name as well. `None`: something
    /// else stands between what it is a property of and the name.
    Dot(Option<Span>),
    /// A string in brackets in an expression.
    Bracket,
    /// A string in an expression, or in code.
    Text,
    /// The key of an object in code: as it is; with quotes; or as the variable that is its value as well.
    Key(KeyForm),
    /// In an import.
    Import(ImportForm),
    /// An identifier of code.
    Code(Form),
    /// The file that is meant: nothing of the name is written there.
    File,
    /// A word that stands for it whatever its name: `previous_result`, or `inline` for the code beside an app's runnable.
    Word,
}

/// How the key of an object or a dictionary is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyForm {
    /// `x: 1`
    Plain,
    /// `"x": 1`
    Quoted,
    /// `{ x }`
    Shorthand,
}

impl Workspace {
    /// What stands at a byte offset of a file, and the place there.
    pub fn symbol_at(&self, file: FileId, offset: usize) -> Option<(Symbol, Use)> {
        let named = self.get(file)?;
        let mut around = Found::around(file, named.text(), offset);
        self.read(named, &mut around);
        let mut types = Found::around(file, named.text(), offset);
        self.types_in(named, &mut types);
        let mut found = around.uses;
        found.extend(self.named_at(file, offset));
        found.append(&mut types.uses);
        // The indentation of a block is in its code, and in none of its names.
        found.retain(|(_, at)| at.span.touches(offset));
        let is_name = |(symbol, at): &(Symbol, Use)| {
            // Of `{ x }` it is the variable.
            let is_variable = at.spelling == Spelling::Code(Form::Shorthand);
            matches!(symbol, Symbol::Name { .. }) && !is_variable
        };
        if found.iter().all(is_name) {
            let mut properties = Found::new(file, "");
            self.property_at(file, offset, &mut properties);
            let made = properties.uses.into_iter();
            let made = made.filter(|(_, at)| at.span.touches(offset));
            found.splice(0..0, made);
        }
        found.into_iter().min_by_key(|(_, at)| at.span.len())
    }

    /// Every place where a symbol is written, by the files' paths and by place; its own file comes first.
    pub fn uses_of(&self, symbol: &Symbol) -> Vec<Use> {
        let mut uses = Vec::new();
        match symbol {
            Symbol::Step { .. } | Symbol::Input { .. } | Symbol::Parameter { .. } => {
                for file in self.naming_files(symbol) {
                    let found = self.written_in(file).into_iter();
                    uses.extend(found.filter(|(other, _)| other == symbol).map(|(_, at)| at));
                }
                uses.extend(self.in_code(symbol));
            }
            Symbol::Path { kind, root, path } => uses = self.uses_of_path(*kind, root, path),
            Symbol::ResourceType { root, name } => uses = self.uses_of_type(root, name),
            Symbol::Inlined(file) => uses = self.uses_of_inlined(*file),
            Symbol::Property { name, places } => uses = self.uses_of_property(name, places),
            Symbol::Name { code, local } => uses = self.uses_of_name(*code, local),
        }
        let own = symbol.file();
        let path = |file| self.get(file).map(|f| Arc::clone(&f.path));
        uses.sort_by_cached_key(|u| (Some(u.file) != own, path(u.file), u.span));
        // What an alias repeats is written once.
        uses.dedup_by_key(|u| (u.file, u.span));
        uses
    }

    /// The symbols of flows and scripts' inputs that are written in a file, but for those in code.
    fn written_in(&self, id: FileId) -> Vec<(Symbol, Use)> {
        let Some(file) = self.get(id) else {
            return Vec::new();
        };
        let mut found = Found::new(id, file.text());
        self.read(file, &mut found);
        found.uses
    }

    fn read(&self, file: &File, found: &mut Found<'_>) {
        match &file.kind {
            FileKind::Flow => {
                if let Some(flow) = file.flow() {
                    found.flow(flow);
                    self.given_by_steps(file, flow, found);
                }
            }
            FileKind::Item(ItemKind::Schedule | ItemKind::Trigger) => {
                self.given_by_item(file, found);
            }
            FileKind::Metadata => self.described(file, found),
            FileKind::App => self.given_by_app(file, found),
            FileKind::Frontend => self.given_by_frontend(file, found),
            _ => {}
        }
        self.given_by_code(file, found);
    }

    /// The code of this place, where it is there.
    pub fn code_of(&self, id: CodeId) -> Option<Code> {
        let file = self.get(id.file)?;
        match id.module {
            Some(module) => file.embedded_in(module).cloned(),
            None => Some(Code::whole(Arc::clone(file.script()?), Some(id.file))),
        }
    }
}

impl Symbol {
    /// The file that has it; `None` where the path alone is known.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Symbol::Step { flow, .. } | Symbol::Input { flow, .. } => Some(*flow),
            Symbol::Parameter { code, .. } | Symbol::Name { code, .. } => Some(code.file),
            Symbol::Inlined(file) => Some(*file),
            Symbol::Property { places, .. } => places.first().map(|(file, _)| *file),
            Symbol::Path { .. } | Symbol::ResourceType { .. } => None,
        }
    }
}

/// All code of a file: a script's, or that of a flow's steps.
pub fn code_in(id: FileId, file: &File) -> Vec<(CodeId, Code)> {
    let whole = file.script().map(|s| Code::whole(Arc::clone(s), Some(id)));
    let embedded = file.embedded().iter().cloned();
    whole
        .into_iter()
        .chain(embedded)
        .map(|code| {
            let place = CodeId {
                file: id,
                module: code.module,
            };
            (place, code)
        })
        .collect()
}

fn input(flow: FileId, name: &str) -> Symbol {
    Symbol::Input {
        flow,
        name: Arc::from(name),
    }
}

/// What is found in one file.
struct Found<'t> {
    file: FileId,
    text: &'t str,
    /// The only place that counts, in bytes; `None`: the whole file does.
    at: Option<usize>,
    uses: Vec<(Symbol, Use)>,
}

impl<'t> Found<'t> {
    fn new(file: FileId, text: &'t str) -> Found<'t> {
        Found {
            file,
            text,
            at: None,
            uses: Vec::new(),
        }
    }

    /// Only what touches an offset is looked for.
    fn around(file: FileId, text: &'t str, at: usize) -> Found<'t> {
        Found {
            at: Some(at),
            ..Found::new(file, text)
        }
    }

    /// Whether what stands in a part of the file is looked for.
    fn concerns(&self, part: Span) -> bool {
        self.at.is_none_or(|at| part.touches(at))
    }

    fn add(&mut self, symbol: Symbol, span: Span, role: Role, spelling: Spelling) {
        if !self.concerns(span) {
            return;
        }
        self.uses.push((
            symbol,
            Use {
                file: self.file,
                span,
                role,
                spelling,
            },
        ));
    }

    fn scalar(&mut self, symbol: Symbol, span: Span, role: Role) {
        let span = crate::references::unquoted(self.text, span);
        self.add(symbol, span, role, Spelling::Scalar);
    }
}

/// How a reference is written; `None` where that is for others to say.
fn spelling(reference: &Reference) -> Option<Spelling> {
    match reference.via {
        Via::Inline if matches!(reference.key, Key::CodeBeside(_)) => Some(Spelling::Word),
        Via::Backend(form) => Some(match form {
            NameForm::Dot => Spelling::Dot(None),
            NameForm::Bracket => Spelling::Bracket,
            form => Spelling::Key(key_form(form)),
        }),
        Via::Run | Via::Inline | Via::Policy | Via::Handler | Via::Value | Via::Type => {
            Some(Spelling::Scalar)
        }
        Via::Code | Via::Expression | Via::Annotation => Some(Spelling::Text),
        Via::Import | Via::Route => None,
    }
}

/// The key of an object in the code of a frontend.
fn key_form(form: NameForm) -> KeyForm {
    match form {
        NameForm::Shorthand => KeyForm::Shorthand,
        NameForm::Quoted | NameForm::Bracket => KeyForm::Quoted,
        NameForm::Key | NameForm::Dot => KeyForm::Plain,
    }
}
