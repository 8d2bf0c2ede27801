//! What nodes of Python are.

use super::TokenKind;
use super::code::{At, Says};

pub(super) fn says(at: &At<'_, '_>) -> Says {
    match at.node.kind() {
        "comment" => Says::Is(TokenKind::Comment),
        "string_start" | "string_content" | "string_end" => Says::Is(TokenKind::String),
        "integer" | "float" => Says::Is(TokenKind::Number),
        "true" | "false" | "none" => Says::Is(TokenKind::Keyword),
        "identifier" => name(at),
        _ => Says::Nothing,
    }
}

fn name(at: &At<'_, '_>) -> Says {
    match (at.outer(0), at.field) {
        ("function_definition", Some("name")) => Says::Declares(match at.outer(2) {
            "class_definition" => TokenKind::Method,
            // With its decorators.
            "block"
                if at.outer(1) == "decorated_definition" && at.outer(3) == "class_definition" =>
            {
                TokenKind::Method
            }
            _ => TokenKind::Function,
        }),
        ("class_definition", Some("name")) => Says::Declares(TokenKind::Class),
        ("parameters" | "lambda_parameters", _)
        | ("default_parameter" | "typed_default_parameter", Some("name")) => {
            Says::Declares(TokenKind::Parameter)
        }
        ("typed_parameter", None) => Says::Declares(TokenKind::Parameter),
        ("list_splat_pattern" | "dictionary_splat_pattern", _)
            if matches!(
                at.outer(1),
                "parameters" | "lambda_parameters" | "typed_parameter"
            ) =>
        {
            Says::Declares(TokenKind::Parameter)
        }
        ("keyword_argument", Some("name")) => Says::Is(TokenKind::Parameter),
        ("call", Some("function")) => Says::Is(TokenKind::Function),
        ("attribute", Some("attribute")) => Says::Is(match (at.outer(1), at.outer_field()) {
            ("call", Some("function")) => TokenKind::Method,
            ("decorator", _) => TokenKind::Decorator,
            _ => TokenKind::Property,
        }),
        ("decorator", _) => Says::Is(TokenKind::Decorator),
        ("type" | "generic_type", _) => Says::Is(TokenKind::Type),
        ("dotted_name", _) if at.outer_field() == Some("module_name") => {
            Says::Is(TokenKind::Namespace)
        }
        ("dotted_name", _) if at.outer(1) == "import_statement" => Says::Is(TokenKind::Namespace),
        _ => Says::Nothing,
    }
}
