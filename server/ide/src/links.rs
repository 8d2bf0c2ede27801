//! Links of a document: what is written in it that names another file, or a script of Windmill's hub.

use model::references::Key;
use syntax::{FileId, Span};

use crate::Snapshot;

/// Where Windmill shows a script of the hub, by what stands behind `hub/` in its path.
const HUB: &str = "https://hub.windmill.dev/from_version/";

/// Scripts from this number on are of a private hub.
const PRIVATE_HUB: u64 = 10_000_000;

/// A link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What is clicked on, on one line, in bytes of the file.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// To a file of the workspace.
    File(FileId),
    /// To an address.
    Url(String),
}

/// The links of a file, in the order of its text. What is not there has none.
pub(crate) fn links(snapshot: &Snapshot, id: FileId) -> Vec<Link> {
    let workspace = &snapshot.workspace;
    let Some(file) = workspace.get(id) else {
        return Vec::new();
    };
    let mut links = Vec::new();
    for reference in file.references() {
        let target = match &reference.key {
            Key::Script(path) | Key::Flow(path) if path.starts_with("hub/") => {
                hub(path).map(LinkTarget::Url)
            }
            _ => workspace.leads_to(file, reference).map(LinkTarget::File),
        };
        let target = target.filter(|t| *t != LinkTarget::File(id));
        links.extend(target.map(|target| Link {
            span: reference.span,
            target,
        }));
    }
    let text = file.text();
    links.retain(|l| !l.span.is_empty() && !l.span.slice(text).contains(['\n', '\r']));
    links.sort_by_key(|l| l.span);
    links.dedup_by_key(|l| l.span);
    links
}

/// The page of a script of the hub: its path is `hub/NUMBER/APP/NAME`.
fn hub(path: &str) -> Option<String> {
    let rest = path.strip_prefix("hub/")?;
    let number: u64 = rest.split('/').next()?.parse().ok()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    (number < PRIVATE_HUB && rest.chars().all(is_plain)).then(|| format!("{HUB}{rest}"))
}
