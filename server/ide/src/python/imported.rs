//! Names of an SDK by the imports alone: for values that have no class of the SDK, and for broken code in
//! which the tree has lost the import or the name.

use lang::python::Declaration;
use lang::python::tree::NodeId;
use model::script::Script;
use sdk::SdkModule;
use syntax::Span;
use syntax::text::{is_word, trailing, word_around};

/// An import in a line: the module, the name in it where one is taken, and what it is called here.
type Line<'t> = (SdkModule, Option<&'t str>, &'t str);

/// The name of an SDK at `offset`, the module that it is of, and where it stands.
pub(super) fn imported(script: &Script, offset: usize) -> Option<(SdkModule, String, Span)> {
    let text = &*script.text;
    let span = word_around(text, offset, is_word)?;
    let (word, start) = (span.slice(text), span.start as usize);
    let is_broken = script.python()?.tree.is_broken(NodeId::ROOT);
    if let Some(before) = text[..start].strip_suffix('.') {
        let object = trailing(before, is_word);
        let left = &before[..before.len() - object.len()];
        if !is_broken || left.ends_with('.') || !is_own(script, object, left.len()) {
            return None;
        }
        let found = lines(text).find(|l| l.1.is_none() && l.2 == object)?;
        return (!word.is_empty()).then(|| (found.0, word.to_owned(), span));
    }
    let found = script.declarations_at(word, start);
    let mut known = found.iter().map(|d| {
        let import = d.import.as_ref()?;
        let module = SdkModule::named(&import.module.value)?;
        Some((module, import.name.as_ref()?.value.clone()))
    });
    if let Some(first) = known.next() {
        let (module, name) = first.clone()?;
        return known.all(|k| k == first).then_some((module, name, span));
    }
    let mut lines = lines(text).filter(|_| is_broken);
    let (module, name, _) = lines.find(|l| l.1.is_some() && l.2 == word)?;
    Some((module, name?.to_owned(), span))
}

/// Whether nothing but an import of an SDK gives a name its value, as far as the tree has it.
fn is_own(script: &Script, name: &str, offset: usize) -> bool {
    let is_import = |d: &Declaration| {
        let import = d.import.as_ref();
        import.is_some_and(|i| SdkModule::named(&i.module.value).is_some())
    };
    let found = script.declarations_at(name, offset);
    !name.is_empty() && found.iter().all(is_import)
}

/// What the lines of a text import of the SDKs.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().flat_map(|line| {
        let line = line.split('#').next().unwrap_or("").trim();
        let whole = line.strip_prefix("import ");
        let from = line
            .strip_prefix("from ")
            .and_then(|l| l.split_once(" import "));
        let list = whole.or(from.map(|f| f.1)).unwrap_or("");
        let module = from.and_then(|f| SdkModule::named(f.0.trim()));
        list.split([',', '(', ')']).filter_map(move |part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            let (name, bound) = match words[..] {
                [name] => (name, name),
                [name, "as", bound] => (name, bound),
                _ => return None,
            };
            match whole {
                Some(_) => Some((SdkModule::named(name)?, None, bound)),
                None => Some((module?, Some(name), bound)),
            }
        })
    })
}
