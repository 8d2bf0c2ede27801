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

/// How many tokens a text has at most, whatever its language: each sign is one, and each run of letters
/// or of digits. Blanks of any alphabet and signs in strings are counted too.
pub(crate) fn tokens(text: &str) -> usize {
    #[derive(Clone, Copy, PartialEq)]
    enum Class {
        Blank,
        Letter,
        Digit,
        Sign,
    }
    let class = |b: u8| match b {
        b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => Class::Blank,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Sign,
    };
    let (mut count, mut before) = (0, Class::Blank);
    for now in text.bytes().map(class) {
        let begins = now != Class::Blank && (now != before || now == Class::Sign);
        count += usize::from(begins);
        before = now;
    }
    count
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
