//! Scripts, and what they get wrong of the SDK.

use lang::Program;
use syntax::Language;

/// The mistakes as `name[text of the place]: kind`.
fn found(text: &str) -> Vec<String> {
    let script = Program::new(Some(Language::Python), text.into());
    let found = crate::sdk_misuses_in(&script, &crate::Sdks::default());
    let shown = |m: &crate::SdkMisuse| format!("{}[{}]: {:?}", m.name, m.span.slice(text), m.kind);
    found.iter().map(shown).collect()
}

#[test]
fn mistakes_are_found() {
    let rows: &[(&str, &[&str])] = &[
        (
            "import wmill\ndef main():\n  é = wmill.get_varible('x')\n",
            &["get_varible[get_varible]: Unknown"],
        ),
        (
            "import wmill as w\nw.no()\nw.no\n",
            &["no[no]: Unknown", "no[no]: Unknown"],
        ),
        (
            "from wmill import get_variable, nope as n\nn()\n",
            &["nope[nope]: Unknown"],
        ),
        (
            "def main():\n  from wmill import (nope,)\n",
            &["nope[nope]: Unknown"],
        ),
        (
            "import wmill\nwmill.get_variable()\n",
            &["get_variable[get_variable]: Missing([\"path\"])"],
        ),
        (
            "from wmill import get_variable as g\ng(name='x')\n",
            &["get_variable[name]: UnknownKeyword(\"name\")"],
        ),
        (
            "from wmill import *\nget_variable('a', 'b', 'c')\n",
            &["get_variable['b']: TooMany(1)"],
        ),
        (
            "import wmill\nwmill.get_variable(x for x in y)\nwmill.get_variable(\n  # é\n)\n",
            &["get_variable[get_variable]: Missing([\"path\"])"],
        ),
        (
            "import wmill\nwmill.run_script(path='x')\n",
            &["run_script[run_script]: Deprecated"],
        ),
        (
            "import wmill\nwmill.set_resource(value=1, type='x')\n",
            &["set_resource[type]: UnknownKeyword(\"type\")"],
        ),
        (
            "import wmill\n@wmill.task(tags='x')\nasync def f(): pass\n",
            &["task[tags]: UnknownKeyword(\"tags\")"],
        ),
        (
            "import wmill\nwmill.get_variable('a', path='é')\n",
            &["get_variable[path]: Twice(\"path\")"],
        ),
        (
            "import wmill\nwmill . get_variable ()\nwmill. \\\n  nope\n",
            &[
                "get_variable[get_variable]: Missing([\"path\"])",
                "nope[nope]: Unknown",
            ],
        ),
        (
            "import wmill\nx: wmill.Nope = {}\n",
            &["Nope[Nope]: Unknown"],
        ),
        (
            "import wmill.client\nwmill.get_variable()\n",
            &["get_variable[get_variable]: Missing([\"path\"])"],
        ),
        (
            "import wmill\nwmill.TaskError('x', 'y')\n",
            &["TaskError['y']: TooMany(1)"],
        ),
        // Members of objects.
        (
            "import wmill\nwmill.Windmill().nope()\n",
            &["nope[nope]: Unknown"],
        ),
        (
            "import wmill\nwmill.datatable().querry('é')\n",
            &["querry[querry]: Unknown"],
        ),
        (
            "import wmill\nwmill.datatable().query('é').fetch_one(1)\n",
            &["fetch_one[1]: TooMany(0)"],
        ),
        (
            "import wmill\nwmill.datatable().query()\n",
            &["query[query]: Missing([\"sql\"])"],
        ),
        (
            "import wmill\nwmill.Windmill(tokn='x')\n",
            &["Windmill[tokn]: UnknownKeyword(\"tokn\")"],
        ),
        (
            "from wmill import Windmill\nc = Windmill()\ndef main():\n  c.run_script(path='é')\n",
            &["run_script[run_script]: Deprecated"],
        ),
        (
            "from wmill.client import Client\nClient().get_resorce('x')\n",
            &["get_resorce[get_resorce]: Unknown"],
        ),
        (
            "from skyvern import Skyvern\nclient = Skyvern(api_key='é')\nclient.agent.run_task(prompt='x', engin='y')\n",
            &["run_task[engin]: UnknownKeyword(\"engin\")"],
        ),
        (
            "import skyvern\nasync def main(c: skyvern.Skyvern):\n  await c.run_tsk('x')\n  await c.get_run()\n",
            &[
                "run_tsk[run_tsk]: Unknown",
                "get_run[get_run]: Missing([\"run_id\"])",
            ],
        ),
        (
            "import wmill\nclass A:\n  def __init__(self):\n    self.c = wmill.Windmill()\n  def f(self):\n    return self.c.get_jobs()\n",
            &["get_jobs[get_jobs]: Unknown"],
        ),
        (
            "import wmill\ntry:\n  wmill.nope()\nexcept Exception: pass\n",
            &["nope[nope]: Unknown"],
        ),
    ];
    for (text, want) in rows {
        assert_eq!(found(text), *want, "{text}");
    }
}

#[test]
fn what_is_right_or_unknown_is_left_alone() {
    for text in [
        "",
        "import wmill\nwmill.get_variable('x')\nwmill.S3Object(s3='é')\n",
        "import wmill\nwmill.json.dumps(wmill.os.environ)\nwmill.client.nope\nwmill.dt\nwmill._x\nwmill.__version__\n",
        "import wmill\nwmill.get_variable(*a)\nwmill.get_variable(**a)\nmap(wmill.get_variable, x)\n",
        "import wmill\nwmill.get_resource('x')['a'].nope()\nwmill.Windmill.nope\n",
        "import wmill\ndef f(wmill):\n  wmill.nope()\n",
        "wmill = f()\nwmill.nope()\n",
        "try:\n  import wmill\nexcept ImportError:\n  wmill = None\nwmill.nope()\n",
        "try:\n  from wmill import nope\nexcept ImportError:\n  nope = None\n",
        "try:\n  from wmill import nope\nexcept:\n  nope = None\n",
        "import wmill\ntry:\n  wmill.nope()\nexcept AttributeError: pass\n",
        "import wmill\nif hasattr(wmill, 'nope'):\n  wmill.nope()\n",
        "import wmill\nwmill.nope = f\nwmill.nope()\n",
        "import wmill\ndef f(c: wmill.Windmill):\n  if isinstance(c, dict):\n    c.items()\n",
        "import wmill\ndef f(c: wmill.Windmill):\n  match c:\n    case dict():\n      c.items()\n",
        "import wmill\nif True: wmill.nope = f\nwmill.nope()\n",
        "import wmill\ntry: pass\nexcept E: pass\nelse: wmill.nope = f\nwmill.nope()\n",
        "import wmill\ndef f():\n  return 1\n  if x:\n    wmill.nope()\n  wmill.get_variable()\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from wmill import nope\n",
        "# requirements:\n# wmill==1.300.0\nimport wmill\nwmill.nope()\n",
        "# /// script\n# dependencies = [\"wmill>=2\"]\n# ///\nimport wmill\nwmill.nope()\n",
        "from .wmill import nope\nfrom f.lib import wmill\nwmill.nope()\n",
        "import wmill.client\nwmill.client.nope\n",
        "import wmill\nwmill.nope(\n",
        "import wmill\nx = 'wmill.nope()'  # wmill.nope()\n",
        "from wmill import run_script\n",
        "import wmill\nwmill.datatable().query('x', 1, 2).fetch_one()\nwmill.ducklake().query('x', a=1).execute()\n",
        "import wmill\nc = wmill.Windmill()\nc.base_url, c.workspace, c.headers, c.state\nc.state = 1\nc._x\nc.__dict__\n",
        "import wmill\nc = wmill.Windmill()\nif hasattr(c, 'nope'): c.nope()\n",
        "import wmill\nc = wmill.Windmill()\ntry:\n  c.nope()\nexcept AttributeError: pass\n",
        "import wmill\nc = wmill.Windmill()\nc.nope = 1\nc.nope\n",
        "import wmill\nwmill.Windmill.get_job(c, 'x')\nwmill.Windmill.get_shared_state('x')\n",
        "import wmill\nclass W(wmill.Windmill):\n  def nope(self): pass\ndef f(w: wmill.Windmill): w.nope()\n",
        "import wmill\nwmill.S3Object(s3='x').nope\nwmill.TaskError('x').nope\nwmill.duckdb_connection_settings().nope\n",
        "import wmill\nwmill.Windmill(**a).get_job(*b)\n",
        "# requirements:\n# skyvern==0.1.0\nfrom skyvern import Skyvern\nSkyvern().nope()\n",
        "from skyvern import Skyvern\nSkyvern()\nSkyvern(base_url='x', api_key='y')\n",
        "from skyvern import Skyvern\nc = Skyvern()\nc.run_workflow(workflow_id='x')\nc.run_workflow(agent_id='x')\nc.agent.run_task(prompt='x', model={})\nc.agent.get_workflows()\n",
        "from skyvern import Skyvern\nSkyvern.local(settings={}, use_in_memory_db=True)\nSkyvern(browser_path='x').workflows.create()\nSkyvern().agent.whatever()\n",
        "import wmill\nwmill.Windmill.get_job(wmill.Windmill(), 'x')\nfrom wmill import get_variable\nget_variable.cache('a', 'b')\n",
        "from skyvern import RunEngine\nimport skyvern\nRunEngine.anything\nskyvern.anything()\n",
        "from wmill import task\n@task\nasync def f(): pass\n",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_is_installed_decides() {
    let source = "class Windmill:\n    def brand_new(self, x): ...\n\ndef fresh(a, b=1): ...\n";
    let sdk = crate::Sdk::from_source(&[("client.py", source)], "3.0");
    let sdks = crate::Sdks {
        wmill: Some(&sdk),
        skyvern: None,
    };
    let found = |text: &str| {
        let script = Program::new(Some(Language::Python), text.into());
        let found = crate::sdk_misuses_in(&script, &sdks);
        let shown = |m: &crate::SdkMisuse| format!("{}: {:?}", m.name, m.kind);
        found.iter().map(shown).collect::<Vec<_>>()
    };
    let text = "import wmill\nwmill.fresh(1)\nwmill.Windmill().brand_new(1)\n";
    assert_eq!(found(text), Vec::<String>::new());
    let text =
        "import wmill\nwmill.fresh(c=1)\nwmill.get_variable('x')\nwmill.Windmill().get_job()\n";
    assert_eq!(
        found(text),
        [
            "fresh: UnknownKeyword(\"c\")",
            "get_variable: Unknown",
            "get_job: Unknown"
        ]
    );
}
