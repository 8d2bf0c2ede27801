//! Expressions in flows.

use crate::family::{EXPRESSION, Family, Make, again, each, nested};

fn expression(name: &'static str, make: Make) -> Family {
    Family::new(EXPRESSION, name, make)
}

#[rustfmt::skip]
pub(crate) fn families() -> Vec<Family> {
    vec![
        expression("sums", |n| again("", n, "results.a + ", "1")),
        expression("wrong results", |n| each("", n, |i| format!("results.q{i} + "), "1")),
        expression("wrong properties", |n| each("", n, |i| format!("results.a.q{i} + "), "1")),
        expression("mistakes: paths without quotes", |n| again("[", n, "variable(f/a/b), ", "1]")),
        expression("mistakes: ids in brackets", |n| again("[", n, "results[a].b, ", "1]")),
        expression("mistakes: calls in calls", |n| nested("", n, "variable(", "x", ")")).parts(100),
        expression("blanks", |n| again("", n, " ", "results.q")),
        expression("a regular expression", |n| again("/", n, "(a+)+", "/")),
        expression("comments", |n| again("", n, "/*", "")),
        expression("templates", |n| again("`", n, "${results.a}", "`")),
        expression("keys of an object", |n| each("({", n, |i| format!("k{i}: results.a, "), "})")),
        expression("items of a list", |n| again("[", n, "results.a, ", "]")),
        expression("arguments", |n| again("f(", n, "results.a, ", "1)")),
        expression("commas", |n| again("(", n, "results.a, ", "1)")),
        expression("statements", |n| each("", n, |i| format!("let a{i} = results.a;\n"), "return a1")),
        expression("variables", |n| each("let a0 = {};\n", n, |i| format!("let a{i} = [a{}, a{}];\n", i - 1, i - 1), &format!("return a{n}"))),
        expression("keys that are set", |n| again("let a = {};\n", n, "a.k = results.a;\n", "return a")),
        expression("ifs", |n| again("let a = {};\n", n, "if (flow_input.x) { a = {k: a} }\n", "return a")),
        expression("functions", |n| each("", n, |i| format!("const f{i} = (x) => x + results.a;\n"), "return f1(1)")),
        expression("functions from the one before", |n| each("const f0 = (x) => x;\n", n, |i| format!("const f{i} = (x) => f{}(f{}(x));\n", i - 1, i - 1), &format!("return f{n}(1)"))).parts(80),
        expression("mistakes of syntax", |n| again("", n, ") ( ", "")),
        expression("unclosed strings", |n| again("", n, "' ` \" ", "")),
        expression("lines", |n| again("", n, "results.a\n", "")),
        expression("resources", |n| again("[", n, "resource('f/a/b'), ", "1]")),
        expression("deep: ??", |n| again("results.a", n, " ?? results.a", "")).parts(100),
        expression("deep: &&", |n| again("results.a", n, " && results.a.a", "")).parts(100),
        expression("deep: parentheses", |n| nested("", n, "(", "results.a", ")")).parts(100),
        expression("deep: arrays", |n| nested("", n, "[", "results.a", "]")).parts(100),
        expression("deep: objects", |n| nested("", n, "({a: ", "results.a", "})")).parts(100),
        expression("deep: spread", |n| nested("", n, "[...", "[]", "]")).parts(100),
        expression("deep: templates", |n| nested("", n, "`${", "1", "}`")).parts(100),
        expression("deep: not", |n| again("", n, "!", "results.a")).parts(100),
        expression("deep: members", |n| again("results", n, ".a", "")).parts(100),
        expression("deep: optional members", |n| again("results.a", n, "?.b", "")).parts(100),
        expression("deep: indices", |n| again("results.a", n, "[0]", "")).parts(100),
        expression("deep: ternaries", |n| again("", n, "flow_input.x ? results.a : ", "1")).parts(100),
        expression("deep: ternaries of a name", |n| again("const a = {};\nreturn ", n, "flow_input.x ? a : ", "a")).parts(100),
        expression("deep: ternaries that ask", |n| again("", n, "results.a?.k == 1 ? results.a : ", "1")).parts(100),
        expression("deep: arrows", |n| again("", n, "a => ", "1")).parts(100),
        expression("deep: arrows that are called", |n| nested("", n, "(() => ", "results.a", ")()")).parts(100),
        expression("deep: functions", |n| nested("", n, "(function(){ return ", "results.a", "})()")).parts(100),
        expression("deep: calls", |n| nested("", n, "f(", "results.a", ")")).parts(100),
        expression("deep: calls of calls", |n| again("f", n, "()", "")).parts(100),
        expression("deep: new", |n| again("", n, "new ", "x")).parts(100),
        expression("mistakes between comments", |n| again("[", n, "=/**/", "")).parts(600),
        expression("comments that are open", |n| again("{... ", n, "/*?.cresource('a')||", "//")).parts(250),
        expression("deep: maps", |n| nested("", n, "flow_input.list.map(x => ", "x", ")")).parts(100),
        expression("deep: maps of results", |n| nested("", n, "results.a.a.map(x => ", "[x, results.a]", ")")).parts(100),
        expression("deep: map chains", |n| again("results.a.a", n, ".map(x => ({k: x}))", "")).parts(100),
        expression("deep: filter chains", |n| again("results.a.a", n, ".filter(x => x.b)", "")).parts(100),
        expression("deep: reduces", |n| nested("", n, "results.a.a.reduce((x, y) => ", "[x, y]", ", [])")).parts(100),
    ]
}
