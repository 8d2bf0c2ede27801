//! Tables: an expression in one column, what is read from it in the other.

mod analysis;
mod any_text;
mod completion;

use super::{Access, Analysis, Chain, ChainUse, Key};

/// A chain as text: `?.` and brackets as written, then its flags.
fn show(chain: &Chain) -> String {
    let mut out = chain.root.value.clone();
    for segment in &chain.path {
        let key = match &segment.key {
            Key::Name(name) => name.clone(),
            Key::Index(index) => index.to_string(),
            Key::Dynamic => "*".to_owned(),
        };
        out += &match segment.access {
            Access::Dot => format!(".{key}"),
            Access::OptionalDot => format!("?.{key}"),
            Access::Bracket(_) => format!("[{key}]"),
            Access::OptionalBracket(_) => format!("?.[{key}]"),
        };
    }
    let flags = [
        (chain.called, " called"),
        (chain.guarded, " guarded"),
        (chain.under_typeof, " typeof"),
        (chain.in_sync_function, " sync"),
        (chain.place == ChainUse::RightOfIn, " in"),
        (chain.place == ChainUse::Spread, " spread"),
    ];
    flags
        .iter()
        .filter(|(on, _)| *on)
        .for_each(|(_, flag)| out += flag);
    out
}

fn chains(analysis: &Analysis) -> String {
    analysis
        .chains
        .iter()
        .map(show)
        .collect::<Vec<_>>()
        .join(" | ")
}
