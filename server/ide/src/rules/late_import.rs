//! An import of a package that Windmill does not see when it works out what to install.

use std::collections::BTreeSet;

use lang::python::{Import, ImportPlace, is_stdlib};
use model::flow::ModuleKind;
use model::path;
use model::script::Script;
use model::signature::{Entry, EntryName};
use syntax::FileId;

use super::{Level, Rule, RuleInfo};
use crate::context::{CheckedCode, Context};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "late-import",
        Level::Warning,
        include_str!("late_import.md"),
    )
    .category(Category::Correctness),
    check,
};

/// Packages that others always bring along.
pub(super) const BRINGS: &[(&str, &[&str])] = &[
    ("aiohttp", &["multidict", "yarl"]),
    ("anthropic", &["httpx", "pydantic"]),
    ("boto3", &["botocore", "s3transfer"]),
    ("fastapi", &["pydantic", "starlette"]),
    ("geopandas", &["numpy", "pandas", "pyproj", "shapely"]),
    ("google", &["requests"]),
    ("httpx", &["anyio", "certifi", "httpcore"]),
    ("matplotlib", &["PIL", "dateutil", "numpy"]),
    ("openai", &["httpx", "pydantic"]),
    ("pandas", &["dateutil", "numpy"]),
    ("requests", &["certifi", "urllib3"]),
    ("scipy", &["numpy"]),
    ("shapely", &["numpy"]),
    ("sklearn", &["joblib", "numpy", "scipy"]),
    ("stripe", &["requests"]),
    ("wmill", &["httpx"]),
];

fn check(cx: &mut Context<'_>) {
    for code in cx.code().iter().filter(|c| c.is_python()) {
        let script = &code.script;
        let imports = script.imports().iter();
        let late: Vec<&Import> = imports.filter(|i| is_late(script, i)).collect();
        if late.is_empty() || !has_entry(script) || is_listed(cx, script) {
            continue;
        }
        let Some(seen) = seen(cx, code, true) else {
            continue;
        };
        for import in late {
            let package = root(import);
            let brought =
                |(by, what): &(&str, &[&str])| seen.contains(*by) && what.contains(&package);
            if seen.contains(package)
                || BRINGS.iter().any(brought)
                || is_locked(cx, code, package) == Some(true)
            {
                continue;
            }
            let place = match import.place {
                ImportPlace::Function => "inside a function",
                ImportPlace::Block => "inside a block",
                ImportPlace::Top => "below `main`",
            };
            cx.report(
                code.outer(import.module.span),
                format!("`{package}` is imported {place}: Windmill does not install it"),
            )
            .help("import it at the top, or list it under `# extra_requirements:`");
        }
    }
}

/// Packages whose name is not that of the module they bring.
const DISTRIBUTIONS: &[(&str, &[&str])] = &[
    ("Crypto", &["pycryptodome"]),
    ("MySQLdb", &["mysqlclient"]),
    ("OpenSSL", &["pyopenssl"]),
    ("PIL", &["pillow"]),
    ("attr", &["attrs"]),
    ("bs4", &["beautifulsoup4"]),
    ("cv2", &["opencv-python", "opencv-python-headless"]),
    ("dateutil", &["python-dateutil"]),
    ("discord", &["discord-py"]),
    ("docx", &["python-docx"]),
    ("dotenv", &["python-dotenv"]),
    ("fitz", &["pymupdf"]),
    ("git", &["gitpython"]),
    ("jose", &["python-jose"]),
    ("jwt", &["pyjwt"]),
    ("magic", &["python-magic"]),
    ("nacl", &["pynacl"]),
    ("pptx", &["python-pptx"]),
    ("psycopg2", &["psycopg2-binary"]),
    ("serial", &["pyserial"]),
    ("skimage", &["scikit-image"]),
    ("sklearn", &["scikit-learn"]),
    ("slugify", &["python-slugify"]),
    ("telegram", &["python-telegram-bot"]),
    ("yaml", &["pyyaml"]),
    ("zmq", &["pyzmq"]),
];

/// Whether the lock beside the code has the package of a module; `None`: there is no lock.
pub(super) fn is_locked(cx: &Context<'_>, code: &CheckedCode, module: &str) -> Option<bool> {
    let path = match code.module.zip(cx.flow()) {
        Some((module, flow)) => match &flow.module(module).kind {
            ModuleKind::RawScript {
                lock: Some(lock), ..
            } => cx.workspace.inline_path(&cx.file.path, lock)?,
            _ => return None,
        },
        None => {
            let stem = cx.file.path.strip_suffix(".py")?;
            let ending = if stem.ends_with(".inline_script") {
                "lock"
            } else {
                "script.lock"
            };
            format!("{stem}.{ending}")
        }
    };
    let lock = cx.workspace.id(&path)?;
    let lock = cx.workspace.get(lock)?.text().to_lowercase();
    let simple = |name: &str| name.to_lowercase().replace(['_', '.'], "-");
    let locked = |wanted: &str| {
        let names = lock.lines().filter_map(|line| {
            let end = line.find(['=', '<', '>', '~', '!', '@', '[', ';', ' '])?;
            Some(simple(&line[..end]))
        });
        let wanted = simple(wanted);
        // `google` comes with many packages.
        let mut names = names.into_iter();
        names.any(|n| n == wanted || n.starts_with(&format!("{wanted}-")))
    };
    let others = DISTRIBUTIONS.iter().find(|(m, _)| *m == module);
    Some(locked(module) || others.is_some_and(|(_, d)| d.iter().any(|d| locked(d))))
}

/// The package that an import needs: the part before the first dot.
pub(super) fn root(import: &Import) -> &str {
    import.module.value.split('.').next().unwrap_or("")
}

/// Whether it is one of the workspace's own modules.
pub(super) fn is_own(import: &Import) -> bool {
    matches!(root(import), "" | "f" | "u" | "g")
}

/// Where imports are no longer looked at.
fn end(script: &Script) -> u32 {
    let signature = script.entry(EntryName::Main).signature();
    signature.map_or(u32::MAX, |s| s.span.start)
}

fn is_late(script: &Script, import: &Import) -> bool {
    let is_seen = import.place == ImportPlace::Top && import.span.start < end(script);
    !is_seen && !import.optional && !is_own(import) && !is_stdlib(root(import))
}

/// A file without an entry point is a library: what is installed depends on who uses it.
pub(super) fn has_entry(script: &Script) -> bool {
    let main = script.entry(EntryName::Main);
    let preprocessor = script.entry(EntryName::Preprocessor);
    matches!(main, Entry::Found(_) | Entry::Workflow) || matches!(preprocessor, Entry::Found(_))
}

/// Whether something else says what is installed: a comment, a file of the workspace, the search path.
pub(super) fn is_listed(cx: &Context<'_>, script: &Script) -> bool {
    let lists = |line: &str| {
        let comment = line.strip_prefix('#').map(str::trim_start);
        let words = [
            "requirements",
            "extra_requirements",
            "extra-requirements",
            "/// script",
        ];
        comment.is_some_and(|c| words.iter().any(|w| c.starts_with(w)))
    };
    if script.text.lines().any(lists) || script.text.contains("sys.path") {
        return true;
    }
    let above = std::iter::successors(Some(path::parent(&cx.file.path)), |dir| {
        Some(path::parent(dir)).filter(|d| !d.is_empty())
    });
    let files = [
        "requirements.txt",
        "dependencies/requirements.in",
        "dependencies/extra.requirements.in",
    ];
    let is_there = |dir: &str, file: &str| cx.workspace.id(&format!("{dir}/{file}")).is_some();
    above
        .into_iter()
        .any(|dir| files.iter().any(|f| is_there(dir, f)))
}

/// The packages that Windmill sees, in the workspace's own modules too; `None` where one of these is
/// not here or has a list of its own.
///
/// `in_folders`: also in modules that are imported by their folder, which Windmill does not follow.
pub(super) fn seen(
    cx: &Context<'_>,
    code: &CheckedCode,
    in_folders: bool,
) -> Option<BTreeSet<String>> {
    let names = cx.workspace.names();
    let own = names.windmill_path(&cx.file.path).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut visited: BTreeSet<FileId> = BTreeSet::from([cx.id]);
    let mut open = vec![(code.script.clone(), own)];
    while let Some((script, own)) = open.pop() {
        let tops = script.imports().iter();
        for import in tops.filter(|i| i.place == ImportPlace::Top && i.span.start < end(&script)) {
            if !is_own(import) {
                seen.insert(root(import).to_owned());
                continue;
            }
            let paths = candidates(&own, import);
            let found = paths
                .iter()
                .find_map(|p| Some((names.script(&cx.file.path, p)?, p)));
            let (id, path) = match found {
                Some((_, path)) if !in_folders && *path != paths[0] => continue,
                found => found?,
            };
            let module = cx.workspace.get(id)?.script()?.clone();
            if visited.insert(id) {
                if is_listed(cx, &module) {
                    return None;
                }
                open.push((module, path.clone()));
            }
        }
    }
    Some(seen)
}

/// The Windmill paths that an import of the workspace's own may mean, from a script at `own`.
fn candidates(own: &str, import: &Import) -> Vec<String> {
    let module = &import.module.value;
    let dots = module.chars().take_while(|&c| c == '.').count();
    let tail = module[dots..].replace('.', "/");
    let mut dir = own;
    for _ in 0..dots {
        dir = path::parent(dir);
    }
    let base = match (dots, tail.is_empty()) {
        (0, _) => tail,
        (_, true) => dir.to_owned(),
        (_, false) => format!("{dir}/{tail}"),
    };
    let inner = import.name.as_ref().map(|n| format!("{base}/{}", n.value));
    std::iter::once(base).chain(inner).collect()
}
