# == unknown_function
import wmill
wmill.get_varible("a")  # wrong
# == unknown_not_called
import wmill
value = wmill.nope  # wrong
# == unknown_method_as_function
import wmill
wmill.query("SELECT 1")  # wrong
wmill.wait_job("018f")  # wrong
# == unknown_class
import wmill
value: wmill.S3Objekt = {}  # wrong
# == unknown_in_annotation
import wmill
def main(client: wmill.Windmil) -> wmill.S3Object:  # wrong
    return wmill.S3Object(s3="a")
# == unknown_in_return_annotation
import wmill
def main() -> wmill.Nope:  # wrong
    return None
# == unknown_decorator
import wmill
@wmill.taks  # wrong
async def one(): ...
# == unknown_base
import wmill
class Mine(wmill.Nope):  # wrong
    pass
# == unknown_in_except
import wmill
try:
    pass
except wmill.JobError:  # wrong
    pass
# == known_in_except
import wmill
try:
    pass
except wmill.TaskError as error:
    print(error)
# == unknown_in_isinstance
import wmill
print(isinstance(1, wmill.Nope))  # wrong
# == unknown_as_argument
import wmill
list(map(wmill.nope, []))  # wrong
# == unknown_in_fstring
import wmill
text = f"{wmill.nope()!r:>{10}}"  # wrong
# == unknown_in_del
import wmill
del wmill.nope  # wrong
# == unknown_case
import wmill
wmill.Get_Variable("a")  # wrong
wmill.windmill()  # wrong
# == unknown_then_chain
import wmill
wmill.nope.more.still()  # wrong
# == import_alias
import wmill as w
w.nope()  # wrong
w.get_variable("a")
w.get_variable()  # wrong
# == import_alias_hides_own_name
import wmill as w
import wmill
w.nope()  # wrong
wmill.nope()  # wrong
# == import_two_on_a_line
import os, wmill, sys
wmill.nope()  # wrong
# == import_in_function
def main():
    import wmill
    wmill.nope()  # wrong
    return wmill.get_variable()  # wrong
# == import_in_branch
import os
if os.environ.get("X"):
    import wmill
    wmill.nope()  # wrong
# == import_twice
import wmill
def main():
    import wmill
    return wmill.nope()  # wrong
# == import_in_class
class Tool:
    import wmill
    value = wmill.get_variable()  # wrong
# == from_import
from wmill import get_variable
get_variable("a")
get_variable()  # wrong
get_variable("a", "b")  # wrong
# == from_import_alias
from wmill import get_variable as read
read("a")
read(name="a")  # wrong
# == from_import_unknown
from wmill import get_varible  # wrong
# == from_import_unknown_among_known
from wmill import get_variable, nope, set_variable  # wrong
# == from_import_unknown_alias
from wmill import nope as fine  # wrong
fine()
# == from_import_many_lines
from wmill import (
    get_variable,
    nope,  # wrong
    set_variable as write,
)
write("a")  # wrong
# == from_import_star
from wmill import *
get_variable("a")
get_variable()  # wrong
# == from_import_class
from wmill import Windmill
Windmill(tokn="x")  # wrong
Windmill(token="x").get_variable("a")
# == from_import_class_alias
from wmill import Windmill as Connection
Connection().nope()  # wrong
# == from_import_in_function
def main():
    from wmill import get_variable, nope  # wrong
    return get_variable()  # wrong
# == from_client
from wmill.client import Client
Client().get_resource("a")
Client().nope()  # wrong
# == import_client
import wmill.client
wmill.client.Client().nope()  # wrong
wmill.get_variable()  # wrong
# == import_client_alias
import wmill.client as legacy
legacy.Client().get_result()  # wrong
legacy.Client().get_version()
# == import_client_from_package
from wmill import client
client.Client().nope()  # wrong
# == modules_of_the_package
import wmill
wmill.os.getcwd()  # theirs: beside
wmill.json.dumps({})  # theirs: beside
wmill.httpx.get("x")  # theirs: beside
# == submodule_without_import
import wmill
wmill.client  # theirs: beside
# == private_names
import wmill
wmill._client  # theirs: private
wmill.__version__  # theirs: private
wmill.__name__
# == guarded_by_try
import wmill
try:
    wmill.nope()  # theirs: guarded
except AttributeError:
    pass
# == guarded_import
try:
    from wmill import nope  # theirs: guarded
except ImportError:
    nope = None
# == guarded_by_hasattr
import wmill
if hasattr(wmill, "nope"):
    wmill.nope()  # theirs: guarded
# == guarded_by_other_exception
import wmill
try:
    wmill.nope()  # wrong
except ValueError:
    pass
# == getattr
import wmill
getattr(wmill, "nope")()
getattr(wmill, "nope", None)
# == patched
import wmill
wmill.nope = print  # theirs: written
wmill.nope()  # theirs: written
# == type_checking
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from wmill import nope  # theirs: guarded
# == in_strings
import wmill
text = "wmill.nope()"  # wmill.nope()
text = """
wmill.get_variable()
"""
# == quoted_annotation
import wmill
def main(client: "wmill.Windmill"):
    return client.nope()  # wrong
# == quoted_unknown_annotation
import wmill
def main(client: "wmill.Nope"):  # theirs: form
    return client
# == attribute_of_function
import wmill
wmill.get_variable.cache_clear()
wmill.get_variable.__name__
# == attribute_of_result
import wmill
wmill.get_variable("a").strip()
wmill.get_variable("a").nope()  # theirs: python
# == literal_alias
import wmill
status: wmill.JobStatus = "RUNNING"
wmill.JobStatus.RUNNING  # theirs: python
# == logger
import wmill
wmill.logger.info("x")
wmill.logger.nope("x")  # theirs: python
# == pinned_below
# requirements:
# wmill==1.300.0
import wmill
wmill.nope()  # theirs: pinned
# == reload
import importlib
import wmill
importlib.reload(wmill)
wmill.nope()  # wrong
# == non_ascii_before
import wmill
é = "ß🙂"; wmill.nope(é)  # wrong
# == walrus_target
import wmill
print(x := wmill.nope)  # wrong
# == augmented
import wmill
total = 0
total += wmill.nope  # wrong
# == async_comprehension
import wmill
async def main():
    return [await wmill.nope(x) for x in [1]]  # wrong
# == nested_functions
import wmill
def outer():
    def inner():
        return wmill.nope()  # wrong
    return inner
# == method_of_own_class
import wmill
class Tool:
    def run(self):
        return wmill.nope()  # wrong
    @staticmethod
    def read(path):
        return wmill.get_variable(path, path)  # wrong
# == after_return
import wmill
def main():
    return 1
    wmill.nope()
    wmill.get_variable()
# == after_raise
import wmill
def main(kind: str):
    if kind == "a":
        raise ValueError(kind)
        wmill.nope()
    return wmill.nope()  # wrong
# == after_continue
import wmill
for path in ["a"]:
    if path:
        continue
        wmill.nope()
    wmill.get_variable()  # wrong
# == main_block
import wmill
if __name__ == "__main__":
    print(wmill.nope())  # wrong
# == slots_of_types
import wmill
def main(db: wmill.S3Object = wmill.S3Object(s3="a")):
    return db.s3, db.storage, db.anything
