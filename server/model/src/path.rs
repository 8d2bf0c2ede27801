//! Paths as text: absolute, `/` on every system, without `.` and `..`: `/home/a`, `C:/Users/a`, `//server/share/a`.
//! Nothing here asks the disk.

use std::sync::Arc;

/// An absolute, normalised path.
pub type FilePath = Arc<str>;

/// Joins `relative` to the folder `dir` and resolves `.` and `..`. `None` where it climbs above the
/// file system's root.
pub fn join(dir: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = dir.split('/').filter(|p| !p.is_empty()).collect();
    let (start, root) = root(dir);
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.len() <= root => return None,
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("{start}{}", parts.join("/")))
}

/// With what a path starts, and how many of its parts name the root: none of `/a`, the drive of `C:/a`, server and share
/// of `//server/share/a`.
fn root(path: &str) -> (&'static str, usize) {
    match path.as_bytes() {
        [b'/', b'/', ..] => ("//", 2),
        [b'/', ..] => ("/", 0),
        [letter, b':'] | [letter, b':', b'/', ..] if letter.is_ascii_alphabetic() => ("", 1),
        _ => ("", 0),
    }
}

/// Whether a path that somebody wrote starts at a root, on whatever system.
pub(crate) fn is_absolute(written: &str) -> bool {
    written.starts_with('/') || written.as_bytes().get(1) == Some(&b':')
}

/// The folder that holds `path`; empty for a bare name.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// The last part of `path`.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `path` as seen from the folder `dir`; `None` where it lies elsewhere.
pub fn relative<'a>(dir: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(dir.trim_end_matches('/'))?
        .strip_prefix('/')
}

/// `path` as written from the folder `dir`, with `..` where needed.
pub fn relative_to(dir: &str, path: &str) -> String {
    let from: Vec<&str> = dir.split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - same];
    parts.extend(&to[same..]);
    parts.join("/")
}

/// How the folder of a flow ends.
pub(crate) const FLOW_SUFFIXES: &[&str] = &[".flow", "__flow"];

/// The path of a flow's folder without the ending that tells what it is.
pub(crate) fn flow_stem(folder: &str) -> &str {
    let bare = FLOW_SUFFIXES.iter().find_map(|s| folder.strip_suffix(s));
    bare.unwrap_or(folder)
}

/// How the folder of an app ends, of a low-code one and of one whose frontend is code.
pub(crate) const APP_SUFFIXES: &[&str] = &[".app", "__app"];
pub(crate) const RAW_APP_SUFFIXES: &[&str] = &[".raw_app", "__raw_app"];

/// The folder of the app that a file belongs to.
pub fn app_folder(path: &str) -> Option<&str> {
    let ends = |folder: &str| {
        let all = || APP_SUFFIXES.iter().chain(RAW_APP_SUFFIXES);
        all().any(|suffix| folder.ends_with(suffix))
    };
    let mut folder = parent(path);
    while !folder.is_empty() && !ends(folder) {
        folder = parent(folder);
    }
    Some(folder).filter(|f| !f.is_empty())
}

/// The path of an app's folder without the ending that tells what it is.
pub fn app_stem(folder: &str) -> &str {
    let mut all = APP_SUFFIXES.iter().chain(RAW_APP_SUFFIXES);
    all.find_map(|s| folder.strip_suffix(s)).unwrap_or(folder)
}

/// Whether a file of YAML or JSON says what an app runs: `app.yaml`, `raw_app.yaml`, and `backend/*.yaml` of a raw app.
pub(crate) fn is_of_app(path: &str) -> bool {
    let folder = parent(path);
    let is_in = |folder: &str, suffixes: &[&str]| suffixes.iter().any(|s| folder.ends_with(s));
    match name(path) {
        "app.yaml" | "app.json" => is_in(folder, APP_SUFFIXES),
        "raw_app.yaml" | "raw_app.json" => is_in(folder, RAW_APP_SUFFIXES),
        file => {
            let is_backend = name(folder) == "backend" && is_in(parent(folder), RAW_APP_SUFFIXES);
            is_backend && file.ends_with(".yaml")
        }
    }
}

/// Whether it is code of an app's frontend: a module in the folder of a raw app, but for its `backend`, its packages, and what
/// Windmill makes there.
pub(crate) fn is_frontend(path: &str) -> bool {
    const ENDINGS: &[&str] = &["tsx", "jsx", "ts", "js", "mts", "mjs", "svelte", "vue"];
    let ends = |(_, ending): (&str, &str)| ENDINGS.contains(&ending);
    if !name(path).rsplit_once('.').is_some_and(ends) {
        return false;
    }
    let Some(folder) = raw_app_folder(path) else {
        return false;
    };
    let below = path.get(folder.len() + 1..).unwrap_or_default();
    let is_made = below.ends_with(".d.ts") || below == "wmill.ts";
    let parts = ["node_modules", "dist"];
    let is_foreign = below.starts_with("backend/") || below.split('/').any(|p| parts.contains(&p));
    !is_made && !is_foreign
}

/// The folder of the app whose frontend is code that a file belongs to.
pub fn raw_app_folder(path: &str) -> Option<&str> {
    let folder = app_folder(path)?;
    let is_raw = RAW_APP_SUFFIXES.iter().any(|s| folder.ends_with(s));
    is_raw.then_some(folder)
}

/// The path of a script's file without the ending that tells its language.
pub fn script_stem(path: &str) -> Option<&str> {
    const ENDINGS: &[&str] = &[
        ".fetch.ts",
        ".bun.ts",
        ".deno.ts",
        ".pg.sql",
        ".my.sql",
        ".bq.sql",
        ".sf.sql",
        ".ms.sql",
        ".odb.sql",
        ".duckdb.sql",
        ".playbook.yml",
    ];
    let ending = ENDINGS.iter().find_map(|e| path.strip_suffix(e));
    let dot = || {
        let (stem, _) = path.rsplit_once('.')?;
        Some(stem).filter(|stem| !stem.ends_with('/'))
    };
    ending.or_else(dot)
}

/// Where an `!inline` of a flow in the folder `dir` may find its file: where it says, else by the step's id.
pub(crate) fn inline_paths(dir: &str, name: &str, module: &str) -> Vec<String> {
    let Some(path) = join(dir, name).filter(|_| !is_absolute(name)) else {
        return Vec::new();
    };
    let rest = self::name(name).split_once('.').map(|(_, rest)| rest);
    let by_id = rest.and_then(|rest| join(dir, &format!("{module}.{rest}")));
    let mut paths = vec![path];
    paths.extend(by_id.filter(|p| !paths.contains(p)));
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_splits() {
        assert_eq!(join("/a/b", "./c/../d.py").as_deref(), Some("/a/b/d.py"));
        assert_eq!(join("/a", "../../x"), None);
        assert_eq!(join("C:/a", "b").as_deref(), Some("C:/a/b"));
        assert_eq!((parent("/a/b"), name("/a/b")), ("/a", "b"));
        assert_eq!(relative("/a", "/a/b/c"), Some("b/c"));
        assert_eq!(relative("/a", "/ab"), None);
        assert_eq!(relative_to("/w/x.flow", "/w/lib/y.py"), "../lib/y.py");
    }

    #[test]
    fn no_path_climbs_above_its_root() {
        for (dir, relative, wanted) in [
            ("C:/a/b", "../c", Some("C:/a/c")),
            ("C:/a", "..", Some("C:")),
            ("C:/a", "../..", None),
            ("//server/share/a", "../b", Some("//server/share/b")),
            ("//server/share/a", "../../b", None),
            ("/a", "../b", Some("/b")),
            ("f/a", "../../b", Some("b")),
            ("", "..", None),
        ] {
            assert_eq!(
                join(dir, relative).as_deref(),
                wanted,
                "{dir} and {relative}"
            );
        }
    }

    #[test]
    fn paths_of_windows_are_seen_from_each_other() {
        assert_eq!(relative("C:/w", "C:/w/f/a"), Some("f/a"));
        assert_eq!(
            relative("//server/share", "//server/share/f/a"),
            Some("f/a")
        );
        assert_eq!(parent("C:/a"), "C:");
        assert_eq!(relative_to("C:/w/x.flow", "C:/w/lib/y.py"), "../lib/y.py");
        assert!(is_absolute("C:/a") && is_absolute("/a") && !is_absolute("a/b:c"));
    }
}
