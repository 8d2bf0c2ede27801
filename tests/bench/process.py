"""What the system knows of a process: its processor time, its memory, and whether it has come to rest."""

import time
from pathlib import Path

# Longer than the pauses that a server makes of its own before it tells what an edit changed.
QUIET_S = 0.35
# What a process at rest may use in that time.
IDLE_S = 0.003
# How often one looks.
LOOK_S = 0.02


class NeverAtRest(Exception):
    """A process that goes on and on."""


def processor_s(pid):
    """Seconds of all processors that the process has used, its ended threads included.

    `/proc/PID/stat` says the same in steps of 10 ms; the clock of a process counts in nanoseconds.
    """
    return time.clock_gettime(~pid << 3 | 2)


def rest(pid, timeout=120):
    """Waits until a process has used next to nothing for a while."""
    end = time.monotonic() + timeout
    looks = [(time.monotonic(), processor_s(pid))]
    while time.monotonic() < end:
        time.sleep(LOOK_S)
        now, used = time.monotonic(), processor_s(pid)
        looks.append((now, used))
        # The newest look that is old enough stays the first.
        while len(looks) > 1 and now - looks[1][0] >= QUIET_S:
            looks.pop(0)
        if now - looks[0][0] >= QUIET_S and used - looks[0][1] < IDLE_S:
            return
    raise NeverAtRest(f"process {pid} is still at work after {timeout} s")


def tree_mb(pid, field="VmRSS"):
    """Resident memory of a process and all its descendants, summed, in MB of 1,024 kB; `VmHWM` is the
    highest that each ever had."""
    known = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            status = read_status(entry, field)
            if status:
                known[int(entry.name)] = status
    total, todo = 0, [pid]
    while todo:
        current = todo.pop()
        total += known.get(current, (0, 0))[1]
        todo += [child for child, (parent, _) in known.items() if parent == current]
    return total / 1024


def read_status(entry, field):
    """(parent, memory in kB) of a process; None when it has just ended."""
    try:
        text = (entry / "status").read_text()
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return int(fields["PPid"]), int(fields.get(field, "0 kB").split()[0])
