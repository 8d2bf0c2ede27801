//! A call of a function of the Python SDK whose arguments do not fit.

use lang::python::ParamKind;
use sdk::{MisuseKind, SdkMisuse, Sdks};

use super::support::{code_edit, scalar};
use super::unknown_sdk_name::misuses;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "sdk-arguments",
        Level::Error,
        include_str!("sdk_arguments.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    let sdks = cx.workspace.sdks();
    for (code, misuse) in misuses(cx) {
        let name = &misuse.name;
        let takes = taken(&misuse, &sdks);
        let message = match &misuse.kind {
            MisuseKind::UnknownKeyword(keyword) => {
                format!("`{name}` takes no argument `{keyword}`")
            }
            MisuseKind::Twice(keyword) => {
                format!("`{name}` gets `{keyword}` twice: by position and by name")
            }
            MisuseKind::Missing(missing) => {
                format!("`{name}` is called without `{}`", missing.join("`, `"))
            }
            MisuseKind::TooMany(0) => format!("`{name}` takes no positional arguments"),
            MisuseKind::TooMany(most) => {
                let s = if *most == 1 { "" } else { "s" };
                format!("`{name}` takes {most} positional argument{s}, and more are given")
            }
            MisuseKind::Unknown | MisuseKind::Deprecated => continue,
        };
        let near = match &misuse.kind {
            MisuseKind::UnknownKeyword(keyword) => cx.did_you_mean(keyword, takes.iter().copied()),
            _ => None,
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if takes.is_empty() => "it takes none".to_owned(),
            None => format!("its arguments are: {}", takes.join(", ")),
        };
        let is_name = matches!(&misuse.kind, MisuseKind::UnknownKeyword(keyword)
            if misuse.span.slice(&code.script.text) == keyword);
        let fix = near.filter(|_| is_name).and_then(|near| {
            let edit = code_edit::replaced(cx, &code, misuse.span, near);
            code_edit::fix(scalar::changed_to(near), false, vec![edit])
        });
        cx.report(code.outer(misuse.span), message).help(help).fix = fix;
    }
}

/// The names of what a function takes, without what it is bound to.
fn taken<'s>(misuse: &SdkMisuse, sdks: &Sdks<'s>) -> Vec<&'s str> {
    let params = misuse.function(sdks).map_or(&[][..], |f| &f.params);
    let named = params
        .iter()
        .filter(|p| !matches!(p.kind, ParamKind::Args | ParamKind::Kwargs));
    let names = named.map(|p| p.name.as_str());
    names.filter(|n| !matches!(*n, "self" | "cls")).collect()
}
