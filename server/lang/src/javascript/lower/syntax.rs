//! What the grammars call their nodes and fields, and what that is to us. Looked up once for each number of a grammar.

use std::sync::OnceLock;

use ::syntax::Language;

use crate::javascript::tree::{Kind, Mark, Operator, Role, Unary, Word};

/// What is done with a node of tree-sitter's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// A node of ours, with what is in this one.
    Node(Kind),
    /// The same, with a mark.
    Marked(Kind, Mark),
    /// A node of ours with nothing in it.
    Leaf(Kind),
    /// The same, with a name.
    Name(Kind),
    /// No node of ours: what is in it goes where it stands.
    Through,
    /// A comment.
    Comment,
    /// A mark of the node that it stands in.
    Mark(Mark),
    /// A word or sign.
    Token(Token),
    /// Nothing.
    Nothing,
}

/// A word or sign that says something of the node that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token {
    /// This holds of it, if it is not one of the kinds that the sign means something else in.
    Mark(Mark),
    /// `await` before the brackets of a loop.
    Await,
    /// `*`
    Star,
    /// `?`
    Question,
    /// `;`
    Semicolon,
    /// A quote.
    Quote,
    /// `,`
    Comma,
    /// What declares variables.
    Word(Word),
    /// Between two operands, perhaps before one.
    Operator(Operator),
    /// The same with `=` behind it.
    Assigning(Operator),
    /// Before one operand.
    Unary(Unary),
    /// `++`, `--`
    Update,
}

/// A grammar by its numbers.
pub(super) struct Table {
    steps: Vec<Step>,
    roles: Vec<Role>,
}

impl Table {
    pub(super) fn of(language: Language) -> &'static Table {
        static JAVASCRIPT: OnceLock<Table> = OnceLock::new();
        static TYPESCRIPT: OnceLock<Table> = OnceLock::new();
        static TSX: OnceLock<Table> = OnceLock::new();
        let table = match language {
            Language::TypeScript => &TYPESCRIPT,
            Language::Tsx => &TSX,
            _ => &JAVASCRIPT,
        };
        table.get_or_init(|| {
            let grammar = language.grammar();
            let kinds = 0..grammar.node_kind_count() as u16;
            let fields = 0..=grammar.field_count() as u16;
            Table {
                steps: kinds
                    .map(|id| {
                        let name = grammar.node_kind_for_id(id).unwrap_or("");
                        match grammar.node_kind_is_named(id) {
                            true => named(name),
                            false => token(name),
                        }
                    })
                    .collect(),
                roles: fields
                    .map(|id| role(grammar.field_name_for_id(id).unwrap_or("")))
                    .collect(),
            }
        })
    }

    pub(super) fn step(&self, kind: u16) -> Step {
        // The number of an error is the last that there is.
        let error = Step::Node(Kind::Broken);
        self.steps.get(kind as usize).copied().unwrap_or(error)
    }

    pub(super) fn role(&self, field: u16) -> Role {
        let role = self.roles.get(field as usize);
        role.copied().unwrap_or(Role::None)
    }
}

fn role(field: &str) -> Role {
    match field {
        "alias" => Role::Alias,
        "alternative" => Role::Alternative,
        "argument" => Role::Argument,
        "arguments" => Role::Arguments,
        "attribute" => Role::Attribute,
        "body" => Role::Body,
        "close_tag" => Role::CloseTag,
        "condition" => Role::Condition,
        "consequence" => Role::Consequence,
        "constraint" => Role::Constraint,
        "constructor" => Role::Constructor,
        "declaration" => Role::Declaration,
        "decorator" => Role::Decorator,
        "finalizer" => Role::Finalizer,
        "function" => Role::Function,
        "handler" => Role::Handler,
        "increment" => Role::Increment,
        "index" => Role::Index,
        "index_type" => Role::IndexType,
        "initializer" => Role::Initializer,
        "key" => Role::Key,
        "label" => Role::Label,
        "left" => Role::Left,
        "module" => Role::Module,
        "name" => Role::Name,
        "object" => Role::Object,
        "open_tag" => Role::OpenTag,
        "parameter" => Role::Parameter,
        "parameters" => Role::Parameters,
        "pattern" => Role::Pattern,
        "property" => Role::Property,
        "return_type" => Role::ReturnType,
        "right" => Role::Right,
        "source" => Role::Source,
        "type" => Role::Type,
        "type_arguments" => Role::TypeArguments,
        "type_parameters" => Role::TypeParameters,
        "value" => Role::Value,
        // Of tokens, and of members of a class.
        _ => Role::None,
    }
}

fn token(sign: &str) -> Step {
    let token = match sign {
        "async" => Token::Mark(Mark::Async),
        "default" => Token::Mark(Mark::Default),
        "of" => Token::Mark(Mark::Of),
        "readonly" => Token::Mark(Mark::Access),
        "?." => Token::Mark(Mark::Optional),
        "await" => Token::Await,
        "*" => Token::Star,
        "?" => Token::Question,
        ";" => Token::Semicolon,
        "\"" | "'" | "`" => Token::Quote,
        "," => Token::Comma,
        "var" => Token::Word(Word::Var),
        "let" => Token::Word(Word::Let),
        "const" => Token::Word(Word::Const),
        "using" => Token::Word(Word::Using),
        "++" | "--" => Token::Update,
        "!" | "~" | "typeof" | "void" | "delete" => match Unary::read(sign) {
            Some(unary) => Token::Unary(unary),
            None => return Step::Nothing,
        },
        _ => {
            let assigning = sign.strip_suffix('=').and_then(Operator::read);
            match (Operator::read(sign), assigning) {
                (Some(operator), _) => Token::Operator(operator),
                (None, Some(operator)) => Token::Assigning(operator),
                (None, None) => return Step::Nothing,
            }
        }
    };
    Step::Token(token)
}

fn named(name: &str) -> Step {
    use Step::{Leaf, Marked, Name, Node, Through};
    match name {
        "abstract_class_declaration" => Marked(Kind::Class, Mark::Abstract),
        "abstract_method_signature" => Node(Kind::AbstractMethod),
        "accessibility_modifier" | "override_modifier" => Step::Mark(Mark::Access),
        "ambient_declaration" => Node(Kind::Ambient),
        "arguments" => Node(Kind::Arguments),
        "array" => Node(Kind::Array),
        "array_pattern" => Node(Kind::ArrayPattern),
        "array_type" => Node(Kind::ArrayType),
        "arrow_function" => Node(Kind::Arrow),
        "as_expression" => Node(Kind::As),
        "asserts" => Node(Kind::Asserts),
        "asserts_annotation" => Node(Kind::AssertsAnnotation),
        "assignment_expression" => Node(Kind::Assign),
        "assignment_pattern" | "object_assignment_pattern" => Node(Kind::AssignmentPattern),
        // The operators of these four come later.
        "augmented_assignment_expression" => Node(Kind::AugAssign(Operator::Add)),
        "binary_expression" => Node(Kind::Binary(Operator::Add)),
        "unary_expression" => Node(Kind::Unary(Unary::Plus)),
        "update_expression" => Node(Kind::Update),
        "await_expression" => Node(Kind::Await),
        "break_statement" => Node(Kind::Break),
        "call_expression" => Node(Kind::Call),
        "call_signature" => Node(Kind::CallSignature),
        "catch_clause" => Node(Kind::Catch),
        "class" => Node(Kind::ClassExpression),
        "class_body" => Node(Kind::ClassBody),
        "class_declaration" => Node(Kind::Class),
        "class_heritage" => Node(Kind::Heritage),
        "class_static_block" => Node(Kind::StaticBlock),
        "comment" => Step::Comment,
        "computed_property_name" => Node(Kind::Computed),
        "conditional_type" => Node(Kind::ConditionalType),
        "constraint" => Node(Kind::Constraint),
        "construct_signature" => Node(Kind::ConstructSignature),
        "constructor_type" => Node(Kind::ConstructorType),
        "continue_statement" => Node(Kind::Continue),
        "debugger_statement" => Node(Kind::Debugger),
        "decorator" => Node(Kind::Decorator),
        "default_type" => Node(Kind::DefaultType),
        "do_statement" => Node(Kind::DoWhile),
        "else_clause" => Through,
        "empty_statement" => Node(Kind::Empty),
        "enum_assignment" => Node(Kind::EnumMember),
        "enum_body" => Node(Kind::EnumBody),
        "enum_declaration" => Node(Kind::Enum),
        "existential_type" | "flow_maybe_type" => Node(Kind::OtherType),
        "export_clause" => Node(Kind::ExportClause),
        "export_specifier" => Node(Kind::ExportSpecifier),
        "export_statement" => Node(Kind::Export),
        "expression_statement" => Node(Kind::Expression),
        "extends_clause" => Node(Kind::Extends),
        "extends_type_clause" => Node(Kind::ExtendsType),
        "false" => Leaf(Kind::False),
        "field_definition" | "public_field_definition" => Node(Kind::Field),
        "finally_clause" => Node(Kind::Finally),
        "for_in_statement" => Node(Kind::ForIn(None)),
        "for_statement" => Node(Kind::For),
        "formal_parameters" => Node(Kind::Parameters),
        "function_declaration" => Node(Kind::Function),
        "function_expression" => Node(Kind::FunctionExpression),
        "function_signature" => Node(Kind::FunctionSignature),
        "function_type" => Node(Kind::FunctionType),
        "generator_function" => Marked(Kind::FunctionExpression, Mark::Generator),
        "generator_function_declaration" => Marked(Kind::Function, Mark::Generator),
        "generic_type" => Node(Kind::GenericType),
        "identifier" => Name(Kind::Identifier),
        "if_statement" => Node(Kind::If),
        "implements_clause" => Node(Kind::Implements),
        "import" => Leaf(Kind::ImportWord),
        "import_alias" => Node(Kind::ImportAlias),
        "import_attribute" => Node(Kind::ImportAttribute),
        "import_clause" | "named_imports" => Through,
        "import_require_clause" => Node(Kind::ImportRequire),
        "import_specifier" => Node(Kind::ImportSpecifier),
        "import_statement" => Node(Kind::Import),
        "index_signature" => Node(Kind::IndexSignature),
        "index_type_query" => Node(Kind::KeyofType),
        "infer_type" => Node(Kind::InferType),
        "instantiation_expression" => Node(Kind::Instantiation),
        "interface_body" | "object_type" => Node(Kind::ObjectType),
        "interface_declaration" => Node(Kind::Interface),
        "internal_module" | "module" => Node(Kind::Namespace),
        "intersection_type" => Node(Kind::IntersectionType),
        "jsx_attribute" => Node(Kind::JsxAttribute),
        "jsx_closing_element" => Node(Kind::JsxClosing),
        "jsx_element" => Node(Kind::JsxElement),
        "jsx_expression" => Node(Kind::JsxExpression),
        "jsx_namespace_name" => Node(Kind::JsxName),
        "jsx_opening_element" => Node(Kind::JsxOpening),
        "jsx_self_closing_element" => Node(Kind::JsxSelfClosing),
        "labeled_statement" => Node(Kind::Labeled),
        "lexical_declaration" => Node(Kind::Variable(Word::Let)),
        "using_declaration" => Node(Kind::Variable(Word::Using)),
        "variable_declaration" => Node(Kind::Variable(Word::Var)),
        "literal_type" => Node(Kind::LiteralType),
        "lookup_type" => Node(Kind::LookupType),
        "mapped_type_clause" => Node(Kind::MappedType),
        "member_expression" => Node(Kind::Member),
        "meta_property" => Leaf(Kind::MetaProperty),
        "method_definition" => Node(Kind::Method),
        "method_signature" => Node(Kind::MethodSignature),
        "namespace_export" => Node(Kind::NamespaceExport),
        "namespace_import" => Node(Kind::NamespaceImport),
        "nested_identifier" => Node(Kind::Qualified),
        "nested_type_identifier" => Node(Kind::QualifiedType),
        "new_expression" => Node(Kind::New),
        "non_null_expression" => Node(Kind::NonNull),
        "null" => Leaf(Kind::Null),
        "number" => Leaf(Kind::Number),
        "object" => Node(Kind::Object),
        "object_pattern" => Node(Kind::ObjectPattern),
        "optional_chain" => Step::Mark(Mark::Optional),
        "optional_parameter" => Marked(Kind::Parameter, Mark::Optional),
        "optional_type" => Node(Kind::OptionalType),
        "pair" => Node(Kind::Pair),
        "pair_pattern" => Node(Kind::PairPattern),
        "parenthesized_expression" => Node(Kind::Paren),
        "parenthesized_type" => Node(Kind::ParenType),
        "predefined_type" => Leaf(Kind::PredefinedType),
        "private_property_identifier" => Name(Kind::PrivateName),
        "program" => Through,
        "property_identifier" => Name(Kind::PropertyName),
        "property_signature" => Node(Kind::PropertySignature),
        "readonly_type" => Node(Kind::ReadonlyType),
        "regex" => Leaf(Kind::Regex),
        "required_parameter" => Node(Kind::Parameter),
        "rest_pattern" => Node(Kind::Rest),
        "rest_type" => Node(Kind::RestType),
        "return_statement" => Node(Kind::Return),
        "satisfies_expression" => Node(Kind::Satisfies),
        "sequence_expression" => Node(Kind::Sequence),
        "shorthand_property_identifier" => Name(Kind::Shorthand),
        "shorthand_property_identifier_pattern" => Name(Kind::ShorthandPattern),
        "spread_element" => Node(Kind::Spread),
        "statement_block" => Node(Kind::Block),
        "statement_identifier" => Name(Kind::Label),
        "string" => Node(Kind::Str),
        "subscript_expression" => Node(Kind::Subscript),
        "super" => Leaf(Kind::Super),
        "switch_body" => Node(Kind::SwitchBody),
        "switch_case" => Node(Kind::Case),
        "switch_default" => Node(Kind::DefaultCase),
        "switch_statement" => Node(Kind::Switch),
        "template_literal_type" => Node(Kind::TemplateType),
        "template_string" => Node(Kind::Template),
        "template_substitution" => Node(Kind::Substitution),
        "template_type" => Node(Kind::TemplatePart),
        "ternary_expression" => Node(Kind::Conditional),
        "this" => Leaf(Kind::This),
        "this_type" => Leaf(Kind::ThisType),
        "throw_statement" => Node(Kind::Throw),
        "true" => Leaf(Kind::True),
        "try_statement" => Node(Kind::Try),
        "tuple_type" => Node(Kind::TupleType),
        "type_alias_declaration" => Node(Kind::TypeAlias),
        "type_annotation"
        | "adding_type_annotation"
        | "omitting_type_annotation"
        | "opting_type_annotation" => Node(Kind::TypeAnnotation),
        "type_arguments" => Node(Kind::TypeArguments),
        "type_assertion" => Node(Kind::TypeAssertion),
        "type_identifier" => Name(Kind::TypeName),
        "type_parameter" => Node(Kind::TypeParameter),
        "type_parameters" => Node(Kind::TypeParameters),
        "type_predicate" => Node(Kind::TypePredicate),
        "type_predicate_annotation" => Node(Kind::PredicateAnnotation),
        "type_query" => Node(Kind::TypeQuery),
        "undefined" => Leaf(Kind::Undefined),
        "union_type" => Node(Kind::UnionType),
        "variable_declarator" => Node(Kind::Declarator),
        "while_statement" => Node(Kind::While),
        "with_statement" => Node(Kind::With),
        "yield_expression" => Node(Kind::Yield),
        // What strings and regular expressions are made of.
        _ => Step::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grammars() -> [tree_sitter::Language; 2] {
        [Language::JavaScript, Language::TypeScript].map(Language::grammar)
    }

    /// Every kind of the grammars, and nothing else, has a place here.
    #[test]
    fn all_kinds_are_known() {
        let mut unread = Vec::new();
        for grammar in grammars() {
            let ids = (0..grammar.node_kind_count() as u16)
                .filter(|id| grammar.node_kind_is_named(*id) && grammar.node_kind_is_visible(*id));
            let names = ids.map(|id| grammar.node_kind_for_id(id).unwrap_or("").to_owned());
            unread.extend(names.filter(|name| named(name) == Step::Nothing));
        }
        unread.sort_unstable();
        unread.dedup();
        let nothing = [
            "escape_sequence",
            "hash_bang_line",
            "html_character_reference",
            "html_comment",
            "jsx_text",
            "regex_flags",
            "regex_pattern",
            "string_fragment",
        ];
        assert_eq!(unread, nothing);
        let source = include_str!("syntax.rs");
        let source = source.split("fn named").nth(1).unwrap_or("");
        let source = source.split("#[cfg(test)]").next().unwrap_or("");
        for name in source.split('"').skip(1).step_by(2) {
            let is_there = |g: &tree_sitter::Language| g.id_for_node_kind(name, true) != 0;
            assert!(grammars().iter().any(is_there), "{name}");
        }
    }

    /// Every field that holds more than words and signs is a role.
    #[test]
    fn all_fields_are_known() {
        let mut unread = Vec::new();
        for grammar in grammars() {
            let fields = 1..=grammar.field_count() as u16;
            let names = fields.filter_map(|id| grammar.field_name_for_id(id));
            unread.extend(
                names
                    .filter(|name| role(name) == Role::None)
                    .map(str::to_owned),
            );
        }
        unread.sort_unstable();
        unread.dedup();
        let without = [
            "flags",
            "kind",
            "member",
            "operator",
            "optional_chain",
            "sign",
        ];
        assert_eq!(unread, without);
    }
}
