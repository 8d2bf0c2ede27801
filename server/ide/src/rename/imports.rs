//! Imports of scripts that move: in what imports them, and in what moves itself and imports relatively.

use lang::python::Import;
use lang::python::tree::Kind;
use model::code::Code;
use model::file::File;
use model::path;
use model::symbol::code_in;
use syntax::text::line_start;
use syntax::{FileId, Span};

use super::moves::Moved;
use super::{Change, Refused, line, readable, shown};
use crate::finding::TextEdit;

/// The edits of all imports that lead elsewhere once the files have moved.
pub(super) fn follow(moved: &Moved<'_>, change: &mut Change, strict: bool) -> Result<(), Refused> {
    let workspace = moved.workspace;
    let mut concerned: Vec<FileId> = moved.paths.keys().copied().collect();
    for id in moved.paths.keys() {
        concerned.extend(workspace.importers(*id).into_iter().map(|(id, _)| id));
    }
    concerned.sort_unstable();
    concerned.dedup();
    for id in concerned {
        let Some(file) = workspace.get(id) else {
            continue;
        };
        for (_, code) in code_in(id, file) {
            let importer = Importer {
                moved,
                id,
                file,
                code: &code,
            };
            let edits = match code.script.language.is_typescript() {
                true => Ok(importer.typescript()),
                false => importer.python(),
            };
            let edits = match edits {
                Err(reason) if strict => return Err(reason),
                edits => edits.unwrap_or_default(),
            };
            if strict && !edits.is_empty() {
                readable(workspace, id)?;
            }
            for edit in edits {
                change.add(id, edit);
            }
        }
    }
    Ok(())
}

struct Importer<'m> {
    moved: &'m Moved<'m>,
    id: FileId,
    file: &'m File,
    code: &'m Code,
}

/// What an import of Python has to become.
struct New {
    module: String,
    /// For a script that is taken as a name: how it is called there.
    name: Option<String>,
}

impl Importer<'_> {
    /// The Windmill path of this code, once all has moved; `None` for code of flows.
    fn own(&self) -> Option<String> {
        self.file.script()?;
        self.moved.path_of(self.id)
    }

    fn edit(&self, span: Span, text: String) -> TextEdit {
        TextEdit {
            span: self.code.outer(span),
            text,
        }
    }

    fn typescript(&self) -> Vec<TextEdit> {
        let workspace = self.moved.workspace;
        let mut edits = Vec::new();
        for specifier in self.code.script.specifiers() {
            let written = &specifier.module.value;
            let Some(target) = workspace.specified(self.file, written) else {
                continue;
            };
            let Some(path) = self.moved.path_of(target) else {
                continue;
            };
            let ending = if written.ends_with(".ts") { ".ts" } else { "" };
            let new = match self.own().filter(|_| written.starts_with('.')) {
                Some(own) => {
                    let to = path::relative_to(path::parent(&own), &path);
                    let here = if to.starts_with("../") { "" } else { "./" };
                    format!("{here}{to}{ending}")
                }
                None => format!("/{path}{ending}"),
            };
            let is_moved = self.moved.paths.contains_key(&target);
            let moves = is_moved || self.moved.paths.contains_key(&self.id);
            if moves && new != *written {
                edits.push(self.edit(specifier.module.span, new));
            }
        }
        edits
    }

    fn python(&self) -> Result<Vec<TextEdit>, Refused> {
        let mut edits = Vec::new();
        let imports = self.code.script.imports();
        let mut rest = imports;
        while let Some(first) = rest.first() {
            let len = rest.iter().take_while(|i| i.span == first.span).count();
            let (statement, after) = rest.split_at(len);
            rest = after;
            self.statement(statement, &mut edits)?;
        }
        Ok(edits)
    }

    /// One import statement; its imports are those of one `from`, or of one `import`.
    fn statement(&self, imports: &[Import], edits: &mut Vec<TextEdit>) -> Result<(), Refused> {
        let new: Vec<Option<New>> = imports.iter().map(|i| self.becomes(i)).collect();
        if new.iter().all(Option::is_none) {
            return Ok(());
        }
        // Of `import a.b`, each module stands for itself.
        if imports.iter().all(|i| i.name.is_none() && !i.is_star()) {
            for (import, new) in imports.iter().zip(new) {
                if let Some(new) = new {
                    edits.push(self.edit(import.module.span, new.module.clone()));
                    if !import.aliased {
                        self.dotted(&import.module.value, &new.module, edits);
                    }
                }
            }
            return Ok(());
        }
        let Some(first) = imports.first() else {
            return Ok(());
        };
        // Where each goes: what does not change stays where it is.
        let modules: Vec<&str> = imports
            .iter()
            .zip(&new)
            .map(|(i, n)| {
                n.as_ref()
                    .map_or(i.module.value.as_str(), |n| n.module.as_str())
            })
            .collect();
        let is_one = modules.iter().all(|m| *m == modules[0]);
        if is_one {
            if modules[0] != first.module.value {
                edits.push(self.edit(first.module.span, modules[0].to_owned()));
            }
            for (import, new) in imports.iter().zip(&new) {
                let renamed = new.as_ref().and_then(|n| n.name.as_ref());
                if let Some((name, new)) = import.name.as_ref().zip(renamed) {
                    let kept = match import.aliased {
                        true => new.clone(),
                        false => format!("{new} as {}", name.value),
                    };
                    edits.push(self.edit(name.span, kept));
                }
            }
            return Ok(());
        }
        edits.push(self.split(imports, &new, &modules)?);
        Ok(())
    }

    /// Names of one statement that come from several modules from now on: a statement each.
    fn split(
        &self,
        imports: &[Import],
        new: &[Option<New>],
        modules: &[&str],
    ) -> Result<TextEdit, Refused> {
        let text = &*self.code.script.text;
        let span = imports[0].span;
        let written = span.slice(text);
        if written.contains('#') {
            let place = Span::at(self.code.outer(span).start as usize);
            return Err(format!(
                "The import in line {} of `{}` has comments, and names that go to different places: split it first",
                line(self.file, place),
                shown(self.moved.workspace, self.file)
            ));
        }
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for ((import, new), module) in imports.iter().zip(new).zip(modules) {
            let Some(name) = &import.name else { continue };
            let renamed = new.as_ref().and_then(|n| n.name.as_deref());
            let bound = import.bound.as_ref().map_or("", |b| b.value.as_str());
            let taken = renamed.unwrap_or(&name.value);
            let item = match import.aliased || taken != bound {
                true => format!("{taken} as {bound}"),
                false => taken.to_owned(),
            };
            match groups.iter_mut().find(|(m, _)| m == module) {
                Some((_, items)) => items.push(item),
                None => groups.push((module, vec![item])),
            }
        }
        let start = span.start as usize;
        let before = &text[line_start(text, start)..start];
        let line_end = text[span.end as usize..]
            .find('\n')
            .map_or(text.len(), |i| span.end as usize + i);
        let after = &text[span.end as usize..line_end];
        let is_alone = before.trim().is_empty() && after.trim_end().is_empty();
        let between = match (is_alone, &self.code.map) {
            (false, _) => "; ".to_owned(),
            // In a block of YAML all lines stand deeper than the code says.
            (true, Some(_)) => {
                let outer = self.code.outer(span).start as usize;
                let file = self.file.text();
                let start = line_start(file, outer);
                format!("\n{}", &file[start..outer])
            }
            (true, None) => format!("\n{before}"),
        };
        let statements = groups
            .iter()
            .map(|(m, items)| format!("from {m} import {}", items.join(", ")));
        let text = statements.collect::<Vec<_>>().join(&between);
        Ok(self.edit(span, text))
    }

    /// What one import has to become; `None` where it stays.
    fn becomes(&self, import: &Import) -> Option<New> {
        let workspace = self.moved.workspace;
        let written = import.module.value.as_str();
        let is_relative = written.starts_with('.');
        let own_moves = is_relative && self.moved.paths.contains_key(&self.id);
        let changes = |id: FileId| own_moves || self.moved.paths.contains_key(&id);
        let of_folder = import
            .name
            .as_ref()
            .filter(|_| !import.is_star())
            .and_then(|name| {
                let dot = if written.ends_with('.') { "" } else { "." };
                let id = workspace
                    .imported_script(self.file, &format!("{written}{dot}{}", name.value))?;
                Some((name, id))
            });
        if let Some((name, id)) = of_folder {
            let to = self.moved.path_of(id).filter(|_| changes(id))?;
            let module = self.module(path::parent(&to), is_relative);
            let last = path::name(&to);
            let new = New {
                module,
                name: (last != name.value).then(|| last.to_owned()),
            };
            return (new.module != written || new.name.is_some()).then_some(new);
        }
        let id = workspace.imported_script(self.file, written)?;
        let to = self.moved.path_of(id).filter(|_| changes(id))?;
        let module = self.module(&to, is_relative);
        (module != written).then_some(New { module, name: None })
    }

    /// A script or folder as a module, in the way that it is written now.
    fn module(&self, path: &str, is_relative: bool) -> String {
        let absolute = path.replace('/', ".");
        let Some(own) = self.own().filter(|_| is_relative) else {
            return absolute;
        };
        let from: Vec<&str> = path::parent(&own).split('/').collect();
        let to: Vec<&str> = path.split('/').collect();
        let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        // Nothing is relative from one space of the workspace to another.
        if same == 0 {
            return absolute;
        }
        let dots = ".".repeat(1 + from.len() - same);
        format!("{dots}{}", to[same..].join("."))
    }

    /// `a.b.c` wherever `import a.b.c` is what brings it.
    fn dotted(&self, old: &str, new: &str, edits: &mut Vec<TextEdit>) {
        let Some(python) = self.code.script.python() else {
            return;
        };
        let tree = &python.tree;
        for node in tree.all() {
            let is_it = matches!(tree.kind(node), Kind::Attribute(_)) && tree.text_of(node) == old;
            if is_it
                && self
                    .moved
                    .workspace
                    .module_of(self.file, python, node)
                    .is_some()
            {
                edits.push(self.edit(tree.span(node), new.to_owned()));
            }
        }
    }
}
