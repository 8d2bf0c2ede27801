//! Which rules are on and at which level, where, and what counts as known.

use globset::GlobSet;
use rustc_hash::FxHashMap;

use crate::rule::{Level, RuleInfo};

/// Levels that differ from the catalogue's, and what else a workspace sets.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    only: Option<Vec<&'static str>>,
    levels: FxHashMap<&'static str, Option<Level>>,
    per_path: Vec<PerPath>,
    exclude: Option<Paths>,
    languages: Vec<String>,
    kinds: Vec<String>,
    without_sdk: bool,
    sdk_base: String,
    sdk_paths: Vec<String>,
    sdk_sources: Vec<String>,
    shape_hints: bool,
}

/// The checks of Python code that a Python server with the SDK installed makes too.
const SDK_RULES: &[&str] = &["unknown-sdk-name", "sdk-arguments", "deprecated-sdk"];

/// Files below a folder.
#[derive(Clone, Debug)]
struct Paths {
    /// The folder that the patterns start from, as the model names paths.
    base: String,
    globs: GlobSet,
}

/// Levels for some files.
#[derive(Clone, Debug)]
struct PerPath {
    paths: Paths,
    levels: FxHashMap<&'static str, Option<Level>>,
}

impl Paths {
    fn hold(&self, path: &str) -> bool {
        let inner = model::path::relative(&self.base, path);
        inner.is_some_and(|p| self.globs.is_match(p))
    }
}

impl Settings {
    /// Runs only these rules, those that were off among them. Names must be of the catalogue.
    pub fn select(&mut self, rules: &[&'static RuleInfo]) {
        for rule in rules {
            if self.levels.get(rule.name) == Some(&None) {
                self.levels.remove(rule.name);
            }
        }
        self.only = Some(rules.iter().map(|r| r.name).collect());
    }

    /// Sets a rule's level; `None` turns it off.
    pub fn set(&mut self, rule: &'static RuleInfo, level: Option<Level>) {
        self.levels.insert(rule.name, level);
    }

    /// Sets levels for files that match, below the folder `base`. Later ones win.
    pub fn set_for(
        &mut self,
        base: &str,
        globs: GlobSet,
        levels: &[(&'static RuleInfo, Option<Level>)],
    ) {
        let base = base.to_owned();
        self.per_path.push(PerPath {
            paths: Paths { base, globs },
            levels: levels.iter().map(|(r, l)| (r.name, *l)).collect(),
        });
    }

    /// Leaves files out that match, below the folder `base`.
    pub fn exclude(&mut self, base: &str, globs: GlobSet) {
        let base = base.to_owned();
        self.exclude = Some(Paths { base, globs });
    }

    /// Takes these languages and kinds of steps for known.
    pub fn know(&mut self, languages: Vec<String>, kinds: Vec<String>) {
        self.languages.extend(languages);
        self.kinds.extend(kinds);
    }

    /// Turns hints of shapes on or off.
    pub fn set_shape_hints(&mut self, shown: bool) {
        self.shape_hints = shown;
    }

    /// Whether expressions are followed by the shape of what they give.
    pub fn has_shape_hints(&self) -> bool {
        self.shape_hints
    }

    /// Turns what concerns the Python SDK on or off: completion, hover, signatures, and the checks that are
    /// not set one by one.
    pub fn set_sdk(&mut self, enabled: bool) {
        self.without_sdk = !enabled;
    }

    /// Whether Python code is helped with.
    pub fn has_sdk(&self) -> bool {
        !self.without_sdk
    }

    /// Says which folders hold packages of the SDKs, as they were written, from the folder `base` on.
    pub fn set_sdk_paths(&mut self, base: &str, paths: Vec<String>) {
        base.clone_into(&mut self.sdk_base);
        self.sdk_paths = paths;
    }

    /// The folder that the paths with packages start from, and these paths; the first wins.
    pub fn sdk_paths(&self) -> (&str, &[String]) {
        (&self.sdk_base, &self.sdk_paths)
    }

    /// Says where packages of the SDKs were found: their files are no scripts of the workspace.
    pub fn set_sdk_sources(&mut self, folders: Vec<String>) {
        self.sdk_sources = folders;
    }

    /// Whether the file at a path is one of a package of the SDKs.
    pub fn is_sdk_source(&self, path: &str) -> bool {
        let mut folders = self.sdk_sources.iter();
        folders.any(|f| model::path::relative(f, path).is_some())
    }

    /// Whether the file at a path is left out.
    pub fn is_excluded(&self, path: &str) -> bool {
        self.exclude.as_ref().is_some_and(|e| e.hold(path)) || self.is_sdk_source(path)
    }

    /// Whether a value of the field `name` is one that the workspace has made known.
    pub fn knows(&self, name: &str, value: &str) -> bool {
        let more = match name {
            "language" => &self.languages,
            "type" => &self.kinds,
            _ => return false,
        };
        more.iter().any(|m| m == value)
    }

    /// Whether a rule runs for the file at a path.
    pub fn is_on(&self, rule: &RuleInfo, path: &str) -> bool {
        let selected = self
            .only
            .as_ref()
            .map_or(!rule.pedantic, |o| o.contains(&rule.name));
        match self.told(rule, path) {
            Some(level) => level.is_some() && (selected || self.only.is_none()),
            None => selected && !(self.without_sdk && SDK_RULES.contains(&rule.name)),
        }
    }

    /// Whether nothing is said of a rule for the file at a path, and no others are selected.
    pub fn leaves_open(&self, rule: &RuleInfo, path: &str) -> bool {
        self.only.is_none() && self.told(rule, path).is_none()
    }

    /// The level of a finding in the file at a path, where the rule gave `level`.
    pub fn level(&self, rule: &RuleInfo, path: &str, level: Level) -> Level {
        self.told(rule, path).flatten().unwrap_or(level)
    }

    fn told(&self, rule: &RuleInfo, path: &str) -> Option<Option<Level>> {
        let mut per_path = self.per_path.iter().rev();
        let here = per_path.find_map(|p| p.levels.get(rule.name).filter(|_| p.paths.hold(path)));
        here.or_else(|| self.levels.get(rule.name)).copied()
    }
}
