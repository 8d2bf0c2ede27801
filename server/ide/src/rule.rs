//! What is known of a rule without running it: its name, its level, its fix, its page. Settings, findings, comments and
//! whoever shows rules need no more, and so nothing of the checks.

use model::config::WmillConfig;

/// The repository on the web, once it is there: `Some("https://…")`. Findings, reports and messages link to it, and to nothing
/// before. All that a link would tell is in the program too (`--explain`).
pub const PUBLISHED: Option<&str> = None;

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

/// What kind of mistake a rule finds, in the words of Rust's and Python's linters. The level is another matter: it says how
/// sure that is here, where the server may have more than the files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Category {
    /// The text cannot be read as what it is.
    Syntax,
    /// It fails when it is synced or run, or does something else than is written.
    Correctness,
    /// It runs, and is most likely not what was meant.
    Suspicious,
    /// It runs as it should; another way is clearer, lasts longer, or leaves nothing behind that nobody needs.
    Style,
}

impl Category {
    /// All of them, in the order of documents.
    pub const ALL: [Category; 4] = [
        Category::Syntax,
        Category::Correctness,
        Category::Suspicious,
        Category::Style,
    ];

    /// Its name in documents and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Category::Syntax => "syntax",
            Category::Correctness => "correctness",
            Category::Suspicious => "suspicious",
            Category::Style => "style",
        }
    }

    /// What its rules find, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Category::Syntax => "The text cannot be read as what it is.",
            Category::Correctness => {
                "It fails when it is synced or run, or does something else than is written."
            }
            Category::Suspicious => "It runs, and is most likely not what was meant.",
            Category::Style => {
                "It runs as it should; another way is clearer, lasts longer, or leaves nothing behind that nobody needs."
            }
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
    /// What kind of mistake it finds.
    pub category: Category,
    /// Off unless selected.
    pub pedantic: bool,
    /// Whether a `wmill.yaml` turns it on, where settings say nothing of it.
    pub asked_by: Option<fn(&WmillConfig) -> bool>,
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
    /// What is usual: the category that goes with the level, no fix, since 0.1.0, only on YAML that can be read.
    pub(crate) const fn new(name: &'static str, level: Level, page: &'static str) -> RuleInfo {
        let category = match level {
            Level::Error => Category::Correctness,
            Level::Warning => Category::Suspicious,
            Level::Hint => Category::Style,
        };
        RuleInfo {
            name,
            level,
            category,
            pedantic: false,
            asked_by: None,
            fix: FixKind::None,
            since: "0.1.0",
            page,
            on_broken_yaml: false,
        }
    }

    /// Of another category than its level has as a rule.
    pub(crate) const fn category(mut self, category: Category) -> RuleInfo {
        self.category = category;
        self
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

    /// Off unless selected, or unless a `wmill.yaml` asks for it.
    pub(crate) const fn asked_by(mut self, asked: fn(&WmillConfig) -> bool) -> RuleInfo {
        self.pedantic = true;
        self.asked_by = Some(asked);
        self
    }

    /// Looking at flows whose YAML is broken as well.
    pub(crate) const fn on_broken_yaml(mut self) -> RuleInfo {
        self.on_broken_yaml = true;
        self
    }

    /// Its page with what the table of rules says of it, for who sees the page alone.
    pub fn explained(&self) -> String {
        let level = match self.pedantic {
            true => "off unless selected",
            false => self.level.name(),
        };
        let fix = match self.fix {
            FixKind::None => "no fix".to_owned(),
            kind => format!("fix: {}", kind.name()),
        };
        let (title, rest) = self.page.split_once('\n').unwrap_or((self.page, ""));
        let (category, since) = (self.category.name(), self.since);
        format!("{title}\n\n{level} · {category} · {fix} · since {since}\n{rest}")
    }

    /// The first sentence of its page.
    pub fn purpose(&self) -> String {
        purpose(self.page)
    }

    /// The file with its page, from the root of the project.
    pub fn file(&self) -> String {
        format!("server/ide/src/rules/{}.md", self.name.replace('-', "_"))
    }

    /// Where its page is published; `None` while nothing is.
    pub fn url(&self) -> Option<String> {
        PUBLISHED.map(|at| self.page_at(at))
    }

    fn page_at(&self, repository: &str) -> String {
        format!("{repository}/blob/main/{}", self.file())
    }
}

/// The first sentence of a rule's page.
fn purpose(page: &str) -> String {
    let text = page.lines().skip_while(|l| *l != "## What it does").skip(1);
    let paragraph: Vec<&str> = text
        .skip_while(|l| l.is_empty())
        .take_while(|l| !l.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    paragraph
        .split_inclusive(". ")
        .next()
        .unwrap_or("")
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::purpose;

    #[test]
    fn purpose_is_the_first_sentence() {
        let page =
            "# a\n\n## What it does\nReports `x.y`\nthat nobody knows. And more.\n\n## Example\n";
        assert_eq!(purpose(page), "Reports `x.y` that nobody knows.");
        assert_eq!(purpose("# a\n"), "");
    }

    #[test]
    fn a_link_leads_to_the_page_of_the_rule() {
        let rule = crate::rules::RULES[0];
        let link = rule.page_at("https://example.org/repository");
        let wanted = format!("https://example.org/repository/blob/main/{}", rule.file());
        assert_eq!(link, wanted);
        assert_eq!(rule.url().is_some(), super::PUBLISHED.is_some());
    }
}
