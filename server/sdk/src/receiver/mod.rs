//! Which objects of an SDK the expressions of a script stand for, and so what `.name` after them means.
//!
//! Imports, assignments, annotations, `with`, results of calls, and the script's own functions and
//! classes are followed; all else gives nothing, so that no finding rests on a guess.

mod declared;
mod infer;
mod own;
mod tainted;

use syntax::text::is_word;
use syntax::{Edit, Span, Spanned};

use self::infer::{Inference, Value, plain_class};
use super::{Member, SdkClass, SdkModule, Sdks};
use lang::Program;
use lang::python::tree::{Kind, NodeId};
use lang::python::{Function, Import, Python};

/// Something of an SDK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known<'s> {
    /// A module.
    Module(SdkModule),
    /// A class.
    Class(SdkClass<'s>),
    /// An instance of a class.
    Instance(SdkClass<'s>),
    /// A function or method.
    Function(SdkFunction<'s>),
}

/// A function or method of an SDK.
#[derive(Clone, Copy, Debug)]
pub struct SdkFunction<'s> {
    /// Whose stub has it.
    pub module: SdkModule,
    /// The class that has it, where it is a method.
    pub class: Option<SdkClass<'s>>,
    /// What it is.
    pub function: &'s Function,
}

impl PartialEq for SdkFunction<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.module, self.class, &self.function.name.value)
            == (other.module, other.class, &other.function.name.value)
    }
}

impl Eq for SdkFunction<'_> {}

/// What methods return that say it neither in an annotation nor by one plain `return`.
const RETURNED: [(&str, &str, &str); 4] = [
    ("DucklakeClient", "append_partition", "SqlQuery"),
    ("DucklakeClient", "read", "SqlQuery"),
    ("DucklakeClient", "upsert_partition", "SqlQuery"),
    ("S3BufferedReader", "__enter__", "S3BufferedReader"),
];

impl<'s> SdkFunction<'s> {
    fn of(class: SdkClass<'s>, function: &'s Function) -> SdkFunction<'s> {
        SdkFunction {
            module: class.module,
            class: Some(class),
            function,
        }
    }

    /// The class it returns, as the stub or what is known beside it has it.
    fn returns(self) -> Option<&'s str> {
        if let Some(annotation) = &self.function.returns {
            return plain_class(annotation);
        }
        let class = self.class.map(|c| c.class.name.as_str());
        let known = RETURNED.iter();
        let mut known = known.filter(|r| Some(r.0) == class && r.1 == *self.function.name);
        known.next().map(|r| r.2)
    }
}

/// A name in a script that means something of an SDK, or would if the SDK had it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkTarget<'s> {
    /// Where the name stands.
    pub span: Span,
    /// Its name in the SDK; in the script there may be an alias.
    pub name: String,
    /// The module it is looked up in; for a member of a class the one that has the class.
    pub module: SdkModule,
    /// The class it is looked up in, or the base of it that has it.
    pub class: Option<SdkClass<'s>>,
    /// Whether it is looked up on the class itself, not on an instance.
    pub on_class: bool,
    /// What it is; `None` for the module itself and for what the SDK does not have.
    pub member: Option<Member<'s>>,
    /// Whether it is the module itself.
    pub is_module: bool,
    /// Whether this is in an import statement, not a use.
    pub in_import: bool,
}

/// What stands before a dot, and what is typed after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkReceiver<'s> {
    /// What stands before the dot.
    pub known: Known<'s>,
    /// What is typed after it up to the cursor, perhaps nothing.
    pub typed: Spanned<String>,
}

impl<'s> SdkReceiver<'s> {
    /// What may stand after the dot, sorted by name.
    pub fn members(&self, sdks: &Sdks<'s>) -> Vec<Member<'s>> {
        match self.known {
            Known::Module(module) => {
                let own = sdks.of(module).members();
                let rest = module.rest().map(|m| sdks.of(m).members());
                let mut all: Vec<Member<'s>> = own.collect();
                for member in rest.into_iter().flatten() {
                    if all.iter().all(|m| m.name() != member.name()) {
                        all.push(member);
                    }
                }
                all.sort_by_key(|m| m.name());
                all
            }
            Known::Class(class) | Known::Instance(class) => {
                let members = class.members(sdks).into_iter();
                members.map(|(_, member)| member).collect()
            }
            Known::Function(_) => Vec::new(),
        }
    }
}

/// What the name at `offset` means in the SDKs: a module, a name of a module, a member of an object.
pub fn sdk_target_at<'s>(
    script: &Program,
    offset: usize,
    sdks: &Sdks<'s>,
) -> Option<SdkTarget<'s>> {
    let python = script.python().filter(|_| may_matter(script))?;
    let import = script.imports().iter().flat_map(import_targets);
    let mut import = import.filter(|t| t.0.touches(offset));
    if let Some((span, module, name)) = import.next() {
        return Some(in_import(span, module, name, sdks));
    }
    let node = python.tree.identifier_at(offset)?;
    target(&mut Inference::new(script, python, *sdks), node)
}

/// What the name at `offset` holds: the instance in a variable, the class behind an alias.
pub fn sdk_known_at<'s>(script: &Program, offset: usize, sdks: &Sdks<'s>) -> Option<Known<'s>> {
    let python = script.python().filter(|_| may_matter(script))?;
    let node = python.tree.identifier_at(offset)?;
    match Inference::new(script, python, *sdks).held(node)? {
        Value::Known(known) => Some(known),
        _ => None,
    }
}

/// What stands before the dot that the cursor at `offset` follows, with what is typed after it. The
/// code need not parse yet.
pub fn sdk_receiver_at<'s>(
    script: &Program,
    offset: usize,
    sdks: &Sdks<'s>,
) -> Option<SdkReceiver<'s>> {
    if !script.is_python() || !may_matter(script) {
        return None;
    }
    let (before, after) = script.text.split_at_checked(offset)?;
    let rest = before.trim_end_matches(is_word);
    let dot = rest.strip_suffix('.')?;
    let typed = Spanned::new(
        before[rest.len()..].to_owned(),
        Span::new(rest.len(), offset),
    );
    // A name after the dot makes the expression whole.
    let is_open = typed.value.is_empty() && !after.starts_with(is_word);
    let completed = is_open.then(|| {
        let edit = Edit {
            span: Span::at(offset),
            new_len: 1,
        };
        script.edited(&[edit], format!("{before}x{after}").into())
    });
    let script = completed.as_ref().unwrap_or(script);
    let python = script.python()?;
    let tree = &python.tree;
    let node = tree.at(dot.len() + 1);
    let is_name = tree.name_span(node).start as usize == dot.len() + 1;
    let is_attribute = matches!(tree.kind(node), Kind::Attribute(_));
    let object = tree.child(node, 0).filter(|_| is_name && is_attribute)?;
    match Inference::new(script, python, *sdks).value(object, 0)? {
        Value::Known(known) => Some(SdkReceiver { known, typed }),
        _ => None,
    }
}

/// Every name in a script that means something of the SDKs, in reading order.
pub fn sdk_targets<'s>(script: &Program, sdks: &Sdks<'s>) -> Vec<SdkTarget<'s>> {
    let python = script.python();
    python.map_or_else(Vec::new, |python| targets_in(script, python, sdks))
}

/// The same, with what is read of the whole text at hand.
pub(super) fn targets_in<'s>(
    script: &Program,
    python: &Python,
    sdks: &Sdks<'s>,
) -> Vec<SdkTarget<'s>> {
    if !may_matter(script) {
        return Vec::new();
    }
    let imports = script.imports().iter().flat_map(import_targets);
    let imports = imports.map(|(span, module, name)| in_import(span, module, name, sdks));
    let mut found: Vec<SdkTarget> = imports.collect();
    let mut inference = Inference::new(script, python, *sdks);
    let all = python.tree.all();
    found.extend(all.filter_map(|node| target(&mut inference, node)));
    found.sort_by_key(|t| t.span);
    found.dedup_by_key(|t| t.span);
    found
}

/// Whether a script imports an SDK.
pub(super) fn may_matter(script: &Program) -> bool {
    script.imports().iter().any(is_own)
}

fn is_own(import: &Import) -> bool {
    let top = import.module.value.split('.').next();
    top.is_some_and(|top| SdkModule::named(top).is_some())
}

/// The modules and names that an import statement names: where, and what of which module.
fn import_targets(import: &Import) -> Vec<(Span, SdkModule, Option<String>)> {
    let Some(module) = SdkModule::named(&import.module.value) else {
        return Vec::new();
    };
    let mut found = vec![(import.module.span, module, None)];
    let alias = import.bound.as_ref().filter(|_| import.aliased);
    if let Some(name) = import.name.as_ref().filter(|_| !import.is_star()) {
        found.push((name.span, module, Some(name.value.clone())));
    }
    if let Some(alias) = alias {
        let name = import.name.as_ref().map(|n| n.value.clone());
        found.push((alias.span, module, name));
    }
    found
}

fn in_import<'s>(
    span: Span,
    module: SdkModule,
    name: Option<String>,
    sdks: &Sdks<'s>,
) -> SdkTarget<'s> {
    let found = name.as_ref().and_then(|n| sdks.member(module, n));
    let submodule = name.as_ref().and_then(|n| module.submodule(n));
    let is_module = name.is_none() || found.is_none() && submodule.is_some();
    SdkTarget {
        span,
        module: found.map_or(submodule.unwrap_or(module), |(module, _)| module),
        name: name.unwrap_or_else(|| module.name().to_owned()),
        class: None,
        on_class: false,
        member: found.map(|(_, member)| member),
        is_module,
        in_import: true,
    }
}

/// What one identifier outside of import statements means.
fn target<'s>(inference: &mut Inference<'_, 's>, node: NodeId) -> Option<SdkTarget<'s>> {
    let tree = inference.tree;
    let span = tree.name_span(node);
    let written = span.slice(tree.text());
    let found = |module, class, member| SdkTarget {
        span,
        name: written.to_owned(),
        module,
        class,
        on_class: false,
        member,
        is_module: false,
        in_import: false,
    };
    match tree.kind(node) {
        Kind::Attribute(_) => {
            let object = tree.child(node, 0)?;
            if !inference.is_tainted(object) || inference.facts.patched.contains(written) {
                return None;
            }
            let Value::Known(known) = inference.value(object, 0)? else {
                return None;
            };
            let sdks = inference.sdks;
            match known {
                Known::Module(module) => {
                    let member = sdks.member(module, written);
                    let submodule = module.submodule(written).filter(|_| member.is_none());
                    let own = member.map_or(submodule.unwrap_or(module), |(own, _)| own);
                    Some(SdkTarget {
                        is_module: submodule.is_some(),
                        ..found(own, None, member.map(|(_, m)| m))
                    })
                }
                Known::Class(class) | Known::Instance(class) => {
                    let member = class.member(written, &sdks);
                    let owner = member.map_or(class, |(owner, _)| owner);
                    Some(SdkTarget {
                        on_class: matches!(known, Known::Class(_)),
                        ..found(owner.module, Some(owner), member.map(|(_, m)| m))
                    })
                }
                Known::Function(_) => None,
            }
        }
        Kind::Name(_) | Kind::Ident(_) => {
            if !inference.facts.tainted.contains(written) || !is_variable(inference, node) {
                return None;
            }
            let Value::Known(known) = inference.held(node)? else {
                return None;
            };
            // A variable that holds something is not a name of the SDK.
            if !inference.is_imported(node) {
                return None;
            }
            match known {
                Known::Module(module) => Some(SdkTarget {
                    name: module.name().to_owned(),
                    is_module: true,
                    ..found(module, None, None)
                }),
                Known::Class(class) => Some(SdkTarget {
                    name: class.class.name.value.clone(),
                    ..found(class.module, None, Some(Member::Class(class.class)))
                }),
                Known::Function(function) if function.class.is_none() => Some(SdkTarget {
                    name: function.function.name.value.clone(),
                    ..found(
                        function.module,
                        None,
                        Some(Member::Function(function.function)),
                    )
                }),
                Known::Function(_) | Known::Instance(_) => None,
            }
        }
        _ => None,
    }
}

/// Whether an identifier names a variable where it stands, and does not define something or import it.
fn is_variable(inference: &Inference<'_, '_>, node: NodeId) -> bool {
    let tree = inference.tree;
    let parent = tree.parent(node).map(|p| tree.kind(p));
    matches!(tree.kind(node), Kind::Name(_))
        || matches!(parent, Some(Kind::Global | Kind::Nonlocal))
}
