//! Every public function and method of the stubs: our hover of it, and the line that asks pyright.

use std::fmt::Write;

use lang::python::Class;
use sdk::SdkModule;

use crate::ours;

/// Something that is hovered.
pub(crate) struct Question {
    /// As a script writes it, after [`IMPORTS`].
    pub(crate) written: String,
    /// What pyright is asked: a class has its parameters in its `__init__`.
    asked: String,
    /// The line of the question, counted from 0.
    pub(crate) line: usize,
}

/// What a signature says.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Shape {
    /// The parameters without `self` and types: names with stars, defaults, and the `/` and `*` between.
    params: Vec<String>,
    /// Whether it must be awaited.
    is_async: bool,
}

const IMPORTS: &str = "import skyvern\nimport skyvern.client\nimport wmill\nimport wmill.client\n";

/// Every question.
pub(crate) fn asked() -> Vec<Question> {
    let mut found: Vec<(String, String)> = Vec::new();
    let modules = [
        SdkModule::Wmill,
        SdkModule::WmillClient,
        SdkModule::Skyvern,
        SdkModule::SkyvernClient,
    ];
    for module in modules {
        let (stub, name) = (module.stub(), module.name());
        for function in &stub.functions {
            let written = format!("{name}.{}", function.name);
            found.push((written.clone(), written));
        }
        for class in &stub.classes {
            let written = format!("{name}.{}", class.name);
            if class.method("__init__").is_some() {
                found.push((written.clone(), format!("{written}.__init__")));
            }
            for method in public_methods(class) {
                let written = format!("{written}.{method}");
                found.push((written.clone(), written));
            }
        }
    }
    let before = IMPORTS.lines().count();
    let question = |(i, (written, asked)): (usize, (String, String))| Question {
        written,
        asked,
        line: before + i,
    };
    found.into_iter().enumerate().map(question).collect()
}

fn public_methods(class: &Class) -> impl Iterator<Item = &str> {
    let called = class.methods.iter().filter(|m| !m.is_property());
    called
        .map(|m| m.name.as_str())
        .filter(|n| !n.starts_with('_'))
}

/// The script that asks them.
pub(crate) fn script() -> String {
    let mut text = IMPORTS.to_owned();
    for question in asked() {
        writeln!(text, "reveal_type({})", question.asked).unwrap();
    }
    text
}

/// What our hover shows.
pub(crate) fn hovered(question: &Question) -> Shape {
    let text = format!("{IMPORTS}{}\n", question.written);
    let (snapshot, id) = ours::snapshot(&text);
    let hover = snapshot.hover(id, text.len() - 2);
    let says = hover
        .unwrap_or_else(|| panic!("no hover: {}", question.written))
        .text
        .to_markdown();
    let code = says
        .split("```")
        .nth(1)
        .unwrap()
        .trim_start_matches("python\n");
    // A class has its header first.
    let is_class = code.starts_with("class ");
    let code = code
        .split_once('\n')
        .filter(|_| is_class)
        .map_or(code, |(_, c)| c);
    let is_async = code.starts_with("async ");
    let (_, list) = code.split_once('(').unwrap_or(("", ")"));
    Shape {
        params: params(list),
        is_async,
    }
}

/// What pyright shows: `(a: str, *, b: int = 1) -> str`.
pub(crate) fn read(shown: &str) -> Shape {
    Shape {
        params: params(shown.strip_prefix('(').unwrap_or(")")),
        is_async: shown.contains(") -> CoroutineType["),
    }
}

/// The parameters up to the bracket that closes their list.
fn params(list: &str) -> Vec<String> {
    let (mut depth, mut quote) = (0usize, None);
    let mut found = vec![String::new()];
    for c in list.chars() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().unwrap().push(c);
    }
    let shapes = found.iter().map(|p| without_type(p.trim()));
    let named = shapes.filter(|p| !p.is_empty());
    // What a method is bound to.
    named.filter(|p| p != "self" && p != "cls").collect()
}

/// `a: int = 1` as `a=1`.
fn without_type(param: &str) -> String {
    let name_end = param.find([':', '=']).unwrap_or(param.len());
    let (name, rest) = param.split_at(name_end);
    let default = match rest.strip_prefix('=') {
        Some(default) => Some(default),
        None => after_type(rest),
    };
    let name = name.trim();
    default.map_or(name.to_owned(), |d| {
        format!("{name}={}", d.trim().replace('\'', "\""))
    })
}

/// What stands after the `=` of `: type = default`.
fn after_type(rest: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (i, c) in rest.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '=' if depth == 0 => return Some(&rest[i + 1..]),
            _ => {}
        }
    }
    None
}
