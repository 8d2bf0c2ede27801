"""Fills the inputs of steps: what a place of a flow can read, and how people write it."""

import re
from dataclasses import dataclass, field

import gen_scripts
from gen_scripts import NOUNS, REQUIRED


@dataclass
class Source:
    """A step that later steps can read: its id, its result's fields, and the type of the whole."""

    id: str
    fields: list
    whole: str | None


@dataclass
class Scope:
    """What a place can read; `loops` counts the loops around it."""

    sources: list = field(default_factory=list)
    loops: int = 0
    depth: int = 0

    def inner(self, loop):
        return Scope(list(self.sources), self.loops + loop, self.depth + 1)


class Inputs:
    """The expressions of one flow; `inputs` maps a flow input to its type and whether it is required."""

    def __init__(self, rng):
        self.rng = rng
        self.inputs = {}

    def transforms(self, params, scope):
        result = {}
        for name, kind, default in sorted(params, key=lambda param: param[0]):
            if kind == "db":
                result[name] = self.database()
            elif default is REQUIRED:
                result[name] = self.transform(name, kind, scope, strict=False)
            elif self.rng.random() < 0.5:
                result[name] = self.transform(name, kind, scope, strict=True)
        return result

    def transform(self, name, kind, scope, strict):
        """`strict`: the parameter has a default, so its input must never be null."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.18 and kind in gen_scripts.DEFAULTS:
            return {"type": "static", "value": rng.choice(gen_scripts.DEFAULTS[kind])}
        expr = None
        if roll < 0.75:
            expr = self.read(kind, scope)
        if expr is None:
            expr = self.input_of(kind, name, strict or rng.random() < 0.6)
        return {"type": "javascript", "expr": self.restyle(expr, kind, strict)}

    def read(self, kind, scope):
        """An expression over an earlier step or the loop's value; None when nothing fits."""
        rng = self.rng
        if scope.loops and kind in ("str", "int") and rng.random() < 0.4:
            return "flow_input.iter." + ("value" if kind == "str" else "index")
        found = []
        for source in scope.sources:
            found += [f"results.{source.id}.{name}" for name, of in source.fields if of == kind]
            if source.whole == kind:
                found.append(f"results.{source.id}")
        return rng.choice(found) if found else None

    def input_of(self, kind, name, required):
        """An expression over the flow's input of this name and type, declared when new."""
        while name in self.inputs and self.inputs[name][0] != kind:
            name += "_value"
        known = self.inputs.get(name, (kind, False))
        self.inputs[name] = (kind, known[1] or required)
        return f"flow_input.{name}"

    def condition(self, scope):
        truth = self.read("bool", Scope(scope.sources))
        number = self.read("int", Scope(scope.sources))
        options = [truth, f"{number} > 10" if number else None]
        options = [option for option in options if option]
        if options:
            return self.rng.choice(options)
        return self.input_of("str", "status", True) + " === 'open'"

    def restyle(self, expr, kind, strict):
        """Most expressions stay a plain path; some take the other forms people write."""
        roll = self.rng.random()
        place = re.fullmatch(r"results\.(\w+)\.(\w+)", expr)
        if roll < 0.06 and place and not strict:
            return f"results.{place[1]}?.{place[2]}"
        if roll < 0.09 and place:
            return f'results["{place[1]}"].{place[2]}'
        if roll < 0.12 and kind == "str":
            return "`" + "${" + expr + "}" + "-" + self.rng.choice(NOUNS) + "`"
        if roll < 0.15 and kind == "str":
            return f"{expr} ?? ''"
        return expr

    def database(self):
        return {"type": "static", "value": "$res:f/shared/database"}
