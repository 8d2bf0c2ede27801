//! Attributes of plain classes of Python: their places, their new names, and what stands against them.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

const CLASS: &str = "\
class Basket:
    limit = 10

    def __init__(self, items):
        self.items = items

    def add(self, item):
        if len(self.items) < self.limit:
            self.items.append(item)
        return Basket.limit


basket = Basket([])
print(basket.items, Basket.limit, Basket([]).items)
";

/// The text of a script after the attribute at a place got another name, with more code behind it and another script.
fn renamed(before: &str, new: &str, more: &str, other: &str) -> Result<String, String> {
    let text = format!("{CLASS}{more}");
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['f/**']\n".into()));
    workspace.set("/w/f/a/use.py", Source::Text(other.into()));
    let id = workspace.set("/w/f/a/basket.py", Source::Text(text.as_str().into()));
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let offset = text.find(before).unwrap() + before.len();
    let change = snapshot.rename(id, offset, new)?;
    assert_eq!(change.edits.len(), 1);
    let mut text = text;
    for edit in change.edits[&id].iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Ok(text)
}

#[test]
fn all_places_of_an_attribute() {
    let items = CLASS.replace(".items", ".rows");
    for before in ["self.", "len(self.", "print(basket.", "Basket([])."] {
        assert_eq!(renamed(before, "rows", "", "").unwrap(), items, "{before}");
    }
    let limit = CLASS.replace("limit", "most");
    for before in ["class Basket:\n    ", "< self.", "return Basket."] {
        assert_eq!(renamed(before, "most", "", "").unwrap(), limit, "{before}");
    }
    let add = CLASS.replace("def add", "def put") + "basket.put(1)\n";
    // Python itself calls it.
    let refused = renamed("def ", "x", "", "").unwrap_err();
    assert!(refused.contains("cannot be followed"), "{refused}");
    assert_eq!(
        renamed("    def add", "put", "basket.add(1)\n", "").unwrap(),
        add
    );
}

#[test]
fn what_may_be_another_one_refuses_it() {
    let refused = |more: &str, other: &str| renamed("len(self.", "rows", more, other).unwrap_err();
    for more in [
        "def f(x): return x.items\n",
        "print(getattr(basket, 'items'))\n",
        "print(vars(basket))\n",
        "class Small(Basket):\n    items = 1\n",
        "class Small(Basket):\n    def f(self): return self.items\n",
        "match basket:\n    case Basket(items=1): pass\n",
        "basket = 1\n",
    ] {
        assert!(refused(more, "").contains("cannot be followed"), "{more}");
    }
    let other = "from f.a.basket import basket\nprint(basket.items)\n";
    assert!(refused("", other).contains("`f/a/use.py` has an attribute of that name"));
    assert!(
        renamed("len(self.", "limit", "", "")
            .unwrap_err()
            .contains("already in this code")
    );
    let plain = "from f.a.basket import basket\nprint(basket.limit)\n";
    assert!(renamed("len(self.", "rows", "", plain).is_ok());
    // What has more than it says of itself.
    for head in [
        "@dataclass\nclass Basket:",
        "class Basket(TypedDict):",
        "class Basket(metaclass=M):",
    ] {
        let text = CLASS.replace("class Basket:", head);
        let mut workspace = Workspace::new(vec!["/w".into()]);
        let id = workspace.set("/w/f/a/basket.py", Source::Text(text.as_str().into()));
        let snapshot = Snapshot {
            workspace,
            settings: Settings::default(),
        };
        let offset = text.find("limit").unwrap();
        let refused = snapshot.rename(id, offset, "most").unwrap_err();
        assert!(refused.contains("cannot be followed"), "{head}");
    }
}
