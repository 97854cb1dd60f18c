#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of an asynchronous run with callgrind: pipelines beside the same by hand.

The counts hold all that a run takes: its frames, the resources, the body, and resuming it.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from callgrind import count  # noqa: E402
from programs import build_async  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 4, 8)
WAITS = ("ready", "posted")
TWINS = ("nested", "single")


def show(path, name, counts, markdown):
    rows = []
    for wait in WAITS:
        mine = [counts[f"{path}/{wait}/ambit/{depth}"] for depth in DEPTHS]
        rows.append([f"{wait}: ambit", *(f"{value:.0f}" for value in mine)])
        for who in TWINS:
            twin = [counts[f"{path}/{wait}/{who}/{depth}"] for depth in DEPTHS]
            rows.append([f"{wait}: {who}", *(f"{value:.0f}" for value in twin)])
            rows.append(["ratio", *(f"{a / b:.2f}" for a, b in zip(mine, twin))])
    print(render([f"{path}, instructions, {name}", *DEPTHS], rows, markdown) + "\n")


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    options = parser.parse_args()
    for compiler in compilers(options):
        with tempfile.TemporaryDirectory() as folder:
            counts = count(build_async(compiler, "instructions", folder))
        for path in ("returning", "throwing"):
            show(path, compiler.name, counts, options.markdown)


if __name__ == "__main__":
    main()
