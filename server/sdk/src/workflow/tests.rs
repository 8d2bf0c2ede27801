//! Workflows, and what they get wrong.

use super::{WorkflowMistake, WorkflowMistakeKind, is_plain, mistakes};
use lang::Program;
use syntax::Language;

const HEAD: &str = "import wmill as w, asyncio, time, datetime as dt\n\
from wmill import workflow, task, task_script as ts, step, sleep, TaskError\n\
from os import environ, getenv\nfrom random import randint as r\nimport urllib.request\n\
@task\nasync def a(x): ...\n@w.task(tag='é')\ndef b(x=1): ...\nc = ts('f/x/y')\n\
async def plain(x): ...\n@workflow\nasync def main(y):\n";

fn in_program(script: &Program) -> Vec<WorkflowMistake> {
    let python = script.python().filter(|_| !is_plain(script));
    python.map_or_else(Vec::new, |python| mistakes(script, python))
}

/// The mistakes of a workflow's body, as `kind[text of the place]`.
fn found(body: &str) -> Vec<String> {
    let indented: String = body.lines().map(|l| format!("  {l}\n")).collect();
    let text = format!("{HEAD}{indented}");
    let script = Program::new(Some(Language::Python), text.as_str().into());
    assert_eq!(script.problems(), [], "{text}");
    let mistakes = in_program(&script);
    let shown = mistakes.iter().map(|m| {
        let kind = match &m.kind {
            WorkflowMistakeKind::Unawaited { task, used, fix } => {
                let (task, used) = (u8::from(*task), u8::from(*used));
                format!("unawaited {task}{used} {}", fix.len())
            }
            WorkflowMistakeKind::Impure(kind) => format!("{kind:?}"),
            WorkflowMistakeKind::Swallowed { named } => format!("swallowed {named}"),
        };
        format!("{kind}[{}]", m.span.slice(&text))
    });
    shown.collect()
}

#[track_caller]
fn rows(rows: &[(&str, &[&str])]) {
    for (body, want) in rows {
        assert_eq!(&found(body), want, "{body}");
    }
}

#[test]
fn what_is_dropped() {
    rows(&[
        ("a(1)", &["unawaited 10 1[a]"]),
        ("b()\nc(x=1)", &["unawaited 10 1[b]", "unawaited 10 1[c]"]),
        ("w.sleep(3)", &["unawaited 00 1[w.sleep]"]),
        ("ts('f/a/b')(x=1)", &["unawaited 10 1[ts('f/a/b')]"]),
        ("t = w.task_flow('f/a/b')\nt(x=1)", &["unawaited 10 1[t]"]),
        ("if y:\n  for z in y:\n    a(z)", &["unawaited 10 1[a]"]),
        (
            "async def inner():\n  a(1)\nawait inner()",
            &["unawaited 10 1[a]"],
        ),
        ("q = a(1)", &["unawaited 10 1[a]"]),
        ("_ = step('x', lambda: 1)", &["unawaited 00 1[step]"]),
        ("plain(1)\nasyncio.sleep(1)", &[]),
        ("t = ts('f/a/b')\nreturn await t()", &[]),
        ("await a(1)\nawait sleep(1)\nawait ts('f/a/b')(x=1)", &[]),
    ]);
}

#[test]
fn what_is_taken_for_its_result() {
    rows(&[
        ("return a(1)['x']", &["unawaited 11 2[a]"]),
        ("return (a(1)).x", &["unawaited 11 1[a]"]),
        ("z = a(1) + 1", &["unawaited 11 1[a]"]),
        ("if b():\n  pass", &["unawaited 11 1[b]"]),
        ("for z in a(1):\n  print(z)", &["unawaited 11 1[a]"]),
        ("p, q = a(1)", &["unawaited 11 1[a]"]),
        ("return f'{a(1)}'", &["unawaited 11 1[a]"]),
        ("await b(a(1))", &["unawaited 11 1[a]"]),
        ("await c(x=a(1))", &["unawaited 11 1[a]"]),
        ("return len(a(1))", &["unawaited 11 1[a]"]),
        (
            "return {'x': a(1), 'y': [b()]}",
            &["unawaited 11 1[a]", "unawaited 11 1[b]"],
        ),
        ("z = a(1)\nreturn z['x']", &["unawaited 11 1[a]"]),
        ("z = a(1)\nawait b(z)", &["unawaited 11 1[a]"]),
        ("y += a(1)", &["unawaited 11 1[a]"]),
    ]);
}

#[test]
fn what_may_be_awaited() {
    rows(&[
        ("return a(1)", &[]),
        ("await asyncio.gather(a(1), b())", &[]),
        ("p, q = await asyncio.gather(a(1), b())", &[]),
        ("z = a(1)\nq = b()\nawait z\nreturn await q", &[]),
        ("z = a(1)\nawait asyncio.gather(z)", &[]),
        ("z = a(1)\nreturn z", &[]),
        ("z = a(1)\nprint(z.x)\nawait z", &[]),
        ("z = asyncio.create_task(a(1))\nawait z", &[]),
        ("z = [a(i) for i in y]\nawait asyncio.gather(*z)", &[]),
        ("await asyncio.gather(*(a(i) for i in y))", &[]),
        ("z = []\nz.append(a(1))\nawait asyncio.gather(*z)", &[]),
        ("z = {'a': a(1)}\nawait z['a']", &[]),
        ("z = a(1) if y else None\nif z:\n  await z", &[]),
        (
            "z = a(1)\nasync def inner():\n  return await z\nawait inner()",
            &[],
        ),
        ("await w.parallel(y, a)", &[]),
        ("await w.parallel(y, lambda x: a(x))", &[]),
        ("def inner():\n  a(1)\nreturn inner", &[]),
        ("(yield a(1))", &[]),
        ("a = plain\na(1)", &[]),
        ("def sleep(x): ...\nsleep(1)", &[]),
        ("self.a(1)", &[]),
        ("if (z := a(1)):\n  await z", &[]),
        ("async with a(1) as z:\n  pass", &[]),
        ("async for z in a(1):\n  pass", &[]),
    ]);
}

#[test]
fn what_comes_out_differently() {
    rows(&[
        ("return time.time()", &["Clock[time.time]"]),
        (
            "return dt.datetime.now(dt.timezone.utc)",
            &["Clock[dt.datetime.now]"],
        ),
        ("await a(r(1, 6))", &["Random[r]"]),
        ("with open('é') as f:\n  pass", &["File[open]"]),
        (
            "return urllib.request.urlopen(y)",
            &["Network[urllib.request.urlopen]"],
        ),
        ("return environ['HOST']", &["Environment[environ]"]),
        ("return environ.get('HOST')", &["Environment[environ.get]"]),
        ("return getenv('HOST', 'x')", &["Environment[getenv]"]),
        ("return [r(0, i) for i in y]", &["Random[r]"]),
        ("return await step('t', lambda: time.time())", &[]),
        (
            "def now():\n  return time.time()\nreturn await step('t', now)",
            &[],
        ),
        ("print(time.time())", &[]),
        (
            "return getenv('WM_JOB_ID') or environ['WM_TOKEN'] or getenv(y)",
            &[],
        ),
        ("return dt.datetime(2024, 1, 1)", &[]),
        ("time = y\nreturn time.time()", &[]),
        ("open = y\nreturn open('x')", &[]),
        ("import random\nrandom.seed(3)\nreturn r(1, 2)", &[]),
        ("return time.strftime('%Y', y)", &[]),
    ]);
}

#[test]
fn what_is_swallowed() {
    rows(&[
        (
            "try:\n  await a(1)\nexcept:\n  pass",
            &["swallowed false[except]"],
        ),
        (
            "try:\n  z = await asyncio.gather(a(1), b())\nexcept BaseException as e:\n  z = e",
            &["swallowed true[BaseException]"],
        ),
        (
            "try:\n  await sleep(1)\nexcept TaskError:\n  pass\nexcept (KeyError, BaseException):\n  pass",
            &["swallowed true[BaseException]"],
        ),
        ("try:\n  await a(1)\nexcept Exception:\n  pass", &[]),
        ("try:\n  await a(1)\nexcept:\n  print(1)\n  raise", &[]),
        (
            "try:\n  await a(1)\nexcept BaseException as e:\n  if y:\n    raise e",
            &[],
        ),
        (
            "try:\n  await a(1)\nexcept y.Pause:\n  raise\nexcept:\n  pass",
            &[],
        ),
        ("try:\n  int(y)\nexcept:\n  pass\nawait a(1)", &[]),
        ("try:\n  await plain(1)\nexcept:\n  pass", &[]),
        ("try:\n  int(y)\nexcept:\n  await a(1)", &[]),
        (
            "async def inner():\n  await a(1)\ntry:\n  z = inner\nexcept:\n  pass",
            &[],
        ),
        (
            "BaseException = KeyError\ntry:\n  await a(1)\nexcept BaseException:\n  pass",
            &[],
        ),
    ]);
}

#[test]
fn only_workflows_are_looked_at() {
    let script = |text: &str| {
        let script = Program::new(Some(Language::Python), text.into());
        in_program(&script).len()
    };
    let tail = "from wmill import task\n@task\nasync def a(): ...\n";
    let rows = [
        (
            "from wmill import workflow as flow\n@flow\nasync def main():\n  a()\n",
            1,
        ),
        (
            "import wmill\n@wmill.workflow\nasync def main():\n  a()\n",
            1,
        ),
        ("from wmill import workflow\nasync def main():\n  a()\n", 0),
        (
            "from wmill import workflow\n@workflow\ndef main():\n  a()\n",
            0,
        ),
        (
            "from other import workflow\n@workflow\nasync def main():\n  a()\n",
            0,
        ),
        (
            "from wmill import workflow\n@workflow\nasync def main(:\n  a()\n",
            0,
        ),
    ];
    for (head, want) in rows {
        assert_eq!(script(&format!("{head}{tail}")), want, "{head}");
    }
}
