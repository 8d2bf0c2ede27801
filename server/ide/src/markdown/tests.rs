//! What is put in, read back by a renderer of GitHub's Markdown.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

use super::*;

/// What a reader sees of Markdown: its text with its line breaks, and its pieces of code.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    text: String,
    code: Vec<String>,
}

/// Reads Markdown as GitHub does. `Err`: there is something in it that is neither text nor code, or one
/// of the kinds that `own` names.
fn seen(markdown: &str, own: &[&str]) -> Result<Seen, String> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.autolink = true;
    extension.strikethrough = true;
    extension.table = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut seen = Seen::default();
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Document => {}
            NodeValue::Paragraph => seen.text.push('\n'),
            NodeValue::Text(text) => seen.text.push_str(text),
            NodeValue::SoftBreak | NodeValue::LineBreak => seen.text.push('\n'),
            NodeValue::Code(code) => {
                seen.text.push_str(&code.literal);
                seen.code.push(code.literal.clone());
            }
            NodeValue::CodeBlock(block) => {
                seen.text.push_str(&block.literal);
                seen.code.push(block.literal.clone());
            }
            // The address itself, of a kind that opens nothing but mail.
            NodeValue::Link(link) if link.url.starts_with("mailto:") => {}
            other => {
                let name = format!("{other:?}");
                if !own.iter().any(|o| name.starts_with(o)) {
                    return Err(format!("{name} in {markdown:?}"));
                }
            }
        }
    }
    Ok(seen)
}

/// The characters that matter, without what may be lost on purpose.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect()
}

/// Texts made of what Markdown is made of.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "[",
            "](",
            "]",
            "(",
            ")",
            "![",
            "<",
            ">",
            "</",
            "<img src=x onerror=a()>",
            "<script>",
            "<!--",
            "-->",
            "<a@b.de>",
            "<http://x>",
            "command:x",
            "http://",
            "https://x.y/z",
            "www.",
            "WWW.x.de",
            "a@b.de",
            "mailto:",
            "xmpp:a@b.c",
            "ftp://a.b",
            "`",
            "``",
            "```",
            "`````````",
            "~~",
            "~~~",
            "*",
            "**",
            "_",
            "__",
            "\\",
            "&",
            "&lt;",
            "&#91;",
            "&#x5b;",
            "#",
            "# ",
            "###### ",
            "- ",
            "+ ",
            "* ",
            "1. ",
            "12) ",
            "> ",
            "---",
            "===",
            "***",
            "|",
            "|-|",
            ":-",
            ":--:",
            "[ ] ",
            "[x] ",
            "[^1]",
            "[^1]: ",
            "[!NOTE]",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "  \n",
            "\\\n",
            " ",
            "a",
            "word",
            "é",
            "💩",
            "\u{a0}",
            "\u{2028}",
            ".",
            ":",
            "=",
            "-",
            "!",
            "0",
        ])
        .prop_map(str::to_owned),
        "[ -~\n]{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prose_is_text_and_code(text in hostile()) {
        let markdown = Markdown::new().prose(&text).to_markdown();
        let seen = seen(&markdown, &[]).map_err(TestCaseError::fail)?;
        // What stands behind the marks of a block of code is its language, and not shown.
        if !text.contains("```") && !text.contains("~~~") {
            prop_assert_eq!(bare(&seen.text), bare(&text), "{}", markdown);
        }
    }

    #[test]
    fn text_stays_as_it_is(text in hostile()) {
        let markdown = Markdown::from(Line::new().text(&text)).to_markdown();
        let seen = seen(&markdown, &[]).map_err(TestCaseError::fail)?;
        let whole = on_one_line(&text);
        prop_assert_eq!(seen.text.trim(), whole.trim(), "{}", markdown);
        prop_assert!(seen.code.is_empty(), "{}", markdown);
    }

    #[test]
    fn code_stays_as_it_is(text in hostile()) {
        let line = || Line::new().own("The ").code(&text).own(" of ").code(&text).text(&text);
        let markdown = Markdown::from(line()).to_markdown();
        let found = seen(&markdown, &[]).map_err(TestCaseError::fail)?;
        let whole = text.replace(['\n', '\r'], " ");
        if !text.contains("`````````") && !text.is_empty() {
            prop_assert_eq!(&found.code, &[whole.clone(), whole], "{}", markdown);
        }
        let markdown = Markdown::new().code("ts", &text).to_markdown();
        let found = seen(&markdown, &[]).map_err(TestCaseError::fail)?;
        prop_assert_eq!(found.code.len(), 1, "{}", markdown);
        prop_assert_eq!(found.code[0].trim_end_matches('\n'), text.trim_end_matches('\n'));
    }

    #[test]
    fn our_own_words_stay_ours(text in hostile()) {
        let item = || Line::new().code(&text).own(": ").text(&text);
        let markdown = Markdown::from("Our `own` **words**")
            .line(Line::new().text(&text).aside(&text))
            .list("Arguments", vec![item(), item()])
            .prose(&text)
            .line(Line::new().aside(&text))
            .to_markdown();
        let own = ["Strong", "Emph", "List", "Item"];
        seen(&markdown, &own).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn prose_keeps_what_is_harmless() {
    let shown = |text: &str| Markdown::new().prose(text).to_markdown();
    for (text, want) in [
        ("Reads `a*b` and *c*.", "Reads `a*b` and \\*c\\*."),
        ("One.\nTwo.\n\nThree.", "One.  \nTwo.\n\nThree."),
        (
            "Just this:\n\n    a\n      b\n\nand that",
            "Just this:\n\n```\na\n  b\n```\n\nand that",
        ),
        ("```py\nx = 1\n```", "```py\nx = 1\n```"),
        ("- a\n- b", "\\- a  \n\\- b"),
        ("snake_case and __init__", "snake_case and \\_\\_init\\_\\_"),
        ("a `b", "a &#96;b"),
    ] {
        assert_eq!(shown(text), want, "{text}");
    }
    let wrapped = format!("{}\nmore", "long ".repeat(20));
    assert_eq!(
        shown(&wrapped),
        format!("{}\nmore", "long ".repeat(20).trim_end())
    );
}

#[test]
fn plain_text_has_no_escapes() {
    let markdown = Markdown::from("Our **own**")
        .line(Line::new().own("Step ").code("a_*").aside("v1"))
        .prose("[a](b)\n*c*")
        .code("ts", "x: `y`")
        .list(
            "Arguments",
            vec![Line::new().code("p").own(": ").text("<q>")],
        );
    assert_eq!(
        markdown.to_plain(),
        "Our own\n\nStep `a_*`v1\n\n[a](b)\n*c*\n\nx: `y`\n\nArguments\n- `p`: <q>"
    );
}

#[test]
fn what_is_too_long_is_cut() {
    let long = "é".repeat(MOST);
    for markdown in [
        Markdown::new().prose(&long),
        Markdown::new().code("ts", &long),
        Markdown::from(Line::new().text(&long)),
        Markdown::from(Line::new().code(&long)),
    ] {
        assert!(markdown.to_markdown().len() < MOST + 20);
        assert!(markdown.to_plain().len() < MOST + 20);
    }
    // Backticks of all lengths, none of them closed: in linear time.
    let runs: String = (1..200).map(|n| format!("{} ", "`".repeat(n))).collect();
    assert!(!Markdown::new().prose(&runs).to_markdown().contains('`'));
}
