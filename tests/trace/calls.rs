//! A log of `strace -f -y`, read.

use std::path::{Component, Path, PathBuf};

/// A system call, or the part of one that stands on a line.
#[derive(Debug)]
pub(crate) struct Call {
    /// Its name.
    pub(crate) name: String,
    /// The line.
    pub(crate) line: String,
}

impl Call {
    /// Whether it did what it was to do, as far as the line says.
    pub(crate) fn succeeded(&self) -> bool {
        self.result()
            .is_some_and(|r| !r.starts_with('-') && !r.starts_with('?'))
    }

    fn result(&self) -> Option<&str> {
        self.line.rsplit_once(" = ").map(|(_, result)| result)
    }

    /// What the file really is that it opened: the system says, links are behind.
    pub(crate) fn opened(&self) -> Option<PathBuf> {
        let result = self.result().filter(|_| self.succeeded())?;
        let (_, path) = result.split_once('<')?;
        Some(PathBuf::from(path.strip_suffix('>').unwrap_or(path)))
    }

    /// The paths that it asks for, from the folders that they are seen from.
    pub(crate) fn asked(&self) -> Vec<PathBuf> {
        let mut asked = Vec::new();
        let Some((_, mut rest)) = self.line.split_once('(') else {
            return asked;
        };
        if self.line.contains(" resumed>") {
            return asked;
        }
        let mut folder = PathBuf::new();
        while let Some(at) = rest.find(['<', '"']) {
            let is_folder = rest.as_bytes()[at] == b'<';
            let end = if is_folder { '>' } else { '"' };
            let text = &rest[at + 1..];
            let Some(len) = text.find(end) else { break };
            if is_folder {
                folder = PathBuf::from(&text[..len]);
            } else {
                asked.push(lexical(&folder.join(&text[..len])));
                // What a link says is an answer.
                if self.name.starts_with("readlink") {
                    break;
                }
            }
            rest = &text[len + 1..];
            if rest.starts_with(") ") {
                break;
            }
        }
        asked
    }
}

/// The calls of a log, in its order.
pub(crate) fn read(log: &Path) -> Vec<Call> {
    let text = std::fs::read(log).unwrap();
    let text = String::from_utf8_lossy(&text);
    let call = |line: &str| {
        let (_, call) = line.split_once(' ')?;
        let call = call.trim_start();
        let name = match call.strip_prefix("<... ") {
            Some(resumed) => resumed.split(' ').next()?,
            None => call.split('(').next()?,
        };
        let is_call = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (is_call && !name.is_empty()).then(|| Call {
            name: name.to_owned(),
            line: call.to_owned(),
        })
    };
    text.lines().filter_map(call).collect()
}

fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}

#[test]
fn lines_are_read() {
    let dir = tempfile::TempDir::new().unwrap();
    let log = dir.path().join("log");
    let text = "7 openat2(3</w>, \"../b/c\", {flags=O_RDONLY, resolve=RESOLVE_BENEATH}, 24) = 4</w/c>\n\
                8 renameat2(3</w>, \"x\", 3</w>, \"y\", RENAME_EXCHANGE <unfinished ...>\n\
                8 <... renameat2 resumed>) = -1 EINVAL (Invalid argument) (INJECTED)\n\
                +++ exited with 0 +++\n";
    std::fs::write(&log, text).unwrap();
    let calls = read(&log);
    let names: Vec<&str> = calls.iter().map(|c| &*c.name).collect();
    assert_eq!(names, ["openat2", "renameat2", "renameat2"]);
    assert_eq!(calls[0].opened(), Some(PathBuf::from("/w/c")));
    assert_eq!(calls[0].asked(), [PathBuf::from("/b/c")]);
    let both = [PathBuf::from("/w/x"), PathBuf::from("/w/y")];
    assert_eq!(
        (calls[1].asked().as_slice(), calls[1].succeeded()),
        (&both[..], false)
    );
    assert!(!calls[2].succeeded() && calls[2].asked().is_empty());
}
