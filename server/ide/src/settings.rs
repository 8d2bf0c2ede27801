//! Which rules are on, and at which level.

use rustc_hash::FxHashMap;

use crate::rules::{Level, RULES, Rule};

/// Levels that differ from the catalogue's.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    only: Option<Vec<&'static str>>,
    levels: FxHashMap<&'static str, Option<Level>>,
}

impl Settings {
    /// Runs only these rules. Names must be of the catalogue.
    pub fn select(&mut self, rules: &[&'static Rule]) {
        self.only = Some(rules.iter().map(|r| r.name).collect());
    }

    /// Sets a rule's level; `None` turns it off.
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) {
        self.levels.insert(rule.name, level);
    }

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        let selected = self
            .only
            .as_ref()
            .map_or(!rule.pedantic, |o| o.contains(&rule.name));
        match self.levels.get(rule.name) {
            Some(level) => level.is_some() && (selected || self.only.is_none()),
            None => selected,
        }
    }

    /// The level of a finding that a rule gave `level`.
    pub fn level(&self, rule: &Rule, level: Level) -> Level {
        self.levels
            .get(rule.name)
            .copied()
            .flatten()
            .unwrap_or(level)
    }
}

/// The rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|r| r.name == name)
}
