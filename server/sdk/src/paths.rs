//! Paths of the workspace that code gives to an SDK as plain strings: the one list of what takes a path of what.

use lang::Program;
use lang::python::tree::{Kind, NodeId, Tree};
use lang::walk::{Visit, children, span, text, walk};
use syntax::{Span, Spanned};
use tree_sitter::Node;

use crate::receiver::targets_in;
use crate::{Function, Member, SdkModule, Sdks};

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

/// The functions of `windmill-client` 1.818 that take a path, with its place among the arguments.
const TYPESCRIPT: &[(&str, usize, PathKind)] = &[
    ("databaseUrlFromResource", 0, PathKind::Resource),
    ("denoS3LightClientSettings", 0, PathKind::Resource),
    ("getResource", 0, PathKind::Resource),
    ("getVariable", 0, PathKind::Variable),
    ("loadS3File", 1, PathKind::Resource),
    ("loadS3FileStream", 1, PathKind::Resource),
    ("runFlow", 0, PathKind::Flow),
    ("runFlowAsync", 0, PathKind::Flow),
    ("runScript", 0, PathKind::Script),
    ("runScriptAsync", 0, PathKind::Script),
    ("runScriptByPath", 0, PathKind::Script),
    ("runScriptByPathAsync", 0, PathKind::Script),
    ("setResource", 1, PathKind::Resource),
    ("setVariable", 0, PathKind::Variable),
    ("task", 0, PathKind::Script),
    ("taskFlow", 0, PathKind::Flow),
    ("taskScript", 0, PathKind::Script),
    ("writeS3File", 2, PathKind::Resource),
];

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
    match program.is_python() {
        true => in_python(program),
        false => in_typescript(program),
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
    let has_self = function.params.first().is_some_and(|p| p.name == "self");
    let mut params = function
        .params
        .iter()
        .skip(if has_self { bound } else { 0 });
    for argument in tree.arguments(call) {
        let (param, value) = match tree.kind(argument) {
            Kind::Keyword(name) => (Some(tree.name(name)), tree.child(argument, 0)),
            // Which parameters these fill cannot be told.
            Kind::Starred | Kind::Unpack => return,
            _ => (params.next().map(|p| p.name.as_str()), Some(argument)),
        };
        let kind = param.and_then(|param| path_wanted(&function.name, param));
        if let Some((kind, value)) = kind.zip(value)
            && let Some(written) = tree.plain_string(value).filter(|w| !w.contains('\\'))
        {
            let whole = tree.text_of(value);
            let start = written.as_ptr() as usize - whole.as_ptr() as usize;
            let start = tree.span(value).start as usize + start;
            into.push(SdkPath {
                kind,
                path: Spanned::new(written.to_owned(), Span::new(start, start + written.len())),
            });
        }
    }
}

fn in_typescript(program: &Program) -> Vec<SdkPath> {
    let imports = || program.specifiers();
    let tree = program.typescript_tree();
    let tree = tree.filter(|_| imports().iter().any(|i| i.module.value.contains(CLIENT)));
    let mut found = Vec::new();
    let Some(tree) = tree else { return found };
    walk(tree.root_node(), |visit| {
        if let Visit::Enter(node, ()) = visit
            && node.kind() == "call_expression"
        {
            found.extend(called(node, &program.text));
        }
        true
    });
    found.sort_by_key(|p| p.path.span.start);
    found
}

fn called(call: Node<'_>, source: &str) -> Option<SdkPath> {
    let function = call.child_by_field_name("function")?;
    let name = match function.kind() {
        "identifier" => function,
        "member_expression" => function.child_by_field_name("property")?,
        _ => return None,
    };
    let name = text(name, source);
    let (_, place, kind) = TYPESCRIPT.iter().find(|(known, ..)| *known == name)?;
    let arguments = call.child_by_field_name("arguments")?;
    let mut arguments = children(arguments)
        .into_iter()
        .filter(|a| a.is_named() && a.kind() != "comment");
    let value = arguments.nth(*place)?;
    let whole = span(value);
    let is_plain = match value.kind() {
        "string" => true,
        "template_string" => value
            .named_children(&mut value.walk())
            .all(|c| c.kind() == "string_fragment"),
        _ => false,
    };
    if !is_plain || whole.len() < 2 || value.has_error() {
        return None;
    }
    let inner = Span::new(whole.start as usize + 1, whole.end as usize - 1);
    let written = inner.slice(source);
    (!written.contains('\\')).then(|| SdkPath {
        kind: *kind,
        path: Spanned::new(written.to_owned(), inner),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use syntax::Language;

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
                format!("{:?} {}", p.kind, p.path.value)
            })
            .collect()
    }

    #[test]
    fn python() {
        let text = "import wmill\nfrom wmill import get_variable as gv, set_resource\n\
            wmill.get_resource('f/a/res')\ngv(path=\"u/b/var\")\nset_resource('f/c', {})\n\
            client = wmill.Windmill()\nclient.run_script_by_path('''f/d''', args={})\n\
            # wmill.get_resource('f/comment')\ntext = \"wmill.get_resource('f/text')\"\n\
            wmill.get_resource(f'f/{text}')\nwmill.get_resource('f/x' + text)\nwmill.get_resource(*['f/y'])\n\
            wmill.run_flow_async('f/e')\nwmill.get_state('f/state')\n\
            def own(get_variable):\n    get_variable('f/own')\n";
        let wanted = [
            "Resource f/a/res",
            "Variable u/b/var",
            "Resource f/c",
            "Script f/d",
            "Flow f/e",
        ];
        assert_eq!(read(Language::Python, text), wanted);
    }

    #[test]
    fn typescript() {
        let text = "import * as wmill from 'npm:windmill-client@1.5'\n\
            await wmill.getResource('f/a')\nwmill.setResource({}, `f/b`)\ngetVariable(\"u/c\")\n\
            wmill.getResource(`f/${x}`)\n// wmill.getResource('f/d')\nwmill.getState('f/e')\n\
            wmill.getVariable(/* the path */ 'f/f')\nwmill.runFlow('f/g', { path: 'f/h' })\nwmill.getVariable('f/i";
        let wanted = [
            "Resource f/a",
            "Resource f/b",
            "Variable u/c",
            "Variable f/f",
            "Flow f/g",
        ];
        assert_eq!(read(Language::TypeScript, text), wanted);
        assert_eq!(read(Language::TypeScript, "getResource('f/a')"), [""; 0]);
    }
}
