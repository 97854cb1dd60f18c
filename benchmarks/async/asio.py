#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Times asynchronous runs on Boost.Asio, and counts their allocations, beside the same by hand, and
by `boost::cobalt::with` where Boost has that.

Times are minima of several repetitions in random order, out of one run of one program. Allocations
are counted by a second program, in which Asio does not recycle the frames of coroutines.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import timing  # noqa: E402
from programs import build_async  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import BENCHMARKS, arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
ROWS = ("ambit", "ambit, shielded", "nested", "single")
COBALT = "cobalt::with"
PATHS = ("returning", "throwing")
LIBRARIES = ("-lbenchmark", "-pthread")
COBALT_OPTIONS = (str(BENCHMARKS / "async" / "cobalt_with.cpp"), "-lboost_cobalt")
UNRECYCLED = "-DBOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING"


def has_cobalt(compiler, folder):
    """Whether a program of Cobalt can be built."""
    source = Path(folder, "has_cobalt.cpp")
    source.write_text("#include <boost/cobalt/this_thread.hpp>\n"
                      "int main() { return boost::cobalt::this_thread::has_executor(); }\n")
    command = compiler.command([source], Path(folder, "has_cobalt"), COBALT_OPTIONS[-1], "-pthread")
    return subprocess.run(command, capture_output=True).returncode == 0


def tables(name, rows, times, counts):
    notes = [] if COBALT in rows else ["`boost::cobalt::with`: not found, left out."]
    for path in PATHS:
        table = Table(path, "µs", name, DEPTHS, digits=2, notes=notes)
        for row in rows:
            runs = (times[f"{path}/{row}/{depth}"] for depth in DEPTHS)
            table.add(row, [each["cpu_time"] / 1000 for each in runs])
        yield table
    table = Table("allocations", "", name, DEPTHS, notes=notes)
    for row in rows:
        table.add(row, [max(counts[f"{path}/{row}/{depth}"]["allocations"] for path in PATHS)
                        for depth in DEPTHS])
    yield table


def main():
    what = "Times asynchronous runs on Boost.Asio, and counts their allocations."
    parser = arguments(what, ("g++", "clang++-22"))
    parser.add_argument("--seconds", type=float, default=0.01, help="time of one repetition")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            rows, linked = list(ROWS), list(LIBRARIES)
            if has_cobalt(compiler, folder):
                rows.append(COBALT)
                linked = [*COBALT_OPTIONS, *LIBRARIES]
            else:
                print("boost::cobalt::with: not found, left out", file=sys.stderr)
            program = build_async(compiler, "asio_run_time", folder, *linked)
            times = timing.measure(program, options.seconds)
            program = build_async(compiler, "asio_run_time", folder, UNRECYCLED, *linked)
            counts = timing.measure(program, 0.0001, "--benchmark_repetitions=1")
            found += tables(compiler.name, rows, times, counts)
    publish(found, options)


if __name__ == "__main__":
    main()
