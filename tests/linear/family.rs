//! What a family is, and short ways to write texts that grow.

/// Text of `n` parts.
pub(crate) type Make = fn(usize) -> String;

/// Other files, by path and text, beside a text of `n` parts.
pub(crate) type Beside = fn(usize) -> Vec<(String, String)>;

/// One way in which a text can grow.
pub(crate) struct Family {
    /// What grows, for people.
    pub(crate) name: &'static str,
    /// Where the text lies in the workspace; [`EXPRESSION`] for an expression in a flow.
    pub(crate) path: &'static str,
    /// How many parts the shortest text has.
    pub(crate) parts: usize,
    /// The text.
    pub(crate) make: Make,
    /// Other files.
    pub(crate) beside: Option<Beside>,
}

/// Stands for the path of a text that is an expression of [`flow_with`].
pub(crate) const EXPRESSION: &str = "";

/// The flow that is looked at.
pub(crate) const FLOW: &str = "f/a/b.flow/flow.yaml";

impl Family {
    /// A family whose shortest text has as many parts as suits most.
    pub(crate) fn new(path: &'static str, name: &'static str, make: Make) -> Family {
        Family {
            name,
            path,
            parts: 40,
            make,
            beside: None,
        }
    }

    /// The same with another number of parts in the shortest text: fewer, where each costs much.
    pub(crate) fn parts(self, parts: usize) -> Family {
        Family { parts, ..self }
    }

    /// The same with other files in the workspace.
    pub(crate) fn beside(self, files: Beside) -> Family {
        Family {
            beside: Some(files),
            ..self
        }
    }

    /// The workspace with `n` parts.
    pub(crate) fn files(&self, n: usize) -> Files {
        let (path, text) = match self.path {
            EXPRESSION => (FLOW, flow_with(&(self.make)(n))),
            path => (path, (self.make)(n)),
        };
        let (text, place) = unmarked(&text);
        let mut all = vec![(path.to_owned(), text)];
        if let Some(beside) = self.beside {
            let beside = beside(n).into_iter();
            all.extend(beside.map(|(path, text)| (path, unmarked(&text).0)));
        }
        // What a script returns is read where a flow reads it.
        if !all.iter().any(|(path, _)| path == FLOW) {
            let script = path.split_once('.').map_or(path, |(script, _)| script);
            all.push((FLOW.to_owned(), reader_of(script)));
        }
        all.push(("wmill.yaml".to_owned(), "defaultTs: bun\n".to_owned()));
        Files { all, place }
    }
}

/// The files of a workspace.
pub(crate) struct Files {
    /// Paths and texts; the first is the one that grows and is edited.
    pub(crate) all: Vec<(String, String)>,
    /// Where in it something is typed and asked, in bytes.
    pub(crate) place: usize,
}

impl Files {
    /// How many times as long they are as those with half as many parts; twice, where only names
    /// became longer.
    pub(crate) fn grown(&self, half: &Files) -> f64 {
        let length = |files: &Files| files.all.iter().map(|(_, text)| text.len()).sum::<usize>();
        (length(self) as f64 / length(half) as f64).max(2.0)
    }
}

/// Stands in a text where something is typed and asked: behind half of its parts, so that the same
/// lies around it whatever the size.
const MARK: char = '\u{1}';

/// `head`, then a part for each number from 1 to `n`, then `tail`.
pub(crate) fn each(head: &str, n: usize, part: impl Fn(usize) -> String, tail: &str) -> String {
    let parts = |from: usize, to: usize| (from..=to).map(&part).collect::<String>();
    format!(
        "{head}{}{MARK}{}{tail}",
        parts(1, n / 2),
        parts(n / 2 + 1, n)
    )
}

/// `head`, then `part` as often as `n` says, then `tail`.
pub(crate) fn again(head: &str, n: usize, part: &str, tail: &str) -> String {
    each(head, n, |_| part.to_owned(), tail)
}

/// `open` as often as `n` says, `inside`, and `close` as often.
pub(crate) fn nested(head: &str, n: usize, open: &str, inside: &str, close: &str) -> String {
    format!("{head}{}{inside}{MARK}{}", open.repeat(n), close.repeat(n))
}

/// `head`, then `open` as often as `n` says, each in a block of the one before by one more space, with
/// `inside` in the last of them, then `tail`. Its length grows with the square of `n`.
pub(crate) fn inside_out(head: &str, n: usize, open: &str, inside: &str, tail: &str) -> String {
    let lines: String = (1..=n).map(|i| " ".repeat(i) + open).collect();
    format!("{head}{lines}{}{MARK}{inside}{tail}", " ".repeat(n + 1))
}

/// A text without its mark, and where that was, in bytes; at the end where there was none.
fn unmarked(text: &str) -> (String, usize) {
    let at = text.find(MARK).unwrap_or(text.len());
    (text.replace(MARK, ""), at)
}

/// A flow whose second step is given what the expression says.
fn flow_with(expression: &str) -> String {
    let code = "export function main(x: any) { return { a: [{ b: 1 }], c: 'd' } }";
    let lines: Vec<String> = expression
        .split('\n')
        .map(|l| format!("              {l}\n"))
        .collect();
    format!(
        "summary: s
value:
  modules:
    - id: a
      value:
        type: rawscript
        language: bun
        content: \"{code}\"
        input_transforms:
          x: {{type: static, value: 1}}
    - id: b
      value:
        type: rawscript
        language: bun
        content: \"{code}\"
        input_transforms:
          x:
            type: javascript
            expr: |-
{}schema:
  type: object
  properties:
    name: {{type: string}}
    list: {{type: array, items: {{type: object, properties: {{k: {{type: string}}}}}}}}
",
        lines.concat()
    )
}

/// A flow that runs a script and reads from what it returns.
fn reader_of(script: &str) -> String {
    format!(
        "summary: s
value:
  modules:
    - id: a
      value:
        type: script
        path: {script}
        input_transforms:
          x: {{type: javascript, expr: flow_input.name}}
    - id: b
      value:
        type: rawscript
        language: bun
        content: 'export function main(x: any) {{ return x }}'
        input_transforms:
          x: {{type: javascript, expr: results.a.b.c}}
schema:
  type: object
  properties:
    name: {{type: string}}
"
    )
}
