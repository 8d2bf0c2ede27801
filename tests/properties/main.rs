//! What holds for every text and every order of events, not for examples alone: answers lie in
//! their file, edits leave no trace, order does not matter, a broken line costs little.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod edits;
mod order;
mod patience;
mod places;
mod recovery;
mod samples;
mod typing;
