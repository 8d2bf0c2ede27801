//! Wrong uses of the SDKs' objects: members that they do not have, and calls that do not fit.
//!
//! Which objects they are is worked out in [`crate::receiver`]; where that gives nothing, all is right.

use super::arguments::wrong_arguments;
use super::table::{Taken, taken_by};
use lang::python::Function;

use super::{Code, MisuseKind, Place, SdkMisuse, is_pinned};
use crate::receiver::targets_in;
use crate::uses::PACKAGE;
use crate::{Member, SdkClass, SdkModule, SdkTarget, Sdks};

/// Names of `skyvern` clients that versions before the stub's had: code for them is not wrong.
const EARLIER_NAMES: &[&str] = &[
    "browser_profiles",
    "browser_session",
    "clear_workflow_cache",
    "create_task_v1",
    "credentials",
    "get_artifact",
    "get_observer_task_v_2",
    "get_organization",
    "get_task",
    "observer_task_v_2",
    "run_observer_task_v_2",
    "run_task_v1",
    "workflows",
];

/// Arguments of `skyvern` clients that other versions take.
const EARLIER_ARGUMENTS: &[&str] = &[
    "browser_address",
    "browser_path",
    "browser_type",
    "cdp_url",
    "openai_api_key",
];

/// What is wrong with members of the SDKs' objects, calls of them, and calls of classes.
pub(super) fn add(code: &Code<'_>, sdks: &Sdks<'_>, found: &mut Vec<SdkMisuse>) {
    let script = code.script;
    let packages = [PACKAGE, "skyvern"].into_iter();
    let pinned: Vec<&str> = packages.filter(|p| is_pinned(&script.text, p)).collect();
    for target in targets_in(script, code.python, sdks) {
        if target.in_import || pinned.contains(&package(target.module)) {
            continue;
        }
        let misuse = |kind, span| SdkMisuse {
            kind,
            name: target.name.clone(),
            module: target.module,
            class: target.class.map(|c| c.class.name.value.clone()),
            span,
        };
        let place = Place::new(code, target.span, false);
        let (function, bound) = match (target.class, target.member) {
            (Some(class), None) => {
                let lacks = is_lacking(class, &target, sdks);
                if lacks && !place.is_left_alone(&target.name) && !place.is_tested() {
                    found.push(misuse(MisuseKind::Unknown, target.span));
                }
                continue;
            }
            (Some(_), Some(Member::Function(function))) if !function.is_property() => {
                // On a class, a plain method takes its `self` like any argument.
                let on_class = if target.on_class { "cls" } else { "self" };
                let is_class = function
                    .params
                    .first()
                    .is_some_and(|p| p.name.value == "cls");
                (function, if is_class { "cls" } else { on_class })
            }
            (None, Some(Member::Class(class))) => match class.method("__init__") {
                Some(init) => (init, "self"),
                None => continue,
            },
            _ => continue,
        };
        let Some(call) = place.call() else {
            continue;
        };
        if function.deprecated.is_some() {
            found.push(misuse(MisuseKind::Deprecated, target.span));
        }
        let mut forms = vec![taken_by(function, Some(bound))];
        let others = namesakes(target.module, &function.name);
        forms.extend(others.map(|f| taken_by(f, Some(bound))));
        let forms: Vec<&[Taken<'_>]> = forms.iter().map(Vec::as_slice).collect();
        let mut wrong = wrong_arguments(&forms, code.tree, call, target.span);
        if function.name.value == "__init__" && package(target.module) == "skyvern" {
            let is_earlier = |kind: &MisuseKind| match kind {
                MisuseKind::UnknownKeyword(name) => EARLIER_ARGUMENTS.contains(&name.as_str()),
                _ => false,
            };
            wrong.retain(|(kind, _)| !is_earlier(kind));
        }
        if !wrong.is_empty() && place.is_tested() {
            continue;
        }
        found.extend(wrong.into_iter().map(|(kind, span)| misuse(kind, span)));
    }
}

/// Whether objects of a class surely have no such member.
fn is_lacking(class: SdkClass<'_>, target: &SdkTarget<'_>, sdks: &Sdks<'_>) -> bool {
    let is_private = target.name.starts_with('_');
    let is_earlier = package(target.module) == "skyvern"
        && (EARLIER_NAMES.contains(&&*target.name)
            || target.name.bytes().any(|b| b.is_ascii_uppercase())
            // What else this class has had over time is not known.
            || class.class.name.ends_with("AgentClient")
            || namesakes(target.module, &target.name).next().is_some());
    !target.on_class && !is_private && !is_earlier && class.is_closed(sdks)
}

/// The methods of this name in all classes of a package that has changed its shape over time: what any
/// version offered counts as right.
fn namesakes(module: SdkModule, name: &str) -> impl Iterator<Item = &'static Function> {
    let is_old = package(module) == "skyvern";
    let modules = [SdkModule::Skyvern, SdkModule::SkyvernClient];
    let modules = modules.into_iter().filter(move |_| is_old);
    let classes = modules.flat_map(|m| &m.stub().classes);
    classes.filter_map(move |c| c.method(name))
}

/// The package that a module belongs to.
fn package(module: SdkModule) -> &'static str {
    module.name().split('.').next().unwrap_or(PACKAGE)
}
