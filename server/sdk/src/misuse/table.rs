//! The SDK's functions in short: names and which arguments they take. Cut out of the stub as text, in
//! a hundredth of the time that reading it in full takes: every check of a script needs this much.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::arguments::pieces;
use crate::{Member, Sdks, stub};
use lang::python::{Class, Function, ParamKind};
use syntax::text::{is_ascii_word, leading};

/// Something at the top of the SDK.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// What it takes, for a function.
    pub(super) takes: Option<Vec<Taken<'a>>>,
    /// Whether it is a deprecated function.
    pub(super) deprecated: bool,
    /// Whether calls of it need a closer look: it gives an object whose members are all known (a class
    /// without bases, or a function that returns one), or is a class that has its own `__init__`.
    pub(super) gives_object: bool,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Taken<'a> {
    /// Its name, without stars.
    pub(super) name: &'a str,
    /// How it takes its value.
    pub(super) kind: ParamKind,
    /// Whether it must be given.
    pub(super) required: bool,
}

/// The row of this name, of the SDK that is installed or else of the one that is built in.
pub(super) fn row_in<'s>(sdks: &Sdks<'s>, name: &str) -> Option<Cow<'s, Row<'s>>> {
    let Some(sdk) = sdks.wmill else {
        return row(name).map(Cow::Borrowed);
    };
    let gives = |class: &Class| class.bases.is_empty() || class.method("__init__").is_some();
    let made = match sdk.member(name)? {
        Member::Function(function) => Row {
            name: &function.name,
            takes: Some(taken_by(function, None)),
            deprecated: function.deprecated.is_some(),
            gives_object: function
                .returns
                .as_ref()
                .and_then(|r| sdk.class(r.written()))
                .is_some_and(gives),
        },
        Member::Class(class) => Row {
            name: &class.name,
            takes: None,
            deprecated: false,
            gives_object: gives(class),
        },
        Member::Variable(variable) => Row {
            name: &variable.name,
            takes: None,
            deprecated: false,
            gives_object: false,
        },
    };
    Some(Cow::Owned(made))
}

/// The row of this name.
pub(super) fn row(name: &str) -> Option<&'static Row<'static>> {
    static ROWS: LazyLock<Vec<Row<'static>>> = LazyLock::new(|| read(stub::WMILL));
    let at = ROWS.binary_search_by(|r| r.name.cmp(name)).ok()?;
    ROWS.get(at)
}

fn read(stub: &'static str) -> Vec<Row<'static>> {
    let mut rows: Vec<Row<'static>> = Vec::new();
    let mut returning = Vec::new();
    let (mut offset, mut deprecated) = (0, false);
    for line in stub.split_inclusive('\n') {
        let head = line.strip_prefix("async ").unwrap_or(line);
        let definition = head.strip_prefix("def ");
        let rest = definition.or_else(|| head.strip_prefix("class "));
        let rest = rest.unwrap_or(head);
        let (name, after) = rest.split_at(leading(rest, is_ascii_word).len());
        let bracket = offset + line.len() - after.len();
        let is_variable = after.starts_with(": ") || after.starts_with(" = ");
        if !name.is_empty() && (rest.len() < head.len() || is_variable) {
            rows.push(Row {
                name,
                takes: definition.map(|_| taken(stub, bracket)),
                deprecated: deprecated && definition.is_some(),
                gives_object: head.starts_with("class ") && after.starts_with(':'),
            });
            if definition.is_some() {
                returning.push((rows.len() - 1, bracket));
            }
        }
        if line.starts_with("    def __init__(")
            && let Some(class) = rows.last_mut()
        {
            class.gives_object = true;
        }
        deprecated = line.starts_with("@deprecated");
        offset += line.len();
    }
    for (i, bracket) in returning {
        let head = stub[bracket..].split(":\n").next().unwrap_or("");
        let returned = head.rsplit_once("-> ").map_or("", |(_, returned)| returned);
        rows[i].gives_object = rows
            .iter()
            .any(|r| r.takes.is_none() && r.gives_object && r.name == returned);
    }
    rows.sort_by_key(|r| r.name);
    rows
}

/// What a function takes when it is called, without what it is bound to.
pub(super) fn taken_by<'a>(function: &'a Function, bound: Option<&str>) -> Vec<Taken<'a>> {
    let is_stars = |kind| matches!(kind, ParamKind::Args | ParamKind::Kwargs);
    let params = function.params.iter().enumerate();
    let params = params.filter(|(i, p)| *i > 0 || Some(p.name.as_str()) != bound);
    let taken = params.map(|(_, p)| Taken {
        name: &p.name,
        kind: p.kind,
        required: !is_stars(p.kind) && p.default.is_none(),
    });
    taken.collect()
}

fn taken(stub: &'static str, bracket: usize) -> Vec<Taken<'static>> {
    let mut taken: Vec<Taken> = Vec::new();
    let mut kind = ParamKind::Plain;
    for piece in pieces(stub, bracket).unwrap_or_default() {
        match piece {
            "*" => kind = ParamKind::KeywordOnly,
            "/" => taken
                .iter_mut()
                .for_each(|t| t.kind = ParamKind::PositionalOnly),
            _ => {
                let name = piece.split([':', '=', ' ']).next().unwrap_or(piece);
                let bare = name.trim_start_matches('*');
                let own = match name.len() - bare.len() {
                    0 => kind,
                    1 => ParamKind::Args,
                    _ => ParamKind::Kwargs,
                };
                if own == ParamKind::Args {
                    kind = ParamKind::KeywordOnly;
                }
                let stars = matches!(own, ParamKind::Args | ParamKind::Kwargs);
                taken.push(Taken {
                    name: bare,
                    kind: own,
                    required: !stars && !piece.contains('='),
                });
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sdk;

    #[test]
    fn says_what_the_stub_says() {
        for member in Sdk::wmill().members() {
            let row = row(member.name()).expect("every member has a row");
            let function = match member {
                Member::Function(function) => Some(function),
                _ => None,
            };
            assert_eq!(
                row.deprecated,
                function.is_some_and(|f| f.deprecated.is_some())
            );
            let takes = function.map(|f| {
                let params = f.params.iter();
                let params = params.map(|p| {
                    let stars = matches!(p.kind, ParamKind::Args | ParamKind::Kwargs);
                    (p.name.as_str(), p.kind, !stars && p.default.is_none())
                });
                params.collect::<Vec<_>>()
            });
            let short = |t: &Taken<'static>| (t.name, t.kind, t.required);
            let short = row.takes.as_ref().map(|t| t.iter().map(short).collect());
            assert_eq!(short, takes, "{}", member.name());
        }
        assert_eq!(read(stub::WMILL).len(), Sdk::wmill().members().count());
        assert_eq!(row("no_such"), None);
        // Read in full, the stub gives the same rows.
        let installed = Sdks {
            wmill: Some(Sdk::wmill()),
            skyvern: None,
        };
        let rows = read(stub::WMILL);
        for row in &rows {
            assert_eq!(row_in(&installed, row.name).as_deref(), Some(row));
            assert_eq!(row_in(&Sdks::default(), row.name).as_deref(), Some(row));
        }
        let giving = rows.iter().filter(|r| r.gives_object).map(|r| r.name);
        assert_eq!(
            giving.collect::<Vec<_>>(),
            [
                "DataTableClient",
                "DucklakeClient",
                "S3BufferedReader",
                "SqlQuery",
                "TaskError",
                "Windmill",
                "WorkflowCtx",
                "datatable",
                "ducklake"
            ]
        );
    }
}
