//! Where the visitor is, as the checker asks it.

use std::cell::RefCell;

use ruff_python_ast::PythonVersion;
use ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxContext, SemanticSyntaxError,
};
use ruff_text_size::TextRange;

/// What a name belongs to, and what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    /// Of a comprehension: a list, set or dictionary.
    Comprehension,
    /// Of a generator, which runs when it is asked.
    Generator,
}

impl Scope {
    pub(super) fn is_function(self) -> bool {
        matches!(self, Scope::Function { .. } | Scope::Lambda)
    }
}

/// Where the visitor is, for the checker.
pub(super) struct Here<'t> {
    pub(super) text: &'t str,
    pub(super) scopes: Vec<Scope>,
    /// How many loops of this function are around.
    pub(super) loops: usize,
    pub(super) errors: RefCell<Vec<SemanticSyntaxError>>,
}

impl<'t> Here<'t> {
    /// At the start of a module.
    pub(super) fn new(text: &'t str) -> Here<'t> {
        Here {
            text,
            scopes: vec![Scope::Module],
            loops: 0,
            errors: RefCell::default(),
        }
    }

    /// The innermost scope of which something is decided.
    fn nearest<T>(&self, decide: impl Fn(Scope) -> Option<T>) -> Option<T> {
        self.scopes.iter().rev().find_map(|s| decide(*s))
    }
}

impl SemanticSyntaxContext for Here<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        false
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        None
    }

    fn python_version(&self) -> PythonVersion {
        PythonVersion::PY312
    }

    fn source(&self) -> &str {
        self.text
    }

    fn global(&self, _: &str) -> Option<TextRange> {
        None
    }

    fn has_nonlocal_binding(&self, _: &str) -> bool {
        true
    }

    fn in_async_context(&self) -> bool {
        let decided = self.nearest(|scope| match scope {
            Scope::Class | Scope::Lambda => Some(false),
            Scope::Function { is_async } => Some(is_async),
            _ => None,
        });
        decided.unwrap_or_default()
    }

    fn in_await_allowed_context(&self) -> bool {
        let decided = self.nearest(|scope| match scope {
            Scope::Class => Some(false),
            scope if scope.is_function() => Some(true),
            _ => None,
        });
        decided.unwrap_or_default()
    }

    fn in_yield_allowed_context(&self) -> bool {
        self.scopes.last().is_some_and(|s| s.is_function())
    }

    fn in_sync_comprehension(&self) -> bool {
        false
    }

    fn in_class_body_comprehension(&self) -> bool {
        false
    }

    fn in_module_scope(&self) -> bool {
        self.scopes.len() == 1
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.scopes.last(), Some(Scope::Function { .. }))
    }

    fn in_generator_context(&self) -> bool {
        self.scopes.contains(&Scope::Generator)
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.errors.borrow_mut().push(error);
    }

    fn in_loop_context(&self) -> bool {
        self.loops > 0
    }

    fn is_bound_parameter(&self, _: &str) -> bool {
        false
    }
}
