//! What the comments of a script tell Windmill: words in its first lines, and the file of the workspace's `dependencies/`
//! that it takes its packages from.
//!
//! From `windmill-macros` and `workspace_dependencies.rs`. A word is a whole line, behind the sign of a comment at the very
//! start of it; the first line that is no such comment ends them. What names a file may stand in any line. Where versions of
//! Windmill differ, only what all of them read is read here: at most one blank behind the sign.

use syntax::Span;
use syntax::text::line_start;

use crate::language::ScriptLanguage;

/// A word in the first lines of a script that Windmill does something for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word, in the letters that it is looked for in.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
}

const PYTHON: &[Word] = &[
    word(
        "no_cache",
        "Installs the packages anew, and keeps none for later.",
    ),
    word(
        "no_postinstall",
        "Runs no code of packages while they are installed.",
    ),
    word("py310", "Runs with Python 3.10."),
    word("py311", "Runs with Python 3.11."),
    word("py312", "Runs with Python 3.12."),
    word("py313", "Runs with Python 3.13."),
    word(
        "py_select_latest",
        "Runs with the newest Python that Windmill has.",
    ),
    word("sandbox", "Runs in a sandbox of its own."),
    word(
        "skip_result_postprocessing",
        "Takes the result as it is returned: data frames, bytes and dates are not converted.",
    ),
];
const TYPESCRIPT: &[Word] = &[
    word(
        "native",
        "Runs without Bun or Node.js, in the worker itself: only `fetch` and plain JavaScript.",
    ),
    word(
        "nobundling",
        "Runs with the packages as they are installed, and not as one bundled file.",
    ),
    word("nodejs", "Runs with Node.js instead of Bun."),
    word(
        "npm",
        "Installs the packages with npm, and runs with Node.js.",
    ),
    word("sandbox", "Runs in a sandbox of its own."),
];
const BASH: &[Word] = &[
    word(
        "docker",
        "Windmill waits for the container that the script starts, and shows its output.",
    ),
    word("sandbox", "Runs in a sandbox of its own."),
];
const GO: &[Word] = &[word("go1_22_compat", "Builds as Go 1.22 did.")];
const RUBY: &[Word] = &[word("verbose", "Shows what is done to install and to run.")];

const fn word(name: &'static str, about: &'static str) -> Word {
    Word { name, about }
}

/// How the scripts of a language name a file of `dependencies/`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// The sign of a comment.
    pub sign: &'static str,
    /// What stands before the colon.
    pub keyword: &'static str,
    /// What the names of the files end in; the file that is called nothing else is `default`.
    pub ending: &'static str,
}

const SOURCES: &[Source] = &[
    source("#", "requirements", "requirements.in"),
    source("//", "package_json", "package.json"),
    source("//", "composer_json", "composer.json"),
];

const fn source(sign: &'static str, keyword: &'static str, ending: &'static str) -> Source {
    Source {
        sign,
        keyword,
        ending,
    }
}

/// What stands before the keyword where the packages are added to those of the imports.
pub const EXTRA: &str = "extra_";

/// What such a list does.
pub const ABOUT_EXTRA: &str = "Packages in addition to those of the imports: one on each comment line below, `# name==version`.";

/// The name of the file that is called nothing but its ending.
pub const DEFAULT: &str = "default";

/// The folder of a workspace that the files stand in.
pub const FOLDER: &str = "dependencies";

impl Source {
    /// That of a language; `None`: its scripts name no such file.
    pub fn of(language: &ScriptLanguage) -> Option<&'static Source> {
        use ScriptLanguage::*;
        match language {
            Python3 => Some(&SOURCES[0]),
            Bun | BunNative | NativeTs => Some(&SOURCES[1]),
            Php => Some(&SOURCES[2]),
            _ => None,
        }
    }

    /// What the comment does.
    pub fn about(&self) -> &'static str {
        match self.has_extra() {
            true => {
                "Takes the packages from here, and looks at no import: behind the colon the name of a file in `dependencies/`, or a \
                 package on each comment line below."
            }
            false => {
                "Takes the packages from a file in `dependencies/`, whose name stands behind the colon."
            }
        }
    }

    /// Whether its list can stand in the script itself, and be added to the imports: in Python.
    pub fn has_extra(&self) -> bool {
        self.sign == "#"
    }

    /// The kind of a file of `dependencies/`, and the name that it is meant by.
    pub fn named(file: &str) -> Option<(&'static Source, &str)> {
        SOURCES.iter().find_map(|s| Some((s, s.name(file)?)))
    }

    /// The name of the file that is meant by a name.
    pub fn file(&self, name: &str) -> String {
        match name {
            DEFAULT => self.ending.to_owned(),
            name => format!("{name}.{}", self.ending),
        }
    }

    /// The name that a file of `dependencies/` is meant by.
    pub fn name<'f>(&self, file: &'f str) -> Option<&'f str> {
        match file.strip_suffix(self.ending)? {
            "" => Some(DEFAULT),
            stem => stem.strip_suffix('.').filter(|s| !s.is_empty()),
        }
    }
}

/// The sign that begins a comment where words are looked for; `None`: there are none in this language.
pub fn sign(language: &ScriptLanguage) -> Option<&'static str> {
    use ScriptLanguage::*;
    match language {
        Python3 | Bash | Ruby => Some("#"),
        Go => Some("//"),
        language if language.is_typescript() => Some("//"),
        _ => Source::of(language).map(|s| s.sign),
    }
}

/// The words that Windmill knows in a language, by the alphabet.
pub fn words(language: &ScriptLanguage) -> &'static [Word] {
    use ScriptLanguage::*;
    match language {
        Python3 => PYTHON,
        Bash => BASH,
        Go => GO,
        Ruby => RUBY,
        language if language.is_typescript() => TYPESCRIPT,
        _ => &[],
    }
}

/// A line that names files of `dependencies/`, or that has the packages below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head<'t> {
    /// Where the line starts, in bytes.
    pub start: usize,
    /// Whether it is for what comes in addition to the imports: `extra_requirements:`.
    pub is_extra: bool,
    /// What stands before the colon.
    pub keyword: Span,
    /// What stands behind the colon, trimmed.
    pub behind: &'t str,
    /// Where that is; behind the colon where nothing is.
    pub behind_span: Span,
}

impl<'t> Head<'t> {
    /// The names behind the colon, each with its place.
    pub fn names(&self) -> impl Iterator<Item = (&'t str, Span)> + use<'t> {
        let mut start = self.behind_span.start as usize;
        self.behind.split(',').filter_map(move |part| {
            let at = start + part.len() - part.trim_start().len();
            start += part.len() + 1;
            let name = part.trim();
            (!name.is_empty()).then(|| (name, Span::new(at, at + name.len())))
        })
    }
}

/// All such lines of a text, the first of which counts.
pub fn heads<'t>(source: &'static Source, text: &'t str) -> impl Iterator<Item = Head<'t>> {
    let found = text.match_indices(source.keyword);
    found.filter_map(move |(at, _)| {
        let rest = text[at + source.keyword.len()..].strip_prefix(':')?;
        let before = &text[..at];
        let extra = ["extra_", "extra-"];
        let plain = extra.iter().find_map(|e| before.strip_suffix(e));
        let is_extra = plain.is_some();
        let keyword = plain.map_or(at, str::len);
        let before = &text[..keyword];
        let before = before.strip_suffix(' ').unwrap_or(before);
        let start = before.strip_suffix(source.sign)?.len();
        if start > 0 && !text[..start].ends_with(['\n', '\r']) {
            return None;
        }
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let from = at + source.keyword.len() + 1;
        let behind = line.trim();
        let begin = match behind.is_empty() {
            true => from,
            false => from + line.len() - line.trim_start().len(),
        };
        Some(Head {
            start,
            is_extra,
            keyword: Span::new(keyword, at + source.keyword.len()),
            behind,
            behind_span: Span::new(begin, begin + behind.len()),
        })
    })
}

/// The comments that a text begins with, where words are looked for: each line without its sign, trimmed, and its place.
pub fn first_lines<'t>(sign: &'static str, text: &'t str) -> impl Iterator<Item = (&'t str, Span)> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    lines.map_while(move |(start, line)| {
        let rest = line.strip_prefix(sign)?;
        let word = rest.trim();
        let from = start + sign.len() + rest.len() - rest.trim_start().len();
        Some((word, Span::new(from, from + word.len())))
    })
}

/// Whether the line of an offset is one of the first comments of a text.
pub fn is_in_first_lines(sign: &str, text: &str, offset: usize) -> bool {
    let start = line_start(text, offset);
    text[start..].starts_with(sign) && text[..start].lines().all(|line| line.starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(bool, &str, Vec<&str>)> {
        let heads = heads(&SOURCES[0], text);
        let found = heads.map(|h| {
            for (name, span) in h.names() {
                assert_eq!(span.slice(text), name);
            }
            assert_eq!(h.behind_span.slice(text), h.behind);
            (
                h.is_extra,
                h.keyword.slice(text),
                h.names().map(|n| n.0).collect(),
            )
        });
        found.collect()
    }

    #[test]
    fn names_stand_behind_the_colon() {
        assert_eq!(
            found("# requirements: default,  ml ,\nimport a\n"),
            [(false, "requirements", vec!["default", "ml"])]
        );
        assert_eq!(
            found("x = 1\r\n#extra_requirements:a\r\n# extra-requirements:\r\n"),
            [
                (true, "extra_requirements", vec!["a"]),
                (true, "extra-requirements", vec![])
            ]
        );
        for text in [
            "  # requirements: a",
            "#  requirements: a",
            "# my requirements: a",
            "# requirements",
            "requirements: a",
            "## requirements: a",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn files_have_names() {
        let source = &SOURCES[1];
        for (name, file) in [("default", "package.json"), ("web", "web.package.json")] {
            assert_eq!(source.file(name), file);
            assert_eq!(source.name(file), Some(name));
        }
        for file in ["webpackage.json", ".package.json", "web.composer.json"] {
            assert_eq!(source.name(file), None, "{file}");
        }
    }

    #[test]
    fn words_end_with_the_first_line_that_is_no_comment() {
        let text = "//native\n//  npm \r\n\n//nobundling\n";
        let lines: Vec<&str> = first_lines("//", text).map(|l| l.0).collect();
        assert_eq!(lines, ["native", "npm"]);
        assert!(first_lines("//", text).all(|(word, span)| span.slice(text) == word));
        assert!(is_in_first_lines("//", text, 10));
        assert!(!is_in_first_lines("//", text, text.len() - 2));
        assert!(!is_in_first_lines("//", "import a\n// npm", 12));
    }

    #[test]
    fn every_word_is_by_the_alphabet() {
        for language in ScriptLanguage::known() {
            let words = words(&language);
            assert!(words.is_sorted_by_key(|w| w.name), "{language}");
            assert!(words.is_empty() || sign(&language).is_some());
        }
    }
}
