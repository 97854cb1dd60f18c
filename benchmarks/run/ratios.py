#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times runs whose body fails: pipelines beside nested try, catch and rethrow, and plain RAII.
Shapes named `expected` fail by value, the others throw.

The figures of a table come from one run of one program. Each is the minimum of several repetitions
in random order, since noise only ever adds. With --gate the script fails unless pipelines stay flat
(16 stages at most 1.4 times 1 stage) and beat the nested handlers (3 times at 8 stages), and
failing by value costs at most a 30th of throwing (at 8 stages); while a gate does not hold, it
repeats the run and keeps the minima.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from programs import build  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
ROWS = ("hand_guards", "ambit_manager", "hand_failed", "ambit_failed",
        "hand_exception", "ambit_exception", "hand_expected", "ambit_expected")
OBSERVERS = ("failed", "exception")

FLAT = 1.4
FASTER = 3.0
BY_VALUE = 30.0
ATTEMPTS = 4


def measure(program, seconds):
    """Nanoseconds by name, for instance `throwing/ambit_failed/8`."""
    return {name: each["cpu_time"] for name, each in timing.measure(program, seconds).items()}


def gates(times):
    """Pairs of a ratio in words and whether it holds."""
    for name in OBSERVERS:
        ours = {depth: times[f"throwing/ambit_{name}/{depth}"] for depth in DEPTHS}
        flat = ours[16] / ours[1]
        faster = times[f"throwing/hand_{name}/8"] / ours[8]
        yield f"{name}: 16 stages take {flat:.2f} of 1 stage, at most {FLAT}", flat <= FLAT
        words = f"{name}: 8 stages are {faster:.1f} times faster than nested handlers"
        yield f"{words}, at least {FASTER}", faster >= FASTER
    by_value = times["throwing/ambit_failed/8"] / times["throwing/ambit_expected/8"]
    words = f"expected: 8 stages fail {by_value:.0f} times faster by value than by throwing"
    yield f"{words}, at least {BY_VALUE:.0f}", by_value >= BY_VALUE


def show(name, times, markdown):
    for path, scale, digits, unit in (("throwing", 1000, 3, "µs"), ("returning", 1, 1, "ns")):
        rows = [
            [row, *(f"{times[f'{path}/{row}/{depth}'] / scale:.{digits}f}" for depth in DEPTHS)]
            for row in ROWS
        ]
        print(render([f"{path}, {unit}, {name}", *map(str, DEPTHS)], rows, markdown) + "\n")


def run(program, name, options):
    """Measures one program and prints its tables; returns whether the gates hold."""
    times = measure(program, options.seconds)
    attempt = 1
    while options.gate and attempt < ATTEMPTS and not all(good for _, good in gates(times)):
        again = measure(program, options.seconds)
        times = {key: min(value, again[key]) for key, value in times.items()}
        attempt += 1
    show(name, times, options.markdown)
    for words, good in gates(times):
        print(f"{'- ' if options.markdown else ''}{words}{'' if good else '  NO'}")
    print()
    return all(good for _, good in gates(times))


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--program", help="a built throw_path, instead of building one")
    parser.add_argument("--seconds", type=float, default=0.02, help="time of one repetition")
    parser.add_argument("--gate", action="store_true", help="fail where a ratio misses its limit")
    options = parser.parse_args()

    if options.program:
        good = run(options.program, Path(options.program).name, options)
    else:
        good = True
        with tempfile.TemporaryDirectory() as folder:
            for compiler in compilers(options):
                program = build(compiler, "throw_path", folder, "-lbenchmark", "-pthread")
                good = run(program, compiler.name, options) and good
    if options.gate and not good:
        sys.exit("the throw path misses a limit")


if __name__ == "__main__":
    main()
