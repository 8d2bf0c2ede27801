//! Arguments of a call against the parameters of a function, and a quick way to cut them out of text.

use syntax::Span;
use syntax::text::{is_word, leading};

use super::MisuseKind;
use super::table::Taken;
use lang::python::tree::{Kind, NodeId};
use lang::python::{ParamKind, Tree, after_string};

/// What a call gives.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Given<'a> {
    /// How many arguments by place.
    pub(super) by_place: usize,
    /// The names of the others.
    pub(super) by_name: Vec<&'a str>,
}

/// Why a call fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mismatch<'a> {
    /// More arguments by place than this many are taken.
    TooMany(usize),
    /// The argument by name of this index is not taken.
    Unknown(usize),
    /// The argument by name of this index is given by place as well.
    Twice(usize),
    /// These are not given.
    Missing(Vec<&'a str>),
}

/// Every reason why a call fails; a parameter that is missed is not told where a name is wrong.
pub(super) fn mismatches<'a>(takes: &[Taken<'a>], given: &Given<'_>) -> Vec<Mismatch<'a>> {
    use ParamKind::{Args, KeywordOnly, Kwargs, Plain, PositionalOnly};
    let mut found = Vec::new();
    let by_place = takes
        .iter()
        .filter(|t| matches!(t.kind, Plain | PositionalOnly));
    let most = by_place.clone().count();
    if given.by_place > most && takes.iter().all(|t| t.kind != Args) {
        found.push(Mismatch::TooMany(most));
    }
    let known = |name: &str| {
        let named = |t: &Taken<'_>| t.name == name && matches!(t.kind, Plain | KeywordOnly);
        takes.iter().any(|t| t.kind == Kwargs || named(t))
    };
    let unknown = given.by_name.iter().enumerate().filter(|(_, n)| !known(n));
    found.extend(unknown.map(|(i, _)| Mismatch::Unknown(i)));
    let placed: Vec<Taken<'_>> = by_place.take(given.by_place).cloned().collect();
    let is_placed = |name: &str| placed.iter().any(|t| t.name == name && t.kind == Plain);
    let twice = given
        .by_name
        .iter()
        .enumerate()
        .filter(|(_, n)| is_placed(n));
    found.extend(twice.map(|(i, _)| Mismatch::Twice(i)));
    if found.is_empty() {
        let placed: Vec<&str> = placed.iter().map(|t| t.name).collect();
        let is_given = |t: &&Taken<'_>| placed.contains(&t.name) || given.by_name.contains(&t.name);
        let missing = takes.iter().filter(|t| t.required && !is_given(t));
        let missing: Vec<_> = missing.map(|t| t.name).collect();
        if !missing.is_empty() {
            found.push(Mismatch::Missing(missing));
        }
    }
    found
}

/// What stands between the top-level commas of the brackets that open at `open`. `None` where that
/// cannot be told without a parser.
pub(super) fn pieces(source: &str, open: usize) -> Option<Vec<&str>> {
    let bytes = source.as_bytes();
    let (mut found, mut start, mut i, mut depth) = (Vec::new(), open + 1, open, 0usize);
    loop {
        match *bytes.get(i)? {
            b'#' => return None,
            b'"' | b'\'' => {
                i = after_string(bytes, i)?;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 || depth == 1 && bytes[i] == b',' {
            let piece = source.get(start..i)?.trim();
            // After the last comma there may be nothing.
            if !piece.is_empty() {
                found.push(piece);
            }
            start = i + 1;
        }
        if depth == 0 {
            return Some(found);
        }
        i += 1;
    }
}

/// The arguments of the call whose bracket opens at `open`; `None` where they cannot be counted.
pub(super) fn quick(source: &str, open: usize) -> Option<Given<'_>> {
    let mut given = Given::default();
    for piece in pieces(source, open)? {
        if piece.starts_with('*') {
            return None;
        }
        let (name, rest) = piece.split_at(leading(piece, is_word).len());
        let rest = rest.trim_start();
        if rest.starts_with('=') && !rest.starts_with("==") {
            given.by_name.push(name);
        } else {
            given.by_place += 1;
        }
    }
    Some(given)
}

/// What is wrong with the arguments of a call, and where. Of a function that has several forms, the
/// first is told about, and only what is wrong for all of them.
pub(super) fn wrong_arguments(
    forms: &[&[Taken<'_>]],
    tree: &Tree,
    call: NodeId,
    at: Span,
) -> Vec<(MisuseKind, Span)> {
    let (mut placed, mut named, mut given) = (Vec::new(), Vec::new(), Given::default());
    for argument in tree.arguments(call) {
        match tree.kind(argument) {
            Kind::Starred | Kind::Unpack => return Vec::new(),
            Kind::Keyword(name) => {
                named.push(tree.name_span(argument));
                given.by_name.push(tree.name(name));
            }
            _ => placed.push(tree.span(argument)),
        }
    }
    given.by_place = placed.len();
    let mut told = forms.iter().map(|takes| mismatches(takes, &given));
    let first = told.next().unwrap_or_default();
    let others: Vec<_> = told.collect();
    if others.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let is_too_many = |m: &Mismatch<'_>| matches!(m, Mismatch::TooMany(_));
    let mut found = Vec::new();
    for mismatch in first {
        match mismatch {
            Mismatch::TooMany(most) => {
                if others.iter().all(|o| o.iter().any(is_too_many)) {
                    let at = placed.get(most).copied().unwrap_or(at);
                    found.push((MisuseKind::TooMany(most), at));
                }
            }
            Mismatch::Unknown(i) => {
                if others.iter().all(|o| o.contains(&Mismatch::Unknown(i))) {
                    let kind = MisuseKind::UnknownKeyword(given.by_name[i].to_owned());
                    found.push((kind, named.get(i).copied().unwrap_or(at)));
                }
            }
            Mismatch::Twice(i) => {
                if others.iter().all(|o| o.contains(&Mismatch::Twice(i))) {
                    let kind = MisuseKind::Twice(given.by_name[i].to_owned());
                    found.push((kind, named.get(i).copied().unwrap_or(at)));
                }
            }
            Mismatch::Missing(names) => {
                let names = names.into_iter().map(str::to_owned).collect();
                found.push((MisuseKind::Missing(names), at));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::table::row;
    use super::*;

    #[test]
    fn calls_are_cut_out() {
        let cut = |text: &str| quick(text, 1).map(|g| (g.by_place, g.by_name.join(" ")));
        let rows = [
            ("f()", Some((0, ""))),
            ("f('é,)', [1, 2],)", Some((2, ""))),
            ("f(a == b, c=1, d = {'x': (1, 2)})", Some((1, "c d"))),
            ("f(\"\"\"a, \"b\"\"\", x)", Some((2, ""))),
            ("f(*a)", None),
            ("f(1, # c\n 2)", None),
            ("f(1", None),
            ("f('a", None),
        ];
        for (text, want) in rows {
            assert_eq!(cut(text), want.map(|(n, s)| (n, s.to_owned())), "{text}");
        }
    }

    #[test]
    fn calls_fit_or_do_not() {
        let against = |name: &str, text: &str| {
            let row = row(name)
                .and_then(|r| r.takes.as_ref())
                .expect("a function");
            mismatches(row, &quick(text, 0).expect("plain arguments"))
        };
        assert_eq!(against("get_variable", "('a')"), []);
        assert_eq!(against("get_variable", "(path='a')"), []);
        assert_eq!(
            against("get_variable", "()"),
            [Mismatch::Missing(vec!["path"])]
        );
        assert_eq!(
            against("get_variable", "('a', 'b')"),
            [Mismatch::TooMany(1)]
        );
        assert_eq!(
            against("get_variable", "(name='a')"),
            [Mismatch::Unknown(0)]
        );
        assert_eq!(
            against("get_variable", "('a', path='b')"),
            [Mismatch::Twice(0)]
        );
        assert_eq!(against("datatable", "('a', role='b')"), []);
        assert_eq!(against("datatable", "('a', 'b')"), [Mismatch::TooMany(1)]);
    }
}
