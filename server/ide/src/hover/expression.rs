//! JavaScript: what `results.a`, `flow_input.b` and the other names mean here.

use model::expr::{self, Chain, Key};
use model::file::ItemKind;

use super::{Hover, Site, input, step, value};
use crate::completion::expression::{ERROR, iteration, names_at};
use crate::cursor::Expr;

pub(super) fn hover(site: &Site<'_>, expr: &Expr) -> Option<Hover> {
    let analysis = expr::analyze(&expr.text);
    if let Some((kind, path)) = item(&analysis, expr.offset) {
        let text = value::item(site, kind, &path.value)?;
        return Some(Hover {
            text,
            span: expr.map.outer_span(path.span),
        });
    }
    let (chain, part) = expr::chain_at(&analysis, expr.offset)?;
    let names = names_at(site.flow, expr);
    let root = names.iter().find(|n| n.name == chain.root.value);
    let (text, span) = if part == 0 {
        let name = root?;
        (format!("`{}`: {}", name.name, name.about), chain.root.span)
    } else {
        let keys: Vec<Key> = chain.path[..part].iter().map(|s| s.key.clone()).collect();
        (
            property(site, expr, chain, &keys)?,
            chain.path[part - 1].span,
        )
    };
    Some(Hover {
        text,
        span: expr.map.outer_span(span),
    })
}

/// The path in `resource("…")` or `variable("…")` at an offset.
pub(crate) fn item(
    analysis: &expr::Analysis,
    offset: usize,
) -> Option<(ItemKind, syntax::Spanned<String>)> {
    let call = analysis.calls.iter().find(|c| {
        c.text
            .as_ref()
            .is_some_and(|t: &syntax::Spanned<String>| t.span.touches(offset))
    })?;
    let chain = analysis
        .chains
        .get(call.chain)
        .filter(|c| c.path.is_empty())?;
    let kind = match chain.root.value.as_str() {
        "resource" => ItemKind::Resource,
        "variable" => ItemKind::Variable,
        _ => return None,
    };
    Some((kind, call.text.clone()?))
}

fn property(site: &Site<'_>, expr: &Expr, chain: &Chain, keys: &[Key]) -> Option<String> {
    match (chain.root.value.as_str(), keys) {
        ("results", [Key::Name(id)]) => {
            let &idx = site.flow.by_id(id).first()?;
            let mut text = step::describe(site, idx);
            if let Some((module, position)) = expr.module.zip(expr.position) {
                let reach = site.flow.reach(module, position, idx);
                if let Some(note) = step::reach(site.flow, idx, reach) {
                    text += &format!("\n\n{note}");
                }
            }
            Some(text)
        }
        ("flow_input", [Key::Name(name)])
            if iteration(name).is_some_and(|l| l < depth(site, expr)) =>
        {
            let loops = match iteration(name) {
                Some(0) => "the loop",
                _ => "a loop further out",
            };
            Some(format!(
                "`{name}`: the current iteration of {loops}: `index` and `value`."
            ))
        }
        ("flow_input", [Key::Name(name), Key::Name(of)])
            if iteration(name).is_some_and(|l| l < depth(site, expr)) =>
        {
            let about = match of.as_str() {
                "value" => "the item of this iteration; in a while loop the same as `index`.",
                "index" => "the number of this iteration, from 0.",
                _ => return None,
            };
            Some(format!("`{of}`: {about}"))
        }
        ("flow_input", path) => {
            let (owner, pair) = input::entry(site.flow, path)?;
            input::describe(owner, pair)
        }
        ("error", [Key::Name(name)]) => {
            names_at(site.flow, expr)
                .iter()
                .find(|n| n.name == "error")?;
            let (name, about) = ERROR.iter().find(|(n, _)| n == name)?;
            Some(format!("`{name}`: {about}"))
        }
        _ => None,
    }
}

fn depth(site: &Site<'_>, expr: &Expr) -> usize {
    expr.module
        .map_or(0, |m| model::flow::loop_depth(site.flow, m))
}
