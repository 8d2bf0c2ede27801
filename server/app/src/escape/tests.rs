//! What each medium makes of the same texts.

use super::*;

/// Texts that mean something to a terminal, to a reader's eye, to a service or to a format.
const TEXTS: &[&str] = &[
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{7f}\u{8}\r\u{7}",
    "a\nb\tc\r\n",
    "\u{85}\u{2028}\u{2029}",
    "\u{202e}txt\u{2066}",
    "a\u{200b}b\u{ad}c\u{feff}",
    "x\u{200d}y",
    "\u{fffe}\u{ffff}\u{1fffe}",
    "\u{0}",
    "::error::x",
    " \u{a0}::error::x",
    "##[error]x",
    "a ##vso[task.setvariable]b ##teamcity[c",
    "50 %0A, 'q' \"r\" \\ & < > ]]>",
    "[a](command:b)",
];

/// Whether a terminal or a service could be steered by a line.
fn steers(line: &str) -> bool {
    let steering = |(i, c): (usize, char)| is_unsafe(line, i, c);
    line.char_indices().any(steering) || line.trim_start().starts_with("::")
}

#[test]
fn a_terminal_is_not_steered() {
    for text in TEXTS {
        assert!(!steers(&format!("x: {}", line(text))), "{text:?}");
        assert!(!steers(&leading_path(text)), "{text:?}");
        assert!(!steers(&format!("--- {}", diff_path(text))), "{text:?}");
        // Behind the number of a line, and behind the blank of a diff.
        let (excerpt, diff) = (excerpt(text), diff(text));
        let bare = |shown: &str| shown.replace(['\t', '\r', '\u{feff}'], "");
        assert!(!steers(&format!("1 | {}", bare(&excerpt))), "{text:?}");
        assert!(!steers(&format!(" {}", bare(&diff))), "{text:?}");
        assert!(!diff.trim_end_matches('\r').contains('\r'), "{text:?}");
        assert!(
            !github_data(text).contains(['\n', '\r', '\u{1b}', '\u{9b}']),
            "{text:?}"
        );
    }
    assert_eq!(
        line("a\n\u{1b}\u{9b}\u{202e}é\u{fffe}"),
        "a\\n\\u{1b}\\u{9b}\\u{202e}é\\u{fffe}"
    );
    assert_eq!(line("##[error]x [y] # [z]"), "##\\u{5b}error]x [y] # [z]");
    assert_eq!(leading_path("::error::a"), "./::error::a");
}

#[test]
fn what_is_harmless_stays() {
    for text in [
        "",
        "a b/c.py: `x` [y] (z) \\ \" '",
        "naïve Ünïcödé 日本語\u{3000}です",
        "e\u{301} ﷺ 💩 👩\u{200d}💻 ❤\u{fe0f} نمی\u{200c}خواهم",
        "## heading [link]",
    ] {
        for shown in [
            line(text),
            excerpt(text),
            label(text),
            lines(text),
            diff(text),
        ] {
            assert!(
                matches!(shown, Cow::Borrowed(same) if same == text),
                "{text:?}: {shown:?}"
            );
        }
    }
    assert_eq!(lines("a\n\tb\u{1b}##[x]"), "a\n\tb\\u{1b}##[x]");
    assert_eq!(label("a\n##[x]"), "a\\n##[x]");
}

#[test]
fn the_start_of_an_excerpt_is_the_excerpt_of_the_start() {
    for text in TEXTS {
        let whole = excerpt(text);
        for (i, _) in text.char_indices() {
            assert!(whole.starts_with(&*excerpt(&text[..i])), "{text:?} {i}");
        }
    }
}

#[test]
fn diffs_keep_what_files_have() {
    assert_eq!(diff("\u{feff}a: 1\r"), "\u{feff}a: 1\r");
    assert_eq!(diff("a\rb"), "a\\rb");
    assert_eq!(diff("  ::error::x"), "  \\u{3a}:error::x");
    assert_eq!(diff("\u{feff}::x"), "\u{feff}\\u{3a}:x");
    assert_eq!(diff_path("a/f b/é.py"), "a/f b/é.py");
    assert_eq!(
        diff_path("a/\u{1b}\"\n\u{9b}"),
        "\"a/\\033\\\"\\n\\302\\233\""
    );
}

#[test]
fn json_is_read_as_it_was_written() {
    for text in TEXTS {
        let json = json(&[text]).expect("it is written");
        let back: Vec<String> = serde_json::from_str(&json).expect("it is read");
        assert_eq!(back, [*text]);
        assert!(!steers(&json), "{json}");
    }
    assert_eq!(
        json(&"\u{1f4a9}\u{e0041}").expect("it is written"),
        "\"\u{1f4a9}\\udb40\\udc41\""
    );
}

#[test]
fn commands_and_xml_are_escaped() {
    assert_eq!(github_data("50 %\r\na: b, c"), "50 %25%0D%0Aa: b, c");
    assert_eq!(github_property("a:b,c%"), "a%3Ab%2Cc%25");
    assert_eq!(
        xml("a < b & \"c\"\u{7}\n\u{9b}\u{ffff}"),
        "a &lt; b &amp; &quot;c&quot;\\u{7}&#10;&#155;\\u{ffff}"
    );
    assert_eq!(sarif("[a](b) [c]"), "[a]\\(b) [c]");
    assert_eq!(uri("f/a b/ä.yaml"), "f/a%20b/%C3%A4.yaml");
}
