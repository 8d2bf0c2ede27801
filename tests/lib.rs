//! Shared parts of the tests: nothing yet but this crate's root.
