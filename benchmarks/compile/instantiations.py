#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the templates that clang instantiates for a pipeline, as its -ftime-trace tells.

Unlike times, the figures are the same on every machine and at any load. Whole files, include and
all, at -O2; the cost of a stage is what it adds between 16 and 64. With --gate the script fails
where a figure is above its limit, which is what was reached, and 2 %.
"""

import json
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

STAGES = (0, 1, 16, 64)
PIPELINES = {
    "guards": (sources.INCLUDE, sources.guards),
    "mixed": (sources.INCLUDE, sources.mixed),
    "awaited": (sources.ASYNC_INCLUDE, sources.awaited),
}
AT_MOST = {"guards": 4565, "mixed": 4657, "awaited": 9527}  # at 64 stages
COUNTED = ("InstantiateClass", "InstantiateFunction")


def instantiations(compiler, folder, text):
    source, trace = Path(folder, "program.cpp"), Path(folder, "program.json")
    source.write_text(text)
    compiler.build([source], Path(folder, "program.o"), "-c",
                   f"-ftime-trace={trace}", "-ftime-trace-granularity=0")
    events = json.loads(trace.read_text())["traceEvents"]
    return sum(each["name"] in COUNTED and each.get("ph") == "X" for each in events)


def main():
    parser = arguments(__doc__.splitlines()[0], ("clang++-22",))
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()

    misses = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            rows = []
            for name, (header, pipeline) in PIPELINES.items():
                counts = [instantiations(compiler, folder, pipeline(stages) if stages else header)
                          for stages in STAGES]
                rows.append([name, *counts, f"{(counts[-1] - counts[-2]) / 48:.1f}"])
                if counts[-1] > AT_MOST[name]:
                    misses.append(f"{name}: {counts[-1]} at 64 stages, at most {AT_MOST[name]}")
            header = [f"instantiations, {compiler.name}", "include", *STAGES[1:], "a stage"]
            print(render(header, rows, options.markdown) + "\n", flush=True)
    for miss in misses:
        print(miss)
    if options.gate and misses:
        sys.exit("compiling misses a limit")


if __name__ == "__main__":
    main()
