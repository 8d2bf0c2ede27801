//! What holds of the tree of any text of JavaScript or TypeScript, right or broken.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lang::javascript::lower;
use lang::javascript::tree::{Kind, Mark, NodeId, Role, Tree};
use syntax::{Edit, Language, Span};

const LANGUAGES: [Language; 2] = [Language::JavaScript, Language::TypeScript];

fn read(language: Language, text: &str) -> Tree {
    lower(&Arc::from(text), language, &syntax::parse(language, text))
}

/// What holds of all trees: spans lie in those of their parents and follow one another, lists fit.
fn check(text: &str, tree: &Tree) {
    let mut open: Vec<NodeId> = Vec::new();
    for node in tree.all() {
        while open.last().is_some_and(|o| tree.end(*o) <= node) {
            open.pop();
        }
        assert_eq!(tree.parent(node), open.last().copied(), "{text:?}");
        let span = tree.span(node);
        assert!(text.get(span.range()).is_some(), "{span:?} {text:?}");
        if let Some(parent) = tree.parent(node) {
            let (outer, inner) = (tree.kind(parent), tree.kind(node));
            assert!(
                tree.span(parent).contains(span),
                "{inner:?} in {outer:?} {text:?}"
            );
            assert!(tree.end(node) <= tree.end(parent));
        }
        let mut before = span.start;
        for child in tree.children(node) {
            let start = tree.span(child).start;
            assert!(before <= start, "{:?} {text:?}", tree.kind(node));
            before = tree.span(child).end;
        }
        open.push(node);
    }
    let comments = tree.comments();
    assert!(comments.is_sorted_by(|a, b| a.end <= b.start), "{text:?}");
}

/// Kinds of the grammars that are no nodes of ours: marks of others, what goes where it stands, what texts are made of.
const NO_NODES: &[&str] = &[
    "accessibility_modifier",
    "comment",
    "else_clause",
    "escape_sequence",
    "hash_bang_line",
    "html_character_reference",
    "html_comment",
    "import_clause",
    "jsx_text",
    "named_imports",
    "optional_chain",
    "override_modifier",
    "program",
    "regex_flags",
    "regex_pattern",
    "string_fragment",
];

/// Kinds that are made of one word.
const WORDS: &[&str] = &[
    "accessibility_modifier",
    "import",
    "meta_property",
    "optional_chain",
    "override_modifier",
    "predefined_type",
    "regex",
];

/// Every named node of the grammar's tree is one of ours, at the same place and in the same order; so nothing that is
/// looked for there is missing here.
fn has_all_nodes(language: Language, text: &str, tree: &Tree) {
    let whole = syntax::parse(language, text);
    let mut want: Vec<(usize, usize)> = Vec::new();
    let mut mistakes: Vec<usize> = Vec::new();
    let mut comments: Vec<(usize, usize)> = Vec::new();
    // Where a word is missing, and where what lacks it begins.
    let mut missing: Vec<(usize, usize)> = Vec::new();
    let mut cursor = whole.walk();
    'all: loop {
        let node = cursor.node();
        if is_turned_round(node) {
            return;
        }
        if node.kind() == "comment" {
            comments.push((node.end_byte(), node.start_byte()));
        }
        let is_named = node.is_named() && !NO_NODES.contains(&node.kind());
        // The word that it is made of is missing.
        let is_empty = WORDS.contains(&node.kind()) && node.has_error();
        let is_ours = is_named || node.is_missing() || is_empty;
        if node.is_missing() {
            let holder = node.parent().map_or(0, |p| p.start_byte());
            missing.push((node.start_byte(), holder));
        }
        // A namespace is a declaration, and no expression.
        let first = node.child(0).map_or("", |first| first.kind());
        let is_ours =
            is_ours && !(node.kind() == "expression_statement" && first == "internal_module");
        if node.is_error() {
            mistakes.push(want.len());
        }
        if is_ours {
            want.push((node.start_byte(), node.end_byte()));
        }
        let is_leaf = matches!(
            node.kind(),
            "string_fragment" | "regex" | "meta_property" | "predefined_type"
        );
        if !is_leaf && !is_empty && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'all;
            }
        }
    }
    // A statement does not end with a comment.
    for (i, (start, end)) in want.iter_mut().enumerate() {
        if mistakes.contains(&i) {
            continue;
        }
        while let Ok(found) = comments.binary_search_by_key(end, |c| c.0)
            && comments[found].1 > *start
            && !missing.iter().any(|m| m.0 == *end && m.1 >= *start)
        {
            *end = text[..comments[found].1].trim_end().len().max(*start);
        }
    }
    let ours = tree.all().skip(1).filter(|n| match tree.kind(*n) {
        Kind::Hole => false,
        // A member of an enum that is a name alone.
        Kind::EnumMember => {
            let name = tree.child(*n, 0);
            name.is_none_or(|name| tree.span(name) != tree.span(*n))
        }
        _ => true,
    });
    let found: Vec<(usize, usize)> = ours
        .map(|n| (tree.span(n).start as usize, tree.span(n).end as usize))
        .collect();
    let same = found.iter().zip(&want).take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (found.get(same), want.get(same));
    assert_eq!(ours, theirs, "{} {text:?}", whole.root_node().to_sexp());
}

/// Whether the grammar takes `await f` in `await f<T>(a)`, or `!f` in `!f<T>(a)`, for what is called, or waits for `a as B` in
/// `await a as B`: in our tree it is the other way round, so that the nodes are others.
fn is_turned_round(node: tree_sitter::Node<'_>) -> bool {
    let behind = [
        "call_expression",
        "member_expression",
        "subscript_expression",
        "non_null_expression",
        "instantiation_expression",
    ];
    let operand = node.child(0).map_or("", |c| c.kind());
    let awaited = node.named_child(0).map_or("", |c| c.kind());
    if node.kind() == "await_expression" {
        return ["as_expression", "satisfies_expression"].contains(&awaited);
    }
    behind.contains(&node.kind()) && ["await_expression", "unary_expression"].contains(&operand)
}

/// All that is said of a tree.
fn dump(tree: &Tree) -> String {
    let mut out = String::new();
    for node in tree.all() {
        let marks = [Mark::Async, Mark::Generator, Mark::Optional, Mark::Closed];
        let marks: Vec<bool> = marks.iter().map(|m| tree.has(node, *m)).collect();
        let (kind, role) = (tree.kind(node), tree.role(node));
        let (span, end) = (tree.span(node), tree.end(node));
        _ = writeln!(out, "{kind:?} {role:?} {span:?} {end:?} {marks:?}");
    }
    out
}

/// Files of the project itself.
fn corpus() -> Vec<(Language, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = ["tests", "editors"].map(|d| root.join(d)).into();
    if let Ok(more) = std::env::var("TYPESCRIPT_FILES") {
        open.push(more.into());
    }
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_ours = !["node_modules", "target"].iter().any(|n| name == *n);
            let extension = path.extension().and_then(|e| e.to_str());
            let language = match extension {
                Some("ts") => Some(Language::TypeScript),
                Some("js" | "mjs") => Some(Language::JavaScript),
                _ => None,
            };
            if path.is_dir() && is_ours && !path.is_symlink() {
                open.push(path);
            } else if let Some(language) = language {
                let text = std::fs::read_to_string(path);
                found.extend(text.ok().map(|text| (language, text)));
            }
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// Texts with what files of the project may lack.
const TEXTS: &[&str] = &[
    "enum A { B, 'c' = 1, [d] }\nabstract class E<T extends F = G> extends H<T> implements I { #j = 1; declare k?: L }",
    "const [a, , b = 1, ...c] = d; let { e: { f }, g = h, ...i } = j; for await (const k of l) { continue }",
    "label: while (true) { break label }\ndo { } while (a)\nwith (b) { }\nswitch (c) { case 1: default: d }",
    "type A<T> = T extends (infer U)[] ? `a${U}` : { [K in keyof T as B]-?: T[K] }\ndeclare module 'c' { export = d }",
    "export * as a from 'b'; export default class { }\nimport c = require('d'); import e, * as f from 'g' with { type: 'json' }",
    "function* f(this: A, b?: typeof c.d): asserts b is E { yield* g; new.target; import.meta; <H>i!; j satisfies K }",
    "a ??= b?.[c]?.(...d) || (e, -f ** g) && /h/i; `i${j}`; x = async function () { await k }; y = class Z { static { } }",
    "interface A { (b: C): D; new (e: F): G; get h(): I; readonly j: K; [l: string]: M }\nlet n: unique symbol, o: [p?: Q, ...r: S[]]",
];

#[test]
fn all_files_of_the_project_are_read() {
    let mut files = corpus();
    assert!(files.len() > 20);
    for language in LANGUAGES {
        files.extend(TEXTS.iter().map(|text| (language, (*text).to_owned())));
    }
    for (language, text) in &files {
        let tree = read(*language, text);
        check(text, &tree);
        has_all_nodes(*language, text, &tree);
    }
}

#[test]
fn no_edit_makes_a_tree_that_does_not_fit() {
    let pieces = [
        "(",
        ")",
        "[",
        "{",
        "}",
        "'",
        "\"",
        "`",
        "`${",
        ":",
        "=",
        ".",
        "?.",
        ",",
        "\n",
        ";",
        "=> ",
        "function ",
        "class A",
        "é",
        "*",
        "for (const a of ",
        "if (",
        " else ",
        "import ",
        "export ",
        "async ",
        "await ",
        "case 1:",
        "<",
        ">",
        "/",
        "//",
        "/*",
        "?",
        "enum A {",
        "type A = ",
        "...",
        "#",
    ];
    let mut files = corpus();
    files.retain(|(_, text)| text.len() < 6_000);
    for language in LANGUAGES {
        files.extend(TEXTS.iter().map(|text| (language, (*text).to_owned())));
    }
    let rounds = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok());
    // A small generator of numbers: the same at each run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    for _ in 0..rounds.unwrap_or(1_500) {
        let (language, mut text) = files[next(files.len())].clone();
        let mut grown = syntax::parse(language, &text);
        for _ in 0..=next(3) {
            let mut at = next(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + next(12)).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let piece = pieces[next(pieces.len())];
            let piece = if next(3) == 0 { "" } else { piece };
            let before = text.clone();
            let span = Span::new(at, end.max(at));
            text.replace_range(span.range(), piece);
            let edit = Edit {
                span,
                new_len: piece.len(),
            };
            grown = syntax::reparse(language, &grown, &before, &[edit], &text);
        }
        let tree = read(language, &text);
        check(&text, &tree);
        has_all_nodes(language, &text, &tree);
        // Whichever way the text came about.
        let edited = lower(&Arc::from(&*text), language, &grown);
        assert_eq!(dump(&edited), dump(&tree), "{text:?}");
    }
}

#[test]
fn depth_does_not_matter() {
    let deep = [
        format!("x = {}1{}", "(-".repeat(9_000), ")".repeat(9_000)),
        "[".repeat(9_000),
        format!("x{}", ".a".repeat(20_000)),
        format!("x{}", "()".repeat(20_000)),
        format!("{}1", "!".repeat(9_000)),
        "x => ".repeat(9_000),
        format!("if (a) b{}", " else if (c) d".repeat(5_000)),
    ];
    for text in deep {
        for language in LANGUAGES {
            let tree = read(language, &text);
            check(&text, &tree);
        }
    }
    let chain = read(Language::JavaScript, "a.b");
    let member = chain.child(chain.child(NodeId::ROOT, 0).expect("a statement"), 0);
    assert!(member.is_some_and(|m| chain.part(m, Role::Object).is_some()));
}

/// The strict parser's tree is gone over by functions that call themselves, with the stack that the parser had.
#[test]
fn depth_does_not_matter_to_the_strict_reader() {
    let rounds = 6_000;
    let deep = [
        ("!", "a", ""),
        ("-", "1", ""),
        ("typeof ", "a", ""),
        ("await ", "a", ""),
        ("new ", "A", ""),
        ("[", "", "]"),
        ("{", "", "}"),
        ("a[", "0", "]"),
        ("", "a", ".b"),
        ("", "a", "!"),
        ("", "a", "[0]"),
        ("", "a", "()"),
        ("", "a", " + 1"),
        ("", "a", " as B"),
        ("a = ", "1", ""),
        ("a => ", "1", ""),
        ("a ? b : ", "c", ""),
        ("if (a) ", ";", ""),
        ("if (a) ; else ", ";", ""),
        ("while (a) ", ";", ""),
        ("a: ", ";", ""),
        ("for (;;) ", ";", ""),
        ("do ", ";", " while (a)"),
        ("x = class { a = ", "1", " }"),
        ("x = function () { return ", "1", " }"),
        ("x = { a: ", "1", " }"),
        ("namespace A { ", "", " }"),
        ("`${", "a", "}`"),
    ];
    let types = [
        ("keyof ", "A", ""),
        ("", "A", "[]"),
        ("", "A", " | B"),
        ("", "A", "['a']"),
        ("[", "A", "]"),
        ("{ a: ", "A", " }"),
        ("A extends B ? C : ", "D", ""),
        ("() => ", "A", ""),
        ("", "A", ".B"),
    ];
    let mut texts: Vec<String> = Vec::new();
    for (before, inner, after) in deep {
        let text = format!("{}{inner}{}", before.repeat(rounds), after.repeat(rounds));
        texts.push(text);
    }
    for (before, inner, after) in types {
        let text = format!("{}{inner}{}", before.repeat(rounds), after.repeat(rounds));
        texts.push(format!("type A = {text}"));
    }
    let mut taken = 0;
    for text in texts {
        if let Some(tree) = lang::javascript::read(&Arc::from(&*text)) {
            assert!(tree.len() > rounds, "{}", &text[..20]);
            taken += 1;
        }
    }
    assert!(taken >= 25, "{taken}");
}
