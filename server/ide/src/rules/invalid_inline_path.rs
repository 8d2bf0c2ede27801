//! `!inline` of a name that cannot work.

use model::flow::Inline;
use model::workspace::InlineTarget;

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "invalid-inline-path",
        Level::Error,
        include_str!("invalid_inline_path.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (_, module) in flow.modules() {
        for inline in module.inlines() {
            let name = &inline.name.value;
            if let Some((message, help)) = problem(inline) {
                cx.report(inline.name.span, message).help(help);
                continue;
            }
            match cx
                .workspace
                .inline_target(&cx.file.path, inline, module.id_text())
            {
                InlineTarget::Outside => {
                    cx.report(inline.name.span, format!("`{name}` leaves the workspace"))
                        .help("move the file into the flow's folder");
                }
                InlineTarget::Missing { .. } if name.split('/').any(|p| p == "..") => {
                    cx.report(
                        inline.name.span,
                        format!("`{name}` lies outside the flow's folder"),
                    )
                    .level(Level::Warning)
                    .help("move the file into the flow's folder");
                }
                _ => {}
            }
        }
    }
}

/// What is wrong with the name as such: message and help.
pub(crate) fn problem(inline: &Inline) -> Option<(String, &'static str)> {
    let name = inline.name.value.as_str();
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    if !inline.has_space {
        let message = "A space is missing between `!inline` and the file's name".to_owned();
        let help = "add it: without it, Windmill takes this text for the code, and the step fails";
        return Some((message, help));
    }
    if name.is_empty() {
        Some((
            "`!inline` names no file".to_owned(),
            "write the file's name after it",
        ))
    } else if name.contains([' ', '\t', '\n']) {
        let message = format!("`{name}` has a space: Windmill reads only the part before it");
        Some((message, "rename the file, with `_` instead of the space"))
    } else if name.starts_with('/') || name.starts_with('\\') || is_drive {
        let message = format!("`{name}` is absolute: it is looked for in the flow's folder");
        Some((message, "write the path from the flow's folder"))
    } else {
        None
    }
}
