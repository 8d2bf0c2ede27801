// What the other files have too little of.
import a, { b as c, type D } from "./e";
import * as f from "g";

export type Row = { id: number; name?: string; tags: string[] } | null;
type Keys<T> = { [K in keyof T]?: T[K] };
interface Box<T> extends Base {
  readonly value: T;
  get(key: string): T | undefined;
  [key: string]: unknown;
}
enum Level { Low, High = 2 }
declare const settings: { depth: number };

abstract class Store<T> extends Base implements Box<T> {
  static count = 0;
  #rows: T[] = [];
  constructor(private readonly name: string, public limit?: number) {
    super();
  }
  async add(row: T, ...more: T[]): Promise<void> {
    this.#rows.push(row, ...more);
  }
  get size() { return this.#rows.length }
  abstract find(id: number): T;
}

label: for (let i = 0, n = 3; i < n; i++) {
  if (i % 2 === 0) continue label; else break;
}
for await (const [key, { x, y = 1, ...rest }] of f.entries()) {
  switch (key) {
    case "a":
    case `b${x}`:
      c?.(y, rest)?.[0];
      break;
    default:
      throw new Error(`no ${key}: ${rest.z ?? "?"}`);
  }
}
do { a.b--; } while (a.b > 0 && !c)
try {
  const [first, , third = first] = await Promise.all([1, 2, 3]);
  ({ id: a.id, ...a.more } = { id: third, [first]: -first ** 2 });
} catch (e) {
  console.error((e as Error).message, typeof e, e instanceof Error);
} finally {
  delete a.c;
}
const pick = <T, K extends keyof T>(of: T, key: K): T[K] => of[key];
const twice = function* (n = 1) { yield n; yield* [n, n] };
const level = settings.depth > 1 ? Level.High : Level.Low, word = /[a-z/]+/gi;
export const made = { a, c, level, "quoted key": 1, 2: word, get late() { return 1 }, async run() { return pick } };
export { twice as again, pick };
export default async function main(row: Row, level: Level = Level.Low) {
  return { ...row, level, made: [made, ...twice()] };
}
