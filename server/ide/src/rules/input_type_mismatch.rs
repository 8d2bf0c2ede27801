//! A step's result that is handed to code which takes another kind of value.
//!
//! Only what is certain on both sides is told: the shape of what the steps before give, and the type that the
//! code names. A flow's inputs are not certain, for nothing holds them to the schema.

use lang::python::ClassKind;
use model::flow::{Expression, Flow, ModuleIdx, ModuleKind, Place, TransformKind};
use model::script::Script;
use model::signature::{Param, Type};
use rustc_hash::{FxHashMap, FxHashSet};
use shape::Shape;
use syntax::text::is_js_word;

use super::shared_inline_file::has_wrong_code;
use super::{Level, Rule, RuleInfo};
use crate::context::Context;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "input-type-mismatch",
        Level::Warning,
        include_str!("input_type_mismatch.md"),
    ),
    check,
};

/// Windmill's names whose values are not certain.
const UNCERTAIN: &[&str] = &[
    "flow_input",
    "flow_env",
    "previous_result",
    "result",
    "resume",
    "resumes",
    "approvers",
    "error",
    "params",
    "variable",
    "resource",
    "flow_user_state",
];

/// How many values are looked at more closely in a file: each time the code is read through.
const MAX_CLOSE: usize = 200;

/// A kind of value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Object,
    List,
    Text,
}

fn check(cx: &mut Context<'_>) {
    let (Some(flow), Some(shapes)) = (cx.flow(), cx.shapes()) else {
        return;
    };
    if !flow.is_complete() {
        return;
    }
    let skipped = may_be_skipped(flow);
    let mut close = 0;
    for (idx, module) in flow.modules() {
        let is_skipped = module.is_special() || matches!(module.place, Place::Tool(_));
        if is_skipped || has_wrong_code(cx, idx) {
            continue;
        }
        let callee = cx.callee(idx);
        let (Some(script), Some(signature)) = (callee.script(), callee.signature(module)) else {
            continue;
        };
        // Other languages make of the value what their wrapper knows.
        if script.language.syntax().is_none() {
            continue;
        }
        let passed = signature.params.iter().filter(|p| p.passed);
        let params: FxHashMap<&str, &Param> = passed.map(|p| (p.name.value.as_str(), p)).collect();
        for transform in &module.transforms {
            let TransformKind::JavaScript(Some(expression)) = transform.kind else {
                continue;
            };
            let name = &transform.name.value;
            let param = params.get(name.as_str()).copied();
            let Some((param, taken)) = param.and_then(|p| Some((p, taken(script, p)?))) else {
                continue;
            };
            let expression = &flow.expressions()[expression];
            if !is_certain(flow, expression, &skipped) {
                continue;
            }
            let given = given(&shapes.read(expression).shape);
            let Some(given) = given.filter(|g| !fits(script, &param.ty, *g)) else {
                continue;
            };
            close += 1;
            if close > MAX_CLOSE {
                return;
            }
            // What an author says of types is not certain: Windmill holds nobody to it.
            let of_code = cx.shapes_of_code().map(|v| v.read(expression).shape);
            let is_certain = of_code.and_then(|s| self::given(&s)) == Some(given);
            if !is_certain || asks(script, name) || handles(script, name, given) {
                continue;
            }
            let what = match given {
                Given::Object => "an object",
                Given::List => "a list",
                Given::Text => "text",
            };
            let span = flow.node(expression.node).span();
            let message = format!("Input `{name}` gets {what}, but the code takes {taken}");
            let help = match (given, &param.ty) {
                (Given::Object | Given::List, Type::Str) => {
                    "hand over the part that is meant, or `JSON.stringify(…)` of it"
                }
                (Given::Text, _) => "write `Number(…)` around it, or change the parameter's type",
                _ => "hand over the part that is meant, or change the parameter's type",
            };
            cx.report(span, message).help(help);
        }
    }
}

/// The kind of value that a parameter takes, in words; `None` where others may do as well.
fn taken(script: &Script, param: &Param) -> Option<&'static str> {
    let is_python = !script.language.is_typescript();
    match &param.ty {
        Type::Str => Some("text"),
        Type::Int | Type::Float => Some("a number"),
        Type::Object if is_python => Some("an object"),
        // In TypeScript a list is an object as well, save where the properties are named.
        Type::Object => {
            let annotation = param.annotation.as_ref()?.value.trim_start_matches(':');
            annotation
                .trim_start()
                .starts_with('{')
                .then_some("an object")
        }
        Type::Class(name) if is_python => {
            let class = script.class(name)?;
            let is_record = matches!(class.kind, ClassKind::Dataclass | ClassKind::Pydantic);
            is_record.then_some("an object")
        }
        _ => None,
    }
}

fn fits(script: &Script, ty: &Type, given: Given) -> bool {
    match ty {
        Type::Str => given == Given::Text,
        // JavaScript makes numbers of texts.
        Type::Int | Type::Float => given == Given::Text && script.language.is_typescript(),
        _ => given != Given::List,
    }
}

/// The one kind that the value is of, whatever it is; `None` where that is not known. What may be absent is told
/// elsewhere.
fn given(shape: &Shape) -> Option<Given> {
    let kind = |member: &Shape| match member {
        Shape::Object(_) => Some(Given::Object),
        Shape::List(_) => Some(Given::List),
        Shape::String => Some(Given::Text),
        Shape::Text(text) => text.trim().parse::<f64>().is_err().then_some(Given::Text),
        _ => None,
    };
    let mut members = shape.members().iter().filter(|m| **m != Shape::Null);
    let first = kind(members.next()?)?;
    members.all(|m| kind(m) == Some(first)).then_some(first)
}

/// Whether an expression reads nothing but results of steps which are as their code says.
fn is_certain(flow: &Flow, expression: &Expression, skipped: &FxHashSet<&str>) -> bool {
    let analysis = expression.analysis();
    let is_read = |id: &str| !skipped.contains(id) && !flow.by_id(id).is_empty();
    !analysis.has_error
        && analysis.chains.iter().all(|chain| {
            let root = chain.root.value.as_str();
            match root {
                "results" => chain
                    .path
                    .first()
                    .and_then(|s| s.key.name())
                    .is_some_and(is_read),
                _ => !UNCERTAIN.contains(&root),
            }
        })
}

/// The ids of steps that may hand on what came before them, or hold one that does.
fn may_be_skipped(flow: &Flow) -> FxHashSet<&str> {
    let modules: Vec<_> = flow.modules().collect();
    let mut skipped: FxHashSet<ModuleIdx> = FxHashSet::default();
    let mut ids: FxHashSet<&str> = FxHashSet::default();
    // What holds a step stands before it.
    for (idx, module) in modules.into_iter().rev() {
        let node = flow.node(module.node);
        let skips = node.get("skip_if").is_some_and(|v| !v.is_null());
        let hands_on = skips || module.kind == ModuleKind::Identity || node.merges_unknown();
        if hands_on || skipped.contains(&idx) {
            skipped.extend(module.parent);
            ids.insert(module.id_text());
        }
    }
    ids
}

/// Whether the code asks what kind of value it got, or turns it into a text or a number.
fn asks(script: &Script, name: &str) -> bool {
    const BEFORE: &[&str] = &[
        "typeof ",
        "isinstance(",
        "type(",
        "Array.isArray(",
        "JSON.stringify(",
        "json.dumps(",
        "String(",
        "str(",
        "int(",
        "float(",
        "Number(",
        "hasattr(",
        "Object.keys(",
        "Object.entries(",
    ];
    let text: &str = &script.text;
    BEFORE.iter().any(|before| {
        text.match_indices(before).any(|(at, _)| {
            let rest = text[at + before.len()..].trim_start_matches(['(', ' ']);
            rest.strip_prefix(name)
                .is_some_and(|r| !r.starts_with(is_js_word))
        })
    })
}

/// Whether the code does with a parameter what goes with this value, and not with the type it says.
fn handles(script: &Script, name: &str, given: Given) -> bool {
    const OBJECT: &[&str] = &[
        "get(",
        "items(",
        "keys(",
        "values(",
        "pop(",
        "update(",
        "setdefault(",
    ];
    const LIST: &[&str] = &[
        "append(", "extend(", "map(", "filter(", "forEach(", "push(", "reduce(", "some(", "every(",
        "flatMap(", "length", "slice(", "at(", "sort(",
    ];
    let text: &str = &script.text;
    let is_typescript = script.language.is_typescript();
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let is_whole =
            !before.ends_with(|c| is_js_word(c) || c == '.') && !after.starts_with(is_js_word);
        if !is_whole {
            return false;
        }
        let before = before.trim_end();
        let is_spread = before.ends_with("**") || before.ends_with("...");
        let is_run_over = ["for", "of", "in"].iter().any(|w| before.ends_with(w));
        let after = after.trim_start_matches('?');
        let property = after.strip_prefix('.');
        let has = |names: &[&str]| property.is_some_and(|p| names.iter().any(|n| p.starts_with(n)));
        // A property that is not called: texts and numbers have `length` alone.
        let reads = |p: &str| {
            let rest = p.trim_start_matches(is_js_word);
            !rest.starts_with('(') && rest.len() < p.len() && !p.starts_with("length")
        };
        let is_named = after.starts_with("[\"") || after.starts_with("['");
        let is_cast = is_typescript && after.starts_with(" as ");
        match given {
            _ if is_cast || is_spread => true,
            Given::Object => {
                is_named
                    || is_run_over
                    || has(OBJECT)
                    || is_typescript && property.is_some_and(reads)
            }
            Given::List => after.starts_with('[') || is_run_over || has(LIST),
            Given::Text => false,
        }
    })
}
