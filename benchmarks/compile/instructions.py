#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions that a compiler itself takes for a pipeline, with valgrind's cachegrind.

The same at any load of the machine, to one of a million, and some twenty times slower than
compiling: a figure to compare two states of the library by, where times cannot be trusted. Whole
files, include and all, at -O2; the cost of a stage is what it adds between 16 and 64, the exponent
that of the growth there, the include left out. With --gate the script counts only what has a limit,
and fails where that is missed.
"""

import math
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache, partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

STAGES = (16, 64)
UNIT = "million instructions"
PIPELINES = {
    "guards": (sources.INCLUDE, sources.guards),
    "mixed": (sources.INCLUDE, sources.mixed),
    "rules enforced": (sources.INCLUDE, sources.enforced),
    "hand-nested RAII": ("", sources.hand_guards),
    "hand-nested try/catch": ("", sources.hand_handlers),
}
AMBIT = "<ambit/ambit.hpp>"
BESIDE_REFERENCE, BESIDE_ACCEPTED = f"{AMBIT} / the standard ones", "rejected / accepted"
STAGE, EXPONENT, WHOLE, OVER_EMPTY = ("millions a stage", "exponent 16→64", "whole file",
                                      "over empty")

# Limits by table, row and column, of the compilers whose counts are known: what was reached, and
# 2 %. An exponent may be 1.1, which is the goal; to reject may cost as much as to accept.
AT_MOST = {
    "g++ 12": {
        ("growth", "guards", STAGE): 24.7,
        ("growth", "guards", EXPONENT): 1.1,
        ("growth", "mixed", STAGE): 30.6,
        ("growth", "mixed", EXPONENT): 1.1,
        ("include", BESIDE_REFERENCE, OVER_EMPTY): 2.06,
        ("64 stages", BESIDE_ACCEPTED, WHOLE): 1,
    },
}
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
            "--trace-children=yes")


def millions(compiler, folder, text, refused=False):
    """Of all processes that a compilation starts, the assembler too."""
    source = Path(folder, "program.cpp")
    source.write_text(text)
    command = [*VALGRIND, *compiler.command([source], Path(folder, "program.o"), "-c")]
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r"^==\d+== I +refs: +([\d,]+)", done.stderr, re.MULTILINE)
    if (done.returncode != 0) != refused or not found:
        sys.exit(f"{compiler.name} under valgrind:\n{done.stderr}")
    return sum(int(each.replace(",", "")) for each in found) / 1e6


def of_pipelines(count, name, chosen):
    whole = Table("pipelines", UNIT, name, ["include", *STAGES])
    grown = Table("growth", "", name, [STAGE, EXPONENT], digits=2)
    for row in chosen:
        header, pipeline = PIPELINES[row]
        base, (few, many) = count(header), (count(pipeline(stages)) for stages in STAGES)
        whole.add(row, [base, few, many])
        grown.add(row, [(many - few) / 48, math.log((many - base) / (few - base), 4)])
    return [whole, grown]


def of_include(count, name):
    table = Table("include", UNIT, name, [WHOLE, OVER_EMPTY])
    empty, reference = count(""), count(sources.REFERENCE_INCLUDE)
    ambit = count(sources.INCLUDE)
    table.add("an empty file", [empty, ""])
    table.add(sources.REFERENCE_WORDS, [reference, reference - empty])
    table.add(AMBIT, [ambit, ambit - empty])
    table.add(BESIDE_REFERENCE, ["", (ambit - empty) / (reference - empty)], digits=2)
    return table


def of_rejection(count, name):
    table = Table(f"{STAGES[-1]} stages", UNIT, name, [WHOLE])
    accepted = count(sources.guards(STAGES[-1]))
    rejected = count(sources.rejected(STAGES[-1]), refused=True)
    table.add("accepted", [accepted])
    table.add("rejected", [rejected])
    table.add(BESIDE_ACCEPTED, [rejected / accepted], digits=2)
    return table


def judge(tables, limits):
    """Notes each limit below its table; returns what misses it."""
    for table in tables:
        for (name, row, column), limit in limits.items():
            if name != table.name or row not in (each.name for each in table.rows):
                continue
            reached = table.row(row)[column]
            words = f"{row}, {column}: {reached:.3f}, at most {limit:.2f}"
            table.notes.append(f"{words}.")
            if reached > limit:
                yield f"{table.compiler}, {words}"


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++",))
    parser.add_argument("--pipeline", action="append", choices=PIPELINES,
                        help="this one and nothing else, repeatable")
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()
    valgrind = shutil.which(VALGRIND[0])
    if valgrind is None:
        print("valgrind: not found, left out", file=sys.stderr)

    tables, misses = [], []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options) if valgrind else ():
            limits = AT_MOST.get(compiler.name.split(".")[0], {})
            if options.gate and not limits:
                print(f"{compiler.name}: has no limits, left out", file=sys.stderr)
                continue
            names = options.pipeline or PIPELINES
            if options.gate:
                names = [name for name in names if ("growth", name, STAGE) in limits]
            count = cache(partial(millions, compiler, folder))
            found = of_pipelines(count, compiler.name, names)
            if not options.pipeline:
                found += [of_include(count, compiler.name), of_rejection(count, compiler.name)]
            misses += judge(found, limits)
            tables += found
    publish(tables, options)
    if misses and options.gate:
        sys.exit("\n".join(["compiling misses a limit:", *misses]))


if __name__ == "__main__":
    main()
