//! Reads the source of an installed SDK as if it were a stub: public names, signatures, docstrings.
//!
//! Nothing is run and no import is followed, so names that a package makes up while it loads are not
//! seen. Private names are left out, as are files beyond a limit.

use syntax::{Language, Span};
use tree_sitter::Node;

use super::{ClassDef, Function, Sdk, Variable, stub};
use lang::python::is_inner_scope;
use lang::walk::{Visit, children, span, text, walk};

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
    let tree = syntax::parse(Language::Python, source);
    let mut sdk = stub::tops(&tree, source);
    let tops = children(tree.root_node()).into_iter();
    let tops: Vec<Node<'_>> = tops
        .map(|n| n.child_by_field_name("definition").unwrap_or(n))
        .collect();
    let defined = |span: Span| {
        let is_it = |n: &&Node<'_>| name_span(**n) == Some(span);
        tops.iter().find(is_it).copied()
    };
    let known: Vec<String> = sdk.classes.iter().map(|c| c.name.clone()).collect();
    sdk.functions.retain(|f| is_public(&f.name));
    sdk.variables.retain(|v| is_public(&v.name));
    sdk.classes.retain(|c| is_public(&c.name));
    for function in &mut sdk.functions {
        complete(function, defined(function.span), source, &known);
    }
    for class in &mut sdk.classes {
        let Some(node) = defined(class.span) else {
            continue;
        };
        class
            .methods
            .retain(|m| is_public(&m.name) || is_dunder(&m.name));
        class.fields.retain(|f| is_public(&f.name));
        let body = node.child_by_field_name("body");
        let methods: Vec<Node<'_>> = body
            .map_or(Vec::new(), children)
            .into_iter()
            .map(|n| n.child_by_field_name("definition").unwrap_or(n))
            .collect();
        for method in &mut class.methods {
            let is_it = |n: &&Node<'_>| name_span(**n) == Some(method.span);
            let own = methods.iter().find(is_it).copied();
            complete(method, own, source, &known);
        }
        for method in &methods {
            keep_fields(class, *method, source);
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

fn name_span(node: Node<'_>) -> Option<Span> {
    node.child_by_field_name("name").map(span)
}

/// Adds what source says in other ways than a stub: deprecations, and the class that is returned.
fn complete(function: &mut Function, node: Option<Node<'_>>, source: &str, known: &[String]) {
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
        function.returns = node.and_then(|n| returned(n, source, known));
    }
}

/// The class whose call every `return` of a function gives.
fn returned(function: Node<'_>, source: &str, known: &[String]) -> Option<String> {
    let body = function.child_by_field_name("body")?;
    let mut classes = Vec::new();
    walk(body, |visit| {
        if let Visit::Enter(node, _) = visit {
            match node.kind() {
                "yield" => classes.push(None),
                "return_statement" => {
                    let value = node.named_child(0).filter(|n| n.kind() == "call");
                    let class = value.and_then(|n| n.child_by_field_name("function"));
                    classes.push(class.map(|n| text(n, source)));
                }
                _ => {}
            }
            return !is_inner_scope(node);
        }
        true
    });
    let first = (*classes.first()?)?;
    let same = classes.iter().all(|c| *c == Some(first));
    (same && known.iter().any(|k| k == first)).then(|| first.to_owned())
}

/// Notes what a method keeps on `self`.
fn keep_fields(class: &mut ClassDef, method: Node<'_>, source: &str) {
    let Some(body) = method
        .child_by_field_name("body")
        .filter(|_| method.kind() == "function_definition")
    else {
        return;
    };
    walk(body, |visit| {
        let Visit::Enter(node, _) = visit else {
            return true;
        };
        if node.kind() != "assignment" {
            return true;
        }
        let mut targets: Vec<Node<'_>> = node.child_by_field_name("left").into_iter().collect();
        if targets.iter().any(|t| t.kind() == "pattern_list") {
            targets = targets.into_iter().flat_map(children).collect();
        }
        for target in targets {
            let field = |name| target.child_by_field_name(name);
            let (Some(object), Some(name)) = (field("object"), field("attribute")) else {
                continue;
            };
            let written = text(name, source);
            let is_known = class.fields.iter().any(|f| f.name == written)
                || class.methods.iter().any(|m| m.name == written);
            if text(object, source) == "self" && is_public(written) && !is_known {
                let annotation = node.child_by_field_name("type");
                class.fields.push(Variable {
                    name: written.to_owned(),
                    annotation: annotation.map(|n| text(n, source).to_owned()),
                    value: None,
                    doc: None,
                    span: span(name),
                });
            }
        }
        true
    });
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
