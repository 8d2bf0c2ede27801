//! Comprehensions and their variables.

use std::ops::Range;

use tree_sitter::Node;

use super::effect::change_at;
use super::places::Places;
use super::value::{UNKNOWN, Value};
use super::{Local, Reader, variable};
use lang::walk::{Visit, children, text, walk};

impl<'t> Reader<'t> {
    /// Runs `read` with the variables of a comprehension in place.
    pub(super) fn comprehended<T>(
        &mut self,
        node: Node<'t>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.locals.len();
        for clause in children(node)
            .into_iter()
            .filter(|c| c.kind() == "for_in_clause")
        {
            let iterated = clause
                .child_by_field_name("right")
                .map_or(UNKNOWN, |n| self.value(n));
            let item = iterated.item();
            if let Some(left) = clause.child_by_field_name("left") {
                let item = match changes_any(node, left, self.source, &self.places) {
                    true => UNKNOWN,
                    false => item,
                };
                self.unpack(left, item, &node.byte_range());
            }
        }
        let result = read(self);
        self.locals.truncate(before);
        result
    }

    /// Gives the names on the left of `for … in` their values.
    pub(super) fn unpack(&mut self, left: Node<'t>, value: Value, within: &Range<usize>) {
        match left.kind() {
            "identifier" => self.locals.push(Local {
                name: self.text(left),
                value,
                within: within.clone(),
            }),
            _ => {
                let parts = children(left);
                let starred = parts.iter().any(|p| p.kind() == "list_splat_pattern");
                for (i, part) in parts.into_iter().enumerate() {
                    let value = match starred {
                        true => UNKNOWN,
                        false => variable::part(value.clone(), &[i]),
                    };
                    let target = match part.kind() {
                        "list_splat_pattern" => part.named_child(0).unwrap_or(part),
                        _ => part,
                    };
                    self.unpack(target, value, within);
                }
            }
        }
    }
}

/// Whether a comprehension changes what its variables hold.
fn changes_any<'t>(
    comprehension: Node<'t>,
    variables: Node<'t>,
    source: &'t str,
    places: &Places<'t>,
) -> bool {
    let mut names = Vec::new();
    walk(variables, |visit| {
        if let Visit::Enter(node, _) = visit
            && node.kind() == "identifier"
        {
            names.push(text(node, source));
        }
        true
    });
    let mut changed = false;
    walk(comprehension, |visit| {
        if let Visit::Enter(node, _) = visit
            && node.kind() == "identifier"
            && names.contains(&text(node, source))
        {
            changed |= change_at(node, source, places).is_some();
        }
        !changed
    });
    changed
}
