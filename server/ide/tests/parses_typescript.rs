//! How often a TypeScript script is parsed that is read for the first time and has nothing wrong with it: once.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use ide::{Settings, Snapshot};
use model::file::Source;
use model::workspace::Workspace;
use syntax::{Language, Parses, parses_of};

const SCRIPT: &str = "\
import * as wmill from 'windmill-client'

type Row = { id: number; name?: string }

/** Doc. */
export async function main(rows: Row[], limit = 10) {
  const slack = await wmill.getResource('f/a/slack')
  const named = rows.filter((row) => row.name !== undefined)
  for (const row of named.slice(0, limit)) {
    console.log(`${row.id}: ${row.name}`)
  }
  return { count: named.length, slack }
}
";

/// What all findings of a script take, in a workspace that has been asked nothing before.
fn parses(script: &str) -> (Parses, usize) {
    let mut workspace = Workspace::new(vec!["/w".into()]);
    let files = [
        ("f/a/b.ts", script),
        (
            "f/a/slack.resource.yaml",
            "value: {}\nresource_type: slack\n",
        ),
        ("wmill.yaml", "defaultTs: bun\n"),
    ];
    for (path, text) in files {
        workspace.set(&format!("/w/{path}"), Source::Text(text.into()));
    }
    let snapshot = Snapshot {
        workspace,
        settings: Settings::default(),
    };
    let id = snapshot.workspace.id("/w/f/a/b.ts").unwrap();
    let before = parses_of(Language::TypeScript);
    let findings = snapshot.check_all(id).len();
    let after = parses_of(Language::TypeScript);
    let parses = Parses {
        tolerant: after.tolerant - before.tolerant,
        strict: after.strict - before.strict,
    };
    (parses, findings)
}

#[test]
fn a_valid_script_is_parsed_once() {
    let once = Parses {
        tolerant: 0,
        strict: 1,
    };
    assert_eq!(parses(SCRIPT), (once, 0));
}

/// The strict parser says where it is broken, the tolerant one gives the rest.
#[test]
fn a_broken_script_is_parsed_once_by_each() {
    let once = Parses {
        tolerant: 1,
        strict: 1,
    };
    let broken = SCRIPT.replace("return {", "return {{");
    assert_eq!(parses(&broken), (once, 1));
}
