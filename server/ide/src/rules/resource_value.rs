//! A resource's value beside what its type says.

use model::file::{FileKind, ItemKind};
use syntax::yaml::{JsonType, Node};

use super::support::schema_node::article;
use super::{FixKind, Level, Rule, RuleInfo};
use crate::context::Context;
use crate::finding::Fix;

pub(crate) const RULE: Rule = Rule {
    info: RuleInfo::new(
        "resource-value",
        Level::Warning,
        include_str!("resource_value.md"),
    )
    .fix(FixKind::Unsafe),
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.file.kind != FileKind::Item(ItemKind::Resource) {
        return;
    }
    let Some(root) = cx.file.yaml().root() else {
        return;
    };
    let kind = root.get("resource_type").and_then(|t| t.as_str());
    let (Some(kind), Some(value)) = (kind, root.get("value")) else {
        return;
    };
    // Only a type of the workspace: what the server has of the others is not known.
    let types = cx.workspace.names().resource_type(&kind);
    let [id] = types else { return };
    let Some(file) = cx.workspace.get(*id) else {
        return;
    };
    let yaml = file.yaml();
    let Some(schema) = yaml.root().and_then(|r| r.get("schema")) else {
        return;
    };
    let types = Types {
        name: &kind,
        schema,
    };
    types.check(cx, value);
}

struct Types<'a> {
    name: &'a str,
    schema: Node<'a>,
}

impl Types<'_> {
    fn check(&self, cx: &mut Context<'_>, value: Node<'_>) {
        let Some(properties) = self.schema.get("properties").filter(|p| p.is_mapping()) else {
            return;
        };
        let is_known = !value.merges_unknown() && !value.is_unknown();
        if !value.is_mapping() || !is_known || properties.pairs().next().is_none() {
            return;
        }
        let names: Vec<String> = properties
            .pairs()
            .filter_map(|p| Some(p.key.as_str()?.into_owned()))
            .collect();
        let mut meant = Vec::new();
        for pair in value.pairs() {
            let Some(key) = pair.key.as_str().filter(|k| k != "<<") else {
                continue;
            };
            match properties.get(&key) {
                Some(property) => self.compare(cx, &key, property, pair.value),
                None => meant.extend(self.unknown(cx, value, pair.key, &key, &names)),
            }
        }
        let required = self.schema.get("required");
        let required = required
            .into_iter()
            .flat_map(|r| r.items().collect::<Vec<_>>());
        let missing: Vec<String> = required
            .filter_map(|r| Some(r.as_str()?.into_owned()))
            .filter(|name| value.pair(name).is_none() && names.contains(name))
            // What was misspelt is told there.
            .filter(|name| !meant.contains(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if let Some(above) = value.pair_above().filter(|_| !missing.is_empty()) {
            let is = if missing.len() == 1 { "is" } else { "are" };
            let message = format!(
                "{} {is} missing from this `{}` resource",
                missing.join(", "),
                self.name
            );
            cx.report(above.key.span(), message)
                .help("its type says that a value is required");
        }
    }

    /// A key that the type does not have: more than the type says, or misspelt. Then it is reported, and what was meant
    /// returned.
    fn unknown(
        &self,
        cx: &mut Context<'_>,
        value: Node<'_>,
        key: Node<'_>,
        name: &str,
        names: &[String],
    ) -> Option<String> {
        let free = names.iter().map(String::as_str);
        let free: Vec<&str> = free.filter(|n| value.pair(n).is_none()).collect();
        let near = cx.did_you_mean(name, free.iter().copied())?;
        let span = key.span();
        let as_written = span.slice(cx.file.text()) == name;
        let message = format!("The resource type `{}` has no `{name}`", self.name);
        let finding = cx
            .report(span, message)
            .help(format!("did you mean `{near}`?"));
        if as_written {
            finding.fix(Fix::meant(span, near));
        }
        Some(near.to_owned())
    }

    /// A value of another type than the property's.
    fn compare(
        &self,
        cx: &mut Context<'_>,
        name: &str,
        property: Node<'_>,
        value: Option<Node<'_>>,
    ) {
        let Some(value) = value.filter(|v| !v.is_null()) else {
            return;
        };
        let Some(found) = value.json_type() else {
            return;
        };
        // What is looked up may be of any type.
        let text = value.as_str().unwrap_or_default();
        let is_reference = ["$var:", "$res:", "!inline"]
            .iter()
            .any(|m| text.starts_with(m));
        let Some(wanted) = property.get("type").and_then(|t| t.as_str()) else {
            return;
        };
        let known = ["string", "integer", "number", "boolean", "array", "object"];
        let fits = wanted == found.name() || wanted == "number" && found == JsonType::Integer;
        if is_reference || fits || !known.contains(&&*wanted) || value.is_unknown() {
            return;
        }
        // Forms hold numbers and texts alike where people type them, and drivers take both.
        let scalar = |t: &str| matches!(t, "string" | "integer" | "number" | "boolean");
        if scalar(&wanted) && scalar(found.name()) {
            return;
        }
        let message = format!(
            "`{name}` of a `{}` resource is {}, not {}",
            self.name,
            article(&wanted),
            article(found.name())
        );
        cx.report(value.span(), message)
            .help("its type says so: change the value, or the type");
    }
}
