//! An input of a flow, or a parameter of a script's entry point, with everything that gives it a value by its name.

use std::collections::BTreeMap;
use std::sync::Arc;

use lang::occurrences::Local;
use model::script::Script;
use model::signature::{Entry, EntryName};
use model::symbol::{CodeId, Symbol, Use};
use model::workspace::Workspace;
use syntax::FileId;

use super::name::shortened;
use super::{Change, Refused, edit, identifier, is_bare, is_text, parses, place, readable, shown};

/// The change that gives an input another name.
pub(super) fn rename(workspace: &Workspace, symbol: &Symbol, new: &str) -> Result<Change, Refused> {
    let Plan { old, uses, local } = planned(workspace, symbol)?;
    let mut change = Change::default();
    if new == old {
        return Ok(change);
    }
    let mut short = BTreeMap::new();
    let other = match symbol {
        Symbol::Parameter { code, entry, .. } => {
            identifier(workspace, *code, new)?;
            if let Some((script, local)) = local {
                if script.is_taken(&local, new) {
                    return Err(format!(
                        "The script has a name `{new}` already, which would be another one there"
                    ));
                }
                short = shortened(workspace, *code, &local, new);
            }
            Symbol::Parameter {
                code: *code,
                entry: *entry,
                name: new.into(),
            }
        }
        Symbol::Input { flow, .. } => {
            fits(new)?;
            Symbol::Input {
                flow: *flow,
                name: new.into(),
            }
        }
        _ => return Err("Nothing here can be renamed".to_owned()),
    };
    if let Some(taken) = workspace.uses_of(&other).first() {
        return Err(format!(
            "There is an input `{new}` already, in {}",
            place(workspace, taken)
        ));
    }
    for at in &uses {
        let edit = match short.get(&(at.file, at.span)) {
            Some(edit) => edit.clone(),
            None => edit(workspace, at, &old, new)?,
        };
        change.add(at.file, edit);
    }
    Ok(change)
}

/// The name of an input, when nothing stands against another one.
pub(super) fn plan(workspace: &Workspace, symbol: &Symbol) -> Result<String, Refused> {
    Ok(planned(workspace, symbol)?.old)
}

/// What is known of an input that may get another name.
struct Plan {
    old: String,
    uses: Vec<Use>,
    /// A parameter as the name that it is in its script.
    local: Option<(Arc<Script>, Local)>,
}

fn planned(workspace: &Workspace, symbol: &Symbol) -> Result<Plan, Refused> {
    let (name, local) = match symbol {
        Symbol::Input { flow, name } => {
            of_flow(workspace, *flow, name)?;
            (name, None)
        }
        Symbol::Parameter { code, entry, name } => {
            let local = of_script(workspace, *code, *entry, name)?;
            (name, Some(local))
        }
        _ => return Err("Nothing here can be renamed".to_owned()),
    };
    let uses = workspace.uses_of(symbol);
    for file in files(&uses) {
        readable(workspace, file)?;
    }
    for at in &uses {
        edit(workspace, at, name, name)?;
    }
    Ok(Plan {
        old: name.to_string(),
        uses,
        local,
    })
}

fn files(uses: &[Use]) -> Vec<FileId> {
    let mut files: Vec<FileId> = uses.iter().map(|u| u.file).collect();
    files.dedup();
    files
}

fn of_flow(workspace: &Workspace, id: FileId, name: &str) -> Result<(), Refused> {
    let nothing = || "Nothing here can be renamed".to_owned();
    let file = workspace.get(id).ok_or_else(nothing)?;
    let flow = file.flow().ok_or_else(nothing)?;
    readable(workspace, id)?;
    let declared = flow.schema().and_then(|s| s.property(name));
    if declared.is_none() {
        return Err(format!("The flow's schema has no input `{name}`"));
    }
    if flow
        .modules()
        .any(|(_, m)| m.place == model::flow::Place::Preprocessor)
    {
        return Err(format!(
            "The flow has a preprocessor, which gives it `{name}` by its name: change both by hand"
        ));
    }
    let schema = flow
        .schema()
        .map_or("", |s| flow.node(s.node).span().slice(file.text()));
    if ["showExpr", "fields."]
        .iter()
        .any(|word| schema.contains(word))
    {
        return Err(format!(
            "The schema shows or fills inputs by expressions, which may name `{name}`: change them by hand first"
        ));
    }
    parses(workspace, id, "flow_input", name)
}

fn of_script(
    workspace: &Workspace,
    code: CodeId,
    entry: EntryName,
    name: &str,
) -> Result<(Arc<Script>, Local), Refused> {
    let found = workspace.code_of(code);
    let script = found
        .ok_or_else(|| "Nothing here can be renamed".to_owned())?
        .script;
    readable(workspace, code.file)?;
    if !script.is_python() && !script.language.is_typescript() {
        return Err("Only parameters of Python and TypeScript can be renamed".to_owned());
    }
    let Entry::Found(signature) = script.entry(entry) else {
        return Err(format!("The script has no `{}`", entry.as_str()));
    };
    if signature.param(name).is_none() {
        return Err(format!("`{}` has no parameter `{name}`", entry.as_str()));
    }
    let local = script.parameter(entry.as_str(), name);
    let Some(local) = local.filter(|l| !script.is_of_class(l)) else {
        return Err(format!(
            "`{name}` is taken apart where it is declared: change it by hand"
        ));
    };
    if entry == EntryName::Preprocessor {
        return Err("Windmill gives `preprocessor` its parameters by their names".to_owned());
    }
    if matches!(script.entry(EntryName::Preprocessor), Entry::Found(_)) {
        return Err(format!(
            "The script has a `preprocessor`, which gives `main` its `{name}` by that name: change both by hand"
        ));
    }
    if let Some(star) = workspace.star_importer(code, "main") {
        let file = workspace
            .get(star)
            .map_or_else(String::new, |f| shown(workspace, f));
        return Err(format!(
            "`{file}` imports everything from the script, and may call `main` by its parameters' names"
        ));
    }
    Ok((script, local))
}

/// Windmill takes any name; these need no quotes, in YAML and in expressions.
fn fits(new: &str) -> Result<(), Refused> {
    if !is_bare(new) {
        return Err(
            "A new name takes the letters a to z and A to Z, digits, `_` and `-`, and starts with a letter or `_`"
                .to_owned(),
        );
    }
    if !is_text(new) || ["iter", "iter_parent"].contains(&new) {
        return Err(format!("`{new}` means something else there"));
    }
    Ok(())
}
