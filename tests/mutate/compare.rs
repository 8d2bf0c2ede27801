//! Mutants as files, for other tools to look at.

use std::fs;
use std::io;
use std::path::Path;

use super::{Base, Mutant};

/// Writes the files that a mutant changes below a folder, with what stands in the same folder of the
/// workspace; paths begin with `f/<name>/`, so that each mutant has a folder of its own.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(base: &Base, mutant: &Mutant, to: &Path, name: &str) -> io::Result<()> {
    let folders: Vec<&str> = mutant
        .files
        .keys()
        .filter_map(|p| p.rsplit_once('/').map(|(d, _)| d))
        .collect();
    let near = |p: &str| {
        p.rsplit_once('/')
            .is_some_and(|(d, _)| folders.contains(&d))
    };
    let mut files = base.files.clone();
    for (path, text) in &mutant.files {
        match text {
            Some(text) => files.insert(path.clone(), text.clone()),
            None => files.remove(path),
        };
    }
    for (path, text) in files.iter().filter(|(p, _)| near(p)) {
        let inner = path.trim_start_matches("f/");
        let full = to.join("f").join(name).join(inner);
        if let Some(dir) = full.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(full, text)?;
    }
    Ok(())
}

/// Writes a whole workspace below a folder, as it is.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_clean(base: &Base, to: &Path, name: &str) -> io::Result<()> {
    for (path, text) in base.files.iter().filter(|(p, _)| p.starts_with("f/")) {
        let full = to.join("f").join(name).join(path.trim_start_matches("f/"));
        if let Some(dir) = full.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(full, text)?;
    }
    Ok(())
}
