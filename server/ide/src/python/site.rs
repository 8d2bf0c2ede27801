//! What stands round a place of Python code: the open brackets and the arguments in them.

use syntax::Span;

/// What is open at a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Site {
    /// The open brackets, outermost first.
    pub(crate) open: Vec<Bracket>,
    /// What the place is in the middle of.
    pub(crate) inside: Inside,
}

/// What a place is in the middle of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Inside {
    /// Code.
    #[default]
    Code,
    /// A comment.
    Comment,
    /// A string; the span is its content, up to the end of the line where nothing closes it.
    Text(Span),
    /// A string that is not plain: an f-string outside its fields, bytes.
    Other,
}

/// An open bracket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bracket {
    /// Where it stands.
    pub(crate) at: usize,
    /// Which one.
    pub(crate) kind: u8,
    /// The name before it, where it opens a call.
    pub(crate) callee: Option<Span>,
    /// The name before it, where it opens the parameters of a function or the bases of a class.
    pub(crate) defined: Option<Span>,
    /// Whether it opens a call of something that has no name.
    pub(crate) is_nameless_call: bool,
    /// What stands between its commas. The last one of `before` is the cursor's.
    pub(crate) arguments: Vec<Argument>,
    /// How many of them have begun before the place that was asked for.
    pub(crate) before: usize,
}

/// What stands between two commas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Argument {
    /// Where its first token starts; `None` where there is none yet.
    pub(crate) start: Option<usize>,
    /// The name before `=`.
    pub(crate) keyword: Option<Span>,
    /// How many stars it begins with.
    pub(crate) stars: u8,
}

impl Bracket {
    /// The argument at the place that was asked for.
    pub(crate) fn current(&self) -> Argument {
        self.arguments
            .get(self.before - 1)
            .copied()
            .unwrap_or_default()
    }

    /// The arguments before that one.
    pub(crate) fn earlier(&self) -> &[Argument] {
        &self.arguments[..self.before - 1]
    }

    /// The other arguments, before and after.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Argument> {
        let own = self.before - 1;
        let all = self.arguments.iter().enumerate();
        all.filter(move |(i, _)| *i != own).map(|(_, a)| a)
    }

    /// Whether it opens a call.
    pub(crate) fn is_call(&self) -> bool {
        self.callee.is_some() || self.is_nameless_call
    }
}

impl Site {
    /// The innermost call, lists and the like in its arguments looked through.
    pub(crate) fn call(&self) -> Option<&Bracket> {
        self.open.iter().rev().find(|b| b.is_call())
    }

    /// The call whose argument stands here itself, not in a list or a mapping.
    pub(crate) fn direct_call(&self) -> Option<&Bracket> {
        self.open.last().filter(|b| b.is_call())
    }
}
