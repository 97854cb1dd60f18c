#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what compiling a pipeline costs, beside the same work by hand, and in tuples.

CPU time and peak memory of whole compilations at -O2, of several the cheapest; one that takes long
is done once. Tables: pipelines of 1 to 64 distinct stages; asynchronous ones beside a single
coroutine; what they grow by, the include left out; the headers over an empty file, and those that
hold one manager each; the analysis alone; a rejected pipeline beside its accepted twin. With --gate
the script measures only what has a limit, and fails where that is missed.
"""

import math
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from meter import Meter, exists  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import BENCHMARKS, arguments, compilers  # noqa: E402

# Limits, for a machine on which the reference headers cost so much over an empty file. One that is
# slower, or busy, is given as much more, and noise its share; what must not grow at all is counted
# by instantiations.py and instructions.py.
LIMITED = ("guards", "mixed", "rules enforced")  # of the pipelines
STAGE_MS = 6
EXPONENT = 1.15
INCLUDE_MS = 130
ANALYSIS_MS = 2
REFERENCE = ("exception", "optional", "coroutine", "tuple")
REFERENCE_MS = {"g++": 71, "clang": 79}
NOISE = 1.05
LONGER = 12  # more compilations for what misses its limit: others may be at work

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


class Judge:
    """Compares figures, which are functions, with their limits, where that is asked for."""

    def __init__(self, meter, active):
        self.meter, self.active, self.judged = meter, active, []
        headers, family = sources.include(*REFERENCE), meter.compiler.name.split()[0]
        for _ in range(LONGER):
            meter.again(headers)
        reference = meter.ms(headers) - meter.ms("")
        self.allowance = NOISE * max(1.0, reference / REFERENCE_MS[family])
        self.basis = (f"where {', '.join(f'<{name}>' for name in REFERENCE)} take "
                      f"{REFERENCE_MS[family]} ms; here {reference:.0f}")

    def judge(self, what, figure, limit, texts):
        """The figure is of what these texts cost."""
        if not self.active:
            return
        self.judged.append((what, figure, limit))
        for _ in range(LONGER):
            if figure() <= limit:
                break
            for text in texts:
                self.meter.again(text)

    def misses(self):
        """In the end, since figures share texts, and what is measured longer is for all of them."""
        name = self.meter.compiler.name
        return [f"{name}, {what}: {figure():.2f}, at most {limit:.2f}"
                for what, figure, limit in self.judged if figure() > limit]


def over(meter, text, header):
    return max(meter.ms(text) - meter.ms(header), 0.1)


def stage_ms(meter, text, _header):
    """Milliseconds that a stage adds between 16 and 64."""
    return (meter.ms(text(64)) - meter.ms(text(16))) / 48


def exponent(meter, text, header):
    """That of the growth there, the include left out: 1 is linear."""
    return math.log(over(meter, text(64), header) / over(meter, text(16), header), 4)


def of_stages(meter, name, series, stages):
    """Whole files and what they grow by; the figures are taken when all limits have been judged."""
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


def pipelines(meter, judge):
    series = [each for each in PIPELINES if each[0] in LIMITED or not judge.active]
    for label, text, header in series:
        if label in LIMITED:
            texts = (header, text(16), text(64))
            for what, figure, limit in (("ms a stage", stage_ms, STAGE_MS * judge.allowance),
                                        ("exponent", exponent, EXPONENT)):
                judge.judge(f"{what}, {label}", partial(figure, meter, text, header), limit, texts)
    tables = of_stages(meter, "pipelines", series, STAGES[-3:] if judge.active else STAGES)
    tables[1].notes.append(f"at most {STAGE_MS} ms a stage and an exponent of {EXPONENT} are asked "
                           f"of {', '.join(LIMITED)}, {judge.basis}")
    return tables


def asynchronous(meter, judge):
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


def include(meter, judge):
    judge.judge("include", lambda: meter.ms(sources.INCLUDE) - meter.ms(""),
                INCLUDE_MS * judge.allowance, ("", sources.INCLUDE))
    names = [f"ambit/{each}.hpp" for each in (PUBLIC[:1] if judge.active else PUBLIC)]
    together = (", ".join(f"<{each}>" for each in REFERENCE), sources.include(*REFERENCE))
    others = [] if judge.active else [*REFERENCE, "boost/asio.hpp"]
    table = headers(meter, "include", [*names, *others], ("an empty file", ""), together)
    table.notes.append(f"at most {INCLUDE_MS} ms over empty are asked of <ambit/ambit.hpp>, "
                       f"{judge.basis}")
    return [table]


def single_headers(meter, judge):
    """What a program includes that wants one manager of the catalogue, or one way to write one."""
    root = BENCHMARKS.parent / "include"
    found = sorted((*root.glob("ambit/managers/*.hpp"), *root.glob("ambit/write/*.hpp")))
    names = [str(each.relative_to(root)) for each in found]
    return [headers(meter, "single headers", names, ("an empty file", ""))]


def analysis(meter, judge):
    """The verdict on a pipeline's type, as a difference of two files without any code."""
    def cost(stages):
        return meter.ms(sources.checked(stages, True)) - meter.ms(sources.checked(stages, False))

    def stage():
        return (cost(64) - cost(16)) / 48

    texts = [sources.checked(stages, check) for stages in (16, 64) for check in (True, False)]
    judge.judge("ms a stage, analysis", stage, ANALYSIS_MS * judge.allowance, texts)
    stages = STAGES[-3:] if judge.active else STAGES
    columns = [*stages, "ms a stage"]
    table = Table("analysis alone", "CPU ms", meter.compiler.name, columns, digits=1)
    table.add("verdict", [*(cost(count) for count in stages), stage()])
    return [table]


def rejection(meter, judge):
    accepted, rejected = sources.guards(REJECTED_AT), sources.rejected(REJECTED_AT)
    meter.rejected.add(rejected)
    judge.judge(f"rejecting {REJECTED_AT} stages beside accepting them",
                lambda: meter.ms(rejected) / meter.ms(accepted), 1, (accepted, rejected))
    table = Table(f"{REJECTED_AT} stages", "CPU ms", meter.compiler.name, ["whole file"])
    table.add("accepted", [meter.ms(accepted)])
    table.add("rejected", [meter.ms(rejected)])
    return [table]


WITH_LIMITS = (pipelines, include, analysis, rejection)
TABLES = {each.__name__: each for each in (*WITH_LIMITS, asynchronous, single_headers)}


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--table", action="append", choices=TABLES, help="this one, repeatable")
    parser.add_argument("--seconds", type=float, default=1, help="of repetition, for each figure")
    parser.add_argument("--gate", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()

    tables, misses = [], []
    everything = WITH_LIMITS if options.gate else TABLES.values()
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            meter = Meter(compiler, folder, options.seconds)
            judge = Judge(meter, options.gate)
            for table in [TABLES[name] for name in options.table or ()] or everything:
                tables += table(meter, judge)
            misses += judge.misses()
    publish(tables, options)
    if misses:
        sys.exit("\n".join(["compiling misses a limit:", *misses]))


if __name__ == "__main__":
    main()
