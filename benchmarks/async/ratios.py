#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times asynchronous runs, and counts their allocations: pipelines beside one coroutine for each
resource, and beside all in a single coroutine.

The figures of a table come from one program. Each time is the minimum of several repetitions in
random order, in several processes: where the system puts code and heap decides what runs of this
length find in the caches and branch predictors. With --gate the script fails unless a pipeline
allocates its frame and nothing else, and at 8 stages keeps its distance to both; while a gate does
not hold, it goes on measuring and keeps the minima.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from programs import build_async  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 4, 8)
WAITS = ("ready", "posted")
AUTHORS = ("ambit", "nested", "single")

LIMITS = {"nested": 0.75, "single": 1.10}  # time of a pipeline of 8 stages, returning
PROCESSES = 10
ATTEMPTS = 3


def measure(program, seconds):
    """The fastest runs, by name, for instance `throwing/posted/ambit/8`."""
    runs = {}
    for _ in range(PROCESSES):
        again = timing.measure(program, seconds, "--benchmark_repetitions=5")
        runs = timing.fastest([*runs.items(), *again.items()])
    return runs


def gates(runs):
    """Pairs of a measurement in words and whether it holds."""
    for wait in WAITS:
        times = {who: runs[f"returning/{wait}/{who}/8"]["cpu_time"] for who in AUTHORS}
        for who, limit in LIMITS.items():
            ratio = times["ambit"] / times[who]
            words = f"{wait}, {who}: 8 stages take {ratio:.2f} of the time by hand"
            yield f"{words}, at most {limit:.2f}", ratio <= limit
    frames = [runs[f"{path}/{wait}/ambit/{depth}"]["allocations"]
              for path in ("returning", "throwing") for wait in WAITS for depth in DEPTHS]
    yield f"pipelines allocate {max(frames):.0f} a run, at most 1", max(frames) == 1


def show(name, runs, markdown):
    for path, scale, digits, unit in (("returning", 1, 1, "ns"), ("throwing", 1000, 2, "µs")):
        rows = []
        for wait in WAITS:
            for who in AUTHORS:
                found = [runs[f"{path}/{wait}/{who}/{depth}"] for depth in DEPTHS]
                allocated = " / ".join(f"{each['allocations']:.0f}" for each in found)
                times = (f"{each['cpu_time'] / scale:.{digits}f}" for each in found)
                rows.append([f"{wait}: {who}", *times, allocated])
        print(render([f"{path}, {unit}, {name}", *DEPTHS, "allocations"], rows, markdown) + "\n")


def run(program, name, options):
    """Measures one program and prints its tables; returns whether the gates hold."""
    runs = measure(program, options.seconds)
    attempt = 1
    while options.gate and attempt < ATTEMPTS and not all(good for _, good in gates(runs)):
        again = measure(program, options.seconds)
        runs = timing.fastest([*runs.items(), *again.items()])
        attempt += 1
    show(name, runs, options.markdown)
    for words, good in gates(runs):
        print(f"{'- ' if options.markdown else ''}{words}{'' if good else '  NO'}")
    print()
    return all(good for _, good in gates(runs))


def main():
    parser = arguments(__doc__.splitlines()[0].rstrip(":"), ("g++", "clang++-22"))
    parser.add_argument("--seconds", type=float, default=0.01, help="time of one repetition")
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()

    good = True
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            program = build_async(compiler, "run_time", folder, "-lbenchmark", "-pthread")
            good = run(program, compiler.name, options) and good
    if options.gate and not good:
        sys.exit("asynchronous runs miss a limit")


if __name__ == "__main__":
    main()
