//! Flows.

use crate::family::{FLOW, Family, Make, again};

fn flow(name: &'static str, make: Make) -> Family {
    Family::new(FLOW, name, make)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        flow("one key again", |n| again("", n, "summary: s\n", "")),
    ]
}
