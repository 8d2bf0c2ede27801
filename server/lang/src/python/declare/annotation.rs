//! An annotation, read once into a small tree of its own.
//!
//! What it means is for others to say, each of the same tree: what type Windmill takes it for, which JSON values it speaks
//! of, which class of an SDK it names, which values it lists.

use std::fmt;
use std::sync::Arc;

use syntax::Span;

use super::super::tree::{Constant, Kind, NodeId, Operator, Tree, Unary};
use super::super::{is_identifier, read_any};

/// How deep annotations may nest; what lies deeper is [`Form::Other`].
const MAX_DEPTH: usize = 32;

/// An annotation, or a part of one.
#[derive(Clone, PartialEq, Eq)]
pub struct Annotation {
    /// What it is.
    pub form: Form,
    /// All of the annotation that it is a part of, as written.
    whole: Arc<str>,
    /// Where it stands in that, in bytes.
    start: u32,
    end: u32,
}

/// What an annotation is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// `int`, `datetime.date`: names with dots between, as written.
    Name,
    /// `list[int]`: what stands before the brackets, and what in them.
    Generic(Box<Annotation>, Vec<Annotation>),
    /// `a | b | c`, in order; what stands in brackets behind a `|` is one part.
    Union(Vec<Annotation>),
    /// An annotation in quotes.
    Quoted(Box<Annotation>),
    /// A string where no annotation is meant, as in `Literal["a"]`: what stands between its quotes, as written.
    Text(String),
    /// A number, or one of the words that are values; perhaps with a sign before it.
    Constant(Constant),
    /// Anything else, with what stands in it. What does not parse has nothing in it.
    Other(Vec<Annotation>),
}

/// Whether a string in an annotation is one itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Annotations,
    Texts,
}

impl Annotation {
    /// Reads what is written as an expression.
    pub fn read(tree: &Tree, node: NodeId) -> Annotation {
        let span = tree.span(node);
        let reading = Reading {
            tree,
            whole: &Arc::from(tree.text_of(node)),
            before: span.start,
            cut: 0,
        };
        reading.part(node, 0, Strings::Annotations)
    }

    /// Reads a text.
    pub fn parse(text: &str) -> Annotation {
        let whole = Arc::from(text);
        parse(&whole, Span::new(0, text.len()), 0)
    }

    /// What is written.
    pub fn written(&self) -> &str {
        &self.whole[self.start as usize..self.end as usize]
    }

    /// The name that it is, with its dots.
    pub fn name(&self) -> Option<&str> {
        (self.form == Form::Name).then(|| self.written())
    }

    /// The name before brackets, and what stands in them.
    pub fn generic(&self) -> Option<(&str, &[Annotation])> {
        match &self.form {
            Form::Generic(head, arguments) => Some((head.name()?, arguments)),
            _ => None,
        }
    }

    /// What `|` parts; one where there is none.
    pub fn members(&self) -> &[Annotation] {
        match &self.form {
            Form::Union(members) => members,
            _ => std::slice::from_ref(self),
        }
    }

    /// Whether it is `None`.
    pub fn is_none(&self) -> bool {
        self.form == Form::Constant(Constant::None)
    }

    /// The names that are read where it stands, in order, without what follows their dots. What is in quotes is left out.
    pub fn names(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect_names(&mut found);
        found
    }

    fn collect_names<'a>(&'a self, found: &mut Vec<&'a str>) {
        let (head, parts) = match &self.form {
            Form::Name => {
                let first = self.written().split('.').next();
                found.extend(first.map(str::trim));
                return;
            }
            Form::Generic(head, parts) => (Some(head), parts),
            Form::Union(parts) | Form::Other(parts) => (None, parts),
            Form::Quoted(_) | Form::Text(_) | Form::Constant(_) => return,
        };
        let head = head.map(|h| &**h).into_iter();
        head.chain(parts).for_each(|p| p.collect_names(found));
    }
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written())
    }
}

impl fmt::Debug for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?}", self.written(), self.form)
    }
}

/// What stands in a part of an annotation's text that may be an annotation of its own.
fn parse(whole: &Arc<str>, inner: Span, depth: usize) -> Annotation {
    let text = inner.slice(whole);
    let part = |form| Annotation {
        form,
        whole: Arc::clone(whole),
        start: inner.start,
        end: inner.end,
    };
    if text.split('.').all(is_identifier) {
        return part(Form::Name);
    }
    // In brackets, where a line ends decides nothing.
    let tree = read_any(&Arc::from(format!("[{text}\n]")));
    let only = |n| tree.child(n, 0).filter(|c| tree.end(*c) == tree.end(n));
    let list = only(NodeId::ROOT).and_then(only);
    let list = list.filter(|l| tree.kind(*l) == Kind::List && !tree.is_broken(NodeId::ROOT));
    let Some(node) = list.and_then(only) else {
        return part(Form::Other(Vec::new()));
    };
    let reading = Reading {
        tree: &tree,
        whole,
        before: 1,
        cut: inner.start,
    };
    reading.part(node, depth, Strings::Annotations)
}

/// What is read of one tree.
struct Reading<'t> {
    tree: &'t Tree,
    whole: &'t Arc<str>,
    /// How many bytes of the tree's text stand before it.
    before: u32,
    /// How many bytes of the whole annotation do.
    cut: u32,
}

impl Reading<'_> {
    fn part(&self, node: NodeId, depth: usize, strings: Strings) -> Annotation {
        let span = self.tree.span(node);
        let place = |at: u32| (at - self.before + self.cut).min(self.whole.len() as u32);
        Annotation {
            form: self.form(node, depth, strings),
            whole: Arc::clone(self.whole),
            start: place(span.start),
            end: place(span.end),
        }
    }

    fn form(&self, node: NodeId, depth: usize, strings: Strings) -> Form {
        let tree = self.tree;
        if depth >= MAX_DEPTH || tree.is_broken(node) {
            return Form::Other(Vec::new());
        }
        let of = |n: NodeId, strings| self.part(n, depth + 1, strings);
        match tree.kind(node) {
            Kind::Name(_) => Form::Name,
            Kind::Attribute(_) if self.is_dotted(node) => Form::Name,
            Kind::Subscript => {
                let Some((head, inner)) = tree.two(node) else {
                    return Form::Other(Vec::new());
                };
                let head = of(head, Strings::Texts);
                let arguments: Vec<NodeId> = match tree.kind(inner) {
                    Kind::Tuple => tree.children(inner).collect(),
                    _ => vec![inner],
                };
                let last = head.name().map_or("", last_name);
                let arguments = arguments.into_iter().enumerate().map(|(i, argument)| {
                    let is_value = last == "Literal" || last == "Annotated" && i > 0;
                    of(argument, if is_value { Strings::Texts } else { strings })
                });
                let arguments = arguments.collect();
                Form::Generic(Box::new(head), arguments)
            }
            Kind::Binary(Operator::BitOr) => {
                let (mut members, mut left) = (Vec::new(), node);
                while tree.kind(left) == Kind::Binary(Operator::BitOr)
                    && let Some((first, last)) = tree.two(left)
                {
                    members.push(of(last, strings));
                    left = first;
                }
                members.push(of(left, strings));
                members.reverse();
                Form::Union(members)
            }
            Kind::Str(_) => match tree.plain_string(node) {
                Some(text) if strings == Strings::Texts => Form::Text(text.to_owned()),
                // What has escapes in it is no name of anything.
                Some(text) if !text.contains('\\') => self.quoted(node, text, depth),
                _ => Form::Other(Vec::new()),
            },
            Kind::Constant(constant) => Form::Constant(constant),
            Kind::Unary(Unary::Minus | Unary::Plus | Unary::Invert) => {
                let operand = tree.child(node, 0).map(|n| tree.kind(n));
                match operand {
                    Some(Kind::Constant(constant)) => Form::Constant(constant),
                    _ => self.other(node, depth, strings),
                }
            }
            _ => self.other(node, depth, strings),
        }
    }

    fn other(&self, node: NodeId, depth: usize, strings: Strings) -> Form {
        let strings = match self.tree.kind(node) {
            // `Callable[["A"], "B"]`
            Kind::List | Kind::Tuple => strings,
            _ => Strings::Texts,
        };
        let parts = self.tree.children(node);
        Form::Other(parts.map(|n| self.part(n, depth + 1, strings)).collect())
    }

    /// Whether all that stands before the dots are names.
    fn is_dotted(&self, node: NodeId) -> bool {
        let mut at = node;
        while let Kind::Attribute(_) = self.tree.kind(at) {
            match self.tree.child(at, 0) {
                Some(object) => at = object,
                None => return false,
            }
        }
        matches!(self.tree.kind(at), Kind::Name(_))
    }

    fn quoted(&self, node: NodeId, text: &str, depth: usize) -> Form {
        let span = self.tree.span(node);
        let written = self.tree.text_of(node);
        let opening = written.find(['"', '\'']).unwrap_or(0);
        // Behind the quotes there are as many as before.
        let quotes = (written.len() - opening - text.len()) / 2;
        let start = (span.start - self.before + self.cut) as usize + opening + quotes;
        let inner = Span::new(start, start + text.len());
        Form::Quoted(Box::new(parse(self.whole, inner, depth + 1)))
    }
}

/// What stands behind the last dot of a name.
pub fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in short: a name as it is, `head(parts)`, `"…"` around what is in quotes.
    fn show(part: &Annotation) -> String {
        let list = |parts: &[Annotation]| parts.iter().map(show).collect::<Vec<_>>().join(", ");
        match &part.form {
            Form::Name => part.written().to_owned(),
            Form::Generic(head, parts) => format!("{}({})", show(head), list(parts)),
            Form::Union(parts) => format!("|({})", list(parts)),
            Form::Quoted(inner) => format!("\"{}\"", show(inner)),
            Form::Text(text) => format!("'{text}'"),
            Form::Constant(constant) => format!("{constant:?}"),
            Form::Other(parts) => format!("?({})", list(parts)),
        }
    }

    #[test]
    fn forms() {
        let rows = [
            ("int", "int"),
            ("a.b.C", "a.b.C"),
            ("dict[str, list[X]] | None", "|(dict(str, list(X)), None)"),
            ("a | (b | c) | d", "|(a, |(b, c), d)"),
            ("(a | b) | c", "|(a, b, c)"),
            ("'é.X'", "\"é.X\""),
            ("'x, y'", "\"?()\""),
            ("'[x]'", "\"?(x)\""),
            ("\"a.X | list['Y']\"", "\"|(a.X, list(\"Y\"))\""),
            ("Optional['''X\n''']", "Optional(\"X\")"),
            (
                "Literal['a', -1, True, None]",
                "Literal('a', Integer, True, None)",
            ),
            (
                "t.Annotated['X', 'not one', F(g=1)]",
                "t.Annotated(\"X\", 'not one', ?(F, ?(Integer)))",
            ),
            ("Callable[['A', b], ...]", "Callable(?(\"A\", b), Ellipsis)"),
            ("f().g", "?(?(f))"),
            ("f'{x}'", "?()"),
            ("'a b'", "\"?()\""),
            ("'x) + (y'", "\"?()\""),
            ("list[", "?()"),
            ("", "?()"),
        ];
        for (text, want) in rows {
            assert_eq!(show(&Annotation::parse(text)), want, "{text}");
        }
    }

    #[test]
    fn parts_know_what_is_written() {
        let text = "x: Optional['list[ é ] | a.B'] = None\n";
        let tree = read_any(&Arc::from(text));
        let statement = tree.child(NodeId::ROOT, 0).expect("an assignment");
        let node = tree.assignment(statement).and_then(|a| a.annotation);
        let all = Annotation::read(&tree, node.expect("an annotation"));
        let (head, arguments) = all.generic().expect("it has brackets");
        let Form::Quoted(inner) = &arguments[0].form else {
            panic!("{all:?}")
        };
        let members: Vec<_> = inner.members().iter().map(Annotation::written).collect();
        assert_eq!((head, members), ("Optional", vec!["list[ é ]", "a.B"]));
        assert_eq!(all.written(), "Optional['list[ é ] | a.B']");
    }

    #[test]
    fn names_are_those_that_are_read() {
        let names = |text| Annotation::parse(text).names().join(" ");
        assert_eq!(
            names("Optional[a.B | list['C', é1]] # D\n | x"),
            "Optional a list é1 x"
        );
        assert_eq!(names("Annotated[X, f(Y, z=W)]"), "Annotated X f Y W");
        assert_eq!(names("Literal['a', B.C]"), "Literal B");
        assert_eq!(names("'open"), "");
    }

    #[test]
    fn deep_ones_end() {
        let deep = |n: usize| format!("{}x{}", "list[".repeat(n), "]".repeat(n));
        for text in [
            deep(10_000),
            "a | ".repeat(10_000) + "b",
            "a.".repeat(10_000) + "b",
        ] {
            assert!(!show(&Annotation::parse(&text)).is_empty());
        }
    }
}
