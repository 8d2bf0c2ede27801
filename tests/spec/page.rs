//! Reads a page: its blocks, and what each of their marks is held against.

use std::sync::Arc;

use model::file::Source;
use model::flow::{ModuleIdx, Position};
use model::language::ScriptLanguage;
use model::results::Shapes;
use model::script::Script;
use model::workspace::Workspace;
use shape::{Shape, javascript};
use syntax::FileId;

/// A mark of a page.
pub(crate) struct Claim {
    /// Its line, from 0.
    pub(crate) line: usize,
    /// The mark itself, up to its colon.
    pub(crate) mark: String,
    /// What stands behind it.
    pub(crate) wanted: String,
    /// What was read.
    pub(crate) found: String,
    /// The expression, with what was read of it.
    pub(crate) expression: Option<(String, Shape)>,
}

/// A fenced block: its info string, and its lines with their numbers.
struct Block<'a> {
    info: &'a str,
    lines: Vec<(usize, &'a str)>,
}

impl Block<'_> {
    fn text(&self) -> String {
        self.lines.iter().map(|(_, l)| format!("{l}\n")).collect()
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    for (i, line) in text.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                open = true;
                blocks.push(Block {
                    info: info.trim(),
                    lines: Vec::new(),
                });
            }
            None if open => blocks.last_mut().unwrap().lines.push((i, line)),
            None => {}
        }
    }
    assert!(!open, "a fence is left open");
    blocks
}

/// All that a page claims.
pub(crate) fn claims(text: &str) -> Vec<Claim> {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['**']\n".into()));
    let mut flow = None;
    let mut claims = Vec::new();
    for block in blocks(text) {
        let path = block.info.split_once(' ').map(|(_, path)| path);
        match (block.info, path) {
            (_, Some("schema")) => claims.extend(schemas(&block)),
            (_, Some(path)) => {
                workspace.set(&format!("/w/{path}"), Source::Text(block.text().into()));
            }
            ("python", _) => claims.extend(python_block(&block)),
            ("yaml", _) => {
                let source = Source::Text(block.text().into());
                let id = workspace.set("/w/f/shop/sample.flow/flow.yaml", source);
                claims.extend(flow_block(&block, &workspace, id));
                flow = Some(id);
            }
            ("js", _) => {
                let id = flow.expect("expressions follow a flow");
                claims.extend(expressions(&block, &workspace, id));
            }
            _ => {}
        }
    }
    claims
}

/// The mark in a line, up to its colon, its name, and what stands behind.
fn mark<'a>(line: &'a str, comment: &str) -> Option<(String, &'a str, &'a str)> {
    let rest = line.trim_start().strip_prefix(comment)?;
    let rest = rest.trim_start().strip_prefix("revealed")?;
    let (name, wanted) = rest.split_once(':')?;
    let mark = format!("revealed{name}:");
    Some((mark, name.trim(), wanted.trim()))
}

fn claim(line: usize, (mark, _, wanted): (String, &str, &str), found: String) -> Claim {
    Claim {
        line,
        mark,
        wanted: wanted.to_owned(),
        found,
        expression: None,
    }
}

/// What a function of a script returns.
fn returned(code: &str, name: &str) -> String {
    let script = Script::new(ScriptLanguage::Python3, Arc::from(code));
    let returned = script.functions().get(name).cloned();
    returned.unwrap_or_default().to_string()
}

fn python_block(block: &Block<'_>) -> Vec<Claim> {
    let is_top = |l: &str| {
        ["def ", "class ", "async def "]
            .iter()
            .any(|s| l.starts_with(s))
    };
    let is_module = block.lines.iter().any(|(_, l)| is_top(l));
    let mut body = String::new();
    let mut claims = Vec::new();
    for (i, line) in &block.lines {
        let Some(found) = mark(line, "#") else {
            body.push_str(&format!("    {line}\n"));
            continue;
        };
        let shape = match is_module {
            true => {
                let name = if found.1.is_empty() { "main" } else { found.1 };
                returned(&block.text(), name)
            }
            false => returned(&format!("def main(x, n: int, s: str):\n{body}"), "main"),
        };
        body.clear();
        claims.push(claim(*i, found, shape));
    }
    claims
}

/// The shapes of the flow in a file.
fn shapes(workspace: &Workspace, id: FileId) -> Shapes<'_> {
    let file = workspace.get(id).unwrap();
    let flow = Arc::clone(file.flow().expect("a flow"));
    Shapes::new(workspace, id, file, flow)
}

fn flow_block(block: &Block<'_>, workspace: &Workspace, id: FileId) -> Vec<Claim> {
    let shapes = shapes(workspace, id);
    let mut step: Option<ModuleIdx> = None;
    let mut before = "";
    let mut claims = Vec::new();
    for (i, line) in &block.lines {
        let line = line.trim();
        if let Some(id) = line.trim_start_matches("- ").strip_prefix("id: ") {
            step = shapes.flow().by_id(id).first().copied();
            assert!(step.is_some(), "line {}: no step `{id}`", i + 1);
        }
        if let Some(found) = mark(line, "#") {
            let expression = before
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("line {}: no comment with an expression above", i + 1));
            let (position, expression) = position(expression.trim());
            let shape = match expression {
                "flow" => shapes.of_flow(),
                _ => javascript::read(expression, &shapes.names(step, position)).shape,
            };
            claims.push(claim(*i, found, shape.to_string()));
        }
        before = line;
    }
    claims
}

/// `[stop_after_if] expression`.
fn position(text: &str) -> (Position, &str) {
    let Some((name, rest)) = text.strip_prefix('[').and_then(|t| t.split_once("] ")) else {
        return (Position::Transform, text);
    };
    let position = match name {
        "iterator" => Position::Iterator,
        "branch" => Position::Branch,
        "skip_if" => Position::SkipIf,
        "stop_after_if" => Position::StopAfterIf,
        "stop_after_all_iters_if" => Position::StopAfterAllItersIf,
        "retry_if" => Position::RetryIf,
        "sleep" => Position::Sleep,
        "timeout" => Position::Timeout,
        // `[1, 2]` is an expression.
        _ => return (Position::Transform, text),
    };
    (position, rest)
}

fn expressions(block: &Block<'_>, workspace: &Workspace, id: FileId) -> Vec<Claim> {
    let shapes = shapes(workspace, id);
    let last = shapes.flow().modules().map(|(i, _)| i).last();
    let mut text = String::new();
    let mut claims = Vec::new();
    for (i, line) in &block.lines {
        match mark(line, "//") {
            Some(found) => {
                let names = shapes.names(last, Position::Transform);
                let text = std::mem::take(&mut text).trim_end().to_owned();
                let shape = javascript::read(&text, &names).shape;
                claims.push(Claim {
                    expression: Some((text, shape.clone())),
                    ..claim(*i, found, shape.to_string())
                });
            }
            None => text.push_str(&format!("{line}\n")),
        }
    }
    claims
}

/// Each schema stands for a required input of a flow.
fn schemas(block: &Block<'_>) -> Vec<Claim> {
    let mut text = String::new();
    let mut claims = Vec::new();
    for (i, line) in &block.lines {
        let Some(found) = mark(line, "#") else {
            text.push_str(&format!("      {line}\n"));
            continue;
        };
        let flow = format!(
            "summary: ''\nvalue:\n  modules: []\nschema:\n  required: [it]\n  properties:\n    it:\n{text}"
        );
        let mut workspace = Workspace::new(vec!["/w".into()]);
        let id = workspace.set("/w/f/a.flow/flow.yaml", Source::Text(flow.into()));
        let shapes = shapes(&workspace, id);
        let shape = shapes.inputs().property("it").shape();
        claims.push(claim(*i, found, shape.to_string()));
        text.clear();
    }
    claims
}
