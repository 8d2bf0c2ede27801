//! How lines of code stand in the file: in a script of their own, or in the block scalar of a flow.

use model::file::File;
use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::Style;

use crate::cursor::InCode;
use crate::finding::TextEdit;

/// How lines of code stand in the file.
pub(super) struct Layout {
    /// What ends a line there.
    pub(super) newline: &'static str,
    /// What stands before each line of code.
    indent: String,
}

impl Layout {
    /// `None` where the code is embedded in a scalar in which lines cannot simply be added.
    pub(super) fn of(file: &File, at: &InCode) -> Option<Layout> {
        let newline = if file.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut indent = String::new();
        if let Some(map) = &at.code.map {
            let node = file.flow()?.code_node(at.code.module?)?;
            if file.yaml().node(node).style() != Some(Style::Literal) {
                return None;
            }
            let line = line_start(&at.code.script.text, at.inner);
            let outer = map.outer(line);
            let start = line_start(file.text(), outer);
            file.text()[start..outer].clone_into(&mut indent);
            if !indent.chars().all(|c| c == ' ') {
                return None;
            }
        }
        Some(Layout { newline, indent })
    }

    /// Lines behind text that stands on the first one's line already.
    pub(super) fn joined(&self, lines: &[String]) -> String {
        let mut joined = String::new();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                joined.push_str(self.newline);
            }
            // No spaces on empty lines.
            if i > 0 && !line.is_empty() {
                joined.push_str(&self.indent);
            }
            joined.push_str(line);
        }
        joined
    }

    /// Lines above the line of code at `offset`.
    pub(super) fn above(&self, at: &InCode, offset: usize, lines: &[&str]) -> Option<TextEdit> {
        let outer = at.outer(Span::at(offset)).start as usize;
        let start = outer.checked_sub(self.indent.len())?;
        let line = |l: &&str| match l.is_empty() {
            true => self.newline.to_owned(),
            false => format!("{}{l}{}", self.indent, self.newline),
        };
        Some(TextEdit {
            span: Span::at(start),
            text: lines.iter().map(line).collect(),
        })
    }

    /// A line below the one of code that `offset` is on.
    pub(super) fn below(&self, at: &InCode, offset: usize, line: &str) -> TextEdit {
        let rest = &at.code.script.text[offset..];
        let end = offset + rest.find(['\r', '\n']).unwrap_or(rest.len());
        TextEdit {
            span: Span::at(at.outer(Span::at(end)).start as usize),
            text: format!("{}{}{line}", self.newline, self.indent),
        }
    }

    /// Text of several lines, broken by `\n`, behind text that stands on the first one's line already.
    pub(super) fn block(&self, text: &str) -> String {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut joined = self.joined(&lines);
        // Where more follows on the last line, it has its indentation.
        if lines.len() > 1 && text.ends_with('\n') {
            joined.push_str(&self.indent);
        }
        joined
    }

    /// Blank lines above the line of code at `offset`: so many that there are `wanted` between it and what is above.
    /// `None` where nothing is above, or enough.
    pub(super) fn parted_above(
        &self,
        at: &InCode,
        offset: usize,
        wanted: usize,
    ) -> Option<TextEdit> {
        let text = &*at.code.script.text;
        let above = &text[..line_start(text, offset)];
        let lines = above.lines().rev().take_while(|l| l.trim().is_empty());
        let missing = wanted.saturating_sub(lines.count());
        let end = above.strip_suffix('\n')?;
        let end = end.strip_suffix('\r').unwrap_or(end).len();
        if missing == 0 || above.trim().is_empty() {
            return None;
        }
        Some(TextEdit {
            span: Span::at(at.outer(Span::at(end)).start as usize),
            text: self.newline.repeat(missing),
        })
    }

    /// The same below it; two at most.
    pub(super) fn parted_below(
        &self,
        at: &InCode,
        offset: usize,
        wanted: usize,
    ) -> Option<TextEdit> {
        let text = &*at.code.script.text;
        let next = offset + text[offset..].find('\n')? + 1;
        let rest = &text[next..];
        let missing = wanted
            .min(2)
            .saturating_sub(rest.lines().take_while(|l| l.trim().is_empty()).count());
        if missing == 0 || rest.trim().is_empty() {
            return None;
        }
        // Above the first line that has something, which is in the column of code.
        let code = next + (rest.len() - rest.trim_start().len());
        let lines = [""; 2];
        (line_start(text, code) == code).then(|| self.above(at, code, &lines[..missing]))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_with_the_indentation_of_the_code() {
        let lines = ["import a", "", "", "class b:", "    pass"].map(str::to_owned);
        let joined = |newline, indent: &str| {
            let indent = indent.to_owned();
            Layout { newline, indent }.joined(&lines)
        };
        assert_eq!(joined("\n", ""), "import a\n\n\nclass b:\n    pass");
        assert_eq!(
            joined("\r\n", "  "),
            "import a\r\n\r\n\r\n  class b:\r\n      pass"
        );
    }
}
