#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of an asynchronous run with callgrind: pipelines beside the same by hand.

The counts hold all that a run takes: its frames, the resources, the body, and resuming it. They do
not depend on the machine's load. With --gate the script fails where a pipeline of 8 stages takes
more, beside a single coroutine, than was reached, and 1 %.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from callgrind import count  # noqa: E402
from programs import build_async  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
WAITS = ("ready", "posted")
TWINS = ("nested", "nested, out of line", "single")

JUDGED = 8  # stages, returning, beside a single coroutine
AT_MOST = {"g++": {"ready": 1.00, "posted": 0.985}, "clang": {"ready": 1.06, "posted": 0.91}}


def tables(name, counts):
    for path in ("returning", "throwing"):
        table = Table(path, "instructions", name, DEPTHS)
        for wait in WAITS:
            mine = [counts[f"{path}/{wait}/ambit/{depth}"] for depth in DEPTHS]
            table.add(f"{wait}: ambit", mine)
            for who in TWINS:
                twin = [counts[f"{path}/{wait}/{who}/{depth}"] for depth in DEPTHS]
                table.add(f"{wait}: {who}", twin)
                ratios = [a / b for a, b in zip(mine, twin)]
                table.add(f"{wait}: ambit / {who}", ratios, digits=2)
        yield table


def misses(name, counts):
    for family, limits in AT_MOST.items():
        for wait, limit in limits.items() if name.startswith(family) else ():
            mine, single = (counts[f"returning/{wait}/{who}/{JUDGED}"]
                            for who in ("ambit", "single"))
            if mine > limit * single:
                words = f"{JUDGED} stages take {mine / single:.3f} of a single coroutine"
                yield f"{name}, {wait}: {words}, at most {limit:.3f}"


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()
    found, missed = [], []
    for compiler in compilers(options):
        with tempfile.TemporaryDirectory() as folder:
            counts = count(build_async(compiler, "instructions", folder))
        found += tables(compiler.name, counts)
        missed += misses(compiler.name, counts)
    publish(found, options)
    if options.gate and missed:
        sys.exit("\n".join(["asynchronous runs miss a limit", *missed]))


if __name__ == "__main__":
    main()
