//! Speed beside tree-sitter-yaml, as ratios measured in one run: `cargo bench -p tree-sitter-flow`.
//!
//! Every figure is the best of several runs; the two grammars take turns.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::time::{Duration, Instant};

use tree_sitter::{InputEdit, Language, Parser, Point, Tree};

fn main() {
    println!("{:<44} {:>10} {:>10} {:>7}", "", "flow", "yaml", "ratio");
    for lines in [60, 2_000, 20_000] {
        let text = flow(lines);
        compare(&format!("full parse, {lines} lines"), &text, |p, text| {
            let start = Instant::now();
            std::hint::black_box(p.parse(text, None).unwrap());
            start.elapsed()
        });
    }
    for lines in [2_000, 20_000] {
        let text = flow(lines);
        for (what, after, typed) in [
            ("in a value", "Step", "x"),
            ("in code", "total", "x"),
            ("a line break", "Step", "\n"),
            ("a blank line in code", "= 0", "\n"),
        ] {
            let name = format!("{what}, middle of {lines} lines");
            compare(&name, &text, |parser, text| {
                one_character(parser, text, after, typed)
            });
        }
    }
    println!();
    for (name, text) in extremes() {
        let mut parser = parser(tree_sitter_flow::LANGUAGE.into());
        let half = &text[..text.floor_char_boundary(text.len() / 2)];
        let time = |parser: &mut Parser, text: &str| {
            let start = Instant::now();
            std::hint::black_box(parser.parse(text, None).unwrap());
            start.elapsed()
        };
        let short = (0..3).map(|_| time(&mut parser, half)).min().unwrap();
        let long = (0..3).map(|_| time(&mut parser, &text)).min().unwrap();
        let growth = long.as_secs_f64() / short.as_secs_f64();
        println!("{name:<44} {long:>10.2?}; half of it {short:.2?}: x{growth:.1}");
    }
}

fn parser(language: Language) -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&language).unwrap();
    parser
}

fn compare(name: &str, text: &str, mut run: impl FnMut(&mut Parser, &str) -> Duration) {
    let mut flow = parser(tree_sitter_flow::LANGUAGE.into());
    let mut yaml = parser(tree_sitter_yaml::LANGUAGE.into());
    let mut best = [Duration::MAX; 2];
    for _ in 0..if text.len() < 10_000 { 200 } else { 15 } {
        best[0] = best[0].min(run(&mut flow, text));
        best[1] = best[1].min(run(&mut yaml, text));
    }
    let ratio = best[0].as_secs_f64() / best[1].as_secs_f64();
    println!(
        "{name:<44} {:>10.2?} {:>10.2?} {ratio:>7.3}",
        best[0], best[1]
    );
}

/// The time to parse on after one character was typed in the middle.
fn one_character(parser: &mut Parser, text: &str, after: &str, typed: &str) -> Duration {
    let tree: Tree = parser.parse(text, None).unwrap();
    let at = text.len() / 2 + text[text.len() / 2..].find(after).unwrap() + after.len();
    let mut edited = text.to_owned();
    edited.insert_str(at, typed);
    let row = text[..at].matches('\n').count();
    let column = at - text[..at].rfind('\n').map_or(0, |i| i + 1);
    let edit = InputEdit {
        start_byte: at,
        old_end_byte: at,
        new_end_byte: at + 1,
        start_position: Point { row, column },
        old_end_position: Point { row, column },
        new_end_position: if typed == "\n" {
            Point {
                row: row + 1,
                column: 0,
            }
        } else {
            Point {
                row,
                column: column + 1,
            }
        },
    };
    let mut old = tree.clone();
    let start = Instant::now();
    old.edit(&edit);
    std::hint::black_box(parser.parse(&edited, Some(&old)).unwrap());
    start.elapsed()
}

/// A flow as people write them, of about so many lines.
fn flow(lines: usize) -> String {
    let mut text = String::from("summary: Collect\ndescription: ''\nvalue:\n  modules:\n");
    let mut i = 0;
    while text.lines().count() < lines {
        for _ in 0..10 {
            text += &step(i);
            i += 1;
        }
    }
    let keep: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
    text.truncate(keep);
    text
}

fn step(i: usize) -> String {
    format!(
        "    - id: s{i}
      summary: Step {i} of many, with a few words
      value:
        type: rawscript
        language: python3
        content: |
          import wmill

          def main(rows: list, limit: int = 10):
              total = 0
              for row in rows:
                  total += row[\"amount\"]
              return {{\"total\": total, \"rows\": rows[:limit]}}
        input_transforms:
          rows:
            type: javascript
            expr: results.s{i}.rows.filter(r => r.id > {i})
          limit: {{type: static, value: {i}}}
      continue_on_error: false
"
    )
}

/// Texts that a careless parser takes the square of their length for.
fn extremes() -> Vec<(&'static str, String)> {
    let mut deep = String::new();
    for i in 0..2_000 {
        deep += &format!("{}k: [\n", " ".repeat(i.min(600)));
    }
    vec![
        ("50,000 lines of pairs", "key: value\n".repeat(50_000)),
        (
            "50,000 elements in brackets",
            format!("a: [{}]\n", "x, ".repeat(50_000)),
        ),
        ("a line of 40 kB", format!("a: {}\n", "word ".repeat(8_000))),
        (
            "100,000 brackets, closed",
            format!("a: {}{}\n", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        (
            "100,000 brackets, open",
            format!("a: {}\n", "[".repeat(100_000)),
        ),
        ("100,000 dashes", "- ".repeat(100_000)),
        (
            "100,000 lines of an open bracket",
            format!("k:\n{}", "  [\n".repeat(100_000)),
        ),
        (
            "100,000 lines of an open quote",
            format!("k:\n{}", "  \"a\n".repeat(100_000)),
        ),
        ("100,000 items of an open quote", "- \"a\n".repeat(100_000)),
        (
            "100,000 stray words",
            format!("a: 1\n{}", "word\n".repeat(100_000)),
        ),
        (
            "100,000 stray words, deeper",
            format!("a:\n{}b: 1\n", "  word\n".repeat(100_000)),
        ),
        ("100,000 backticks", "a: `x`\n".repeat(100_000)),
        (
            "100,000 under-indented lines",
            format!("a: |\n  x\n{}", "y\n".repeat(100_000)),
        ),
        ("2,000 nested open brackets", deep),
        ("100,000 anchors", "&a ".repeat(100_000)),
        ("100,000 wrong columns", "  a: 1\n b: 2\n".repeat(50_000)),
    ]
}
