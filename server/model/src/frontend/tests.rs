//! What is read of frontends, and what is left alone.

use super::*;

fn read(path: &str, text: &str) -> Option<Frontend> {
    Frontend::read(path, &Arc::from(text))
}

fn told(path: &str, text: &str) -> Vec<String> {
    let Some(read) = read(path, text) else {
        return Vec::new();
    };
    let told = |call: &BackendCall| {
        assert_eq!(call.id.span.slice(text), call.id.value);
        let given = call.given.as_ref().map(|given| {
            let names = given.names.iter().map(|(n, _)| n.value.as_str());
            let more = if given.is_all { "" } else { ", …" };
            format!("({}{more})", names.collect::<Vec<_>>().join(", "))
        });
        let mark = if call.is_code { "" } else { "?" };
        format!("{}{mark}{}", call.id.value, given.unwrap_or_default())
    };
    read.calls.iter().map(told).collect()
}

const APP: &str = "/w/f/a.raw_app/App.tsx";

#[test]
fn calls_are_read_where_the_backend_is_imported() {
    let text = "import React from 'react'\nimport { backend, backendAsync as later } from './wmill'\n\
        export default function App() {\n  const a = async () => {\n    await backend.load({ id: 1, 'of': x, name })\n\
            const job = await later.run({ ...rest, a })\n    await backend['sum']()\n    use(backend.plain)\n  }\n  \
        return <b title={`x`} onClick={() => backend.click({})}>Don't call backend.other()</b>\n}\n";
    assert_eq!(
        told(APP, text),
        [
            "load(id, of, name)",
            "run(a, …)",
            "sum()",
            "plain",
            "click()"
        ]
    );
    let read = read(APP, text).unwrap();
    assert!(read.is_whole && read.passed_on.is_empty());
    let markup: Vec<&str> = read.markup.iter().map(|m| m.slice(text)).collect();
    assert!(markup.len() == 1 && markup[0].starts_with("<b title") && markup[0].ends_with("</b>"));
}

#[test]
fn what_is_not_imported_from_there_is_something_else() {
    for text in [
        "const backend = {}; backend.x()",
        "import { backend } from './other'; backend.x()",
        "import { backend } from 'wmill'; backend.x()",
        "import { other } from './wmill'; backend.x()",
    ] {
        assert!(told(APP, text).is_empty(), "{text}");
    }
    let hidden = "import { backend } from './wmill'\nfunction f(backend) { backend.x() }\nbackend.y()\n// backend.z()\n";
    assert_eq!(told(APP, hidden), ["y()"]);
    let deeper = "import { backend } from '../wmill.ts'\nbackend.x()\n";
    assert_eq!(told("/w/f/a__raw_app/src/b.ts", deeper), ["x()"]);
    assert!(told("/w/f/a__raw_app/b.ts", deeper).is_empty());
}

#[test]
fn other_ways_to_the_backend() {
    let text = "import * as w from './wmill'\nw.backend.x({a})\nw.getJob(1)\n";
    assert_eq!(told(APP, text), ["x(a)"]);
    let text = "import { backend } from './wmill'\nconst { x, y: z } = backend\nf(backend)\nbackend[name]()\n";
    assert_eq!(told(APP, text), ["x", "y"]);
    assert_eq!(read(APP, text).unwrap().passed_on.len(), 2);
}

#[test]
fn components_have_code_and_a_template() {
    let text = "<script lang=\"ts\">\n  import { backend } from './wmill';\n  let é = 'é'; const a: number = await backend.load({ id: 1 });\n</script>\n\
        <style>backend.no</style>\n<!-- backend.no() -->\n<p on:click={() => backend.click({})}>é {backend?.view()}</p>\n";
    let path = "/w/f/a.raw_app/App.svelte";
    assert_eq!(told(path, text), ["load(id)", "click?", "view?"]);
    assert!(read(path, text).unwrap().is_whole);
    for broken in [
        "<script",
        "<script>import { backend } from './wmill'",
        "<!--backend",
        "<style>backend",
    ] {
        assert!(told(path, broken).is_empty());
    }
}
