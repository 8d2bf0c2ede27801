//! The documentation of proposals: at once, or when it is shown, for clients that ask for it then.

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;

const SCRIPT: &str = "import wmill\n\ndef main(x: int):\n    return wmill.\n";

fn resolving(properties: Value) -> Value {
    json!({"textDocument": {"completion": {"completionItem": {"resolveSupport": {"properties": properties}}}}})
}

fn proposals(client: &mut Client, folder: &Folder) -> Vec<Value> {
    let items = client.at("completion", &folder.script, 3, 17);
    items.as_array().expect("a list").clone()
}

#[test]
fn documentation_comes_when_it_is_asked_for() {
    let folder = Folder::new("first");
    let mut client = Client::open(&folder.root(), json!({}));
    client.did_open(&folder.script, 1, SCRIPT);
    let whole = proposals(&mut client, &folder);
    assert!(whole.iter().all(|i| i.get("data").is_none()));
    assert!(
        whole
            .iter()
            .filter(|i| i.get("documentation").is_some())
            .count()
            > 20
    );

    let mut client = Client::open(
        &folder.root(),
        resolving(json!(["detail", "documentation"])),
    );
    client.did_open(&folder.script, 1, SCRIPT);
    let light = proposals(&mut client, &folder);
    assert_eq!(light.len(), whole.len());
    let size = |items: &[Value]| Value::from(items.to_vec()).to_string().len();
    assert!(
        size(&light) * 2 < size(&whole),
        "{} of {}",
        size(&light),
        size(&whole)
    );
    for (light, whole) in light.iter().zip(&whole) {
        assert!(light.get("documentation").is_none(), "{light}");
        let mut resolved = client.request("completionItem/resolve", light.clone());
        let object = resolved.as_object_mut().expect("an object");
        object.remove("data");
        assert_eq!(resolved, *whole);
    }
    // What is stale or strange comes back as it was.
    for _ in 0..10 {
        proposals(&mut client, &folder);
    }
    let mut strange = vec![light[0].clone()];
    for data in [
        json!(null),
        json!(3),
        json!([1]),
        json!([1, -1]),
        json!([u64::MAX, u64::MAX]),
        json!({"0": 1}),
    ] {
        strange.push(json!({"label": "x", "data": data}));
    }
    for item in strange {
        let mut resolved = client.request("completionItem/resolve", item.clone());
        if item["data"].is_null() {
            resolved["data"] = Value::Null;
        }
        assert_eq!(resolved, item);
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn who_resolves_other_things_has_it_at_once() {
    let folder = Folder::new("first");
    for properties in [json!([]), json!(["additionalTextEdits", "command"])] {
        let mut client = Client::open(&folder.root(), resolving(properties));
        client.did_open(&folder.script, 1, SCRIPT);
        let whole = proposals(&mut client, &folder);
        assert!(whole.iter().any(|i| i.get("documentation").is_some()));
        assert!(whole.iter().all(|i| i.get("data").is_none()));
    }
}
