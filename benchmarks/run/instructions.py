#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of a run with callgrind: pipelines beside the same work nested by hand.

The counts hold the acquisitions, the body and the releases themselves; they are the same for both
and only a few instructions each. Shapes named `expected` do not throw: they fail by value.

With --gate the script fails where a body that returns an expected-like takes, all being well, more
than 1.02 times the instructions of `if` chains.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from callgrind import count  # noqa: E402
from programs import build  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
PAIRS = (
    ("ambit_manager", "hand_guards"),
    ("ambit_failed", "hand_failed"),
    ("ambit_exception", "hand_exception"),
    ("ambit_expected", "hand_expected"),
)
BY_VALUE = 1.02


def instructions(program):
    """Those of a call of nothing are no run's."""
    counts = count(program)
    nothing = counts.pop("/nothing/0")
    return {name: counted - nothing for name, counted in counts.items()}


def gates(counts):
    """Pairs of a ratio in words and whether it holds."""
    for depth in DEPTHS:
        ours, twin = (counts[f"returning/{name}/{depth}"] for name in PAIRS[-1])
        words = f"expected: {depth} stages take {ours / twin:.3f} of `if` chains"
        yield f"{words}, at most {BY_VALUE}", ours <= BY_VALUE * twin


def show(path, name, counts, markdown):
    rows = []
    for ours, theirs in PAIRS:
        mine = [counts[f"{path}/{ours}/{depth}"] for depth in DEPTHS]
        twin = [counts[f"{path}/{theirs}/{depth}"] for depth in DEPTHS]
        rows.append([ours, *(f"{value:.0f}" for value in mine)])
        rows.append([theirs, *(f"{value:.0f}" for value in twin)])
        rows.append(["ratio", *(f"{a / b:.2f}" for a, b in zip(mine, twin))])
    print(render([f"{path}, instructions, {name}", *map(str, DEPTHS)], rows, markdown) + "\n")


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--program", help="a built instructions program, instead of building one")
    parser.add_argument("--gate", action="store_true", help="fail where a ratio misses its limit")
    options = parser.parse_args()

    if options.program:
        measured = [(Path(options.program).name, instructions(options.program))]
    else:
        measured = []
        for compiler in compilers(options):
            with tempfile.TemporaryDirectory() as folder:
                program = build(compiler, "instructions", folder)
                measured.append((compiler.name, instructions(program)))
    missed = False
    for name, counts in measured:
        for path in ("returning", "throwing"):
            show(path, name, counts, options.markdown)
        for words, good in gates(counts):
            missed = missed or not good
            if options.gate:
                print(f"{words}{'' if good else '  NO'}")
    if options.gate and missed:
        sys.exit("failures by value miss a limit")


if __name__ == "__main__":
    main()
