//! `--check`: reads, checks in parallel, prints, and tells by the exit code how it went.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use ide::{Finding, Level, LostKind, Settings, Snapshot};
use model::path::FilePath;
use rayon::prelude::*;
use syntax::FileId;

use super::args::RuleName;
use super::baseline::Baseline;
use super::before::Before;
use super::output::{self, Report};
use super::timings::Timings;
use super::{Args, BROKEN, FAILED, fix, say, targets};
use crate::{disk, installed};

/// Checks what the arguments name.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let from = disk::to_model(&std::env::current_dir()?).unwrap_or_default();
    let mut targets = targets::find(args)?;
    let settings = settings(args, targets.workspace.folders())?;
    let mut snapshot = Snapshot {
        workspace: targets.workspace,
        settings,
    };
    let sdks = installed::find(&targets.opened, &snapshot.settings);
    let unheeded = sdks.problems.clone();
    sdks.put(&mut snapshot);
    let excluded = |id: &FileId| {
        let file = snapshot.workspace.get(*id);
        file.is_some_and(|f| snapshot.settings.is_excluded(&f.path))
    };
    targets.files.retain(|id| !excluded(id));
    if args.verbose {
        for folder in snapshot.workspace.folders() {
            say(&format!("workspace {folder}"));
        }
        let read = snapshot.workspace.files().len();
        say(&format!(
            "{} known, {} to check",
            output::counted(read, "file"),
            targets.files.len()
        ));
    }
    if !args.quiet {
        for note in unheeded.iter().chain(&targets.notes) {
            say(note);
        }
    }
    for nothing in &targets.nothing {
        say(nothing);
    }
    let mut failed = !targets.nothing.is_empty();
    for problem in &targets.problems {
        // No name in Windmill is other than UTF-8, so such files take nothing from the answer.
        failed |= problem.path.to_str().is_some();
        let path = disk::to_model(&problem.path).map(|p| output::relative(&from, &p));
        let path = path.unwrap_or_else(|| problem.path.display().to_string());
        say(&format!("{path}: {}", problem.message));
    }

    output::refuse_inputs(args, &snapshot.workspace)?;
    let mut baseline = match &args.baseline {
        Some(path) if args.write_baseline => Some(Baseline::to_write(path)?),
        Some(path) => Some(Baseline::read(path)?),
        None => None,
    };
    let before = match &args.since {
        Some(revision) => Some(Before::revision(revision, &snapshot, &targets.opened)?),
        None => None,
    };
    if args.diff {
        let outcome = fix::diff(args, &mut snapshot, &from, &targets.files)?;
        return Ok(ExitCode::from(match () {
            _ if outcome.is_broken => BROKEN,
            _ if failed => FAILED,
            _ => u8::from(outcome.is_change),
        }));
    }
    let mut broken = false;
    let mut note = |outcome: fix::Outcome| {
        failed |= outcome.is_left;
        broken |= outcome.is_broken;
    };
    if args.fix {
        note(fix::write(args, &mut snapshot, &from, &targets.files)?);
    }
    if let Some(reason) = &args.add_ignore {
        let files = &targets.files;
        note(fix::ignore(args, reason, &mut snapshot, &from, files)?);
    }
    let timings = args.timings.then(Timings::default);
    let checked = each(&targets.files, |id| match &timings {
        Some(timings) => timings.check(&snapshot, id),
        None if baseline.is_none() && before.is_none() => snapshot.check(id),
        None => match &before {
            Some(before) => before.new_ones(id, snapshot.check_all(id)),
            None => snapshot.check_all(id),
        },
    });
    if let Some(timings) = timings {
        timings.print();
    }
    if let Some(baseline) = baseline.take_if(|_| args.write_baseline) {
        return write_baseline(args, baseline, &snapshot, &targets.files, checked);
    }
    let mut report = Report::new(&snapshot.workspace, &from, targets.files.len());
    for (&id, findings) in targets.files.iter().zip(checked) {
        match findings {
            Some(findings) => match &mut baseline {
                Some(baseline) => {
                    let path = snapshot.workspace.get(id).map_or("", |f| &*f.path);
                    report.add(id, Snapshot::told(baseline.new_ones(path, findings)));
                }
                None => report.add(id, Snapshot::told(findings)),
            },
            None => {
                broken = true;
                say(&format!("{}: could not be checked", report.path(id)));
            }
        }
    }
    if let Some(baseline) = &baseline {
        report.known = Some(baseline.met);
        if let (false, gone @ 1..) = (args.quiet, baseline.gone()) {
            let findings = output::counted(gone, "finding");
            let path = args.baseline.iter().map(|p| p.display().to_string());
            let path: String = path.collect();
            let verb = if gone == 1 { "is" } else { "are" };
            say(&format!(
                "{path}: {findings} in it {verb} gone; add --write-baseline to write it anew"
            ));
        }
    }
    report.lost = before.map_or_else(Vec::new, |b| b.lost(&snapshot));
    output::print(args, &report)?;
    let status = match () {
        _ if broken => BROKEN,
        _ if failed => FAILED,
        _ if args.exit_zero => 0,
        // It was there, and is used: no rule need say so for it to be broken.
        _ if report.lost.iter().any(|l| l.what == LostKind::File) => 1,
        _ if report.count(Level::Error) > 0 => 1,
        _ if args.error_on_warning && report.count(Level::Warning) > 0 => 1,
        _ => 0,
    };
    drop(report);
    // The process ends here: giving back a whole workspace piece by piece would only take time.
    std::mem::forget(snapshot);
    Ok(ExitCode::from(status))
}

/// Writes the findings of now as the known ones. Nothing is written where a file could not be checked.
fn write_baseline(
    args: &Args,
    baseline: Baseline,
    snapshot: &Snapshot,
    files: &[FileId],
    checked: Vec<Option<Vec<Finding>>>,
) -> anyhow::Result<ExitCode> {
    let mut found = Vec::with_capacity(files.len());
    for (id, findings) in files.iter().zip(checked) {
        let path = snapshot.workspace.get(*id).map(|f| Arc::clone(&f.path));
        let (Some(path), Some(findings)) = (path, findings) else {
            say("a file could not be checked, so no baseline is written");
            return Ok(ExitCode::from(BROKEN));
        };
        found.push((path, findings));
    }
    let count = baseline.write(
        found
            .iter()
            .map(|(path, findings)| (&**path, &findings[..])),
    )?;
    if !args.quiet {
        say(&format!(
            "{} written",
            output::counted(count, "known finding")
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks something of each file, on all cores; answers are in the order given. `None`: it panicked, which
/// the hook has told of; the other files are still answered for.
pub(super) fn each<T: Send>(files: &[FileId], ask: impl Fn(FileId) -> T + Sync) -> Vec<Option<T>> {
    files
        .par_iter()
        .map(|&id| catch_unwind(AssertUnwindSafe(|| ask(id))).ok())
        .collect()
}

/// The settings file's levels, then those of the command line: a rule that is ignored is off whatever
/// else is said of it.
fn settings(args: &Args, folders: &[FilePath]) -> anyhow::Result<Settings> {
    let mut settings = Settings::default();
    let file = match &args.config {
        Some(file) => Some(crate::settings::named(file)),
        None if args.no_config => None,
        None => folders
            .first()
            .and_then(|f| crate::settings::for_folder(&disk::to_disk(f))),
    };
    if let Some(file) = file {
        if args.verbose {
            say(&format!("settings {}", file.path.display()));
        }
        let notes = crate::settings::read_file(&mut settings, &file).map_err(anyhow::Error::msg)?;
        for note in notes.iter().filter(|_| !args.quiet) {
            say(note);
        }
    }
    let mut set = |rules: &[RuleName], level| rules.iter().for_each(|r| settings.set(r.0, level));
    set(&args.warn, Some(Level::Warning));
    set(&args.error, Some(Level::Error));
    if !args.select.is_empty() {
        let rules: Vec<_> = args.select.iter().map(|r| r.0).collect();
        settings.select(&rules);
    }
    args.ignore.iter().for_each(|r| settings.set(r.0, None));
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_panic_does_not_take_the_other_answers() {
        let files = [FileId(0), FileId(1), FileId(2)];
        let checked = each(&files, |id| {
            assert_ne!(id, FileId(1), "on purpose");
        });
        let answered: Vec<bool> = checked.iter().map(Option::is_some).collect();
        assert_eq!(answered, [true, false, true]);
    }
}
