//! TypeScript scripts.

use crate::family::{Family, Make, again, each, nested};

fn typescript(name: &'static str, make: Make) -> Family {
    Family::new("f/a/s.ts", name, make)
}

const BEGIN: &str = "export function main(x: any) {\nlet a: any = {};\nconst rows = [];\n";
const END: &str = "return { a, rows } }\n";

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        typescript("parameters", |n| each("export function main(", n, |i| format!("a{i}: string, "), "z: number) { return z }\n")),
        typescript("variables", |n| each("export function main(x: any) { let a0 = {};\n", n, |i| format!("let a{i} = a{};\n", i - 1), "return a1 }\n")),
        typescript("variables to the last", |n| each("export function main(x: any) { let a0 = {};\n", n, |i| format!("let a{i} = {{k: a{}}};\n", i - 1), &format!("return a{n} }}\n"))),
        typescript("variables doubled", |n| each("export function main(x: any) { let a0 = {};\n", n, |i| format!("let a{i} = [a{}, a{}];\n", i - 1, i - 1), &format!("return a{n} }}\n"))),
        typescript("one variable again", |n| each(BEGIN, n, |i| format!("a = {{k{}: a}};\n", i % 9), END)),
        typescript("comments that are open", |n| again("export function main() {\n", n, "await /*", "\n")).parts(250),
        typescript("templates and comments that are open", |n| again("export function main() {\n", n, "!}`{export /*", "\n")).parts(250),
        typescript("mistakes between comments", |n| again("export function main() {\nx = [", n, "=//\n", "\n")).parts(600),
        typescript("mistakes between comments in a line", |n| again("export function main() {\nx = [", n, "/**/1", "\n")).parts(600),
        typescript("keys that are set", |n| each(BEGIN, n, |i| format!("a.k{i} = {i};\n"), END)).parts(250),
        typescript("one key that is set", |n| again(BEGIN, n, "a.k = rows;\n", END)),
        typescript("keys of two that are set from each other", |n| again(BEGIN, n, "a.k = rows;\nrows[0] = a;\n", END)),
        typescript("keys of an object", |n| each("export function main(x: any) { return {", n, |i| format!("k{i}: {i}, "), "} }\n")),
        typescript("spread", |n| again(BEGIN, n, "a = {...a, k: 1};\n", END)),
        typescript("ifs", |n| again(BEGIN, n, "if (x) { a = {p: 1} } else { a = {q: 1} }\n", END)),
        typescript("ifs that change", |n| again(BEGIN, n, "if (x) { a.k = rows; rows.push(a) }\n", END)),
        typescript("loops", |n| again(BEGIN, n, "for (const y of x) { rows.push({k: y}) }\n", END)),
        typescript("loops that bind one name", |n| again(BEGIN, n, "for (const y of rows) { a = {k: a} }\n", END)),
        typescript("while loops", |n| again(BEGIN, n, "while (x) { a = {k: a} }\n", END)),
        typescript("returns", |n| each(BEGIN, n, |i| format!("if (x == {i}) return {{k{i}: a}};\n"), END)).parts(80),
        typescript("returns of one name", |n| again(BEGIN, n, "a.k = rows;\nif (x) return a;\n", END)),
        typescript("variables set from each other", |n| again("export function main(x: any) {\nlet a: any = {};\nlet rows = [];\n", n, "a = {k: rows};\nrows = [a];\n", END)),
        typescript("changes in a loop", |n| again("export function main(x: any) {\nlet a: any = {};\nlet rows = [];\nfor (const y of x) {\n", n, "a.k = rows;\nrows.push(y);\n", "}\nreturn { a, rows } }\n")),
        typescript("switch", |n| each("export function main(x: any) {\nlet a: any = {};\nswitch (x) {\n", n, |i| format!("case {i}: a = {{k: {i}}}; break;\n"), "}\nreturn a }\n")),
        typescript("try", |n| again(BEGIN, n, "try { a = {p: 1} } catch (e) { a = {q: 1} }\n", END)),
        typescript("functions", |n| each("function f0(a) { return a }\n", n, |i| format!("function f{i}(a) {{ return f{}(a) }}\n", i - 1), "export function main(x: any) { return f1(x) }\n")),
        typescript("functions to the last", |n| each("function f0(a) { return {k: a} }\n", n, |i| format!("function f{i}(a) {{ return f{}(a) }}\n", i - 1), &format!("export function main(x: any) {{ return f{n}(x) }}\n"))),
        typescript("functions that call two before", |n| each("function f0(a) { return 1 }\nfunction f1(a) { return 2 }\n", n, |i| format!("function f{}(a) {{ return [f{i}(a), f{}(a)] }}\n", i + 1, i - 1), &format!("export function main(x: any) {{ return f{n}(x) }}\n"))),
        typescript("calls of one function", |n| again("function f(a) { return {k: a} }\nexport function main(x: any) {\nlet a: any = {};\n", n, "a.k = f(x);\n", "return a }\n")),
        typescript("functions in functions", |n| each(BEGIN, n, |i| format!("function f{i}() {{ return a }}\n"), END)),
        typescript("pushes", |n| again(BEGIN, n, "rows.push({k: 1});\n", END)),
        typescript("pushes of another", |n| again(BEGIN, n, "rows.push(a);\n", END)),
        typescript("closures", |n| again(BEGIN, n, "x.map(() => { a = {k: 1} });\n", END)),
        typescript("closures that change", |n| again(BEGIN, n, "x.forEach((y) => { rows.push(y); a.k = y });\n", END)),
        typescript("destructuring", |n| each(BEGIN, n, |i| format!("const {{ k: k{i} }} = a;\n"), END)),
        typescript("types", |n| each("", n, |i| format!("type T{i} = {{a: string}}\n"), "export function main(x: T1) { return x }\n")),
        typescript("types from the one before", |n| each("type A0 = {a: string}\n", n, |i| format!("type A{i} = A{}\n", i - 1), &format!("export function main(x: A{n}) {{ return x }}\n"))),
        typescript("types doubled", |n| each("type A0 = {a: string}\n", n, |i| format!("type A{i} = {{a: A{}, b: A{}}}\n", i - 1, i - 1), &format!("export function main(x: A{n}) {{ return x as A{n} }}\n"))),
        typescript("fields of a type", |n| each("type T = {", n, |i| format!("a{i}: string; "), "}\nexport function main(x: T) { return x }\n")),
        typescript("imports", |n| each("", n, |i| format!("import m{i} from 'm{i}';\n"), "export function main(x: any) { return x }\n")),
        typescript("comments", |n| again("", n, "// windmill-ls: ignore[missing-main] x\n", "export function main(x: any) { return x }\n")),
        typescript("mistakes of syntax", |n| again("", n, "x = = )\n", "")),
        typescript("templates", |n| again("export function main(x: any) { return `", n, "${x} ", "` }\n")),
        typescript("deep: arrays", |n| nested("export function main() { return ", n, "[", "", "]")).parts(100),
        typescript("deep: objects", |n| nested("export function main() { return ", n, "{a: ", "1", "}") + " }\n").parts(100),
        typescript("deep: parentheses", |n| again("export function main() { return ", n, "(", "")).parts(100),
        typescript("deep: types", |n| nested("export function main(x: ", n, "Array<", "string", ">") + ") { return x }\n").parts(100),
        typescript("deep: unions", |n| again("export function main(x: 1", n, "|1", ") { return x }\n")).parts(100),
        typescript("deep: unions of a name", |n| again("type T = {a: string}\nexport function main(x: T", n, "|T", ") { return x }\n")).parts(100),
        typescript("deep: object types", |n| nested("export function main(x: ", n, "{a: ", "string", "}") + ") { return x }\n").parts(100),
        typescript("deep: conditional types", |n| again("type A = ", n, "x extends y ? z : ", "w\nexport function main(a: A) {}\n")).parts(100),
        typescript("deep: blocks", |n| nested("export function main() ", n, "{", "", "}")).parts(100),
        typescript("deep: if", |n| again(BEGIN, n, "if (x) ", "a = {k: a};\nreturn a }\n")).parts(100),
        typescript("deep: else if", |n| again("export function main(x: any) { if (x) return 1", n, " else if (x) return {a: 1}", " }\n")).parts(100),
        typescript("deep: for", |n| nested(BEGIN, n, "for (const y of x) {", "a.k = a", "}") + END).parts(100),
        typescript("deep: while", |n| nested(BEGIN, n, "while (x) {", "a = {k: a}", "}") + END).parts(100),
        typescript("deep: try", |n| nested(BEGIN, n, "try {", "a = {k: a}", "} catch {}") + END).parts(100),
        typescript("deep: arrows", |n| again("export const main = ", n, "(a) => ", "1\n")).parts(100),
        typescript("deep: arrows that are called", |n| nested("export const main = (x: any) => ", n, "(() => ", "({k: x})", ")()")).parts(100),
        typescript("deep: ternaries", |n| again("export function main(x: any) { const a = {}; return ", n, "x ? a : ", "a }\n")).parts(100),
        typescript("deep: ??", |n| again("export function main(x: any) { const a = {}; return a", n, " ?? a", " }\n")).parts(100),
        typescript("deep: map chains", |n| again("export function main(x: any) { const a = [1]; return a", n, ".map((y) => ({k: y}))", " }\n")).parts(100),
        typescript("deep: maps of the item", |n| nested("export function main(x: any) { const a = [1]; return ", n, "a.map((y) => [y].concat(", "y", "))") + " }\n").parts(100),
        typescript("deep: spreads", |n| nested("export function main(x: any) { const a = {}; return ", n, "{...a, k: ", "a", "}") + " }\n").parts(100),
        typescript("deep: templates", |n| nested("export function main(x: any) { return ", n, "`${", "x", "}`") + " }\n").parts(100),
        typescript("deep: assignments", |n| again("export function main(x: any) { let a; ", n, "a = ", "{}; return a }\n")).parts(100),
    ]
}
