//! Scripts, and what they get wrong of the SDK.

use crate::script::{Script, ScriptLanguage};

/// The mistakes as `name[text of the place]: kind`.
fn found(text: &str) -> Vec<String> {
    let script = |t: &str| Script::new(ScriptLanguage::Python3, t.into());
    let (lazy, settled) = (script(text), script(text).settled());
    assert_eq!(lazy.sdk_misuses(), settled.sdk_misuses(), "{text}");
    let shown = |m: &super::SdkMisuse| format!("{}[{}]: {:?}", m.name, m.span.slice(text), m.kind);
    lazy.sdk_misuses().iter().map(shown).collect()
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
        "import wmill\nwmill.get_variable('x')\nwmill.S3Object(s3='é')\nwmill.Windmill().nope()\n",
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
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from wmill import nope\n",
        "# requirements:\n# wmill==1.300.0\nimport wmill\nwmill.nope()\n",
        "# /// script\n# dependencies = [\"wmill>=2\"]\n# ///\nimport wmill\nwmill.nope()\n",
        "from .wmill import nope\nfrom f.lib import wmill\nwmill.nope()\n",
        "import wmill.client\nwmill.client.nope\n",
        "import wmill\nwmill.nope(\n",
        "import wmill\nx = 'wmill.nope()'  # wmill.nope()\n",
        "from wmill import run_script\n",
        "from wmill import task\n@task\nasync def f(): pass\n",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}
