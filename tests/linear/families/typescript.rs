//! TypeScript scripts.

use crate::family::{Family, Make, again, each, nested};

fn typescript(name: &'static str, make: Make) -> Family {
    Family::new("f/a/s.ts", name, make)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        typescript("parameters", |n| each("export function main(", n, |i| format!("a{i}: string, "), "z: number) { return z }\n")),
        typescript("keys of an object", |n| each("export function main(x: any) { return {", n, |i| format!("k{i}: {i}, "), "} }\n")),
        typescript("imports", |n| each("", n, |i| format!("import m{i} from 'm{i}';\n"), "export function main(x: any) { return x }\n")),
        typescript("comments", |n| again("", n, "// windmill-ls: ignore[missing-main] x\n", "export function main(x: any) { return x }\n")),
        typescript("mistakes of syntax", |n| again("", n, "x = = )\n", "")),
        typescript("deep: arrays", |n| nested("export function main() { return ", n, "[", "", "]")).parts(100),
    ]
}
