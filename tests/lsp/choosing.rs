//! What helps to choose among proposals, for clients that show it: what tells equal labels apart, which one is clearly
//! meant, and which may be taken by the dot that follows.

use serde_json::{Value, json};
use tests::Client;

use crate::Folder;
use crate::proposals::{labels, named, proposals};

const FLOW: &str = "f/a/new.flow/flow.yaml";

/// A step with a closed result, and one that is given something.
const TEXT: &str = "summary: s
value:
  modules:
    - id: pay
      value:
        type: rawscript
        language: python3
        content: |
          def main():
              return {\"paid\": True, \"who\": {\"name\": \"a\"}}
        input_transforms: {}
    - id: tell
      value:
        type: rawscript
        language: python3
        content: |
          def main(paid: bool, to: str = \"all\"): ...
        input_transforms:
          ";

fn at(client: &mut Client, folder: &Folder, more: &str) -> Vec<Value> {
    let file = folder.root().join(FLOW);
    folder.write(&file, "");
    let items = proposals(client, &file, &format!("{TEXT}{more}"));
    client.did_close(&file);
    items
}

fn open(folder: &Folder, can: bool) -> Client {
    let item = json!({
        "labelDetailsSupport": can,
        "preselectSupport": can,
        "commitCharactersSupport": can,
    });
    Client::open(
        &folder.root(),
        json!({"textDocument": {"completion": {"completionItem": item}}}),
    )
}

#[test]
fn equal_labels_are_told_apart() {
    for can in [true, false] {
        let folder = Folder::new("first");
        let mut client = open(&folder, can);
        let items = at(&mut client, &folder, "<|>");
        let to: Vec<&Value> = items.iter().filter(|i| i["label"] == "to").collect();
        assert!(to.len() > 1, "{:?}", labels(&items));
        assert_eq!(to[0]["detail"], "string = \"all\" · all");
        if can {
            let details = json!({"detail": " all", "description": "string = \"all\""});
            assert_eq!(to[0]["labelDetails"], details);
            let ways: Vec<&Value> = to.iter().map(|i| &i["labelDetails"]["detail"]).collect();
            assert_eq!(
                ways,
                [" all", " flow_input.to", " a fixed value", " an expression"]
            );
        } else {
            assert!(items.iter().all(|i| i.get("labelDetails").is_none()));
        }
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn what_is_clearly_meant_is_chosen() {
    for can in [true, false] {
        let folder = Folder::new("first");
        let mut client = open(&folder, can);
        let chosen = |items: &[Value]| -> Vec<String> {
            let chosen = items.iter().filter(|i| i["preselect"] == true);
            chosen
                .map(|i| i["label"].as_str().unwrap().to_owned())
                .collect()
        };
        let none = Vec::<String>::new();
        let paid = at(
            &mut client,
            &folder,
            "paid:\n            type: javascript\n            expr: <|>",
        );
        let expected = if can {
            vec!["results.pay.paid".to_owned()]
        } else {
            none.clone()
        };
        assert_eq!(chosen(&paid), expected);
        assert_eq!(paid[0]["label"], "results.pay.paid");
        // Of what has no more than the type nothing stands out.
        let to = at(
            &mut client,
            &folder,
            "to:\n            type: javascript\n            expr: <|>",
        );
        assert_eq!(chosen(&to), none);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_dot_takes_what_has_been_begun() {
    let expr = "paid:\n            type: javascript\n            expr: ";
    for can in [true, false] {
        let folder = Folder::new("first");
        let mut client = open(&folder, can);
        let dot = |item: &Value| item.get("commitCharacters").is_some();
        let step = at(&mut client, &folder, &format!("{expr}results.p<|>"));
        assert_eq!(dot(named(&step, "pay")), can);
        if can {
            assert_eq!(named(&step, "pay")["commitCharacters"], json!(["."]));
        }
        // All properties are known: another one would not be there.
        let property = at(&mut client, &folder, &format!("{expr}results.pay.w<|>"));
        assert_eq!(dot(named(&property, "who")), can);
        // A name that begins may be anything: `r => r.paid`.
        let name = at(&mut client, &folder, &format!("{expr}r<|>"));
        assert!(!name.is_empty() && !name.iter().any(dot));
        // In brackets a dot is text.
        let bracket = at(&mut client, &folder, &format!("{expr}results['p<|>"));
        assert!(!bracket.is_empty() && !bracket.iter().any(dot));
        assert_eq!(client.shut_down(), Some(0));
    }
}
