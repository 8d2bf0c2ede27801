//! One broken spot: where, what is wrong, and what to do.
//!
//! The last two are apart from the start. They quote code, and any sign that could part them in one text can
//! stand in code as well.

use std::fmt;

use crate::Span;

/// One broken spot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where, in bytes of the text that was judged.
    pub span: Span,
    /// What is wrong, as part of a sentence, without a full stop.
    pub message: String,
    /// What to do, likewise. `None`: the message says it.
    pub help: Option<String>,
}

/// What is wrong and what to do, of a place that is not known yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    message: String,
    help: Option<String>,
}

/// What is wrong, and what to do.
pub fn said(message: impl Into<String>, help: impl Into<String>) -> Said {
    Said {
        message: message.into(),
        help: Some(help.into()),
    }
}

impl From<&str> for Said {
    fn from(message: &str) -> Said {
        Said::from(message.to_owned())
    }
}

impl From<String> for Said {
    fn from(message: String) -> Said {
        Said {
            message,
            help: None,
        }
    }
}

impl Problem {
    /// What is said of a place.
    pub fn new(span: Span, said: impl Into<Said>) -> Problem {
        let Said { message, help } = said.into();
        Problem {
            span,
            message,
            help,
        }
    }

    /// A bracket that nothing closes.
    pub(super) fn never_closed(text: &str, open: Span) -> Problem {
        let sign = open.slice(text);
        let close = match sign {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        let message = format!("this `{sign}` is never closed");
        Problem::new(
            open,
            said(message, format!("write `{close}` where it ends")),
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// Most characters of a token or a name that are shown.
const MAX_SHOWN: usize = 40;

/// A token for a message: its first line, and `…` where it goes on.
pub fn short(token: &str) -> String {
    let line = token.lines().next().unwrap_or_default();
    let cut = line
        .char_indices()
        .nth(MAX_SHOWN)
        .map(|(end, _)| &line[..end]);
    match cut {
        None if line.len() == token.len() => line.to_owned(),
        _ => format!("{}…", cut.unwrap_or(line).trim_end()),
    }
}
