//! The stack of what is open round a place of Python code. What is asked of it at every token is kept
//! with each entry, so that no token walks the stack.

use super::site::Bracket;

/// Something that is open.
pub(super) enum Frame {
    Bracket(Bracket),
    /// An f-string by its quote.
    Format {
        quote: u8,
        triple: bool,
    },
    /// `{…}` in an f-string.
    Field,
    /// The parameters of a `lambda`, up to its colon: their commas part no arguments.
    Lambda,
    /// What stands between `for` and `in` of a comprehension.
    Target,
}

impl Frame {
    /// Whether it is a string, or a field in one: brackets outside it are not closed inside.
    fn is_border(&self) -> bool {
        matches!(self, Frame::Field | Frame::Format { .. })
    }

    /// Which bracket it is.
    fn kind(&self) -> Option<Kind> {
        match self {
            Frame::Bracket(bracket) => Some(Kind::of(bracket.kind)),
            Frame::Field => Some(Kind::Curly),
            _ => None,
        }
    }
}

/// Which bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Round,
    Square,
    Curly,
}

impl Kind {
    fn of(bracket: u8) -> Kind {
        match bracket {
            b'(' | b')' => Kind::Round,
            b'[' | b']' => Kind::Square,
            _ => Kind::Curly,
        }
    }
}

/// An entry of the stack, and what is known of it with all below it.
struct Entry {
    frame: Frame,
    /// How many brackets of each kind are open in the innermost string or field.
    open: [u32; 3],
    /// The lowest f-string that ends with its line.
    one_line: Option<usize>,
    /// Where the outermost bracket stands.
    outermost: Option<usize>,
}

/// What is open, outermost first.
#[derive(Default)]
pub(super) struct Frames(Vec<Entry>);

impl Frames {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Frame> {
        self.0.get(index).map(|e| &e.frame)
    }

    pub(super) fn last(&self) -> Option<&Frame> {
        self.0.last().map(|e| &e.frame)
    }

    /// The one around the innermost one.
    pub(super) fn below_last(&self) -> Option<&Frame> {
        self.get(self.0.len().checked_sub(2)?)
    }

    /// The innermost one, where it is a bracket.
    pub(super) fn bracket_mut(&mut self) -> Option<&mut Bracket> {
        match self.0.last_mut().map(|e| &mut e.frame) {
            Some(Frame::Bracket(bracket)) => Some(bracket),
            _ => None,
        }
    }

    /// The open brackets, outermost first, with their places in the stack.
    pub(super) fn brackets(&self) -> impl Iterator<Item = (usize, &Bracket)> {
        self.0
            .iter()
            .enumerate()
            .filter_map(|(i, e)| match &e.frame {
                Frame::Bracket(bracket) => Some((i, bracket)),
                _ => None,
            })
    }

    /// Where the outermost bracket stands.
    pub(super) fn outermost(&self) -> Option<usize> {
        self.0.last().and_then(|e| e.outermost)
    }

    pub(super) fn push(&mut self, frame: Frame) {
        let below = self.0.last();
        let mut open = below
            .filter(|_| !frame.is_border())
            .map_or([0; 3], |e| e.open);
        if let Some(kind) = frame.kind() {
            open[kind as usize] += 1;
        }
        let ends_with_line = matches!(frame, Frame::Format { triple: false, .. });
        let one_line = below.and_then(|e| e.one_line);
        let outermost = below.and_then(|e| e.outermost);
        let own = match &frame {
            Frame::Bracket(bracket) => Some(bracket.at),
            _ => None,
        };
        self.0.push(Entry {
            open,
            one_line: one_line.or(ends_with_line.then_some(self.0.len())),
            outermost: outermost.or(own),
            frame,
        });
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Closes the innermost bracket that fits, with all that is open in it. One that fits none in this
    /// string or field is a slip, and closes nothing.
    pub(super) fn close(&mut self, bracket: u8) {
        let kind = Kind::of(bracket);
        if self.0.last().is_none_or(|e| e.open[kind as usize] == 0) {
            return;
        }
        while let Some(entry) = self.0.pop() {
            if entry.frame.kind() == Some(kind) {
                break;
            }
        }
    }

    /// Ends what ends with the line: f-strings in one pair of quotes, with all that is open in them.
    pub(super) fn end_line(&mut self) {
        if let Some(cut) = self.0.last().and_then(|e| e.one_line) {
            self.0.truncate(cut);
        }
    }
}
