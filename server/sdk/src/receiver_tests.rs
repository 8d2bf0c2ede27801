//! Scripts with a cursor, and which member of the SDKs is under it.

use proptest::prelude::*;

use super::*;
use lang::Program;
use syntax::Language;

fn at(marked: &str) -> (Program, usize) {
    let offset = marked.find("<|>").expect("a cursor");
    let text = marked.replace("<|>", "");
    (Program::new(Some(Language::Python), text.into()), offset)
}

/// `Class.member`, `module.name` or `module`; with a `?` for what the SDK does not have.
fn shown(target: &SdkTarget<'_>) -> String {
    let name = match target.class {
        Some(class) => format!("{}.{}", class.class.name, target.name),
        None if target.is_module => target.module.name().to_owned(),
        None => format!("{}.{}", target.module.name(), target.name),
    };
    let known = target.member.is_some() || target.is_module;
    name + if known { "" } else { "?" }
}

fn meant(marked: &str) -> Option<String> {
    let (script, offset) = at(marked);
    let found = sdk_target_at(&script, offset, &Sdks::default());
    let listed = sdk_targets(&script, &Sdks::default());
    let listed = listed.into_iter().find(|t| t.span.touches(offset));
    let found = found.map(|t| shown(&t));
    assert_eq!(found, listed.map(|t| shown(&t)), "{marked}");
    found
}

#[test]
fn receivers_that_are_known() {
    let rows = [
        // Imports in every form.
        ("import wmill\nwmill.get_<|>variable", "wmill.get_variable"),
        ("import wmill as w\nw.Win<|>dmill()", "wmill.Windmill"),
        (
            "import wmill as w\nw.Windmill().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "from wmill import Windmill as W\nW().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "from wmill.client import Client\nClient().get_res<|>ource",
            "Client.get_resource",
        ),
        (
            "from wmill.client import Client\nClient().get_res<|>orce",
            "Client.get_resorce?",
        ),
        (
            "from wmill.client import Windmill\nWindmill().who<|>ami",
            "Windmill.whoami",
        ),
        (
            "import wmill.client\nwmill.client.Client().get_ver<|>sion",
            "Client.get_version",
        ),
        (
            "import wmill.client as c\nc.Client().get_ver<|>sion",
            "Client.get_version",
        ),
        (
            "from wmill import client\nclient.Client().get_ver<|>sion",
            "Client.get_version",
        ),
        (
            "import skyvern\nskyvern.Skyvern(api_key='').agent.run_<|>task",
            "AgentClient.run_task",
        ),
        (
            "from skyvern import Skyvern\nSkyvern().run_<|>task",
            "Skyvern.run_task",
        ),
        (
            "from skyvern import Skyvern\nSkyvern().get_<|>run",
            "AsyncSkyvern.get_run",
        ),
        ("from skyvern import Sky<|>vern", "skyvern.Skyvern"),
        ("from skyvern import Skyvern as S<|>", "skyvern.Skyvern"),
        ("import sky<|>vern", "skyvern"),
        (
            "from skyvern.client import Skyvern\nSkyvern().run_<|>task",
            "Skyvern.run_task",
        ),
        (
            "from skyvern.client import AsyncSkyvern\nAsyncSkyvern().age<|>nt",
            "AsyncSkyvern.agent",
        ),
        (
            "from wmill import *\nWindmill().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "def main():\n  import wmill\n  wmill.datatable().que<|>ry",
            "DataTableClient.query",
        ),
        // Chains and results of calls.
        (
            "import wmill\nwmill.datatable().query('é').fetch_<|>one()",
            "SqlQuery.fetch_one",
        ),
        (
            "import wmill\nwmill.datatable().quer<|>ry('')",
            "DataTableClient.querry?",
        ),
        (
            "import wmill\nwmill.ducklake('é').query('').fetch<|>()",
            "SqlQuery.fetch",
        ),
        (
            "import wmill\nwmill.Windmill().datatable().que<|>ry",
            "DataTableClient.query",
        ),
        (
            "import wmill\n(wmill\n .datatable()\n .que<|>ry)",
            "DataTableClient.query",
        ),
        (
            "from skyvern import Skyvern\nSkyvern.local().agent.get_<|>run",
            "AgentClient.get_run",
        ),
        (
            "from skyvern import Skyvern\nSkyvern().schedules.lis<|>t('x')",
            "AsyncSchedulesClient.list",
        ),
        (
            "import wmill\nwmill.Windmill.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nwmill.Windmill().vers<|>ion",
            "Windmill.version",
        ),
        (
            "import wmill\nx = f'é{wmill.datatable().que<|>ry}'",
            "DataTableClient.query",
        ),
        // Assignments.
        (
            "import wmill\nc = wmill.Windmill()\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\na = b = wmill.Windmill()\nb.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nW = wmill.Windmill\nW().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nw = wmill\nw.Windmill().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "from skyvern import Skyvern\na = Skyvern().agent\na.run_<|>task",
            "AgentClient.run_task",
        ),
        (
            "import wmill\nq = wmill.datatable().query\nq('').fetch<|>",
            "SqlQuery.fetch",
        ),
        (
            "import wmill\nif (c := wmill.Windmill()).get_<|>job: pass",
            "Windmill.get_job",
        ),
        (
            "import wmill\nif (c := wmill.Windmill()): c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc = None\nif x: c = wmill.Windmill()\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc = wmill.Windmill()\nc = wmill.Windmill('é')\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc = wmill.Windmill() if x else None\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc = d or wmill.Windmill()\nd = wmill.Windmill()\nc.get_<|>job",
            "Windmill.get_job",
        ),
        // Annotations.
        (
            "from skyvern import Skyvern\ndef f(c: Skyvern): c.age<|>nt",
            "Skyvern.agent",
        ),
        (
            "import wmill\ndef f(a, c: wmill.Windmill = None): c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\ndef f(*, c: 'wmill.Windmill'): c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nfrom typing import Optional\nc: Optional[wmill.Windmill] = g()\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc: wmill.Windmill | None = None\nc.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nc: None | wmill.Windmill\nc.get_<|>job",
            "Windmill.get_job",
        ),
        // `with`.
        (
            "from skyvern import Skyvern\nasync def f():\n  async with Skyvern() as s:\n    s.run_<|>task",
            "Skyvern.run_task",
        ),
        (
            "import wmill\nwith a() as b, wmill.Windmill() as c:\n  c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nwith (wmill.Windmill() as c):\n  c.get_<|>job",
            "Windmill.get_job",
        ),
        // The script's own functions and classes.
        (
            "import wmill\ndef f() -> wmill.Windmill: ...\nf().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\ndef f():\n  return wmill.Windmill()\nf().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\ndef f(x):\n  if x:\n    return None\n  c = wmill.Windmill()\n  return c\nf(1).get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nasync def f():\n  return wmill.Windmill()\nasync def g():\n  (await f()).get_<|>job",
            "Windmill.get_job",
        ),
        (
            "from functools import lru_cache\nimport wmill\n@lru_cache(None)\ndef f():\n  return wmill.Windmill()\nf().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  def __init__(self):\n    self.c = wmill.Windmill()\n  def f(self):\n    self.c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  def __init__(self, c: wmill.Windmill):\n    self.c = c\nA(1).c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  c: wmill.Windmill\n  def f(me): me.c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  @property\n  def c(self):\n    return wmill.Windmill()\na = A()\na.c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  def c(self):\n    return wmill.Windmill()\nA().c().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  @staticmethod\n  def c(): return wmill.Windmill()\nA.c().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass A:\n  def __enter__(self):\n    return wmill.Windmill()\nwith A() as c:\n  c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nclass B:\n  pass\nclass A:\n  c = None\n  def s(self):\n    self.c = wmill.Windmill()\n  def f(self): self.c.get_<|>job",
            "Windmill.get_job",
        ),
        // A local name hides nothing here.
        (
            "import wmill\nclass A:\n  wmill = 1\n  def f(self):\n    wmill.Windmill().get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\ndef f():\n  c = 1\ndef g():\n  c = wmill.Windmill()\n  c.get_<|>job",
            "Windmill.get_job",
        ),
        (
            "import wmill\nx = [wmill.Windmill().get_<|>job(i) for i in y]",
            "Windmill.get_job",
        ),
    ];
    for (marked, want) in rows {
        assert_eq!(meant(marked).as_deref(), Some(want), "{marked}");
    }
}

#[test]
fn receivers_that_are_not_known() {
    for marked in [
        "c.get_<|>job",
        "from other import Windmill\nWindmill().get_<|>job",
        "from .wmill import Windmill\nWindmill().get_<|>job",
        "import wmill\nwmill.get_resource('x').get_<|>job",
        "import wmill\nx.Windmill().get_<|>job",
        "import wmill\n'wmill.Windmill().get_<|>job'",
        "import wmill\ndef f(c): c.get_<|>job\nf(wmill.Windmill())",
        "import wmill\ndef f(c=wmill.Windmill()): c.get_<|>job",
        "import wmill\ndef f(*c: wmill.Windmill): c.get_<|>job",
        "import wmill\ndef f(c: 'Any'): c.get_<|>job",
        "import wmill\nc = wmill.Windmill()\nc = 1\nc.get_<|>job",
        "import wmill\nc = wmill.Windmill()\nc = wmill.datatable()\nc.get_<|>job",
        "import wmill\nc = wmill.Windmill()\ndel c\nc.get_<|>job",
        "import wmill\nc = wmill.Windmill()\nc += 1\nc.get_<|>job",
        "import wmill\nc = wmill.Windmill()\nfor c in x: c.get_<|>job",
        "import wmill\nc = wmill.Windmill()\nx = [c.get_<|>job for c in y]",
        "import wmill\nc = wmill.Windmill()\nx = lambda c: c.get_<|>job",
        "import wmill\nc = wmill.Windmill()\ndef f(c): c.get_<|>job",
        "import wmill\nc = wmill.Windmill()\ndef f():\n  c = g()\n  c.get_<|>job",
        "import wmill\nc = wmill.Windmill()\ndef f():\n  global c\n  c = 1\nc.get_<|>job",
        "import wmill\nc, d = wmill.Windmill(), 1\nc.get_<|>job",
        "import wmill\nwith open('x') as c: c.get_<|>job",
        "import wmill\ntry: pass\nexcept E as c: c.get_<|>job",
        "import wmill\nc = wmill.Windmill() if x else y\nc.get_<|>job",
        "import wmill\nc: object = wmill.Windmill()\nc.get_<|>job",
        "import wmill\nc: list[wmill.Windmill] = x\nc.get_<|>job",
        "import wmill\nc: wmill.Windmill | str = x\nc.get_<|>job",
        "import wmill\nc: type[wmill.Windmill] = x\nc.get_<|>job",
        "import wmill\nclass W(wmill.Windmill): pass\nW().get_<|>job",
        "import wmill\nclass W(wmill.Windmill): pass\nwmill.Windmill().get_<|>job",
        "import wmill\nclass W(wmill.Windmill):\n  def f(self): self.get_<|>job",
        "import wmill\nwmill.Windmill = Fake\nwmill.Windmill().get_<|>job",
        "import wmill\nc = wmill.Windmill()\nc.get_job = f\nc.get_<|>job",
        "import wmill\nasync def f(): return wmill.Windmill()\nf().get_<|>job",
        "import wmill\nasync def f(): (await wmill.Windmill()).get_<|>job",
        "import wmill\n@decorated\ndef f(): return wmill.Windmill()\nf().get_<|>job",
        "import wmill\ndef f():\n  yield wmill.Windmill()\nf().get_<|>job",
        "import wmill\ndef f(x):\n  if x: return 1\n  return wmill.Windmill()\nf(1).get_<|>job",
        "import wmill\ndef f(): return f()\nf().get_<|>job",
        "import wmill\nclass A:\n  def __init__(self): self.c = wmill.Windmill()\n  def s(self, c): self.c = c\n  def f(self): self.c.get_<|>job",
        "import wmill\nclass A:\n  def __init__(self): self.c = wmill.Windmill()\na = A()\na.c = x\na.c.get_<|>job",
        "import wmill\nclass A:\n  def __init__(self): self.c = wmill.Windmill()\n  def f(self): self.c.get_<|>job\nclass B(A):\n  def __init__(self): self.c = 1",
        "import wmill\nclass A:\n  def __init__(self): self.c, d = wmill.Windmill(), 1\n  def f(self): self.c.get_<|>job",
        "import wmill\nclass A(Other):\n  def f(self): self.c.get_<|>job",
        "import wmill\nclass A:\n  @staticmethod\n  def f(self): self.get_<|>job",
        "try:\n  import wmill\nexcept ImportError:\n  wmill = fake\nwmill.Windmill().get_<|>job",
        "import wmill\nwmill.datatable().query('').fetch_one().get_<|>job",
        "from skyvern import Skyvern\nasync def f():\n  c = await Skyvern().launch_cloud_browser()\n  c.run_<|>task",
        "from skyvern import *\nfrom other import *\nSkyvern().run_<|>task",
        "import wmill\nwmill = 1\nwmill.Windmill().get_<|>job",
        "import wmill\ndef main(wmill): wmill.Windmill().get_<|>job",
        "import wmill\nmatch x:\n  case c: c.get_<|>job",
        "import wmill\nf(wmill.Windmill(), get_<|>job=1)",
        "import wmill # wmill.Windmill().get_<|>job",
    ] {
        assert_eq!(meant(marked), None, "{marked}");
    }
}

fn before_dot(marked: &str) -> Option<(String, String, usize)> {
    let (script, offset) = at(marked);
    let sdks = Sdks::default();
    let found = sdk_receiver_at(&script, offset, &sdks)?;
    let name = match found.known {
        Known::Module(module) => module.name().to_owned(),
        Known::Class(class) => format!("type {}", class.class.name),
        Known::Instance(class) => class.class.name.value.clone(),
        Known::Function(function) => format!("{}()", function.function.name),
    };
    Some((name, found.typed.value.clone(), found.members(&sdks).len()))
}

#[test]
fn what_stands_before_a_dot() {
    let rows = [
        ("import wmill\nwmill.<|>", "wmill", ""),
        (
            "import wmill\nwmill.datatable().<|>\nx = 1",
            "DataTableClient",
            "",
        ),
        (
            "import wmill\nwmill.datatable().qu<|>",
            "DataTableClient",
            "qu",
        ),
        (
            "from skyvern import Skyvern\nclient = Skyvern()\nclient.agent.<|>",
            "AgentClient",
            "",
        ),
        (
            "from skyvern import Skyvern\ndef main(c: Skyvern):\n    x = c.<|>\n    return x",
            "Skyvern",
            "",
        ),
        (
            "import wmill\ndef main():\n    return wmill.Windmill.<|>",
            "type Windmill",
            "",
        ),
        ("import wmill\nf(wmill.Windmill().<|>)", "Windmill", ""),
        (
            "import wmill\nx = f'é{wmill.Windmill().<|>}'",
            "Windmill",
            "",
        ),
        ("import wmill.client\nwmill.client.<|>", "wmill.client", ""),
    ];
    for (marked, name, typed) in rows {
        let found = before_dot(marked);
        let (n, t, members) = found.unwrap_or_else(|| panic!("{marked}"));
        assert_eq!((n.as_str(), t.as_str()), (name, typed), "{marked}");
        assert!(members > 0, "{marked}");
    }
    for marked in [
        "import wmill\nc.<|>",
        "import wmill\n1.<|>",
        "import wmill\nwmill<|>",
        "import wmill\n'wmill.<|>'",
        "import wmill\nwmill.get_resource('x').<|>",
        "import wmill\ndef f(wmill):\n  wmill.<|>",
        "<|>",
    ] {
        assert_eq!(before_dot(marked), None, "{marked}");
    }
}

#[test]
fn what_a_name_holds() {
    let held = |marked: &str| {
        let (script, offset) = at(marked);
        sdk_known_at(&script, offset, &Sdks::default())
    };
    let instance = |found: Option<Known<'_>>, name: &str| matches!(found, Some(Known::Instance(c)) if c.class.name.value == name);
    let c = held("import wmill\nc = wmill.Windmill()\nc<|>.get_job");
    assert!(instance(c, "Windmill"));
    let agent = held("from skyvern import Skyvern\nSkyvern().age<|>nt.run_task");
    assert!(instance(agent, "AgentClient"));
    assert_eq!(held("import wmill\nc<|> = 1"), None);
}

#[test]
fn deep_and_circular_code_does_no_harm() {
    let chain = ".query".repeat(5_000);
    let text = format!("import wmill\nx = wmill.datatable(){chain}\ny = x\nx = y\nx.fetch<|>");
    assert_eq!(meant(&text), None);
    let many: String = (0..300).map(|i| format!("c{} = c{i}\n", i + 1)).collect();
    let text = format!("import wmill\nc0 = wmill.Windmill()\n{many}c300.get_<|>job");
    let (script, offset) = at(&text);
    assert_eq!(sdk_target_at(&script, offset, &Sdks::default()), None);
}

proptest! {
    #[test]
    fn any_text_and_place(text in "(import wmill|from skyvern import Skyvern|wmill|Skyvern|self|c|\\.|,|\\(|\\)|def f|class A|:|=|'|#|\n|  |é|as |with |await |return |\\PC){0,16}") {
        let script = Program::new(Some(Language::Python), format!("import wmill\n{text}").into());
        let sdks = Sdks::default();
        for offset in 0..=script.text.len() + 1 {
            if let Some(found) = sdk_target_at(&script, offset, &sdks) {
                prop_assert!(found.span.touches(offset));
            }
            if let Some(found) = sdk_receiver_at(&script, offset, &sdks) {
                prop_assert_eq!(found.typed.span.slice(&script.text), &found.typed.value);
            }
            sdk_known_at(&script, offset, &sdks);
        }
        for found in sdk_targets(&script, &sdks) {
            prop_assert!(script.text.get(found.span.range()).is_some());
        }
    }
}
