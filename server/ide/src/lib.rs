//! Meaning to answers: findings, completions, hovers, definitions. Plain data, byte offsets.
//!
//! Nothing here does IO or knows a protocol. [`Snapshot`] is the whole interface: one method a
//! feature, each a pure function of the workspace at one moment.

mod calls;
mod checks;
mod completion;
mod context;
mod cursor;
mod definition;
mod find;
mod finding;
pub mod fix;
mod folding;
mod hints;
mod hover;
mod lenses;
mod linked;
mod links;
mod lost;
mod markdown;
mod new_line;
mod offers;
mod outline;
mod python;
mod rename;
mod rule;
pub mod rules;
mod selection;
mod settings;
mod signature;
mod snapshot;
mod suppress;
mod tokens;
mod typescript;

use syntax::{FileId, Span};

pub use calls::{Call, Callable, CallableKind};
pub use checks::Checks;
pub use completion::{Completion, CompletionKind, Snippet};
pub use context::{CheckedCode, Context, Role};
pub use definition::{StubTarget, Target};
pub use find::{Found, FoundKind};
pub use finding::{Applicability, Finding, Fix, NewFile, Related, TextEdit};
pub use folding::{Fold, FoldKind};
pub use hints::Hint;
pub use hover::Hover;
pub use lang::outline::DeclaredKind;
pub use lenses::Users;
pub use links::{Link, LinkTarget};
pub use lost::{Lost, LostKind};
pub use markdown::Markdown;
use model::symbol::Symbol;
pub use model::symbol::{Role as UseRole, Use};
pub use outline::{OutlineItem, OutlineKind};
pub use rename::{Change, Move, Refused};
pub use rule::{Category, FixKind, Level, PUBLISHED, RuleInfo};
pub use rules::{Checked, MAX_FINDINGS, rule};
pub use settings::Settings;
pub use signature::{Parameter, Signature};
pub use snapshot::Snapshot;
pub use suppress::Ignored;
pub use tokens::{Token, TokenKind};

impl Snapshot {
    /// What is wrong in a file, sorted by place. Findings of other files it is used by or uses are
    /// theirs. Of each rule the first [`MAX_FINDINGS`]; one more says how many there are besides.
    pub fn check(&self, file: FileId) -> Vec<Finding> {
        rules::told(rules::check(self, file))
    }

    /// As [`Snapshot::check`]. `done` is told of each rule that has run, one after the other: whoever has a clock sees
    /// what each took. What several rules ask of a file is worked out by the first.
    pub fn check_watched(&self, file: FileId, done: impl FnMut(&'static RuleInfo)) -> Vec<Finding> {
        rules::told(rules::check_watched(self, file, done))
    }

    /// As [`Snapshot::check`], with a note of what it was made of. `before`, an older answer that was given
    /// with the same settings, makes it faster where the file itself is the same. `None`: no such file.
    pub fn check_again(&self, file: FileId, before: Option<&Checked>) -> Option<Checked> {
        rules::check_again(self, file, before)
    }

    /// As [`Snapshot::check`], however many there are: what fixes findings or silences them needs all.
    pub fn check_all(&self, file: FileId) -> Vec<Finding> {
        rules::check(self, file)
    }

    /// Of all findings of a file, sorted by place, those that [`Snapshot::check`] gives.
    pub fn told(all: Vec<Finding>) -> Vec<Finding> {
        rules::told(all)
    }

    /// What is gone since `before` that others use still. `changed`: the files that are not what they were, each with its
    /// id before and its id now.
    pub fn lost(&self, before: &Snapshot, changed: &[(FileId, FileId)]) -> Vec<Lost> {
        lost::lost(self, before, changed)
    }

    /// What could be typed at `offset`, best first.
    pub fn completions(&self, file: FileId, offset: usize) -> Vec<Completion> {
        completion::completions(self, file, self.place(file, offset))
    }

    /// What stands at `offset`.
    pub fn hover(&self, file: FileId, offset: usize) -> Option<Hover> {
        hover::hover(self, file, self.place(file, offset))
    }

    /// Where the name of an SDK at `offset` is declared, in the stub that is built in.
    pub fn stub_definition(&self, file: FileId, offset: usize) -> Option<StubTarget> {
        definition::in_stub(self, file, self.place(file, offset))
    }

    /// The inlay hints in a part of a file, in the order of its expressions.
    pub fn hints(&self, file: FileId, part: Span) -> Vec<Hint> {
        hints::hints(self, file, part)
    }

    /// What the call at `offset` takes.
    pub fn signature(&self, file: FileId, offset: usize) -> Option<Signature> {
        signature::signature(self, file, self.place(file, offset))
    }

    /// Where the thing at `offset` comes from.
    pub fn definition(&self, file: FileId, offset: usize) -> Vec<Target> {
        definition::definition(&self.workspace, file, self.place(file, offset))
    }

    /// Every place where the name at `offset` is written, by file and place; none where nothing has a name.
    pub fn uses(&self, file: FileId, offset: usize) -> Vec<Use> {
        let found = self.workspace.symbol_at(file, self.place(file, offset));
        found.map_or_else(Vec::new, |(symbol, _)| self.workspace.uses_of(&symbol))
    }

    /// The name at `offset` that [`Snapshot::rename`] would change: its place in bytes, and what it is called; `Ok(None)`:
    /// there is none.
    pub fn prepare_rename(
        &self,
        file: FileId,
        offset: usize,
    ) -> Result<Option<(Span, String)>, Refused> {
        rename::prepare(&self.workspace, file, self.place(file, offset))
    }

    /// What gives the name at `offset` another one, wherever it is written.
    pub fn rename(&self, file: FileId, offset: usize, new: &str) -> Result<Change, Refused> {
        rename::rename(&self.workspace, file, self.place(file, offset), new)
    }

    /// Every place of what `name` names, as [`Snapshot::rename_named`] takes it.
    ///
    /// # Errors
    /// There is no such thing, or there are several.
    pub fn uses_named(&self, from: &str, name: &str) -> Result<Vec<Use>, Refused> {
        let symbol = rename::named(&self.workspace, from, name)?;
        Ok(self.workspace.uses_of(&symbol))
    }

    /// What a script, a flow or a step gives, on one line: `name` is `f/a/x` or `f/a/x#step`. `Ok(None)`: it is not known.
    ///
    /// # Errors
    /// There is no such thing, or there are several.
    pub fn shape_named(&self, from: &str, name: &str) -> Result<Option<String>, Refused> {
        let symbol = rename::named(&self.workspace, from, name)?;
        let result = match &symbol {
            Symbol::Step { flow, id } => self.workspace.result_of_step(*flow, id),
            Symbol::Path { kind, root, path } => {
                let file = self.workspace.file_of_path(*kind, root, path);
                file.and_then(|id| self.workspace.result_of_file(id))
            }
            _ => return Err(format!("`{name}` is no script, flow or step")),
        };
        Ok(result.and_then(|shape| shape.known()))
    }

    /// The same for what is named by a text: `f/a/x` is a script, a flow, a resource or a variable of the synced workspace
    /// that the folder `from` is in, `f/a/x#step` a step, `f/a/x?input` an input or a parameter. Where a path is of
    /// several kinds, `flow:` and the like before it say which.
    pub fn rename_named(&self, from: &str, old: &str, new: &str) -> Result<Change, Refused> {
        rename::rename_named(&self.workspace, from, old, new)
    }

    /// What follows when files and folders move: the edits of all that names them, and what moves along. The first moves
    /// are those that were asked. What cannot be followed stays as it is.
    pub fn follow_moves(&self, moves: &[Move]) -> Change {
        let all = rename::moved(&self.workspace, moves);
        rename::follow(&self.workspace, &all, false).unwrap_or_default()
    }

    /// The names of the files that are the script already whose code a new file at this path would be.
    pub fn same_script(&self, path: &str) -> Vec<String> {
        rename::same_script(&self.workspace, path)
    }

    /// Who names the files at these paths, or what is in the folders at them, from outside: by path, from the root of the
    /// workspace.
    pub fn users_of(&self, paths: &[String]) -> Vec<String> {
        rename::users_of(&self.workspace, paths)
    }

    /// What a file is made of, in the order of its text.
    pub fn outline(&self, file: FileId) -> Vec<OutlineItem> {
        outline::outline(self, file)
    }

    /// What can be folded in a file, in the order of the text, what holds others first. No two start on the same line. Of
    /// more than `limit` those that lie in the fewest others.
    pub fn folds(&self, file: FileId, limit: usize) -> Vec<Fold> {
        folding::at_most(folding::folds(self, file), limit)
    }

    /// What a selection at `offset` grows to, each in the next one and smaller; the last one is all of the file.
    pub fn selections(&self, file: FileId, offset: usize) -> Vec<Span> {
        selection::selections(self, file, self.place(file, offset))
    }

    /// The links of a file, in the order of its text. What is not there has none.
    pub fn links(&self, file: FileId) -> Vec<Link> {
        links::links(self, file)
    }

    /// What has the letters of `query` in its name in this order, in all files, whatever their case; best first, at most
    /// `limit`. Of files that nobody has looked at only some are read for it.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found> {
        find::find(self, query, limit)
    }

    /// The places in a file of the name at `offset` that may be typed in all of them at once, in order; none where more than
    /// this file would have to change, or not every name can be had.
    pub fn linked(&self, file: FileId, offset: usize) -> Vec<Span> {
        linked::linked(self, file, self.place(file, offset))
    }

    /// The coloured parts of a flow that touch a part of it, in the order of the text: each on one line, and no two
    /// overlap. None for other files.
    pub fn tokens(&self, file: FileId, part: Span) -> Vec<Token> {
        tokens::tokens(self, file, part)
    }

    /// Where it is to be shown who uses a file: at a script's entry point, at the first key of a flow, a resource, a variable or a
    /// resource type. `None`: nothing of it is named by others.
    pub fn lens(&self, file: FileId) -> Option<Span> {
        lenses::lens(self, file)
    }

    /// Who uses what a file is, itself left out.
    pub fn users(&self, file: FileId) -> Option<Users> {
        lenses::users(self, file)
    }

    /// What runs or is run at `offset`: the step there, else the flow, script, schedule or trigger that the file is.
    pub fn callable(&self, file: FileId, offset: usize) -> Option<Callable> {
        calls::at(self, file, self.place(file, offset))
    }

    /// The step of this id in a file, or what the file is without one.
    pub fn callable_named(&self, file: FileId, step: Option<&str>) -> Option<Callable> {
        calls::named(self, file, step)
    }

    /// What it runs, in the order in which it says so.
    pub fn runs(&self, callable: &Callable) -> Vec<Call> {
        calls::outgoing(self, callable)
    }

    /// What runs it, by file and place.
    pub fn run_by(&self, callable: &Callable) -> Vec<Call> {
        calls::incoming(self, callable)
    }

    /// An offset past the end or inside a character means the nearest place before it.
    fn place(&self, file: FileId, offset: usize) -> usize {
        let text = self.workspace.get(file).map_or("", |f| f.text());
        text.floor_char_boundary(offset)
    }
}
