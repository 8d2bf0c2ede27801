//! The languages whose signatures alone are read.

use super::{Deep, Row, all};

const SQL: &[Row] = &[
    ("SQL brackets", "(", "1", ")"),
    ("SQL brackets never closed", "(", "", ""),
    ("SQL CASE", "CASE WHEN a THEN ", "1", " END"),
    ("SQL functions", "coalesce(", "1", ", 2)"),
    ("SQL plus", "1 + ", "1", ""),
    ("SQL NOT", "NOT ", "1", ""),
    ("SQL casts", "", "$1", "::int"),
    ("SQL items", "", "a", "[1]"),
    ("SQL names", "", "a", ".a"),
    ("SQL quotes", "'", "", "'"),
    ("SQL dollar quotes", "$a$ ", "", "$a$"),
    ("SQL comments in comments", "/*", "", "*/"),
    ("SQL selects in brackets", "(SELECT ", "1", ")"),
];

const QUERIES: &[Row] = &[
    ("SQL selects", "SELECT * FROM (", "SELECT 1 AS a", ") x"),
    (
        "SQL WITH",
        "WITH x AS (",
        "SELECT 1 AS a",
        ") SELECT * FROM x",
    ),
    ("SQL UNION", "SELECT 1 UNION ", "SELECT 1", ""),
    (
        "SQL unions in brackets",
        "(SELECT 1 UNION ",
        "SELECT 1",
        ")",
    ),
    ("SQL statements", "BEGIN; ", "SELECT 1", "; END"),
];

const SHELL: &[Row] = &[
    ("bash commands", "$(", "", ")"),
    ("bash defaults", "${1:-", "", "}"),
    ("bash arithmetic", "$((", "1", "))"),
    ("bash quotes", "\"$(", "", ")\""),
    ("bash groups", "{ ", "", " }"),
    ("bash conditions", "if a; then ", "b", "; fi"),
    ("bash substitutions", "`", "", "`"),
];

const POWERSHELL: &[Row] = &[
    ("PowerShell types", "[", "$a", "]"),
    ("PowerShell values", "$a = (", "1", ")"),
    ("PowerShell arrays", "$a = @(", "1", ")"),
    ("PowerShell tables", "$a = @{a=", "1", "}"),
    ("PowerShell attributes", "[Parameter(", "", ")]$a"),
];

pub(super) fn texts() -> Vec<Deep> {
    let mut texts: Vec<Deep> = all("s.pg.sql", "-- $1 a (int)\nSELECT ", " AS a\n", SQL).collect();
    texts.extend(all("s.pg.sql", "", "\n", QUERIES));
    let comment = [("SQL types", "(", "int", ")")];
    texts.extend(all("s.my.sql", "-- ? a (", ")\nSELECT 1\n", &comment));
    texts.extend(all(
        "s.duckdb.sql",
        "-- $a (int) = ",
        "\nSELECT 1\n",
        &[("SQL defaults", "[", "1", "]")],
    ));
    texts.extend(all("s.sh", "a=\"$1\"\nb=", "\n", SHELL));
    texts.extend(all("s.ps1", "param(", ")\n", POWERSHELL));
    let go: &[Row] = &[
        ("Go lists", "[]", "int", ""),
        ("Go pointers", "*", "int", ""),
        ("Go maps", "map[string]", "int", ""),
        ("Go structs", "struct { A ", "int", " }"),
        ("Go functions", "func(", "int", ")"),
        ("Go type arguments", "A[", "int", "]"),
    ];
    texts.extend(all(
        "s.go",
        "package inner\nfunc main(x ",
        ") (any, error) {}\n",
        go,
    ));
    let php: &[Row] = &[
        ("PHP arrays", "$x = [", "1", "]"),
        ("PHP types", "(", "int", ")"),
        ("PHP optional types", "?", "int $x", ""),
        ("PHP unions", "int|", "int $x", ""),
    ];
    texts.extend(all("s.php", "<?php\nfunction main(", ") {}\n", php));
    let rust: &[Row] = &[
        ("Rust Vec", "Vec<", "i32", ">"),
        ("Rust references", "&", "str", ""),
        ("Rust tuples", "(", "i32", ",)"),
        ("Rust arrays", "[", "i32", "; 1]"),
    ];
    texts.extend(all("s.rs", "fn main(x: ", ") {}\n", rust));
    let graphql: &[Row] = &[
        ("GraphQL lists", "[", "Int", "]"),
        ("GraphQL defaults", "Int = [", "1", "]"),
    ];
    texts.extend(all("s.gql", "query a($x: ", ") { b }\n", graphql));
    texts.extend(all(
        "s.gql",
        "query a($x: Int) ",
        "\n",
        &[("GraphQL selections", "{ a ", "", "}")],
    ));
    texts
}
