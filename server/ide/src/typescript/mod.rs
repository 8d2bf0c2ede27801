//! TypeScript: what a program means by a name that may be Windmill's client.

pub(crate) mod client;
pub(crate) mod declarations;
mod named;

use lang::javascript::names::{ScopeId, Spaces};
use lang::javascript::tree::{Kind, NodeId, Role, Tree};
use model::script::Script;
use syntax::Span;

use client::{Form, is_package};
pub(crate) use named::{Named, called_at, named_at};

/// What a name means at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Meaning {
    /// The client.
    Client(Form),
    /// A name that the client exports.
    Exported(String),
    /// Nothing has declared it.
    Free,
    /// Something else.
    Other,
}

/// What the name at a place means. `name` covers all of it.
pub(crate) fn meaning(script: &Script, name: Span) -> Meaning {
    let Some(read) = script.typescript() else {
        return Meaning::Other;
    };
    let (tree, names) = (&read.tree, read.names());
    let Some(symbol) = tree.symbol(name.slice(&script.text)) else {
        return Meaning::Free;
    };
    let there = tree.at(name.start as usize);
    if tree.kind(there) == Kind::PropertyName && tree.span(there) == name {
        return Meaning::Other;
    }
    let used = names.uses().iter().find(|u| tree.span(u.node) == name);
    let keeper = match used {
        Some(used) => names.resolve(used),
        // A tree torn by what is being typed may have lost it.
        None => names.keeper(symbol, ScopeId::TOP, Spaces::BOTH),
    };
    let Some(keeper) = keeper else {
        return Meaning::Free;
    };
    let mut kept = names.kept(symbol, keeper);
    match (kept.next(), kept.next()) {
        (Some(only), None) => imported(tree, only.node).unwrap_or(Meaning::Other),
        _ => Meaning::Other,
    }
}

/// What of the client the name that an import declares is.
pub(crate) fn imported(tree: &Tree, name: NodeId) -> Option<Meaning> {
    let parent = tree.parent(name)?;
    let (import, meaning) = match tree.kind(parent) {
        Kind::Import if tree.role(name) == Role::Default => {
            (parent, Meaning::Client(Form::Default))
        }
        Kind::NamespaceImport => (tree.parent(parent)?, Meaning::Client(Form::Namespace)),
        Kind::ImportSpecifier => {
            let exported = tree.text_of(tree.part(parent, Role::Name)?);
            (tree.parent(parent)?, Meaning::Exported(exported.to_owned()))
        }
        _ => return None,
    };
    let source = tree.text_of(tree.part(import, Role::Source)?);
    is_package(source.trim_matches(['"', '\''])).then_some(meaning)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::language::ScriptLanguage;

    use super::*;

    fn of(text: &str) -> Meaning {
        let (text, at) = fixture::cursor(text);
        let script = Script::new(ScriptLanguage::Bun, Arc::from(text));
        meaning(&script, Span::new(at, at + 5))
    }

    #[test]
    fn a_name_means_what_an_import_brings() {
        let star = "import * as wmill from \"windmill-client\";\n";
        assert_eq!(
            of(&format!("{star}<|>wmill.a();")),
            Meaning::Client(Form::Namespace)
        );
        assert_eq!(
            of("import wmill from 'npm:windmill-client@1'\n<|>wmill.a();"),
            Meaning::Client(Form::Default)
        );
        assert_eq!(of("<|>wmill.a();"), Meaning::Free);
        assert_eq!(
            of(&format!("{star}function f(wmill) {{ <|>wmill.a(); }}")),
            Meaning::Other
        );
        assert_eq!(
            of("import * as wmill from './mine';\n<|>wmill.a();"),
            Meaning::Other
        );
        assert_eq!(
            of("import { sleep as pause } from 'windmill-client';\n<|>pause(1);"),
            Meaning::Exported("sleep".to_owned())
        );
        let braces = "import { sleep } from 'windmill-client';\n";
        assert_eq!(
            of(&format!("{braces}<|>sleep(1);")),
            Meaning::Exported("sleep".to_owned())
        );
        // Properties of something else are called what they like.
        for other in [
            "class A { <|>sleep() {} }",
            "f({ <|>sleep: 1 })",
            "f({ <|>sleep() {} })",
        ] {
            assert_eq!(of(&format!("{braces}{other}")), Meaning::Other, "{other}");
        }
        // While it is being typed.
        assert_eq!(
            of(&format!(
                "{star}export async function main() {{\n  const x = <|>wmill.\n}}\n"
            )),
            Meaning::Client(Form::Namespace)
        );
    }
}
