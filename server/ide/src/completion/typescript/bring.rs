//! The import of Windmill's client, where something is accepted that needs it.

use model::language::ScriptLanguage;
use syntax::lex::{TokenClass, before};
use syntax::text::line_start;

use crate::completion::layout::Layout;
use crate::cursor::InCode;
use crate::finding::TextEdit;

/// The import in a line of its own, as the language names packages.
pub(super) fn line(language: &ScriptLanguage) -> String {
    let package = match language {
        ScriptLanguage::Deno => "npm:windmill-client",
        _ => "windmill-client",
    };
    format!("import * as wmill from \"{package}\";")
}

/// The import as an edit above all code before the cursor.
pub(super) fn edit(layout: &Layout, at: &InCode) -> Option<TextEdit> {
    let text = &*at.code.script.text;
    let line = line(&at.code.script.language);
    let (tokens, _) = before(text, at.inner);
    let first = tokens.iter().find(|t| {
        let start = t.span.start as usize;
        let is_import = t.kind == TokenClass::Word && t.span.slice(text) == "import";
        is_import && line_start(text, start) == start
    });
    let place = match first {
        Some(import) => return layout.above(at, import.span.start as usize, &[&line]),
        None => head(text),
    };
    let is_parted = text[place..]
        .lines()
        .next()
        .is_none_or(|l| l.trim().is_empty());
    match is_parted {
        true => layout.above(at, place, &[&line]),
        false => layout.above(at, place, &[&line, ""]),
    }
}

/// Where code may start: below the comments at the head that say how the script is run (`//native`), and those with a blank
/// line below them.
fn head(text: &str) -> usize {
    let (mut head, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let comment = bare.strip_prefix("//").or_else(|| bare.strip_prefix("#!"));
        end += line.len();
        match comment {
            Some(words) if words.split_whitespace().count() <= 1 => head = end,
            Some(_) => {}
            None if bare.is_empty() => {
                // The blank line stays between the comments and what comes.
                head = end;
            }
            None => break,
        }
    }
    head
}

#[test]
fn code_starts_below_how_it_is_run() {
    for text in [
        "<|>x",
        "//native\n<|>export",
        "//native\n\n<|>export",
        "// All of this.\n// And that.\n\n<|>x",
        "<|>// What main does.\nexport",
        "//native\n<|>// What main does.\nexport",
    ] {
        let (text, offset) = fixture::cursor(text);
        assert_eq!(head(&text), offset, "{text}");
    }
}
