//! Reads the source of an installed SDK as if it were a stub: public names, signatures, docstrings.
//!
//! Nothing is run and no import is followed, so names that a package makes up while it loads are not
//! seen. Private names are left out, as are files beyond a limit.

use lang::python::Tree;
use lang::python::tree::{Kind, NodeId};
use syntax::Span;

use super::{ClassDef, Function, Sdk, Variable, stub};

/// How many bytes of source are read in all.
pub const LIMIT: usize = 2 << 20;

/// The version in the `METADATA` of an installed package.
pub fn version_in(metadata: &str) -> Option<&str> {
    let head = metadata.lines().take_while(|l| !l.is_empty());
    let mut versions = head.filter_map(|l| l.strip_prefix("Version:"));
    versions.next().map(str::trim).filter(|v| !v.is_empty())
}

/// Of a name that several files have, the first counts.
pub(super) fn read(files: &[(&str, &str)], version: &str) -> Sdk {
    let mut sdk = Sdk {
        version: version.to_owned(),
        ..Sdk::default()
    };
    let mut left = LIMIT;
    for (_, source) in files {
        match left.checked_sub(source.len()) {
            Some(rest) => left = rest,
            None => continue,
        }
        let own = module(source);
        for function in own.functions {
            if sdk.functions.iter().all(|f| f.name != function.name) {
                sdk.functions.push(function);
            }
        }
        for class in own.classes {
            if sdk.classes.iter().all(|c| c.name != class.name) {
                sdk.classes.push(class);
            }
        }
        for variable in own.variables {
            if sdk.variables.iter().all(|v| v.name != variable.name) {
                sdk.variables.push(variable);
            }
        }
    }
    sdk.functions.sort_by(|a, b| a.name.cmp(&b.name));
    sdk.classes.sort_by(|a, b| a.name.cmp(&b.name));
    sdk.variables.sort_by(|a, b| a.name.cmp(&b.name));
    sdk
}

fn module(source: &str) -> Sdk {
    let tree = &stub::parse(source);
    let mut sdk = stub::tops(tree);
    let tops: Vec<NodeId> = tree.top().collect();
    let known: Vec<String> = sdk.classes.iter().map(|c| c.name.clone()).collect();
    sdk.functions.retain(|f| is_public(&f.name));
    sdk.variables.retain(|v| is_public(&v.name));
    sdk.classes.retain(|c| is_public(&c.name));
    for function in &mut sdk.functions {
        complete(function, defined(tree, &tops, function.span), tree, &known);
    }
    for class in &mut sdk.classes {
        let Some(node) = defined(tree, &tops, class.span) else {
            continue;
        };
        class
            .methods
            .retain(|m| is_public(&m.name) || is_dunder(&m.name));
        class.fields.retain(|f| is_public(&f.name));
        let body = tree.body(node).into_iter();
        let methods: Vec<NodeId> = body.flat_map(|b| tree.children(b)).collect();
        for method in &mut class.methods {
            complete(method, defined(tree, &methods, method.span), tree, &known);
        }
        for method in &methods {
            keep_fields(class, *method, tree);
        }
        class.fields.sort_by(|a, b| a.name.cmp(&b.name));
    }
    sdk
}

fn is_public(name: &str) -> bool {
    !name.starts_with('_')
}

fn is_dunder(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}

/// The one of some statements in order that defines the name that stands there.
fn defined(tree: &Tree, statements: &[NodeId], name: Span) -> Option<NodeId> {
    let before = statements.partition_point(|n| tree.span(*n).end <= name.start);
    let is_definition =
        |n: &&NodeId| matches!(tree.kind(**n), Kind::Function { .. } | Kind::Class { .. });
    statements.get(before).filter(is_definition).copied()
}

/// Adds what source says in other ways than a stub: deprecations, and the class that is returned.
fn complete(function: &mut Function, node: Option<NodeId>, tree: &Tree, known: &[String]) {
    if function.deprecated.as_deref().is_none_or(str::is_empty) {
        let called = |d: &String| {
            let inner = d.strip_prefix("deprecate(")?.strip_suffix(')')?;
            let quotes: &[char] = &['"', '\''];
            Some(format!("Use `{}` instead.", inner.trim_matches(quotes)))
        };
        let by_decorator = function.decorators.iter().find_map(called);
        let by_doc = || {
            let doc = function.doc.as_deref()?;
            let (_, rest) = doc.split_once(".. deprecated::")?;
            let lines = rest.lines().map(str::trim);
            let said = lines.take_while(|l| !l.is_empty());
            Some(said.collect::<Vec<_>>().join(" "))
        };
        let said = by_decorator.or_else(by_doc);
        function.deprecated = said.or(function.deprecated.take());
    }
    if function.returns.is_none() {
        function.returns = node.and_then(|n| returned(n, tree, known));
    }
}

/// The class whose call every `return` of a function gives.
fn returned(function: NodeId, tree: &Tree, known: &[String]) -> Option<String> {
    let mut classes = Vec::new();
    let mut below = tree.below(tree.body(function)?);
    while let Some(node) = below.next() {
        match tree.kind(node) {
            Kind::Yield | Kind::YieldFrom => classes.push(None),
            Kind::Return => {
                let value = tree.child(node, 0);
                let class = value.and_then(|v| tree.called(v));
                classes.push(class.map(|c| tree.text_of(c)));
            }
            kind if kind.is_scope() => below.leave_out(),
            _ => {}
        }
    }
    let first = (*classes.first()?)?;
    let same = classes.iter().all(|c| *c == Some(first));
    (same && known.iter().any(|k| k == first)).then(|| first.to_owned())
}

/// Notes what a method keeps on `self`.
fn keep_fields(class: &mut ClassDef, method: NodeId, tree: &Tree) {
    let is_function = matches!(tree.kind(method), Kind::Function { .. });
    let Some(body) = tree.body(method).filter(|_| is_function) else {
        return;
    };
    for parts in tree.below(body).filter_map(|n| tree.assignment(n)) {
        let targets = parts.targets.iter().flat_map(|t| {
            let parts = match tree.kind(*t) {
                Kind::Tuple => tree.children(*t).collect(),
                _ => vec![*t],
            };
            parts.into_iter()
        });
        for target in targets {
            let (Kind::Attribute(name), Some(object)) = (tree.kind(target), tree.child(target, 0))
            else {
                continue;
            };
            let written = tree.name(name);
            let is_known = class.fields.iter().any(|f| f.name == written)
                || class.methods.iter().any(|m| m.name == written);
            if tree.text_of(object) == "self" && is_public(written) && !is_known {
                class.fields.push(Variable {
                    name: written.to_owned(),
                    annotation: parts.annotation.map(|n| tree.text_of(n).to_owned()),
                    value: None,
                    doc: None,
                    span: tree.name_span(target),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Known, Sdks, sdk_known_at, sdk_target_at};
    use lang::Program;
    use syntax::Language;

    const CLIENT: &str = "import os\nimport functools\n\nlogger = f()\n_client: 'Windmill | None' = None\n\n\
        class Windmill:\n    \"\"\"Talks to é.\"\"\"\n    def __init__(self, base=None):\n        self.base = base\n        \
        self.a, self._b = 1, 2\n        self.url: str = base\n    def _own(self): pass\n    @property\n    def user(self): \
        return {}\n    def table(self, name='main'):\n        return Table(self, name)\n    def old(self):\n        \
        \"\"\"Do it.\n\n        .. deprecated:: Use new\n            instead.\n        \"\"\"\n\n\
        class Table:\n    def brand_new(self, sql: str, *args) -> 'Row': ...\n\n\
        def deprecate(in_favor_of): ...\n\n@init\n@deprecate(\"Windmill().version\")\ndef get_version() -> str:\n    return ''\n\n\
        def table(x):\n    if x:\n        return Table(1)\n    return Table(2)\n\ndef either(x):\n    return x or Table(1)\n\n\
        def _hidden(): pass\n";
    const TYPES: &str = "class S3(dict):\n    s3: str\n\ndef table(): 'not this one'\n";

    fn sdk() -> Sdk {
        Sdk::from_source(&[("client.py", CLIENT), ("s3_types.py", TYPES)], "2.0.1")
    }

    #[test]
    fn source_is_read_like_a_stub() {
        let sdk = sdk();
        assert_eq!(sdk.version, "2.0.1");
        let names: Vec<&str> = sdk.members().map(|m| m.name()).collect();
        assert_eq!(
            names,
            [
                "S3",
                "Table",
                "Windmill",
                "deprecate",
                "either",
                "get_version",
                "logger",
                "table"
            ]
        );
        let windmill = sdk.class("Windmill").expect("a class");
        assert_eq!(windmill.doc.as_deref(), Some("Talks to é."));
        let fields: Vec<_> = windmill.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(fields, ["a", "base", "url"]);
        let methods: Vec<_> = windmill.methods.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(methods, ["__init__", "old", "table", "user"]);
        let returns = |name: &str| sdk.function(name).and_then(|f| f.returns.as_deref());
        assert_eq!(returns("table"), Some("Table"));
        assert_eq!(returns("either"), None);
        let of = |f: Option<&Function>| f.and_then(|f| f.deprecated.clone());
        let old = of(windmill.method("old"));
        assert_eq!(old.as_deref(), Some("Use new instead."));
        let version = of(sdk.function("get_version"));
        assert_eq!(
            version.as_deref(),
            Some("Use `Windmill().version` instead.")
        );
        assert_eq!(of(sdk.function("table")), None);
    }

    #[test]
    fn what_is_installed_goes_before_what_is_built_in() {
        let sdk = sdk();
        let sdks = Sdks {
            wmill: Some(&sdk),
            skyvern: None,
        };
        let text = "import wmill\nx = wmill.Windmill().table()\nx.brand_new";
        let script = Program::new(Some(Language::Python), text.into());
        let found = sdk_target_at(&script, text.len(), &sdks).expect("a member");
        assert!(found.member.is_some());
        let x = text.find("x =").expect("a variable");
        let held = sdk_known_at(&script, x, &sdks);
        assert!(matches!(held, Some(Known::Instance(c)) if c.class.name == "Table"));
        assert_eq!(sdk_target_at(&script, text.len(), &Sdks::default()), None);
    }

    #[test]
    fn sizes_have_limits() {
        let long = format!("def long(): ...\n# {}\n", "x".repeat(LIMIT));
        let sdk = Sdk::from_source(&[("a.py", &long), ("b.py", "def b(): ...")], "");
        assert!(sdk.function("long").is_none() && sdk.function("b").is_some());
        assert_eq!(Sdk::from_source(&[], ""), Sdk::default());
    }

    #[test]
    fn versions_stand_in_metadata() {
        let metadata = "Metadata-Version: 2.3\nName: wmill\nVersion: 1.850.0\n\nVersion: 2\n";
        assert_eq!(version_in(metadata), Some("1.850.0"));
        assert_eq!(version_in("Name: wmill\n\nVersion: 2\n"), None);
    }
}
