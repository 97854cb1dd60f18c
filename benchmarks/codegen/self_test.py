# SPDX-License-Identifier: BSL-1.0
"""Checks the comparison itself, so that `identical` and `not worse` mean something."""

import record
from shapes import DEPTHS, GUARDS, IDENTICAL, OBSERVERS, Code, Pair


def tells_code_apart(compiler, folder):
    """A twin equals itself, and is told from code that does other things or more."""
    guards = Code(compiler, "hand", "guards", folder)
    for other in {*GUARDS.values(), *OBSERVERS.values()} - {"guards"}:
        another = Code(compiler, "hand", other, folder)
        for depth in another.depths:
            assert another.instructions(depth) != guards.instructions(depth), (other, depth)
    for depth, deeper in zip(DEPTHS, DEPTHS[1:]):
        assert guards.instructions(depth) != guards.instructions(deeper)
        assert guards.exception_table(depth) != guards.exception_table(deeper)
        assert 0 < guards.own(depth) < guards.own(deeper)

    pair = Pair(compiler, "manager", folder)
    pair.ours = pair.twin
    assert pair.cells() == {**{str(depth): IDENTICAL for depth in DEPTHS}, "shared": 0}
    pair.ours = Code(compiler, "hand", "failed", folder)
    assert not any(pair.identical(depth) for depth in DEPTHS)
    assert all(pair.cell(depth) == pair.more(depth) > 0 for depth in DEPTHS)


def tells_worse_from_better():
    ranked = [IDENTICAL, -8, 0, 8]
    for at, cell in enumerate(ranked):
        for than in ranked[at:]:
            assert not record.worse(cell, than), (cell, than)
        for than in ranked[:at]:
            assert record.worse(cell, than), (cell, than)

    recorded = {"g++ 12": {"failed": {"1": IDENTICAL, "2": 4}}}
    for cells, worse, better in (
        ({"1": IDENTICAL, "2": 4}, [], []),
        ({"1": -4, "2": 4}, ["g++ 12, failed, 1: recorded identical, found -4 bytes"], []),
        ({"1": IDENTICAL, "2": 5}, ["g++ 12, failed, 2: recorded +4 bytes, found +5 bytes"], []),
        ({"1": IDENTICAL, "2": 3}, [], ["g++ 12, failed, 2: recorded +4 bytes, found +3 bytes"]),
        ({"2": IDENTICAL}, [], ["g++ 12, failed, 2: recorded +4 bytes, found identical"]),
    ):
        assert record.compare({"g++ 12": {"failed": cells}}, recorded) == (worse, better, [])
    for found in (
        {"g++ 13": {"failed": {"1": 8}}},
        {"g++ 12": {"exception": {"1": 8}}},
        {"g++ 12": {"failed": {"4": 8}}},
    ):
        worse, better, (unknown,) = record.compare(found, recorded)
        assert not worse and not better and "not recorded" in unknown


def self_test(compiler, folder):
    tells_code_apart(compiler, folder)
    tells_worse_from_better()
    print(f"{compiler.name}: the comparison tells code apart, and what is worse from what is better")
