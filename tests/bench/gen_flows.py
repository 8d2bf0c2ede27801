"""Makes flows that use the generated scripts, with every reference in scope and of a fitting type.

The mix of step kinds, optional fields and forms of expressions follows what public workspaces hold.
"""

from dataclasses import dataclass

import gen_scripts
from gen_inputs import Inputs, Scope, Source
from gen_scripts import NOUNS, REQUIRED, VERBS

KINDS = {"script": 477, "rawscript": 389, "flow": 39, "forloopflow": 38, "branchone": 35,
         "branchall": 29, "whileloopflow": 3, "aiagent": 2}
LANGUAGES = {"python3": 292, "bun": 83, "bash": 14}
# Words that the flow editor refuses as ids, or that are no names in JavaScript.
REFUSED = {"do", "bg", "ctx", "state", "if", "else", "for", "delete", "while", "new", "in", "as",
           "failure", "preprocessor", "Input", "Result", "Trigger", "is", "of", "var", "let", "try"}


@dataclass
class Flow:
    """A finished flow: `data` is the document, `files` what lies beside it, `inputs` its inputs."""

    path: str
    data: dict
    files: dict
    inputs: dict


class Builder(Inputs):
    """Collects one flow; `embedded` is the share of steps whose code stands in the document."""

    def __init__(self, rng, path, scripts, flows, embedded=0.06):
        super().__init__(rng)
        self.path, self.scripts, self.flows = path, scripts, flows
        self.embedded = embedded
        self.area = path.split("/")[1]
        self.letters = rng.random() < 0.6
        self.ids, self.files = set(), {}
        self.next_letter = 0
        self.scope = Scope()
        self.modules = []

    def add_step(self):
        """One more step at the top level."""
        self.modules.append(self.step(self.scope))

    def add_use(self, script):
        """A step at the top level that uses this script."""
        id_ = self.new_id(script.summary)
        value = {"type": "script", "input_transforms": self.transforms(script.params, self.scope),
                 "path": script.path}
        self.modules.append({"id": id_, "value": value})
        self.scope.sources.append(Source(id_, script.fields, "dict"))

    def finish(self):
        """The flow with its schema and special modules."""
        rng = self.rng
        value = {"modules": self.modules}
        if rng.random() < 0.15:
            value["failure_module"] = self.failure_module()
        if rng.random() < 0.02:
            value["preprocessor_module"] = self.preprocessor_module()
        if rng.random() < 0.1:
            value["same_worker"] = rng.random() < 0.5
        order = list(self.inputs)
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "order": order,
            "properties": {name: gen_scripts.property_of(self.inputs[name][0]) for name in sorted(order)},
            "required": [name for name in order if self.inputs[name][1]],
        }
        summary = self.path.split("/")[-1].replace("_", " ").capitalize()
        data = {"summary": summary, "description": "", "value": value, "schema": schema}
        return Flow(self.path, data, self.files, self.inputs)

    # Steps

    def step(self, scope, kind=None):
        rng = self.rng
        kind = kind or pick(rng, KINDS)
        if scope.depth >= 2 and kind not in ("script", "rawscript"):
            kind = "rawscript"
        if kind == "flow" and not self.flows:
            kind = "script"
        summary = f"{rng.choice(VERBS)} {rng.choice(NOUNS)}".capitalize()
        module = {"id": self.new_id(summary)}
        if kind == "rawscript" or rng.random() < 0.55:
            module["summary"] = summary
        make = getattr(self, f"{kind}_value")
        module["value"], source = make(module["id"], summary, scope)
        extras = self.extras(source, scope)
        if kind == "whileloopflow":
            extras["stop_after_if"] = {"expr": "!result || result.done", "skip_if_stopped": False}
        module.update(sorted(extras.items()))
        scope.sources.append(source)
        return module

    def script_value(self, id_, _summary, scope):
        script = self.rng.choice(self.scripts)
        transforms = self.transforms(script.params, scope)
        value = {"type": "script", "input_transforms": transforms, "path": script.path}
        return value, Source(id_, script.fields, "dict")

    def rawscript_value(self, id_, summary, scope):
        rng = self.rng
        language = pick(rng, LANGUAGES)
        script = gen_scripts.make(rng, language, summary, self.area, 2)
        value = {"type": "rawscript"}
        if rng.random() < self.embedded:
            value["content"] = script.text
            value["input_transforms"] = self.transforms(script.params, scope)
            if script.lock:
                value["lock"] = ""
        else:
            base = self.file_base(summary)
            name = f"{base}.inline_script.{gen_scripts.EXTENSIONS[language]}"
            self.files[name] = script.text
            value["content"] = "!inline " + name
            value["input_transforms"] = self.transforms(script.params, scope)
            if script.lock:
                self.files[f"{base}.inline_script.lock"] = script.lock
                value["lock"] = f"!inline {base}.inline_script.lock"
        value["language"] = language
        return value, Source(id_, script.fields, "dict" if script.fields else None)

    def flow_value(self, id_, _summary, scope):
        flow = self.rng.choice(self.flows)
        params = [(name, kind, REQUIRED) for name, (kind, need) in flow.inputs.items() if need]
        transforms = self.transforms(params, scope)
        value = {"type": "flow", "input_transforms": transforms, "path": flow.path}
        return value, Source(id_, [], None)

    def forloopflow_value(self, id_, _summary, scope):
        iterator = self.read("list", scope) or self.input_of("list", "items", True)
        modules = self.steps(scope.inner(1), 3)
        value = {"type": "forloopflow", "modules": modules,
                 "iterator": {"type": "javascript", "expr": iterator},
                 "parallel": self.rng.random() < 0.3, "skip_failures": self.rng.random() < 0.4}
        return value, Source(id_, [], "list")

    def whileloopflow_value(self, id_, _summary, scope):
        modules = self.steps(scope.inner(1), 2)
        return {"type": "whileloopflow", "modules": modules, "skip_failures": False}, Source(id_, [], "list")

    def branchone_value(self, id_, _summary, scope):
        branches = []
        for _ in range(self.rng.randint(1, 3)):
            condition = self.condition(scope)
            summary = f"{self.rng.choice(NOUNS)} found".capitalize()
            modules = self.steps(scope.inner(0), 2)
            branches.append({"summary": summary, "modules": modules, "expr": condition})
        default = self.steps(scope.inner(0), 1) if self.rng.random() < 0.5 else []
        return {"type": "branchone", "branches": branches, "default": default}, Source(id_, [], None)

    def branchall_value(self, id_, _summary, scope):
        branches = []
        for _ in range(self.rng.randint(2, 3)):
            modules = self.steps(scope.inner(0), 2)
            branches.append({"summary": "", "modules": modules,
                             "skip_failure": self.rng.random() < 0.3})
        return {"type": "branchall", "branches": branches, "parallel": True}, Source(id_, [], "list")

    def aiagent_value(self, id_, _summary, scope):
        message = self.read("str", scope) or self.input_of("str", "user_message", True)
        script = self.rng.choice(self.scripts)
        needed = sorted(name for name, kind, _ in script.params if kind != "db")
        inputs = {name: {"type": "ai"} for name in needed}
        if any(kind == "db" for _, kind, _ in script.params):
            inputs["db"] = self.database()
        tool_id = self.new_id("look up")
        provider = {"kind": "openai", "model": "gpt-4o", "resource": "$res:f/shared/ai_provider"}
        value = {
            "type": "aiagent",
            "input_transforms": {
                "output_type": {"type": "static", "value": "text"},
                "provider": {"type": "static", "value": provider},
                "user_message": {"type": "javascript", "expr": message},
            },
            "tools": [{"id": tool_id, "summary": "look_up", "value": {
                "type": "script", "input_transforms": inputs, "path": script.path,
                "tool_type": "flowmodule"}}],
        }
        return value, Source(id_, [], None)

    def steps(self, scope, most):
        return [self.step(scope) for _ in range(self.rng.randint(1, most))]

    def extras(self, source, scope):
        rng, extras = self.rng, {}
        if rng.random() < 0.10:
            extras["continue_on_error"] = True
        if rng.random() < 0.08:
            extras["retry"] = rng.choice([
                {"constant": {"attempts": 3, "seconds": 5}},
                {"exponential": {"attempts": 5, "multiplier": 2, "seconds": 3, "random_factor": 20}},
            ])
        if rng.random() < 0.07:
            extras["timeout"] = {"type": "static", "value": rng.choice([30, 120, 600])}
        if rng.random() < 0.055:
            extras["skip_if"] = {"expr": self.condition(scope)}
        if rng.random() < 0.02 and scope.depth == 0:
            extras["suspend"] = {"required_events": 1, "timeout": 1800}
        numbers = [name for name, kind in source.fields if kind == "int"]
        if numbers and rng.random() < 0.03:
            extras["stop_after_if"] = {"expr": f"result.{numbers[0]} === 0", "skip_if_stopped": True}
        if rng.random() < 0.006:
            extras["mock"] = {"enabled": False, "return_value": {"status": "open"}}
        if rng.random() < 0.004:
            extras["cache_ttl"] = 600
        return extras

    def failure_module(self):
        flow_name = self.path.split("/")[-1]
        return {"id": "failure", "value": {"type": "script", "input_transforms": {
            "flow_name": {"type": "static", "value": flow_name},
            "message": {"type": "javascript", "expr": "error.message"},
            "step_id": {"type": "javascript", "expr": "error.step_id"},
        }, "path": "f/shared/report_failure"}}

    def preprocessor_module(self):
        lines = ["def preprocessor(event: dict):", '    body = event.get("body") or {}', "    return {"]
        lines += [f'        "{name}": body.get("{name}"),' for name in self.inputs]
        self.files["preprocessor.inline_script.py"] = "\n".join(lines + ["    }"]) + "\n"
        self.files["preprocessor.inline_script.lock"] = "# py: 3.11\n"
        return {"id": "preprocessor", "value": {
            "type": "rawscript", "content": "!inline preprocessor.inline_script.py",
            "input_transforms": {}, "lock": "!inline preprocessor.inline_script.lock",
            "language": "python3"}}

    # Names

    def new_id(self, summary):
        if not self.letters:
            base = summary.lower().replace(" ", "_")
            id_, number = base, 2
            while id_ in self.ids:
                id_, number = f"{base}_{number}", number + 1
        else:
            while True:
                id_, rest = "", self.next_letter
                self.next_letter += 1
                while rest >= 0:
                    id_, rest = chr(97 + rest % 26) + id_, rest // 26 - 1
                if id_ not in REFUSED and id_ not in self.ids:
                    break
        self.ids.add(id_)
        return id_

    def file_base(self, summary):
        base = summary.lower().replace(" ", "_")
        name, number = base, 1
        while any(file.startswith(name + ".inline_script.") for file in self.files):
            name, number = f"{base}_{number}", number + 1
        return name


def pick(rng, weights):
    """A key of `weights`, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]
