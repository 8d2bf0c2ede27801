//! What a call calls: a function or class of the SDK, of the same file, or of another script.
//!
//! Definitions of a file are cut out of its text and read alone, in the way stubs are: the tree of a
//! file that is being typed in may have lost them.

use ::sdk::{Function, Sdk, SdkParam};
use lang::python::{Class, ClassKind, DeclarationKind, ParamKind};
use model::file::File;
use model::language::ScriptLanguage;
use model::script::Script;
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::line_start;

use super::Bracket;
use super::sdk::{self, Origin};

/// Something that can be called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Callable<'w> {
    /// Its name.
    pub(crate) name: String,
    /// What it takes; `self` and the like are left out.
    pub(crate) params: Vec<SdkParam>,
    /// What it returns, as written.
    pub(crate) returns: Option<String>,
    /// Its description.
    pub(crate) doc: Option<String>,
    /// What to use instead, where it is out of use.
    pub(crate) deprecated: Option<String>,
    /// Where it comes from, for people; empty for the same file.
    pub(crate) source: String,
    /// The SDK that it is of.
    pub(crate) origin: Option<Origin<'w>>,
}

impl<'w> Callable<'w> {
    /// A function that is not a method.
    pub(crate) fn of(function: &Function) -> Callable<'w> {
        Callable {
            name: function.name.clone(),
            params: function.params.clone(),
            returns: function.returns.clone(),
            doc: function.doc.clone(),
            deprecated: function.deprecated.clone(),
            ..Callable::default()
        }
    }

    /// A method, called on an object.
    pub(crate) fn of_method(function: &Function) -> Callable<'w> {
        let mut callable = Callable::of(function);
        let is_static = function.decorators.iter().any(|d| d == "staticmethod");
        if !is_static && !callable.params.is_empty() {
            callable.params.remove(0);
        }
        callable
    }

    /// The same, known to be of an SDK.
    pub(crate) fn of_sdk(mut self, origin: Origin<'w>) -> Callable<'w> {
        self.source = origin.short();
        self.origin = Some(origin);
        self
    }

    /// The parameters as they are written, with the `/` and `*` that part them.
    pub(crate) fn rendered(&self) -> Vec<String> {
        let function = Function {
            name: String::new(),
            params: self.params.clone(),
            returns: None,
            is_async: false,
            doc: None,
            deprecated: None,
            decorators: Vec::new(),
            span: Span::default(),
        };
        function.rendered_params()
    }

    /// The return annotation with its arrow.
    pub(crate) fn tail(&self) -> String {
        let returns = self.returns.as_ref();
        returns.map_or(String::new(), |r| format!(" -> {r}"))
    }
}

/// What the name that covers `name` calls.
pub(crate) fn callable_at<'w>(
    workspace: &'w Workspace,
    file: &File,
    script: &Script,
    name: Span,
) -> Option<Callable<'w>> {
    if let Some(found) = sdk::callable_at(workspace, script, name) {
        return Some(found);
    }
    let start = name.start as usize;
    if script.text[..start].ends_with('.') {
        return None;
    }
    let word = name.slice(&script.text);
    let declarations = script.declarations_at(word, start);
    let Some(last) = declarations.last() else {
        return find(&script.text, word);
    };
    match last.kind {
        DeclarationKind::Function | DeclarationKind::Class => {
            let end = last.whole.end as usize;
            let start = with_decorators(&script.text, last.whole.start as usize);
            read(script.text.get(start..end)?)
        }
        DeclarationKind::Import if declarations.len() == 1 => {
            let import = last.import.as_ref()?;
            let there = workspace.imported(&file.path, &import.module.value)?;
            let there = workspace.get(there)?;
            let name = import.name.as_ref()?;
            let mut found = find(&there.script()?.text, &name.value)?;
            found.source = workspace.names().windmill_path(&there.path)?;
            Some(found)
        }
        _ => None,
    }
}

/// The function or class of this name at the top level of a Python text.
pub(crate) fn find<'w>(text: &str, name: &str) -> Option<Callable<'w>> {
    let mut offset = 0;
    let mut found = None;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix("async ").unwrap_or(line);
        let rest = rest
            .strip_prefix("def ")
            .or_else(|| rest.strip_prefix("class "));
        let rest = rest.and_then(|r| r.trim_start().strip_prefix(name));
        if rest.is_some_and(|r| r.starts_with(['(', ':', '[', ' '])) {
            found = Some(offset);
        }
        offset += line.len();
    }
    read(&text[with_decorators(text, found?)..])
}

/// Where the decorators start that stand right above the definition at `start`, each on a line.
fn with_decorators(text: &str, start: usize) -> usize {
    let mut from = start;
    let mut above = text[..start].trim_end_matches([' ', '\t']);
    while let Some(rest) = above.strip_suffix('\n') {
        let line = line_start(rest, rest.len());
        let decorator = rest[line..].trim_start();
        if !decorator.starts_with('@') {
            break;
        }
        from = line + (rest.len() - line - decorator.len());
        above = &text[..line];
    }
    from
}

/// The definition that a text starts with.
fn read<'w>(text: &str) -> Option<Callable<'w>> {
    let sdk = Sdk::parse(cut(text));
    if let Some(function) = sdk.functions.first() {
        return Some(Callable::of(function));
    }
    let class = sdk.classes.first()?;
    let mut callable = match class.method("__init__") {
        Some(method) => Callable::of_method(method),
        None => {
            let script = Script::new(ScriptLanguage::Python3, cut(text).into());
            of_fields(script.classes().first()?)?
        }
    };
    callable.name.clone_from(&class.name);
    callable.returns = None;
    callable.doc = class.doc.clone().or(callable.doc);
    Some(callable)
}

/// The lines of the first definition of a text: up to the next line that stands as far out, at most some
/// two hundred.
fn cut(text: &str) -> &str {
    const MOST: usize = 200;
    let mut end = 0;
    let mut closed = false;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let is_out = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        if i >= MOST || closed && is_out && !line.starts_with([')', ']', '}']) {
            break;
        }
        closed |= line
            .split('#')
            .next()
            .unwrap_or("")
            .trim_end()
            .ends_with(':');
        end += line.len();
    }
    &text[..end]
}

/// What a class without `__init__` takes, where its kind says so.
fn of_fields<'w>(class: &Class) -> Option<Callable<'w>> {
    let kind = match class.kind {
        ClassKind::Dataclass => ParamKind::Plain,
        ClassKind::TypedDict | ClassKind::Pydantic => ParamKind::KeywordOnly,
        ClassKind::Enum | ClassKind::Other => return None,
    };
    let fields = class.fields.iter().filter(|f| f.annotation.is_some());
    let param = |f: &lang::python::Field| SdkParam {
        name: f.name.value.clone(),
        annotation: f.annotation.as_ref().map(|a| a.value.clone()),
        default: f.default.as_ref().map(|d| d.value.clone()),
        kind,
    };
    Some(Callable {
        name: class.name.value.clone(),
        params: fields.map(param).collect(),
        doc: class.doc.clone(),
        ..Callable::default()
    })
}

/// The index of the parameter that takes the argument at the cursor; `None` where none does.
pub(crate) fn active(text: &str, params: &[SdkParam], call: &Bracket) -> Option<usize> {
    let current = call.current();
    if let Some(keyword) = current.keyword {
        return named(params, keyword.slice(text));
    }
    let of_kind = |kind| params.iter().position(|p| p.kind == kind);
    if current.stars >= 2 {
        return of_kind(ParamKind::Kwargs);
    }
    let earlier = call.earlier();
    // After a name, only names may follow; how many values `*x` has is not known.
    if earlier.iter().any(|a| a.keyword.is_some() || a.stars > 0) {
        return None;
    }
    let mut placed = params.iter().enumerate().filter(|(_, p)| by_place(p));
    let found = placed.nth(earlier.len()).map(|(i, _)| i);
    found.or_else(|| of_kind(ParamKind::Args))
}

/// The parameters that the call can still give by name: those that no other argument takes.
pub(crate) fn missing<'p>(text: &str, params: &'p [SdkParam], call: &Bracket) -> Vec<&'p SdkParam> {
    let earlier = call.earlier().iter();
    let placed = earlier
        .filter(|a| a.keyword.is_none() && a.stars == 0)
        .count();
    let given: Vec<&str> = call
        .others()
        .filter_map(|a| Some(a.keyword?.slice(text)))
        .collect();
    let placed: Vec<&str> = params
        .iter()
        .filter(|p| by_place(p))
        .take(placed)
        .map(|p| p.name.as_str())
        .collect();
    let by_name = |p: &&SdkParam| matches!(p.kind, ParamKind::Plain | ParamKind::KeywordOnly);
    let is_open =
        |p: &&SdkParam| !given.contains(&p.name.as_str()) && !placed.contains(&p.name.as_str());
    params.iter().filter(by_name).filter(is_open).collect()
}

fn by_place(param: &SdkParam) -> bool {
    matches!(param.kind, ParamKind::Plain | ParamKind::PositionalOnly)
}

/// The index of the parameter that a keyword goes to.
pub(crate) fn named(params: &[SdkParam], name: &str) -> Option<usize> {
    let takes = |p: &SdkParam| {
        p.name == name && matches!(p.kind, ParamKind::Plain | ParamKind::KeywordOnly)
    };
    let found = params.iter().position(takes);
    found.or_else(|| params.iter().position(|p| p.kind == ParamKind::Kwargs))
}
