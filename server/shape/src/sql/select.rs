//! The names of the columns that a statement gives.

use super::Dialect;
use super::token::{Kind, Token};
use crate::{Field, Object, Origin, Rest, Shape};
use syntax::Span;

/// Longest name that every database keeps whole.
const MAX_NAME: usize = 60;

/// Words with which a clause after the columns begins.
const CLAUSES: &[&str] = &[
    "from",
    "where",
    "group",
    "having",
    "order",
    "limit",
    "offset",
    "fetch",
    "window",
    "qualify",
    "union",
    "intersect",
    "except",
    "minus",
    "for",
    "into",
    "option",
];

/// Words between `SELECT` and the columns after which these are not read.
const UNREAD: &[&str] = &[
    "as",
    "top",
    "sql_calc_found_rows",
    "straight_join",
    "high_priority",
    "sql_no_cache",
    "sql_small_result",
    "sql_big_result",
    "sql_buffer_result",
    "with",
];

/// Words that make an expression of the name behind them.
const PREFIXES: &[&str] = &[
    "not",
    "binary",
    "distinctrow",
    "unique",
    "prior",
    "connect_by_root",
    "interval",
    "date",
    "time",
    "timestamp",
    "array",
    "row",
];

/// How a database spells a bare name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
    /// As it is written, or as the table has it.
    AsIs,
}

/// The row that a statement gives; `None` where nothing is known of it.
pub(super) fn row(tokens: &[Token<'_>], text: &str, dialect: Dialect) -> Option<Object> {
    let start = main_statement(tokens)?;
    let columns = match tokens.get(start)? {
        first if first.is("select") => {
            let rest = &tokens[start + 1..];
            let rest = after_distinct(rest)?;
            let end = clause(rest)?;
            let tail = &rest[end..];
            if !plain_tail(tail, dialect) {
                return None;
            }
            &rest[..end]
        }
        // Rows come from what `RETURNING` names.
        first
            if ["insert", "update", "delete"].iter().any(|w| first.is(w))
                && matches!(dialect, Dialect::Postgresql | Dialect::Duckdb) =>
        {
            let rest = &tokens[start..];
            let at = outside(rest).find(|(_, t)| t.is("returning"))?.0;
            &rest[at + 1..]
        }
        _ => return None,
    };
    let case = match dialect {
        Dialect::Postgresql => Case::Lower,
        Dialect::Oracledb | Dialect::Snowflake => Case::Upper,
        _ => Case::AsIs,
    };
    let mut object = Object::default();
    for column in split(columns) {
        match name(column) {
            Some((token, is_alias)) => {
                let written = spelt(token, text, case)?;
                // A bare column may be named as its table has it.
                if !is_alias && case == Case::AsIs {
                    object.rest = Rest::Open;
                }
                let span = Span::new(token.at, token.at + token.text.len());
                let field = Field::new(written.as_str(), Shape::Unknown).at(Origin::own(span));
                object.set(field);
            }
            None => object.rest = Rest::Open,
        }
    }
    Some(object)
}

/// Where the statement begins that `WITH` leads to.
fn main_statement(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    // `(SELECT …) UNION …`
    if !first.is("with") {
        return Some(0);
    }
    let begins = |t: &Token<'_>| {
        ["select", "insert", "update", "delete"]
            .iter()
            .any(|w| t.is(w))
    };
    outside(tokens).find(|(_, t)| begins(t)).map(|(i, _)| i)
}

/// The tokens that stand outside of brackets.
fn outside<'a, 's>(
    tokens: &'a [Token<'s>],
) -> impl Iterator<Item = (usize, &'a Token<'s>)> + use<'a, 's> {
    let mut depth = 0usize;
    tokens.iter().enumerate().filter(move |(_, token)| {
        let opens = ["(", "[", "{"].iter().any(|m| token.is_mark(m));
        let closes = [")", "]", "}"].iter().any(|m| token.is_mark(m));
        if closes {
            depth = depth.saturating_sub(1);
        }
        let is_outside = depth == 0 && !opens && !closes;
        if opens {
            depth += 1;
        }
        is_outside
    })
}

/// What stands behind `DISTINCT`, `ALL` and `DISTINCT ON (…)`.
fn after_distinct<'a, 's>(tokens: &'a [Token<'s>]) -> Option<&'a [Token<'s>]> {
    let first = tokens.first()?;
    if UNREAD.iter().any(|w| first.is(w)) {
        return None;
    }
    if !first.is("distinct") && !first.is("all") {
        return Some(tokens);
    }
    let rest = &tokens[1..];
    if !rest.first()?.is("on") {
        let unread = UNREAD.iter().any(|w| rest[0].is(w));
        return (!unread).then_some(rest);
    }
    let mut depth = 0usize;
    for (i, token) in rest.iter().enumerate().skip(1) {
        if token.is_mark("(") {
            depth += 1;
        } else if token.is_mark(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return rest.get(i + 1..);
        }
    }
    None
}

/// Where the columns end.
fn clause(tokens: &[Token<'_>]) -> Option<usize> {
    let begins = |i: usize, token: &Token<'_>| {
        let before = i.checked_sub(1).and_then(|b| tokens.get(b));
        // `t.from`, `a as "option"`, `a, option` are columns; `is distinct from` is an operator. Only
        // `from` may stand behind a comma that is one too many.
        let named = before.is_some_and(|b| {
            b.is_mark(".") || b.is("as") || b.is("distinct") || b.is_mark(",") && !token.is("from")
        });
        !named && CLAUSES.iter().any(|w| token.is(w))
    };
    let mut clauses = outside(tokens).filter(|(i, t)| begins(*i, t));
    let Some((end, first)) = clauses.next() else {
        return Some(tokens.len()).filter(|end| *end > 0);
    };
    // A name that looks like a clause: the columns go on behind it.
    let joins = |t: &Token<'_>| {
        ["union", "intersect", "except", "minus"]
            .iter()
            .any(|w| t.is(w))
    };
    let later = !first.is("from") && !joins(first) && {
        let mut rest = clauses.take_while(|(_, t)| !joins(t));
        rest.any(|(_, t)| t.is("from"))
    };
    Some(end).filter(|end| *end > 0 && !later)
}

/// Whether what stands behind the columns leaves the rows as they are.
fn plain_tail(tail: &[Token<'_>], dialect: Dialect) -> bool {
    // Statements follow each other without a mark between them.
    let more = [
        "select", "insert", "update", "delete", "exec", "execute", "declare", "begin", "if",
        "while", "merge", "set", "print", "drop", "create", "truncate", "waitfor",
    ];
    let mut before: Option<&Token<'_>> = None;
    let mut joined = false;
    for (_, token) in outside(tail) {
        let joins = ["union", "intersect", "except", "minus"]
            .iter()
            .any(|w| token.is(w));
        let follows = joined && (token.is("all") || token.is("distinct"));
        if token.is("into") || token.is("by") && before.is_some_and(|b| b.is("name")) {
            return false;
        }
        // `FOR JSON`, `FOR XML`
        if before.is_some_and(|b| b.is("for")) && (token.is("json") || token.is("xml")) {
            return false;
        }
        // `UNION BY NAME`, `PIVOT (…)`
        if joined && token.is("by") || token.is("pivot") || token.is("unpivot") {
            return false;
        }
        if dialect == Dialect::Mssql && !joined && more.iter().any(|w| token.is(w)) {
            return false;
        }
        joined = joins || follows;
        before = Some(token);
    }
    true
}

/// The columns between top-level commas.
fn split<'a, 's>(tokens: &'a [Token<'s>]) -> Vec<&'a [Token<'s>]> {
    let commas: Vec<usize> = outside(tokens)
        .filter(|(_, t)| t.is_mark(","))
        .map(|(i, _)| i)
        .collect();
    let mut columns = Vec::new();
    let mut start = 0;
    for end in commas.into_iter().chain([tokens.len()]) {
        columns.push(&tokens[start..end]);
        start = end + 1;
    }
    // A comma may stand behind the last one.
    columns.retain(|c| !c.is_empty());
    columns
}

/// The name of a column, and whether it is given to it there.
fn name<'a, 's>(column: &'a [Token<'s>]) -> Option<(&'a Token<'s>, bool)> {
    let is_name = |t: &Token<'_>| matches!(t.kind, Kind::Word | Kind::Quoted);
    match column {
        // `a`, `t.a`, `s.t.a`
        [.., last] if is_path(column) => {
            let keyword = ["null", "true", "false", "default"]
                .iter()
                .any(|w| last.is(w))
                || last.text.to_ascii_lowercase().starts_with("current_");
            (!keyword || column.len() > 1).then_some((last, false))
        }
        [.., by, last] if by.is("as") && is_name(last) => Some((last, true)),
        // `not a`, `binary a`
        [operator, _] if PREFIXES.iter().any(|w| operator.is(w)) => None,
        // `t.a b`, `"a" b`: an expression before the name is left to who can read it.
        [path @ .., last] if is_name(last) && is_path(path) => {
            let operator = ["over", "end", "is", "null", "desc", "asc"]
                .iter()
                .any(|w| last.is(w));
            (!operator).then_some((last, true))
        }
        _ => None,
    }
}

/// Whether a column is nothing but a name, with those of its table and schema before it.
fn is_path(column: &[Token<'_>]) -> bool {
    let odd = column.len() % 2 == 1;
    odd && column.iter().enumerate().all(|(i, t)| match i % 2 {
        0 => matches!(t.kind, Kind::Word | Kind::Quoted),
        _ => t.is_mark("."),
    })
}

/// How the database names a column; `None` where that is not certain.
fn spelt(token: &Token<'_>, text: &str, case: Case) -> Option<String> {
    let quoted = token.kind == Kind::Quoted;
    // Cut short, or folded in ways of their own.
    if token.text.len() > MAX_NAME || !quoted && !token.text.is_ascii() {
        return None;
    }
    debug_assert_eq!(
        text.get(token.at..token.at + token.text.len()),
        Some(token.text)
    );
    Some(match case {
        Case::Lower if !quoted => token.text.to_ascii_lowercase(),
        Case::Upper if !quoted => token.text.to_ascii_uppercase(),
        _ => token.text.to_owned(),
    })
}
