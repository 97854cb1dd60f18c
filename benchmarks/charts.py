# SPDX-License-Identifier: BSL-1.0
"""The charts of docs/costs.md, and the figures that README.md shows: which tables they are from."""

from __future__ import annotations

from dataclasses import dataclass

from chart import Line, Panel, Picture
from table import Table

GCC, CLANG = "g++", "clang 22"  # how the names of the compilers begin


@dataclass
class Part:
    """A panel: some rows of one table of one compiler."""

    table: str
    compiler: str
    rows: dict  # a row's name: the line's name, and its style
    title: str = "{}"  # the compiler goes into it


@dataclass
class Chart:
    file: str  # in docs/charts/, without .svg
    title: str
    subtitle: str
    command: str
    parts: list
    in_a_row: int = 2
    one_scale: bool = True
    logarithmic: bool = False


def both(table, rows, title="{}"):
    return [Part(table, compiler, rows, title) for compiler in (GCC, CLANG)]


def happy(compiler):
    by_hand, ambit = ("by hand", "hand"), ("ambit", "ambit")
    return [
        Part("returning", compiler, {f"hand_{hand}": by_hand, f"ambit_{ours}": ambit}, title)
        for hand, ours, title in (
            ("guards", "manager", "guards, {}"),
            ("failed", "failed", "failed(), {}"),
            ("exception", "exception", "exception(), {}"),
        )
    ]


THROWN = {
    "hand_guards": ("RAII by hand", "least"),
    "hand_failed": ("try/catch by hand", "hand"),
    "ambit_failed": ("ambit", "ambit"),
}
SUPPRESSED = {
    "hand_suppressed": ("try/catch by hand", "hand"),
    "ambit_suppressed": ("ambit", "ambit"),
}
COMPILED = {
    "hand-nested RAII": ("by hand", "hand"),
    "naive std::tuple": ("std::tuple", "other"),
    "naive hana::tuple": ("hana::tuple", "another"),
    "guards": ("ambit", "ambit"),
}
AWAITED = {
    "ready: nested, out of line": ("nested, out of line", "hand"),
    "ready: nested": ("nested", "other"),
    "ready: single": ("single", "least"),
    "ready: ambit": ("ambit", "ambit"),
}

CHARTS = [
    Chart(
        "happy_path",
        "A run that goes well, by hand and with ambit",
        "instructions over stages: guards, exits that ask failed(), exits that take exception()",
        "benchmarks/run/instructions.py",
        happy(GCC) + happy(CLANG),
        in_a_row=3,
    ),
    Chart(
        "throw_path",
        "A failure passes all stages at the price of one",
        "µs from the throw to the caller, over stages",
        "benchmarks/run/ratios.py",
        both("throwing", THROWN),
    ),
    Chart(
        "suppressed",
        "A failure that the outermost stage suppresses",
        "µs from the throw to the end of the run, over stages",
        "benchmarks/run/ratios.py",
        both("throwing", SUPPRESSED),
    ),
    Chart(
        "size",
        "What one more run adds to a program",
        "bytes of instructions and exception tables, over stages",
        "benchmarks/codegen/gate.py",
        [Part("text + table bytes", compiler,
              {f"{shape}: by hand": ("by hand", "hand"), f"{shape}: ambit": ("ambit", "ambit")},
              f"{shape}(), {{}}")
         for compiler in (GCC, CLANG) for shape in ("failed", "exception")],
    ),
    Chart(
        "async",
        "An asynchronous run is one coroutine, however many its stages",
        "ns of a run whose awaiters are ready, and its allocations, over stages",
        "benchmarks/async/ratios.py",
        both("returning", AWAITED, "ns, {}") + both("allocations", AWAITED, "allocations, {}"),
        one_scale=False,
    ),
    Chart(
        "compile_time",
        "Compile time grows in proportion to the stages",
        "ms of CPU for a whole file at -O2, include and all, over stages; both axes logarithmic",
        "benchmarks/compile/cost.py",
        both("pipelines", COMPILED),
        logarithmic=True,
    ),
]


def picture(chart, tables):
    """What can be drawn of a chart with these tables; None where that is nothing."""
    panels = []
    for part in chart.parts:
        for table in tables:
            if table.name != part.table or not table.compiler.startswith(part.compiler):
                continue
            lines = []
            for row in table.rows:
                if row.name in part.rows:
                    name, style = part.rows[row.name]
                    points = [(int(column), cell) for column, cell in zip(table.columns, row.cells)
                              if str(column).isdigit() and isinstance(cell, (int, float))]
                    lines += [Line(name, style, points)] if points else []
            panels += [Panel(part.title.format(table.compiler), lines)] if lines else []
    if not panels:
        return None
    return Picture(chart.title, chart.subtitle, "stages", panels, chart.in_a_row,
                   chart.one_scale, chart.logarithmic)


@dataclass
class Headline:
    """A row of the README: ambit beside what it stands in for."""

    words: str
    command: str
    table: str
    ours: str
    theirs: str
    column: int
    scale: float = 1
    digits: int = 0


INSTRUCTIONS, TIMES = "benchmarks/run/instructions.py", "benchmarks/run/ratios.py"
ASYNC, COMPILE = "benchmarks/async/ratios.py", "benchmarks/compile/cost.py"
HEADLINES = [
    Headline("8 guards, beside RAII: instructions of a run",
             INSTRUCTIONS, "returning", "ambit_manager", "hand_guards", 8),
    Headline("8 stages that take the exception, beside `try`/`catch`: instructions",
             INSTRUCTIONS, "returning", "ambit_exception", "hand_exception", 8),
    Headline("a failure through 1 stage, beside `try`/`catch`/`throw`: µs",
             TIMES, "throwing", "ambit_failed", "hand_failed", 1, digits=1),
    Headline("a failure through 16 stages, beside the same: µs",
             TIMES, "throwing", "ambit_failed", "hand_failed", 16, digits=1),
    Headline("a failure through 8 stages, suppressed by the outermost: µs",
             TIMES, "throwing", "ambit_suppressed", "hand_suppressed", 8, digits=1),
    Headline("a failure by value through 8 stages, beside `if` chains: ns",
             TIMES, "throwing", "ambit_expected", "hand_expected", 8, scale=1000),
    Headline("8 stages that are awaited, beside a coroutine for each, out of line: ns",
             ASYNC, "returning", "ready: ambit", "ready: nested, out of line", 8),
    Headline("8 stages that are awaited, beside a single coroutine: ns",
             ASYNC, "returning", "ready: ambit", "ready: single", 8),
    Headline("compiling 64 guards, beside RAII: ms",
             COMPILE, "pipelines", "guards", "hand-nested RAII", 64),
]


def headlines(figures):
    """A row each, a column for each compiler. `figures` has the tables of each command."""
    names = [table.compiler for line in HEADLINES for table in figures.get(line.command, ())
             if table.compiler.startswith((GCC, CLANG))]
    names = list(dict.fromkeys(names))
    result = Table("ambit / by hand", "", "", [*names, "measured by"])
    for line in HEADLINES:
        cells = [_pair(line, figures.get(line.command, ()), name) for name in names]
        if any(cells):
            result.add(line.words, [*cells, f"`{line.command}`"])
    return result


def _pair(line, tables, compiler):
    """Both figures of a line, "" where they are not measured."""
    for table in tables:
        if (table.name, table.compiler) == (line.table, compiler):
            rows = {row.name: dict(zip(table.columns, row.cells)) for row in table.rows}
            pair = [rows.get(row, {}).get(line.column) for row in (line.ours, line.theirs)]
            if None not in pair:
                return " / ".join(f"{figure * line.scale:.{line.digits}f}" for figure in pair)
    return ""
