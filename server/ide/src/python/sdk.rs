//! The one place that asks what code means by a name of an SDK, be it a member of a package or of an
//! object that the SDK made. Every feature asks here.

use lang::python::tree::NodeId;
use lang::python::{Function, ParamKind};
use model::script::Script;
use model::workspace::Workspace;
use sdk::{
    Known, Member, SdkClass, SdkFunction, SdkModule, Sdks, sdk_known_at, sdk_member_at,
    sdk_receiver_at, sdk_target_at,
};
use syntax::text::{is_word, line_start, word_around};
use syntax::{Edit, Span, Spanned};

use super::imported::imported;
use super::{Callable, site};

/// Where something of an SDK comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'w> {
    /// The SDKs that count.
    pub(crate) sdks: Sdks<'w>,
    /// The module that has it.
    pub(crate) module: SdkModule,
}

impl Origin<'_> {
    /// The module with its whole version: `wmill 1.850.0`.
    pub(crate) fn full(&self) -> String {
        let own = &self.sdks.of(self.module).version;
        let rest = self.module.rest().map(|m| &self.sdks.of(m).version);
        let version = rest.filter(|_| own.is_empty()).unwrap_or(own);
        format!("{} {version}", self.module.name())
            .trim_end()
            .to_owned()
    }

    /// The same in short, for what stands beside items: `wmill 1.850`.
    pub(crate) fn short(&self) -> String {
        let full = self.full();
        full.strip_suffix(".0").unwrap_or(&full).to_owned()
    }
}

/// What of an SDK a name in a script means.
pub(crate) enum Named<'w> {
    /// A package.
    Package(Origin<'w>, Span),
    /// Something in it, with the class where it is a member of one.
    Member(Origin<'w>, Option<SdkClass<'w>>, Member<'w>, Span),
    /// A variable that holds an instance of a class.
    Instance(Origin<'w>, SdkClass<'w>, Span),
}

/// The SDKs that count for a workspace.
fn sdks(workspace: &Workspace) -> Sdks<'_> {
    workspace.sdks()
}

/// What of an SDK the name under `offset` means, and where that name stands.
pub(crate) fn named_at<'w>(
    workspace: &'w Workspace,
    script: &Script,
    offset: usize,
) -> Option<Named<'w>> {
    let sdks = sdks(workspace);
    if let Some(target) = sdk_target_at(script, offset, &sdks) {
        let module = target.module;
        let origin = Origin { sdks, module };
        return match target.member {
            Some(member) => Some(Named::Member(origin, target.class, member, target.span)),
            None => target
                .is_module
                .then_some(Named::Package(origin, target.span)),
        };
    }
    if let Some((module, name, span)) = imported(script, offset) {
        let (module, member) = sdks.member(module, &name)?;
        return Some(Named::Member(Origin { sdks, module }, None, member, span));
    }
    let text = &*script.text;
    let span = word_around(text, offset, is_word)?;
    match sdk_known_at(script, span.start as usize, &sdks)? {
        Known::Instance(class) if !span.is_empty() => {
            let module = class.module;
            Some(Named::Instance(Origin { sdks, module }, class, span))
        }
        _ => None,
    }
}

/// The members that may stand where a name of an SDK is being typed at `offset`: after a package or an
/// object, or in `from wmill import …`. With what is typed of it.
pub(crate) fn members_at<'w>(
    workspace: &'w Workspace,
    script: &Script,
    offset: usize,
) -> Option<(Spanned<String>, Origin<'w>, Vec<Member<'w>>)> {
    let sdks = sdks(workspace);
    if let Some(receiver) = sdk_receiver_at(script, offset, &sdks) {
        let module = match receiver.known {
            Known::Module(module) => module,
            Known::Class(class) | Known::Instance(class) => class.module,
            Known::Function(function) => function.module,
        };
        let members = receiver.members(&sdks);
        return Some((receiver.typed, Origin { sdks, module }, members));
    }
    let (partial, module) = match sdk_member_at(script, offset) {
        Some(partial) => (partial, SdkModule::Wmill),
        None => in_import(script, offset)?,
    };
    let members = sdks.of(module).members().collect();
    Some((partial, Origin { sdks, module }, members))
}

/// What is typed of a name in `from … import` of a module of an SDK, on one line.
fn in_import(script: &Script, offset: usize) -> Option<(Spanned<String>, SdkModule)> {
    let text = script.text.get(..offset)?;
    let start = text.trim_end_matches(is_word).len();
    let line = &text[line_start(text, start)..start];
    let (module, list) = line
        .trim_start()
        .strip_prefix("from ")?
        .split_once(" import")?;
    let list = list.trim_start_matches([' ', '(']);
    let is_open = list.is_empty() || list.trim_end().ends_with(',');
    let typed = Spanned::new(text[start..].to_owned(), Span::new(start, offset));
    let module =
        SdkModule::named(module.trim()).filter(|_| is_open && line.ends_with([' ', ',', '(']))?;
    Some((typed, module))
}

/// What the name that covers `name` calls, where that is of an SDK.
pub(crate) fn callable_at<'w>(
    workspace: &'w Workspace,
    script: &Script,
    name: Span,
) -> Option<Callable<'w>> {
    let sdks = sdks(workspace);
    let found = called(script, name, &sdks);
    if found.is_some() || !script.python()?.tree.is_broken(NodeId::ROOT) {
        return found;
    }
    // What is typed may have torn the tree: the same code, with the call closed and nothing behind it.
    let text = &*script.text;
    if !["wmill", "skyvern"].iter().any(|p| text.contains(p)) {
        return None;
    }
    let end = name.end as usize;
    let open = site(text, end).open;
    let closing = open.iter().rev().map(|b| match b.kind {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    });
    let tail: String = "()".chars().chain(closing).chain(['\n']).collect();
    let edit = Edit {
        span: Span::new(end, text.len()),
        new_len: tail.len(),
    };
    let whole = script.edited(&[edit], format!("{}{tail}", &text[..end]).into());
    called(&whole, name, &sdks).or_else(|| {
        let (module, written, _) = imported(script, name.start as usize)?;
        let (module, member) = sdks.member(module, &written)?;
        let origin = Origin { sdks, module };
        let callable = match member {
            Member::Function(function) => Callable::of(function),
            Member::Class(class) => constructor(SdkClass { module, class }, &sdks)?,
            Member::Variable(_) => return None,
        };
        Some(callable.of_sdk(origin))
    })
}

fn called<'w>(script: &Script, name: Span, sdks: &Sdks<'w>) -> Option<Callable<'w>> {
    let start = name.start as usize;
    let target = sdk_target_at(script, start, sdks);
    let (module, callable) = match target.and_then(|t| Some((t.member?, t))) {
        Some((Member::Function(function), t)) => {
            let bound = t.class.is_some() && (!t.on_class || is_class_method(function));
            let callable = match bound {
                true => Callable::of_method(function),
                false => Callable::of(function),
            };
            (t.module, callable)
        }
        Some((Member::Class(class), t)) => {
            let module = t.module;
            (module, constructor(SdkClass { module, class }, sdks)?)
        }
        Some((Member::Variable(_), _)) => return None,
        None => match sdk_known_at(script, start, sdks)? {
            Known::Class(class) => (class.module, constructor(class, sdks)?),
            Known::Function(SdkFunction {
                module,
                class,
                function,
            }) => match class {
                Some(_) => (module, Callable::of_method(function)),
                None => (module, Callable::of(function)),
            },
            Known::Module(_) | Known::Instance(_) => return None,
        },
    };
    let origin = Origin {
        sdks: *sdks,
        module,
    };
    Some(callable.of_sdk(origin))
}

fn is_class_method(function: &Function) -> bool {
    function.decorators.iter().any(|d| d.value == "classmethod")
}

fn constructor<'w>(class: SdkClass<'w>, sdks: &Sdks<'w>) -> Option<Callable<'w>> {
    let init = match class.member("__init__", sdks) {
        Some((_, Member::Function(method))) => Some(method),
        _ => None,
    };
    // A mapping whose keys are listed takes them by name.
    let is_mapping = |b: &Spanned<String>| b.value == "dict" || b.value == "TypedDict";
    let is_listed = class.class.bases.iter().any(is_mapping) && !class.class.fields.is_empty();
    Callable::of_class(
        class.class,
        init,
        is_listed.then_some(ParamKind::KeywordOnly),
    )
}
