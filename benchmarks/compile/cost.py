#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what compiling a pipeline costs, beside the same work by hand, and in tuples.

CPU time and peak memory of whole compilations at -O2, of several the cheapest; one that takes long
is done once. Tables: pipelines of 1 to 64 distinct stages; asynchronous ones beside a single
coroutine; what they grow by, the include left out; the headers over an empty file, and those that
hold one manager each; the analysis alone; a rejected pipeline beside its accepted twin. Times have
goals; what must not grow is counted, by instantiations.py and instructions.py.
"""

import math
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from meter import Meter, exists  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import BENCHMARKS, arguments, compilers  # noqa: E402

# The goals, on a machine where g++ takes so long for the reference headers over an empty file.
STAGE_MS, EXPONENT, INCLUDE_MS, REFERENCE_MS = 5, 1.1, 120, 71

STAGES = (1, 2, 4, 8, 16, 32, 64)
PIPELINES = (
    ("guards", sources.guards, sources.INCLUDE),
    ("mixed", sources.mixed, sources.INCLUDE),
    ("rules enforced", sources.enforced, sources.INCLUDE),
    ("a rule of one's own", sources.own_rule, sources.RULE_INCLUDE),
    ("naive std::tuple", sources.std_tuple, sources.STD_TUPLE_INCLUDE),
    ("naive hana::tuple", sources.hana_tuple, sources.HANA_TUPLE_INCLUDE),
    ("hand-nested RAII", sources.hand_guards, ""),
    ("hand-nested try/catch", sources.hand_handlers, ""),
)
ASYNC_STAGES = (1, 16, 64)
ASYNC_RUNS = (
    ("awaited", sources.awaited, sources.ASYNC_INCLUDE),
    ("a single coroutine", sources.hand_awaited, sources.TASK_INCLUDE),
)
REJECTED_AT = 32
PUBLIC = ("ambit", "coroutine", "stack", "managers", "asio")


def goal(meter, words):
    here = meter.ms(sources.REFERENCE_INCLUDE) - meter.ms("")
    return (f"the goal is {words}, where g++ takes {REFERENCE_MS} ms for "
            f"{sources.REFERENCE_WORDS}; here {meter.compiler.name} takes {here:.0f}")


def over(meter, text, header):
    return max(meter.ms(text) - meter.ms(header), 0.1)


def stage_ms(meter, text, _header):
    """Milliseconds that a stage adds between 16 and 64."""
    return (meter.ms(text(64)) - meter.ms(text(16))) / 48


def exponent(meter, text, header):
    """That of the growth there, the include left out: 1 is linear."""
    return math.log(over(meter, text(64), header) / over(meter, text(16), header), 4)


def of_stages(meter, name, series, stages):
    """Whole files and what they grow by."""
    compiler = meter.compiler.name
    times = Table(name, "CPU ms", compiler, list(stages))
    grown = Table(f"{name}, growth", "", compiler, ["ms a stage", "exponent 16→64"], digits=2)
    memory = Table(f"{name}, peak memory", "MB", compiler, list(stages))
    for label, text, header in series:
        costs = [meter.cost(text(count)) for count in stages]
        times.add(label, [cost.ms for cost in costs])
        grown.add(label, [figure(meter, text, header) for figure in (stage_ms, exponent)])
        memory.add(label, [cost.mb for cost in costs])
    return [times, grown, memory]


def pipelines(meter):
    tables = of_stages(meter, "pipelines", PIPELINES, STAGES)
    tables[1].notes.append(goal(meter, f"{STAGE_MS} ms a stage and an exponent of {EXPONENT} for "
                                       "guards, mixed and rules enforced"))
    return tables


def asynchronous(meter):
    return of_stages(meter, "asynchronous", ASYNC_RUNS, ASYNC_STAGES)


def over_empty(meter, name, texts):
    table = Table(name, "", meter.compiler.name, ["CPU ms", "over empty", "peak MB"])
    for label, text in texts:
        cost = meter.cost(text)
        table.add(label, [cost.ms, cost.ms - meter.ms("") if text else "", cost.mb])
    return table


def headers(meter, name, names, *others):
    """A table of headers, one each, and a note on those that are not there."""
    names = [f"<{each}>" for each in names]
    present = [each for each in names if exists(meter.compiler, each)]
    texts = [(each, f"#include {each}\n") for each in present]
    table = over_empty(meter, name, [*others, *texts])
    for each in names:
        if each not in present:
            print(f"{each}: not found, left out", file=sys.stderr)
            table.notes.append(f"{each} was not found")
    return table


def include(meter):
    names = [f"ambit/{each}.hpp" for each in PUBLIC]
    table = headers(meter, "include", [*names, *sources.REFERENCE, "boost/asio.hpp"],
                    ("an empty file", ""), (sources.REFERENCE_WORDS, sources.REFERENCE_INCLUDE))
    table.notes.append(goal(meter, f"{INCLUDE_MS} ms over empty for <ambit/ambit.hpp>"))
    return [table]


def single_headers(meter):
    """What a program includes that wants one manager of the catalogue, or one way to write one."""
    root = BENCHMARKS.parent / "include"
    found = sorted((*root.glob("ambit/managers/*.hpp"), *root.glob("ambit/write/*.hpp")))
    names = [str(each.relative_to(root)) for each in found]
    return [headers(meter, "single headers", names, ("an empty file", ""))]


def analysis(meter):
    """The verdict on a pipeline's type, as a difference of two files without any code."""
    def cost(stages):
        return meter.ms(sources.checked(stages, True)) - meter.ms(sources.checked(stages, False))

    columns = [*STAGES, "ms a stage"]
    table = Table("analysis alone", "CPU ms", meter.compiler.name, columns, digits=1)
    table.add("verdict", [*map(cost, STAGES), (cost(64) - cost(16)) / 48])
    return [table]


def rejection(meter):
    accepted, rejected = sources.guards(REJECTED_AT), sources.rejected(REJECTED_AT)
    meter.rejected.add(rejected)
    table = Table(f"{REJECTED_AT} stages", "CPU ms", meter.compiler.name, ["whole file"])
    table.add("accepted", [meter.ms(accepted)])
    table.add("rejected", [meter.ms(rejected)])
    return [table]


TABLES = {each.__name__: each for each in (pipelines, include, analysis, rejection, asynchronous,
                                           single_headers)}


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--table", action="append", choices=TABLES, help="this one, repeatable")
    parser.add_argument("--seconds", type=float, default=1, help="of repetition, for each figure")
    options = parser.parse_args()

    tables = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            meter = Meter(compiler, folder, options.seconds)
            for name in options.table or TABLES:
                tables += TABLES[name](meter)
    publish(tables, options)


if __name__ == "__main__":
    main()
