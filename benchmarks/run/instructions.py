#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of a run with callgrind: pipelines beside the same work nested by hand.

The counts hold the acquisitions, the body and the releases themselves; they are the same for both
and only a few instructions each.
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
)


def instructions(program):
    """Those of a call of nothing are no run's."""
    counts = count(program)
    nothing = counts.pop("/nothing/0")
    return {name: counted - nothing for name, counted in counts.items()}


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
    options = parser.parse_args()

    if options.program:
        measured = [(Path(options.program).name, instructions(options.program))]
    else:
        measured = []
        for compiler in compilers(options):
            with tempfile.TemporaryDirectory() as folder:
                program = build(compiler, "instructions", folder)
                measured.append((compiler.name, instructions(program)))
    for name, counts in measured:
        for path in ("returning", "throwing"):
            show(path, name, counts, options.markdown)


if __name__ == "__main__":
    main()
