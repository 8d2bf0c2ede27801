//! What Windmill does to an expression's text before it runs it, and what that makes of it: whether it can be
//! read as its place wants it, what is broken on the way, and what gives nothing.

mod foreign;
mod judge;
mod nothing;
mod rewrite;
#[cfg(test)]
mod tests;
mod verdict;

pub use judge::{Goal, judge};
pub use nothing::{Nothing, Why, nothing};
pub use rewrite::rewritten;
pub use verdict::problem;
