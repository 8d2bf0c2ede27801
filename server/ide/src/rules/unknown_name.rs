//! A name that nobody declares: neither Windmill, nor JavaScript, nor the expression.

use lang::javascript::{Call, Chain};
use model::flow::{Expression, Flow, Place, loop_depth, names};
use syntax::Span;
use syntax::text::{is_js_word, is_word};
use syntax::yaml::Style;

use super::support::names::{is_asked_for, may_exist};
use super::support::reference::{is_part_of_id, results_of, span_to};
use super::support::tag_path::foreign_roots;
use super::support::{code_edit, python_name};
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-name",
        Level::Warning,
        include_str!("unknown_name.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    python_name::check(cx);
    let Some(flow) = cx.flow() else { return };
    for expression in flow.expressions() {
        let analysis = expression.analysis();
        let unknown = |chain: &&Chain| is_unknown(flow, expression, chain);
        let mut unknown = analysis.chains.iter().filter(unknown).peekable();
        // What is no text is told by `invalid-type`.
        let is_text = || flow.node(expression.node).is_string();
        // What does not parse declares and reads who knows what.
        if analysis.has_error
            || unknown.peek().is_none()
            || !is_text()
            || expression.problem().is_some()
        {
            continue;
        }
        let paths = bare_paths(expression);
        let mut told = 0;
        for chain in unknown {
            let name = &chain.root.value;
            let root = chain.root.span;
            let at = paths.partition_point(|p| p.end <= root.start);
            if let Some(path) = paths.get(at).filter(|p| p.contains(root)) {
                if path.start >= told {
                    told = path.end;
                    report_bare_path(cx, flow, expression, *path);
                }
                continue;
            }
            let meant = meant(cx, flow, expression, chain);
            let segments = meant.as_ref().map_or(0, |m| m.segments);
            let inner = meant
                .as_ref()
                .and_then(|m| m.whole)
                .unwrap_or_else(|| span_to(chain, segments));
            let edit = meant
                .as_ref()
                .map(|m| code_edit::in_expression(cx, flow, expression, inner, &m.text));
            let title = meant
                .as_ref()
                .map_or(String::new(), |m| format!("Change to `{}`", m.text));
            let fix = edit.and_then(|e| code_edit::fix(title, false, vec![e]));
            let is_certain = meant.as_ref().is_some_and(|m| m.whole.is_some());
            let help = match meant {
                Some(meant) => format!("did you mean `{}`?", meant.text),
                None if FOREIGN.contains(&name.as_str()) => {
                    "expressions have no Node, browser or SDK functions: do this in a script"
                        .to_owned()
                }
                // It read a step's result in early versions.
                None if name == "step" && chain.called => {
                    "write `results.<id>` with the id of the step".to_owned()
                }
                None if is_of_loops(name) => {
                    "`flow_input.iter` exists only in the body of a loop".to_owned()
                }
                None => match PYTHON.iter().find(|(other, _)| other == name) {
                    Some((_, write)) => format!("`{name}` is Python: write {write}"),
                    None => known(flow, expression),
                },
            };
            let message = format!("`{name}` does not exist here, in Windmill or in JavaScript");
            // That an id or an input is no name is certain.
            let is_begun = cx.is_begun(name, BEGUN.iter().copied());
            let finding = cx.report(expression.outer(inner), message).help(help);
            if is_begun {
                finding.unfinished(expression.outer(inner));
            }
            if is_certain {
                finding.level(Level::Error);
            }
            finding.fix = fix;
        }
    }
    for (root, span) in flow.modules().flat_map(|(_, m)| foreign_roots(flow, m)) {
        let message = format!("`{root}` cannot be read in a tag: the step fails");
        cx.report(span, message)
            .help("a tag can read `results`, `flow_input` and `flow_env`, by a plain path");
    }
}

/// What is typed most in expressions: its beginning is no mistake yet.
const BEGUN: &[&str] = &[
    "results",
    "flow_input",
    "previous_result",
    "flow_env",
    "variable",
    "resource",
    "result",
    "error",
    "resume",
    "resumes",
    "approvers",
    "Math",
    "JSON",
    "Object",
    "Date",
    "Number",
    "String",
    "Array",
    "true",
    "false",
    "null",
    "undefined",
];

/// A longer call has no path alone, and there may be calls in calls.
const MAX_PATH: usize = 300;

/// Arguments of `variable(…)` and `resource(…)` that are paths without quotes, which JavaScript divides.
fn bare_paths(expression: &Expression) -> Vec<Span> {
    let analysis = expression.analysis();
    let called = |call: &Call| {
        let chain = &analysis.chains[call.chain];
        let takes_path = matches!(chain.root.value.as_str(), "variable" | "resource");
        let is_plain = chain.path.is_empty() && call.text.is_none() && call.span.len() < MAX_PATH;
        (takes_path && is_plain).then_some(Span::new(
            chain.root.span.end as usize,
            call.span.end as usize,
        ))
    };
    let mut paths = Vec::new();
    for brackets in analysis.calls.iter().filter_map(called) {
        let given = brackets.slice(&expression.text);
        let inner = given
            .trim_start()
            .strip_prefix('(')
            .and_then(|g| g.strip_suffix(')'));
        let Some(path) = inner.map(str::trim).filter(|path| is_path(path)) else {
            continue;
        };
        let at = brackets.start as usize + given.find(path).unwrap_or_default();
        paths.push(Span::new(at, at + path.len()));
    }
    paths
}

/// Whether a text is a path of Windmill.
fn is_path(text: &str) -> bool {
    let mut parts = text.split('/');
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| is_word(c) || c == '-');
    matches!(parts.next(), Some("f" | "u" | "g"))
        && text.matches('/').count() > 1
        && parts.all(word)
}

fn report_bare_path(cx: &mut Context<'_>, flow: &Flow, expression: &Expression, path: Span) {
    let written = path.slice(&expression.text);
    let quote = match flow.node(expression.node).style() {
        Some(Style::Single) => '"',
        _ => '\'',
    };
    let meant = format!("{quote}{written}{quote}");
    let edit = code_edit::in_expression(cx, flow, expression, path, &meant);
    let fix = code_edit::fix(format!("Change to `{meant}`"), false, vec![edit]);
    let message = format!("The path `{written}` has no quotes: JavaScript reads it as a division");
    cx.report(expression.outer(path), message)
        .help(format!("write `{meant}`"))
        .level(Level::Error)
        .fix = fix;
}

/// Whether a name is one of those that Windmill gives to the body of a loop, under `flow_input.iter`.
fn is_of_loops(name: &str) -> bool {
    name == "iter" || name.starts_with("iter_parent")
}

/// Whether reading the name is an error.
fn is_unknown(flow: &Flow, expression: &Expression, chain: &Chain) -> bool {
    let name = chain.root.value.as_str();
    let of_failure = matches!(name, "started_at" | "flow_job_id");
    let in_failure = || {
        let module = expression.module.map(|m| flow.module(m).place);
        module == Some(Place::Failure)
    };
    let known = if of_failure {
        in_failure()
    } else {
        may_exist(name)
    };
    if known || is_asked_for(expression, name) {
        return false;
    }
    let tried = chain.guarded && expression.text.contains("try");
    !tried && !is_part_of_id(flow, expression, chain)
}

/// What was most likely meant.
struct Meant {
    /// How many properties belong to the wrong form, besides the name.
    segments: usize,
    /// All of what is replaced, where that is not the name with its properties.
    whole: Option<Span>,
    /// The right form.
    text: String,
}

/// Names that other places have.
const FOREIGN: &[&str] = &[
    "Buffer",
    "TextDecoder",
    "TextEncoder",
    "URL",
    "URLSearchParams",
    "crypto",
    "document",
    "fetch",
    "localStorage",
    "module",
    "process",
    "require",
    "setInterval",
    "setTimeout",
    "window",
    "wmill",
];

/// Names of other tools and languages, and Windmill's.
const SAME: &[(&str, &str)] = &[
    ("None", "null"),
    ("True", "true"),
    ("False", "false"),
    ("nil", "null"),
    ("args", "flow_input"),
    ("env", "flow_env"),
    ("flowInput", "flow_input"),
    ("flow_args", "flow_input"),
    ("input", "flow_input"),
    ("inputs", "flow_input"),
    ("last_result", "previous_result"),
    ("prev", "previous_result"),
    ("previous", "previous_result"),
    ("previousResult", "previous_result"),
    ("getVariable", "variable"),
    ("get_variable", "variable"),
    ("getResource", "resource"),
    ("get_resource", "resource"),
];

/// Functions of Python, and what does the same in JavaScript.
const PYTHON: &[(&str, &str)] = &[
    ("abs", "`Math.abs(x)`"),
    ("all", "`list.every(x => …)`"),
    ("any", "`list.some(x => …)`"),
    ("bool", "`Boolean(x)`"),
    ("datetime", "`new Date()`"),
    ("dict", "`{ name: value }`"),
    ("enumerate", "`list.map((x, i) => …)`"),
    ("filter", "`list.filter(x => …)`"),
    ("float", "`Number(x)`"),
    ("int", "`parseInt(x)`"),
    (
        "isinstance",
        "`typeof x === 'string'`, or `Array.isArray(x)`",
    ),
    ("json", "`JSON.stringify(x)` or `JSON.parse(x)`"),
    ("len", "`x.length`"),
    ("list", "`[...x]`"),
    ("map", "`list.map(x => …)`"),
    ("max", "`Math.max(a, b)`"),
    ("min", "`Math.min(a, b)`"),
    ("print", "`console.log(x)`"),
    ("range", "`[...Array(n).keys()]`"),
    ("round", "`Math.round(x)`"),
    ("sorted", "`[...list].sort()`"),
    ("str", "`String(x)`"),
    ("sum", "`list.reduce((a, b) => a + b, 0)`"),
    ("zip", "`a.map((x, i) => [x, b[i]])`"),
];

fn meant(cx: &Context<'_>, flow: &Flow, expression: &Expression, chain: &Chain) -> Option<Meant> {
    let name = chain.root.value.as_str();
    let input = |name: &str| flow.schema().and_then(|s| s.property(name)).is_some();
    let key = |n: usize| chain.path.get(n).and_then(|s| s.key.name());
    let meant = |segments, text: String| {
        Some(Meant {
            segments,
            whole: None,
            text,
        })
    };
    if let Some((whole, root)) = in_brackets(expression, chain) {
        let text = match root {
            "results" if !flow.by_id(name).is_empty() => results_of(name),
            "flow_input" if input(name) => format!("flow_input.{name}"),
            _ => return None,
        };
        return Some(Meant {
            segments: 0,
            whole: Some(whole),
            text,
        });
    }
    let depth = expression.module.map_or(0, |m| loop_depth(flow, m));
    match (name, key(0)) {
        ("steps" | "step" | "modules" | "nodes" | "tasks", Some(id)) => {
            let result = ["result", "results", "output", "outputs"];
            let whole = key(1).is_some_and(|k| result.contains(&k));
            return meant(1 + usize::from(whole), results_of(id));
        }
        ("wmill", Some("getVariable" | "get_variable")) => return meant(1, "variable".to_owned()),
        ("wmill", Some("getResource" | "get_resource")) => return meant(1, "resource".to_owned()),
        ("flow", Some("input" | "inputs" | "args")) => return meant(1, "flow_input".to_owned()),
        ("flow", Some("env")) => return meant(1, "flow_env".to_owned()),
        _ if !flow.by_id(name).is_empty() => return meant(0, results_of(name)),
        _ if input(name) => return meant(0, format!("flow_input.{name}")),
        _ => {}
    }
    if is_of_loops(name) {
        return match depth {
            0 => None,
            _ => meant(0, format!("flow_input.{name}")),
        };
    }
    let of_iteration = match name {
        "index" => Some("index"),
        "item" | "value" => Some("value"),
        _ => None,
    };
    if let Some(part) = of_iteration {
        return match depth {
            0 => None,
            _ => meant(0, format!("flow_input.iter.{part}")),
        };
    }
    if let Some((_, same)) = SAME.iter().find(|(other, _)| *other == name) {
        return meant(0, (*same).to_owned());
    }
    if FOREIGN.contains(&name) || PYTHON.iter().any(|(other, _)| *other == name) {
        return None;
    }
    let known = names(flow, expression.module, expression.position);
    let near = cx.did_you_mean(name, known.iter().map(|n| n.name));
    if let Some(near) = near {
        return meant(0, near.to_owned());
    }
    let id = cx
        .did_you_mean(name, flow.ids())
        .filter(|_| name.chars().count() > 2);
    id.and_then(|id| meant(0, results_of(id)))
}

/// The whole of `results[name]`, where nothing but the name stands in the brackets, and what is before them.
fn in_brackets<'e>(expression: &'e Expression, name: &Chain) -> Option<(Span, &'e str)> {
    if !name.path.is_empty() || name.called {
        return None;
    }
    let text = &expression.text;
    let before = text.get(..name.root.span.start as usize)?.trim_end();
    let before = before.strip_suffix('[')?.trim_end();
    let after = text.get(name.root.span.end as usize..)?;
    let close = after.len() - after.trim_start().strip_prefix(']')?.len();
    let root = ["results", "flow_input"]
        .into_iter()
        .find(|root| before.ends_with(root))?;
    let start = before.len() - root.len();
    let is_name = |c: char| is_js_word(c) || c == '.';
    if before[..start].ends_with(is_name) {
        return None;
    }
    let end = name.root.span.end as usize + close;
    Some((Span::new(start, end), root))
}

/// The names there are.
fn known(flow: &Flow, expression: &Expression) -> String {
    let names = names(flow, expression.module, expression.position);
    let names: Vec<_> = names.iter().map(|n| n.name).collect();
    format!("here Windmill provides: {}", names.join(", "))
}
