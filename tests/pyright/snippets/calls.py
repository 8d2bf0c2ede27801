# == right_by_place
import wmill
wmill.get_variable("f/demo/token")
wmill.set_variable("f/demo/token", "x", True)
wmill.set_state({"a": 1})
# == right_by_name
import wmill
wmill.get_variable(path="f/demo/token")
wmill.set_variable(value="x", path="f/demo/token")
wmill.get_resource(path="f/demo/db", none_if_undefined=True)
# == right_mixed
import wmill
wmill.get_resource("f/demo/db", none_if_undefined=True)
wmill.run_script_by_path("f/demo/run", args={"a": 1}, timeout=10)
# == right_many_lines
import wmill
wmill.run_script_by_path(
    "f/demo/run",  # the path
    args={"a": 1},

    verbose=True,
)
# == missing_all
import wmill
wmill.get_variable()  # wrong
# == missing_second
import wmill
wmill.set_variable("f/demo/token")  # wrong
# == missing_first
import wmill
wmill.set_variable(value="x")  # wrong
# == missing_with_named
import wmill
wmill.set_resource(resource_type="postgresql")  # wrong
# == too_many_one
import wmill
wmill.get_variable("a", "b")  # wrong
# == too_many_of_none
import wmill
wmill.get_workspace("a")  # wrong
# == too_many_by_far
import wmill
wmill.get_state_path(1, 2, 3, 4)  # wrong
# == unknown_keyword
import wmill
wmill.get_variable(name="a")  # wrong
# == unknown_keyword_beside_right
import wmill
wmill.get_variable("a", default="b")  # wrong
# == unknown_keywords_two
import wmill
wmill.run_script_by_path("a", tags="x", wait=True)  # wrong
# == misspelt_keyword
import wmill
wmill.run_flow_async("f/demo/flow", arg={})  # wrong
# == keyword_case
import wmill
wmill.get_variable(Path="a")  # wrong
# == keyword_only_by_place
import wmill
wmill.datatable("main", "reader")  # wrong
wmill.datatable("main", role="reader")
# == keyword_only_alone
import wmill
wmill.datatable(role="reader")
# == twice_by_place_and_name
import wmill
wmill.get_variable("a", path="b")  # wrong
# == twice_second_parameter
import wmill
wmill.set_variable("a", "b", value="c")  # wrong
# == twice_and_missing
import wmill
wmill.set_variable("a", path="b")  # wrong
# == spread_list
import wmill
args = ["a", "b"]
wmill.set_variable(*args)
# == spread_dict
import wmill
options = {"path": "a"}
wmill.get_variable(**options)
# == spread_both
import wmill
def main(args: list, options: dict):
    wmill.run_script_by_path(*args, **options)
    wmill.set_variable("a", *args)
    wmill.set_variable("a", **options)
# == spread_beside_unknown_keyword
import wmill
def main(options: dict):
    wmill.get_variable(name="a", **options)  # theirs: spread
# == spread_after_too_many
import wmill
def main(options: dict):
    wmill.get_variable("a", "b", **options)  # theirs: spread
# == spread_of_known_length
import wmill
wmill.set_variable(*("a", "b"))
wmill.set_variable(*("a",))  # theirs: spread
# == spread_typed_dict
from typing import TypedDict
import wmill
class Options(TypedDict):
    name: str
def main(options: Options):
    wmill.get_variable(**options)  # theirs: spread
# == call_in_call
import wmill
wmill.set_variable("a", wmill.get_variable("b", "c"))  # wrong
# == call_in_list
import wmill
rows = [wmill.get_variable(), wmill.get_variable("a")]  # wrong
# == call_in_fstring
import wmill
text = f"{wmill.get_variable()} and {wmill.get_variable('a')}"  # wrong
# == call_in_nested_fstring
import wmill
text = f"{len(f'{wmill.get_workspace(1)}')}"  # wrong
# == call_in_comprehension
import wmill
rows = [wmill.get_variable(p, p) for p in ["a"]]  # wrong
# == call_in_dict_comprehension
import wmill
rows = {p: wmill.get_variable(paths=p) for p in ["a"]}  # wrong
# == call_in_lambda
import wmill
read = lambda: wmill.get_variable()  # wrong
# == call_in_default
import wmill
def main(token=wmill.get_variable()):  # wrong
    return token
# == call_in_decorator
import wmill
@wmill.task(tags="x")  # wrong
async def one(): ...
@wmill.task(tag="x")
async def two(): ...
# == call_in_condition
import wmill
if wmill.get_progress(1, 2):  # wrong
    pass
while not wmill.worker_is_draining("a", "b"):  # wrong
    pass
# == call_in_assert
import wmill
assert wmill.get_workspace("x")  # wrong
# == call_in_return
import wmill
def main():
    return wmill.get_state("a", "b")  # wrong
# == call_in_walrus
import wmill
if (token := wmill.get_variable("a", "b")):  # wrong
    print(token)
# == call_in_match
import wmill
match wmill.get_variable():  # wrong
    case "a":
        wmill.get_workspace(1)  # wrong
    case _:
        pass
# == call_in_with
import wmill
with open(wmill.get_variable()) as file:  # wrong
    file.read()
# == call_in_try
import wmill
try:
    wmill.get_variable()  # wrong
except TypeError:
    wmill.get_workspace(1)  # wrong
finally:
    wmill.get_version(2)  # wrong
# == call_in_class_body
import wmill
class Settings:
    token = wmill.get_variable()  # wrong
    other = wmill.get_variable("a")
# == call_in_subscript
import wmill
value = wmill.get_resource("a", False, True, 4)["x"]  # wrong
# == call_in_slice
import wmill
value = "abc"[wmill.get_progress():]
value = "abc"[len(wmill.get_workspace(1)):]  # wrong
# == call_in_star
import wmill
print(*wmill.get_variable("a", "b"))  # wrong
# == call_in_generator
import wmill
total = sum(len(wmill.get_variable()) for _ in range(3))  # wrong
# == call_in_ternary
import wmill
value = wmill.get_variable() if wmill.get_workspace() else None  # wrong
# == call_in_async
import wmill
async def main():
    await wmill.sleep()  # wrong
    await wmill.sleep(3)
    await wmill.sleep(3, 4)  # wrong
# == call_in_yield
import wmill
def rows():
    yield wmill.get_variable()  # wrong
    yield from wmill.list_resources("a", 1, 2, 3)  # wrong
# == call_in_global_statement
import wmill
token = ""
def main():
    global token
    token = wmill.get_variable(key="a")  # wrong
# == parenthesised_function
import wmill
(wmill.get_variable)("a")
(wmill.get_variable)()  # theirs: form
# == space_before_brackets
import wmill
wmill.get_variable ()  # wrong
wmill . get_variable ("a", "b")  # wrong
# == line_breaks_in_chain
import wmill
value = (wmill
    .get_variable("a", "b")  # wrong
)
# == backslash
import wmill
value = wmill. \
    get_variable("a", "b")  # wrong
# == two_on_a_line
import wmill
wmill.get_variable("a"); wmill.get_variable()  # wrong
# == generator_argument
import wmill
wmill.stream_result(x for x in [1])
wmill.get_workspace(x for x in [1])  # wrong
# == string_with_brackets
import wmill
wmill.get_variable("a), 'b', (")
wmill.get_variable("""a
), "b"
""")
# == comparison_is_no_keyword
import wmill
a = b = 1
wmill.set_state(a == b)
wmill.get_workspace(a == b)  # wrong
# == lambda_argument
import wmill
wmill.stream_result(lambda a, b=1: a)
# == workflow_step
import wmill
@wmill.workflow
async def main():
    await wmill.step("a", lambda: 1)
    await wmill.step("a")  # wrong
    await wmill.step(name="a", func=lambda: 1)  # wrong
# == workflow_parallel
import wmill
async def run(x): ...
async def main():
    await wmill.parallel([1], run, concurrency=2)
    await wmill.parallel([1], run, 2)  # wrong
    await wmill.parallel([1], run, max_concurrency=2)  # wrong
# == workflow_approval
import wmill
async def main():
    await wmill.wait_for_approval(timeout=60)
    await wmill.wait_for_approval(timeouts=60)  # wrong
# == task_script_options
import wmill
run = wmill.task_script("f/demo/run", tag="x")
walk = wmill.task_script("f/demo/run", tags="x")  # wrong
both = wmill.task_flow()  # wrong
# == s3
import wmill
wmill.load_s3_file(wmill.S3Object(s3="a"), None)
wmill.write_s3_file(wmill.S3Object(s3="a"))  # wrong
wmill.sign_s3_object()  # wrong
# == approvals
import wmill
wmill.get_resume_urls("a", True)
wmill.get_resume_urls("a", True, 3)  # wrong
wmill.request_interactive_slack_approval(slack="x")  # wrong
# == wrong_types_are_no_matter
import wmill
wmill.get_variable(1)
wmill.set_variable(None, 2)
wmill.run_script_by_path("a", "b", "c")
# == reference_without_call
import wmill
read = wmill.get_variable
rows = list(map(wmill.get_variable, ["a"]))
# == call_through_a_name
import wmill
read = wmill.get_variable
read("a")
read()  # theirs: value
# == call_through_partial
from functools import partial
import wmill
read = partial(wmill.get_variable, "a")
read()
# == call_of_a_result
import wmill
wmill.get_variable("a")()  # theirs: python
# == call_of_a_module
import wmill
wmill()  # theirs: python
# == unfinished_is_no_matter
import wmill
def main():
    wmill.get_variable("a")
    ...
