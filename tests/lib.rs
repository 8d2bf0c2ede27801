//! Shared parts of the tests: the program, and a client that speaks the protocol over its pipes.

mod client;
pub mod deep;
mod misfit;
pub mod mutate;
pub mod nasty;
pub mod stub_text;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

pub use client::{Client, Exit, uri};
pub use misfit::misfit;

/// The program, built once for all tests of a run.
///
/// # Panics
/// Where it does not build.
pub fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
        let test = std::env::current_exe().expect("a test has a file");
        let target = test
            .parent()
            .and_then(Path::parent)
            .expect("target/<profile>/deps/<test>");
        let mut build = Command::new(env!("CARGO"));
        build
            .args(["build", "--quiet", "-p", "windmill-ls"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        if target.ends_with("release") {
            build.arg("--release");
        }
        let status = build.status().expect("cargo runs");
        assert!(status.success(), "the program does not build");
        target.join(format!("windmill-ls{}", std::env::consts::EXE_SUFFIX))
    });
    &PROGRAM
}
