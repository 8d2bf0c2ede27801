//! Imports of the workspace's own scripts, while they are typed: folders and scripts of the path, then the names
//! that the script has. Read from the text alone, for a half typed import does not parse.

mod modules;
mod packages;

use lang::python::is_identifier;
use model::file::File;
use model::workspace::{ImportTarget, Workspace};
use syntax::text::{is_js_word, is_word, leading, line_start};
use syntax::{FileId, Span};

use super::typescript::names_of_client;
use super::{Completion, CompletionKind};
use crate::cursor::InCode;
use crate::hover::imports::page;
use crate::rules::declared;
use crate::typescript::client::is_package;

/// Most lines of an import that are looked back over.
const MAX_LINES: usize = 100;

/// What is typed.
struct Typed<'t> {
    /// The module as far as it is certain: up to its last `.` or `/`, or all of it where names follow.
    module: &'t str,
    /// What is typed of the next part.
    partial: Span,
    /// Whether names of the module are wanted, and not a module.
    names: bool,
}

/// The proposals where the cursor is in an import of Python or TypeScript; none elsewhere.
pub(super) fn completions(workspace: &Workspace, file: &File, at: &InCode) -> Vec<Completion> {
    let is_typescript = at.code.script.language.is_typescript();
    if is_typescript && let Some(partial) = specifier(&at.code.script.text, at.inner) {
        return specifiers(workspace, file, at, at.outer(partial));
    }
    let typed = match is_typescript {
        true => typescript(&at.code.script.text, at.inner),
        false => python(&at.code.script.text, at.inner),
    };
    let Some(typed) = typed else {
        let keyword = (!is_typescript).then(|| keyword(&at.code.script.text, at.inner));
        let word = keyword.flatten().map(|span| at.outer(span));
        let item = |span| Completion::new("import", CompletionKind::Value, span);
        return word
            .map(|span| item(span).inserting("import ").reopening())
            .into_iter()
            .collect();
    };
    let replace = at.outer(typed.partial);
    let from = file.path.as_ref();
    let ending = if is_typescript { "ts" } else { "py" };
    let resolved = |module: &str| match is_typescript {
        true => workspace.typescript_import(from, module),
        false => workspace.python_import(from, module),
    };
    if !typed.names {
        // What stands in a folder is found by a name in it.
        let Some(path) = resolved(&format!("{}x", typed.module)) else {
            return match is_typescript {
                true => Vec::new(),
                false => roots(workspace, from, at, typed.module, replace),
            };
        };
        let folder = model::path::parent(&path);
        let mut items = below(workspace, from, folder, ending, replace);
        if !is_typescript && !typed.module.starts_with('.') {
            items.extend(deeper(workspace, from, folder, "", replace));
        }
        return items;
    }
    let Some(path) = resolved(typed.module) else {
        return match is_typescript {
            true if is_package(typed.module) => names_of_client(replace),
            true => Vec::new(),
            false => {
                let mut items = modules::names(typed.module, replace);
                let others = packages::names(workspace, from, typed.module, replace);
                let is_new = |o: &Completion| items.iter().all(|i| i.label != o.label);
                let others: Vec<Completion> = others.into_iter().filter(is_new).collect();
                items.extend(others);
                items
            }
        };
    };
    let mut items = match workspace.import_target(from, &path, ending) {
        ImportTarget::File(id) => names(workspace, id, replace),
        _ => Vec::new(),
    };
    if !is_typescript {
        items.extend(below(workspace, from, &path, ending, replace));
    }
    items
}

/// The text that says from where an import of TypeScript takes something, while it names a package or nothing yet.
fn specifier(text: &str, at: usize) -> Option<Span> {
    let begin = line_start(text, at);
    let line = text.get(begin..at)?;
    let quote = line.rfind(['"', '\''])?;
    let (head, typed) = (line[..quote].trim_end(), &line[quote + 1..]);
    let is_import =
        head.starts_with("import") || head.starts_with("export") || head.starts_with('}');
    let is_source = is_import && (head.ends_with("from") || head == "import");
    let is_package = |c: char| is_js_word(c) || matches!(c, '-' | ':' | '@');
    let is_here = is_source && typed.chars().all(is_package);
    let rest = leading(&text[at..], is_package);
    is_here.then(|| Span::new(begin + quote + 1, at + rest.len()))
}

/// Windmill's client, and the scripts that lie beside.
fn specifiers(workspace: &Workspace, file: &File, at: &InCode, replace: Span) -> Vec<Completion> {
    let package = match at.code.script.language {
        model::language::ScriptLanguage::Deno => "npm:windmill-client",
        _ => "windmill-client",
    };
    let mut items = vec![
        Completion::new(package, CompletionKind::Value, replace)
            .detail("Windmill's TypeScript client"),
    ];
    let from = file.path.as_ref();
    let beside = workspace.typescript_import(from, "./x");
    let beside = beside.map(|path| {
        let folder = model::path::parent(&path).to_owned();
        below(workspace, from, &folder, "ts", replace)
    });
    for mut item in beside.into_iter().flatten() {
        item.label.insert_str(0, "./");
        item.insert.insert_str(0, "./");
        items.push(item);
    }
    items
}

/// `from f.li`, `from f.lib.rates import to`, `import f.li`, and names in brackets over several lines.
fn python(text: &str, at: usize) -> Option<Typed<'_>> {
    let before = text.get(..at)?;
    let line = before[line_start(text, at)..].trim_start();
    let partial = Span::new(before.trim_end_matches(is_word).len(), word_end(text, at));
    let statement = match line {
        _ if line.starts_with("from ") || line.starts_with("import ") => line,
        _ => {
            // The names of an import that began further up.
            let start = before.rfind("import (")?;
            let inside = &before[start..];
            let is_open = !inside.contains(')') && inside.lines().count() <= MAX_LINES;
            let start = line_start(before, start);
            before[start..]
                .trim_start()
                .strip_prefix("from ")
                .filter(|_| is_open)?;
            before[start..].trim_start()
        }
    };
    let of_module = |path: &str| path.chars().all(|c| is_word(c) || c == '.');
    if let Some(path) = statement.strip_prefix("import ") {
        let path = path.rsplit(',').next()?.trim_start();
        let module = &path[..path.rfind('.').map_or(0, |i| i + 1)];
        return of_module(path).then_some(Typed {
            module,
            partial,
            names: false,
        });
    }
    let rest = statement.strip_prefix("from ")?.trim_start();
    if of_module(rest) {
        let module = &rest[..rest.rfind('.').map_or(0, |i| i + 1)];
        return Some(Typed {
            module,
            partial,
            names: false,
        });
    }
    let (module, list) = rest
        .split_once(" import ")
        .or_else(|| rest.split_once(" import("))?;
    let is_list = |c: char| is_word(c) || c.is_whitespace() || matches!(c, ',' | '(' | '*');
    // Behind `as` a new name is typed.
    let last = list.rsplit([',', '(']).next().unwrap_or(list);
    let is_new = last.split_whitespace().any(|w| w == "as");
    (list.chars().all(is_list) && !is_new).then_some(Typed {
        module: module.trim(),
        partial,
        names: true,
    })
}

/// What is typed of `import` behind `from f.lib.rates `, at the end of a line.
fn keyword(text: &str, at: usize) -> Option<Span> {
    let line = text.get(line_start(text, at)..at)?;
    let rest = text[at..].lines().next().unwrap_or_default();
    let (module, typed) = line.trim_start().strip_prefix("from ")?.split_once(' ')?;
    let is_module = !module.is_empty() && module.chars().all(|c| is_word(c) || c == '.');
    let is_it = is_module && "import".starts_with(typed.trim_start()) && rest.trim().is_empty();
    is_it.then(|| Span::new(at - typed.trim_start().len(), at))
}

/// `from "./li`, `import("../lib/`, and `import { to } from "./rates"`.
fn typescript(text: &str, at: usize) -> Option<Typed<'_>> {
    let before = text.get(..at)?;
    let begin = line_start(text, at);
    let line = &before[begin..];
    if let Some(quote) = line.rfind(['"', '\'']) {
        let head = line[..quote].trim_end();
        let path = &line[quote + 1..];
        let is_import = head.ends_with("from") || head.ends_with("import(") || head == "import";
        if is_import && path.starts_with(['.', '/']) {
            let start = path.rfind('/')? + 1;
            let end = text[at..]
                .find(['"', '\'', '\n'])
                .map_or(text.len(), |i| at + i);
            let partial = Span::new(begin + quote + 1 + start, end);
            return Some(Typed {
                module: &path[..start],
                partial,
                names: false,
            });
        }
    }
    let open = before.rfind('{')?;
    let is_list = |c: char| is_js_word(c) || c.is_whitespace() || c == ',';
    let head = before[..open].trim_end();
    let head = head.strip_suffix("type").map_or(head, str::trim_end);
    let is_import = head.ends_with("import") || head.ends_with("export") || head.ends_with(',');
    let rest = &text[at..];
    let close = rest.find('}')?;
    let inside = [&before[open + 1..], &rest[..close]];
    if !is_import || !inside.iter().all(|part| part.chars().all(is_list)) {
        return None;
    }
    let tail = rest[close + 1..]
        .trim_start()
        .strip_prefix("from")?
        .trim_start();
    let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let module = tail[1..].split([quote, '\n']).next()?;
    let last = before[open + 1..].rsplit(',').next().unwrap_or_default();
    let is_new = last.split_whitespace().any(|w| w == "as");
    (!is_new).then_some(Typed {
        module,
        partial: Span::new(
            before.trim_end_matches(is_js_word).len(),
            word_end(text, at),
        ),
        names: true,
    })
}

/// The end of the word at an offset.
fn word_end(text: &str, at: usize) -> usize {
    at + leading(&text[at..], is_js_word).len()
}

/// What a module's path may begin with: `f` and `u`, the SDK, what is installed, what comes with Python; then the scripts by their whole
/// path.
fn roots(
    workspace: &Workspace,
    from: &str,
    at: &InCode,
    module: &str,
    replace: Span,
) -> Vec<Completion> {
    let installed = packages::modules(workspace, from, &at.code.script, module, replace);
    if !module.is_empty() {
        return installed;
    }
    let names = workspace.names();
    let has = |root: &&str| names.scripts_below(from, root).next().is_some();
    let own: Vec<&str> = ["f", "u"].into_iter().filter(has).collect();
    let folder =
        |root: &&str| Completion::new(*root, CompletionKind::Path, replace).detail("folder");
    let mut items: Vec<Completion> = own.iter().map(folder).collect();
    let mut modules = modules::modules(replace);
    items.extend(modules.next());
    items.extend(installed);
    items.extend(modules);
    for root in own {
        items.extend(deeper(workspace, from, root, &format!("{root}."), replace));
    }
    items
}

/// The Python scripts further down in a folder, by their path from there with dots; `head` comes before it.
fn deeper(
    workspace: &Workspace,
    from: &str,
    folder: &str,
    head: &str,
    replace: Span,
) -> Vec<Completion> {
    let names = workspace.names();
    let own = names.windmill_path(from);
    let is_python = |path: &str| {
        let mut files = names
            .contents(from, path)
            .iter()
            .filter_map(|id| workspace.get(*id));
        files.any(|f| f.path.ends_with(".py"))
    };
    let is_name = |path: &str| path.split('/').all(is_identifier) && !path.contains("__");
    let item = |path: &str| {
        let rest = path.get(folder.len() + 1..)?;
        let is_deeper = !head.is_empty() || rest.contains('/');
        let is_it = is_deeper && is_name(rest) && own.as_deref() != Some(path) && is_python(path);
        let label = format!("{head}{}", rest.replace('/', "."));
        is_it.then(|| Completion::new(label, CompletionKind::File, replace).detail("script"))
    };
    let found = names.scripts_below(from, folder).filter_map(item);
    found.take(MOST).collect()
}

/// The folders and the scripts with this ending that lie in a folder.
fn below(
    workspace: &Workspace,
    from: &str,
    folder: &str,
    ending: &str,
    replace: Span,
) -> Vec<Completion> {
    let names = workspace.names();
    let own = names.windmill_path(from);
    let is_of = |path: &str| {
        let files = names.contents(from, path).iter();
        let mut files = files.filter_map(|id| workspace.get(*id));
        files.any(|f| f.path.rsplit_once('.').is_some_and(|(_, e)| e == ending))
    };
    let mut items: Vec<Completion> = Vec::new();
    for path in names.scripts_below(from, folder) {
        let rest = &path[folder.len() + 1..];
        let (name, kind, detail) = match rest.split_once('/') {
            Some((name, _)) => (name, CompletionKind::Path, "folder"),
            None => (rest, CompletionKind::File, "script"),
        };
        let is_script = kind == CompletionKind::File;
        if is_script && (!is_of(path) || own.as_deref() == Some(path)) || name.contains("__") {
            continue;
        }
        // Paths are sorted: those of a folder follow each other.
        if items
            .last()
            .is_some_and(|i| i.label == name && i.kind == kind)
        {
            continue;
        }
        items.push(Completion::new(name, kind, replace).detail(detail));
    }
    items
}

/// The names that a script has at the margin of its text, for those that import it.
pub(super) fn names(workspace: &Workspace, id: FileId, replace: Span) -> Vec<Completion> {
    let Some((file, script)) = workspace.get(id).and_then(|f| Some((f, f.script()?))) else {
        return Vec::new();
    };
    let is_typescript = script.language.is_typescript();
    let path = workspace.names().windmill_path(&file.path);
    let path = path.unwrap_or_default();
    let text = &*script.text;
    let mut items: Vec<Completion> = Vec::new();
    for line in text.lines() {
        let is_offered = !is_typescript || line.starts_with("export ");
        let Some(name) = declared(line).filter(|_| is_offered) else {
            continue;
        };
        if items.iter().any(|i| i.label == name) || name == "default" || items.len() >= MOST {
            continue;
        }
        let kind = match () {
            _ if line.contains("def ") || line.contains("function ") => CompletionKind::Function,
            _ if line.contains("class ") => CompletionKind::Class,
            _ => CompletionKind::Variable,
        };
        let mut item = Completion::new(name, kind, replace).detail(path.as_str());
        if !is_typescript {
            item.documentation = page(workspace, id, name);
        }
        items.push(item);
    }
    items
}

/// Most names that are proposed.
const MOST: usize = 500;
