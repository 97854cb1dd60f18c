#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compares the code of pipelines with that of the same work nested by hand, at -O2.

Guards must compile to the same instructions as their hand-written twin: the script fails where one
does not, and shows the difference with --diff. For stages that look at the outcome it reports the
bytes of text and exception tables beside those of nested try, catch and rethrow.
"""

import difflib
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from disassembly import Object  # noqa: E402
from table import render  # noqa: E402
from toolchain import SHAPES, arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
GATED = (1, 2, 4, 8)

# Each pipeline shape and its twin.
GUARDS = {
    "bracket": "guards",
    "manager": "guards",
    "distinct": "guards",
    "raii": "guards",
    "locks": "locks",
    "chain": "chain",
    "defer": "defer",
    "mutex": "mutex",
    "value": "value",
}
OBSERVERS = {"failed": "failed", "exception": "exception", "mixed": "mixed"}


class Shape:
    """One compiled source of shapes/: the same function at several depths."""

    def __init__(self, compiler, side, name, folder):
        self.prefix = f"{side}_{name}"
        source = SHAPES / side / f"{name}.cpp"
        target = Path(folder) / f"{self.prefix}.o"
        self.object = Object(compiler.build([source], target, "-c", "-ffunction-sections"))

    def __contains__(self, depth):
        return f"{self.prefix}_{depth}" in self.object.functions

    def instructions(self, depth):
        return self.object.instructions(f"{self.prefix}_{depth}")

    def sections(self, depth):
        return self.object.reached(f"{self.prefix}_{depth}")

    def bytes(self, depth):
        """All that the function leads to."""
        return self.object.bytes(self.sections(depth))

    def common(self):
        """What the functions of all depths lead to: a program has it once, however many runs."""
        return set.intersection(*(self.sections(depth) for depth in DEPTHS if depth in self))

    def own_bytes(self, depth):
        return self.object.bytes(self.sections(depth) - self.common())


def identical(left, right, depth):
    return (left.instructions(depth) == right.instructions(depth)
            and left.bytes(depth) == right.bytes(depth))


def verdict(ours, twin, depth):
    """What a cell of the table says of a pipeline beside its twin."""
    if depth not in ours or depth not in twin:
        return ""
    if identical(ours, twin, depth):
        return "identical"
    more = sum(ours.bytes(depth)) - sum(twin.bytes(depth))
    return f"{more:+d} bytes" if more else "differs"


def difference(ours, twin, depth):
    before, after = twin.instructions(depth), ours.instructions(depth)
    names = (f"{twin.prefix}_{depth}", f"{ours.prefix}_{depth}")
    return "\n".join(difflib.unified_diff(before, after, *names, lineterm="", n=1))


def compare_guards(compiler, folder, wanted, options):
    """Prints one row a shape; returns whether all are identical at the gated depths."""
    rows, good = [], True
    for name in wanted:
        twin = Shape(compiler, "hand", GUARDS[name], folder)
        ours = Shape(compiler, "ambit", name, folder)
        rows.append([name, *(verdict(ours, twin, depth) for depth in DEPTHS)])
        for depth in GATED:
            if not identical(ours, twin, depth):
                good = False
                if options.diff:
                    print(difference(ours, twin, depth), "\n")
    print(render([f"guards, {compiler.name}", *map(str, DEPTHS)], rows, options.markdown) + "\n")
    return good


def weigh_observers(compiler, folder, wanted, options):
    """Prints text and exception table bytes: pipeline, twin, and the ratio of the sums. What runs
    of all depths share is a row of its own."""
    rows = []
    for name in wanted:
        twin = Shape(compiler, "hand", OBSERVERS[name], folder)
        ours = Shape(compiler, "ambit", name, folder)
        for depth in DEPTHS:
            if depth in ours:
                mine, theirs = ours.own_bytes(depth), twin.own_bytes(depth)
                ratio = sum(mine) / sum(theirs)
                cells = ("{} + {}".format(*mine), "{} + {}".format(*theirs), f"{ratio:.2f}")
                rows.append([name, depth, *cells])
                if options.diff:
                    print(difference(ours, twin, depth), "\n")
        common = ours.object.bytes(ours.common())
        rows.append([name, "shared", "{} + {}".format(*common), "", ""])
    header = [f"text + table bytes, {compiler.name}", "stages", "ambit", "try/catch", "ratio"]
    print(render(header, rows, options.markdown) + "\n")


def self_test(compiler, folder):
    """The comparison itself: a twin equals itself, and is told from code that does other things."""
    guards = Shape(compiler, "hand", "guards", folder)
    for other in ("failed", "exception", "mixed", "locks", "chain", "defer", "mutex", "value"):
        another = Shape(compiler, "hand", other, folder)
        for depth in GATED:
            if depth in another:
                assert identical(another, another, depth) and another.instructions(depth)
                assert not identical(guards, another, depth), (other, depth)
    for depth, deeper in zip(GATED, GATED[1:]):
        assert identical(guards, guards, depth)
        assert guards.instructions(depth) != guards.instructions(deeper)
        assert sum(guards.bytes(depth)) < sum(guards.bytes(deeper))
    print(f"{compiler.name}: the comparison tells the hand-written shapes apart")


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-19", "clang++-22"))
    parser.add_argument("--shape", action="append", help="this shape only, repeatable")
    parser.add_argument("--diff", action="store_true", help="print the instructions that differ")
    parser.add_argument("--report", action="store_true", help="print the tables, judge nothing")
    parser.add_argument("--self-test", action="store_true", help="check the comparison itself")
    options = parser.parse_args()

    good = True
    with tempfile.TemporaryDirectory() as folder:
        for compiler in compilers(options):
            if options.self_test:
                self_test(compiler, folder)
                continue
            chosen = options.shape or [*GUARDS, *OBSERVERS]
            guards = [name for name in chosen if name in GUARDS]
            observers = [name for name in chosen if name in OBSERVERS]
            if guards:
                good = compare_guards(compiler, folder, guards, options) and good
            if observers:
                weigh_observers(compiler, folder, observers, options)
    if not good and not options.report:
        sys.exit("a guard pipeline differs from its hand-written twin (--diff shows where)")


if __name__ == "__main__":
    main()
