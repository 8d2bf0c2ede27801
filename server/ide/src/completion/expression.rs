//! In expressions: the position's names, steps after `results.`, inputs after `flow_input.`, paths in
//! `resource("…")` and `variable("…")`.

use lang::javascript::{self, Access, At, MemberAt, Quote};
use model::file::{File, ItemKind};
use model::flow::{Flow, ModuleIdx, ModuleKind, Place, Position, Reach, loop_depth, names};
use model::signature::Type;
use model::workspace::Workspace;
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::yaml::{Node, Style};

use super::quote::{in_code, is_js_name};
use super::whole::source::{Here, Source, Wanted};
use super::{Completion, CompletionKind, javascript as builtin, property, rank};
use crate::cursor::InExpression;
use crate::markdown::Markdown;

pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InExpression,
) -> Vec<Completion> {
    let outer = |span: Span| {
        let (start, end) = (
            at.map.outer(span.start as usize),
            at.map.outer(span.end as usize),
        );
        Span::new(start, end)
    };
    match javascript::at(&at.text, at.inner) {
        At::Name(partial) => {
            let replace = outer(partial.span);
            let mut items = chains(workspace, file, at, replace);
            escape(at.style, &mut items);
            let names = names(&at.flow, at.module, at.position);
            let item = |n: model::flow::Name| {
                let call = matches!(n.name, "variable" | "resource");
                let insert = if call {
                    format!("{}(\"", n.name)
                } else {
                    n.name.to_owned()
                };
                Completion::new(n.name, CompletionKind::Variable, replace)
                    .about(n.about)
                    .inserting(insert)
            };
            let is_told = |name: &str| items.iter().any(|i: &Completion| i.label == name);
            let others: Vec<_> = names.into_iter().filter(|n| !is_told(n.name)).collect();
            items.extend(others.into_iter().map(item));
            items.extend(builtin::globals(replace));
            items
        }
        At::Member(member) => {
            let replace = outer(member.partial.span);
            let known = names(&at.flow, at.module, at.position);
            let is_name = known.iter().any(|n| n.name == member.root);
            let mut items = match (member.root.as_str(), member.path.is_empty()) {
                ("results", true) if is_name => steps(at, &member, replace),
                ("flow_input", true) if is_name => inputs(&at.flow, at.module, &member, replace),
                ("error", true) if is_name => error(&member, replace),
                ("results" | "flow_input" | "error", _) if !is_name => Vec::new(),
                (global, true) if !is_name => match builtin::members_of(global, replace) {
                    Some(found) => found,
                    None => property::properties(workspace, file, at),
                },
                _ => property::properties(workspace, file, at),
            };
            if is_name {
                rank::by_fit(workspace, file, at, &member, &mut items);
            }
            escape(at.style, &mut items);
            items
        }
        At::CallArg(arg) if arg.index == 0 => {
            let kind = match arg.function.as_str() {
                "resource" => ItemKind::Resource,
                "variable" => ItemKind::Variable,
                _ => return Vec::new(),
            };
            items(workspace, file, kind, outer(arg.partial.span))
        }
        At::None => property::properties(workspace, file, at),
        At::CallArg(_) => Vec::new(),
    }
}

/// The quotes of the scalar are not to be closed by those of a key, and a plain one is not to be ended.
fn escape(style: Style, items: &mut [Completion]) {
    for item in items {
        item.insert = match style {
            Style::Double => item.insert.replace('\\', "\\\\").replace('"', "\\\""),
            Style::Single => item.insert.replace('\'', "''"),
            Style::Plain => item.insert.replace(": ", "\\x3a ").replace(" #", " \\x23"),
            _ => continue,
        };
    }
}

/// All that can be read here in full: what best fits the parameter first, then what its type allows.
fn chains(workspace: &Workspace, file: &File, at: &InExpression, replace: Span) -> Vec<Completion> {
    let Some(idx) = at.module else {
        return Vec::new();
    };
    let here = Here::at(workspace, file, &at.flow, idx, at.position);
    let (name, ty) = match at.position {
        Position::Iterator => (String::new(), Type::List(Box::new(Type::Unknown))),
        _ => rank::parameter(workspace, file, at).unwrap_or_default(),
    };
    let wanted = Wanted::new(name, ty, true, None);
    let item = |source: &Source| {
        Completion::new(source.text.as_str(), CompletionKind::Property, replace)
            .detail(source.shape.brief())
    };
    let mut items: Vec<Completion> = here.ranked(&wanted).into_iter().map(item).collect();
    if let Some(first) = items.first_mut().filter(|_| here.is_clear(&wanted)) {
        first.is_meant = true;
    }
    items
}

/// Resources or variables on the disk.
pub(super) fn items(
    workspace: &Workspace,
    file: &File,
    kind: ItemKind,
    replace: Span,
) -> Vec<Completion> {
    let items = workspace.names().items(&file.path, kind);
    let item = |(path, id)| {
        let yaml = workspace.get(id).and_then(|item| item.yaml().root());
        let kind = yaml
            .and_then(|r| r.get("resource_type"))
            .and_then(|t| t.as_str());
        Completion::new(path, CompletionKind::Path, replace).detail(kind.unwrap_or_default())
    };
    items.map(item).collect()
}

/// The steps whose results can be read here, the nearest first.
fn steps(at: &InExpression, member: &MemberAt, replace: Span) -> Vec<Completion> {
    let Some(reader) = at.module else {
        return Vec::new();
    };
    let flow = &at.flow;
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut items: Vec<(u8, std::cmp::Reverse<ModuleIdx>, Completion)> = Vec::new();
    for (idx, module) in flow.modules() {
        let id = module.id_text();
        if id.is_empty() || module.is_special() || seen.contains(id) {
            continue;
        }
        if matches!(module.place, Place::Tool(_)) {
            continue;
        }
        // In a loop's only step its own id does not exist yet.
        if idx == reader && flow.is_plain_body(idx) {
            continue;
        }
        let rank = match flow.reach(reader, at.position, idx) {
            Reach::Visible => 0,
            Reach::PreviousIteration => 1,
            Reach::InBranchAll(_) => 2,
            _ => continue,
        };
        seen.insert(id);
        let detail = module
            .summary
            .clone()
            .unwrap_or_else(|| describe(&module.kind).to_owned());
        let about = if rank == 1 {
            "The result of the iteration before this one."
        } else {
            ""
        };
        let mut item = named(id, CompletionKind::Step, member, replace)
            .detail(detail)
            .about(about);
        item.takes_dot = matches!(member.access, Access::Dot | Access::OptionalDot);
        items.push((rank, std::cmp::Reverse(idx), item));
    }
    items.sort_by_key(|(rank, idx, _)| (*rank, *idx));
    items.into_iter().map(|(_, _, item)| item).collect()
}

/// What a step is, in a word or two.
pub(crate) fn describe(kind: &ModuleKind) -> &str {
    match kind {
        ModuleKind::RawScript {
            language: Some(language),
            ..
        } => language,
        ModuleKind::RawScript { .. } => "script",
        ModuleKind::Script(path) | ModuleKind::Flow(path) => {
            path.as_ref().map_or("", |p| p.value.as_str())
        }
        ModuleKind::ForLoop => "for loop: a list",
        ModuleKind::WhileLoop => "while loop",
        ModuleKind::BranchOne => "one branch's result",
        ModuleKind::BranchAll => "all branches: a list",
        ModuleKind::Identity => "identity",
        ModuleKind::Agent => "AI agent",
        ModuleKind::Other(name) => name,
        ModuleKind::Missing => "",
    }
}

/// A property in the form that is being typed: names that are no identifiers get brackets.
pub(super) fn named(
    name: &str,
    kind: CompletionKind,
    member: &MemberAt,
    replace: Span,
) -> Completion {
    let is_plain = is_js_name(name);
    let item = Completion::new(name, kind, replace);
    let quoted = format!("\"{}\"", in_code(name, '"'));
    match member.access {
        Access::Dot if !is_plain => {
            let dot = Span {
                start: replace.start.saturating_sub(1),
                ..replace
            };
            Completion {
                replace: dot,
                ..item
            }
            .inserting(format!("[{quoted}]"))
        }
        // Windmill does not resolve `results?.["a-b"]`.
        Access::OptionalDot if !is_plain => {
            let sign = Span {
                start: replace.start.saturating_sub(2),
                ..replace
            };
            Completion {
                replace: sign,
                ..item
            }
            .inserting(format!("[{quoted}]"))
        }
        Access::Bracket(Quote::None) | Access::OptionalBracket(Quote::None) => {
            item.inserting(format!("{quoted}]"))
        }
        Access::Bracket(Quote::Single) | Access::OptionalBracket(Quote::Single) => {
            item.inserting(in_code(name, '\''))
        }
        Access::Bracket(Quote::Double) | Access::OptionalBracket(Quote::Double) => {
            item.inserting(in_code(name, '"'))
        }
        _ => item,
    }
}

fn error(member: &MemberAt, replace: Span) -> Vec<Completion> {
    let fields = [
        ("message", "What went wrong, as text."),
        ("name", "The kind of error."),
        ("stack", "Where it happened in the code."),
        ("step_id", "The step that failed."),
    ];
    let item = |(name, about): (&str, &'static str)| {
        named(name, CompletionKind::Property, member, replace).about(about)
    };
    fields.into_iter().map(item).collect()
}

/// Inputs of the flow, and what loops provide.
fn inputs(
    flow: &Flow,
    module: Option<ModuleIdx>,
    member: &MemberAt,
    replace: Span,
) -> Vec<Completion> {
    let depth = module.map_or(0, |m| loop_depth(flow, m));
    let property = |name: &str, detail: &str, about: Markdown| {
        named(name, CompletionKind::Property, member, replace)
            .detail(detail)
            .about(about)
    };
    let mut items = Vec::new();
    let schema = flow.schema();
    for input in schema
        .and_then(|s| s.properties.as_ref())
        .into_iter()
        .flatten()
    {
        let node = input.node.map(|n| flow.node(n));
        items.push(property(
            &input.name.value,
            &kind(node),
            Markdown::new().prose(&text(node, "description")),
        ));
    }
    for level in 0..depth {
        let name = format!("iter{}", "_parent".repeat(level));
        let about = if level == 0 {
            "This round of the loop: `value` and `index`."
        } else {
            "The round of the loop around this one."
        };
        items.push(property(&name, "", about.into()));
    }
    items
}

/// The type of an input, in a word.
pub(crate) fn kind(node: Option<Node<'_>>) -> String {
    let format = text(node, "format");
    match format.strip_prefix("resource-") {
        Some(resource) => format!("resource {resource}"),
        None => text(node, "type"),
    }
}

/// A text of a definition; empty where there is none.
pub(crate) fn text(node: Option<Node<'_>>, key: &str) -> String {
    let value = node.and_then(|n| n.get(key)).and_then(|v| v.as_str());
    value.unwrap_or_default().into_owned()
}
