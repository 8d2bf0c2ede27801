//! `windmill-client`, Windmill's TypeScript SDK: what it exports.

use crate::markdown::{Line, Markdown};

/// A name a line, between tabs: the name, what it is, by which imports it is there, its signature or type as the package's
/// declarations write it, what it does, and what to use instead where it is out of use.
const TABLE: &str = include_str!("../../../../grammars/typescript/windmill-client.tsv");

/// The version that the table has.
pub(super) const VERSION: &str = "windmill-client 1.818.0";

/// What scripts call most, by how often they call its counterpart in Python.
const MOST_CALLED: [&str; 11] = [
    "getVariable",
    "getResource",
    "runScriptByPath",
    "runFlowAsync",
    "setVariable",
    "setResource",
    "getState",
    "setState",
    "runScriptByPathAsync",
    "writeS3File",
    "loadS3File",
];

/// By which import a program has the client.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `import * as wmill`, or a name in braces.
    Namespace,
    /// `import wmill`.
    Default,
}

/// What a name of the client is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Function,
    Type,
    Variable,
    Class,
}

/// A name that the client exports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Its signature or its type; empty where it is not told.
    signature: &'static str,
    pub(super) about: &'static str,
    /// What to use instead.
    pub(crate) instead: Option<&'static str>,
}

/// A function's signature, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Parts {
    /// The types that it takes, in their brackets; empty where it takes none.
    pub(crate) types: &'static str,
    /// Each parameter with its type and its default.
    pub(crate) parameters: Vec<&'static str>,
    pub(crate) returns: &'static str,
}

impl Member {
    /// All there is to say of it.
    pub(crate) fn page(&self) -> Markdown {
        let text = Markdown::new().code("typescript", &self.declaration());
        text.then(self.description())
    }

    /// What it does, and what to use instead.
    pub(crate) fn description(&self) -> Markdown {
        let mut text = Markdown::new();
        if let Some(instead) = self.instead {
            let instead = Line::new()
                .own("**Deprecated.** Use ")
                .code(instead)
                .own(" instead.");
            text = text.line(instead);
        }
        text.prose(self.about).line(Line::new().aside(VERSION))
    }

    /// How TypeScript declares it, as far as it is told.
    pub(crate) fn declaration(&self) -> String {
        let name = self.name;
        match self.kind {
            Kind::Function => format!(
                "function {name}{}",
                self.signature.replacen(") -> ", "): ", 1)
            ),
            Kind::Type if self.signature.is_empty() => format!("type {name}"),
            Kind::Type => format!("type {name} = {}", self.signature),
            Kind::Variable => format!("const {name}: {}", self.signature),
            Kind::Class => format!("class {name}"),
        }
    }

    /// The parts of its signature. `None`: it is no function.
    pub(crate) fn parts(&self) -> Option<Parts> {
        let text = self.signature;
        let (mut depth, mut quote, mut last) = (0usize, None, ' ');
        let (mut open, mut start) = (None, 0);
        let mut parameters = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                _ if quote.is_some() => quote = quote.filter(|q| *q != c),
                '"' | '`' => quote = Some(c),
                '(' if depth == 0 => (open, start, depth) = (Some(at), at + 1, 1),
                '(' | '[' | '{' | '<' => depth += 1,
                // The `>` of an arrow closes nothing.
                '>' if last == '=' => {}
                ')' if depth == 1 && open.is_some() => {
                    parameters.push(&text[start..at]);
                    parameters.iter_mut().for_each(|p| *p = p.trim());
                    parameters.retain(|p| !p.is_empty());
                    return Some(Parts {
                        types: &text[..open?],
                        parameters,
                        returns: text[at + 1..].strip_prefix(" -> ")?,
                    });
                }
                ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
                ',' if depth == 1 && open.is_some() => {
                    parameters.push(&text[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
            last = c;
        }
        None
    }

    /// Where it stands among the others, for somebody who is looking for it.
    fn rank(&self) -> (u8, usize) {
        let called = MOST_CALLED.iter().position(|m| *m == self.name);
        match (called, self.kind) {
            _ if self.instead.is_some() => (4, 0),
            (Some(place), _) => (0, place),
            (None, Kind::Function) => (1, 0),
            (None, Kind::Type | Kind::Variable) => (2, 0),
            // The API itself is behind what is made for scripts.
            (None, Kind::Class) => (3, 0),
        }
    }
}

/// What an import has, what people call first comes first.
pub(crate) fn members(form: Form) -> Vec<Member> {
    let mut members: Vec<Member> = all()
        .filter(|(_, forms)| forms.contains(&form))
        .map(|(member, _)| member)
        .collect();
    members.sort_by_key(Member::rank);
    members
}

/// What an import has under a name.
pub(crate) fn member(form: Form, name: &str) -> Option<Member> {
    let mut found = all().filter(|(member, forms)| member.name == name && forms.contains(&form));
    found.next().map(|(member, _)| member)
}

/// Whether a text is how a program names the package.
pub(crate) fn is_package(specifier: &str) -> bool {
    let name = specifier.strip_prefix("npm:").unwrap_or(specifier);
    let rest = name.strip_prefix("windmill-client");
    rest.is_some_and(|r| r.is_empty() || r.starts_with('@'))
}

/// All that it exports, by name, with the imports that have it.
pub(super) fn all() -> impl Iterator<Item = (Member, &'static [Form])> {
    TABLE.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        let (name, kind, forms) = (parts.next()?, parts.next()?, parts.next()?);
        let member = Member {
            name,
            kind: match kind {
                "function" => Kind::Function,
                "type" => Kind::Type,
                "variable" => Kind::Variable,
                "class" => Kind::Class,
                _ => return None,
            },
            signature: parts.next()?,
            about: parts.next()?,
            instead: parts.next(),
        };
        let forms: &[Form] = match forms {
            "both" => &[Form::Namespace, Form::Default],
            "namespace" => &[Form::Namespace],
            "default" => &[Form::Default],
            _ => return None,
        };
        Some((member, forms))
    })
}

#[cfg(test)]
mod tests {
    use syntax::text::is_js_word;

    use super::*;

    #[test]
    fn the_table_reads_well() {
        assert!(TABLE.lines().is_sorted());
        assert_eq!(all().count(), TABLE.lines().count());
        for (member, _) in all() {
            assert!(member.name.chars().all(is_js_word), "{member:?}");
            let is_function = member.kind == Kind::Function;
            assert_eq!(
                is_function,
                member.signature.contains(") -> "),
                "{member:?}"
            );
            assert!(
                member.about.ends_with('.') && !member.about.contains('\t'),
                "{member:?}"
            );
        }
        for name in MOST_CALLED {
            assert!(member(Form::Namespace, name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_import_has_its_own_names() {
        let first = members(Form::Namespace);
        assert_eq!(
            (first[0].name, first[1].name),
            ("getVariable", "getResource")
        );
        assert_eq!(first.last().map(|m| m.instead.is_some()), Some(true));
        assert!(member(Form::Default, "getWorkspace").is_some());
        assert!(member(Form::Namespace, "getWorkspace").is_none());
        assert!(member(Form::Default, "S3Object").is_none());
        let is = [
            "windmill-client",
            "npm:windmill-client@1.253.7",
            "windmill-client@1",
        ];
        assert!(is.into_iter().all(is_package));
        assert!(
            !["windmill-client-x", "./windmill-client", "windmill"]
                .into_iter()
                .any(is_package)
        );
    }

    #[test]
    fn signatures_come_apart() {
        let parts = |name: &str| member(Form::Namespace, name).and_then(|m| m.parts());
        for (member, _) in all().filter(|(m, _)| m.kind == Kind::Function) {
            let parts = member.parts().expect("a signature");
            let again = format!(
                "{}({}) -> {}",
                parts.types,
                parts.parameters.join(", "),
                parts.returns
            );
            assert_eq!(again, member.signature);
        }
        assert_eq!(
            parts("task"),
            Some(Parts {
                types: "<T extends (...args: any[]) => Promise<any>>",
                parameters: vec![
                    "fnOrPath: T | string",
                    "maybeFnOrOptions?: T | TaskOptions",
                    "maybeOptions?: TaskOptions"
                ],
                returns: "JsonifiedFn<T>",
            })
        );
        let one = parts("appendPartition").map(|p| p.parameters);
        assert_eq!(
            one,
            Some(vec![
                "opts: Omit<DucklakeMaterializeOptions, \"uniqueKey\">"
            ])
        );
        assert_eq!(parts("S3Object"), None);
    }

    #[test]
    fn pages_are_written_as_typescript() {
        let page = |name: &str| {
            member(Form::Namespace, name)
                .map(|m| m.page().to_plain())
                .unwrap_or_default()
        };
        assert!(
            page("getVariable").starts_with("function getVariable(path: string): Promise<string>")
        );
        assert!(
            page("runScript").contains("Use `runScriptByPath` instead."),
            "{}",
            page("runScript")
        );
        assert!(page("S3Object").starts_with("type S3Object = S3ObjectURI | S3ObjectRecord"));
    }
}
