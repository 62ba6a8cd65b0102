"""How the benchmarks run and time programs: children with their processor time, pairs in turn, medians.

Nothing here knows what is measured."""

import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

ENVIRONMENT = {
    "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8",
    # What the stand-ins know; the fixed answers ask for none.
    "DUB_API_KEY": "dub_sandboxKeyForRehearsals1", "HOKO_API_KEY": "hoko-sandbox-key",
    "SHORTPEN_API_KEY": "shortpen-sandbox-key",
}


@dataclass
class Cost:
    """What a command took: seconds on the wall and of processors, and kilobytes of memory at most."""

    wall: float
    processor: float
    memory: int


def last_errors():
    """What the last command wrote on standard error."""
    return pathlib.Path(os.environ["BENCHMARK_SCRATCH"], "errors").read_text(errors="replace")


def run(command, output=None, times=1, status=0):
    """Runs a command, a list of words, so often; fails where it ends otherwise than with `status`."""
    errors = pathlib.Path(os.environ["BENCHMARK_SCRATCH"], "errors")
    wall = processor = memory = 0
    for _ in range(times):
        with open(output or os.devnull, "wb") as out, open(errors, "wb") as err:
            began = time.monotonic()
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=ENVIRONMENT)
            _, ended, usage = os.wait4(child.pid, 0)
            wall += time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(ended)
        if child.returncode != status:
            last = last_errors()[-500:]
            raise SystemExit(f"{shlex.join(map(str, command))} ended with {child.returncode}: {last}")
        processor += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss)
    return Cost(wall / times, processor / times, memory)


# A child begins with the memory of whoever starts it, as the system counts: so something small has to.
STARTER = """
import os, sys
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, ended, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as out: out.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(ended))
"""


def run_for_memory(command, output=None):
    """The same, where the memory is what is compared."""
    memory = pathlib.Path(os.environ["BENCHMARK_SCRATCH"], "memory")
    cost = run([sys.executable, "-I", "-S", "-c", STARTER, memory, *command], output)
    return Cost(cost.wall, cost.processor, int(memory.read_text()))


def pairs(ours, theirs, count):
    """Runs two measurements in turn, so that what else the machine does meets both alike."""
    measured = []
    for _ in range(count):
        mine = ours()
        measured.append((mine, theirs()))
    return measured


def median(measured, of):
    """The median of a figure of ours, of theirs, and of the ratio within each pair."""
    mine = [of(pair[0]) for pair in measured]
    other = [of(pair[1]) for pair in measured]
    ratios = [a / b for a, b in zip(mine, other) if b > 0]
    return statistics.median(mine), statistics.median(other), statistics.median(ratios or [0])
