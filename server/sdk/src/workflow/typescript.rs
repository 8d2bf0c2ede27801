//! The same in TypeScript: calls of tasks, and of the SDK's own functions, that nothing awaits.
//!
//! `workflow(async () => { … })` of `windmill-client` is a workflow, a `const` that is given `task(…)` a task.
//! A promise that is handed on counts as awaited, and so does one behind `void`.

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::{Span, Tree};
use tree_sitter::Node;

use super::{WorkflowMistake, WorkflowMistakeKind};
use lang::walk::{Nodes, Visit, children, span, text, walk};

/// The package, with a version or without.
const PACKAGE: &str = "windmill-client";

/// The SDK's functions that give a promise.
const AWAITED: &[&str] = &["step", "sleep", "waitForApproval", "parallel"];

/// What makes a task of a path or a function.
const MAKERS: &[&str] = &["task", "taskScript", "taskFlow"];

/// What reads a promise as one.
const OF_PROMISES: &[&str] = &["then", "catch", "finally"];

/// Whether a look at the text shows that there is no workflow.
pub fn is_plain(text: &str) -> bool {
    !text.contains(PACKAGE) || !text.contains("workflow")
}

/// Every mistake in reading order; none in a text with a mistake of syntax.
pub fn mistakes(source: &str, tree: &Tree) -> Vec<WorkflowMistake> {
    let root = tree.root_node();
    if root.has_error() {
        return Vec::new();
    }
    let mut code = Code {
        source,
        nodes: Nodes::new(root),
        sdk: FxHashMap::default(),
        spaces: FxHashSet::default(),
        tasks: FxHashSet::default(),
        uses: FxHashMap::default(),
    };
    code.read_imports(root);
    code.read_names(root);
    let mut found = Vec::new();
    walk(root, |visit| {
        if let Visit::Enter(node, ()) = visit
            && node.kind() == "call_expression"
        {
            found.extend(code.mistake(node));
        }
        true
    });
    found
}

struct Code<'t> {
    source: &'t str,
    nodes: Nodes<'t>,
    /// What names of the file are called in the SDK.
    sdk: FxHashMap<&'t str, &'t str>,
    /// Names of the SDK as a whole.
    spaces: FxHashSet<&'t str>,
    /// Names of tasks.
    tasks: FxHashSet<&'t str>,
    /// The places of all names.
    uses: FxHashMap<&'t str, Vec<Node<'t>>>,
}

/// What becomes of a promise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate<'t> {
    /// Nothing.
    Dropped,
    /// It is taken for its result; whether `await` needs brackets there.
    Used { brackets: bool },
    /// It is given this name.
    Stored(Node<'t>),
    /// Somebody may await it.
    Handed,
}

impl<'t> Code<'t> {
    fn text(&self, node: Node<'_>) -> &'t str {
        text(node, self.source)
    }

    fn read_imports(&mut self, root: Node<'t>) {
        for import in children(root) {
            let source = import.child_by_field_name("source");
            let module = source.map_or("", |s| self.text(s).trim_matches(['"', '\'']));
            let module = module.strip_prefix("npm:").unwrap_or(module);
            let is_sdk = module
                .strip_prefix(PACKAGE)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('@'));
            if import.kind() != "import_statement" || !is_sdk {
                continue;
            }
            walk(import, |visit| {
                let Visit::Enter(node, ()) = visit else {
                    return true;
                };
                match node.kind() {
                    "import_specifier" => {
                        let name = node.child_by_field_name("name");
                        let alias = node.child_by_field_name("alias").or(name);
                        if let (Some(name), Some(alias)) = (name, alias) {
                            self.sdk.insert(self.text(alias), self.text(name));
                        }
                    }
                    "namespace_import" => {
                        self.spaces
                            .extend(node.named_child(0).map(|n| self.text(n)));
                    }
                    _ => return true,
                }
                false
            });
        }
    }

    /// Notes the places of all names, and the tasks; what is declared twice may be something else somewhere.
    fn read_names(&mut self, root: Node<'t>) {
        let mut declared: FxHashMap<&str, usize> = FxHashMap::default();
        let mut tasks = Vec::new();
        walk(root, |visit| {
            let Visit::Enter(node, ()) = visit else {
                return true;
            };
            if node.kind() == "variable_declarator"
                && let Some(name) = node.child_by_field_name("name")
                && let Some(value) = node.child_by_field_name("value")
                && self.is_made_by(value, MAKERS)
                && self.is_const(node)
            {
                tasks.push(self.text(name));
            }
            let is_name = matches!(
                node.kind(),
                "identifier"
                    | "shorthand_property_identifier"
                    | "shorthand_property_identifier_pattern"
            );
            if is_name {
                let name = self.text(node);
                self.uses.entry(name).or_default().push(node);
                if self.is_declaration(node) {
                    *declared.entry(name).or_default() += 1;
                }
            }
            true
        });
        let once = |name: &&str| declared.get(name) == Some(&1);
        self.tasks.extend(tasks.into_iter().filter(once));
        let hides = |name: &&str| declared.get(name).is_some_and(|n| *n > 1);
        self.sdk.retain(|name, _| !hides(name));
        self.spaces.retain(|name| !hides(name));
    }

    /// Whether an identifier gives a name its value. What may be one counts.
    fn is_declaration(&self, name: Node<'t>) -> bool {
        let Some(parent) = self.nodes.parent(name) else {
            return false;
        };
        let is = |field: &str| parent.child_by_field_name(field) == Some(name);
        match parent.kind() {
            "variable_declarator"
            | "function_declaration"
            | "function_expression"
            | "generator_function_declaration"
            | "class_declaration"
            | "enum_declaration" => is("name"),
            "assignment_expression" | "augmented_assignment_expression" => is("left"),
            "arrow_function" | "catch_clause" => is("parameter"),
            "for_in_statement" => is("left"),
            "import_specifier" => is("alias") || parent.child_by_field_name("alias").is_none(),
            "import_clause" | "namespace_import" => true,
            kind => kind.ends_with("_parameter") || kind.ends_with("_pattern"),
        }
    }

    fn is_const(&self, declarator: Node<'t>) -> bool {
        let list = self.nodes.parent(declarator);
        list.and_then(|l| l.child(0))
            .is_some_and(|c| c.kind() == "const")
    }

    /// What an expression is called in the SDK.
    fn sdk_name(&self, node: Node<'t>) -> Option<&'t str> {
        match node.kind() {
            "identifier" => self.sdk.get(self.text(node)).copied(),
            "member_expression" => {
                let object = node.child_by_field_name("object")?;
                let is_sdk =
                    object.kind() == "identifier" && self.spaces.contains(self.text(object));
                let property = node.child_by_field_name("property")?;
                is_sdk.then(|| self.text(property))
            }
            _ => None,
        }
    }

    /// Whether an expression is a call of one of these functions of the SDK.
    fn is_made_by(&self, node: Node<'t>, names: &[&str]) -> bool {
        let function = node.child_by_field_name("function");
        let name = function.and_then(|f| self.sdk_name(f));
        node.kind() == "call_expression" && name.is_some_and(|n| names.contains(&n))
    }

    /// Whether what is called is a task.
    fn is_task(&self, function: Node<'t>) -> bool {
        function.kind() == "identifier" && self.tasks.contains(self.text(function))
    }

    fn mistake(&self, call: Node<'t>) -> Option<WorkflowMistake> {
        let function = call.child_by_field_name("function")?;
        let is_task = self.is_task(function);
        let of_sdk = self
            .sdk_name(function)
            .is_some_and(|n| AWAITED.contains(&n));
        if !is_task && !of_sdk {
            return None;
        }
        let inner = self.function_around(call)?;
        if !is_async(inner) || !self.is_in_workflow(inner) {
            return None;
        }
        let fate = match self.fate(call) {
            Fate::Stored(name) => self.stored(name, inner),
            fate => fate,
        };
        let whole = span(call);
        let (start, end) = (Span::at(whole.start as usize), Span::at(whole.end as usize));
        let (used, fix) = match fate {
            Fate::Dropped => (false, vec![(start, "await ")]),
            Fate::Used { brackets: false } => (true, vec![(start, "await ")]),
            Fate::Used { brackets: true } => (true, vec![(start, "(await "), (end, ")")]),
            Fate::Stored(_) | Fate::Handed => return None,
        };
        Some(WorkflowMistake {
            kind: WorkflowMistakeKind::Unawaited {
                task: is_task,
                used,
                fix,
            },
            name: self.text(function).to_owned(),
            span: span(function),
        })
    }

    /// The innermost function that holds a node.
    fn function_around(&self, node: Node<'t>) -> Option<Node<'t>> {
        let above = std::iter::successors(self.nodes.parent(node), |n| self.nodes.parent(*n));
        above.into_iter().find(|n| is_function(*n))
    }

    /// Whether a function is a workflow, or lies in one, with `async` functions all the way.
    fn is_in_workflow(&self, function: Node<'t>) -> bool {
        let mut at = Some(function);
        while let Some(function) = at.filter(|f| is_async(*f)) {
            let call = self
                .nodes
                .parent(function)
                .filter(|p| p.kind() == "arguments")
                .and_then(|p| self.nodes.parent(p));
            if call.is_some_and(|c| self.is_made_by(c, &["workflow"])) {
                return true;
            }
            at = self.function_around(function);
        }
        false
    }

    /// What becomes of the value of an expression.
    fn fate(&self, value: Node<'t>) -> Fate<'t> {
        const USED: Fate<'_> = Fate::Used { brackets: false };
        let mut node = value;
        let mut in_brackets = false;
        while let Some(parent) = self.nodes.parent(node) {
            let is = |field: &str| parent.child_by_field_name(field) == Some(node);
            return match parent.kind() {
                "parenthesized_expression" => {
                    in_brackets = true;
                    node = parent;
                    continue;
                }
                "non_null_expression" | "as_expression" | "satisfies_expression" => {
                    node = parent;
                    continue;
                }
                "expression_statement" => Fate::Dropped,
                "member_expression" if is("object") => {
                    let property = parent.child_by_field_name("property");
                    match property.is_some_and(|p| OF_PROMISES.contains(&self.text(p))) {
                        true => Fate::Handed,
                        false => Fate::Used {
                            brackets: !in_brackets,
                        },
                    }
                }
                "subscript_expression" if is("object") => Fate::Used {
                    brackets: !in_brackets,
                },
                "template_substitution" => USED,
                "binary_expression" => {
                    let operator = parent.child_by_field_name("operator");
                    let operator = operator.map_or("", |o| self.text(o));
                    match operator {
                        "??" | "||" | "&&" | "instanceof" => Fate::Handed,
                        _ => USED,
                    }
                }
                "variable_declarator" if is("value") => match parent.child_by_field_name("name") {
                    Some(name) if name.kind() == "identifier" && self.is_const(parent) => {
                        Fate::Stored(name)
                    }
                    Some(name) if name.kind().ends_with("_pattern") => USED,
                    _ => Fate::Handed,
                },
                "arguments" => {
                    let call = self.nodes.parent(parent);
                    let function = call.and_then(|c| c.child_by_field_name("function"));
                    match function.is_some_and(|f| self.is_task(f)) {
                        true => USED,
                        false => Fate::Handed,
                    }
                }
                _ => Fate::Handed,
            };
        }
        Fate::Handed
    }

    /// What becomes of a promise that is given a name: whatever its uses agree on.
    fn stored(&self, name: Node<'t>, function: Node<'t>) -> Fate<'t> {
        let places = self.uses.get(self.text(name));
        let mut all = Fate::Dropped;
        for place in places.into_iter().flatten().filter(|n| **n != name) {
            let is_read = place.kind() == "identifier" && !self.is_declaration(*place);
            if !is_read || self.function_around(*place) != Some(function) {
                return Fate::Handed;
            }
            match self.fate(*place) {
                Fate::Used { .. } => all = Fate::Used { brackets: false },
                _ => return Fate::Handed,
            }
        }
        all
    }
}

fn is_async(function: Node<'_>) -> bool {
    function.child(0).is_some_and(|n| n.kind() == "async")
}

fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "arrow_function"
            | "function_declaration"
            | "function_expression"
            | "generator_function"
            | "generator_function_declaration"
            | "method_definition"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::Language;

    fn in_text(text: &str) -> Vec<WorkflowMistake> {
        match is_plain(text) {
            true => Vec::new(),
            false => mistakes(text, &syntax::parse(Language::TypeScript, text)),
        }
    }

    #[track_caller]
    fn found(body: &str, want: &[&str]) {
        let text = format!(
            "import {{ workflow, task, sleep as wait, taskScript }} from 'windmill-client@1.700.0'\n\
             const load = task(async (n: number) => ({{ n }}))\n\
             export const send = taskScript('f/a/send')\n\
             export const main = workflow(async (n: number) => {{\n{body}\n}})\n"
        );
        let mistakes = in_text(&text);
        let spans: Vec<&str> = mistakes.iter().map(|m| m.span.slice(&text)).collect();
        assert_eq!(spans, want, "{body}");
    }

    #[test]
    fn promises_that_nothing_awaits() {
        for (body, want) in [
            ("load(1)", &["load"][..]),
            ("send({}); wait(3)", &["send", "wait"]),
            ("const r = load(1); return r.n", &["load"]),
            ("const r = load(1)", &["load"]),
            ("const { n: m } = load(1); return m", &["load"]),
            ("return load(1).n + 1", &["load"]),
            ("return `${load(1)}`", &["load"]),
            ("return await send(load(1))", &["load"]),
            ("const f = async () => { load(1) }; await f()", &["load"]),
        ] {
            found(body, want);
        }
    }

    #[test]
    fn promises_that_somebody_may_await() {
        for body in [
            "await load(1)",
            "return load(1)",
            "void load(1)",
            "const r = load(1); await wait(1); return await r",
            "return await Promise.all([load(1), load(2)])",
            "return Promise.all([1, 2].map(n => load(n)))",
            "load(1).then(r => console.log(r))",
            "const all = []; all.push(load(1)); return Promise.all(all)",
            "const r = load(1); const f = () => r.n; return f()",
            "[1].forEach(n => { load(n) })",
            "let r; r = load(1); return await r",
            "const load = (n: number) => n; load(1)",
            "const g = (load: () => void) => load(); g(() => {})",
            "return { then: load(1) }",
        ] {
            found(body, &[]);
        }
        let elsewhere = "import { task } from 'windmill-client'\n\
                         const load = task(async () => 1)\n\
                         export async function main() { load(); /* workflow */ }\n";
        assert!(in_text(elsewhere).is_empty());
    }
}
