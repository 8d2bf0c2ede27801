//! Which names of an expression are changed somewhere: their values are not followed.

use rustc_hash::{FxHashMap, FxHashSet};

use lang::javascript::tree::{Kind, NodeId, Role, Symbol, Tree, Unary};

/// Methods that change a list in place.
const CHANGES: &[&str] = &["push", "unshift", "splice", "fill", "copyWithin"];

/// The names that a text assigns to or changes in place.
pub(super) fn changed_names(tree: &Tree) -> FxHashSet<Symbol> {
    let mut names = Vec::new();
    let mut add = |node: Option<NodeId>| {
        let mut node = node;
        while let Some(n) = node {
            match tree.kind(n) {
                Kind::Member | Kind::Subscript => node = tree.part(n, Role::Object),
                // Parts of a pattern: `[a, b] = …`.
                _ => {
                    let parts = tree.within(n);
                    let parts = parts.filter(|p| tree.kind(*p) == Kind::Identifier);
                    names.extend(parts.filter_map(|p| tree.symbol_of(p)));
                    break;
                }
            }
        }
    };
    for node in tree.all() {
        match tree.kind(node) {
            Kind::Assign | Kind::AugAssign(_) => add(tree.part(node, Role::Left)),
            Kind::Update | Kind::Unary(Unary::Delete) => add(tree.part(node, Role::Argument)),
            Kind::Call => {
                let function = tree.part(node, Role::Function);
                let method = function.and_then(|f| tree.part(f, Role::Property));
                let method = tree.written(method);
                if CHANGES.contains(&method) {
                    add(function.and_then(|f| tree.part(f, Role::Object)));
                }
                // `Object.assign(x, …)`
                if method == "assign" {
                    let arguments = tree.part(node, Role::Arguments);
                    let first = arguments.and_then(|a| tree.child(a, 0));
                    add(first.filter(|n| tree.kind(*n) == Kind::Identifier));
                }
            }
            _ => {}
        }
    }
    held_elsewhere(tree, names)
}

/// What gives names their values: a declaration, an assignment, a loop.
#[derive(Default)]
struct Giver {
    /// The names on the left.
    left: Vec<Symbol>,
    /// The names in the value, but for those in other givers inside of it.
    right: Vec<Symbol>,
    /// Those others.
    inner: Vec<usize>,
    /// Whether the value is nothing that another name holds.
    is_new: bool,
}

/// The names, and those whose values they were made of: what is done to `b` after `b = a` is done to
/// `a`. What a call gives is taken to be new.
fn held_elsewhere(tree: &Tree, changed: Vec<Symbol>) -> FxHashSet<Symbol> {
    let mut names = FxHashSet::default();
    if changed.is_empty() {
        return names;
    }
    let givers = givers(tree);
    let mut by_name: FxHashMap<Symbol, Vec<usize>> = FxHashMap::default();
    for (i, giver) in givers.iter().enumerate().filter(|(_, g)| !g.is_new) {
        for name in &giver.left {
            by_name.entry(*name).or_default().push(i);
        }
    }
    let mut open = changed;
    // Givers whose values are held, and, with `true`, givers that lie in such a value.
    let mut held: Vec<(usize, bool)> = Vec::new();
    let mut looked_at = FxHashSet::default();
    loop {
        if let Some((i, is_inside)) = held.pop() {
            if looked_at.insert((i, is_inside)) {
                let giver = &givers[i];
                open.extend(&giver.right);
                if is_inside {
                    open.extend(&giver.left);
                }
                held.extend(giver.inner.iter().map(|i| (*i, true)));
            }
        } else if let Some(name) = open.pop() {
            if names.insert(name) {
                let givers = by_name.remove(&name).into_iter().flatten();
                held.extend(givers.map(|i| (i, false)));
            }
        } else {
            return names;
        }
    }
}

fn givers(tree: &Tree) -> Vec<Giver> {
    let mut givers: Vec<Giver> = Vec::new();
    // Of each node the giver that it is, and the one on whose left or in whose value it stands.
    let mut own: Vec<Option<usize>> = vec![None; tree.len()];
    let mut sides: Vec<Option<(usize, bool)>> = vec![None; tree.len()];
    for node in tree.all() {
        let side = tree.parent(node).and_then(|p| match own[p.index()] {
            Some(giver) => {
                let (left, value) = roles(tree.kind(p))?;
                match tree.role(node) {
                    role if role == left => Some((giver, false)),
                    role if role == value => Some((giver, true)),
                    _ => None,
                }
            }
            None => sides[p.index()],
        });
        sides[node.index()] = side;
        let is_name = matches!(
            tree.kind(node),
            Kind::Identifier | Kind::Shorthand | Kind::ShorthandPattern
        );
        if let Some((giver, is_value)) = side
            && let Some(symbol) = tree.symbol_of(node).filter(|_| is_name)
        {
            match is_value {
                true => givers[giver].right.push(symbol),
                false => givers[giver].left.push(symbol),
            }
        }
        if let Some((_, value)) = roles(tree.kind(node)) {
            if let Some((outer, _)) = side {
                let next = givers.len();
                givers[outer].inner.push(next);
            }
            own[node.index()] = Some(givers.len());
            let is_new = tree.part(node, value).is_none_or(|v| {
                matches!(
                    tree.kind(v),
                    Kind::Call | Kind::Arrow | Kind::FunctionExpression | Kind::Binary(_)
                )
            });
            givers.push(Giver {
                is_new,
                ..Giver::default()
            });
        }
    }
    givers
}

/// What names and their values are in what gives them these.
fn roles(kind: Kind) -> Option<(Role, Role)> {
    match kind {
        Kind::Declarator => Some((Role::Name, Role::Value)),
        Kind::Assign | Kind::ForIn(_) => Some((Role::Left, Role::Right)),
        _ => None,
    }
}
