#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the code of pipelines with that of the same work nested by hand, at -O2.

A cell is a shape at a depth: its instructions are identical to those of the hand-written twin, or
it has more or fewer bytes of text and exception tables. With --gate the script fails where a cell
is worse than recorded.json has it, and where guards are not identical up to 8 stages, whatever is
recorded. --diff shows the instructions that differ, --parts what all bytes are made of; --record
records what is found.
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import record  # noqa: E402
from record import words  # noqa: E402
from self_test import self_test  # noqa: E402
from shapes import DEPTHS, GUARDS, OBSERVERS, Pair  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

PROMISED = (1, 2, 4, 8)  # depths at which guards are identical


def verdicts(compiler, name, pairs):
    """A row a shape, a word or two a depth."""
    table = Table(name, "", compiler.name, list(DEPTHS))
    for pair in pairs:
        cells = pair.cells()
        table.add(pair.name, [words(cells.get(str(depth), "")) for depth in DEPTHS])
    return table


def differences(compiler, pairs):
    """The same in numbers, 0 where the code is identical."""
    table = Table("beyond the same by hand", "bytes", compiler.name, [*DEPTHS, "shared"])
    for pair in pairs:
        more = [pair.more(depth) if depth in pair.depths else "" for depth in DEPTHS]
        table.add(pair.name, [*more, pair.cells()["shared"]])
    return table


def sizes(compiler, pairs):
    """What a run adds to a program, beside its twin, and what runs share."""
    table = Table("text + table bytes", "", compiler.name, [*DEPTHS, "shared"], notes=[
        "shared: what a program has once, however many runs; a run leads to some or all of it",
        "ratio: without what is shared; all counted in: as in a program of this one run",
    ])
    for pair in pairs:
        def row(name, value, shared, digits=None):
            cells = [value(depth) if depth in pair.depths else "" for depth in DEPTHS]
            table.add(f"{pair.name}: {name}", [*cells, shared], digits)

        ours, twin = pair.ours, pair.twin
        row("ambit", ours.own, ours.shared())
        row("by hand", twin.own, twin.shared())
        row("ratio", lambda depth: ours.own(depth) / twin.own(depth), "", 2)
        row("ratio, all counted in", lambda depth: ours.all(depth) / twin.all(depth), "", 2)
    return table


def tables_of(compiler, pairs):
    guards = [pair for pair in pairs if pair.name in GUARDS]
    observers = [pair for pair in pairs if pair.name in OBSERVERS]
    if guards:
        yield verdicts(compiler, "guards", guards)
    if observers:
        yield verdicts(compiler, "observers", observers)
        yield sizes(compiler, observers)
    yield differences(compiler, pairs)


def explain(pairs, options):
    for pair in pairs:
        for depth in pair.depths:
            if options.diff and not pair.identical(depth):
                print(pair.difference(depth), "\n")
            if options.parts:
                print(*pair.twin.parts(depth), *pair.ours.parts(depth), "", sep="\n")


def broken_promises(compiler, pairs):
    """Guards that are not identical where they have to be."""
    return [f"{compiler.name}, {pair.name}, {depth}: must be identical, found "
            f"{words(pair.cell(depth))}"
            for pair in pairs if pair.name in GUARDS
            for depth in PROMISED if not pair.identical(depth)]


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-19", "clang++-22"))
    parser.add_argument("--shape", action="append", help="this shape only, repeatable")
    parser.add_argument("--diff", action="store_true", help="print the instructions that differ")
    parser.add_argument("--parts", action="store_true", help="print what the bytes are made of")
    parser.add_argument("--gate", action="store_true", help="fail where a cell is worse")
    parser.add_argument("--record", action="store_true", help="record the cells as found")
    parser.add_argument("--self-test", action="store_true", help="check the comparison itself")
    options = parser.parse_args()

    tables, found, failures = [], {}, []
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            if options.self_test:
                self_test(compiler, folder)
                continue
            chosen = options.shape or [*GUARDS, *OBSERVERS]
            pairs = [Pair(compiler, name, folder) for name in chosen]
            tables += tables_of(compiler, pairs)
            found[compiler.name] = {pair.name: pair.cells() for pair in pairs}
            failures += broken_promises(compiler, pairs)
            explain(pairs, options)
    publish(tables, options)

    recorded = record.load()
    worse, better, unknown = record.compare(found, recorded)
    failures += worse
    for line in (*unknown, *(f"{each}: better, keep it with --record" for each in better)):
        print(line, file=sys.stderr)
    if options.record:
        record.save({**recorded, **{
            name: {**recorded.get(name, {}), **shapes} for name, shapes in found.items()}})
    if failures:
        said = "\n".join(["worse than it has to be (--diff shows where):", *failures])
        sys.exit(said) if options.gate else print(said, file=sys.stderr)


if __name__ == "__main__":
    main()
