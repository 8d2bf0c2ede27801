//! Room on the stack for what recurses as deep as a text nests.
//!
//! An overflow ends the process and cannot be caught. Parsers of others recurse, and so do the `Drop`s
//! of their trees; no level of theirs comes without a token. So the tokens of a text say how much stack
//! it can take at most, and where the thread has less, another one does the work. Such a stack costs
//! addresses alone until it is used.

/// Stack in bytes of every thread that reads or answers. Only what is used of it takes memory.
pub const STACK: usize = 16 * 1024 * 1024;

/// Stack in bytes that is taken for granted where the system does not tell how much is left.
const UNTOLD: usize = 256 * 1024;

/// Stack in bytes for what is done around the levels.
const BASE: usize = 128 * 1024;

/// Does `work` with room for `levels` of `level` bytes each. `None`: the system has no such stack to give.
pub(crate) fn with_room<T: Send>(
    levels: usize,
    level: usize,
    work: impl FnOnce() -> T + Send,
) -> Option<T> {
    let needed = levels.saturating_mul(level).saturating_add(BASE);
    if needed <= stacker::remaining_stack().unwrap_or(UNTOLD) {
        return Some(work());
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(needed);
        let done = thread.spawn_scoped(scope, work).ok()?.join();
        Some(done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What a byte can be of a token.
const BLANK: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SIGN: u8 = 3;

/// How many tokens a text has at most, whatever its language: each sign is one, and each run of letters
/// or of digits. Blanks of any alphabet and signs in strings are counted too.
pub(crate) fn tokens(text: &str) -> usize {
    // It is asked with each letter that is typed, of all of the text. In parts whose count fits a byte, and without
    // branches, the compiler makes one instruction of many bytes.
    const PART: usize = 128;
    let mut classes = [BLANK; PART + 1];
    let mut count = 0;
    for part in text.as_bytes().chunks(PART) {
        for (class, byte) in classes[1..].iter_mut().zip(part) {
            *class = class_of(*byte);
        }
        let mut begun = 0u8;
        for (before, now) in classes[..part.len()].iter().zip(&classes[1..]) {
            begun += u8::from((*now != BLANK) & ((now != before) | (*now == SIGN)));
        }
        count += usize::from(begun);
        classes[0] = classes[part.len()];
    }
    count
}

#[inline]
fn class_of(b: u8) -> u8 {
    let blank = (b == b' ') | (b == b'\t') | (b == b'\n') | (b == b'\r') | (b == b'\x0c');
    let letter = ((b | 0x20).wrapping_sub(b'a') < 26) | (b == b'_');
    let digit = b.wrapping_sub(b'0') < 10;
    match (blank, letter, digit) {
        (true, ..) => BLANK,
        (_, true, _) => LETTER,
        (_, _, true) => DIGIT,
        _ => SIGN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_is_missed() {
        for (text, count) in [
            ("", 0),
            (" \n", 0),
            ("x", 1),
            ("x.a.a", 5),
            ("not not x", 3),
            ("1if 1else 1", 5),
            ("a1", 2),
            ("((((", 4),
            ("new\u{a0}new", 4),
            ("x = 'a b'", 6),
        ] {
            assert_eq!(tokens(text), count, "{text:?}");
        }
        // Across the parts that it is counted in.
        assert_eq!(tokens(&"a".repeat(1000)), 1);
        assert_eq!(tokens(&"(".repeat(1000)), 1000);
        assert_eq!(tokens(&"a1 ".repeat(1000)), 2000);
    }

    #[test]
    fn there_is_room_for_what_is_asked_for() {
        fn deep(levels: usize) -> usize {
            let here = std::hint::black_box([levels; 64]);
            match levels {
                0 => 0,
                _ => deep(levels - 1) + usize::from(here[0] == levels),
            }
        }
        let levels = 100_000;
        assert_eq!(with_room(levels, 2_048, || deep(levels)), Some(levels));
        assert_eq!(with_room(1, 1, || deep(1)), Some(1));
        assert_eq!(with_room(usize::MAX, 1, || ()), None);
    }

    #[test]
    fn a_panic_goes_through() {
        let panicked = std::panic::catch_unwind(|| with_room(1 << 20, 64, || panic!("on purpose")));
        assert!(panicked.is_err());
    }
}
