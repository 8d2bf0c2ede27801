//! Strings, and what stands in their braces.

use ruff_python_ast::{self as ast, Expr, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange};

use super::{Reading, span};
use crate::python::tree::{Kind, NodeId, StringForm};

impl Reading<'_> {
    pub(super) fn string(&mut self, into: NodeId, expression: &Expr) {
        let form = self.form(expression);
        let id = self.open(into, Kind::Str(form), expression);
        match expression {
            Expr::FString(e) => {
                for part in &e.value {
                    if let FStringPart::FString(part) = part {
                        self.elements(id, &part.elements);
                    }
                }
            }
            Expr::TString(e) => {
                for part in &e.value {
                    self.elements(id, &part.elements);
                }
            }
            _ => {}
        }
        self.tree.close(id);
    }

    fn elements(&mut self, into: NodeId, elements: &ast::InterpolatedStringElements) {
        for element in elements {
            if let InterpolatedStringElement::Interpolation(braces) = element {
                self.expression(into, &braces.expression);
                if let Some(format) = &braces.format_spec {
                    self.elements(into, &format.elements);
                }
            }
        }
    }

    fn form(&self, expression: &Expr) -> StringForm {
        let mut form = StringForm::default();
        let mut pieces = 0;
        let mut piece = |place: TextRange| {
            let prefix = span(place).slice(self.tree.text).bytes();
            for letter in prefix.take_while(u8::is_ascii_alphabetic) {
                match letter.to_ascii_lowercase() {
                    b'b' => form.bytes = true,
                    b'f' | b't' => form.formatted = true,
                    b'r' => form.raw = true,
                    _ => {}
                }
            }
            pieces += 1;
        };
        match expression {
            Expr::FString(e) => e.value.iter().for_each(|p| piece(p.range())),
            Expr::TString(e) => e.value.iter().for_each(|p| piece(p.range())),
            Expr::StringLiteral(e) => e.value.iter().for_each(|p| piece(p.range())),
            Expr::BytesLiteral(e) => e.value.iter().for_each(|p| piece(p.range())),
            _ => {}
        }
        form.pieces = pieces > 1;
        form
    }
}
