//! Both readers of a language give the same tree of every text that both take: files, pieces of files, standard library, and
//! texts after random edits.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stderr, reason = "how much was compared")]

mod compare;
mod edits;
mod python;
mod texts;
mod typescript;
