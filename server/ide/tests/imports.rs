//! Completion and hover on imports of the workspace's own scripts, in Python and TypeScript.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use fixture::cursor;
use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::FileId;

const FILES: &[(&str, &str)] = &[
    ("wmill.yaml", "includes: ['**']\n"),
    (
        "f/lib/rates.py",
        "import os\n\nBASE = 3\n\n\ndef convert(amount: float, to: str) -> float:\n    \"\"\"In another currency.\n\n    Args:\n        to: Its code.\n    \"\"\"\n    return amount\n\n\nclass Table:\n    pass\n",
    ),
    ("f/lib/rates.script.yaml", "summary: Rates of the day\n"),
    ("f/lib/deep/more.py", "def main():\n    return 1\n"),
    (
        "f/lib/tools.ts",
        "const hidden = 1\nexport const base = 3\nexport async function load(id: string) {\n  return id\n}\n",
    ),
    ("u/ann/own.py", "def main():\n    return 1\n"),
];

fn snapshot(path: &str, text: &str) -> (Snapshot, FileId, usize) {
    let (text, offset) = cursor(text);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    for (path, text) in FILES {
        set(path, text);
    }
    let id = set(path, &text);
    let settings = Settings::default();
    let snapshot = Snapshot {
        workspace,
        settings,
    };
    (snapshot, id, offset)
}

#[track_caller]
fn offers(path: &str, text: &str, want: &[&str]) {
    let (snapshot, id, offset) = snapshot(path, text);
    let items = snapshot.completions(id, offset);
    let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(labels, want, "{text}");
}

#[test]
fn modules_of_python() {
    let offers = |text: &str, want: &[&str]| offers("f/shop/send.py", text, want);
    // What is everywhere comes behind the workspace's own folders, and its scripts by their whole path last.
    for head in ["from ", "import ", "import json, "] {
        for typed in ["", "w", "f"] {
            let (snapshot, id, offset) = snapshot("f/shop/send.py", &format!("{head}{typed}<|>"));
            let items = snapshot.completions(id, offset);
            let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
            assert!(
                labels.starts_with(&["f", "u", "wmill", "typing", "json"]),
                "{labels:?}"
            );
            let last = ["f.lib.deep.more", "f.lib.rates", "u.ann.own"];
            assert!(labels.ends_with(&last), "{labels:?}");
        }
    }
    offers("from f.<|>", &["lib", "shop", "lib.deep.more", "lib.rates"]);
    offers("from f.lib.rates <|>", &["import"]);
    offers("from f.lib.rates im<|>", &["import"]);
    offers("from f.lib.rates as<|>", &[]);
    offers("from f.lib.rates <|> convert", &[]);
    let lib = &["deep", "rates", "deep.more"];
    offers("from f.lib.ra<|>", lib);
    offers("from f.lib.<|> import convert", lib);
    offers("import f.lib.<|>", lib);
    offers("import f.lib.rates, f.lib.deep.<|>", &["more"]);
    offers("from ..lib.<|>", &["deep", "rates"]);
    offers("from requests.<|>", &[]);
    offers("x = 'from f.<|>'", &[]);
}

/// What another script has: by its name, and as members of its module, with what it says of itself.
#[test]
fn names_of_other_scripts() {
    let at = |text: &str| {
        let (snapshot, id, offset) = snapshot("f/shop/send.py", text);
        snapshot.completions(id, offset)
    };
    for code in [
        "from f.lib import rates\n\n\ndef main():\n    return rates.<|>\n",
        "from ..lib import rates as r\n\n\ndef main():\n    return r.co<|>\n",
        "import f.lib.rates\nx = f.lib.rates.<|>\n",
        "import f.lib.rates as rates\nx = [rates.<|>",
    ] {
        let items = at(code);
        let labels: Vec<&str> = items.iter().map(|i| i.label.as_str()).collect();
        assert_eq!(labels, ["BASE", "convert", "Table"], "{code}");
        let about = items[1].documentation.as_ref().unwrap().to_markdown();
        assert!(about.contains("In another currency."), "{about}");
    }
    for code in [
        "from f.lib.rates import convert, BASE\n\n\ndef main():\n    return con<|>\n",
        "from f.lib.rates import convert as conv\nx = [con<|>",
    ] {
        let items = at(code);
        let item = items.first().unwrap_or_else(|| panic!("nothing in {code}"));
        assert!(item.label.starts_with("conv"), "{code}");
        assert_eq!(item.detail.as_deref(), Some("f/lib/rates"), "{code}");
    }
    let call = at("from f.lib import rates\n\n\ndef main():\n    return rates.convert(1, <|>)\n");
    assert_eq!(call[0].label, "to=");
    for code in [
        "from f.lib.rates import convert\nx.con<|>",
        "from f.lib.rates import convert\n\n\ndef main(convert):\n    con<|>",
        "from f.lib.rates import convert\n'con<|>'",
        "from f.lib.rates import Table\nTable.<|>",
        "rates = 1\nrates.<|>",
    ] {
        assert_eq!(at(code), [], "{code}");
    }
}

const TYPING: &[&str] = &[
    "TypedDict",
    "Any",
    "Literal",
    "Optional",
    "Callable",
    "Iterator",
    "Union",
];

#[test]
fn names_of_python() {
    let offers = |text: &str, want: &[&str]| offers("f/shop/send.py", text, want);
    let all = &["BASE", "convert", "Table"];
    offers("from f.lib.rates import <|>", all);
    offers("from f.lib.rates import BASE, co<|>", all);
    offers("from ..lib.rates import (\n    BASE,\n    <|>\n)\n", all);
    offers("from f.lib import <|>", &["deep", "rates"]);
    offers("from typing import TypedDict, An<|>", TYPING);
    offers("from zoneinfo import <|>", &["ZoneInfo"]);
    offers("from requests import <|>", &[]);
    offers("from f.lib.rates import convert as <|>", &[]);
    // Behind the list only what was imported is meant.
    offers(
        "from f.lib.rates import (\n    BASE,\n)\nx = B<|>",
        &["BASE"],
    );
    offers("from f.lib.rates import (\n    BASE,\n)\nx = c<|>", &[]);
}

#[test]
fn typescript() {
    let offers = |text: &str, want: &[&str]| offers("f/lib/send.ts", text, want);
    offers("import { load } from \"./<|>\"", &["deep", "tools"]);
    offers("import { load } from './to<|>ols'", &["deep", "tools"]);
    offers("import { load } from \"../lib/<|>\"", &["deep", "tools"]);
    offers("import { load } from \"/f/<|>\"", &["lib"]);
    offers("const t = await import(\"./<|>\")", &["deep", "tools"]);
    offers("import { <|> } from \"./tools\"", &["base", "load"]);
    offers(
        "import { base, l<|> } from '/f/lib/tools.ts'",
        &["base", "load"],
    );
    offers(
        "import {\n  base,\n  <|>\n} from './tools'",
        &["base", "load"],
    );
    offers(
        "import { x } from \"<|>\"",
        &["windmill-client", "./deep", "./tools"],
    );
    offers(
        "import * as wmill from \"wind<|>",
        &["windmill-client", "./deep", "./tools"],
    );
    offers("const x = \"<|>\"", &[]);
    offers("const s = { <|> }", &[]);
}

#[track_caller]
fn shows(path: &str, text: &str, want: &[&str]) {
    let (snapshot, id, offset) = snapshot(path, text);
    let hover = snapshot.hover(id, offset).unwrap();
    let shown = hover.text.to_markdown();
    for part in want {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn hover_tells_what_it_is() {
    let python = "from f.lib.ra<|>tes import convert\n";
    shows(
        "f/shop/send.py",
        python,
        &["f/lib/rates", "Rates of the day"],
    );
    shows(
        "f/shop/send.py",
        "from f.lib.rates import con<|>vert\n",
        &[
            "def convert(amount: float, to: str) -> float",
            "In another currency.",
            "f/lib/rates",
        ],
    );
    for import in ["from f.lib import rates", "import f.lib.rates as rates"] {
        let text = format!("{import}\n\n\ndef main():\n    return rates.con<|>vert(1)\n");
        shows(
            "f/shop/send.py",
            &text,
            &["In another currency.", "f/lib/rates"],
        );
    }
    shows(
        "f/shop/send.py",
        "from f.lib.rates import convert\n\nconvert(1, t<|>o='EUR')\n",
        &["to: str", "Its code.", "f/lib/rates"],
    );
    shows(
        "f/shop/send.py",
        "from f.lib.rates import convert\n\n\ndef main():\n    return con<|>vert(1, 'a')\n",
        &["def convert(amount: float, to: str) -> float"],
    );
    shows(
        "f/lib/send.ts",
        "import { lo<|>ad } from './tools'\n",
        &["load", "f/lib/tools"],
    );
}

#[test]
fn any_place_in_an_import_is_answered() {
    let texts = [
        (
            "f/shop/send.py",
            "from f.lib.rates import (\n    BASE, # é\n    convert as c\n)\nimport f.lib.rates, os\nfrom . import *\n",
        ),
        (
            "f/lib/send.ts",
            "import { base, load as l } from './tools'\nexport { base } from \"../lib/tools.ts\"\nimport '/f/é'\nawait import('./tools')\n",
        ),
    ];
    for (path, text) in texts {
        for (at, _) in text.char_indices() {
            for cut in [text, &text[..at]] {
                let (head, tail) = cut.split_at(at.min(cut.len()));
                let (snapshot, id, offset) = snapshot(path, &format!("{head}<|>{tail}"));
                for item in snapshot.completions(id, offset) {
                    assert!(item.replace.touches(offset), "{item:?}");
                }
                snapshot.hover(id, offset);
            }
        }
    }
}

/// A corrected import leaves no use of the wrong name without a meaning.
#[test]
fn what_is_corrected_is_still_used() {
    let modules = [
        ("wmill.yaml", "includes: ['f/**']\n"),
        ("f/lib/rates.py", "def today():\n    return 1\n"),
        (
            "f/lib/money.ts",
            "export function rate(n: number) {\n  return n\n}\n",
        ),
    ];
    let cases = [
        (
            "py",
            "from f.lib.rates import tody\nprint(tody(), x.tody)\n",
            "from f.lib.rates import today as tody\nprint(tody(), x.tody)\n",
        ),
        (
            "py",
            "from f.lib.rates import tody as now\nprint(now())\n",
            "from f.lib.rates import today as now\nprint(now())\n",
        ),
        (
            "py",
            "from f.lib.rates import tody\n",
            "from f.lib.rates import today\n",
        ),
        (
            "py",
            "from f.lib.rates import today, tody\nprint(tody, today)\n",
            "from f.lib.rates import today, today as tody\nprint(tody, today)\n",
        ),
        (
            "py",
            "from f.lib import rats\nprint(rats.today())\n",
            "from f.lib import rates as rats\nprint(rats.today())\n",
        ),
        (
            "py",
            "from f.lib.rats import today\nprint(today())\n",
            "from f.lib.rates import today\nprint(today())\n",
        ),
        (
            "py",
            "import f.lib.rats\nprint(f.lib.rats.today(), g.f.lib.ratsy)\n",
            "import f.lib.rates\nprint(f.lib.rates.today(), g.f.lib.ratsy)\n",
        ),
        (
            "py",
            "import f.lib.rats as r\nprint(r.today())\n",
            "import f.lib.rates as r\nprint(r.today())\n",
        ),
        (
            "ts",
            "import { rte } from '../lib/money'\nconsole.log(rte(1), { rte })\n",
            "import { rate as rte } from '../lib/money'\nconsole.log(rte(1), { rte })\n",
        ),
        (
            "ts",
            "import { rte as r } from '../lib/money'\nconsole.log(r(1))\n",
            "import { rate as r } from '../lib/money'\nconsole.log(r(1))\n",
        ),
        (
            "ts",
            "export { rte } from '../lib/money'\n",
            "export { rate as rte } from '../lib/money'\n",
        ),
        (
            "ts",
            "const { rte } = await import('../lib/money')\nconsole.log(rte(1))\n",
            "const { rate: rte } = await import('../lib/money')\nconsole.log(rte(1))\n",
        ),
        (
            "ts",
            "const { rte: r } = await import('../lib/money')\nconsole.log(r(1))\n",
            "const { rate: r } = await import('../lib/money')\nconsole.log(r(1))\n",
        ),
        (
            "ts",
            "import { rate } from '../lib/mony'\nconsole.log(rate(1))\n",
            "import { rate } from '../lib/money'\nconsole.log(rate(1))\n",
        ),
    ];
    for (ending, before, after) in cases {
        let mut snapshot = Snapshot::default();
        for (path, text) in modules {
            let path = format!("/w/{path}");
            snapshot.workspace.set(&path, Source::Text(text.into()));
        }
        let path = format!("/w/f/demo/a.{ending}");
        let main = match ending {
            "py" => "\n\ndef main():\n    return 1\n",
            _ => "\nexport async function main() {\n  return 1\n}\n",
        };
        let text = format!("{before}{main}");
        let id = snapshot.workspace.set(&path, Source::Text(text.into()));
        let fixed = snapshot.fixed(id, true);
        let fixed = fixed.unwrap_or_else(|| panic!("nothing to fix in\n{before}"));
        assert_eq!(*fixed.0, *format!("{after}{main}"), "of\n{before}");
        snapshot.workspace.set(&path, Source::Text(fixed.0.clone()));
        let left: Vec<_> = snapshot
            .check(id)
            .into_iter()
            .map(|f| f.rule.name)
            .collect();
        let about = |n: &&str| matches!(*n, "unknown-import");
        assert_eq!(left.iter().filter(|n| about(n)).count(), 0, "{fixed:?}");
    }
}

#[test]
fn modules_that_are_installed() {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let mut set =
        |path: &str, text: &str| workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    set("wmill.yaml", "includes: ['**']\n");
    set(
        "f/a/one.py",
        "import os\nimport pandas as pd\nfrom google.cloud import storage\nfrom f.a.two import x\n",
    );
    set(
        "f/a/two.py",
        "import pandas\nimport requests\nfrom google.cloud import bigquery, storage\nfrom . import one\nimport wmill\n",
    );
    let script = |text: &str| {
        let (text, offset) = cursor(text);
        let mut workspace = workspace.clone();
        let id = workspace.set("/w/f/b/new.py", Source::Text(text.into()));
        let settings = Settings::default();
        let snapshot = Snapshot {
            workspace,
            settings,
        };
        let items = snapshot.completions(id, offset);
        let labels = items.into_iter().map(|i| i.label);
        labels.collect::<Vec<String>>()
    };
    for head in ["import ", "from "] {
        let found = script(&format!("{head}<|>"));
        // By how often they are imported, between the SDK and what comes with Python.
        assert_eq!(
            found[..6],
            ["f", "wmill", "google.cloud", "pandas", "requests", "typing"],
            "{found:?}"
        );
    }
    let listed = "# requirements:\n# PyYAML==6\n# beautifulsoup4\n# http-client-x\n# wmill\n\n";
    let found = script(&format!("{listed}import <|>"));
    assert_eq!(
        found[..6],
        ["f", "wmill", "yaml", "bs4", "http_client_x", "google.cloud"],
        "{found:?}"
    );
    assert_eq!(found.iter().filter(|l| *l == "wmill").count(), 1);
    assert_eq!(script("from google.<|>"), ["cloud"]);
    assert_eq!(
        script("from google.cloud import <|>"),
        ["storage", "bigquery"]
    );
    assert_eq!(script("from nowhere import <|>"), [""; 0]);
}
