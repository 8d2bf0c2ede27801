//! YAML that is to be written: mappings, lists and places to fill in.
//!
//! Keys stand in the order in which Windmill's CLI writes them, so that a later `wmill sync pull` changes nothing.
//! Source: `prioritizeName` in <https://github.com/windmill-labs/windmill/blob/main/cli/src/commands/sync/sync.ts>.

use crate::completion::Snippet;
use crate::completion::quote::yaml_scalar;

/// How far what a key holds stands in, in columns.
pub(crate) const STEP: usize = 2;

/// A value to be written.
#[derive(Clone, Debug)]
pub(crate) enum Draft {
    /// Text on the line of its key.
    Line(Snippet),
    /// Keys and values.
    Map(Vec<(String, Draft)>),
    /// Items.
    List(Vec<Draft>),
    /// The lines of a block of text, the last without a break.
    Block(String),
    /// Nothing yet: a line below the key on which to go on.
    Below,
    /// The same in a list: its first item.
    FirstItem,
    /// The place where the cursor is in the end, on the line of the key.
    End,
}

impl Draft {
    /// A scalar as it stands in YAML.
    pub(crate) fn fixed(text: &str) -> Draft {
        Draft::Line(Snippet::new().text(text))
    }

    /// A scalar to fill in.
    pub(crate) fn stop(default: impl Into<String>) -> Draft {
        Draft::Line(Snippet::new().stop(default))
    }

    /// One of these scalars.
    pub(crate) fn choice(values: &[&str]) -> Draft {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Draft::Line(Snippet::new().choice(values))
    }

    /// A mapping; its keys are put in order.
    pub(crate) fn map<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Draft)>) -> Draft {
        let pairs = pairs.into_iter().map(|(key, value)| (key.into(), value));
        let mut pairs: Vec<(String, Draft)> = pairs.collect();
        pairs.sort_by(|(a, _), (b, _)| in_order(a, b));
        Draft::Map(pairs)
    }

    /// With something in each place that has nothing, but the last one.
    pub(crate) fn filled(&self) -> Draft {
        self.fill(true)
    }

    fn fill(&self, is_last: bool) -> Draft {
        let nothing = |text: &Snippet| text.to_plain().is_empty();
        match self {
            Draft::Map(pairs) => {
                let last = pairs.len().saturating_sub(1);
                let fill = |(i, (key, value)): (usize, &(String, Draft))| {
                    (key.clone(), value.fill(is_last && i == last))
                };
                Draft::Map(pairs.iter().enumerate().map(fill).collect())
            }
            Draft::List(items) => {
                let last = items.len().saturating_sub(1);
                let items = items.iter().enumerate();
                Draft::List(
                    items
                        .map(|(i, item)| item.fill(is_last && i == last))
                        .collect(),
                )
            }
            Draft::Line(text) if !is_last && nothing(text) => Draft::fixed("''"),
            Draft::End if !is_last => Draft::fixed("''"),
            Draft::Below if !is_last => Draft::Map(Vec::new()),
            Draft::FirstItem if !is_last => Draft::List(Vec::new()),
            other => other.clone(),
        }
    }

    /// A mapping with one more key.
    pub(crate) fn with(self, key: &str, value: Draft) -> Draft {
        match self {
            Draft::Map(pairs) => Draft::map(pairs.into_iter().chain([(key.to_owned(), value)])),
            other => other,
        }
    }

    /// The first key of a mapping.
    pub(crate) fn first_key(&self) -> Option<&str> {
        match self {
            Draft::Map(pairs) => pairs.first().map(|(key, _)| key.as_str()),
            _ => None,
        }
    }

    /// It as it stands at `column` (from 0), where the cursor is already.
    pub(crate) fn at(&self, column: usize) -> Snippet {
        let mut out = Snippet::new();
        self.write(&mut out, column);
        out
    }

    fn write(&self, out: &mut Snippet, column: usize) {
        match self {
            Draft::Line(text) => out.append(text.clone()),
            Draft::Map(pairs) => {
                for (i, (key, value)) in pairs.iter().enumerate() {
                    if i > 0 {
                        new_line(out, column);
                    }
                    out.push(&yaml_scalar(key));
                    out.push(":");
                    value.write_behind(out, column);
                }
            }
            Draft::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        new_line(out, column);
                    }
                    out.push("- ");
                    item.write(out, column + STEP);
                }
            }
            Draft::Block(text) => block(out, text, column),
            Draft::Below | Draft::End => out.append(Snippet::new().end()),
            Draft::FirstItem => out.append(Snippet::new().text("- ").end()),
        }
    }

    fn write_behind(&self, out: &mut Snippet, column: usize) {
        match self {
            Draft::Map(pairs) if pairs.is_empty() => out.push(" {}"),
            Draft::List(items) if items.is_empty() => out.push(" []"),
            Draft::Line(text) => {
                out.push(" ");
                out.append(text.clone());
            }
            Draft::Block(text) => {
                out.push(" ");
                block(out, text, column + STEP);
            }
            Draft::End => out.append(Snippet::new().text(" ").end()),
            Draft::Map(_) | Draft::List(_) | Draft::Below | Draft::FirstItem => {
                new_line(out, column + STEP);
                self.write(out, column + STEP);
            }
        }
    }
}

fn new_line(out: &mut Snippet, column: usize) {
    out.push("\n");
    out.push(&" ".repeat(column));
}

/// A literal block whose lines stand at `column`.
fn block(out: &mut Snippet, text: &str, column: usize) {
    out.push("|");
    for line in text.lines() {
        out.push("\n");
        if !line.is_empty() {
            out.push(&" ".repeat(column));
            out.push(line);
        }
    }
}

/// Which of two keys is written first.
pub(crate) fn in_order(a: &str, b: &str) -> std::cmp::Ordering {
    place_of(a).cmp(place_of(b))
}

/// What keys are sorted by.
fn place_of(key: &str) -> &str {
    match key {
        "version" => "aaa",
        "id" => "aa",
        "type" => "ab",
        "summary" => "ad",
        "name" => "ae",
        "display_name" => "af",
        "description" => "ag",
        "value" => "ah",
        "content" => "ai",
        "modules" => "aj",
        "failure_module" => "ak",
        "input_transforms" => "al",
        "lock" => "az",
        "locks" => "azz",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;

    #[test]
    fn values_stand_where_they_are_put() {
        let transform = Draft::map([
            ("expr", Draft::stop("x")),
            ("type", Draft::fixed("javascript")),
        ]);
        let value = Draft::map([
            ("language", Draft::fixed("python3")),
            ("lock", Draft::fixed("''")),
            ("type", Draft::fixed("rawscript")),
            (
                "content",
                Draft::Block("def main():\n\n    return 1".to_owned()),
            ),
            ("input_transforms", Draft::map([("a b'", transform)])),
            ("assets", Draft::List(Vec::new())),
            ("env", Draft::Map(Vec::new())),
        ]);
        let steps = Draft::List(vec![Draft::map([
            ("id", Draft::stop("a")),
            ("value", value),
        ])]);
        let snippet = Draft::map([("modules", steps), ("more", Draft::FirstItem)]).at(2);
        let expected = "modules:
    - id: ${1:a}
      value:
        type: rawscript
        content: |
          def main():

              return 1
        input_transforms:
          a b':
            type: javascript
            expr: ${2:x}
        assets: []
        lock: ''
        env: {}
        language: python3
  more:
    - $0";
        assert_eq!(snippet.to_lsp(""), expected);
        let below = Draft::map([("value", Draft::Below)]).at(4);
        assert_eq!(below.to_lsp(""), "value:\n      $0");
    }
}
