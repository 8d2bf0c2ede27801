//! Python: imports, classes, scopes and parameters, as they are written.

mod imports;
mod literal;
mod lookup;
pub(crate) mod module;
mod params;
pub mod scope;
mod stdlib;

pub use imports::{Import, Place, caught};
pub use literal::after_string;
pub use module::{Class, ClassKind, Field, decorators, spanned, top_level};
pub use params::{ParamKind, RawParam, docstring, params, plain_string};
pub use scope::{Declaration, DeclarationKind};
pub use stdlib::is_stdlib;
