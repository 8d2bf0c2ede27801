//! What a call calls: a function or class of the SDK, of the same file, or of another script.
//!
//! Definitions of a file are cut out of its text and read alone, in the way stubs are: the tree of a
//! file that is being typed in may have lost them.

use std::sync::Arc;

use lang::python::declare::{self, rendered_params};
use lang::python::{
    Annotation, Class, ClassKind, DeclarationKind, Field, Function, Param, ParamKind, read_any,
};
use model::file::File;
use model::script::Script;
use model::workspace::Workspace;
use syntax::text::{is_word, line_start, trailing};
use syntax::{FileId, Span};

use super::Bracket;
use super::module::module_of;
use super::sdk::{self, Origin};

/// Something that can be called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Callable<'w> {
    /// Its name.
    pub(crate) name: String,
    /// What it takes; `self` and the like are left out.
    pub(crate) params: Vec<Param>,
    /// What it returns.
    pub(crate) returns: Option<Annotation>,
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
            name: function.name.value.clone(),
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
        let is_static = function
            .decorators
            .iter()
            .any(|d| d.value == "staticmethod");
        if !is_static && !callable.params.is_empty() {
            callable.params.remove(0);
        }
        callable
    }

    /// A class, called: by its `__init__` if it has one or inherits it, else by its fields where `fields` says how they
    /// are given.
    pub(crate) fn of_class(
        class: &Class,
        init: Option<&Function>,
        fields: Option<ParamKind>,
    ) -> Option<Callable<'w>> {
        let (params, doc) = match init.map(Callable::of_method) {
            Some(init) => (init.params, init.doc),
            None => (of_fields(class, fields?), None),
        };
        Some(Callable {
            name: class.name.value.clone(),
            params,
            doc: doc.or_else(|| class.doc.clone()),
            deprecated: init.and_then(|i| i.deprecated.clone()),
            ..Callable::default()
        })
    }

    /// The same, known to be of an SDK.
    pub(crate) fn of_sdk(mut self, origin: Origin<'w>) -> Callable<'w> {
        self.source = origin.short();
        self.origin = Some(origin);
        self
    }

    /// The parameters as they are written, with the `/` and `*` that part them.
    pub(crate) fn rendered(&self) -> Vec<String> {
        rendered_params(&self.params)
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
    let word = name.slice(&script.text);
    if let Some(object) = script.text[..start].strip_suffix('.') {
        let chain = trailing(object, |c| is_word(c) || c == '.');
        let chain = Span::new(object.len() - chain.len(), object.len());
        let there = module_of(workspace, file, script, chain)?;
        return in_script(workspace, there, word);
    }
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
            in_script(workspace, there, &import.name.as_ref()?.value)
        }
        _ => None,
    }
}

/// The function or class of this name in another script.
fn in_script<'w>(workspace: &Workspace, script: FileId, name: &str) -> Option<Callable<'w>> {
    let there = workspace.get(script)?;
    let mut found = find(&there.script()?.text, name)?;
    found.source = workspace.names().windmill_path(&there.path)?;
    Some(found)
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
    let tree = &read_any(&Arc::from(cut(text)));
    tree.top().find_map(|node| {
        let function = declare::function(tree, node);
        function.map(|f| Callable::of(&f)).or_else(|| {
            let class = declare::class(tree, node)?;
            let fields = match class.kind {
                ClassKind::Dataclass => Some(ParamKind::Plain),
                ClassKind::TypedDict | ClassKind::Pydantic => Some(ParamKind::KeywordOnly),
                ClassKind::Enum | ClassKind::Other => None,
            };
            Callable::of_class(&class, class.method("__init__"), fields)
        })
    })
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

/// The fields of a class as what it takes, in the order in which they stand.
fn of_fields(class: &Class, kind: ParamKind) -> Vec<Param> {
    let fields = class.fields.iter().filter(|f| f.annotation.is_some());
    let mut fields: Vec<&Field> = fields.collect();
    fields.sort_by_key(|f| f.name.span.start);
    let param = |f: &Field| Param {
        name: f.name.clone(),
        annotation: f.annotation.clone(),
        default: f.default.clone(),
        kind,
    };
    fields.into_iter().map(param).collect()
}

/// The index of the parameter that takes the argument at the cursor; `None` where none does.
pub(crate) fn active(text: &str, params: &[Param], call: &Bracket) -> Option<usize> {
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
pub(crate) fn missing<'p>(text: &str, params: &'p [Param], call: &Bracket) -> Vec<&'p Param> {
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
    let by_name = |p: &&Param| matches!(p.kind, ParamKind::Plain | ParamKind::KeywordOnly);
    let is_open =
        |p: &&Param| !given.contains(&p.name.as_str()) && !placed.contains(&p.name.as_str());
    params.iter().filter(by_name).filter(is_open).collect()
}

fn by_place(param: &Param) -> bool {
    matches!(param.kind, ParamKind::Plain | ParamKind::PositionalOnly)
}

/// The index of the parameter that a keyword goes to.
pub(crate) fn named(params: &[Param], name: &str) -> Option<usize> {
    let takes = |p: &Param| {
        p.name.value == name && matches!(p.kind, ParamKind::Plain | ParamKind::KeywordOnly)
    };
    let found = params.iter().position(takes);
    found.or_else(|| params.iter().position(|p| p.kind == ParamKind::Kwargs))
}
