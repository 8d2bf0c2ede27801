"""Asks `windmill-ls --mcp` with the client of the protocol's own SDK: mcp_client.py PROGRAM WORKSPACES."""

import asyncio
import pathlib
import shutil
import sys
import tempfile

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

program, workspaces = sys.argv[1], pathlib.Path(sys.argv[2])


async def text(session, tool, fails=False, **arguments):
    answer = await session.call_tool(tool, arguments)
    failed = getattr(answer, "isError", None) or getattr(answer, "is_error", None) or False
    said = "".join(part.text for part in answer.content)
    assert failed == fails, f"{tool} {arguments}: {said}"
    assert len(said.encode()) < 20_000, f"{tool}: {len(said)} characters"
    return said


async def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder) / "clean"
        shutil.copytree(workspaces / "clean", folder)
        server = StdioServerParameters(command=program, args=["--mcp"], cwd=str(folder))
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            names = {tool.name for tool in (await session.list_tools()).tools}
            assert names == {"check", "outline", "shape", "uses", "explain", "rename"}, names

            assert (await text(session, "check")).startswith("0 errors and 0 warnings in "), "clean"
            flow = folder / "f/billing/collect_overdue.flow/flow.yaml"
            whole = flow.read_text()
            flow.write_text(whole.replace("results.list_invoices", "results.list_invoice", 1))
            found = await text(session, "check")
            assert "error[unknown-step]" in found and "+++ b/f/billing/collect_overdue.flow/flow.yaml" in found, found
            found = await text(session, "check", path="f/billing/collect_overdue.flow")
            assert "error[unknown-step]" in found, found
            flow.write_text(whole)
            assert (await text(session, "check")).startswith("0 errors"), "an answer is out of date"

            outline = await text(session, "outline", file="f/billing/collect_overdue")
            assert "list_invoices" in outline, outline
            shape = await text(session, "shape", name="f/billing/collect_overdue#list_invoices")
            assert "{" in shape or "[]" in shape, shape
            uses = await text(session, "uses", name="f/billing/collect_overdue#list_invoices")
            assert "`- id: list_invoices`: declares" in uses and "`expr: results.list_invoices`: uses" in uses, uses
            page = await text(session, "explain", rule="unknown-step")
            assert "unknown-step" in page, page
            diff = await text(session, "rename", old="f/billing/collect_overdue#list_invoices", new="invoices")
            assert "+    - id: invoices" in diff and "-    - id: list_invoices" in diff, diff
            assert flow.read_text() == whole, "rename changed a file"

            said = await text(session, "explain", fails=True, rule="unknown-stp")
            assert "did you mean `unknown-step`?" in said, said
            said = await text(session, "uses", fails=True, name="f/no/thing")
            assert "There is no script, flow, resource or variable `f/no/thing`" in said, said
            said = await text(session, "check", fails=True, path="nowhere")
            assert said == "nowhere: there is nothing to check", said
            said = await text(session, "check", fails=True, since="HEAD")
            assert "is in no git repository" in said, said
            said = await text(session, "shape", fails=True)
            assert said == "`name` is missing", said


asyncio.run(main())
