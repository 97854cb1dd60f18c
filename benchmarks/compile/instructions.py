#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions that a compiler itself takes for a pipeline, with valgrind's cachegrind.

The same at any load of the machine, to a few of a billion, and some twenty times slower than
compiling: a figure to compare two states of the library by, where times cannot be trusted. Whole
files, include and all, at -O2; the cost of a stage is what it adds between 16 and 64.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sources  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

STAGES = (16, 64)
PIPELINES = {
    "guards": (sources.INCLUDE, sources.guards),
    "mixed": (sources.INCLUDE, sources.mixed),
    "rules enforced": (sources.INCLUDE, sources.enforced),
    "hand-nested RAII": ("", sources.hand_guards),
    "hand-nested try/catch": ("", sources.hand_handlers),
}
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
            "--trace-children=yes")


def millions(compiler, folder, text):
    """Of all processes that a compilation starts, the assembler too."""
    source = Path(folder, "program.cpp")
    source.write_text(text)
    command = [*VALGRIND, *compiler.command([source], Path(folder, "program.o"), "-c")]
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r"^==\d+== I +refs: +([\d,]+)", done.stderr, re.MULTILINE)
    if done.returncode != 0 or not found:
        sys.exit(f"{compiler.name} under valgrind:\n{done.stderr}")
    return sum(int(each.replace(",", "")) for each in found) / 1e6


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--pipeline", action="append", choices=PIPELINES, help="repeatable")
    options = parser.parse_args()
    valgrind = shutil.which(VALGRIND[0])
    if valgrind is None:
        print("valgrind: not found, left out", file=sys.stderr)

    tables = []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options) if valgrind else ():
            table = Table("instructions of the compiler", "millions", compiler.name,
                          ["include", *STAGES, "a stage"])
            bases = {}
            for name in options.pipeline or PIPELINES:
                header, pipeline = PIPELINES[name]
                if header not in bases:
                    bases[header] = millions(compiler, folder, header)
                counts = [millions(compiler, folder, pipeline(stages)) for stages in STAGES]
                table.add(name, [bases[header], *counts, (counts[1] - counts[0]) / 48])
            tables.append(table)
    publish(tables, options)


if __name__ == "__main__":
    main()
