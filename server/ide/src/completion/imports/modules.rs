//! Modules that are there for every script: the SDK, and those of Python that scripts import, by how often they do.

use syntax::Span;

use crate::completion::{Completion, CompletionKind};

/// Of the modules that come with Python those that scripts import, the most frequent first. All of them are in every
/// version that Windmill runs.
const MODULES: &[&str] = &[
    "typing",
    "json",
    "datetime",
    "os",
    "re",
    "logging",
    "time",
    "pathlib",
    "dataclasses",
    "hashlib",
    "collections",
    "asyncio",
    "uuid",
    "csv",
    "base64",
    "io",
    "math",
    "random",
    "enum",
    "itertools",
    "functools",
    "urllib",
    "tempfile",
    "shutil",
    "zipfile",
    "subprocess",
    "decimal",
    "hmac",
    "string",
    "sys",
    "statistics",
    "textwrap",
    "contextlib",
    "zoneinfo",
    "secrets",
    "traceback",
    "copy",
    "html",
    "email",
    "smtplib",
    "sqlite3",
    "concurrent",
    "threading",
    "operator",
    "gzip",
    "mimetypes",
    "calendar",
    "difflib",
    "ipaddress",
    "xml",
];

/// What scripts take of some modules, the most frequent first.
const NAMES: &[(&str, &[&str])] = &[
    (
        "typing",
        &[
            "TypedDict",
            "Any",
            "Literal",
            "Optional",
            "Callable",
            "Iterator",
            "Union",
        ],
    ),
    (
        "datetime",
        &["datetime", "timedelta", "timezone", "date", "time"],
    ),
    (
        "collections",
        &[
            "defaultdict",
            "Counter",
            "OrderedDict",
            "deque",
            "namedtuple",
        ],
    ),
    ("dataclasses", &["dataclass", "field", "asdict"]),
    ("pathlib", &["Path", "PurePosixPath"]),
    ("enum", &["Enum", "IntEnum"]),
    ("decimal", &["Decimal", "ROUND_HALF_UP"]),
    ("zoneinfo", &["ZoneInfo"]),
    ("uuid", &["uuid4", "UUID"]),
    ("io", &["BytesIO", "StringIO"]),
    (
        "functools",
        &["lru_cache", "partial", "reduce", "wraps", "cache"],
    ),
    ("itertools", &["chain", "groupby", "islice", "product"]),
    ("contextlib", &["contextmanager", "closing", "suppress"]),
    ("__future__", &["annotations"]),
    (
        "urllib.parse",
        &["urlencode", "quote", "urlparse", "urljoin", "parse_qs"],
    ),
    ("urllib.request", &["Request", "urlopen"]),
    ("email.message", &["EmailMessage"]),
    ("email.mime.text", &["MIMEText"]),
    ("email.mime.multipart", &["MIMEMultipart"]),
    (
        "concurrent.futures",
        &["ThreadPoolExecutor", "as_completed"],
    ),
];

/// The modules.
pub(super) fn modules(replace: Span) -> impl Iterator<Item = Completion> {
    let item = move |(name, source): (&str, &str)| {
        Completion::new(name, CompletionKind::Path, replace).detail(source)
    };
    let own = MODULES.iter().map(|name| (*name, "Python"));
    [("wmill", "Windmill's Python client")]
        .into_iter()
        .chain(own)
        .map(item)
}

/// What is taken of a module.
pub(super) fn names(module: &str, replace: Span) -> Vec<Completion> {
    let known = NAMES.iter().find(|(known, _)| *known == module);
    let names = known.into_iter().flat_map(|(_, names)| *names);
    let kind = |name: &str| match name.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => CompletionKind::Class,
        false => CompletionKind::Function,
    };
    names
        .map(|name| Completion::new(*name, kind(name), replace).detail(module))
        .collect()
}

#[test]
fn all_of_them_come_with_python() {
    let first = |module: &str| module.split('.').next().unwrap_or_default().to_owned();
    for module in MODULES.iter().chain(NAMES.iter().map(|(m, _)| m)) {
        assert!(lang::python::is_stdlib(&first(module)), "{module}");
    }
}
