# == a comprehension has its own
x = 1
y = [x for x in range(x)]
z = {x: y for x, y in zip(y, y)}
# == a class is not seen by its functions
x = 1
class A:
    x = 2
    y = x
    def f(self):
        return x
# == global and nonlocal
x = 1
def f():
    global x
    x = 2
    def g():
        x = 3
        def h():
            nonlocal x
            x += 1
        return x
    return x
# == walrus
def f(xs):
    if (n := len(xs)) > 1:
        return n
    return [m := n, [k for v in xs if (k := v)], k, m]
# == defaults stand outside
a = 1
def f(a=a, *, b=a):
    return a + b
# == decorators and annotations
def deco(f): return f
T = int
@deco
def f(T: T) -> T:
    return T
# == lambdas
x = 1
f = lambda x, y=x: x + y
g = lambda: x
# == except and with
try:
    pass
except ValueError as e:
    print(e)
with open("a") as f, open("b") as (g, h):
    print(f, g, h)
# == del
x = 1
del x
x = 2
print(x)
# == match
def f(v):
    match v:
        case {"a": a, **rest}:
            return a, rest
        case [x, *xs] if x:
            return x, xs
        case int() as n:
            return n
# == imports
import os, os.path
import json as j
from collections import OrderedDict as OD, defaultdict
print(os.path, j, OD, defaultdict)
# == keywords
def f(a, b=1):
    return a + b
f(1, b=2)
f(b=1, a=2)
dict(a=1, b=2)
# == nested functions
def f():
    x = 1
    def g():
        return x
    def h(x):
        return x + g()
    return h(x)
# == type parameters
def f[T](x: T) -> list[T]:
    return [x]
class A[T]:
    y: T
type L[T] = list[T]
# == for and else
for i in range(3):
    for j in range(i):
        print(i, j)
else:
    print(i)
# == stars
def f(*args, **kwargs):
    a, *b = args
    return a, b, kwargs, [*args], {**kwargs}
# == format strings
name = "x"
width = 3
s = f"{name!r:>{width}} name {'name'}"
# == tuples of targets
(a, [b, c]) = d = (1, [2, 3])
a, b = b, a
e = f = a
print(c, d, e, f)
# == subscripts and attributes are uses
d = {}
d["x"] = 1
d.x = d
d[d] += 1
# == async
async def f(x):
    async for y in x:
        yield y
    async with x as z:
        await z
    return
# == a recursive function
def f(n):
    return n and f(n - 1)
g = f
# == a class in a function
def f():
    class A:
        def g(self) -> "A":
            return A()
    return A()
# == conditional definitions
if x:
    def f(): return 1
else:
    def f(): return 2
f()
# == augmented
x = 0
x += x
x: int = x
# == unicode
größe = 1
print(größe, "größe")
# == attributes of a class
class Basket:
    limit = 10
    def __init__(self, items):
        self.items = items
        self.total: int = 0
    def add(self, item):
        if len(self.items) < self.limit:
            self.items.append(item)
            self.total += item
        return Basket.limit
    @property
    def size(self):
        return len(self.items)
    @classmethod
    def of(cls, items):
        return cls.limit
basket = Basket([])
basket.add(1)
print(basket.size, basket.total, Basket.limit, Basket([]).add(2), Basket.of([]))
# == attributes of two classes
class A:
    def __init__(self):
        self.x = 1
class B:
    x = 2
    def f(self):
        return self.x + A().x
a, b = A(), B()
c = A()
c.x = 3
del c.x
# == an attribute and names beside it
x = 1
class C:
    x = x
    y = [x for x in range(x)]
    def g(self, x):
        self.x = x
        return [x, self.x]
for x in C().g(C.x):
    print(x)
