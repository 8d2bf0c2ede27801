//! Whatever the text is: no panic, and spans that can be sliced.

use proptest::prelude::*;
use syntax::Span;

use super::super::{At, analyze, at, chain_at};

fn fits(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let analysis = analyze(text);
    for chain in &analysis.chains {
        prop_assert!(
            fits(text, chain.root.span) && fits(text, chain.span),
            "{text:?} {chain:?}"
        );
        prop_assert_eq!(chain.root.span.slice(text), &chain.root.value);
        for segment in &chain.path {
            prop_assert!(fits(text, segment.span), "{:?} {:?}", text, segment);
            prop_assert!(
                chain.span.contains(segment.span),
                "{:?} {:?}",
                text,
                segment
            );
        }
    }
    for call in &analysis.calls {
        prop_assert!(analysis.chains[call.chain].called);
        prop_assert!(fits(text, call.span) && call.text.iter().all(|t| fits(text, t.span)));
    }
    for offset in 0..=text.len() {
        chain_at(&analysis, offset);
        let span = match at(text, offset) {
            At::Member(member) => member.partial.span,
            At::Name(name) => name.span,
            At::CallArg(arg) => arg.partial.span,
            At::None => continue,
        };
        prop_assert!(fits(text, span), "{:?} at {}", text, offset);
        if text.is_char_boundary(offset) {
            prop_assert!(span.touches(offset), "{:?} at {}", text, offset);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_characters(text in "\\PC{0,60}") {
        holds(&text)?;
    }

    #[test]
    fn any_javascript(text in "(results|flow_input|x|é|\\.|\\?\\.|\\?|:|\\[|\\]|\\(|\\)|\\{|\\}|\"|'|`|\\$\\{|/|//|\\*|\\\\|=>|=|&&|\\|\\||\\?\\?|!|typeof |in |const |return |function |async |await |if |0|12|\\.5|,|;| |\n|<|>){0,24}") {
        holds(&text)?;
    }
}
