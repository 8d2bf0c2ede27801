//! After any edits the answers equal those of a fresh workspace with the same text, for the edited
//! files and for all others, whatever was asked on the way. The edits are the same at each run; see
//! [`crate::config`] for others and more.

use std::sync::{Arc, LazyLock};

use ide::{Checks, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use syntax::FileId;

use crate::answers::findings;
use crate::editor::{Act, Editor, Step, Then, acts};
use crate::samples::{is_flow, read_files, snapshot, texts, workspace};

/// A sample with everything worked out.
static BASE: LazyLock<Workspace> = LazyLock::new(|| {
    let workspace = workspace(&texts("clean"));
    let snapshot = snapshot(&workspace);
    for id in read_files(&workspace) {
        snapshot.check(id);
    }
    workspace
});

/// A flow, a file beside it or below its folder, and any other one.
fn subjects() -> impl Strategy<Value = Vec<FileId>> {
    let path = |id: FileId| BASE.get(id).unwrap().path.to_string();
    let all = read_files(&BASE);
    let (flows, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| is_flow(&BASE, *id));
    let flow = prop::sample::select(flows);
    flow.prop_flat_map(move |flow| {
        let own = path(flow);
        let folder = own.rsplitn(3, '/').last().unwrap_or_default().to_owned();
        let near = others.iter().copied();
        let near: Vec<_> = near.filter(|id| path(*id).starts_with(&folder)).collect();
        let (near, any) = (
            prop::sample::select(near),
            prop::sample::select(others.clone()),
        );
        (Just(flow), near, any)
    })
    .prop_map(|(flow, near, any)| vec![flow, near, any])
    .prop_filter("three files", |ids| ids[1] != ids[2])
}

/// The workspace that somebody finds who opens what was sent.
fn fresh(editors: &[Editor]) -> Workspace {
    let mut fresh = BASE.clone();
    for editor in editors {
        editor.set_fresh(&mut fresh);
    }
    fresh
}

fn run(ids: &[FileId], crlf: bool, acts: &[Act]) -> Result<(), TestCaseError> {
    let mut edited = BASE.clone();
    let mut editors: Vec<_> = ids.iter().map(|id| Editor::new(&BASE, *id)).collect();
    for editor in editors.iter_mut().filter(|_| crlf) {
        editor.step(&mut edited, &Step::CrLf);
        editor.send(&mut edited);
    }
    for (file, step, then) in acts {
        let editor = &mut editors[*file];
        editor.step(&mut edited, step);
        if !matches!(then, Then::Nothing) {
            editor.send(&mut edited);
        }
        match then {
            Then::Nothing | Then::Send => {}
            Then::Ask(all) => editor.ask(&snapshot(&edited), *all),
            Then::Compare => {
                let (edited, fresh) = (snapshot(&edited), snapshot(&fresh(&editors)));
                let editor = &editors[*file];
                prop_assert_eq!(editor.answers(&edited, 3), editor.answers(&fresh, 3));
            }
        }
    }
    for editor in &mut editors {
        editor.send(&mut edited);
    }
    let (edited, fresh) = (snapshot(&edited), snapshot(&fresh(&editors)));
    for editor in &editors {
        prop_assert_eq!(editor.answers(&edited, 12), editor.answers(&fresh, 12));
    }
    for id in read_files(&BASE) {
        let kind = |s: &Snapshot| s.workspace.get(id).unwrap().kind.clone();
        prop_assert_eq!(kind(&edited), kind(&fresh));
        prop_assert_eq!(findings(&edited, id), findings(&fresh, id));
    }
    Ok(())
}

/// The findings of all files but one, after their paths.
fn of_others(workspace: &Workspace, one: FileId) -> Vec<String> {
    let snapshot = snapshot(workspace);
    let others = read_files(workspace).into_iter().filter(|id| *id != one);
    others
        .map(|id| {
            format!(
                "{}\n{}",
                workspace.get(id).unwrap().path,
                findings(&snapshot, id)
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(crate::config(40))]

    #[test]
    fn edited_equals_fresh(ids in subjects(), crlf in any::<bool>(), acts in acts(24)) {
        run(&ids, crlf, &acts)?;
    }

    /// What is noted of a check says when it is to be done again.
    #[test]
    fn checked_again_equals_fresh(ids in subjects(), acts in acts(8)) {
        run_again(&ids, &acts)?;
    }

    /// Only a file's own findings are told anew where its summary stays.
    #[test]
    fn an_edit_that_leaves_the_summary_concerns_no_other_file(
        ids in subjects(), acts in acts(8),
    ) {
        let mut edited = BASE.clone();
        let mut editors: Vec<_> = ids.iter().map(|id| Editor::new(&BASE, *id)).collect();
        for (file, step, _) in &acts {
            let editor = &mut editors[*file];
            let before = edited.clone();
            editor.step(&mut edited, step);
            editor.send(&mut edited);
            let summary = |w: &Workspace| w.get(editor.id).unwrap().summary().clone();
            if summary(&before) == summary(&edited) {
                prop_assert_eq!(of_others(&before, editor.id), of_others(&edited, editor.id));
            }
        }
    }
}

/// The findings of all files, checked again after each edit only where it may have changed them.
fn run_again(ids: &[FileId], acts: &[Act]) -> Result<(), TestCaseError> {
    let mut edited = BASE.clone();
    let mut checks = Checks::default();
    let start = snapshot(&edited);
    for id in read_files(&edited) {
        checks.put(
            id,
            Arc::new(start.check_again(id, None).expect("it is there")),
        );
    }
    let mut editors: Vec<_> = ids.iter().map(|id| Editor::new(&BASE, *id)).collect();
    for (file, step, then) in acts {
        let editor = &mut editors[*file];
        let before = Arc::clone(edited.get(editor.id).expect("it is there"));
        editor.step(&mut edited, step);
        if !matches!(then, Then::Nothing) {
            editor.send(&mut edited);
        }
        let snapshot = snapshot(&edited);
        let changed = [(editor.id, before)].into_iter().collect();
        let concerned = checks.concerned(&edited, &changed);
        for id in read_files(&edited) {
            if concerned.as_ref().is_none_or(|c| c.contains(&id)) {
                let before = checks.get(id).map(|c| &**c);
                let checked = snapshot.check_again(id, before).expect("it is there");
                checks.put(id, Arc::new(checked));
            }
        }
        for id in read_files(&edited) {
            let path = &edited.get(id).expect("it is there").path;
            let kept = checks.get(id).expect("it was checked").findings();
            prop_assert_eq!(
                format!("{path}\n{kept:#?}"),
                format!("{path}\n{:#?}", snapshot.check(id))
            );
        }
    }
    Ok(())
}

/// Does what is said to one file of the sample.
fn run_in(path: &str, steps: &[(Step, Then)]) {
    let acts = steps.iter().map(|(step, then)| (0, step.clone(), *then));
    let acts: Vec<_> = acts.collect();
    run(&[BASE.id(path).unwrap()], false, &acts).unwrap();
}

#[test]
fn a_line_separator_between_changed_line_breaks() {
    run_in(
        "/w/f/billing/collect_overdue.flow/flow.yaml",
        &[
            (Step::CrLf, Then::Send),
            (Step::ReplaceLine("\u{2028}"), Then::Send),
            (Step::Go(0.0), Then::Nothing),
            (Step::CrLf, Then::Compare),
        ],
    );
}

#[test]
fn the_line_that_was_edited_last_is_no_excuse() {
    let all = |text| (Step::Replace(1.0, vec![text]), Then::Ask(true));
    let start = (Step::Go(0.0), Then::Nothing);
    run_in(
        "/w/f/billing/collect_overdue.flow/flow.yaml",
        &[
            start.clone(),
            all("adedef main(💰.w\n: #expr:@|\na`\t\": "),
            (Step::Go(0.15), Then::Nothing),
            (Step::DeleteLines(2), Then::Compare),
            start.clone(),
            all("summary: s\nvalue:\n  modules:\n    - id: a\n      value:\n"),
            (Step::Type("  "), Then::Compare),
            start,
            all("summary: s\nvalue:\n  modules:\n"),
            (Step::Type("\n"), Then::Compare),
        ],
    );
}

#[test]
fn settings_of_the_workspace_reach_its_scripts() {
    let text = "defaultTs: deno\n";
    run_in(
        "/w/wmill.yaml",
        &[
            (Step::Go(1.0), Then::Nothing),
            (Step::Paste(vec!["\n", text]), Then::Compare),
            (Step::Back(text.len()), Then::Compare),
        ],
    );
}

/// Which folders are open says how far an `!inline` may lead.
#[test]
fn folders_that_join_and_leave_count() {
    let text = |t: &str| Source::Text(Arc::from(t));
    let outer = vec![Arc::from("/w")];
    let mut workspace = Workspace::new(outer.clone());
    let flow = workspace.set(
        "/w/f/a.flow/flow.yaml",
        text(
            "summary: a\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        \
             language: python3\n        content: '!inline ../../lib.py'\n        input_transforms: {}\n",
        ),
    );
    workspace.set("/w/lib.py", text("def main():\n    return 1\n"));
    let mut before = None;
    let mut seen = Vec::new();
    for folders in [outer.clone(), vec![Arc::from("/w/f")], outer] {
        workspace.set_folders(folders);
        let snapshot = snapshot(&workspace);
        let again = snapshot.check_again(flow, before.as_ref());
        let again = again.expect("it is there");
        assert_eq!(
            format!("{:#?}", again.findings()),
            format!("{:#?}", snapshot.check(flow))
        );
        seen.push(again.all.len());
        before = Some(again);
    }
    assert_ne!(seen[0], seen[1], "{seen:?}");
}
