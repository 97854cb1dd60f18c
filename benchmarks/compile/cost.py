#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what compiling a pipeline costs, in CPU time, beside the same work nested by hand.

Each figure is the minimum of several compilations at -O2. Tables: pipelines of 1 to 64 distinct
stages (whole file, include and all); the cost of a stage and the growth exponent, both without the
include; the includes over an empty file; the analysis alone; a rejected pipeline beside its accepted
twin; asynchronous runs beside a single coroutine. With --gate the script fails where g++ misses a
limit.
"""

import math
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from table import render  # noqa: E402
from toolchain import arguments, compilers, cpu_time  # noqa: E402

STAGES = (1, 2, 4, 8, 16, 32, 64)
PIPELINES = (
    ("guards", sources.guards),
    ("hand-nested RAII", sources.hand_guards),
    ("mixed", sources.mixed),
    ("hand-nested try/catch", sources.hand_handlers),
)
REJECTED_AT = 32
ASYNC_STAGES = (1, 16, 64)
ASYNC_RUNS = (
    ("awaited", sources.awaited, sources.ASYNC_INCLUDE),
    ("a single coroutine", sources.hand_awaited, sources.TASK_INCLUDE),
)
OTHER_INCLUDES = (
    ("<ambit/coroutine.hpp>", sources.ASYNC_INCLUDE),
    ("<boost/asio.hpp>", sources.BOOST_ASIO_INCLUDE),
    ("<ambit/asio.hpp>", sources.ASIO_INCLUDE),
)

# Limits for --gate, for a machine on which these standard headers cost so much over an empty file.
# One that is slower, or busy, is given as much more, and noise its share; what must not grow at all
# is counted by instantiations.py.
NOISE = 1.05
PIPELINE_MS = {"guards": 600, "mixed": 600}
INCLUDE_MS = 130
ANALYSIS_MS = 2
REFERENCE = "".join(f"#include <{name}>\n" for name in ("exception", "optional", "coroutine", "tuple"))
REFERENCE_MS = 71


class Meter:
    """Times compilations of generated text by one compiler."""

    def __init__(self, compiler, folder, repetitions, depths=STAGES):
        self.compiler, self.folder, self.repetitions = compiler, Path(folder), repetitions
        self.depths = depths  # of the tables whose figures are of growth
        reference = self.milliseconds(REFERENCE) - self.milliseconds("")
        self.allowance = NOISE * max(1.0, reference / REFERENCE_MS)

    def milliseconds(self, text, accepted=True, at_most=math.inf):
        """Where there is a limit, whoever misses it is measured longer: others may be at work."""
        source = self.folder / "program.cpp"
        source.write_text(text)
        command = self.compiler.command([source], self.folder / "program.o", "-c")
        best = math.inf
        for done in range(4 * self.repetitions):
            if done >= self.repetitions and best <= at_most:
                break
            seconds, code, printed = cpu_time(command)
            if (code == 0) != accepted:
                wanted = "accept" if accepted else "refuse"
                sys.exit(f"{self.compiler.name} should {wanted}:\n{text}\n{printed}")
            best = min(best, seconds * 1000)
        return best


def pipelines(meter, show):
    """Whole compilations; the cost of a stage and the exponent leave the include out."""
    rows, misses = [], []
    base = {"hand": meter.milliseconds(""), "ambit": meter.milliseconds(sources.INCLUDE)}
    for name, text in PIPELINES:
        side = "hand" if name.startswith("hand") else "ambit"
        limit = PIPELINE_MS.get(name, math.inf) * meter.allowance
        times = {stages: meter.milliseconds(text(stages), at_most=limit) for stages in meter.depths}
        grown = [max(times[stages] - base[side], 0.1) for stages in (16, 64)]
        stage = f"{(times[64] - times[16]) / 48:.2f}"
        exponent = f"{math.log(grown[1] / grown[0], 4):.2f}"
        rows.append([name, *(f"{times[stages]:.0f}" for stages in meter.depths), stage, exponent])
        if times[64] > limit:
            misses.append(f"{name}: 64 stages take {times[64]:.0f} ms, at most {limit:.0f}")
    show(["whole file", *meter.depths, "ms a stage", "exponent 16→64"], rows)
    return misses


def asynchronous(meter, show):
    """The same for runs that are coroutines; judged nowhere."""
    rows = []
    for name, text, header in ASYNC_RUNS:
        times = [meter.milliseconds(text(stages)) for stages in ASYNC_STAGES]
        base = meter.milliseconds(header)
        over = [max(time - base, 0.1) for time in times[-2:]]
        exponent = f"{math.log(over[1] / over[0], 4):.2f}"
        rows.append([name, *(f"{time:.0f}" for time in times), exponent])
    show(["whole file", *ASYNC_STAGES, "exponent 16→64"], rows)
    return []


def include(meter, show):
    empty = meter.milliseconds("")
    limit = INCLUDE_MS * meter.allowance
    whole = meter.milliseconds(sources.INCLUDE, at_most=empty + limit)
    over = whole - empty
    show(["include", "whole", "over empty"], [
        ["empty file", f"{empty:.0f}", ""],
        ["<ambit/ambit.hpp>", f"{whole:.0f}", f"{over:.0f}"],
    ])
    words = f"the include takes {over:.0f} ms over an empty file, at most {limit:.0f}"
    return [words] if over > limit else []


def other_includes(meter, show):
    """They bring <coroutine>, and all of Asio; judged nowhere."""
    empty = meter.milliseconds("")
    wholes = [(name, meter.milliseconds(text)) for name, text in OTHER_INCLUDES]
    rows = [[name, f"{whole:.0f}", f"{whole - empty:.0f}"] for name, whole in wholes]
    show(["include", "whole", "over empty"], rows)
    return []


def analysis(meter, show):
    """The verdict on a pipeline's type, as a difference of two files without any code."""
    costs = []
    for stages in meter.depths:
        without = meter.milliseconds(sources.checked(stages, False))
        costs.append(meter.milliseconds(sources.checked(stages, True)) - without)
    stage = (costs[-1] - costs[0]) / (meter.depths[-1] - meter.depths[0])
    cells = [f"{cost:.1f}" for cost in costs]
    show(["analysis alone", *meter.depths, "ms a stage"], [["verdict", *cells, f"{stage:.2f}"]])
    limit = ANALYSIS_MS * meter.allowance
    words = f"the analysis takes {stage:.2f} ms a stage, at most {limit:.2f}"
    return [words] if stage > limit else []


def rejection(meter, show):
    accepted = meter.milliseconds(sources.guards(REJECTED_AT))
    rejected = meter.milliseconds(sources.rejected(REJECTED_AT), accepted=False)
    rows = [["accepted", f"{accepted:.0f}"], ["rejected", f"{rejected:.0f}"]]
    show([f"{REJECTED_AT} stages", "whole"], rows)
    words = f"rejecting takes {rejected:.0f} ms, compiling {accepted:.0f}"
    return [words] if rejected > accepted else []


LIMITED = (pipelines, include, analysis, rejection)
TABLES = {each.__name__: each for each in (*LIMITED, asynchronous, other_includes)}


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--table", action="append", choices=TABLES, help="this one, repeatable")
    parser.add_argument("--repetitions", type=int, default=5, help="a figure is the minimum of")
    parser.add_argument("--gate", action="store_true", help="only what has a limit; fail where g++ misses it")
    options = parser.parse_args()

    misses = []
    everything = LIMITED if options.gate else TABLES.values()
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            depths = STAGES[-3:] if options.gate else STAGES
            meter = Meter(compiler, folder, options.repetitions, depths)

            def show(header, rows, name=compiler.name):
                header = [f"{header[0]}, CPU ms, {name}", *header[1:]]
                print(render(header, rows, options.markdown) + "\n", flush=True)

            for table in [TABLES[name] for name in options.table or ()] or everything:
                found = table(meter, show)
                misses += found if compiler.name.startswith("g++") else []
    for miss in misses:
        print(miss)
    if options.gate and misses:
        sys.exit("compiling misses a limit")


if __name__ == "__main__":
    main()
