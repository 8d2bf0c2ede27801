//! Parameters and docstrings of Python functions as they are written, before Windmill has a say.
//!
//! Both a script's entry point and the SDK's stub are read through here.

use tree_sitter::Node;

use super::tree::ParamKind;
use crate::walk::{children, text};

/// A parameter's nodes.
pub struct RawParam<'t> {
    /// All of it.
    pub node: Node<'t>,
    /// Its name, without stars.
    pub name: Node<'t>,
    /// Its annotation.
    pub annotation: Option<Node<'t>>,
    /// Its default.
    pub default: Option<Node<'t>>,
    /// How it takes its value.
    pub kind: ParamKind,
}

/// Reads a `parameters` node.
pub fn params(list: Node<'_>) -> Vec<RawParam<'_>> {
    let mut params: Vec<RawParam> = Vec::new();
    let mut kind = ParamKind::Plain;
    for node in children(list) {
        match node.kind() {
            "positional_separator" => {
                params
                    .iter_mut()
                    .for_each(|p| p.kind = ParamKind::PositionalOnly);
            }
            "keyword_separator" => kind = ParamKind::KeywordOnly,
            _ => {
                let Some(param) = param(node, kind) else {
                    continue;
                };
                if param.kind == ParamKind::Args {
                    kind = ParamKind::KeywordOnly;
                }
                params.push(param);
            }
        }
    }
    params
}

fn param(node: Node<'_>, kind: ParamKind) -> Option<RawParam<'_>> {
    let target = match node.kind() {
        "identifier" | "list_splat_pattern" | "dictionary_splat_pattern" => node,
        "typed_parameter" => node.named_child(0)?,
        "default_parameter" | "typed_default_parameter" => node.child_by_field_name("name")?,
        _ => return None,
    };
    let (name, kind) = match target.kind() {
        "identifier" => (target, kind),
        "list_splat_pattern" => (target.named_child(0)?, ParamKind::Args),
        "dictionary_splat_pattern" => (target.named_child(0)?, ParamKind::Kwargs),
        _ => return None,
    };
    Some(RawParam {
        node,
        name,
        annotation: node.child_by_field_name("type"),
        default: node.child_by_field_name("value"),
        kind,
    })
}

/// The docstring of a function or class: the string that its body starts with, dedented.
pub fn docstring(definition: Node<'_>, source: &str) -> Option<String> {
    let body = definition.child_by_field_name("body")?;
    let first = children(body).into_iter().find(|n| n.kind() != "comment")?;
    let string = match first.kind() {
        "expression_statement" => first.named_child(0)?,
        _ => first,
    };
    plain_string(string, source).map(|doc| dedent(&doc))
}

/// What a string literal without interpolation holds; escapes stay as they are written.
pub fn plain_string(node: Node<'_>, source: &str) -> Option<String> {
    if node.kind() != "string" {
        return None;
    }
    let parts = children(node);
    let (first, last) = (parts.first()?, parts.last()?);
    let opening = text(*first, source).to_ascii_lowercase();
    let odd = parts.iter().any(|p| p.kind() == "interpolation");
    if odd || opening.contains(['f', 'b']) || last.kind() != "string_end" {
        return None;
    }
    Some(source.get(first.end_byte()..last.start_byte())?.to_owned())
}

/// Strips the indentation that all lines but the first share, and blank lines at both ends.
fn dedent(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim_end).collect();
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = lines.iter().skip(1).filter(|l| !l.is_empty());
    let shared = rest.map(|l| blanks(l)).min().unwrap_or(0);
    let cut = |(i, line): (usize, &&str)| match i {
        0 => line.trim_start().to_owned(),
        _ => line.get(shared..).unwrap_or("").to_owned(),
    };
    let lines: Vec<String> = lines.iter().enumerate().map(cut).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docstrings_lose_their_indentation() {
        assert_eq!(dedent(" A.\n\n    B:\n      c\n    "), "A.\n\nB:\n  c");
        assert_eq!(dedent("\n    Ä.\n    é\n"), "Ä.\né");
        assert_eq!(dedent(""), "");
    }

    #[test]
    fn kinds_follow_the_separators() {
        let source = "def f(a, /, b: int = 1, *, c, d=2, **e): pass\ndef g(x, *y: str, z): pass";
        let tree = syntax::parse(syntax::Language::Python, source);
        let of = |i| {
            let list = tree
                .root_node()
                .named_child(i)?
                .child_by_field_name("parameters")?;
            let row = |p: &RawParam| (text(p.name, source).to_owned(), p.kind);
            Some(params(list).iter().map(row).collect::<Vec<_>>())
        };
        use ParamKind::*;
        let row = |n: &str, k| (n.to_owned(), k);
        let f = [
            ("a", PositionalOnly),
            ("b", Plain),
            ("c", KeywordOnly),
            ("d", KeywordOnly),
        ];
        let mut want: Vec<_> = f.map(|(n, k)| row(n, k)).into();
        want.push(row("e", Kwargs));
        assert_eq!(of(0), Some(want));
        assert_eq!(
            of(1),
            Some(vec![row("x", Plain), row("y", Args), row("z", KeywordOnly)])
        );
    }
}
