//! Time is linear: twice the text is at most twice the work, for every way in which a text can grow.
//!
//! A *family* is one way to grow: a name, a size, and a function that writes the text with `n` parts.
//! To add one is one line in a file of `families/`. What is done with the text (checked from nothing,
//! checked after a letter, everything asked at some places) is counted at n, 2n and 4n in allocations
//! and their bytes, which say the same on every machine. Loops that allocate nothing show in the
//! processor's time alone: that is compared between 2n and 32n, with a bound far from noise.
//!
//! `LINEAR=8 cargo test --release -p tests --test linear` takes sizes eight times as large;
//! `LINEAR_ONLY=words` looks only at families with `words` in their name, and prints what was counted.

#![allow(clippy::print_stdout, reason = "shown where a test fails")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod families;
mod family;
mod measure;
mod near;
mod visited;

/// One test an area: what is too slow is said for the whole area at once.
macro_rules! areas {
    ($($area:ident),* $(,)?) => {
        $(#[test]
        fn $area() {
            measure::all(stringify!($area), families::$area::families());
        })*
    };
}

areas!(expression, flow, names, other, python, sql, typescript);
