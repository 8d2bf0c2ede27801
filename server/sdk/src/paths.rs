//! Paths of the workspace that code gives to an SDK as plain strings: the one list of what takes a path of what.

use lang::Program;
use lang::javascript::tree as js;
use lang::python::Function;
use lang::python::tree::{Kind, NodeId, Tree};
use syntax::{Language, Span, Spanned};

use crate::receiver::targets_in;
use crate::{Member, SdkModule, Sdks};

/// What a path names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PathKind {
    /// A script.
    Script,
    /// A flow.
    Flow,
    /// A resource.
    Resource,
    /// A variable.
    Variable,
}

/// A path that code gives to an SDK.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkPath {
    /// What it names.
    pub kind: PathKind,
    /// The path, and where it stands without its quotes, in bytes of the program.
    pub path: Spanned<String>,
    /// The inputs that are given with it in a dictionary or an object.
    pub inputs: Vec<SdkInput>,
}

/// An input that code gives to a script or a flow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkInput {
    /// Its name, without quotes, in bytes of the program.
    pub name: Spanned<String>,
    /// Whether the variable of the same name is its value: `{ x }`.
    pub is_shorthand: bool,
}

/// What a parameter of a Python SDK's function wants a path of; `None` where it wants something else.
pub fn path_wanted(function: &str, param: &str) -> Option<PathKind> {
    match (function, param) {
        (_, "s3_resource_path" | "resource_path") => Some(PathKind::Resource),
        ("task", "path") => Some(PathKind::Script),
        (_, "path" | "hash_or_path") => {
            let kinds = [
                ("resource", PathKind::Resource),
                ("variable", PathKind::Variable),
                ("script", PathKind::Script),
                ("flow", PathKind::Flow),
            ];
            // State that a flow keeps has paths of its own.
            let kind = kinds.iter().find(|(word, _)| function.contains(word));
            kind.filter(|_| !function.contains("state")).map(|k| k.1)
        }
        _ => None,
    }
}

/// The functions of `windmill-client` 1.818 that take a path, with its place among the arguments, and that of the
/// inputs.
const TYPESCRIPT: &[(&str, usize, PathKind, Option<usize>)] = &[
    ("databaseUrlFromResource", 0, PathKind::Resource, None),
    ("denoS3LightClientSettings", 0, PathKind::Resource, None),
    ("getResource", 0, PathKind::Resource, None),
    ("getVariable", 0, PathKind::Variable, None),
    ("loadS3File", 1, PathKind::Resource, None),
    ("loadS3FileStream", 1, PathKind::Resource, None),
    ("runFlow", 0, PathKind::Flow, Some(1)),
    ("runFlowAsync", 0, PathKind::Flow, Some(1)),
    ("runScript", 0, PathKind::Script, Some(2)),
    ("runScriptAsync", 0, PathKind::Script, Some(2)),
    ("runScriptByPath", 0, PathKind::Script, Some(1)),
    ("runScriptByPathAsync", 0, PathKind::Script, Some(1)),
    ("setResource", 1, PathKind::Resource, None),
    ("setVariable", 0, PathKind::Variable, None),
    ("task", 0, PathKind::Script, None),
    ("taskFlow", 0, PathKind::Flow, None),
    ("taskScript", 0, PathKind::Script, None),
    ("writeS3File", 2, PathKind::Resource, None),
];

/// What an argument of a function of `windmill-client` is a path of, by its place from 0; `None` where it is none.
pub fn typescript_path_wanted(function: &str, index: usize) -> Option<PathKind> {
    let mut known = TYPESCRIPT.iter();
    let found = known.find(|(name, place, ..)| *name == function && *place == index);
    found.map(|(.., kind, _)| *kind)
}

/// What scripts import `windmill-client` by: as it is, with a version, or from Deno's registries.
const CLIENT: &str = "windmill";

/// The paths that a program in Python or TypeScript gives to an SDK, in reading order.
pub fn sdk_paths(program: &Program) -> Vec<SdkPath> {
    let starts = ["f/", "u/", "g/"].iter().flat_map(|folder| {
        let quotes = ['"', '\'', '`'];
        quotes.map(|quote| format!("{quote}{folder}"))
    });
    // Nearly all programs name none.
    if !starts.into_iter().any(|s| program.text.contains(&s)) {
        return Vec::new();
    }
    match program.grammar {
        Some(Language::Python) => in_python(program),
        Some(Language::TypeScript) => in_typescript(program),
        _ => Vec::new(),
    }
}

fn in_python(program: &Program) -> Vec<SdkPath> {
    let Some(python) = program.python() else {
        return Vec::new();
    };
    let sdks = Sdks {
        wmill: Some(SdkModule::Wmill.stub()),
        skyvern: None,
    };
    let tree = &python.tree;
    let mut found = Vec::new();
    for target in targets_in(program, python, &sdks) {
        let Some(Member::Function(function)) = target.member.filter(|_| !target.in_import) else {
            continue;
        };
        let call = tree.identifier_at(target.span.start as usize);
        let call = call.and_then(|name| Some((tree.parent(name)?, name)));
        if let Some((call, _)) = call.filter(|(call, name)| tree.called(*call) == Some(*name)) {
            let is_method = target.class.is_some() && !target.on_class;
            given(tree, call, function, usize::from(is_method), &mut found);
        }
    }
    found
}

/// The paths among the arguments of a call; `bound`: how many parameters are given already.
fn given(tree: &Tree, call: NodeId, function: &Function, bound: usize, into: &mut Vec<SdkPath>) {
    let has_self = function
        .params
        .first()
        .is_some_and(|p| p.name.value == "self");
    let skipped = if has_self { bound } else { 0 };
    let mut params = function.params.iter().skip(skipped);
    let first = into.len();
    let mut inputs = Vec::new();
    for argument in tree.arguments(call) {
        let (param, value) = match tree.kind(argument) {
            Kind::Keyword(name) => (Some(tree.name(name)), tree.child(argument, 0)),
            // Which parameters these fill cannot be told.
            Kind::Starred | Kind::Unpack => break,
            _ => (params.next().map(|p| p.name.as_str()), Some(argument)),
        };
        let Some((param, value)) = param.zip(value) else {
            continue;
        };
        if param == "args" && tree.kind(value) == Kind::Dict {
            let keys = tree.children(value).filter(|p| tree.kind(*p) == Kind::Pair);
            let keys = keys.filter_map(|pair| tree.child(pair, 0));
            inputs.extend(keys.filter_map(|key| {
                Some(SdkInput {
                    name: string(tree, key)?,
                    is_shorthand: false,
                })
            }));
        }
        if let Some(kind) = path_wanted(&function.name, param)
            && let Some(path) = string(tree, value)
        {
            into.push(SdkPath {
                kind,
                path,
                inputs: Vec::new(),
            });
        }
    }
    if let [path] = &mut into[first..] {
        path.inputs = inputs;
    }
}

/// What stands in the quotes of a string that has no escapes.
fn string(tree: &Tree, node: NodeId) -> Option<Spanned<String>> {
    let written = tree.plain_string(node).filter(|w| !w.contains('\\'))?;
    let whole = tree.text_of(node);
    let start = written.as_ptr() as usize - whole.as_ptr() as usize;
    let start = tree.span(node).start as usize + start;
    let span = Span::new(start, start + written.len());
    Some(Spanned::new(written.to_owned(), span))
}

fn in_typescript(program: &Program) -> Vec<SdkPath> {
    let imports = program.specifiers().iter();
    if !imports.into_iter().any(|i| i.module.value.contains(CLIENT)) {
        return Vec::new();
    }
    let Some(read) = program.typescript() else {
        return Vec::new();
    };
    let tree = &read.tree;
    let calls = tree.all().filter(|n| tree.kind(*n) == js::Kind::Call);
    let mut found: Vec<SdkPath> = calls.filter_map(|call| called(tree, call)).collect();
    found.sort_by_key(|p| p.path.span.start);
    found
}

fn called(tree: &js::Tree, call: NodeId) -> Option<SdkPath> {
    let function = tree.part(call, js::Role::Function)?;
    let name = match tree.kind(function) {
        js::Kind::Identifier => function,
        js::Kind::Member => tree.part(function, js::Role::Property)?,
        _ => return None,
    };
    let name = tree.text_of(name);
    let (_, place, kind, of_inputs) = TYPESCRIPT.iter().find(|(known, ..)| *known == name)?;
    let arguments = tree.part(call, js::Role::Arguments)?;
    let path = quoted(tree, tree.child(arguments, *place)?)?;
    let inputs = of_inputs.and_then(|place| tree.child(arguments, place));
    let inputs = inputs.filter(|i| tree.kind(*i) == js::Kind::Object);
    let members = inputs.into_iter().flat_map(|object| tree.children(object));
    let inputs = members.filter_map(|member| {
        let name = match tree.kind(member) {
            js::Kind::Pair => {
                let key = tree.part(member, js::Role::Key)?;
                match tree.kind(key) {
                    js::Kind::PropertyName => tree.spanned(key),
                    _ => quoted(tree, key)?,
                }
            }
            js::Kind::Shorthand => tree.spanned(member),
            _ => return None,
        };
        Some(SdkInput {
            name,
            is_shorthand: tree.kind(member) != js::Kind::Pair,
        })
    });
    Some(SdkPath {
        kind: *kind,
        path,
        inputs: inputs.collect(),
    })
}

/// What stands in the quotes of a string that has no escapes.
fn quoted(tree: &js::Tree, value: NodeId) -> Option<Spanned<String>> {
    let whole = tree.span(value);
    let is_plain = match tree.kind(value) {
        js::Kind::Str => true,
        js::Kind::Template => tree.child(value, 0).is_none(),
        _ => false,
    };
    if !is_plain || whole.len() < 2 || tree.is_broken(value) {
        return None;
    }
    let inner = Span::new(whole.start as usize + 1, whole.end as usize - 1);
    let written = inner.slice(tree.text());
    (!written.contains('\\')).then(|| Spanned::new(written.to_owned(), inner))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Every parameter of the SDK that takes a path of something is known, and no other.
    #[test]
    fn which_parameters_take_which_paths() {
        let mut found = Vec::new();
        for function in &crate::Sdk::wmill().functions {
            for param in &function.params {
                if let Some(wanted) = path_wanted(&function.name, &param.name) {
                    found.push(format!("{} {}: {wanted:?}", function.name, param.name));
                }
            }
        }
        assert_eq!(
            found,
            [
                "boto3_connection_settings s3_resource_path: Resource",
                "delete_s3_object s3_resource_path: Resource",
                "duckdb_connection_settings s3_resource_path: Resource",
                "get_resource path: Resource",
                "get_variable path: Variable",
                "load_s3_file s3_resource_path: Resource",
                "load_s3_file_reader s3_resource_path: Resource",
                "polars_connection_settings s3_resource_path: Resource",
                "run_flow_async path: Flow",
                "run_script path: Script",
                "run_script_async hash_or_path: Script",
                "run_script_by_path path: Script",
                "run_script_by_path_async path: Script",
                "run_script_by_path_sync path: Script",
                "set_resource path: Resource",
                "set_variable path: Variable",
                "task path: Script",
                "task_flow path: Flow",
                "task_script path: Script",
                "write_s3_file s3_resource_path: Resource",
            ]
        );
    }

    fn read(language: Language, text: &str) -> Vec<String> {
        let program = Program::new(Some(language), Arc::from(text));
        let paths = sdk_paths(&program).into_iter();
        paths
            .map(|p| {
                assert_eq!(p.path.span.slice(text), p.path.value);
                let names = p.inputs.iter().map(|i| &i.name);
                let names = names.inspect(|n| assert_eq!(n.span.slice(text), n.value));
                let inputs: Vec<&str> = names.map(|n| n.value.as_str()).collect();
                let inputs = inputs.join(",");
                format!("{:?} {} {inputs}", p.kind, p.path.value)
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn python() {
        let text = "import wmill\nfrom wmill import get_variable as gv, set_resource\n\
            wmill.get_resource('f/a/res')\ngv(path=\"u/b/var\")\nset_resource('f/c', {})\n\
            client = wmill.Windmill()\nclient.run_script_by_path('''f/d''', {'a': 1, b: 2, **c})\n\
            # wmill.get_resource('f/comment')\ntext = \"wmill.get_resource('f/text')\"\n\
            wmill.get_resource(f'f/{text}')\nwmill.get_resource('f/x' + text)\nwmill.get_resource(*['f/y'])\n\
            wmill.run_flow_async('f/e', args={'x': 1, \"y\": 2})\nwmill.get_state('f/state')\n\
            def own(get_variable):\n    get_variable('f/own')\n";
        let wanted = [
            "Resource f/a/res",
            "Variable u/b/var",
            "Resource f/c",
            "Script f/d a",
            "Flow f/e x,y",
        ];
        assert_eq!(read(Language::Python, text), wanted);
    }

    #[test]
    fn typescript() {
        let text = "import * as wmill from 'npm:windmill-client@1.5'\n\
            await wmill.getResource('f/a')\nwmill.setResource({}, `f/b`)\ngetVariable(\"u/c\")\n\
            wmill.getResource(`f/${x}`)\n// wmill.getResource('f/d')\nwmill.getState('f/e')\n\
            wmill.getVariable(/* the path */ 'f/f')\nwmill.runFlow('f/g', { path: 'f/h', 'y': 1, z, ...w })\nwmill.getVariable('f/i";
        let wanted = [
            "Resource f/a",
            "Resource f/b",
            "Variable u/c",
            "Variable f/f",
            "Flow f/g path,y,z",
        ];
        assert_eq!(read(Language::TypeScript, text), wanted);
        assert_eq!(read(Language::TypeScript, "getResource('f/a')"), [""; 0]);
        // With the type that it has, and while it does not parse.
        for end in ["", "\nconst y = f("] {
            let text = format!(
                "import * as wmill from 'windmill-client'\nconst x = await wmill.getResource<T>('f/a'){end}"
            );
            let found = read(Language::TypeScript, &text);
            assert_eq!(found.len(), 1, "{text} {found:?}");
        }
    }
}
