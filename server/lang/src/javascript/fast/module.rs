//! Declarations, imports and exports.

use oxc_ast::ast::{
    self, Declaration, ExportDefaultDeclarationKind, ImportDeclarationSpecifier,
    ImportOrExportKind, ModuleDeclaration, ModuleExportName, TSModuleReference,
    TSNamespaceDeclarationBody,
};
use oxc_span::GetSpan;
use syntax::Span;

use super::{Reading, place, span};
use crate::javascript::tree::{Kind, Mark, NodeId, Role};

impl Reading<'_> {
    pub(super) fn declaration(&mut self, into: NodeId, role: Role, e: &Declaration<'_>) {
        let at = place(e);
        if !is_ambient(e) {
            self.declared(into, role, e, at);
            return;
        }
        let node = self.open(into, role, Kind::Ambient, at);
        let start = self.next(at.start + "declare".len() as u32);
        self.declared(node, Role::None, e, self.span(start, at.end));
        self.close(node);
    }

    /// A declaration without `declare` before it.
    fn declared(&mut self, into: NodeId, role: Role, e: &Declaration<'_>, at: Span) {
        match e {
            Declaration::VariableDeclaration(e) => self.variables(into, role, e, at),
            Declaration::FunctionDeclaration(e) => {
                self.function(into, role, Kind::Function, e, at.start);
            }
            Declaration::ClassDeclaration(e) => {
                if e.declare && !e.decorators.is_empty() {
                    self.odd();
                }
                self.class_from(into, role, Kind::Class, e, at.start);
            }
            Declaration::TSTypeAliasDeclaration(e) => {
                let node = self.open(into, role, Kind::TypeAlias, at);
                self.mark_end(node, at);
                self.name(node, Role::Name, Kind::TypeName, span(e.id.span));
                self.type_parameters(node, e.type_parameters.as_deref());
                self.of_type(node, Role::Value, &e.type_annotation);
                self.close(node);
            }
            Declaration::TSInterfaceDeclaration(e) => self.interface(into, role, e, at),
            Declaration::TSEnumDeclaration(e) => self.enumeration(into, role, e, at),
            Declaration::TSExternalModuleDeclaration(e) => {
                let node = self.open(into, role, Kind::Namespace, at);
                self.string(node, Role::Name, span(e.id.span));
                if let Some(body) = &e.body {
                    self.module_block(node, Role::Body, body);
                } else {
                    self.odd();
                }
                self.close(node);
            }
            Declaration::TSNamespaceDeclaration(e) => self.namespace(into, role, e, at),
            Declaration::TSGlobalDeclaration(e) => {
                if !e.declare {
                    self.odd();
                }
                self.module_block(into, role, &e.body);
            }
            Declaration::TSImportEqualsDeclaration(e) => self.import_equals(into, role, e),
        }
    }

    fn interface(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::TSInterfaceDeclaration<'_>,
        at: Span,
    ) {
        let node = self.open(into, role, Kind::Interface, at);
        self.name(node, Role::Name, Kind::TypeName, span(e.id.span));
        self.type_parameters(node, e.type_parameters.as_deref());
        let types = e.type_parameters.as_ref();
        let before = types.map_or(e.id.span.end, |types| types.span.end);
        if let Some(last) = e.extends.last() {
            let at = self.span(self.next(before), last.span.end);
            let inner = self.open(node, Role::None, Kind::ExtendsType, at);
            for ty in &e.extends {
                let types = ty.type_arguments.as_deref();
                self.named_type(inner, Role::Type, span(ty.span), &ty.type_name, types);
            }
            self.close(inner);
        }
        let body = self.open(node, Role::Body, Kind::ObjectType, span(e.body.span));
        self.signatures(body, &e.body.body);
        self.close(body);
        self.close(node);
    }

    fn enumeration(&mut self, into: NodeId, role: Role, e: &ast::TSEnumDeclaration<'_>, at: Span) {
        let node = self.open(into, role, Kind::Enum, at);
        self.name(node, Role::Name, Kind::Identifier, span(e.id.span));
        let body = self.open(node, Role::Body, Kind::EnumBody, span(e.body.span));
        for member in &e.body.members {
            let inner = self.open(body, Role::None, Kind::EnumMember, span(member.span));
            match &member.id {
                ast::TSEnumMemberName::Identifier(name) => {
                    self.name(inner, Role::Name, Kind::PropertyName, span(name.span));
                }
                ast::TSEnumMemberName::String(name) => {
                    self.string(inner, Role::Name, span(name.span));
                }
                ast::TSEnumMemberName::ComputedString(_)
                | ast::TSEnumMemberName::ComputedTemplateString(_) => self.odd(),
            }
            if let Some(value) = &member.initializer {
                self.expression(inner, Role::Value, value);
            }
            self.close(inner);
        }
        self.close(body);
        self.close(node);
    }

    fn namespace(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ast::TSNamespaceDeclaration<'_>,
        at: Span,
    ) {
        let node = self.open(into, role, Kind::Namespace, at);
        let mut names = vec![span(e.id.span)];
        let mut body = &e.body;
        while let TSNamespaceDeclarationBody::TSNamespaceDeclaration(inner) = body {
            names.push(span(inner.id.span));
            body = &inner.body;
        }
        self.dotted(node, Role::Name, Kind::Qualified, &names);
        if let TSNamespaceDeclarationBody::TSModuleBlock(body) = body {
            self.module_block(node, Role::Body, body);
        }
        self.close(node);
    }

    /// Names with dots between; the outermost pair is of this kind.
    pub(super) fn dotted(&mut self, into: NodeId, role: Role, kind: Kind, names: &[Span]) {
        let mut open = Vec::new();
        let (mut into, mut role, mut kind) = (into, role, kind);
        for last in names.iter().skip(1).rev() {
            let at = self.span(names[0].start, last.end);
            let node = self.open(into, role, kind, at);
            open.push((node, *last));
            (into, role, kind) = (node, Role::Object, Kind::Member);
        }
        if let Some(first) = names.first() {
            self.name(into, role, Kind::Identifier, *first);
        }
        while let Some((node, property)) = open.pop() {
            self.name(node, Role::Property, Kind::PropertyName, property);
            self.close(node);
        }
    }

    fn module_block(&mut self, into: NodeId, role: Role, e: &ast::TSModuleBlock<'_>) {
        let node = self.open(into, role, Kind::Block, span(e.span));
        self.statements(node, Role::None, &e.directives, &e.body);
        self.close(node);
    }

    fn import_equals(&mut self, into: NodeId, role: Role, e: &ast::TSImportEqualsDeclaration<'_>) {
        if e.import_kind == ImportOrExportKind::Type {
            self.odd();
        }
        let at = span(e.span);
        let id = span(e.id.span);
        let kind = match &e.module_reference {
            TSModuleReference::ExternalModuleReference(_) => Kind::Import,
            _ => Kind::ImportAlias,
        };
        let node = self.open(into, role, kind, at);
        self.mark_end(node, at);
        match &e.module_reference {
            TSModuleReference::ExternalModuleReference(module) => {
                let whole = self.span(id.start, module.span.end);
                let inner = self.open(node, Role::None, Kind::ImportRequire, whole);
                self.name(inner, Role::None, Kind::Identifier, id);
                self.string(inner, Role::Source, span(module.expression.span));
                self.close(inner);
            }
            TSModuleReference::IdentifierReference(name) => {
                self.name(node, Role::None, Kind::Identifier, id);
                self.name(node, Role::None, Kind::Identifier, span(name.span));
            }
            TSModuleReference::QualifiedName(name) => {
                self.name(node, Role::None, Kind::Identifier, id);
                self.qualified(node, Role::None, Kind::Qualified, name);
            }
        }
        self.close(node);
    }

    pub(super) fn module_declaration(
        &mut self,
        into: NodeId,
        role: Role,
        e: &ModuleDeclaration<'_>,
    ) {
        if let ModuleDeclaration::ImportDeclaration(e) = e {
            self.import(into, role, e);
            return;
        }
        let at = place(e);
        let node = self.open(into, role, Kind::Export, at);
        match e {
            ModuleDeclaration::ImportDeclaration(_) => {}
            ModuleDeclaration::ExportAllDeclaration(e) => {
                self.mark_end(node, at);
                if let Some(name) = &e.exported {
                    self.all_as(node, e, name);
                }
                // The grammar has no `export type *`.
                if e.export_kind == ImportOrExportKind::Type || e.with_clause.is_some() {
                    self.odd();
                }
                self.string(node, Role::Source, span(e.source.span));
            }
            ModuleDeclaration::ExportDefaultDeclaration(e) => self.export_default(node, at, e),
            ModuleDeclaration::ExportDeclaration(e) => {
                if let Declaration::ClassDeclaration(class) = &e.declaration
                    && !class.decorators.is_empty()
                {
                    self.odd();
                }
                self.declaration(node, Role::Declaration, &e.declaration);
            }
            ModuleDeclaration::ExportNamedDeclaration(e) => {
                self.mark_end(node, at);
                self.export_clause(node, at.start, e.export_kind, &e.specifiers);
            }
            ModuleDeclaration::ExportFromDeclaration(e) => {
                self.mark_end(node, at);
                self.export_clause(node, at.start, e.export_kind, &e.specifiers);
                if e.with_clause.is_some() {
                    self.odd();
                }
                self.string(node, Role::Source, span(e.source.span));
            }
            ModuleDeclaration::TSExportAssignment(e) => {
                self.mark_end(node, at);
                self.expression(node, Role::None, &e.expression);
            }
            ModuleDeclaration::TSNamespaceExportDeclaration(e) => {
                self.mark_end(node, at);
                self.name(node, Role::None, Kind::Identifier, span(e.id.span));
            }
        }
        self.close(node);
    }

    /// `* as name`.
    fn all_as(
        &mut self,
        into: NodeId,
        e: &ast::ExportAllDeclaration<'_>,
        name: &ModuleExportName<'_>,
    ) {
        let start = self.next(e.span.start + "export".len() as u32);
        let at = self.span(start, name.span().end);
        let node = self.open(into, Role::None, Kind::NamespaceExport, at);
        self.outer_name(node, Role::None, name);
        self.close(node);
    }

    fn export_default(&mut self, node: NodeId, at: Span, e: &ast::ExportDefaultDeclaration<'_>) {
        self.mark(node, Mark::Default, true);
        match &e.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(e) => {
                let start = e.span.start;
                match (&e.id, &e.body) {
                    (Some(_), _) => {
                        self.function(node, Role::Declaration, Kind::Function, e, start);
                    }
                    (None, Some(_)) => {
                        self.function(node, Role::Value, Kind::FunctionExpression, e, start);
                    }
                    (None, None) => self.odd(),
                }
            }
            ExportDefaultDeclarationKind::ClassDeclaration(e) => {
                if !e.decorators.is_empty() {
                    self.odd();
                }
                match &e.id {
                    Some(_) => self.class(node, Role::Declaration, Kind::Class, e),
                    None => self.class(node, Role::Value, Kind::ClassExpression, e),
                }
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(e) => {
                self.interface(node, Role::Declaration, e, span(e.span));
            }
            value => {
                self.mark_end(node, at);
                if let Some(value) = value.as_expression() {
                    self.expression(node, Role::Value, value);
                }
            }
        }
    }

    /// The names in braces of an export that begins at `start`.
    fn export_clause(
        &mut self,
        into: NodeId,
        start: u32,
        kind: ImportOrExportKind,
        all: &[ast::ExportSpecifier<'_>],
    ) {
        let mut start = self.next(start + "export".len() as u32);
        if kind == ImportOrExportKind::Type {
            start = self.next(start + "type".len() as u32);
        }
        let last = all.last().map_or(start + 1, |last| last.span.end);
        let end = self.past(self.with(last, ","), 1);
        let node = self.open(into, Role::None, Kind::ExportClause, self.span(start, end));
        for specifier in all {
            let at = span(specifier.span);
            let inner = self.open(node, Role::None, Kind::ExportSpecifier, at);
            self.outer_name(inner, Role::Name, &specifier.local);
            if specifier.exported.span() != specifier.local.span() {
                self.outer_name(inner, Role::Alias, &specifier.exported);
            }
            self.close(inner);
        }
        self.close(node);
    }

    /// A name that a module has for others.
    fn outer_name(&mut self, into: NodeId, role: Role, name: &ModuleExportName<'_>) {
        let at = place(name);
        match name {
            ModuleExportName::StringLiteral(_) => self.string(into, role, at),
            _ => self.name(into, role, Kind::Identifier, at),
        }
    }

    fn import(&mut self, into: NodeId, role: Role, e: &ast::ImportDeclaration<'_>) {
        if e.phase.is_some() {
            self.odd();
        }
        let at = span(e.span);
        let node = self.open(into, role, Kind::Import, at);
        self.mark_end(node, at);
        for specifier in e.specifiers.iter().flatten() {
            let at = place(specifier);
            match specifier {
                ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => {
                    self.name(node, Role::Default, Kind::Identifier, at);
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(e) => {
                    let inner = self.open(node, Role::None, Kind::NamespaceImport, at);
                    self.name(inner, Role::None, Kind::Identifier, span(e.local.span));
                    self.close(inner);
                }
                ImportDeclarationSpecifier::ImportSpecifier(e) => {
                    let inner = self.open(node, Role::None, Kind::ImportSpecifier, at);
                    self.outer_name(inner, Role::Name, &e.imported);
                    if e.imported.span() != e.local.span {
                        let local = span(e.local.span);
                        self.name(inner, Role::Alias, Kind::Identifier, local);
                    }
                    self.close(inner);
                }
            }
        }
        self.string(node, Role::Source, span(e.source.span));
        if let Some(with) = &e.with_clause {
            self.attributes(node, with, e.source.span.end);
        }
        self.close(node);
    }

    /// `with { … }` behind `before`.
    fn attributes(&mut self, into: NodeId, with: &ast::WithClause<'_>, before: u32) {
        let start = self.next(before);
        let word = match with.keyword {
            ast::WithClauseKeyword::With => "with",
            ast::WithClauseKeyword::Assert => "assert",
        };
        let brace = self.next(start + word.len() as u32);
        let last = with.with_entries.last();
        let last = last.map_or(brace + 1, |last| last.span.end);
        let end = self.past(self.with(last, ","), 1);
        let node = self.open(
            into,
            Role::None,
            Kind::ImportAttribute,
            self.span(start, end),
        );
        let object = self.open(node, Role::None, Kind::Object, self.span(brace, end));
        for entry in &with.with_entries {
            let pair = self.open(object, Role::None, Kind::Pair, span(entry.span));
            match &entry.key {
                ast::ImportAttributeKey::Identifier(name) => {
                    self.name(pair, Role::Key, Kind::PropertyName, span(name.span));
                }
                ast::ImportAttributeKey::StringLiteral(name) => {
                    self.string(pair, Role::Key, span(name.span));
                }
            }
            self.string(pair, Role::Value, span(entry.value.span));
            self.close(pair);
        }
        self.close(object);
        self.close(node);
    }
}

/// Whether `declare` stands before it.
fn is_ambient(e: &Declaration<'_>) -> bool {
    match e {
        Declaration::VariableDeclaration(e) => e.declare,
        Declaration::FunctionDeclaration(e) => e.declare,
        Declaration::ClassDeclaration(e) => e.declare,
        Declaration::TSTypeAliasDeclaration(e) => e.declare,
        Declaration::TSInterfaceDeclaration(e) => e.declare,
        Declaration::TSEnumDeclaration(e) => e.declare,
        Declaration::TSExternalModuleDeclaration(e) => e.declare,
        Declaration::TSNamespaceDeclaration(e) => e.declare,
        Declaration::TSGlobalDeclaration(e) => e.declare,
        Declaration::TSImportEqualsDeclaration(_) => false,
    }
}
