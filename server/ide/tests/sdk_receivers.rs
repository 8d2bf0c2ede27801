//! Objects of the SDKs: every method and field hovered through every form of import, and the calls and
//! members of objects while they are typed.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use sdk::{Member, SdkModule, Sdks};
use syntax::FileId;

fn snapshot(text: &str) -> (Snapshot, FileId) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let id = workspace.set("/w/f/a/run.py", Source::Text(text.into()));
    let settings = Settings::default();
    (
        Snapshot {
            workspace,
            settings,
        },
        id,
    )
}

const MODULES: [SdkModule; 4] = [
    SdkModule::Wmill,
    SdkModule::WmillClient,
    SdkModule::Skyvern,
    SdkModule::SkyvernClient,
];

#[test]
fn every_name_of_every_stub_through_every_import() {
    let sdks = Sdks::default();
    let mut hovered = 0;
    for module in MODULES {
        let path = module.name();
        for member in sdks.of(module).members() {
            let name = member.name();
            let mut rows = vec![
                (format!("import {path}"), format!("{path}.{name}"), name),
                (format!("import {path} as m"), format!("m.{name}"), name),
                (format!("from {path} import {name}"), name.to_owned(), name),
                (
                    format!("from {path} import {name} as other"),
                    "other".to_owned(),
                    "other",
                ),
            ];
            if let Member::Class(class) = member {
                let methods = class.methods.iter().map(|m| m.name.as_str());
                let own = methods.filter(|m| !m.starts_with("__"));
                for method in own {
                    let at = |written: &str| format!("def f(x: {written}): return x.{method}");
                    rows.push((
                        format!("import {path}"),
                        at(&format!("{path}.{name}")),
                        method,
                    ));
                    rows.push((
                        format!("import {path} as m"),
                        at(&format!("m.{name}")),
                        method,
                    ));
                    rows.push((format!("from {path} import {name}"), at(name), method));
                }
            }
            for (import, code, word) in rows {
                let text = format!("{import}\n{code}\n");
                let (snapshot, id) = snapshot(&text);
                let offset = text.rfind(word).unwrap();
                let hover = snapshot
                    .hover(id, offset)
                    .unwrap_or_else(|| panic!("{text}"));
                assert_eq!(hover.span.slice(&text), word, "{text}");
                let written = if word == "other" { name } else { word };
                assert!(
                    hover.text.to_markdown().contains(written),
                    "{text}{hover:?}"
                );
                hovered += 1;
            }
        }
    }
    assert!(hovered > 1200, "{hovered}");
}

#[test]
fn signatures_of_objects() {
    let above = "import wmill\nfrom skyvern import Skyvern\nfrom wmill import Windmill as W\n\n\
        def main(url: str):\n    client = W()\n    sky = Skyvern(api_key='a')\n    rows = [1, 2]\n";
    for (code, label, active) in [
        ("client.get(<|>", "get(endpoint", Some(0)),
        (
            "client.run_flow_async('f/a', args=<|>",
            "run_flow_async(path",
            Some(1),
        ),
        (
            "wmill.Windmill().set_variable('a', <|>",
            "set_variable(path",
            Some(1),
        ),
        ("wmill.datatable().query('select 1', <|>", "query(sql", None),
        (
            "x = [str(wmill.datatable('main').query(<|>",
            "query(sql",
            None,
        ),
        (
            "with W() as c:\n        c.get_variable(<|>",
            "get_variable(path",
            Some(0),
        ),
    ] {
        for below in [
            "",
            ")\n    return rows\n",
            "\n    return client.get('x')\n\ndef g(): pass\n",
        ] {
            let (text, offset) = fixture::cursor(&format!("{above}    {code}{below}"));
            let (snapshot, id) = snapshot(&text);
            let found = snapshot.signature(id, offset);
            let found = found.unwrap_or_else(|| panic!("{code} below {below:?}"));
            assert!(found.label.starts_with(label), "{code}: {}", found.label);
            if active.is_some() {
                assert_eq!(found.active, active, "{code}: {}", found.label);
            }
        }
    }
    let (text, offset) = fixture::cursor(&format!("{above}    rows.get(<|>)\n"));
    let (snapshot, id) = snapshot(&text);
    assert_eq!(snapshot.signature(id, offset), None);
}

#[test]
fn members_arguments_and_values_of_objects() {
    let labels = |code: &str| -> Vec<String> {
        let (text, offset) = fixture::cursor(code);
        let (snapshot, id) = snapshot(&text);
        let items = snapshot.completions(id, offset);
        items.into_iter().map(|i| i.label).collect()
    };
    let client = "import wmill\nclient = wmill.Windmill()\n";
    let found = labels(&format!("{client}client.<|>\n"));
    assert!(found.contains(&"get_variable".to_owned()), "{found:?}");
    assert!(!found.contains(&"Windmill".to_owned()));
    assert_eq!(
        labels(&format!("{client}client.get_variable(<|>)\n")),
        ["path="]
    );
    let sky = "from skyvern import Skyvern\nasync def main():\n    client = Skyvern()\n";
    let found = labels(&format!("{sky}    await client.run_task(<|>)\n"));
    assert!(found.contains(&"prompt=".to_owned()), "{found:?}");
    let found = labels(&format!(
        "{sky}    await client.run_task('a', engine='<|>')\n"
    ));
    assert!(found.contains(&"skyvern-2.0".to_owned()), "{found:?}");
    let found = labels(&format!(
        "{sky}    await client.run_task('a', proxy_location=\"<|>\n"
    ));
    assert!(found.contains(&"RESIDENTIAL".to_owned()), "{found:?}");
    let found = labels("from skyvern import <|>\n");
    assert!(found.contains(&"Skyvern".to_owned()), "{found:?}");
}

#[test]
fn variables_that_hold_objects() {
    let (text, offset) =
        fixture::cursor("import wmill\nclient = wmill.Windmill()\ncli<|>ent.get('a')\n");
    let (snapshot, id) = snapshot(&text);
    let hover = snapshot.hover(id, offset).unwrap();
    assert!(
        hover
            .text
            .to_markdown()
            .starts_with("```python\nclient: Windmill\n```"),
        "{hover:?}"
    );
}
