//! From a file to what the model keeps of it: text, or why there is none.

use std::io;

use model::file::{FileKind, Source};
use model::language::ScriptLanguage;
use model::path;

use super::guard::{self, Place, What, leads_out};

/// Largest file that is read, in bytes.
pub(crate) const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// What to keep of the file called `name`, where `what` was found just now. `None`: there is none, or
/// it must not be read.
pub(super) fn source(name: &str, place: &Place<'_>, what: What) -> Option<Source> {
    let is_read = is_read(name);
    let what = match what {
        What::Link => match place.what() {
            Ok(what) => what,
            Err(error) if leads_out(&error) || !is_read => return None,
            Err(_) => return unreadable("This link leads nowhere".to_owned()),
        },
        // The size counts, which a folder's list does not tell.
        What::File(_) if name.ends_with(".lock") => place.what().ok()?,
        what => what,
    };
    match what {
        What::File(size) if is_kept(name, size) => read(place),
        What::File(_) => Some(Source::Unread),
        _ if !is_read => None,
        What::Folder => {
            let name = path::name(name);
            unreadable(format!("`{name}` is a folder, where a file is expected"))
        }
        _ => unreadable("This file is no regular file".to_owned()),
    }
}

/// Whether the text of a file of that name and size, in bytes, is kept.
pub(crate) fn is_kept(name: &str, size: u64) -> bool {
    is_read(name) || is_lock(name, size)
}

fn is_read(name: &str) -> bool {
    // Whether `.ts` is bun or deno does not matter here: both are read.
    FileKind::of(name, &ScriptLanguage::Bun).is_read()
}

/// Whether it is the lock of a script, of a size that those of Python have: it says what is installed. What other
/// languages write is long and says nothing here. Of every lock it counts whether it is empty.
fn is_lock(name: &str, size: u64) -> bool {
    const MOST: u64 = 16 * 1024;
    let is_of_script = name.ends_with(".script.lock") || name.ends_with(".inline_script.lock");
    size <= MOST && is_of_script || size == 0 && name.ends_with(".lock")
}

fn read(place: &Place<'_>) -> Option<Source> {
    let read = place.open_found().and_then(|file| {
        let size = file.metadata()?.len();
        Ok(match size > MAX_BYTES {
            true => Source::Unreadable(too_large(size)),
            false => from_bytes(guard::bytes(&file, MAX_BYTES)?),
        })
    });
    match read {
        Ok(source) => Some(source),
        // It was there a moment ago.
        Err(error) if error.kind() == io::ErrorKind::NotFound || leads_out(&error) => None,
        Err(error) => unreadable(format!("This file cannot be read: {error}")),
    }
}

fn unreadable(why: String) -> Option<Source> {
    Some(Source::Unreadable(why))
}

/// Text of bytes, or why they are none.
pub(crate) fn from_bytes(bytes: Vec<u8>) -> Source {
    if bytes.len() as u64 > MAX_BYTES {
        return Source::Unreadable(too_large(bytes.len() as u64));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Source::Text(text.into()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Source::Unreadable(format!("This file is not UTF-8 (from byte {at} on)"))
        }
    }
}

fn too_large(len: u64) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1024 * 1024);
    format!(
        "This file is {} MiB; files over {} MiB are not read",
        mib(len),
        mib(MAX_BYTES)
    )
}
