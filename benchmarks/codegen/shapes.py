# SPDX-License-Identifier: BSL-1.0
"""The shapes that are compared, and how a pipeline's code stands beside its twin's."""

import difflib
import re
from collections import Counter
from pathlib import Path

from disassembly import SECTIONS, Object
from toolchain import SHAPES

DEPTHS = (1, 2, 4, 8, 16)
IDENTICAL = "identical"

# Each pipeline and its twin. Exits of the first do not look at the outcome.
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
    "noexcept_body": "noexcept_body",
    "void_body": "void_body",
}
OBSERVERS = {
    "failed": "failed",
    "exception": "exception",
    "expected": "expected",
    "suppressed": "suppressed",
    "failing": "failing",
    "failed_noexcept": "failed_noexcept",
    "failed_void": "failed_void",
    "mixed": "mixed",
}

# Functions of the library that were made for the stages or the body of one run: all of those are in
# unnamed namespaces.
OF_A_RUN = re.compile(r"\b_ZZ?NK?5ambit.*(_GLOBAL__N_|\$_)")


class Code:
    """One compiled source of shapes/: the same function at several depths."""

    def __init__(self, compiler, side, name, folder):
        self.prefix = f"{side}_{name}"
        source = SHAPES / side / f"{name}.cpp"
        target = Path(folder) / f"{self.prefix}.o"
        self.object = Object(compiler.build([source], target, "-c", *SECTIONS))
        self.depths = [d for d in DEPTHS if f"{self.prefix}_{d}" in self.object.functions]
        self.reached = {d: self.object.reached(f"{self.prefix}_{d}") for d in self.depths}
        # What several runs lead to is in a program once. Not so what was made for one of them, even
        # if another needs it too, as part of its own or because the code happens to be the same.
        runs = Counter(section for sections in self.reached.values() for section in sections)
        self.common = {s for s, n in runs.items() if n > 1 and not OF_A_RUN.search(s)}

    def instructions(self, depth):
        return self.object.instructions(f"{self.prefix}_{depth}")

    def exception_table(self, depth):
        return self.object.exception_table(f"{self.prefix}_{depth}")

    def own(self, depth):
        """Bytes of text and of exception tables that one more such run adds to a program."""
        return sum(self.object.bytes(self.reached[depth] - self.common))

    def all(self, depth):
        """Bytes in a program of this one run."""
        return sum(self.object.bytes(self.reached[depth]))

    def shared(self):
        """Bytes that a program of several runs has once."""
        return sum(self.object.bytes(self.common))

    def parts(self, depth):
        """What the bytes are made of, a line each."""
        sizes = {section: sum(self.object.bytes({section})) for section in self.reached[depth]}
        for section, size in sorted(sizes.items(), key=lambda each: (-each[1], each[0])):
            if size:
                shared = " (shared)" if section in self.common else ""
                yield f"{self.prefix}_{depth}: {size:5} {section}{shared}"


class Pair:
    """A pipeline and its twin, compiled."""

    def __init__(self, compiler, name, folder):
        self.name = name
        self.ours = Code(compiler, "ambit", name, folder)
        self.twin = Code(compiler, "hand", {**GUARDS, **OBSERVERS}[name], folder)
        self.depths = self.ours.depths

    def identical(self, depth):
        ours, twin = self.ours, self.twin
        return (ours.instructions(depth) == twin.instructions(depth)
                and ours.exception_table(depth) == twin.exception_table(depth)
                and self.more(depth) == 0)

    def more(self, depth):
        """Bytes that the pipeline has beyond its twin."""
        return self.ours.own(depth) - self.twin.own(depth)

    def cell(self, depth):
        return IDENTICAL if self.identical(depth) else self.more(depth)

    def cells(self):
        """All there is to say, by depth and for what the depths share."""
        shared = self.ours.shared() - self.twin.shared()
        return {**{str(d): self.cell(d) for d in self.depths}, "shared": shared}

    def difference(self, depth):
        """The instructions that differ."""
        sides = (self.twin, self.ours)
        names = [f"{side.prefix}_{depth}" for side in sides]
        lines = [side.instructions(depth) for side in sides]
        return "\n".join(difflib.unified_diff(*lines, *names, lineterm="", n=1))
