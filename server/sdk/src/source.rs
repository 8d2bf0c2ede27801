//! Reads the source of an installed SDK as if it were a stub: public names, signatures, docstrings.
//!
//! Nothing is run and no import is followed, so names that a package makes up while it loads are not
//! seen. Private names are left out, as are files beyond a limit.

use lang::python::tree::{Kind, NodeId};
use lang::python::{Annotation, Class, Field, Function, Tree, declare};
use rustc_hash::FxHashSet;
use syntax::Spanned;

use super::{Sdk, stub};

/// How many bytes of source are read in all.
pub const LIMIT: usize = 2 << 20;

/// The version in the `METADATA` of an installed package.
pub fn version_in(metadata: &str) -> Option<&str> {
    let head = metadata.lines().take_while(|l| !l.is_empty());
    let mut versions = head.filter_map(|l| l.strip_prefix("Version:"));
    versions.next().map(str::trim).filter(|v| !v.is_empty())
}

/// A set of names.
type Names = FxHashSet<String>;

/// Of a name that several files have, the first counts.
pub(super) fn read(files: &[(&str, &str)], version: &str) -> Sdk {
    let mut sdk = Sdk {
        version: version.to_owned(),
        ..Sdk::default()
    };
    let mut left = LIMIT;
    let (mut functions, mut classes, mut variables) =
        (Names::default(), Names::default(), Names::default());
    for (_, source) in files {
        match left.checked_sub(source.len()) {
            Some(rest) => left = rest,
            None => continue,
        }
        let own = module(source);
        sdk.functions.extend(
            own.functions
                .into_iter()
                .filter(|f| functions.insert(f.name.value.clone())),
        );
        sdk.classes.extend(
            own.classes
                .into_iter()
                .filter(|c| classes.insert(c.name.value.clone())),
        );
        sdk.variables.extend(
            own.variables
                .into_iter()
                .filter(|v| variables.insert(v.name.value.clone())),
        );
    }
    stub::sort(&mut sdk);
    sdk
}

fn module(source: &str) -> Sdk {
    let tree = &stub::parse(source);
    let top: Vec<NodeId> = tree.top().collect();
    let classes = top
        .iter()
        .filter_map(|n| Some((*n, declare::class(tree, *n)?)));
    let classes: Vec<(NodeId, Class)> = classes.collect();
    let known: Names = classes.iter().map(|(_, c)| c.name.value.clone()).collect();
    let function = |node: NodeId| {
        let mut function = declare::function(tree, node)?;
        complete(&mut function, node, tree, &known);
        Some(function)
    };
    let functions = top.iter().filter_map(|n| function(*n));
    let functions = functions.filter(|f| is_public(&f.name));
    let variables = declare::fields(tree, &top).into_iter();
    let classes = classes.into_iter().filter(|(_, c)| is_public(&c.name));
    let classes = classes.map(|(node, mut class)| {
        let body = tree.body(node).into_iter();
        let body: Vec<NodeId> = body.flat_map(|b| tree.children(b)).collect();
        let methods = body.iter().filter_map(|n| function(*n));
        class.methods = methods
            .filter(|m| is_public(&m.name) || is_dunder(&m.name))
            .collect();
        class.fields.retain(|f| is_public(&f.name));
        let fields = class.fields.iter().map(|f| &f.name);
        let known = fields.chain(class.methods.iter().map(|m| &m.name));
        let mut known: Names = known.map(|n| n.value.clone()).collect();
        for method in &body {
            keep_fields(&mut class, *method, tree, &mut known);
        }
        class
    });
    Sdk {
        version: String::new(),
        functions: functions.collect(),
        classes: classes.collect(),
        variables: variables.filter(|v| is_public(&v.name)).collect(),
    }
}

fn is_public(name: &str) -> bool {
    !name.starts_with('_')
}

fn is_dunder(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}

/// Adds what source says in other ways than a stub: deprecations, and the class that is returned.
fn complete(function: &mut Function, node: NodeId, tree: &Tree, known: &Names) {
    if function.deprecated.as_deref().is_none_or(str::is_empty) {
        let called = |d: &Spanned<String>| {
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
        function.returns = returned(node, tree, known);
    }
}

/// The class whose call every `return` of a function gives.
fn returned(function: NodeId, tree: &Tree, known: &Names) -> Option<Annotation> {
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
    (same && known.contains(first)).then(|| Annotation::parse(first))
}

/// Notes what a method keeps on `self`.
fn keep_fields(class: &mut Class, method: NodeId, tree: &Tree, known: &mut Names) {
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
            let is_own = tree.text_of(object) == "self" && is_public(written);
            if is_own && known.insert(written.to_owned()) {
                class.fields.push(Field {
                    name: Spanned::new(written.to_owned(), tree.name_span(target)),
                    annotation: parts.annotation.map(|n| Annotation::read(tree, n)),
                    default: None,
                    string: None,
                    doc: None,
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
        let returns = |name: &str| {
            sdk.function(name)?
                .returns
                .as_ref()
                .map(Annotation::written)
        };
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
        assert!(matches!(held, Some(Known::Instance(c)) if c.class.name.value == "Table"));
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
