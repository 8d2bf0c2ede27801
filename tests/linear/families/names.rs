//! Names that are looked for among many: files, functions of other files.

use crate::family::{Family, each};

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        Family::new("f/a/s.py", "files of a folder", |_| "def main(x):\n    return x\n".to_owned())
            .beside(|n| (1..=n).map(|i| (format!("f/a/other{i}.py"), "def main(x):\n    return x\n".to_owned())).collect()),
        Family::new("f/a/s.py", "functions of an imported module", |n| each("import f.a.lib as lib\ndef main(x):\n    out = {}\n", n, |i| format!("    out['k{}'] = lib.f{i}(x)\n", i % 9), "    return out\n"))
            .beside(|n| vec![("f/a/lib.py".to_owned(), each("", n, |i| format!("def f{i}(x): return {{'a': {i}}}\n"), ""))]),
        Family::new("f/a/s.py", "functions of an imported module, all at once", |n| each("import f.a.lib as lib\ndef main(x):\n    return [\n", n, |i| format!("        lib.f{i}(x),\n"), "    ]\n"))
            .beside(|n| vec![("f/a/lib.py".to_owned(), each("", n, |i| format!("def f{i}(x): return {{'a': {i}}}\n"), ""))]),
    ]
}
