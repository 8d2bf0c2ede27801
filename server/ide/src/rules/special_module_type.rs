//! A special module that is no script.

use model::flow::{ModuleKind, Place};

use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "special-module-type",
        Level::Error,
        include_str!("special_module_type.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(flow) = cx.flow() else { return };
    for (idx, module) in flow.modules() {
        let key = match module.place {
            Place::Failure => "failure_module",
            Place::Preprocessor => "preprocessor_module",
            _ => continue,
        };
        let known = matches!(
            module.kind,
            ModuleKind::RawScript { .. }
                | ModuleKind::Script(_)
                | ModuleKind::Missing
                | ModuleKind::Other(_)
        );
        if !known {
            let span = module.kind_span.unwrap_or_else(|| flow.id_span(idx));
            cx.report(
                span,
                format!("`{key}` must be a script: `rawscript` or `script`"),
            )
            .help("put the loop, branch or sub-flow into a script that starts it");
        }
    }
}
