//! What holds for every text and every order of events, not for examples alone: answers lie in
//! their file, edits leave no trace, order does not matter, a broken line costs little.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod editor;
mod edits;
mod map;
mod order;
mod patience;
mod places;
mod recovery;
mod samples;
mod typing;

use proptest::test_runner::{Config, RngSeed};

/// `cases` cases, the same at each run. `PROPTEST_CASES` says how many others there are to be, and
/// `PROPTEST_RNG_SEED` which ones.
fn config(cases: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(13);
    }
    config
}
