//! What the language's own methods and functions do with what they are given.

/// A method that calls a function with the items of its list, at once.
pub(super) fn calls_at_once(name: &str) -> bool {
    matches!(
        name,
        "map"
            | "flatMap"
            | "filter"
            | "find"
            | "findLast"
            | "findIndex"
            | "findLastIndex"
            | "some"
            | "every"
            | "forEach"
            | "reduce"
            | "reduceRight"
            | "sort"
            | "toSorted"
    )
}

/// A method that changes a list in place.
pub(super) fn changes(name: &str) -> bool {
    matches!(name, "push" | "unshift" | "splice" | "fill" | "copyWithin")
}

/// A method that gives what holds parts of its owner, or one of them.
pub(super) fn gives_parts(name: &str) -> bool {
    matches!(
        name,
        "slice"
            | "concat"
            | "flat"
            | "entries"
            | "values"
            | "at"
            | "toSorted"
            | "toReversed"
            | "with"
            | "find"
            | "findLast"
            | "filter"
            | "pop"
            | "shift"
            | "splice"
            | "sort"
            | "reverse"
            | "get"
            | "toSpliced"
            | "fill"
    )
}

/// A method that gives plain values and leaves its owner as it is.
pub(super) fn gives_plain(name: &str) -> bool {
    matches!(
        name,
        "some"
            | "every"
            | "forEach"
            | "findIndex"
            | "findLastIndex"
            | "includes"
            | "indexOf"
            | "lastIndexOf"
            | "join"
            | "keys"
            | "toString"
            | "toFixed"
            | "toPrecision"
            | "toLocaleString"
            | "startsWith"
            | "endsWith"
            | "trim"
            | "trimStart"
            | "trimEnd"
            | "toUpperCase"
            | "toLowerCase"
            | "toLocaleUpperCase"
            | "toLocaleLowerCase"
            | "replace"
            | "replaceAll"
            | "split"
            | "match"
            | "search"
            | "padStart"
            | "padEnd"
            | "charAt"
            | "charCodeAt"
            | "codePointAt"
            | "substring"
            | "substr"
            | "repeat"
            | "normalize"
            | "localeCompare"
            | "toISOString"
            | "toJSON"
            | "toDateString"
            | "toTimeString"
            | "toLocaleDateString"
            | "toLocaleTimeString"
            | "toUTCString"
            | "getTime"
            | "getFullYear"
            | "getMonth"
            | "getDate"
            | "getDay"
            | "getHours"
            | "getMinutes"
            | "getSeconds"
            | "getMilliseconds"
            | "getUTCFullYear"
            | "getUTCMonth"
            | "getUTCDate"
            | "getUTCHours"
            | "valueOf"
            | "hasOwnProperty"
            | "has"
            | "test"
            | "map"
            | "flatMap"
            | "reduce"
            | "reduceRight"
            | "push"
            | "unshift"
    )
}

/// A function that leaves what it is given as it is.
pub(super) fn is_harmless(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "Number"
            | "Boolean"
            | "parseInt"
            | "parseFloat"
            | "isNaN"
            | "isFinite"
            | "BigInt"
            | "encodeURIComponent"
            | "decodeURIComponent"
            | "encodeURI"
            | "decodeURI"
            | "structuredClone"
            | "fetch"
            | "btoa"
            | "atob"
            | "Error"
            | "Date"
            | "URL"
            | "URLSearchParams"
            | "RegExp"
            | "TypeError"
            | "RangeError"
    )
}
