//! Bytes that a client took for JSON, as text that is: what is no Unicode becomes U+FFFD.
//!
//! An editor that cuts an emoji in half sends half of a surrogate pair, which no Rust string holds. It
//! counts as one UTF-16 unit there, and U+FFFD is one here: the columns behind it stay right. Nothing
//! else is fixed; text that is whole comes back as it is.

/// The text of a body.
pub(super) fn text(bytes: Vec<u8>) -> String {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => decode(error.as_bytes()),
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    unescape_halves(text)
}

/// Bad UTF-8: a surrogate that was encoded by itself is one U+FFFD, and two that belong together are their
/// character; else as [`String::from_utf8_lossy`] has it.
fn decode(mut bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    loop {
        let error = match std::str::from_utf8(bytes) {
            Ok(rest) => {
                text.push_str(rest);
                return text;
            }
            Err(error) => error,
        };
        let (good, bad) = bytes.split_at(error.valid_up_to());
        text.push_str(&String::from_utf8_lossy(good));
        let pair = encoded(bad).zip(bad.get(3..).and_then(encoded));
        let whole = pair.and_then(|(high, low)| char::decode_utf16([high, low]).next()?.ok());
        text.push(whole.unwrap_or(char::REPLACEMENT_CHARACTER));
        let length = match (whole, encoded(bad)) {
            (Some(_), _) => 6,
            (None, Some(_)) => 3,
            (None, None) => error.error_len().unwrap_or(bad.len()),
        };
        bytes = &bad[length..];
    }
}

/// The surrogate that three bytes encode, as if it were a character.
fn encoded(bytes: &[u8]) -> Option<u16> {
    match *bytes {
        [0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..] => {
            Some(0xd000 | u16::from(b & 0x3f) << 6 | u16::from(c & 0x3f))
        }
        _ => None,
    }
}

/// `\ud83d` without its other half becomes `\ufffd`. Outside of strings JSON has no backslash, so that it
/// does not matter where the strings are.
fn unescape_halves(text: String) -> String {
    let bytes = text.as_bytes();
    let mut fixed = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'\\') {
        at += next;
        let unit = escaped(&bytes[at..]);
        match unit {
            None => {
                at = (at + 2).min(bytes.len());
                continue;
            }
            Some(0xd800..=0xdbff) if matches!(escaped(&bytes[at + 6..]), Some(0xdc00..=0xdfff)) => {
                at += 12;
                continue;
            }
            Some(0xd800..=0xdfff) => {
                fixed.push_str(&text[from..at]);
                fixed.push_str("\\ufffd");
                from = at + 6;
            }
            Some(_) => {}
        }
        at += 6;
    }
    if from == 0 {
        return text;
    }
    fixed.push_str(&text[from..]);
    fixed
}

/// The UTF-16 unit that a `\uXXXX` at the start stands for.
fn escaped(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    // `from_str_radix` takes a sign.
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(body: &str) -> String {
        serde_json::from_str(&text(body.as_bytes().to_vec())).expect("it was fixed")
    }

    #[test]
    fn half_a_pair_is_one_replacement_character() {
        assert_eq!(json(r#""a\ud83db""#), "a\u{fffd}b");
        assert_eq!(json(r#""a\uDCB0""#), "a\u{fffd}");
        assert_eq!(json(r#""\udcb0\ud83d""#), "\u{fffd}\u{fffd}");
        assert_eq!(json(r#""\ud83d\ud83d\udcb0""#), "\u{fffd}💰");
        assert_eq!(json(r#""\ud83d\n""#), "\u{fffd}\n");
        assert_eq!(json(r#""\\ud83d""#), "\\ud83d");
        assert_eq!(json(r#""\\\ud83d""#), "\\\u{fffd}");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_replaced() {
        let read = |bytes: &[u8]| text(bytes.to_vec());
        assert_eq!(read(b"caf\xe9!"), "caf\u{fffd}!");
        assert_eq!(read(b"\xed\xa0\xbd."), "\u{fffd}.");
        assert_eq!(read(b"\xed\xa0\xbd\xed\xb2\xb0."), "💰.");
        assert_eq!(read(b"\xed\xb2\xb0\xed\xa0\xbd"), "\u{fffd}\u{fffd}");
        assert_eq!(read(b"\xed\xa0"), "\u{fffd}\u{fffd}");
        assert_eq!(read(b"\xf0\x9f\x92"), "\u{fffd}");
        assert_eq!(read(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(read(b"\\"), "\\");
    }

    /// Units as WTF-8, which writes a lone surrogate like any other character.
    fn wtf8(units: &[u16]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for decoded in char::decode_utf16(units.iter().copied()) {
            match decoded {
                Ok(c) => bytes.extend(c.to_string().bytes()),
                Err(lone) => {
                    let unit = lone.unpaired_surrogate();
                    let low = |n: u16| 0x80 | (n & 0x3f) as u8;
                    bytes.extend([0xed, low(unit >> 6), low(unit)]);
                }
            }
        }
        bytes
    }

    fn units() -> impl Strategy<Value = Vec<u16>> {
        let unit = prop_oneof![any::<u16>(), 0xd7ff..=0xe000u16, 0x20..0x7fu16];
        prop::collection::vec(unit, 0..40)
    }

    proptest! {
        /// Any UTF-16 comes through escaped as the text that has the same columns.
        #[test]
        fn escaped_units_keep_their_number(units in units()) {
            let body: String = units.iter().map(|u| format!("\\u{u:04x}")).collect();
            let got = json(&format!("\"{body}\""));
            prop_assert_eq!(&got, &String::from_utf16_lossy(&units));
            prop_assert_eq!(got.encode_utf16().count(), units.len());
        }

        #[test]
        fn encoded_units_keep_their_number(units in units()) {
            let got = decode(&wtf8(&units));
            prop_assert_eq!(got, String::from_utf16_lossy(&units));
        }

        /// Whatever else is wrong with it, no half of a pair is left.
        #[test]
        fn any_bytes_become_text(bytes in prop::collection::vec(prop::sample::select(b"\\\\\\uudd8cC0fx\xed\xa0\xe9".to_vec()), 0..60)) {
            let body = text([b"\"", &bytes[..], b"\""].concat());
            if let Err(error) = serde_json::from_str::<String>(&body) {
                prop_assert!(!error.to_string().contains("surrogate"), "{}: {}", error, body);
            }
        }

        /// What serde_json writes is never touched.
        #[test]
        fn whole_text_stays(string in any::<String>()) {
            let body = serde_json::Value::from(string).to_string();
            prop_assert_eq!(text(body.clone().into_bytes()), body);
        }
    }
}
