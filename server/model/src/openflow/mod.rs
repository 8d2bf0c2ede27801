//! What a file allows where: OpenFlow of `grammars/openflow.schema.json`, the other files of a workspace of
//! `grammars/kinds`, and which part of that a node of a file is read with.
//!
//! These are plain JSON Schema with a few `x-` keys of our own, explained at [`Def`].

mod kinds;
mod reading;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde_json::Value;
use syntax::yaml::JsonType;

pub use kinds::Kind;
pub use reading::{ChildReading, Reading, place_in, place_of};

/// A definition: what may be written in one place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Def {
    /// For people, in Markdown.
    pub description: String,
    #[serde(rename = "type")]
    kind: OneOrMany,
    /// Fields of a mapping.
    #[serde(deserialize_with = "ordered")]
    pub properties: Vec<(String, Def)>,
    /// Fields that must be there.
    pub required: Vec<String>,
    /// What the fields without a name of their own hold.
    #[serde(rename = "additionalProperties")]
    additional: Option<Value>,
    #[serde(skip)]
    pub(crate) other_fields: Option<Box<Def>>,
    /// What the items of a sequence hold.
    pub items: Option<Box<Def>>,
    #[serde(rename = "enum")]
    choices: Vec<Value>,
    #[serde(rename = "const")]
    constant: Option<String>,
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "oneOf")]
    one_of: Vec<Reference>,
    /// Of a union: the definition's name by what the discriminator says.
    #[serde(skip)]
    by_kind: FxHashMap<String, String>,
    #[serde(rename = "x-discriminator")]
    discriminator: Option<String>,
    /// How a mapping without discriminator is read.
    #[serde(rename = "x-default-kind")]
    default_kind: Option<String>,
    #[serde(rename = "x-extends")]
    extends: Option<String>,
    /// What the enum's values mean.
    #[serde(rename = "x-enum-descriptions")]
    pub choice_descriptions: FxHashMap<String, String>,
    /// JSON types that the server reads besides.
    #[serde(rename = "x-also")]
    also: Vec<String>,
    /// OpenFlow version that brought it, where later than ours.
    #[serde(rename = "x-since")]
    pub since: Option<String>,
    /// Out of use; the description says what replaces it.
    pub deprecated: bool,
    /// The text requires it, but the server fills it in.
    #[serde(rename = "x-lenient")]
    pub lenient: bool,
    /// Not OpenFlow, but left behind by Windmill's own tools.
    #[serde(rename = "x-residue")]
    pub residue: bool,
    /// Of an input: what a fixed value of it is.
    #[serde(rename = "x-static")]
    pub(crate) fixed: Option<Box<Def>>,
    /// Whether it is such a fixed value: text in it may be filled in when the step runs.
    #[serde(skip)]
    pub is_fixed: bool,
    /// Free-form: nothing inside is checked.
    #[serde(rename = "x-free")]
    pub free: bool,
    /// May hold `!inline FILE`.
    #[serde(rename = "x-file")]
    pub file: bool,
    /// A workspace path to this kind of item.
    #[serde(rename = "x-path")]
    pub path: Option<String>,
    /// What the server takes where a required field is missing.
    #[serde(rename = "x-assumed")]
    pub assumed: Option<String>,
    /// What happens without this required field, where it is not certain that the server refuses the file.
    #[serde(rename = "x-without")]
    pub without: Option<String>,
    /// What happens with another value than those of its enum, where the file is not refused.
    #[serde(rename = "x-otherwise")]
    pub otherwise: Option<String>,
    /// A value to begin with; `below`: lines of its own.
    #[serde(rename = "x-example")]
    pub example: Option<String>,
    /// The least number that it takes.
    pub minimum: Option<f64>,
    /// The greatest number that it takes.
    pub maximum: Option<f64>,
    /// Fields that must be there where another one is `true`.
    #[serde(rename = "x-needed-with")]
    pub needed_with: std::collections::BTreeMap<String, Vec<String>>,
    /// Fields of a mapping, of which those of one group must be there.
    #[serde(rename = "x-one-of")]
    pub one_of_groups: Vec<Vec<String>>,
    /// ChildReading in completion lists.
    #[serde(rename = "x-order")]
    pub order: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
struct Reference {
    #[serde(rename = "$ref")]
    reference: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    #[default]
    Any,
    One(String),
    Many(Vec<String>),
}

fn ordered<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<(String, Def)>, D::Error> {
    let map = serde_json::Map::deserialize(d)?;
    let def = |v: Value| serde_json::from_value(v).map_err(serde::de::Error::custom);
    map.into_iter()
        .map(|(name, v)| Ok((name, def(v)?)))
        .collect()
}

/// The whole schema.
#[derive(Debug)]
pub struct OpenFlow {
    /// The version of OpenFlow that it is based on.
    pub version: String,
    defs: FxHashMap<String, Def>,
    /// The names of all fields of flows.
    fields: FxHashSet<String>,
    kinds: Vec<Kind>,
}

/// The bundled schema.
pub fn openflow() -> &'static OpenFlow {
    static SCHEMA: LazyLock<OpenFlow> = LazyLock::new(|| {
        let text = include_str!("../../../../grammars/openflow.schema.json");
        OpenFlow::parse(text, kinds::TEXTS).expect("the bundled schemas are read by a test")
    });
    &SCHEMA
}

impl OpenFlow {
    fn parse(text: &str, kinds: &[(&str, &str)]) -> Result<OpenFlow, serde_json::Error> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(rename = "x-openflow")]
            version: String,
            #[serde(rename = "$defs", deserialize_with = "ordered")]
            defs: Vec<(String, Def)>,
        }
        let raw: Raw = serde_json::from_str(text)?;
        let mut defs: FxHashMap<String, Def> = raw.defs.into_iter().collect();
        let mut fields = FxHashSet::default();
        #[expect(clippy::iter_over_hash_type, reason = "they go into a set")]
        for def in defs.values() {
            def.gather(&mut fields);
        }
        let kinds = kinds
            .iter()
            .map(|(name, text)| Kind::parse(name, text, &mut defs))
            .collect::<Result<_, _>>()?;
        let unions: Vec<(String, FxHashMap<String, String>)> = defs
            .iter()
            .filter(|(_, def)| def.is_union())
            .map(|(name, def)| (name.clone(), def.read_kinds(&defs)))
            .collect();
        for (name, kinds) in unions {
            defs.entry(name).or_default().by_kind = kinds;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is changed on its own")]
        for def in defs.values_mut() {
            def.prepare();
        }
        Ok(OpenFlow {
            version: raw.version,
            defs,
            fields,
            kinds,
        })
    }

    /// The definition with this name; an unknown name allows anything.
    pub fn def(&self, name: &str) -> &Def {
        static ANYTHING: LazyLock<Def> = LazyLock::new(Def::default);
        self.defs.get(name).unwrap_or(&ANYTHING)
    }

    /// Whether anything in a flow has a field of this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.fields.contains(name)
    }

    /// Follows a `$ref`.
    pub fn target<'a>(&'a self, def: &'a Def) -> &'a Def {
        match &def.reference {
            Some(reference) => self.def(last_part(reference)),
            None => def,
        }
    }
}

fn last_part(reference: &str) -> &str {
    reference
        .rsplit_once('/')
        .map_or(reference, |(_, name)| name)
}

impl Def {
    fn prepare(&mut self) {
        if let Some(value) = self.additional.take_if(|v| v.is_object()) {
            self.other_fields = serde_json::from_value(value).ok().map(Box::new);
        }
        if let Some(fixed) = &mut self.fixed {
            fixed.description.clone_from(&self.description);
            fixed.is_fixed = true;
        }
        let fields = self.properties.iter_mut().map(|(_, d)| d);
        let inner = fields
            .chain(self.fixed.as_deref_mut())
            .chain(self.items.as_deref_mut())
            .chain(self.other_fields.as_deref_mut());
        inner.for_each(Def::prepare);
    }

    /// The definitions of a union by what the discriminator says in each.
    fn read_kinds(&self, defs: &FxHashMap<String, Def>) -> FxHashMap<String, String> {
        let mut kinds = FxHashMap::default();
        for alternative in &self.one_of {
            let name = last_part(&alternative.reference);
            let key = self.discriminator.as_deref().unwrap_or_default();
            let field = defs.get(name).and_then(|def| def.field(key));
            for kind in field.map_or_else(Vec::new, Def::choices) {
                let first = kinds.entry(kind.to_owned());
                first.or_insert_with(|| name.to_owned());
            }
        }
        kinds
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Def> {
        self.properties
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, d)| d)
    }

    /// Adds the names of its fields, and of those of its parts.
    fn gather(&self, names: &mut FxHashSet<String>) {
        names.extend(self.properties.iter().map(|(name, _)| name.clone()));
        let inner = self.items.iter().chain(&self.other_fields);
        for part in self
            .properties
            .iter()
            .map(|(_, d)| d)
            .chain(inner.map(|d| &**d))
        {
            part.gather(names);
        }
    }

    /// The JSON types it takes by OpenFlow; empty: any.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let (one, many): (Option<&str>, &[String]) = match &self.kind {
            OneOrMany::Any if self.constant.is_some() || !self.choices.is_empty() => {
                (Some("string"), &[])
            }
            OneOrMany::Any if !self.properties.is_empty() => (Some("object"), &[]),
            OneOrMany::Any => (None, &[]),
            OneOrMany::One(name) => (Some(name), &[]),
            OneOrMany::Many(names) => (None, names),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }

    /// Whether a value of this type is read, null and the server's leniency included.
    pub fn takes(&self, kind: JsonType) -> bool {
        let is_read = |t: &str| t == kind.name() || t == "number" && kind == JsonType::Integer;
        kind == JsonType::Null
            || self.types().next().is_none()
            || self.types().any(is_read)
            || self.also.iter().any(|t| is_read(t))
    }

    /// The values it takes; empty: any.
    pub fn choices(&self) -> Vec<&str> {
        let constant = self.constant.as_deref();
        self.choices
            .iter()
            .filter_map(Value::as_str)
            .chain(constant)
            .collect()
    }

    /// The kind of a union's mapping that does not say its kind.
    pub fn default_kind(&self) -> Option<&str> {
        self.default_kind.as_deref()
    }

    /// Whether the server reads this type, though OpenFlow does not have it.
    pub fn also_takes(&self, kind: JsonType) -> bool {
        let is = |t: &String| t == kind.name() || t == "number" && kind == JsonType::Integer;
        self.also.iter().any(is)
    }

    /// Whether it may have fields that it does not name.
    pub fn is_open(&self) -> bool {
        let closed = matches!(self.additional, None | Some(Value::Bool(false)));
        !closed || self.other_fields.is_some() || self.properties.is_empty()
    }

    /// Whether it takes one value only: a discriminator.
    pub fn is_constant(&self) -> bool {
        self.constant.is_some()
    }

    /// Whether it is a union of transforms.
    pub fn is_transform(&self) -> bool {
        self.one_of
            .iter()
            .any(|r| r.reference.ends_with("/JavascriptTransform"))
    }

    /// Whether it is a choice between kinds of mappings.
    pub fn is_union(&self) -> bool {
        !self.one_of.is_empty()
    }

    /// The field that tells the kinds of a union apart.
    pub fn discriminator(&self) -> Option<&str> {
        self.discriminator.as_deref()
    }
}
