# == right
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.run_task("Read the title", url="https://example.com")
    await client.run_task(prompt="Read", engine="skyvern-2.0")
    await client.get_run("tsk_1")
# == unknown_method
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.run_tusk("Read")  # wrong
# == missing
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.run_task()  # wrong
    await client.get_run()  # wrong
# == unknown_keyword
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.run_task("Read", engin="skyvern-2.0")  # wrong
    await client.cancel_run(id="a")  # wrong
# == too_many
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.get_run("a", "b")  # wrong
# == twice
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await client.get_run("a", run_id="b")  # wrong
# == agent
from skyvern import Skyvern
client = Skyvern(api_key="x")
client.agent.run_task(prompt="Read", url="https://example.com")
client.agent.run_task(prompt="Read", engin="x")  # wrong
client.agent.cancel_run("a")
client.agent.cancel_run()  # wrong
# == agent_workflow
from skyvern import Skyvern
client = Skyvern(api_key="x")
client.agent.run_workflow(workflow_id="wpid_1", parameters={"a": 1})
client.agent.run_workflow(workflow="wpid_1")  # wrong
# == agent_unknown
from skyvern import Skyvern
Skyvern(api_key="x").agent.nope()  # theirs: versions
# == async_client
from skyvern import AsyncSkyvern
async def main():
    client = AsyncSkyvern(api_key="x")
    await client.agent.run_task(prompt="Read")
    await client.agent.run_task(prompts="Read")  # wrong
    await client.agent.get_run(run_id="a", wait=True)  # wrong
# == async_name
import skyvern
async def main(c: skyvern.AsyncSkyvern):
    await c.run_tsk("x")  # wrong
    await c.get_run()  # wrong
# == constructor
from skyvern import Skyvern
Skyvern(api_key="x", base_url="y")
Skyvern(api_kei="x")  # wrong
Skyvern("x")  # wrong
# == constructor_of_earlier_versions
from skyvern import Skyvern
Skyvern()  # theirs: versions
Skyvern(api_key="x", cdp_url="y")  # theirs: versions
# == earlier_names
from skyvern import Skyvern
client = Skyvern(api_key="x")
client.workflows  # theirs: versions
client.browser_session  # theirs: versions
# == names_of_other_classes
from skyvern import Skyvern
client = Skyvern(api_key="x")
client.list_all  # theirs: versions
client.schedules.list_all()
client.schedules.nope()  # wrong
# == arguments_of_namesakes
from skyvern import Skyvern
client = Skyvern(api_key="x")
client.agent.run_task(prompt="Read", model={})  # theirs: versions
client.agent.run_task("Read")  # theirs: versions
# == local
from skyvern import Skyvern
client = Skyvern.local(use_in_memory_db=True)
client.nope()  # wrong
Skyvern.local(in_memory=True)  # wrong
# == module_alias
import skyvern as s
async def main():
    await s.Skyvern(api_key="x").nope()  # wrong
# == module_unknown
import skyvern
skyvern.nope()  # theirs: package
# == import_unknown
from skyvern import Nope  # theirs: package
# == library
from skyvern.library import Skyvern
Skyvern(api_key="x").nope()  # wrong
# == blocking
from skyvern.client import Skyvern
client = Skyvern(api_key="x")
client.run_task(prompt="Read")
client.run_task(prompt="Read", engin="x")  # wrong
client.nope()  # wrong
client.get_run()  # wrong
# == blocking_parts
from skyvern.client import Skyvern
client = Skyvern(api_key="x")
client.schedules.list_all(page=1)
client.artifacts.nope()  # wrong
client.agents.nope()  # wrong
# == blocking_alias
from skyvern.client import Skyvern as Blocking
def main(c: Blocking):
    return c.get_runs_v2(nope=1)  # wrong
# == client_module
import skyvern.client
c = skyvern.client.Skyvern(api_key="x")
c.nope()  # wrong
# == result_is_free
from skyvern import Skyvern
async def main():
    run = await Skyvern(api_key="x").run_task("Read")
    print(run.status, run.output.anything)
# == not_awaited
from skyvern import Skyvern
def main():
    Skyvern(api_key="x").run_task("Read").status  # theirs: awaited
# == async_function_result
from skyvern import Skyvern
async def connect():
    return Skyvern(api_key="x")
async def main():
    client = await connect()
    await client.nope()  # wrong
# == gather
import asyncio
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    await asyncio.gather(client.run_task("a"), client.run_task())  # wrong
# == try_finally
from skyvern import Skyvern
async def main():
    client = Skyvern(api_key="x")
    try:
        return await client.run_task(url="x")  # wrong
    finally:
        await client.aclose()
        await client.close()  # wrong
# == class_holds_it
from skyvern import Skyvern
class Robot:
    def __init__(self, key: str):
        self.client = Skyvern(api_key=key)
    async def run(self):
        await self.client.run_task("Read")
        await self.client.run_tusk("Read")  # wrong
# == spread
from skyvern import Skyvern
async def main(options: dict):
    client = Skyvern(**options)
    await client.run_task("Read", **options)
    await client.run_task(nope=1, **options)  # theirs: spread
# == enum
from skyvern import SkyvernEnvironment
SkyvernEnvironment.CLOUD
SkyvernEnvironment.NOPE  # theirs: open
# == wmill_with_it
import wmill
from skyvern import Skyvern
client = Skyvern(api_key=wmill.get_variable())  # wrong
client.agent.run_task(prompt=wmill.get_varible("a"))  # wrong
# == pinned
# requirements:
# skyvern==0.1.0
from skyvern import Skyvern
Skyvern(api_key="x").nope()  # theirs: pinned
# == derived
from skyvern import Skyvern
class Mine(Skyvern):
    async def newer(self): ...
Mine(api_key="x").nope()  # theirs: derived
# == shadowed
from skyvern import Skyvern
def main(Skyvern):
    Skyvern().nope()
# == conditional
import os
from skyvern import AsyncSkyvern, Skyvern
if os.environ.get("X"):
    client = Skyvern(api_key="x")
else:
    client = AsyncSkyvern(api_key="x")
client.nope()  # theirs: values
