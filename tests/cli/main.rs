//! The command line, from outside: the real program on workspaces of its own, its streams and its
//! exit code.

#![expect(clippy::unwrap_used, reason = "what a test prepares itself is there")]

mod bad_input;
mod baseline;
mod disk;
mod fixes;
mod formats;
mod formats_for_machines;
mod hook;
mod ignores;
mod installed;
mod nasty;
mod paths;
mod renames;
mod rules;
mod settings;
mod since;
mod streams;
mod support;
mod watch;
#[cfg(unix)]
mod writing;
