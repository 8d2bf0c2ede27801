//! Docstrings in sections, as most of Python writes them: a description, `Args:`, `Returns:`, `Raises:`.

use crate::markdown::{Line, Markdown};

/// A docstring, taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Doc {
    /// What stands before the first section.
    pub(crate) text: String,
    /// The sections in order: the title, and its entries by name; without a name where it is prose.
    pub(crate) sections: Vec<(&'static str, Vec<(String, String)>)>,
}

/// The titles that open a section.
const TITLES: &[&str] = &[
    "Args",
    "Arguments",
    "Attributes",
    "Examples",
    "Example",
    "Note",
    "Parameters",
    "Raises",
    "Returns",
    "Yields",
];

impl Doc {
    /// Reads a dedented docstring. Never fails: what is no section is description.
    pub(crate) fn read(doc: &str) -> Doc {
        let mut read = Doc::default();
        let mut description = Vec::new();
        let mut own_indent = None;
        for line in doc.lines() {
            let title = line.strip_suffix(':');
            let title = title.and_then(|t| TITLES.iter().find(|known| **known == t));
            if let Some(title) = title {
                read.sections.push((title, Vec::new()));
                own_indent = None;
                continue;
            }
            let Some((title, entries)) = read.sections.last_mut() else {
                description.push(line);
                continue;
            };
            let bare = line.trim();
            if bare.is_empty() {
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            if indent == 0 {
                // Prose below the sections.
                entries.push((String::new(), bare.to_owned()));
                continue;
            }
            let first = *own_indent.get_or_insert(indent);
            let named = matches!(
                *title,
                "Args" | "Arguments" | "Attributes" | "Parameters" | "Raises"
            );
            let split = bare.split_once(':').filter(|_| named && indent <= first);
            match (split, entries.last_mut()) {
                (Some((name, text)), _) => {
                    let name = name.split(" (").next().unwrap_or(name);
                    entries.push((name.trim().to_owned(), text.trim().to_owned()));
                }
                (None, Some((_, text))) => *text = format!("{text} {bare}").trim().to_owned(),
                (None, None) => entries.push((String::new(), bare.to_owned())),
            }
        }
        read.text = description.join("\n").trim().to_owned();
        read
    }

    /// What is said of a parameter or field.
    pub(crate) fn about(&self, name: &str) -> Option<&str> {
        let titles = ["Args", "Arguments", "Attributes", "Parameters"];
        let sections = self.sections.iter();
        let mut entries = sections
            .filter(|(t, _)| titles.contains(t))
            .flat_map(|(_, e)| e);
        let found = entries.find(|(n, _)| n.trim_start_matches('*') == name)?;
        Some(&found.1)
    }

    /// All of it, the sections under their titles.
    pub(crate) fn markdown(&self) -> Markdown {
        let mut out = Markdown::new().prose(&self.text);
        for (title, entries) in &self.sections {
            let title = match *title {
                "Args" | "Parameters" => "Arguments",
                other => other,
            };
            out = if entries.iter().all(|(name, _)| name.is_empty()) {
                let texts: Vec<&str> = entries.iter().map(|(_, text)| text.as_str()).collect();
                let first = Line::new().own("**").own(title).own("**: ");
                out.line(first.prose(&texts.join(" ")))
            } else {
                let line = |(name, text): &(String, String)| match name.is_empty() {
                    true => Line::new().prose(text),
                    false => Line::new().code(name).own(": ").prose(text),
                };
                out.list(title, entries.iter().map(line).collect())
            };
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_told_apart() {
        let doc = Doc::read(
            "Do it.\n\nMore: of it.\n\nArgs:\n    a: What\n        it is: all.\n    **kw: Rest.\n\nReturns:\n    \
             The: thing,\n    whole.\n\nRaises:\n    ValueError: Never.",
        );
        assert_eq!(doc.about("a"), Some("What it is: all."));
        assert_eq!(doc.about("kw"), Some("Rest."));
        assert_eq!(doc.about("ValueError"), None);
        assert_eq!(
            doc.markdown().to_markdown(),
            "Do it.\n\nMore: of it.\n\n**Arguments**\n- `a`: What it is: all.\n- `**kw`: Rest.\n\n\
             **Returns**: The: thing, whole.\n\n**Raises**\n- `ValueError`: Never."
        );
        assert_eq!(
            Doc::read("Just this:\n\n    code").markdown().to_markdown(),
            "Just this:\n\n```\ncode\n```"
        );
        assert!(Doc::read("").markdown().is_empty());
    }
}
