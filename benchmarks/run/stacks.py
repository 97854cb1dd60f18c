#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times an exit_stack of callables beside a vector of std::function that is unwound by hand.

With --gate the script fails where registering and calling 10,000 takes more than 1.5 times as long
on the stack; while it does, it measures again and keeps the minima.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from table import render  # noqa: E402
from toolchain import BENCHMARKS, arguments, compilers  # noqa: E402

ENTRIES = (1, 10, 100, 10000)
ROWS = ("by_hand", "on_a_stack")
LIMIT = 1.5
ATTEMPTS = 4


def measure(program, seconds):
    """Nanoseconds by name, for instance `by_hand/100`."""
    return {name: each["cpu_time"] for name, each in timing.measure(program, seconds).items()}


def ratio(times, entries):
    return times[f"on_a_stack/{entries}"] / times[f"by_hand/{entries}"]


def run(program, name, options):
    """Measures one program and prints its table; returns whether the limit is kept."""
    times = measure(program, options.seconds)
    attempt = 1
    while options.gate and attempt < ATTEMPTS and ratio(times, ENTRIES[-1]) > LIMIT:
        again = measure(program, options.seconds)
        times = {key: min(value, again[key]) for key, value in times.items()}
        attempt += 1
    rows = [[row, *(f"{times[f'{row}/{n}']:.0f}" for n in ENTRIES)] for row in ROWS]
    rows.append(["ratio", *(f"{ratio(times, n):.2f}" for n in ENTRIES)])
    print(render([f"entries, ns, {name}", *map(str, ENTRIES)], rows, options.markdown) + "\n")
    return ratio(times, ENTRIES[-1]) <= LIMIT


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--program", help="a built exit_stack program, instead of building one")
    parser.add_argument("--seconds", type=float, default=0.02, help="time of one repetition")
    parser.add_argument("--gate", action="store_true", help="fail where the limit is missed")
    options = parser.parse_args()

    if options.program:
        good = run(options.program, Path(options.program).name, options)
    else:
        good = True
        with tempfile.TemporaryDirectory() as folder:
            for compiler in compilers(options):
                source = BENCHMARKS / "run" / "exit_stack.cpp"
                libraries = ("-lbenchmark", "-pthread")
                program = compiler.build([source], f"{folder}/exit_stack", *libraries)
                good = run(program, compiler.name, options) and good
    if options.gate and not good:
        sys.exit("an exit_stack takes too long")


if __name__ == "__main__":
    main()
