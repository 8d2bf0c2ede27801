//! saphyr-parser: YAML 1.2, read as events only (its tree builder recurses).

use saphyr_parser::Parser;

/// Whether a YAML text is valid as a whole.
pub fn accepts_yaml(text: &str) -> bool {
    Parser::new_from_str(text).all(|event| event.is_ok())
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
