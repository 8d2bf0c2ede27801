//! An import of something that the workspace does not have.

use lang::python::Import;
use model::path;
use model::workspace::{ImportTarget, Workspace};
use sdk::PathKind;
use syntax::text::{is_js_word, leading};
use syntax::{FileId, Span, Spanned};

use super::support::code_edit;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "unknown-import",
        Level::Warning,
        include_str!("unknown_import.md"),
    )
    .category(Category::Correctness)
    .fix(FixKind::Unsafe),
    check,
};

/// Signs that a module has names which its text does not show.
const MAKES_NAMES: &[&str] = &[
    "__getattr__",
    "globals()",
    "locals()",
    "vars()",
    "import *",
    "export *",
    "exec(",
    "setattr(",
    "module.exports",
    "export =",
];

fn check(cx: &mut Context<'_>) {
    for code in cx.code() {
        if !code.role.is_script {
            continue;
        }
        if code.is_python() {
            python(cx, code);
        } else if code.script.language.is_typescript() {
            typescript(cx, code);
        }
    }
}

fn python(cx: &mut Context<'_>, code: &CheckedCode) {
    let from = cx.file.path.as_ref();
    let mut told: Option<Span> = None;
    for import in code.script.imports() {
        let module = &import.module;
        let Some(path) = cx.workspace.python_import(from, &module.value) else {
            continue;
        };
        if import.optional || told == Some(module.span) {
            continue;
        }
        let name = import.name.as_ref().filter(|_| !import.is_star());
        match cx.workspace.import_target(from, &path, "py") {
            ImportTarget::Missing => {
                told = Some(module.span);
                let named = match import.name.is_none() {
                    true if !import.aliased => Named::ByPath,
                    true => Named::Nowhere,
                    false => Named::Nothing,
                };
                missing(cx, code, module, named, &path, "py");
            }
            ImportTarget::File(id) => {
                let Some(name) = name else { continue };
                let inner = format!("{path}/{}", name.value);
                let inner = cx.workspace.import_target(from, &inner, "py");
                if matches!(inner, ImportTarget::Missing | ImportTarget::Elsewhere) {
                    lacking(cx, code, name, named(import), &path, id);
                }
            }
            ImportTarget::Folder => {
                let Some(name) = name else { continue };
                let inner = format!("{path}/{}", name.value);
                let init = format!("{path}/__init__");
                let has_init = !cx.workspace.names().contents(from, &init).is_empty();
                let target = cx.workspace.import_target(from, &inner, "py");
                if target == ImportTarget::Missing && !has_init {
                    missing(cx, code, name, named(import), &inner, "py");
                }
            }
            ImportTarget::Elsewhere => {}
        }
    }
}

fn typescript(cx: &mut Context<'_>, code: &CheckedCode) {
    let from = cx.file.path.as_ref();
    for specifier in code.script.specifiers() {
        let module = &specifier.module;
        let Some(path) = cx.workspace.typescript_import(from, &module.value) else {
            continue;
        };
        match cx.workspace.import_target(from, &path, "ts") {
            ImportTarget::Missing => missing(cx, code, module, Named::Nowhere, &path, "ts"),
            ImportTarget::File(id) => {
                for name in &specifier.names {
                    lacking(cx, code, name, Named::InBraces, &path, id);
                }
            }
            _ => {}
        }
    }
}

/// How the rest of the script calls what is imported.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    /// By another name, or not at all: of the import only the name changes.
    Nowhere,
    /// By its name, which stays: the import says `good as bad`, or `good: bad` in a pattern.
    ByName(&'static str),
    /// Not at all: names are imported from it.
    Nothing,
    /// As `f.lib.rates`, as it is imported.
    ByPath,
    /// As the braces of TypeScript say in which the name stands: looked at only where there is something to correct.
    InBraces,
}

fn named(import: &Import) -> Named {
    match import.aliased {
        true => Named::Nowhere,
        false => Named::ByName(" as "),
    }
}

/// What the braces of an import, an export or a pattern of TypeScript say.
fn named_in_braces(text: &str, name: Span) -> Named {
    let behind = text.get(name.end as usize..).unwrap_or("").trim_start();
    let is_as = behind
        .strip_prefix("as")
        .is_some_and(|r| !r.starts_with(is_js_word));
    if behind.starts_with(':') || is_as {
        return Named::Nowhere;
    }
    // In a pattern an `=` follows the braces; an import has its module there.
    let after = behind
        .find('}')
        .map_or("", |at| behind[at + 1..].trim_start());
    match after.starts_with("from") {
        true => Named::ByName(" as "),
        false => Named::ByName(": "),
    }
}

/// Writes `good` for `span`, the last name of what is imported, so that the rest of the script means it too.
fn corrected(
    cx: &Context<'_>,
    code: &CheckedCode,
    span: Span,
    good: &str,
    named: Named,
    module: &str,
) -> Option<Fix> {
    let text: &str = &code.script.text;
    let bad = span.slice(text);
    let named = match named {
        Named::InBraces => named_in_braces(text, span),
        named => named,
    };
    let stands = |at: usize, of: &str, joint: &[char]| {
        let (before, after) = (&text[..at], &text[at + of.len()..]);
        !before.ends_with(|c| is_js_word(c) || joint.contains(&c)) && !after.starts_with(is_js_word)
    };
    let places = |of: &'_ str, joint: &'static [char]| -> Vec<usize> {
        let found = text.match_indices(of).map(|(at, _)| at);
        found.filter(|at| stands(*at, of, joint)).collect()
    };
    let write = format!("Change to `{good}`");
    let plain = || code_edit::replaced(cx, code, span, good);
    match named {
        Named::ByName(joint) if places(bad, &[]).len() > 1 || is_export(text, span) => {
            let edit = code_edit::replaced(cx, code, span, &format!("{good}{joint}{bad}"));
            code_edit::fix(format!("Import `{good}` as `{bad}`"), false, vec![edit])
        }
        Named::ByPath => {
            let found = places(module, &['.']);
            // Where the name stands otherwise as well, what it means is not known.
            if found.len() != places(bad, &[]).len() {
                return None;
            }
            let last = module.len() - bad.len();
            let name = |at: usize| Span::new(at + last, at + module.len());
            let edits = found
                .into_iter()
                .map(|at| code_edit::replaced(cx, code, name(at), good));
            code_edit::fix(write, false, edits.collect())
        }
        _ => code_edit::fix(write, false, vec![plain()]),
    }
}

/// Whether the name is handed on by `export { … } from`, under its own name.
fn is_export(text: &str, name: Span) -> bool {
    let before = &text[..name.start as usize];
    let open = before.rfind('{').map(|at| before[..at].trim_end());
    open.is_some_and(|head| head.ends_with("export"))
}

/// Nothing stands at the path.
fn missing(
    cx: &mut Context<'_>,
    code: &CheckedCode,
    at: &Spanned<String>,
    named: Named,
    path: &str,
    ending: &str,
) {
    let (found, written) = (near(cx, path, ending), last(&at.value));
    let help = match &found {
        Some(found) => format!("did you mean `{found}`?"),
        None => "create the script, or correct the path".to_owned(),
    };
    // Only the last name differs.
    let fix = found
        .as_deref()
        .filter(|f| path::parent(f) == path::parent(path))
        .and_then(|f| {
            let start = at.span.start as usize + at.value.rfind(written)?;
            let span = Span::new(start, start + written.len());
            corrected(cx, code, span, path::name(f), named, &at.value)
        });
    let what = match ending {
        // A module that is not there is an empty one: it has no names.
        "py" if named == Named::Nothing => {
            format!("`{path}` is not in the workspace: this import fails")
        }
        "py" => format!("`{path}` is not in the workspace: the script fails where it uses it"),
        _ => format!("`{path}.ts` is not in the workspace: the script fails as it loads"),
    };
    cx.report(code.outer(at.span), what).help(help).fix = fix;
}

/// The last name of a module as written: `rates` of `f.lib.rates` and of `./lib/rates.ts`.
fn last(module: &str) -> &str {
    let module = module.strip_suffix(".ts").unwrap_or(module);
    module.rsplit(['.', '/']).next().unwrap_or(module)
}

/// A script that may be meant: by a near name in the same folder, by the same name elsewhere.
fn near(cx: &Context<'_>, path: &str, ending: &str) -> Option<String> {
    let from = cx.file.path.as_ref();
    let names = cx.workspace.names();
    let (folder, name) = (path::parent(path), path::name(path));
    let fits = |p: &str| is_of(cx.workspace, names.contents(from, p), ending);
    let start = format!("{folder}/");
    let is_beside = |p: &str| !p[start.len()..].contains('/') && fits(p);
    let scripts = names.near(from, PathKind::Script);
    let near = scripts.and_then(|s| s.find_in(&start, name, is_beside));
    if let Some((_, near)) = near {
        return Some(near.to_owned());
    }
    let mut same = names.scripts_named(from, name);
    same.find(|p| fits(p)).map(str::to_owned)
}

fn is_of(workspace: &Workspace, files: &[FileId], ending: &str) -> bool {
    let file = |id: &FileId| workspace.get(*id);
    files
        .iter()
        .filter_map(file)
        .any(|f| f.path.rsplit_once('.').is_some_and(|(_, e)| e == ending))
}

/// The module is there and may lack the name: its text speaks of it nowhere.
fn lacking(
    cx: &mut Context<'_>,
    code: &CheckedCode,
    name: &Spanned<String>,
    named: Named,
    path: &str,
    id: FileId,
) {
    let module = cx.workspace.get(id).and_then(|f| f.script());
    let Some(module) = module.filter(|m| m.problems().is_empty()) else {
        return;
    };
    // A folder of modules beside it adds to it.
    let root = cx.workspace.root_of(&cx.file.path);
    let folder = root.map(|r| format!("{}/{path}__mod/", r.dir.trim_end_matches('/')));
    let names = cx.workspace.names();
    if folder.is_some_and(|f| !names.starting(&f).is_empty()) {
        return;
    }
    let text = &module.text;
    let words = || text.split(|c: char| !is_js_word(c));
    if MAKES_NAMES.iter().any(|m| text.contains(m)) || words().any(|w| w == name.value) {
        return;
    }
    let offered: Vec<&str> = text.lines().filter_map(declared).collect();
    let found = cx.did_you_mean(&name.value, offered.iter().copied());
    let help = match found {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("take a name that `{path}` has"),
    };
    let fix = found
        .filter(|_| name.value != "default")
        .and_then(|near| corrected(cx, code, name.span, near, named, ""));
    let message = match name.value.as_str() {
        "default" => format!("`{path}` has no default export: the script fails as it loads"),
        name => format!("`{path}` has no `{name}`: the script fails as it loads"),
    };
    cx.report(code.outer(name.span), message).help(help).fix = fix;
}

/// The name that a line at the margin declares.
pub(crate) fn declared(line: &str) -> Option<&str> {
    let mut rest = line;
    for word in [
        "export ",
        "default ",
        "declare ",
        "async ",
        "abstract ",
        "def ",
        "class ",
        "function ",
        "const ",
        "let ",
        "var ",
        "type ",
        "interface ",
        "enum ",
    ] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = leading(rest, is_js_word);
    let is_declared = rest.len() < line.len() || rest[name.len()..].trim_start().starts_with('=');
    (is_declared && !name.is_empty()).then_some(name)
}
