//! Programs put together at random: a few variables that hold objects and lists, changed by their own
//! names and by others, in branches, loops, callbacks and functions of the file.

use std::fmt::Write;

/// A small generator of numbers (xorshift), so that a seed always gives the same program.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const OBJECTS: &[&str] = &["a", "b", "c"];
const LISTS: &[&str] = &["l", "m"];
const KEYS: &[&str] = &["k", "n", "p"];

/// The program of a seed: `main(yes: boolean, n: number)`.
pub(crate) fn program(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..4 {
        random.below(2);
    }
    let mut code = String::from(
        "function touch(o: any) { o.touched = true; return o }\n\
         function fresh(v: any) { const o: any = {}; o.v = v; return o }\n\
         function keep(o: any) { return { o } }\n\
         function each(list: any, f: any) { for (const i of list) f(i) }\n\
         export function main(yes: boolean, n: number) {\n",
    );
    for name in OBJECTS {
        let value = match random.below(4) {
            0 => "{}".to_owned(),
            1 => format!("{{ k: {} }}", plain(&mut random)),
            2 => format!(
                "{{ k: {}, n: [{}] }}",
                plain(&mut random),
                plain(&mut random)
            ),
            _ => format!("{{ p: {{ k: {} }} }}", plain(&mut random)),
        };
        let word = random.one(&["const", "let"]);
        // Only half of them are told to be anything: the compiler is not asked.
        let told = random.one(&["", ": any"]);
        writeln!(code, "{word} {name}{told} = {value};").expect("text grows");
    }
    for name in LISTS {
        let value = match random.below(3) {
            0 => "[]".to_owned(),
            1 => format!("[{}]", plain(&mut random)),
            _ => format!("[{{ k: {} }}]", plain(&mut random)),
        };
        writeln!(code, "let {name}: any = {value};").expect("text grows");
    }
    code.push_str("let x: any = 1;\n");
    let count = 2 + random.below(4);
    for _ in 0..count {
        statement(&mut random, &mut code, 0);
    }
    code.push_str("return { a, b, c, l, m, x };\n}\n");
    code
}

fn plain(random: &mut Random) -> &'static str {
    random.one(&["1", "'t'", "true", "null", "n", "yes"])
}

/// An expression of any kind.
fn value(random: &mut Random) -> String {
    let object = random.one(OBJECTS);
    let list = random.one(LISTS);
    let key = random.one(KEYS);
    match random.below(28) {
        0..=3 => plain(random).to_owned(),
        4 => object.to_owned(),
        5 => list.to_owned(),
        6 => format!("{object}.{key}"),
        7 => format!("{{ ...{object}, {key}: {} }}", plain(random)),
        8 => format!("[...{list}, {}]", plain(random)),
        9 => format!("(yes ? {object} : {list})"),
        10 => format!("fresh({object}.{key})"),
        11 => format!("keep({object})"),
        12 => format!("{list}[0]"),
        21 => format!("{list}.flatMap((i: any) => (yes ? [i] : {object}))"),
        22 => format!("[].concat({list}, {object} as any)"),
        23 => format!("[[x], {object}, {list}].flat()"),
        24 => format!("(() => {{ try {{ return {object} }} finally {{ {object}.{key} = x }} }})()"),
        25 => format!("((o: any) => {{ o.{key} = 1; return o }})({object})"),
        26 => format!("{list}.pop()"),
        13 => format!("{list}.find((i: any) => i)"),
        14 => format!("{list}.filter((i: any) => i !== {object})"),
        15 => format!("({object}.{key} ||= {})", plain(random)),
        16 => format!("({object}.{key} = [x])"),
        17 => format!("Object.values({object})"),
        18 => format!(
            "{list}.reduce((all: any, i: any) => {{ all.{key} = i; return all }}, {object})"
        ),
        19 => {
            format!("{list}.reduce((all: any, i: any) => {{ all.push(i); return all }}, [] as any)")
        }
        20 => format!("[{object}, ...{list}].slice(0, 1)"),
        _ => format!("{list}.map((i: any) => ({{ i, {key}: x }}))"),
    }
}

fn statement(random: &mut Random, code: &mut String, depth: usize) {
    let object = random.one(OBJECTS);
    let other = random.one(OBJECTS);
    let list = random.one(LISTS);
    let key = random.one(KEYS);
    let line = match random.below(if depth < 2 { 34 } else { 21 }) {
        0..=2 => format!("{object}.{key} = {};", value(random)),
        3 => format!("({object} as any)['{key}' + n] = {};", value(random)),
        4..=5 => format!("{list}.push({});", value(random)),
        6 => format!("x = {};", value(random)),
        7 => format!("x = {object}.{key} ?? {};", value(random)),
        8 => format!("{list} = {list}.concat({});", plain(random)),
        9 => format!("touch({object});"),
        10 => format!("Object.assign({object}, {{ {key}: {} }});", value(random)),
        11 => format!("delete ({object} as any).{key};"),
        12 => format!("{{ const z: any = {object}; z.z = {other}.{key}; }}"),
        13 => format!("{{ const {{ {key} }}: any = {object}; x = {key}; }}"),
        14 => {
            format!("each({list}, (i: any) => {{ if (i && typeof i === 'object') i.{key} = x; }});")
        }
        15 => format!("for (const i of {list}) {{ if (i?.k) i.{key} = 'loop'; }}"),
        16 => format!("[x, {list}] = [{object}.{key}, [x]];"),
        17 => format!("{list}.forEach((i: any, at: number) => {{ {list}[at] = {{ i }}; }});"),
        18 => format!("{list}.sort(); {list}.splice(0, 1, {});", value(random)),
        19 => format!("{object}.n?.push?.({});", plain(random)),
        20 => format!("x = {list}.map((i: any) => i); x.push({other});"),
        21..=22 => {
            code.push_str("if (yes) {\n");
            statement(random, code, depth + 1);
            if random.below(2) == 0 {
                code.push_str("} else {\n");
                statement(random, code, depth + 1);
            }
            "}".to_owned()
        }
        23 => {
            code.push_str("for (let i = 0; i < n; i++) {\n");
            statement(random, code, depth + 1);
            statement(random, code, depth + 1);
            "}".to_owned()
        }
        24..=25 => {
            writeln!(code, "for (const i of [...{list}]) {{\nx = i;").expect("text grows");
            statement(random, code, depth + 1);
            "}".to_owned()
        }
        26 => {
            writeln!(code, "[1, 2].forEach((i) => {{").expect("text grows");
            statement(random, code, depth + 1);
            "});".to_owned()
        }
        27 => {
            code.push_str("{ const run = () => {\n");
            statement(random, code, depth + 1);
            "}; run(); }".to_owned()
        }
        28 => {
            writeln!(code, "x = {list}.map((i: any) => {{").expect("text grows");
            statement(random, code, depth + 1);
            format!("return {{ i, o: {object} }}; }});")
        }
        29 => {
            writeln!(
                code,
                "for (let t = 0; t < n; t++) {{ const o: any = {{ t }};\nif (t) o.{key} = {};",
                value(random)
            )
            .expect("text grows");
            statement(random, code, depth + 1);
            format!("{list}.push(o); }}")
        }
        30 => {
            code.push_str("switch (n) {\ncase 2:\n");
            statement(random, code, depth + 1);
            code.push_str("case 3:\n");
            statement(random, code, depth + 1);
            code.push_str("break;\ndefault:\n");
            statement(random, code, depth + 1);
            "}".to_owned()
        }
        31 => {
            writeln!(
                code,
                "{{ let w = n; while (w-- > 0) {{ const top = {list}.pop(); {list}.push({{ top }});"
            )
            .expect("text grows");
            statement(random, code, depth + 1);
            "if (w > 5) break; } }".to_owned()
        }
        _ => {
            code.push_str("try {\n");
            statement(random, code, depth + 1);
            if random.below(2) == 0 {
                code.push_str("if (yes) throw 1;\n");
            }
            statement(random, code, depth + 1);
            code.push_str("} catch (e) {\n");
            statement(random, code, depth + 1);
            "}".to_owned()
        }
    };
    code.push_str(&line);
    code.push('\n');
}
