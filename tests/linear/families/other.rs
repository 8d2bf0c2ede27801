//! Languages that are read by Windmill's conventions.

use crate::family::{Family, again, each, nested};

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        Family::new("f/a/s.sh", "bash: arguments", |n| each("", n, |i| format!("a{i}=\"${i}\"\n"), "")),
        Family::new("f/a/s.sh", "bash: one argument again", |n| again("", n, "a=\"$1\"\n", "")),
        Family::new("f/a/s.sh", "bash: quotes", |n| again("a=\"$", n, "\"", "")),
        Family::new("f/a/s.sh", "bash: defaults", |n| again("", n, "a=\"${1:-", "")),
        Family::new("f/a/s.sh", "bash: deep", |n| nested("a=\"$1\"\n", n, "$(", "", ")")),
        Family::new("f/a/s.go", "go: parameters", |n| each("package inner\nfunc main(", n, |i| format!("a{i} int, "), ") (int, error) {}\n")),
        Family::new("f/a/s.go", "go: unclosed", |n| again("func main(", n, "(", "")),
        Family::new("f/a/s.go", "go: mains", |n| again("", n, "func main(\n", "")),
        Family::new("f/a/s.go", "go: names without types", |n| again("func main(", n, "a, ", ") {}")),
        Family::new("f/a/s.go", "go: deep types", |n| again("package inner\nfunc main(x ", n, "[]", "int) {}\n")),
        Family::new("f/a/s.php", "php: parameters", |n| each("<?php\nfunction main(", n, |i| format!("int $a{i} = 1, "), ") {}\n")),
        Family::new("f/a/s.php", "php: quotes", |n| again("<?php\nfunction main($a = '", n, "\\'", "")),
        Family::new("f/a/s.php", "php: deep", |n| nested("<?php\nfunction main($x = ", n, "[", "", "]") + ") {}\n"),
        Family::new("f/a/s.rs", "rust: parameters", |n| each("fn main(", n, |i| format!("a{i}: i32, "), ") {}\n")),
        Family::new("f/a/s.rs", "rust: deep types", |n| nested("fn main(a: ", n, "Vec<", "i32", ">") + ") {}"),
        Family::new("f/a/s.rs", "rust: angle brackets", |n| again("fn main(a: ", n, "<", ") {}")),
        Family::new("f/a/s.ps1", "powershell: parameters", |n| each("param(", n, |i| format!("[string]$a{i} = 'x', "), "$z)\n")),
        Family::new("f/a/s.ps1", "powershell: brackets", |n| again("param(", n, "[", ")")),
        Family::new("f/a/s.ps1", "powershell: many param", |n| again("", n, "param", "")),
        Family::new("f/a/s.gql", "graphql: variables", |n| each("query q(", n, |i| format!("$a{i}: Int!, "), ") { a }\n")),
        Family::new("f/a/s.gql", "graphql: queries", |n| again("", n, "query ", "")),
        Family::new("f/a/s.gql", "graphql: unclosed", |n| again("", n, "query q(", "{")),
        Family::new("f/a/s.gql", "graphql: deep", |n| nested("query a($x: ", n, "[", "Int", "]") + ") { a }"),
    ]
}
