//! What the nodes of tree-sitter become for which that is said by what they are and by what they stand in.

use super::Frame;
use super::syntax::Syntax;
use crate::python::tree::{
    Comparisons, Comprehension, Constant, Kind, Operator, ParamKind, PatternKind, StringForm, Unary,
};

/// What is done with a node.
pub(super) enum Step {
    /// A node of ours with nothing in it.
    Leaf(Kind),
    /// A node of ours, with what is in this one.
    Node(Kind),
    /// No node of ours: what is in it goes where it stands.
    Through,
}

/// What a node becomes that needs one look; `None`: nothing.
pub(super) fn step(syntax: Syntax, frame: Frame) -> Option<Step> {
    use Step::{Leaf, Node, Through};
    let in_list = matches!(frame.syntax, Syntax::Parameters | Syntax::LambdaParameters);
    let kind = match frame.parted {
        0 => ParamKind::Plain,
        _ => ParamKind::KeywordOnly,
    };
    Some(match syntax {
        Syntax::Module
        | Syntax::WithClause
        | Syntax::Parameters
        | Syntax::LambdaParameters
        | Syntax::ArgumentList
        | Syntax::CasePattern
        | Syntax::AsPatternTarget
        | Syntax::Parenthesized
        | Syntax::Interpolation
        | Syntax::FormatExpression
        | Syntax::FormatSpecifier => Through,
        Syntax::Block if frame.syntax == Syntax::Match => Through,
        Syntax::Block => Node(Kind::Block),
        Syntax::If => Node(Kind::If),
        Syntax::Elif => Node(Kind::Elif),
        Syntax::Else => Node(Kind::Else),
        Syntax::For => Node(Kind::For { is_async: false }),
        Syntax::While => Node(Kind::While),
        Syntax::With => Node(Kind::With { is_async: false }),
        Syntax::Try => Node(Kind::Try),
        Syntax::Finally => Node(Kind::Finally),
        Syntax::Return => Node(Kind::Return),
        Syntax::Delete => Node(Kind::Delete),
        Syntax::Raise => Node(Kind::Raise),
        Syntax::Assert => Node(Kind::Assert),
        Syntax::Global => Node(Kind::Global),
        Syntax::Nonlocal => Node(Kind::Nonlocal),
        Syntax::Import => Node(Kind::Import),
        Syntax::ImportFrom | Syntax::FutureImport => Node(Kind::ImportFrom),
        Syntax::AliasedImport => Node(Kind::Alias),
        Syntax::RelativeImport => Node(Kind::Path),
        Syntax::Wildcard => Leaf(Kind::Star),
        Syntax::TypeAlias => Node(Kind::TypeAlias),
        Syntax::Pass => Leaf(Kind::Pass),
        Syntax::Break => Leaf(Kind::Break),
        Syntax::Continue => Leaf(Kind::Continue),
        Syntax::Assignment => Node(Kind::Assign {
            annotated: false,
            valued: false,
        }),
        Syntax::AugmentedAssignment => Node(Kind::AugAssign(Operator::Add)),
        Syntax::TypedParameter | Syntax::DefaultParameter | Syntax::TypedDefaultParameter
            if in_list =>
        {
            Node(Kind::Param {
                kind,
                annotated: false,
                default: false,
            })
        }

        Syntax::ExpressionList | Syntax::PatternList if frame.syntax == Syntax::Delete => Through,
        Syntax::ExpressionList | Syntax::PatternList | Syntax::Tuple | Syntax::TuplePattern
            if !in_list =>
        {
            Node(Kind::Tuple)
        }
        Syntax::List | Syntax::ListPattern => Node(Kind::List),
        Syntax::Set => Node(Kind::Set),
        Syntax::Dictionary => Node(Kind::Dict),
        Syntax::Pair => Node(Kind::Pair),
        Syntax::ListComprehension => Node(Kind::Comp(Comprehension::List)),
        Syntax::SetComprehension => Node(Kind::Comp(Comprehension::Set)),
        Syntax::DictionaryComprehension => Node(Kind::Comp(Comprehension::Dict)),
        Syntax::GeneratorExpression => Node(Kind::Comp(Comprehension::Generator)),
        Syntax::ForInClause => Node(Kind::CompFor { is_async: false }),
        Syntax::IfClause => Node(Kind::CompIf),
        Syntax::ListSplat | Syntax::ListSplatPattern | Syntax::SplatType => match frame.syntax {
            Syntax::DefinedType => Through,
            _ => Node(Kind::Starred),
        },
        Syntax::DictionarySplat | Syntax::DictionarySplatPattern => Node(Kind::Unpack),
        // Their name makes them what they are.
        Syntax::Attribute | Syntax::MemberType | Syntax::KeywordArgument => Node(Kind::Broken),
        Syntax::Slice => Node(Kind::Slice { parts: 0 }),
        Syntax::Call => Node(Kind::Call),
        Syntax::BinaryOperator => Node(Kind::Binary(Operator::Add)),
        Syntax::UnionType => Node(Kind::Binary(Operator::BitOr)),
        Syntax::UnaryOperator => Node(Kind::Unary(Unary::Plus)),
        Syntax::Not => Node(Kind::Unary(Unary::Not)),
        Syntax::BooleanOperator => Node(Kind::Or),
        Syntax::ComparisonOperator => Node(Kind::Compare(Comparisons::default())),
        Syntax::Lambda => Node(Kind::Lambda),
        Syntax::ConditionalExpression => Node(Kind::Conditional),
        Syntax::Await => Node(Kind::Await),
        Syntax::Yield => Node(Kind::Yield),
        Syntax::NamedExpression => Node(Kind::Named),
        Syntax::StringNode if frame.syntax == Syntax::ConcatenatedString => Through,
        Syntax::StringNode => Node(Kind::Str(StringForm {
            open: true,
            ..StringForm::default()
        })),
        Syntax::ConcatenatedString => Node(Kind::Str(StringForm {
            pieces: true,
            ..StringForm::default()
        })),
        Syntax::Integer => Leaf(Kind::Constant(Constant::Integer)),
        Syntax::Float => Leaf(Kind::Constant(Constant::Float)),
        Syntax::True => Leaf(Kind::Constant(Constant::True)),
        Syntax::False => Leaf(Kind::Constant(Constant::False)),
        Syntax::None => Leaf(Kind::Constant(Constant::None)),
        Syntax::Ellipsis => Leaf(Kind::Constant(Constant::Ellipsis)),

        Syntax::AsPattern => match frame.syntax {
            Syntax::CasePattern => Node(Kind::Pattern(PatternKind::As)),
            Syntax::WithItem | Syntax::WithItems | Syntax::ExceptClause => Through,
            _ => Node(Kind::Broken),
        },
        Syntax::KeywordPattern => Node(Kind::Pattern(PatternKind::Keyword)),
        Syntax::ClassPattern => Node(Kind::Pattern(PatternKind::Class)),
        Syntax::SplatPattern => Node(Kind::Pattern(PatternKind::Rest)),
        Syntax::UnionPattern => Node(Kind::Pattern(PatternKind::Or)),
        Syntax::DictPattern => Node(Kind::Pattern(PatternKind::Mapping)),
        Syntax::ComplexPattern => Leaf(Kind::Pattern(PatternKind::Value)),
        Syntax::DecoratedDefinition
        | Syntax::ConstrainedType
        | Syntax::Error
        | Syntax::Foreign
        | Syntax::TypedParameter
        | Syntax::DefaultParameter
        | Syntax::TypedDefaultParameter
        | Syntax::TuplePattern
        | Syntax::Tuple
        | Syntax::ExpressionList
        | Syntax::PatternList => Node(Kind::Broken),
        _ => return None,
    })
}
