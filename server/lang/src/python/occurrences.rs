//! The places of a name; see [`crate::occurrences`].

use rustc_hash::FxHashMap;
use syntax::Span;
use syntax::text::is_word;

use super::Python;
use super::names::{BindingKind, ScopeId, ScopeKind};
use super::tree::{Kind, NodeId, Symbol};
use crate::occurrences::{Form, Local, Occurrence};

impl Python {
    /// The name of a scope that is written at `offset`.
    pub fn local_at(&self, offset: usize) -> Option<Local> {
        let node = self.tree.identifier_at(offset);
        let kept = match node {
            Some(node) => self.kept_at(node),
            None => self.quoted_at(offset),
        };
        kept.map(|(scope, symbol)| self.local(scope, symbol))
    }

    fn local(&self, scope: ScopeId, symbol: Symbol) -> Local {
        Local {
            scope: scope.0,
            name: self.tree.name(symbol).to_owned(),
        }
    }

    /// The scope that keeps what an identifier means.
    fn kept_at(&self, node: NodeId) -> Option<(ScopeId, Symbol)> {
        let names = self.names();
        let symbol = self.tree.symbol_of(node)?;
        let keeper = |symbol, scope| {
            let bindings = names.meaning(symbol, scope).bindings();
            bindings.iter().next().map(|b| (b.scope, symbol))
        };
        match self.tree.kind(node) {
            Kind::Name(_) => {
                let bound = names.bindings().binary_search_by_key(&node, |b| b.node);
                match bound {
                    Ok(at) => Some((names.bindings()[at].scope, symbol)),
                    Err(_) => keeper(symbol, names.inside(node)),
                }
            }
            Kind::Ident(_) => {
                let bound = names.bindings().iter().find(|b| b.node == node);
                if let Some(binding) = bound {
                    return Some((binding.scope, symbol));
                }
                let parent = self.tree.parent(node).map(|p| self.tree.kind(p));
                let is_declared = matches!(parent, Some(Kind::Global | Kind::Nonlocal));
                is_declared.then(|| keeper(symbol, names.inside(node)))?
            }
            Kind::Keyword(_) => {
                let call = self.tree.parent(node)?;
                let function = self.function_of(self.tree.called(call)?)?;
                self.param_of(function, symbol)
            }
            Kind::Attribute(_) => Some((self.class_of_attribute(node)?, symbol)),
            _ => None,
        }
    }

    /// The function that a name stands for, where it can stand for no other.
    fn function_of(&self, called: NodeId) -> Option<NodeId> {
        let Kind::Name(symbol) = self.tree.kind(called) else {
            return None;
        };
        let names = self.names();
        let meaning = names.meaning(symbol, names.inside(called));
        let only = meaning.bindings().only()?;
        let is_function = only.kind == BindingKind::Function;
        self.tree.parent(only.node).filter(|_| is_function)
    }

    fn param_of(&self, function: NodeId, symbol: Symbol) -> Option<(ScopeId, Symbol)> {
        let scope = self.body_of(function)?;
        let mut kept = self.names().kept(symbol, scope).iter();
        let is_param = kept.any(|b| b.kind == BindingKind::Parameter);
        is_param.then_some((scope, symbol))
    }

    /// The scope of a function's body, where its type parameters may have one of their own.
    fn body_of(&self, function: NodeId) -> Option<ScopeId> {
        let mut all = self.names().scopes();
        let own = |(_, s): &(ScopeId, &super::names::Scope)| {
            s.node == function && s.kind == ScopeKind::Function
        };
        all.find(own).map(|(id, _)| id)
    }

    /// All places that mean a local, in reading order.
    pub fn occurrences(&self, local: &Local) -> Vec<Occurrence> {
        let Some(symbol) = self.tree.symbol(&local.name) else {
            return Vec::new();
        };
        let scope = ScopeId(local.scope);
        let names = self.names();
        let places = names.places(symbol, |s| s == Some(scope)).into_iter();
        // In the order of the text.
        let bound: Vec<NodeId> = names.kept(symbol, scope).iter().map(|b| b.node).collect();
        let mut found: Vec<Occurrence> = places
            .map(|node| Occurrence {
                span: self.tree.name_span(node),
                binds: bound.binary_search(&node).is_ok(),
                form: self.form_of(node),
            })
            .collect();
        found.extend(self.keywords(scope, symbol));
        if names.scope(scope).kind == ScopeKind::Class {
            let attributes = self.attributes(scope, symbol).into_iter();
            found.extend(attributes.map(|(node, binds)| Occurrence {
                span: self.tree.name_span(node),
                binds,
                form: Form::Plain,
            }));
        }
        found.extend(self.quoted(scope, symbol));
        found.sort_unstable();
        found.dedup_by_key(|o| o.span);
        found
    }

    fn form_of(&self, node: NodeId) -> Form {
        let alias = self.tree.imports(node);
        let parts = alias.and_then(|a| self.tree.alias(a));
        match parts {
            Some(parts) if parts.alias.is_none() => {
                let is_whole = self.tree.text_of(parts.name) == self.tree.text_of(node);
                if is_whole {
                    Form::Imported
                } else {
                    Form::Fixed
                }
            }
            _ => Form::Plain,
        }
    }

    /// Where calls give a parameter its value by its name.
    fn keywords(&self, scope: ScopeId, symbol: Symbol) -> Vec<Occurrence> {
        let names = self.names();
        let tree = &self.tree;
        let own = names.scope(scope);
        let name = self.function_with(scope, symbol);
        let Some((name, called)) = name.and_then(|n| Some((n, tree.symbol_of(n)?))) else {
            return Vec::new();
        };
        let Some(keeper) = self.kept_at(name).map(|(keeper, _)| keeper) else {
            return Vec::new();
        };
        let uses = names.places(called, |s| s == Some(keeper)).into_iter();
        let mut found = Vec::new();
        for used in uses {
            if self.function_of(used) == Some(own.node) {
                found.extend(self.keyword_for(used, tree.name(symbol)));
            }
        }
        found
    }

    /// The identifier of the function whose parameter a local is.
    fn function_with(&self, scope: ScopeId, symbol: Symbol) -> Option<NodeId> {
        let names = self.names();
        let mut kept = names.kept(symbol, scope).iter();
        let is_param = kept.any(|b| b.kind == BindingKind::Parameter);
        let own = names.scope(scope);
        let is_function = is_param && own.kind == ScopeKind::Function;
        self.tree.function(own.node).filter(|_| is_function)?.name
    }

    /// The function at the top of the program whose parameter a local is, by its name, where there is one such.
    pub fn function_of_parameter(&self, local: &Local) -> Option<&str> {
        let symbol = self.tree.symbol(&local.name)?;
        let name = self.function_with(ScopeId(local.scope), symbol)?;
        let (keeper, function) = self.kept_at(name)?;
        let is_only = self.names().kept(function, keeper).only().is_some();
        (keeper == ScopeId::MODULE && is_only).then(|| self.tree.name(function))
    }

    /// Where the call of this expression gives a value to the parameter of a name.
    pub fn keyword_for(&self, called: NodeId, param: &str) -> Option<Occurrence> {
        let tree = &self.tree;
        let call = tree.parent(called)?;
        let symbol = tree.symbol(param)?;
        if tree.called(call) != Some(called) {
            return None;
        }
        let mut given = tree.arguments(call);
        let keyword = given.find(|a| tree.kind(*a) == Kind::Keyword(symbol))?;
        Some(Occurrence {
            span: tree.name_span(keyword),
            binds: false,
            form: Form::Plain,
        })
    }

    /// Names that stand in quotes: in annotations, and as the entries of `__all__`.
    fn quoted(&self, scope: ScopeId, symbol: Symbol) -> Vec<Occurrence> {
        let tree = &self.tree;
        let name = tree.name(symbol);
        let is_string = |node: &NodeId| matches!(tree.kind(*node), Kind::Str(_));
        let holding = |node: &NodeId| is_string(node) && tree.text_of(*node).contains(name);
        let mut found = Vec::new();
        for node in tree.all().filter(holding) {
            let words = self.quoted_words(node).into_iter();
            let same = words.filter(|(_, meant)| *meant == (scope, symbol));
            found.extend(same.map(|(span, _)| Occurrence {
                span,
                binds: false,
                form: Form::Quoted,
            }));
        }
        found
    }

    fn quoted_at(&self, offset: usize) -> Option<(ScopeId, Symbol)> {
        let words = self.quoted_words(self.tree.at(offset)).into_iter();
        let mut here = words.filter(|(span, _)| span.touches(offset));
        here.next().map(|(_, meant)| meant)
    }

    /// The names in a string that is read as code, and what each means.
    fn quoted_words(&self, node: NodeId) -> Vec<(Span, (ScopeId, Symbol))> {
        let tree = &self.tree;
        let Some(written) = tree
            .plain_string(node)
            .filter(|w| !w.contains(['\\', '"', '\'']))
        else {
            return Vec::new();
        };
        if !self.is_annotation(node) && !self.is_listed(node) {
            return Vec::new();
        }
        let whole = tree.text_of(node);
        let start = written.as_ptr() as usize - whole.as_ptr() as usize;
        let start = tree.span(node).start as usize + start;
        let names = self.names();
        let mut found = Vec::new();
        let mut at = 0;
        for word in written.split(|c: char| !is_word(c)) {
            let from = at;
            at += word.len();
            at += written[at..].chars().next().map_or(0, char::len_utf8);
            // Behind a dot is an attribute.
            if written[..from].ends_with('.') {
                continue;
            }
            let meant = tree.symbol(word).and_then(|symbol| {
                let bindings = names.meaning(symbol, names.inside(node)).bindings();
                bindings.iter().next().map(|b| (b.scope, symbol))
            });
            let span = Span::new(start + from, start + from + word.len());
            found.extend(meant.map(|meant| (span, meant)));
        }
        found
    }

    /// Whether a string stands in the list of `__all__`.
    fn is_listed(&self, node: NodeId) -> bool {
        let tree = &self.tree;
        let list = tree
            .parent(node)
            .filter(|p| matches!(tree.kind(*p), Kind::List | Kind::Tuple));
        let statement = list.and_then(|l| tree.parent(l));
        let assignment = statement.and_then(|s| tree.assignment(s));
        let target = assignment.and_then(|a| a.targets.first().copied());
        target.is_some_and(|t| tree.text_of(t) == "__all__")
    }

    /// Whether an expression stands in an annotation, where strings are read as code.
    fn is_annotation(&self, node: NodeId) -> bool {
        let tree = &self.tree;
        let mut at = node;
        for above in tree.above(node) {
            let is_it = match tree.kind(above) {
                Kind::Param { .. } => tree.param(above).and_then(|p| p.annotation) == Some(at),
                Kind::Function { .. } => tree.function(above).and_then(|f| f.returns) == Some(at),
                Kind::Assign { annotated, .. } => {
                    annotated && tree.assignment(above).and_then(|a| a.annotation) == Some(at)
                }
                // `Literal["x"]` is text.
                Kind::Subscript
                    if tree
                        .child(above, 0)
                        .is_some_and(|head| tree.text_of(head).ends_with("Literal")) =>
                {
                    return false;
                }
                Kind::Subscript | Kind::Tuple | Kind::List | Kind::Binary(_) => {
                    at = above;
                    continue;
                }
                _ => return false,
            };
            return is_it;
        }
        false
    }

    /// The parameter of this name of a function at the top; of several such functions, the last.
    pub fn parameter(&self, function: &str, name: &str) -> Option<Local> {
        let function = self.tree.symbol(function)?;
        let names = self.names();
        let defined = names.kept(function, ScopeId::MODULE);
        let is_function = |b: &&super::names::Binding| b.kind == BindingKind::Function;
        let last = defined.iter().filter(is_function).last()?;
        let function = self.tree.parent(last.node)?;
        let (scope, symbol) = self.param_of(function, self.tree.symbol(name)?)?;
        Some(self.local(scope, symbol))
    }

    /// Whether a local is a name of a class: others reach it as an attribute.
    pub fn is_of_class(&self, local: &Local) -> bool {
        self.names().scope(ScopeId(local.scope)).kind == ScopeKind::Class
    }

    /// Whether a local cannot take a name: its scope keeps that already, a scope further in would hide the local where it
    /// is used, or what the name means now somewhere would be hidden by the local.
    pub fn is_taken(&self, local: &Local, name: &str) -> bool {
        let names = self.names();
        let Some(new) = self.tree.symbol(name) else {
            return false;
        };
        let scope = ScopeId(local.scope);
        let is_attribute = names.scope(scope).kind == ScopeKind::Class;
        if !names.kept(new, scope).is_empty()
            || is_attribute && self.has_other_attribute(scope, name)
        {
            return true;
        }
        let keeper = |at: ScopeId| {
            let bindings = names.meaning(new, at).bindings();
            bindings.iter().next().map(|b| b.scope)
        };
        let mut known: FxHashMap<ScopeId, bool> = FxHashMap::default();
        let mut is_below =
            |at: ScopeId| *known.entry(at).or_insert_with(|| self.is_within(at, scope));
        // What the name means now, seen from the scope or from below.
        let mut uses = names.uses().iter().filter(|u| u.symbol == new);
        let is_hidden = uses.any(|u| {
            let outside = keeper(u.scope).is_none_or(|k| !self.is_within(k, scope));
            outside && is_below(u.scope)
        });
        let sent = names
            .sent_out()
            .any(|(at, symbol)| symbol == new && is_below(at));
        let own = self.tree.symbol(&local.name);
        let places = own.map_or_else(Vec::new, |own| names.places(own, |s| s == Some(scope)));
        let hides = |node: NodeId| keeper(names.inside(node)).is_some_and(&mut is_below);
        is_hidden || sent || places.into_iter().any(hides)
    }

    /// Whether a scope is another, or stands in it.
    fn is_within(&self, inner: ScopeId, outer: ScopeId) -> bool {
        let mut at = inner;
        loop {
            if at == outer {
                return true;
            }
            let parent = self.names().scope(at).parent;
            if parent == at {
                return false;
            }
            at = parent;
        }
    }
}

#[cfg(test)]
mod tests {
    use syntax::Language;

    use super::*;

    /// The places of the name at `|`, marked in the text: `<x>` read, `[x]` bound, `{x}` of another form.
    fn marked(fixture: &str) -> String {
        let at = fixture.find('|').expect("a cursor");
        let text = fixture.replacen('|', "", 1);
        let script = Python::new(
            &text.as_str().into(),
            &syntax::parse(Language::Python, &text),
        );
        let Some(local) = script.local_at(at) else {
            return "nothing".to_owned();
        };
        let found = script.occurrences(&local);
        // Asked from each of its places, it is the same.
        for place in &found {
            assert_eq!(
                script.local_at(place.span.start as usize).as_ref(),
                Some(&local),
                "{text}"
            );
        }
        let mut marked = text.clone();
        for place in found.iter().rev() {
            let (open, close) = match (place.form, place.binds) {
                (Form::Plain, true) => ('[', ']'),
                (Form::Plain, false) => ('<', '>'),
                _ => ('{', '}'),
            };
            marked.insert(place.span.end as usize, close);
            marked.insert(place.span.start as usize, open);
        }
        marked
    }

    #[test]
    fn scopes_decide() {
        assert_eq!(
            marked("x = 1\ndef f(|x, y=x):\n    x += y\n    return [x for x in x]\nf(x=x)\n"),
            "x = 1\ndef f([x], y=x):\n    [x] += y\n    return [x for x in <x>]\nf(<x>=x)\n"
        );
        assert_eq!(
            marked(
                "|x = 1\ndef f(x, y=x):\n    return x\ndef g():\n    global x\n    x = 2\n# x\ns = 'x'\no.x\n"
            ),
            "[x] = 1\ndef f(x, y=<x>):\n    return x\ndef g():\n    global <x>\n    [x] = 2\n# x\ns = 'x'\no.x\n"
        );
        assert_eq!(marked("print(|x)"), "nothing");
        assert_eq!(marked("o.|x"), "nothing");
    }

    #[test]
    fn keywords_are_those_of_the_function() {
        assert_eq!(
            marked("def f(a): return a\nf(|a=1)\ng(a=2)\no.f(a=3)\ndict(a=4)\n"),
            "def f([a]): return <a>\nf(<a>=1)\ng(a=2)\no.f(a=3)\ndict(a=4)\n"
        );
        // Which of the two is called is not known.
        assert_eq!(
            marked("def f(a): return a\nif x:\n    def f(|a): return a\nf(a=1)\n"),
            "def f(a): return a\nif x:\n    def f([a]): return <a>\nf(a=1)\n"
        );
    }

    #[test]
    fn imports_and_quotes() {
        assert_eq!(
            marked("import a.b, c\nfrom d import e, f as g\n|c(e, g)\na.b\n"),
            "import a.b, {c}\nfrom d import e, f as g\n<c>(e, g)\na.b\n"
        );
        assert_eq!(marked("import a.b\n|a.b\n"), "import {a}.b\n<a>.b\n");
        assert_eq!(
            marked("from d import f as |g\ng()\nf()\n"),
            "from d import f as [g]\n<g>()\nf()\n"
        );
        assert_eq!(
            marked(
                "class |Row: pass\n__all__ = ['Row', 'x']\ndef f(a: \"Row\", b: list['Row'] = 'Row') -> 'x.Row | Row': ...\n\
                 c: Literal['Row']\n"
            ),
            "class [Row]: pass\n__all__ = ['{Row}', 'x']\ndef f(a: \"{Row}\", b: list['{Row}'] = 'Row') -> 'x.Row | {Row}': ...\n\
             c: Literal['Row']\n"
        );
    }

    #[test]
    fn taken_names() {
        let text = "import z\ndef f(a):\n    b = a\n    return [c for c in b]\nd = 1\n";
        let script = Python::new(&text.into(), &syntax::parse(Language::Python, text));
        let a = script.parameter("f", "a").expect("a parameter");
        let taken = |name| script.is_taken(&a, name);
        assert_eq!(
            ["a", "b", "c", "d", "e"].map(taken),
            [true, true, false, false, false]
        );
        // Of two names of two scopes, one may be called as the other if none of them is read in the other's.
        let text =
            "x = 1\ndef f(a):\n    def g(b): return a\n    def h(c): return c\n    return x\n";
        let script = Python::new(&text.into(), &syntax::parse(Language::Python, text));
        let a = script.parameter("f", "a").expect("a parameter");
        let taken = |name| script.is_taken(&a, name);
        assert_eq!(
            ["b", "c", "x", "g", "f"].map(taken),
            [true, false, true, true, false]
        );
        assert_eq!(script.parameter("f", "b"), None);
    }
}
