//! Types of a function's parameters: those of the script, those that Windmill knows, and resource types, whose declaration
//! comes along.

use std::borrow::Cow;

use lang::javascript::tree::{Kind, NodeId, Role};
use model::file::File;
use model::signature::snake_case;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::{is_js_word, trailing};

use super::bring;
use crate::completion::layout::Layout;
use crate::completion::python::resource_type::{Known, known, spoken_of};
use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::markdown::Markdown;
use crate::typescript::client::Form;
use crate::typescript::{Meaning, client, imported};

/// What Windmill makes an input of its own of, and what it is there.
const PLAIN: &[(&str, &str)] = &[
    ("string", "text"),
    ("number", "a number"),
    ("boolean", "true or false"),
    ("string[]", "a list of texts"),
    ("number[]", "a list of numbers"),
    ("object", "any object"),
    ("Date", "a date with its time"),
    ("any", "anything"),
];

/// The types that fit what is typed of one from `word` to the cursor; `function`: where the line of the function starts.
pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    (function, word): (usize, usize),
    layout: &Layout,
) -> Vec<Completion> {
    let script = &at.code.script;
    let text = &*script.text;
    let typed = text[word..at.inner].to_lowercase();
    let replace = at.outer(Span::new(word, at.inner));
    let own = declared(at);
    let fits = |name: &str| name.to_lowercase().starts_with(&typed);
    let mut items = Vec::new();
    for name in own.iter().filter(|n| fits(n)) {
        items.push(
            Completion::new(name.as_str(), CompletionKind::Class, replace).detail("this script"),
        );
    }
    for (name, about) in PLAIN.iter().filter(|(name, _)| fits(name)) {
        items.push(Completion::new(*name, CompletionKind::Class, replace).detail(*about));
    }
    items.extend(s3_object(at, layout, replace).filter(|i| fits(&i.label) || fits("S3Object")));
    let top = above_comments(text, function);
    let before = text[..word].trim_end().trim_end_matches(':').trim_end();
    let parameter = trailing(before.trim_end_matches('?'), is_js_word);
    let meant = spoken_of(workspace, file, parameter);
    for (name, known) in known(workspace, file) {
        let name = type_name(&name);
        if !fits(&name) || own.contains(&name) {
            continue;
        }
        let declaration = declaration(&name, &known);
        let lines: Vec<&str> = declaration.iter().map(String::as_str).collect();
        let Some(edit) = layout.above(at, top, &[&lines[..], &[""]].concat()) else {
            continue;
        };
        let shown = Markdown::new().code("typescript", &declaration.join("\n"));
        let mut item = Completion::new(name, CompletionKind::Class, replace)
            .detail(known.source)
            .about(shown);
        item.also.push(edit);
        item.also.extend(layout.parted_above(at, top, 1));
        items.push(item);
    }
    let meant: Vec<String> = meant.iter().map(|name| type_name(name)).collect();
    items.sort_by_key(|i| !meant.contains(&i.label));
    items
}

/// The resource types in `RT`, which Windmill's command line declares for editors.
pub(super) fn namespace(workspace: &Workspace, file: &File, replace: Span) -> Vec<Completion> {
    let item = |(name, known): (String, Known)| {
        let pascal = pascal_case(&name);
        // Another name would be read as another type.
        (snake_case(&pascal) == name).then(|| {
            let shown = declaration(&pascal, &known).join("\n");
            Completion::new(pascal, CompletionKind::Class, replace)
                .detail(known.source)
                .about(Markdown::new().code("typescript", &shown))
        })
    };
    known(workspace, file)
        .into_iter()
        .filter_map(item)
        .collect()
}

/// The type of a file of the object storage, from the client.
fn s3_object(at: &InCode, layout: &Layout, replace: Span) -> Option<Completion> {
    let mut item =
        Completion::new("wmill.S3Object", CompletionKind::Class, replace).detail("windmill-client");
    item.documentation = client::member(Form::Namespace, "S3Object").map(|m| m.page());
    let read = at.code.script.typescript();
    let tree = read.map(|r| &r.tree);
    let mut bindings = read.into_iter().flat_map(|r| r.names().bindings());
    let bound = bindings.find(|b| tree.is_some_and(|t| t.text_of(b.node) == "wmill"));
    match bound.zip(tree).map(|(b, tree)| imported(tree, b.node)) {
        Some(Some(Meaning::Client(Form::Namespace))) => {}
        // The name is something else.
        Some(_) => return None,
        None => item.also.push(bring::edit(layout, at)?),
    }
    Some(item)
}

/// The types that the script itself declares at its top.
fn declared(at: &InCode) -> Vec<String> {
    let Some(read) = at.code.script.typescript() else {
        return Vec::new();
    };
    let tree = &read.tree;
    let name = |statement: NodeId| {
        let node = tree.part(statement, Role::Declaration).unwrap_or(statement);
        let is_type = matches!(
            tree.kind(node),
            Kind::Interface | Kind::TypeAlias | Kind::Class | Kind::Enum
        );
        let name = is_type.then(|| tree.part(node, Role::Name)).flatten()?;
        Some(tree.text_of(name).to_owned())
    };
    tree.children(NodeId::ROOT).filter_map(name).collect()
}

/// The name by which Windmill reads a resource type from a type.
fn type_name(resource_type: &str) -> String {
    let pascal = pascal_case(resource_type);
    match snake_case(&pascal) == resource_type {
        true => pascal,
        false => resource_type.to_owned(),
    }
}

fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    name.split('_').map(word).collect()
}

/// The lines of a type's declaration.
fn declaration(name: &str, known: &Known) -> Vec<String> {
    if known.fields.is_empty() {
        return vec![format!("type {name} = object;")];
    }
    let mut lines = vec![format!("type {name} = {{")];
    for field in &known.fields {
        let (name, ty) = field.split_once(": ").unwrap_or((field, "object"));
        lines.push(format!("  {name}: {};", of_python(ty)));
    }
    lines.push("};".to_owned());
    lines
}

/// A type as TypeScript writes it.
pub(super) fn of_python(ty: &str) -> Cow<'_, str> {
    if let Some(ty) = ty.strip_suffix(" | None") {
        return Cow::Owned(format!("{} | null", of_python(ty)));
    }
    if let Some(item) = ty.strip_prefix("list[").and_then(|t| t.strip_suffix(']')) {
        return Cow::Owned(format!("{}[]", of_python(item)));
    }
    if let Some(values) = ty
        .strip_prefix("dict[str, ")
        .and_then(|t| t.strip_suffix(']'))
    {
        return Cow::Owned(format!("Record<string, {}>", of_python(values)));
    }
    Cow::Borrowed(match ty {
        "str" => "string",
        "int" | "float" => "number",
        "bool" => "boolean",
        "list" => "any[]",
        _ => "any",
    })
}

/// Where the block comments right above a line start, else where it does.
fn above_comments(text: &str, line: usize) -> usize {
    let mut top = line;
    let mut lines = text[..line].split_inclusive('\n').rev();
    let is_comment =
        |l: &&str| l.trim_start().starts_with(['*', '/']) && !l.trim_start().starts_with("//");
    let above: Vec<&str> = lines.by_ref().take_while(is_comment).collect();
    if above
        .last()
        .is_some_and(|l| l.trim_start().starts_with("/*"))
    {
        top -= above.iter().map(|l| l.len()).sum::<usize>();
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_the_resource_type() {
        for (name, wanted) in [
            ("postgresql", "Postgresql"),
            ("gcp_service_account", "GcpServiceAccount"),
            ("c_crm", "c_crm"),
            ("s3", "S3"),
        ] {
            assert_eq!(type_name(name), wanted);
            assert_eq!(snake_case(wanted), name);
        }
    }

    #[test]
    fn types_of_python_have_counterparts() {
        let rows = [
            ("str", "string"),
            ("list[dict]", "any[]"),
            (
                "dict[str, list[str]] | None",
                "Record<string, string[]> | null",
            ),
            ("object", "any"),
        ];
        for (python, wanted) in rows {
            assert_eq!(of_python(python), wanted);
        }
    }

    #[test]
    fn a_declaration_stands_above_the_comment() {
        for text in ["//native\n<|>f", "a\n<|>/**\n * b\n */\nf", "a */\n<|>f"] {
            let (text, offset) = fixture::cursor(text);
            let line = text.len() - 1;
            assert_eq!(above_comments(&text, line), offset, "{text}");
        }
    }
}
