//! Resources and variables by their paths: in values, in expressions, in code.

use model::file::ItemKind;
use syntax::Span;
use syntax::yaml::Node;

use super::synced::root;
use crate::context::Context;

/// Reports paths of this kind that name nothing on the disk.
pub(super) fn check(cx: &mut Context<'_>, kind: ItemKind) {
    let Some(root) = root(cx) else { return };
    let Some(config) = &root.config else { return };
    let is_resource = kind == ItemKind::Resource;
    let (skipped, name) = match is_resource {
        true => (!config.syncs_resources(), "resource"),
        false => (!config.syncs_variables(), "variable"),
    };
    let ending = format!(".{name}.");
    let names = cx.workspace.names();
    if skipped || names.items(&cx.file.path, kind).next().is_none() {
        return;
    }
    // What is secret is not pulled unless that is asked for.
    let complete = is_resource || config.syncs_secrets();
    let mut found: Vec<(Span, String)> = Vec::new();
    values(cx, if is_resource { "$res:" } else { "$var:" }, &mut found);
    expressions(cx, name, &mut found);
    code(cx, is_resource, &mut found);
    let unknown = |(_, path): &(Span, String)| {
        let local = path.starts_with("f/") || path.starts_with("u/");
        local
            && config.syncs(&format!("{path}{ending}yaml"))
            && !names.has_item(&cx.file.path, kind, path)
    };
    found.retain(unknown);
    if found.is_empty() {
        return;
    }
    let known: Vec<&str> = names
        .items(&cx.file.path, kind)
        .map(|(path, _)| path)
        .collect();
    for (span, path) in found {
        let near = cx
            .did_you_mean(&path, known.iter().copied())
            .map(str::to_owned);
        if near.is_none() && !complete {
            continue;
        }
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "it may be on the server only: `wmill sync pull` brings it".to_owned(),
        };
        cx.report(
            span,
            format!("There is no {name} `{path}` in the synced folders"),
        )
        .help(help);
    }
}

/// `$res:…` and `$var:…` as whole values, anywhere in the file.
fn values(cx: &Context<'_>, mark: &str, found: &mut Vec<(Span, String)>) {
    if cx.file.script().is_some() {
        return;
    }
    let mut rest: Vec<Node<'_>> = cx.file.yaml().root().into_iter().collect();
    while let Some(node) = rest.pop() {
        rest.extend(node.pairs().filter_map(|p| p.value));
        rest.extend(node.items());
        if node.style().is_some()
            && let Some(path) = node
                .as_str()
                .and_then(|t| t.strip_prefix(mark).map(str::to_owned))
        {
            found.push((node.span(), path));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
}

/// `resource("…")` and `variable("…")`.
fn expressions(cx: &Context<'_>, name: &str, found: &mut Vec<(Span, String)>) {
    for expression in cx.flow().into_iter().flat_map(|f| f.expressions()) {
        let analysis = expression.analysis();
        for call in &analysis.calls {
            let chain = &analysis.chains[call.chain];
            if chain.root.value == name
                && chain.path.is_empty()
                && let Some(text) = &call.text
            {
                found.push((expression.outer(text.span), text.value.clone()));
            }
        }
    }
}

/// Whether a place of code stands in a comment, asked from the front to the end: each place of a text
/// is read once, however long its lines are.
#[derive(Default)]
struct Comments {
    read: usize,
    in_comment: bool,
}

impl Comments {
    fn hold(&mut self, text: &str, at: usize) -> bool {
        let line = text[self.read..at].rfind('\n').map(|i| self.read + i + 1);
        if let Some(start) = line.or((self.read == 0).then_some(0)) {
            self.in_comment = text[start..at].trim_start().starts_with(['#', '*']);
        }
        // Two slashes may have been read apart.
        let from = line.unwrap_or(text.floor_char_boundary(self.read.saturating_sub(1)));
        self.in_comment |= text[from..at].contains("//");
        self.read = at;
        self.in_comment
    }
}

/// `get_resource("…")` and its like in Python and TypeScript.
fn code(cx: &Context<'_>, is_resource: bool, found: &mut Vec<(Span, String)>) {
    let calls: &[&str] = match is_resource {
        true => &[
            "get_resource(",
            "getResource(",
            "set_resource(",
            "setResource(",
        ],
        false => &["get_variable(", "getVariable("],
    };
    for code in cx.code() {
        let text = &*code.script.text;
        for call in calls {
            let mut comments = Comments::default();
            for (at, _) in text.match_indices(call) {
                if comments.hold(text, at) {
                    continue;
                }
                let start = at + call.len();
                let Some(quote) = text[start..]
                    .chars()
                    .next()
                    .filter(|c| matches!(c, '"' | '\''))
                else {
                    continue;
                };
                let inner = &text[start + 1..];
                let Some(end) = inner
                    .find([quote, '\n', '{', '$'])
                    .filter(|e| inner[*e..].starts_with(quote))
                else {
                    continue;
                };
                let span = Span::new(start + 1, start + 1 + end);
                found.push((code.outer(span), inner[..end].to_owned()));
            }
        }
    }
}
