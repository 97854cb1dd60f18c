#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times asynchronous runs on Boost.Asio, and counts their allocations, beside the same by hand.

Times are minima of several repetitions in random order, out of one run of one program. Allocations
are counted by a second program, in which Asio does not recycle the frames of coroutines.
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
ROWS = ("ambit", "ambit, shielded", "nested", "single")
LIBRARIES = ("-lbenchmark", "-pthread")
UNRECYCLED = "-DBOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING"


def show(name, times, counts, markdown):
    for path in ("returning", "throwing"):
        rows = []
        for row in ROWS:
            names = [f"{path}/{row}/{depth}" for depth in DEPTHS]
            measured = (f"{times[each]['cpu_time'] / 1000:.2f}" for each in names)
            allocated = " / ".join(f"{counts[each]['allocations']:.0f}" for each in names)
            rows.append([row, *measured, allocated])
        print(render([f"{path}, µs, {name}", *DEPTHS, "allocations"], rows, markdown) + "\n")


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--seconds", type=float, default=0.01, help="time of one repetition")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            program = build_async(compiler, "asio_run_time", folder, *LIBRARIES)
            times = timing.measure(program, options.seconds)
            program = build_async(compiler, "asio_run_time", folder, UNRECYCLED, *LIBRARIES)
            counts = timing.measure(program, 0.0001, "--benchmark_repetitions=1")
            show(compiler.name, times, counts, options.markdown)


if __name__ == "__main__":
    main()
