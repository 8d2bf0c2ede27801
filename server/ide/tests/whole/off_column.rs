//! One column off, or behind a tab: the proposals of the right column, and the line is put right.

use crate::{HEAD, LIST, at, labels, snapshot, taken};

/// Whether the flow is read without a mistake of syntax, and what it says of its structure.
fn broken(text: &str) -> Vec<&'static str> {
    let told = [
        "yaml-syntax",
        "unknown-field",
        "duplicate-key",
        "misplaced-field",
    ];
    let (snapshot, id) = snapshot(text);
    let found = snapshot.check(id).into_iter().map(|f| f.rule.name);
    found.filter(|r| told.contains(r)).collect()
}

#[test]
fn the_line_is_put_right() {
    for (place, label, line) in [
        (
            format!("{LIST}     <|>"),
            "step",
            "\n    - id: a\n      summary: ",
        ),
        (
            format!("{LIST}   <|>"),
            "step",
            "\n    - id: a\n      summary: ",
        ),
        (
            format!("{LIST}     - <|>"),
            "step",
            "\n    - id: a\n      summary: ",
        ),
        (
            format!("{LIST}    - id: b\n       <|>"),
            "summary",
            "\n      summary: ",
        ),
        (
            format!("{LIST}    - id: b\n       summ<|>"),
            "summary",
            "\n      summary: ",
        ),
        (
            format!("{LIST}    - id: b\n     <|>"),
            "summary",
            "\n      summary: ",
        ),
        (format!("{LIST} <|>"), "description", "\ndescription: "),
        (
            format!("{LIST}   fail<|>"),
            "failure_module",
            "\n  failure_module:\n    id: failure\n    summary: ",
        ),
        (
            format!("{HEAD}\t<|>"),
            "step",
            "\n    - id: a\n      summary: ",
        ),
        (
            format!("{HEAD}  \t<|>"),
            "step",
            "\n    - id: a\n      summary: ",
        ),
        (
            format!("{LIST}    - id: b\n      value:\n      \t<|>"),
            "Identity",
            "\n        type: identity",
        ),
    ] {
        let after = taken(&place, label);
        assert!(after.ends_with(line), "{place:?} {label}:\n{after}");
        assert!(!after.contains('\t'), "{after}");
    }
}

#[test]
fn where_a_line_stands_well_nothing_is_moved() {
    for place in [
        format!("{HEAD}    <|>"),
        format!("{HEAD}     <|>"),
        format!("{LIST}    - id: b\n      <|>"),
        format!("{LIST}    - id: b\n      value:\n         <|>"),
        format!("{LIST}  <|>"),
    ] {
        let (items, text) = at(&place);
        assert!(!items.is_empty(), "{place}");
        let start = syntax::text::line_start(&text, text.len());
        let blanks = text.len() - start;
        for item in items {
            let from = item.replace.start as usize;
            assert!(blanks == 0 || from == text.len(), "{place}: {item:?}");
        }
    }
    // Text is nobody's keys.
    for place in [
        format!("{LIST}        lock: |\n          a\n           <|>"),
        "summary: >\n <|>".to_owned(),
    ] {
        assert_eq!(labels(&place), Vec::<String>::new(), "{place}");
    }
}

/// Wherever a key or an item can stand, and one column beside it or behind a tab.
#[test]
fn whatever_is_taken_one_column_off_is_a_flow() {
    let places = [
        (HEAD.to_owned(), "    ", ""),
        (LIST.to_owned(), "    ", ""),
        (LIST.to_owned(), "  ", ""),
        (LIST.to_owned(), "", ""),
        (LIST.to_owned(), "        ", ""),
        (LIST.to_owned(), "          ", ""),
        (format!("{LIST}    - id: b\n"), "      ", ""),
        (
            format!("{LIST}    - id: b\n"),
            "      ",
            "    - id: c\n      value:\n        type: identity\n",
        ),
        (format!("{LIST}    - id: b\n      value:\n"), "        ", ""),
        (
            format!("{LIST}    - id: b\n      value:\n        type: script\n"),
            "        ",
            "",
        ),
        (
            format!(
                "{LIST}    - id: b\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n"
            ),
            "          ",
            "          db:\n            type: static\n            value: 1\n",
        ),
        (
            format!(
                "{LIST}    - id: b\n      value:\n        type: script\n        path: f/shop/charge\n        input_transforms:\n          db:\n            type: static\n"
            ),
            "            ",
            "",
        ),
        (
            format!(
                "{LIST}    - id: x\n      value:\n        type: branchone\n        branches:\n"
            ),
            "          ",
            "",
        ),
        (
            format!(
                "{LIST}    - id: x\n      value:\n        type: branchone\n        branches:\n          - summary: a\n            expr: 'true'\n"
            ),
            "            ",
            "",
        ),
        (
            "summary: s\nvalue:\n  modules:\n  - id: a\n    value:\n      type: identity\n"
                .to_owned(),
            "    ",
            "",
        ),
        (
            "summary: s\nvalue:\n  modules:\n  - id: a\n    value:\n      type: identity\n"
                .to_owned(),
            "  ",
            "",
        ),
        (format!("{LIST}schema:\n"), "  ", ""),
        (format!("{LIST}schema:\n  properties:\n"), "    ", ""),
        (
            format!("{LIST}schema:\n  properties:\n    day:\n      type: string\n"),
            "      ",
            "",
        ),
    ];
    let mut count = 0;
    for (above, blanks, below) in &places {
        for blanks in [
            format!("{blanks} "),
            blanks.strip_suffix(' ').unwrap_or_default().to_owned(),
            format!("{blanks}\t"),
            format!("\t{blanks}"),
        ] {
            for typed in ["", "- ", "s"] {
                let place = format!("{above}{blanks}{typed}<|>\n{below}");
                let (items, text) = at(&place);
                let offset = place.find("<|>").unwrap();
                let start = syntax::text::line_start(&text, offset);
                for item in items {
                    assert!(item.replace.touches(offset), "{place}: {item:?}");
                    assert!(item.replace.start as usize >= start, "{place}: {item:?}");
                    let by = item.filter.as_deref().unwrap_or(&item.label);
                    let from = item.replace.start as usize;
                    if from == start && from < offset {
                        assert!(by.starts_with(&*blanks), "{place}: {by:?}");
                    }
                    let mut edits = vec![(item.replace, item.insert.trim_end())];
                    edits.extend(item.also.iter().map(|e| (e.span, e.text.as_str())));
                    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
                    let mut after = text.clone();
                    for (span, new) in edits {
                        after.replace_range(span.range(), new);
                    }
                    let found = broken(&after);
                    assert!(
                        found.is_empty(),
                        "{place:?}\n{}: {found:?}\n{after}",
                        item.label
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 1000, "{count}");
}
