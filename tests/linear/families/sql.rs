//! SQL of all kinds.

use crate::family::{Family, Make, again, each, nested};

fn postgres(name: &'static str, make: Make) -> Family {
    Family::new("f/a/s.pg.sql", name, make)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        postgres("arguments", |n| each("SELECT ", n, |i| format!("${i}::int "), "")),
        postgres("declared arguments", |n| each("", n, |i| format!("-- ${i} a{i} (int) = 5\n"), "SELECT 1")),
        postgres("one argument again", |n| again("", n, "-- $1 a\n", "")),
        postgres("dollars", |n| again("", n, "$", "")),
        postgres("dollar quotes", |n| again("", n, "$a$ ", "")),
        postgres("digits", |n| again("$", n, "1", "")),
        postgres("commas", |n| again("SELECT ", n, "a,", "b")),
        postgres("quotes", |n| again("SELECT ", n, "'", "")),
        postgres("comments in comments", |n| again("SELECT ", n, "/*", "")),
        postgres("columns", |n| each("SELECT ", n, |i| format!("a{i} AS b{i}, "), "1 AS z FROM t")).parts(250),
        postgres("statements", |n| again("", n, "SELECT 1;", "")),
        postgres("with", |n| each("WITH ", n, |i| format!("x{i} AS (SELECT 1 AS a), "), "z AS (SELECT 1) SELECT * FROM z")),
        postgres("with, from the one before", |n| each("WITH x0 AS (SELECT 1 AS a)", n, |i| format!(", x{i} AS (SELECT * FROM x{})", i - 1), &format!(" SELECT * FROM x{n}"))),
        postgres("unions", |n| again("SELECT 1 AS a", n, " UNION SELECT 2 AS a", "")),
        postgres("joins", |n| each("SELECT * FROM t", n, |i| format!(" JOIN t{i} ON true"), "")),
        postgres("deep: brackets", |n| again("SELECT ", n, "(", "")),
        postgres("deep: closed brackets", |n| nested("SELECT ", n, "(", "1", ")") + " AS a"),
        postgres("deep: selects", |n| nested("SELECT * FROM ", n, "(SELECT * FROM ", "t", ") x")),
        postgres("deep: case", |n| nested("SELECT ", n, "CASE WHEN a THEN ", "1", " END") + " AS a"),
        Family::new("f/a/s.my.sql", "mysql: arguments", |n| each("", n, |i| format!("-- ? a{i} (int)\n"), "SELECT 1")),
        Family::new("f/a/s.my.sql", "mysql: named arguments", |n| each("", n, |i| format!("-- :a{i} (int) = 1\n"), "SELECT 1")),
        Family::new("f/a/s.bq.sql", "bigquery: arguments", |n| each("", n, |i| format!("-- @a{i} (int64)\n"), "SELECT 1")),
        Family::new("f/a/s.ms.sql", "mssql: arguments", |n| each("", n, |i| format!("-- @P{i} a{i} (int)\n"), "SELECT 1")),
        Family::new("f/a/s.duckdb.sql", "duckdb: arguments", |n| each("", n, |i| format!("-- $a{i} (int)\n"), "SELECT 1")),
    ]
}
