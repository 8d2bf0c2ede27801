//! What a node is. What its children are to it is said by their [`Role`](super::Role)s; those without one follow each other.

/// What a node is. In square brackets: its children; a word before a colon is their role, `…*` any number of them, `…?`
/// perhaps one. What is broken may lack some of them, and have a [`Kind::Broken`] anywhere among them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// The whole text. `[statement*]`
    Program,
    /// What does not parse: what could be read of it, in order. Without children: something that is missing.
    Broken,

    /// An expression as a statement. `[expression]`
    Expression,
    /// Statements in braces. `[statement*]`
    Block,
    /// `;`
    Empty,
    /// `[Declarator*]`
    Variable(Word),
    /// `[name: pattern, type: TypeAnnotation?, value: expression?]`
    Declarator,
    /// `[condition, consequence, alternative?]`
    If,
    /// `[initializer, condition, increment?, body]`
    For,
    /// `for … in`, and with [`Mark::Of`](super::Mark) `for … of`; with the word that declares what is on the left.
    /// `[left, right, body]`
    ForIn(Option<Word>),
    /// `[condition, body]`
    While,
    /// `[body, condition]`
    DoWhile,
    /// `[object, body]`
    With,
    /// `[expression?]`
    Return,
    /// `[expression]`
    Throw,
    /// `[label: Label?]`
    Break,
    /// `[label: Label?]`
    Continue,
    /// `[label: Label, body]`
    Labeled,
    /// The name of a statement.
    Label,
    /// `[body: Block, handler: Catch?, finalizer: Finally?]`
    Try,
    /// `[parameter?, type?, body: Block]`
    Catch,
    /// `[body: Block]`
    Finally,
    /// `[value, body: SwitchBody]`
    Switch,
    /// `[(Case | DefaultCase)*]`
    SwitchBody,
    /// `[value, body: statement*]`
    Case,
    /// `[body: statement*]`
    DefaultCase,
    /// `debugger`
    Debugger,

    /// `[default: Identifier?, (NamespaceImport | ImportSpecifier* | ImportRequire)?, source: Str?, ImportAttribute?]`
    Import,
    /// `[name, alias?]`
    ImportSpecifier,
    /// `* as name`. `[Identifier]`
    NamespaceImport,
    /// `name = require("…")`. `[Identifier, source: Str]`
    ImportRequire,
    /// `import a = b.c`. `[Identifier, expression]`
    ImportAlias,
    /// `with { … }`. `[Object]`
    ImportAttribute,
    /// `[decorator: Decorator*, (declaration | value | ExportClause | NamespaceExport)?, source: Str?]`
    Export,
    /// `{ … }` of an export. `[ExportSpecifier*]`
    ExportClause,
    /// `[name, alias?]`
    ExportSpecifier,
    /// `* as name`. `[Identifier]`
    NamespaceExport,

    /// `function` as a statement; with [`Mark::Generator`](super::Mark) `function*`.
    /// `[name: Identifier, type_parameters?, parameters, return_type?, body: Block]`
    Function,
    /// `function` as an expression. As [`Kind::Function`], perhaps without a name.
    FunctionExpression,
    /// `[type_parameters?, (parameters | parameter: Identifier), return_type?, body]`
    Arrow,
    /// A method of a class or an object. As [`Kind::Function`], with any key as its name.
    Method,
    /// A function without a body. As [`Kind::Function`].
    FunctionSignature,
    /// A method without a body. As [`Kind::Method`].
    MethodSignature,
    /// An `abstract` method. As [`Kind::Method`].
    AbstractMethod,
    /// `[type_parameters?, parameters, return_type?]`
    CallSignature,
    /// `[type_parameters?, parameters, type?]`
    ConstructSignature,
    /// `(…) => …` as a type. `[type_parameters?, parameters, return_type]`
    FunctionType,
    /// `new (…) => …` as a type. `[type_parameters?, parameters, type]`
    ConstructorType,
    /// `[parameter*]`: of TypeScript each a [`Kind::Parameter`], of JavaScript a pattern.
    Parameters,
    /// A parameter, or an element of a tuple with a name. `[decorator*, pattern, type?, value?]`
    Parameter,

    /// `class` as a statement. `[decorator*, name: TypeName, type_parameters?, Heritage?, body: ClassBody]`
    Class,
    /// `class` as an expression.
    ClassExpression,
    /// What a class extends and implements. `[(Extends | Implements | expression)*]`
    Heritage,
    /// `[value, type_arguments?]`
    Extends,
    /// `[type*]`
    Implements,
    /// `[(Method | Field | …)*]`
    ClassBody,
    /// A property of a class. `[decorator*, (name | property), type?, value?]`
    Field,
    /// `[body: Block]`
    StaticBlock,
    /// `[expression]`
    Decorator,

    /// `[name: TypeName, type_parameters?, ExtendsType?, body: ObjectType]`
    Interface,
    /// What an interface extends. `[type: type*]`
    ExtendsType,
    /// `[name: TypeName, type_parameters?, value: type]`
    TypeAlias,
    /// `[name: Identifier, body: EnumBody]`
    Enum,
    /// `[EnumMember*]`
    EnumBody,
    /// `[name, value?]`
    EnumMember,
    /// `namespace` and `module`. `[name, body: Block?]`
    Namespace,
    /// `declare`. `[statement]`
    Ambient,

    /// An identifier as an expression or as the name of a value, be it read or bound.
    Identifier,
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// `this`
    This,
    /// `super`
    Super,
    /// `import` of `import("…")` and `import.meta`
    ImportWord,
    /// `new.target`, `import.meta`
    MetaProperty,
    /// A number.
    Number,
    /// A string in `"` or `'`; with [`Mark::Closed`](super::Mark) it has its end.
    Str,
    /// A string between backticks. `[Substitution*]`
    Template,
    /// `${…}`. `[expression]`
    Substitution,
    /// A regular expression.
    Regex,
    /// `[expression*]`
    Array,
    /// `[(Pair | Shorthand | Spread | Method)*]`
    Object,
    /// `[key, value]`
    Pair,
    /// A name as a key, or behind a dot.
    PropertyName,
    /// `#name`
    PrivateName,
    /// `[…]` as a key. `[expression]`
    Computed,
    /// `name` in an object: key and value.
    Shorthand,
    /// `...value`. `[expression]`
    Spread,
    /// An expression in brackets. `[expression]`
    Paren,
    /// `object.property`. `[object, property]`
    Member,
    /// `object[index]`. `[object, index]`
    Subscript,
    /// `[function, type_arguments?, arguments: Arguments | Template]`
    Call,
    /// `[constructor, type_arguments?, arguments?]`
    New,
    /// `[expression*]`
    Arguments,
    /// `[expression]`
    Await,
    /// `[expression?]`
    Yield,
    /// `[argument]`
    Unary(Unary),
    /// `++` and `--`. `[argument]`
    Update,
    /// `[left, right]`
    Binary(Operator),
    /// `[left, right]`
    Assign,
    /// `+=` and its like. `[left, right]`
    AugAssign(Operator),
    /// `[condition, consequence, alternative]`
    Conditional,
    /// `a, b`. `[expression*]`
    Sequence,
    /// `[expression, type?]`; without a type: `as const`.
    As,
    /// `[expression, type]`
    Satisfies,
    /// `value!`. `[expression]`
    NonNull,
    /// `<T>value`. `[TypeArguments, expression]`
    TypeAssertion,
    /// `f<T>`. `[function, type_arguments]`
    Instantiation,

    /// `[pattern*]`, with a [`Kind::Hole`] where one is left out.
    ArrayPattern,
    /// What `[, b]` leaves out.
    Hole,
    /// `[(ShorthandPattern | PairPattern | AssignmentPattern | Rest)*]`
    ObjectPattern,
    /// `name` in an object's pattern.
    ShorthandPattern,
    /// `[key, value: pattern]`
    PairPattern,
    /// A pattern with a default. `[left: pattern, right: expression]`
    AssignmentPattern,
    /// `...name`. `[pattern]`
    Rest,

    /// The name of a type, or of a class where it is declared.
    TypeName,
    /// `A.B` as a type. `[module, name]`
    QualifiedType,
    /// `A.B` as a name. `[object, property]`
    Qualified,
    /// `[TypeParameter*]`
    TypeParameters,
    /// `[name: TypeName, constraint?, value?]`
    TypeParameter,
    /// `[type*]`
    TypeArguments,
    /// `extends T`. `[type]`
    Constraint,
    /// `= T`. `[type]`
    DefaultType,
    /// `: T`. `[type]`
    TypeAnnotation,
    /// `: x is T`. `[TypePredicate]`
    PredicateAnnotation,
    /// `x is T`. `[name, type]`
    TypePredicate,
    /// `: asserts x is T`. `[Asserts]`
    AssertsAnnotation,
    /// `asserts x`. `[…]`
    Asserts,
    /// `string`, `number`, …
    PredefinedType,
    /// `[literal]`
    LiteralType,
    /// `[type]`
    ArrayType,
    /// `[type*]`
    TupleType,
    /// `T?` in a tuple. `[type]`
    OptionalType,
    /// `...T`. `[type]`
    RestType,
    /// `[type*]`; of three, the first two are the left one.
    UnionType,
    /// As [`Kind::UnionType`].
    IntersectionType,
    /// `[type]`
    ParenType,
    /// `[type]`
    ReadonlyType,
    /// `{…}` as a type, and the body of an interface. `[member*]`
    ObjectType,
    /// `[name, type?]`
    PropertySignature,
    /// `[name, index_type, type]`, or with a [`Kind::MappedType`] for the first two.
    IndexSignature,
    /// `K in T`. `[name: TypeName, type, alias?]`
    MappedType,
    /// `[left, right, consequence, alternative]`
    ConditionalType,
    /// `infer T`. `[TypeName, type?]`
    InferType,
    /// `T["a"]`. `[type, type]`
    LookupType,
    /// `keyof T`. `[type]`
    KeyofType,
    /// `typeof x` as a type. `[expression]`
    TypeQuery,
    /// `[name, type_arguments]`
    GenericType,
    /// A type between backticks. `[TemplatePart*]`
    TemplateType,
    /// `${…}` in it. `[type]`
    TemplatePart,
    /// `this` as a type.
    ThisType,
    /// A type of another dialect. `[type*]`
    OtherType,

    /// `<a>…</a>`. `[open_tag, …, close_tag]`
    JsxElement,
    /// `<a …>`. `[name?, attribute*]`
    JsxOpening,
    /// `</a>`. `[name?]`
    JsxClosing,
    /// `<a … />`. `[name, attribute*]`
    JsxSelfClosing,
    /// `{…}` in it. `[expression?]`
    JsxExpression,
    /// `[name, value?]`
    JsxAttribute,
    /// `a:b`. `[Identifier*]`
    JsxName,
}

impl Kind {
    /// Whether it is a function whose body is there: what is in it runs when it is called.
    pub fn is_function(self) -> bool {
        matches!(
            self,
            Kind::Function | Kind::FunctionExpression | Kind::Arrow | Kind::Method
        )
    }

    /// Whether it is one of the nodes that a JSX element is made of.
    pub fn is_jsx(self) -> bool {
        matches!(
            self,
            Kind::JsxElement
                | Kind::JsxOpening
                | Kind::JsxClosing
                | Kind::JsxSelfClosing
                | Kind::JsxExpression
                | Kind::JsxAttribute
                | Kind::JsxName
        )
    }
}

/// The word that declares variables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the language's own")]
pub enum Word {
    Var,
    Let,
    Const,
    Using,
}

/// An operator of two operands; with `=` behind it, one that assigns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are ESTree's, put into words")]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Exp,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    ShiftRightZero,
    And,
    Or,
    Coalesce,
    Equal,
    NotEqual,
    StrictEqual,
    StrictNotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    InstanceOf,
}

impl Operator {
    /// The operator that is written so; with `=` behind it where it assigns.
    pub(crate) fn read(sign: &str) -> Option<Operator> {
        use Operator::*;
        Some(match sign {
            "+" => Add,
            "-" => Sub,
            "*" => Mul,
            "/" => Div,
            "%" => Rem,
            "**" => Exp,
            "&" => BitAnd,
            "|" => BitOr,
            "^" => BitXor,
            "<<" => ShiftLeft,
            ">>" => ShiftRight,
            ">>>" => ShiftRightZero,
            "&&" => And,
            "||" => Or,
            "??" => Coalesce,
            "==" => Equal,
            "!=" => NotEqual,
            "===" => StrictEqual,
            "!==" => StrictNotEqual,
            "<" => Less,
            "<=" => LessEqual,
            ">" => Greater,
            ">=" => GreaterEqual,
            "in" => In,
            "instanceof" => InstanceOf,
            _ => return None,
        })
    }

    /// Whether the right side is read only where the left one leaves it open: `&&`, `||`, `??`.
    pub fn is_logical(self) -> bool {
        matches!(self, Operator::And | Operator::Or | Operator::Coalesce)
    }
}

/// An operator of one operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the language's own")]
pub enum Unary {
    Not,
    Invert,
    Minus,
    Plus,
    TypeOf,
    Void,
    Delete,
}

impl Unary {
    /// The operator that is written so.
    pub(crate) fn read(sign: &str) -> Option<Unary> {
        Some(match sign {
            "!" => Unary::Not,
            "~" => Unary::Invert,
            "-" => Unary::Minus,
            "+" => Unary::Plus,
            "typeof" => Unary::TypeOf,
            "void" => Unary::Void,
            "delete" => Unary::Delete,
            _ => return None,
        })
    }
}
