//! What the names of a TypeScript program mean: scopes, what binds a name in them, and where names are written.
//!
//! A value does not hide a type of the same name, nor the other way round; where one scope keeps both, they count as one
//! name. Hoisting is taken generously: a name holds in its whole scope. Worked out anew for each question: what asks is a person.

mod kinds;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use self::kinds::{DECLARATIONS, FUNCTIONS, is_scope};
use super::flat::{Flat, ROOT, flatten};
use crate::occurrences::{Form, Local, Occurrence};

/// What a name can be, as bits.
const VALUE: u8 = 1;
const TYPE: u8 = 2;

/// The names of a program.
pub(crate) struct Names<'t> {
    flat: Flat<'t>,
    /// The innermost scope of each node; of what opens one, that round it.
    inside: Vec<usize>,
    /// What the scopes keep, with the nodes that bind it, and as what.
    kept: FxHashMap<(usize, &'t str), Vec<(usize, u8)>>,
    /// The scope that a binding node binds in.
    bound: FxHashMap<usize, usize>,
}

impl<'t> Names<'t> {
    pub(crate) fn new(text: &'t str, tree: &syntax::Tree) -> Names<'t> {
        let flat = flatten(text, tree, 0);
        let len = flat.nodes.len();
        let mut inside = vec![ROOT; len];
        for node in 1..len {
            let parent = flat.nodes[node].parent;
            let opens = parent == ROOT || is_scope(flat.kind(parent));
            inside[node] = if opens { parent } else { inside[parent] };
        }
        let mut names = Names {
            flat,
            inside,
            kept: FxHashMap::default(),
            bound: FxHashMap::default(),
        };
        for node in 1..len {
            names.declared_by(node, text);
        }
        names
    }

    fn kind(&self, node: usize) -> &'static str {
        self.flat.kind(node)
    }

    fn parent(&self, node: usize) -> usize {
        self.flat.nodes[node].parent
    }

    /// The nearest function round a node, or the program.
    fn function(&self, node: usize) -> usize {
        let mut scope = self.inside[node];
        while scope != ROOT && !FUNCTIONS.contains(&self.kind(scope)) {
            scope = self.inside[scope];
        }
        scope
    }

    fn declared_by(&mut self, node: usize, text: &'t str) {
        let kind = self.kind(node);
        let name = || self.flat.child(node, "name");
        if DECLARATIONS.contains(&kind) {
            let (name, scope) = (name(), self.inside[node]);
            let spaces = match kind {
                "interface_declaration" | "type_alias_declaration" => TYPE,
                "function_declaration"
                | "generator_function_declaration"
                | "function_signature" => VALUE,
                _ => VALUE | TYPE,
            };
            return self.bind(name, scope, spaces, text);
        }
        let spaces = match kind {
            "type_parameter" | "mapped_type_clause" | "infer_type" => TYPE,
            "import_specifier" | "namespace_import" | "import_clause" | "class" => VALUE | TYPE,
            _ => VALUE,
        };
        let (pattern, scope) = match kind {
            "variable_declarator" => {
                let is_var = self.kind(self.parent(node)) == "variable_declaration";
                let scope = if is_var {
                    self.function(node)
                } else {
                    self.inside[node]
                };
                (name(), scope)
            }
            "function_expression" | "generator_function" | "class" => (name(), node),
            "required_parameter" | "optional_parameter" => {
                (self.flat.child(node, "pattern"), self.inside[node])
            }
            "arrow_function" => (self.flat.child(node, "parameter"), node),
            "catch_clause" => (self.flat.child(node, "parameter"), node),
            "for_in_statement" => {
                let kind = self.flat.child(node, "kind").map(|k| self.kind(k));
                match kind {
                    Some("var") => (self.flat.child(node, "left"), self.function(node)),
                    Some(_) => (self.flat.child(node, "left"), node),
                    None => return,
                }
            }
            "type_parameter" => (name(), self.inside[node]),
            // `[key in Keys]: …`
            "mapped_type_clause" => (name(), self.parent(node)),
            // Their names count in what stands behind other members.
            "enum_assignment" => (name(), self.inside[node]),
            "property_identifier" if self.kind(self.parent(node)) == "enum_body" => {
                (Some(node), self.inside[node])
            }
            "infer_type" => (self.flat.first(node), self.inside[node]),
            "import_specifier" => (self.flat.child(node, "alias").or_else(name), ROOT),
            "namespace_import" => (self.flat.first(node), ROOT),
            "import_clause" => {
                let first = self.flat.first(node);
                (first.filter(|f| self.kind(*f) == "identifier"), ROOT)
            }
            _ => return,
        };
        self.bind(pattern, scope, spaces, text);
    }

    /// Every name that a pattern binds.
    fn bind(&mut self, pattern: Option<usize>, scope: usize, spaces: u8, text: &'t str) {
        let Some(pattern) = pattern else { return };
        let end = self.flat.nodes[pattern].end;
        let mut node = pattern;
        while node < end {
            let skipped = match self.kind(node) {
                "member_expression" | "subscript_expression" | "computed_property_name" => true,
                "type_annotation" => true,
                // Defaults.
                _ if node != pattern && self.flat.nodes[node].field == "right" => matches!(
                    self.kind(self.parent(node)),
                    "assignment_pattern" | "object_assignment_pattern"
                ),
                _ => false,
            };
            if skipped {
                node = self.flat.nodes[node].end;
                continue;
            }
            let is_name = matches!(
                self.kind(node),
                "identifier" | "type_identifier" | "shorthand_property_identifier_pattern"
            );
            let is_member = self.kind(node) == "property_identifier" && self.is_member(node);
            if (is_name || is_member) && !self.flat.nodes[node].missing {
                let name = self.flat.nodes[node].span.slice(text);
                self.kept
                    .entry((scope, name))
                    .or_default()
                    .push((node, spaces));
                self.bound.insert(node, scope);
            }
            node += 1;
        }
    }

    /// Whether a node is a name of the program, and no property, label or word.
    fn is_name(&self, node: usize) -> bool {
        let (kind, parent) = (self.kind(node), self.parent(node));
        let field = self.flat.nodes[node].field;
        match kind {
            "identifier" | "type_identifier" => match self.kind(parent) {
                // Of another module, or what others call it.
                "import_specifier" => {
                    field == "alias" || self.flat.child(parent, "alias").is_none()
                }
                "export_specifier" => field == "name" && !self.is_passed_on(parent),
                "namespace_export" => false,
                // `A.B` in a type.
                "nested_type_identifier" => field != "name",
                _ => true,
            },
            "shorthand_property_identifier" | "shorthand_property_identifier_pattern" => true,
            "property_identifier" => self.is_member(node),
            _ => false,
        }
    }

    /// Whether a node is the name of a member of an enum, where it is declared.
    fn is_member(&self, node: usize) -> bool {
        let parent = self.parent(node);
        match self.kind(parent) {
            "enum_body" => true,
            "enum_assignment" => self.flat.nodes[node].field == "name",
            _ => false,
        }
    }

    /// Whether a specifier stands in `export … from`.
    fn is_passed_on(&self, specifier: usize) -> bool {
        let statement = self.parent(self.parent(specifier));
        self.flat.child(statement, "source").is_some()
    }

    /// As what a name is used at a place.
    fn spaces(&self, node: usize) -> u8 {
        match (self.kind(node), self.kind(self.parent(node))) {
            (_, "export_specifier") => VALUE | TYPE,
            ("type_identifier", _) => TYPE,
            _ => VALUE,
        }
    }

    /// The scope that keeps a name for what stands in a scope.
    fn keeper(&self, name: &str, scope: usize, spaces: u8) -> Option<usize> {
        let mut at = scope;
        loop {
            let kept = self.kept.get(&(at, name)).into_iter().flatten();
            if kept.into_iter().any(|(_, s)| s & spaces != 0) {
                return Some(at);
            }
            if at == ROOT {
                return None;
            }
            at = self.inside[at];
        }
    }

    fn kept_at(&self, node: usize) -> Option<usize> {
        if let Some(scope) = self.bound.get(&node) {
            return Some(*scope);
        }
        self.keeper(self.flat.slice(node), self.inside[node], self.spaces(node))
    }

    /// The name at an offset, or that ends there.
    fn name_at(&self, offset: usize) -> Option<usize> {
        let mut here = (1..self.flat.nodes.len()).filter(|&n| {
            let span = self.flat.nodes[n].span;
            self.is_name(n) && !span.is_empty() && span.touches(offset)
        });
        let first = here.next()?;
        // The one that begins here, not the one that ends.
        Some(here.next().unwrap_or(first))
    }

    pub(crate) fn local_at(&self, offset: usize) -> Option<Local> {
        let node = self.name_at(offset)?;
        Some(self.local(self.kept_at(node)?, self.flat.slice(node)))
    }

    fn local(&self, scope: usize, name: &str) -> Local {
        Local {
            scope: scope as u32,
            name: name.to_owned(),
        }
    }

    pub(crate) fn occurrences(&self, local: &Local) -> Vec<Occurrence> {
        let scope = local.scope as usize;
        let mut found = Vec::new();
        for node in 1..self.flat.nodes.len() {
            if self.flat.slice(node) != local.name || !self.is_name(node) {
                continue;
            }
            if self.kept_at(node) == Some(scope) {
                found.push(Occurrence {
                    span: self.flat.nodes[node].span,
                    binds: self.bound.contains_key(&node) || self.is_assigned(node),
                    form: self.form(node),
                });
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|o| o.span);
        found
    }

    fn is_assigned(&self, node: usize) -> bool {
        let parent = self.kind(self.parent(node));
        match self.flat.nodes[node].field {
            "left" => matches!(
                parent,
                "assignment_expression" | "augmented_assignment_expression"
            ),
            "argument" => parent == "update_expression",
            _ => false,
        }
    }

    fn form(&self, node: usize) -> Form {
        let parent = self.parent(node);
        let is_bare = self.flat.child(parent, "alias").is_none();
        match (self.kind(node), self.kind(parent)) {
            ("shorthand_property_identifier" | "shorthand_property_identifier_pattern", _) => {
                Form::Shorthand
            }
            (_, "import_specifier") if is_bare => Form::Imported,
            (_, "export_specifier") if is_bare => Form::Exported,
            _ => Form::Plain,
        }
    }

    /// The parameter of a function that the program declares at its top, exported or not; of several, the last.
    pub(crate) fn parameter(&self, function: &str, name: &str) -> Option<Local> {
        let mut declared = self.kept.get(&(ROOT, function))?.iter().rev();
        let function = declared.find_map(|(node, _)| {
            let declaration = self.parent(*node);
            let is_function = FUNCTIONS.contains(&self.kind(declaration));
            is_function.then_some(declaration)
        })?;
        let kept = self.kept.get(&(function, name))?;
        let is_whole = kept.iter().any(|(node, _)| {
            let kind = self.kind(self.parent(*node));
            matches!(kind, "required_parameter" | "optional_parameter")
        });
        is_whole.then(|| self.local(function, name))
    }

    pub(crate) fn is_taken(&self, local: &Local, name: &str) -> bool {
        let scope = local.scope as usize;
        if self.kept.contains_key(&(scope, name)) {
            return true;
        }
        (1..self.flat.nodes.len()).any(|node| {
            if !self.is_name(node) {
                return false;
            }
            let at = self.inside[node];
            let written = self.flat.slice(node);
            if written == name {
                // What the name means now would be hidden.
                let outside = self.kept_at(node).is_none_or(|k| !self.is_within(k, scope));
                return outside && self.is_within(at, scope);
            }
            // The local would be hidden.
            written == local.name
                && self.kept_at(node) == Some(scope)
                && self
                    .keeper(name, at, VALUE | TYPE)
                    .is_some_and(|k| self.is_within(k, scope))
        })
    }

    fn is_within(&self, inner: usize, outer: usize) -> bool {
        let mut at = inner;
        while at != outer {
            if at == ROOT {
                return false;
            }
            at = self.inside[at];
        }
        true
    }

    /// Whether a local belongs to a class as well (`constructor(private x)`), or to an enum or a namespace.
    pub(crate) fn is_of_class(&self, local: &Local) -> bool {
        const OWNERS: &[&str] = &["enum_declaration", "internal_module", "module"];
        let mut scope = local.scope as usize;
        if self.kind(scope) == "statement_block" {
            scope = self.parent(scope);
        }
        if OWNERS.contains(&self.kind(scope)) {
            return true;
        }
        let kept = self.kept.get(&(local.scope as usize, local.name.as_str()));
        kept.into_iter().flatten().any(|(node, _)| {
            let parameter = self.parent(*node);
            let mut parts = self.flat.children(parameter);
            parts.any(|p| {
                matches!(
                    self.kind(p),
                    "accessibility_modifier" | "override_modifier" | "readonly"
                )
            })
        })
    }

    /// Whether a name at the top is exported where it is declared.
    pub(crate) fn is_exported(&self, name: &str) -> bool {
        let kept = self.kept.get(&(ROOT, name));
        kept.into_iter().flatten().any(|(node, _)| {
            let mut at = *node;
            while at != ROOT && self.kind(at) != "export_statement" {
                // A function in what is exported exports nothing.
                if self.kind(at) == "statement_block" {
                    return false;
                }
                at = self.parent(at);
            }
            let is_declared = self.flat.child(at, "declaration").is_some();
            let is_default = self.flat.children(at).any(|c| self.kind(c) == "default");
            self.kind(at) == "export_statement" && is_declared && !is_default
        })
    }

    /// The places of a local where its new name would stand twice, each with all of what one name then says:
    /// `{ x: old }`, `old as x`.
    pub(crate) fn shortened(&self, local: &Local, new: &str) -> Vec<(Span, Span)> {
        let scope = local.scope as usize;
        let mut found = Vec::new();
        for node in 1..self.flat.nodes.len() {
            if self.flat.slice(node) != local.name || !self.is_name(node) {
                continue;
            }
            let parent = self.parent(node);
            let (own, other) = match self.kind(parent) {
                "pair" | "pair_pattern" => ("value", "key"),
                "export_specifier" => ("name", "alias"),
                "import_specifier" => ("alias", "name"),
                _ => continue,
            };
            let other = self.flat.child(parent, other);
            let is_same = other.is_some_and(|o| {
                let is_word = matches!(self.kind(o), "property_identifier" | "identifier");
                is_word && self.flat.slice(o) == new
            });
            let is_own = self.flat.nodes[node].field == own && self.kept_at(node) == Some(scope);
            if is_own && is_same && !self.flat.slice(parent).contains(['/', '\n']) {
                found.push((self.flat.nodes[node].span, self.flat.nodes[parent].span));
            }
        }
        found
    }

    /// Where `m.name` is written, and `m` is all of a module that `import * as m` brings; `module`: where that import has
    /// the module's text.
    pub(crate) fn members(&self, module: Span, name: &str) -> Vec<Span> {
        let spaces: FxHashSet<&str> = (1..self.flat.nodes.len())
            .filter(|&n| self.kind(n) == "namespace_import")
            .filter(|&n| {
                let statement = self.parent(self.parent(n));
                let source = self.flat.child(statement, "source");
                let span = source.map(|s| self.flat.nodes[s].span);
                span.is_some_and(|s| s.start <= module.start && module.end <= s.end)
            })
            .filter_map(|n| Some(self.flat.slice(self.flat.first(n)?)))
            .collect();
        let mut found = Vec::new();
        for node in 1..self.flat.nodes.len() {
            if self.flat.slice(node) != name || spaces.is_empty() {
                continue;
            }
            let parent = self.parent(node);
            let object = match (self.kind(parent), self.flat.nodes[node].field) {
                ("member_expression", "property") => self.flat.child(parent, "object"),
                ("nested_type_identifier", "name") => self.flat.child(parent, "module"),
                _ => None,
            };
            let of_space = object.is_some_and(|o| {
                spaces.contains(self.flat.slice(o)) && self.kept_at(o) == Some(ROOT)
            });
            if of_space {
                found.push(self.flat.nodes[node].span);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
