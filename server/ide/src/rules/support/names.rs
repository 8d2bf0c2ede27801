//! The names that exist in some expression or other: Windmill's, and those every engine brings along.

use model::flow::{Expression, Flow, Place, Position};

/// Windmill's names, wherever they exist.
const WINDMILL: &[&str] = &[
    "all_iters",
    "approvers",
    "error",
    "flow_env",
    "flow_input",
    "flow_job_id",
    "flow_user_state",
    "params",
    "previous_result",
    "resource",
    "result",
    "results",
    "resume",
    "resumes",
    "started_at",
    "variable",
    "WM_SCHEDULED_FOR",
];

/// What ECMAScript defines, and `console` and the like, which some of the engines have besides.
const BUILT_IN: &[&str] = &[
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "AsyncDisposableStack",
    "Atomics",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DOMException",
    "DataView",
    "Date",
    "Deno",
    "DisposableStack",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "Function",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "InternalError",
    "Intl",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "SuppressedError",
    "Symbol",
    "SyntaxError",
    "Temporal",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakRef",
    "WeakSet",
    "WebAssembly",
    "arguments",
    "atob",
    "btoa",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "eval",
    "globalThis",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "performance",
    "queueMicrotask",
    "structuredClone",
    "undefined",
    "unescape",
];

/// Whether a name may exist. Windmill's environment is not known to the last name.
pub(in crate::rules) fn may_exist(name: &str) -> bool {
    is_windmill(name)
        || matches!(
            name,
            "undefined" | "unescape" | "navigator" | "structuredClone"
        )
        || BUILT_IN.contains(&name)
}

/// Whether it is one of Windmill's own, though perhaps not everywhere.
pub(in crate::rules) fn is_windmill(name: &str) -> bool {
    WINDMILL.contains(&name) || name.starts_with("WM_") || name.starts_with("__")
}

/// Whether the expression asks with `typeof` whether the name exists.
pub(in crate::rules) fn is_asked_for(expression: &Expression, name: &str) -> bool {
    let mut chains = expression.analysis().chains.iter();
    chains.any(|c| c.under_typeof && c.root.value == name)
}

/// Whether `results` exists where the expression stands. A preprocessor has none worth the name.
pub(in crate::rules) fn has_results(flow: &Flow, expression: &Expression) -> bool {
    use Position::*;
    let place = expression.module.map(|m| flow.module(m).place);
    let lacking = matches!(expression.position, RetryIf | Sleep | UserGroups | FlowSkip);
    !lacking && place != Some(Place::Preprocessor)
}
