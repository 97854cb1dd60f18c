#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times asynchronous runs, and counts their allocations: pipelines beside one coroutine for each
resource, and beside all in a single coroutine.

The figures of a table come from one program. Each time is the minimum of several repetitions in
random order, in several processes: where the system puts code and heap decides what runs of this
length find in the caches and branch predictors. With --gate the script fails unless a pipeline
allocates as often as a single coroutine, and at 8 stages keeps its distance to that and to nested
ones; while a limit is missed, it goes on measuring and keeps the minima.

clang puts nested coroutines into one frame where it sees the bodies of all, and nobody is faster
than what the compiler then makes of them; the limit is held against those that it does not see.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from programs import build_async  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
WAITS = ("ready", "posted")
AUTHORS = ("ambit", "nested", "nested, out of line", "single")
PATHS = ("returning", "throwing")

JUDGED = 8  # stages, returning
LIMITS = {"nested": 0.50, "nested, out of line": 0.50, "single": 1.05}
UNSEEN_BY = {"nested": "clang"}  # limits that a compiler's own work keeps from being one
PROCESSES = 10
ATTEMPTS = 4


def measure(program, seconds, processes):
    """The fastest runs, by name, for instance `throwing/posted/ambit/8`."""
    runs = {}
    for _ in range(processes):
        again = timing.measure(program, seconds, "--benchmark_repetitions=5")
        runs = timing.fastest([*runs.items(), *again.items()])
    return runs


def limits(name, runs):
    """Pairs of a measurement in words and whether it is within its limit."""
    for who, limit in LIMITS.items():
        if name.startswith(UNSEEN_BY.get(who, "none")):
            continue
        for wait in WAITS:
            mine, other = (runs[f"returning/{wait}/{each}/{JUDGED}"]["cpu_time"]
                           for each in ("ambit", who))
            words = f"{wait}: {JUDGED} stages take {mine / other:.2f} of `{who}`"
            yield f"{words}, at most {limit:.2f}.", mine / other <= limit
    mine, single = ([runs[f"{path}/{wait}/{who}/{depth}"]["allocations"]
                     for path in PATHS for wait in WAITS for depth in DEPTHS]
                    for who in ("ambit", "single"))
    yield f"A pipeline allocates at most {max(mine):.0f}, as `single` does.", mine == single


def tables(name, runs):
    for path, scale, digits, unit in (("returning", 1, 1, "ns"), ("throwing", 1000, 2, "µs")):
        table = Table(path, unit, name, DEPTHS, digits=digits)
        for wait in WAITS:
            for who in AUTHORS:
                found = (runs[f"{path}/{wait}/{who}/{depth}"] for depth in DEPTHS)
                table.add(f"{wait}: {who}", [each["cpu_time"] / scale for each in found])
        if path == "returning":
            table.notes += [words for words, _ in limits(name, runs)]
        yield table
    table = Table("allocations", "", name, DEPTHS)
    for wait in WAITS:
        for who in AUTHORS:
            table.add(f"{wait}: {who}", [max(runs[f"{path}/{wait}/{who}/{depth}"]["allocations"]
                                             for path in PATHS) for depth in DEPTHS])
    yield table


def missed(name, runs):
    return [words for words, good in limits(name, runs) if not good]


def main():
    parser = arguments(__doc__.splitlines()[0].rstrip(":"), ("g++", "clang++-22"))
    parser.add_argument("--seconds", type=float, default=0.01, help="time of one repetition")
    parser.add_argument("--processes", type=int, default=PROCESSES, help="that are measured")
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()

    found, misses = [], []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            program = build_async(compiler, "run_time", folder, "-lbenchmark", "-pthread")
            runs = measure(program, options.seconds, options.processes)
            for _ in range(ATTEMPTS - 1):
                if not options.gate or not missed(compiler.name, runs):
                    break
                again = measure(program, options.seconds, options.processes)
                runs = timing.fastest([*runs.items(), *again.items()])
            found += tables(compiler.name, runs)
            misses += [f"{compiler.name}: {words}" for words in missed(compiler.name, runs)]
    publish(found, options)
    if options.gate and misses:
        sys.exit("\n".join(["asynchronous runs miss a limit", *misses]))


if __name__ == "__main__":
    main()
