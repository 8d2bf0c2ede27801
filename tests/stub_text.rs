//! Writes an SDK as a stub file, with the descriptions and the order of an earlier one.

use lang::python::declare::rendered_params;
use lang::python::{Annotation, Class, Field, Function, Param, ParamKind};
use sdk::Sdk;
use syntax::Spanned;

/// Longest line in characters.
const WIDTH: usize = 88;

/// The text of the stub. `old` is the earlier stub, `old_text` its text: what stands above its first
/// definition is kept, but for the version.
pub fn stub_text(sdk: &Sdk, old: &Sdk, old_text: &str) -> String {
    let mut items: Vec<(usize, String)> = Vec::new();
    let place = |known: Option<usize>| known.unwrap_or(usize::MAX);
    for variable in &sdk.variables {
        let before = old.variable(&variable.name);
        let at = place(before.map(|v| v.name.span.start as usize));
        items.push((at, field(before.unwrap_or(variable), before, "")));
    }
    for of_old in &old.variables {
        if sdk.variable(&of_old.name).is_none() {
            items.push((
                of_old.name.span.start as usize,
                field(of_old, Some(of_old), ""),
            ));
        }
    }
    for function in &sdk.functions {
        let before = old.function(&function.name);
        let at = place(before.map(|f| f.name.span.start as usize));
        items.push((at, self::function(function, before, "")));
    }
    for class in &sdk.classes {
        let before = old.class(&class.name);
        let at = place(before.map(|c| c.name.span.start as usize));
        items.push((at, self::class(class, before)));
    }
    items.sort_by_key(|(at, _)| *at);
    let mut text = header(old_text, &sdk.version);
    let starts = ["class ", "def ", "async def ", "@"];
    let is_definition = |t: &str| starts.iter().any(|s| t.starts_with(s));
    for (i, (_, item)) in items.iter().enumerate() {
        let above = i.checked_sub(1).and_then(|i| items.get(i));
        let (is_first, after_variable) = (
            above.is_none(),
            above.is_some_and(|(_, t)| !is_definition(t)),
        );
        text += match (is_first, after_variable && !is_definition(item)) {
            (true, _) => "",
            (false, true) => "\n",
            (false, false) => "\n\n",
        };
        text += item;
    }
    text
}

/// The comments and imports at the top, with the version in the first line.
fn header(old: &str, version: &str) -> String {
    let starts = ["class ", "def ", "async def ", "@"];
    let is_item = |line: &str| {
        let name = line.split([' ', ':']).next().unwrap_or("");
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_variable = is_name
            && (line[name.len()..].starts_with(": ") || line[name.len()..].starts_with(" = "));
        is_variable || starts.iter().any(|s| line.starts_with(s))
    };
    let mut lines: Vec<String> = old
        .lines()
        .take_while(|l| !is_item(l))
        .map(str::to_owned)
        .collect();
    if let Some(first) = lines.first_mut() {
        let words: Vec<&str> = first.split(' ').take(2).collect();
        *first = format!("{} {version}", words.join(" "));
    }
    lines.join("\n") + "\n"
}

fn class(class: &Class, old: Option<&Class>) -> String {
    let mut text = format!("{}:\n", class.render());
    let doc = old.and_then(|c| c.doc.as_deref());
    text += &doc.map_or(String::new(), |d| docstring(d, "    "));
    let mut members: Vec<(usize, String)> = Vec::new();
    for variable in &class.fields {
        let before = old.and_then(|c| c.field(&variable.name));
        let at = before.map_or(usize::MAX, |v| v.name.span.start as usize);
        let shown = before.filter(|b| b.annotation.is_some() || b.default.is_some());
        members.push((at, field(shown.unwrap_or(variable), before, "    ")));
    }
    // A property and its setter share a name.
    let decorators = |f: &Function| {
        f.decorators
            .iter()
            .map(|d| d.value.clone())
            .collect::<Vec<_>>()
    };
    let same = |m: &&Function, f: &Function| {
        m.name.value == f.name.value && decorators(m) == decorators(f)
    };
    for method in &class.methods {
        let found = old.and_then(|c| c.methods.iter().find(|m| same(m, method)));
        let before = found.or_else(|| old?.method(&method.name));
        let at = before.map_or(usize::MAX, |f| f.name.span.start as usize);
        members.push((at, function(method, before, "    ")));
    }
    members.sort_by_key(|(at, _)| *at);
    if members.is_empty() && doc.is_none() {
        text += "    ...\n";
    }
    for (i, (_, member)) in members.iter().enumerate() {
        // Fields that fill one line each stand together.
        let is_short = |m: &str| m.lines().count() == 1;
        let above = i.checked_sub(1).and_then(|i| members.get(i));
        if !(is_short(member) && above.is_some_and(|(_, m)| is_short(m))) {
            text += "\n";
        }
        text += member;
    }
    text
}

fn field(variable: &Field, old: Option<&Field>, indent: &str) -> String {
    let mut text = format!("{indent}{}\n", variable.render());
    if variable.annotation.is_none() && variable.default.is_none() {
        text = format!("{indent}{}: Any\n", variable.name);
    }
    let doc = old.and_then(|v| v.doc.as_deref());
    text + &doc.map_or(String::new(), |d| docstring(d, indent))
}

fn function(function: &Function, old: Option<&Function>, indent: &str) -> String {
    let mut text = String::new();
    let kept = ["property", "staticmethod", "classmethod"];
    let is_kept = |d: &&Spanned<String>| kept.contains(&d.as_str()) || d.ends_with(".setter");
    for decorator in function.decorators.iter().filter(is_kept) {
        text += &format!("{indent}@{decorator}\n");
    }
    if let Some(said) = &function.deprecated {
        let said = old.and_then(|f| f.deprecated.as_ref()).unwrap_or(said);
        let quote = if said.contains('"') { '\'' } else { '"' };
        text += &format!("{indent}@deprecated({quote}{said}{quote})\n");
    }
    let mut plain = function.clone();
    for param in &mut plain.params {
        let before = old.and_then(|f| f.params.iter().find(|p| p.name.value == param.name.value));
        *param = tidied(param, before);
    }
    let head = if function.is_async {
        "async def"
    } else {
        "def"
    };
    let of_old = || Some(old?.returns.as_ref()?.to_string());
    let written = function.returns.as_ref().map(Annotation::written);
    let returns = written.map(tidy).or_else(of_old);
    let tail = returns.map_or(String::new(), |r| format!(" -> {r}"));
    let params = rendered_params(&plain.params);
    let line = format!(
        "{indent}{head} {}({}){tail}:",
        function.name,
        params.join(", ")
    );
    if line.chars().count() <= WIDTH || params.is_empty() {
        text += &format!("{line}\n");
    } else {
        let lines: String = params
            .iter()
            .map(|p| format!("{indent}    {p},\n"))
            .collect();
        text += &format!(
            "{indent}{head} {}(\n{lines}{indent}){tail}:\n",
            function.name
        );
    }
    let inner = format!("{indent}    ");
    let doc = old.and_then(|f| f.doc.as_deref());
    text += &doc.map_or(String::new(), |d| docstring(d, &inner));
    text + &inner + "...\n"
}

/// A parameter as stubs write it.
fn tidied(param: &Param, old: Option<&Param>) -> Param {
    let mut param = param.clone();
    let annotation = param.annotation.as_ref().map(|a| tidy(a.written()));
    param.annotation = annotation.map(|a| Annotation::parse(&a));
    // A constant of the package says nothing: what the stub has in its place stays.
    let is_constant = |d: &str| d != "OMIT" && d.starts_with(|c: char| c.is_ascii_uppercase());
    let constant = ["None", "True", "False"];
    let default = param.default.as_mut();
    if let Some(default) = default {
        let is_old = is_constant(default) && !constant.contains(&default.as_str());
        match old.and_then(|o| o.default.as_ref()).filter(|_| is_old) {
            Some(old) => default.clone_from(old),
            None if default.value == "OMIT" => default.value = "...".to_owned(),
            None => default.value = tidy(default),
        }
    }
    if matches!(param.kind, ParamKind::Args | ParamKind::Kwargs) {
        param.default = None;
    }
    param
}

/// An annotation or default with our quotes and without `typing.`.
fn tidy(written: &str) -> String {
    let mut text = written.replace("typing.", "");
    if !text.contains(['"', '\'']) {
        text = text.replace('|', " | ");
    }
    if !text.contains('"') {
        text = text.replace('\'', "\"");
    }
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let wide = ["RequestInputProxyLocation", "RequestProxyLocation"];
        out += match word.as_str() {
            "ProxyLocationInput" => "ProxyLocation | None",
            w if wide.iter().any(|s| w.ends_with(s)) => "ProxyLocation",
            w => w,
        };
        word.clear();
        out.push(c);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn docstring(doc: &str, indent: &str) -> String {
    let mut lines = doc.lines();
    let first = lines.next().unwrap_or("");
    let mut text = format!("{indent}\"\"\"{first}");
    let mut many = false;
    for line in lines {
        many = true;
        text += "\n";
        if !line.is_empty() {
            text += &format!("{indent}{line}");
        }
    }
    if many {
        text += &format!("\n{indent}");
    }
    text + "\"\"\"\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdk::SdkModule;

    /// Written again from itself, a stub says the same.
    #[test]
    fn stubs_are_kept() {
        for module in [
            SdkModule::Wmill,
            SdkModule::Skyvern,
            SdkModule::SkyvernClient,
        ] {
            let old = module.stub();
            let head = format!("# {} 0\n", module.name());
            let again = Sdk::parse(&stub_text(old, old, &head));
            assert_eq!(again.version, old.version);
            let shown = |sdk: &Sdk| {
                let members = sdk.members();
                let mut shown: Vec<String> = members
                    .map(|m| format!("{}\n{}", m.render(), m.doc().unwrap_or_default()))
                    .collect();
                for class in &sdk.classes {
                    let methods = class.methods.iter();
                    shown.extend(methods.map(|f| format!("{}\n{:?}", f.render(), f.doc)));
                    let fields = class.fields.iter();
                    shown.extend(fields.map(|f| format!("{}\n{:?}", f.render(), f.doc)));
                }
                shown
            };
            for (a, b) in shown(&again).iter().zip(shown(old)) {
                assert_eq!(*a, b, "{module:?}");
            }
            assert_eq!(shown(&again).len(), shown(old).len());
        }
    }

    #[test]
    fn what_is_new_comes_from_the_source() {
        let old = "# wmill 1.0\n#\n# Notes.\n\nimport os\n\ndef b(x):\n    \"\"\"Do b.\"\"\"\n\ndef a(): ...\n";
        let source = "def a(y='é', z=OMIT): ...\n@init\ndef b(x: typing.Optional[int]): pass\ndef c(): pass\n";
        let sdk = Sdk::from_source(&[("a.py", source)], "2.0");
        let want = "# wmill 2.0\n#\n# Notes.\n\nimport os\n\n\
            def b(x: Optional[int]):\n    \"\"\"Do b.\"\"\"\n    ...\n\n\n\
            def a(y=\"é\", z=...):\n    ...\n\n\ndef c():\n    ...\n";
        assert_eq!(stub_text(&sdk, &Sdk::parse(old), old), want);
    }
}
