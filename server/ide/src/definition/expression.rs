//! JavaScript: the step, the input, the resource or variable that is read.

use model::expr::{self, Key};
use model::file::FileId;
use syntax::Span;

use super::{Target, start_of};
use crate::completion::expression::iteration;
use crate::completion::path;
use crate::cursor::Expr;
use crate::hover::{Site, expression::item, input};

pub(super) fn definition(site: &Site<'_>, file: FileId, expr: &Expr) -> Option<Target> {
    let analysis = expr::analyze(&expr.text);
    if let Some((kind, name)) = item(&analysis, expr.offset) {
        let id = path::item(site.workspace, &site.file.path, kind, &name)?;
        return Some(start_of(expr.map.outer_span(name.span), id));
    }
    let (chain, part) = expr::chain_at(&analysis, expr.offset)?;
    let last = chain.path.get(part.checked_sub(1)?)?;
    let origin = expr.map.outer_span(last.span);
    let keys: Vec<Key> = chain.path[..part].iter().map(|s| s.key.clone()).collect();
    let (full, name): (Span, Span) = match (chain.root.value.as_str(), keys.as_slice()) {
        ("results", [Key::Name(id)]) => {
            let &idx = site.flow.by_id(id).first()?;
            (
                site.flow.node(site.flow.module(idx).node).span(),
                site.flow.id_span(idx),
            )
        }
        ("flow_input", [Key::Name(name), ..])
            if iteration(name).is_some() && input::entry(site.flow, &keys).is_none() =>
        {
            // The list that the loop goes through.
            let level = iteration(name)?;
            let mut loops = expr.module.into_iter().flat_map(|m| site.flow.ancestors(m));
            let idx = loops
                .by_ref()
                .filter(|&a| site.flow.module(a).is_loop())
                .nth(level)?;
            let value = site.flow.node(site.flow.module(idx).value?);
            let pair = value.pair("iterator")?;
            (pair.span, pair.key.span())
        }
        ("flow_input", keys) => {
            let (_, pair) = input::entry(site.flow, keys)?;
            (pair.span, pair.key.span())
        }
        _ => return None,
    };
    Some(Target {
        origin,
        file,
        full,
        name,
    })
}
