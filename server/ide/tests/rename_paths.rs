//! Scripts, flows, resources and files beside flows get another path, and all that names them follows.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.set("/w/wmill.yaml", Source::Text("includes: ['f/**']\n".into()));
    for (path, text) in files {
        workspace.set(&format!("/w/{path}"), Source::Text((*text).into()));
    }
    Snapshot {
        workspace,
        settings: Settings::default(),
    }
}

/// What is renamed at `<|>` of one of the files: the texts that change, and what moves.
fn renamed(files: &[(&str, &str)], new: &str) -> Result<Vec<String>, String> {
    let bare: Vec<(&str, String)> = files
        .iter()
        .map(|(p, t)| (*p, t.replace("<|>", "")))
        .collect();
    let bare: Vec<(&str, &str)> = bare.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let snapshot = snapshot(&bare);
    let (path, text) = files.iter().find(|(_, text)| text.contains("<|>")).unwrap();
    let id = snapshot.workspace.id(&format!("/w/{path}")).unwrap();
    let change = snapshot.rename(id, text.find("<|>").unwrap(), new)?;
    let mut told = Vec::new();
    for (id, edits) in &change.edits {
        let file = snapshot.workspace.get(*id).unwrap();
        let mut text = file.text().to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        told.push(format!(
            "{}\n{text}",
            file.path.strip_prefix("/w/").unwrap()
        ));
    }
    told.sort();
    told.extend(change.moves.iter().map(|m| {
        let relative = |path: &str| path.strip_prefix("/w/").unwrap().to_owned();
        format!("{} -> {}", relative(&m.from), relative(&m.to))
    }));
    Ok(told)
}

#[test]
fn a_script_takes_its_metadata_and_its_lock_along() {
    let files = [
        ("f/a/x.py", "def main(): ...\n"),
        (
            "f/a/x.script.yaml",
            "summary: x\nlock: '!inline f/a/x.script.lock'\n",
        ),
        ("f/a/x.script.lock", ""),
        (
            "f/a/x.schedule.yaml",
            "script_path: f/a/<|>x\nis_flow: false\n",
        ),
        ("f/a/xy.py", "def main(): ...\n"),
    ];
    let told = renamed(&files, "f/b/y").unwrap();
    assert_eq!(
        told,
        [
            "f/a/x.schedule.yaml\nscript_path: f/b/y\nis_flow: false\n",
            "f/a/x.script.yaml\nsummary: x\nlock: '!inline f/b/y.script.lock'\n",
            "f/a/x.py -> f/b/y.py",
            "f/a/x.script.lock -> f/b/y.script.lock",
            "f/a/x.script.yaml -> f/b/y.script.yaml",
        ]
    );
}

#[test]
fn imports_keep_the_names_that_the_code_uses() {
    let files = [
        (
            "f/lib/pay.py",
            "from .<|>rates import rate\nfrom . import rates, other\nrates.rate()\n",
        ),
        (
            "f/lib/rates.py",
            "from .other import x\nfrom f.lib import other\n",
        ),
        ("f/lib/other.py", "x = 1\n"),
        (
            "f/a/use.py",
            "import f.lib.rates\nimport f.lib.rates as r\nfrom f.lib import (\n    rates,\n    other as o,\n)\n\
             if 1:\n    from f.lib import other, rates as s; t = 1\nf.lib.rates.rate(r, rates)\n",
        ),
        (
            "f/a/x.flow/flow.yaml",
            "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: |\n          from f.lib import rates, other\n          def main(): return rates.rate()\n",
        ),
    ];
    let told = renamed(&files, "f/money/now").unwrap();
    assert_eq!(
        told,
        [
            "f/a/use.py\nimport f.money.now\nimport f.money.now as r\nfrom f.money import now as rates\nfrom f.lib import other as o\n\
             if 1:\n    from f.lib import other; from f.money import now as s; t = 1\nf.money.now.rate(r, rates)\n",
            "f/a/x.flow/flow.yaml\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: |\n          from f.money import now as rates\n          from f.lib import other\n          \
             def main(): return rates.rate()\n",
            "f/lib/pay.py\nfrom ..money.now import rate\nfrom ..money import now as rates\nfrom . import other\nrates.rate()\n",
            "f/lib/rates.py\nfrom ..lib.other import x\nfrom f.lib import other\n",
            "f/lib/rates.py -> f/money/now.py",
        ]
    );
}

#[test]
fn an_import_with_comments_that_would_have_to_be_split_refuses() {
    let files = [
        ("f/lib/rates.py", ""),
        ("f/lib/other.py", ""),
        (
            "f/a/use.py",
            "from f.lib import (\n    rates,  # why\n    other,\n)\n",
        ),
        (
            "f/a/x.schedule.yaml",
            "script_path: f/lib/<|>rates\nis_flow: false\n",
        ),
    ];
    let refused = renamed(&files, "f/money/rates").unwrap_err();
    assert!(
        refused.contains("line 1 of `f/a/use.py` has comments"),
        "{refused}"
    );
    // In its own folder nothing has to be split.
    assert!(renamed(&files, "f/lib/now").is_ok());
}

#[test]
fn typescript_is_imported_by_paths() {
    let files = [
        (
            "f/lib/x.ts",
            "import { y } from './y.ts'\nexport const x = y\n",
        ),
        ("f/lib/y.ts", "export const y = 1\n"),
        (
            "f/a/use.bun.ts",
            "import { x } from '../lib/<|>x'\nimport '/f/lib/x.ts'\nimport z from '/f/lib/y'\n",
        ),
    ];
    let told = renamed(&files, "f/a/deep/x2").unwrap();
    assert_eq!(
        told,
        [
            "f/a/use.bun.ts\nimport { x } from './deep/x2'\nimport '/f/a/deep/x2.ts'\nimport z from '/f/lib/y'\n",
            "f/lib/x.ts\nimport { y } from '../../lib/y.ts'\nexport const x = y\n",
            "f/lib/x.ts -> f/a/deep/x2.ts",
        ]
    );
}

#[test]
fn flows_resources_and_files_beside_a_flow() {
    let flow = "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
                content: '!inline ../shared.py'\n        lock: '!inline a.lock'\n        input_transforms:\n          \
                db: {type: static, value: $res:f/a/db}\n";
    let caller =
        |path: &str| format!("script_path: {path}\nis_flow: true\nargs: {{key: '$var:f/a/key'}}\n");
    let (main, plain) = (caller("f/a/ma<|>in"), caller("f/a/main"));
    let files = |flow, caller| {
        [
            ("f/a/main.flow/flow.yaml", flow),
            ("f/a/main.flow/a.lock", ""),
            ("f/a/shared.py", "def main(db): ...\n"),
            ("f/a/day.schedule.yaml", caller),
            (
                "f/a/db.resource.yaml",
                "resource_type: postgresql\nvalue: {}\n",
            ),
            (
                "f/a/db.staging.resource.yaml",
                "resource_type: postgresql\nvalue: {}\n",
            ),
            ("f/a/key.variable.yaml", "value: x\nis_secret: false\n"),
        ]
    };
    assert_eq!(
        renamed(&files(flow, &main), "f/b/c/night").unwrap(),
        [
            format!("f/a/day.schedule.yaml\n{}", caller("f/b/c/night")),
            format!(
                "f/a/main.flow/flow.yaml\n{}",
                flow.replace("../shared", "../../../a/shared")
            ),
            "f/a/main.flow -> f/b/c/night.flow".to_owned(),
        ]
    );
    let at = flow.replace("$res:f/a/db", "$res:f/<|>a/db");
    assert_eq!(
        renamed(&files(&at, &plain), "u/me/base").unwrap(),
        [
            format!(
                "f/a/main.flow/flow.yaml\n{}",
                flow.replace("$res:f/a/db", "$res:u/me/base")
            ),
            "f/a/db.resource.yaml -> u/me/base.resource.yaml".to_owned(),
            "f/a/db.staging.resource.yaml -> u/me/base.staging.resource.yaml".to_owned(),
        ]
    );
    let at = flow.replace("a.lock", "a<|>.lock");
    assert_eq!(
        renamed(&files(&at, &plain), "b.lock").unwrap(),
        [
            format!(
                "f/a/main.flow/flow.yaml\n{}",
                flow.replace("a.lock", "b.lock")
            ),
            "f/a/main.flow/a.lock -> f/a/main.flow/b.lock".to_owned(),
        ]
    );
}

#[test]
fn what_cannot_move_says_why() {
    let files = |path| {
        [
            ("f/a/x.py", "def main(): ...\n"),
            ("f/a/y.py", "def main(): ...\n"),
            ("f/a/x.schedule.yaml", path),
        ]
    };
    let refused = |path, new| renamed(&files(path), new).unwrap_err();
    let own = "script_path: f/a/<|>x\nis_flow: false\n";
    assert_eq!(refused(own, "f/a/y"), "There is `f/a/y.py` already");
    assert!(refused(own, "f/x").contains("is no path"));
    assert!(refused(own, "f/a/x y").contains("is no path"));
    assert!(refused(own, "../x").contains("is no path"));
    let elsewhere = "script_path: f/a/<|>gone\nis_flow: false\n";
    assert!(refused(elsewhere, "f/a/z").contains("is not among these files"));
    let hub = "script_path: hub/1/<|>x\nis_flow: false\n";
    assert!(refused(hub, "f/a/z").contains("Windmill's hub"));
    let escaped = "script_path: \"f/a/<|>\\x78\"\nis_flow: false\n";
    assert!(refused(escaped, "f/a/z").contains("cannot be changed"));
    let broken = "script_path: f/a/<|>x\nis_flow: [\n";
    assert!(refused(broken, "f/a/z").contains("fix its syntax first"));
}

#[test]
fn names_of_typescript_are_followed_to_who_imports_them() {
    let files = [
        (
            "f/lib/y.ts",
            "export function ra<|>te(a: number) { return a }\nexport const other = { rate: rate(1) }\n",
        ),
        (
            "f/lib/z.ts",
            "import { rate, other as o } from './y'\nimport * as y from './y.ts'\nrate(y.rate(o.rate))\n\
             const { rate: r } = await import('./y')\nexport { rate } from './y'\nfunction f(rate: number) { return rate }\n",
        ),
        (
            "f/lib/w.ts",
            "import { rate } from './y'\nexport { rate }\nconst fees = { rate }\n",
        ),
        (
            "f/a/v.ts",
            "const { rate } = await import('/f/lib/y')\nrate(1)\n",
        ),
    ];
    let told = renamed(&files, "fee").unwrap();
    assert_eq!(
        told,
        [
            "f/a/v.ts\nconst { fee: rate } = await import('/f/lib/y')\nrate(1)\n",
            "f/lib/w.ts\nimport { fee } from './y'\nexport { fee }\nconst fees = { rate: fee }\n",
            "f/lib/y.ts\nexport function fee(a: number) { return a }\nexport const other = { rate: fee(1) }\n",
            "f/lib/z.ts\nimport { fee, other as o } from './y'\nimport * as y from './y.ts'\nfee(y.fee(o.rate))\n\
             const { fee: r } = await import('./y')\nexport { fee } from './y'\nfunction f(rate: number) { return rate }\n",
        ]
    );
    let refused = renamed(&files, "other").unwrap_err();
    assert!(refused.contains("a name `other` already"), "{refused}");
    // Names that are passed on, over as many levels as there are.
    let all = [
        files[0],
        ("f/lib/x.ts", "export * from './y'\nconst rate = 1\n"),
        (
            "f/lib/x2.ts",
            "export { rate } from './x'\nexport { rate as old } from './x'\n",
        ),
        (
            "f/lib/x3.ts",
            "import { rate } from './x2'\nexport { rate }\n",
        ),
        (
            "f/a/t.ts",
            "import { rate } from '../lib/x3'\nimport * as all from '../lib/x'\nimport { old } from '../lib/x2'\nrate(all.rate(old))\n",
        ),
    ];
    assert_eq!(
        renamed(&all, "fee").unwrap(),
        [
            "f/a/t.ts\nimport { fee } from '../lib/x3'\nimport * as all from '../lib/x'\nimport { old } from '../lib/x2'\nfee(all.fee(old))\n",
            "f/lib/x2.ts\nexport { fee } from './x'\nexport { fee as old } from './x'\n",
            "f/lib/x3.ts\nimport { fee } from './x2'\nexport { fee }\n",
            "f/lib/y.ts\nexport function fee(a: number) { return a }\nexport const other = { rate: fee(1) }\n",
        ]
    );
    // One has the name already.
    let taken = [
        files[0],
        ("f/lib/x.ts", "export * from './y'\nexport const fee = 1\n"),
    ];
    let refused = renamed(&taken, "fee").unwrap_err();
    assert!(
        refused.contains("a name `fee` already in `f/lib/x.ts`"),
        "{refused}"
    );
    // It may come from elsewhere as well.
    let unclear = [
        files[0],
        (
            "f/lib/x.ts",
            "export * from './y'\nexport * from 'elsewhere'\n",
        ),
    ];
    let refused = renamed(&unclear, "fee").unwrap_err();
    assert!(refused.contains("imports everything"), "{refused}");
}

#[test]
fn names_of_python_are_followed_through_stars() {
    let files = [
        ("f/lib/y.py", "def ra<|>te(a): return a\n_own = 1\n"),
        (
            "f/lib/x.py",
            "from .y import *\nfrom .other import *\nprint(rate(1), other)\n",
        ),
        ("f/lib/x2.py", "from .x import *\n"),
        ("f/lib/other.py", "other = 1\n"),
        (
            "f/a/t.py",
            "from f.lib.x2 import rate\nimport f.lib.x2\nfrom f.lib import x\nrate(a=f.lib.x2.rate(x.rate(2)))\n",
        ),
        (
            "f/a/s.flow/flow.yaml",
            "value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: |\n          from f.lib.x import *\n          def main(): return rate(3)\n",
        ),
    ];
    let told = renamed(&files, "fee").unwrap();
    assert_eq!(
        told,
        [
            "f/a/s.flow/flow.yaml\nvalue:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n        language: python3\n        \
             content: |\n          from f.lib.x import *\n          def main(): return fee(3)\n",
            "f/a/t.py\nfrom f.lib.x2 import fee\nimport f.lib.x2\nfrom f.lib import x\nfee(a=f.lib.x2.fee(x.fee(2)))\n",
            "f/lib/x.py\nfrom .y import *\nfrom .other import *\nprint(fee(1), other)\n",
            "f/lib/y.py\ndef fee(a): return a\n_own = 1\n",
        ]
    );
    let refused = |new| renamed(&files, new).unwrap_err();
    assert!(refused("other").contains("already in `f/lib/x.py`"));
    assert!(refused("_fee").contains("would not bring `_fee`"));
    let with = |text| {
        let files = [files[0], ("f/lib/x.py", text)];
        renamed(&files, "fee")
    };
    // What is not certain refuses it.
    for text in [
        "from .y import *\nfrom math import *\nrate(1)\n",
        "try:\n    from .y import *\nexcept ImportError: pass\nrate(1)\n",
        "from .y import *\nrate = rate\n",
        "from .y import *\n__all__ = ['rate']\n",
        "from .y import *\ndef f(a: 'rate'): ...\n",
    ] {
        assert!(
            with(text).unwrap_err().contains("imports everything"),
            "{text}"
        );
    }
    assert!(with("from .y import *\n__all__ = []\n").is_ok());
}

#[test]
fn parameters_of_typescript_are_given_by_callers() {
    let files = [
        (
            "f/lib/y.ts",
            "export async function main(am<|>ount: number, note = amount) {\n  return { amount, note: amount }\n}\n",
        ),
        (
            "f/a/day.schedule.yaml",
            "script_path: f/lib/y\nis_flow: false\nargs: {amount: 1}\n",
        ),
    ];
    assert_eq!(
        renamed(&files, "note2").unwrap(),
        [
            "f/a/day.schedule.yaml\nscript_path: f/lib/y\nis_flow: false\nargs: {note2: 1}\n",
            "f/lib/y.ts\nexport async function main(note2: number, note = note2) {\n  return { amount: note2, note: note2 }\n}\n",
        ]
    );
    assert!(renamed(&files, "note").is_err());
    assert!(
        renamed(&files, "new")
            .unwrap_err()
            .contains("cannot be a name in TypeScript")
    );
    let apart = [(
        "f/lib/y.ts",
        "export async function main({ am<|>ount }: { amount: number }) {\n  return amount\n}\n",
    )];
    assert!(renamed(&apart, "x").is_ok());
}
