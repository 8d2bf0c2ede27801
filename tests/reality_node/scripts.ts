//// literals: [[1, "a"]]
export function main(n: number, s: string) {
  return { n, s, list: [1, "x", null], nested: { deep: { er: true } }, text: `${n}-${s}`, gone: undefined };
}
//// conditional results: [[true], [false]]
export function main(yes: boolean) {
  return yes ? { ok: true, value: 1 } : { ok: false, reason: "no" };
}
//// several returns: [[0], [1], [2], [3]]
export async function main(n: number) {
  if (n === 0) return null;
  if (n === 1) return { one: 1 };
  if (n === 2) return ["two"];
}
//// built up by assignment: [[true], [false]]
export function main(yes: boolean) {
  const out: Record<string, any> = {};
  out.a = 1;
  if (yes) {
    out.b = "b";
  } else {
    out["c d"] = [out.a];
  }
  return out;
}
//// built up by push: [[3], [0]]
export function main(n: number) {
  const rows = [];
  for (let i = 0; i < n; i++) {
    rows.push({ i, square: i * i });
  }
  return { rows, count: rows.length, first: rows[0], last: rows.at(-1) };
}
//// an alias is changed: [[]]
export function main() {
  const a: any = { x: 1 };
  const b = a;
  b.y = "y";
  return { a, b };
}
//// an alias in a list is changed: [[]]
export function main() {
  const row: any = { x: 1 };
  const rows = [row];
  for (const r of rows) r.extra = true;
  return { rows, row };
}
//// changed after it was stored: [[]]
export function main() {
  const row: any = { x: 1 };
  const rows: any[] = [];
  rows.push(row);
  row.late = "late";
  return rows;
}
//// changed in a loop after it was stored: [[2]]
export function main(n: number) {
  const shared: any = {};
  const seen = [];
  for (let i = 0; i < n; i++) {
    seen.push(shared);
    shared["k" + i] = i;
  }
  return seen;
}
//// changed by a function of the file: [[]]
function fill(o: any) {
  o.filled = "yes";
  return o;
}
export function main() {
  const o = { a: 1 };
  const p = fill(o);
  return { o, p, same: o === p };
}
//// changed by a captured name: [[]]
export function main() {
  const out: any = { a: 1 };
  let n = 1;
  function later() {
    out.b = "b";
    n = 2 as any;
    n = "two" as any;
  }
  later();
  return { out, n };
}
//// changed by a callback: [[["a", "b"]], [[]]]
export function main(names: string[]) {
  let last: any = null;
  const lengths: any = {};
  names.forEach((name, i) => {
    last = { name, i };
    lengths[name] = name.length;
  });
  return { last, lengths };
}
//// changed by a callback of something unknown: [[]]
export async function main() {
  const o: any = { a: 1 };
  let x: any = 1;
  await new Promise<void>((done) => {
    o.b = "b";
    x = "text";
    done();
  });
  return { o, x };
}
//// changed in then: [[]]
export async function main() {
  const o: any = { a: 1 };
  const got = await Promise.resolve(3).then((v) => {
    o.v = v;
    return { v };
  });
  return { o, got };
}
//// a part is changed: [[]]
export function main() {
  const o: any = { list: [1], inner: { a: 1 } };
  o.list.push("x");
  o.inner.b = "b";
  const { inner } = o;
  inner.c = null;
  return o;
}
//// spread: [[{ "a": 1, "b": "x" }]]
export function main(o: { a: number; b: string }) {
  const base = { a: "text", z: true };
  return { ...base, ...o, list: [...[1, 2], ..."ab"], ...(o.a > 5 ? { big: true } : {}) };
}
//// spread of what may be nothing: [[null], [{ "a": 1 }]]
export function main(o: any) {
  return { x: 1, ...o, ...(o && { has: true }) };
}
//// object functions: [[]]
export function main() {
  const o = { a: 1, b: "x" };
  return {
    keys: Object.keys(o),
    values: Object.values(o),
    entries: Object.entries(o),
    back: Object.fromEntries(Object.entries(o).map(([k, v]) => [k + "!", v])),
    only: Object.entries(o).map(([, v]) => v),
    assigned: Object.assign({}, o, { c: null }),
    frozen: Object.freeze({ f: 1 }),
  };
}
//// assign changes its target: [[]]
export function main() {
  const o: any = { a: 1 };
  Object.assign(o, { a: "x", b: 2 });
  const same: any = Object.assign(o as any, { c: 3 });
  return { o, same };
}
//// list functions: [[[{ "id": 1, "tag": "a" }, { "id": 2, "tag": null }]], [[]]]
export function main(rows: { id: number; tag: string | null }[]) {
  return {
    ids: rows.map((r) => r.id),
    tags: rows.map((r) => r.tag).filter(Boolean),
    some: rows.some((r) => r.id > 1),
    found: rows.find((r) => r.id === 1),
    index: rows.findIndex((r) => r.id === 1),
    flat: rows.flatMap((r) => [r.id, r.tag]),
    sum: rows.reduce((sum, r) => sum + r.id, 0),
    byId: rows.reduce((all: any, r) => {
      all[r.id] = r;
      return all;
    }, {}),
    sorted: [...rows].sort((a, b) => b.id - a.id),
    joined: rows.map((r) => r.id).join(","),
    sliced: rows.slice(1),
    pairs: rows.map((r) => [r.id, r.tag]),
    concat: [1].concat([2, 3]),
    text: rows.length ? "some" : undefined,
  };
}
//// iterators leave nothing: [[]]
export function main() {
  const list = ["a", "b"];
  const map = new Map([["k", 1]]);
  const set = new Set([1, 2]);
  return {
    keys: list.keys(),
    entries: list.entries(),
    map,
    set,
    spread: [...list.keys()],
    indexed: [...list.entries()],
    fromSet: [...set],
    from: Array.from(set),
    fromMap: Object.fromEntries(map),
    mapped: Array.from({ length: 2 }, (_, i) => ({ i })),
    mapEntries: [...map.entries()],
    size: set.size,
  };
}
//// dates: [[]]
export function main() {
  const at = new Date(0);
  return { at, iso: at.toISOString(), year: at.getUTCFullYear(), ms: +at, sum: at + "!", now: Date.now() > 0 };
}
//// functions in objects vanish: [[]]
export function main() {
  return { run: () => 1, f() { return 2; }, get g() { return 3; }, list: [() => 1], s: Symbol.iterator.toString() };
}
//// toJSON: [[]]
export function main() {
  const o: any = { a: 1 };
  return { plain: o, odd: { a: 1, toJSON() { return "text"; } }, nested: [{ toJSON: () => 5 }] };
}
//// classes: [[]]
class Box {
  a = 1;
  constructor(public b: string) {}
  twice() {
    return this.a * 2;
  }
}
export function main() {
  const box = new Box("x");
  return { box, twice: box.twice(), error: new Error("no") };
}
//// enums: [[]]
enum Colour {
  Red = "red",
  Blue = "blue",
}
enum Size {
  S,
  M = 5,
}
export function main() {
  return { c: Colour.Red, s: Size.M, back: Size[5], all: Object.values(Colour) };
}
//// promises: [[[1, 2]]]
async function load(id: number) {
  return { id, name: `n${id}` };
}
export async function main(ids: number[]) {
  const all = await Promise.all(ids.map((id) => load(id)));
  const named = await Promise.all(ids.map(load));
  const two = await Promise.all([load(1), "x"]);
  const waiting = load(3);
  const settled = await Promise.allSettled([load(1)]);
  return { all, named, two, waiting, one: await load(1), settled, unawaited: ids.map(async (i) => i) };
}
//// a promise is returned: [[]]
async function inner() {
  return { deep: 1 };
}
export function main() {
  return inner();
}
//// recursion: [[3]]
function tree(n: number): any {
  return { n, below: n > 0 ? [tree(n - 1)] : [] };
}
export function main(n: number) {
  return tree(n);
}
//// recursion that collects: [[3]]
export function main(n: number) {
  const out: any[] = [];
  const walk = (i: number) => {
    out.push(i % 2 ? "odd" : i);
    if (i > 0) walk(i - 1);
  };
  walk(n);
  return { out };
}
//// try and finally: [["{}"], ["nope"]]
export function main(text: string) {
  let state: any = "start";
  let value;
  try {
    value = JSON.parse(text);
    state = 1;
  } catch (e: any) {
    state = { failed: e.message };
  } finally {
    value = value ?? "none";
  }
  return { state, value };
}
//// switch: [["a"], ["b"], ["c"], ["d"]]
export function main(kind: string) {
  let x: any;
  switch (kind) {
    case "a":
      x = 1;
    case "b":
      x = { was: x };
      break;
    case "c":
      return "c";
    default:
      x = [kind];
  }
  return { x };
}
//// switch that always returns: [["a"], ["b"]]
export function main(kind: string) {
  switch (kind) {
    case "a":
      return { a: 1 };
    default:
      return { b: 2 };
  }
}
//// loops: [[5], [0]]
export function main(n: number) {
  let i: any = 0;
  let label: any = null;
  while (true) {
    if (i >= n) break;
    label = i % 2 ? "odd" : label;
    i++;
  }
  do {
    i = { i };
  } while (false);
  for (const k in { a: 1, b: 2 }) label = [k, label];
  return { i, label };
}
//// loop that always returns: [[]]
export function main() {
  let n = 0;
  while (true) {
    n++;
    if (n > 3) return { n };
  }
}
//// reassigned: [[true], [false]]
export function main(yes: boolean) {
  let x: any = { a: 1 };
  if (yes) x = [x];
  let y: any = 1;
  y = "text";
  let z;
  if (!yes) z = 5;
  [x, y] = yes ? [y, x] : [x, y];
  return { x, y, z };
}
//// operators: [[0, ""], [1, "a"], [null, null]]
export function main(n: any, s: any) {
  const o: any = n ? { a: 1 } : null;
  return {
    or: n || "none",
    and: s && { s },
    nullish: n ?? [1],
    plus: 1 + 2,
    text: "a" + 1,
    unclear: n + s,
    compare: n > 1,
    chain: o?.a,
    deep: o?.b?.c,
    not: !n,
    kind: typeof n,
    void: void 0,
    minus: 5 - 2,
    logical: (n as any) ?? s ?? null,
    comma: (1, "last"),
  };
}
//// augmented: [[]]
export function main() {
  let a: any = 1;
  a += 2;
  let b: any = "x";
  b += 1;
  let c: any = null;
  c ??= { set: true };
  let d: any = 0;
  d ||= "text";
  const o: any = { n: 1, s: "s" };
  o.n += 1;
  o.s += 1;
  o.t ??= [];
  o.n++;
  return { a, b, c, d, o };
}
//// counters by key: [[["a", "b", "a"]], [[]]]
export function main(words: string[]) {
  const counts: Record<string, number> = {};
  const groups: Record<string, string[]> = {};
  for (const w of words) {
    counts[w] = (counts[w] ?? 0) + 1;
    (groups[w] ||= []).push(w + "!");
  }
  return { counts, groups, total: Object.values(counts).reduce((a, b) => a + b, 0) };
}
//// deleted: [[true], [false]]
export function main(yes: boolean) {
  const o: any = { a: 1, b: "b" };
  delete o.a;
  if (yes) delete o["b"];
  const p: any = { x: 1 };
  const k = "x";
  delete p[k];
  return { o, p };
}
//// destructured: [[{ "a": 1, "rest": [1, 2, 3] }], [{ "rest": [] }]]
export function main(o: any) {
  const { a = "none", rest, ...others } = o;
  const [first, ...more] = rest;
  const [, second] = rest;
  const { length } = rest;
  return { a, first, more, second, length, others };
}
//// parameters with defaults: [[], [5, { "b": "x" }]]
function inner(a: number, b = "b", ...rest: any[]) {
  return { a, b, rest };
}
export function main(n: number = 3, { b = 1 }: any = {}) {
  return { n, b, one: inner(n), two: inner(n, "c", 1, "x"), three: inner(n, undefined) };
}
//// optional inputs: [[], [null, "x"]]
export function main(a?: any, s?: string) {
  return { a, s, len: s?.length, up: s?.toUpperCase() };
}
//// texts: [["a-b"]]
export function main(s: string) {
  return {
    parts: s.split("-"),
    match: s.match(/(a)|(z)/),
    none: s.match(/q/),
    all: [...s.matchAll(/[a-z]/g)].map((m) => m[0]),
    index: s.indexOf("b"),
    at: s.at(9),
    code: s.codePointAt(9),
    has: s.includes("a"),
    length: s.length,
    char: s[0],
    padded: s.padStart(5, "0"),
    number: Number("5").toFixed(2),
    replaced: s.replace(/a/, (m) => m + "!"),
  };
}
//// names are looked up where they stand: [[]]
const rows = [{ top: 1 }];
function count() {
  return rows.length ? rows[0] : null;
}
export function main() {
  const rows = "text";
  {
    const rows = [1];
    rows.push(2);
  }
  return { rows, counted: count() };
}
//// a name of an outer function: [[]]
export function main() {
  const x = { a: 1 };
  const f = (y: any) => {
    const x = [y];
    return x;
  };
  return { x, f: f(x) };
}
//// module state: [[]]
const cache: any = { start: true };
let calls = 0;
function get(key: string) {
  calls++;
  cache[key] = calls;
  return cache;
}
export function main() {
  const one = get("a");
  one.more = "x";
  return { cache, calls };
}
//// a generator: [[]]
function* numbers() {
  yield 1;
  yield "two";
}
export function main() {
  return { all: [...numbers()], lazy: numbers() };
}
//// numbers as keys: [[]]
export function main() {
  const o: any = { 1: "one", 0x10: "sixteen", "2": 2 };
  o[3] = null;
  return o;
}
//// list places: [[]]
export function main() {
  const list: any[] = [1];
  list[3] = "x";
  (list as any).name = "odd";
  list.length = 2;
  const filled = new Array(2).fill(0);
  const f = [1, 2];
  f.fill("x" as any);
  const s: any[] = [1, 2, 3];
  const cut = s.splice(1, 1, "in");
  return { list, filled, f, s, cut };
}
//// annotated, and the code shows more: [[]]
interface Row {
  id: number;
}
export function main(): Row[] {
  const row = { id: 1, extra: "x" };
  return [row];
}
//// annotated and from elsewhere: [["{\"id\":1,\"extra\":true,\"tags\":[{\"t\":1,\"u\":2}]}"]]
interface Tag {
  t: number;
}
type Thing = { id: number; note?: string; tags: Tag[]; at?: Date };
export async function main(text: string): Promise<Thing> {
  return JSON.parse(text);
}
//// annotated with utility types: [["{\"a\":\"x\",\"b\":1}"]]
type All = { a: string; b: number; c?: boolean };
export function main(text: string): { p: Partial<All>; k: Pick<All, "a">; o: Omit<All, "a">; r: Record<string, All> } {
  const all: All = JSON.parse(text);
  return { p: all, k: all, o: all, r: { one: all } };
}
//// annotated with generics: [["[{\"id\":1}]"]]
interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
}
interface Named extends Page<{ id: number }> {
  name: string;
}
export function main(text: string): Named {
  const items = JSON.parse(text);
  return { items, next: null, name: "n" };
}
//// annotated with unions: [[1], [2], [3]]
type Done = { kind: "done"; at: string };
type Failed = { kind: "failed"; error: { message: string } };
export function main(n: number): Done | Failed | null {
  if (n === 1) return { kind: "done", at: "now" };
  if (n === 2) return { kind: "failed", error: { message: "no" } };
  return null;
}
//// annotated with the wrong type: [[]]
export function main(): { a: string } {
  const o: any = { b: 2 };
  return o;
}
//// annotated with tuples and literals: [["x"]]
export function main(s: string): [string, number?, ...boolean[]] {
  return JSON.parse(`["${s}", 1, true]`);
}
//// assertions: [["{\"a\":1,\"b\":2}"]]
export function main(text: string) {
  const o = JSON.parse(text) as { a: number };
  const p = <any>o;
  return { o, p, a: o.a!, c: { x: 1 } as const, s: { y: 2 } satisfies object };
}
//// a typed list from elsewhere: [["[{\"id\":1,\"x\":2}]"]]
type Item = { id: number };
export function main(text: string) {
  const items: Item[] = JSON.parse(text);
  const byId: Record<string, Item> = {};
  for (const item of items) byId[item.id] = item;
  return { items, byId, ids: items.map(({ id }) => ({ id })) };
}
//// overloads: [[1]]
function twice(x: number): number;
function twice(x: string): string;
function twice(x: any): any {
  return typeof x === "number" ? x * 2 : x + x;
}
export function main(n: number) {
  return { n: twice(n), s: twice("a") };
}
//// functions as values: [[]]
const makers = { a: () => ({ a: 1 }), b: (n: number) => [n] };
const pick = (k: string) => (k === "a" ? makers.a : makers.b);
export function main() {
  return { a: makers.a(), b: makers.b(1), c: (pick("a") as any)() };
}
//// an immediately called function: [[]]
export function main() {
  const x = (() => {
    const o: any = {};
    o.k = 1;
    return o;
  })();
  x.more = true;
  return x;
}
//// optional calls and tags: [[]]
const tag = (parts: TemplateStringsArray, ...values: any[]) => ({ n: parts.length, values });
export function main(f?: any) {
  return { called: f?.(1), tagged: tag`a${1}b`, raw: String.raw`\n` };
}
//// shared between branches: [[true], [false]]
export function main(yes: boolean) {
  const a: any = { a: 1 };
  const b: any = { b: 1 };
  const picked = yes ? a : b;
  picked.extra = "x";
  return { a, b };
}
//// stored in an object and changed there: [[]]
export function main() {
  const inner: any = { a: 1 };
  const outer = { inner, list: [inner] };
  outer.inner.b = 2;
  outer.list[0].c = 3;
  return { inner, outer };
}
//// changed through a map: [[]]
export function main() {
  const byId = new Map<number, any>();
  const rows: any[] = [{ id: 1 }, { id: 2 }];
  for (const r of rows) byId.set(r.id, r);
  byId.get(1).extra = true;
  const got = byId.get(2)!;
  got.more = "x";
  return { rows, all: [...byId.values()] };
}
//// changed through a callback's item: [[]]
export function main() {
  const rows: any[] = [{ id: 1 }];
  rows.filter((r) => r.id).forEach((r) => (r.seen = true));
  const mapped = rows.map((r) => r);
  mapped[0].again = 1;
  const copy = rows.slice();
  copy.push("x");
  return { rows, mapped, copy };
}
//// sorted in place: [[]]
export function main() {
  const rows: any[] = [2, 1];
  const same = rows.sort();
  same.push("x");
  return { rows, same };
}
//// a parameter is changed: [[{ "a": 1 }]]
export function main(o: { a: number }) {
  (o as any).b = "b";
  return { o, c: { ...o } };
}
//// a default that is shared: [[]]
function add(x: any, list: any[] = []) {
  list.push(x);
  return list;
}
export function main() {
  const l: any[] = [1];
  add("x", l);
  return { l, fresh: add(1) };
}
//// changed after the value is returned: [[]]
export function main() {
  const o: any = { a: 1 };
  try {
    return o;
  } finally {
    o.late = true;
  }
}
//// changed by async callbacks: [[[1, 2]]]
export async function main(ids: number[]) {
  const out: any[] = [];
  let last: any = 0;
  const o: any = {};
  await Promise.all(
    ids.map(async (id) => {
      await null;
      out.push({ id });
      last = "text";
      o.k = id;
    }),
  );
  const state: any = { k: null };
  let x: any = 1;
  const waiting = ids.map(async () => {
    await null;
    x = "late";
    state.k = "late";
  });
  x = 2;
  state.k = 2;
  await Promise.all(waiting);
  return { out, last, o, x, state };
}
//// lists that are laid open: [[true], [false]]
export function main(yes: boolean) {
  const one: any = yes ? [1] : { a: 1 };
  return {
    concat: ["x"].concat(one),
    flat: [1, 2].flatMap((n) => (yes ? [n, [n]] : null)),
    deep: [[1], ["a", null], true].flat(),
  };
}
