//! Every answer at every place of the samples, whole and cut off. `ide`'s own tests look at flows and
//! Python; here are the other files, and files cut at any byte.

use model::file::Source;

use crate::answers::{at, boundary, findings};
use crate::map::whole;
use crate::samples::{SAMPLES, is_flow, read_files, snapshot, texts, workspace};

/// Files are cut after every so many bytes.
const CUT: usize = 97;
/// How far before the cut every place is asked.
const NEAR: usize = 24;
/// Places further away are asked in steps of this.
const FAR: usize = 331;

#[test]
fn whole_files() {
    for name in SAMPLES {
        let workspace = workspace(&texts(name));
        let snapshot = snapshot(&workspace);
        for id in read_files(&workspace) {
            let file = workspace.get(id).unwrap();
            findings(&snapshot, id);
            whole(&snapshot, id);
            if is_flow(&workspace, id) || file.path.ends_with(".py") {
                continue;
            }
            // Past the end and inside characters too.
            for offset in 0..=file.text().len() + 2 {
                at(&snapshot, id, offset);
            }
        }
    }
}

#[test]
fn files_cut_off_anywhere() {
    let mut answered = 0;
    for name in SAMPLES {
        let mut workspace = workspace(&texts(name));
        for id in read_files(&workspace) {
            let file = workspace.get(id).unwrap();
            let (path, text) = (file.path.clone(), file.text().to_owned());
            for cut in (0..text.len()).step_by(CUT) {
                let cut = boundary(&text, cut);
                workspace.set(&path, Source::Text(text[..cut].into()));
                let snapshot = snapshot(&workspace);
                findings(&snapshot, id);
                whole(&snapshot, id);
                let near = cut.saturating_sub(NEAR);
                let places = (0..near).step_by(FAR).chain(near..=cut + 1);
                for offset in places {
                    answered += usize::from(!at(&snapshot, id, offset).is_empty());
                }
            }
            workspace.set(&path, Source::Text(text.into()));
        }
    }
    assert!(
        answered > 1_000,
        "answers at {answered} places of cut files"
    );
}
