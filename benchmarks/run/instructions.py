#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of a run with callgrind: pipelines beside the same work nested by hand
and with what else a program could use.

The counts hold the acquisitions, the body and the releases themselves; they are the same for all
and only a few instructions each. Shapes named `expected` fail by value, in those named `failing` an
exit throws, in the others the body.

With --gate the script fails where a run that returns takes more than its share of the instructions
by hand: guards no more than nested RAII, a body that returns an expected-like 1.02 of `if` chains,
and at 8 and 16 stages exits that take the exception 1.02, those that ask whether it failed 1.12 of
nested try and catch.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from callgrind import count  # noqa: E402
from programs import build, left_out  # noqa: E402
from table import Table, publish  # noqa: E402
from toolchain import arguments, compilers  # noqa: E402

DEPTHS = (1, 2, 4, 8, 16)
# What is compared with what is nested by hand.
TWINS = {
    "hand_guards": ("ambit_manager", "absl_cleanup", "gsl_finally", "std_scope_exit",
                    "boost_scope"),
    "hand_failed": ("ambit_failed", "std_scope_fail", "boost_scope_fail"),
    "hand_exception": ("ambit_exception",),
    "hand_expected": ("ambit_expected",),
    "hand_suppressed": ("ambit_suppressed",),
    "hand_failing": ("ambit_failing",),
    "hand_failing_twice": ("ambit_failing_twice",),
}
# Of a run that returns: the depths at which the ratio has a limit, and that.
LIMITS = {
    ("ambit_manager", "hand_guards"): (DEPTHS, 1.00),
    ("ambit_failed", "hand_failed"): ((8, 16), 1.12),
    ("ambit_exception", "hand_exception"): ((8, 16), 1.02),
    ("ambit_expected", "hand_expected"): (DEPTHS, 1.02),
    ("ambit_suppressed", "hand_suppressed"): ((8, 16), 1.12),
}


def instructions(program):
    """Those of a call of nothing are no run's."""
    counts = count(program)
    nothing = counts.pop("/nothing/0")
    return {name: counted - nothing for name, counted in counts.items()}


def gates(counts):
    """Pairs of a ratio in words and whether it holds."""
    for (ours, twin), (depths, limit) in LIMITS.items():
        ratios = {depth: counts[f"returning/{ours}/{depth}"] / counts[f"returning/{twin}/{depth}"]
                  for depth in depths}
        worst = max(ratios, key=ratios.get)
        words = f"{ours}: at most {ratios[worst]:.3f} of {twin} (depth {worst})"
        yield f"{words}, limit {limit:.2f}", ratios[worst] <= limit


def tables(name, counts):
    """One for each path; below the returning one stand the gates, below both what is absent."""
    absent = left_out(counts)
    for path in ("returning", "throwing"):
        table = Table(path, "instructions", name, list(DEPTHS))
        for twin, all_beside in TWINS.items():
            by_hand = [counts[f"{path}/{twin}/{depth}"] for depth in DEPTHS]
            table.add(twin, by_hand)
            for row in all_beside:
                found = [counts.get(f"{path}/{row}/{depth}") for depth in DEPTHS]
                if None not in found:
                    table.add(row, found)
                    ratios = [each / twins for each, twins in zip(found, by_hand)]
                    table.add(f"{row} / {twin}", ratios, digits=2)
        if path == "returning":
            table.notes += [f"{words}." for words, _ in gates(counts)]
        table.notes += absent
        yield table


def main():
    parser = arguments(__doc__.splitlines()[0], ("g++", "clang++-22"))
    parser.add_argument("--program", help="a built instructions program, instead of building one")
    parser.add_argument("--gate", action="store_true", help="fail where a ratio misses its limit")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("valgrind: not found, left out", file=sys.stderr)
        publish([], options)
        return

    measured = {}
    if options.program:
        measured[Path(options.program).name] = instructions(options.program)
    else:
        for compiler in compilers(options):
            with tempfile.TemporaryDirectory() as folder:
                program = build(compiler, "instructions", folder)
                measured[compiler.name] = instructions(program)
    publish((table for each in measured.items() for table in tables(*each)), options)
    misses = [f"{name}: {words}" for name, counts in measured.items()
              for words, good in gates(counts) if not good]
    if options.gate and misses:
        sys.exit("\n".join(["the instructions of a run miss a limit", *misses]))


if __name__ == "__main__":
    main()
