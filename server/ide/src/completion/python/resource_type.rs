//! Classes of resource types: Windmill knows a parameter's resource type by the name of its class, in
//! lower case. The fields come from the workspace's `*.resource-type.yaml` or from what is known of the
//! common types; the import of `TypedDict` comes with the class.

use std::collections::BTreeMap;

use lang::python::ImportPlace;
use lang::python::is_identifier;
use model::file::File;
use model::script::Script;
use model::workspace::Workspace;
use syntax::text::{is_word, line_start};
use syntax::yaml::Style;
use syntax::{LineIndex, Span};

use crate::completion::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::finding::TextEdit;
use crate::markdown::Markdown;
use crate::python::Site;

/// Fields of common types, a type a line: the name, then each field as Python writes it, between tabs.
const COMMON: &str = include_str!("../../../../../grammars/python/resource-fields.tsv");

/// Where a class of a resource type is being written.
enum Spot {
    /// The name of a class that is begun: `class post`.
    Header,
    /// A line of its own at the module's level.
    Line,
    /// The annotation of a parameter; the class goes above this offset.
    Annotation(usize),
}

/// A resource type and where it is known from.
struct Known {
    fields: Vec<String>,
    source: &'static str,
}

pub(super) fn completions(
    workspace: &Workspace,
    file: &File,
    at: &InCode,
    site: &Site,
) -> Vec<Completion> {
    let text = &*at.code.script.text;
    let word = text[..at.inner].trim_end_matches(is_word).len();
    let prefix = text[word..at.inner].to_lowercase();
    let Some(spot) = spot(text, word, at.inner, site).filter(|_| !prefix.is_empty()) else {
        return Vec::new();
    };
    let Some(layout) = Layout::of(file, at) else {
        return Vec::new();
    };
    let top = match spot {
        Spot::Annotation(above) => above,
        _ => {
            LineIndex::new(text)
                .line_range(text, LineIndex::new(text).line_of(word))
                .start
        }
    };
    let import = import(&at.code.script, top);
    let mut items = Vec::new();
    for (name, known) in known(workspace, file) {
        if !name.starts_with(&prefix) || at.code.script.find_declaration(&name).is_some() {
            continue;
        }
        let class = class(&name, &known.fields);
        let mut item = Completion::new(
            name.as_str(),
            CompletionKind::Class,
            at.outer(Span::new(word, at.inner)),
        )
        .detail(known.source)
        .about(Markdown::new().code("python", &class));
        // The import goes above the others, or else with the class.
        let mut head = "";
        match import {
            Import::Above(offset) => item.also.extend(layout.above(at, offset, &[IMPORT])),
            Import::WithClass => head = "from typing import TypedDict\n\n\n",
            Import::There => {}
        }
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        match spot {
            Spot::Line => item.insert = layout.joined(&lines(&format!("{head}{class}"))),
            Spot::Header => {
                item.insert = layout.joined(&lines(class.strip_prefix("class ").unwrap_or(&class)));
                if !head.is_empty() {
                    item.also.extend(layout.above(at, top, &[IMPORT, "", ""]));
                }
            }
            Spot::Annotation(above) => {
                let all = lines(&format!("{head}{class}\n\n\n"));
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                match layout.above(at, above, &all) {
                    Some(edit) => item.also.push(edit),
                    None => continue,
                }
            }
        }
        items.push(item);
    }
    items
}

const IMPORT: &str = "from typing import TypedDict";

/// What is being written at the word that starts at `word`.
fn spot(text: &str, word: usize, offset: usize, site: &Site) -> Option<Spot> {
    let start = line_start(text, word);
    let rest = text[offset..].lines().next().unwrap_or("").trim();
    let before = &text[start..word];
    if site.open.is_empty() {
        return match before {
            "" if rest.is_empty() => Some(Spot::Line),
            "class " if rest.is_empty() => Some(Spot::Header),
            _ => None,
        };
    }
    let bracket = site.open.last()?;
    let name = bracket.defined.filter(|_| site.open.len() == 1)?;
    let begin = bracket.current().start?;
    let annotated = text.get(begin..word)?.trim_end().strip_suffix(':')?;
    if !annotated.trim().chars().all(is_word) {
        return None;
    }
    let line = line_start(text, name.start as usize);
    let is_top = text[line..].starts_with("def ") || text[line..].starts_with("async def ");
    // Decorators belong to the function.
    let mut top = line;
    while let Some(above) = text[..top].strip_suffix('\n') {
        let begin = line_start(above, above.len());
        if !above[begin..].starts_with('@') {
            break;
        }
        top = begin;
    }
    is_top.then_some(Spot::Annotation(top))
}

enum Import {
    There,
    Above(usize),
    WithClass,
}

/// Where the import of `TypedDict` goes, for a class at `top`.
fn import(script: &Script, top: usize) -> Import {
    if script.find_declaration("TypedDict").is_some()
        || script.imports().iter().any(|i| i.is_star())
    {
        return Import::There;
    }
    let is_first = |i: &&lang::python::Import| {
        i.place == ImportPlace::Top
            && i.module.value != "__future__"
            && (i.span.start as usize) < top
    };
    let first = script.imports().iter().find(is_first);
    first.map_or(Import::WithClass, |i| Import::Above(i.span.start as usize))
}

/// The types that are known, by name: the workspace's own win.
fn known(workspace: &Workspace, file: &File) -> BTreeMap<String, Known> {
    let mut found = BTreeMap::new();
    for line in COMMON.lines() {
        let mut parts = line.split('\t').map(str::to_owned);
        if let Some(name) = parts.next() {
            let known = Known {
                fields: parts.collect(),
                source: "resource type",
            };
            found.insert(name, known);
        }
    }
    let (names, root) = (workspace.names(), workspace.root_of(&file.path));
    for name in names.resource_types().filter(|n| is_identifier(n)) {
        let files = names.resource_type(name).iter();
        let mut others = files.filter_map(|&id| workspace.get(id));
        let here = |f: &&std::sync::Arc<File>| {
            root.is_some_and(|r| model::path::relative(&r.dir, &f.path).is_some())
        };
        if let Some(other) = others.rfind(here) {
            let known = Known {
                fields: fields(other),
                source: "resource type of this workspace",
            };
            found.insert(name.to_owned(), known);
        }
    }
    found
}

/// The fields that a `*.resource-type.yaml` lists, as Python writes them.
fn fields(file: &File) -> Vec<String> {
    let Some(properties) = file
        .yaml()
        .root()
        .and_then(|r| r.get("schema"))
        .and_then(|s| s.get("properties"))
    else {
        return Vec::new();
    };
    let field = |p: syntax::yaml::Pair<'_>| {
        let name = p.key.as_str()?.into_owned();
        let ty = p.value.and_then(|v| v.get("type")).and_then(|t| t.as_str());
        let ty = match ty.as_deref() {
            Some("string") => "str",
            Some("integer") => "int",
            Some("number") => "float",
            Some("boolean") => "bool",
            Some("array") => "list",
            Some("object") => "dict",
            _ => "object",
        };
        is_identifier(&name).then(|| format!("{name}: {ty}"))
    };
    properties.pairs().filter_map(field).collect()
}

fn class(name: &str, fields: &[String]) -> String {
    let mut class = format!("class {name}(TypedDict):");
    for field in fields {
        class += &format!("\n    {field}");
    }
    if fields.is_empty() {
        class += "\n    pass";
    }
    class
}

/// How lines of code stand in the file.
struct Layout {
    newline: &'static str,
    indent: String,
}

impl Layout {
    /// `None` where the code is embedded in a scalar in which lines cannot simply be added.
    fn of(file: &File, at: &InCode) -> Option<Layout> {
        let newline = if file.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut indent = String::new();
        if let Some(map) = &at.code.map {
            let node = file.flow()?.code_node(at.code.module?)?;
            if file.yaml().node(node).style() != Some(Style::Literal) {
                return None;
            }
            let line = line_start(&at.code.script.text, at.inner);
            let outer = map.outer(line);
            let start = line_start(file.text(), outer);
            file.text()[start..outer].clone_into(&mut indent);
            if !indent.chars().all(|c| c == ' ') {
                return None;
            }
        }
        Some(Layout { newline, indent })
    }

    /// Lines behind text that stands on the first one's line already.
    fn joined(&self, lines: &[String]) -> String {
        let mut joined = String::new();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                joined.push_str(self.newline);
            }
            // No spaces on empty lines.
            if i > 0 && !line.is_empty() {
                joined.push_str(&self.indent);
            }
            joined.push_str(line);
        }
        joined
    }

    /// Lines above the line of code at `offset`.
    fn above(&self, at: &InCode, offset: usize, lines: &[&str]) -> Option<TextEdit> {
        let outer = at.outer(Span::at(offset)).start as usize;
        let start = outer.checked_sub(self.indent.len())?;
        let line = |l: &&str| match l.is_empty() {
            true => self.newline.to_owned(),
            false => format!("{}{l}{}", self.indent, self.newline),
        };
        Some(TextEdit {
            span: Span::at(start),
            text: lines.iter().map(line).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_with_the_indentation_of_the_code() {
        let lines = ["import a", "", "", "class b:", "    pass"].map(str::to_owned);
        let joined = |newline, indent: &str| {
            let indent = indent.to_owned();
            Layout { newline, indent }.joined(&lines)
        };
        assert_eq!(joined("\n", ""), "import a\n\n\nclass b:\n    pass");
        assert_eq!(
            joined("\r\n", "  "),
            "import a\r\n\r\n\r\n  class b:\r\n      pass"
        );
    }

    #[test]
    fn the_table_reads_well() {
        let mut last = String::new();
        for line in COMMON.lines() {
            let mut parts = line.split('\t');
            let name = parts.next().unwrap_or("");
            assert!(is_identifier(name) && name == name.to_lowercase(), "{line}");
            assert!(*last < *name, "{line}");
            name.clone_into(&mut last);
            let fields: Vec<&str> = parts.collect();
            assert!(!fields.is_empty(), "{line}");
            for field in fields {
                let (name, ty) = field.split_once(": ").unwrap_or_default();
                assert!(is_identifier(name), "{field}");
                assert!(
                    ["str", "int", "bool", "dict", "list[dict]"].contains(&ty),
                    "{field}"
                );
            }
        }
    }
}
