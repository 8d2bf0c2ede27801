# --- an annotation that tells less than the code
# call {}
def main() -> dict:
    return {"a": 1}

# --- an annotation that the code does not keep to
# call {}
def main() -> dict[str, int]:
    return {"a": "x"}

# --- a list of other things than it is said
# call {}
def main() -> list[str]:
    return [1, 2]

# --- more than the type has
# call {}
from typing import TypedDict
class Order(TypedDict):
    id: int
def main() -> Order:
    return {"id": 1, "extra": "x"}

# --- less than the type has
# call {}
from typing import TypedDict
class Order(TypedDict):
    id: int
    total: float
def main() -> Order:
    return {"id": 1}

# --- a typed dict that is kept to
# call {}
from typing import NotRequired, Optional, TypedDict
class Line(TypedDict):
    sku: str
    qty: NotRequired[int]
class Order(TypedDict, total=False):
    lines: list[Line]
    note: Optional[str]
def main() -> Order:
    lines: list[Line] = [Line(sku="a"), {"sku": "b", "qty": 1}]
    return Order(lines=lines, note=None)

# --- a truth value is a number, they say
# call {"n": 1}
def main(n: int) -> int:
    return n > 0

# --- nothing comes back in spite of the annotation
# call {}
def main() -> str:
    pass

# --- a dataclass
# call {}
from dataclasses import asdict, dataclass, field
@dataclass
class Line:
    sku: str
    qty: int = 1
@dataclass
class Order:
    id: int
    lines: list[Line] = field(default_factory=list)
def main():
    order = Order(1, [Line("a")])
    return {"order": order, "dict": asdict(order), "id": order.id, "lines": order.lines}

# --- a dataclass as the answer
# call {}
from dataclasses import dataclass
@dataclass
class Point:
    x: int
def main() -> Point:
    return Point(1)

# --- a list of dataclasses
# call {}
from dataclasses import dataclass
@dataclass
class Point:
    x: int
def main() -> list[Point]:
    return [Point(1), Point(2)]

# --- a dataclass that derives from another
# call {}
from dataclasses import asdict, dataclass
@dataclass
class Base:
    id: int
@dataclass
class Child(Base):
    name: str = ""
def main():
    child = Child(1, "x")
    child.extra = True
    return asdict(child)

# --- a dataclass with what is not a field
# call {}
from dataclasses import asdict, dataclass
from typing import ClassVar
@dataclass
class Point:
    kind: ClassVar[str] = "point"
    x: int = 0
    limit = 5
    @property
    def double(self):
        return self.x * 2
def main():
    return [asdict(Point()), Point().double, Point.kind]

# --- vars of an object
# call {}
class Plain:
    def __init__(self):
        self.a = 1
def main():
    plain = Plain()
    return {"vars": vars(plain), "dict": plain.__dict__, "itself": str(plain)[:1]}

# --- enums of all kinds
# call {}
from enum import Enum, IntEnum
class Color(Enum):
    RED = "red"
    BLUE = 2
class Level(IntEnum):
    LOW = 1
class Name(str, Enum):
    A = "a"
    B = "b"
def main():
    return {"color": Color.RED, "value": Color.BLUE.value, "name": Color.RED.name, "level": Level.LOW, "text": Name.A, "found": Name("b"), "all": [c for c in Name], "sum": Level.LOW + 1}

# --- a named tuple
# call {}
from typing import NamedTuple
class Point(NamedTuple):
    x: int
    label: str
def main() -> Point:
    return Point(1, "a")

# --- a named tuple as a dict
# call {}
from typing import NamedTuple
class Point(NamedTuple):
    x: int
    label: str
def main():
    point = Point(1, "a")
    return {"point": point, "dict": point._asdict(), "x": point.x}

# --- literal and union
# call {"n": 1}
# call {"n": 2}
from typing import Literal, Union
def main(n: int) -> Union[Literal["a", "b"], int, None]:
    return "a" if n == 1 else None

# --- a new class of dict
# call {}
class Row(dict):
    pass
def main():
    row = Row(a=1)
    row["b"] = 2
    return row

# --- a class that is written as text
# call {}
class Money:
    def __init__(self, amount):
        self.amount = amount
    def __str__(self):
        return f"{self.amount} EUR"
def main():
    return {"price": Money(3), "list": [Money(1)]}

# --- methods of a class
# call {}
class Api:
    base = "x"
    def get(self, path):
        return {"path": path}
    @staticmethod
    def ping():
        return "pong"
def main():
    api = Api()
    return {"get": api.get("a"), "ping": Api.ping(), "base": api.base}

# --- parameters with defaults
# call {}
# call {"limit": 5, "names": ["x"]}
def main(limit: int = 10, names: list[str] = None, mode="fast", opts: dict = {}):
    return {"limit": limit, "names": names, "mode": mode, "opts": opts, "first": names[0] if names else None}

# --- a parameter with more than its type
# call {"order": {"id": 1, "more": "x"}}
from typing import TypedDict
class Order(TypedDict):
    id: int
def main(order: Order):
    order["seen"] = True
    return order

# --- stars in the parameters
# call {"a": 1, "b": "x"}
def main(a: int, **rest):
    return {"a": a, "rest": rest, **rest}

# --- a nested function with its own names
# call {}
def main():
    x = {"a": 1}
    def inner(x):
        x = "other"
        return {"x": x}
    return [x, inner(1)]

# --- a closure as a factory
# call {}
def maker(start):
    def make():
        return {"start": start}
    return make
def main():
    return maker(3)()

# --- a constant of the module
# call {}
LIMITS = {"low": 1, "high": 10}
NAMES = ["a", "b"]
def main():
    return {"limits": LIMITS, "names": NAMES, "low": LIMITS["low"]}

# --- a constant that is filled later
# call {}
TABLE = {}
for name in ["a", "b"]:
    TABLE[name] = len(name)
TABLE["c"] = "x"
def main():
    return TABLE

# --- a module's name bound in a branch
# call {}
import sys
if sys.version_info >= (3, 0):
    MODE = "new"
else:
    MODE = 2
def main():
    return MODE

# --- type aliases
# call {}
Row = dict[str, int]
def main() -> list[Row]:
    return [{"a": 1}]

# --- a generic list of any
# call {}
from typing import Any
def main() -> list[Any]:
    return [1, "x", {"a": None}]

# --- an annotated variable that lies
# call {}
def main():
    rows: list[int] = ["x"]
    value: int = "y"
    return {"rows": rows, "value": value}

# --- an annotation of another module's name
# call {}
class datetime:
    pass
def main() -> datetime:
    return {"a": 1}

# --- a helper with an annotation
# call {}
def load() -> list[dict]:
    return [{"id": 1, "name": "x"}]
def main():
    rows = load()
    return {"first": rows[0], "ids": [r["id"] for r in rows]}

# --- async iteration
# call {}
import asyncio
async def numbers():
    for i in range(2):
        yield i
async def main():
    return {"all": [i async for i in numbers()]}
