//! Who uses the thing under the cursor, in a line below what it is.

use std::collections::BTreeSet;

use model::file::{File, FileKind};
use model::flow::ModuleIdx;
use model::symbol::{PathKind, Role, Spelling, Symbol, Use};
use model::workspace::Workspace;
use syntax::{FileId, Span};

use crate::markdown::Line;

/// How many users are named.
const NAMED: usize = 3;

/// The line; `None` where nothing uses it, or nothing is known of that.
pub(super) fn users(workspace: &Workspace, id: FileId, offset: usize) -> Option<Line> {
    let (symbol, _) = workspace.symbol_at(id, offset)?;
    match &symbol {
        Symbol::Step { flow, .. } | Symbol::Input { flow, .. } => {
            let file = workspace.get(*flow)?;
            let uses = workspace.uses_of(&symbol).into_iter();
            readers(file, uses.filter(|u| u.file == *flow))
        }
        Symbol::Path {
            kind: PathKind::Script | PathKind::Flow,
            ..
        } => callers(workspace, id, &workspace.uses_of(&symbol)),
        _ => None,
    }
}

/// How many steps read it.
fn readers(file: &File, uses: impl Iterator<Item = Use>) -> Option<Line> {
    let flow = file.flow()?;
    let mut places: Vec<(Span, Option<ModuleIdx>)> = flow
        .expressions()
        .iter()
        .map(|e| (flow.node(e.node).span(), e.module))
        .collect();
    places.sort_unstable_by_key(|(span, _)| *span);
    let steps: BTreeSet<ModuleIdx> = uses
        .filter(|u| u.role == Role::Use)
        .filter_map(|u| {
            let behind = places.partition_point(|(s, _)| s.start <= u.span.start);
            let (span, module) = places.get(behind.checked_sub(1)?)?;
            module.filter(|_| span.contains(u.span))
        })
        .collect();
    match steps.len() {
        0 => None,
        1 => Some(Line::new().own("Read by 1 step.")),
        n => Some(
            Line::new()
                .own("Read by ")
                .text(&n.to_string())
                .own(" steps."),
        ),
    }
}

/// Who runs or imports it, but for the file where that is asked.
fn callers(workspace: &Workspace, own: FileId, uses: &[Use]) -> Option<Line> {
    let outside = uses
        .iter()
        .filter(|u| u.file != own && u.spelling != Spelling::File);
    let outside = outside.filter(|u| u.role != Role::Definition);
    let files: BTreeSet<FileId> = outside.map(|u| u.file).collect();
    let files = files.iter().filter_map(|id| workspace.get(*id));
    let users: BTreeSet<String> = files
        .filter(|f| !matches!(f.kind, FileKind::Metadata | FileKind::Lock))
        .map(|f| name(workspace, f))
        .collect();
    let mut line = Line::new();
    for (i, user) in users.iter().take(NAMED).enumerate() {
        line = line.own(if i == 0 { "Used by " } else { ", " }).code(user);
    }
    match users.len() {
        0 => None,
        n if n <= NAMED => Some(line.own(".")),
        n => {
            let more = (n - NAMED).to_string();
            Some(line.own(" and ").text(&more).own(" more."))
        }
    }
}

/// What people call a file: a script or a flow by its path.
fn name(workspace: &Workspace, file: &File) -> String {
    let path = match file.kind {
        FileKind::Flow | FileKind::Script(_) => workspace.names().windmill_path(&file.path),
        FileKind::App => workspace.app_path(file),
        _ => None,
    };
    path.unwrap_or_else(|| workspace.shown(&file.path).to_owned())
}
