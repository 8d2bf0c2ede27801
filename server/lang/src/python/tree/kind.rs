//! What a node is, with what its children are to it, in the order in which they stand.

use super::Symbol;

/// What a node is. In square brackets: its children; `…*` any number of them, `…?` perhaps one. What is broken may
/// lack some of them, and have a [`Kind::Broken`] anywhere among them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// `[statement*]`
    Module,
    /// The body of something. `[statement*]`
    Block,
    /// What does not parse: what could be read of it, in order.
    Broken,

    /// `[Decorator* Ident TypeParam* Param* returned? Block]`
    Function {
        /// Whether `async` stands before it.
        is_async: bool,
        /// The offset of its `def` or `async`.
        head: u32,
    },
    /// `[Decorator* Ident TypeParam* argument* Block]`; arguments as those of [`Kind::Call`].
    Class {
        /// The offset of its `class`.
        head: u32,
    },
    /// `[expression]`
    Decorator,
    /// `[Ident annotation? default?]`
    Param {
        /// How it takes its value.
        kind: ParamKind,
        /// Whether it has an annotation.
        annotated: bool,
        /// Whether it has a default.
        default: bool,
    },
    /// `[Ident bound?]`
    TypeParam(TypeParamKind),
    /// `[expression?]`
    Return,
    /// `[target*]`
    Delete,
    /// `[target* annotation? value?]`: one target where there is an annotation, and perhaps no value.
    Assign {
        /// Whether there is an annotation.
        annotated: bool,
        /// Whether there is a value.
        valued: bool,
    },
    /// `[target value]`
    AugAssign(Operator),
    /// `[Name TypeParam* value]`
    TypeAlias,
    /// `[target iterable Block Else?]`
    For {
        /// Whether `async` stands before it.
        is_async: bool,
    },
    /// `[test Block Else?]`
    While,
    /// `[test Block Elif* Else?]`
    If,
    /// `[test Block]`
    Elif,
    /// `[Block]`
    Else,
    /// `[WithItem* Block]`
    With {
        /// Whether `async` stands before it.
        is_async: bool,
    },
    /// `[value target?]`
    WithItem,
    /// `[subject Case*]`
    Match,
    /// `[Pattern guard? Block]`
    Case,
    /// A pattern of a `case`; see [`PatternKind`].
    Pattern(PatternKind),
    /// `[exception? cause?]`
    Raise,
    /// `[Block Except* Else? Finally?]`
    Try,
    /// `[class? Ident? Block]`
    Except,
    /// `[Block]`
    Finally,
    /// `[test message?]`
    Assert,
    /// `[Alias*]`, each `[Path Ident?]`
    Import,
    /// `[Path (Star | Alias*)]`, each alias `[Ident Ident?]`
    ImportFrom,
    /// One name of an import.
    Alias,
    /// A module's name, with its leading dots. `[Ident*]`
    Path,
    /// What imports everything.
    Star,
    /// `[Ident*]`
    Global,
    /// `[Ident*]`
    Nonlocal,
    /// An expression as a statement. `[expression]`
    Expression,
    /// `pass`
    Pass,
    /// `break`
    Break,
    /// `continue`
    Continue,

    /// An identifier that is no expression: what is defined, imported or given as a name.
    Ident(Symbol),
    /// An identifier as an expression, be it read or given a value.
    Name(Symbol),
    /// `[object]`
    Attribute(Symbol),
    /// `[object index]`
    Subscript,
    /// `[lower? upper? step?]`
    Slice {
        /// Which of the three there are, from the lowest bit.
        parts: u8,
    },
    /// `[function argument*]`; an argument is an expression, a [`Kind::Keyword`],
    /// a [`Kind::Starred`] or a [`Kind::Unpack`].
    Call,
    /// `name=value`. `[value]`
    Keyword(Symbol),
    /// `*value`. `[value]`
    Starred,
    /// `**value` in a dictionary or a call. `[value]`
    Unpack,
    /// `[left right]`
    Binary(Operator),
    /// `[operand]`
    Unary(Unary),
    /// `[left right]`; of three, the first two are the left one.
    And,
    /// As [`Kind::And`].
    Or,
    /// `[operand operand*]`
    Compare(Comparisons),
    /// `[Param* body]`
    Lambda,
    /// `[value test otherwise]`
    Conditional,
    /// `[operand]`
    Await,
    /// `[value?]`
    Yield,
    /// `[value]`
    YieldFrom,
    /// `[Name value]`
    Named,
    /// `[item*]`
    Tuple,
    /// `[item*]`
    List,
    /// `[item*]`
    Set,
    /// `[(Pair | Unpack)*]`
    Dict,
    /// `[key value]`
    Pair,
    /// `[value (CompFor | CompIf)*]`; the value of a dictionary's is a [`Kind::Pair`].
    Comp(Comprehension),
    /// `[target iterable]`
    CompFor {
        /// Whether `async` stands before it.
        is_async: bool,
    },
    /// `[test]`
    CompIf,
    /// A string, be it in several pieces. `[expression*]`, what stands in its braces.
    Str(StringForm),
    /// A number, or one of the words that are values.
    Constant(Constant),
}

impl Kind {
    /// Whether it has a scope of its own inside another.
    pub fn is_scope(self) -> bool {
        matches!(
            self,
            Kind::Function { .. } | Kind::Class { .. } | Kind::Lambda | Kind::Comp(_)
        )
    }

    /// Whether what is in it runs when it is called, and not where it stands.
    pub fn is_function(self) -> bool {
        matches!(
            self,
            Kind::Function { .. } | Kind::Class { .. } | Kind::Lambda
        )
    }
}

/// How a parameter takes its value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ParamKind {
    /// Before a `/`: by place only.
    PositionalOnly,
    /// By place or by name.
    Plain,
    /// After a `*`: by name only.
    KeywordOnly,
    /// `*args`.
    Args,
    /// `**kwargs`.
    Kwargs,
}

/// What a type parameter stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TypeParamKind {
    /// One type.
    Plain,
    /// `*Ts`.
    Tuple,
    /// `**P`.
    Parameters,
}

/// An operator of two operands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are Python's own")]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
}

/// An operator of one operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unary {
    /// `not`
    Not,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `~`
    Invert,
}

/// An operator that compares.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are Python's own")]
pub enum Comparison {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

impl Comparison {
    const ALL: [Comparison; 10] = [
        Comparison::Eq,
        Comparison::NotEq,
        Comparison::Lt,
        Comparison::LtE,
        Comparison::Gt,
        Comparison::GtE,
        Comparison::Is,
        Comparison::IsNot,
        Comparison::In,
        Comparison::NotIn,
    ];
}

/// The operators of a comparison, of which the first eight are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Comparisons(u32);

impl Comparisons {
    /// The operator after the operand of this index; `None` also beyond the eighth.
    pub fn get(self, index: usize) -> Option<Comparison> {
        let code = (self.0.checked_shr(4 * index as u32).unwrap_or(0) & 15) as usize;
        Comparison::ALL.get(code.checked_sub(1)?).copied()
    }

    /// The same with one more at the end.
    pub(crate) fn with(self, next: Comparison) -> Comparisons {
        let free = (0..8).find(|i| self.0 >> (4 * i) & 15 == 0);
        let code = Comparison::ALL.iter().position(|c| *c == next);
        match (free, code) {
            (Some(at), Some(code)) => Comparisons(self.0 | (code as u32 + 1) << (4 * at)),
            _ => self,
        }
    }
}

/// What a comprehension makes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are Python's own")]
pub enum Comprehension {
    List,
    Set,
    Dict,
    Generator,
}

/// What is special about a string, in any of its pieces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct StringForm {
    /// `b` stands before it.
    pub bytes: bool,
    /// `f` or `t` stands before it: what is in braces is code.
    pub formatted: bool,
    /// `r` stands before it.
    pub raw: bool,
    /// It has more than one piece.
    pub pieces: bool,
    /// Its end is missing.
    pub open: bool,
}

/// A value that is written as one word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are Python's own")]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Integer,
    Float,
}

/// What a pattern is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PatternKind {
    /// `_`
    Wildcard,
    /// A name. `[Ident]`
    Capture,
    /// What must be equal. `[expression?]`
    Value,
    /// `[Pattern*]`
    Sequence,
    /// Keys and what belongs to them, in turns. `[Pattern*]`
    Mapping,
    /// `[class Pattern*]`
    Class,
    /// `name=…` in a class. `[Ident Pattern]`
    Keyword,
    /// `[Pattern Pattern*]`
    Or,
    /// `[Pattern Ident]`
    As,
    /// `*rest` or `**rest`. `[Ident?]`
    Rest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_comparisons_are_kept() {
        let mut all = Comparisons::default();
        assert_eq!(all.get(0), None);
        for _ in 0..4 {
            all = all.with(Comparison::NotIn).with(Comparison::Eq);
        }
        let nine = all.with(Comparison::Is);
        assert_eq!(nine.get(6), Some(Comparison::NotIn));
        assert_eq!(nine.get(7), Some(Comparison::Eq));
        assert_eq!(nine.get(8), None);
        assert_eq!(nine.get(99), None);
    }
}
