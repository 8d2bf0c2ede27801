//! Code in another language than the one that it is run as: Python and TypeScript, taken for each other.

use model::language::ScriptLanguage;
use syntax::Language;
use syntax::strict::{self, Verdict};

use crate::context::CheckedCode;

/// The language that code is in, where that certainly is another one than its own: there it is full of mistakes, in
/// the other there is none.
pub(in crate::rules) fn foreign(code: &CheckedCode) -> Option<&'static str> {
    let script = &code.script;
    let text = &*script.text;
    if script.language == ScriptLanguage::Python3 {
        let is_foreign = !script.problems().is_empty()
            && starts(text, TYPESCRIPT)
            && !syntax::parse(Language::TypeScript, text)
                .root_node()
                .has_error();
        return is_foreign.then_some("TypeScript");
    }
    let is_broken = || script.tree().is_some_and(|t| t.root_node().has_error());
    let is_foreign = script.language.is_typescript()
        && starts(text, PYTHON)
        && is_broken()
        && strict::python(text) == Verdict::Valid;
    is_foreign.then_some("Python")
}

/// How lines of TypeScript begin that are none of Python.
const TYPESCRIPT: &[&str] = &[
    "export ",
    "function ",
    "async function ",
    "const ",
    "let ",
    "import {",
    "import * as ",
];

/// How lines of Python begin that are none of TypeScript.
const PYTHON: &[&str] = &["def ", "async def ", "from "];

fn starts(text: &str, words: &[&str]) -> bool {
    text.lines().any(|l| words.iter().any(|w| l.starts_with(w)))
}
