//! SDK definitions as a formatter would write them, for hovers and completion details.

use super::{ClassDef, Function, SdkParam, Variable};
use lang::python::ParamKind;

/// Longest line in characters, as the usual formatters have it.
const WIDTH: usize = 88;

impl Function {
    /// The signature: on one line where it fits, else with one parameter on each.
    pub fn render(&self) -> String {
        let head = format!(
            "{}def {}",
            if self.is_async { "async " } else { "" },
            self.name
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

    /// The parameters as they are written, with the `/` and `*` that part them.
    pub fn rendered_params(&self) -> Vec<String> {
        rendered_params(&self.params)
    }
}

impl ClassDef {
    /// The class header without its colon.
    pub fn render(&self) -> String {
        match self.bases.is_empty() {
            true => format!("class {}", self.name),
            false => format!("class {}({})", self.name, self.bases.join(", ")),
        }
    }
}

impl Variable {
    /// The declaration.
    pub fn render(&self) -> String {
        let annotation = self
            .annotation
            .as_ref()
            .map_or(String::new(), |a| format!(": {a}"));
        let value = self
            .value
            .as_ref()
            .map_or(String::new(), |v| format!(" = {v}"));
        format!("{}{annotation}{value}", self.name)
    }
}

impl SdkParam {
    /// The parameter as it is written.
    pub fn render(&self) -> String {
        let stars = match self.kind {
            ParamKind::Args => "*",
            ParamKind::Kwargs => "**",
            _ => "",
        };
        let (name, default) = (&self.name, self.default.as_deref());
        match (&self.annotation, default) {
            (Some(a), Some(d)) => format!("{stars}{name}: {a} = {d}"),
            (Some(a), None) => format!("{stars}{name}: {a}"),
            (None, Some(d)) => format!("{stars}{name}={d}"),
            (None, None) => format!("{stars}{name}"),
        }
    }
}

fn rendered_params(params: &[SdkParam]) -> Vec<String> {
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
    use crate::Sdk;

    fn rendered(stub: &str) -> Option<String> {
        Some(Sdk::parse(stub).members().next()?.render())
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
        for member in Sdk::wmill().members() {
            assert!(
                member.render().lines().all(|l| l.chars().count() <= 100),
                "{}",
                member.name()
            );
        }
    }
}
