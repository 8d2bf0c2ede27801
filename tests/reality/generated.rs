//! Thousands of scripts that nobody would write: dicts and lists that are bound, shared, changed and
//! handed on in any order, in branches, loops, handlers and functions inside. Each is made from its
//! number, so that a failure is the same every time.

use std::fmt::Write;

use super::*;

/// How many are run.
const SCRIPTS: u64 = 1500;

/// Makes one script.
struct Maker {
    state: u64,
    out: String,
    indent: usize,
    /// Statements that may still be written.
    left: usize,
    loops: usize,
    /// Names of dicts and lists in reach; the rest holds anything.
    dicts: Vec<&'static str>,
    lists: Vec<&'static str>,
    inner: bool,
}

const KEYS: [&str; 4] = ["'a'", "'b'", "'c'", "'rows'"];

impl Maker {
    fn new(number: u64) -> Maker {
        Maker {
            state: number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D,
            out: String::new(),
            indent: 0,
            left: 0,
            loops: 0,
            dicts: Vec::new(),
            lists: Vec::new(),
            inner: false,
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", self.indent * 4);
    }

    fn dict(&mut self) -> &'static str {
        let dicts = self.dicts.clone();
        self.pick(&dicts)
    }

    fn list(&mut self) -> &'static str {
        let lists = self.lists.clone();
        self.pick(&lists)
    }

    fn key(&mut self) -> &'static str {
        self.pick(&KEYS)
    }

    /// Something of no certain kind.
    fn any(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 9 } else { 15 }) {
            0 | 1 => "n".into(),
            2 => "s".into(),
            3 => "1.5".into(),
            4 => "None".into(),
            5 => "n > 1".into(),
            6 => self.dict().into(),
            7 => self.list().into(),
            8 => "v".into(),
            9 => format!("{}.get({})", self.dict(), self.key()),
            10 => format!(
                "{}.get({}, {})",
                self.dict(),
                self.key(),
                self.any(depth - 1)
            ),
            11 => {
                let (a, b) = (self.any(depth - 1), self.any(depth - 1));
                format!("({a} if n > {} else {b})", self.below(3))
            }
            12 => self.dict_value(depth - 1),
            13 => self.list_value(depth - 1),
            _ => {
                let (a, b) = (self.any(depth - 1), self.any(depth - 1));
                let operator = self.pick(&["or", "and"]);
                format!("({a} {operator} {b})")
            }
        }
    }

    fn dict_value(&mut self, depth: usize) -> String {
        let d = self.dict();
        if depth == 0 {
            return self.pick(&["{}", "{'a': 1}", d]).to_owned();
        }
        let (key, value) = (self.key(), self.any(depth - 1));
        match self.below(13) {
            0 => "{}".into(),
            1 | 2 => format!(
                "{{{key}: {value}, {}: {}}}",
                self.key(),
                self.any(depth - 1)
            ),
            3 => format!("{{**{d}, {key}: {value}}}"),
            4 => format!("{{{key}: {value}, **{d}}}"),
            5 => format!("dict({d})"),
            6 => format!("dict({d}, a={value})"),
            7 => format!("{d}.copy()"),
            8 => format!("{d} | {{{key}: {value}}}"),
            9 => format!("{{k: {value} for k in ['a', s]}}"),
            10 => format!("{{k: w for k, w in {d}.items()}}"),
            11 => format!("dict(a={value})"),
            _ => d.into(),
        }
    }

    fn list_value(&mut self, depth: usize) -> String {
        let l = self.list();
        if depth == 0 {
            return self.pick(&["[]", "[1]", l]).to_owned();
        }
        let value = self.any(depth - 1);
        match self.below(14) {
            0 => "[]".into(),
            1 => format!("[{value}]"),
            2 => format!("[{value}, {}]", self.any(depth - 1)),
            3 => format!("[*{l}, {value}]"),
            4 => format!("{l} + [{value}]"),
            5 => format!("{l}[1:]"),
            6 => format!("list({l})"),
            7 => format!("[{value} for i in range(2)]"),
            8 => format!("[w for w in {l} if w]"),
            9 => format!("list({}.values())", self.dict()),
            10 => format!("sorted({}, key=str)", self.dict()),
            11 => format!("[{}, {}]", self.dict(), self.dict()),
            12 => format!("[{{'i': i, 'w': w}} for i, w in enumerate({l})]"),
            _ => l.into(),
        }
    }

    fn statement(&mut self) {
        if self.left == 0 {
            return self.line("pass");
        }
        self.left -= 1;
        let (d, l, key) = (self.dict(), self.list(), self.key());
        let value = self.any(2);
        match self.below(47) {
            0..=2 => {
                let made = self.dict_value(2);
                self.line(&format!("{d} = {made}"));
            }
            3..=5 => {
                let made = self.list_value(2);
                self.line(&format!("{l} = {made}"));
            }
            6 => self.line(&format!("v = {value}")),
            7..=9 => self.line(&format!("{d}[{key}] = {value}")),
            10 => self.line(&format!("{d}[s] = {value}")),
            11 => self.line(&format!("{d}.update({}={value})", &key[1..key.len() - 1])),
            12 => {
                let other = self.dict_value(1);
                self.line(&format!("{d}.update({other})"));
            }
            13 => self.line(&format!("{d}.setdefault({key}, {value})")),
            14 => self.line(&format!("v = {d}.setdefault({key}, {value})")),
            15 => {
                self.line(&format!("if not isinstance({d}.get('rows'), list):"));
                self.line(&format!("    {d}['rows'] = []"));
                self.line(&format!("{d}['rows'].append({value})"));
            }
            16 => self.line(&format!("{d}.pop({key}, None)")),
            17 => {
                self.line(&format!("if {key} in {d}:"));
                self.line(&format!("    del {d}[{key}]"));
            }
            18 => self.line(&format!("{d}.clear()")),
            19 => self.line(&format!("{d} |= {{{key}: {value}}}")),
            20..=22 => self.line(&format!("{l}.append({value})")),
            23 => {
                let other = self.list_value(1);
                self.line(&format!("{l}.extend({other})"));
            }
            24 => self.line(&format!("{l} += [{value}]")),
            25 => {
                self.line(&format!("if {l}:"));
                self.line(&format!("    {l}[0] = {value}"));
            }
            26 => {
                self.line(&format!("if {l} and isinstance({l}[-1], dict):"));
                self.line(&format!("    {l}[-1][{key}] = {value}"));
            }
            27 => {
                let other = self.dict();
                match self.below(3) {
                    0 => {
                        self.line(&format!("if {l} and isinstance({l}[0], dict):"));
                        self.line(&format!("    {d} = {l}[0]"));
                    }
                    1 => {
                        let test = format!("{l} and isinstance({l}[0], dict)");
                        self.line(&format!("{d} = {l}[0] if {test} else {other}"));
                    }
                    _ => self.line(&format!("{d} = {other} or {d}")),
                }
            }
            28 => {
                self.line(&format!("for w in {l}:"));
                self.line("    if isinstance(w, dict):");
                self.line(&format!("        w[{key}] = n"));
            }
            29 => self.line(&format!("{l}.insert(0, {value})")),
            30 => {
                let (other, rest) = (self.dict(), self.list());
                self.line(&format!("{d}, {l} = {other}, {rest}"));
            }
            31 => self.line(&format!("grow({d})")),
            32 => self.line(&format!("{d} = grow({d})")),
            33 => self.line(&format!("{l}[:] = [{value}]")),
            34 => self.line(&format!(
                "if (v := {value}) is not None:\n{:1$}{d}[{key}] = v",
                "",
                (self.indent + 1) * 4
            )),
            35 if !self.inner && self.below(2) == 0 => self.namesake(),
            35 if !self.inner => self.closure(),
            36 if self.indent > 1 => {
                let result = self.any(2);
                self.line(&format!("return {result}"));
            }
            37 if self.loops > 0 => {
                let jump = self.pick(&["break", "continue"]);
                let bound = self.below(3);
                self.line(&format!("if n > {bound}:"));
                self.line(&format!("    {jump}"));
            }
            38 => self.line(&format!(
                "total = total + 1\n{:1$}v = total",
                "",
                self.indent * 4
            )),
            39 => {
                let other = self.list();
                self.line(&format!("{l} = {other}"));
                self.line(&format!("{l}.append({d})"));
                self.line(&format!("{other}[-1][{key}] = {value}"));
            }
            _ => self.compound(),
        }
    }

    fn block(&mut self) {
        self.indent += 1;
        for _ in 0..1 + self.below(3) {
            self.statement();
        }
        self.indent -= 1;
    }

    fn compound(&mut self) {
        if self.indent > 4 {
            return self.line("n += 0");
        }
        match self.below(9) {
            0..=2 => {
                let bound = self.below(3);
                self.line(&format!("if n > {bound}:"));
                self.block();
                if self.below(2) == 0 {
                    self.line("else:");
                    self.block();
                }
            }
            3 | 4 => {
                let bound = self.below(3);
                self.line(&format!("for i in range({bound}):"));
                self.loops += 1;
                self.block();
                self.loops -= 1;
                if self.below(4) == 0 {
                    self.line("else:");
                    self.block();
                }
            }
            5 => {
                self.line("m = 0");
                self.line("while m < 2:");
                self.line("    m += 1");
                self.loops += 1;
                self.block();
                self.loops -= 1;
            }
            6 | 7 => {
                self.line("try:");
                self.block();
                let bound = self.below(3);
                self.line(&format!("    check(n, {bound})"));
                if self.below(2) == 0 {
                    self.block();
                }
                self.line("except ValueError:");
                self.block();
                if self.below(4) == 0 {
                    self.line("else:");
                    self.block();
                }
                if self.below(3) == 0 {
                    self.line("finally:");
                    self.block();
                }
            }
            _ => {
                self.line("with suppress(ValueError):");
                self.block();
                let bound = self.below(3);
                self.line(&format!("    check(n, {bound})"));
            }
        }
    }

    /// A function inside that works on names around it, called at once or later.
    fn closure(&mut self) {
        self.inner = true;
        let loops = std::mem::take(&mut self.loops);
        self.line("def inside():");
        self.indent += 1;
        if self.below(3) == 0 {
            let names: Vec<&str> = vec![self.dict(), self.list()];
            self.line(&format!("nonlocal {}, n, total, v", names.join(", ")));
        } else {
            self.line("n, total, v = 1, 0, None");
        }
        let (d, l, key) = (self.dict(), self.list(), self.key());
        let value = self.any(1);
        self.line(&format!("{d}[{key}] = {value}"));
        let value = self.any(1);
        self.line(&format!("{l}.append({value})"));
        self.indent -= 1;
        self.line("inside()");
        self.loops = loops;
        self.inner = false;
    }

    /// A function inside whose own names are those around it.
    fn namesake(&mut self) {
        let (d, l, key) = (self.dict(), self.list(), self.key());
        self.line(&format!("def namesake({d}):"));
        let value = self.pick(&["1", "s", "{}"]);
        self.line(&format!("    {l} = []"));
        self.line(&format!("    {l}.append({d})"));
        self.line(&format!("    {l}[0][{key}] = {value}"));
        let given = self.dict_value(1);
        self.line(&format!("namesake({given})"));
    }

    fn function(&mut self, head: &str, statements: usize) {
        self.line(head);
        self.indent = 1;
        self.dicts = vec!["d", "e"];
        self.lists = vec!["l", "k", "p"];
        self.left = statements;
        for name in ["d", "e"] {
            let start = self.pick(&["{}", "{'a': 1}", "{'rows': []}", "{'b': s, 'c': {'a': n}}"]);
            self.line(&format!("{name} = {start}"));
        }
        for name in ["l", "k"] {
            let start = self.pick(&["[]", "[1]", "[{}]", "[d]", "[{'a': s}]"]);
            self.line(&format!("{name} = {start}"));
        }
        let start = self.pick(&["[]", "l", "k", "[e]"]);
        self.line(&format!("p = {start}"));
        self.line("v, total = None, 0");
        while self.left > 0 {
            self.statement();
        }
        let result = match self.below(6) {
            0 => "{'d': d, 'l': l, 'v': v, 'total': total}".into(),
            1 => "[d, e]".into(),
            2 => "l".into(),
            3 => "e".into(),
            4 => self.any(2),
            _ => "d".to_owned(),
        };
        self.line(&format!("return {result}"));
        self.indent = 0;
    }

    fn script(mut self) -> String {
        self.line("from contextlib import suppress\n");
        self.line("def check(n, limit):\n    if n > limit:\n        raise ValueError(n)\n");
        self.line("def grow(d):");
        let (key, other) = (self.key(), self.key());
        self.line(&format!("    d[{key}] = {{'grown': True}}"));
        if self.below(2) == 0 {
            self.line(&format!("    return {{**d, {other}: 'x'}}\n"));
        } else {
            self.line("    return d\n");
        }
        let statements = 3 + self.below(9);
        self.function("def main(n: int, s: str):", statements);
        self.out
    }
}

#[test]
fn generated_scripts_return_what_was_read() {
    let calls = || {
        let arguments = [
            json!({ "n": 0, "s": "a" }),
            json!({ "n": 1, "s": "z" }),
            json!({ "n": 3, "s": "c" }),
        ];
        arguments
            .map(|arguments| Call {
                arguments,
                raises: None,
            })
            .into_iter()
            .collect()
    };
    let job = |number: u64| Job {
        name: format!("script {number}"),
        code: Maker::new(number).script(),
        calls: calls(),
    };
    let jobs: Vec<Job> = (0..SCRIPTS).map(job).collect();
    let (mut results, mut known, mut wrong) = (0, 0, Vec::new());
    for (job, outcomes) in jobs.iter().zip(run(&jobs)) {
        let shape = inferred(&job.code);
        known += usize::from(!shape.is_unknown());
        for (call, outcome) in job.calls.iter().zip(outcomes) {
            let Outcome::Result(value) = outcome else {
                continue;
            };
            results += 1;
            if let Some(reason) = misfit(&shape, &value, "result") {
                wrong.push(format!(
                    "{} {}\n{}\n  {reason}\n  read: {shape}\n  real: {value}",
                    job.name, call.arguments, job.code
                ));
                break;
            }
        }
    }
    // The shortest says most.
    wrong.sort_by_key(String::len);
    let shown = wrong.iter().take(3).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} wrong\n\n{}",
        wrong.len(),
        shown.join("\n\n")
    );
    let calls = jobs.len() * 3;
    assert!(
        results * 10 >= calls * 8,
        "only {results} of {calls} calls give a result"
    );
    assert!(
        known * 2 >= jobs.len(),
        "only {known} of {} shapes say anything",
        jobs.len()
    );
}
