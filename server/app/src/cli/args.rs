//! The command line as people type it. What is not built yet is not accepted.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgGroup, Parser, ValueEnum};
use ide::RuleInfo;
use ide::rules::{RULES, did_you_mean, with_words_of};

use crate::escape;

/// Language server and checker for Windmill flows and scripts.
///
/// Without arguments it serves an editor on stdin and stdout. With --check it checks files and
/// folders and ends.
#[derive(Parser, Debug)]
#[command(name = "windmill-ls", version, after_help = EXIT_CODES)]
#[command(group = ArgGroup::new("mode").multiple(false))]
#[command(group = ArgGroup::new("files").multiple(true))]
pub(crate) struct Args {
    /// Serve an editor on stdin and stdout (the default)
    #[arg(long, group = "mode")]
    stdio: bool,

    /// Given by some editors; the protocol tells the same
    #[arg(long = "clientProcessId", value_name = "ID", hide = true)]
    _client: Option<String>,

    /// Check files and folders
    #[arg(long, groups = ["mode", "files"])]
    check: bool,

    /// Give something another name, and change all that names it: a script, flow, resource or variable
    /// (`f/a/x f/b/y`), a step (`f/a/x#old new`), an input or parameter (`f/a/x?old new`), a property of a result
    /// (`f/a/x.old new`, `f/a/x#step.old new`)
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], groups = ["mode", "files"])]
    #[arg(conflicts_with_all = CHECK_ONLY)]
    pub(crate) rename: Vec<String>,

    /// What to check: files, folders, or `-` for stdin [default: .]
    #[arg(value_name = "PATH", requires = "check")]
    pub(crate) paths: Vec<PathBuf>,

    /// Where the text on stdin belongs; it need not exist
    #[arg(long, value_name = "FILE", requires = "check", help_heading = CHECK)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// How to print findings
    #[arg(long, value_name = "FORMAT", requires = "check", help_heading = CHECK)]
    #[arg(value_enum, default_value_t = Format::Full)]
    pub(crate) output_format: Format,

    /// Write findings to a file instead of stdout
    #[arg(long, value_name = "FILE", requires = "check", help_heading = CHECK)]
    pub(crate) output_file: Option<PathBuf>,

    /// Read settings from this file instead of the nearest windmill-ls.toml
    #[arg(long, value_name = "FILE", requires = "check", help_heading = CHECK)]
    pub(crate) config: Option<PathBuf>,

    /// Read no settings file
    #[arg(long, requires = "check", conflicts_with = "config", help_heading = CHECK)]
    pub(crate) no_config: bool,

    /// Run only these rules
    #[arg(long, value_name = "RULE", requires = "check", help_heading = CHECK)]
    #[arg(value_parser = rule, value_delimiter = ',')]
    pub(crate) select: Vec<RuleName>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", requires = "check", help_heading = CHECK)]
    #[arg(value_parser = rule, value_delimiter = ',')]
    pub(crate) ignore: Vec<RuleName>,

    /// Report findings of these rules as errors
    #[arg(long, value_name = "RULE", requires = "check", help_heading = CHECK)]
    #[arg(value_parser = rule, value_delimiter = ',')]
    pub(crate) error: Vec<RuleName>,

    /// Report findings of these rules as warnings
    #[arg(long, value_name = "RULE", requires = "check", help_heading = CHECK)]
    #[arg(value_parser = rule, value_delimiter = ',')]
    pub(crate) warn: Vec<RuleName>,

    /// Fix what is safe to fix, and report what is left
    #[arg(long, requires = "check", help_heading = CHECK)]
    pub(crate) fix: bool,

    /// With --fix or --diff: also make fixes that put in what was most likely meant
    #[arg(long, requires = "check", help_heading = CHECK)]
    pub(crate) unsafe_fixes: bool,

    /// Print what --fix or --rename would change, and change nothing, also with --fix; exit with 1 if there is
    /// anything to change
    #[arg(long, requires = "files", conflicts_with = "statistics", help_heading = CHECK)]
    pub(crate) diff: bool,

    /// Write ignore comments for all findings, with a reason behind each
    #[arg(long, value_name = "REASON", requires = "check", help_heading = CHECK)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(conflicts_with_all = ["fix", "diff"])]
    pub(crate) add_ignore: Option<String>,

    /// Leave out the findings that this file has; only others count
    #[arg(long, value_name = "FILE", requires = "check", help_heading = CHECK)]
    #[arg(conflicts_with_all = ["fix", "diff", "add_ignore"])]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all findings of now to the file of --baseline, and exit with 0
    #[arg(long, requires = "baseline", help_heading = CHECK)]
    #[arg(conflicts_with_all = ["since", "statistics"])]
    pub(crate) write_baseline: bool,

    /// Report only what was not found at this revision of the git repository, in whatever file; say what is gone since
    /// that others use
    #[arg(long, value_name = "REV", requires = "check", help_heading = CHECK)]
    #[arg(conflicts_with_all = ["fix", "diff", "add_ignore"])]
    pub(crate) since: Option<String>,

    /// Check again whenever a file changes, until it is stopped
    #[arg(long, requires = "check", help_heading = CHECK)]
    #[arg(conflicts_with_all = ["fix", "diff", "add_ignore", "write_baseline", "stdin_filename"])]
    pub(crate) watch: bool,

    /// Exit with 0 whatever was found
    #[arg(long, requires = "check", conflicts_with = "error_on_warning", help_heading = CHECK)]
    pub(crate) exit_zero: bool,

    /// Exit with 1 for warnings too
    #[arg(long, requires = "check", help_heading = CHECK)]
    pub(crate) error_on_warning: bool,

    /// Print how often each rule fired instead of the findings
    #[arg(long, requires = "check", help_heading = CHECK)]
    pub(crate) statistics: bool,

    /// Say on stderr how long each rule took, of all files together; what several rules ask is worked out by
    /// the first
    #[arg(long, requires = "check", conflicts_with_all = ["diff", "baseline", "since"], help_heading = CHECK)]
    pub(crate) timings: bool,

    /// When to use colours; NO_COLOR and FORCE_COLOR are heeded
    #[arg(long, value_name = "WHEN", requires = "check", help_heading = CHECK)]
    #[arg(value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Print findings and failures only
    #[arg(short, long, requires = "files", conflicts_with = "verbose", help_heading = CHECK)]
    pub(crate) quiet: bool,

    /// Say on stderr what is read and checked; show each finding, also where many are alike
    #[arg(short, long, requires = "check", help_heading = CHECK)]
    pub(crate) verbose: bool,

    /// After an edit by an agent: read what Claude Code, Cursor or Copilot give a hook on stdin, and tell on stderr
    /// what this edit brought, with exit status 2; else nothing
    #[arg(long, group = "mode")]
    pub(crate) hook: bool,

    /// Serve agents by the Model Context Protocol on stdin and stdout, for the workspace in the current folder
    #[arg(long, group = "mode")]
    pub(crate) mcp: bool,

    /// Explain a rule
    #[arg(long, value_name = "RULE", group = "mode", value_parser = rule)]
    pub(crate) explain: Option<RuleName>,

    /// List all rules
    #[arg(long, group = "mode")]
    pub(crate) rules: bool,

    /// Print a JSON schema
    #[arg(long, value_name = "OF", group = "mode", value_enum)]
    pub(crate) print_schema: Option<Schema>,

    /// Print completions for a shell
    #[arg(long, value_name = "SHELL", group = "mode", value_enum)]
    pub(crate) completions: Option<clap_complete::Shell>,

    /// Print the man page
    #[arg(long, group = "mode")]
    pub(crate) man_page: bool,
}

const CHECK: &str = "With --check";

/// What belongs to `--check` alone.
const CHECK_ONLY: [&str; 23] = [
    "paths",
    "stdin_filename",
    "output_format",
    "output_file",
    "config",
    "no_config",
    "select",
    "ignore",
    "error",
    "warn",
    "fix",
    "unsafe_fixes",
    "add_ignore",
    "baseline",
    "write_baseline",
    "since",
    "watch",
    "exit_zero",
    "error_on_warning",
    "statistics",
    "timings",
    "color",
    "verbose",
];

const EXIT_CODES: &str = "Exit codes: 0 no errors found, 1 errors found, 2 bad arguments or settings, files \
that cannot be read or written, or nothing to check in a path, 101 a fault of windmill-ls itself.";

/// How findings are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// With the text and carets under it.
    Full,
    /// A line each.
    Concise,
    /// For programs that write code: the worst first, with why and the fix as a diff; at most 20.
    Agent,
    /// One JSON object for programs.
    Json,
    /// One JSON object for each finding, each on its own line.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for test reports.
    Junit,
    /// reviewdog's diagnostics.
    Rdjson,
}

/// When colours are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A schema that can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Schema {
    /// Of `flow.yaml`.
    Flow,
    /// Of `windmill-ls.toml`.
    Config,
}

/// A rule named on the command line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleName(pub(crate) &'static RuleInfo);

impl Args {
    /// The arguments of this process, which ends here where they ask for help or make no sense.
    pub(crate) fn of_process() -> Args {
        let given: Vec<OsString> = std::env::args_os().collect();
        Args::try_parse_from(&given).unwrap_or_else(|error| {
            // The message repeats what was given: the same with a text that is safe to show.
            let shown = |a: &OsString| escape::line(&a.to_string_lossy()).into_owned();
            let again = Args::try_parse_from(given.iter().map(shown));
            again.err().unwrap_or(error).exit()
        })
    }

    /// Whether an editor is to be served: nothing else was asked for.
    pub(crate) fn is_server(&self) -> bool {
        let apart = self.explain.is_some() || self.print_schema.is_some();
        !(self.check
            || !self.rename.is_empty()
            || self.hook
            || self.mcp
            || self.rules
            || apart
            || self.man_page
            || self.completions.is_some())
    }
}

fn rule(name: &str) -> Result<RuleName, String> {
    let name = name.trim();
    let found = RULES.iter().copied().find(|r| r.name == name);
    found.map(RuleName).ok_or_else(|| {
        let names = || RULES.iter().map(|r| r.name);
        let near = match did_you_mean(name, names()) {
            Some(near) => vec![near],
            None => with_words_of(name, names()),
        };
        let near: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
        match near.split_last() {
            None => "there is no such rule; `windmill-ls --rules` lists them".to_owned(),
            Some((last, [])) => format!("there is no such rule; did you mean {last}?"),
            Some((last, others)) => {
                format!(
                    "there is no such rule; did you mean {} or {last}?",
                    others.join(", ")
                )
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
