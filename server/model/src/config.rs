//! `wmill.yaml`: which files Windmill's sync takes, and in which layout.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::script::ScriptLanguage;

/// What is read of `wmill.yaml`. Unknown keys are other tools' business.
#[derive(Clone, Debug, Default)]
pub struct WmillConfig {
    raw: Raw,
    includes: GlobSet,
    excludes: GlobSet,
    extra: Option<GlobSet>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Raw {
    default_ts: Option<String>,
    includes: Option<Vec<String>>,
    excludes: Option<Vec<String>>,
    extra_includes: Option<Vec<String>>,
    skip_scripts: Option<bool>,
    skip_flows: Option<bool>,
    skip_resources: Option<bool>,
    skip_variables: Option<bool>,
    skip_secrets: Option<bool>,
    skip_resource_types: Option<bool>,
    non_dotted_paths: Option<bool>,
}

impl WmillConfig {
    /// Reads the file's text. `Err`: why it cannot be read, for people.
    pub fn parse(text: &str) -> Result<WmillConfig, String> {
        let raw: Option<Raw> = serde_yaml::from_str(text).map_err(|e| e.to_string())?;
        let raw = raw.unwrap_or_default();
        let default = vec!["f/**".to_owned()];
        let includes = globs(raw.includes.as_ref().unwrap_or(&default))?;
        let excludes = globs(raw.excludes.as_deref().unwrap_or_default())?;
        let extra = raw
            .extra_includes
            .as_deref()
            .filter(|e| !e.is_empty())
            .map(globs);
        let extra = extra.transpose()?;
        Ok(WmillConfig {
            raw,
            includes,
            excludes,
            extra,
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
        self.raw.skip_scripts != Some(true)
    }

    /// Whether flows are synced at all.
    pub fn syncs_flows(&self) -> bool {
        self.raw.skip_flows != Some(true)
    }

    /// Whether resource types are synced at all.
    pub fn syncs_resource_types(&self) -> bool {
        self.raw.skip_resource_types != Some(true)
    }

    /// Whether resources are synced at all.
    pub fn syncs_resources(&self) -> bool {
        self.raw.skip_resources != Some(true)
    }

    /// Whether variables are synced at all.
    pub fn syncs_variables(&self) -> bool {
        self.raw.skip_variables != Some(true)
    }

    /// Whether secret variables are synced: only where that is said.
    pub fn syncs_secrets(&self) -> bool {
        self.raw.skip_secrets == Some(false)
    }

    /// Whether flow folders end in `__flow` and not `.flow`.
    pub fn non_dotted(&self) -> bool {
        self.raw.non_dotted_paths == Some(true)
    }

    /// The language of a bare `.ts` file.
    pub fn default_ts(&self) -> ScriptLanguage {
        ScriptLanguage::from_name(self.raw.default_ts.as_deref().unwrap_or("bun"))
    }
}

fn globs(patterns: impl AsRef<[String]>) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns.as_ref() {
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
        assert!(WmillConfig::parse("includes: 3").is_err());
        let config = WmillConfig::parse("skipResourceTypes: true").unwrap();
        assert!(!config.syncs_resource_types() && config.syncs_scripts());
    }
}
