//! What a value is at a place that is being typed: the code above it, and the line made one that gives the value. That
//! parses, whatever stands on the line so far.

use std::sync::Arc;

use lang::python::tree::{Kind, NodeId};
use model::language::ScriptLanguage;
use model::script::Script;
use shape::Shape;
use syntax::Span;
use syntax::text::{is_blank, is_word, leading, line_start};

use super::Site;

/// Longest value that is looked at, in bytes.
const MAX_VALUE: usize = 400;

/// Longest text that is read anew for a value, in bytes: this is asked at each key.
const MAX_TEXT: usize = 100_000;

/// Code that ends with a value.
pub(crate) struct Probe {
    /// The code.
    pub(crate) script: Script,
    /// Where the value stands in it.
    pub(crate) value: Span,
}

/// The value that ends at `end`: names, attributes, calls and subscripts behind each other. `None` where there is none.
pub(crate) fn value_before(text: &str, end: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let least = end.saturating_sub(MAX_VALUE);
    let mut at = end;
    while at > least {
        match bytes[at - 1] {
            b')' | b']' => at = opening(text, at, least)?,
            b'.' => at -= 1,
            _ => {
                let word = text[..at].trim_end_matches(is_word).len();
                if word == at {
                    break;
                }
                at = word;
                if !text[..at].ends_with('.') {
                    break;
                }
            }
        }
    }
    let starts = text[at..end].starts_with(|c: char| c.is_alphabetic() || c == '_');
    (at < end && starts).then(|| Span::new(at, end))
}

/// Where the bracket opens that closes right before `end`. Strings are told by their quotes alone.
fn opening(text: &str, end: usize, least: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    for (i, b) in text.as_bytes()[..end].iter().enumerate().rev() {
        if i < least {
            return None;
        }
        match (quote, b) {
            (Some(q), b) if b == q => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b')' | b']' | b'}') => depth += 1,
            (None, b'(' | b'[' | b'{') => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

impl Probe {
    /// The code up to a value, whose statement begins where the outermost bracket of `site` stands. `None` where the code
    /// above does not parse, or is long.
    pub(crate) fn new(text: &str, site: &Site, value: Span) -> Option<Probe> {
        if value.start as usize > MAX_TEXT {
            return None;
        }
        let first = site.open.first().map_or(value.start as usize, |b| b.at);
        let start = line_start(text, first.min(value.start as usize));
        let indent = leading(&text[start..], is_blank);
        let head = format!(
            "{}{indent}{}",
            &text[..start],
            if indent.is_empty() { "" } else { "return " }
        );
        let at = Span::new(head.len(), head.len() + value.len());
        let code = format!(
            "{head}{}\n{}",
            value.slice(text),
            handlers(&text[..start], indent.len())
        );
        let script = Script::new(ScriptLanguage::Python3, Arc::from(code));
        script
            .problems()
            .is_empty()
            .then_some(Probe { script, value: at })
    }

    /// The name of the function at the module's level that the value is in, and in no other.
    pub(crate) fn function(&self) -> Option<(&str, NodeId)> {
        let tree = &self.script.python()?.tree;
        let mut outer = tree
            .above(tree.at(self.value.start as usize))
            .filter(|n| tree.kind(*n).is_scope());
        let function = outer.next().filter(|n| tree.kind(*n).is_function())?;
        if outer.any(|n| n != NodeId::ROOT) {
            return None;
        }
        Some((tree.text_of(tree.function(function)?.name?), function))
    }

    /// What the value can be, as far as code shows.
    pub(crate) fn shape(&self) -> Option<Shape> {
        let tree = &self.script.python()?.tree;
        let (name, function) = self.function()?;
        let mut code = self.script.text.to_string();
        // Nothing else that the function returns counts, and neither does what it says of that.
        let owner = |node| tree.above(node).find(|n| tree.kind(*n).is_function());
        for node in tree.within(function) {
            let start = tree.span(node).start as usize;
            if tree.kind(node) == Kind::Return
                && owner(node) == Some(function)
                && start < self.value.start as usize
            {
                let is_own = tree.span(node).end >= self.value.end;
                if !is_own {
                    code.replace_range(start..start + "return".len(), "raise ");
                }
            }
        }
        if let Some(returns) = tree.function(function)?.returns {
            let span = tree.span(returns);
            let arrow = code[..span.start as usize].rfind("->")?;
            let blanks = " ".repeat(span.end as usize - arrow);
            code.replace_range(arrow..span.end as usize, &blanks);
        }
        let script = Script::new(ScriptLanguage::Python3, Arc::from(code));
        script.functions().get(name).cloned()
    }
}

/// What every `try` needs that the last line stands in, innermost first.
fn handlers(above: &str, indent: usize) -> String {
    let mut inner = indent;
    let mut out = String::new();
    for line in above.lines().rev().filter(|l| !l.trim().is_empty()) {
        let own = leading(line, is_blank);
        if own.len() >= inner {
            continue;
        }
        inner = own.len();
        if line[own.len()..]
            .split('#')
            .next()
            .unwrap_or_default()
            .trim_end()
            == "try:"
        {
            out += &format!("{own}finally:\n{own}    pass\n");
        }
        if inner == 0 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::site;

    fn probe(text: &str) -> Option<(String, Option<String>)> {
        let (text, offset) = fixture::cursor(text);
        let site = site(&text, offset);
        let bracket = site.open.last()?;
        let value = value_before(&text, bracket.at)?;
        let probe = Probe::new(&text, &site, value)?;
        // It may also not get there.
        let fields = probe.shape().map(|s| s.without_null().brief());
        Some((probe.value.slice(&probe.script.text).to_owned(), fields))
    }

    #[test]
    fn values_are_told_on_a_broken_line() {
        let shape = |code: &str| probe(code).and_then(|p| p.1);
        let code = "def f(a) -> int:\n    r = {\"x\": 1}\n    if a:\n        return {\"y\": 2}\n    print(r[\"<|>\n";
        assert_eq!(shape(code).as_deref(), Some("{ x: number }"));
        let code = "def f(rows):\n    for r in [{\"x\": 1}]:\n        try:\n            b = g(1, r[\"<|>\n\ndef g(";
        assert_eq!(shape(code).as_deref(), Some("{ x: number }"));
        assert_eq!(
            probe("a.b(\"(\")[1][\"<|>").map(|p| p.0).as_deref(),
            Some("a.b(\"(\")[1]")
        );
        assert_eq!(probe("x = [\"<|>"), None);
        assert_eq!(
            probe("def f(a):\n    x = 1 +\n    a[\"<|>"),
            None,
            "nothing is known below what does not parse"
        );
    }
}
