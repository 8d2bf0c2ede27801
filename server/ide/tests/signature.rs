//! Signature help while calls are typed, one character at a time: in a file, in a flow's YAML, and with
//! other code above and below. Under each call stands what each of its characters leads to: the index of
//! the active parameter, `-` where no parameter takes the argument, `.` where there is no signature.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Signature, Snapshot};
use model::file::{FileId, Source};
use model::workspace::Workspace;

const ABOVE: &str = "import wmill
import wmill as w
from wmill import run_flow_async, task as job, S3Object
from dataclasses import dataclass
from f.lib.tools import shout

@dataclass
class Point:
    x: int
    y: int = 0

class Box:
    \"\"\"Holds things.\"\"\"
    def __init__(self, size, *, label=\"(\"):
        self.size = size

def helper(first, second=2, *rest, flag=False, **more):
    \"\"\"Help.

    Args:
        first: The first one.
    \"\"\"
    return first

async def fetch(
    url: str,  # where from (all of it
    limit: int = 10,
) -> dict:
    return {}

def main(name: str):
    wmill.set_state(
        {\"seen\": [1, 2]},
    )
";

const BELOW: &str = "
    other = wmill.get_variable(path=\"f/shop/key\")
    return helper(other, flag=True)

def last(a):
    return a
";

/// Each call with what its characters lead to. `↵` is a line break with the indentation of the next line.
const CALLS: &[(&str, &str)] = &[
    ("wmill.get_variable('f/a')", "..................000000."),
    (
        "x = w.set_variable(path='a', value=str(1), is_secret=not y)",
        "..................0000000000000000111....11222222222222222.",
    ),
    (
        "run_flow_async('f/a', {'a': [1, (2, 3)], \"b\": \"),(\"}, None, tag='x')",
        "..............0000000111111111111.......",
    ),
    (
        "helper(1, 2, 3, 4, flag=True, other=1, more=2)",
        "......0001112222222----555555",
    ),
];

fn snapshot(text: &str, path: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['f/**']\n");
    set(
        "f/lib/tools.py",
        "def shout(text, times=1):\n    \"\"\"Say it loud.\"\"\"\n    return text\n",
    );
    let id = set(path, text);
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}
