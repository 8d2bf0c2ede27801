//! What is known of a rule without running it: its name, its level, its fix, its page. Settings, findings, comments and
//! whoever shows rules need no more, and so nothing of the checks.

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// It fails, or silently does the wrong thing.
    Error,
    /// Very likely a mistake.
    Warning,
    /// Worth knowing.
    Hint,
}

impl Level {
    /// Its name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Hint => "hint",
        }
    }
}

/// Who may make the fixes of a rule. Of a rule with several, the kind that needs the least care; single
/// ones may need more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FixKind {
    /// There is none.
    None,
    /// What runs afterwards is right, or what Windmill does with the mistake anyway.
    Safe,
    /// It puts in what was most likely meant.
    Unsafe,
    /// A part of it is left for a person to write, in an editor.
    Editor,
}

impl FixKind {
    /// Its name in documents and outputs.
    pub fn name(self) -> &'static str {
        match self {
            FixKind::None => "–",
            FixKind::Safe => "safe",
            FixKind::Unsafe => "unsafe",
            FixKind::Editor => "editor",
        }
    }
}

/// One rule of the catalogue, as it is known to all but those who run it.
pub struct RuleInfo {
    /// Its name, kebab-case; never changes once released.
    pub name: &'static str,
    /// Its level unless a finding or the settings say otherwise.
    pub level: Level,
    /// Off unless selected.
    pub pedantic: bool,
    /// What its fix keeps.
    pub fix: FixKind,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page, Markdown.
    pub page: &'static str,
    /// Whether it also looks at flows whose YAML is broken.
    pub on_broken_yaml: bool,
}

impl std::fmt::Debug for RuleInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl RuleInfo {
    /// What is usual: no fix, since 0.1.0, only on YAML that can be read.
    pub(crate) const fn new(name: &'static str, level: Level, page: &'static str) -> RuleInfo {
        RuleInfo {
            name,
            level,
            pedantic: false,
            fix: FixKind::None,
            since: "0.1.0",
            page,
            on_broken_yaml: false,
        }
    }

    /// With fixes of this kind.
    pub(crate) const fn fix(mut self, kind: FixKind) -> RuleInfo {
        self.fix = kind;
        self
    }

    /// Off unless selected.
    pub(crate) const fn pedantic(mut self) -> RuleInfo {
        self.pedantic = true;
        self
    }

    /// Looking at flows whose YAML is broken as well.
    pub(crate) const fn on_broken_yaml(mut self) -> RuleInfo {
        self.on_broken_yaml = true;
        self
    }

    /// Where its page is published.
    pub fn url(&self) -> String {
        format!(
            "{}/blob/main/docs/rules.md#{}",
            env!("CARGO_PKG_REPOSITORY"),
            self.name
        )
    }
}
