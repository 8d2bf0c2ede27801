//! What a program declares, as a list for people who look for their way in it: functions, classes, and what stands in
//! them. Works on code with mistakes as far as its tree goes.

mod python;
mod typescript;

use syntax::{Language, Span};

use crate::Program;

/// Deepest declaration that is listed, from 0: a text can nest as deep as it is long.
const MAX_DEPTH: usize = 40;

/// Something that a program declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Its name, as it is written. Never empty.
    pub name: String,
    /// What it is.
    pub kind: DeclaredKind,
    /// All of it, with decorators and `export`.
    pub span: Span,
    /// Where its name stands, inside of `span`.
    pub name_span: Span,
    /// How many other declarations it stands in. Those come before it, and one stands in the last one before it that is
    /// less deep.
    pub depth: usize,
}

/// What something that is declared is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DeclaredKind {
    /// A function, also one that a constant holds.
    Function,
    /// A class.
    Class,
    /// A function of a class.
    Method,
    /// A name that a class or an interface gives a type or a value.
    Field,
    /// An interface, or the name of a type.
    Interface,
    /// An enumeration.
    Enum,
    /// One of its values.
    EnumMember,
    /// A namespace.
    Namespace,
}

impl Program {
    /// What it declares, in the order of the text. Worked out at each call; empty for a language without a grammar.
    pub fn outline(&self) -> Vec<Declared> {
        match self.grammar {
            Some(Language::Python) => {
                let tree = self.python().map(|python| &python.tree);
                tree.map_or_else(Vec::new, python::outline)
            }
            Some(Language::TypeScript) => {
                let tree = self.typescript().map(|read| &read.tree);
                tree.map_or_else(Vec::new, typescript::outline)
            }
            _ => Vec::new(),
        }
    }

    /// Functions and classes at the top of it, and the functions of those classes, in the order of the text. Worked out
    /// at each call.
    pub fn top_outline(&self) -> Vec<Declared> {
        let mut outline = self.outline();
        outline.retain(|d| {
            d.depth == 0 && d.kind != DeclaredKind::Field
                || d.depth == 1 && d.kind == DeclaredKind::Method
        });
        outline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outline as a page: each name behind as many blanks as it is deep, with what it is and how many lines it has.
    fn page(language: Language, text: &str) -> String {
        let program = Program::new(Some(language), text.into());
        let mut page = String::new();
        for declared in program.outline() {
            let Declared {
                name, kind, depth, ..
            } = &declared;
            assert_eq!(declared.name_span.slice(text), name);
            assert!(declared.span.contains(declared.name_span), "{declared:?}");
            let lines = declared.span.slice(text).lines().count();
            page += &format!("{}{kind:?} {name} {lines}\n", " ".repeat(*depth));
        }
        page
    }

    #[test]
    fn python() {
        let text = "\
import x
@x.task
def main(a: int, *b):
    async def inner(): pass
    c: int = 1
    return lambda: 1
if a:
    class A(TypedDict):
        name: str
        x.y = 1
        size = 2
        @property
        def area(self):
            def deeper(): pass
        class B: z: int
def (
";
        let wanted = "\
Function main 5
 Function inner 1
Class A 8
 Field name 1
 Field size 1
 Method area 3
  Function deeper 1
 Class B 1
  Field z 1
";
        assert_eq!(page(Language::Python, text), wanted);
    }

    #[test]
    fn typescript() {
        let text = "\
export async function main(a: {b: string}) {
  const f = (x) => x, g = function* () {}
  return {m() {}}
}
export default function () {}
export const h = async () => {
  class Inner {}
}
abstract class A<T> extends B {
  static x = 1
  #y: {z: number}
  constructor() { super() }
  get z() { return 1 }
  abstract w(): void
  run = () => { function deep() {} }
}
type T = {
  a: string
  b: {c: number}
}
interface I { d: (e: {f: 1}) => void; g(): {h: 1} }
enum E { P, Q = T.x, 'r s' }
namespace N { export function inside() {} }
declare function told(): void
let cut = 1
function ( {
";
        let wanted = "\
Function main 4
 Function f 1
 Function g 1
Function default 1
Function h 3
 Class Inner 1
Class A 8
 Field x 1
 Field #y 1
  Field z 1
 Method constructor 1
 Method z 1
 Method w 1
 Method run 1
  Function deep 1
Interface T 4
 Field a 1
 Field b 1
  Field c 1
Interface I 1
 Field d 1
 Method g 1
Enum E 1
 EnumMember P 1
 EnumMember Q 1
 EnumMember 'r s' 1
Namespace N 1
 Function inside 1
Function told 1
";
        assert_eq!(page(Language::TypeScript, text), wanted);
    }

    #[test]
    fn what_nests_without_end_is_left_out() {
        let deep = "function f() {".repeat(3_000) + &"}".repeat(3_000);
        let program = Program::new(Some(Language::TypeScript), deep.into());
        let outline = program.outline();
        assert!(outline.iter().all(|d| d.depth <= MAX_DEPTH));
        assert!(outline.len() > MAX_DEPTH);
    }
}
