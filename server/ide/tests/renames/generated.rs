//! Workspaces that are made up: few names, so that many things have the same one.

use std::fmt::Write;

use crate::workspace::Texts;
use crate::{all, onto};

/// Numbers in a row that looks like chance, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn one<'n>(&mut self, of: &[&'n str]) -> &'n str {
        of[self.below(of.len())]
    }
}

const NAMES: &[&str] = &["alpha", "beta", "gamma", "delta", "omega", "kappa"];
const SCRIPTS: &[&str] = &["alpha", "one", "two"];

fn workspace(seed: u64) -> Texts {
    let mut dice = Dice(seed);
    // The first ones hang on the seed alone.
    dice.below(2);
    let mut texts = Texts::new();
    let mut set = |path: String, text: String| texts.insert(format!("/w/{path}"), text);
    set("wmill.yaml".to_owned(), "includes: ['f/**']\n".to_owned());
    for (at, script) in SCRIPTS.iter().enumerate() {
        set(format!("f/lib/{script}.py"), python(&mut dice, at));
        set(
            format!("f/lib/{script}.script.yaml"),
            "summary: ''\nschema:\n  type: object\n  properties: {}\n".to_owned(),
        );
    }
    for flow in ["alpha", "beta"] {
        set(
            format!("f/work/{flow}.flow/flow.yaml"),
            self::flow(&mut dice, flow),
        );
    }
    set(
        "dependencies/alpha.requirements.in".to_owned(),
        String::new(),
    );
    let name = dice.one(NAMES);
    set(
        "f/work/day.schedule.yaml".to_owned(),
        format!(
            "schedule: 0 0 * * * *\ntimezone: UTC\nenabled: true\nscript_path: f/work/alpha\nis_flow: true\nargs:\n  {name}: 1\n"
        ),
    );
    set(
        "f/lib/alpha.resource.yaml".to_owned(),
        "resource_type: alpha\nvalue: {}\n".to_owned(),
    );
    texts
}

/// A script that imports from those before it.
fn python(dice: &mut Dice, at: usize) -> String {
    let (helper, local, param) = (dice.one(NAMES), dice.one(NAMES), dice.one(NAMES));
    let mut text = "# requirements: alpha\n\n".to_owned();
    if at > 0 {
        let from = SCRIPTS[dice.below(at)];
        let _ = match dice.below(3) {
            0 => writeln!(text, "import f.lib.{from}\n\nold = f.lib.{from}.main(1)"),
            1 => writeln!(
                text,
                "from f.lib.{from} import main as other\n\nold = other(1)"
            ),
            _ => writeln!(text, "from f.lib import {from}\n\nold = {from}.main(1)"),
        };
    }
    let key = dice.one(NAMES);
    let _ = writeln!(
        text,
        "\n\ndef {helper}(value):\n    {local} = value\n    return [{local} for {local} in ({local},)]\n\n\n\
         def main({param}):\n    kept = {helper}({param})\n    return {{\"{key}\": kept, \"rest\": \"{helper}\"}}"
    );
    text
}

/// A flow whose steps read each other.
fn flow(dice: &mut Dice, own: &str) -> String {
    let mut ids: Vec<&str> = NAMES.to_vec();
    let input = dice.one(NAMES);
    let mut text = String::from("summary: made up\nvalue:\n  modules:\n");
    let mut before: Option<&str> = None;
    for _ in 0..4 {
        let id = ids.remove(dice.below(ids.len()));
        let name = dice.one(NAMES);
        let read = match (before, dice.below(5)) {
            (Some(id), 0) => format!("results.{id}"),
            (Some(id), 1) => format!("results[\"{id}\"].{name}"),
            (Some(id), 2) => format!("((x) => x)(results?.{id}) + '{name}'"),
            (Some(_), 3) => "previous_result".to_owned(),
            _ => format!("flow_input.{input}"),
        };
        let _ = writeln!(text, "    - id: {id}");
        let taken = match dice.below(3) {
            0 => {
                let _ = writeln!(
                    text,
                    "      value:\n        type: script\n        path: f/lib/{}",
                    dice.one(SCRIPTS)
                );
                name
            }
            1 if own == "beta" => {
                let _ = writeln!(
                    text,
                    "      value:\n        type: flow\n        path: f/work/alpha"
                );
                name
            }
            _ => {
                let _ = writeln!(
                    text,
                    "      value:\n        type: rawscript\n        language: python3\n        content: |\n          \
                     def main({name}):\n              {id} = {name}\n              return {{'{name}': {id}}}"
                );
                name
            }
        };
        let _ = writeln!(
            text,
            "        input_transforms:\n          {taken}:\n            type: javascript\n            expr: |\n              {read}"
        );
        before = Some(id);
    }
    let _ = writeln!(
        text,
        "schema:\n  type: object\n  properties:\n    {input}: {{type: string}}\n    rest: {{type: string}}\n  required: [{input}]"
    );
    text
}

#[test]
fn new_names_and_the_old_ones_again() {
    let renamed: usize = (0..12)
        .map(|seed| all::hold_in(&workspace(seed), 2, true))
        .sum();
    assert!(renamed > 200, "{renamed}");
}

#[test]
fn names_of_others() {
    let (mut made, mut refused) = (0, 0);
    for seed in 100..106 {
        let (yes, no) = onto::hold(&workspace(seed), 2);
        made += yes;
        refused += no;
    }
    assert!(
        made > 100 && refused > 100,
        "{made} made, {refused} refused"
    );
}

#[test]
fn everything_moves() {
    let moved: usize = (200..204)
        .map(|seed| all::hold_moves_in(&workspace(seed)))
        .sum();
    assert!(moved > 20, "{moved}");
}
