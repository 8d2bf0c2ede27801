//! Names that are looked for among many: files, functions of other files.

use crate::family::Family;

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        Family::new("f/a/s.py", "files of a folder", |_| "def main(x):\n    return x\n".to_owned())
            .beside(|n| (1..=n).map(|i| (format!("f/a/other{i}.py"), "def main(x):\n    return x\n".to_owned())).collect()),
    ]
}
