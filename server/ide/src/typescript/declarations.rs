//! What Windmill's TypeScript client exports as a file of declarations that an editor can show: made of the table, for
//! where the package itself is not at hand.

use std::fmt::Write;
use std::sync::LazyLock;

use syntax::Span;

use super::client::{Form, Kind, Member, VERSION, all};

/// The name of the file.
pub(crate) const FILE: &str = "windmill-client.d.ts";

/// Types that the table does not know are named all the same.
const HEAD: &str = "// @ts-nocheck";

/// The text of the file.
pub(crate) fn text() -> &'static str {
    &MADE.text
}

/// Where the name of an export stands in it, in bytes.
pub(crate) fn place(member: &Member) -> Option<Span> {
    let found = MADE.places.iter().find(|(name, _)| *name == member.name);
    found.map(|(_, span)| *span)
}

/// The text, and where each name stands in it.
struct Made {
    text: String,
    places: Vec<(&'static str, Span)>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let mut text = format!("{HEAD}\n// {VERSION}: what it exports, as windmill-ls knows it.\n");
    let mut places = Vec::new();
    for (member, forms) in all() {
        text += "\n/**\n";
        let mut line = |said: &str| _ = writeln!(text, " * {said}");
        line(member.about);
        if !forms.contains(&Form::Namespace) {
            line("Only `import wmill from \"windmill-client\"` has it.");
        }
        if let Some(instead) = member.instead {
            line(&format!("@deprecated Use `{instead}` instead."));
        }
        let declaration = member.declaration();
        let end = match member.kind {
            Kind::Class => " {}",
            // What it holds is not told.
            Kind::Type if !declaration.contains(" = ") => " = unknown;",
            _ => ";",
        };
        text += " */\nexport ";
        let before = declaration.find(' ').map_or(0, |i| i + 1);
        let start = text.len() + before;
        places.push((member.name, Span::new(start, start + member.name.len())));
        text += &declaration;
        text += end;
        text.push('\n');
    }
    Made { text, places }
});

#[cfg(test)]
mod tests {
    use lang::javascript::tree::Kind as NodeKind;
    use model::language::ScriptLanguage;
    use model::script::Script;

    use super::*;

    #[test]
    fn it_is_typescript_and_has_each_name_at_its_place() {
        let text = text();
        assert!(text.starts_with("// @ts-nocheck\n"));
        assert!(text.contains(
            "/**\n * The value of a variable or a secret by its path.\n */\n\
             export function getVariable(path: string): Promise<string>;\n"
        ));
        assert!(text.contains(
            " * @deprecated Use `runScriptByPath` instead.\n */\nexport function runScript("
        ));
        assert!(text.contains("export type TaskOptions = unknown;"));
        assert!(text.contains("has it.\n */\nexport const SHARED_FOLDER: string;"));
        for (member, _) in all() {
            let span = place(&member).expect("a place");
            assert_eq!(span.slice(text), member.name);
        }
        let script = Script::new(ScriptLanguage::Bun, text.into());
        let read = script.typescript().expect("it is read");
        assert_eq!(read.tree.broken(), []);
        let exports = read
            .tree
            .all()
            .filter(|n| read.tree.kind(*n) == NodeKind::Export);
        assert_eq!(exports.count(), all().count());
    }
}
