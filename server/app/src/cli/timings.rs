//! `--timings`: how long each rule took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ide::rules::RULES;
use ide::{Finding, Snapshot};
use syntax::FileId;

use super::say;

/// How long each rule took so far, on all threads together, in nanoseconds; by its place in [`RULES`].
pub(super) struct Timings(Vec<AtomicU64>);

impl Default for Timings {
    fn default() -> Timings {
        Timings(RULES.iter().map(|_| AtomicU64::new(0)).collect())
    }
}

impl Timings {
    /// Checks a file, with a look at the clock after each rule.
    pub(super) fn check(&self, snapshot: &Snapshot, file: FileId) -> Vec<Finding> {
        let mut rules = self.0.iter();
        let mut last = Instant::now();
        snapshot.check_watched(file, |_| {
            let now = Instant::now();
            if let Some(sum) = rules.next() {
                let took = now.duration_since(last).as_nanos();
                sum.fetch_add(u64::try_from(took).unwrap_or(u64::MAX), Ordering::Relaxed);
            }
            last = now;
        })
    }

    /// Says all of it, the slowest first.
    pub(super) fn print(self) {
        for line in self.lines() {
            say(&line);
        }
    }

    fn lines(self) -> Vec<String> {
        let took = self.0.into_iter().map(AtomicU64::into_inner);
        let mut by_rule: Vec<(u64, &str)> = took.zip(RULES.iter().map(|r| r.name)).collect();
        by_rule.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let all: u64 = by_rule.iter().map(|(took, _)| took).sum();
        let line = |(took, name): (u64, &str)| {
            let share = took as f64 * 100.0 / all.max(1) as f64;
            let took = Duration::from_nanos(took).as_secs_f64() * 1_000.0;
            format!("{took:>10.1} ms {share:>5.1} %  {name}")
        };
        let sum = line((all, "all rules"));
        let mut lines: Vec<String> = by_rule.into_iter().map(line).collect();
        lines.push(sum);
        lines
    }
}
