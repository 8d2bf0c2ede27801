//! YAML that does not parse, and files that are no text.

use model::file::{FileKind, Source};
use model::openflow::openflow;
use syntax::text::is_word;
use syntax::yaml::{Cause, Mistake, Yaml};
use syntax::{LineIndex, Span, strict};

use super::support::yaml_repair::Repaired;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::{Applicability, Fix};
use crate::rule::Category;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new("yaml-syntax", Level::Error, include_str!("yaml_syntax.md"))
        .category(Category::Syntax)
        .on_broken_yaml()
        .fix(FixKind::Safe),
    check,
};

/// Most mistakes that are told of one file: more are most likely all of one.
const MAX_MISTAKES: usize = 20;

fn check(cx: &mut Context<'_>) {
    let file = cx.file;
    if matches!(
        file.kind,
        FileKind::Script(_)
            | FileKind::Frontend
            | FileKind::LooseFlow
            | FileKind::Lock
            | FileKind::Other
    ) {
        return;
    }
    if let Source::Unreadable(why) = &file.source {
        cx.report(Span::at(0), why.as_str());
        return;
    }
    let yaml = file.yaml();
    let deep = yaml.mistakes().iter().find(|m| m.cause == Cause::TooDeep);
    if let Some(deep) = deep {
        cx.report(deep.span, "Nested too deep: what is below this is not read")
            .help("at most 300 levels of indentation, and 500 levels with brackets, are read");
        return;
    }
    if yaml.is_clean() {
        for span in yaml.unknown_aliases().iter().take(MAX_MISTAKES) {
            let alias = span.slice(file.text()).trim_end();
            let name = alias.trim_start_matches('*');
            cx.report(
                Span::new(span.start as usize, span.start as usize + alias.len()),
                format!("`{alias}` is an alias, but there is no `&{name}` before it"),
            )
            .help("put the text in quotes, or write the anchor where the value is");
        }
    }
    if yaml.is_clean() {
        for span in yaml.bad_escapes().take(MAX_MISTAKES) {
            let escape = span.slice(file.text());
            let finding = cx.report(
                span,
                format!("YAML does not know `{escape}` in double quotes"),
            );
            finding.help("double the backslash, or write the text in single quotes");
            if !escape.ends_with(['\n', '\r']) {
                finding.fix(Fix::meant(span, format!("\\{escape}")));
            }
        }
    }
    if yaml.is_clean() || strict::accepts_yaml(file.text()) {
        return;
    }
    let repaired = Repaired::new(yaml, file.lines());
    let text = Text {
        yaml: repaired.as_ref().map_or(yaml, |r| &r.yaml),
        lines: repaired.as_ref().map_or(file.lines(), |r| &r.lines),
        text: repaired.as_ref().map_or(file.text(), |r| r.yaml.text()),
    };
    let mut told = Vec::new();
    // A line that is being typed is none yet, and what is open may be closed with the next key.
    let line = |at: Span| {
        let lines = file.lines();
        Span::from(lines.line_range(file.text(), lines.line_of(at.start as usize)))
    };
    for mistake in text.told().into_iter().take(MAX_MISTAKES) {
        let is_begun = matches!(
            mistake.cause,
            Cause::MissingColon | Cause::StrayLine | Cause::UnclosedQuote | Cause::UnclosedFlow
        );
        let mut mistake = text.tell(mistake);
        if let Some(repaired) = &repaired {
            mistake.span = repaired.before(mistake.span);
            for edit in mistake.fix.iter_mut().flat_map(|f| &mut f.edits) {
                edit.span = repaired.before(edit.span);
            }
        }
        told.push((mistake, is_begun));
    }
    for repair in repaired.into_iter().flat_map(|r| r.repairs) {
        cx.report(repair.at, repair.message)
            .help(repair.help)
            .fix(repair.fix)
            .unfinished(line(repair.at));
    }
    for (mistake, is_begun) in told {
        let finding = cx.report(mistake.span, mistake.message);
        if is_begun {
            finding.unfinished(line(mistake.span));
        }
        if let Some(help) = mistake.help {
            finding.help(help);
        }
        finding.fix = mistake.fix;
    }
}

/// A broken text.
struct Text<'a> {
    yaml: &'a Yaml,
    text: &'a str,
    lines: &'a LineIndex,
}

/// A mistake in words.
struct Told {
    span: Span,
    message: String,
    help: Option<String>,
    fix: Option<Fix>,
}

impl Told {
    fn new(span: Span, message: impl Into<String>) -> Told {
        Told {
            span,
            message: message.into(),
            help: None,
            fix: None,
        }
    }

    fn help(self, help: impl Into<String>) -> Told {
        Told {
            help: Some(help.into()),
            ..self
        }
    }
}

impl Text<'_> {
    /// The mistakes that are no mere consequence of another one just above.
    fn told(&self) -> Vec<Mistake> {
        let mut told: Vec<Mistake> = Vec::new();
        let mut last_line = None;
        let mut in_conflict = false;
        for &mistake in self.yaml.mistakes() {
            let first = self.lines.line_of(mistake.span.start as usize);
            let last = self.lines.line_of(mistake.span.end as usize);
            let follows = last_line.is_some_and(|l| first <= l + 1);
            if mistake.cause != Cause::Conflict {
                last_line = Some(last.max(last_line.unwrap_or(0)));
            }
            match mistake.cause {
                Cause::Conflict => {
                    // One conflict has three markers.
                    let opens = mistake.span.slice(self.text).starts_with('<');
                    if in_conflict && !opens {
                        continue;
                    }
                    in_conflict = true;
                }
                Cause::StrayLine | Cause::Misindented if follows => continue,
                _ => {}
            }
            told.push(mistake);
        }
        told
    }

    fn tell(&self, mistake: Mistake) -> Told {
        let span = mistake.span;
        let raw = span.slice(self.text);
        match mistake.cause {
            Cause::MissingColon => {
                let key = self.word_before(span.end as usize);
                let name = key.slice(self.text);
                let mut told = Told::new(key, format!("`{name}` has no colon"))
                    .help(format!("write `{name}:`"));
                told.fix = Some(Fix::replace("Add the colon", span, ":"));
                told
            }
            Cause::Misindented => self.misindented(span),
            Cause::Tab => self.tab(span),
            Cause::BadScalar => self.bad_scalar(span, raw),
            Cause::BadBlock => self.bad_block(span, raw),
            Cause::UnclosedQuote => {
                let quote = &raw[..raw.len().min(1)];
                Told::new(self.first(span), format!("This `{quote}` is never closed"))
                    .help(format!("close it with `{quote}` at the end of the value"))
            }
            Cause::UnclosedFlow => {
                let (open, close) = if raw.starts_with('{') {
                    ("{", "}")
                } else {
                    ("[", "]")
                };
                Told::new(self.first(span), format!("This `{open}` is never closed")).help(format!(
                    "close it with `{close}`, or put the value in quotes"
                ))
            }
            Cause::StrayLine => self.stray(span, raw),
            Cause::TooDeep => Told::new(span, "Nested too deep"),
            Cause::Conflict => Told::new(span, "A merge conflict is left in the file")
                .help("keep one side and remove the three markers"),
        }
    }

    /// The first character.
    fn first(&self, span: Span) -> Span {
        let start = span.start as usize;
        let len = self.text[start..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + len)
    }

    fn line_start(&self, offset: usize) -> usize {
        let line = self.lines.line_of(offset);
        self.lines.line_range(self.text, line).start
    }

    /// The run of characters other than blanks that ends here.
    fn word_before(&self, end: usize) -> Span {
        let start = self.line_start(end);
        let before = &self.text[start..end];
        let word = before.trim_end().rfind([' ', '\t']).map_or(0, |i| i + 1);
        Span::new(start + word, start + before.trim_end().len())
    }

    /// The run of characters other than blanks that starts here.
    fn word_after(&self, start: usize) -> Span {
        let rest = &self.text[start..];
        let len = rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        Span::new(start, start + len)
    }

    /// The column, from 0, of what the mistaken line should be aligned with.
    fn column_above(&self, offset: usize) -> Option<usize> {
        let node = self.yaml.at(offset)?;
        let holder = match node.style() {
            Some(_) => node.parent()?,
            None => node,
        };
        let column = |node: syntax::yaml::Node<'_>| {
            let starts = node.pairs().map(|p| p.span.start);
            let first = starts.min().unwrap_or(node.span().start) as usize;
            (first - self.line_start(first), self.line_start(first))
        };
        match column(holder) {
            (above, line) if line != self.line_start(offset) => Some(above),
            // It is the first of its mapping or list: two columns into what holds that.
            _ => Some(column(holder.parent()?).0 + 2),
        }
    }

    fn misindented(&self, span: Span) -> Told {
        let at = span.start as usize;
        let name = self.word_after(at);
        let column = at - self.line_start(at);
        let what = name.slice(self.text).trim_end_matches(':');
        let message = format!("`{what}` is not aligned with anything above it");
        let told = Told::new(name, message);
        match self.column_above(at) {
            Some(above) if above < column => {
                told.help(format!("remove {}", blanks(column - above)))
            }
            Some(above) if above > column => told.help(format!("add {}", blanks(above - column))),
            _ => told.help("indent it like the lines it belongs to"),
        }
    }

    fn tab(&self, span: Span) -> Told {
        let at = span.start as usize;
        let start = self.line_start(at);
        let indent = Span::new(start, at);
        let told = Told::new(
            indent,
            "This line is indented with a tab: YAML takes spaces only",
        );
        let Some(column) = self
            .fitting_column(indent)
            .or_else(|| self.column_above(at))
        else {
            return told.help("replace the tab with spaces");
        };
        let mut told = told.help(format!("indent it with {}", blanks(column)));
        told.fix = Some(Fix::replace(
            "Indent with spaces",
            indent,
            " ".repeat(column),
        ));
        told
    }

    /// The column in which a line goes with those around it, so that the text has no mistake left.
    fn fitting_column(&self, indent: Span) -> Option<usize> {
        let (start, end) = (indent.start as usize, indent.end as usize);
        let blanks = |l: &str| l.len() - l.trim_start_matches(' ').len();
        let is_text = |l: &&str| !l.trim().is_empty() && !l.starts_with('\t');
        let above = self.text[..start].lines().rev().find(is_text).map(blanks);
        let below = self.text[end..].lines().skip(1).find(is_text).map(blanks);
        let columns = [
            below.and_then(|c| c.checked_sub(2)),
            below,
            above,
            above.map(|c| c + 2),
        ];
        columns.into_iter().flatten().find(|column| {
            let text = format!(
                "{}{}{}",
                &self.text[..start],
                " ".repeat(*column),
                &self.text[end..]
            );
            let yaml = syntax::yaml::Yaml::new(text.into());
            yaml.is_clean()
        })
    }

    fn bad_scalar(&self, span: Span, raw: &str) -> Told {
        let first = &raw[..raw.chars().next().map_or(0, char::len_utf8)];
        if matches!(first, "?" | ":") && raw[1..].starts_with([' ', '\t']) {
            return Told::new(
                self.first(span),
                format!("A value that starts with `{first}` needs quotes"),
            )
            .help("put the whole value in single quotes");
        }
        if first == "-" && raw[1..].starts_with([' ', '\t']) || raw == "-" {
            return Told::new(
                self.first(span),
                "A list cannot start on the line of its key",
            )
            .help("put it on the lines below");
        }
        let mut second = None;
        let told = match raw.find(": ").or(raw.strip_suffix(':').map(str::len)) {
            _ if matches!(first, "`" | "@" | "%" | "," | "]" | "}") => Told::new(
                span,
                format!("A value that starts with {} needs quotes", quoted(first)),
            ),
            Some(colon) => {
                let at = span.start as usize + colon;
                second = raw[..colon].rsplit([' ', '\t']).next();
                second = second.filter(|w| w.len() < colon && openflow().has_field(w));
                Told::new(
                    Span::new(at, at + 1),
                    match second {
                        Some(word) => format!("`{word}:` needs a line of its own"),
                        None => "This value has a `: ` in it, so it needs quotes".to_owned(),
                    },
                )
            }
            None => Told::new(span, "YAML cannot read this value as it stands"),
        };
        // A comment stays one.
        let value = raw.split(" #").next().unwrap_or(raw).trim_end();
        let raw = if first == "`" { raw } else { value };
        let span = Span::new(span.start as usize, span.start as usize + raw.len());
        let is_prose = first == "`" || is_prose(raw);
        let mut told = told.help(match (is_prose, second) {
            (_, Some(word)) => {
                format!("start a new line before `{word}:`; if it belongs to the text, put the whole text in quotes")
            }
            (false, _) if raw.contains('\n') => {
                "put the value in single quotes, or write `|` behind the key and the code on the lines below".to_owned()
            }
            _ => "put the whole value in single quotes".to_owned(),
        });
        let value = format!("'{}'", raw.replace('\'', "''"));
        let mut fix = Fix::replace("Put the value in single quotes", span, value);
        if !is_prose {
            fix.applicability = Applicability::Unsafe;
        }
        told.fix = Some(fix);
        told
    }

    fn bad_block(&self, span: Span, raw: &str) -> Told {
        let start = span.start as usize;
        let header = raw.find(['\n', '\r']).unwrap_or(raw.len());
        let indicators = raw[1..header].trim_start_matches(['+', '-']);
        let indicators = indicators.trim_start_matches(|c: char| c.is_ascii_digit());
        let indicators = indicators.trim_start_matches(['+', '-']);
        if !indicators.trim_start().is_empty() && !indicators.trim_start().starts_with('#') {
            let sign = &raw[..1];
            let at = start + header - indicators.trim_start().len();
            return Told::new(
                Span::new(at, start + header),
                format!("Nothing may follow `{sign}` on its line"),
            )
            .help("put the text on the lines below, indented");
        }
        let lines = raw[header..].split_inclusive(['\n', '\r']);
        let mut at = start + header;
        let mut width = None;
        for line in lines {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let body = line.trim();
            if !body.is_empty() {
                let width = *width.get_or_insert(indent);
                if indent < width {
                    let from = at + line.len() - line.trim_start().len();
                    return Told::new(
                        Span::new(from, from + body.len()),
                        "This line of the text is indented less than its first line",
                    )
                    .help(format!("indent it by {} at least", blanks(width)));
                }
            }
            at += line.len();
        }
        Told::new(
            self.first(span),
            "The lines of this text are not indented alike",
        )
    }

    fn stray(&self, span: Span, raw: &str) -> Told {
        let start = span.start as usize;
        let before = &self.text[self.line_start(start)..start];
        let last = before
            .trim_end()
            .rsplit([' ', '\t'])
            .next()
            .unwrap_or_default();
        if last.len() > 1 && last.starts_with(['*', '!']) {
            let at = start - (before.len() - before.trim_end().len()) - last.len();
            return Told::new(
                Span::new(at, at + 1),
                format!("A value that starts with `{}` needs quotes", &last[..1]),
            )
            .help("put the whole value in single quotes");
        }
        if !before.trim().is_empty() {
            return Told::new(span, "Nothing may follow the value on its line")
                .help("put the whole value in single quotes");
        }
        let word = raw.len() - raw.trim_start_matches(is_word).len();
        if word > 0 && raw[word..].starts_with(':') && raw.len() > word + 1 {
            let at = start + word + 1;
            let mut told = Told::new(
                Span::new(start, at),
                format!("`{}` needs a space after its colon", &raw[..word]),
            );
            told.fix = Some(Fix::replace("Add the space", Span::at(at), " "));
            return told.help(format!("write `{}: …`", &raw[..word]));
        }
        if raw.trim_end() == "-" {
            return Told::new(span, "This item belongs to no list").help("indent it like the list");
        }
        if raw.starts_with("- ") {
            return Told::new(span, "This item belongs to no list")
                .help("indent it like the list, or write `- ` before the line above");
        }
        Told::new(
            span,
            "This line is not `key: value`, and not an item of a list",
        )
        .help("add the colon, or indent it if it continues the text above")
    }
}

fn blanks(count: usize) -> String {
    format!("{count} space{}", if count == 1 { "" } else { "s" })
}

/// Whether a value is text for people. Code whose `|` was forgotten and a key on the wrong line have a
/// second colon as well: in quotes they would go wrong where nobody looks.
fn is_prose(value: &str) -> bool {
    value.starts_with(char::is_uppercase) && !value.contains(['(', '{', '[', ';', '='])
}

fn quoted(sign: &str) -> String {
    if sign == "`" {
        "a backtick".to_owned()
    } else {
        format!("`{sign}`")
    }
}
