# == parameter
import wmill
def main(wmill):
    wmill.nope()
    wmill.get_variable()
# == keyword_parameter
import wmill
def main(*, wmill=None):
    wmill.nope()
# == star_parameters
import wmill
def one(*wmill): return wmill.count()  # theirs: python
def two(**wmill): return wmill.nope()  # theirs: python
# == lambda_parameter
import wmill
read = lambda wmill: wmill.nope()
# == comprehension_variable
import wmill
rows = [wmill.nope() for wmill in eval("x")]
wmill.nope()  # wrong
# == comprehension_iterable
import wmill
rows = [wmill for wmill in wmill.nope()]  # wrong
# == loop_variable
import wmill
for wmill in eval("x"):
    wmill.nope()
# == local_assignment
import wmill
def main():
    wmill = eval("x")
    wmill.nope()
# == local_before_assignment_elsewhere
import wmill
def main():
    wmill.nope()  # wrong
def other():
    wmill = 1
    return wmill
# == with_target
import wmill
def main():
    with eval("x") as wmill:
        wmill.nope()
# == except_target
import wmill
def main():
    try:
        pass
    except ValueError as wmill:
        wmill.nope()  # theirs: python
# == import_of_other
import wmill
def main():
    import json as wmill
    wmill.dumps({})
    wmill.nope()  # theirs: python
# == from_import_of_other
from wmill import get_variable
def main():
    from os import getenv as get_variable
    return get_variable("A", "b")
# == own_function_of_the_name
from wmill import get_variable
def get_variable(a, b, c):
    return a
get_variable(1, 2, 3)
# == own_function_instead
def get_variable(a, b, c):
    return a
get_variable(1, 2, 3)
get_variable()  # theirs: python
# == own_class_of_the_name
import wmill
class wmill:
    nope = 1
wmill.nope
# == nested_class_does_not_hide
import wmill
class Tool:
    wmill = 1
    def run(self):
        return wmill.nope()  # wrong
# == class_body_hides
import wmill
class Tool:
    wmill = eval("x")
    value = wmill.nope()
# == match_capture
import wmill
def main(x):
    match x:
        case {"a": wmill}:
            wmill.nope()
# == match_star_capture
import wmill
def main(x: list):
    match x:
        case [1, *wmill]:
            wmill.clear()
# == walrus
import wmill
def main():
    if (wmill := eval("x")):
        wmill.nope()
# == global_statement
import wmill
def main():
    global wmill
    wmill.nope()  # wrong
# == nonlocal_statement
def outer():
    import wmill
    def inner():
        nonlocal wmill
        return wmill.nope()  # wrong
    return inner
# == outer_function_hides
import wmill
def outer(wmill):
    def inner():
        return wmill.nope()
    return inner
# == conditional_rebinding
import os
import wmill
if os.environ.get("X"):
    wmill = eval("x")
wmill.nope()  # theirs: values
# == fallback_none
try:
    import wmill
except ImportError:
    wmill = None
wmill.nope()  # theirs: values
# == fallback_module
try:
    import wmill
except ImportError:
    import json as wmill
wmill.nope()  # theirs: values
# == deleted
import wmill
del wmill
wmill = eval("x")
wmill.nope()
# == tuple_target
import wmill
def main():
    wmill, other = eval("x")
    wmill.nope()
# == starred_target
import wmill
def main():
    first, *wmill = [1, 2]
    wmill.append(3)
    return first
# == for_in_function
import wmill
def main():
    for i, wmill in enumerate(eval("x")):
        wmill.nope()
    return i
# == relative_import
from .wmill import nope
nope()
# == attribute_of_the_name
import wmill
class Box: ...
box = Box()
box.wmill = eval("x")  # theirs: python
box.wmill.nope()  # theirs: python
# == own_module_alias
import json as wmill
wmill.dumps({})
wmill.get_variable()  # theirs: python
# == argument_named_like_it
import wmill
dict(wmill=1)
print(wmill.get_variable(path="wmill"))
# == type_parameter
import wmill
def main(x: "list[wmill.S3Object]"):
    return x[0].anything
# == comprehension_reads_outer
import wmill
rows = {wmill.nope(p): p for p in []}  # wrong
