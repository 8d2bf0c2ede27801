//! Threads with room for what recurses in us: the stack of an ordinary one is another size on each system.
//!
//! Parsers that recurse as deep as a text nests see to their own room, in [`syntax`]. All else stops at a
//! depth of its own (of YAML's levels, of shapes, of types), and this is what these depths may cost.

pub(crate) use syntax::STACK;

/// Gives the threads that work side by side their stack; to be called before any of them starts.
pub(crate) fn prepare() {
    // Fails only where a pool exists already, and then that one serves.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build_global();
}

/// Does `work` on such a thread, and waits for it.
pub(crate) fn with_room<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let done = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("main".to_owned())
            .stack_size(STACK);
        thread.spawn_scoped(scope, &work).ok().map(|t| t.join())
    });
    match done {
        Some(Ok(done)) => done,
        Some(Err(panic)) => std::panic::resume_unwind(panic),
        // No thread to be had: the stack that we have must do.
        None => work(),
    }
}
