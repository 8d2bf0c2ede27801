//! Under `input_transforms`: the inputs of what the step runs that are not given yet, each with what it is given.

use std::sync::Arc;

use model::code::Code;
use model::flow::{Content, ModuleIdx, ModuleKind, Position};
use model::language::ScriptLanguage;
use model::script::Script;
use model::workspace::Callee;

use super::draft::{Draft, STEP};
use super::input::{Form, all, best, fixed, forms, is_left, javascript, wanted};
use super::source::{Here, Role, Wanted};
use super::{Completion, CompletionKind, Snippet, Spot, near};
use crate::cursor::owner;

/// The inputs that are not given yet: all of them at once, then the one that comes next in all its forms, then the
/// others; empty where they are not known.
pub(crate) fn inputs(spot: &Spot<'_>, taken: &[String]) -> Vec<Completion> {
    let at = spot.at;
    let Some(idx) = at.module else {
        return Vec::new();
    };
    let here = Here::at(
        spot.workspace,
        spot.file,
        &at.flow,
        idx,
        Position::Transform,
    );
    let callee = callee(spot, idx);
    let mut wanted = wanted(&callee, here.role.entry());
    if wanted.is_empty() && matches!(at.flow.module(idx).kind, ModuleKind::Script(None)) {
        let mut found = of_near(spot, &here, taken);
        found.extend(any(spot));
        return found;
    }
    if wanted.is_empty() && !is_known(spot, idx, &callee) {
        return any(spot);
    }
    wanted.retain(|w| !taken.contains(&w.name));
    let mut items = Vec::new();
    let given: Vec<&Wanted> = wanted.iter().filter(|w| !is_left(&here, w)).collect();
    if given.len() > 1 && at.partial.value.is_empty() {
        let inputs = all(&here, given.iter().copied());
        let label = match given.len() == wanted.len() {
            true => format!("all {} missing inputs", given.len()),
            false => format!("{} missing inputs", given.len()),
        };
        items.push(spot.draft(&label, &inputs));
    }
    let (mut best, mut others) = (Vec::new(), Vec::new());
    for (i, w) in wanted.iter().enumerate() {
        let mut forms = forms(&here, w).into_iter();
        best.extend(forms.next().map(|f| one(spot, w, f)));
        let list = if i == 0 { &mut best } else { &mut others };
        list.extend(forms.map(|f| one(spot, w, f)));
    }
    items.extend(best);
    items.extend(others);
    items
}

/// Whether it is known that what the step runs takes inputs, where the keys of its value are written.
pub(crate) fn awaits_inputs(spot: &Spot<'_>) -> bool {
    let Some(idx) = own_step(spot) else {
        return false;
    };
    let role = Role::of(spot.at.flow.module(idx).place);
    !wanted(&callee(spot, idx), role.entry()).is_empty()
}

/// All inputs of what the step runs, where it has none yet and several are to be given.
pub(super) fn whole(spot: &Spot<'_>) -> Option<Draft> {
    let idx = own_step(spot)?;
    let position = Position::Transform;
    let here = Here::at(spot.workspace, spot.file, &spot.at.flow, idx, position);
    let wanted = wanted(&callee(spot, idx), here.role.entry());
    let given: Vec<&Wanted> = wanted.iter().filter(|w| !is_left(&here, w)).collect();
    let is_new = here.given.is_empty() && !given.is_empty();
    is_new.then(|| all(&here, given.into_iter()))
}

/// The step whose value's keys are written.
fn own_step(spot: &Spot<'_>) -> Option<ModuleIdx> {
    let at = spot.at;
    let is_own = |idx: &ModuleIdx| {
        let value = at.flow.module(*idx).value;
        value.is_some() && value == at.mapping
    };
    at.module.filter(is_own)
}

/// Whether all inputs are known, or are fields of OpenFlow's own.
fn is_known(spot: &Spot<'_>, idx: ModuleIdx, callee: &Callee) -> bool {
    let module = spot.at.flow.module(idx);
    let is_run = matches!(
        module.kind,
        ModuleKind::Script(_) | ModuleKind::Flow(_) | ModuleKind::RawScript { .. }
    );
    !is_run || callee.inputs(module).is_some()
}

/// Inputs of any name, where those of what is run are not known.
fn any(spot: &Spot<'_>) -> Vec<Completion> {
    let item = |label: &str, draft: Draft| {
        let mut text = Snippet::new().stop("name").text(":\n");
        let column = spot.column + STEP;
        text.push(&" ".repeat(column));
        text.append(draft.at(column));
        spot.item(label, CompletionKind::Snippet, text)
    };
    vec![
        item("an input: expression", javascript("")),
        item("an input: fixed value", fixed(Draft::stop(""))),
    ]
}

/// The inputs of the scripts that the step is likely to run.
fn of_near(spot: &Spot<'_>, here: &Here<'_>, taken: &[String]) -> Vec<Completion> {
    let wanted = near::wanted_near(here).into_iter();
    let wanted = wanted.filter(|(_, w)| !taken.contains(&w.name));
    let item = |(path, w): (String, Wanted)| {
        let form = forms(here, &w).swap_remove(0);
        let item = one(spot, &w, form);
        let detail = item.detail.clone().unwrap_or_default();
        item.detail(format!("{detail} · of {path}"))
    };
    wanted.map(item).collect()
}

/// What the step runs; code in the flow whose language is not said yet is taken for what it looks like.
fn callee(spot: &Spot<'_>, idx: ModuleIdx) -> Callee {
    let flow = &spot.at.flow;
    let ModuleKind::RawScript {
        content: Content::Embedded(node),
        language: None,
        ..
    } = &flow.module(idx).kind
    else {
        return spot.workspace.callee(spot.file, flow, idx);
    };
    let Some(decoded) = flow.node(*node).decode() else {
        return Callee::Unknown;
    };
    let has = |text: &str| decoded.text.contains(text);
    let language = match () {
        () if has("def main(") || has("def preprocessor(") => ScriptLanguage::Python3,
        () if has("function main(") || has("function preprocessor(") => ScriptLanguage::Bun,
        () => return Callee::Unknown,
    };
    let script = Script::new(language, Arc::from(decoded.text));
    Callee::Code(Code::whole(Arc::new(script), None))
}

fn one(spot: &Spot<'_>, wanted: &Wanted, form: Form) -> Completion {
    let default = wanted.default.as_ref();
    let default = default.map(|d| format!(" = {d}")).unwrap_or_default();
    let snippet = Draft::map([(wanted.name.clone(), form.single)]).at(spot.column);
    spot.item(&wanted.name, CompletionKind::Parameter, snippet)
        .detail(format!("{}{default}", wanted.ty))
        .way(form.said)
        .about(if wanted.required { "Required." } else { "" })
}

/// What the parameter whose transform is to be written is best given.
fn given(spot: &Spot<'_>) -> Vec<Completion> {
    let at = spot.at;
    let holder = at.holder.map(|h| at.flow.node(h));
    let is_input = holder.is_some_and(|h| owner(h) == "input_transforms");
    let Some(idx) = at.module.filter(|_| is_input && at.mapping.is_none()) else {
        return Vec::new();
    };
    let position = Position::Transform;
    let here = Here::at(spot.workspace, spot.file, &at.flow, idx, position);
    let wanted = wanted(&callee(spot, idx), here.role.entry());
    let Some(wanted) = wanted.into_iter().find(|w| w.name == at.owner) else {
        return Vec::new();
    };
    let item = |form: Form| {
        spot.item(
            &form.said,
            CompletionKind::Snippet,
            form.single.at(spot.column),
        )
        .detail(wanted.ty.to_string())
        .matched_by(format!("type: {}", form.said))
    };
    best(&here, &wanted).into_iter().map(item).collect()
}

/// The kinds of a transform that is to be written, each as a whole.
pub(crate) fn kinds(spot: &Spot<'_>) -> Vec<Completion> {
    if spot.at.in_braces {
        let item = |kind: &str, key: &str| {
            let text = Snippet::new()
                .text(&format!("type: {kind}, {key}: "))
                .stop("");
            spot.item(&format!("type: {kind}"), CompletionKind::Snippet, text)
        };
        return vec![item("javascript", "expr"), item("static", "value")];
    }
    let item = |kind: &str, draft: Draft| {
        let label = format!("type: {kind}");
        spot.item(&label, CompletionKind::Snippet, draft.at(spot.column))
    };
    let mut items = given(spot);
    items.push(item("javascript", javascript("")));
    items.push(item("static", fixed(Draft::stop(""))));
    let module = spot.at.module.map(|idx| spot.at.flow.module(idx));
    if module.is_some_and(|m| Role::of(m.place) == Role::Tool) {
        let first = items.len() - 2;
        items.insert(
            first,
            item("ai", Draft::map([("type", Draft::fixed("ai"))])),
        );
    }
    items
}
