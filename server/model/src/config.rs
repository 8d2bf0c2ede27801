//! `wmill.yaml`: which files Windmill's sync takes, and in which layout.
//!
//! It is read as every other YAML file is: the parsers that make values of a text take a time that grows
//! with its square, or without end where aliases multiply.

use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use syntax::yaml::{Node, Yaml};
use syntax::{LineIndex, strict};

use crate::language::ScriptLanguage;

/// Longest text in bytes that is read.
const MAX_BYTES: usize = 1024 * 1024;

/// Most patterns in a list.
const MAX_PATTERNS: usize = 1_000;

/// Longest pattern in bytes.
const MAX_PATTERN: usize = 1_000;

/// What is read of `wmill.yaml`. Unknown keys are other tools' business.
#[derive(Clone, Debug, Default)]
pub struct WmillConfig {
    default_ts: Option<String>,
    skip_scripts: Option<bool>,
    skip_flows: Option<bool>,
    skip_apps: Option<bool>,
    skip_resources: Option<bool>,
    skip_variables: Option<bool>,
    skip_secrets: Option<bool>,
    skip_resource_types: Option<bool>,
    non_dotted_paths: Option<bool>,
    requires_locks: bool,
    has_codebases: bool,
    includes: GlobSet,
    excludes: GlobSet,
    extra: Option<GlobSet>,
}

impl WmillConfig {
    /// Reads the file's text. `Err`: why it cannot be read, for people.
    pub fn parse(text: &str) -> Result<WmillConfig, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("it is longer than {} KiB", MAX_BYTES / 1024));
        }
        let yaml = Yaml::new(Arc::from(text));
        let lines = LineIndex::new(text);
        let at = |offset: u32| lines.line_of(offset as usize) + 1;
        if let Some(mistake) = yaml.mistakes().first()
            && !strict::accepts_yaml(text)
        {
            return Err(format!("line {} is not valid YAML", at(mistake.span.start)));
        }
        if let Some(alias) = yaml.unknown_aliases().first() {
            return Err(format!("line {}: nothing has this anchor", at(alias.start)));
        }
        if let Some(other) = yaml.roots().nth(1) {
            return Err(format!(
                "line {}: a second document",
                at(other.span().start)
            ));
        }
        let root = yaml.root().filter(|r| !r.is_null());
        if root.is_some_and(|r| !r.is_mapping()) {
            return Err("it is not a mapping".to_owned());
        }
        let keys = Keys {
            root,
            lines: &lines,
        };
        let default = vec!["f/**".to_owned()];
        Ok(WmillConfig {
            default_ts: keys.text("defaultTs")?,
            skip_scripts: keys.switch("skipScripts")?,
            skip_flows: keys.switch("skipFlows")?,
            skip_apps: keys.switch("skipApps")?,
            skip_resources: keys.switch("skipResources")?,
            skip_variables: keys.switch("skipVariables")?,
            skip_secrets: keys.switch("skipSecrets")?,
            skip_resource_types: keys.switch("skipResourceTypes")?,
            non_dotted_paths: keys.switch("nonDottedPaths")?,
            requires_locks: keys.get("locksRequired").and_then(|v| v.as_bool()) == Some(true),
            has_codebases: keys
                .get("codebases")
                .is_some_and(|c| c.items().next().is_some()),
            includes: globs(&keys.texts("includes")?.unwrap_or(default))?,
            excludes: globs(&keys.texts("excludes")?.unwrap_or_default())?,
            extra: keys
                .texts("extraIncludes")?
                .filter(|e| !e.is_empty())
                .map(|e| globs(&e))
                .transpose()?,
        })
    }

    /// Whether sync takes the file at `path`, relative to the workspace's root.
    pub fn syncs(&self, path: &str) -> bool {
        self.includes.is_match(path)
            && !self.excludes.is_match(path)
            && self.extra.as_ref().is_none_or(|e| e.is_match(path))
    }

    /// Whether scripts are synced at all.
    pub fn syncs_scripts(&self) -> bool {
        self.skip_scripts != Some(true)
    }

    /// Whether flows are synced at all.
    pub fn syncs_flows(&self) -> bool {
        self.skip_flows != Some(true)
    }

    /// Whether apps are synced at all.
    pub fn syncs_apps(&self) -> bool {
        self.skip_apps != Some(true)
    }

    /// Whether resource types are synced at all.
    pub fn syncs_resource_types(&self) -> bool {
        self.skip_resource_types != Some(true)
    }

    /// Whether resources are synced at all.
    pub fn syncs_resources(&self) -> bool {
        self.skip_resources != Some(true)
    }

    /// Whether variables are synced at all.
    pub fn syncs_variables(&self) -> bool {
        self.skip_variables != Some(true)
    }

    /// Whether secret variables are synced: only where that is said.
    pub fn syncs_secrets(&self) -> bool {
        self.skip_secrets == Some(false)
    }

    /// Whether flow folders end in `__flow` and not `.flow`.
    pub fn non_dotted(&self) -> bool {
        self.non_dotted_paths == Some(true)
    }

    /// Whether scripts and steps must have locks before they are pushed.
    pub fn requires_locks(&self) -> bool {
        self.requires_locks
    }

    /// Whether code is bundled from elsewhere before it is pushed: its imports need not lead to scripts.
    pub fn has_codebases(&self) -> bool {
        self.has_codebases
    }

    /// The language of a bare `.ts` file.
    pub fn default_ts(&self) -> ScriptLanguage {
        ScriptLanguage::from_name(self.default_ts.as_deref().unwrap_or("bun"))
    }
}

/// The keys of the file.
struct Keys<'y> {
    root: Option<Node<'y>>,
    lines: &'y LineIndex,
}

impl<'y> Keys<'y> {
    /// The value of a key; `None` also where it is null.
    fn get(&self, key: &str) -> Option<Node<'y>> {
        self.root?.get(key).filter(|v| !v.is_null())
    }

    fn wrong<T>(&self, key: &str, value: Node<'_>, wanted: &str) -> Result<T, String> {
        let line = self.lines.line_of(value.span().start as usize) + 1;
        Err(format!("line {line}: `{key}` takes {wanted}"))
    }

    fn switch(&self, key: &str) -> Result<Option<bool>, String> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        match value.as_bool() {
            Some(switch) => Ok(Some(switch)),
            None => self.wrong(key, value, "true or false"),
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, String> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        match value.as_str().filter(|_| value.is_string()) {
            Some(text) => Ok(Some(text.into_owned())),
            None => self.wrong(key, value, "text"),
        }
    }

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, String> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        if !value.is_sequence() {
            return self.wrong(key, value, "a list of strings");
        }
        if value.items().nth(MAX_PATTERNS).is_some() {
            return self.wrong(key, value, &format!("at most {MAX_PATTERNS} patterns"));
        }
        let text = |item: Node<'_>| match item.as_str().filter(|_| item.is_string()) {
            Some(text) if text.len() <= MAX_PATTERN => Ok(text.into_owned()),
            Some(_) => self.wrong(
                key,
                item,
                &format!("patterns of at most {MAX_PATTERN} bytes"),
            ),
            None => self.wrong(key, item, "a list of strings"),
        };
        value.items().map(text).collect::<Result<_, _>>().map(Some)
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        set.add(glob.map_err(|e| e.to_string())?);
    }
    set.build().map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_take_the_f_folder() {
        let config = WmillConfig::parse("").unwrap();
        assert!(config.syncs("f/a/b.py") && !config.syncs("u/me/b.py"));
        assert_eq!(
            (config.default_ts(), config.non_dotted()),
            (ScriptLanguage::Bun, false)
        );
    }

    #[test]
    fn reads_what_sync_reads() {
        let text = "includes: ['**']\nexcludes: [f/old/**]\nnonDottedPaths: true\ndefaultTs: deno\nfoo: 1\n";
        let config = WmillConfig::parse(text).unwrap();
        assert!(config.syncs("u/me/b.py") && !config.syncs("f/old/x.py"));
        assert_eq!(
            (config.default_ts(), config.non_dotted()),
            (ScriptLanguage::Deno, true)
        );
        let wrong = |text: &str| WmillConfig::parse(text).unwrap_err();
        assert_eq!(
            wrong("includes: 3"),
            "line 1: `includes` takes a list of strings"
        );
        assert_eq!(
            wrong("x: 1\nexcludes:\n  - [a]\n"),
            "line 3: `excludes` takes a list of strings"
        );
        assert_eq!(
            wrong("skipScripts: 'true'"),
            "line 1: `skipScripts` takes true or false"
        );
        assert_eq!(wrong("\nincludes: [a"), "line 2 is not valid YAML");
        assert_eq!(wrong("includes: *a"), "line 1: nothing has this anchor");
        assert_eq!(wrong("- a\n"), "it is not a mapping");
        assert_eq!(wrong("a: 1\n---\nb: 1\n"), "line 3: a second document");
        assert!(wrong("includes: ['{a']").contains("{a"));
        let config = WmillConfig::parse("x: &x ['u/**']\nincludes: *x\nexcludes:\n").unwrap();
        assert!(config.syncs("u/me/b.py") && !config.syncs("f/a.py"));
        let config = WmillConfig::parse("skipResourceTypes: true").unwrap();
        assert!(!config.syncs_resource_types() && config.syncs_scripts());
    }

    #[test]
    fn what_is_too_much_is_not_read() {
        let wrong = |text: &str| WmillConfig::parse(text).unwrap_err();
        let brackets = format!("includes: {}", "[".repeat(100_000));
        assert_eq!(wrong(&brackets), "line 1 is not valid YAML");
        let many = format!("includes: [{}]", "a, ".repeat(MAX_PATTERNS + 1));
        assert_eq!(
            wrong(&many),
            "line 1: `includes` takes at most 1000 patterns"
        );
        let long = format!("includes: [{}]", "a".repeat(MAX_PATTERN + 1));
        assert_eq!(
            wrong(&long),
            "line 1: `includes` takes patterns of at most 1000 bytes"
        );
        let large = format!("x: {}", "y".repeat(MAX_BYTES));
        assert_eq!(wrong(&large), "it is longer than 1024 KiB");
        let laughs: String = (1..30)
            .map(|i| format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1))
            .collect();
        let text = format!("a0: &a0 ['f/**']\n{laughs}includes: *a29\n");
        assert_eq!(wrong(&text), "line 31: `includes` takes a list of strings");
    }
}
