"""Times the checker beside `wmill lint` on the same folder, turn by turn."""

import json
import os
import statistics
import subprocess
import time


class RunError(Exception):
    """A command that could not be run or ended in a way that makes its time worthless."""


def run(command, cwd):
    """One run: wall and processor seconds, peak resident MB, exit status, what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
        "status": process.returncode,
        "output": output.decode(errors="replace"),
    }


def ours(binary, folder):
    return [str(binary), "--check", "--exit-zero", str(folder)]


def check_benchmark(tools, folder, flows, runs, warmups):
    """`tools` maps a name to its command; every tool runs once a turn, in this order."""
    figures = {name: [] for name in tools}
    for turn in range(warmups + runs):
        for name, command in tools.items():
            result = run(command, folder)
            if result["status"] != 0:
                raise RunError(f"{name}: exit status {result['status']}\n{result['output'][-1500:]}")
            if turn >= warmups:
                figures[name].append(result)
    return {"flows": flows, "runs": runs, "tools": {
        name: {
            "command": " ".join(tools[name]),
            "wall_s": spread([result["wall"] for result in results]),
            "cpu_s": statistics.median(result["cpu"] for result in results),
            "peak_mb": max(result["peak_mb"] for result in results),
        }
        for name, results in figures.items()
    }}


def spread(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def findings(binary, folder):
    """What our checker says of the generated files: its summary, and some findings if any."""
    command = [str(binary), "--check", "--exit-zero", "--output-format", "json", str(folder)]
    result = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    try:
        report = json.loads(result.stdout)
    except json.JSONDecodeError as error:
        raise RunError(f"windmill-ls: --output-format json gave no JSON: {error}") from error
    examples = [f"{found['file']}: {found['rule']}: {found['message']}"
                for found in report.get("findings", [])[:5]]
    return {"summary": report.get("summary", {}), "examples": examples}
