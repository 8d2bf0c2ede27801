//! Definitions as a formatter would write them, for hovers and completion details.

use super::{Class, Field, Function, Param, ParamKind};

/// Longest line in characters, as the usual formatters have it.
const WIDTH: usize = 88;

impl Function {
    /// The signature: on one line where it fits, else with one parameter on each.
    pub fn render(&self) -> String {
        let head = format!(
            "{}def {}",
            if self.is_async { "async " } else { "" },
            self.name.value
        );
        let tail = self
            .returns
            .as_ref()
            .map_or(String::new(), |r| format!(" -> {r}"));
        let params = rendered_params(&self.params);
        let line = format!("{head}({}){tail}", params.join(", "));
        if line.chars().count() <= WIDTH || params.is_empty() {
            return line;
        }
        let lines: String = params.iter().map(|p| format!("    {p},\n")).collect();
        format!("{head}(\n{lines}){tail}")
    }
}

impl Class {
    /// The class header without its colon.
    pub fn render(&self) -> String {
        let bases: Vec<&str> = self.bases.iter().map(|b| b.as_str()).collect();
        match bases.is_empty() {
            true => format!("class {}", self.name.value),
            false => format!("class {}({})", self.name.value, bases.join(", ")),
        }
    }
}

impl Field {
    /// The declaration.
    pub fn render(&self) -> String {
        let annotation = self
            .annotation
            .as_ref()
            .map_or(String::new(), |a| format!(": {a}"));
        let value = self
            .default
            .as_ref()
            .map_or(String::new(), |d| format!(" = {}", d.value));
        format!("{}{annotation}{value}", self.name.value)
    }
}

impl Param {
    /// The parameter as it is written.
    pub fn render(&self) -> String {
        let stars = match self.kind {
            ParamKind::Args => "*",
            ParamKind::Kwargs => "**",
            _ => "",
        };
        let (name, default) = (&self.name.value, self.default.as_ref().map(|d| &d.value));
        match (&self.annotation, default) {
            (Some(a), Some(d)) => format!("{stars}{name}: {a} = {d}"),
            (Some(a), None) => format!("{stars}{name}: {a}"),
            (None, Some(d)) => format!("{stars}{name}={d}"),
            (None, None) => format!("{stars}{name}"),
        }
    }
}

/// Parameters as they are written, with the `/` and `*` that part them.
pub fn rendered_params(params: &[Param]) -> Vec<String> {
    let mut out = Vec::new();
    let mut last = None;
    for param in params {
        if last == Some(ParamKind::PositionalOnly) && param.kind != ParamKind::PositionalOnly {
            out.push("/".to_owned());
        }
        let named = matches!(last, Some(ParamKind::KeywordOnly | ParamKind::Args));
        if param.kind == ParamKind::KeywordOnly && !named {
            out.push("*".to_owned());
        }
        out.push(param.render());
        last = Some(param.kind);
    }
    if last == Some(ParamKind::PositionalOnly) {
        out.push("/".to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{class, fields, function};
    use crate::python::read_any;

    fn rendered(stub: &str) -> Option<String> {
        let tree = read_any(&Arc::from(stub));
        let top: Vec<_> = tree.top().collect();
        let function = function(&tree, top[0]).map(|f| f.render());
        let class = class(&tree, top[0]).map(|c| c.render());
        let field = fields(&tree, &top).first().map(|f| f.render());
        function.or(class).or(field)
    }

    #[test]
    fn short_ones_stay_on_one_line() {
        for line in [
            "def f()",
            "async def f(a, b: int = 1, *, c='x') -> dict[str, int]",
            "def f(a, /, b, *args: str, c, **kw) -> None",
            "def f(a, /)",
        ] {
            assert_eq!(rendered(&format!("{line}: ...")).as_deref(), Some(line));
        }
        assert_eq!(
            rendered("class A(B, C): ...").as_deref(),
            Some("class A(B, C)")
        );
        assert_eq!(rendered("x: int = 1").as_deref(), Some("x: int = 1"));
    }

    #[test]
    fn long_ones_are_wrapped() {
        let long = "a_rather_long_parameter_name";
        let stub =
            format!("def f({long}: int = 1, *, {long}_2: str = '', {long}_3=None) -> str: ...");
        let want = format!(
            "def f(\n    {long}: int = 1,\n    *,\n    {long}_2: str = '',\n    {long}_3=None,\n) -> str"
        );
        assert_eq!(rendered(&stub), Some(want));
    }
}
