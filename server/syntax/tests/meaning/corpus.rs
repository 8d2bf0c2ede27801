//! Generated flows: our reading against saphyr-parser's. The same texts in every run.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use syntax::yaml::{Style, Yaml};

use crate::left_out::FORMS;
use crate::value::{Value, ours, outline};
use crate::{check, events, generate};

const TEXTS: usize = 3000;

/// Examples shown of each kind of difference.
const EXAMPLES: usize = 3;

/// Readings that cutting down one failure may take.
const PATIENCE: usize = 4000;

fn drawn(mut each: impl FnMut(String)) {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let bytes = proptest::collection::vec(any::<u8>(), 0..250);
    for _ in 0..TEXTS {
        let bytes = bytes
            .new_tree(&mut runner)
            .expect("nothing is filtered out");
        each(generate::text(&bytes.current()));
    }
}

/// Why we read the text otherwise than saphyr-parser; `None` also where that rejects it.
fn difference(text: &str) -> Option<String> {
    let expected = events::of_saphyr(text).ok()?;
    let cut_off =
        !text.ends_with(['\n', '\r']) && expected.last().is_some_and(ends_in_block_scalar);
    // Strict readers differ on whether the end of the file ends the last line of a block scalar.
    (!cut_off).then(|| check::reads_as(text, &expected, None))?
}

fn ends_in_block_scalar(value: &Value) -> bool {
    match value {
        Value::Scalar { style, .. } => matches!(style, Style::Literal | Style::Folded),
        Value::List { items, .. } => items.last().is_some_and(ends_in_block_scalar),
        Value::Map { pairs, .. } => {
            let last = pairs.last();
            last.is_some_and(|(k, v)| ends_in_block_scalar(k) || ends_in_block_scalar(v))
        }
        _ => false,
    }
}

/// The same, but for texts that may hold a form that is left out.
fn new_difference(text: &str) -> Option<String> {
    (!is_left_out(text)).then(|| difference(text))?
}

fn is_left_out(text: &str) -> bool {
    FORMS.iter().any(|(_, _, has)| has(text))
}

#[test]
fn forms_that_are_left_out_are_not_read_well() {
    for (text, reason, has) in FORMS {
        assert!(has(text), "{text:?} does not show: {reason}");
        assert!(
            difference(text).is_some(),
            "{text:?} is read well: take it off FORMS"
        );
    }
}

/// A reason without the place, the texts and the numbers in it.
fn kind(reason: &str) -> String {
    let (_, what) = reason.split_once(": ").unwrap_or(("", reason));
    let unquoted = what.replace("\\\"", "");
    let unquoted = unquoted.split('"').step_by(2).collect::<String>();
    unquoted.replace(|c: char| c.is_ascii_digit(), "")
}

#[test]
fn generated_flows_mean_what_saphyr_parser_says() {
    let mut failures: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut number, mut compared) = (0, 0);
    drawn(|text| {
        compared += usize::from(!is_left_out(&text) && events::of_saphyr(&text).is_ok());
        let Some(reason) = new_difference(&text) else {
            return;
        };
        number += 1;
        let kind = kind(&reason);
        let examples = failures.entry(kind.clone()).or_default();
        if examples.len() < EXAMPLES {
            let text = cut_down(text, &kind);
            let reason = new_difference(&text).unwrap_or(reason);
            examples.push(format!("{text:?}\n    {reason}\n"));
        }
    });
    let mut message = String::new();
    for examples in failures.values_mut() {
        examples.dedup();
        message.push_str(&examples.concat());
    }
    assert!(
        message.is_empty(),
        "{number} of {TEXTS} texts differ, such as:\n{message}"
    );
    assert!(compared > 500, "{compared} of {TEXTS} texts were compared");
}

/// A shorter text that differs in the same kind: lines are taken out, then characters, as long as
/// any can be.
fn cut_down(mut text: String, same: &str) -> String {
    let mut patience = PATIENCE;
    for lines in [true, false] {
        let mut taken = true;
        while taken {
            taken = false;
            let mut pieces: Vec<String> = match lines {
                true => text
                    .split_inclusive(['\n', '\r'])
                    .map(str::to_owned)
                    .collect(),
                false => text.chars().map(String::from).collect(),
            };
            let mut width = pieces.len() / 2;
            while width > 0 {
                let mut at = 0;
                while at + width <= pieces.len() && patience > 0 {
                    patience -= 1;
                    let shorter = pieces[..at].concat() + &pieces[at + width..].concat();
                    if new_difference(&shorter).is_some_and(|d| kind(&d) == same) {
                        pieces.drain(at..at + width);
                        (text, taken) = (shorter, true);
                    } else {
                        at += 1;
                    }
                }
                width /= 2;
            }
        }
    }
    text
}

#[test]
fn generated_texts_that_are_not_valid_are_read_soundly() {
    let mut number = 0;
    drawn(|text| {
        if events::of_saphyr(&text).is_err() {
            number += 1;
            assert_eq!(check::sound(&text), None, "{text:?}");
        }
    });
    assert!(number > 100, "{number} are not valid");
}

/// A way to write things and how to see it in a text.
type Form = (&'static str, fn(&str) -> bool);

#[test]
fn the_generated_flows_have_every_form() {
    let forms: &[Form] = &[
        ("block list", |t| t.contains("\n- ")),
        ("list in a list", |t| t.contains("- - ")),
        ("flow list", |t| t.contains(": [")),
        ("flow mapping", |t| t.contains(": {")),
        ("single quotes", |t| t.contains(": '")),
        ("double quotes", |t| t.contains(": \"")),
        ("literal", |t| t.contains(": |\n")),
        ("folded", |t| t.contains(": >\n")),
        ("stripped", |t| t.contains("|-")),
        ("kept", |t| t.contains("|+")),
        ("indentation indicator", |t| t.contains(": |2")),
        ("comment", |t| t.contains(" # note")),
        ("CRLF", |t| t.contains("\r\n")),
        ("lone CR", |t| t.contains('\r') && !t.contains('\n')),
        ("byte order mark", |t| t.starts_with('\u{feff}')),
        ("anchor", |t| t.contains(" &a0 ")),
        ("alias", |t| t.contains(" *a0")),
        ("alias as key", |t| t.contains("\n*a0 :")),
        ("tag", |t| t.contains(" !inline ")),
        ("verbatim tag", |t| t.contains(" !<tag:")),
        ("complex key", |t| t.contains("\n? ")),
        ("empty key", |t| t.contains("\n: ")),
        ("no final line break", |t| !t.ends_with(['\n', '\r'])),
        ("several documents", |t| {
            t.contains("\n---\n") && t.contains("\nvalue")
        }),
        ("directive", |t| t.contains("%YAML")),
        ("plain over several lines", |t| t.contains("\n  more\n")),
        ("escaped line break", |t| t.contains("\\\n")),
    ];
    let mut counts = vec![0; forms.len()];
    let (mut valid, mut invalid) = (0, 0);
    drawn(|text| {
        if events::of_saphyr(&text).is_err() {
            invalid += 1;
            return;
        }
        valid += 1;
        for (count, (_, has)) in counts.iter_mut().zip(forms) {
            *count += usize::from(has(&text));
        }
    });
    assert!(valid > TEXTS / 2, "{valid} are valid, {invalid} are not");
    for (count, (name, _)) in counts.iter().zip(forms) {
        assert!(*count >= 5, "{name}: in {count} texts alone");
    }
}

/// With `YAML=…` (escapes as in Rust): fails, and shows both readings of that text.
#[test]
fn a_text_that_is_asked_for_is_shown() {
    let Ok(asked) = std::env::var("YAML") else {
        return;
    };
    let text: String = serde_json::from_str(&format!("\"{asked}\"")).unwrap_or(asked);
    let show = |values: &[Value]| outline(values);
    let expected = events::of_saphyr(&text).map_or_else(|e| format!("  {e}\n"), |v| show(&v));
    let yaml = Yaml::new(text.as_str().into());
    let (broken, ours) = (yaml.mistakes(), show(&ours(&yaml)));
    panic!("{text:?}\n{text}\n-- saphyr-parser\n{expected}-- ours, broken at {broken:?}\n{ours}");
}
