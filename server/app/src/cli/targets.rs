//! From the paths of the command line to files of a workspace.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::file::{File, FileKind};
use model::openflow::openflow;
use model::path;
use model::workspace::Workspace;
use syntax::FileId;

use super::Args;
use crate::disk::{self, Opened, Problem, guard};

/// What is to be checked, and what there is to say of it.
#[derive(Debug)]
pub(super) struct Targets {
    /// The folders that were read.
    pub(super) opened: Opened,
    /// Everything that was read.
    pub(super) workspace: Workspace,
    /// What stood in the way.
    pub(super) problems: Vec<Problem>,
    /// The files to check, each once, by path.
    pub(super) files: Vec<FileId>,
    /// Named files that are not checked, beside others that are, for people.
    pub(super) notes: Vec<String>,
    /// Paths that hold nothing to check: a failure, as a check in CI that checks nothing must not be green.
    pub(super) nothing: Vec<String>,
}

/// Reads the workspaces of the paths given (`.` if none), and finds the files meant.
pub(super) fn find(args: &Args) -> anyhow::Result<Targets> {
    if args.paths.iter().any(|p| p.as_os_str() == "-") {
        return stdin(args);
    }
    if args.stdin_filename.is_some() {
        bail!("--stdin-filename is for text on stdin: give `-` as the path");
    }
    let here = [PathBuf::from(".")];
    let paths = paths(args, &here);
    for path in paths {
        fs::symlink_metadata(path).with_context(|| format!("{}", path.display()))?;
    }
    let mut targets = load(&roots(paths));
    let mut files = BTreeMap::new();
    for path in paths {
        add(&mut targets, &mut files, path)?;
    }
    disk::settle(&targets.opened, &mut targets.workspace);
    targets.problems.extend(targets.opened.problems());
    targets.files = files.into_values().collect();
    if targets.files.is_empty() {
        targets.nothing.append(&mut targets.notes);
    }
    Ok(targets)
}

/// The workspaces that the arguments speak of.
pub(super) fn roots_of(args: &Args) -> Vec<PathBuf> {
    roots(paths(args, &[PathBuf::from(".")]))
}

fn paths<'a>(args: &'a Args, here: &'a [PathBuf]) -> &'a [PathBuf] {
    match args.paths.is_empty() {
        true => here,
        false => &args.paths,
    }
}

/// The workspace in a folder, with all its files to check.
pub(super) fn of_folder(root: &Path) -> anyhow::Result<Targets> {
    let mut targets = load(&[root.to_owned()]);
    let mut files = BTreeMap::new();
    add(&mut targets, &mut files, root)?;
    disk::settle(&targets.opened, &mut targets.workspace);
    targets.files = files.into_values().collect();
    Ok(targets)
}

fn load(roots: &[PathBuf]) -> Targets {
    let opened = Opened::new(roots);
    let loaded = disk::load(&opened);
    Targets {
        opened,
        workspace: loaded.workspace,
        problems: loaded.problems,
        files: Vec::new(),
        notes: Vec::new(),
        nothing: Vec::new(),
    }
}

/// Adds the files that `path` stands for: itself, or all in it.
fn add(
    targets: &mut Targets,
    files: &mut BTreeMap<String, FileId>,
    path: &Path,
) -> anyhow::Result<()> {
    let shown = path.display();
    let Some(name) = disk::to_model(path) else {
        bail!("{shown}: the name is not UTF-8")
    };
    let (opened, workspace) = (&targets.opened, &mut targets.workspace);
    let known = workspace.id(&name).is_some();
    // Ignored by git, hidden or a link: asked for all the same.
    if !known && below(workspace, &name).is_empty() {
        match disk::ask(opened, workspace, path) {
            Err(error) if guard::leads_out(&error) => {
                bail!("{shown}: leads out of its workspace and is not read")
            }
            done => done.with_context(|| format!("{shown}"))?,
        }
    }
    // A folder may carry a flow's name; then it is a flow that cannot be read.
    if path.is_dir() && workspace.id(&name).is_none() {
        let found = below(workspace, &name);
        // Settings alone are nothing that could run.
        let is_settings = |id| {
            workspace
                .get(id)
                .is_some_and(|f| f.kind == FileKind::Config)
        };
        if found.iter().all(|(_, id)| is_settings(*id)) {
            targets
                .nothing
                .push(format!("{shown}: nothing to check; {}", looked_for()));
        }
        files.extend(found);
        return Ok(());
    }
    let Some(id) = workspace.id(&name) else {
        bail!("{shown}: is no regular file")
    };
    if workspace.get(id).is_some_and(|f| is_checked(f)) {
        files.insert(name, id);
    } else {
        targets.notes.push(format!(
            "{shown}: nothing to check, it is no flow and no script"
        ));
    }
    Ok(())
}

/// What a folder is searched for.
fn looked_for() -> String {
    // Settings alone are nothing that could run, and of endings and folders one says enough.
    let of_flows = ["flow.yaml", "wmill.yaml"];
    let is_told =
        |glob: &&str| glob.ends_with(".yaml") && !glob.contains("__") && !of_flows.contains(glob);
    let globs = openflow().globs();
    let names: Vec<String> = globs
        .iter()
        .map(String::as_str)
        .filter(is_told)
        .map(|glob| format!("`{glob}`"))
        .collect();
    format!(
        "looked for `flow.yaml` in folders such as `x.flow`, for scripts (`.py`, `.ts`, `.sql`, `.sh` and others) and \
         for {}, without what git ignores",
        names.join(", ")
    )
}

/// The files to check below a folder.
fn below(workspace: &Workspace, folder: &str) -> Vec<(String, FileId)> {
    let files = workspace.files().into_iter();
    let inside = files.filter(|(_, f)| path::relative(folder, &f.path).is_some() && is_checked(f));
    inside.map(|(id, f)| (f.path.to_string(), id)).collect()
}

/// Whether it is a flow, a script in a language that is read, or the YAML of another item.
fn is_checked(file: &File) -> bool {
    file.kind.is_checked()
}

/// The workspaces that the paths belong to, each once. One inside another is part of it. A folder that
/// nothing marks is one by itself; such a file is read alone.
fn roots(paths: &[PathBuf]) -> Vec<PathBuf> {
    let own = |p: &PathBuf| p.is_dir().then(|| disk::absolute(p));
    let roots = paths
        .iter()
        .filter_map(|p| disk::root_for(p).or_else(|| own(p)));
    let mut roots: Vec<PathBuf> = roots.collect();
    roots.sort();
    let mut outer: Vec<PathBuf> = Vec::new();
    for root in roots {
        if !outer.iter().any(|o| root.starts_with(o)) {
            outer.push(root);
        }
    }
    outer
}

/// The text on stdin, in the place of the file that `--stdin-filename` names.
fn stdin(args: &Args) -> anyhow::Result<Targets> {
    let Some(path) = &args.stdin_filename else {
        bail!("text on stdin needs a name: add --stdin-filename FILE");
    };
    if args.paths.len() > 1 {
        bail!("`-` cannot be given together with other paths");
    }
    let Some(name) = disk::to_model(path) else {
        bail!("{}: the name is not UTF-8", path.display());
    };
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(disk::MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .context("stdin")?;
    let mut targets = load(disk::root_for(path).as_slice());
    let workspace = &mut targets.workspace;
    let id = workspace.set(&name, disk::from_bytes(bytes));
    disk::settle(&targets.opened, workspace);
    targets.problems.extend(targets.opened.problems());
    if workspace.get(id).is_some_and(|f| is_checked(f)) {
        targets.files.push(id);
    } else {
        let note = format!(
            "{}: nothing to check, it is no flow and no script",
            path.display()
        );
        targets.notes.push(note);
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_is_said_to_be_looked_for() {
        let said = looked_for();
        for kind in openflow()
            .kinds_of_files()
            .iter()
            .filter(|k| !k.is_config())
        {
            let globs = kind.globs(openflow());
            let is_said = |glob: &String| said.contains(&format!("`{glob}`"));
            let as_trigger = kind.name.ends_with("_trigger") && said.contains("`*_trigger.yaml`");
            assert!(
                globs.iter().any(is_said) || as_trigger,
                "{}: {said}",
                kind.name
            );
        }
    }
}
