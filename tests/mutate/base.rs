//! Clean workspaces to plant mistakes in: those of the repository, one that is made here, or any folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ide::{Settings, Snapshot};
use model::file::Source;
use model::flow::Flow;
use model::workspace::Workspace;
use syntax::yaml::Yaml;

/// Where a workspace seems to lie.
pub const ROOT: &str = "/workspace";

/// A workspace as text.
#[derive(Clone, Debug)]
pub struct Base {
    /// What it is called in reports.
    pub name: String,
    /// Its files by path.
    pub files: BTreeMap<String, String>,
}

impl Base {
    /// Reads a folder; binary files are left out.
    pub fn read(folder: &Path) -> Base {
        let mut files = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(dir) = open.pop() {
            let mut entries: Vec<_> = fs::read_dir(&dir).into_iter().flatten().flatten().collect();
            entries.sort_by_key(|e| e.file_name());
            for entry in entries {
                let path = entry.path();
                if path.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
                    open.push(path);
                } else if let (Ok(text), Ok(inner)) =
                    (fs::read_to_string(&path), path.strip_prefix(folder))
                {
                    files.insert(inner.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        let name = folder
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Base { name, files }
    }

    /// The same with line breaks as Windows has them.
    pub fn with_crlf(&self) -> Base {
        let files = self
            .files
            .iter()
            .map(|(p, t)| (p.clone(), t.replace('\n', "\r\n")));
        Base {
            name: format!("{} (CRLF)", self.name),
            files: files.collect(),
        }
    }

    /// The workspace, to be checked.
    pub fn snapshot(&self) -> Snapshot {
        let mut workspace = Workspace::new(vec![ROOT.into()]);
        for (path, text) in &self.files {
            workspace.set(
                &format!("{ROOT}/{path}"),
                Source::Text(text.as_str().into()),
            );
        }
        let mut settings = Settings::default();
        for rule in ide::rules::RULES.iter().filter(|r| r.pedantic) {
            settings.set(rule, Some(rule.level));
        }
        Snapshot {
            workspace,
            settings,
        }
    }

    /// Its flows.
    pub fn flows(&self) -> Vec<(&str, &str, Flow)> {
        let flows = self.files.iter().filter(|(p, _)| p.ends_with("/flow.yaml"));
        flows
            .map(|(p, t)| {
                (
                    p.as_str(),
                    t.as_str(),
                    Flow::new(Arc::new(Yaml::new(t.as_str().into()))),
                )
            })
            .collect()
    }
}

/// A workspace with what the others lack.
pub fn made() -> Base {
    let files = [
        (
            "wmill.yaml",
            "includes: ['f/**']\nnonDottedPaths: true\nskipSecrets: false\n",
        ),
        ("f/lab/everything__flow/flow.yaml", FLOW),
        (
            "f/lab/everything__flow/weigh.py",
            "def main(sample: str, factor: float = 1.0):\n    return {\"sample\": sample, \"weight\": factor * 2}\n",
        ),
        (
            "f/lab/everything__flow/prepare.py",
            "def preprocessor(event: dict):\n    return {\"samples\": event[\"body\"], \"limit\": 3}\n",
        ),
        ("f/lab/measure.py", MEASURE),
        (
            "f/lab/measure.script.yaml",
            "summary: Measure\nkind: script\nlock: '# py: 3.12'\nschema:\n  type: object\n  properties:\n    sample:\n      type: string\n    bench:\n      type: object\n      format: resource-c_bench\n    times:\n      type: integer\n      default: 3\n  required:\n    - sample\n",
        ),
        ("f/lab/orchestrate.py", ORCHESTRATE),
        (
            "f/lab/orchestrate.script.yaml",
            "summary: Orchestrate\nkind: script\nlock: '# py: 3.12'\nschema: null\n",
        ),
        (
            "f/lab/notify.ts",
            "export async function main(channel: string, times: number = 1) {\n  return { channel, times }\n}\n",
        ),
        (
            "f/lab/notify.script.yaml",
            "summary: Notify\nkind: script\nlock: '{}'\nschema:\n  type: object\n  properties:\n    channel:\n      type: string\n    times:\n      type: number\n      default: 1\n  required:\n    - channel\n",
        ),
        (
            "f/lab/bench.resource.yaml",
            "value:\n  host: bench\nresource_type: c_bench\n",
        ),
        (
            "f/lab/token.variable.yaml",
            "value: abc\nis_secret: false\ndescription: ''\n",
        ),
        (
            "f/lab/daily.schedule.yaml",
            "summary: Daily\nschedule: 0 0 6 * * *\ntimezone: UTC\nenabled: true\nis_flow: false\nscript_path: f/lab/measure\nargs:\n  sample: water\n",
        ),
        (
            "f/lab/hook.http_trigger.yaml",
            "script_path: f/lab/notify\nis_flow: false\nroute_path: hook\nhttp_method: post\nrequest_type: sync\n\
             authentication_method: none\nis_static_website: false\nworkspaced_route: false\nwrap_body: false\n\
             raw_string: false\n",
        ),
        (
            "c_bench.resource-type.yaml",
            "schema:\n  type: object\n  properties:\n    host:\n      type: string\ndescription: A bench\n",
        ),
    ];
    Base {
        name: "made".to_owned(),
        files: files.map(|(p, t)| (p.to_owned(), t.to_owned())).into(),
    }
}

const MEASURE: &str = "from typing import TypedDict
import wmill


class c_bench(TypedDict):
    host: str


def main(sample: str, bench: c_bench | None = None, times: int = 3):
    token = wmill.get_variable(\"f/lab/token\")
    return {\"sample\": sample, \"values\": [1, 2, 3], \"token\": token}
";

const ORCHESTRATE: &str = "from wmill import task, workflow, step


@task()
async def load(name: str):
    return name


@workflow
async def run(name: str):
    first = await load(name)
    second = await load(first)
    return second
";

const FLOW: &str = "summary: Everything
description: A bit of all there is
value:
  preprocessor_module:
    id: preprocessor
    value:
      type: rawscript
      language: python3
      lock: '# py: 3.12'
      content: '!inline prepare.py'
      input_transforms:
        event:
          type: javascript
          expr: flow_input.event
  modules:
    - id: weigh
      summary: Weigh it
      value:
        type: rawscript
        language: python3
        lock: '# py: 3.12'
        content: '!inline weigh.py'
        input_transforms:
          sample:
            type: javascript
            expr: flow_input.sample
          factor:
            type: static
            value: 2.5
    - id: again
      summary: Until it is light
      value:
        type: whileloopflow
        skip_failures: false
        modules:
          - id: lighter
            stop_after_if:
              expr: result.done
            value:
              type: rawscript
              language: python3
              lock: '# py: 3.12'
              content: |
                def main(round: int):
                    return {\"done\": round > 3}
              input_transforms:
                round:
                  type: javascript
                  expr: flow_input.iter.index
    - id: approve
      summary: Ask
      suspend:
        required_events: 1
        show_on_home: true
        timeout: 3600
      value:
        type: identity
    - id: choose
      value:
        type: branchone
        branches:
          - summary: Heavy
            expr: results.weigh.weight > 3
            modules:
              - id: heavy
                value:
                  type: script
                  path: f/lab/notify
                  input_transforms:
                    channel:
                      type: static
                      value: '#lab'
        default:
          - id: light
            value:
              type: script
              path: f/lab/measure
              input_transforms:
                sample:
                  type: javascript
                  expr: results.weigh.sample
                bench:
                  type: static
                  value: $res:f/lab/bench
    - id: helper
      value:
        type: aiagent
        input_transforms:
          provider:
            type: static
            value:
              kind: openai
              resource: $res:f/lab/bench
              model: gpt-4o
          output_type:
            type: static
            value: text
          user_message:
            type: javascript
            expr: flow_input.question
        tools:
          - id: look_up
            summary: look_up
            value:
              tool_type: flowmodule
              type: script
              path: f/lab/measure
              input_transforms: {}
          - id: tell
            summary: tell
            value:
              tool_type: flowmodule
              type: script
              path: f/lab/notify
              input_transforms: {}
    - id: each
      value:
        type: forloopflow
        skip_failures: false
        iterator:
          type: javascript
          expr: flow_input.samples
        modules:
          - id: measured
            value:
              type: script
              path: f/lab/measure
              input_transforms:
                sample:
                  type: javascript
                  expr: flow_input.iter.value
                times:
                  type: javascript
                  expr: flow_input.limit
    - id: last
      summary: The end
      value:
        type: script
        path: f/lab/notify
        input_transforms:
          channel:
            type: javascript
            expr: '`#${results.weigh.sample}`'
          times:
            type: javascript
            expr: results.each.length
  failure_module:
    id: failure
    value:
      type: script
      path: f/lab/notify
      input_transforms:
        channel:
          type: javascript
          expr: error.message
  groups:
    - summary: Start
      start_id: weigh
      end_id: again
schema:
  type: object
  order:
    - sample
    - samples
    - question
    - limit
    - quick
  properties:
    sample:
      type: string
    samples:
      type: array
      items:
        type: string
    question:
      type: string
    limit:
      type: integer
    quick:
      type: object
      properties:
        mode:
          type: string
  required:
    - sample
    - samples
    - limit
";
