#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of a run with callgrind: pipelines beside the same work nested by hand.

The counts hold the acquisitions, the body and the releases themselves; they are the same for both
and only a few instructions each.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from programs import build  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
PAIRS = (
    ("ambit_manager", "hand_guards"),
    ("ambit_failed", "hand_failed"),
    ("ambit_exception", "hand_exception"),
)
CALLS = 100


def count(program):
    """Instructions a call by name, for instance `returning/ambit_failed/8`."""
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program]
        subprocess.run(command, capture_output=True, check=True)
        for dump in Path(folder).iterdir():
            text = dump.read_text(errors="replace")
            label = re.search(r"Client Request: (\S+)", text)
            if label:
                total = re.search(r"^totals: (\d+)", text, re.MULTILINE)
                counts[label[1]] = int(total[1]) / CALLS
    nothing = counts.pop("/nothing/0")
    return {name: instructions - nothing for name, instructions in counts.items()}


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
        measured = [(Path(options.program).name, count(options.program))]
    else:
        measured = []
        for compiler in compilers(options):
            with tempfile.TemporaryDirectory() as folder:
                measured.append((compiler.name, count(build(compiler, "instructions", folder))))
    for name, counts in measured:
        for path in ("returning", "throwing"):
            show(path, name, counts, options.markdown)


if __name__ == "__main__":
    main()
