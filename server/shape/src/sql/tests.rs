//! Shapes of small SQL scripts, as people read them.

use super::{Dialect, returned};

#[track_caller]
fn returns_in(dialect: Dialect, code: &str, shape: &str) {
    assert_eq!(returned(code, dialect).to_string(), shape, "{code}");
}

#[track_caller]
fn returns(code: &str, shape: &str) {
    returns_in(Dialect::Postgresql, code, shape);
}

#[test]
fn plain_columns() {
    returns(
        "SELECT a, b AS c, t.d, s.t.\"E f\" FROM t WHERE x = $1;",
        "{ a: unknown, c: unknown, d: unknown, \"E f\": unknown }[]",
    );
    returns("select ID, t.x y from t", "{ id: unknown, y: unknown }[]");
    returns(
        "select distinct on (a, b) a, c from t",
        "{ a: unknown, c: unknown }[]",
    );
    returns("select count(*) as n, max(x) from t", "{ n: unknown, … }[]");
    returns("select *, a from t", "{ a: unknown, … }[]");
    returns("select t.* from t", "{ … }[]");
    returns(
        "select case when a then 1 else 2 end as kind",
        "{ kind: unknown }[]",
    );
    returns("select 1", "{ … }[]");
    returns(
        "select a, option, b from t",
        "{ a: unknown, option: unknown, b: unknown }[]",
    );
    returns("select a option, b from t", "unknown");
    returns(
        "select a is distinct from b as c, d from t",
        "{ c: unknown, d: unknown }[]",
    );
    returns("select not a, b from t", "{ b: unknown, … }[]");
    returns(
        "select a, b from t for update",
        "{ a: unknown, b: unknown }[]",
    );
    returns("select null, current_date", "{ … }[]");
    returns("select a::int, b::text as b from t", "{ b: unknown, … }[]");
    returns(
        "select a from t union all select b from u",
        "{ a: unknown }[]",
    );
    returns(
        "-- a comment with select x;\nselect a /* , z */, 'x, y from' as b from t",
        "{ a: unknown, b: unknown }[]",
    );
    returns(
        "with q as (select z from u) select a from q order by a limit 3",
        "{ a: unknown }[]",
    );
    returns(
        "insert into t (a) values (1) returning id, a as b",
        "{ id: unknown, b: unknown }[]",
    );
}

#[test]
fn what_cannot_be_read_is_unknown() {
    returns("insert into t (a) values (1)", "unknown");
    returns("", "unknown");
    returns("select a into u from t", "unknown");
    returns("select %%name%% from t", "unknown");
    returns("do $$ begin end $$", "unknown");
    returns("select 'it''s' as a", "unknown");
    returns("(select a from t) union (select b from t)", "unknown");
    returns("select a as größe from t", "unknown");
    returns("call f()", "unknown");
    returns("-- s3\nselect a from t", "unknown");
    returns("select 'open", "unknown");
}

#[test]
fn collections() {
    let with = |way: &str| format!("-- result_collection={way}\nselect 1;\nselect a from t");
    returns(&with("last_statement_all_rows"), "{ a: unknown }[]");
    returns(&with("last_statement_first_row"), "{ a: unknown } | null");
    returns(&with("last_statement_all_rows_scalar"), "unknown[]");
    returns(&with("last_statement_first_row_scalar"), "unknown");
    returns(&with("all_statements_all_rows"), "unknown");
    returns(&with("legacy"), "unknown");
    returns(
        "-- https://www.windmill.dev/docs\n-- result_collection=legacy\n\nselect a from t;",
        "{ a: unknown }[]",
    );
    returns_in(
        Dialect::Mssql,
        "-- result_collection=legacy\nselect a as b from t",
        "unknown",
    );
    returns(
        "-- return_last_result\nselect 1; select a from t",
        "{ a: unknown }[]",
    );
    returns(
        "select 1; select a from t",
        "({ a: unknown, … } | unknown[])[]",
    );
    returns("select a from t -- result_collection=legacy", "unknown");
}

#[test]
fn databases_differ() {
    use Dialect::*;
    returns_in(
        Snowflake,
        "select a, b as \"c\" from t",
        "{ A: unknown, c: unknown }[]",
    );
    returns_in(Oracledb, "select a from t", "{ A: unknown }[]");
    returns_in(
        Mysql,
        "select `a` as `B`, 'x' as c from t",
        "{ B: unknown, c: unknown }[]",
    );
    returns_in(Mysql, "select a from t # select", "{ a: unknown, … }[]");
    returns_in(Bigquery, "select a as x, from t", "{ x: unknown }[]");
    returns_in(Duckdb, "select a as x from 'file.csv'", "{ x: unknown }[]");
    returns_in(Duckdb, "from t select a as x", "unknown");
    returns_in(Mssql, "select a as [x y] from t", "{ \"x y\": unknown }[]");
    returns_in(
        Mssql,
        "select a as x from t\nselect b as y from u",
        "unknown",
    );
    returns_in(
        Mssql,
        "select a as x from t; select b as y from u",
        "unknown",
    );
    returns_in(Mssql, "select top 3 a as x from t", "unknown");
    returns_in(Mssql, "select a as x from t for json path", "unknown");
    returns_in(Mssql, "select x = a from t", "{ … }[]");
}
