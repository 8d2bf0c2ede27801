//! What a SQL script returns: a list of rows, or what its `result_collection` makes of them.
//!
//! Only the names of columns are read, and only where the last statement says them plainly. Their values
//! are unknown: no schema of a database is at hand.

mod select;
mod token;

#[cfg(test)]
mod tests;

use super::{Object, Rest, Shape};
use select::row;
use token::{Kind, Token, tokens};

/// Longest script that is looked at, in bytes.
const MAX_TEXT: usize = 100_000;

/// Which results of a script are handed on, and as what.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Collection {
    /// Those of all statements, and not of the last one alone.
    all: bool,
    /// The first row alone.
    first: bool,
    /// The first column alone.
    scalar: bool,
    /// As before 1.575: those of all statements where there are several.
    legacy: bool,
}

/// Whose SQL a text is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Dialect {
    Postgresql,
    Mysql,
    Bigquery,
    Snowflake,
    Mssql,
    Oracledb,
    Duckdb,
}

/// What a SQL script returns, as JSON.
pub fn returned(text: &str, dialect: Dialect) -> Shape {
    // `%%name%%` puts text of the inputs into the statement.
    if text.len() > MAX_TEXT || text.contains("%%") {
        return Shape::Unknown;
    }
    let Some((collection, is_said)) = collection(text) else {
        return Shape::Unknown;
    };
    let Some(tokens) = tokens(text, dialect) else {
        return Shape::Unknown;
    };
    let statements: Vec<&[Token<'_>]> = tokens
        .split(|t| t.kind == Kind::Mark && t.text == ";")
        .filter(|s| !s.is_empty())
        .collect();
    let Some(last) = statements.last() else {
        return Shape::Unknown;
    };
    let several = statements.len() > 1;
    let nested = collection.all || collection.legacy && (several || dialect == Dialect::Mssql);
    if nested || dialect == Dialect::Mssql && several {
        return Shape::Unknown;
    }
    let row = match row(last, text, dialect) {
        Some(row) => row,
        None => return Shape::Unknown,
    };
    match (collection.first, collection.scalar) {
        (_, true) if row.fields.is_empty() => Shape::Unknown,
        (true, true) => Shape::Unknown,
        (false, true) => Shape::list(Shape::Unknown),
        (true, false) => Shape::from(row).or_null(),
        // Before 1.575 several statements gave a list for each.
        (false, false) if several && !is_said => {
            let open = Object {
                rest: Rest::Open,
                ..row
            };
            let each = [Shape::from(open), Shape::list(Shape::Unknown)];
            Shape::list(Shape::union(each))
        }
        (false, false) => Shape::list(Shape::from(row)),
    }
}

/// How the comments at the top say that results are collected, and whether they say it; `None` where
/// they ask for something else than rows, or say it in a way that is not plain.
fn collection(text: &str) -> Option<(Collection, bool)> {
    let usual = Collection {
        all: false,
        first: false,
        scalar: false,
        legacy: false,
    };
    let mut said = None;
    let mut in_head = true;
    for line in text.lines().map(str::trim) {
        let comment = line.strip_prefix("--").map(str::trim);
        in_head &= comment.is_some() || line.is_empty();
        let Some(comment) = comment else {
            if line.contains("result_collection") || line.contains("return_last_result") {
                return None;
            }
            continue;
        };
        let first = comment.split_whitespace().next().unwrap_or_default();
        if matches!(first, "s3" | "prepare") || comment.starts_with("s3 ") {
            return None;
        }
        let named = comment.contains("result_collection") || comment.contains("return_last_result");
        if !named {
            continue;
        }
        if !in_head || said.is_some() || comment.split_whitespace().count() > 1 {
            return None;
        }
        said = Some(match comment.strip_prefix("result_collection=") {
            Some("last_statement_all_rows") => usual,
            Some(way) if way.starts_with("last_statement_") => Collection {
                first: way.contains("first_row"),
                scalar: way.ends_with("_scalar"),
                ..usual
            },
            Some(way) if way.starts_with("all_statements_") => Collection { all: true, ..usual },
            Some("legacy") => Collection {
                legacy: true,
                ..usual
            },
            _ if comment == "return_last_result" => usual,
            _ => return None,
        });
    }
    Some((said.unwrap_or(usual), said.is_some()))
}
