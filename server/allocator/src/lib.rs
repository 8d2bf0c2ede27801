//! The allocator of the program, and how soon it gives memory back.
//!
//! Trees are many small blocks, from Rust and from C: with the system's allocator a check takes a
//! third longer.

pub use mimalloc::MiMalloc;

/// For how many milliseconds freed memory is kept for the next who asks.
///
/// mimalloc's own value is 1,000, and it looks at the time only when somebody allocates: a server
/// that has worked and then rests keeps the most it ever needed. Opening and closing a document
/// of 1 MB over and over left between 90 and 190 MB, and with 10 ms between 50 and 75 MB, for 3 %
/// of the processor time of a check.
const KEPT_MS: std::ffi::c_long = 10;

/// Has freed memory given back soon. Call it once, first of all.
///
/// Who set `MIMALLOC_PURGE_DELAY` in the environment keeps that value.
pub fn give_back_soon() {
    if std::env::var_os("MIMALLOC_PURGE_DELAY").is_some() {
        return;
    }
    // SAFETY: `mi_option_set` takes two numbers and stores one; the index is checked by the
    // library, and nothing else runs yet that reads it.
    #[allow(unsafe_code)]
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, KEPT_MS);
    }
}

/// `mi_option_purge_delay` in the `mi_option_e` of mimalloc's `mimalloc.h` (2 and 3): the binding
/// has no name for it.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

#[cfg(test)]
mod tests {
    #[test]
    #[allow(unsafe_code)]
    fn the_option_is_the_one_for_purging() {
        // The index is ours, so see that it is the one meant: the library's own value is there.
        // SAFETY: reads a number.
        let read = || unsafe { libmimalloc_sys::mi_option_get(super::PURGE_DELAY) };
        let own = read();
        assert!(own == 1000 || own == 10, "mimalloc's default is {own}");
        super::give_back_soon();
        assert_eq!(read(), super::KEPT_MS);
    }
}
