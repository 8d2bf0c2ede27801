//! All rules, in the order of the catalogue.

use super::*;

/// Every rule there is.
pub const RULES: &[&Rule] = &[&unknown_step::RULE];
