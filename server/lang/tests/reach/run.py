"""Runs programs and says which binding each name got its value from, where it was read.

Each line of input is a program, a JSON string. It knows the names below. What it binds has the line where that
happens, and so each use tells where its value came from. A program is run many times, and goes another way each time.
The answer to each is `{"uses": [[line, name, line of the binding]...], "unbound": [[line, name]...], "ends": [line...]}`:
the last are functions, by their first line, that came to their end without a `return`. `null`: Python does not take the program.
"""

import json
import random
import re
import sys
import types

RUNS = 20
STEPS = 100


class E(Exception):
    pass


class Stop(BaseException):
    pass


class Value:
    def __init__(self, line):
        self.line = line

    def __iadd__(self, other):
        return other

    def __call__(self):
        return self


class Made(Value):
    def __init__(self, line, code):
        self.line = line
        self.code = code

    def __call__(self):
        return self.code()


class Run:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.steps = STEPS
        self.kept = []
        self.depth = 0

    def step(self):
        self.steps -= 1
        if self.steps < 0:
            raise Stop

    def T(self, line, *_):
        """A value; or an error."""
        self.step()
        if self.random.random() < 0.05:
            raise E
        return Value(line)

    def R(self):
        """Yes or no."""
        self.step()
        return self.random.random() < 0.5

    def N(self, line):
        """Some values."""
        self.step()
        return [Value(line) for _ in range(self.random.randrange(3))]

    def K(self, code):
        """Keeps something that may be called later."""
        self.kept.append(code)

    def G(self):
        """Calls something that was kept."""
        self.step()
        if self.kept and self.depth < 4:
            code = self.random.choice(self.kept)
            self.depth += 1
            try:
                if isinstance(code, types.GeneratorType):
                    if not code.gi_running:
                        list(code)
                elif isinstance(code, types.FunctionType):
                    if code() is None:
                        ENDS.add(code.__code__.co_firstlineno)
                else:
                    code()
            finally:
                self.depth -= 1

    def W(self, line):
        run = self

        class With:
            def __enter__(self):
                return run.T(line)

            def __exit__(self, *_):
                return None

        return With()

    def suppress(self):
        class Suppress:
            def __enter__(self):
                return None

            def __exit__(self, kind, *_):
                return kind is not None and issubclass(kind, Exception)

        return Suppress()

    def U(self, line, name, value):
        """A use."""
        self.step()
        if isinstance(value, types.FunctionType):
            bound = value.__code__.co_firstlineno
        elif isinstance(value, Exception):
            bound = CAUGHT[name]
        else:
            bound = getattr(value, "line", None)
        USES.add((line, name, bound))
        if self.random.random() < 0.02:
            raise E
        return value


class Modules:
    """Each `m12` is a module of line 12."""

    def find_spec(self, name, path=None, target=None):
        from importlib.machinery import ModuleSpec

        if name[:1] == "m" and name[1:].isdigit():
            return ModuleSpec(name, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.line = int(module.__name__[1:])


def trace(frame, event, arg):
    if frame.f_code.co_filename != "program":
        return None
    frame.f_trace_lines = False
    if event == "exception" and isinstance(arg[1], NameError) and arg[2].tb_next is None:
        UNBOUND.add((frame.f_lineno, re.search(r"'(\w+)'", str(arg[1]))[1]))
    return trace


sys.meta_path.insert(0, Modules())
for text in sys.stdin:
    program = json.loads(text)
    USES, UNBOUND, ENDS = set(), set(), set()
    CAUGHT = {}
    for number, line in enumerate(program.split("\n"), 1):
        words = line.split()
        if words[:2] == ["except", "E"] and len(words) == 4:
            CAUGHT[words[3].rstrip(":")] = number
    try:
        code = compile(program, "program", "exec")
    except SyntaxError:
        print("null")
        continue
    for seed in range(RUNS):
        run = Run(seed)
        names = {n: getattr(run, n) for n in ("T", "R", "N", "K", "G", "W", "U", "suppress")}
        names |= {"E": E, "Made": Made, "__name__": "program"}
        sys.settrace(trace)
        try:
            exec(code, names)
            run.steps = STEPS
            while True:
                try:
                    run.G()
                    run.step()
                except Exception:
                    pass
        except (Exception, Stop):
            pass
        finally:
            sys.settrace(None)
    answer = {"uses": sorted(USES, key=str), "unbound": sorted(UNBOUND), "ends": sorted(ENDS)}
    print(json.dumps(answer))
