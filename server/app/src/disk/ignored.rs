//! What git ignores, and what `.ignore` files do: the rules that a walk of a folder obeys, and that one
//! told path obeys alike.
//!
//! The files with the rules are read by us and not by the crate that understands them: it opens
//! whatever has the name, and a pipe of that name would never end. They count from the root of the
//! repository down; where there is none, from the opened folder. Nothing of a person's own is read
//! (`core.excludesFile`): the same workspace has the same files for everybody.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Problem;
use super::guard::{self, Place, What};

/// Largest file with rules that counts, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// Longest rule that counts, in bytes.
const MAX_RULE: usize = 1024;

/// Most bytes of rules with more than one wildcard in one file: each of them costs on every path.
const MAX_HARD: usize = 16 * 1024;

/// The rules that hold in one folder.
#[derive(Debug)]
pub(super) struct Rules {
    above: Option<Arc<Rules>>,
    /// `.ignore`.
    plain: Gitignore,
    /// `.gitignore`.
    git: Gitignore,
    /// `.git/info/exclude`.
    exclude: Gitignore,
    /// Whether this folder is a repository: what git says above it does not hold in it.
    is_repository: bool,
    /// Whether this folder or one above it is one: else git's files say nothing.
    in_repository: bool,
}

impl Rules {
    /// The rules in the folder at `dir`, below those of the folder above it. `has` says what is there
    /// of a name. What stands in the way is added to `problems`.
    pub(super) fn of(
        dir: &Place<'_>,
        above: Option<&Arc<Rules>>,
        has: impl Fn(&str) -> Option<What>,
        problems: &mut Vec<Problem>,
    ) -> Arc<Rules> {
        let is_file = |name: &str| matches!(has(name), Some(What::File(_)));
        let git = has(".git");
        let is_repository =
            matches!(git, Some(What::File(_) | What::Folder)) || has(".jj") == Some(What::Folder);
        let in_repository = is_repository || above.is_some_and(|a| a.in_repository);
        let (has_plain, has_git) = (is_file(".ignore"), in_repository && is_file(".gitignore"));
        if let Some(above) = above
            && !is_repository
            && !has_plain
            && !has_git
        {
            return Arc::clone(above);
        }
        let mut read = |is_there: bool, name: &[&str]| match is_there {
            true => {
                let file = name.iter().fold(dir.clone(), |p, n| p.join(OsStr::new(n)));
                self::read(&dir.path(), &file, problems)
            }
            false => Gitignore::empty(),
        };
        Arc::new(Rules {
            above: above.cloned(),
            plain: read(has_plain, &[".ignore"]),
            git: read(has_git, &[".gitignore"]),
            exclude: read(git == Some(What::Folder), &[".git", "info", "exclude"]),
            is_repository,
            in_repository,
        })
    }

    /// Whether a walk passes over what lies at `path`, in the folder of these rules.
    pub(super) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let found = self.plain(path, is_folder);
        let found = found.or_else(|| self.git(path, is_folder, |r| &r.git));
        let found = found.or_else(|| self.git(path, is_folder, |r| &r.exclude));
        found.unwrap_or_else(|| is_hidden(path))
    }

    /// What the nearest `.ignore` with a say says.
    fn plain(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let all = std::iter::successors(Some(self), |r| r.above.as_deref());
        let mut said = all.map(|r| said(&r.plain, path, is_folder));
        said.find_map(|s| s)
    }

    /// What the nearest of git's files with a say says, up to the repository's root.
    fn git(&self, path: &Path, is_folder: bool, of: impl Fn(&Rules) -> &Gitignore) -> Option<bool> {
        if !self.in_repository {
            return None;
        }
        let mut rules = self;
        loop {
            if let Some(said) = said(of(rules), path, is_folder) {
                return Some(said);
            }
            if rules.is_repository {
                return None;
            }
            rules = rules.above.as_deref()?;
        }
    }
}

/// Whether rules leave a path out, or keep it; `None`: they do not speak of it.
fn said(rules: &Gitignore, path: &Path, is_folder: bool) -> Option<bool> {
    match rules.matched(path, is_folder) {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

/// The rules in a file of the folder `dir`.
fn read(dir: &Path, file: &Place<'_>, problems: &mut Vec<Problem>) -> Gitignore {
    let mut tell = |message: String| {
        let path = file.path();
        problems.push(Problem { path, message });
    };
    match file.what_itself() {
        Ok(What::File(size)) if size <= MAX_BYTES => {}
        Ok(What::File(size)) => {
            let (size, most) = (size / 1024, MAX_BYTES / 1024);
            tell(format!(
                "is {size} KiB; over {most} KiB its rules do not count"
            ));
            return Gitignore::empty();
        }
        // Git does not follow links here either.
        _ => return Gitignore::empty(),
    }
    let bytes = file.open_found().and_then(|f| guard::bytes(&f, MAX_BYTES));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            tell(format!("cannot be read, its rules do not count: {error}"));
            return Gitignore::empty();
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut builder = GitignoreBuilder::new(dir);
    let (mut hard, mut left_out) = (0, 0);
    for line in text.trim_start_matches('\u{feff}').lines() {
        if is_hard(line) {
            hard += line.len();
        }
        if line.len() > MAX_RULE || is_hard(line) && hard > MAX_HARD {
            left_out += 1;
            continue;
        }
        // A rule that cannot be read says nothing; git does not speak of it either.
        let _ = builder.add_line(None, line);
    }
    if left_out > 0 {
        tell(match left_out {
            1 => "1 of its rules is too long and does not count".to_owned(),
            _ => format!("{left_out} of its rules are too long and do not count"),
        });
    }
    builder.build().unwrap_or_else(|error| {
        tell(format!("its rules do not count: {error}"));
        Gitignore::empty()
    })
}

/// Whether a rule has more than one wildcard besides the usual `**/` before and `/**` behind.
fn is_hard(rule: &str) -> bool {
    let rule = rule.trim_start_matches('!').trim_start_matches("**/");
    let rule = rule.trim_end_matches("/**");
    !rule.starts_with('#') && rule.bytes().filter(|b| b"*?[{".contains(b)).count() > 1
}
