//! Two steps, or two runnables of an app, with one inline file that cannot be the code of both.

use std::collections::BTreeSet;

use model::file::FileKind;
use model::flow::{Content, Flow, Module, ModuleIdx, ModuleKind, Place, Transform};
use model::language::ScriptLanguage;
use model::references::Key;
use model::references::app::{self, AppRole, AppRun};
use model::workspace::InlineTarget;
use model::workspace::callee::Input;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use super::support::app_inputs::inputs;
use super::unknown_input::given_nothing;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "shared-inline-file",
        Level::Warning,
        include_str!("shared_inline_file.md"),
    ),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind == FileKind::App {
        let runs = app::runs(cx.file);
        for (first, second, what) in clashes_in_app(cx, &runs).0 {
            let name = second.span.slice(cx.file.text());
            let message = format!("`{name}` runs elsewhere too, but {what}");
            let (id, place) = (cx.id, first.span);
            cx.report(second.span, message)
                .help("one of them runs the wrong code: give each its own file")
                .related(id, place, "the other one");
        }
        return;
    }
    let Some(flow) = cx.flow() else { return };
    for clash in &shared(cx).clashes {
        let ModuleKind::RawScript {
            content: Content::Inline(inline),
            ..
        } = &flow.module(clash.second).kind
        else {
            continue;
        };
        let whose = match flow.module(clash.first).id_text() {
            "" => "another step".to_owned(),
            id => format!("step `{id}`"),
        };
        let (name, what) = (&inline.name.value, clash.what);
        let message = format!("`{name}` is the code of {whose} too, but {what}");
        let (id, place) = (cx.id, flow.id_span(clash.first));
        let finding = cx.report(inline.name.span, message);
        finding
            .help("one of them runs the wrong code: give each step its own file")
            .related(id, place, "the other step");
        if clash.fails {
            finding.level(Level::Error);
        }
    }
}

/// Whether the step's code is told to be another step's: then its inputs say nothing more.
pub(super) fn has_wrong_code(cx: &Context<'_>, step: ModuleIdx) -> bool {
    cx.settings.is_on(&RULE.info, &cx.file.path) && shared(cx).steps.contains(&step)
}

/// Where an app names code that is told to be another runnable's: then the inputs say nothing more.
pub(super) fn wrong_code_in_app(cx: &Context<'_>, runs: &[AppRun<'_>]) -> FxHashSet<Span> {
    match cx.settings.is_on(&RULE.info, &cx.file.path) {
        true => clashes_in_app(cx, runs).1,
        false => FxHashSet::default(),
    }
}

type ClashInApp<'r, 'y> = (&'r AppRun<'y>, &'r AppRun<'y>, &'static str);

/// The runnables of an app with a file that they cannot share, and the places of all that share such a file.
fn clashes_in_app<'r, 'y>(
    cx: &Context<'_>,
    runs: &'r [AppRun<'y>],
) -> (Vec<ClashInApp<'r, 'y>>, FxHashSet<Span>) {
    let mut by_file: FxHashMap<&Key, Vec<&AppRun<'y>>> = FxHashMap::default();
    let mut clashing: BTreeSet<Span> = BTreeSet::new();
    let mut clashes = Vec::new();
    for run in runs {
        // Code that is kept and not run has no fields.
        let is_run = run.role == AppRole::Code && run.fields.is_some();
        if !is_run || !matches!(run.key, Key::Inline(_)) {
            continue;
        }
        let others = by_file.entry(&run.key).or_default();
        if let Some(&first) = others.first()
            && let Some(what) = difference_in_app(cx, first, run)
        {
            clashing.insert(first.span);
            clashes.push((first, run, what));
        }
        others.push(run);
    }
    let sharing = by_file.into_values();
    let sharing = sharing.filter(|runs| runs.iter().any(|r| clashing.contains(&r.span)));
    let all = sharing.flatten().map(|r| r.span).collect();
    (clashes, all)
}

/// Why one file cannot be the code of both.
fn difference_in_app(cx: &Context<'_>, a: &AppRun<'_>, b: &AppRun<'_>) -> Option<&'static str> {
    let language = |run: &AppRun<'_>| {
        let name = run.language.and_then(|l| l.as_str());
        name.map(|l| ScriptLanguage::from_name(&l))
    };
    if let (Some(x), Some(y)) = (language(a), language(b))
        && x != y
        && !(x.is_typescript() && y.is_typescript())
    {
        return Some("their languages differ");
    }
    let names = |run: &AppRun<'_>| -> BTreeSet<String> {
        let pairs = run.fields.and_then(|f| f.value).into_iter();
        let keys = pairs.flat_map(|f| f.pairs()).filter_map(|p| p.key.as_str());
        keys.map(|k| k.into_owned()).collect()
    };
    let (x, y) = (names(a), names(b));
    if x == y {
        return None;
    }
    let fits = match inputs(&cx.workspace.callee_of_app(cx.file, b)) {
        Some(inputs) => [&x, &y].iter().all(|given| {
            let known = given.iter().all(|g| inputs.iter().any(|i| i.name == *g));
            let mut needs = inputs.iter().filter(|i| i.required);
            known && needs.all(|i| given.contains(&i.name))
        }),
        None => x.is_subset(&y) || y.is_subset(&x),
    };
    (!fits).then_some("their inputs differ")
}

/// Files that are the code of several steps and cannot be.
#[derive(Default)]
pub(crate) struct SharedFiles {
    clashes: Vec<Clash>,
    /// All steps that share such a file.
    steps: FxHashSet<ModuleIdx>,
}

/// Two steps with one file.
struct Clash {
    first: ModuleIdx,
    second: ModuleIdx,
    what: &'static str,
    /// Whether one of them gives what the code does not take, or not what it needs.
    fails: bool,
}

fn shared<'a>(cx: &Context<'a>) -> &'a SharedFiles {
    cx.workspace.uses_others();
    cx.shared.shared_files.get_or_init(|| find(cx))
}

fn find(cx: &Context<'_>) -> SharedFiles {
    let mut found = SharedFiles::default();
    let Some(flow) = cx.flow() else { return found };
    let mut by_path: FxHashMap<String, Vec<ModuleIdx>> = FxHashMap::default();
    let mut clashing: BTreeSet<String> = BTreeSet::new();
    for (idx, module) in flow.modules() {
        let ModuleKind::RawScript {
            content: Content::Inline(inline),
            ..
        } = &module.kind
        else {
            continue;
        };
        let target = cx
            .workspace
            .inline_target(&cx.file.path, inline, module.id_text());
        let path = match target {
            InlineTarget::File(id) => cx.workspace.get(id).map(|f| f.path.to_string()),
            InlineTarget::Missing { path, .. } => Some(path),
            InlineTarget::Outside => None,
        };
        let Some(path) = path else { continue };
        let steps = by_path.entry(path.clone()).or_default();
        if let Some(&first) = steps.first()
            && let Some((what, fails)) = difference(cx, flow, first, idx)
        {
            clashing.insert(path);
            found.clashes.push(Clash {
                first,
                second: idx,
                what,
                fails,
            });
        }
        steps.push(idx);
    }
    for path in &clashing {
        found.steps.extend(by_path.get(path).into_iter().flatten());
    }
    found
}

/// Why one file cannot be the code of both steps, and whether one of them is known to fail.
fn difference(
    cx: &Context<'_>,
    flow: &Flow,
    a: ModuleIdx,
    b: ModuleIdx,
) -> Option<(&'static str, bool)> {
    let (first, second) = (flow.module(a), flow.module(b));
    let language = |m: &Module| match &m.kind {
        ModuleKind::RawScript {
            language: Some(language),
            ..
        } => Some(ScriptLanguage::from_name(language)),
        _ => None,
    };
    if let (Some(x), Some(y)) = (language(first), language(second))
        && x != y
        && !(x.is_typescript() && y.is_typescript())
    {
        return Some(("their languages differ", false));
    }
    let names = |m: &Module| -> BTreeSet<String> {
        m.transforms.iter().map(|t| t.name.value.clone()).collect()
    };
    let (x, y) = (names(first), names(second));
    if x == y {
        return None;
    }
    let callee = cx.callee(b);
    let inputs = callee.inputs(second);
    let fits = match &inputs {
        Some(inputs) => [&x, &y].iter().all(|given| {
            let known = given.iter().all(|g| inputs.iter().any(|i| i.name == *g));
            known
                && inputs
                    .iter()
                    .all(|i| !i.required || given.contains(&i.name))
        }),
        // Code that cannot be read may have optional parameters.
        None => x.is_subset(&y) || y.is_subset(&x),
    };
    let fails = |m: &Module| inputs.as_ref().is_some_and(|i| fails(flow, m, i));
    let is_bash = language(second) == Some(ScriptLanguage::Bash);
    let fails = !is_bash && (fails(first) || fails(second));
    (!fits).then_some(("their inputs differ", fails))
}

/// Whether a step lacks what the code needs, or gives what it does not take. An agent fills its tools' inputs in.
fn fails(flow: &Flow, module: &Module, inputs: &[Input]) -> bool {
    let given = |name: &str| module.transforms.iter().any(|t| t.name.value == name);
    let lacks = inputs.iter().any(|i| i.required && !given(&i.name));
    let is_taken = |t: &&Transform| inputs.iter().any(|i| i.name == t.name.value);
    let mut strangers = module.transforms.iter().filter(|t| !is_taken(t));
    let is_filled_in = module.is_special() || matches!(module.place, Place::Tool(_));
    !is_filled_in && (lacks || strangers.any(|t| !given_nothing(flow, t)))
}
