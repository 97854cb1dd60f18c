#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times runs that return and runs that fail: pipelines beside the same work nested by hand and with
what else a program could use. Shapes named `expected` fail by value, in those named `failing` an
exit throws, in the others the body.

The figures of a table come from one run of one program. Each is the minimum of several repetitions
in random order, since noise only ever adds. With --gate the script fails unless pipelines stay flat
(16 stages at most 1.4 times 1 stage), beat the nested handlers at 8 stages (3 times, 5 times where
the failure is suppressed), and failing by value costs at most a 30th of throwing (at 8 stages);
while a gate does not hold, it measures what that is about again and keeps the minima.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from programs import build, left_out  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
ROWS = (
    "hand_guards", "ambit_manager", "absl_cleanup", "gsl_finally", "std_scope_exit", "boost_scope",
    "hand_failed", "ambit_failed", "std_scope_fail", "boost_scope_fail",
    "hand_exception", "ambit_exception",
    "hand_expected", "ambit_expected",
    "hand_suppressed", "ambit_suppressed",
    "hand_failing", "ambit_failing", "hand_failing_twice", "ambit_failing_twice",
)

FLAT = 1.4
FASTER = {"failed": 3.0, "exception": 3.0, "suppressed": 5.0}
BY_VALUE = 30.0
JUDGED = "--benchmark_filter=^throwing/.*_(failed|exception|suppressed|expected)/"
ATTEMPTS = 4


def measure(program, seconds, *options):
    """Nanoseconds by name, for instance `throwing/ambit_failed/8`."""
    runs = timing.measure(program, seconds, *options)
    return {name: each["cpu_time"] for name, each in runs.items()}


def gates(times):
    """Pairs of a ratio in words and whether it holds."""
    for name, least in FASTER.items():
        ours = {depth: times[f"throwing/ambit_{name}/{depth}"] for depth in DEPTHS}
        flat = ours[16] / ours[1]
        faster = times[f"throwing/hand_{name}/8"] / ours[8]
        yield f"{name}: 16 stages take {flat:.2f} of 1 stage, at most {FLAT}", flat <= FLAT
        words = f"{name}: 8 stages are {faster:.1f} times faster than nested handlers"
        yield f"{words}, at least {least}", faster >= least
    by_value = times["throwing/ambit_failed/8"] / times["throwing/ambit_expected/8"]
    words = f"expected: 8 stages fail {by_value:.0f} times faster by value than by throwing"
    yield f"{words}, at least {BY_VALUE:.0f}", by_value >= BY_VALUE


def tables(name, times):
    """One for each path; below the throwing one stand the gates, below both what is absent."""
    absent = left_out(times)
    for path, scale, digits, unit in (("returning", 1, 1, "ns"), ("throwing", 1000, 3, "µs")):
        table = Table(path, unit, name, list(DEPTHS), digits=digits)
        for row in ROWS:
            found = [times.get(f"{path}/{row}/{depth}") for depth in DEPTHS]
            if None not in found:
                table.add(row, [time / scale for time in found])
        if path == "throwing":
            table.notes += [f"{words}." for words, _ in gates(times)]
        table.notes += absent
        yield table


def run(program, options):
    """The times of one program; while a gate asks for it and does not hold, what it is about is
    measured again."""
    times = measure(program, options.seconds)
    attempt = 1
    while options.gate and attempt < ATTEMPTS and not all(good for _, good in gates(times)):
        again = measure(program, options.seconds, JUDGED)
        times |= {name: min(time, times[name]) for name, time in again.items()}
        attempt += 1
    return times


def main():
    parser = arguments(__doc__.splitlines()[0].rstrip(":"), ("g++", "clang++-22"))
    parser.add_argument("--program", help="a built run_time, instead of building one")
    parser.add_argument("--seconds", type=float, default=0.02, help="time of one repetition")
    parser.add_argument("--gate", action="store_true", help="fail where a ratio misses its limit")
    options = parser.parse_args()

    measured = {}
    if options.program:
        measured[Path(options.program).name] = run(options.program, options)
    else:
        for compiler in filter(timing.found_by, compilers(options)):
            with tempfile.TemporaryDirectory() as folder:
                program = build(compiler, "run_time", folder, *timing.LIBRARIES)
                measured[compiler.name] = run(program, options)
    publish((table for each in measured.items() for table in tables(*each)), options)
    misses = [f"{name}: {words}" for name, times in measured.items()
              for words, good in gates(times) if not good]
    if options.gate and misses:
        sys.exit("\n".join(["runs miss a limit", *misses]))


if __name__ == "__main__":
    main()
