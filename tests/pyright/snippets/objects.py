# == method_unknown
import wmill
wmill.Windmill().nope()  # wrong
# == method_right
import wmill
c = wmill.Windmill()
c.get_job("018f")
c.get_variable(path="a")
c.get("/jobs", params={"a": 1})
# == method_missing
import wmill
c = wmill.Windmill()
c.get_job()  # wrong
c.get()  # wrong
# == method_too_many
import wmill
c = wmill.Windmill()
c.get_job("a", "b")  # wrong
c.whoami(1)  # wrong
# == method_unknown_keyword
import wmill
c = wmill.Windmill()
c.wait_job("a", wait=1)  # wrong
c.get("/jobs", nope=1)
# == method_twice
import wmill
c = wmill.Windmill()
c.get_job("a", job_id="b")  # wrong
# == constructor
import wmill
wmill.Windmill("a", "b", "c", True)
wmill.Windmill("a", "b", "c", True, 1)  # wrong
wmill.Windmill(tokn="x")  # wrong
# == constructor_keyword_only
import wmill
wmill.TaskError("x", step_key="a")
wmill.TaskError("x", "a")  # wrong
# == constructor_missing
import wmill
wmill.SqlQuery("SELECT 1")  # wrong
# == dict_constructor
import wmill
wmill.S3Object(s3="a", storage="b")
wmill.S3Object({"s3": "a"})
# == chain
import wmill
wmill.datatable().query("SELECT 1").fetch_one()
wmill.datatable().query("SELECT 1").fetch_all()  # wrong
wmill.datatable().querry("SELECT 1")  # wrong
wmill.datatable().query().fetch()  # wrong
wmill.datatable().query("SELECT 1").fetch_one(1)  # wrong
# == chain_ducklake
import wmill
wmill.ducklake("main").query("SELECT $a", a=1).execute()
wmill.ducklake("main").query("SELECT $a", 1).execute()  # wrong
wmill.ducklake("main").nope()  # wrong
# == chain_of_names
import wmill
table = wmill.datatable()
query = table.query("SELECT 1", 1, 2)
query.fetch(result_collection="x")
query.fetch(collection="x")  # wrong
query.nope  # wrong
# == property
import wmill
c = wmill.Windmill()
print(c.version, c.user, c.state_path, c.workspace)
c.versions  # wrong
c.state = 1
# == property_called
import wmill
c = wmill.Windmill()
c.state_path()  # theirs: python
# == field
import wmill
c = wmill.Windmill()
c.base_url.strip()
c.base_url.nope()  # theirs: python
c.client.get("x")
# == on_class
import wmill
wmill.Windmill.get_job(wmill.Windmill(), "a")
wmill.Windmill.get_shared_state("a")
wmill.Windmill.nope  # theirs: on_class
wmill.Windmill.get_job("a")  # wrong
# == static
import wmill
wmill.Windmill().get_shared_state("a")
wmill.Windmill().get_shared_state("a", "b")  # wrong
# == instance_private
import wmill
c = wmill.Windmill()
c._nope  # theirs: private
c.__dict__
# == instance_written
import wmill
c = wmill.Windmill()
c.nope = 1  # theirs: written
c.nope  # theirs: written
# == instance_hasattr
import wmill
c = wmill.Windmill()
if hasattr(c, "nope"):
    c.nope()  # theirs: guarded
# == instance_guarded
import wmill
c = wmill.Windmill()
try:
    c.nope()  # theirs: guarded
except AttributeError:
    pass
# == open_classes
import wmill
wmill.S3Object(s3="a").anything
wmill.TaskError("x").anything  # theirs: open
wmill.TaskError("x").args
wmill.duckdb_connection_settings().connection_settings_str
# == annotated_parameter
import wmill
def main(c: wmill.Windmill):
    c.get_job("a")
    c.nope()  # wrong
# == annotated_optional
from typing import Optional
import wmill
def main(c: Optional[wmill.Windmill] = None):
    if c:
        c.nope()  # wrong
        c.get_job()  # wrong
# == annotated_union_none
import wmill
def main(c: wmill.Windmill | None = None):
    if c is not None:
        c.nope()  # wrong
# == annotated_union
import wmill
def main(c: wmill.Windmill | wmill.SqlQuery):
    c.nope()  # theirs: values
# == annotated_list
import wmill
def main(all: list[wmill.Windmill]):
    for c in all:
        c.nope()  # theirs: value
# == annotated_variable
import wmill
c: wmill.Windmill = eval("x")
c.nope()  # wrong
# == unannotated_parameter
import wmill
def main(c):
    c.nope()
# == isinstance_narrows
import wmill
def main(c: wmill.Windmill):
    if isinstance(c, dict):
        c.items()
    c.nope()  # theirs: tested
# == isinstance_early_return
import wmill
def main(c: wmill.Windmill):
    if not isinstance(c, dict):
        return
    c.items()
# == match_narrows
import wmill
def main(c: wmill.Windmill):
    match c:
        case dict():
            c.items()
# == isinstance_of_unknown
import wmill
def main(c):
    if isinstance(c, wmill.Windmill):
        c.nope()  # theirs: value
# == returned
import wmill
def connect():
    return wmill.Windmill()
connect().nope()  # wrong
connect().get_job("a")
# == returned_annotated
import wmill
def connect() -> wmill.Windmill:
    return eval("x")
connect().nope()  # wrong
# == returned_either
import wmill
def connect(x):
    if x:
        return wmill.Windmill()
    return wmill.datatable()
connect(1).nope()  # theirs: values
# == returned_async
import wmill
async def connect():
    return wmill.Windmill()
async def main():
    (await connect()).nope()  # wrong
    c = await connect()
    c.nope()  # wrong
# == returned_not_awaited
import wmill
async def connect():
    return wmill.Windmill()
async def main():
    connect().get_job("a")  # theirs: awaited
# == returned_by_decorated
import functools
import wmill
def other(f): return eval("x")
@functools.cache
def connect() -> wmill.Windmill:
    return wmill.Windmill()
@other
def table():
    return wmill.datatable()
connect().get_job("a")
table().anything()
# == with_statement
import wmill
reader = wmill.load_s3_file_reader(wmill.S3Object(s3="a"), None)
with reader as r:
    r.read()
# == same_in_branches
import os
import wmill
if os.environ.get("X"):
    c = wmill.Windmill(token="a")
else:
    c = wmill.Windmill()
c.nope()  # wrong
# == different_in_branches
import os
import wmill
if os.environ.get("X"):
    c = wmill.Windmill()
else:
    c = wmill.datatable()
c.nope()  # theirs: values
c.query("a")  # theirs: values
# == unknown_in_branch
import os
import wmill
c = wmill.Windmill()
if os.environ.get("X"):
    c = eval("x")
c.nope()  # theirs: values
# == reassigned
import wmill
c = wmill.Windmill()
c.get_job("a")
c = wmill.datatable()
c.query("SELECT 1")
c.nope()  # theirs: values
# == none_first
import wmill
c = None
def main():
    global c
    c = wmill.Windmill()
    return c.nope()  # theirs: values
# == none_first_narrowed
import wmill
c = None
for i in range(3):
    if c is None:
        c = wmill.Windmill()
    c.nope()  # wrong
# == loop_over_clients
import wmill
for c in [wmill.Windmill(), wmill.Windmill(token="a")]:
    c.nope()  # theirs: value
# == tuple_assignment
import wmill
a, b = wmill.Windmill(), wmill.datatable()
a.nope()  # theirs: value
b.query("SELECT 1")
# == chained_assignment
import wmill
a = b = wmill.Windmill()
a.get_job("x")
b.get_job("x")
# == walrus_value
import wmill
if (c := wmill.Windmill()):
    c.nope()  # wrong
# == ternary
import wmill
def main(x: bool):
    c = wmill.Windmill() if x else wmill.Windmill(token="a")
    c.nope()  # wrong
# == ternary_mixed
import wmill
def main(x: bool):
    c = wmill.Windmill() if x else eval("y")
    c.nope()  # theirs: values
# == or_default
import wmill
def main(given: wmill.Windmill | None = None):
    c = given or wmill.Windmill()
    c.nope()  # wrong
# == in_dict
import wmill
all = {"a": wmill.Windmill()}
all["a"].nope()  # theirs: value
# == class_attribute
import wmill
class Tool:
    client = wmill.Windmill()
    def run(self):
        self.client.get_job("a")
        return self.client.nope()  # wrong
Tool.client.nope()  # wrong
Tool().client.nope()  # wrong
# == instance_attribute
import wmill
class Tool:
    def __init__(self):
        self.client = wmill.Windmill()
        self.table = wmill.datatable("main")
    def run(self):
        self.client.get_job()  # wrong
        return self.table.querry("SELECT 1")  # wrong
Tool().client.nope()  # wrong
# == instance_attribute_annotated
import wmill
class Tool:
    client: wmill.Windmill
    def run(self):
        return self.client.nope()  # wrong
# == instance_attribute_from_parameter
import wmill
class Tool:
    def __init__(self, client: wmill.Windmill):
        self.client = client
    def run(self):
        return self.client.nope()  # wrong
# == instance_attribute_two_values
import wmill
class Tool:
    def __init__(self, client=None):
        self.client = client
        self.client = wmill.Windmill()
    def run(self):
        return self.client.nope()  # theirs: values
# == own_property
import wmill
class Tool:
    @property
    def client(self):
        return wmill.Windmill()
    def run(self):
        return self.client.nope()  # wrong
# == own_method_result
import wmill
class Tool:
    def connect(self) -> wmill.Windmill:
        return wmill.Windmill()
    def run(self):
        return self.connect().nope()  # wrong
# == own_base
import wmill
class Base:
    def __init__(self):
        self.client = wmill.Windmill()
class Tool(Base):
    def run(self):
        return self.client.nope()  # wrong
# == dataclass
from dataclasses import dataclass
import wmill
@dataclass
class Tool:
    client: wmill.Windmill
Tool(wmill.Windmill()).client.nope()  # wrong
# == subclass
import wmill
class Mine(wmill.Windmill):
    def newer(self):
        return self.get_job("a")
Mine().newer()
Mine().nope()  # theirs: derived
Mine().get_job()  # theirs: derived
# == subclass_makes_base_unsure
import wmill
class Mine(wmill.Windmill):
    def newer(self): ...
def main(c: wmill.Windmill):
    c.newer()  # theirs: derived
# == subclass_super
import wmill
class Mine(wmill.Windmill):
    def get_job(self, job_id, more=1):
        return super().get_job(job_id, more)  # theirs: derived
# == legacy_client
from wmill.client import Client
c = Client()
c.get_version()
c.get_version(1)  # wrong
c.get_resource()  # wrong
c.run_script_sync("a", {}, True)
c.run_script_sync("a", verbos=True)  # wrong
c.set_variable("a", "b")  # wrong
# == legacy_constructor
from wmill.client import Client
Client(base_url="a", token="b")
Client("a", "b", "c")  # wrong
Client(workspace="a")  # wrong
# == legacy_alias
from wmill.client import Client as Old
def main(c: Old):
    return c.get_resorce("a")  # wrong
# == legacy_enum
from wmill.client import JobStatus
JobStatus.RUNNING
JobStatus.DONE  # theirs: open
# == legacy_async
from wmill.client import Client
job = Client().run_script_async("a", args={})
Client().get_result(job, 1)  # wrong
# == lambda_result
import wmill
connect = lambda: wmill.Windmill()
connect().nope()  # theirs: value
# == nested_function_result
import wmill
def main():
    def connect():
        return wmill.Windmill()
    return connect().nope()  # wrong
# == closure
import wmill
def main():
    c = wmill.Windmill()
    def run():
        return c.nope()  # wrong
    return run
# == global_client
import wmill
client = wmill.Windmill()
def main():
    return client.get_jobs()  # wrong
# == parameter_hides_client
import wmill
client = wmill.Windmill()
def main(client):
    return client.get_jobs()
# == default_value
import wmill
def main(client=wmill.Windmill()):
    return client.nope()  # theirs: value
# == cast
from typing import cast
import wmill
c = cast(wmill.Windmill, eval("x"))
c.nope()  # theirs: value
# == method_reference
import wmill
read = wmill.Windmill().get_job
read("a")
read()  # theirs: value
# == awaited_sync
import wmill
async def main():
    await wmill.Windmill().nope()  # wrong
# == narrowed_to_none
import wmill
def main(c: wmill.Windmill | None):
    if c is None:
        return 1
    return c.nope()  # wrong
# == deleted_name
import wmill
c = wmill.Windmill()
del c
c = eval("x")
c.anything()
# == except_star_value
import wmill
try:
    pass
except wmill.TaskError as e:
    e.step_key
    e.nope  # theirs: open
