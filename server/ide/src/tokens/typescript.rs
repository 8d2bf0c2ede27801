//! What nodes of TypeScript and JavaScript are.

use super::TokenKind;
use super::code::{At, Says};

pub(super) fn says(at: &At<'_, '_>) -> Says {
    match at.node.kind() {
        "comment" => Says::Is(TokenKind::Comment),
        "string" | "string_fragment" | "escape_sequence" | "`" => Says::Is(TokenKind::String),
        "regex" => Says::Is(TokenKind::Regexp),
        "number" => Says::Is(TokenKind::Number),
        "true" | "false" | "null" | "undefined" | "this" | "super" => Says::Is(TokenKind::Keyword),
        "predefined_type" => Says::Is(TokenKind::Type),
        "type_identifier" => match (at.outer(0), at.field) {
            ("class_declaration" | "abstract_class_declaration" | "class", Some("name")) => {
                Says::Declares(TokenKind::Class)
            }
            (
                "interface_declaration" | "type_alias_declaration" | "enum_declaration",
                Some("name"),
            ) => Says::Declares(TokenKind::Type),
            _ => Says::Is(TokenKind::Type),
        },
        "property_identifier" | "private_property_identifier" => property(at),
        "identifier" => name(at),
        _ => Says::Nothing,
    }
}

fn property(at: &At<'_, '_>) -> Says {
    match (at.outer(0), at.field) {
        ("method_definition" | "method_signature" | "abstract_method_signature", Some("name")) => {
            Says::Declares(TokenKind::Method)
        }
        ("member_expression", Some("property"))
            if at.outer(1) == "call_expression" && at.outer_field() == Some("function") =>
        {
            Says::Is(TokenKind::Method)
        }
        _ => Says::Is(TokenKind::Property),
    }
}

fn name(at: &At<'_, '_>) -> Says {
    match (at.outer(0), at.field) {
        (
            "function_declaration"
            | "generator_function_declaration"
            | "function_signature"
            | "function_expression",
            Some("name"),
        ) => Says::Declares(TokenKind::Function),
        ("required_parameter" | "optional_parameter", Some("pattern"))
        | ("formal_parameters", _)
        | ("arrow_function", Some("parameter")) => Says::Declares(TokenKind::Parameter),
        ("rest_pattern", _) if at.outer(1) == "required_parameter" => {
            Says::Declares(TokenKind::Parameter)
        }
        ("call_expression", Some("function")) => Says::Is(TokenKind::Function),
        ("new_expression", Some("constructor")) => Says::Is(TokenKind::Class),
        _ => Says::Nothing,
    }
}
