//! `windmill-ls`: a language server on stdio, or with `--check` a checker for the terminal and CI.
//!
//! Both fronts ask the same engine ([`ide`]) over files read by the same module ([`disk`]).

mod cli;
mod disk;
mod escape;
mod installed;
mod lsp;
mod settings;
mod stubs;
mod threads;

use std::process::ExitCode;

use cli::Args;

#[cfg(not(test))]
#[global_allocator]
static ALLOCATOR: allocator::MiMalloc = allocator::MiMalloc;

/// Tests count what is allocated.
#[cfg(test)]
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    allocator::give_back_soon();
    cli::install_panic_hook(cli::say);
    let args = Args::of_process();
    threads::prepare();
    threads::with_room(|| {
        if args.is_server() {
            lsp::run()
        } else {
            cli::run(&args)
        }
    })
}
