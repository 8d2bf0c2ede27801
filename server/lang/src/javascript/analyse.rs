//! The walk over the tree that finds the chains.

use rustc_hash::FxHashMap;
use syntax::{Span, Spanned};

use super::flat::{self, Flat, Node, ROOT};
use super::guard::{self, Mentions};
use super::scope::{self, Scopes};
use super::{Access, Analysis, Call, Chain, Key, Place, Quote, Segment, literal, quick};

/// Reads one expression. A text too long or too deep to be read gives no chains and `has_error`.
pub fn analyze(text: &str) -> Analysis {
    if let Some(chain) = quick::chain(text) {
        return Analysis {
            chains: vec![chain],
            ..Analysis::default()
        };
    }
    match flat::parse(text) {
        Some(flat) => analyze_flat(&flat),
        None => Analysis {
            has_error: true,
            ..Analysis::default()
        },
    }
}

/// Reads a parsed expression.
pub fn analyze_flat(flat: &Flat) -> Analysis {
    let scopes = scope::collect(flat);
    let mut analysis = Analysis {
        has_error: flat.has_error,
        statements: is_more_than_expression(flat),
        ..Analysis::default()
    };
    let len = flat.nodes.len();
    let mut mentions = Mentions::default();
    let mut locals = Locals::default();
    let mut before = vec![0; len];
    let mut handled = vec![false; len];
    let mut given = vec![false; len];
    let statements = flat.children(ROOT).filter(|&s| flat.kind(s) != "comment");
    let single = statements.take(2).count() == 1;
    // Whether a node is in a function, and in one that cannot await.
    let (mut nested, mut sync) = (vec![false; len], vec![false; len]);
    for node in 0..len {
        let parent = flat.nodes[node].parent;
        before[node] = analysis.chains.len();
        handled[node] = guard::handles(flat, node, handled[parent]);
        (nested[node], sync[node]) = if flat.is_function(node) {
            (
                true,
                !flat.children(node).any(|child| flat.kind(child) == "async"),
            )
        } else {
            (nested[parent], sync[parent])
        };
        given[node] = match flat.kind(parent) {
            "return_statement" => !nested[parent],
            _ => is_given(flat, node, given[parent], single),
        };
        mentions.enter(flat, node, &before);
        locals.enter(flat, &scopes, node);
        match flat.kind(node) {
            "return_statement" => analysis.returns |= !nested[node],
            "throw_statement" => analysis.throws |= !nested[node],
            "await_expression" if sync[node] => {
                let start = flat.nodes[node].span.start as usize;
                let word = Span::new(start, start + "await".len());
                analysis.stray_await = analysis.stray_await.or(Some(word));
            }
            ";" if !flat.nodes[node].missing => analysis.semicolons.push(flat.nodes[node].span),
            "identifier" | "shorthand_property_identifier" if is_name(flat, &scopes, node) => {
                if locals.has(flat.slice(node)) {
                    continue;
                }
                // Windmill puts an `async` function around the text, of which the grammar knows nothing: it
                // reads `await (x)` as a call, and `await [x]` as an index.
                if flat.slice(node) == "await" {
                    let word = flat.nodes[node].span;
                    analysis.stray_await = analysis.stray_await.or(sync[node].then_some(word));
                    continue;
                }
                let (mut chain, top) = chain(flat, node);
                chain.in_sync_function = sync[node];
                chain.place = place(flat, top, given[top]);
                chain.guarded = handled[top] || is_optional_call(flat, top);
                chain.guarded |= mentions.note(&chain);
                analysis
                    .calls
                    .extend(call(flat, top, analysis.chains.len()));
                analysis.chains.push(chain);
            }
            _ => {}
        }
    }
    analysis
}

/// The names that are declared around the node that is being visited.
#[derive(Default)]
struct Locals<'t> {
    counts: FxHashMap<&'t str, usize>,
    open: Vec<(usize, usize)>,
}

impl<'t> Locals<'t> {
    fn enter(&mut self, flat: &Flat, scopes: &Scopes<'t>, node: usize) {
        while let Some((_, scope)) = self.open.pop_if(|(end, _)| *end <= node) {
            for name in scopes.declared.get(&scope).into_iter().flatten() {
                *self.counts.entry(name).or_default() -= 1;
            }
        }
        if let Some(names) = scopes.declared.get(&node) {
            for name in names {
                *self.counts.entry(name).or_default() += 1;
            }
            self.open.push((flat.nodes[node].end, node));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.counts.get(name).is_some_and(|count| *count > 0)
    }
}

/// Whether an identifier stands for a value, and is in the text at all.
fn is_name(flat: &Flat, scopes: &Scopes, node: usize) -> bool {
    let Some(first) = flat.slice(node).chars().next() else {
        return false;
    };
    // Broken text makes identifiers out of anything.
    syntax::lex::starts_name(first)
        && !flat.nodes[node].missing
        && !scopes.bindings.contains(&node)
        && !flat.kind(flat.nodes[node].parent).starts_with("jsx_")
}

/// Whether the program is anything but a single expression without `;`.
fn is_more_than_expression(flat: &Flat) -> bool {
    let mut statements = flat
        .children(ROOT)
        .filter(|&child| flat.kind(child) != "comment");
    let Some(first) = statements.next() else {
        return false;
    };
    let ends = flat.children(first).any(|child| flat.kind(child) == ";");
    statements.next().is_some() || flat.kind(first) != "expression_statement" || ends
}

/// The chain that starts at a free name, and the node of the whole of it.
fn chain(flat: &Flat, root: usize) -> (Chain, usize) {
    let mut path = Vec::new();
    let mut top = root;
    while flat.nodes[top].field == "object" {
        let parent = flat.nodes[top].parent;
        let Some(segment) = segment(flat, parent) else {
            break;
        };
        path.push(segment);
        top = parent;
    }
    let span = flat.nodes[root].span.cover(flat.nodes[top].span);
    let root = Spanned::new(flat.slice(root).to_owned(), flat.nodes[root].span);
    let chain = Chain {
        root,
        path,
        span,
        guarded: false,
        called: is_called(flat, top),
        under_typeof: is_under_typeof(flat, top),
        in_sync_function: false,
        place: Place::Other,
    };
    (chain, top)
}

fn segment(flat: &Flat, node: usize) -> Option<Segment> {
    let optional = flat.child(node, "optional_chain").is_some();
    if flat.kind(node) == "member_expression" {
        let property = &flat.nodes[flat.child(node, "property")?];
        if property.missing || property.span.is_empty() {
            return None;
        }
        let access = if optional {
            Access::OptionalDot
        } else {
            Access::Dot
        };
        let key = Key::Name(property.span.slice(flat.text).to_owned());
        return Some(Segment {
            key,
            span: property.span,
            access,
        });
    }
    let index = flat.child(node, "index")?;
    let (key, span, quote) = index_key(flat, index);
    let access = if optional {
        Access::OptionalBracket
    } else {
        Access::Bracket
    };
    Some(Segment {
        key,
        span,
        access: access(quote),
    })
}

fn index_key(flat: &Flat, index: usize) -> (Key, Span, Quote) {
    let span = flat.nodes[index].span;
    let raw = flat.slice(index);
    match flat.kind(index) {
        "string" => {
            let quote = if raw.starts_with('\'') {
                Quote::Single
            } else {
                Quote::Double
            };
            let inner = inside(flat, index);
            (
                Key::Name(literal::unescape(inner.slice(flat.text))),
                inner,
                quote,
            )
        }
        "template_string" => {
            let inner = inside(flat, index);
            let computed = is_computed(flat, index);
            let name = Key::Name(literal::unescape(inner.slice(flat.text)));
            (
                if computed { Key::Dynamic } else { name },
                inner,
                Quote::Template,
            )
        }
        "number" => match raw.parse() {
            Ok(number) if raw == "0" || !raw.starts_with('0') => {
                (Key::Index(number), span, Quote::None)
            }
            _ => (Key::Dynamic, span, Quote::None),
        },
        _ => (Key::Dynamic, span, Quote::None),
    }
}

/// Whether code stands in a template string.
fn is_computed(flat: &Flat, template: usize) -> bool {
    let mut parts = flat.children(template);
    parts.any(|c| flat.kind(c) == "template_substitution")
}

/// The span of a string's text, without its quotes.
fn inside(flat: &Flat, string: usize) -> Span {
    let span = flat.nodes[string].span;
    let closed = flat.children(string).last().is_some_and(|last| {
        !flat.nodes[last].missing && matches!(flat.kind(last), "\"" | "'" | "`")
    });
    let start = (span.start as usize + 1).min(span.end as usize);
    Span::new(
        start,
        span.end as usize - usize::from(closed && span.len() > 1),
    )
}

fn is_called(flat: &Flat, top: usize) -> bool {
    let kind = flat.kind(flat.nodes[top].parent);
    match flat.nodes[top].field {
        "function" => kind == "call_expression",
        "constructor" => kind == "new_expression",
        _ => false,
    }
}

fn is_optional_call(flat: &Flat, top: usize) -> bool {
    is_called(flat, top)
        && flat
            .child(flat.nodes[top].parent, "optional_chain")
            .is_some()
}

/// The nearest node around that is no bracket.
fn around(flat: &Flat, top: usize) -> (usize, usize) {
    let (mut child, mut parent) = (top, flat.nodes[top].parent);
    while flat.kind(parent) == "parenthesized_expression" {
        (child, parent) = (parent, flat.nodes[parent].parent);
    }
    (child, parent)
}

fn is_under_typeof(flat: &Flat, top: usize) -> bool {
    let (_, parent) = around(flat, top);
    flat.kind(parent) == "unary_expression"
        && flat
            .child(parent, "operator")
            .is_some_and(|o| flat.kind(o) == "typeof")
}

fn place(flat: &Flat, top: usize, given: bool) -> Place {
    let (child, parent) = around(flat, top);
    match flat.kind(parent) {
        "spread_element" => Place::Spread,
        "binary_expression"
            if flat.nodes[child].field == "right"
                && flat
                    .child(parent, "operator")
                    .is_some_and(|o| flat.kind(o) == "in") =>
        {
            Place::RightOfIn
        }
        "arguments" => {
            let callee = flat.child(flat.nodes[parent].parent, "function");
            let plain = |c: &usize| matches!(flat.kind(*c), "identifier" | "member_expression");
            let callee = callee.filter(plain).map(|callee| flat.slice(callee));
            // Longer ones are no names, and nested calls would repeat their text again and again.
            match callee.filter(|text| text.len() <= 64 && *text != "await") {
                Some(text) => Place::Argument(text.to_owned()),
                None => Place::Other,
            }
        }
        _ if given => Place::Given,
        _ => Place::Other,
    }
}

/// Whether the value of `node` is what the text gives, given whether its parent's is. `single`: the
/// text is one statement.
fn is_given(flat: &Flat, node: usize, parent_given: bool, single: bool) -> bool {
    let Node { field, parent, .. } = flat.nodes[node];
    match flat.kind(parent) {
        "expression_statement" => flat.nodes[parent].parent == ROOT && single,
        "parenthesized_expression" => parent_given,
        "ternary_expression" => parent_given && field != "condition",
        "binary_expression" => {
            let operator = flat.child(parent, "operator").map(|o| flat.kind(o));
            parent_given && field == "right" && matches!(operator, Some("??" | "||" | "&&"))
        }
        _ => false,
    }
}

fn call(flat: &Flat, top: usize, chain: usize) -> Option<Call> {
    let parent = flat.nodes[top].parent;
    if flat.kind(parent) != "call_expression" || flat.nodes[top].field != "function" {
        return None;
    }
    let arguments = flat.child(parent, "arguments")?;
    let first = flat
        .first(arguments)
        .filter(|&first| match flat.kind(first) {
            "string" => true,
            "template_string" => !is_computed(flat, first),
            _ => false,
        });
    let text = first.map(|first| {
        let span = inside(flat, first);
        Spanned::new(literal::unescape(span.slice(flat.text)), span)
    });
    Some(Call {
        chain,
        span: flat.nodes[parent].span,
        text,
    })
}
