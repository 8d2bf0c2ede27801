//! The terminal front: `--check` and what is asked for apart (`--explain`, `--rules`, …).
//!
//! Findings and answers go to stdout, everything else to stderr.

mod args;
mod baseline;
mod before;
mod check;
mod fix;
mod hook;
mod known;
mod mcp;
mod output;
mod rename;
mod targets;
mod timings;
mod watch;
mod whole;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use ide::RuleInfo;
use ide::rules::RULES;

pub(crate) use args::Args;
use args::Schema;

use crate::escape;

/// Bad arguments, settings, or files that cannot be read or written.
const FAILED: u8 = 2;

/// A fault of our own.
const BROKEN: u8 = 101;

/// Does what the arguments ask for.
pub(crate) fn run(args: &Args) -> ExitCode {
    if args.hook {
        return hook::run();
    }
    let done = if args.mcp {
        mcp::run()
    } else if let Some(rule) = args.explain {
        print(&rule.0.explained())
    } else if args.rules {
        print(&table(RULES))
    } else if let Some(schema) = args.print_schema {
        match schema {
            Schema::Flow => print(include_str!("../../../../grammars/openflow.schema.json")),
            Schema::Config => print(&crate::settings::schema()),
        }
    } else if let Some(shell) = args.completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Args::command(), "windmill-ls", &mut script);
        print(&String::from_utf8_lossy(&script))
    } else if args.man_page {
        let mut page = Vec::new();
        let written = clap_mangen::Man::new(Args::command()).render(&mut page);
        written
            .map_err(Into::into)
            .and_then(|()| print(&String::from_utf8_lossy(&page)))
    } else if !args.rename.is_empty() {
        rename::run(args)
    } else if args.watch {
        watch::run(args)
    } else {
        check::run(args)
    };
    done.unwrap_or_else(|error| {
        say(&format!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

/// Lets `say` tell what to do when we are at fault; the process then ends with 101, or the server
/// answers the request with an error.
pub(crate) fn install_panic_hook(say: fn(&str)) {
    std::panic::set_hook(Box::new(move |info| {
        let info = info.to_string();
        let mut lines = info.lines();
        say(&format!(
            "a fault of its own: {}",
            lines.next().unwrap_or("")
        ));
        lines.for_each(say);
        say(&match ide::PUBLISHED {
            Some(repository) => format!("please report this text at {repository}/issues"),
            None => "please report this text to those who make windmill-ls".to_owned(),
        });
    }));
}

/// A line on stderr, whatever the message is made of. Where stderr is gone there is nobody to tell.
pub(crate) fn say(message: &str) {
    let message = escape::line(message);
    let _ = writeln!(io::stderr().lock(), "windmill-ls: {message}");
}

fn print(text: &str) -> anyhow::Result<ExitCode> {
    output::to_stdout(text)?;
    Ok(ExitCode::SUCCESS)
}

/// The rules, a line each: name, level, category, and its page's first sentence.
fn table(rules: &[&RuleInfo]) -> String {
    let width = rules.iter().map(|r| r.name.len()).max().unwrap_or(0);
    let line = |r: &&RuleInfo| {
        let level = if r.pedantic {
            "pedantic"
        } else {
            r.level.name()
        };
        let category = r.category.name();
        let purpose = r.purpose();
        format!("{:width$}  {level:8}  {category:11}  {purpose}\n", r.name)
    };
    rules.iter().map(line).collect()
}
