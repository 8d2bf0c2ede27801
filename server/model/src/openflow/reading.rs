//! Which part of the schema a node of a flow is read with: found from the root down, by keys and
//! discriminators, so that it works wherever the YAML holds together.

use smallvec::{SmallVec, smallvec};
use syntax::yaml::Node;

use super::{Def, Kind, OpenFlow, openflow};

/// The key of a fixed value in a transform.
const VALUE: &str = "value";

/// What a node is, by the schema.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The definitions that describe it together: one, or a tool's and its script's.
    pub defs: SmallVec<[&'static Def; 2]>,
    /// The union it was chosen from, with the discriminator's name.
    pub union: Option<(&'static Def, &'static str)>,
    /// Whether the discriminator is missing or unknown, so that `defs` is empty.
    pub undecided: bool,
    /// Of a transform: what a fixed value of it is, where that is known of the input.
    fixed: Option<&'static Def>,
}

/// A node's place: its reading, and the field of its parent that it is the value of.
#[derive(Clone, Debug)]
pub struct ChildReading {
    /// How the node is read.
    pub reading: Reading,
    /// The field's definition before unions and references are followed.
    pub field: Option<&'static Def>,
}

impl Reading {
    fn free() -> Reading {
        Reading {
            defs: SmallVec::new(),
            union: None,
            undecided: false,
            fixed: None,
        }
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'static Def> {
        let field = self.defs.iter().find_map(|d| d.field(name));
        let fixed = self.fixed.filter(|_| name == VALUE && field.is_some());
        fixed.or(field)
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &'static Def)> + '_ {
        self.defs
            .iter()
            .flat_map(|d| d.properties.iter().map(|(n, d)| (n.as_str(), d)))
    }

    /// Names of the fields that must be there, with their definitions.
    pub fn required(&self) -> impl Iterator<Item = (&'static str, Option<&'static Def>)> + '_ {
        self.defs
            .iter()
            .flat_map(|d| d.required.iter().map(|n| (n.as_str(), d.field(n))))
    }

    /// What fields without a name of their own hold.
    pub fn other_fields(&self) -> Option<&'static Def> {
        self.defs.iter().find_map(|d| d.other_fields.as_deref())
    }

    /// Whether nothing is known of it, or nothing inside it is checked.
    pub fn is_free(&self) -> bool {
        self.defs.is_empty() && self.union.is_none() || self.defs.iter().any(|d| d.free)
    }
}

impl OpenFlow {
    /// How the flow's root is read.
    pub fn root(&'static self, node: Node<'_>) -> Reading {
        self.read(self.def("OpenFlow"), Some(node))
    }

    /// How a node is read as `def`. Without a node, unions stay undecided.
    pub fn read(&'static self, def: &'static Def, node: Option<Node<'_>>) -> Reading {
        if def.free {
            return Reading {
                defs: smallvec![def],
                union: None,
                undecided: false,
                fixed: None,
            };
        }
        let def = self.target(def);
        if !def.is_union() {
            return Reading {
                defs: smallvec![def],
                union: None,
                undecided: false,
                fixed: None,
            };
        }
        let Some(key) = def.discriminator() else {
            return Reading::free();
        };
        let union = Some((def, key));
        let undecided = Reading {
            defs: SmallVec::new(),
            union,
            undecided: true,
            fixed: None,
        };
        let value = node.and_then(|n| n.get(key)).and_then(|v| v.as_str());
        let default = def
            .default_kind
            .as_deref()
            .filter(|_| node.is_some_and(|n| n.get(key).is_none()));
        let chosen = value.as_deref().or(default);
        let chosen = chosen.and_then(|v| def.by_kind.get(v));
        let Some(chosen) = chosen.map(|name| self.def(name)) else {
            return undecided;
        };
        let mut defs = smallvec![chosen];
        if let Some(name) = &chosen.extends {
            let inner = self.read(self.def(super::last_part(name)), node);
            if inner.undecided {
                return Reading {
                    defs,
                    union: inner.union,
                    undecided: true,
                    fixed: None,
                };
            }
            defs.extend(inner.defs);
        }
        Reading {
            defs,
            union,
            undecided: false,
            fixed: None,
        }
    }

    /// The kinds of mappings of a union.
    pub fn alternatives(&'static self, def: &'static Def) -> impl Iterator<Item = &'static Def> {
        def.one_of
            .iter()
            .map(|r| self.def(super::last_part(&r.reference)))
    }

    /// The values its discriminator takes, with what they mean.
    pub fn kinds(&'static self, union: &'static Def) -> Vec<(&'static str, &'static str)> {
        let Some(key) = union.discriminator() else {
            return Vec::new();
        };
        let mut kinds = Vec::new();
        for alternative in self.alternatives(union) {
            let Some(field) = alternative.field(key) else {
                continue;
            };
            for value in field.choices() {
                kinds.push((value, alternative.description.as_str()));
            }
        }
        kinds
    }

    /// How the value of a field is read.
    pub fn child(
        &'static self,
        parent: &Reading,
        key: &str,
        value: Option<Node<'_>>,
    ) -> ChildReading {
        if parent.is_free() {
            return ChildReading {
                reading: Reading::free(),
                field: None,
            };
        }
        match parent.field(key).or_else(|| parent.other_fields()) {
            Some(def) => ChildReading {
                reading: Reading {
                    fixed: def.fixed.as_deref(),
                    ..self.read(def, value)
                },
                field: Some(def),
            },
            None => {
                // An undecided union: take the field from any kind that has it.
                let union = parent.union.filter(|_| parent.undecided).map(|(u, _)| u);
                let field = union.and_then(|u| self.alternatives(u).find_map(|a| a.field(key)));
                match field {
                    Some(def) => ChildReading {
                        reading: self.read(def, value),
                        field: Some(def),
                    },
                    None => ChildReading {
                        reading: Reading::free(),
                        field: None,
                    },
                }
            }
        }
    }

    /// How an item that is not there yet will be read.
    pub fn new_item(&'static self, parent: &Reading) -> Reading {
        match parent.defs.iter().find_map(|d| d.items.as_deref()) {
            Some(def) if !parent.is_free() => self.read(def, None),
            _ => Reading::free(),
        }
    }

    /// How an item of a sequence is read.
    pub fn item(&'static self, parent: &Reading, item: Node<'_>) -> Reading {
        if parent.is_free() {
            return Reading::free();
        }
        match parent.defs.iter().find_map(|d| d.items.as_deref()) {
            Some(def) => self.read(def, Some(item)),
            None => Reading::free(),
        }
    }
}

/// The place of any node of a flow.
pub fn place_of(node: Node<'_>) -> ChildReading {
    place_below(node, &|root| openflow().root(root))
}

/// The place of any node of a file of this kind.
pub fn place_in(kind: &'static Kind, node: Node<'_>) -> ChildReading {
    place_below(node, &|root| {
        openflow().read(kind.def(openflow()), Some(root))
    })
}

/// The place of a node; `root` says how the root of its file is read.
fn place_below(node: Node<'_>, root: &dyn Fn(Node<'_>) -> Reading) -> ChildReading {
    let schema = openflow();
    let Some(parent) = node.parent() else {
        return ChildReading {
            reading: root(node),
            field: None,
        };
    };
    let above = place_below(parent, root).reading;
    if parent.is_sequence() {
        return ChildReading {
            reading: schema.item(&above, node),
            field: None,
        };
    }
    let key = parent
        .pairs()
        .find(|p| p.value == Some(node) || p.key == node);
    match key.and_then(|p| p.key.as_str()) {
        Some(key) => schema.child(&above, &key, Some(node)),
        None => ChildReading {
            reading: Reading::free(),
            field: None,
        },
    }
}
