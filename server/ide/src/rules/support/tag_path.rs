//! `$flow_expr[…]` in a step's `tag`: a path of `results`, `flow_input` or `flow_env`, looked up as it is.

use model::flow::{Flow, Module};
use syntax::Span;
use syntax::text::is_ascii_word;
use syntax::yaml::Node;

use crate::finding::Fix;

/// One path in a tag.
pub(in crate::rules) struct TagPath {
    /// What it starts with.
    pub(in crate::rules) root: String,
    /// The name behind that.
    pub(in crate::rules) name: String,
    /// `root.name` in the file; the whole tag where its text is escaped.
    pub(in crate::rules) span: Span,
    /// The path up to a `[n]` in it, which is not looked up.
    pub(in crate::rules) indexed: Option<String>,
}

impl TagPath {
    /// The path with another name behind its root; `None` where that is not how a tag can be written.
    pub(in crate::rules) fn meant(&self, text: &str, name: &str) -> Option<Fix> {
        let is_word = name.chars().all(|c| is_ascii_word(c) || c == '-');
        let as_written = self.span.slice(text) == format!("{}.{}", self.root, self.name);
        let fix = || Fix::meant(self.span, format!("{}.{name}", self.root));
        (is_word && as_written).then(fix)
    }
}

/// The paths in the tags of a step.
///
/// Source: windmill-labs/windmill#11170.
pub(in crate::rules) fn tag_paths(flow: &Flow, module: &Module) -> Vec<TagPath> {
    let value = module.value.map(|v| flow.node(v));
    let tags = [
        value.and_then(|v| v.get("tag")),
        value.and_then(|v| v.get("tag_override")),
    ];
    tags.into_iter().flatten().flat_map(paths).collect()
}

/// The paths in the tags of a step that start with something else, which is not looked up: what they start
/// with.
pub(in crate::rules) fn foreign_roots(flow: &Flow, module: &Module) -> Vec<(String, Span)> {
    const ROOTS: &[&str] = &["results", "flow_input", "flow_env"];
    let found = tag_paths(flow, module).into_iter();
    let found = found.filter(|p| !ROOTS.contains(&p.root.as_str()));
    found.map(|p| (p.root, p.span)).collect()
}

fn paths(tag: Node<'_>) -> Vec<TagPath> {
    const MARK: &str = "$flow_expr[";
    let Some(decoded) = tag.decode().filter(|_| tag.is_string()) else {
        return Vec::new();
    };
    let text = &decoded.text;
    let path = |(at, _): (usize, &str)| {
        let start = at + MARK.len();
        let inner = &text[start..start + text[start..].find(']')?];
        let (root, rest) = inner.split_once('.')?;
        // No `[n]` is looked up: what stands before it is still a name.
        let name = rest.split(['.', '[']).next()?;
        let end = start + root.len() + 1 + name.len();
        Some(TagPath {
            root: root.to_owned(),
            name: name.to_owned(),
            span: decoded.map.outer_span(Span::new(start, end)),
            indexed: inner.split_once('[').map(|(before, _)| before.to_owned()),
        })
    };
    text.match_indices(MARK).filter_map(path).collect()
}
