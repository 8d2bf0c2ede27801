//! Small texts, and what becomes of them.

use std::fmt::Write;
use std::sync::Arc;

use syntax::Language;

use super::lower;
use crate::javascript::tree::{Kind, Mark, NodeId, Role, Tree};

fn read(language: Language, text: &str) -> Tree {
    lower(&Arc::from(text), language, &syntax::parse(language, text))
}

/// A tree in one line: the name of each kind, the text of names and numbers, children in brackets, each with its role.
fn shown(tree: &Tree, node: NodeId, into: &mut String) {
    if tree.role(node) != Role::None {
        _ = write!(into, "{:?}:", tree.role(node));
    }
    match tree.kind(node) {
        Kind::Identifier | Kind::TypeName | Kind::PropertyName | Kind::Number => {
            into.push_str(tree.text_of(node));
        }
        kind => _ = write!(into, "{kind:?}"),
    }
    for (mark, sign) in [
        (Mark::Async, "~"),
        (Mark::Generator, "*"),
        (Mark::Optional, "?"),
        (Mark::Default, "^"),
        (Mark::Of, " of"),
        (Mark::Access, "#"),
        (Mark::Abstract, "%"),
    ] {
        if tree.has(node, mark) {
            into.push_str(sign);
        }
    }
    if tree.child(node, 0).is_some() {
        into.push('[');
        for (i, child) in tree.children(node).enumerate() {
            if i > 0 {
                into.push(' ');
            }
            shown(tree, child, into);
        }
        into.push(']');
    }
}

#[track_caller]
fn becomes(language: Language, rows: &[(&str, &str)]) {
    for (text, want) in rows {
        let tree = read(language, text);
        let mut found = String::new();
        shown(&tree, NodeId::ROOT, &mut found);
        assert_eq!(found, format!("Program[{want}]"), "{text}");
        assert!(!tree.is_broken(NodeId::ROOT), "{text}");
    }
}

#[test]
fn statements_and_expressions() {
    becomes(
        Language::JavaScript,
        &[
            (
                "a?.b[0].c",
                "Expression[Member[Object:Subscript[Object:Member?[Object:a Property:b] Index:0] Property:c]]",
            ),
            (
                "f?.(1, ...a)",
                "Expression[Call?[Function:f Arguments:Arguments[1 Spread[a]]]]",
            ),
            (
                "-a * !b",
                "Expression[Binary(Mul)[Left:Unary(Minus)[Argument:a] Right:Unary(Not)[Argument:b]]]",
            ),
            (
                "typeof a in b",
                "Expression[Binary(In)[Left:Unary(TypeOf)[Argument:a] Right:b]]",
            ),
            (
                "a >>>= b ?? 1",
                "Expression[AugAssign(ShiftRightZero)[Left:a Right:Binary(Coalesce)[Left:b Right:1]]]",
            ),
            ("a++", "Expression[Update[Argument:a]]"),
            (
                "(a, b) ? x : y",
                "Expression[Conditional[Condition:Paren[Sequence[a b]] Consequence:x Alternative:y]]",
            ),
            ("`a${b}c`", "Expression[Template[Substitution[b]]]"),
            (
                "({a: 1, b, 'c': d, [e]: f, g() {}, ...h})",
                "Expression[Paren[Object[Pair[Key:a Value:1] Shorthand Pair[Key:Str Value:d] Pair[Key:Computed[e] Value:f] Method[Name:g Parameters:Parameters Body:Block] Spread[h]]]]",
            ),
            (
                "const [a, , b = 1, ...c] = d, {e, f: g, h = 2} = i",
                "Variable(Const)[Declarator[Name:ArrayPattern[a Hole AssignmentPattern[Left:b Right:1] Rest[c]] Value:d] Declarator[Name:ObjectPattern[ShorthandPattern PairPattern[Key:f Value:g] AssignmentPattern[Left:ShorthandPattern Right:2]] Value:i]]",
            ),
            (
                "[, a] = b",
                "Expression[Assign[Left:ArrayPattern[Hole a] Right:b]]",
            ),
            (
                "async x => await x",
                "Expression[Arrow~[Parameter:x Body:Await[x]]]",
            ),
            (
                "function* f(a, b = 1) { yield a }",
                "Function*[Name:f Parameters:Parameters[a AssignmentPattern[Left:b Right:1]] Body:Block[Expression[Yield[a]]]]",
            ),
            (
                "if (a) b; else if (c) d",
                "If[Condition:Paren[a] Consequence:Expression[b] Alternative:If[Condition:Paren[c] Consequence:Expression[d]]]",
            ),
            (
                "for (const a of b) {}",
                "ForIn(Some(Const)) of[Left:a Right:b Body:Block]",
            ),
            (
                "for (a in b) c",
                "ForIn(None)[Left:a Right:b Body:Expression[c]]",
            ),
            (
                "for (let i = 0; i < 1; i++) {}",
                "For[Initializer:Variable(Let)[Declarator[Name:i Value:0]] Condition:Binary(Less)[Left:i Right:1] Increment:Update[Argument:i] Body:Block]",
            ),
            (
                "try { a } catch (e) { b } finally {}",
                "Try[Body:Block[Expression[a]] Handler:Catch[Parameter:e Body:Block[Expression[b]]] Finalizer:Finally[Body:Block]]",
            ),
            (
                "switch (a) { case 1: b; default: c }",
                "Switch[Value:Paren[a] Body:SwitchBody[Case[Value:1 Body:Expression[b]] DefaultCase[Body:Expression[c]]]]",
            ),
            (
                "new A(/* c */ b)",
                "Expression[New[Constructor:A Arguments:Arguments[b]]]",
            ),
            (
                "<a b={c}>{d}</a>",
                "Expression[JsxElement[OpenTag:JsxOpening[Name:a Attribute:JsxAttribute[b JsxExpression[c]]] JsxExpression[d] CloseTag:JsxClosing[Name:a]]]",
            ),
        ],
    );
}

#[test]
fn what_typescript_adds() {
    becomes(
        Language::TypeScript,
        &[
            (
                "import a, { b as c, type d } from 'e'",
                "Import[Default:a ImportSpecifier[Name:b Alias:c] ImportSpecifier[Name:d] Source:Str]",
            ),
            (
                "import * as a from 'b'",
                "Import[NamespaceImport[a] Source:Str]",
            ),
            (
                "export { a as b } from 'c'",
                "Export[ExportClause[ExportSpecifier[Name:a Alias:b]] Source:Str]",
            ),
            (
                "export default async function f() {}",
                "Export^[Declaration:Function~[Name:f Parameters:Parameters Body:Block]]",
            ),
            (
                "export const a = 1",
                "Export[Declaration:Variable(Const)[Declarator[Name:a Value:1]]]",
            ),
            (
                "function f(a: A, b?: B.C, { c }: D = e): Promise<F> {}",
                "Function[Name:f Parameters:Parameters[Parameter[Pattern:a Type:TypeAnnotation[A]] Parameter?[Pattern:b Type:TypeAnnotation[QualifiedType[Module:B Name:C]]] Parameter[Pattern:ObjectPattern[ShorthandPattern] Type:TypeAnnotation[D] Value:e]] ReturnType:TypeAnnotation[GenericType[Name:Promise TypeArguments:TypeArguments[F]]] Body:Block]",
            ),
            (
                "enum A { B, C = 1, 'd' }",
                "Enum[Name:A Body:EnumBody[EnumMember[Name:B] EnumMember[Name:C Value:1] EnumMember[Name:Str]]]",
            ),
            (
                "abstract class A<T> extends B<T> implements C { private b?: T = 1; abstract c(): void; static { d } }",
                "Class%[Name:A TypeParameters:TypeParameters[TypeParameter[Name:T]] Heritage[Extends[Value:B TypeArguments:TypeArguments[T]] Implements[C]] Body:ClassBody[Field?#[Name:b Type:TypeAnnotation[T] Value:1] AbstractMethod[Name:c Parameters:Parameters ReturnType:TypeAnnotation[PredefinedType]] StaticBlock[Body:Block[Expression[d]]]]]",
            ),
            (
                "interface A extends B { c?: string; d(): void; [e: string]: F }",
                "Interface[Name:A ExtendsType[Type:B] Body:ObjectType[PropertySignature?[Name:c Type:TypeAnnotation[PredefinedType]] MethodSignature[Name:d Parameters:Parameters ReturnType:TypeAnnotation[PredefinedType]] IndexSignature[Name:e IndexType:PredefinedType Type:TypeAnnotation[F]]]]",
            ),
            (
                "type A<T> = { [K in keyof T]: T[K] }",
                "TypeAlias[Name:A TypeParameters:TypeParameters[TypeParameter[Name:T]] Value:ObjectType[IndexSignature[MappedType[Name:K Type:KeyofType[T]] Type:TypeAnnotation[LookupType[T K]]]]]",
            ),
            (
                "type A = 'a' | B[] | readonly [c: D, E?]",
                "TypeAlias[Name:A Value:UnionType[UnionType[LiteralType[Str] ArrayType[B]] ReadonlyType[TupleType[Parameter[Name:c Type:TypeAnnotation[D]] OptionalType[E]]]]]",
            ),
            (
                "a!.b as C satisfies D",
                "Expression[Satisfies[As[Member[Object:NonNull[a] Property:b] C] D]]",
            ),
            ("a as const", "Expression[As[a]]"),
            (
                "namespace A.B { export const c = 1 }",
                "Namespace[Name:Qualified[Object:A Property:B] Body:Block[Export[Declaration:Variable(Const)[Declarator[Name:c Value:1]]]]]",
            ),
            (
                "class A { constructor(private a: B) {} }",
                "Class[Name:A Body:ClassBody[Method[Name:constructor Parameters:Parameters[Parameter#[Pattern:a Type:TypeAnnotation[B]]] Body:Block]]]",
            ),
        ],
    );
}

#[test]
fn what_is_awaited_is_all_that_stands_behind() {
    becomes(
        Language::TypeScript,
        &[
            (
                "await f<T>(a).b",
                "Expression[Await[Member[Object:Call[Function:f TypeArguments:TypeArguments[T] Arguments:Arguments[a]] Property:b]]]",
            ),
            (
                "x = !(await f<T>())?.[1]",
                "Expression[Assign[Left:x Right:Unary(Not)[Argument:Subscript?[Object:Paren[Await[Call[Function:f TypeArguments:TypeArguments[T] Arguments:Arguments]]] Index:1]]]]",
            ),
            (
                "!await f<T>()",
                "Expression[Unary(Not)[Argument:Await[Call[Function:f TypeArguments:TypeArguments[T] Arguments:Arguments]]]]",
            ),
            (
                "await a.b as C as D",
                "Expression[As[As[Await[Member[Object:a Property:b]] C] D]]",
            ),
            ("await (a as B)", "Expression[Await[Paren[As[a B]]]]"),
            ("await a as const", "Expression[As[Await[a]]]"),
            (
                "(await f)<T>()",
                "Expression[Call[Function:Paren[Await[f]] TypeArguments:TypeArguments[T] Arguments:Arguments]]",
            ),
        ],
    );
}

#[test]
fn a_statement_ends_before_the_comment_behind_it() {
    let text = "function f() { if (a) g() // b\n /* c */ }";
    let tree = read(Language::TypeScript, text);
    let mut all = tree.all();
    let written = all.find(|n| matches!(tree.kind(*n), Kind::If));
    assert_eq!(tree.written(written), "if (a) g()");
}

#[test]
fn what_does_not_parse_is_there_as_far_as_it_goes() {
    let text = "import { a } from 'b'\nfunction f(x: T) {\n  const y = g(x.\n\nfunction h() {}\n";
    let tree = read(Language::TypeScript, text);
    assert!(tree.is_broken(NodeId::ROOT));
    for name in ["a", "f", "x", "T", "y", "g", "h"] {
        let symbol = tree.symbol(name).expect(name);
        let mut all = tree.all();
        assert!(all.any(|n| tree.symbol_of(n) == Some(symbol)), "{name}");
    }
}

#[test]
fn comments_are_kept_beside_the_tree() {
    let text = "// a\n/** b */\nfunction f(/* c */) {}";
    let tree = read(Language::TypeScript, text);
    let comments: Vec<&str> = tree.comments().iter().map(|c| c.slice(text)).collect();
    assert_eq!(comments, ["// a", "/** b */", "/* c */"]);
    let function = tree.child(NodeId::ROOT, 0).expect("a function");
    let doc = tree.comment_before(function).map(|c| c.slice(text));
    assert_eq!(doc, Some("/** b */"));
}
