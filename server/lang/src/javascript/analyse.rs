//! The walk over the tree that finds the chains.

use rustc_hash::FxHashSet;
use syntax::{Span, Spanned};

use super::guard::{self, Mentions};
use super::names::{Access as NameAccess, Mode, Names};
use super::tree::{Kind, Mark, NodeId, Operator, Role, Symbol, Tree, Unary};
use super::{Access, Analysis, Call, Chain, ChainUse, Key, Quote, Segment, literal};

/// Reads a parsed expression.
pub(super) fn analyze(tree: &Tree) -> Analysis {
    let mut analysis = Analysis {
        has_error: tree.is_broken(NodeId::ROOT),
        statements: is_more_than_expression(tree),
        ..Analysis::default()
    };
    let len = tree.len();
    let names = Names::new(tree, Mode::Sloppy);
    let declared = Declared::of(&names);
    let mut mentions = Mentions::default();
    // How many chains begin before each node, and before the end.
    let mut before = vec![0; len + 1];
    let mut handled = vec![false; len];
    let mut given = vec![false; len];
    let single = tree.children(NodeId::ROOT).take(2).count() == 1;
    // Whether a node is in a function, and in one that cannot await; in one that has `arguments`.
    let (mut nested, mut sync) = (vec![false; len], vec![false; len]);
    let mut argued = vec![false; len];
    for node in tree.all() {
        let at = node.index();
        let parent = tree.parent(node).unwrap_or(NodeId::ROOT);
        let around = parent.index();
        before[at] = analysis.chains.len();
        handled[at] = guard::handles(tree, node, handled[around]);
        (nested[at], sync[at]) = match tree.is_function(node) {
            true => (true, !tree.has(node, Mark::Async)),
            false => (nested[around], sync[around]),
        };
        let has_arguments = tree.is_function(node) && tree.kind(node) != Kind::Arrow;
        argued[at] = argued[around] || has_arguments;
        given[at] = match tree.kind(parent) {
            Kind::Return => !nested[around],
            _ => is_given(tree, node, given[around], single),
        };
        mentions.enter(tree, node, &before);
        // An engine refuses JSX, the grammar does not.
        analysis.has_error |= tree.kind(node).is_jsx();
        match tree.kind(node) {
            Kind::Return => analysis.returns |= !nested[at],
            Kind::Throw => analysis.throws |= !nested[at],
            Kind::Await if sync[at] => {
                let start = tree.span(node).start as usize;
                let word = Span::new(start, start + "await".len());
                analysis.stray_await = analysis.stray_await.or(Some(word));
            }
            Kind::Identifier | Kind::Shorthand if is_value(tree, node) => {
                let is_arguments = argued[at] && tree.text_of(node) == "arguments";
                if is_arguments || declared.has(node) {
                    continue;
                }
                // Windmill puts an `async` function around the text, of which the grammar knows nothing: it
                // reads `await (x)` as a call, and `await [x]` as an index.
                if tree.text_of(node) == "await" {
                    let word = tree.span(node);
                    analysis.stray_await = analysis.stray_await.or(sync[at].then_some(word));
                    continue;
                }
                let (mut chain, top) = chain(tree, node);
                chain.in_sync_function = sync[at];
                chain.place = place(tree, top, given[top.index()]);
                chain.guarded = handled[top.index()] || is_optional_call(tree, top);
                chain.guarded |= mentions.note(&chain);
                analysis
                    .calls
                    .extend(call(tree, top, analysis.chains.len()));
                analysis.chains.push(chain);
            }
            _ => {}
        }
    }
    analysis
}

/// The names that a text declares.
struct Declared<'n> {
    names: &'n Names,
    /// Assigning to a name that nobody declared makes a global one.
    assigned: FxHashSet<Symbol>,
}

impl Declared<'_> {
    fn of(names: &Names) -> Declared<'_> {
        let uses = names.uses().iter();
        let assigned = uses.filter(|u| u.access == NameAccess::Write);
        Declared {
            names,
            assigned: assigned.map(|u| u.symbol).collect(),
        }
    }

    /// Whether an identifier is none that comes from outside.
    fn has(&self, node: NodeId) -> bool {
        self.names.use_at(node).is_none_or(|used| {
            self.assigned.contains(&used.symbol) || self.names.resolve(used).is_some()
        })
    }
}

/// Whether an identifier stands for a value.
fn is_value(tree: &Tree, node: NodeId) -> bool {
    let Some(first) = tree.text_of(node).chars().next() else {
        return false;
    };
    // Broken text makes identifiers out of anything.
    syntax::lex::starts_name(first) && !tree.parent(node).is_some_and(|p| tree.kind(p).is_jsx())
}

/// Whether the program is anything but a single expression without `;`.
fn is_more_than_expression(tree: &Tree) -> bool {
    let mut statements = tree.children(NodeId::ROOT);
    let Some(first) = statements.next() else {
        return false;
    };
    let ends = tree.has(first, Mark::Closed);
    statements.next().is_some() || tree.kind(first) != Kind::Expression || ends
}

/// The chain that starts at a free name, and the node of the whole of it.
fn chain(tree: &Tree, root: NodeId) -> (Chain, NodeId) {
    let mut path = Vec::new();
    let mut top = root;
    while tree.role(top) == Role::Object {
        let segment = tree.parent(top).and_then(|p| Some((segment(tree, p)?, p)));
        let Some((segment, parent)) = segment else {
            break;
        };
        path.push(segment);
        top = parent;
    }
    let span = tree.span(root).cover(tree.span(top));
    let root = Spanned::new(tree.text_of(root).to_owned(), tree.span(root));
    let chain = Chain {
        root,
        path,
        span,
        guarded: false,
        called: is_called(tree, top),
        under_typeof: is_under_typeof(tree, top),
        in_sync_function: false,
        place: ChainUse::Other,
    };
    (chain, top)
}

fn segment(tree: &Tree, node: NodeId) -> Option<Segment> {
    let optional = tree.has(node, Mark::Optional);
    if tree.kind(node) == Kind::Member {
        let property = tree.part(node, Role::Property)?;
        let span = tree.span(property);
        if tree.kind(property) == Kind::Broken || span.is_empty() {
            return None;
        }
        let access = if optional {
            Access::OptionalDot
        } else {
            Access::Dot
        };
        let key = Key::Name(tree.text_of(property).to_owned());
        return Some(Segment { key, span, access });
    }
    let (key, span, quote) = index_key(tree, tree.part(node, Role::Index)?);
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

fn index_key(tree: &Tree, index: NodeId) -> (Key, Span, Quote) {
    let span = tree.span(index);
    let raw = tree.text_of(index);
    match tree.kind(index) {
        Kind::Str => {
            let quote = if raw.starts_with('\'') {
                Quote::Single
            } else {
                Quote::Double
            };
            let inner = inside(tree, index);
            (
                Key::Name(literal::unescape(inner.slice(tree.text()))),
                inner,
                quote,
            )
        }
        Kind::Template => {
            let inner = inside(tree, index);
            let computed = is_computed(tree, index);
            let name = Key::Name(literal::unescape(inner.slice(tree.text())));
            (
                if computed { Key::Dynamic } else { name },
                inner,
                Quote::Template,
            )
        }
        Kind::Number => match raw.parse() {
            Ok(number) if raw == "0" || !raw.starts_with('0') => {
                (Key::Index(number), span, Quote::None)
            }
            _ => (Key::Dynamic, span, Quote::None),
        },
        _ => (Key::Dynamic, span, Quote::None),
    }
}

/// Whether code stands in a template string.
fn is_computed(tree: &Tree, template: NodeId) -> bool {
    tree.find(template, |k| k == Kind::Substitution).is_some()
}

/// The span of a string's text, without its quotes.
fn inside(tree: &Tree, string: NodeId) -> Span {
    let span = tree.span(string);
    let closed = tree.has(string, Mark::Closed);
    let start = (span.start as usize + 1).min(span.end as usize);
    Span::new(
        start,
        span.end as usize - usize::from(closed && span.len() > 1),
    )
}

fn is_called(tree: &Tree, top: NodeId) -> bool {
    let parent = tree.parent(top).map(|p| tree.kind(p));
    match tree.role(top) {
        Role::Function => parent == Some(Kind::Call),
        Role::Constructor => parent == Some(Kind::New),
        _ => false,
    }
}

fn is_optional_call(tree: &Tree, top: NodeId) -> bool {
    let optional = tree
        .parent(top)
        .is_some_and(|p| tree.has(p, Mark::Optional));
    optional && is_called(tree, top)
}

/// The nearest node around that is no bracket, and what stands right in it.
fn around(tree: &Tree, top: NodeId) -> (NodeId, NodeId) {
    let mut child = top;
    for parent in tree.above(top) {
        if tree.kind(parent) != Kind::Paren {
            return (child, parent);
        }
        child = parent;
    }
    (child, NodeId::ROOT)
}

fn is_under_typeof(tree: &Tree, top: NodeId) -> bool {
    let (_, parent) = around(tree, top);
    tree.kind(parent) == Kind::Unary(Unary::TypeOf)
}

fn place(tree: &Tree, top: NodeId, given: bool) -> ChainUse {
    let (child, parent) = around(tree, top);
    match tree.kind(parent) {
        Kind::Spread => ChainUse::Spread,
        Kind::Binary(Operator::In) if tree.role(child) == Role::Right => ChainUse::RightOfIn,
        Kind::Arguments => {
            let call = tree.parent(parent);
            let callee = call.and_then(|c| tree.part(c, Role::Function));
            let plain = |c: &NodeId| matches!(tree.kind(*c), Kind::Identifier | Kind::Member);
            let callee = callee.filter(plain).map(|callee| tree.text_of(callee));
            // Longer ones are no names, and nested calls would repeat their text again and again.
            match callee.filter(|text| text.len() <= 64 && *text != "await") {
                Some(text) => ChainUse::Argument(text.to_owned()),
                None => ChainUse::Other,
            }
        }
        _ if given => ChainUse::Given,
        _ => ChainUse::Other,
    }
}

/// Whether the value of `node` is what the text gives, given whether its parent's is. `single`: the
/// text is one statement.
fn is_given(tree: &Tree, node: NodeId, parent_given: bool, single: bool) -> bool {
    let Some(parent) = tree.parent(node) else {
        return false;
    };
    match tree.kind(parent) {
        Kind::Expression => tree.parent(parent) == Some(NodeId::ROOT) && single,
        Kind::Paren => parent_given,
        Kind::Conditional => parent_given && tree.role(node) != Role::Condition,
        Kind::Binary(operator) => {
            parent_given && tree.role(node) == Role::Right && operator.is_logical()
        }
        _ => false,
    }
}

fn call(tree: &Tree, top: NodeId, chain: usize) -> Option<Call> {
    let parent = tree.parent(top)?;
    if tree.kind(parent) != Kind::Call || tree.role(top) != Role::Function {
        return None;
    }
    let arguments = tree.part(parent, Role::Arguments)?;
    let first = tree.child(arguments, 0);
    let first = first.filter(|&first| match tree.kind(first) {
        Kind::Str => true,
        Kind::Template => !is_computed(tree, first),
        _ => false,
    });
    let text = first.map(|first| {
        let span = inside(tree, first);
        Spanned::new(literal::unescape(span.slice(tree.text())), span)
    });
    Some(Call {
        chain,
        span: tree.span(parent),
        text,
    })
}
