//! System calls of the real program, as `strace` sees them: what it opens, runs and connects to, and what
//! becomes of files when it is killed, stopped or refused at any of them.
//!
//! Without `strace` they fail. Where it may not trace, the tests say so on stderr, beside what the harness
//! catches, and hold nothing; with `TRACE=must` they fail there too. `tests/run` sets that where it may.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod calls;
mod outside;
mod steps;
mod strace;
mod trap;
