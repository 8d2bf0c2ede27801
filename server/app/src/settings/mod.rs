//! Settings: `windmill-ls.toml`, and the same keys from an editor.
//!
//! Both come down to one JSON value that is read here. What cannot be understood is told with its place
//! and left out; only text that is no TOML, and values of a wrong type, are failures.

mod find;
mod schema;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ide::rules::{RULES, did_you_mean};
use ide::{Level, RuleInfo, Settings};
use serde_json::Value;

pub(crate) use find::{NAME, for_folder, named, read_file};
pub(crate) use schema::schema;

/// Something that settings say and that is not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Problem {
    /// The keys that lead to it.
    pub(crate) path: Vec<String>,
    /// What is wrong, for people.
    pub(crate) message: String,
    /// Whether nothing can be made of the value.
    pub(crate) is_failure: bool,
}

/// Most problems that are told one by one.
const MAX_PROBLEMS: usize = 100;

/// Most patterns in a list, and most entries of `per-path`: each is asked of every file.
const MAX_PATTERNS: usize = 1_000;

/// The tables, each with its keys; `rules` takes names of rules.
const TABLES: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("files", &["exclude"]),
    ("openflow", &["languages", "kinds"]),
    ("sdk", &["enabled", "paths"]),
    ("hints", &["shapes"]),
    ("per-path", &["paths", "rules"]),
];

/// Adds what `value` says to `settings`. `base` is the folder that patterns start from.
pub(crate) fn apply(settings: &mut Settings, value: &Value, base: &str) -> Vec<Problem> {
    let mut reading = Reading {
        problems: Vec::new(),
        path: Vec::new(),
        has_failed: false,
        more: 0,
    };
    let Some(tables) = value.as_object() else {
        if !value.is_null() {
            reading.wrong("an object of settings", value);
        }
        return reading.told();
    };
    for (name, table) in tables {
        reading.path = vec![name.clone()];
        match name.as_str() {
            "rules" => {
                for (rule, level) in reading.levels(table) {
                    settings.set(rule, level);
                }
            }
            "files" => {
                for (key, value) in reading.table(table, "files") {
                    if let Some(globs) = reading.globs(&key, &value) {
                        settings.exclude(base, globs);
                    }
                }
            }
            "openflow" => {
                for (key, value) in reading.table(table, "openflow") {
                    let texts = reading.texts(&key, &value);
                    match key.as_str() {
                        "languages" => settings.know(texts, Vec::new()),
                        _ => settings.know(Vec::new(), texts),
                    }
                }
            }
            "sdk" => {
                for (key, value) in reading.table(table, "sdk") {
                    match key.as_str() {
                        "enabled" => {
                            if let Some(enabled) = reading.switch(&key, &value) {
                                settings.set_sdk(enabled);
                            }
                        }
                        _ => settings.set_sdk_paths(base, reading.texts(&key, &value)),
                    }
                }
            }
            "hints" => {
                for (key, value) in reading.table(table, "hints") {
                    if let Some(shown) = reading.switch(&key, &value) {
                        settings.set_shape_hints(shown);
                    }
                }
            }
            "per-path" => reading.per_path(table, settings, base),
            _ => reading.unknown("setting", name, TABLES.iter().map(|(t, _)| *t)),
        }
    }
    reading.told()
}

struct Reading {
    problems: Vec<Problem>,
    path: Vec<String>,
    has_failed: bool,
    /// How many problems there are beside those.
    more: usize,
}

impl Reading {
    fn problem(&mut self, message: String, is_failure: bool) {
        // The first failure is told whatever came before it.
        let is_first = is_failure && !self.has_failed;
        self.has_failed |= is_failure;
        if self.is_full() && !is_first {
            self.more += 1;
            return;
        }
        self.problems.push(Problem {
            path: self.path.clone(),
            message,
            is_failure,
        });
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// All that is told.
    fn told(mut self) -> Vec<Problem> {
        if self.more > 0 {
            self.problems.push(Problem {
                path: self.path,
                message: match self.more {
                    1 => "1 more problem, which is not listed".to_owned(),
                    more => format!("{more} more problems, which are not listed"),
                },
                is_failure: false,
            });
        }
        self.problems
    }

    fn wrong(&mut self, wanted: &str, value: &Value) {
        let key = self.path.last().cloned().unwrap_or_default();
        let got = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Object(_) => "a table",
        };
        self.problem(format!("`{key}` takes {wanted}, not {got}"), true);
    }

    fn unknown<'a>(&mut self, what: &str, name: &str, known: impl Iterator<Item = &'a str>) {
        // Thousands of names are not worth a search each.
        let near = did_you_mean(name, known.filter(|_| !self.is_full()));
        let hint = near.map_or(String::new(), |n| format!("; did you mean `{n}`?"));
        self.problem(format!("there is no {what} `{name}`{hint}"), false);
    }

    /// The known keys of a table.
    fn table(&mut self, value: &Value, name: &str) -> Vec<(String, Value)> {
        let keys = TABLES
            .iter()
            .find(|(t, _)| *t == name)
            .map_or(&[][..], |(_, k)| k);
        let Some(table) = value.as_object() else {
            self.wrong("a table", value);
            return Vec::new();
        };
        let mut known = Vec::new();
        for (key, value) in table {
            if keys.contains(&key.as_str()) {
                known.push((key.clone(), value.clone()));
            } else {
                self.path.push(key.clone());
                self.unknown("setting", key, keys.iter().copied());
                self.path.pop();
            }
        }
        known
    }

    /// Names of rules with their levels.
    fn levels(&mut self, value: &Value) -> Vec<(&'static RuleInfo, Option<Level>)> {
        let Some(table) = value.as_object() else {
            self.wrong("a table of rules and levels", value);
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (name, value) in table {
            self.path.push(name.clone());
            let level = match value.as_str() {
                Some("error") => Some(Some(Level::Error)),
                Some("warning") => Some(Some(Level::Warning)),
                Some("hint") => Some(Some(Level::Hint)),
                Some("off") => Some(None),
                Some(other) => {
                    let levels = ["error", "warning", "hint", "off"];
                    self.unknown("level", other, levels.into_iter());
                    None
                }
                None => {
                    self.wrong("a level: error, warning, hint or off", value);
                    None
                }
            };
            match (ide::rule(name), level) {
                (Some(rule), Some(level)) => levels.push((rule, level)),
                (None, _) => self.unknown("rule", name, RULES.iter().map(|r| r.name)),
                _ => {}
            }
            self.path.pop();
        }
        levels
    }

    fn texts(&mut self, key: &str, value: &Value) -> Vec<String> {
        self.path.push(key.to_owned());
        let items = value
            .as_array()
            .map(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
        let texts = match items.flatten() {
            Some(texts) => texts.into_iter().map(str::to_owned).collect(),
            None => {
                self.wrong("a list of strings", value);
                Vec::new()
            }
        };
        self.path.pop();
        texts
    }

    fn switch(&mut self, key: &str, value: &Value) -> Option<bool> {
        self.path.push(key.to_owned());
        let switch = value.as_bool();
        if switch.is_none() {
            self.wrong("true or false", value);
        }
        self.path.pop();
        switch
    }

    fn globs(&mut self, key: &str, value: &Value) -> Option<GlobSet> {
        let texts = self.texts(key, value);
        self.path.push(key.to_owned());
        let mut set = GlobSetBuilder::new();
        if texts.len() > MAX_PATTERNS {
            self.problem(
                format!("`{key}` takes at most {MAX_PATTERNS} patterns"),
                true,
            );
        }
        for text in texts.iter().take(MAX_PATTERNS) {
            match GlobBuilder::new(text).literal_separator(true).build() {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(error) => {
                    self.problem(format!("`{text}` is no pattern: {}", error.kind()), true)
                }
            }
        }
        self.path.pop();
        set.build().ok()
    }

    fn per_path(&mut self, value: &Value, settings: &mut Settings, base: &str) {
        let Some(entries) = value.as_array() else {
            self.wrong("a list of tables, each under `[[per-path]]`", value);
            return;
        };
        if entries.len() > MAX_PATTERNS {
            self.problem(
                format!("`per-path` takes at most {MAX_PATTERNS} entries"),
                true,
            );
        }
        for (i, entry) in entries.iter().enumerate().take(MAX_PATTERNS) {
            self.path.push(i.to_string());
            let known = self.table(entry, "per-path");
            let find = |name: &str| known.iter().find(|(k, _)| k == name).map(|(_, v)| v);
            match (find("paths"), find("rules")) {
                (Some(paths), Some(rules)) => {
                    let globs = self.globs("paths", paths);
                    self.path.push("rules".to_owned());
                    let levels = self.levels(rules);
                    self.path.pop();
                    if let Some(globs) = globs {
                        settings.set_for(base, globs, &levels);
                    }
                }
                _ => self.problem(
                    "an entry of `per-path` needs `paths` and `rules`".to_owned(),
                    false,
                ),
            }
            self.path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> (Settings, Vec<String>) {
        let mut settings = Settings::default();
        let problems = apply(&mut settings, &value, "/w");
        (settings, problems.into_iter().map(|p| p.message).collect())
    }

    fn rule(name: &str) -> &'static RuleInfo {
        ide::rule(name).unwrap()
    }

    #[test]
    fn levels_and_paths() {
        let (settings, problems) = read(json!({
            "rules": { "unknown-step": "warning", "unused-flow-input": "hint", "missing-main": "off" },
            "per-path": [{ "paths": ["f/old/**"], "rules": { "unknown-step": "off" } }],
            "files": { "exclude": ["f/gone/**"] },
            "openflow": { "languages": ["cobol"], "kinds": ["teleport"] },
            "sdk": { "enabled": false, "paths": ["lib", "/x"] },
            "hints": { "shapes": true },
        }));
        assert_eq!(problems, Vec::<String>::new());
        let step = rule("unknown-step");
        assert_eq!(
            settings.level(step, "/w/f/a.py", Level::Error),
            Level::Warning
        );
        assert!(settings.is_on(step, "/w/f/a.py") && !settings.is_on(step, "/w/f/old/a.py"));
        assert!(settings.is_on(rule("unused-flow-input"), "/w/a"));
        assert!(!settings.is_on(rule("missing-main"), "/w/a"));
        assert!(settings.is_excluded("/w/f/gone/a.py") && !settings.is_excluded("/x/f/gone/a.py"));
        assert!(settings.knows("language", "cobol") && settings.knows("type", "teleport"));
        assert!(!settings.knows("type", "cobol"));
        assert!(settings.has_shape_hints());
        assert_eq!(
            settings.sdk_paths(),
            ("/w", &["lib".to_owned(), "/x".to_owned()][..])
        );
        assert!(!settings.has_sdk() && !settings.is_on(rule("sdk-arguments"), "/w/a"));
        let (settings, _) =
            read(json!({ "sdk": { "enabled": false }, "rules": { "sdk-arguments": "hint" } }));
        assert!(settings.is_on(rule("sdk-arguments"), "/w/a"));
        assert!(!settings.is_on(rule("deprecated-sdk"), "/w/a"));
        assert!(read(json!({ "sdk": { "enabled": true } })).0.has_sdk());
    }

    #[test]
    fn no_more_is_told_than_people_read() {
        let names = (0..10_000).map(|i| (format!("unknown-stp-{i}"), json!("error")));
        let mut rules: serde_json::Map<String, Value> = names.collect();
        rules.insert("zzz".to_owned(), json!(3));
        let problems = apply(&mut Settings::default(), &json!({ "rules": rules }), "/w");
        let failures = problems.iter().filter(|p| p.is_failure).count();
        assert_eq!((problems.len(), failures), (MAX_PROBLEMS + 2, 1));
        let last = &problems[MAX_PROBLEMS + 1].message;
        assert_eq!(last, "9901 more problems, which are not listed");
        let (_, problems) = read(json!({ "files": { "exclude": vec!["a"; MAX_PATTERNS + 1] } }));
        assert_eq!(problems, ["`exclude` takes at most 1000 patterns"]);
    }

    #[test]
    fn nonsense_is_told() {
        let (_, problems) = read(json!({
            "rulez": {}, "rules": { "unknown-stp": "error", "unknown-step": "warn", "missing-main": 3 },
            "files": { "exlude": [] , "exclude": "a" }, "per-path": [{}, 1],
            "sdk": { "enabled": "no", "paths": "lib" },
        }));
        assert_eq!(
            problems,
            [
                "there is no setting `rulez`; did you mean `rules`?",
                "there is no rule `unknown-stp`; did you mean `unknown-step`?",
                "there is no level `warn`",
                "`missing-main` takes a level: error, warning, hint or off, not a number",
                "there is no setting `exlude`; did you mean `exclude`?",
                "`exclude` takes a list of strings, not text",
                "an entry of `per-path` needs `paths` and `rules`",
                "`1` takes a table, not a number",
                "an entry of `per-path` needs `paths` and `rules`",
                "`enabled` takes true or false, not text",
                "`paths` takes a list of strings, not text",
            ]
        );
        for odd in [json!(null), json!(3), json!([]), json!("x")] {
            let _ = read(odd);
        }
    }
}
