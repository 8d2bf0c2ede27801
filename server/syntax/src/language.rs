//! The languages that have a grammar, and which grammar that is.

/// A language that has a grammar here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Language {
    /// YAML 1.2.
    Yaml,
    /// Python 3.
    Python,
    /// JavaScript, for expressions.
    JavaScript,
    /// TypeScript, for bun, deno and native scripts.
    TypeScript,
    /// TypeScript with JSX, for the frontends of apps. JavaScript is part of it.
    Tsx,
}

impl Language {
    /// The grammar.
    pub fn grammar(self) -> tree_sitter::Language {
        match self {
            Language::Yaml => tree_sitter_flow::LANGUAGE.into(),
            Language::Python => tree_sitter_python::LANGUAGE.into(),
            Language::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
            Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        }
    }
}
