//! The same in TypeScript: calls of tasks, and of the SDK's own functions, that nothing awaits.
//!
//! `workflow(async () => { … })` of `windmill-client` is a workflow, a `const` that is given `task(…)` a task.
//! A promise that is handed on counts as awaited, and so does one behind `void`.

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use super::{WorkflowMistake, WorkflowMistakeKind};
use lang::javascript::JavaScript;
use lang::javascript::names::{Access, Binding, Names};
use lang::javascript::tree::{Kind, Mark, NodeId, Operator, Role, Tree, Word};

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
pub fn mistakes(read: &JavaScript) -> Vec<WorkflowMistake> {
    let tree = &read.tree;
    if tree.is_broken(NodeId::ROOT) {
        return Vec::new();
    }
    let mut code = Code {
        tree,
        names: read.names(),
        sdk: FxHashMap::default(),
        spaces: FxHashSet::default(),
        tasks: FxHashSet::default(),
    };
    code.read_imports();
    code.read_tasks();
    let calls = tree.all().filter(|n| tree.kind(*n) == Kind::Call);
    calls.filter_map(|call| code.mistake(call)).collect()
}

struct Code<'t> {
    tree: &'t Tree,
    names: &'t Names,
    /// What is imported, by where it is bound, with what the SDK calls it.
    sdk: FxHashMap<NodeId, &'t str>,
    /// Where the SDK as a whole is bound.
    spaces: FxHashSet<NodeId>,
    /// Where tasks are bound.
    tasks: FxHashSet<NodeId>,
}

/// What becomes of a promise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Dropped,
    /// It is taken for its result; whether `await` needs brackets there.
    Used { brackets: bool },
    /// It is given this name.
    Stored(NodeId),
    /// Somebody may await it.
    Handed,
}

impl<'t> Code<'t> {
    fn read_imports(&mut self) {
        let tree = self.tree;
        for import in tree.children(NodeId::ROOT) {
            let source = tree.part(import, Role::Source);
            let module = tree.written(source).trim_matches(['"', '\'']);
            let module = module.strip_prefix("npm:").unwrap_or(module);
            let is_sdk = module
                .strip_prefix(PACKAGE)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('@'));
            if tree.kind(import) != Kind::Import || !is_sdk {
                continue;
            }
            for part in tree.children(import) {
                match tree.kind(part) {
                    Kind::ImportSpecifier => {
                        let name = tree.part(part, Role::Name);
                        let alias = tree.part(part, Role::Alias).or(name);
                        if let (Some(name), Some(alias)) = (name, alias) {
                            self.sdk.insert(alias, tree.text_of(name));
                        }
                    }
                    Kind::NamespaceImport => self.spaces.extend(tree.child(part, 0)),
                    _ => {}
                }
            }
        }
    }

    fn read_tasks(&mut self) {
        let tree = self.tree;
        for node in tree.all().filter(|n| tree.kind(*n) == Kind::Declarator) {
            if let Some(name) = tree.part(node, Role::Name)
                && let Some(value) = tree.part(node, Role::Value)
                && self.is_made_by(value, MAKERS)
                && self.is_const(node)
            {
                self.tasks.insert(name);
            }
        }
    }

    /// The only place that declares what an identifier means.
    fn declared(&self, name: NodeId) -> Option<&'t Binding> {
        let used = self.names.use_at(name)?;
        let mut kept = self.names.kept(used.symbol, self.names.resolve(used)?);
        let first = kept.next();
        first.filter(|_| kept.next().is_none())
    }

    fn is_const(&self, declarator: NodeId) -> bool {
        let list = self.tree.parent(declarator);
        list.is_some_and(|l| self.tree.kind(l) == Kind::Variable(Word::Const))
    }

    /// What an expression is called in the SDK.
    fn sdk_name(&self, node: NodeId) -> Option<&'t str> {
        let tree = self.tree;
        match tree.kind(node) {
            Kind::Identifier => self.sdk.get(&self.declared(node)?.node).copied(),
            Kind::Member => {
                let object = self.declared(tree.part(node, Role::Object)?)?;
                let property = tree.part(node, Role::Property)?;
                let is_sdk = self.spaces.contains(&object.node);
                is_sdk.then(|| tree.text_of(property))
            }
            _ => None,
        }
    }

    /// Whether an expression is a call of one of these functions of the SDK.
    fn is_made_by(&self, node: NodeId, names: &[&str]) -> bool {
        let function = self.tree.part(node, Role::Function);
        let name = function.and_then(|f| self.sdk_name(f));
        self.tree.kind(node) == Kind::Call && name.is_some_and(|n| names.contains(&n))
    }

    /// Whether what is called is a task.
    fn is_task(&self, function: NodeId) -> bool {
        let declared = self.declared(function);
        declared.is_some_and(|b| self.tasks.contains(&b.node))
    }

    fn mistake(&self, call: NodeId) -> Option<WorkflowMistake> {
        let tree = self.tree;
        let function = tree.part(call, Role::Function)?;
        let is_task = self.is_task(function);
        let of_sdk = self
            .sdk_name(function)
            .is_some_and(|n| AWAITED.contains(&n));
        if !is_task && !of_sdk {
            return None;
        }
        let inner = self.function_around(call)?;
        if !self.is_async(inner) || !self.is_in_workflow(inner) {
            return None;
        }
        let fate = match self.fate(call) {
            Fate::Stored(name) => self.stored(name, inner),
            fate => fate,
        };
        let whole = tree.span(call);
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
            name: tree.text_of(function).to_owned(),
            span: tree.span(function),
        })
    }

    /// The innermost function that holds a node.
    fn function_around(&self, node: NodeId) -> Option<NodeId> {
        self.tree.above(node).find(|n| self.tree.is_function(*n))
    }

    fn is_async(&self, function: NodeId) -> bool {
        self.tree.has(function, Mark::Async)
    }

    /// Whether a function is a workflow, or lies in one, with `async` functions all the way.
    fn is_in_workflow(&self, function: NodeId) -> bool {
        let tree = self.tree;
        let mut at = Some(function);
        while let Some(function) = at.filter(|f| self.is_async(*f)) {
            let arguments = tree.parent(function);
            let call = arguments
                .filter(|p| tree.kind(*p) == Kind::Arguments)
                .and_then(|p| tree.parent(p));
            if call.is_some_and(|c| self.is_made_by(c, &["workflow"])) {
                return true;
            }
            at = self.function_around(function);
        }
        false
    }

    /// What becomes of the value of an expression.
    fn fate(&self, value: NodeId) -> Fate {
        const USED: Fate = Fate::Used { brackets: false };
        let tree = self.tree;
        let mut node = value;
        let mut in_brackets = false;
        while let Some(parent) = tree.parent(node) {
            let role = tree.role(node);
            return match tree.kind(parent) {
                Kind::Paren => {
                    in_brackets = true;
                    node = parent;
                    continue;
                }
                Kind::NonNull | Kind::As | Kind::Satisfies => {
                    node = parent;
                    continue;
                }
                Kind::Expression => Fate::Dropped,
                Kind::Member if role == Role::Object => {
                    let property = tree.part(parent, Role::Property);
                    match property.is_some_and(|p| OF_PROMISES.contains(&tree.text_of(p))) {
                        true => Fate::Handed,
                        false => Fate::Used {
                            brackets: !in_brackets,
                        },
                    }
                }
                Kind::Subscript if role == Role::Object => Fate::Used {
                    brackets: !in_brackets,
                },
                Kind::Substitution => USED,
                Kind::Binary(operator)
                    if operator.is_logical() || operator == Operator::InstanceOf =>
                {
                    Fate::Handed
                }
                Kind::Binary(_) => USED,
                Kind::Declarator if role == Role::Value => match tree.part(parent, Role::Name) {
                    Some(name) => match tree.kind(name) {
                        Kind::Identifier if self.is_const(parent) => Fate::Stored(name),
                        Kind::ObjectPattern | Kind::ArrayPattern => USED,
                        _ => Fate::Handed,
                    },
                    None => Fate::Handed,
                },
                Kind::Arguments => {
                    let call = tree.parent(parent);
                    let function = call.and_then(|c| tree.part(c, Role::Function));
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
    fn stored(&self, name: NodeId, function: NodeId) -> Fate {
        let Some(binding) = self.names.binding_at(name) else {
            return Fate::Handed;
        };
        let mut all = Fate::Dropped;
        let uses = self.names.uses().iter();
        let uses = uses.filter(|u| u.symbol == binding.symbol);
        for used in uses.filter(|u| self.names.resolve(u) == Some(binding.scope)) {
            let is_plain = self.tree.kind(used.node) == Kind::Identifier;
            let is_read = is_plain && used.access == Access::Read;
            if !is_read || self.function_around(used.node) != Some(function) {
                return Fate::Handed;
            }
            match self.fate(used.node) {
                Fate::Used { .. } => all = Fate::Used { brackets: false },
                _ => return Fate::Handed,
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::Language;

    fn in_text(text: &str) -> Vec<WorkflowMistake> {
        match is_plain(text) {
            true => Vec::new(),
            false => {
                let tree = syntax::parse(Language::TypeScript, text);
                mistakes(&JavaScript::new(&text.into(), Language::TypeScript, &tree))
            }
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
