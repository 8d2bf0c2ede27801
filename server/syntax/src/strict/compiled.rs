//! What Python refuses of a module that parses, and names in it that nothing defines.
//!
//! The first is what a compiler says: a `return` outside of a function, one parameter twice. ruff judges it;
//! of what it knows only that is told which all versions refuse. Of names only those are told that the text
//! binds nowhere, in no scope, and that Python does not bring: to read one fails, whatever else happens.

mod here;
mod look;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use ruff_python_ast::ModModule;
use ruff_python_ast::visitor::Visitor;
use ruff_python_parser::semantic_errors::{SemanticSyntaxError, SemanticSyntaxErrorKind as Kind};
use ruff_text_size::TextRange;

use super::Problem;
use super::builtins::is_builtin;
use crate::{LineIndex, Span};
use look::{Look, Read};

/// Most mistakes, and most names, that are told of one text.
const MAX: usize = 10;

/// What is known of a module that parses.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compiled {
    /// What Python does not compile, in order, at most one a line.
    pub refused: Vec<Problem>,
    /// Names that nothing defines, each once, at the first place where it is read, in order.
    pub unbound: Vec<Unbound>,
}

/// A name that nothing defines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unbound {
    /// The name.
    pub name: String,
    /// Where it is read.
    pub span: Span,
    /// Whether it is read when the module is loaded, and not only when a function is called.
    pub at_import: bool,
    /// Whether it stands in an annotation. Newer Pythons do not look at those when the module is loaded.
    pub in_annotation: bool,
}

/// Looks at a module that parses. As deep a recursion as the text nests: see [`super::python_read`].
pub fn compiled(text: &str, module: &ModModule) -> Compiled {
    let mut look = Look::new(text);
    look.visit_body(&module.body);
    let errors = look.here.errors.take();
    Compiled {
        refused: refused(text, errors),
        unbound: match look.is_open {
            true => Vec::new(),
            false => unbound(look.bound, look.reads),
        },
    }
}

fn refused(text: &str, errors: Vec<SemanticSyntaxError>) -> Vec<Problem> {
    let mut found: Vec<Problem> = errors
        .iter()
        .filter_map(|e| Some(Problem::new(span(e.range), message(&e.kind)?)))
        .collect();
    found.sort_by_key(|p| (p.span.start, p.span.end));
    let lines = LineIndex::new(text);
    found.dedup_by_key(|p| lines.line_of(p.span.start as usize));
    found.truncate(MAX);
    for problem in &mut found {
        let first = problem.span.slice(text).lines().next().map_or(0, str::len);
        let start = problem.span.start as usize;
        problem.span = Span::new(start, start + first);
    }
    found
}

/// What is told of a mistake; `None`: not all versions refuse it, or too little is known here to be certain.
fn message(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::ReturnOutsideFunction => "`return` is outside of a function".to_owned(),
        Kind::YieldOutsideFunction(what) => format!("`{what}` is outside of a function"),
        Kind::AwaitOutsideAsyncFunction(what) => {
            format!("{what} works only inside `async def`")
        }
        Kind::DuplicateParameter(name) => format!("two parameters have the name `{name}`"),
        Kind::DuplicateKeywordArgument(name) => format!("the argument `{name}` is given twice"),
        Kind::BreakOutsideLoop => "`break` is outside of a loop".to_owned(),
        Kind::ContinueOutsideLoop => "`continue` is outside of a loop".to_owned(),
        Kind::NonlocalDeclarationAtModuleLevel => "`nonlocal` is outside of a function".to_owned(),
        Kind::NonModuleImportStar(name) => {
            format!("`from {name} import *` works only at the top level of a file")
        }
        Kind::LateFutureImport => {
            "`from __future__ import` must come before all other code".to_owned()
        }
        Kind::FutureFeatureNotDefined(name) => format!("`__future__` has no `{name}`"),
        Kind::YieldFromInAsyncFunction => {
            "`yield from` is not allowed inside `async def`".to_owned()
        }
        Kind::ReturnInGenerator => "an `async def` that yields cannot `return` a value".to_owned(),
        Kind::SingleStarredAssignment | Kind::InvalidStarExpression => {
            "a value with `*` is only allowed inside a list or a tuple".to_owned()
        }
        Kind::MultipleStarredExpressions => "only one name can have a `*` here".to_owned(),
        _ => return None,
    })
}

fn unbound(bound: HashSet<&str>, mut reads: Vec<Read<'_>>) -> Vec<Unbound> {
    reads.retain(|r| !bound.contains(r.name) && !is_builtin(r.name));
    // Where a name is read as the module is loaded, it fails first.
    reads.sort_by_key(|r| (!r.at_import, r.span.start));
    let mut seen = HashSet::new();
    reads.retain(|r| seen.insert(r.name));
    reads.sort_by_key(|r| r.span.start);
    reads.truncate(MAX);
    let told = |r: Read<'_>| Unbound {
        name: r.name.to_owned(),
        span: r.span,
        at_import: r.at_import,
        in_annotation: r.in_annotation,
    };
    reads.into_iter().map(told).collect()
}

fn span(range: TextRange) -> Span {
    Span::new(range.start().to_usize(), range.end().to_usize())
}
