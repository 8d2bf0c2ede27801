//! What Windmill makes of a parameter's annotation.

use std::fmt;

/// A parameter's type as Windmill reads it, not as the language means it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Type {
    /// None given, or one that Windmill cannot read: anything fits.
    #[default]
    Unknown,
    /// A string.
    Str,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// True or false.
    Bool,
    /// An object of unknown properties.
    Object,
    /// A list.
    List(Box<Type>),
    /// Bytes, passed as base64.
    Bytes,
    /// A date with a time, passed in ISO form.
    DateTime,
    /// A date, passed in ISO form.
    Date,
    /// One of these strings.
    Enum(Vec<String>),
    /// An object described by this class of the script: a dataclass, a pydantic model, an interface.
    Class(String),
    /// A resource; its type's name is what the script wrote.
    Resource(String),
    /// A file in object storage.
    S3Object,
    /// The text of a query.
    Sql,
    /// One of the values that the script's function of this name offers.
    DynSelect(String),
    /// Several of the values that the script's function of this name offers.
    DynMultiselect(String),
}

impl Type {
    /// What a list holds, lists in lists looked through; any other type itself.
    pub fn item(&self) -> &Type {
        let mut ty = self;
        while let Type::List(item) = ty {
            ty = item;
        }
        ty
    }

    /// The name as the script wrote it, where the type is named after a class or a resource type.
    pub fn class_name(&self) -> Option<&str> {
        match self {
            Type::Class(name) | Type::Resource(name) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut ty = self;
        let mut depth = 0;
        while let Type::List(item) = ty {
            if **item == Type::Unknown {
                break;
            }
            f.write_str("list[")?;
            depth += 1;
            ty = item;
        }
        match ty {
            Type::Unknown => f.write_str("any")?,
            Type::List(_) => f.write_str("list")?,
            Type::Str => f.write_str("string")?,
            Type::Int => f.write_str("integer")?,
            Type::Float => f.write_str("number")?,
            Type::Bool => f.write_str("boolean")?,
            Type::Object => f.write_str("object")?,
            Type::Bytes => f.write_str("bytes (base64)")?,
            Type::DateTime => f.write_str("date-time")?,
            Type::Date => f.write_str("date")?,
            Type::Enum(values) => {
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}\"{value}\"", if i == 0 { "" } else { " | " })?;
                }
            }
            Type::Class(name) => f.write_str(name)?,
            Type::Resource(name) => write!(f, "resource-{name}")?,
            Type::S3Object => f.write_str("s3 object")?,
            Type::Sql => f.write_str("sql")?,
            Type::DynSelect(name) => write!(f, "select from {name}()")?,
            Type::DynMultiselect(name) => write!(f, "several from {name}()")?,
        }
        for _ in 0..depth {
            f.write_str("]")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        let of = |ty: Type| Type::List(Box::new(ty)).to_string();
        assert_eq!(of(Type::List(Box::new(Type::Int))), "list[list[integer]]");
        assert_eq!(
            of(Type::Resource("postgresql".into())),
            "list[resource-postgresql]"
        );
        assert_eq!(
            Type::Enum(vec!["a".into(), "b".into()]).to_string(),
            "\"a\" | \"b\""
        );
    }
}
