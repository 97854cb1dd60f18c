#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the allocations of a run: pipelines beside the same work nested by hand and with what else
a program could use.

What is counted is malloc, and so the exceptions too. A run whose failure goes on to the caller
keeps it while the exits run, and throws it again: for that the runtime allocates one more object,
which refers to the first. By hand `throw;` needs none.

With --gate the script fails where a run that returns allocates anything, or one that fails
allocates more than by hand: one more where the failure goes on, none where it is suppressed or is
a value.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from programs import BY_HAND, PEERS, build, left_out  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
PAIRS = [(f"ambit_{'manager' if name == 'guards' else name}", f"hand_{name}") for name in BY_HAND]
ROWS = [*(name for ours, twin in PAIRS for name in (twin, ours)),
        *(name for names in PEERS.values() for name in names)]
THROWN_AGAIN = ("ambit_failed", "ambit_exception", "ambit_failing", "ambit_failing_twice")


def allocations(program):
    """Those of a call by name, for instance `throwing/ambit_failed/8`."""
    done = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True)
    counts = {name: int(count) for name, count in map(str.split, done.stdout.splitlines())}
    checks = [counts.pop(f"check/{name}/0") for name in ("operator_new", "exception")]
    if checks != [1, 1]:
        sys.exit("allocations are not counted here: malloc could not be replaced")
    return counts


def gates(counts):
    """Pairs of a count in words and whether it holds."""
    def row(path, name):
        return [counts[f"{path}/{name}/{depth}"] for depth in DEPTHS]

    happy = max(max(row("returning", ours)) for ours, _ in PAIRS)
    yield f"pipelines that return allocate {happy} times, at most 0", happy == 0
    for ours, twin in PAIRS:
        more = max(a - b for a, b in zip(row("throwing", ours), row("throwing", twin)))
        limit = 1 if ours in THROWN_AGAIN else 0
        words = f"{ours}: {more} more than {twin} where it fails"
        yield f"{words}, at most {limit}", more <= limit


def tables(name, counts):
    absent = left_out(counts)
    for path in ("returning", "throwing"):
        table = Table(path, "allocations", name, list(DEPTHS))
        for row in ROWS:
            found = [counts.get(f"{path}/{row}/{depth}") for depth in DEPTHS]
            if None not in found:
                table.add(row, found)
        if path == "throwing":
            table.notes += [f"{words}." for words, _ in gates(counts)]
        table.notes += absent
        yield table


def main():
    parser = arguments(__doc__.splitlines()[0].rstrip(":"), ("g++", "clang++-22"))
    parser.add_argument("--program", help="a built allocations program, instead of building one")
    parser.add_argument("--gate", action="store_true", help="fail where a count misses its limit")
    options = parser.parse_args()

    measured = {}
    if options.program:
        measured[Path(options.program).name] = allocations(options.program)
    else:
        for compiler in compilers(options):
            with tempfile.TemporaryDirectory() as folder:
                measured[compiler.name] = allocations(build(compiler, "allocations", folder))
    publish((table for each in measured.items() for table in tables(*each)), options)
    misses = [f"{name}: {words}" for name, counts in measured.items()
              for words, good in gates(counts) if not good]
    if options.gate and misses:
        sys.exit("\n".join(["a run allocates too much", *misses]))


if __name__ == "__main__":
    main()
