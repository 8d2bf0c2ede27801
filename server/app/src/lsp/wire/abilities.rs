//! What a client says that it can do, as far as it can be read: one ability in a form that nobody expects, or that the
//! protocol came to allow later, must not keep the others from being heard, nor the server from starting.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tower_lsp::ls_types::ClientCapabilities;

/// Leaves out of the parameters of `initialize` what cannot be read of the client's abilities.
pub(super) fn readable(params: &mut Value) {
    let Some(abilities) = params.get_mut("capabilities") else {
        return;
    };
    // `boolean | {}`, says the protocol.
    if let Some(range) = abilities.pointer_mut("/textDocument/semanticTokens/requests/range")
        && range.is_object()
    {
        *range = Value::Bool(true);
    }
    if fits(abilities) {
        return;
    }
    let Some(groups) = abilities.as_object_mut() else {
        *abilities = json!({});
        return;
    };
    for (group, inside) in groups.iter_mut() {
        if let Some(inside) = inside.as_object_mut() {
            inside.retain(|name, ability| {
                let own = Map::from_iter([(name.clone(), ability.clone())]);
                fits(&json!({ group: own }))
            });
        }
    }
    groups.retain(|group, inside| fits(&json!({ group: inside })));
}

fn fits(abilities: &Value) -> bool {
    ClientCapabilities::deserialize(abilities).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(abilities: Value) -> Value {
        let mut params = json!({ "capabilities": abilities });
        readable(&mut params);
        params["capabilities"].take()
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_nothing_else() {
        let good =
            json!({"textDocument": {"hover": {"contentFormat": ["markdown"]}}, "x": {"y": 1}});
        assert_eq!(read(good.clone()), good);
        let odd = json!({
            "textDocument": {"hover": {"contentFormat": "markdown"}, "rename": {"prepareSupport": true}},
            "workspace": {"applyEdit": true, "symbol": 7},
            "window": "none",
        });
        let wanted = json!({
            "textDocument": {"rename": {"prepareSupport": true}},
            "workspace": {"applyEdit": true},
        });
        assert_eq!(read(odd), wanted);
        assert_eq!(read(Value::Null), json!({}));
        assert_eq!(read(json!([1])), json!({}));
    }

    #[test]
    fn an_object_for_a_range_says_that_there_is_one() {
        let tokens = |range: Value| {
            let requests = json!({"range": range, "full": {"delta": true}});
            json!({"textDocument": {"semanticTokens": {
                "requests": requests, "tokenTypes": [], "tokenModifiers": [], "formats": [],
            }}})
        };
        assert_eq!(read(tokens(json!({}))), tokens(json!(true)));
    }
}
