//! Fifty texts that mean something to a terminal, to a reader's eye, to a service that runs checks, to
//! Markdown, XML or JSON; and workspaces that have them wherever a text can stand.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The texts.
pub const NASTY: [&str; 50] = [
    // Terminals.
    "a\u{1b}[31mb",
    "\u{1b}]0;pwned\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "\u{9b}31m",
    "\u{9d}0;pwned\u{9c}",
    "\u{90}q\u{9c}",
    "a\u{8}\u{8}b\u{7f}",
    "\u{0}nul",
    "lone\rreturn",
    "two\r\nlines",
    "line\nbreak",
    "tab\there",
    "next\u{85}line",
    "line\u{2028}para\u{2029}graph",
    // Eyes.
    "\u{202e}txt.exe",
    "\u{2066}a\u{2069}\u{200f}b",
    "zero\u{200b}width",
    "a\u{200d}b\u{200c}c",
    "soft\u{ad}hyphen",
    "bom\u{feff}inside",
    "tag\u{e0061}\u{e0062}",
    "not\u{fffe}a\u{ffff}char\u{1fffe}",
    "👩\u{200d}💻❤\u{fe0f}",
    "e\u{301}\u{300}\u{323} z\u{335}\u{336}",
    "\u{a0}\u{3000}blank",
    // Services.
    "::error::pwned",
    "\n::error file=x::pwned",
    "\r::set-output name=a::b",
    "##[error]pwned",
    "##vso[task.setvariable variable=a]b",
    "\u{2003}::add-mask::x",
    "%0A%0D%25",
    "::stop-commands::x",
    // Markdown.
    "`",
    "a``b",
    "```\n[a](command:b)\n```",
    "````````````",
    "![x](http://evil.example/p.png)",
    "[run](command:workbench.action.quit)",
    "<command:workbench.action.quit>",
    "https://evil.example/ www.evil.example",
    "*bold* _it_ ~~gone~~ | a |\n|---|",
    "    code\n# head\n> quote\n- [ ] todo\n[a]: http://evil.example",
    "\\",
    // HTML, XML, quotes.
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "]]><x y='\"'>&amp;&#0;",
    "'quotes' \"double\" {{0}} {0}",
    "-- a: b # c, [d] {e} $res: ${f}",
    "very long very long very long very long very long very long very long very long very long \
     very long very long very long very long very long very long very long very long very long",
];

/// A text as YAML and JSON write it between quotes, so that it is read whatever is in it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' | '\u{10000}'..='\u{1fffd}' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    // YAML knows no surrogates.
    out.replace("\\ud83f\\udffe", "\\U0001fffe")
}

/// The name of a file that the system takes; `None`: it takes none like it.
pub fn file_name(text: &str) -> Option<String> {
    let name: String = text.replace(['/', '\0'], "").chars().take(60).collect();
    (cfg!(target_os = "linux") && !name.is_empty()).then_some(name)
}

/// A flow that has a text in all places that are its author's, with many mistakes in it. `number` makes it
/// one of its own.
pub fn flow(text: &str, number: usize) -> String {
    let q = quoted(text);
    let expr = |of: &str| quoted(&format!("{of}[{q}]"));
    let code = quoted(&format!(
        "export function main(a: any) {{ return {{ {q}: {q}, plain: a }} }}"
    ));
    format!(
        "summary: {q}
description: {q}
value:
  modules:
    - id: first
      summary: {q}
      value:
        type: rawscript
        language: bun
        content: {code}
        input_transforms:
          a: {{ type: static, value: {q} }}
          {q}: {{ type: static, value: {q} }}
    - id: {q}
      summary: {q}
      value:
        type: script
        path: f/lib/s{number}
        input_transforms:
          a: {{ type: javascript, expr: results.first.plain }}
          b: {{ type: javascript, expr: {result} }}
          {q}: {{ type: javascript, expr: {field} }}
    - id: inner
      value:
        type: flow
        path: f/lib/sub{number}
        input_transforms:
          {q}: {{ type: javascript, expr: {input} }}
          more: {{ type: static, value: {resource} }}
    - id: odd
      value:
        type: {q}
        {q}: 1
    - id: gone
      value: {{ type: script, path: {path}, input_transforms: {{}} }}
    - id: last
      value:
        type: rawscript
        language: {q}
        content: {inline}
        input_transforms:
          x: {{ type: javascript, expr: results.first }}
          y: {{ type: javascript, expr: {missing} }}
schema:
  type: object
  required: [{q}]
  properties:
    {q}: {{ type: string, title: {q}, description: {q}, default: {q}, enum: [{q}] }}
    other: {{ type: {q}, format: {format} }}
# windmill-ls: ignore[{rule}] {rule}
",
        result = expr("results"),
        field = expr("results.first"),
        input = expr("flow_input"),
        missing = quoted(&format!(
            "results.nothing + results[{}]",
            quoted(&format!("{text}!"))
        )),
        resource = quoted(&format!("$res:{text}")),
        path = quoted(&format!("f/lib/{text}")),
        inline = quoted(&format!("!inline {text}.py")),
        format = quoted(&format!("resource-{text}")),
        rule = text.replace(['\n', '\r'], " "),
    )
}

/// Writes what the flow of this number runs: a script with its metadata, and a flow.
pub fn write_library(root: &Path, text: &str, number: usize) {
    let q = quoted(text);
    let doc = text.replace(['\\', '\0'], "").replace("'''", "");
    let write = |name: String, text: String| {
        let path = root.join("f/lib").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        format!("s{number}.py"),
        format!(
            "def main(a: str = {q}, b: dict = {{{q}: 1}}):\n    '''\n    {doc}\n\n    Args:\n        a: {doc}\n    '''\n    \
             return {{{q}: a}}\n\n\ndef other():\n    return main(a=1)\n"
        ),
    );
    write(
        format!("s{number}.script.yaml"),
        format!(
            "summary: {q}\ndescription: {q}\nschema:\n  type: object\n  properties:\n    {q}: {{ type: {q}, default: \
             {q} }}\n{q}: 1\n"
        ),
    );
    write(
        format!("sub{number}.flow/flow.yaml"),
        format!(
            "summary: {q}\nvalue:\n  modules: []\nschema:\n  type: object\n  required: [{q}]\n  properties:\n    \
             {q}: {{ type: string, description: {q}, default: {q} }}\n"
        ),
    );
}

/// Whether a terminal, an eye or a service could be led astray by a line; why, if so. This is not how the
/// program tells: it says what must not be seen.
pub fn harm(line: &str) -> Option<String> {
    let mut before = 'x';
    for c in line.chars() {
        let is_joiner = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
        let harmful = match c {
            // It moves the cursor to the right, and that is all.
            '\t' => false,
            _ if c.is_control() => true,
            _ if is_joiner => before.is_ascii(),
            '\u{ad}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{2028}'..='\u{202e}' => true,
            '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' => true,
            c => c as u32 & 0xfffe == 0xfffe,
        };
        if harmful {
            return Some(format!("{c:?} in {line:?}"));
        }
        before = c;
    }
    let is_command = line.trim_start().starts_with("::")
        || ["##[", "##vso[", "##teamcity["]
            .iter()
            .any(|c| line.contains(c));
    is_command.then(|| format!("a command: {line:?}"))
}
