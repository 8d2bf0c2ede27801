// == a block hides
const x = 1; { const x = 2; x; } x;
// == var goes out
function f() { if (1) { var x = 1; } return x; }
// == a parameter in its default
function f(a: number, b = a, c = () => b) { return a + c(); }
// == a function by its own name
const g = function f(n: number): number { return n ? f(n - 1) : 0; }; const f = g; f(1);
// == hoisted
f(); function f() { return g; } let g = f;
// == a class and its type
class A { a: A | null = null; static of(): A { return new A(); } } let a: A = A.of();
// == an interface and a constant
interface Row { id: number } const row: Row = { id: 1 }; function f(Row: Row) { return Row; }
// == type parameters
function f<T, U extends T>(x: T, y: U): T { type T2 = T; const z: T2 = x; return z; } type T = string; let t: T;
// == shorthand
const a = 1, b = { a, c: a, a2: { a } }; b.a;
// == destructuring
const { a, b: c, ...rest } = o; const [d, , e = a] = l; a; c; d; e; rest; b;
// == destructured parameters
function f({ a, b = a }: { a: number; b?: number }, [c]: number[]) { return a + b + c; }
// == assignment patterns
let a, b; ({ a, x: b = a } = o); [a, b] = [b, a];
// == loops
for (let i = 0; i < n; i++) { const i = 1; i; } for (const k of l) k; for (const k in o) { k; } let i, n = 1, l = [n], o = l;
// == labels
outer: for (const outer of l) { if (outer) continue outer; break outer; }
// == catch
try { a(); } catch (e) { e; { let e = 1; e; } } let e = 2; e;
// == enums
enum E { A, B = A } let x: E = E.A; const A = 1; A;
// == namespaces
namespace N { export const x = 1; export type T = number; } N.x; let t: N.T; const x = 2; x;
// == typeof and keyof
const o = { a: 1 }; type O = typeof o; let k: keyof typeof o; type A = O["a"];
// == mapped and conditional
type M<K extends string> = { [P in K]: P }; type C<T> = T extends Array<infer U> ? U : T; type U = 1;
// == predicates
function is(x: unknown): x is string { return typeof x === "string"; } function as(x: unknown): asserts x { x; }
// == exports
const a = 1, b = 2; export { a, b as c }; export default a;
// == templates
const a = 1; const s = `${a} a ${`${a}`}`; /* a */ // a
// == methods
class A { x = 1; m(x: number) { return this.x + x; } get y() { return x; } } const x = 1;
// == getters in objects
const x = 1; const o = { x() { return x; }, get y() { return x; }, ["x" + x]: x };
// == arrows
const f = (x: number) => (y: number) => x + y; const g = x => x; const x = f(1)(2); g(x);
// == a closure over a loop
const fs: any[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); let i = 5; i;
// == switch
function f(a: number) { switch (a) { case 1: { const b = a; return b; } default: let b = 2; return b; } }
// == async and await
async function f(a: Promise<number>) { const b = await a; for await (const c of [a]) { c; b; } }
// == generators
function* f(a: number) { const b = yield a; yield* f(b); }
// == optional chains
const o: any = {}; o?.o?.[o].o(o); o!.o;
// == as and satisfies
type T = { a: number }; const x = { a: 1 } as T; const y = { a: 2 } satisfies T; const z = <T>x; y; z;
// == object keys
const key = "a"; const o = { key: key, [key]: key, "key": key }; o.key; o[key];
// == overloads
function f(a: string): string; function f(a: number): number; function f(a: any) { return a; } f(1);
// == abstract classes
abstract class A<T> { abstract m(T: T): T; } class B extends A<B> { m(T: B) { return T; } }
// == function types
type F = (a: number, b: F) => void; let f: F = (a, b) => b(a, f); interface G { (a: G): G; new (a: G): G; m(a: G): G }
// == new and instanceof
class E extends Error { } try { throw new E(); } catch (x) { if (x instanceof E) x; }
// == tuples and rest
function f(...xs: [a: number, b: string]) { const [a, ...ys] = xs; return [a, ...ys, ...xs]; }
// == a name like a property
const length = 1; [length].length; "".length; ({ length }).length;
// == unicode
const π = 3, täxt = "ä"; `${π} ${täxt} π`; // π
// == var twice
var a = 1; var a = 2; a; function f() { a; var a = 3; }
// == default parameters see outside
const b = 1; function f(a = b) { const b = 2; return a + b; }
// == a static block
class A { static x = 1; static { const x = A.x; x; } } let x = 1;
// == declare
declare function go(a: number): void; declare const c: number; go(c);
// == an import
import d, { a, b as c } from "./x"; import * as n from "./y"; import type { T } from "./z"; a; c; d; n.a; let t: T;
