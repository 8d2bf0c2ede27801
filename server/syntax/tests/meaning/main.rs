//! What our reading of YAML says, against strict readings: every valid text of the YAML test suite
//! against the events that it lists, and generated flows against saphyr-parser.
//!
//! `CASE=229Q` (a part of an id) shows texts and both readings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod check;
mod corpus;
mod events;
mod generate;
mod left_out;
mod suite;
mod value;

use std::fmt::Write;
use std::sync::Arc;

use left_out::LEFT_OUT;
use value::{ours, outline};

/// Whether the list names this text, or the text that this is a variant of.
fn is_left_out(id: &str) -> bool {
    let base = id.split('+').next();
    LEFT_OUT.iter().any(|(l, _)| *l == id || Some(*l) == base)
}

#[test]
fn valid_texts_of_the_suite_mean_what_the_suite_says() {
    let mut failures = Vec::new();
    let mut well = Vec::new();
    let mut number = 0;
    for case in suite::cases() {
        let Some(tree) = &case.tree else { continue };
        let expected = events::of_suite(tree);
        for (suffix, text) in suite::variants(&case.text) {
            number += 1;
            let id = format!("{}{suffix}", case.id);
            match check::reads_as(&text, &expected, case.json.as_deref()) {
                Some(reason) if !is_left_out(&id) => failures.push((id, reason)),
                None => well.push(id),
                Some(_) => {}
            }
        }
    }
    assert!(number > 1000, "{number} texts are not the whole suite");
    let mut message = String::new();
    for (id, reason) in &failures {
        // A variant that fails as its text does says nothing new.
        let base = id.split('+').next().unwrap_or_default();
        if base == id || !failures.iter().any(|(f, _)| f == base) {
            let _ = writeln!(message, "    ({id:?}, {reason:?}),");
        }
    }
    if !message.is_empty() {
        message.insert_str(0, "are not read well (CASE=id shows one):\n");
    }
    for (id, _) in LEFT_OUT {
        if well.iter().any(|w| w == id) {
            let _ = writeln!(message, "{id} is read well: take it off LEFT_OUT");
        }
    }
    assert!(message.is_empty(), "{message}");
}

#[test]
fn the_list_names_texts_of_the_suite() {
    let cases = suite::cases();
    for (id, reason) in LEFT_OUT {
        let base = id.split('+').next().unwrap_or_default();
        let case = cases.iter().find(|c| c.id == base && c.tree.is_some());
        let case = case.unwrap_or_else(|| panic!("{id} is no valid text of the suite"));
        let variants = suite::variants(&case.text);
        assert!(
            variants.iter().any(|(s, _)| format!("{base}{s}") == *id),
            "{id}"
        );
        assert!(!reason.is_empty(), "{id} has no reason");
        assert_eq!(
            LEFT_OUT.iter().filter(|l| l.0 == *id).count(),
            1,
            "{id} stands twice"
        );
    }
}

#[test]
fn every_text_of_the_suite_is_read_soundly() {
    let cases = suite::cases();
    let unsound: Vec<(String, String)> = cases
        .iter()
        .flat_map(|case| {
            let variants = suite::variants(&case.text).into_iter();
            variants.filter_map(|(suffix, text)| {
                Some((format!("{}{suffix}", case.id), check::sound(&text)?))
            })
        })
        .collect();
    assert!(unsound.is_empty(), "{unsound:#?}");
    assert!(cases.iter().filter(|c| c.tree.is_none()).count() > 90);
}

/// Both ways to the expected value agree, so that saphyr-parser can stand for the suite elsewhere.
#[test]
fn saphyr_parser_reads_the_suite_as_the_suite_says() {
    let mut wrong = String::new();
    for case in suite::cases() {
        let Some(tree) = &case.tree else { continue };
        let difference = match events::of_saphyr(&case.text) {
            Ok(values) => value::difference(&values, &events::of_suite(tree)),
            Err(message) => Some(message),
        };
        if let Some(difference) = difference {
            let _ = writeln!(wrong, "{}: {difference}", case.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// With `CASE=…`: fails, and shows the texts and both readings.
#[test]
fn a_case_that_is_asked_for_is_shown() {
    let Ok(asked) = std::env::var("CASE") else {
        return;
    };
    let mut shown = String::new();
    for case in suite::cases() {
        let values = case.tree.as_deref().map(events::of_suite);
        for (suffix, text) in suite::variants(&case.text) {
            let id = format!("{}{suffix}", case.id);
            if asked != id && asked != case.id {
                continue;
            }
            let yaml = syntax::yaml::Yaml::new(Arc::from(&*text));
            let expected = values
                .as_deref()
                .map_or("  not valid\n".to_owned(), outline);
            let _ = writeln!(
                shown,
                "== {id}: {text:?}\n{text}\n-- expected\n{expected}-- ours, broken at {:?}\n{}",
                yaml.mistakes(),
                outline(&ours(&yaml)),
            );
        }
    }
    panic!("{shown}");
}
