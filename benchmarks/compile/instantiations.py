#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts what a compiler makes of templates for a pipeline: work that does not vary with the load.

Of clang these are the instantiations that its -ftime-trace tells, of g++ the specialisations that
are in its tables at the end, as its -fstats tells: more, since declarations count; compare neither
with the other. Whole files, include and all, at -O2; the cost of a stage is what it adds between 16
and 64. With --gate the script measures only what has a limit, which is what was reached, and 2 %,
and fails where that is missed.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

STAGES = (1, 4, 16, 64)
PIPELINES = {
    "guards": (sources.INCLUDE, sources.guards),
    "mixed": (sources.INCLUDE, sources.mixed),
    "rules enforced": (sources.INCLUDE, sources.enforced),
    "a rule of one's own": (sources.RULE_INCLUDE, sources.own_rule),
    "awaited": (sources.ASYNC_INCLUDE, sources.awaited),
    "naive std::tuple": (sources.STD_TUPLE_INCLUDE, sources.std_tuple),
    "naive hana::tuple": (sources.HANA_TUPLE_INCLUDE, sources.hana_tuple),
}
# At 64 stages, of the compilers whose counts are known: another version counts differently.
AT_MOST = {
    "clang 22": {"guards": 3018, "mixed": 3183, "rules enforced": 3028,
                 "a rule of one's own": 4820, "awaited": 7788},
    "g++ 12": {"guards": 19497, "mixed": 20258, "rules enforced": 19586,
               "a rule of one's own": 25187, "awaited": 34516},
}
COUNTED = ("InstantiateClass", "InstantiateFunction")


def instantiated(compiler, source):
    """By clang: what it instantiates."""
    trace = source.with_suffix(".json")
    compiler.build([source], source.with_suffix(".o"), "-c", f"-I{sources.FOLDER}",
                   f"-ftime-trace={trace}", "-ftime-trace-granularity=0")
    events = json.loads(trace.read_text())["traceEvents"]
    return sum(each["name"] in COUNTED and each.get("ph") == "X" for each in events)


def specialised(compiler, source):
    """By g++: the elements of its tables of specialisations, those of declarations and of types."""
    options = ("-c", f"-I{sources.FOLDER}", "-fstats")
    command = compiler.command([source], source.with_suffix(".o"), *options)
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r"^\w+_specializations: size \d+, (\d+) elements", done.stderr, re.MULTILINE)
    if done.returncode != 0 or len(found) != 2:
        sys.exit(f"{compiler.name} says nothing of its templates:\n{done.stderr}")
    return sum(map(int, found))


COUNTS = {"clang": ("instantiations", instantiated), "g++": ("specialisations", specialised)}


def limits(compiler):
    return AT_MOST.get(compiler.name.split(".")[0], {})


def measure(compiler, folder, names):
    what, count = COUNTS[compiler.name.split()[0]]
    table = Table(what, "", compiler.name, ["include", *STAGES, "a stage"])
    source = Path(folder, "program.cpp")
    for name in names:
        header, pipeline = PIPELINES[name]
        counts = []
        for text in (header, *map(pipeline, STAGES)):
            source.write_text(text)
            counts.append(count(compiler, source))
        table.add(name, [*counts, round((counts[-1] - counts[-2]) / 48, 1)])
    return table


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()

    tables, misses = [], []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            most = limits(compiler)
            tables.append(measure(compiler, folder, most if options.gate else PIPELINES))
            for name, limit in most.items():
                reached = tables[-1].row(name)[64]
                if reached > limit:
                    words = f"{reached} at 64 stages, at most {limit}"
                    misses.append(f"{compiler.name}, {name}: {words}")
    publish(tables, options)
    if misses and options.gate:
        sys.exit("\n".join(["compiling misses a limit:", *misses]))


if __name__ == "__main__":
    main()
