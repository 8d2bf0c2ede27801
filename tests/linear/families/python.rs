//! Python scripts.

use crate::family::{Family, Make, again, each};

fn python(name: &'static str, make: Make) -> Family {
    Family::new("f/a/s.py", name, make)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        python("parameters", |n| each("def main(", n, |i| format!("a{i}: int = 1, "), "z=1):\n    return z\n")),
        python("functions", |n| each("", n, |i| format!("def f{i}(a): return a\n"), "def main(x): return f1(x)\n")),
        python("mains", |n| again("", n, "def main(x): return x\n", "")),
        python("keys of a dict", |n| each("def main(x):\n    return {", n, |i| format!("'k{i}': {i}, "), "}\n")),
        python("imports", |n| each("", n, |i| format!("import m{i}\n"), "def main(x): return x\n")),
        python("try", |n| again("def main(x):\n", n, "    try:\n        a = 1\n    except E:\n        a = 2\n", "    return a\n")),
        python("mistakes of syntax", |n| again("", n, "x = = )\n", "")),
        python("unclosed strings", |n| again("", n, "'''", "")),
        python("brackets on one line", |n| again("", n, ") ", "")),
        python("classes", |n| each("from typing import TypedDict\n", n, |i| format!("class STRIPE{i}(TypedDict):\n    a: int\n"), "def main(x): return x\n")),
        python("ignore comments", |n| again("", n, "# windmill-ls: ignore[missing-main] x\n", "")),
        python("deep: parentheses", |n| again("def main(x=", n, "(", "")).parts(100),
        python("deep: attributes", |n| again("def main(x):\n    return x", n, ".a", "\n")).parts(100),
        python("deep: not", |n| again("def main(x):\n    return ", n, "not ", "x\n")).parts(100),
        python("deep: plus", |n| again("def main(x):\n    return 1", n, "+1", "\n")).parts(100),
    ]
}
