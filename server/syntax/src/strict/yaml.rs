//! saphyr-parser: YAML 1.2, read as events only (its tree builder recurses).

use saphyr_parser::{Event, Parser};

use crate::{Language, parses};

/// Levels of nesting from which on they count: the parser looks at all that are open for each token.
const DEEP: usize = 100;

/// How much deep levels may cost, for each byte of the text.
const MAX_COST: usize = 50;

/// Whether a YAML text is valid as a whole. What is deep all over is not.
pub fn accepts_yaml(text: &str) -> bool {
    parses::count(Language::Yaml, |p| p.strict += 1);
    let mut left = MAX_COST * text.len();
    let mut depth = 0usize;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), _)) => depth += 1,
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            Err(_) => return false,
        }
        if depth > DEEP {
            match left.checked_sub(depth) {
                Some(rest) => left = rest,
                None => return false,
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_valid_from_broken() {
        for text in [
            "",
            "a: 1\n",
            "- x\n- {y: [1, 2]}\n",
            "a: |\n  x\n  \ttab\n",
            "---\na: 1\n...\n",
        ] {
            assert!(accepts_yaml(text), "{text:?}");
        }
        for text in ["a: b ? 1 : 2\n", "a: `x`\n", "a: [\n", "a: 1\n b: 2\n"] {
            assert!(!accepts_yaml(text), "{text:?}");
        }
    }
}
