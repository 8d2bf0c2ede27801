//! The kinds of tree-sitter's nodes and tokens, as numbers that can be matched on. Their names stand here alone.

use std::sync::LazyLock;

use tree_sitter::Node;

use crate::python::tree::{Comparison, Operator, Unary};

/// What a node or token of the grammar is, and what stands in place of one where it means something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Syntax {
    AliasedImport,
    And,
    ArgumentList,
    As,
    AsPattern,
    AsPatternTarget,
    Assert,
    Assignment,
    Async,
    Attribute,
    AugmentedAssignment,
    Await,
    BinaryOperator,
    Block,
    BooleanOperator,
    Break,
    Call,
    CaseClause,
    CasePattern,
    ClassDefinition,
    ClassPattern,
    /// `]`
    Closing,
    Colon,
    Comma,
    Compared(Comparison),
    ComparisonOperator,
    ComplexPattern,
    ConcatenatedString,
    ConditionalExpression,
    ConstrainedType,
    Continue,
    DecoratedDefinition,
    Decorator,
    DefaultParameter,
    Delete,
    DictPattern,
    Dictionary,
    DictionaryComprehension,
    DictionarySplat,
    DictionarySplatPattern,
    DottedName,
    Elif,
    Ellipsis,
    Else,
    Equals,
    Error,
    ExceptClause,
    ExpressionList,
    ExpressionStatement,
    False,
    Finally,
    Float,
    For,
    ForInClause,
    FormatExpression,
    FormatSpecifier,
    From,
    FunctionDefinition,
    Future,
    FutureImport,
    GeneratorExpression,
    GenericType,
    Global,
    Identifier,
    If,
    IfClause,
    Import,
    ImportFrom,
    ImportWord,
    Integer,
    Interpolation,
    KeywordArgument,
    KeywordPattern,
    KeywordSeparator,
    Lambda,
    LambdaParameters,
    List,
    ListComprehension,
    ListPattern,
    ListSplat,
    ListSplatPattern,
    Match,
    MemberType,
    Module,
    NamedExpression,
    None,
    Nonlocal,
    Not,
    Operated(Operator),
    Pair,
    Parameters,
    Parenthesized,
    Pass,
    PatternList,
    PositionalSeparator,
    Prefixed(Unary),
    Raise,
    RelativeImport,
    Return,
    Set,
    SetComprehension,
    Slice,
    SplatPattern,
    SplatType,
    StringEnd,
    StringNode,
    StringStart,
    Subscript,
    True,
    Try,
    Tuple,
    TuplePattern,
    Type,
    TypeAlias,
    TypeParameter,
    TypedDefaultParameter,
    TypedParameter,
    UnaryOperator,
    Underscore,
    UnionPattern,
    UnionType,
    While,
    Wildcard,
    With,
    WithClause,
    WithItem,
    Yield,
    /// In place of a [`Syntax::GenericType`]: the left of a type alias.
    AliasedType,
    /// In place of a [`Syntax::TypeParameter`]: where type parameters are defined.
    TypeParameters,
    /// In place of a [`Syntax::Type`]: one of them.
    DefinedType,
    /// In place of brackets round several items of `with`.
    WithItems,
    /// A word, a sign, or what is in a string: of no interest, and nothing of interest is in it.
    Token,
    /// A node that Python 3 does not have.
    Foreign,
}

/// All kinds of the grammar, by their numbers.
static TABLE: LazyLock<Vec<Syntax>> = LazyLock::new(|| {
    let grammar = syntax::Language::Python.grammar();
    let of = |id: usize| {
        let name = grammar.node_kind_for_id(id as u16).unwrap_or("");
        match grammar.node_kind_is_named(id as u16) {
            true => named(name),
            false => token(name),
        }
    };
    (0..grammar.node_kind_count()).map(of).collect()
});

/// What a node is.
pub(super) fn syntax(node: Node<'_>) -> Syntax {
    match TABLE.get(node.kind_id() as usize) {
        Some(syntax) => *syntax,
        // The number of errors lies beyond the table.
        None => Syntax::Error,
    }
}

fn token(name: &str) -> Syntax {
    match name {
        "as" => Syntax::As,
        "async" => Syntax::Async,
        ":" => Syntax::Colon,
        "]" => Syntax::Closing,
        "," => Syntax::Comma,
        "=" => Syntax::Equals,
        "from" => Syntax::From,
        "__future__" => Syntax::Future,
        "import" => Syntax::ImportWord,
        "_" => Syntax::Underscore,
        "and" => Syntax::And,
        "not" => Syntax::Prefixed(Unary::Not),
        "~" => Syntax::Prefixed(Unary::Invert),
        "==" => Syntax::Compared(Comparison::Eq),
        "!=" | "<>" => Syntax::Compared(Comparison::NotEq),
        "<" => Syntax::Compared(Comparison::Lt),
        "<=" => Syntax::Compared(Comparison::LtE),
        ">" => Syntax::Compared(Comparison::Gt),
        ">=" => Syntax::Compared(Comparison::GtE),
        "is" => Syntax::Compared(Comparison::Is),
        "is not" => Syntax::Compared(Comparison::IsNot),
        "in" => Syntax::Compared(Comparison::In),
        "not in" => Syntax::Compared(Comparison::NotIn),
        _ => {
            operator(name.strip_suffix('=').unwrap_or(name)).map_or(Syntax::Token, Syntax::Operated)
        }
    }
}

fn operator(sign: &str) -> Option<Operator> {
    Some(match sign {
        "+" => Operator::Add,
        "-" => Operator::Sub,
        "*" => Operator::Mult,
        "@" => Operator::MatMult,
        "/" => Operator::Div,
        "//" => Operator::FloorDiv,
        "%" => Operator::Mod,
        "**" => Operator::Pow,
        "<<" => Operator::LShift,
        ">>" => Operator::RShift,
        "|" => Operator::BitOr,
        "^" => Operator::BitXor,
        "&" => Operator::BitAnd,
        _ => return None,
    })
}

fn named(name: &str) -> Syntax {
    match name {
        "aliased_import" => Syntax::AliasedImport,
        "argument_list" => Syntax::ArgumentList,
        "as_pattern" => Syntax::AsPattern,
        "as_pattern_target" => Syntax::AsPatternTarget,
        "assert_statement" => Syntax::Assert,
        "assignment" => Syntax::Assignment,
        "attribute" => Syntax::Attribute,
        "augmented_assignment" => Syntax::AugmentedAssignment,
        "await" => Syntax::Await,
        "binary_operator" => Syntax::BinaryOperator,
        "block" => Syntax::Block,
        "boolean_operator" => Syntax::BooleanOperator,
        "break_statement" => Syntax::Break,
        "call" => Syntax::Call,
        "case_clause" => Syntax::CaseClause,
        "case_pattern" => Syntax::CasePattern,
        "class_definition" => Syntax::ClassDefinition,
        "class_pattern" => Syntax::ClassPattern,
        "comparison_operator" => Syntax::ComparisonOperator,
        "complex_pattern" => Syntax::ComplexPattern,
        "concatenated_string" => Syntax::ConcatenatedString,
        "conditional_expression" => Syntax::ConditionalExpression,
        "constrained_type" => Syntax::ConstrainedType,
        "continue_statement" => Syntax::Continue,
        "decorated_definition" => Syntax::DecoratedDefinition,
        "decorator" => Syntax::Decorator,
        "default_parameter" => Syntax::DefaultParameter,
        "delete_statement" => Syntax::Delete,
        "dict_pattern" => Syntax::DictPattern,
        "dictionary" => Syntax::Dictionary,
        "dictionary_comprehension" => Syntax::DictionaryComprehension,
        "dictionary_splat" => Syntax::DictionarySplat,
        "dictionary_splat_pattern" => Syntax::DictionarySplatPattern,
        "dotted_name" => Syntax::DottedName,
        "elif_clause" => Syntax::Elif,
        "ellipsis" => Syntax::Ellipsis,
        "else_clause" => Syntax::Else,
        "except_clause" => Syntax::ExceptClause,
        "expression_list" => Syntax::ExpressionList,
        "expression_statement" => Syntax::ExpressionStatement,
        "false" => Syntax::False,
        "finally_clause" => Syntax::Finally,
        "float" => Syntax::Float,
        "for_in_clause" => Syntax::ForInClause,
        "for_statement" => Syntax::For,
        "format_expression" => Syntax::FormatExpression,
        "format_specifier" => Syntax::FormatSpecifier,
        "function_definition" => Syntax::FunctionDefinition,
        "future_import_statement" => Syntax::FutureImport,
        "generator_expression" => Syntax::GeneratorExpression,
        "generic_type" => Syntax::GenericType,
        "global_statement" => Syntax::Global,
        "identifier" => Syntax::Identifier,
        "if_clause" => Syntax::IfClause,
        "if_statement" => Syntax::If,
        "import_from_statement" => Syntax::ImportFrom,
        "import_statement" => Syntax::Import,
        "integer" => Syntax::Integer,
        "interpolation" => Syntax::Interpolation,
        "keyword_argument" => Syntax::KeywordArgument,
        "keyword_pattern" => Syntax::KeywordPattern,
        "keyword_separator" => Syntax::KeywordSeparator,
        "lambda" => Syntax::Lambda,
        "lambda_parameters" => Syntax::LambdaParameters,
        "list" => Syntax::List,
        "list_comprehension" => Syntax::ListComprehension,
        "list_pattern" => Syntax::ListPattern,
        "list_splat" => Syntax::ListSplat,
        "list_splat_pattern" => Syntax::ListSplatPattern,
        "match_statement" => Syntax::Match,
        "member_type" => Syntax::MemberType,
        "module" => Syntax::Module,
        "named_expression" => Syntax::NamedExpression,
        "none" => Syntax::None,
        "nonlocal_statement" => Syntax::Nonlocal,
        "not_operator" => Syntax::Not,
        "pair" => Syntax::Pair,
        "parameters" => Syntax::Parameters,
        "parenthesized_expression" | "parenthesized_list_splat" => Syntax::Parenthesized,
        "pass_statement" => Syntax::Pass,
        "pattern_list" => Syntax::PatternList,
        "positional_separator" => Syntax::PositionalSeparator,
        "raise_statement" => Syntax::Raise,
        "relative_import" => Syntax::RelativeImport,
        "return_statement" => Syntax::Return,
        "set" => Syntax::Set,
        "set_comprehension" => Syntax::SetComprehension,
        "slice" => Syntax::Slice,
        "splat_pattern" => Syntax::SplatPattern,
        "splat_type" => Syntax::SplatType,
        "string" => Syntax::StringNode,
        "string_end" => Syntax::StringEnd,
        "string_start" => Syntax::StringStart,
        "subscript" => Syntax::Subscript,
        "true" => Syntax::True,
        "try_statement" => Syntax::Try,
        "tuple" => Syntax::Tuple,
        "tuple_pattern" => Syntax::TuplePattern,
        "type" => Syntax::Type,
        "type_alias_statement" => Syntax::TypeAlias,
        "type_parameter" => Syntax::TypeParameter,
        "typed_default_parameter" => Syntax::TypedDefaultParameter,
        "typed_parameter" => Syntax::TypedParameter,
        "unary_operator" => Syntax::UnaryOperator,
        "union_pattern" => Syntax::UnionPattern,
        "union_type" => Syntax::UnionType,
        "while_statement" => Syntax::While,
        "wildcard_import" => Syntax::Wildcard,
        "with_clause" => Syntax::WithClause,
        "with_item" => Syntax::WithItem,
        "with_statement" => Syntax::With,
        "yield" => Syntax::Yield,
        "chevron" | "exec_statement" | "print_statement" => Syntax::Foreign,
        // What strings are made of, comments, line ends.
        _ => Syntax::Token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind of the grammar, and nothing else, has a place here.
    #[test]
    fn all_kinds_are_known() {
        let grammar = syntax::Language::Python.grammar();
        let ids = (0..grammar.node_kind_count() as u16)
            .filter(|id| grammar.node_kind_is_named(*id) && grammar.node_kind_is_visible(*id));
        let mut unread: Vec<_> = ids
            .map(|id| grammar.node_kind_for_id(id).unwrap_or(""))
            .filter(|name| named(name) == Syntax::Token)
            .collect();
        unread.sort_unstable();
        unread.dedup();
        let tokens = [
            "comment",
            "escape_interpolation",
            "escape_sequence",
            "import_prefix",
            "line_continuation",
            "string_content",
            "type_conversion",
        ];
        assert_eq!(unread, tokens);
        let source = include_str!("syntax.rs");
        let source = source.split("#[cfg(test)]").next().unwrap_or("");
        let arms = source.lines().filter(|l| l.contains("=> Syntax::"));
        for name in arms.flat_map(|l| l.split('"').skip(1).step_by(2)) {
            let ids = [true, false].map(|named| grammar.id_for_node_kind(name, named));
            let is_there = ids.iter().any(|id| *id != 0);
            assert!(is_there || name == "parenthesized_list_splat", "{name}");
        }
    }
}
