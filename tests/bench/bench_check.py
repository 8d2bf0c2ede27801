"""Times the checker beside `wmill lint`, `ty check` and bare parsing on the same folder, turn by turn."""

import json
import os
import statistics
import subprocess
import time

from figures import spread


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


def check_benchmark(tools, folder, runs, warmups):
    """`tools` maps a name to its command, run in `folder`; every tool runs once a turn, in this order."""
    figures = {name: [] for name in tools}
    for turn in range(warmups + runs):
        for name, command in tools.items():
            result = run(command, folder)
            if result["status"] != 0:
                raise RunError(f"{name}: exit status {result['status']}\n{result['output'][-1500:]}")
            if turn >= warmups:
                figures[name].append(result)
    return {"runs": runs, "tools": {
        name: {
            "command": " ".join(tools[name]),
            "wall_s": spread([result["wall"] for result in results]),
            "processor_s": statistics.median(result["cpu"] for result in results),
            "all": [{"wall": result["wall"], "processor": result["cpu"]} for result in results],
            "peak_mb": max(result["peak_mb"] for result in results),
        }
        for name, results in figures.items()
    }}


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


def print_check(report, ours):
    """All tools, and how long each of `ours` takes beside the others."""
    print(f"\nCheck: {report['what']}; {report['runs']} runs each, in turn")
    print(f"{'':22}{'min s':>9}{'median s':>10}{'max s':>9}{'processor s':>13}{'peak MB':>9}")
    for name, row in report["tools"].items():
        wall = row["wall_s"]
        print(f"{name:22}{wall['min']:9.3f}{wall['median']:10.3f}{wall['max']:9.3f}"
              f"{row['processor_s']:13.3f}{row['peak_mb']:9.1f}")
    for us in ours:
        for other, row in report["tools"].items():
            if other in ours:
                continue
            mine = report["tools"][us]
            print(f"{us} takes {mine['wall_s']['median'] / row['wall_s']['median']:.3f} of the time and "
                  f"{mine['processor_s'] / row['processor_s']:.3f} of the processor time of {other}")
    if "ty check" in report["tools"]:
        print(f"ty check reads the {report['python_files']} Python files only")
    if "findings" in report:
        print(f"findings in the generated files: {report['findings']['summary']}")
        for example in report["findings"]["examples"]:
            print(f"  {example}")
