//! The one place that asks what code means by a name of the SDK. What is known of receivers
//! (`client.agent.run_task`) belongs here, and every feature has it.

use model::script::{Declaration, ParamKind, Script};
use model::sdk::{ClassDef, Member, Sdk, SdkParam, SdkRef, Variable, sdk_member_at, sdk_ref_at};
use syntax::{Span, Spanned};

use super::Callable;

/// The package's name.
pub(crate) const PACKAGE: &str = "wmill";

/// What of the SDK a name in a script means.
pub(crate) enum Named {
    /// The package.
    Package(&'static Sdk, Span),
    /// Something in it.
    Member(&'static Sdk, Member<'static>, Span),
}

/// What of the SDK the name under `offset` means, and where that name stands.
pub(crate) fn named_at(script: &Script, offset: usize) -> Option<Named> {
    let sdk = Sdk::wmill();
    Some(match sdk_ref_at(script, offset) {
        Some(SdkRef::Module { span }) => Named::Package(sdk, span),
        Some(SdkRef::Member { name, .. }) => {
            Named::Member(sdk, sdk.member(&name.value)?, name.span)
        }
        None => {
            let (name, span) = lost(script, offset)?;
            Named::Member(sdk, sdk.member(&name)?, span)
        }
    })
}

/// The members that may stand where a name of the SDK is being typed at `offset`: after `wmill.` or its
/// alias, or in `from wmill import …`. With what is typed of it.
pub(crate) fn members_at(
    script: &Script,
    offset: usize,
) -> Option<(Spanned<String>, &'static Sdk, Vec<Member<'static>>)> {
    let partial = sdk_member_at(script, offset)?;
    let sdk = Sdk::wmill();
    Some((partial, sdk, sdk.members().collect()))
}

/// What the name that covers `name` calls, where that is of the SDK.
pub(crate) fn callable_at(script: &Script, name: Span) -> Option<Callable> {
    let Named::Member(sdk, member, _) = named_at(script, name.start as usize)? else {
        return None;
    };
    let mut callable = match member {
        Member::Function(function) => Callable::of(function),
        Member::Class(class) => constructor(class)?,
        Member::Variable(_) => return None,
    };
    callable.source = source(sdk);
    callable.sdk = Some(sdk);
    Some(callable)
}

fn constructor(class: &ClassDef) -> Option<Callable> {
    let mut callable = match class.method("__init__") {
        Some(method) => Callable::of_method(method),
        None => of_keys(class)?,
    };
    callable.name.clone_from(&class.name);
    callable.returns = None;
    if callable.doc.is_none() {
        callable.doc.clone_from(&class.doc);
    }
    Some(callable)
}

/// A mapping whose keys are listed takes them by name.
fn of_keys(class: &ClassDef) -> Option<Callable> {
    let is_mapping = |b: &String| b == "dict" || b == "TypedDict";
    if !class.bases.iter().any(is_mapping) || class.fields.is_empty() {
        return None;
    }
    let mut fields: Vec<_> = class.fields.iter().collect();
    fields.sort_by_key(|f| f.span.start);
    let param = |f: &&Variable| SdkParam {
        name: f.name.clone(),
        annotation: f.annotation.clone(),
        default: f.value.clone(),
        kind: ParamKind::KeywordOnly,
    };
    Some(Callable {
        params: fields.iter().map(param).collect(),
        ..Callable::default()
    })
}

/// How an SDK is named beside what comes from it: `wmill 1.850`.
pub(crate) fn source(sdk: &Sdk) -> String {
    let version = sdk.version.strip_suffix(".0").unwrap_or(&sdk.version);
    format!("{PACKAGE} {version}").trim_end().to_owned()
}

/// The SDK's name at `offset` by the lines of the text, where the tree of broken code has lost the import
/// or the name: never where a scope is known to give it another value.
fn lost(script: &Script, offset: usize) -> Option<(String, Span)> {
    let text = &*script.text;
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    let start = text.get(..offset)?.trim_end_matches(is_word).len();
    let len = text[start..]
        .find(|c| !is_word(c))
        .unwrap_or(text.len() - start);
    let word = &text[start..start + len];
    let tree = script.tree()?;
    if word.is_empty() || !tree.root_node().has_error() {
        return None;
    }
    let span = Span::new(start, start + len);
    if let Some(before) = text[..start].strip_suffix('.') {
        let object = &before[before.trim_end_matches(is_word).len()..];
        let left = &before[..before.len() - object.len()];
        let known = is_own(script, object, left.len()) && !left.ends_with('.');
        return (known && imports(text).any(|i| i == (None, object)))
            .then(|| (word.to_owned(), span));
    }
    if !is_own(script, word, start) {
        return None;
    }
    let found = imports(text).find(|(name, bound)| name.is_some() && *bound == word)?;
    Some((found.0?.to_owned(), span))
}

/// Whether nothing but an import of the SDK gives a name its value, as far as the tree has it.
fn is_own(script: &Script, name: &str, offset: usize) -> bool {
    let is_import = |d: &Declaration| {
        let import = d.import.as_ref();
        import.is_some_and(|i| i.module.value == PACKAGE)
    };
    let found = script.declarations_at(name, offset);
    !name.is_empty() && found.iter().all(is_import)
}

/// What lines of a text import of the SDK: the name in it, if any, and what that is called here.
fn imports(text: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    text.lines().flat_map(|line| {
        let line = line.split('#').next().unwrap_or("").trim();
        let whole = line.strip_prefix("import ");
        let names = line.strip_prefix("from ").and_then(|rest| {
            let rest = rest.trim_start().strip_prefix(PACKAGE)?;
            rest.trim_start().strip_prefix("import ")
        });
        let is_whole = whole.is_some();
        let list = whole.or(names).unwrap_or("");
        list.split([',', '(', ')']).filter_map(move |part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            match words[..] {
                [name] if is_whole => (name == PACKAGE).then_some((None, name)),
                [name, "as", bound] if is_whole => (name == PACKAGE).then_some((None, bound)),
                [name] => Some((Some(name), name)),
                [name, "as", bound] => Some((Some(name), bound)),
                _ => None,
            }
        })
    })
}
